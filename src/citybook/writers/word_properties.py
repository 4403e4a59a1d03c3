"""Which properties of a foreign style are taken, in Word's order and with its values.

Whatever else a file holds stays behind: a file that breaks the schema does not open in
Word (ECMA-376-1:2016, 17.3 and 17.7). What hides text is left out on purpose.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from citybook.word_xml import WORD, Element, element, name

_MANY = frozenset({"tab", "tblStylePr"})
"""What may stand more than once."""

_ON = re.compile("0|1|true|false|on|off")
_INT = re.compile(r"-?\d{1,5}")
_LENGTH = re.compile(r"\d{1,5}")
_COUNT = re.compile(r"\d{1,4}")
_GAP = re.compile(r"[12]?\d|3[01]")
_COLOR = re.compile("auto|[0-9A-Fa-f]{6}")
_HEX = re.compile("[0-9A-Fa-f]{2}")
_NAME = re.compile(r"[^\x00-\x1f<>&\"]{1,31}")
_THEME_COLOR = re.compile(
    "(dark|light)[12]|accent[1-6]|hyperlink|followedHyperlink|none|(background|text)[12]"
)
_THEME_FONT = re.compile("(major|minor)(EastAsia|Bidi|Ascii|HAnsi)")
_LINE = re.compile(
    "nil|none|single|thick|double|dotted|dashed|dotDash|dotDotDash|triple|wave"
    "|dashSmallGap|doubleWave|inset|outset|threeDEmboss|threeDEngrave"
    "|(thinThick|thickThin|thinThickThin)(Small|Medium|Large)Gap"
)
_UNDERLINE = re.compile(
    "single|words|double|thick|dotted|dottedHeavy|dash|dashedHeavy|dashLong|none|wave"
    "|dashLongHeavy|dotDash|dashDotHeavy|dotDotDash|dashDotDotHeavy|wavyHeavy|wavyDouble"
)
_SHADE = re.compile(
    r"nil|clear|solid|(thin)?(horz|vert|diag|reverseDiag)(Stripe|Cross)"
    r"|pct(5|10|12|15|20|25|30|35|37|40|45|50|55|60|62|65|70|75|80|85|87|90|95)"
)
_HIGHLIGHT = re.compile(
    "black|blue|cyan|green|magenta|red|yellow|white|none|lightGray"
    "|dark(Blue|Cyan|Green|Magenta|Red|Yellow|Gray)"
)


@dataclass(frozen=True, slots=True)
class Shape:
    """What an element may hold: attributes with their values, and children in order.

    A child of which nothing is known keeps its place in the order, and is left out.
    """

    attributes: Mapping[str, re.Pattern[str]] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    children: "Mapping[str, Shape | None]" = field(default_factory=dict)


def _value(pattern: str | re.Pattern[str], **more: re.Pattern[str]) -> Shape:
    return Shape({"val": re.compile(pattern), **more}, frozenset({"val"}))


def _all(*names: str, of: Shape) -> "dict[str, Shape | None]":
    return dict.fromkeys(names, of)


_TINT = {"themeColor": _THEME_COLOR, "themeTint": _HEX, "themeShade": _HEX}
_SWITCH = Shape({"val": _ON})
_NUMBER = _value(_INT)
_EDGE = _value(
    _LINE, sz=_COUNT, space=_GAP, color=_COLOR, shadow=_ON, frame=_ON, **_TINT
)
_FILL = _value(
    _SHADE,
    color=_COLOR,
    fill=_COLOR,
    themeFill=_THEME_COLOR,
    themeFillTint=_HEX,
    themeFillShade=_HEX,
    **_TINT,
)
_WIDTH = Shape(
    {"w": _INT, "type": re.compile("nil|pct|dxa|auto")}, frozenset({"w", "type"})
)
_SIDES = ("top", "left", "start", "bottom", "right", "end")
_TAB = Shape(
    {
        "val": re.compile("clear|start|center|end|decimal|bar|num|left|right"),
        "leader": re.compile("none|dot|hyphen|underscore|heavy|middleDot"),
        "pos": _INT,
    },
    frozenset({"val", "pos"}),
)
_SPACES = ("before", "beforeLines", "after", "afterLines")
_INDENTS = ("start", "end", "left", "right")
_FACES = ("ascii", "hAnsi", "eastAsia", "cs")
_JUSTIFIED = _value("start|center|end|both|distribute|left|right")

PARAGRAPH = Shape(
    children={
        **_all("keepNext", "keepLines", "pageBreakBefore", of=_SWITCH),
        "framePr": None,
        "widowControl": _SWITCH,
        "numPr": None,
        "suppressLineNumbers": _SWITCH,
        "pBdr": Shape(
            children=_all(*("top", "left", "bottom", "right", "between"), of=_EDGE)
        ),
        "shd": _FILL,
        "tabs": Shape(children={"tab": _TAB}),
        "suppressAutoHyphens": _SWITCH,
        **_all("kinsoku", "wordWrap", "overflowPunct", "topLinePunct", of=_SWITCH),
        **_all("autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd", of=_SWITCH),
        "snapToGrid": _SWITCH,
        "spacing": Shape(
            {
                **dict.fromkeys(_SPACES, _LENGTH),
                "line": _INT,
                **dict.fromkeys(("beforeAutospacing", "afterAutospacing"), _ON),
                "lineRule": re.compile("auto|exact|atLeast"),
            }
        ),
        "ind": Shape(
            {
                **dict.fromkeys(_INDENTS, _INT),
                **dict.fromkeys(("hanging", "firstLine"), _LENGTH),
            }
        ),
        **_all("contextualSpacing", "mirrorIndents", "suppressOverlap", of=_SWITCH),
        "jc": _JUSTIFIED,
        "textAlignment": _value("top|center|baseline|bottom|auto"),
        "outlineLvl": None,
    }
)
RUN = Shape(
    children={
        "rFonts": Shape(
            {
                **dict.fromkeys(_FACES, _NAME),
                **{f"{face}Theme": _THEME_FONT for face in _FACES if face != "cs"},
                "cstheme": _THEME_FONT,
                "hint": re.compile("default|eastAsia|cs"),
            }
        ),
        **_all("b", "bCs", "i", "iCs", "caps", "smallCaps", of=_SWITCH),
        **_all("strike", "dstrike", "outline", "shadow", of=_SWITCH),
        **_all("emboss", "imprint", "snapToGrid", of=_SWITCH),
        "color": _value(_COLOR, **_TINT),
        "spacing": _NUMBER,
        "w": _value(r"[1-9]\d?|[1-5]\d\d|600"),
        **_all("kern", of=_value(_COUNT)),
        "position": _NUMBER,
        **_all("sz", "szCs", of=_value(r"[1-9]\d{0,3}")),
        "highlight": _value(_HIGHLIGHT),
        "u": _value(_UNDERLINE, color=_COLOR, **_TINT),
        "bdr": _EDGE,
        "shd": _FILL,
        "vertAlign": _value("baseline|superscript|subscript"),
        "em": _value("none|dot|comma|circle|underDot"),
        "lang": None,
    }
)
_INSIDE = ("insideH", "insideV")
_MARGINS = Shape(children=_all(*_SIDES, of=_WIDTH))
TABLE = Shape(
    children={
        **_all("tblStyleRowBandSize", "tblStyleColBandSize", of=_value(_COUNT)),
        "jc": _value("start|center|end|left|right"),
        **_all("tblCellSpacing", "tblInd", of=_WIDTH),
        "tblBorders": Shape(children=_all(*_SIDES, *_INSIDE, of=_EDGE)),
        "shd": _FILL,
        "tblCellMar": _MARGINS,
    }
)
CELL = Shape(
    children={
        "tcBorders": Shape(
            children=_all(*_SIDES, *_INSIDE, "tl2br", "tr2bl", of=_EDGE)
        ),
        "shd": _FILL,
        "noWrap": _SWITCH,
        "tcMar": _MARGINS,
        "vAlign": _value("top|center|both|bottom"),
    }
)
_OF_PART: "Mapping[str, Shape | None]" = {"pPr": PARAGRAPH, "rPr": RUN}
_OF_TABLE: "Mapping[str, Shape | None]" = {"tblPr": TABLE, "tcPr": CELL}
_PART = Shape(
    {
        "type": re.compile(
            "wholeTable|(first|last)(Row|Col)|band[12](Vert|Horz)|(ne|nw|se|sw)Cell"
        )
    },
    frozenset({"type"}),
    {**_OF_PART, **_OF_TABLE},
)
STYLE: Mapping[str, Shape] = {
    "paragraph": Shape(children=_OF_PART),
    "character": Shape(children={"rPr": RUN}),
    "table": Shape(children={**_OF_PART, **_OF_TABLE, "tblStylePr": _PART}),
}
"""What is taken of a style, by its type."""


def cleaned(node: Element, shape: Shape) -> tuple[list[Element], list[str]]:
    """Return a node's known children in order, and which hold an impossible value."""
    taken: list[Element] = []
    refused: list[str] = []
    for tag, inner in shape.children.items():
        found = node.findall(name(tag)) if inner else []
        for child in found if tag in _MANY else found[:1]:
            fresh, wrong = _copied(child, tag, inner or Shape())
            refused += wrong
            taken += [] if fresh is None else [fresh]
    return taken, refused


def _copied(node: Element, tag: str, shape: Shape) -> tuple[Element | None, list[str]]:
    kept: dict[str, str | int] = {}
    for key, value in map(_as_text, node.attrib.items()):
        attribute = etree.QName(key)
        pattern = shape.attributes.get(attribute.localname)
        if attribute.namespace != WORD or pattern is None:
            continue
        if not pattern.fullmatch(value):
            return None, [tag]
        kept[attribute.localname] = value
    if not shape.required <= kept.keys():
        return None, [tag]
    children, refused = cleaned(node, shape)
    if shape.children and not (children or kept):
        return None, refused
    return element(tag, *children, **kept), refused


def _as_text(pair: tuple[str | bytes, str | bytes]) -> tuple[str, str]:
    key, value = (each if isinstance(each, str) else each.decode() for each in pair)
    return key, value


def in_order(properties: Element, shape: Shape) -> None:
    """Set an element's children in Word's order."""
    order = [name(tag) for tag in shape.children]
    properties[:] = sorted(properties, key=lambda child: order.index(child.tag))
