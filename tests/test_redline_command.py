"""`make redline`: what it marks, by whom, and what it says where it marks nothing."""

from dataclasses import replace
from pathlib import Path
from shutil import copy
from zipfile import ZipFile

import pytest

from books import STOCK, copied
from citybook.cli import main
from citybook.edits import Edit, mark_of, read_edits, write_edits
from citybook.story.file import read_story
from editors import edit, step
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


# Who made what

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
