"""A redline: accepting all gives the new book, rejecting all the old one."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from shutil import copy
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from books import STOCK, copied
from citybook.cli import main
from citybook.document import Block, Chapter, Document, Heading, Passage, Table
from citybook.edits import Edit, mark_of, write_edits
from citybook.manifest import Manifest, Written, found_in, load
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
from citybook.story.model import Change, Place
from citybook.story.model import Paragraph as Told
from citybook.versions import hunks
from citybook.writers.docx import docx_of
from citybook.writers.word_redline import Tally, redlined
from conformance import docx_lint
from conformance.open_xml import sdk_errors
from office import converted
from sample_document import sample_style

STYLE = sample_style()
DAY = "2016-10-01T00:00:00Z"
LISTINGS = {"contents", "index"}


def manifest_of(book: bytes) -> Manifest:
    found = found_in(read_story(book).parts.values())
    assert found
    return found


def by_key(key: str) -> Change:
    return Change(key or "citybook", DAY)


def marked(old: bytes, new: bytes) -> tuple[bytes, Tally]:
    return redlined(new, manifest_of(old), manifest_of(new), by_key)


def is_told(text: str) -> bool:
    """Tell whether a text has words; signs between names are not compared."""
    return any(letter.isalnum() for letter in text)


def texts_of(manifest: Manifest) -> list[str]:
    """Return what a book says, without its contents and its index."""
    return [each.text for each, is_listed in _told(manifest) if not is_listed]


def listed_in(manifest: Manifest) -> set[str]:
    """Return the lines of the contents and of the index."""
    return {each.text for each, is_listed in _told(manifest) if is_listed}


def _told(manifest: Manifest) -> Iterator[tuple[Written, bool]]:
    is_listing = False
    for each in manifest.paragraphs:
        if each.heading:
            is_listing = each.heading.split("/")[0] in LISTINGS
        if is_told(each.text):
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
        if not run.is_computed and (run.fate.was if before else run.fate.stays)
    )


def test_accepting_gives_the_new_book_and_rejecting_the_old_one(
    second: tuple[Path, Manifest, Manifest],
) -> None:
    path, old, new = second
    story = read_story(path.read_bytes())
    assert said(story, listed_in(new), before=True) == texts_of(old)
    assert said(story, listed_in(new), before=False) == texts_of(new)


def test_libreoffice_reads_the_same_changes(
    second: tuple[Path, Manifest, Manifest], tmp_path: Path
) -> None:
    path, old, new = second
    story = read_story(
        converted(Path(copy(path, tmp_path / "again.docx")), "docx").read_bytes()
    )
    for before, manifest in ((True, old), (False, new)):
        words = " ".join(said(story, listed_in(new), before=before)).split()
        assert words == " ".join(texts_of(manifest)).split()


def test_a_redline_keeps_the_schema_and_has_no_other_fault(
    second: tuple[Path, Manifest, Manifest],
) -> None:
    path, _, _ = second
    assert sdk_errors(path) == ()
    assert docx_lint.lint(path) == ()


OAK = """city: Oakford
state: Oklahoma
mayor: Dana Example
efforts:
  - date: July 18, 2016
    what: |
      The mayor met the pastors of nine churches at the library to talk of a plan.

      - a list of questions
      - an answer to each of them
      - lunch

      | Year | Meetings |
      | --- | ---: |
      | 2014 | 3 |
      | 2015 | 4 |
      | 2016 | 9 |
    source: https://oakford.example/library
  - date: July 20, 2016
    what: Officers and neighbors walked the river path together in the evening.
    source: https://oakford.example/path
  - date: July 25, 2016
    what: A forum of two hundred people asked for a board of review, and got one.
    source: https://oakford.example/forum
