"""Figures in a Word file: title, picture with its alternative, and note."""

from dataclasses import dataclass, field
from pathlib import PurePath
from xml.sax.saxutils import quoteattr

from lxml import etree

from citybook.document import Figure, Picture
from citybook.plate import Pictures
from citybook.prose import plain_inlines
from citybook.style import (
    LOGO_BELOW_PT,
    PICTURE_ABOVE_PT,
    PORTRAIT_BELOW_PT,
    Style,
)
from citybook.word_xml import (
    Element,
    add,
    element,
    emu,
    heading_bookmark,
    passage_bookmark,
    printable,
    style_id,
    twips,
)
from citybook.writers.word_positions import vary
from citybook.writers.word_text import References, add_inlines

_FIRST = 2
"""Identifier of the first picture; the panel of the cover has 1."""


@dataclass(slots=True)
class Gallery:
    """The pictures of the book, gathered while it is written."""

    pictures: Pictures
    files: dict[str, bytes] = field(default_factory=dict)
    """By name in the Word file, in the order of their numbers."""
    _numbers: dict[str, int] = field(default_factory=dict)
    shown: int = 0

    def number(self, picture: str) -> int:
        """Return the number of a picture's file, which is in the Word file once."""
        if picture not in self._numbers:
            number = self._numbers[picture] = len(self.files) + 1
            name = f"picture{number}{PurePath(picture).suffix}"
            self.files[name] = self.pictures.raster(picture)
        return self._numbers[picture]

    def next_number(self) -> int:
        """Return the identifier of a drawing."""
        self.shown += 1
        return _FIRST + self.shown - 1


def add_shown(
    parent: Element,
    block: Figure | Picture,
    style: Style,
    refers: References,
    gallery: Gallery,
) -> None:
    """Add what is seen and not read, with what is said of it."""
    if isinstance(block, Figure):
        _add_figure(parent, block, style, refers, gallery)
    else:
        _add_picture(parent, block, style, refers, gallery)


def _add_figure(
    parent: Element, figure: Figure, style: Style, refers: References, gallery: Gallery
) -> None:
    """Add a figure as paragraphs that stay on one page."""
    title = _add_paragraph(parent, "caption", style)
    with refers.bookmark(title, heading_bookmark(figure.key)):
        add_inlines(title, figure.title, refers)
    node = _add_paragraph(parent, "figure", style)
    node.append(_drawing(figure, gallery))
    if figure.note:
        note = _add_paragraph(parent, "figure-note", style)
        with refers.bookmark(note, passage_bookmark(figure.key, 0)):
            add_inlines(note, figure.note, refers)


def _add_picture(
    parent: Element, block: Picture, style: Style, refers: References, gallery: Gallery
) -> None:
    """Add a picture that came in, on one page with its caption."""
    node = _add_paragraph(parent, "figure", style)
    above, below = _ROOM_PT[block.role]
    room = {"before": twips(above), "after": twips(below)}
    vary(node[0], block.role.capitalize(), element("spacing", **room))
    if block.role == "picture" and not block.caption:
        after = element("spacing", after=twips(style.roles["picture-caption"].after_pt))
        vary(node[0], "Without Caption", element("keepNext", val=0), after)
    node.append(_drawing(block, gallery))
    if block.caption:
        caption = _add_paragraph(parent, "picture-caption", style)
        add_inlines(caption, block.caption, refers)


_ROOM_PT = {
    "picture": (PICTURE_ABOVE_PT, 0),
    "portrait": (PICTURE_ABOVE_PT, PORTRAIT_BELOW_PT),
    "logo": (0, LOGO_BELOW_PT),
}
"""The room above a picture and below it, by its role."""


def _add_paragraph(parent: Element, role: str, style: Style) -> Element:
    node = add(parent, "p")
    add(add(node, "pPr"), "pStyle", val=style_id(style.roles[role].word))
    return node


def _drawing(block: Figure | Picture, gallery: Gallery) -> Element:
    is_figure = isinstance(block, Figure)
    number = gallery.number(f"{block.picture}.png" if is_figure else block.picture)
    told = block.alternative
    alternative = told if isinstance(told, str) else plain_inlines(told)
    return etree.fromstring(
        _PICTURE.format(
            number=gallery.next_number(),
            name=quoteattr(printable(block.key)),
            description=quoteattr(printable(alternative)),
            width=emu(block.width_pt),
            height=emu(block.height_pt),
            relation=f"picture{number}",
        )
    )


_PICTURE = """\
<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"
><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"
><wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"
/><wp:docPr id="{number}" name={name} descr={description}
/><wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"
/></wp:cNvGraphicFramePr><a:graphic><a:graphicData
 uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr
><pic:cNvPr id="{number}" name={name}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill
><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill
><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm
><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData
></a:graphic></wp:inline></w:drawing></w:r>"""
"""A picture in the line; ECMA-376-1, 20.4.2.8 and 20.2.2.5."""
