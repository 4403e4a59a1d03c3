"""HTML of a Document: the tree walked in Python, the markup made by the macros."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Protocol, assert_never

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from citybook.document import (
    BETWEEN_CITIES,
    BETWEEN_PAGES,
    Block,
    Chapter,
    Contents,
    ContentsLine,
    Document,
    Figure,
    Gap,
    Heading,
    Index,
    Notes,
    Passage,
    Picture,
    PullQuote,
    Silhouette,
    Table,
    gap_text,
)
from citybook.plate import NO_PICTURES, Pictures
from citybook.prose import (
    BulletList,
    Citation,
    Emphasis,
    Inline,
    Inlines,
    Link,
    ListItem,
    Paragraph,
    Part,
    Strong,
    Text,
    plain_inlines,
)
from citybook.typography import EMOJI

_ID = re.compile(r'(<(?:span|table|h[1-6]|div class="passage")) id="([^"]*)"')
WORD_JOINER = "\u2060"

_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>]+")
_MARKED = r'<span class="address">\g<0></span>'
"""An address, which no hyphen parts."""
_DRAWN = r'<span class="emoji">\g<0></span>'
"""A picture of several signs, which is of no language."""


class _Macro(Protocol):
    def __call__(self, *values: object) -> Markup: ...


class Macros:
    """The macros of `blocks.html`, one a block kind, from the edition's templates."""

    def __init__(self, folders: Iterable[Path], colors: Mapping[str, str]) -> None:
        """Load the macros from the first folder that has them.

        `colors` are those of the style, for what no style sheet reaches.
        """
        environment = Environment(
            loader=FileSystemLoader([str(folder) for folder in folders]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
        )
        environment.globals["colors"] = colors
        self._module = environment.get_template("blocks.html").module

    def __getitem__(self, name: str) -> _Macro:
        """Return the macro of that name."""
        macro: _Macro = getattr(self._module, name)
        return macro


def html_of(
    document: Document, styles: str, macros: Macros, pictures: Pictures = NO_PICTURES
) -> str:
    """Return the whole book as one page of HTML; `styles` is its CSS."""
    chapters = Markup().join(_chapter(c, macros, pictures) for c in document.chapters)
    return str(macros["page"](document, Markup(styles), _once(chapters)))


def _once(markup: Markup) -> Markup:
    """Return the markup with each id where it first stands.

    A short answer may be printed again, and an address be cited again.
    """
    known: set[str] = set()

    def first(found: re.Match[str]) -> str:
        is_first = found[2] not in known
        known.add(found[2])
        return found[0] if is_first else found[1]

    return Markup(_ID.sub(first, str(markup)))


def _chapter(chapter: Chapter, macros: Macros, pictures: Pictures) -> Markup:
    return macros["chapter"](chapter, _blocks(chapter.blocks, macros, pictures))


def _blocks(blocks: tuple[Block, ...], macros: Macros, pictures: Pictures) -> Markup:
    return Markup().join(_block(block, macros, pictures) for block in blocks)


def _block(block: Block, macros: Macros, pictures: Pictures) -> Markup:
    match block:
        case Heading():
            return macros["heading"](block, _inlines(block.children))
        case Paragraph():
            return macros["paragraph"](block, _inlines(block.children))
        case BulletList():
            return macros["bullet_list"](block, _branches(block.items))
        case Table():
            header = [_inlines(cell) for cell in block.header]
            rows = [[_inlines(cell) for cell in row] for row in block.rows]
            name = "key_figures" if block.role == "key-figures" else "table"
            return macros[name](block, header, rows)
        case Figure():
            words = (_inlines(block.title), _inlines(block.note))
            return macros["figure"](block, *words, _drawing(block, pictures))
        case Picture():
            told = plain_inlines(block.alternative)
            return macros["picture"](block, _inlines(block.caption), told)
        case Silhouette():
            return macros["silhouette"](block, _path(block))
        case PullQuote():
            inner = _blocks(block.blocks, macros, pictures)
            return macros["pull_quote"](block, inner)
        case Notes():
            texts = [_inlines(note.children) for note in block.notes]
            return macros["notes"](block, zip(block.notes, texts, strict=True))
        case Gap():
            return macros["gap"](block, gap_text(block))
        case Passage():
            inner = _blocks(block.blocks, macros, pictures)
            return macros["passage"](block, inner)
        case Contents() | Index():
            return _listed(block, macros)
        case _:
            assert_never(block)


def _listed(block: Contents | Index, macros: Macros) -> Markup:
    if isinstance(block, Index):
        return macros["index"](block, BETWEEN_PAGES)
    if block.role == "cities":
        return macros["cities"](block.lines, BETWEEN_CITIES)
    return macros["contents"](_entries(block.lines))


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of the contents with those of a deeper level that follow it."""

    line: ContentsLine
    inner: list[ContentsLine]


def _entries(lines: tuple[ContentsLine, ...]) -> list[_Entry]:
    entries: list[_Entry] = []
    for line in lines:
        if line.level > 1 and entries:
            entries[-1].inner.append(line)
        else:
            entries.append(_Entry(line, []))
    return entries


def _drawing(figure: Figure, pictures: Pictures) -> Markup:
    """Return the SVG of a figure, in points, with what it shows in words.

    PDF/UA-1 wants a Figure element to have an alternative (ISO 14289-1, 7.3);
    WeasyPrint takes it from the SVG's title.
    """
    svg = pictures.svg(figure.picture)
    inner = Markup(svg[svg.index(">") + 1 :])
    head = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{}pt" height="{}pt"'
        ' viewBox="0 0 {} {}"><title>{}</title>'
    )
    size = (f"{figure.width_pt:g}", f"{figure.height_pt:g}")
    return head.format(*size, *size, figure.alternative) + inner


def _path(silhouette: Silhouette) -> str:
    """Return the shape as SVG writes it."""
    rings = (" ".join(f"{x:g},{y:g}" for x, y in ring) for ring in silhouette.rings)
    return "".join(f"M{ring}Z" for ring in rings)


@dataclass(frozen=True, slots=True)
class _Branch:
    """An item of a list with the lists inside it."""

    text: Markup
    ordered: bool
    """Whether it is numbered, as an item of an inner list."""
    inner: "tuple[tuple[_Branch, ...], ...]"
    """Neighbors that are all numbered, or all not, make one list."""


def _branches(items: tuple[ListItem, ...]) -> tuple[_Branch, ...]:
    """Return the items as a tree, each with those of a deeper level that follow it."""
    starts: list[int] = []
    for number, item in enumerate(items):
        if not starts or item.level <= items[starts[-1]].level:
            starts.append(number)
    ends = [*starts[1:], len(items)][: len(starts)]
    return tuple(
        _branch(items[start], items[start + 1 : end])
        for start, end in zip(starts, ends, strict=True)
    )


def _branch(item: ListItem, deeper: tuple[ListItem, ...]) -> _Branch:
    lists = groupby(_branches(deeper), key=lambda branch: branch.ordered)
    inner = tuple(tuple(branches) for _, branches in lists)
    return _Branch(_inlines(item.children), item.ordered, inner)


def _inlines(children: Inlines, *, link: str = "") -> Markup:
    """Return the markup of a run.

    A link goes inside emphasis, never around it: PDF/UA-1 wants a Link element to
    hold its text and annotation and nothing else (ISO 14289-1, 7.18.5).
    """
    return Markup().join(_inline(child, link) for child in children)


def _inline(child: Inline, link: str) -> Markup:
    match child:
        case Text():
            text = escape(child.text)
            if not link and _ADDRESS.search(text):
                text = Markup(_ADDRESS.sub(_MARKED, str(text)))
            if not text.isascii():
                text = Markup(EMOJI.sub(_DRAWN, str(text)))
            return Markup('<a href="{}">{}</a>').format(link, text) if link else text
        case Emphasis():
            return Markup("<em>{}</em>").format(_inlines(child.children, link=link))
        case Strong():
            return Markup("<strong>{}</strong>").format(
                _inlines(child.children, link=link)
            )
        case Link():
            return _inlines(child.children, link=child.target)
        case Part():
            return Markup('<span id="{}" data-source="{}">{}</span>').format(
                child.key, str(child.source), _inlines(child.children, link=link)
            )
        case Citation():
            # The word joiner holds the numbers at their word, whatever that ends with.
            return Markup('<sup data-role="Reference">{}{}</sup>').format(
                WORD_JOINER, _inlines(child.children)
            )
        case _:
            assert_never(child)
