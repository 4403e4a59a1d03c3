"""A redline: accepting all gives the new book, rejecting all the old one."""

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from books import SHIPPED, STOCK, Book, built
from citybook.document import Block, Chapter, Document, Heading, Passage, Table
from citybook.manifest import Manifest, Written, found_in
from citybook.prose import (
    BulletList,
    Emphasis,
    Inline,
    Inlines,
    Link,
    ListItem,
    Paragraph,
    Strong,
    Text,
)
from citybook.source import Source
from citybook.story.file import Story, read_story
from citybook.story.marks import sign
from citybook.story.model import Change, Place, Run
from citybook.story.model import Paragraph as Told
from citybook.story.sheet import value
from citybook.versions import hunks
from citybook.word_xml import name
from citybook.writers.docx import docx_of
from citybook.writers.word_clashes import Version
from citybook.writers.word_redline import Tally, redlined
from conformance import docx_lint
from conformance.open_xml import sdk_errors
from editors import Sitting, edit_all, step
from rebuilt import (
    SHIPPED_NEW,
    SMALL_NEW,
    SMALL_OLD,
    Redlined,
    laid,
    redlined_since,
)
from sample_document import sample_style

STYLE = sample_style()
DAY = "2016-10-01T00:00:00Z"
LISTINGS = {"contents", "index"}


def manifest_of(book: bytes) -> Manifest:
    found = found_in(read_story(book).parts.values())
    assert found
    return found


def by_key(key: str, _gone: str, _come: str) -> Change:
    return Change(key or "citybook", DAY)


def marked(old: bytes, new: bytes) -> tuple[bytes, Tally]:
    return redlined(new, manifest_of(old), manifest_of(new), by_key)


def is_told(text: str) -> bool:
    """Tell whether a text has words; signs between names are not compared."""
    return any(letter.isalnum() for letter in text)


def texts_of(manifest: Manifest) -> list[str]:
    """Return what a book says, without its contents and its index."""
    return [
        each.shown or each.text for each, is_listed in _told(manifest) if not is_listed
    ]


def listed_in(manifest: Manifest) -> set[str]:
    """Return the lines of the contents and of the index."""
    return {each.text for each, is_listed in _told(manifest) if is_listed}


def _told(manifest: Manifest) -> Iterator[tuple[Written, bool]]:
    is_listing = False
    for each in manifest.paragraphs:
        if each.heading:
            is_listing = each.heading.split("/")[0] in LISTINGS
        if is_told(each.shown or each.text):
            is_line = not each.heading and each.place is not Place.NOTE
            yield each, is_listing and is_line


def said(story: Story, listed: set[str], *, before: bool) -> list[str]:
    """Return what a file says before the changes in it, or after them."""
    found, open_text = [], ""
    for each in story.paragraphs:
        if each.place is Place.HEADER:
            continue
        open_text += _words(each, before=before)
        if each.end.was if before else each.end.stays:
            found.append(open_text)
            open_text = ""
    told = [text for text in (*found, open_text) if is_told(text)]
    return [text for text in told if text not in listed]


def _words(told: Told, *, before: bool) -> str:
    return "".join(
        run.text
        for run in told.runs
        if is_word(run, told) and (run.fate.was if before else run.fate.stays)
    )


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Redlined:
    """Return a redline of a small edition in which much has changed."""
    root = tmp_path_factory.mktemp("small")
    old = built(laid(STOCK, root / "old", SMALL_OLD))
    return redlined_since(old.docx, laid(STOCK, root / "new", SMALL_NEW))


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory, shipped: Book) -> Redlined:
    """Return a redline of the edition that comes along."""
    root = laid(SHIPPED, tmp_path_factory.mktemp("large") / "new", SHIPPED_NEW)
    return redlined_since(shipped.docx, root)


