"""The form: what is asked, as `templates/form.yaml` states it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from citybook.dates import MONTH_FIRST
from citybook.definition import STRICT, read_definition
from citybook.findings import Finding
from citybook.kinds import KINDS, Asked, Kind
from citybook.typography import match_key

_KEY = re.compile(r"[a-z0-9][a-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a closed list."""

    key: str
    label: str
    one: str = ""
    """Its noun in running text: "community forum"."""
    many: str = ""
    """The plural of the noun."""

    __pydantic_config__ = STRICT


@dataclass(frozen=True, slots=True)
class Field:
    """One question."""

    key: str
    label: str
    kind: str
    required: bool = False
    max_words: int = 0
    """0 is no limit."""
    choices: tuple[Choice, ...] = ()
    aliases: tuple[str, ...] = ()
    """Other labels under which an answer may arrive."""
    public: bool = True
    """Whether it is printed; what is not public is read for the editors alone."""
    hint: str = ""
    date_order: Literal["", "month-first", "day-first"] = ""
    """Which number of a date is the month; the form's own order where it is empty."""

    __pydantic_config__ = STRICT

    def __post_init__(self) -> None:
        """Refuse a kind that nobody knows, and a closed list without choices."""
        _refuse_nameless(self.key, self.label)
        _refuse_twins("choice", [choice.key for choice in self.choices])
        if self.kind not in KINDS:
            raise ValueError(
                f"there is no kind “{self.kind}”; known: {', '.join(KINDS)}"
            )
        if self.kind in {"choice", "choices"} and not self.choices:
            raise ValueError("a choice needs its choices")

    @property
    def reader(self) -> Kind:
        """The kind of answer that is expected."""
        return KINDS[self.kind]

    @property
    def asked(self) -> Asked:
        """What the question allows."""
        pairs = tuple((choice.key, choice.label) for choice in self.choices)
        order = self.date_order or MONTH_FIRST
        return Asked(pairs, self.max_words, date_order=order)


@dataclass(frozen=True, slots=True)
class Section:
    """A group of questions, which may be answered several times over."""

    key: str
    label: str
    fields: tuple[Field, ...]
    repeats: int = 0
    """For how many entries the blank form has room; 0 for a section asked once."""
    item: str = ""
    """What one entry is called: "Effort"."""
    hint: str = ""

    __pydantic_config__ = STRICT

    def __post_init__(self) -> None:
        """Refuse two questions of one key or label, and fewer rows than none."""
        _refuse_nameless(self.key, self.label)
        _refuse_twins("question", [field.key for field in self.fields])
        labels = [match_key(field.label) for field in self.fields]
        _refuse_twins("question", labels, by="label")
        if self.repeats < 0:
            raise ValueError(
                "repeats is the number of rows, 0 for a section asked once"
            )

    def field(self, key: str) -> Field | None:
        """Return the question of that key, or None."""
        return next((field for field in self.fields if field.key == key), None)

    @property
    def one(self) -> str:
        """What one entry is called."""
        return self.item or self.label


@dataclass(frozen=True, slots=True)
class Form:
    """Everything that is asked."""

    key: str
    version: int
    title: str
    sections: tuple[Section, ...]
    instructions: str = ""
    date_order: Literal["month-first", "day-first"] = "month-first"
    """Which number of 3/4/2016 is the month; a question may say otherwise."""

    __pydantic_config__ = STRICT

    def __post_init__(self) -> None:
        """Refuse a form that does not ask once for a city and once for its state."""
        _refuse_twins("section", [section.key for section in self.sections])
        for kind in ("city", "state"):
            asked = [field for _, field in self.single() if field.kind == kind]
            if len(asked) != 1:
                raise ValueError(f"one question of kind “{kind}” is needed, asked once")
            if not (asked[0].required and asked[0].public):
                raise ValueError(f"the question of kind “{kind}” must be required")

    @property
    def stamp(self) -> str:
        """What a blank form bears so that its version is known: `dialogue/1`."""
        return f"{self.key}/{self.version}"

    @property
    def city_path(self) -> str:
        """The path of the question that names the city."""
        return next(path for path, field in self.single() if field.kind == "city")

    @property
    def state_path(self) -> str:
        """The path of the question that names the state."""
        return next(path for path, field in self.single() if field.kind == "state")

    @property
    def asks_for_pictures(self) -> bool:
        """Whether one of its questions does."""
        fields = (field for section in self.sections for field in section.fields)
        return any(field.kind == "picture" for field in fields)

    def single(self) -> Iterator[tuple[str, Field]]:
        """Yield path and question of all that is asked once."""
        for section in self.sections:
            if not section.repeats:
                for field in section.fields:
                    yield f"{section.key}/{field.key}", field

    def section(self, key: str) -> Section | None:
        """Return the section of that key, or None."""
        return next((section for section in self.sections if section.key == key), None)


def _refuse_twins(what: str, keys: list[str], *, by: str = "key") -> None:
    twins = sorted({key for key in keys if keys.count(key) > 1})
    if twins:
        raise ValueError(f"two {what}s have the {by} “{twins[0]}”")


def _refuse_nameless(key: str, label: str) -> None:
    if not _KEY.fullmatch(key):
        raise ValueError(f"the key “{key}” must be letters a-z, digits and hyphens")
    if not label.strip():
        raise ValueError(f"the label of “{key}” is blank")


def read_form(path: Path, file: str) -> tuple[Form | None, list[Finding]]:
    """Return the form that a file defines, and what is wrong with the file."""
    form, _, findings = read_definition(path, file, Form)
    return form and _with_date_order(form), findings


def _with_date_order(form: Form) -> Form:
    """Return the form with its order of dates told to each of its questions."""
    order = form.date_order
    sections = tuple(
        replace(
            section,
            fields=tuple(
                replace(field, date_order=field.date_order or order)
                for field in section.fields
            ),
        )
        for section in form.sections
    )
    return replace(form, sections=sections)
