"""Golden files: what is printed, as a person can read it."""

import zipfile
from pathlib import Path
from typing import get_args

from lxml import etree

from blocks import BLOCKS, DOCUMENT
from books import PICTURES, Book
from citybook.document import Block, walk
from citybook.folders import OWN_TEMPLATES
from citybook.writers.html import Macros, html_of
from dump import Golden, document_text
from sample_document import sample_style

FOLDER = Path(__file__).parent / "golden"


def test_the_document_of_the_stock_edition(stock: Book, golden: Golden) -> None:
    golden(FOLDER / "document.txt", document_text(stock.document))


def test_the_html_of_every_kind_of_block(golden: Golden) -> None:
    assert {type(block) for block in walk(BLOCKS)} == set(get_args(Block))
    html = html_of(
        DOCUMENT,
        "/* the style sheet */",
        Macros([OWN_TEMPLATES / "html"], sample_style().colors),
        PICTURES,
    )
    golden(FOLDER / "blocks.html", html)


def test_the_body_of_the_word_file_of_the_stock_edition(
    stock: Book, golden: Golden
) -> None:
    with zipfile.ZipFile(stock.docx) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    etree.indent(root)
    golden(FOLDER / "document.xml", etree.tostring(root, encoding="unicode") + "\n")
