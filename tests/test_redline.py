"""What editors do to the Word file is read back, step by step."""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence

import pytest

from books import Book
from citybook.edits import Edit
from citybook.findings import Finding
from citybook.manifest import Manifest, load
from citybook.outcome import MANIFEST
from citybook.readers.redline import edits_of
from citybook.readers.redline.passages import passages_of
from citybook.story.file import read_story
from revising import (
    EDITOR,
    MODES,
    MOMENT,
    Add,
    Bold,
    Delete,
    Insert,
    Italic,
    Join,
    Link,
    Mode,
    Move,
    Remove,
    RemovePassage,
    Replace,
    Split,
    Step,
    Unlist,
    revise,
)

EDITIONS = ("stock", "budget", "pictured", "torture", "lone", "shipped")

PARK, OVER = "Officers and residents cleaned up", "Over 40 people came"
CLEANED = "Officers and residents cleaned up the park by the river."
CAME = "Over 40 people came; the oldest was 91."
TRUST = "The mayor invited the neighborhoods to a conversation on trust."
FIRST, SECOND = "The first was in the library.", "The second was in the school."
QUOTED = "We know each other’s names now."
STEPS = "The city and its officers agreed on three steps"
SUMMARY, COUNTED = "This book tells of", "Two cities took a step"

WHAT, TALK = "exampleton-ia/efforts/1/what", "exampleton-ia/efforts/2/what"
AGREED = "sampleford-ia/efforts/1/what"
FIGURES = (
    "This book tells of {cities:city|cities} in {states_and_territories}, and of "
    "{efforts:effort|efforts}: {efforts_by_kind}."
)
RECENT = "{recent:city|cities} took a step in the year 2017."
ITEMS = "- Every figure here is counted.\n- Every name here is made up."
AGREEMENT = (
    "The city and its officers agreed on three steps:\n\n1. to meet every month,\n"
    "2. to listen first,\n   - residents before officers,\n"
    "   - officers before the mayor, and\n3. to write down what was said.\n\n"
)
MINUTES = (
    "The minutes are *open* to **everybody**, and "
    "[online](https://sampleford.example/minutes)."
)


def text(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs)


