"""Long and short cities: what the pages of the torture edition never do."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from books import Book
from citybook.document import Figure, Heading, PullQuote, lines, walk
from citybook.prose import Paragraph, plain_inlines
from conformance.programs import program, run
from sample_document import sample_style

WORD = re.compile(r'<word xMin="[\d.]+" yMin="[\d.]+" xMax="([\d.]+)".*?>(.*?)</word>')
RIGHT_PT = 495
"""The right margin of the shipped style."""
FEWEST = 10
"""Lines on a page that its chapter goes on after."""
FOLLOWS = re.compile("Source: |— |Mayor: ")
"""How a line begins that belongs to the one before it."""

Page = tuple[str, list[str]]
"""The running head, and the lines between it and the folio."""


@pytest.fixture(params=["pdf", "word"])
def pdf(request: pytest.FixtureRequest, torture: Book) -> Path:
    """The book, as we set it and as LibreOffice sets its Word file."""
    is_ours = request.param == "pdf"
    found: Path = torture.pdf if is_ours else request.getfixturevalue("torture_in_word")
    return found


def pages_of(pdf: Path) -> list[Page]:
    """Return the pages, but for the cover."""
    text = run([program("pdftotext"), "-layout", "-enc", "UTF-8", pdf, "-"])
    pages = [
        [" ".join(line.split()) for line in page.splitlines() if line.strip()]
        for page in text.split("\f")[1:-1]
    ]
    return [(page[0], page[1:-1]) for page in pages]


def titles_of(book: Book) -> Iterator[str]:
    """Yield what stands above something else: headings, labels and captions."""
    for chapter in book.document.chapters:
        for block in walk(chapter.blocks):
            match block:
                case Heading():
                    yield plain_inlines(block.children)
                case Paragraph(role="entry-label"):
                    yield plain_inlines(block.children)
                case Figure():
                    yield plain_inlines(block.title)


def test_it_has_no_fault(torture: Book) -> None:
    assert torture.outcome.status == 0
    assert {f.severity.name for f in torture.outcome.findings} == {"NOTE"}


def test_no_title_stands_at_the_foot_of_a_page(torture: Book, pdf: Path) -> None:
    last = {lines[-1] for _, lines in pages_of(pdf)}
    assert not last & set(titles_of(torture))


def test_no_page_begins_with_what_belongs_to_the_one_before(pdf: Path) -> None:
    first = [lines[0] for _, lines in pages_of(pdf)]
    assert not [line for line in first if FOLLOWS.match(line)]


def test_no_page_breaks_off_near_its_top(pdf: Path) -> None:
    pages = pages_of(pdf)
    heads = [head for head, _ in pages]
    going_on = zip(pages, heads[1:], strict=False)
    short = [
        (head, lines)
        for (head, lines), following in going_on
        if following == head and len(lines) < FEWEST
    ]
    assert short == []


def test_no_word_runs_over_the_margin(torture: Book, pdf: Path) -> None:
    """But for quotations, which are wider than the column by design."""
    quoted = "".join(
        " ".join(lines(block))
        for chapter in torture.document.chapters
        for block in walk(chapter.blocks)
        if isinstance(block, PullQuote)
    )
    boxes = run([program("pdftotext"), "-f", "2", "-bbox", "-enc", "UTF-8", pdf, "-"])
    words = [(float(right), unescape(word)) for right, word in WORD.findall(boxes)]
    assert len(words) > 5000
    wide = sample_style().roles["pull-quote"].right_pt
    over = [(right, word) for right, word in words if right > RIGHT_PT + 1]
    assert [word for right, word in over if right > RIGHT_PT - wide + 1] == []
    assert [word for _, word in over if word.strip("-\u00ad") not in quoted] == []
