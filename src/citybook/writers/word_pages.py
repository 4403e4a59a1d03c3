"""Word's sections: page, margins, running head, folio, and the panel of the cover."""

import re
from dataclasses import dataclass, field

from citybook.document import Chapter, Document, Heading
from citybook.prose import plain_inlines
from citybook.style import COLUMN_GAP_PT, Style
from citybook.word_xml import (
    RELATION_ID,
    Element,
    add,
    element,
    name,
    style_id,
    twips,
)
from citybook.writers.word_positions import spacer
from citybook.writers.word_shapes import RECTANGLE, Box, shape_behind
from citybook.writers.word_styles import DRAFT, PANEL_ROLES
from citybook.writers.word_text import add_field, add_tab, add_text

_AT_FOOT = ("figure", "cover-publisher", "cover-date")
FRONT = frozenset({"cover", "front"})
_HEADING = re.compile(r"Heading (\d)")


@dataclass(slots=True)
class Margins:
    """The running heads and folios of the book; chapters share equal ones."""

    document: Document
    style: Style
    parts: dict[str, Element] = field(default_factory=dict)
    """By file name without ending: `header1`, `footer1`."""
    _names: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def header(self, chapter: Chapter, style: str) -> str:
        """Return the name of the part with the running head of a chapter.

        The heading that it repeats, if it does, has that style.
        """
        text = "" if chapter.part == "cover" else chapter.running_head
        style = style if text else ""
        if ("header", text, style) not in self._names:
            self._add(("header", text, style), self._header(text, style))
        return self._names["header", text, style]

    def footer(self, chapter: Chapter) -> str:
        """Return the name of the part with the folio of a chapter."""
        kind = "none" if chapter.part == "cover" else "page"
        if ("footer", kind, "") not in self._names:
            self._add(("footer", kind, ""), self._footer(kind))
        return self._names["footer", kind, ""]

    def _add(self, key: tuple[str, str, str], root: Element) -> None:
        count = sum(known[0] == key[0] for known in self._names)
        self._names[key] = f"{key[0]}{count + 1}"
        self.parts[self._names[key]] = root

    def _header(self, text: str, style: str) -> Element:
        root, paragraph = self._margin("hdr", "running-head")
        if style:
            # LibreOffice 7.4 prints the result as it stands: hence a part a state.
            add_field(paragraph, f"STYLEREF {_named(style)}", text)
        elif text:
            add_text(paragraph, text)
        if self.document.is_draft:
            add_tab(paragraph)
            add_text(paragraph, "Draft", DRAFT)
        return root

    def _footer(self, kind: str) -> Element:
        root, paragraph = self._margin("ftr", "folio")
        if kind == "page":
            add_field(paragraph, "PAGE", "1")
        return root

    def _margin(self, tag: str, role: str) -> tuple[Element, Element]:
        root = element(tag)
        paragraph = add(root, "p")
        name = style_id(self.style.roles[role].word)
        add(add(paragraph, "pPr"), "pStyle", val=name)
        return root, paragraph


def title_role(chapter: Chapter) -> str:
    """Return the role of a chapter's first heading, if the running head repeats it.

    Word then finds it on the page, or as the last before it.
    """
    headings = (block for block in chapter.blocks if isinstance(block, Heading))
    first = next(headings, None)
    if first is None or not first.is_listed:
        return ""
    is_repeated = plain_inlines(first.children) == chapter.running_head
    return first.role if is_repeated else ""


def _named(style: str) -> str:
    """Return a style as a field names it: headings by number, in any language."""
    heading = _HEADING.fullmatch(style)
    return heading[1] if heading else f'"{style}"'


def section(chapter: Chapter, margins: Margins, title: str) -> Element:
    """Return the properties of the section of a chapter, whose heading has a style."""
    page = margins.style.page
    node = element("sectPr")
    for tag, part in (
        ("headerReference", margins.header(chapter, title)),
        ("footerReference", margins.footer(chapter)),
    ):
        add(node, tag, type="default").set(RELATION_ID, part)
    add(node, "type", val="nextPage")
    add(node, "pgSz", w=twips(page.width_pt), h=twips(page.height_pt))
    is_cover = chapter.part == "cover" and has_panel(margins.style)
    top = _title_top_pt(margins.style) if is_cover else page.top_pt
    add(
        node,
        "pgMar",
        top=twips(top),
        right=twips(page.right_pt),
        bottom=twips(page.bottom_pt),
        left=twips(page.left_pt),
        header=twips(page.head_pt),
        footer=twips(page.foot_pt),
        gutter=0,
    )
    _number_pages(node, chapter, margins.document)
    if chapter.columns > 1:
        add(node, "cols", num=chapter.columns, space=twips(COLUMN_GAP_PT))
    else:
        add(node, "cols", space=720)
    return node


def _number_pages(node: Element, chapter: Chapter, document: Document) -> None:
    """Number front matter i, ii, iii, and what follows it 1, 2, 3."""
    if chapter.part in FRONT:
        add(node, "pgNumType", fmt="lowerRoman")
        return
    number = document.chapters.index(chapter)
    if number and document.chapters[number - 1].part in FRONT:
        add(node, "pgNumType", fmt="decimal", start=1)


def set_cover(nodes: Element, document: Document, style: Style) -> None:
    """Lay out a cover: the panel behind its title; logo, publisher, date at its foot.

    LibreOffice takes a frame from a paragraph alone, not from its style, and loses
    one that ends a section.
    """
    paragraphs = nodes.findall(name("p"))
    at_foot = {style_id(style.roles[role].word) for role in _AT_FOOT}
    for paragraph in paragraphs:
        if paragraph[0][0].get(name("val")) in at_foot:
            paragraph[0].insert(1, _frame(style))
    if paragraphs and has_panel(style):
        paragraphs[0].insert(1, _panel(document, style))
    nodes.append(spacer())


def has_panel(style: Style) -> bool:
    """Tell whether the cover has a panel."""
    return any(style.roles[role].fill for role in PANEL_ROLES)


def _frame(style: Style) -> Element:
    """Return what sets a line at the foot of the page, however long the title is."""
    return element(
        "framePr",
        w=twips(style.page.measure_pt),
        wrap="notBeside",
        vAnchor="margin",
        hAnchor="margin",
        xAlign="left",
        yAlign="bottom",
    )


def _panel_pt(style: Style) -> float:
    return style.page.height_pt * style.cover.panel


def _title_top_pt(style: Style) -> float:
    top = style.page.top_pt
    return top + (_panel_pt(style) - top) * style.cover.title


def _panel(document: Document, style: Style) -> Element:
    """Return the run with the colored panel of the cover, behind its text.

    A draft leaves the line of the running head white: Word draws a panel over it.
    """
    fill = next(f for r in PANEL_ROLES if (f := style.roles[r].fill))
    head = style.page.head_pt + 1.5 * style.roles["running-head"].leading_pt
    top = head if document.is_draft else 0
    box = Box(0, top, style.page.width_pt, _panel_pt(style) - top)
    return shape_behind(1, "Panel", box, style.colors[fill], RECTANGLE)