"""


@pytest.fixture(scope="module")
def second(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Path, Manifest, Manifest]:
    """Return a redline of the stock edition, and what the two books say."""
    root = copied(STOCK, tmp_path_factory.mktemp("redline") / "edition")
    sent = root / "submissions" / "oakford.yaml"
    sent.write_text(OAK, encoding="utf-8")
    main(["build", "--edition", str(root)])
    earlier = root / "earlier.docx"
    copy(root / "output" / "report.docx", earlier)
    changed = OAK.replace("nine churches", "**ten** churches").replace(
        "      - a list of questions\n", "      - a welcome\n"
    )
    start = changed.index("  - date: July 20")
    gone = changed[start : changed.index("  - date: July 25")]
    changed = changed.replace(gone, "").replace("      | 2014 | 3 |\n", "")
    changed = changed.replace("| 2016 | 9 |", "| 2016 | 10 |\n      | 2017 | 1 |")
    sent.write_text(changed, encoding="utf-8")
    new = OAK.replace("Oakford", "Elmford").replace("Oklahoma", "Texas")
    new = new.replace("walked the river path", "cleaned the banks of the lake")
    (root / "submissions" / "elmford.yaml").write_text(new, encoding="utf-8")
    assert main(["redline", str(earlier), "--edition", str(root)]) < 2
    told = load((root / "output" / "manifest.json").read_text(encoding="utf-8"))
    assert told
    return root / "output" / "redline.docx", manifest_of(earlier.read_bytes()), told


def test_each_change_is_by_the_file_of_the_city(
    second: tuple[Path, Manifest, Manifest],
) -> None:
    path, _, _ = second
    story = read_story(path.read_bytes())
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


def test_only_what_changed_is_marked(second: tuple[Path, Manifest, Manifest]) -> None:
    path, _, _ = second
    (changed,) = (
        each
        for each in read_story(path.read_bytes()).paragraphs
        if "churches" in each.before and "churches" in each.after
    )
    fates = [(run.text, run.fate.value) for run in changed.runs if run.changes]
    assert fates == [("nine", "deleted"), ("ten", "inserted")]


# The command


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
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = copied(STOCK, tmp_path / "edition")
    sent = root / "submissions" / "oakford.yaml"
    sent.write_text(OAK, encoding="utf-8")
    main(["build", "--edition", str(root)])
    told = root / "output" / "manifest.json"
    copy(told, root / "old.json")
    key = "oakford-ok/efforts/2/what"
    was = "Officers and neighbors walked the river path together in the evening."
    now = was.replace("river path", "path along the river")
    edit = Edit(key, mark_of(was), was, "j.docx", now, "Jane Doe", "2016-10-03")
    write_edits(root / "submissions" / "edits.yaml", [edit])
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
    sent.write_text(OAK.replace("nine", "ten"), encoding="utf-8")
    assert main(["build", "--edition", str(root)]) == 0
    assert path.read_bytes() == first
    assert "changed after it was built" not in capsys.readouterr().out


def test_a_redline_that_somebody_saved_is_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = copied(STOCK, tmp_path / "edition")
    main(["build", "--edition", str(root)])
    copy(root / "output" / "manifest.json", root / "old.json")
    (root / "submissions" / "oakford.yaml").write_text(OAK, encoding="utf-8")
    (root / "output" / "redline.docx").write_bytes(b"mine")
    assert main(["redline", str(root / "old.json"), "--edition", str(root)]) == 0
    kept = root / "output" / "redline (changed 1).docx"
    assert kept.read_bytes() == b"mine"
    assert "redline (changed 1).docx" in capsys.readouterr().out


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


def test_a_redline_of_equal_books_marks_nothing() -> None:
    book = book_of([[("text", [(Text("The mayor met the board."),)])]])
    data, tally = marked(book, book)
    assert tally == Tally()
    with ZipFile(BytesIO(book)) as ours, ZipFile(BytesIO(data)) as theirs:
        part = "word/document.xml"
        assert b"<w:ins" not in theirs.read(part)
        assert len(ours.read(part)) == len(theirs.read(part))


def test_changes_less_than_two_words_apart_are_one() -> None:
    one, other = (
        manifest_of(book_of([[("text", [(Text(text),)])]])).paragraphs[-1]
        for text in (
            "In May the old mayor met a board of nine at the river.",
            "In May the new chief met a board of ten at a river.",
        )
    )
    told = [
        (one.text[slice(*hunk.old)], other.text[slice(*hunk.new)])
        for hunk in hunks(one, other)
    ]
    assert told == [("old mayor", "new chief"), ("nine at the", "ten at a")]
