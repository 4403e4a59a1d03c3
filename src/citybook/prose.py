"""Written text as a tree: paragraphs, lists and tables, read from light Markdown."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import assert_never
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

from citybook.source import Source
from citybook.typed_lists import set_lists
from citybook.typed_tables import Alignment, TypedTable, parted, with_bars

LINK_SCHEMES = frozenset({"http", "https", "mailto"})


@dataclass(frozen=True, slots=True)
class Text:
    """A run of plain characters."""

    text: str
    computed: str = ""
    """The placeholder whose figure this run prints; empty for typed text."""


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Text that is stressed; italics in print."""

    children: "Inlines"


@dataclass(frozen=True, slots=True)
class Strong:
    """Text that is important; bold in print."""

    children: "Inlines"


@dataclass(frozen=True, slots=True)
class Link:
    """Text that leads to a web address, or to `#key` of a block of the document."""

    children: "Inlines"
    target: str


@dataclass(frozen=True, slots=True)
class Part:
    """A run that came from one answer, inside a line that joins several."""

    key: str
    source: Source
    children: "Inlines"


@dataclass(frozen=True, slots=True)
class Citation:
    """The raised numbers of notes, each a link to its note."""

    children: "Inlines"


Inline = Text | Emphasis | Strong | Link | Part | Citation
Inlines = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; its role says what the text is, never how it looks."""

    children: Inlines
    role: str = "body"


@dataclass(frozen=True, slots=True)
class ListItem:
    """One item of a list; level 0 is the outermost."""

    children: Inlines
    level: int = 0
    ordered: bool = False
    """Whether an inner list, of level 1 or more, is numbered."""


@dataclass(frozen=True, slots=True)
class BulletList:
    """A list, numbered from 1 where it is ordered; inner lists follow their item."""

    items: tuple[ListItem, ...]
    ordered: bool = False
    role: str = "list-item"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table that was typed: rows of cells, of which the first is the header."""

    rows: tuple[tuple[Inlines, ...], ...]
    alignment: tuple[Alignment, ...]
    """Of each column."""


Written = Paragraph | BulletList | Grid
"""A block of written text."""
Prose = tuple[Written, ...]


def parse(text: str) -> Prose:
    """Return the tree of a text in light Markdown.

    Emphasis, links, lists, paragraphs (CommonMark 0.31) and tables are known;
    everything else is text. Quotes, dashes and ellipses are set typographically.
    """
    quotes = text.count('"') + text.count("'")
    markdown = _MARKDOWN if quotes <= MAX_QUOTES else _MARKDOWN_ALONE
    blocks: list[Written] = []
    for part in parted(with_bars(text)):
        if isinstance(part, TypedTable):
            blocks += _rows(part, markdown)
        else:
            guarded = _guard(set_lists(part, max_depth=MAX_DEPTH))
            blocks += _blocks(iter(markdown.parse(guarded)))
    return tuple(blocks)


def _rows(table: TypedTable, markdown: MarkdownIt) -> Iterator[Grid | Paragraph]:
    """Yield a table; where it cannot be set as one, a paragraph for each row."""
    if table.fault:
        for row in table.rows:
            if children := _cell(BETWEEN_CELLS.join(row), markdown):
                yield Paragraph(children)
    else:
        head, *rows = (
            tuple(_cell(cell, markdown) for cell in row) for row in table.rows
        )
        yield Grid((head, *filter(any, rows)), table.alignment)


BETWEEN_CELLS = " | "
"""What stands between the cells of a table that is printed as lines."""


def _cell(text: str, markdown: MarkdownIt) -> Inlines:
    tokens = markdown.parseInline(_guard(text))
    return _inlines(tokens[0].children or ())


def line(text: str) -> Prose:
    """Return one paragraph that prints `text` exactly as it is."""
    return (Paragraph((Text(text),)),)


def plain(prose: Prose) -> str:
    """Return the words of a prose without its form, a line for each block or item.

    Tabs part the cells of a table.
    """
    lines: list[str] = []
    for block in prose:
        if isinstance(block, Grid):
            lines.extend("\t".join(map(plain_inlines, row)) for row in block.rows)
        else:
            lines.extend(map(plain_inlines, runs(block)))
    return "\n".join(lines)


