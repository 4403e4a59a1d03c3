"""The Word file breaks its pages as the PDF does: its contents tell the truth."""

import re
from pathlib import Path
from shutil import copy
from xml.etree import ElementTree

import pytest

from books import Book
from citybook.document import Figure
from citybook.prose import plain_inlines
from conformance.programs import program, run
from office import converted

SVG = "{http://www.w3.org/2000/svg}"
LEADERS = re.compile(r"\.{4,}")
"""The dots of the contents, which are text in the PDF that LibreOffice makes."""


def pages_of(pdf: Path, book: Book) -> list[str]:
    """Return the text of each page, running head and folio with it, without spaces.

    The lettering of figures is left out: in Word it is part of the picture.
    """
    text = run([program("pdftotext"), "-layout", "-enc", "UTF-8", pdf, "-"])
    pages = text.split("\f")[:-1]
    words = lettering(book)
    return [LEADERS.sub("", closed_up(without(words, page, book))) for page in pages]


def without(words: set[str], page: str, book: Book) -> str:
    """Return a page with figures without the lines that hold their lettering alone."""
    notes = (closed_up(plain_inlines(figure.note))[:40] for figure in figures_of(book))
    if not any(note in closed_up(page) for note in notes):
        return page
    lines = page.splitlines()
    head = next(n for n, line in enumerate(lines) if line.strip())
    foot = max(n for n, line in enumerate(lines) if line.strip())
    return "\n".join(
        line
        for number, line in enumerate(lines)
        if number in {head, foot} or not set(line.split()) <= words
    )


def lettering(book: Book) -> set[str]:
    """Return the words inside the pictures of a book."""
    roots = (
        ElementTree.fromstring(book.pictures.svg(figure.picture))
        for figure in figures_of(book)
    )
    texts = (node.text or "" for root in roots for node in root.iter(f"{SVG}text"))
    return {word for text in texts for word in text.split()}


def figures_of(book: Book) -> list[Figure]:
    chapters = book.document.chapters
    blocks = (block for chapter in chapters for block in chapter.blocks)
    return [block for block in blocks if isinstance(block, Figure)]


def closed_up(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("name", ["stock", "shipped"])
def test_both_files_have_the_same_text_on_the_same_page(
    request: pytest.FixtureRequest, tmp_path: Path, name: str
) -> None:
    book: Book = request.getfixturevalue(name)
    ours = pages_of(book.pdf, book)
    assert pages_of(converted(Path(copy(book.docx, tmp_path)), "pdf"), book) == ours
