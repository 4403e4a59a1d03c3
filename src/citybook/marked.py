"""Bold, italic and linked parts of a text, written as light Markdown."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from citybook.prose import parse, plain
from citybook.typed_tables import table_lines

_SIGNS = re.compile(r"([\\*_\[\]`])")
_BETWEEN_CELLS = re.compile(r"([|\t])")
_SPACE = re.compile(r"\s*")
_SPACE_AND_SIGNS = re.compile(r"[\W_]*")


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that look alike."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""

    @property
    def mark(self) -> str:
        """What stands on both sides of it in Markdown."""
        return "*" * (2 * self.bold + self.italic)


def markdown(runs: Iterable[Run]) -> str:
    """Return the text with its marks; nothing where all of it looks alike."""
    lines = list(_lines(runs))
    spoken = {run.mark for line in lines for run in line if run.text.strip()}
    if len(spoken) < 2:
        return ""
    rows = table_lines("".join(run.text for run in line) for line in lines)
    return "\n".join(
        _line(list(_in_cells(line)) if number in rows else line)
        for number, line in enumerate(lines)
    )


def _in_cells(line: list[Run]) -> Iterator[Run]:
    """Yield the runs of a row of a table, so that no mark goes from cell to cell."""
    for run in line:
        for text in _BETWEEN_CELLS.split(run.text):
            has_words = any(map(str.isalnum, text))
            yield replace(run, text=text) if has_words else Run(text)


def marked(runs: Iterable[Run]) -> str:
    """Return the text with its marks and links, whatever it looks like."""
    return "\n".join(_linked(line) for line in _lines(runs))


def _lines(runs: Iterable[Run]) -> Iterator[list[Run]]:
    """Yield the runs line by line, neighbors that look alike joined."""
    line: list[Run] = []
    for look, alike in groupby(runs, key=lambda run: replace(run, text="")):
        first, *others = "".join(run.text for run in alike).split("\n")
        line.append(replace(look, text=first))
        for text in others:
            yield line
            line = [replace(look, text=text)]
    yield line


def _linked(runs: list[Run]) -> str:
    text = ""
    for link, inner in groupby(runs, key=lambda run: run.link):
        words = _line(list(inner))
        text += f"[{words}]({link})" if link and words.strip() else words
    return text


def _line(runs: list[Run]) -> str:
    """Return a line; where marks touch and would be read as others, with fewer."""
    apart = _joined(runs, is_touching=False)
    touching = _joined(runs, is_touching=True)
    if touching == apart or plain(parse(touching)) == plain(parse(apart)):
        return touching
    return apart


def _joined(runs: list[Run], *, is_touching: bool) -> str:
    shown = [run for run in runs if run.text]
    following = [*(run.text[0] for run in shown[1:]), ""]
    text = ""
    # A blank line has no run at all.
    for run, after in zip(shown, following, strict=False):
        before = "" if text.endswith("\\*") else text[-1:]
        is_free = is_touching or before != "*" or run.text[0].isspace()
        text += _marked(run if is_free else Run(run.text), before, after)
    return text


def _marked(run: Run, before: str, after: str) -> str:
    """Return a run between marks that CommonMark takes as such.

    Space stays outside; so do signs where a letter touches the mark (0.31, 6.2).
    """
    start = _outside(run.text, is_touched=before.isalnum())
    end = len(run.text) - _outside(run.text[::-1], is_touched=after.isalnum())
    if not run.mark or start >= end:
        return _escaped(run.text)
    inside = f"{run.mark}{_escaped(run.text[start:end])}{run.mark}"
    return f"{_escaped(run.text[:start])}{inside}{_escaped(run.text[end:])}"


def _outside(text: str, *, is_touched: bool) -> int:
    """Return how many characters at the start of a run stay outside its mark."""
    is_touched = is_touched and not text[:1].isspace()
    pattern = _SPACE_AND_SIGNS if is_touched else _SPACE
    found = pattern.match(text)
    return found.end() if found else 0


def _escaped(text: str) -> str:
    return _SIGNS.sub(r"\\\1", text)
