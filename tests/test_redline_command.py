"""`make redline`: what it marks, by whom, and what it says where it marks nothing."""

from dataclasses import replace
from pathlib import Path
from shutil import copy, copytree
from zipfile import ZipFile

import pytest

from books import STOCK, copied
from citybook.cli import main
from citybook.edits import Edit, mark_of, read_edits, write_edits
from citybook.story.file import read_story
from conformance import docx_lint
from conformance.open_xml import sdk_errors
from editors import Sitting, Step, edit, edit_all, step
from rebuilt import OAKFORD
from revising import Replace, revise

KEY = "oakford-ok/efforts/2/what"
WAS = "Officers and neighbors walked the river path together in the evening."
NOW = WAS.replace("river path", "path along the river")
EDIT = Edit(KEY, mark_of(WAS), WAS, "j.docx", NOW, "Jane Doe")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return the stock edition with one more city, of which `EDIT` is."""
    root = copied(STOCK, tmp_path / "edition")
    (root / "submissions" / "oakford.yaml").write_text(OAKFORD, encoding="utf-8")
    return root


def test_a_book_that_says_the_same_has_no_redline(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = copied(STOCK, tmp_path / "edition")
    assert main(["build", "--edition", str(root)]) == 0
    book = str(root / "output" / "report.docx")
    assert main(["redline", book, "--edition", str(root)]) == 0
    assert "No text has changed since" in capsys.readouterr().out
    assert not (root / "output" / "redline.docx").exists()


def test_an_edit_is_by_its_editor_and_the_next_build_lets_the_redline_be(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["build", "--edition", str(root)])
    told = root / "output" / "manifest.json"
    copy(told, root / "old.json")
    dated = replace(EDIT, date="2016-10-03")
    write_edits(root / "submissions" / "edits.yaml", [dated])
    arguments = ["redline", str(root / "old.json"), "--edition", str(root)]
    assert main(arguments) == 0
    path = root / "output" / "redline.docx"
    first = path.read_bytes()
    changes = {
        (change.author, change.date[:10])
        for paragraph in read_story(first).paragraphs
        for run in paragraph.runs
        for change in run.changes
    }
    assert changes == {("Jane Doe (j.docx)", "2016-10-03")}
    assert main(arguments) == 0
    assert path.read_bytes() == first
    sent = root / "submissions" / "oakford.yaml"
    sent.write_text(OAKFORD.replace("nine", "ten"), encoding="utf-8")
    assert main(["build", "--edition", str(root)]) == 0
    assert path.read_bytes() == first
    assert "changed after it was built" not in capsys.readouterr().out


def test_a_clash_is_settled_in_a_redline_where_both_versions_stand(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = root / "submissions" / "edits.yaml"
    write_edits(path, [EDIT])
    main(["build", "--edition", str(root)])
    copy(root / "output" / "report.docx", root / "old.docx")
    sent = root / "submissions" / "oakford.yaml"
    sent.write_text(OAKFORD.replace("river path", "creek path"), encoding="utf-8")
    assert main(["redline", str(root / "old.docx"), "--edition", str(root)]) == 0
    assert "[conflicting-edits]" in capsys.readouterr().out
    marked = root / "output" / "redline.docx"
    returned = root / "submissions" / "returned"
    returned.mkdir()
    copy(marked, returned / "unsettled.docx")
    main(["build", "--edition", str(root)])
    assert "[conflicting-edits]" in capsys.readouterr().out
    assert len(read_edits(path, "edits.yaml")[0]) == 1
    back = returned / "settled.docx"
    edit(marked, back, [step("reject_all")], tracked=False, author="Kim Ray")
    main(["build", "--edition", str(root)])
    assert "[conflicting-edits]" not in capsys.readouterr().out
    _, settled = (each.edit for each in read_edits(path, "edits.yaml")[0])
    assert (settled.key, settled.text) == (KEY, NOW)
    story = read_story((root / "output" / "report.docx").read_bytes())
    assert NOW in {paragraph.after for paragraph in story.paragraphs}


# Two versions of one passage

TOM = Edit(
    KEY, mark_of(WAS), WAS, "tom.docx", WAS.replace("walked", "strode"), "Tom Roe"
)
JANE = replace(EDIT, text=WAS.replace("walked", "marched"))
"""Both have changed one word of one draft; the first that is recorded is printed."""


def authors_in(book: Path) -> dict[str, tuple[str, ...]]:
    """Return who changed each stretch of words that a redline marks."""
    return {
        f"{run.fate.value}: {run.text}": tuple(each.author for each in run.changes)
        for paragraph in read_story(book.read_bytes()).paragraphs
        for run in paragraph.runs
        if run.changes
    }


def marked_since(root: Path, old: Path) -> Path:
    """Mark what changed since an earlier book."""
    assert main(["redline", str(old), "--edition", str(root)]) == 0
    return root / "output" / "redline.docx"


@pytest.fixture(scope="module")
def clashing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an edition with two edits that clash, and redlines since two drafts.

    One is older than both edits, and the other is the last one.
    """
    root = copied(STOCK, tmp_path_factory.mktemp("clash") / "edition")
    (root / "submissions" / "oakford.yaml").write_text(OAKFORD, encoding="utf-8")
    main(["build", "--edition", str(root)])
    copy(root / "output" / "report.docx", root / "first.docx")
    write_edits(root / "submissions" / "edits.yaml", [JANE, TOM])
    main(["build", "--edition", str(root)])
    copy(root / "output" / "report.docx", root / "last.docx")
    for old in ("first", "last"):
        copy(marked_since(root, root / f"{old}.docx"), root / f"since {old}.docx")
    return root


