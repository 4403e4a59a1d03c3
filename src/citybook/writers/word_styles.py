"""Word's styles: every token of the style, as paragraph, character and table style."""

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from citybook.style import HYPHENATED, KEY_GAP_PT, KEY_RULE_PT, Style, TextStyle
from citybook.word_xml import (
    NAMESPACES,
    Element,
    add,
    color,
    element,
    half_points,
    name,
    style_id,
    twips,
)

BULLETS, NUMBERS = 1, 2
"""Numbering instances that the list styles belong to."""
TABLE, KEY_FIGURES, HYPERLINK, EMPHASIS, STRONG, DRAFT = (
    *("BookTable", "KeyFiguresTable", "Hyperlink", "Emphasis", "Strong", "DraftMark"),
)
NOTE_MARK = "FootnoteReference"
COMMENT, COMMENT_MARK = "CommentText", "CommentReference"
"""Identifiers of the styles that are no role's."""

OUTLINE: Mapping[str, int] = {"heading-1": 0, "heading-2": 1, "heading-3": 2}
_NEXT: Mapping[str, str] = {
    "title": "subtitle",
    "subtitle": "cover-publisher",
    "cover-publisher": "cover-date",
    "pull-quote": "attribution",
    "attribution": "body",
    "leader-quote": "leader-name",
    "leader-name": "leader-office",
    "leader-office": "leader-quote",
    "caption": "figure",
    "figure": "figure-note",
    "figure-note": "body",
}
_BEFORE_BODY = re.compile(r"heading-.*|standfirst|fact|entry-label|source")
_OUT_OF_GALLERY = re.compile(
    r"contents-.*|running-head|folio|gap|figure-label|map-label|note"
)
NUMBERING: Mapping[str, int] = {
    "list-item": BULLETS,
    "reference": BULLETS,
    "list-number": NUMBERS,
}
"""Roles whose style brings the bullet or the number along."""
WHOLE = frozenset(
    {
        *OUTLINE,
        *("pull-quote", "attribution", "index-entry"),
        *("leader-quote", "leader-name", "leader-office"),
    }
)
"""Roles of paragraphs that stay on one page."""
_SIDES = ("top", "left", "bottom", "right")
_LOWER_CASE = re.compile(
    r"Heading \d|TOC \d|Index \d|Header|Footer|Caption|Footnote (Text|Reference)"
)
_BUILT_IN = re.compile(
    r"(Heading|TOC) [1-9]|TOC Heading|Index 1|Title|Subtitle|Body Text|Quote|Header"
    r"|Footer|Caption|List (Bullet|Number)|Hyperlink|Emphasis|Strong"
    r"|annotation (text|reference)|Footnote (Text|Reference)"
)
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"

PANEL_ROLES = ("title", "subtitle")
"""Roles whose fill is the panel of the cover."""

_RULE_PT, _RULE_GAP_PT = 0.5, 7
_BAR_PT, _BAR_GAP_PT = 2.25, 12
_BOX_PT, _BOX_GAP_PT, _BOX_INSET_PT = 0.75, 3, 6


def styles(style: Style, language: str) -> Element:
    """Return the part `styles.xml`."""
    root = etree.Element(
        name("styles"),
        {f"{{{_MC}}}Ignorable": "w14"},
        nsmap={**NAMESPACES, "w14": _W14, "mc": _MC},
    )
    root.append(_defaults(style, language))
    # What is not defined here keeps out of the editors' sight.
    add(
        root,
        "latentStyles",
        defLockedState=0,
        defUIPriority=99,
        defSemiHidden=1,
        defUnhideWhenUsed=1,
        defQFormat=0,
        count=376,
    )
    root.extend(_foundation())
    written = {style_id(style.roles[role].word): role for role in sorted(style.roles)}
    for role in sorted(written.values()):
        root.append(_paragraph_style(role, style))
    for role in OUTLINE:
        root.append(_unlisted_style(role, style))
    root.extend(_character_styles(style))
    root.extend(_comment_styles(style))
    root.append(_table_style(style))
    root.append(_key_figures_style(style))
    return root


