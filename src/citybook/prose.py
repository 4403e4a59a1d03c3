"""Written text as a tree: paragraphs and lists of runs, read from light Markdown."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import assert_never
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

from citybook.source import Source

LINK_SCHEMES = frozenset({"http", "https", "mailto"})


@dataclass(frozen=True, slots=True)
class Text:
    """A run of plain characters."""

    text: str
    computed: str = ""
    """Name of the count that this run prints; empty for typed text."""


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


Inline = Text | Emphasis | Strong | Link | Part
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


Prose = tuple[Paragraph | BulletList, ...]


def parse(text: str) -> Prose:
    """Return the tree of a text in light Markdown.

    Emphasis, links, lists and paragraphs are known (CommonMark 0.31); everything
    else is text. Quotes, dashes and ellipses are set typographically.
    """
    tokens = _MARKDOWN.parse(_guard(text))
    return tuple(_blocks(iter(tokens)))


def line(text: str) -> Prose:
    """Return one paragraph that prints `text` exactly as it is."""
    return (Paragraph((Text(text),)),)


def plain(prose: Prose) -> str:
    """Return the words of a prose without its form, a line for each block or item."""
    lines: list[str] = []
    for block in prose:
        match block:
            case Paragraph():
                lines.append(plain_inlines(block.children))
            case BulletList():
                lines.extend(plain_inlines(item.children) for item in block.items)
            case _:
                assert_never(block)
    return "\n".join(lines)


def plain_inlines(children: Inlines) -> str:
    """Return the characters of a run of inlines."""
    return "".join(
        child.text if isinstance(child, Text) else plain_inlines(child.children)
        for child in children
    )


def with_role(prose: Prose, role: str) -> Prose:
    """Return the prose with its paragraphs in the given role; lists keep theirs."""
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


_BULLET = re.compile(r"^(\s*)[•◦▪●·–*+-]\s+(?=\S)", re.M)
_NUMBER = re.compile(r"^(\s*)(\d+)([.)])(?=\s)")
_TIMES = re.compile(r"(?<=\d)(\s?)\*(\s?)(?=\d)")
_SHORT_YEAR = re.compile(r"(?<!\w)'(?=\d\ds?\b)")
_DASHES = re.compile(r"(?<=[^\W\d])-{2,3}(?=[^\W\d])|(?<=\s)-{2,3}(?=\s)")
_DOTS = re.compile(r"(?<!\.)\.{3}(?!\.)")


def _guard(text: str) -> str:
    """Keep Markdown from reading more into typed text than its author meant."""
    text = _SHORT_YEAR.sub("’", _TIMES.sub(r"\1\\*\2", text))
    text = _DOTS.sub("…", _DASHES.sub("—", text))
    lines = _BULLET.sub(r"\1- ", text).split("\n")
    return "\n".join(_guarded_numbers(lines))


def _guarded_numbers(lines: list[str]) -> Iterator[str]:
    # A list starts at 1 and counts on; "2016. A year" is a sentence, not an item.
    expected = 1
    for text in lines:
        number = _NUMBER.match(text)
        if number and int(number[2]) == expected:
            yield f"{number[1]}{expected}.{text[number.end() :]}"
            expected += 1
        elif number:
            yield _NUMBER.sub(r"\1\2\\\3", text)
        else:
            yield text
            expected = 1 if text.strip() and not text.startswith(" ") else expected


def _blocks(tokens: Iterator[Token]) -> Iterator[Paragraph | BulletList]:
    for token in tokens:
        if token.type == "inline":
            if children := _inlines(iter(token.children or ())):
                yield Paragraph(children)
        elif token.type in {"bullet_list_open", "ordered_list_open"}:
            yield BulletList(tuple(_items(tokens)), token.type == "ordered_list_open")


def _items(
    tokens: Iterator[Token], *, level: int = 0, ordered: bool = False
) -> Iterator[ListItem]:
    children: Inlines = ()
    for token in tokens:
        if token.type == "inline":
            gap = (Text(" "),) if children else ()
            children += gap + _inlines(iter(token.children or ()))
        elif token.type in {"bullet_list_open", "ordered_list_open"}:
            yield ListItem(children, level, ordered)
            children = ()
            is_ordered = token.type == "ordered_list_open"
            yield from _items(tokens, level=level + 1, ordered=is_ordered)
        elif token.type == "list_item_close" and children:
            yield ListItem(children, level, ordered)
            children = ()
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            return


def _inlines(tokens: Iterator[Token]) -> Inlines:
    children: list[Inline] = []
    for token in tokens:
        match token.type:
            case "text" | "text_special":
                children.append(Text(token.content))
            case "softbreak" | "hardbreak":
                children.append(Text(" "))
            case "em_open":
                children.append(Emphasis(_inlines(tokens)))
            case "strong_open":
                children.append(Strong(_inlines(tokens)))
            case "link_open":
                children.append(Link(_inlines(tokens), str(token.attrs["href"])))
            case _:  # the closing half of the pair that this call was opened for
                break
    return _joined(children)


def _joined(children: list[Inline]) -> Inlines:
    """Join neighboring runs of plain text, and drop empty ones."""
    joined: list[Inline] = []
    for child in children:
        if isinstance(child, Text) and joined and isinstance(joined[-1], Text):
            joined[-1] = Text(joined[-1].text + child.text)
        elif child != Text(""):
            joined.append(child)
    return tuple(joined)


def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("zero", {"html": False, "typographer": True})
    # Not "replacements": it makes (c) of a list into a copyright sign.
    markdown.enable(["list", "emphasis", "link", "newline", "escape", "smartquotes"])
    setattr(markdown, "validateLink", is_safe_link)  # noqa: B010
    return markdown


_MARKDOWN = _markdown()