def runs(block: Written) -> Iterator[Inlines]:
    """Yield the text of a block: of each item, and of each cell."""
    match block:
        case Paragraph():
            yield block.children
        case BulletList():
            yield from (item.children for item in block.items)
        case Grid():
            yield from (cell for row in block.rows for cell in row)
        case _:
            assert_never(block)


def with_runs(block: Written, change: Callable[[Inlines], Inlines]) -> Written:
    """Return a block with each of its runs changed."""
    match block:
        case Paragraph():
            return replace(block, children=change(block.children))
        case BulletList():
            items = (replace(i, children=change(i.children)) for i in block.items)
            return replace(block, items=tuple(items))
        case Grid():
            rows = tuple(tuple(map(change, row)) for row in block.rows)
            return replace(block, rows=rows)
        case _:
            assert_never(block)


def plain_inlines(children: Inlines) -> str:
    """Return the characters of a run of inlines."""
    return "".join(
        child.text if isinstance(child, Text) else plain_inlines(child.children)
        for child in children
    )


def with_role(prose: Prose, role: str) -> Prose:
    """Return the prose with its paragraphs in a role; lists and tables keep theirs."""
    return tuple(
        replace(block, role=role) if isinstance(block, Paragraph) else block
        for block in prose
    )


def is_safe_link(target: str) -> bool:
    """Tell whether a link may be printed: http, https or mailto, and no password."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return False
    if parts.scheme not in LINK_SCHEMES or parts.username or parts.password:
        return False
    return bool(parts.netloc) or parts.scheme == "mailto"


MAX_DEPTH = 20
"""How deep marks and lists go; what is deeper keeps its words and loses its form."""
MAX_QUOTES = 2000
"""Straight quotes in one text; more are left as typed: pairing them takes too long."""

_TARGET = (
    r"\((?:(?:https?://|mailto:)[^\s<>()]*(?:\([^\s<>()]*\)[^\s<>()]*)*"
    r"|<(?:https?://|mailto:)[^<>\\\n]*>)\)"
)
_LABEL = r"(?:[^\[\]\\]|\\.|\[[^\[\]]{0,100}\]){1,300}"
_ADDRESS = r"https?://[^\s<>\]]*[^\s<>\[\]\\.,;:!?'\"”’)*_]"
_FORM = re.compile(rf"(\[(?={_LABEL}\]{_TARGET})|\]{_TARGET}|{_ADDRESS})", re.I | re.S)
_ADDRESS_SIGNS = re.compile(r"\\[!-/:-@\[-`{-~]|([\\*_'\"\[\]])")
_BRACKETS = re.compile(r"\\.|([\[\]])", re.S)
_TIMES = re.compile(r"(?<=\d) ?\* ?(?=\d)|(?<=\w)\*(?=\w\*\w)|(?<=\w\*\w)\*(?=\w)")
"""The stars of 5*3 and a*b*c multiply."""
_LEFT_OUT = re.compile(
    r"(?<!\w)'(?=\d\ds?\b|(?:tis|twas|til|em)\b)|(?<!\w)'(?=n'(?!\w))|(?<=\W'n)'(?!\w)",
    re.I,
)
"""Apostrophes that begin a word: '24, 'tis, rock 'n' roll."""
_FEET = re.compile(r"(?<=\d)'(?= ?\d| ?[x×] ?\d)|(?<=[x×] )(\d{1,4})'|(?<=[x×]\d)'")
_FEET_ALONE = re.compile(r"(?<=\d)'(?=[\s.,;:)]|$)")
_OPENS = re.compile(r"(?<!\w)'(?=\w)")
_DASHES = re.compile(r"(?<=[^\W\d])-{2,3}(?=[^\W\d])|(?<=\s)-{2,3}(?=\s)")
_DOTS = re.compile(r"(?<!\.)\.{3}(?!\.)")


def _guard(text: str) -> str:
    """Keep Markdown from reading more into typed text than its author meant."""
    parts = _FORM.split(text)
    parts[::2] = [_typeset(part) for part in parts[::2]]
    parts[1::2] = [_as_typed(part) for part in parts[1::2]]
    return "".join(parts)


def _typeset(text: str) -> str:
    """Set what stands between links and addresses; its brackets lead nowhere."""
    text = _BRACKETS.sub(_escaped, _TIMES.sub(_starred, text))
    text = _FEET.sub(r"\1\\'", _LEFT_OUT.sub("’", text))
    text = text if _OPENS.search(text) else _FEET_ALONE.sub(r"\\'", text)
    return _DOTS.sub("…", _DASHES.sub("—", text))


def _starred(star: re.Match[str]) -> str:
    return star[0].replace("*", "\\*")


def _as_typed(part: str) -> str:
    """Leave a bracket or the target of a link; let no sign of an address be a mark."""
    return part if part[0] in "[]" else _ADDRESS_SIGNS.sub(_escaped, part)


def _escaped(sign: re.Match[str]) -> str:
    return f"\\{sign[1]}" if sign[1] else sign[0]


def _blocks(tokens: Iterator[Token]) -> Iterator[Paragraph | BulletList]:
    for token in tokens:
        if token.type == "inline":
            if children := _inlines(token.children or ()):
                yield Paragraph(children)
        elif token.type in {"bullet_list_open", "ordered_list_open"}:
            is_ordered = token.type == "ordered_list_open"
            yield BulletList(_items(tokens), is_ordered)


def _items(
    tokens: Iterator[Token], *, level: int = 0, ordered: bool = False
) -> tuple[ListItem, ...]:
    items: list[ListItem] = []
    for token in tokens:
        if token.type == "list_item_open":
            items.append(ListItem((), level, ordered))
        elif token.type == "inline":
            items[-1] = _longer(items[-1], _inlines(token.children or ()))
        elif token.type in {"bullet_list_open", "ordered_list_open"}:
            is_ordered = token.type == "ordered_list_open"
            items += _items(tokens, level=level + 1, ordered=is_ordered)
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            break
    return tuple(items)


def _longer(item: ListItem, children: Inlines) -> ListItem:
    gap = (Text(" "),) if item.children else ()
    return replace(item, children=(*item.children, *gap, *children))


def _inlines(tokens: Iterable[Token]) -> Inlines:
    opened: list[Token] = []
    runs: list[list[Inline]] = [[]]
    for token in tokens:
        match token.type:
            case "text" | "text_special":
                runs[-1].append(Text(token.content))
            case "softbreak" | "hardbreak":
                runs[-1].append(Text(" "))
            case "em_open" | "strong_open" | "link_open":
                opened.append(token)
                runs.append([])
            case _:  # the closing half of the pair that was opened last
                depth = len(opened)
                inner = _joined(runs.pop())
                runs[-1].extend(_wrapped(opened.pop(), inner, depth=depth))
    return _joined(runs[0])


def _wrapped(opened: Token, inner: Inlines, *, depth: int) -> Inlines:
    """Return a run within the marks that were opened before it."""
    if depth > MAX_DEPTH:
        return inner
    match opened.type:
        case "em_open":
            return (Emphasis(inner),)
        case "strong_open":
            return (Strong(inner),)
        case _:
            return (Link(inner, str(opened.attrs["href"])),)


def _joined(children: list[Inline]) -> Inlines:
    """Join neighboring runs of plain text, and drop empty ones."""
    joined: list[Inline] = []
    for child in children:
        if isinstance(child, Text) and joined and isinstance(joined[-1], Text):
            joined[-1] = Text(joined[-1].text + child.text)
        elif child != Text(""):
            joined.append(child)
    return tuple(joined)


def _markdown(*, typographer: bool) -> MarkdownIt:
    # A list in a list adds two levels, and what is nested deeper would be lost.
    limit = 3 * MAX_DEPTH
    options = {"html": False, "maxNesting": limit, "typographer": typographer}
    markdown = MarkdownIt("zero", options)
    # Not "replacements": it makes (c) of a list into a copyright sign.
    markdown.enable(["list", "emphasis", "link", "newline", "escape", "smartquotes"])
    setattr(markdown, "validateLink", is_safe_link)
    return markdown


_MARKDOWN = _markdown(typographer=True)
_MARKDOWN_ALONE = _markdown(typographer=False)
