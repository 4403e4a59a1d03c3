"""PDF of a Document: tagged for PDF/UA-1, laid out by WeasyPrint."""

import logging
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import pydyf
from weasyprint import HTML
from weasyprint.text.ffi import harfbuzz_subset
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from citybook.document import Document
from citybook.plate import NO_PICTURES, Pictures
from citybook.style import Style
from citybook.writers.css import css_of
from citybook.writers.html import Macros, html_of

if harfbuzz_subset is None:
    # Without it WeasyPrint works on, but its bytes differ from run to run.
    raise OSError("cannot load library 'libharfbuzz-subset0'")

_all_references = pydyf.PDF.page_references.fget


@lru_cache(maxsize=1)
def _page_references(pdf: pydyf.PDF, _pages: int) -> tuple[bytes, ...]:
    references: tuple[bytes, ...] = _all_references(pdf)
    return references


# pydyf 0.13 lists all pages anew for every element, in the square of the pages.
pydyf.PDF.page_references = property(
    lambda pdf: _page_references(pdf, len(pdf.pages["Kids"]))
)

OPTIONS = {"pdf_variant": "pdf/ua-1", "pdf_tags": True}


class NothingFetched(URLFetcher):
    """A fetcher that serves a fixed table of names and refuses all else.

    The table is empty: the book's HTML holds its own style, and typefaces are
    found by their names. No network, no file, whatever a text may say.
    """

    def fetch(
        self, url: str, headers: Mapping[str, str] | None = None
    ) -> URLFetcherResponse:
        """Refuse, and end the rendering: nothing in the book asks for anything."""
        raise FatalURLFetchingError(f"The book asked for {url!r}, which is not in it.")


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

    Identical input gives identical bytes: dates come from the document alone.
    """
    warnings = _Warnings()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(warnings)
    try:
        html = html_of(document, css_of(style), macros, pictures)
        rendered = HTML(string=html, url_fetcher=NothingFetched()).render(**OPTIONS)
        rendered.write_pdf(str(path), **OPTIONS)
    finally:
        logger.removeHandler(warnings)
    folios = {
        anchor: str(number)
        for number, page in enumerate(rendered.pages, start=1)
        for anchor in page.anchors
    }
    return folios, tuple(dict.fromkeys(warnings.messages))
