"""Comments of a YAML file: those of the blank form, and those that a city typed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from citybook.form import Form
from citybook.form_layout import all_remarks
from citybook.typography import match_key

_ENOUGH = 4
"""So many words in a row that the form says are no city's own."""
_RULE = frozenset("#-=*_~+. \t")
"""Signs of which people draw a line."""


@dataclass(frozen=True, slots=True)
class Remarks:
    """What the comments of a blank form say, wherever their lines end.

    A form of another version has most of its comments in common with this one; the
    rest is told, for nobody can know that it was not the city that typed it.
    """

    wholes: frozenset[str]
    """Each block of lines as a whole."""
    blocks: tuple[str, ...]
    """The same, a sentence or a choice on each line."""

    def typed(self, lines: list[str]) -> list[bool]:
        """Tell of each line of a block of comments whether a city typed it.

        A choice is ours only behind the question that it answers, and once.
        """
        if " ".join(map(match_key, lines)) in self.wholes:
            return [False for _ in lines]
        told: list[bool] = []
        rests: tuple[str, ...] = ()
        for line in lines:
            key = _key(line.lstrip("#"))
            here = tuple(_behind(rests, key, _next(key))) or self._begun(key)
            told.append(not here and not _RULE.issuperset(line))
            rests = here or rests
        return told

    def _begun(self, key: str) -> tuple[str, ...]:
        """Return what follows a line in the blocks that hold it."""
        if key.startswith("- ") or not key:
            return ()
        is_long = len(key.split()) >= _ENOUGH
        word = rf"(?<!\S){re.escape(key)}(?!\S)"
        return tuple(_behind(self.blocks, key, word if is_long else rf"^{word}$"))


def remarks_of(form: Form) -> Remarks:
    """Return what the comments of a blank form say."""
    blocks = tuple(all_remarks(form))
    return Remarks(
        frozenset(match_key(" ".join(block)) for block in blocks),
        tuple("\n".join(map(_key, block)) for block in blocks),
    )


def _key(text: str) -> str:
    """Return the words of a line, whatever its numbers; a choice keeps its dash."""
    if text.strip().startswith("- "):
        return f"- {match_key(text)}"
    return re.sub(r"\d+", "0", match_key(text))


def _next(key: str) -> str:
    """Return a pattern of what comes next, or of a whole line below it."""
    word = rf"{re.escape(key)}(?!\S)"
    return rf"\A\s?{word}|^{word}$" if key else r"(?!)"


def _behind(texts: tuple[str, ...], key: str, pattern: str) -> Iterator[str]:
    """Yield what stands behind a line, in each text that has it."""
    for text in texts:
        if key in text and (found := re.search(pattern, text, re.M)):
            yield text[found.end() :]
