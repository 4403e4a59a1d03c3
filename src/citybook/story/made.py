"""What of a Word file repeats its own words: contents, names looked up, heads."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from citybook.story.model import Paragraph, Place, Run

_BREAK = re.compile(r"[\t\n]")
_FOLIO = re.compile(r"(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
"""A page number of the front matter."""


def made_in(told: Paragraph) -> Iterator[tuple[Run, ...]]:
    """Yield the stretches of a paragraph that say what is said elsewhere."""
    if told.place is Place.HEADER:
        yield told.runs
        return
    for is_computed, runs in groupby(told.runs, lambda run: run.is_computed):
        if is_computed:
            yield tuple(runs)


def made_of(told: Sequence[Paragraph]) -> frozenset[str]:
    """Return the parts of all stretches that are no paragraph of the text."""
    texts = ("".join(run.text for run in runs) for t in told for runs in made_in(t))
    body = (each.runs for each in told if each.place is not Place.HEADER)
    said = ("".join(run.text for run in runs if not run.is_computed) for runs in body)
    return frozenset(part for text in texts for part in parts(text)) - {
        *map(folded, said)
    }


def parts(text: str) -> list[str]:
    """Return what of a stretch holds words; a page number does not."""
    found = map(folded, _BREAK.split(text))
    return [part for part in found if has_words(part) and not _FOLIO.fullmatch(part)]


def has_words(text: str) -> bool:
    """Tell whether there are letters in it."""
    return any(map(str.isalpha, text))


def folded(text: str) -> str:
    """Return a text with one plain space for each stretch of space."""
    return " ".join(text.split())
