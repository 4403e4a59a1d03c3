"""Finds what keeps people from a PDF that veraPDF calls accessible.

Structure types and keys are those of ISO 32000-1 (PDF 1.7).
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import pikepdf
from pikepdf import Array, Dictionary, Name, NumberTree, Object, Operator, Pdf

IN_CONTENTS = {"/TOC": {"/TOC", "/TOCI", "/Caption"}, "/TOCI": {"/Reference", "/Lbl"}}
"""What may stand in the elements of a table of contents (14.8.4.3.3)."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A structure element with those around it, the outermost first."""

    element: Object
    around: tuple[str, ...]

    @property
    def role(self) -> str:
        return str(self.element.S)


def barriers(pdf: Path) -> tuple[str, ...]:
    """One line for each barrier in the PDF."""
    with Pdf.open(pdf) as opened:
        return tuple(barrier for rule in RULES for barrier in rule(opened))


def content_is_tagged_or_an_artifact(pdf: Pdf) -> Iterator[str]:
    """What stands in the margins is no orphan: a numbered content is in an element."""
    numbers = _numbers(pdf)
    used = {place for tag in tags(pdf) for place in _contents(tag.element, numbers)}
    for number, page in enumerate(pdf.pages, 1):
        for mcid in _numbered(page):
            if (number, mcid) not in used:
                yield f"page {number}: content {mcid} is in no element"


def contents_are_tagged(pdf: Pdf) -> Iterator[str]:
    """The table of contents is one: TOC, with a TOCI an entry (14.8.4.3.3)."""
    roles = Counter(tag.role for tag in tags(pdf))
    if not roles["/TOC"] or not roles["/TOCI"]:
        yield "the file has no tagged table of contents"
    for tag in tags(pdf):
        parent = tag.around[-1] if tag.around else ""
        if parent in IN_CONTENTS and tag.role not in IN_CONTENTS[parent]:
            yield f"a {tag.role} stands in a {parent}"
        if tag.role == "/TOCI" and parent != "/TOC":
            yield f"a /TOCI stands in a {parent}"


def links_say_their_words(pdf: Pdf) -> Iterator[str]:
    """A link says more than the name of its destination (PDF/UA-1, 7.18.5)."""
    for number, page in enumerate(pdf.pages, 1):
        for annotation in page.get("/Annots", Array()):
            said = str(annotation.get("/Contents", ""))
            address = annotation.get("/A", Dictionary()).get("/URI", "")
            if "/Dest" in annotation and said == str(annotation.Dest):
                yield f'page {number}: a link says only "{said}"'
            if address and unquote(str(address)) not in unquote(said):
                yield f'page {number}: a link to {address} says only "{said}"'


def headers_have_a_scope(pdf: Pdf) -> Iterator[str]:
    """A header of a table tells whether it heads a row or a column (14.8.5.7)."""
    for tag in tags(pdf):
        scope = _attribute(tag.element, "/Scope")
        if tag.role == "/TH" and scope not in {"/Row", "/Column", "/Both"}:
            yield "a header of a table has no scope"


def lists_tell_their_numbering(pdf: Pdf) -> Iterator[str]:
    """A list tells its kind of label, and an item has a body (14.8.5.5)."""
    for tag in tags(pdf):
        if tag.role == "/L" and not _attribute(tag.element, "/ListNumbering"):
            yield "a list does not tell its kind of label"
        parent = tag.around[-1] if tag.around else ""
        if parent == "/LI" and tag.role not in {"/Lbl", "/LBody"}:
            yield f"a {tag.role} stands in an item of a list"


def figures_have_words_and_a_place(pdf: Pdf) -> Iterator[str]:
    """A figure has an alternative, a rectangle on its page, and its caption inside."""
    for tag in tags(pdf):
        if tag.role == "/Caption" and not {"/Figure", "/Table"} & set(tag.around[-1:]):
            yield f"a caption stands in a {tag.around[-1]}"
        if tag.role != "/Figure":
            continue
        if not str(tag.element.get("/Alt", "")).strip():
            yield "a figure has no alternative"
        page = tag.element.get("/Pg", Dictionary())
        fault = _misplaced(_attribute_box(tag.element), page.get("/MediaBox", Array()))
        if fault:
            yield f"a figure {fault}"


