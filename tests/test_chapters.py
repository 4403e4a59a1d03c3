"""Each chapter can be printed alone."""

from dataclasses import replace
from pathlib import Path

import pytest

from blocks import DOCUMENT
from books import PICTURES, STOCK, traveled
from citybook.document import Chapter, Document, Figure, lines, with_folios
from citybook.folders import OWN_TEMPLATES
from citybook.prose import BulletList, ListItem, Text
from citybook.style import Style
from citybook.writers.docx import docx_of, write_docx
from citybook.writers.html import Macros, html_of
from citybook.writers.pdf import Setting
from conformance.words import characters, difference, docx_characters, tagged_characters
from sample_document import sample_style

ROAD = traveled(STOCK)
MACROS = Macros([OWN_TEMPLATES / "html"], sample_style().colors)
CHAPTERS = {c.key: c for c in ROAD.document.chapters if c.key != "contents"}


@pytest.mark.parametrize("key", CHAPTERS)
def test_a_chapter_alone_prints_its_words_in_both_files(
    key: str, tmp_path: Path
) -> None:
    expected = characters(words_of(CHAPTERS[key]))
    alone = replace(ROAD.document, chapters=(CHAPTERS[key],))
    assert_same(expected, *printed(alone, ROAD.style, tmp_path))


def test_every_kind_of_block_is_printed_in_both_files(tmp_path: Path) -> None:
    (chapter,) = DOCUMENT.chapters
    without_contents = replace(chapter, blocks=(chapter.blocks[0], *chapter.blocks[2:]))
    alone = replace(DOCUMENT, chapters=(without_contents,))
    pdf, docx = printed(alone, ROAD.style, tmp_path)
    assert_same(characters(words_of(without_contents)), pdf, docx)


def test_a_list_may_be_longer_than_python_likes_to_go_down() -> None:
    items = tuple(ListItem((Text(f"Item {number}"),)) for number in range(3000))
    chapter = replace(ROAD.document.chapters[0], blocks=(BulletList(items),))
    alone = replace(ROAD.document, chapters=(chapter,))
    html = html_of(alone, "", MACROS)
    assert html.count("<li ") == 3000
    assert docx_of(alone, ROAD.style)


def assert_same(expected: str, pdf: Path, docx: Path) -> None:
    fields = frozenset({"HYPERLINK", "NOTEREF"})
    assert difference(expected, docx_characters(docx, fields)) == ""
    printed = docx_characters(docx, fields | {"PAGEREF"})
    assert difference(printed, tagged_characters(pdf)) == ""


def words_of(chapter: Chapter) -> list[str]:
    return [text for block in chapter.blocks for text in lines(block)]


def printed(document: Document, style: Style, folder: Path) -> tuple[Path, Path]:
    pdf, docx = folder / "a.pdf", folder / "a.docx"
    document = replace(document, chapters=tuple(map(undrawn, document.chapters)))
    book = Setting(style, MACROS).set_book(document, PICTURES)
    book.write(pdf)
    write_docx(with_folios(document, book.folios), style, docx, PICTURES)
    return pdf, docx


def undrawn(chapter: Chapter) -> Chapter:
    """Return a chapter with a sample for every picture."""
    blocks = (
        replace(block, picture="sample") if isinstance(block, Figure) else block
        for block in chapter.blocks
    )
    return replace(chapter, blocks=tuple(blocks))
