"""WeasyPrint's typesetting, mended: every patch of it stands here.

Each is for WeasyPrint 70 and pydyf 0.13, and names the issue that asks for it there; a
test of each fails once the library does it itself. They hold while a book is painted.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TypeAlias
from unicodedata import bidirectional

import pydyf
import weasyprint.pdf
from weasyprint import CSS, HTML
from weasyprint.document import Document, DocumentMetadata
from weasyprint.formatting_structure import boxes
from weasyprint.pdf.stream import Stream
from weasyprint.text.ffi import harfbuzz_subset
from weasyprint.text.fonts import FontConfiguration
from weasyprint.text.line_break import Layout as PangoLayout
from weasyprint.text.line_break import line_size
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from citybook.plate import NO_PICTURES, Pictures
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


_PICTURE = re.compile(r"picture:([0-9a-f]{32}\.(?:jpg|png))")
"""The name of a picture, as prepress gives it."""


class OwnPictures(URLFetcher):
    """A fetcher that serves the pictures of the book and refuses all else.

    The book's HTML holds its own style, and typefaces are found by their names. No
    network, no other file, whatever a text may say.
    """

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self._pictures = pictures

    def fetch(
        self, url: str, headers: Mapping[str, str] | None = None
    ) -> URLFetcherResponse:
        """Return a picture that was made ready; for all else, end the rendering."""
        named = _PICTURE.fullmatch(url)
        if not named:
            asked = f"The book asked for {url!r}, which is not in it."
            raise FatalURLFetchingError(asked)
        return URLFetcherResponse(url, self._pictures.raster(named[1]))


class Typesetter:
    """Lays out texts that become one book, each no oftener than need be.

    A text has a name. Where it differs from the last of that name in its numbers of
    pages alone, and these take the same room, its pages stay as they are but for them.
    """

    def __init__(self, styles: str = "") -> None:
        """Set all texts in these styles, and each in those of its own."""
        self._fonts = FontConfiguration()
        self._styles = CSS(
            string=styles, font_config=self._fonts, url_fetcher=OwnPictures(NO_PICTURES)
        )
        self._known: dict[str, _Known] = {}

    def lay_out(self, name: str, html: str, pictures: Pictures = NO_PICTURES) -> Layout:
        """Return the pages of an HTML text, not yet painted."""
        words, numbers = _parted(html)
        known = self._known.get(name)
        if known and known.words == words and _renumbered(known, numbers):
            layout = known.layout
        else:
            layout = HTML(string=html, url_fetcher=OwnPictures(pictures)).render(
                font_config=self._fonts, stylesheets=[self._styles], **OPTIONS
            )
            for page in layout.pages:
                # WeasyPrint makes a link of each box inside one, over again.
                page.links = [link for link in page.links if link[-1].link]
        self._known[name] = _Known(words, numbers, layout)
        return layout


@dataclass(frozen=True, slots=True)
class _Known:
    """A text that is laid out."""

    words: Sequence[str]
    """What it says, but for its numbers of pages."""
    numbers: Sequence[str]
    layout: Layout


_NUMBER = re.compile(r'(?<= data-page=")([^"]*">)([^<]+)(?=<)')
"""What is the number of a page stands in an element of its own, which says of what."""


def _parted(html: str) -> tuple[Sequence[str], Sequence[str]]:
    """Return a text without its numbers of pages, and these."""
    parts = _NUMBER.split(html)
    numbers = parts[2::3]
    del parts[2::3]
    return parts, numbers


def _renumbered(known: _Known, numbers: Sequence[str]) -> bool:
    """Print other numbers of pages; tell whether they take the same room."""
    printed = [
        box
        for page in known.layout.pages
        for box in page._page_box.descendants()
        if isinstance(box, boxes.TextBox)
        and box.element is not None
        and box.element.get("data-page")
    ]
    if [box.text for box in printed] != known.numbers:
        return False
    changed = [
        (box, number)
        for box, number in zip(printed, numbers, strict=True)
        if box.text != number
    ]
    if any(_width(number, box) != _width(box.text, box) for box, number in changed):
        return False
    for box, number in changed:
        box.text = box.pango_layout.text = box.element.text = number
    return True


def _width(text: str, box: boxes.TextBox) -> float:
    """Return the width of a text in the type of a box."""
    line = PangoLayout(box.style)
    line.set_text(text)
    width: float = line_size(line.get_first_line()[0], box.style)[0]
    return width


def joined(layouts: Sequence[Layout]) -> Layout:
    """Return the pages of several texts as those of one; the first tells its title."""
    whole = layouts[0].copy([page for layout in layouts for page in layout.pages])
    whole.metadata.generate_rdf_metadata = partial(_joint_xmp, whole.metadata)
    return whole


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
