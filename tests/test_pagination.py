"""The Word file breaks its pages as the PDF does: its contents tell the truth."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from books import Book
from citybook.document import Figure, Notes
from citybook.prose import plain_inlines
from conformance.programs import program, run

SVG = "{http://www.w3.org/2000/svg}"
LEADERS = re.compile(r"\.{4,}")
"""The dots of the contents, which are text in the PDF that LibreOffice makes."""


def pages_of(pdf: Path, book: Book) -> list[str]:
    """Return the text of each page, running head and folio with it, without spaces.

    The lettering of figures is left out: in Word it is part of the picture.
    """
    text = run([program("pdftotext"), "-layout", "-enc", "UTF-8", pdf, "-"])
    pages = [without_notes(page, book) for page in text.split("\f")[:-1]]
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


def without_notes(page: str, book: Book) -> str:
    """Return a page without notes: the PDF has them after their city, Word at the foot.

    The last line is the folio.
    """
    notes = [
        note
        for chapter in book.document.chapters
        for block in chapter.blocks
        if isinstance(block, Notes)
        for note in block.notes
    ]
    sites = {plain_inlines(note.children) for note in notes}
    words = sites | {str(note.number) for note in notes}
    *lines, folio = page.rstrip().splitlines() or [""]
    held = [set(line.split()) for line in lines]
    if not any(found & sites and found <= words for found in held):
        return page
    kept = (line for line, found in zip(lines, held, strict=True) if not found <= words)
    return "\n".join((*kept, folio))


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


def in_office(docx: Path, folder: Path) -> Path:
    """Return the PDF of a Word file as LibreOffice sets it, its folios counted anew."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    office = [program("soffice"), profile, "--headless", "--convert-to", "pdf"]
    run([*office, "--outdir", folder, docx])
    return folder / "report.pdf"


@pytest.mark.parametrize("name", ["stock", "shipped"])
def test_both_files_have_the_same_text_on_the_same_page(
    request: pytest.FixtureRequest, tmp_path: Path, name: str
) -> None:
    book: Book = request.getfixturevalue(name)
    ours = pages_of(book.pdf, book)
    assert pages_of(in_office(book.docx, tmp_path), book) == ours