EDITS: Mapping[str, tuple[Sequence[Step], str, str]] = {
    "words replaced": (
        [Replace(PARK, "residents", "neighbors")],
        WHAT,
        text("Officers and neighbors cleaned up the park by the river.", CAME),
    ),
    "words inserted": (
        [Insert(PARK, "the park", " and the playground")],
        WHAT,
        text(
            "Officers and residents cleaned up the park and the playground by the "
            "river.",
            CAME,
        ),
    ),
    "words deleted": (
        [Delete(PARK, " by the river")],
        WHAT,
        text("Officers and residents cleaned up the park.", CAME),
    ),
    "a sentence deleted": (
        [Delete(QUOTED, " That is where it starts.")],
        "exampleton-ia/quotations/1/text",
        "“We know each other’s names now.”",
    ),
    "a sentence added": (
        [Insert(OVER, "was 91.", " It rained.")],
        WHAT,
        text(CLEANED, f"{CAME} It rained."),
    ),
    "a paragraph split": (
        [Split(PARK, "cleaned")],
        WHAT,
        text("Officers and residents", "cleaned up the park by the river.", CAME),
    ),
    "two paragraphs joined": ([Join(PARK)], WHAT, f"{CLEANED} {CAME}"),
    "a paragraph moved": ([Move(OVER, PARK)], WHAT, text(CAME, CLEANED)),
    "a paragraph added inside": (
        [Add(PARK, "It was a Monday.")],
        WHAT,
        text(CLEANED, "It was a Monday.", CAME),
    ),
    "a paragraph added at the end": (
        [Add(OVER, "It was a Monday.")],
        WHAT,
        text(CLEANED, CAME, "It was a Monday."),
    ),
    "a paragraph deleted": ([Remove(PARK)], WHAT, CAME),
    "a passage deleted": ([RemovePassage(PARK)], WHAT, ""),
    "words in bold": (
        [Bold(PARK, "cleaned up")],
        WHAT,
        text("Officers and residents **cleaned up** the park by the river.", CAME),
    ),
    "words in italics": (
        [Italic(PARK, "Officers")],
        WHAT,
        text("*Officers* and residents cleaned up the park by the river.", CAME),
    ),
    "words linked": (
        [Link(PARK, "the park", "https://park.example/a_b")],
        WHAT,
        text(
            "Officers and residents cleaned up [the park](https://park.example/a_b) "
            "by the river.",
            CAME,
        ),
    ),
    "signs that Markdown knows": (
        [Insert(PARK, "the park", " *[2]* | a_b_c")],
        WHAT,
        text(
            r"Officers and residents cleaned up the park \*\[2\]\* | a\_b\_c by the "
            "river.",
            CAME,
        ),
    ),
    "a bullet added": (
        [Add("The first was in", "The third was outside.")],
        TALK,
        text(TRUST, f"- {FIRST}\n- The third was outside.\n- {SECOND}"),
    ),
    "a bullet deleted": (
        [Remove("The first was in")],
        TALK,
        text(TRUST, f"- {SECOND}"),
    ),
    "the last bullet deleted": (
        [Remove("The second was in")],
        TALK,
        text(TRUST, f"- {FIRST}"),
    ),
    "a bullet turned into prose": (
        [Unlist("The first was in")],
        TALK,
        text(TRUST, FIRST, f"- {SECOND}"),
    ),
    "a numbered item deleted": (
        [Remove("to listen first,")],
        AGREED,
        text(
            "The city and its officers agreed on three steps:",
            "1. to meet every month,\n   - residents before officers,\n"
            "   - officers before the mayor, and\n2. to write down what was said.",
            MINUTES,
        ),
    ),
    "a line typed before a passage": (
        [Add("Undated", "Somebody typed.")],
        AGREED,
        f"Somebody typed.\n\n{AGREEMENT}{MINUTES}",
    ),
    "a part of a line": (
        [Replace("Nov. 20, 2016", "20", "21")],
        "exampleton-ia/efforts/2/date",
        "Nov. 21, 2016",
    ),
    "a person’s name": (
        [Replace("Mayor: Alex", "Alex", "Alexa")],
        "exampleton-ia/city/mayor",
        "Alexa Sample",
    ),
    "words beside a figure": (
        [Replace(SUMMARY, "tells", "speaks")],
        "edition/summary",
        text(f"{FIGURES.replace('tells', 'speaks')}", f"{RECENT} {{quoted}}"),
    ),
    "a figure taken out with its sentence": (
        [Delete(COUNTED, "Two cities took a step in the year 2017. ")],
        "edition/summary",
        text(FIGURES, "{quoted}"),
    ),
}
UNTRACKED = {"words linked"}
"""What Word leaves without a mark though changes are tracked."""
QUOTED_COUNT = "In {quoted:city|cities} somebody is quoted."


def last(book: Book) -> Manifest:
    manifest = load((book.folders.output / MANIFEST).read_text("utf-8"))
    assert manifest
    return manifest


def read(
    book: Book, steps: Sequence[Step], mode: Mode
) -> tuple[list[Edit], list[Finding]]:
    data = revise(book.docx.read_bytes(), steps, mode=mode)
    return edits_of(read_story(data), "returned/a.docx", last(book))


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", EDITIONS)
def test_a_file_that_nobody_edited_has_no_edits(
    request: pytest.FixtureRequest, name: str, mode: Mode
) -> None:
    book: Book = request.getfixturevalue(name)
    assert read(book, [], mode) == ([], [])


@pytest.mark.parametrize("name", EDITIONS)
def test_every_text_of_the_manifest_is_what_light_writes_of_its_passage(
    request: pytest.FixtureRequest, name: str
) -> None:
    book: Book = request.getfixturevalue(name)
    story = read_story(book.docx.read_bytes())
    reading = passages_of(last(book), story.paragraphs)
    assert reading.revised
    assert [each for each in reading.revised if each.was != each.now] == []


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("case", EDITS)
def test_an_edit_comes_back_with_its_passage_and_its_editor(
    stock: Book, case: str, mode: Mode
) -> None:
    steps, key, expected = EDITS[case]
    expected = expected.replace("{quoted}", QUOTED_COUNT)
    if key == "edition/summary":
        expected = text(expected, ITEMS)
    edits, findings = read(stock, steps, mode)
    (edit,) = edits
    assert (edit.key, edit.text, findings) == (key, expected, [])
    told = (edit.editor, edit.date)
    is_tracked = mode == "tracked" and case not in UNTRACKED
    assert (told == (EDITOR, MOMENT)) is is_tracked
    waits = not expected or "quotations" in key
    assert edit.state == ("waiting" if waits else "applied")


