"""A Word file with some chapters of a draft: what it lacks stays."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from books import BUDGET, Book, built, copied
from citybook.edits import Edit
from citybook.findings import Finding
from citybook.manifest import Manifest, found_in
from citybook.readers.redline import edits_of
from citybook.story.file import read_story
from citybook.word_xml import heading_bookmark
from revising import MODES, Insert, Keep, Mode, Remove, Replace, Step, revise

EXAMPLETON = heading_bookmark("exampleton-ia")
TRUST = "neighborhoods to a conversation on trust."
MAYOR, WHAT = "The mayor invited", "exampleton-ia/efforts/2/what"


def manifest_of(book: Book) -> Manifest:
    manifest = found_in(read_story(book.docx.read_bytes()).parts.values())
    assert manifest
    return manifest


def gone(book: Book, *keys: str) -> list[Step]:
    """Return the steps that take some passages out; without any, all of them."""
    written = (each for each in manifest_of(book).paragraphs if each.cell is None)
    return [
        Remove(each.name)
        for each in written
        if each.name.startswith("_cr")
        and (not keys or {span.key for span in each.owners} <= {*keys})
    ]


def read(
    book: Book, steps: Sequence[Step], mode: Mode = "untracked"
) -> tuple[list[Edit], list[Finding]]:
    manifest = manifest_of(book)
    story = read_story(revise(book.docx.read_bytes(), steps, mode=mode))
    return edits_of(story, "returned/a.docx", manifest)


def of(findings: list[Finding]) -> list[str]:
    return [each.rule.slug for each in findings]


@pytest.mark.parametrize("mode", MODES)
def test_a_chapter_sent_alone_changes_that_chapter(stock: Book, mode: Mode) -> None:
    steps: list[Step] = [Replace(MAYOR, "mayor", "council"), Keep(EXAMPLETON)]
    (edit,), (finding,) = read(stock, steps, mode)
    assert edit.key == WHAT
    assert edit.text == edit.was.replace("mayor", "council")
    assert (edit.state, finding.rule.slug) == ("applied", "partial-draft")
    assert finding.detail.startswith("It has 11 of the 35 passages of its draft. ")
    lacks = finding.detail.partition(": ")[2].removesuffix(".").split("; ")
    assert lacks[:3] == [
        "the front of the book",
        "Officers of the League of Examples",
        "Contents",
    ]
    assert {"Sampleford", "Iowa", "Sources"} <= {*lacks}
    assert "Exampleton" not in lacks


def test_what_goes_out_of_a_chapter_sent_alone_waits(stock: Book) -> None:
    (edit,), findings = read(stock, [*gone(stock, WHAT), Keep(EXAMPLETON)])
    assert (edit.key, edit.text) == (WHAT, "")
    assert (edit.state, of(findings)) == ("waiting", ["partial-draft"])


def test_what_a_chapter_sent_alone_may_just_lack_waits(stock: Book) -> None:
    """A copy may begin inside a passage."""
    first = gone(stock, WHAT)[0]
    (edit,), findings = read(stock, [first, Keep(EXAMPLETON)])
    assert edit.was == f"The mayor invited the {TRUST}\n\n{edit.text}"
    assert edit.text.startswith("- The first was in the library.")
    assert (edit.state, of(findings)) == ("waiting", ["partial-draft"])
    assert edit.why == "the rest of it is missing, as most of the draft is"


def test_each_city_may_be_sent_alone(tmp_path: Path) -> None:
    """All of this edition have the same headings, of which one is in the front, too."""
    book = built(copied(BUDGET, tmp_path / "budget"))
    marks = [
        heading_bookmark(each.heading)
        for each in manifest_of(book).paragraphs
        if f"{each.heading}/name" in {span.key for span in each.owners}
    ]
    assert len(marks) > 5
    for mark in marks[:-1]:  # with the last one goes all that follows the cities
        edits, findings = read(book, [Keep(mark)])
        assert (edits, of(findings)) == ([], ["partial-draft"]), mark


def test_what_is_typed_into_a_chapter_sent_alone_is_told_as_ever(stock: Book) -> None:
    west = Insert(EXAMPLETON, "Exampleton", " West")
    edits, findings = read(stock, [west, Keep(EXAMPLETON)])
    assert edits == []
    assert sorted(of(findings)) == ["edited-heading", "partial-draft"]


def test_what_is_marked_as_deleted_waits_however_much_it_is(stock: Book) -> None:
    edits, findings = read(stock, gone(stock), "tracked")
    assert len(edits) > 18
    assert {(each.text, each.state) for each in edits} == {("", "waiting")}
    assert "partial-draft" not in of(findings)


def test_a_few_passages_that_are_gone_wait(stock: Book) -> None:
    march = "sampleford-ia/efforts/2/what"
    edits, findings = read(stock, gone(stock, WHAT, march))
    assert [(each.text, each.state) for each in edits] == [("", "waiting")] * 2
    assert findings == []
