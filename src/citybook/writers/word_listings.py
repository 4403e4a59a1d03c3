"""Word's contents, lists of cities and index: names, and the pages they are on."""

from dataclasses import dataclass

from citybook.document import (
    BETWEEN_CITIES,
    BETWEEN_PAGES,
    Contents,
    ContentsLine,
    Index,
)
from citybook.style import Style
from citybook.word_xml import Element, add, name, printable, style_id
from citybook.writers.word_positions import outlined, spacer
from citybook.writers.word_text import (
    References,
    add_leader,
    add_text,
    close_field,
    open_field,
)

_DEEPEST = 2
"""The level of headings down to which the contents go."""


MOST_TOLD = 255
"""Characters that Word's own dialog takes for what a link tells."""


@dataclass(frozen=True, slots=True)
class Pages:
    """How page numbers are written."""

    style: Style
    refers: References

    def add(self, node: Element, place: str, page: str) -> None:
        """Add the number of the page on which a place is."""
        open_field(node, f"PAGEREF {place} \\h")
        self.say(node, page)
        close_field(node)

    def say(self, node: Element, page: str) -> None:
        """Add a number that may yet prove wrong."""
        if page:
            self.refers.folios.append(add_text(node, page))


def add_listing(parent: Element, block: Contents | Index, pages: Pages) -> None:
    """Add the contents, the cities of a state, or a part of the index."""
    if isinstance(block, Index):
        _add_index(parent, block, pages)
    elif block.role == "cities":
        _add_cities(parent, block, pages)
    else:
        _add_contents(parent, block, pages)


def _add_contents(parent: Element, block: Contents, pages: Pages) -> None:
    node = None
    for line in block.lines:
        is_first = node is None
        node = _paragraph(parent, f"contents-{min(line.level, 2)}", pages)
        if is_first:
            open_field(node, _CONTENTS)
        _add_contents_line(node, line, pages)
    if node is not None:
        close_field(node)
        # LibreOffice loses the folio of a section that ends in the field itself.
        parent.append(spacer())


def _paragraph(parent: Element, role: str, pages: Pages) -> Element:
    node = add(parent, "p")
    add(add(node, "pPr"), "pStyle", val=style_id(pages.style.roles[role].word))
    return node


_CONTENTS = "TOC \\h \\z \\t"
"""The field that gathers the headings again when an editor asks for it.

ECMA-376-1, 17.16.5.68: h makes links, t names the styles and their levels.
"""


def list_headings(body: Element, sheet: Element) -> None:
    """Name the styles of the headings that the contents list, wherever they stand."""
    listed = ((title, level) for title, level in outlined(sheet) if level <= _DEEPEST)
    levels = ",".join(f"{title},{level}" for title, level in listed)
    for code in body.iter(name("instrText")):
        if (code.text or "").strip() == _CONTENTS:
            code.text = f' {_CONTENTS} "{levels}" '


def _add_index(parent: Element, index: Index, pages: Pages) -> None:
    # Not Word's own INDEX: LibreOffice makes it a section of one column.
    for entry in index.entries:
        node = _paragraph(parent, "index-entry", pages)
        add_text(node, f"{entry.name}\u2002")
        for number, mention in enumerate(entry.printed):
            if number:
                add_text(node, BETWEEN_PAGES)
            place = pages.refers.places[mention.key]
            link = add(node, "hyperlink", anchor=place, history=1)
            if mention.page.isdigit():
                pages.add(link, place, mention.page)
            else:  # LibreOffice computes 6 where the page bears vi
                add_text(link, mention.page)


def _add_cities(parent: Element, block: Contents, pages: Pages) -> None:
    node = _paragraph(parent, "opener-cities", pages)
    for number, line in enumerate(block.lines):
        if number:
            add_text(node, BETWEEN_CITIES)
        place = pages.refers.places[line.key]
        target = _link(node, line.key, place, pages)
        add_text(target, f"{line.text}\u00a0")
        pages.add(target, place, line.page)


def _link(node: Element, key: str, place: str, pages: Pages) -> Element:
    """Add a link, which tells an editor who rests on it where the text came from."""
    link = add(node, "hyperlink", anchor=place, history=1)
    if origin := pages.refers.origins.get(key):
        link.set(name("tooltip"), printable(origin)[:MOST_TOLD])
    return link


def _add_contents_line(node: Element, line: ContentsLine, pages: Pages) -> None:
    place = pages.refers.places.get(line.key)
    target = _link(node, line.key, place, pages) if place else node
    add_text(target, line.text)
    add_leader(target, pages.style.colors["rule"])
    if place:
        pages.add(target, place, line.page)
    else:
        pages.say(target, line.page)
