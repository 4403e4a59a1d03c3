"""Document, PDF and DOCX print the same characters in the same order."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pikepdf
import pytest

from books import Book
from citybook.document import Index, Table, lines, walk, with_folios
from citybook.prose import plain_inlines
from conformance.tagged import tagged_text, told_by_poppler
from conformance.words import (
    characters,
    characters_with_tags,
    difference,
    docx_characters,
    is_document_text,
    tagged_characters,
)

BOOKS = [
    *("stock", "budget", "pictured", "shipped", "torture", "lone"),
    *("stock_draft", "budget_draft", "shipped_draft", "torture_draft"),
]
CONTENTS = frozenset({"HYPERLINK", "TOC", "REF", "NOTEREF"})
"""The fields whose results are words; page numbers, of `PAGEREF`, are not."""


@pytest.fixture
def book(request: pytest.FixtureRequest) -> Book:
    made = request.getfixturevalue(request.param)
    assert isinstance(made, Book)
    return made


def words_of(book: Book) -> str:
    """Return the characters that the document says every writer must print.

    How often an entry of the index is on a new page, only the pages tell.
    """
    return characters(
        text
        for chapter in with_folios(book.document, folios_of(book.pdf)).chapters
        for block in chapter.blocks
        for text in (index_lines(block) if isinstance(block, Index) else lines(block))
    )


def index_lines(index: Index) -> Iterator[str]:
    """Yield the entries; Word has roman folios as text, all others as fields."""
    for entry in index.entries:
        pages = ("" if m.page.isdigit() else m.page for m in entry.printed)
        yield entry.name + ", ".join(pages)


def folios_of(pdf: Path) -> Mapping[str, str]:
    """Return the folio of the page where each thing with a name begins."""
    with pikepdf.open(pdf) as book:
        folio = {page.obj.objgen: str(page.label) for page in book.pages}
        places = pikepdf.NameTree(book.Root.Names.Dests)
        return {str(name): folio[place[0].objgen] for name, place in places.items()}


def headers_of(book: Book) -> set[str]:
    """Return the characters of the header row of each table."""
    return {
        characters(plain_inlines(cell) for cell in block.header)
        for chapter in book.document.chapters
        for block in walk(chapter.blocks)
        if isinstance(block, Table)
    }


@pytest.mark.parametrize("book", BOOKS, indirect=True)
def test_the_word_file_prints_the_document_and_nothing_else(book: Book) -> None:
    change = difference(words_of(book), docx_characters(book.docx, CONTENTS))
    assert change == ""


@pytest.mark.parametrize("book", BOOKS, indirect=True)
def test_the_pdf_prints_the_same_with_the_same_pages_in_its_contents(
    book: Book,
) -> None:
    expected = docx_characters(book.docx, CONTENTS | {"PAGEREF"})
    printed = tagged_characters(book.pdf, is_document_text)
    for header in headers_of(book):
        # A table that goes on overleaf has its header again there.
        assert header in printed
        expected, printed = expected.replace(header, ""), printed.replace(header, "")
    assert difference(expected, printed) == ""


def test_another_reader_finds_the_same_words_with_the_same_tags(stock: Book) -> None:
    theirs = characters_with_tags(told_by_poppler(stock.pdf))
    assert characters_with_tags(tagged_text(stock.pdf)) == theirs
