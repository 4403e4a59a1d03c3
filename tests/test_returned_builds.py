"""A draft that comes back: the next book has what its editors changed and asked."""

import re
import subprocess
from collections.abc import Sequence
from os import utime
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook

from books import STOCK, Book, built, copied, quiet
from citybook.build import build
from citybook.cli import main
from citybook.edits import read_edits
from citybook.folders import Folders
from citybook.outcome import FINE, MOST_DRAFTS, NOTHING_BUILT, keep_draft
from citybook.review import read_back, take_back
from citybook.story.file import read_story
from commenting import commented, resolved
from conformance.docx_lint import lint
from conformance.open_xml import sdk_errors
from revising import Delete, Insert, Mode, Remove, Replace, Step, revise

MARCH = "A march went"


@pytest.fixture
def edition(stock: Book, tmp_path: Path) -> Path:
    """Return a copy of the stock edition, to which drafts may come back."""
    return copied(STOCK, tmp_path / "edition")


def returned(
    edition: Path,
    draft: bytes,
    *steps: Step,
    name: str = "pat.docx",
    mode: Mode = "tracked",
) -> Path:
    folder = edition / "submissions" / "returned"
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(revise(draft, steps, mode=mode))
    return path


def words(pdf: Path) -> str:
    command = ["pdftotext", "-layout", str(pdf), "-"]
    run = subprocess.run(command, capture_output=True, check=True, text=True)
    return " ".join(run.stdout.split())


def slugs(book: Book) -> list[str]:
    return [each.rule.slug for each in book.outcome.findings]


def test_what_an_editor_changes_is_printed_in_both_files(
    edition: Path, stock: Book
) -> None:
    draft = stock.docx.read_bytes()
    returned(edition, draft, Replace(MARCH, "A march", "A silent march"))
    book = built(edition)
    assert book.outcome.status == FINE
    assert "A silent march went" in words(book.pdf)
    after = [each.after for each in read_story(book.docx.read_bytes()).paragraphs]
    assert any("A silent march went" in text for text in after)
    path = edition / "submissions" / "edits.yaml"
    (recorded,), findings = read_edits(path, "edits.yaml")
    assert findings == []
    assert recorded.edit.by == "Pat Editor on 2026-03-01"
    assert "edited-answer" in slugs(book)
    # Nothing is written into a city's file.
    for file in (STOCK / "submissions").iterdir():
        assert (edition / "submissions" / file.name).read_bytes() == file.read_bytes()


def test_a_second_round_takes_the_first_along(edition: Path, stock: Book) -> None:
    first = stock.docx.read_bytes()
    returned(edition, first, Replace(MARCH, "A march", "A silent march"))
    second = built(edition).docx.read_bytes()
    change = Replace("A silent march", "12", "14")
    returned(edition, second, change, name="kim.docx", mode="untracked")
    book = built(edition)
    assert "A silent march went from the “Old Mill” to City Hall — 14" in words(
        book.pdf
    )
    again = build(Folders(edition), quiet)
    assert not again.is_new


def test_a_rejected_edit_leaves_the_passage_as_it_was(
    edition: Path, stock: Book
) -> None:
    returned(edition, stock.docx.read_bytes(), Delete(MARCH, "12 "))
    built(edition)
    path = edition / "submissions" / "edits.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("state: applied", "state: rejected"), "utf-8")
    assert "12 blocks" in words(built(edition).pdf)
    assert "state: rejected" in path.read_text("utf-8")


@pytest.mark.parametrize(
    ("typed", "slip"), [("state: rejected", "state: Rejected"), ("edits:", "\tedits:")]
)
def test_a_slip_in_the_record_prints_nothing_that_was_rejected(
    typed: str, slip: str, edition: Path, stock: Book
) -> None:
    returned(edition, stock.docx.read_bytes(), Delete(MARCH, "12 "))
    built(edition)
    path = edition / "submissions" / "edits.yaml"
    text = path.read_text("utf-8").replace("state: applied", "state: rejected")
    path.write_text(text.replace(typed, slip), "utf-8")
    book = built(edition)
    assert "12 blocks" in words(book.pdf)
    assert "unread-edits" in slugs(book)
    assert path.read_text("utf-8") == text.replace(typed, slip)