def nothing_is_in_pieces(pdf: Pdf) -> Iterator[str]:
    """A list or a table that goes on overleaf is one element (14.7.2).

    Two of a kind that meet where a page ends are taken for one in pieces.
    """
    for parent in tags(pdf):
        kids = [kid for kid in _kids(parent.element) if "/S" in kid]
        for first, second in pairwise(kids):
            if str(first.S) == str(second.S) and str(first.S) in {"/L", "/Table"}:
                ends, begins = pages_of(pdf, first), pages_of(pdf, second)
                if ends and begins and max(ends) + 1 == min(begins):
                    yield f"a {first.S} ends on page {max(ends)}, another goes on"


def pages_have_labels(pdf: Pdf) -> Iterator[str]:
    """A viewer counts pages as they are numbered in print (12.4.2)."""
    if "/PageLabels" not in pdf.Root or 0 not in NumberTree(pdf.Root.PageLabels):
        yield "the pages have no labels"


def opens_on_its_outline(pdf: Pdf) -> Iterator[str]:
    """A viewer opens with the bookmarks shown (7.7.2)."""
    if pdf.Root.get("/PageMode") != Name.UseOutlines:
        yield "the file does not open on its outline"


RULES: tuple[Callable[[Pdf], Iterator[str]], ...] = (
    content_is_tagged_or_an_artifact,
    contents_are_tagged,
    links_say_their_words,
    headers_have_a_scope,
    lists_tell_their_numbering,
    figures_have_words_and_a_place,
    nothing_is_in_pieces,
    pages_have_labels,
    opens_on_its_outline,
)


def tags(pdf: Pdf) -> Iterator[Tag]:
    """Every structure element, in the order of the document."""
    root = pdf.Root.get("/StructTreeRoot", Dictionary())
    yield from _below(root, ())


def _below(element: Object, around: tuple[str, ...]) -> Iterator[Tag]:
    for kid in _kids(element):
        if "/S" in kid:
            yield Tag(kid, around)
            yield from _below(kid, (*around, str(kid.S)))


def _kids(element: Object) -> list[Object]:
    """The elements and references that an element holds, but not plain numbers."""
    kids = element.get("/K", Array())
    held = list(kids) if isinstance(kids, Array) else [kids]
    return [kid for kid in held if isinstance(kid, Dictionary)]


def _numbers(pdf: Pdf) -> Mapping[tuple[int, int], int]:
    """The number of each page, by the object that it is."""
    return {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}


def _contents(
    element: Object, pages: Mapping[tuple[int, int], int]
) -> Iterator[tuple[int, int]]:
    """The page and number of each marked content that an element holds itself."""
    kids = element.get("/K", Array())
    for kid in list(kids) if isinstance(kids, Array) else [kids]:
        if isinstance(kid, Dictionary):
            if kid.get("/Type") == Name.MCR:
                yield pages[kid.Pg.objgen], int(kid.MCID)
        else:
            yield pages[element.Pg.objgen], int(kid)


def pages_of(pdf: Pdf, element: Object) -> set[int]:
    """The pages that an element touches, with all inside it."""
    below, numbers = [tag.element for tag in _below(element, ())], _numbers(pdf)
    return {page for each in (element, *below) for page, _ in _contents(each, numbers)}


def _numbered(page: pikepdf.Page) -> Iterator[int]:
    for instruction in pikepdf.parse_content_stream(page):
        if instruction.operator == Operator("BDC"):
            properties = instruction.operands[1]
            if isinstance(properties, Dictionary) and "/MCID" in properties:
                yield int(properties.MCID)


def _attributes(element: Object) -> list[Object]:
    found = element.get("/A", Array())
    return list(found) if isinstance(found, Array) else [found]


def _attribute(element: Object, key: str) -> str:
    return next((str(a[key]) for a in _attributes(element) if key in a), "")


def _attribute_box(element: Object) -> list[float]:
    boxes = [each.BBox for each in _attributes(element) if "/BBox" in each]
    return [float(edge) for edge in boxes[0]] if boxes else []


def _misplaced(box: list[float], page: Object) -> str:
    """What is wrong with the rectangle of a figure, if anything (14.8.5.4.3)."""
    if len(box) != 4:
        return "has no rectangle"
    left, bottom, right, top = box
    edges = [float(edge) for edge in page]
    if left >= right or bottom >= top:
        return "has an empty rectangle"
    if left < edges[0] or bottom < edges[1] or right > edges[2] or top > edges[3]:
        return "has a rectangle off its page"
    return ""
