"""PDF of a Document: PDF/UA-1 and PDF/A-2a in one file, laid out by WeasyPrint."""

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from io import BytesIO
from itertools import takewhile
from pathlib import Path

import pikepdf
import pydyf

from citybook.document import Document, with_folios
from citybook.plate import NO_PICTURES, Pictures
from citybook.style import Style
from citybook.typography import roman
from citybook.writers.css import css_of
from citybook.writers.html import Macros, html_of
from citybook.writers.pdf_structure import Page
from citybook.writers.typesetter import Layout, lay_out, paint

FRONT_PAGES = frozenset({"cover", "front"})
"""The named pages of the style sheet that bear roman folios."""

MOST_LAYOUTS = 4
"""Two are enough, unless a number makes a line longer than the page had room for."""


class _Warnings(logging.Handler):
    """Keeps what WeasyPrint complains of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one complaint."""
        self.messages.append(record.getMessage())


def write_pdf(
    document: Document,
    style: Style,
    path: Path,
    macros: Macros,
    pictures: Pictures = NO_PICTURES,
) -> tuple[Mapping[str, str], tuple[str, ...]]:
    """Write the PDF; return the folio of each heading, and the typesetter's warnings.

    Front matter is numbered i, ii, iii, and what follows it 1, 2, 3. The book is laid
    out without the numbers of its contents first, and again until they are right.

    Identical input gives identical bytes: dates come from the document alone.
    """
    with heard() as messages:
        rendered, folios = _settled(document, css_of(style), macros, pictures)
        path.write_bytes(printed(rendered))
    return folios, tuple(dict.fromkeys(messages))


@contextmanager
def heard() -> Iterator[list[str]]:
    """Gather what WeasyPrint complains of meanwhile."""
    warnings = _Warnings()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(warnings)
    try:
        yield warnings.messages
    finally:
        logger.removeHandler(warnings)


def printed(rendered: Layout) -> bytes:
    """Return the PDF of what is laid out."""
    return _linearized(paint(rendered, partial(_finish, rendered.pages)))


def _linearized(painted: bytes) -> bytes:
    """Return the file so that its first page shows before the rest has come.

    (ISO 32000-1, annex F.)
    """
    written = b""
    for mode in (pikepdf.ObjectStreamMode.generate, pikepdf.ObjectStreamMode.disable):
        file = BytesIO()
        with pikepdf.open(BytesIO(painted)) as pdf:
            pdf.save(
                file, linearize=True, deterministic_id=True, object_stream_mode=mode
            )
        written = file.getvalue()
        if _ends_well(written):
            break
    return written


def _ends_well(linearized: bytes) -> bool:
    """Tell whether the hint stream ends with a line end of its own.

    ISO 19005-2, 6.1.7.1, asks for one; qpdf adds none where the last byte of the data
    is one by chance.
    """
    hints = re.search(rb"/H \[ (\d+) (\d+) \]", linearized)
    if not hints:
        return False
    start, length = map(int, hints.groups())
    hint_stream = linearized[start : start + length]
    told = re.search(rb"/Length (\d+) >>\nstream\n", hint_stream)
    if not told:
        return False
    return hint_stream.startswith(b"\nendstream", told.end() + int(told[1]))


def _settled(
    document: Document, styles: str, macros: Macros, pictures: Pictures
) -> tuple[Layout, Mapping[str, str]]:
    """Return the pages of a book whose numbers of pages are right, and these."""
    folios: Mapping[str, str] = {}
    for _ in range(MOST_LAYOUTS):
        book = with_folios(document, folios)
        rendered = lay_out(html_of(book, styles, macros, pictures), pictures)
        printed, folios = folios, _folios_of(rendered.pages)
        if folios == printed:
            break
    return rendered, folios


def _folios_of(pages: Sequence[Page]) -> Mapping[str, str]:
    """Return the folio of the page where each thing with a name begins."""
    found: dict[str, str] = {}
    for page, folio in zip(pages, _folios(pages), strict=True):
        for anchor in page.anchors:
            found.setdefault(anchor, folio)
    return found


def _front(pages: Sequence[Page]) -> int:
    """Return how many pages stand before the body."""
    names = (page._page_box.page_type.name for page in pages)
    return len(list(takewhile(FRONT_PAGES.__contains__, names)))


def _folios(pages: Sequence[Page]) -> Iterator[str]:
    front = _front(pages)
    for number in range(1, len(pages) + 1):
        yield roman(number) if number <= front else str(number - front)


def _finish(pages: Sequence[Page], pdf: pydyf.PDF) -> None:
    """Open on the outline with the title shown; number the pages as they are printed.

    (ISO 32000-1, 7.7.2, 12.2 and 12.4.2.)
    """
    pdf.catalog["PageMode"] = "/UseOutlines"
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    labels = pydyf.Array()
    front = _front(pages)
    for first, kind in ((0, "/r"), (front, "/D")) if front else ((0, "/D"),):
        labels.extend((first, pydyf.Dictionary({"S": kind})))
    pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": labels})
