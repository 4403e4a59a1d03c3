"""The Word file breaks its pages as the PDF does: its contents tell the truth."""

import re
from dataclasses import replace
from pathlib import Path
from shutil import copy
from xml.etree import ElementTree

from books import Book
from citybook.document import Chapter, Figure, Heading, Notes
from citybook.folders import OWN_TEMPLATES
from citybook.prose import (
    BulletList,
    ListItem,
    Paragraph,
    Text,
    plain_inlines,
)
from citybook.writers.docx import write_docx
from citybook.writers.html import Macros
from citybook.writers.pdf import Setting
from conformance.programs import program, run
from office import converted
from sample_document import sample_document, sample_style

STYLE = sample_style()
MACROS = Macros([OWN_TEMPLATES / "html"], STYLE.colors)
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
    shown = (closed_up(without(words, page, book)) for page in pages)
    # LibreOffice makes small capitals of large ones.
    return [LEADERS.sub("", page).casefold() for page in shown]


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


def test_both_files_have_the_same_text_on_the_same_page(
    shipped: Book, tmp_path: Path
) -> None:
    """Where a city fills pages, they may end otherwise: Word has notes at their foot.

    That the contents are right in any book is held in `test_word_folios`.
    """
    ours = pages_of(shipped.pdf, shipped)
    docx = Path(copy(shipped.docx, tmp_path))
    assert pages_of(converted(docx, "pdf"), shipped) == ours


def listed(lines: int) -> Chapter:
    """Return a chapter of so many lines before an item with an inner list."""
    prose = (Paragraph((Text("A line."),)),) * lines
    items = ListItem((Text(f"Outer{lines}."),)), ListItem((Text(f"Inner{lines}."),), 1)
    heading = Heading(1, (Text("Lines"),), f"lines/{lines}", "heading-1")
    return Chapter(
        f"lines/{lines}", "body", "Lines", (heading, *prose, BulletList(items))
    )


def test_an_item_stays_with_the_list_inside_it(tmp_path: Path) -> None:
    chapters = tuple(listed(lines) for lines in range(14, 28))
    document = replace(sample_document(), chapters=chapters)
    docx, ours = tmp_path / "report.docx", tmp_path / "ours.pdf"
    write_docx(document, STYLE, docx)
    Setting(STYLE, MACROS).set_book(document).write(ours)
    for pdf in (ours, converted(docx, "pdf")):
        text = run([program("pdftotext"), "-layout", pdf, "-"])
        pages = [page for page in text.split("\f") if "Outer" in page]
        assert len(pages) == len(chapters)
        for page in pages:
            assert [*re.findall(r"Outer(\d+)", page)] == re.findall(r"Inner(\d+)", page)
