"""Logical structure of the PDF: one structure element for one element of the HTML.

WeasyPrint makes the structure from boxes, of which an element has one on each page that
it touches; here it is made from the elements, so that what goes on overleaf stays whole
(ISO 32000-1, 14.7 and 14.8; PDF/UA-1, which is ISO 14289-1, 7). Lines of text and
pictures are numbered in the order of the structure, which is that of the document.
"""

from codecs import BOM_UTF16_BE
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol
from xml.etree.ElementTree import Element as Html

import pydyf
from weasyprint.formatting_structure import boxes

SVG = "{http://www.w3.org/2000/svg}"
PT_A_PX = 0.75

ROLES = MappingProxyType(
    {
        **{f"h{level}": f"H{level}" for level in range(1, 7)},
        **{name: name.upper() for name in ("p", "tr", "th", "td")},
        **dict.fromkeys(("ul", "ol"), "L"),
        "section": "Sect",
        "blockquote": "BlockQuote",
        "li": "LI",
        "table": "Table",
        "thead": "THead",
        "tbody": "TBody",
        "figure": "Figure",
        "figcaption": "Caption",
        "a": "Link",
    }
)
"""The standard structure types of HTML's elements (ISO 32000-1, 14.8.4). What is not
named here and has no `data-role` makes no element: what it holds is its parent's."""


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """A marked-content sequence of a content stream: an artifact until it is numbered.

    Running heads, folios and a table's header repeated overleaf stay artifacts.
    """

    operators: list[object]
    """The content stream."""
    at: int
    """Where the sequence begins in it."""
    properties: pydyf.Dictionary

    def number(self, tag: str, mcid: int) -> None:
        """Make it content of the structure."""
        self.operators[self.at] = f"/{tag}"
        del self.properties["Type"]
        self.properties["MCID"] = mcid


Marks = Mapping[boxes.Box, Mark]


class Page(Protocol):
    """A page that WeasyPrint has laid out; its height is in pixels, 96 an inch."""

    height: float
    anchors: Mapping[str, object]
    """What is named on it."""
    _page_box: boxes.Box


@dataclass(frozen=True, slots=True)
class _Run:
    """A line of text or a picture, on a page."""

    page: int
    mark: Mark


@dataclass(frozen=True, slots=True)
class _Link:
    """What a reader clicks on, on a line of a page."""

    page: int
    annotation: pydyf.Dictionary


@dataclass(slots=True, eq=False)
class _Element:
    """A structure element (ISO 32000-1, 14.7.2)."""

    role: str
    html: Html | None = None
    kids: "list[_Element | _Run | _Link]" = field(default_factory=list)
    bounds: tuple[float, ...] = ()
    """The rectangle of a picture, in points from the lower left of its page."""

    def runs(self) -> "Iterator[_Run]":
        """Yield all that it holds."""
        for kid in self.kids:
            if isinstance(kid, _Run):
                yield kid
            elif isinstance(kid, _Element):
                yield from kid.runs()


class _Tree:
    """The structure of a book, grown page by page."""

    def __init__(self) -> None:
        self.root = _Element("Document")
        self._known: dict[Html, _Element] = {}
        self._bodies: dict[Html, _Element] = {}

    def add(self, number: int, page: Page, marks: Marks) -> None:
        """Add what stands on a page, but not in its margins."""
        for box in page._page_box.children:
            if not isinstance(box, boxes.MarginBox):
                self._walk(box, self.root, number, page, marks)

    def _walk(
        self, box: boxes.Box, parent: _Element, number: int, page: Page, marks: Marks
    ) -> None:
        box = getattr(box, "_box", box)  # what stands at a place of its own
        if box.element_tag == "thead" and box.element in self._known:
            return  # it is repeated overleaf
        if box.element is not None and box.element.get("aria-hidden"):
            return
        element = self._element(box, parent)
        if box.link_annotation:
            element.kids.append(_Link(number, box.link_annotation))
        if box in marks:
            element.kids.append(_Run(number, marks[box]))
            if isinstance(box, boxes.ReplacedBox):
                element.bounds = _bounds(box, page)
        for child in getattr(box, "children", ()):
            self._walk(child, element, number, page, marks)

    def _element(self, box: boxes.Box, parent: _Element) -> _Element:
        """Return the element that holds what a box shows, new or begun before."""
        html = box.element
        if html is None:
            return parent
        if box.element_tag == "li::marker":
            label = _Element("Lbl")
            self._known[html].kids.insert(0, label)
            return label
        if html in self._known:
            return self._bodies.get(html, self._known[html])
        role = html.get("data-role") or ROLES.get(html.tag)
        role = role or ("Span" if html.get("lang") and html.tag != "html" else None)
        if not role:
            return parent
        element = self._known[html] = _Element(role, html)
        parent.kids.append(element)
        if role != "LI":
            return element
        body = self._bodies[html] = _Element("LBody")
        element.kids.append(body)
        return body


def _bounds(box: boxes.ReplacedBox, page: Page) -> tuple[float, ...]:
    left, top = box.content_box_x(), box.content_box_y()
    right, bottom = left + box.width, top + box.height
    edges = (left, page.height - bottom, right, page.height - top)
    return tuple(round(edge * PT_A_PX, 3) for edge in edges)


