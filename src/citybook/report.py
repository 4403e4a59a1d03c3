"""The report: what all cities answered, cleaned, in order, with what was counted."""

from collections.abc import Mapping
from dataclasses import dataclass

from citybook.edition import EditionFile
from citybook.findings import Finding
from citybook.kinds import Value
from citybook.plate import Halftone
from citybook.prose import Prose
from citybook.source import Source
from citybook.states import State
from citybook.typography import in_prose


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, ready to print."""

    key: str
    """Of the passage: `albany-ny/efforts/2/what`."""
    label: str
    value: Value
    prose: Prose
    source: Source
    gap: Finding | None = None
    """Why the answer is held back, if it is."""
    halftone: Halftone | None = None
    """The picture that it names."""

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing to print."""
        return not self.prose and not self.gap


@dataclass(frozen=True, slots=True)
class Item:
    """The answers to one section, or one entry of a repeated one."""

    key: str
    answers: Mapping[str, Answer]
    """By the field's key."""

    def values(self) -> Mapping[str, Value]:
        """Return the values by field key; an answer held back has none."""
        return {key: answer.value for key, answer in self.answers.items()}


@dataclass(frozen=True, slots=True)
class City:
    """One city and its sections; a repeated section may have any number of items."""

    key: str
    name: str
    state: State
    items: Mapping[str, tuple[Item, ...]]
    """By the section's key."""
    source: Source


@dataclass(frozen=True, slots=True)
class StateCities:
    """A state and its cities in alphabetical order."""

    state: State
    cities: tuple[City, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """A figure with its noun; or, where there is no figure, a name that is listed."""

    number: int | None
    one: str = ""
    many: str = ""

    def in_words(self, *, opens_sentence: bool) -> str:
        """Return the figure as running text sets it: `nine cities`, `49 cities`."""
        if self.number is None:
            return self.many
        noun = self.one if self.number == 1 else self.many
        number = in_prose(self.number, opens_sentence=opens_sentence)
        return f"{number} {noun}".strip()


@dataclass(frozen=True, slots=True)
class Report:
    """All that the book can say."""

    edition: EditionFile
    texts: Mapping[str, tuple[Answer, ...]]
    """The edition's own prose by its key, with the figures in place.

    One part, or several if some paragraphs are held back.
    """
    gaps: Mapping[str, Finding]
    """What of the edition is held back, by its path: `edition/officers/0`."""
    halftones: Mapping[str, Halftone]
    """The pictures of the edition, by path: `edition/logo`."""
    states: tuple[StateCities, ...]
    counts: Mapping[str, tuple[Count, ...]]
    """Every figure by its name; one of choices is a list of figures."""
    is_draft: bool

    @property
    def pictures(self) -> frozenset[str]:
        """The files of the pictures that came in, as they are printed."""
        sections = (each for city in self.cities for each in city.items.values())
        items = (item for section in sections for item in section)
        answers = (answer for item in items for answer in item.answers.values())
        named = (answer.halftone for answer in answers if answer.halftone)
        return frozenset(each.picture for each in (*named, *self.halftones.values()))

    @property
    def cities(self) -> tuple[City, ...]:
        """All cities, in the order of the book."""
        return tuple(city for group in self.states for city in group.cities)
