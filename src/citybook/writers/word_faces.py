"""Typefaces of a Word file that step in where the text's own lack a character.

Word would choose a face of the machine by itself. Here every run of such characters
has a style that names its face (ECMA-376-1:2016, 17.3.2.26), and one of a script that
is written from right to left says so (17.3.2.30): Word takes the order of words from
there.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from copy import deepcopy

from citybook.fonts import characters
from citybook.style import Style
from citybook.word_xml import Element, add, element, name
from citybook.writers.word_positions import italics, settle, style_of, vary

Used = dict[str, set[str]]
"""By family, the characters that it prints."""

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def set_faces(roots: Iterable[Element], style: Style, sheet: Element) -> Used:
    """Split the runs of all parts by typeface; return what each other face prints."""
    used: Used = {}
    slanted = frozenset(italics(sheet))
    for root in roots if style.fonts.fallback else ():
        for text in list(root.iter(name("t"))):
            if not (text.text or "").isascii():
                _split(text, style, used, slanted)
        settle(root, sheet)
    return used


def _split(text: Element, style: Style, used: Used, slanted: frozenset[str]) -> None:
    run = text.getparent()
    pieces = list(_pieces(text.text or "", style))
    if run is None or run.tag != name("r") or not any(family for family, _ in pieces):
        return
    for family, words in pieces:
        part = deepcopy(run)
        part.tail = None
        node = part.find(name("t"))
        if node is None:
            return
        node.text = words
        node.set(_SPACE, "preserve")
        if family:
            is_slanted = style_of(next(run.iterancestors(name("p")))) in slanted
            _set_face(part, family, is_slanted=is_slanted, is_rtl=_is_rtl(words))
            used.setdefault(family, set()).update(words)
        run.addprevious(part)
    parent = run.getparent()
    if parent is not None:
        parent.remove(run)


def _pieces(text: str, style: Style) -> Iterator[tuple[str, str]]:
    """Yield a text in pieces of one face each; '' stands for the text's own.

    What stands between two pieces of one face, such as a space, goes with them if the
    face has it: words of Hebrew that a space of English parts change places.
    """
    pieces: list[tuple[str, str]] = []
    for char in text:
        family = style.stand_in(char)
        if pieces and (pieces[-1][0] == family or _joins(char)):
            pieces[-1] = (pieces[-1][0], pieces[-1][1] + char)
        else:
            pieces.append((family, char))
    joined: list[tuple[str, str]] = []
    for family, words in pieces:
        if family and len(joined) > 1 and joined[-2][0] == family:
            between = joined[-1][1]
            if _is_rtl(words) and _is_neutral(between, family):
                before = joined[-2][1]
                joined[-2:] = [(family, f"{before}{between}{words}")]
                continue
        joined.append((family, words))
    yield from joined


def _joins(char: str) -> bool:
    """Tell whether a character is a part of the one before it."""
    return char in "\u200c\u200d" or unicodedata.category(char) in {"Mn", "Me"}


def _is_neutral(words: str, family: str) -> bool:
    return all(
        unicodedata.bidirectional(char) not in {"L", "R", "AL"}
        and ord(char) in characters(family)
        for char in words
    )


def _is_rtl(words: str) -> bool:
    return any(unicodedata.bidirectional(char) in {"R", "AL"} for char in words)


def _set_face(run: Element, family: str, *, is_slanted: bool, is_rtl: bool) -> None:
    """Set a face, which has no italics, upright."""
    properties = run.find(name("rPr"))
    if properties is None:
        properties = element("rPr")
        run.insert(0, properties)
    fonts = element("rFonts", ascii=family, hAnsi=family, eastAsia=family, cs=family)
    upright = (element(tag, val=0) for tag in ("i", "iCs"))
    vary(properties, family, fonts, *upright)
    if is_slanted:
        # What a paragraph's style turns on, no style of characters turns off (17.7.3).
        add(properties, "i", val=0)
        add(properties, "iCs", val=0)
    if is_rtl:
        add(properties, "rtl")
