"""PDF of a Document: PDF/UA-1 and PDF/A-2a in one file, laid out by WeasyPrint."""

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
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
from citybook.writers.css import css_of, first_page
from citybook.writers.html import Macros, html_of
from citybook.writers.pdf_structure import Page
from citybook.writers.typesetter import Layout, Typesetter, joined, paint

FRONT = frozenset({"cover", "front"})
"""The parts of the book that bear roman folios; its named pages are called the same."""

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


@dataclass(frozen=True, slots=True)
class SetBook:
    """A book that is set, and needs but to be printed."""

    layouts: Sequence[Layout]
    folios: Mapping[str, str]
    """The page of each thing with a name."""

    def write(self, path: Path) -> None:
        """Write the PDF.

        Identical input gives identical bytes: dates come from the document alone.
        """
        path.write_bytes(printed(joined(self.layouts)))


class Setting:
    """A book as it is set: chapter by chapter, until its numbers of pages are right.

    Front matter is numbered i, ii, iii, and what follows it 1, 2, 3.
    """

    def __init__(self, style: Style, macros: Macros) -> None:
        """Set a book in this style, with this markup."""
        self._typesetter = Typesetter(css_of(style))
        self._macros = macros
        self._folios: Mapping[str, str] = {}

    def set_body(self, document: Document, pictures: Pictures = NO_PICTURES) -> None:
        """Set the chapters that have no figures, while these are drawn."""
        body = tuple(each for each in document.chapters if each.part == "body")
        self._set(replace(document, chapters=body), pictures, is_first=True)

    def set_book(self, document: Document, pictures: Pictures = NO_PICTURES) -> SetBook:
        """Set the whole book."""
        layouts: list[Layout] = []
        for times in range(MOST_LAYOUTS):
            before = self._folios
            layouts = self._set(document, pictures, is_first=not times)
            if self._folios == before:
                break
        return SetBook(layouts, self._folios)

    def _set(
        self, document: Document, pictures: Pictures, *, is_first: bool
    ) -> list[Layout]:
        """Lay out all chapters with the folios that are known, and learn the others.

        At first, what is not known yet is taken to be on the page that refers to it.
        """
        found: dict[str, str] = {}
        layouts: list[Layout] = []
        done = front = 0
        for chapter in document.chapters:
            is_front = chapter.part in FRONT
            number = done + 1 - (0 if is_front else front)
            alone = with_folios(
                replace(document, chapters=(chapter,)),
                {**self._folios, **found},
                unknown=_folio(number, is_front=is_front) if is_first else "",
            )
            html = html_of(alone, first_page(number), self._macros, pictures)
            layouts.append(self._typesetter.lay_out(chapter.key, html, pictures))
            for at, page in enumerate(layouts[-1].pages, number):
                for anchor in page.anchors:
                    found.setdefault(anchor, _folio(at, is_front=is_front))
            done += len(layouts[-1].pages)
            front = done if is_front else front
        self._folios = found
        return layouts


def _folio(number: int, *, is_front: bool) -> str:
    return roman(number) if is_front else str(number)


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


def _front(pages: Sequence[Page]) -> int:
    """Return how many pages stand before the body."""
    names = (page._page_box.page_type.name for page in pages)
    return len(list(takewhile(FRONT.__contains__, names)))


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
