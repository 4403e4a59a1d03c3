"""What the editors are asked stands as a Word comment at its place, and once."""

from dataclasses import replace
from pathlib import Path

import pytest

from books import STOCK, copied, quiet, traveled
from citybook.build import build, check_only
from citybook.document import Chapter, Document, Gap, Heading, walk
from citybook.editing import CLEAN, FOR_EDITING, Query
from citybook.findings import RULES, Finding, Severity, found
from citybook.folders import Folders
from citybook.prose import Text
from citybook.queries import MAX_ALIKE, queries_of
from citybook.source import Source
from citybook.word_xml import Element
from citybook.writers.docx import docx_of, write_docx
from conformance.docx_lint import lint
from conformance.open_xml import sdk_errors
from conformance.words import docx_characters
from sample_document import FORM, sample_document, sample_style
from test_word_editing import find, parts_of, values

STYLE = sample_style()
TITLE = "edition/title"
BROKEN = {
    "submissions/broken.yaml": """\
city: Brokenville
state: Oklahoma
mayor: n/a
population: 5
efforts:
  - date: 3/4/2016
    what: "Talks — held on Monday, March 1, 2016 — began."
    source: https://city.example/a
  - date: no day
    what: More talks.
    source: https://city.example/b
note: Ring us before you print.
"""
}


def asked(document: Document, *findings: Finding) -> tuple[Query, ...]:
    """Return the queries of a document of which no submission is known."""
    return queries_of(document, (), traveled(STOCK).form, findings)


def commented(document: Document, *queries: Query) -> dict[str, Element]:
    editing = replace(FOR_EDITING, queries=queries)
    return parts_of(docx_of(document, STYLE, editing=editing))


def comments(parts: dict[str, Element]) -> list[tuple[str, list[str]]]:
    """Return the words that each comment stands on, and its lines."""
    told = {
        values(node, "@w:id")[0]: [
            "".join(values(line, ".//w:t/text()")) for line in find(node, "w:p")
        ]
        for node in find(parts["word/comments.xml"], "w:comment")
    }
    words = dict.fromkeys(told, "")
    within: set[str] = set()
    for node in parts["word/document.xml"].iter():
        match str(node.tag).rpartition("}")[2]:
            case "commentRangeStart":
                within.add(values(node, "@w:id")[0])
            case "commentRangeEnd":
                within.remove(values(node, "@w:id")[0])
            case "t":
                for number in within:
                    words[number] += node.text or ""
    return [(words[number], lines) for number, lines in told.items()]


def test_each_finding_is_told_where_its_answer_is_printed(tmp_path: Path) -> None:
    road = traveled(copied(STOCK, tmp_path, BROKEN))
    queries = queries_of(road.document, road.submissions, road.form, road.findings)
    undrawn = (c for c in road.document.chapters if c.part in {"cover", "body"})
    document = replace(road.document, chapters=tuple(undrawn))
    told = {
        (words, lines[0].rpartition(": ")[2].rstrip("]"), lines[0].partition(":")[0])
        for words, lines in comments(commented(document, *queries))
        if any("broken.yaml" in line for line in lines)
    }
    gap = next(words for words, slug, _ in told if slug == "not-a-date")
    assert gap.startswith("[Held back. Effort 2: Date")
    assert told == {
        ("March\u00a04, 2016", "date-order", "Note"),
        (gap, "not-a-date", "Held back"),
        # What is not printed has no place but its city's heading.
        ("Brokenville", "taken-as-blank", "Note"),
        ("Brokenville", "note-for-editors", "Note"),
        ("Brokenville", "unknown-question", "To look at"),
    }


def test_a_comment_names_the_cell_what_it_says_and_what_to_do() -> None:
    finding = found("too-long", FORM, "It has 312 words.", value="a\nb", remedy="Cut.")
    (query,) = asked(sample_document(), finding)
    line = (
        "Held back: It has 312 words. It says “a b”. [albany.xlsx, Form!B14: too-long]"
    )
    assert query.lines == (line, "Cut.")


def test_a_hint_to_be_copied_keeps_its_lines() -> None:
    finding = found("conflicting-answers", FORM, remedy="Write:\n  - city: Albany")
    (query,) = asked(sample_document(), finding)
    assert query.lines[1:] == ("Write:", "  - city: Albany")


def test_many_alike_findings_at_one_place_make_one_comment() -> None:
    many = [found("stray-text", Source("x.yaml", row=n), "Stray.") for n in range(40)]
    (query,) = asked(sample_document(), *many)
    assert query.anchor == TITLE
    assert len(query.lines) == MAX_ALIKE + 2
    assert query.lines[MAX_ALIKE] == "… and 35 more such: see findings.html."