def test_a_second_file_of_the_same_name_brings_its_own_edits(
    edition: Path, stock: Book
) -> None:
    draft = stock.docx.read_bytes()
    returned(edition, draft, Replace(MARCH, "12", "14"))
    built(edition)
    returned(edition, draft, Replace(MARCH, "A march", "A silent march"))
    assert "A silent march went from the “Old Mill” to City Hall — 14" in words(
        built(edition).pdf
    )


def test_the_draft_of_what_came_back_is_kept_among_many(tmp_path: Path) -> None:
    old, fresh = tmp_path / "old", tmp_path / "fresh"
    (old / ".drafts").mkdir(parents=True)
    fresh.mkdir()
    for number in range(MOST_DRAFTS + 5):
        path = old / ".drafts" / f"{number}.json"
        path.write_text(f"{number}")
        utime(path, ns=(number, number))
    keep_draft(old, fresh, returned=2)
    kept = {path.read_text() for path in (fresh / ".drafts").iterdir()}
    assert kept == {str(n) for n in (0, 1, 2, *range(5, MOST_DRAFTS + 5))}


def test_a_file_that_is_no_draft_is_told_and_the_book_is_built(edition: Path) -> None:
    folder = edition / "submissions" / "returned"
    folder.mkdir()
    (folder / "odd.docx").write_bytes(b"PK but no more")
    book = built(edition)
    assert "unreadable-file" in slugs(book)
    assert book.pdf.exists()


def test_a_word_file_of_something_else_takes_nothing_out_of_the_book(
    edition: Path,
) -> None:
    before = words(built(edition).pdf)
    minutes = docx.Document()
    for text in ("Executive summary", "Contents", "Minutes of the board, May 4", ""):
        minutes.add_heading(text)
        minutes.add_paragraph("The board met at noon, and agreed to meet again. " * 3)
    folder = edition / "submissions" / "returned"
    folder.mkdir()
    minutes.save(str(folder / "minutes.docx"))
    book = built(edition)
    assert slugs(book).count("unknown-draft") == 1
    assert not (edition / "submissions" / "edits.yaml").exists()
    assert words(book.pdf) == before


def test_a_draft_with_an_edit_in_each_paragraph_is_known_all_the_same(
    edition: Path,
) -> None:
    path = returned(edition, built(edition).docx.read_bytes(), mode="bare")
    story = docx.Document(str(path))
    for text in story.element.body.iter("{*}t"):
        said = (text.text or "").split(" ")
        if len(said) > 5:
            text.text = " ".join([*said[:3], "really", *said[3:]])
    story.save(str(path))
    book = built(edition)
    assert "unknown-draft" not in slugs(book)
    assert "A march went really from" in words(book.pdf)


def test_a_file_that_lost_its_account_is_held_against_its_own_draft(
    edition: Path,
) -> None:
    draft = built(edition).docx.read_bytes()
    city = edition / "submissions" / "sampleford.yaml"
    text = city.read_text("utf-8")
    city.write_text(text.replace(MARCH, "A long march went"), "utf-8")
    assert MARCH not in words(built(edition).pdf)
    returned(edition, draft, Replace(MARCH, "12", "14"), mode="bare")
    book = built(edition)
    (recorded,), _ = read_edits(edition / "submissions" / "edits.yaml", "edits.yaml")
    assert recorded.edit.text == recorded.edit.was.replace("12", "14")
    assert "A long march went" in words(book.pdf)
    assert "14 blocks" in words(book.pdf)
    # Its own edits make no other draft more like it: nothing newer is taken back.
    text = city.read_text("utf-8")
    city.write_text(text.replace("to meet every month", "to meet daily"), "utf-8")
    assert "to meet daily" in words(built(edition).pdf)
    path = edition / "submissions" / "edits.yaml"
    assert read_edits(path, "edits.yaml")[0] == (recorded,)
    assert "to meet daily" in words(built(edition).pdf)


# Comments


