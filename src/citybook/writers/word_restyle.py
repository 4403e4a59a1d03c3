"""A designer's styles put in the place of ours, by name."""

from lxml import etree

from citybook.reference import Reference
from citybook.word_xml import Element, add, element, name, style_id
from citybook.writers.word_properties import (
    PARAGRAPH,
    RUN,
    STYLE,
    cleaned,
    in_order,
)
from citybook.writers.word_styles import style_key

_OURS = ("numPr", "outlineLvl")
"""Lists and the outline stay as the book made them, whatever they look like."""
_UNLESS_SAID = ("keepNext", "keepLines")
"""What keeps a page whole stays, unless the designer says otherwise."""
_OFF = frozenset({"0", "false", "off"})
_PARTS = ("pPr", "rPr", "tblPr", "tcPr", "tblStylePr")

Key = tuple[str, str]


def restyle(root: Element, reference: Reference) -> None:
    """Give the styles of a part `styles.xml` the looks that a designer gave them."""
    theirs = etree.fromstring(reference.styles)
    found = list(theirs.iterchildren(name("style")))
    by_key = {style_key(node): node for node in reversed(found)}
    by_id = {node.get(name("styleId"), ""): node for node in reversed(found)}
    _set_defaults(root, theirs)
    ours = {style_key(node): node for node in root.iterchildren(name("style"))}
    known = {key: node.get(name("styleId"), "") for key, node in ours.items()}
    for key, node in ours.items():
        if key in by_key and key[0] in STYLE:
            base = _base(by_key[key], by_id, known, root)
            _redress(node, by_key[key], base)
            _close_up(node)


def _set_defaults(root: Element, theirs: Element) -> None:
    """Take the designer's defaults; the language stays the edition's."""
    ours, other = root.find(name("docDefaults")), theirs.find(name("docDefaults"))
    if ours is None or other is None:
        return
    for path, shape in (("rPrDefault/rPr", RUN), ("pPrDefault/pPr", PARAGRAPH)):
        steps = "/".join(map(name, path.split("/")))
        old, new = ours.find(steps), other.find(steps)
        if old is None:
            continue
        kept = [node for node in old if node.tag == name("lang")]
        extensions = [node for node in old if not str(node.tag).startswith(name(""))]
        taken = [] if new is None else cleaned(new, shape)[0]
        old[:] = [*taken, *kept, *extensions]


def _base(
    node: Element, by_id: dict[str, Element], known: dict[Key, str], root: Element
) -> str:
    """Return the style that a designer's style is based on, brought along if need be.

    `known` holds the identifiers of all styles by their keys.
    """
    based_on = node.find(name("basedOn"))
    base = None if based_on is None else by_id.get(based_on.get(name("val"), ""))
    if base is None or base.get(name("type")) != node.get(name("type")):
        return ""
    key = style_key(base)
    if key not in known:
        # Known before its own base is looked for: a circle ends here.
        known[key] = _free_id(f"Base{style_id(key[1])}", known)
        fresh = element("style", type=key[0], customStyle=1, styleId=known[key])
        add(fresh, "name", val=f"Base {key[1]}")
        add(fresh, "basedOn")
        add(fresh, "uiPriority", val=99)
        root.append(fresh)
        _redress(fresh, base, _base(base, by_id, known, root))
    return known[key]


def _free_id(wanted: str, known: dict[Key, str]) -> str:
    taken, number = set(known.values()), 1
    identifier = wanted
    while identifier in taken:
        number += 1
        identifier = f"{wanted}{number}"
    return identifier


def _redress(node: Element, theirs: Element, base: str) -> None:
    """Give a style of ours the properties of a designer's."""
    kept = [
        child for tag in _OURS for child in node.findall(f"{name('pPr')}/{name(tag)}")
    ]
    theirs_has = {child.tag for child in theirs.iterfind(f"{name('pPr')}/*")}
    kept += [
        child
        for tag in _UNLESS_SAID
        for child in node.findall(f"{name('pPr')}/{name(tag)}")
        if child.tag not in theirs_has
    ]
    for tag in _PARTS:
        for old in node.findall(name(tag)):
            node.remove(old)
    taken, _ = cleaned(theirs, STYLE[style_key(node)[0]])
    if kept and not (taken and taken[0].tag == name("pPr")):
        taken.insert(0, element("pPr"))
    if kept:
        taken[0].extend(kept)
        in_order(taken[0], PARAGRAPH)
    node.extend(taken)
    _set_base(node, base)


def _close_up(node: Element) -> None:
    """Set the items of a list as near as between those of one style alone.

    The last has a style of its own, and one that holds the next (17.3.1.9).
    """
    properties = node.find(name("pPr"))
    if properties is None or properties.find(name("numPr")) is None:
        return
    mark = properties.find(name("contextualSpacing"))
    if mark is None or mark.get(name("val")) in _OFF:
        return
    properties.remove(mark)
    spacing = properties.find(name("spacing"))
    if spacing is None:
        spacing = add(properties, "spacing")
        in_order(properties, PARAGRAPH)
    spacing.set(name("before"), "0")
    spacing.set(name("after"), "0")


def _set_base(node: Element, base: str) -> None:
    based_on = node.find(name("basedOn"))
    if based_on is None and base:
        based_on = element("basedOn")
        node[0].addnext(based_on)
    if based_on is not None and base:
        based_on.set(name("val"), base)
    elif based_on is not None:
        node.remove(based_on)