@pytest.fixture
def clash(clashing: Path, tmp_path: Path) -> Path:
    """Return that edition, to work on."""
    root = copytree(clashing, tmp_path / "edition")
    (root / "submissions" / "returned").mkdir()
    return root


@pytest.mark.parametrize(("old", "word"), [("first", "walked"), ("last", "marched")])
def test_the_words_of_two_editors_that_clash_stand_beside_each_other(
    old: str, word: str, clashing: Path
) -> None:
    redline = clashing / f"since {old}.docx"
    assert authors_in(redline) == {
        f"deleted: {word}": ("Jane Doe (j.docx)",),
        "inserted, and deleted again: strode": ("Tom Roe (tom.docx)", "citybook"),
        "inserted: marched": ("Jane Doe (j.docx)",),
    }
    assert sdk_errors(redline) == ()
    assert docx_lint.lint(redline) == ()


def test_in_a_clash_too_accepting_gives_the_new_book_and_rejecting_the_old(
    clashing: Path, tmp_path: Path
) -> None:
    said = {
        (old, act): tmp_path / f"{old} {act}.docx"
        for old in ("first", "last")
        for act in ("accept_all", "reject_all")
    }
    edit_all(
        [
            Sitting(clashing / f"since {old}.docx", path, [step(act)])
            for (old, act), path in said.items()
        ]
    )
    for (old, act), path in said.items():
        texts = {each.after for each in read_story(path.read_bytes()).paragraphs}
        is_old = (old, act) == ("first", "reject_all")
        assert (WAS if is_old else JANE.text) in texts
        assert not any("strode" in text for text in texts)


def test_a_redline_that_nobody_settled_brings_no_edit(clash: Path) -> None:
    returned = clash / "submissions" / "returned"
    for old in ("first", "last"):
        copy(clash / f"since {old}.docx", returned / f"{old}.docx")
        back = returned / f"{old}, saved.docx"
        edit(returned / f"{old}.docx", back, [], tracked=False, author="Kim Ray")
    assert main(["review", "--edition", str(clash)]) == 0
    recorded, _ = read_edits(clash / "submissions" / "edits.yaml", "edits.yaml")
    assert [each.edit for each in recorded] == [JANE, TOM]