@pytest.fixture(scope="module", params=["small", "large"])
def pair(request: pytest.FixtureRequest) -> Redlined:
    """Return each redline in turn."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Redlined)
    return found


def is_word(run: Run, told: Told) -> bool:
    """Tell whether a run is no number that Word counts: of a page, or of a note.

    The names in a table of cities are looked up, too, but they are words.
    """
    is_name = told.place is Place.TABLE and any(map(str.isalpha, run.text))
    return is_name or not run.is_computed


def test_accepting_gives_the_new_book_and_rejecting_the_old_one(pair: Redlined) -> None:
    story = read_story(pair.redline.read_bytes())
    old, new = (manifest_of(path.read_bytes()) for path in (pair.old, pair.new))
    assert said(story, listed_in(new), before=True) == texts_of(old)
    assert said(story, listed_in(new), before=False) == texts_of(new)


# What LibreOffice makes of it


@pytest.fixture(scope="module")
def settled(
    pair: Redlined, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Story]:
    """Return both books, and the redline with all changes settled, as saved by it."""
    folder = tmp_path_factory.mktemp("settled")
    settled = {
        "old": Sitting(pair.old, folder / "old.docx"),
        "new": Sitting(pair.new, folder / "new.docx"),
        "accepted": Sitting(
            pair.redline, folder / "accepted.docx", [step("accept_all")]
        ),
        "rejected": Sitting(
            pair.redline, folder / "rejected.docx", [step("reject_all")]
        ),
    }
    edit_all([*settled.values()])
    return {
        name: read_story(sitting.target.read_bytes())
        for name, sitting in settled.items()
    }


def lines_of(story: Story) -> list[tuple[str, Place, str, str]]:
    """Return all that a file says, and how it is set, by chapter.

    Left out is what a program makes: running heads, the numbers of pages and of notes.
    So are the paragraphs without words, of which LibreOffice leaves one before and one
    behind a table that it takes away, and the spaces of no width that it sets round a
    drawing in an insertion.
    """
    chapter = ""
    found: list[tuple[str, Place, str, str]] = []
    for each in story.paragraphs:
        style = each.style.casefold()
        is_entry = style.startswith("toc ")
        text = "".join(r.text for r in each.runs if is_entry or is_word(r, each))
        text = text.replace("\u200b", "").partition("\t")[0].strip()
        chapter = text if style == "heading 1" and text else chapter
        if is_told(text) and each.place is not Place.HEADER:
            found.append((chapter, each.place, f"{sign(each.bullet)}{text}", style))
    return found


def is_changed(story: Story) -> bool:
    """Tell whether a tracked change is left."""
    return any(each.everyone for each in story.paragraphs)


POSITION = re.compile(r"( (keep with|apart from) next| (above|below) table| last)+$")
"""The end of the name of a style for where a text stands."""


def test_libreoffice_accepts_to_the_new_book(settled: dict[str, Story]) -> None:
    assert not is_changed(settled["accepted"])
    assert lines_of(settled["accepted"]) == lines_of(settled["new"])


def test_libreoffice_rejects_to_the_old_book(settled: dict[str, Story]) -> None:
    """Contents and index stay the new ones until a program makes them anew.

    What stands beside something else now may keep the look of that: the last item of a
    list, the line below a table.
    """
    assert not is_changed(settled["rejected"])
    rejected, old = (
        [
            (place, text, POSITION.sub("", style))
            for chapter, place, text, style in lines_of(settled[name])
            if chapter not in {"Contents", "Index"}
        ]
        for name in ("rejected", "old")
    )
    assert rejected == old


def test_a_redline_keeps_the_schema_and_has_no_other_fault(pair: Redlined) -> None:
    assert sdk_errors(pair.redline) == ()
    assert docx_lint.lint(pair.redline) == ()


def test_each_change_is_by_the_file_of_the_city(small: Redlined) -> None:
    story = read_story(small.redline.read_bytes())
    authors = {
        (run.text, change.author)
        for paragraph in story.paragraphs
        for run in paragraph.runs
        for change in run.changes
    }
    gone = "Officers and neighbors walked the river path together in the evening."
    assert ("Elmford", "elmford.yaml") in authors
    assert {("ten", "oakford.yaml"), ("nine", "oakford.yaml")} < authors
    assert (gone, "oakford.yaml") in authors
    days = {c.date[:10] for p in story.paragraphs for r in p.runs for c in r.changes}
    assert len(days) == 1


def test_only_what_changed_is_marked(small: Redlined) -> None:
    (changed,) = (
        each
        for each in read_story(small.redline.read_bytes()).paragraphs
        if "churches" in each.before and "churches" in each.after
    )
    fates = [(run.text, run.fate.value) for run in changed.runs if run.changes]
    assert fates == [("nine", "deleted"), ("ten", "inserted")]


# Any two books

WORDS = st.sampled_from(
    ("the", "mayor", "met", "a", "2016", "river", "“spoke”", "of", "trust,", "and")
)
LINES = st.lists(WORDS, min_size=1, max_size=14).map(" ".join)


@st.composite
def inlines(draw: st.DrawFn) -> Inlines:
    """Make a line of which a part may be set otherwise."""
    first, second = Text(draw(LINES)), Text(draw(LINES))
    link = Link((second,), "https://city.example/news")
    looks: tuple[Inline, ...] = (second, Strong((second,)), Emphasis((second,)), link)
    return (first, Text(" "), draw(st.sampled_from(looks)))


PIECES = st.one_of(
    st.tuples(st.just("text"), st.lists(inlines(), min_size=1, max_size=2)),
    st.tuples(st.just("list"), st.lists(inlines(), min_size=1, max_size=4)),
    st.tuples(st.just("table"), st.lists(inlines(), min_size=2, max_size=8)),
    st.tuples(st.just("heading"), st.lists(inlines(), min_size=1, max_size=1)),
    st.tuples(st.just("line"), st.lists(inlines(), min_size=1, max_size=1)),
)
CHAPTERS = st.lists(st.lists(PIECES, min_size=1, max_size=5), min_size=1, max_size=3)
Pieces = Sequence[Sequence[tuple[str, Sequence[Inlines]]]]


@st.composite
def versions(draw: st.DrawFn) -> tuple[Pieces, Pieces]:
    """Make two books, of which the second holds some of the first."""
    old = draw(CHAPTERS)
    new: list[list[tuple[str, list[Inlines]]]] = []
    for chapter in old:
        kept = [piece for piece in chapter if draw(st.integers(0, 3))]
        for piece in draw(st.lists(PIECES, max_size=2)):
            at: int = draw(st.integers(0, len(kept)))
            kept.insert(at, piece)
        is_gone = draw(st.integers(0, 4)) == 0
        if kept and not is_gone:
            new.append(kept)
    new += draw(st.lists(st.lists(PIECES, min_size=1, max_size=2), max_size=1))
    return old, new or draw(CHAPTERS)


def book_of(chapters: Pieces) -> bytes:
    made = []
    for number, pieces in enumerate(chapters):
        key = f"state/{number}"
        blocks: list[Block] = [Heading(1, pieces[0][1][0], key, "heading-1")]
        for at, (kind, lines) in enumerate(pieces):
            blocks += _blocks(kind, lines, f"city-{number}/efforts/{at}/what")
        made.append(Chapter(key, "body", "A state", tuple(blocks)))
    document = Document(
        "A Book", "", "A Press", "en-US", (), False, tuple(made), "2016-10-01"
    )
    return docx_of(document, STYLE)


def _blocks(kind: str, lines: Sequence[Inlines], key: str) -> Iterator[Block]:
    source = Source("city.yaml", row=1)
    match kind:
        case "text":
            texts = tuple(Paragraph(line) for line in lines)
            yield Passage(key, source, texts)
        case "list":
            items = tuple(ListItem(line, level=n % 2) for n, line in enumerate(lines))
            yield Passage(key, source, (BulletList(items),))
        case "steps":
            steps = tuple(ListItem(line, ordered=True) for line in lines)
            yield Passage(key, source, (BulletList(steps, ordered=True),))
        case "table":
            width = 2 if len(lines) % 2 == 0 else 1
            rows = tuple(
                tuple(lines[at : at + width]) for at in range(0, len(lines), width)
            )
            table = Table("A table", rows[0], rows[1:], (1,) * width, f"{key}/table")
            yield Passage(key, source, (table,))
        case "heading":
            yield Heading(2, lines[0], key, "heading-2")
        case "line":
            yield Paragraph(lines[0], "entry-label")


@given(versions())
@settings(max_examples=20)
def test_any_redline_is_sound_and_holds_both_books(
    tmp_path_factory: pytest.TempPathFactory, both: tuple[Pieces, Pieces]
) -> None:
    old, new = map(book_of, both)
    path = tmp_path_factory.getbasetemp() / "redline.docx"
    path.write_bytes(marked(old, new)[0])
    story = read_story(path.read_bytes())
    assert said(story, set(), before=False) == texts_of(manifest_of(new))
    assert said(story, set(), before=True) == texts_of(manifest_of(old))
    assert found_in(story.parts.values()) == manifest_of(new)
    assert docx_lint.lint(path) == ()


@given(versions(), st.lists(LINES, min_size=1, max_size=3))
@settings(max_examples=20)
def test_words_that_are_not_printed_stand_there_and_change_neither_book(
    tmp_path_factory: pytest.TempPathFactory,
    both: tuple[Pieces, Pieces],
    lines: Sequence[str],
) -> None:
    book, (old, new) = book_of(both[1]), (manifest_of(book_of(each)) for each in both)
    told = [each for each in new.paragraphs if not each.heading]
    keys = dict.fromkeys(span.key for each in told for span in each.owners)
    tom, ours = by_key("Tom", "", ""), by_key("", "", "")
    others = [
        Version(key, frozenset({key}), "\n\n".join(lines), tom, False, ours)
        for key in keys
    ]
    data, tally = redlined(book, old, new, by_key, others)
    assert tally.clashes == len(keys)
    path = tmp_path_factory.getbasetemp() / "clashes.docx"
    path.write_bytes(data)
    story = read_story(data)
    assert said(story, set(), before=False) == texts_of(new)
    assert said(story, set(), before=True) == texts_of(old)
    assert docx_lint.lint(path) == ()
    passing = " ".join(
        run.text
        for paragraph in story.paragraphs
        for run in paragraph.runs
        if run.changes == (tom, ours)
    )
    is_same = set(" ".join(lines).split()) <= set(" ".join(texts_of(new)).split())
    assert passing or is_same or not keys


def test_a_redline_of_equal_books_marks_nothing() -> None:
    book = book_of([[("text", [(Text("The mayor met the board."),)])]])
    data, tally = marked(book, book)
    assert tally == Tally()
    with ZipFile(BytesIO(book)) as ours, ZipFile(BytesIO(data)) as theirs:
        part = "word/document.xml"
        assert b"<w:ins" not in theirs.read(part)
        assert len(ours.read(part)) == len(theirs.read(part))


def lists_in(book: bytes) -> dict[str, str]:
    """Return the number of the list that each item of a numbered list is of."""
    with ZipFile(BytesIO(book)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    path = f"{name('pPr')}/{name('numPr')}/{name('numId')}"
    letters = (name("t"), name("delText"))
    return {
        "".join(node.text or "" for node in each.iter(*letters)): value(each.find(path))
        for each in root.iter(name("p"))
        if each.find(path) is not None
    }


def test_what_is_gone_of_a_list_counts_with_what_is_there_still() -> None:
    old, new = (
        book_of([[("text", [(Text("It was so."),)]), *lists]])
        for lists in (
            [("steps", numbered("one", "two", "three")), ("steps", numbered("a", "b"))],
            [("steps", numbered("one", "three"))],
        )
    )
    lists = lists_in(marked(old, new)[0])
    assert lists["one"] == lists["two"] == lists["three"]
    assert lists["a"] == lists["b"] != lists["one"]


def numbered(*items: str) -> list[Inlines]:
    return [(Text(item),) for item in items]


@pytest.mark.parametrize(
    ("was", "now", "changes"),
    [
        (
            "In May the old mayor met a board of nine at the river.",
            "In May the new chief met a board of ten at a river.",
            [("old mayor", "new chief"), ("nine at the", "ten at a")],
        ),
        (
            "At 10:30 they had cooked 2,000 of them for 1.5 dollars each.",
            "At 10:45 they had cooked 3,000 of them for 1.7 dollars each.",
            [("10:30", "10:45"), ("2,000", "3,000"), ("1.5", "1.7")],
        ),
    ],
    ids=["less than two words apart", "a figure"],
)
def test_words_that_changed_together_are_one(
    was: str, now: str, changes: list[tuple[str, str]]
) -> None:
    one, other = (
        manifest_of(book_of([[("text", [(Text(text),)])]])).paragraphs[-1]
        for text in (was, now)
    )
    told = [
        (one.text[slice(*hunk.old)], other.text[slice(*hunk.new)])
        for hunk in hunks(one, other)
    ]
    assert told == changes
