"""Lists as people type them: bullets and numbers of many manners, set as Markdown."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

_ITEM = re.compile(r"( *)(?:-|([0-9]{1,9})[.)]) +(?=\S)")
_BULLET = re.compile(r"^( *)(?:[•◦▪●‣⁃■□○►▶➢➤❖◆♦] *|[·*-] +)(?=[^\s•◦▪●‣⁃■□○►▶➢➤❖◆♦])")
_LOOSE_BULLET = re.compile(r"^( *)([–—o§»→>]|\+(?! *[0-9])) +(?=\S)(?!\d)")
_IN_LINE = re.compile(r" +• +(?=\S)")
_NO_ITEMS = frozenset("-*•")
"""What an item without words leaves of itself."""
_SECOND_MARK = re.compile(r"^([0-9]{0,9})([-+*.)])(?= |$)")
_BRACED = re.compile(r"^( *)\(([0-9]{1,2})\) *(?=\S)|^( *)([0-9]{1,2})[.)](?=[^\W\d_])")
"""A number in brackets, or with no space behind it."""
_LETTER = re.compile(r"^\(?([a-z])[.)] +\S", re.I)


def set_lists(text: str, *, max_depth: int) -> str:
    """Return the text with its lists marked and indented as Markdown asks."""
    deepest = 2 * (max_depth - 1)
    lines = [_indented(line, deepest) for line in text.split("\n")]
    lines = list(_lettered(_counted(list(_parted(lines)))))
    return "\n".join(_numbered(_bulleted(lines)))


def _indented(line: str, deepest: int) -> str:
    line = line.expandtabs(4).rstrip()
    text = line.lstrip(" ")
    return " " * min(len(line) - len(text), deepest) + text


def _parted(lines: Iterable[str]) -> Iterator[str]:
    """Yield a line for each item where line ends were lost: "• one • two"."""
    for line in lines:
        first, *items = _IN_LINE.split(line)
        if items and (first.lstrip().startswith("•") or first.endswith(":")):
            yield first
            yield from (f"• {item}" for item in items)
        else:
            yield line


def _counted(lines: list[str]) -> list[str]:
    """Return the lines with numbers such as (1) as 1., where a second one follows."""
    found = {n: _BRACED.match(line) for n, line in enumerate(lines)}
    numbers = [int(item[2] or item[4]) for item in found.values() if item]
    if numbers[:2] != [1, 2]:
        return lines
    return [
        f"{item[1] or item[3] or ''}{item[2] or item[4]}. {line[item.end() :]}"
        if (item := found[n])
        else line
        for n, line in enumerate(lines)
    ]


def _lettered(lines: list[str]) -> Iterator[str]:
    """Yield a blank line before each line that a letter counts: "a. …", "b. …".

    Markdown has no such lists, and would run the lines together.
    """
    letters = [(found := _LETTER.match(line)) and found[1].lower() for line in lines]
    is_open = False
    for number, line in enumerate(lines):
        here = letters[number]
        is_first = (
            here == "a"
            and next(filter(None, islice(letters, number + 1, None)), "") == "b"
            and not _is_listed(lines, number)
        )
        is_open = is_first or (is_open and bool(line))
        if is_first or (is_open and here):
            yield ""
        yield line


def _is_listed(lines: list[str], number: int) -> bool:
    """Tell whether the line before is an item of a list."""
    before = lines[number - 1] if number else ""
    return bool(_ITEM.match(before) or _BULLET.match(before))


def _bulleted(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines with every typed bullet as a hyphen."""
    bulleted = [_BULLET.sub(r"\1- ", line) for line in lines]
    loose = _loose_bullets(bulleted)
    for number, line in enumerate(bulleted):
        yield _LOOSE_BULLET.sub(r"\1- ", line) if number in loose else line


def _loose_bullets(lines: list[str]) -> set[int]:
    """Return which lines have a dash, a plus, an "o" of Word or the like for a bullet.

    Two of them at least, and none that follows running text: a dash may begin any
    line of a sentence. A plus before a figure is a sign, and so is a section's.
    """
    runs: dict[int, tuple[int, str]] = {}
    run, is_open = 0, True
    for number, line in enumerate(lines):
        if is_open and (loose := _LOOSE_BULLET.match(line)):
            runs[number] = (run, loose[2])
        elif not line:
            is_open = True
        elif not line.startswith(" "):
            run += 1
            is_open = line.endswith(":") or bool(_ITEM.match(line))
    sizes = Counter(runs.values())
    return {number for number, of in runs.items() if sizes[of] > 1}


@dataclass(frozen=True, slots=True)
class _Level:
    """An item that is open while the lines are read."""

    typed: int
    """The column where its text was typed."""
    column: int
    """The column where its text goes."""
    following: int
    """The number of the item that comes next."""


def _numbered(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines indented as their lists nest; a number out of turn is text.

    A list starts at 1 and counts on; "2016. A year" is a sentence, not an item.
    """
    levels: list[_Level] = []
    is_after_blank = False
    for line in lines:
        text = "" if levels and line.strip() in _NO_ITEMS else line.lstrip(" ")
        depth = sum(level.typed <= len(line) - len(line.lstrip()) for level in levels)
        expected = levels[depth].following if depth < len(levels) else 1
        item = _ITEM.match(line)
        if item and item[2] in (None, str(expected)):
            mark = f"{expected}. " if item[2] else "- "
            column = levels[depth - 1].column if depth else 0
            typed = len(item[1]) + len(mark)
            following = expected + 1 if item[2] else 1
            levels[depth:] = [_Level(typed, column + len(mark), following)]
            yield f"{' ' * column}{mark}{_without_mark(line[item.end() :])}"
        else:
            if text and is_after_blank and not depth:
                levels.clear()
            column = levels[-1].column if levels else 0
            yield " " * column + _without_mark(text)
        is_after_blank = not text


def _without_mark(text: str) -> str:
    """Keep a bullet or number at the start of a text from opening a list."""
    return _SECOND_MARK.sub(r"\1\\\2", text)
