"""Styles for where a text stands: the last of a list, above a table, emphasis in bold.

Writers say of a paragraph or a run how it differs from its style, and what that is
called; `settle` makes a style of it, based on its style. So nothing is formatted
directly, and what a designer changes in a style shows wherever its text stands.
"""

from collections.abc import Iterator
from copy import deepcopy

from lxml import etree

from citybook.word_xml import Element, add, element, name, style_id, twips
from citybook.writers.word_properties import PARAGRAPH, RUN, in_order

_POSITION = "position"
"""An element that Word does not know, and that is gone once it is settled."""
_PLAIN = {"pStyle": "Normal", "rStyle": "DefaultParagraphFont"}
"""The styles of what names none."""


def vary(properties: Element, position: str, *looks: Element) -> None:
    """Say that a paragraph or a run, by its properties, looks otherwise at a position.

    Of two looks of one kind the later counts.
    """
    etree.SubElement(properties, _POSITION, name=position).extend(looks)


def settle(root: Element, sheet: Element) -> None:
    """Give all that varies a style of its own in the part `styles.xml`."""
    made: dict[tuple[str, ...], str] = {}
    for properties in list(root.iter(name("pPr"), name("rPr"))):
        positions = properties.findall(_POSITION)
        for position in positions:
            properties.remove(position)
        if positions:
            _set_style(properties, positions, sheet, made)


def spacer() -> Element:
    """Return a paragraph without text that takes a point's space."""
    properties = element("pPr")
    point = element("spacing", before=0, after=0, line=twips(1), lineRule="exact")
    vary(properties, "Book Spacer", point)
    return element("p", properties)


def shown_name(sheet: Element, style: str) -> str:
    """Return the name of a style as Word shows it, which stores small letters."""
    known = _by_id(sheet)[style].find(name("name"))
    title = "" if known is None else known.get(name("val"), "")
    if title.startswith("toc "):
        return title.replace("toc", "TOC", 1)
    return title[:1].upper() + title[1:]


def outlined(sheet: Element) -> Iterator[tuple[str, int]]:
    """Yield the name and the level of each style of headings."""
    for style, level in _said(sheet, "outlineLvl"):
        yield shown_name(sheet, style), int(level.get(name("val"), "9")) + 1


def italics(sheet: Element) -> Iterator[str]:
    """Yield each style whose letters are slanted."""
    for style, mark in _said(sheet, "i"):
        if mark.get(name("val"), "1") in {"1", "true", "on"}:
            yield style


def _said(sheet: Element, tag: str) -> Iterator[tuple[str, Element]]:
    """Yield what each style, or what it is based on, says of one thing."""
    known = _by_id(sheet)
    for style in known:
        base, passed = style, {""}
        while base in known.keys() - passed:
            passed.add(base)
            said = known[base].find(f"*/{name(tag)}")
            if said is not None:
                yield style, said
                break
            based_on = known[base].find(name("basedOn"))
            base = "" if based_on is None else based_on.get(name("val"), "")


def _by_id(sheet: Element) -> dict[str, Element]:
    styles = sheet.iterchildren(name("style"))
    return {node.get(name("styleId"), ""): node for node in styles}


def style_of(paragraph: Element) -> str:
    """Return the identifier of a paragraph's style."""
    node = paragraph[0].find(name("pStyle"))
    return "" if node is None else node.get(name("val"), "")


def _set_style(
    properties: Element,
    positions: list[Element],
    sheet: Element,
    made: dict[tuple[str, ...], str],
) -> None:
    tag = "pStyle" if properties.tag == name("pPr") else "rStyle"
    own = properties.find(name(tag))
    base = _PLAIN[tag] if own is None else own.get(name("val"), "")
    key = (base, *(position.get("name", "") for position in positions))
    if key not in made:
        made[key] = _style_at(base, positions, sheet)
    if own is None:
        own = element(tag)
        properties.insert(0, own)
    own.set(name("val"), made[key])


def _style_at(base: str, positions: list[Element], sheet: Element) -> str:
    """Return the style of what is at some positions, which is made if need be."""
    known = _by_id(sheet)
    differing = [node for node in positions if not _is_said(node, known[base])]
    if not differing:
        return base
    words = [] if base in _PLAIN.values() else [shown_name(sheet, base)]
    title = " ".join([*words, *dict.fromkeys(n.get("name", "") for n in differing)])
    while True:
        fresh = _style(title, known[base], differing)
        there = known.get(style_id(title))
        if there is None:
            sheet.append(fresh)
        if there is None or _content(there) == _content(fresh):
            return style_id(title)
        title += " 2"  # an edition gave that name to a role


def _is_said(position: Element, style: Element) -> bool:
    """Tell whether a style itself looks as it would at a position."""
    for look in position:
        own = style.find(f"*/{look.tag}")
        if own is None or len(look) or not set(own.items()) >= set(look.items()):
            return False
        if not look.attrib and own.get(name("val"), "1") != "1":
            return False
    return True


def _style(title: str, base: Element, positions: list[Element]) -> Element:
    kind = base.get(name("type"), "")
    node = element("style", type=kind, customStyle=1, styleId=style_id(title))
    add(node, "name", val=title)
    add(node, "basedOn", val=base.get(name("styleId"), ""))
    following = base.find(name("next"))
    if following is not None:
        add(node, "next", val=following.get(name("val"), ""))
    add(node, "uiPriority", val=99)
    add(node, "semiHidden")
    add(node, "unhideWhenUsed")
    is_paragraph = kind == "paragraph"
    properties = add(node, "pPr" if is_paragraph else "rPr")
    for look in (look for position in positions for look in position):
        there = properties.find(look.tag)
        if there is None:
            there = add(properties, etree.QName(look).localname)
        there.attrib.update(look.attrib)
        there.extend(deepcopy(part) for part in look)
    in_order(properties, PARAGRAPH if is_paragraph else RUN)
    return node


def _content(node: Element) -> list[tuple[object, ...]]:
    return [(each.tag, *each.items()) for each in node.iter()]
