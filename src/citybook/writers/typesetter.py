"""WeasyPrint's typesetting, mended: every patch of it stands here.

Each is for WeasyPrint 70 and pydyf 0.13, and names the issue that asks for it there; a
test of each fails once the library does it itself. They hold while a book is painted.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache, partial
from typing import TypeAlias
from unicodedata import bidirectional

import pydyf
import weasyprint.pdf
from weasyprint import HTML
from weasyprint.document import Document, DocumentMetadata
from weasyprint.formatting_structure import boxes
from weasyprint.pdf.stream import Stream
from weasyprint.text.ffi import harfbuzz_subset
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from citybook.writers.pdf_structure import Mark, add_structure

if harfbuzz_subset is None:
    # Without it WeasyPrint works on, but its bytes differ from run to run.
    raise OSError("cannot load library 'libharfbuzz-subset0'")

Layout: TypeAlias = Document
"""The pages of a book, not yet painted."""

OPTIONS = {"pdf_variant": "pdf/a-2a", "pdf_tags": True}
_RTL = frozenset({"R", "AL"})
HYPHEN, SOFT_HYPHEN = "\u2010", "\u00ad"

# The name and version of PDF/UA-1, and the schema that PDF/A asks for wherever a file
# says what PDF/A does not know (ISO 14289-1, 5; ISO 19005-2, 6.6.2.3).
UA_1 = b"""<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about=""
 ><pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" rdf:about=""
 ><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"
 ><pdfaSchema:schema>PDF/UA</pdfaSchema:schema
 ><pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI
 ><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix
 ><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"
 ><pdfaProperty:name>part</pdfaProperty:name
 ><pdfaProperty:valueType>Integer</pdfaProperty:valueType
 ><pdfaProperty:category>internal</pdfaProperty:category
 ><pdfaProperty:description>Part of ISO 14289</pdfaProperty:description
 ></rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas
 ></rdf:Description>
</rdf:RDF>"""


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


def lay_out(html: str) -> Layout:
    """Return the pages of an HTML text, not yet painted."""
    rendered = HTML(string=html, url_fetcher=NothingFetched()).render(**OPTIONS)
    rendered.metadata.generate_rdf_metadata = partial(_joint_xmp, rendered.metadata)
    return rendered


def paint(rendered: Layout, finish: Callable[[pydyf.PDF], None]) -> bytes:
    """Return the PDF of the pages; `finish` may add to it before it is written."""
    with _mended():
        painted: bytes = rendered.write_pdf(
            finisher=lambda _, pdf: finish(pdf), **OPTIONS
        )
    return painted


def _joint_xmp(metadata: DocumentMetadata, *of_variant: object) -> bytes:
    # Kozea/WeasyPrint 2467: a file keeps PDF/A or PDF/UA, never both.
    xmp = bytes(DocumentMetadata.generate_rdf_metadata(metadata, *of_variant))
    return xmp.replace(b"</rdf:RDF>", UA_1)


@contextmanager
def _marked(stream: Stream, box: boxes.Box, _tag: str) -> Iterator[None]:
    # Kozea/WeasyPrint 1836: what stands in the margins is tagged, though an artifact;
    # 2903: what goes on overleaf becomes two elements. Here the structure decides.
    if stream._tags is None:  # it draws a picture of its own, a pattern for instance
        yield
        return
    properties = pydyf.Dictionary({"Type": "/Pagination"})
    stream._tags[box] = Mark(stream.stream, len(stream.stream), properties)
    stream.begin_marked_content("Artifact", properties)
    actual = _read_aloud(box)
    if actual:
        text = pydyf.Dictionary({"ActualText": pydyf.String(actual)})
        stream.begin_marked_content("Span", text)
    try:
        yield
    finally:
        if actual:
            stream.end_marked_content()
        stream.end_marked_content()


def _read_aloud(box: boxes.Box) -> str:
    """Return how a line reads that is not as it stands; "" of others.

    A word-break hyphen is a soft hyphen to whoever reads the text (ISO 32000-1,
    14.8.2.2.3); what is written from right to left is painted backwards.
    """
    text: str = getattr(box, "text", "")
    if not text.isascii() and any(bidirectional(char) in _RTL for char in text):
        return text
    if not text.endswith(HYPHEN) or HYPHEN in (box.element.text or ""):
        return ""
    return text.removesuffix(HYPHEN) + SOFT_HYPHEN


def _add_tags(
    pdf: pydyf.PDF, document: Layout, _version: object, streams: Sequence[Stream]
) -> None:
    add_structure(pdf, document.pages, [stream._tags for stream in streams])


_all_references = pydyf.PDF.page_references.fget


@lru_cache(maxsize=1)
def _references(pdf: pydyf.PDF, _pages: int) -> tuple[bytes, ...]:
    references: tuple[bytes, ...] = _all_references(pdf)
    return references


def _page_references(pdf: pydyf.PDF) -> tuple[bytes, ...]:
    # pydyf lists all pages anew for every element, in the square of the pages.
    return _references(pdf, len(pdf.pages["Kids"]))


PATCHES: tuple[tuple[object, str, object], ...] = (
    (pydyf.PDF, "page_references", property(_page_references)),
    (Stream, "marked", _marked),
    (weasyprint.pdf, "add_tags", _add_tags),
)


@contextmanager
def _mended() -> Iterator[None]:
    """Put the patches in place, and what was there before back again."""
    before = [(where, name, vars(where)[name]) for where, name, _ in PATCHES]
    try:
        for where, name, patch in PATCHES:
            setattr(where, name, patch)
        yield
    finally:
        for where, name, was in before:
            setattr(where, name, was)
