"""The comments of a YAML text: those behind something, and those on their own lines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_COMMENT = re.compile(r"(^|[ \t]+)(#.*\S)", re.M)
_LINE_END = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment from its sign on."""

    text: str
    start: int
    """Where its sign stands in the text."""
    space: int
    """How many spaces stand before it."""
    is_alone: bool
    """Whether nothing else stands before it on its line."""

    def is_close_to(self, place: int) -> bool:
        """Tell whether one space parts it from what ends there."""
        return self.space == 1 and self.start == place + 1


def blocks_of_comments(
    text: str, start: int, end: int
) -> Iterator[tuple[Comment, ...]]:
    """Yield each comment behind something, and others with those right below them."""
    block: list[Comment] = []
    for comment in _comments(text, start, end):
        last = block[-1] if block else comment
        between = text[last.start + len(last.text) : comment.start]
        if block and not (
            last.is_alone and comment.is_alone and len(_LINE_END.findall(between)) == 1
        ):
            yield tuple(block)
            block = []
        block.append(comment)
    if block:
        yield tuple(block)


def _comments(text: str, start: int, end: int) -> Iterator[Comment]:
    # What ends right before a comment may have taken the spaces along.
    unindented = len(text[:start].rstrip(" \t"))
    for found in _COMMENT.finditer(text, unindented, end):
        line = max(text.rfind(sign, 0, found.start()) for sign in "\n\r") + 1
        is_alone = not text[line : found.start()].strip()
        yield Comment(found[2], found.start(2), len(found[1]), is_alone)
