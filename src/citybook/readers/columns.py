"""What the columns of a table ask, told by their headings all together.

A heading that is exactly a question goes before one that only comes near to it; so no
column loses its question to a neighbor.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from citybook.form import Field
from citybook.readers.grid import Cell
from citybook.readers.questions import Labels, Question, label_key
from citybook.readers.ticks import is_tick

_PARTS = re.compile(r"\s*\n\s*|\s*[\[(:/|]\s*|\s+[–—-]+\s+|\s*>\s*")
"""What may stand between a question and one of its choices."""
_SELECTED = re.compile(r"\s+-\s+Selected Choice\b", re.I)
_LISTED = frozenset(("choice", "choices"))


@dataclass(frozen=True, slots=True)
class Title:
    """What stands above one column."""

    cell: Cell
    texts: tuple[str, ...]
    """What the column may be called, the likeliest first."""
    group: str = ""
    """The heading over several columns of which this is one."""

    @property
    def name(self) -> str:
        """What a finding calls it."""
        group, *texts = (" ".join(each.split()) for each in (self.group, *self.texts))
        text = texts[-1] if texts[0] == group else texts[0]
        return f"{group}: {text}" if group else text


@dataclass(frozen=True, slots=True)
class Column:
    """What one column asks."""

    question: Question
    option: str = ""
    """The choice that is ticked in it, if it has one choice alone."""
    is_retyped: bool = field(default=False, compare=False)
    """Whether it was recognized though it is worded otherwise."""


@dataclass(slots=True)
class Columns:
    """What the columns of a table ask, by their numbers."""

    asked: dict[int, Column] = field(default_factory=dict)
    unclear: dict[int, tuple[Question, ...]] = field(default_factory=dict)
    """Columns that may ask two questions."""

    def ask(self, column: int, asked: Column, title: Title) -> None:
        """Note what a column asks.

        The second of two without a number in the heading asks for the next entry.
        """
        is_numbered = bool(re.search(r"\d", title.name))
        taken = set(self.asked.values())
        while asked in taken and asked.question.section.repeats and not is_numbered:
            number = asked.question.number + 1
            asked = replace(asked, question=replace(asked.question, number=number))
        self.asked[column] = asked


Below = Callable[[int], Iterator[Cell]]
"""Gives the cells below the heading of a column."""


def columns_of(
    titles: Mapping[int, Title], labels: Labels, below: Below | None = None
) -> Columns:
    """Return what columns ask; retyped headings count only if `below` is given."""
    columns = Columns()
    for number, title in titles.items():
        if asked := _asked(title, labels):
            columns.ask(number, asked, title)
        elif len(meant := labels.meant(title.texts[0])) > 1:
            columns.unclear[number] = meant
    _drop_keys(columns, titles, labels)
    if below:
        _add_near(columns, titles, labels)
        _drop_keys(columns, titles, labels)
        _add_bare_options(columns, titles, labels, below=below)
    return columns


def _asked(title: Title, labels: Labels) -> Column | None:
    """Return the question that a title is, or the choice that it offers."""
    section = labels.heading(title.group) if title.group else None
    for text in title.texts:
        if section and (asked := labels.within(section[0], text)):
            number = (section[1] or 1) if section[0].repeats else 0
            return Column(Question(section[0], asked, number))
        if question := labels.find(text):
            return Column(question)
        if option := _option(title, text, labels):
            return option
    return None


def _option(title: Title, text: str, labels: Labels) -> Column | None:
    """Return the choice of a question for which a column stands alone."""
    for asking, choice in _split(title, text):
        question = labels.find(asking)
        nearest = (question,) if question else labels.near(asking)
        if len(nearest) == 1 and (option := option_of(nearest[0].field, choice)):
            return Column(nearest[0], option, is_retyped=not question)
    return None


def _split(title: Title, text: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to part a title into a question and a choice."""
    if title.group:
        yield title.group, text
    plain = _SELECTED.sub("", text)
    for part in _PARTS.finditer(plain):
        asking, choice = plain[: part.start()], plain[part.end() :].rstrip(" ])")
        if asking and choice:
            yield asking, choice


def option_of(asked: Field, text: str) -> str:
    """Return the label of the choice that a text is, or an empty text."""
    if asked.kind not in _LISTED:
        return ""
    wanted = label_key(text)
    for choice in asked.choices:
        if wanted in {label_key(choice.label), label_key(choice.key)}:
            return choice.label
    is_other = wanted.split()[:1] == ["other"]
    others = [each.label for each in asked.choices if each.key == "other"]
    return others[0] if is_other and others else ""


def _drop_keys(columns: Columns, titles: Mapping[int, Title], labels: Labels) -> None:
    """Forget a heading that is only the key of a question that another one asks."""
    for number in _by_key(columns, titles, labels):
        twins = [
            each for each in columns.asked.values() if each == columns.asked[number]
        ]
        if len(twins) > 1:
            del columns.asked[number]


def _by_key(
    columns: Columns, titles: Mapping[int, Title], labels: Labels
) -> tuple[int, ...]:
    """Return the columns that have the key of a question and no name of it."""
    return tuple(
        number
        for number, column in columns.asked.items()
        if not column.option
        and not column.is_retyped
        and any(
            labels.is_by_key(text, column.question) for text in titles[number].texts
        )
    )


def _add_near(columns: Columns, titles: Mapping[int, Title], labels: Labels) -> None:
    """Add the columns whose headings come near to a question that is not yet asked.

    A mere key gives way: `Name` is the city's only where no other heading is.
    """
    by_key = _by_key(columns, titles, labels)
    for number, title in titles.items():
        if number in columns.asked or number in columns.unclear:
            continue
        asked = columns.asked.items()
        taken = {column.question for each, column in asked if each not in by_key}
        section = labels.heading(title.group) if title.group else None
        for text in title.texts:
            nearest = labels.near(text, section[0] if section else None)
            if section and section[0].repeats:
                entry = section[1] or 1
                nearest = tuple(replace(each, number=entry) for each in nearest)
            free = tuple(each for each in nearest if each not in taken)
            if len(free) == 1:
                columns.asked[number] = Column(free[0], is_retyped=True)
                break
            if len(free) > 1:
                columns.unclear[number] = free
                break


def _add_bare_options(
    columns: Columns, titles: Mapping[int, Title], labels: Labels, *, below: Below
) -> None:
    """Add columns that are called like a choice and have nothing but ticks."""
    asked = {column.question for column in columns.asked.values() if not column.option}
    for number, title in titles.items():
        if number in columns.asked or number in columns.unclear:
            continue
        meant = [
            Column(Question(section, field, int(section.repeats > 0)), option)
            for section in labels.form.sections
            for field in section.fields
            if (option := option_of(field, title.texts[0]))
        ]
        several = [each for each in meant if each.question.field.kind == "choices"]
        meant = several if len(meant) > 1 else meant
        if len(meant) != 1 or meant[0].question in asked:
            continue
        if all(
            is_tick(cell.text, meant[0].option) is not None for cell in below(number)
        ):
            columns.asked[number] = meant[0]
