"""Shapes behind the text of a Word file, which decorate and say nothing."""

from typing import NamedTuple

from lxml import etree

from citybook.document import Silhouette
from citybook.style import Style
from citybook.word_xml import Element, color, emu

RECTANGLE = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'

_FINE = 10
"""Units of a path for one of a silhouette: they are whole numbers."""


class Box(NamedTuple):
    """Where a shape stands on its page, from its upper left corner, in points."""

    left: float
    top: float
    width: float
    height: float


def shape_behind(number: int, name: str, box: Box, fill: str, geometry: str) -> Element:
    """Return the run of a shape; `number` is its own among all drawings."""
    left, top, width, height = map(emu, box)
    return etree.fromstring(
        _SHAPE.format(
            number=number,
            name=name,
            left=left,
            top=top,
            width=width,
            height=height,
            color=color(fill),
            geometry=geometry,
        )
    )


def silhouette_behind(number: int, silhouette: Silhouette, style: Style) -> Element:
    """Return the run of an outline at the head of the page."""
    page, look = style.page, style.silhouette
    width, height = look.fitted(*silhouette.size)
    left = page.width_pt - look.right_pt - width
    box = Box(left, look.top_pt + (look.height_pt - height) / 2, width, height)
    tint = style.colors["tint"]
    return shape_behind(number, "Outline", box, tint, _path(silhouette))


def _path(silhouette: Silhouette) -> str:
    """Return the outline as DrawingML writes it (ECMA-376-1, 20.1.9.15)."""
    width, height = (round(side * _FINE) for side in silhouette.size)
    parts: list[str] = []
    for ring in silhouette.rings:
        step = "moveTo"
        for x, y in ring[:-1]:
            point = f'<a:pt x="{round(x * _FINE)}" y="{round(y * _FINE)}"/>'
            parts.append(f"<a:{step}>{point}</a:{step}>")
            step = "lnTo"
        parts.append("<a:close/>")
    path = f'<a:path w="{width}" h="{height}">{"".join(parts)}</a:path>'
    return f"<a:custGeom><a:pathLst>{path}</a:pathLst></a:custGeom>"


_SHAPE = """\
<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor
 distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1"
 behindDoc="1" locked="1" layoutInCell="1" allowOverlap="1"
><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="page"
><wp:posOffset>{left}</wp:posOffset></wp:positionH><wp:positionV relativeFrom="page"
><wp:posOffset>{top}</wp:posOffset></wp:positionV><wp:extent cx="{width}" cy="{height}"
/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/><wp:docPr id="{number}"
 name="{name}"><a:extLst><a:ext uri="{{C183D7F6-B498-43B3-948B-1728B52AA6E4}}"
><adec:decorative
 xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"
/></a:ext></a:extLst></wp:docPr><wp:cNvGraphicFramePr/><a:graphic><a:graphicData
 uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
><wps:wsp><wps:cNvSpPr/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}"
 cy="{height}"/></a:xfrm>{geometry}<a:solidFill><a:srgbClr val="{color}"
/></a:solidFill><a:ln><a:noFill/></a:ln></wps:spPr><wps:bodyPr
/></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice
></mc:AlternateContent></w:r>"""
"""A shape behind the text; ECMA-376-1, 20.4.2.3, and [MS-ODRAWXML], 2.19."""