def unlisted_name(role: str, style: Style) -> str:
    """Return the name of the style of a heading that the contents leave out."""
    if role == "heading-1":
        return "TOC Heading"
    return f"{style.roles[role].word} Unlisted"


def style_key(node: Element) -> tuple[str, str]:
    """Return what kind of style it is, and its name as Word compares it."""
    title = node.find(name("name"))
    known = "" if title is None else title.get(name("val"), "")
    return node.get(name("type"), "paragraph"), known.strip().lower()


def _defaults(style: Style, language: str) -> Element:
    body = style.roles["body"]
    runs = _run_properties(body, style)
    # Pango, which sets the PDF, kerns and joins letters; Word does so when asked.
    runs.insert(_index_of(runs, "sz"), element("kern", val=2))
    add(runs, "lang", val=language, eastAsia=language, bidi=language)
    etree.SubElement(runs, f"{{{_W14}}}ligatures", {f"{{{_W14}}}val": "standard"})
    # At least, not exactly: a picture that an editor adds in Normal keeps its height.
    line = twips(body.leading_pt)
    return element(
        "docDefaults",
        element("rPrDefault", runs),
        element(
            "pPrDefault",
            element(
                "pPr",
                element("widowControl"),
                element("suppressAutoHyphens"),
                element("spacing", before=0, after=0, line=line, lineRule="atLeast"),
            ),
        ),
    )


def _index_of(parent: Element, tag: str) -> int:
    return [child.tag for child in parent].index(name(tag))


def _foundation() -> Iterator[Element]:
    """Yield the four styles that Word falls back on."""
    for kind, title in (
        ("paragraph", "Normal"),
        ("character", "Default Paragraph Font"),
        ("table", "Normal Table"),
        ("numbering", "No List"),
    ):
        node = _style(kind, title, is_default=True)
        add(node, "uiPriority", val=0 if kind == "paragraph" else 99)
        if kind == "paragraph":
            add(node, "qFormat")
        else:
            add(node, "semiHidden")
            add(node, "unhideWhenUsed")
        if kind == "table":
            node.append(element("tblPr", _margins("tblCellMar", left=5.4, right=5.4)))
        yield node


def _style(kind: str, title: str, *, is_default: bool = False) -> Element:
    node = element("style", type=kind, styleId=style_id(title))
    if is_default:
        node.set(name("default"), "1")
    elif not _BUILT_IN.fullmatch(title):
        node.set(name("customStyle"), "1")
    lower = title.lower() if _LOWER_CASE.fullmatch(title) else title
    add(node, "name", val=lower)
    return node


def _paragraph_style(role: str, style: Style) -> Element:
    text = style.roles[role]
    node = _style("paragraph", text.word)
    add(node, "basedOn", val="Normal")
    following = _NEXT.get(role, "body" if _BEFORE_BODY.fullmatch(role) else role)
    add(node, "next", val=style_id(style.roles[following].word))
    is_offered = not _OUT_OF_GALLERY.fullmatch(role)
    add(node, "uiPriority", val=9 if is_offered else 39)
    if is_offered:
        add(node, "qFormat")
    node.append(_paragraph_properties(role, style))
    node.append(_run_properties(text, style))
    return node


def _unlisted_style(role: str, style: Style) -> Element:
    node = _style("paragraph", unlisted_name(role, style))
    add(node, "basedOn", val=style_id(style.roles[role].word))
    add(node, "next", val=style_id(style.roles["body"].word))
    add(node, "uiPriority", val=39)
    add(node, "qFormat")
    node.append(element("pPr", element("outlineLvl", val=9)))
    return node


