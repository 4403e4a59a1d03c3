"""Which question a label asks, however a person retyped it."""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from citybook.form import Field, Form, Section
from citybook.form_layout import STAMP, own_texts, question, sheet_names
from citybook.typography import match_key

_LONGEST_LABEL = 500
_REMARK = re.compile(r"\(\s*(required|optional)\s*\)\s*[:*]*\s*$", re.I)


@dataclass(frozen=True, slots=True)
class Question:
    """One question as a label asks it."""

    section: Section
    field: Field
    number: int = 0
    """Which entry of a repeated section, where the label tells; else 0."""


@dataclass(frozen=True, slots=True)
class Labels:
    """All spellings under which a form's questions may arrive."""

    form: Form
    fields: Mapping[str, Mapping[str, Field]]
    """For each section, its fields by spelling."""
    anywhere: Mapping[str, tuple[Question, ...]]
    """By spelling, the questions that it may mean when no section is named."""
    sections: Mapping[str, Section]
    """By spelling, the sections."""
    own: frozenset[str]
    """What the blank form says besides its questions."""

    def within(self, section: Section, text: str) -> Field | None:
        """Return the field of a section that a label means."""
        return self.fields[section.key].get(label_key(text))

    def find(self, text: str, near: Section | None = None) -> Question | None:
        """Return the question that a label means, first of all in the section near."""
        if near and (field := self.within(near, text)):
            return Question(near, field)
        meant = self.anywhere.get(label_key(text), ())
        once = tuple(each for each in meant if not each.section.repeats)
        if once or len(meant) == 1:
            return (once or meant)[0]
        return self._with_section(label_key(text))

    def _with_section(self, key: str) -> Question | None:
        """Return the question of a label such as `effort 1 date`."""
        words = key.split()
        for length in range(len(words) - 1, 0, -1):
            section = self.sections.get(" ".join(words[:length]))
            rest = words[length:]
            # A label may begin with a number itself: “1. How many came?”
            if section and (field := self.fields[section.key].get(" ".join(rest))):
                return Question(section, field, int(section.repeats > 0))
            numbers = [int(word) for word in rest[:1] if _is_number(word)]
            name = " ".join(rest[len(numbers) :])
            if section and (field := self.fields[section.key].get(name)):
                number = (numbers or [1])[0]
                return Question(section, field, number if section.repeats else 0)
        return None

    def heading(self, text: str) -> tuple[Section, int] | None:
        """Return the section that a heading opens, with the entry's number or 0."""
        words = label_key(text).split()
        numbers = [int(word) for word in words[-1:] if _is_number(word)]
        name = words[: len(words) - len(numbers)]
        section = self.sections.get(" ".join(name))
        return (section, (numbers or [0])[0]) if section else None

    def is_own(self, text: str) -> bool:
        """Tell whether the blank form itself says this."""
        return match_key(text) in self.own or bool(STAMP.fullmatch(text))

    def guess(self, text: str) -> str:
        """Return a hint that names the question which an unknown label resembles."""
        labels = {
            label_key(field.label): field.label
            for section in self.form.sections
            for field in section.fields
        }
        near = difflib.get_close_matches(label_key(text), list(labels), n=1, cutoff=0.7)
        return f"Perhaps “{labels[near[0]]}” is meant." if near else ""


def overwritten(
    fields: Sequence[Field], asked: Sequence[tuple[int, Field]], place: int
) -> str:
    """Return a hint that names the question which must have stood at a place.

    It is the one between its neighbors; or else the only one that is absent.
    """
    known = [field for _, field in asked]
    absent = [field for field in fields if field not in known]
    before = [fields.index(field) for at, field in asked if at < place]
    after = [fields.index(field) for at, field in asked if at > place]
    start, end = max(before, default=-1), min(after, default=len(fields))
    between = [field for field in absent if start < fields.index(field) < end]
    meant = between if len(between) == 1 else absent
    return f"Perhaps it should read “{question(meant[0])}”." if len(meant) == 1 else ""


@cache
def labels_of(form: Form) -> Labels:
    """Return the spellings of a form's questions."""
    return Labels(
        form,
        {section.key: _spellings(section) for section in form.sections},
        _anywhere(form),
        _section_spellings(form),
        own_texts(form),
    )


def label_key(text: str) -> str:
    """Return what two spellings of a label share; a long text is no label."""
    return _label_key(text) if len(text) <= _LONGEST_LABEL else text


@lru_cache(maxsize=4096)
def _label_key(text: str) -> str:
    plain = _REMARK.sub("", text)
    return match_key(plain) or plain.strip(" :*\u00a0\n").casefold()


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdigit() and 0 < len(word) < 5


def _ranks(field: Field) -> tuple[tuple[str, ...], ...]:
    """Return a field's spellings: the label goes before the key, then the aliases."""
    ranks = ((field.label, question(field)), (field.key,), field.aliases)
    return tuple(tuple(label_key(text) for text in rank) for rank in ranks)


def _spellings(section: Section) -> dict[str, Field]:
    spellings: dict[str, Field] = {}
    for rank in range(3):
        for field in section.fields:
            for key in _ranks(field)[rank]:
                spellings.setdefault(key, field)
    return spellings


def _anywhere(form: Form) -> dict[str, tuple[Question, ...]]:
    """Return the questions that a spelling may mean, those of the best rank only."""
    anywhere: dict[str, tuple[Question, ...]] = {}
    for rank in range(3):
        found: dict[str, tuple[Question, ...]] = {}
        for section in form.sections:
            for field in section.fields:
                meant = Question(section, field, int(section.repeats > 0))
                for key in set(_ranks(field)[rank]):
                    found[key] = (*found.get(key, ()), meant)
        anywhere = found | anywhere
    return anywhere


def _section_spellings(form: Form) -> dict[str, Section]:
    names = sheet_names(form)
    spellings: dict[str, Section] = {}
    for section in form.sections:
        sheet = names.get(section.key, section.label)
        for name in (section.label, section.one, section.key, sheet):
            spellings.setdefault(label_key(name), section)
    return spellings