def test_different_findings_at_one_place_make_a_comment_each() -> None:
    place = Source("edition.yaml", row=3)
    findings = [found(slug, place) for slug in ("bad-definition", "edition-date")]
    queries = asked(sample_document(), *findings)
    assert [query.anchor for query in queries] == [TITLE, TITLE]
    told = comments(commented(sample_document(), *queries))
    assert [words for words, _ in told] == ["How Cities AnsweredA Report"] * 2


@pytest.mark.parametrize("slug", sorted(s for s in RULES if not RULES[s].is_query))
def test_what_editors_need_not_know_is_not_told_to_them(slug: str) -> None:
    assert RULES[slug].severity is not Severity.ERROR
    assert not asked(sample_document(), found(slug, FORM))


def test_without_a_title_the_first_heading_takes_what_has_no_place() -> None:
    heading = Heading(1, (Text("Iowa"),), "state/ia", "heading-1")
    document = replace(
        sample_document(), chapters=(Chapter("ia", "body", "Iowa", (heading,)),)
    )
    (query,) = asked(document, found("no-answers", Source("x.yaml")))
    assert query.anchor == "state/ia"
    nowhere = replace(document, chapters=())
    assert not asked(nowhere, found("no-answers", Source("x.yaml")))


def test_what_is_found_at_a_gap_stands_on_it_whatever_held_the_answer_back() -> None:
    document = sample_document(is_draft=True)
    blocks = (block for c in document.chapters for block in walk(c.blocks))
    gap = next(block for block in blocks if isinstance(block, Gap))
    state = replace(document, chapters=document.chapters[2:])
    alone = Chapter("gap", "body", "", (gap,))
    other = found("no-glyph", gap.finding.source)
    for each in (gap.finding, other):
        (query,) = asked(replace(document, chapters=(alone,)), each)
        assert query.anchor == gap.finding
    (query,) = asked(state, gap.finding)
    assert query.anchor == gap.finding


ANCHORS = (TITLE, "albany-ny", "albany-ny/city/mayor", "albany-ny/quotes/1/text")
MANY = tuple(
    Query(anchor, (f"{number}: of {anchor} \x00\x1b", "  do"))
    for anchor in (*ANCHORS, "albany-ny/efforts/1/what")
    for number in range(2)
)


def test_comments_keep_the_standard_and_the_words(tmp_path: Path) -> None:
    path, plain = tmp_path / "book.docx", tmp_path / "plain.docx"
    editing = replace(FOR_EDITING, queries=MANY)
    write_docx(sample_document(), STYLE, path, editing=editing)
    write_docx(sample_document(), STYLE, plain, editing=CLEAN)
    assert sdk_errors(path) == ()
    assert lint(path) == ()
    assert docx_characters(path) == docx_characters(plain)


def test_a_comment_stands_round_all_paragraphs_of_its_passage() -> None:
    told = dict(comments(commented(sample_document(), *MANY[-1:])))
    text = "An important and strong, very strong step; see the list."
    assert list(told) == [f"{text}BusesChargersFirstSecondFirstSecond"]


def test_comments_are_signed_and_know_no_clock() -> None:
    part = commented(sample_document(), *MANY)["word/comments.xml"]
    numbers = [int(number) for number in values(part, "//@w:id")]
    assert numbers == [numbers[0] + index for index in range(len(MANY))]
    assert set(values(part, "//@w:author")) == {"citybook"}
    assert set(values(part, "//@w:initials")) == {"cb"}
    assert set(values(part, "//@w:date")) == {"2017-10-01T00:00:00Z"}


def test_a_passage_that_is_printed_twice_is_commented_on_once() -> None:
    document = sample_document()
    twice = replace(document, chapters=(*document.chapters, document.chapters[2]))
    assert len(comments(commented(twice, *MANY))) == len(MANY)


def test_a_clean_file_has_no_trace_of_the_comments(tmp_path: Path) -> None:
    path = tmp_path / "book.docx"
    write_docx(sample_document(), STYLE, path, editing=CLEAN)
    parts = parts_of(path.read_bytes())
    assert "word/comments.xml" not in parts
    assert not list(parts["word/document.xml"].iter("{*}commentReference"))


def test_a_build_asks_and_a_clean_one_does_not(tmp_path: Path) -> None:
    folders = Folders(copied(STOCK, tmp_path, BROKEN))
    docx = folders.output / "report.docx"

    def is_asking() -> bool:
        parts = parts_of(docx.read_bytes())
        is_tracked = bool(find(parts["word/settings.xml"], "w:trackRevisions"))
        assert ("word/comments.xml" in parts) is is_tracked
        return is_tracked

    assert build(folders, quiet, is_clean=False).is_new
    assert is_asking()
    pdf = (folders.output / "report.pdf").read_bytes()
    clean = build(folders, quiet, is_clean=True)
    assert clean.is_new
    assert not is_asking()
    assert (folders.output / "report.pdf").read_bytes() == pdf
    assert not build(folders, quiet, is_clean=True).is_new
    assert not check_only(folders, quiet).is_new
    assert build(folders, quiet).is_new
    assert is_asking()
