"""HTML of a Document: the tree walked in Python, the markup made by the macros."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Protocol, assert_never

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from citybook.document import (
    Block,
    Chapter,
    Contents,
    Document,
    Gap,
    Heading,
    Passage,
    PullQuote,
    Table,
    gap_text,
)
from citybook.prose import (
    BulletList,
    Emphasis,
    Inlines,
    Link,
    ListItem,
    Paragraph,
    Part,
    Strong,
    Text,
)


class _Macro(Protocol):
    def __call__(self, *values: object) -> Markup: ...


class Macros:
    """The macros of `blocks.html`, one a block kind, from the edition's templates."""

    def __init__(self, folders: Iterable[Path]) -> None:
        """Load the macros from the first folder that has them."""
        environment = Environment(
            loader=FileSystemLoader([str(folder) for folder in folders]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
        )
        self._module = environment.get_template("blocks.html").module

    def __getitem__(self, name: str) -> _Macro:
        """Return the macro of that name."""
        macro: _Macro = getattr(self._module, name)
        return macro


def html_of(document: Document, styles: str, macros: Macros) -> str:
    """Return the whole book as one page of HTML; `styles` is its CSS."""
    chapters = Markup().join(_chapter(c, macros) for c in document.chapters)
    return str(macros["page"](document, Markup(styles), chapters))


def _chapter(chapter: Chapter, macros: Macros) -> Markup:
    return macros["chapter"](chapter, _blocks(chapter.blocks, macros))


def _blocks(blocks: tuple[Block, ...], macros: Macros) -> Markup:
    return Markup().join(_block(block, macros) for block in blocks)


def _block(block: Block, macros: Macros) -> Markup:
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
            return macros["table"](block, header, rows)
        case PullQuote():
            return macros["pull_quote"](block, _blocks(block.blocks, macros))
        case Gap():
            return macros["gap"](block, gap_text(block))
        case Passage():
            return macros["passage"](block, _blocks(block.blocks, macros))
        case Contents():
            return macros["contents"](block)
        case _:
            assert_never(block)


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


def _inline(child: Text | Emphasis | Strong | Link | Part, link: str) -> Markup:
    match child:
        case Text():
            text = escape(child.text)
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
            return Markup('<span data-key="{}" data-source="{}">{}</span>').format(
                child.key, str(child.source), _inlines(child.children, link=link)
            )
        case _:
            assert_never(child)