def _paragraph_properties(role: str, style: Style) -> Element:
    text = style.roles[role]
    node = element("pPr")
    if text.keep_with_next:
        add(node, "keepNext")
    if role in WHOLE:
        add(node, "keepLines")
    if number := NUMBERING.get(role):
        add(add(node, "numPr"), "numId", val=number)
    node.extend(_borders(role, style))
    if text.fill:
        add(node, "shd", val="clear", color="auto", fill=color(style.colors[text.fill]))
    node.extend(_tabs(role, style))
    if style.hyphenation and role in HYPHENATED:
        add(node, "suppressAutoHyphens", val=0)
    node.append(_spacing(role, text))
    node.append(_indents(role, text))
    if role == "folio":
        add(node, "jc", val="right")
    if role in OUTLINE:
        add(node, "outlineLvl", val=OUTLINE[role])
    return node


def _spacing(role: str, text: TextStyle) -> Element:
    before, after = twips(text.before_pt), twips(text.after_pt)
    line = twips(text.leading_pt)
    # An exact line cuts off a picture that is higher.
    rule = "atLeast" if role == "figure" else "exact"
    return element("spacing", before=before, after=after, line=line, lineRule=rule)


def _indents(role: str, text: TextStyle) -> Element:
    inset = _BOX_INSET_PT + _BOX_PT if _is_boxed(role, text) else 0
    left, right = twips(text.left_pt + inset), twips(text.right_pt + inset)
    if text.rule == "left" and not text.keep_with_next:
        # Word draws one rule along neighbors of equal indents (17.3.1.7): this text
        # ends its quotation, and a twip keeps the rule from the next one.
        right += 1
    if role in NUMBERING:
        hanging = left - twips(text.first_pt)
        return element("ind", left=left, right=right, hanging=hanging)
    first = twips(text.first_pt)
    if first < 0:
        return element("ind", left=left, right=right, hanging=-first)
    return element("ind", left=left, right=right, firstLine=first)


def _is_boxed(role: str, text: TextStyle) -> bool:
    return bool(text.fill) and role not in PANEL_ROLES


def _borders(role: str, style: Style) -> Iterator[Element]:
    """Yield the rule above or beside a text, and the box round a fill."""
    text = style.roles[role]
    edges: dict[str, tuple[str, float, int]] = {}
    if _is_boxed(role, text):
        for side, gap in zip(_SIDES, (_BOX_GAP_PT, _BOX_INSET_PT) * 2, strict=True):
            edges[side] = (style.color(role), _BOX_PT, gap)
    if text.rule == "above":
        edges["top"] = (style.colors["rule"], _RULE_PT, _RULE_GAP_PT)
    if text.rule == "left":
        # Word measures from where the line hangs.
        gap = _BAR_GAP_PT + min(0, round(text.first_pt))
        edges["left"] = (style.colors["accent"], _BAR_PT, max(gap, 0))
    node = element("pBdr")
    for side in _SIDES:
        if side in edges:
            value, width, gap = edges[side]
            _border(node, side, value, width, gap)
    if len(node):
        yield node


def _border(
    parent: Element, side: str, value: str, width_pt: float, gap_pt: int = 0
) -> None:
    size = round(width_pt * 8)
    add(parent, side, val="single", sz=size, space=gap_pt, color=color(value))


def _tabs(role: str, style: Style) -> Iterator[Element]:
    end = twips(style.page.measure_pt)
    if role.startswith("contents-"):
        yield element("tabs", element("tab", val="right", leader="dot", pos=end))
    elif role == "running-head":
        yield element("tabs", element("tab", val="right", pos=end))


def _run_properties(text: TextStyle, style: Style) -> Element:
    node = element("rPr")
    family = style.fonts[text.font]
    add(node, "rFonts", ascii=family, hAnsi=family, eastAsia=family, cs=family)
    switches = {"b": text.bold, "bCs": text.bold, "i": text.italic, "iCs": text.italic}
    for tag, is_on in (switches | {"smallCaps": text.small_caps}).items():
        if is_on:
            add(node, tag)
    add(node, "color", val=color(style.colors[text.color]))
    if text.tracking_pt:
        add(node, "spacing", val=twips(text.tracking_pt))
    add(node, "sz", val=half_points(text.size_pt))
    add(node, "szCs", val=half_points(text.size_pt))
    return node