@pytest.mark.parametrize(
    ("settle", "text"),
    [
        ([step("accept_all")], JANE.text),
        (
            [
                step("reject_change", words="strode"),
                step("reject_change", words="marched"),
                step("accept_all"),
            ],
            TOM.text,
        ),
    ],
    ids=["what is printed", "the other"],
)
def test_who_accepts_one_version_and_rejects_the_other_has_settled_it(
    settle: list[Step], text: str, clash: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    back = clash / "submissions" / "returned" / "kim.docx"
    redline = clash / "since first.docx"
    edit(redline, back, settle, tracked=False, author="Kim Ray")
    made = authors_in(marked_since(clash, clash / "first.docx"))
    assert "[conflicting-edits]" not in capsys.readouterr().out
    recorded, _ = read_edits(clash / "submissions" / "edits.yaml", "edits.yaml")
    _, _, last = (each.edit for each in recorded)
    assert (last.was, last.text, last.editor) == (JANE.text, text, "Kim Ray")
    word, author = (
        ("marched", "Jane Doe (j.docx)")
        if text == JANE.text
        else ("strode", "Tom Roe (tom.docx)")
    )
    assert made == {"deleted: walked": (author,), f"inserted: {word}": (author,)}


def test_what_a_city_sent_over_an_edit_is_by_the_file_of_the_city(root: Path) -> None:
    write_edits(root / "submissions" / "edits.yaml", [JANE])
    main(["build", "--edition", str(root)])
    copy(root / "output" / "report.docx", root / "old.docx")
    sent = root / "submissions" / "oakford.yaml"
    now = WAS.replace("walked", "strolled")
    sent.write_text(OAKFORD.replace(WAS, now), encoding="utf-8")
    made = authors_in(marked_since(root, root / "old.docx"))
    assert made == {
        "deleted: marched": ("oakford.yaml",),
        "inserted: strolled": ("oakford.yaml",),
    }


def test_of_one_passage_each_change_is_by_who_made_it(root: Path) -> None:
    main(["build", "--edition", str(root)])
    copy(root / "output" / "report.docx", root / "old.docx")
    other = replace(TOM, text=WAS.replace("evening", "morning"))
    write_edits(root / "submissions" / "edits.yaml", [JANE, other])
    sent = root / "submissions" / "oakford.yaml"
    sent.write_text(OAKFORD.replace("Officers and", "Pastors and"), encoding="utf-8")
    made = authors_in(marked_since(root, root / "old.docx"))
    assert made == {
        "deleted: Officers": ("oakford.yaml",),
        "inserted: Pastors": ("oakford.yaml",),
        "deleted: walked": ("Jane Doe (j.docx)",),
        "inserted: marched": ("Jane Doe (j.docx)",),
        "deleted: evening": ("Tom Roe (tom.docx)",),
        "inserted: morning": ("Tom Roe (tom.docx)",),
    }


def test_an_edit_of_the_summary_is_by_its_editor(root: Path) -> None:
    main(["build", "--edition", str(root)])
    old = root / "old.docx"
    copy(root / "output" / "report.docx", old)
    (root / "submissions" / "returned").mkdir()
    back = root / "submissions" / "returned" / "pat.docx"
    steps = [Replace("Every name here", "made up", "invented")]
    back.write_bytes(revise(old.read_bytes(), steps, mode="tracked"))
    made = authors_in(marked_since(root, old))
    assert set(made) == {"deleted: made up", "inserted: invented"}
    assert set(made.values()) == {("Pat Editor (returned/pat.docx)",)}


# What becomes of files


def test_a_redline_that_somebody_saved_is_kept_and_what_is_left_out_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = copied(STOCK, tmp_path / "edition")
    main(["build", "--edition", str(root)])
    copy(root / "output" / "manifest.json", root / "old.json")
    (root / "submissions" / "oakford.yaml").write_text(OAKFORD, encoding="utf-8")
    (root / "output" / "redline.docx").write_bytes(b"mine")
    edition = root / "submissions" / "edition.yaml"
    words = edition.read_text(encoding="utf-8")
    edition.write_text(words.replace("May 2017", "June 2017"), encoding="utf-8")
    assert main(["redline", str(root / "old.json"), "--edition", str(root)]) == 0
    kept = root / "output" / "redline (changed 1).docx"
    assert kept.read_bytes() == b"mine"
    told = capsys.readouterr().out
    assert "redline (changed 1).docx" in told
    assert "Left out: lines at the foot of the cover" in told


def test_an_old_book_that_says_nothing_is_refused_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "submissions").mkdir()
    broken = tmp_path / "broken.docx"
    with ZipFile(broken, "w") as package:
        package.writestr("a.txt", "a")
    (tmp_path / "newer.json").write_text('{"passages": []}', encoding="utf-8")
    for name, words in (
        ("nowhere.docx", "cannot be read: no such file or directory."),
        (".", "is no file."),
        ("broken.docx", "The file holds no Word document."),
        ("newer.json", "does not say what the book said"),
    ):
        old = str(tmp_path / name)
        assert main(["redline", old, "--edition", str(tmp_path)]) == 2
        told = capsys.readouterr()
        assert told.out == ""
        (line,) = told.err.splitlines()
        assert line.startswith("citybook: ")
        assert words in line