def test_a_comment_goes_along_until_it_is_resolved(
    edition: Path, stock: Book, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = edition / "submissions" / "returned"
    folder.mkdir()
    asking = commented(stock.docx.read_bytes(), MARCH, "Which mill?", "The old one.")
    (folder / "first.docx").write_bytes(asking)
    book = built(edition)
    assert "open-query" in slugs(book)
    data = book.docx.read_bytes()
    asked = [each for each in read_story(data).comments if each.author == "Pat Editor"]
    assert [each.text for each in asked] == ["Which mill?", "The old one."]
    assert asked[1].answers == asked[0].identifier
    assert sdk_errors(book.docx) == ()
    assert lint(book.docx) == ()
    page = (edition / "output" / "queries.html").read_text("utf-8")
    assert "Which mill?" in page
    assert "The old one." in page
    sheet = load_workbook(edition / "output" / "status.xlsx")["Queries"]
    assert next(cell.value for cell in sheet[2]) == "open"
    # It is not published, unless somebody wants it so.
    before = book.pdf.read_bytes()
    refused = build(Folders(edition), quiet, is_clean=True)
    assert refused.status == NOTHING_BUILT
    assert "unanswered-queries" in {each.rule.slug for each in refused.findings}
    assert main(["build", "--clean", "--edition", str(edition)]) == NOTHING_BUILT
    told = capsys.readouterr().out
    assert "Nothing was built: what editors ask must be answered first." in told
    assert "queries.html" in told
    assert book.pdf.read_bytes() == before
    despite = build(Folders(edition), quiet, is_clean=True, despite_queries=True)
    assert despite.status == FINE
    # Resolved in the second draft, it is gone from the third.
    (folder / "second.docx").write_bytes(resolved(data, "Which mill?"))
    third = built(edition)
    assert "open-query" not in slugs(third)
    assert "Which mill?" not in str(read_story(third.docx.read_bytes()).comments)
    assert "Resolved" in (edition / "output" / "queries.html").read_text("utf-8")


# The command


def test_the_command_takes_a_file_in_and_tells_what_it_brings(
    edition: Path, stock: Book, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mail" / "pat.docx"
    path.parent.mkdir()
    steps: Sequence[Step] = (Insert(MARCH, "blocks", " and back"),)
    path.write_bytes(revise(stock.docx.read_bytes(), steps, mode="tracked"))
    command = ["review", "--edition", str(edition), str(path)]
    assert main(command) == FINE
    told = capsys.readouterr().out
    assert "sampleford-ia/efforts/2/what, by Pat Editor on 2026-03-01 [applied]" in told
    assert "12 blocks and back." in told
    assert "1 new edit." in told
    taken = edition / "submissions" / "returned" / "pat.docx"
    assert taken.read_bytes() == path.read_bytes()
    assert main(command) == FINE
    assert "0 new edits." in capsys.readouterr().out
    assert [file.name for file in taken.parent.iterdir()] == ["pat.docx"]
    # Another file of the same name does not take its place.
    path.write_bytes(revise(stock.docx.read_bytes(), (), mode="tracked") + b" ")
    main(command)
    names = sorted(file.name for file in taken.parent.iterdir())
    assert names == ["pat (2).docx", "pat.docx"]


# What of it is told in the next draft


def test_what_waits_or_was_refused_is_a_comment_where_it_stands(
    stock: Book, edition: Path
) -> None:
    """So no editor takes a deletion for lost; and none of it is a query of theirs."""
    draft = stock.docx.read_bytes()
    here = "This book tells"
    returned(edition, draft, Remove(MARCH), Replace(here, "five", "six"))
    for name, word in (("kim.docx", "invented"), ("tom.docx", "fictitious")):
        returned(edition, draft, Replace("Every name", "made up", word), name=name)
    build(Folders(edition), quiet)
    path = edition / "output" / "report.docx"
    story = read_story(path.read_bytes())
    texts = {each.identifier: each.text for each in story.comments}
    told = {
        (slug, each.after[:12])
        for each in story.paragraphs
        for anchor in each.comments
        for slug in re.findall(r": ([\w-]*edit[\w-]*)\]", texts[anchor.name])
        if slug != "note-for-editors"
    }
    assert told == {
        ("waiting-edit", "A march went"),
        ("conflicting-edits", "This book te"),
        ("edited-figure", "This book te"),
    }
    (waits,) = (text for text in texts.values() if "waiting-edit" in text)
    assert "by Pat Editor on 2026-03-01 waits: all of the passage was deleted." in waits
    returned(edition, path.read_bytes(), name="unedited.docx")
    back = read_back(Folders(edition))
    assert take_back(Folders(edition), back) == ()
    assert back.asked == ()
    build(Folders(edition), quiet)
    again = read_story(path.read_bytes())
    assert [each.text for each in again.comments] == [*texts.values()]
    build(Folders(edition), quiet, is_clean=True)
    assert read_story(path.read_bytes()).comments == ()