def _character_styles(style: Style) -> Iterator[Element]:
    link = element("u", val="single", color=color(style.colors["rule"]))
    alarm = element("color", val=color(style.colors["alarm"]))
    for title, properties in (
        ("Hyperlink", (link,)),
        ("Emphasis", (element("i"), element("iCs"))),
        ("Strong", (element("b"), element("bCs"))),
        ("Draft Mark", (element("b"), element("bCs"), alarm)),
        ("Footnote Reference", (element("vertAlign", val="superscript"),)),
    ):
        node = _style("character", title)
        add(node, "basedOn", val="DefaultParagraphFont")
        add(node, "uiPriority", val=20)
        if title in {"Emphasis", "Strong"}:
            add(node, "qFormat")
        node.append(element("rPr", *properties))
        yield node


def _comment_styles(style: Style) -> Iterator[Element]:
    """Yield the styles of the editors' comments and ours, by Word's names and sizes."""
    family = style.fonts["sans"]
    fonts = element("rFonts", ascii=family, hAnsi=family, eastAsia=family, cs=family)
    for kind, title, identifier, points in (
        ("paragraph", "annotation text", COMMENT, 10),
        ("character", "annotation reference", COMMENT_MARK, 8),
    ):
        node = _style(kind, title)
        node.set(name("styleId"), identifier)
        is_text = kind == "paragraph"
        add(node, "basedOn", val="Normal" if is_text else "DefaultParagraphFont")
        add(node, "uiPriority", val=99)
        add(node, "unhideWhenUsed")
        if is_text:
            spacing = element("spacing", line=240, lineRule="auto")
            node.append(element("pPr", spacing))
        sizes = (element(size, val=2 * points) for size in ("sz", "szCs"))
        node.append(element("rPr", *((fonts,) if is_text else ()), *sizes))
        yield node


def _table_style(style: Style) -> Element:
    node = _style("table", "Book Table")
    add(node, "basedOn", val="NormalTable")
    add(node, "uiPriority", val=39)
    borders = element("tblBorders")
    for side in ("bottom", "insideH"):
        _border(borders, side, style.colors["rule"], _RULE_PT)
    table = style.table
    sides = {"top": table.top_pt, "bottom": table.bottom_pt, "right": table.right_pt}
    margins = _margins("tblCellMar", left=0, **sides)
    node.append(element("tblPr", borders, margins))
    cell = add(add(node, "tblStylePr", type="firstRow"), "tcPr")
    _border(add(cell, "tcBorders"), "bottom", style.colors["accent"], 1)
    cell.append(_margins("tcMar", top=0, bottom=table.header_bottom_pt))
    header = add(add(node, "tblStylePr", type="firstCol"), "rPr")
    add(header, "b")
    add(header, "bCs")
    return node


def _key_figures_style(style: Style) -> Element:
    node = _style("table", "Key Figures Table")
    add(node, "basedOn", val="NormalTable")
    add(node, "uiPriority", val=39)
    borders = element("tblBorders")
    _border(borders, "top", style.colors["accent"], KEY_RULE_PT)
    table = style.table
    margins = _margins("tblCellMar", left=0, right=table.right_pt, bottom=0, top=0)
    node.append(element("tblPr", borders, margins))
    cell = add(add(node, "tblStylePr", type="firstRow"), "tcPr")
    cell.append(_margins("tcMar", top=KEY_GAP_PT, bottom=0))
    add(cell, "vAlign", val="bottom")
    return node


def _margins(tag: str, **sides: float) -> Element:
    node = element(tag)
    for side in _SIDES:
        if side in sides:
            add(node, side, w=twips(sides[side]), type="dxa")
    return node