GONE = "“Mayor” was taken out."
CELL = "“…Alex Sample, Mayor of Exampleton”"
OUTSIDE = "Words were changed that no answer prints"
TOLD: Mapping[str, tuple[Step, str, str, str]] = {
    "a heading": (
        Replace("_h911224d5a2", "leadership", "leaders"),
        "edited-heading",
        "A heading was changed, in {0}. {0} was taken out.".format(
            "“From the leadership”"
        ),
        "From the leaders",
    ),
    "the name of a place": (
        Replace("_hb2f5afa2d1", "Guam", "Guahan"),
        "edited-heading",
        "A heading was changed, in “Guam”. “Guam” was taken out.",
        "Guahan",
    ),
    "a label": (
        Replace("Mayor: Alex", "Mayor", "Boss"),
        "edit-outside-passage",
        f"{OUTSIDE}, in “Exampleton”, behind “…Mayor: Alex Sample”. {GONE}",
        "Boss",
    ),
    "a cell that we fill": (
        Replace("Alex Sample, Mayor of", "Mayor", "Head"),
        "edit-outside-passage",
        f"{OUTSIDE}, in “Officers of the League of Examples”, behind {CELL}. {GONE}",
        "Head",
    ),
    "a figure": (
        Replace(SUMMARY, "five efforts", "six efforts"),
        "edited-figure",
        "In “Executive summary”, “five efforts” was changed: we count it.",
        "six efforts",
    ),
    "a figure at the beginning": (
        Replace(COUNTED, "Two", "Three"),
        "edited-figure",
        "In “Executive summary”, “Two cities” was changed: we count it.",
        "Three cities",
    ),
}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("case", TOLD)
def test_what_cannot_be_taken_back_is_told(stock: Book, case: str, mode: Mode) -> None:
    step, slug, detail, value = TOLD[case]
    edits, findings = read(stock, [step], mode)
    assert edits == []
    (finding,) = findings
    told = (finding.rule.slug, finding.detail, finding.value)
    assert told == (slug, detail, value)


def renamed(data: bytes) -> bytes:
    """Return a Word file whose bookmarks of passages all have LibreOffice's ending."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as package,
        zipfile.ZipFile(target, "w") as fresh,
    ):
        for path in package.namelist():
            part = package.read(path)
            if path == "word/document.xml":
                part = re.sub(rb'(w:name="_c[^"]*)"', rb'\1_Copy_1"', part)
            fresh.writestr(path, part)
    return target.getvalue()


def test_bookmarks_that_libreoffice_named_anew_lose_nothing(stock: Book) -> None:
    steps: list[Step] = [
        Replace(OVER, CAME, "All met at noon."),
        Move("All met at", PARK),
    ]
    data = renamed(revise(stock.docx.read_bytes(), steps, mode="untracked"))
    assert b"_Copy_1" in zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml")
    (edit,), findings = edits_of(read_story(data), "returned/a.docx", last(stock))
    assert findings == []
    assert edit.text == text("All met at noon.", CLEANED)


@pytest.mark.parametrize("mode", ["tracked", "untracked"])
def test_a_passage_moved_to_another_place_is_told(stock: Book, mode: Mode) -> None:
    edits, findings = read(stock, [Move(COUNTED, SUMMARY)], mode)
    assert [edit.key for edit in edits] == ["edition/summary"]
    steps = [Move("A radio program", PARK)]
    edits, findings = read(stock, steps, mode)
    assert edits == []
    (finding,) = findings
    assert finding.rule.slug == "moved-passage"
    assert "fixture-bay-gu/efforts/1/what" in finding.detail


@pytest.mark.parametrize(
    "text",
    ["[" * 200_000, '{"paragraphs": [{"spans": [[1e999, 1, "k", ""]]}]}', "[1]", ""],
)
def test_what_is_no_manifest_is_none(text: str) -> None:
    assert load(text) is None
