"""Bold and italic parts of a cell, written as light Markdown."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

_SIGNS = re.compile(r"([\\*_\[\]`])")
_SPACE = r"\s*"
_SPACE_AND_SIGNS = r"[\W_]*"


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that look alike."""

    text: str
    bold: bool = False
    italic: bool = False

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
    return "\n".join(_line(line) for line in lines)


def _lines(runs: Iterable[Run]) -> Iterator[list[Run]]:
    """Yield the runs line by line, neighbors that look alike joined."""
    line: list[Run] = []
    for (bold, italic), alike in groupby(runs, key=lambda run: (run.bold, run.italic)):
        first, *others = "".join(run.text for run in alike).split("\n")
        line.append(Run(first, bold, italic))
        for text in others:
            yield line
            line = [Run(text, bold, italic)]
    yield line


def _line(runs: list[Run]) -> str:
    text = ""
    for number, run in enumerate(runs):
        following = "".join(other.text for other in runs[number + 1 :])
        text += _marked(run, text[-1:], following[:1])
    return text


def _marked(run: Run, before: str, after: str) -> str:
    """Return a run between marks that CommonMark takes as such.

    Space stays outside; so do signs where a letter touches the mark (0.31, 6.2).
    """
    left = re.match(_SPACE_AND_SIGNS if before.isalnum() else _SPACE, run.text)
    right = re.search(f"{_SPACE_AND_SIGNS if after.isalnum() else _SPACE}$", run.text)
    start = left.end() if left else 0
    end = right.start() if right else len(run.text)
    if not run.mark or start >= end:
        return _escaped(run.text)
    inside = f"{run.mark}{_escaped(run.text[start:end])}{run.mark}"
    return f"{_escaped(run.text[:start])}{inside}{_escaped(run.text[end:])}"


def _escaped(text: str) -> str:
    return _SIGNS.sub(r"\\\1", text)