def add_structure(
    pdf: pydyf.PDF, pages: Sequence[Page], marks: Sequence[Marks]
) -> None:
    """Add the structure tree of a book to its PDF, with all that leads to and fro.

    `marks` has the marked content of each page by the box that shows it.
    """
    tree = _Tree()
    for number, (page, of_page) in enumerate(zip(pages, marks, strict=True)):
        tree.add(number, page, of_page)
    root = pydyf.Dictionary({"Type": "/StructTreeRoot"})
    pdf.add_object(root)
    writing = _Writing(pdf, [[] for _ in pages])
    root["K"] = pydyf.Array([writing.write(tree.root, root.reference)])
    root["ParentTree"] = writing.parent_tree()
    if writing.named:
        named = sorted(writing.named, key=lambda name: _bytes_of(name[0]))
        names = [part for name in named for part in name]
        root["IDTree"] = pydyf.Dictionary({"Names": pydyf.Array(names)})
    pdf.catalog["StructTreeRoot"] = root.reference
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})


def _bytes_of(name: pydyf.String) -> bytes:
    """Return what a string is in the file; a tree of names is in its order (7.9.6)."""
    text: str = name.string
    if text.isascii():
        return text.encode()
    return BOM_UTF16_BE + text.encode("utf-16-be")


@dataclass(frozen=True, slots=True)
class _Writing:
    """The structure tree as objects of the PDF."""

    pdf: pydyf.PDF
    parents: list[list[bytes]]
    """The element that holds each marked content of a page, by its number."""
    links: list[tuple[pydyf.Dictionary, bytes]] = field(default_factory=list)
    """Each annotation, and the element that holds it."""
    named: list[tuple[pydyf.String, bytes]] = field(default_factory=list)

    def write(self, element: _Element, parent: bytes) -> bytes:
        """Add an element and all inside it; return what refers to it."""
        written = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{element.role}"})
        written["P"] = parent
        written.update(_attributes(element))
        self.pdf.add_object(written)
        first = next(element.runs(), None)
        if first:
            written["Pg"] = self.pdf.page_references[first.page]
        if "ID" in written:
            self.named.append((written["ID"], written.reference))
        kids = pydyf.Array()
        for kid in element.kids:
            match kid:
                case _Run():
                    here = first is not None and kid.page == first.page
                    kids.append(self._run(kid, element, written.reference, here=here))
                case _Link():
                    kids.append(self._link(kid, element, written.reference))
                case _Element() if kid.role in {"TH", "TD"} or any(kid.runs()):
                    kids.append(self.write(kid, written.reference))
        written["K"] = kids
        return bytes(written.reference)

    def _run(
        self, run: _Run, element: _Element, holder: bytes, *, here: bool
    ) -> "int | pydyf.Dictionary":
        mcid = len(self.parents[run.page])
        self.parents[run.page].append(holder)
        run.mark.number(element.role, mcid)
        if here:
            return mcid
        page = self.pdf.page_references[run.page]
        return pydyf.Dictionary({"Type": "/MCR", "Pg": page, "MCID": mcid})

    def _link(self, link: _Link, element: _Element, holder: bytes) -> pydyf.Dictionary:
        self.links.append((link.annotation, holder))
        if element.html is not None:
            link.annotation["Contents"] = pydyf.String(_said(link, element.html))
        page = self.pdf.page_references[link.page]
        target = link.annotation.reference
        return pydyf.Dictionary({"Type": "/OBJR", "Pg": page, "Obj": target})

    def parent_tree(self) -> bytes:
        """Add the way from content and annotations to elements (14.7.4.4)."""
        numbers = pydyf.Array()
        for page, holders in enumerate(self.parents):
            numbers.extend((page, pydyf.Array(holders)))
        for key, (annotation, holder) in enumerate(self.links, len(self.parents)):
            annotation["StructParent"] = key
            numbers.extend((key, holder))
        tree = pydyf.Dictionary({"Nums": numbers})
        self.pdf.add_object(tree)
        return bytes(tree.reference)


def _said(link: _Link, html: Html) -> str:
    """Return what a link is called: its words, and its address where they differ."""
    text = html.get("title") or " ".join("".join(html.itertext()).split())
    address = html.get("href", "")
    is_inside = "Dest" in link.annotation
    return text if is_inside or text == address else f"{text} ({address})"


def _attributes(element: _Element) -> Iterator[tuple[str, pydyf.Object]]:
    """Yield what a structure element says of itself (14.7.2, 14.8.5)."""
    html = element.html
    if html is None:
        return
    if html.get("lang"):
        yield "Lang", pydyf.String(html.get("lang"))
    match element.role:
        case "L":
            numbering = "/Decimal" if html.tag == "ol" else "/Disc"
            yield "A", pydyf.Dictionary({"O": "/List", "ListNumbering": numbering})
        case "TH":
            scope = "/Row" if html.get("scope") == "row" else "/Column"
            yield "A", pydyf.Dictionary({"O": "/Table", "Scope": scope})
        case "Figure":
            placed = {"O": "/Layout", "Placement": "/Block"}
            placed["BBox"] = pydyf.Array(element.bounds)
            yield "A", pydyf.Dictionary(placed)
            yield "Alt", pydyf.String(_alternative(html))
        case "Note":
            yield "ID", pydyf.String(html.get("id"))


def _alternative(html: Html) -> str:
    titles = [title.text or "" for title in html.iter(f"{SVG}title")]
    images = [image.get("alt", "") for image in html.iter("img")]
    return " ".join([*titles, *images])
