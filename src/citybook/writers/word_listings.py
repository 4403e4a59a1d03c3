"""Word's contents, lists of cities and index: names, and the pages they are on."""

from citybook.document import (
    BETWEEN_CITIES,
    BETWEEN_PAGES,
    Contents,
    ContentsLine,
    Index,
)
from citybook.style import Style
from citybook.word_xml import Element, add, spacer, style_id
from citybook.writers.word_text import (
    References,
    add_field,
    add_leader,
    add_text,
    close_field,
    open_field,
)


def add_listing(
    parent: Element,
    block: Contents | Index,
    style: Style,
    refers: References,
    *,
    is_moved: bool,
) -> None:
    """Add the contents, the cities of a state, or a part of the index.

    Page numbers that `is_moved` makes uncertain are left to Word.
    """
    if isinstance(block, Index):
        _add_index(parent, block, style, refers)
    elif block.role == "cities":
        _add_cities(parent, block, style, refers)
    else:
        _add_contents(parent, block, style, refers, is_moved=is_moved)


def _add_contents(
    parent: Element,
    block: Contents,
    style: Style,
    refers: References,
    *,
    is_moved: bool,
) -> None:
    node = None
    for line in block.lines:
        is_first = node is None
        node = add(parent, "p")
        role = f"contents-{min(line.level, 2)}"
        add(add(node, "pPr"), "pStyle", val=style_id(style.roles[role].word))
        if is_first:
            open_field(node, _contents_field(style))
        _add_contents_line(node, line, style, refers, is_moved=is_moved)
    if node is not None:
        close_field(node)
        # LibreOffice loses the folio of a section that ends in the field itself.
        parent.append(spacer())


def _contents_field(style: Style) -> str:
    """Return the field that gathers the headings again when an editor asks for it."""
    # ECMA-376-1, 17.16.5.68: h makes links, t names the styles and their levels.
    levels = ",".join(
        f"{style.roles[role].word},{level}"
        for role, level in (("heading-1", 1), ("heading-2", 2))
    )
    return f'TOC \\h \\z \\t "{levels}"'


def _add_index(parent: Element, index: Index, style: Style, refers: References) -> None:
    # Not Word's own INDEX: LibreOffice makes it a section of one column.
    for entry in index.entries:
        node = add(parent, "p")
        add(add(node, "pPr"), "pStyle", val=style_id(style.roles["index-entry"].word))
        add_text(node, f"{entry.name}\u2002")
        for number, mention in enumerate(entry.printed):
            if number:
                add_text(node, BETWEEN_PAGES)
            place = refers.places[mention.key]
            link = add(node, "hyperlink", anchor=place, history=1)
            if mention.page.isdigit():
                add_field(link, f"PAGEREF {place} \\h", mention.page)
            else:  # LibreOffice computes 6 where the page bears vi
                add_text(link, mention.page)


def _add_cities(
    parent: Element, block: Contents, style: Style, refers: References
) -> None:
    node = add(parent, "p")
    add(add(node, "pPr"), "pStyle", val=style_id(style.roles["opener-cities"].word))
    for number, line in enumerate(block.lines):
        if number:
            add_text(node, BETWEEN_CITIES)
        place = refers.places[line.key]
        target = add(node, "hyperlink", anchor=place, history=1)
        add_text(target, f"{line.text}\u00a0")
        add_field(target, f"PAGEREF {place} \\h", line.page)


def _add_contents_line(
    node: Element,
    line: ContentsLine,
    style: Style,
    refers: References,
    *,
    is_moved: bool,
) -> None:
    place = refers.places.get(line.key)
    target = add(node, "hyperlink", anchor=place, history=1) if place else node
    add_text(target, line.text)
    add_leader(target, style.colors["rule"])
    # A number that may be wrong is left to Word, which knows once it is asked.
    page = "" if is_moved else line.page
    if place:
        add_field(target, f"PAGEREF {place} \\h", page)
    else:
        add_text(target, page)
