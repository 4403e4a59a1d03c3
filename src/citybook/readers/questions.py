"""Which question a label asks, however a person retyped it."""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

from citybook.form import Field, Form, Section
from citybook.form_layout import STAMP, own_texts, question, sheet_names
from citybook.readers.near import Rank, Wording, is_slip, nearness, wording
from citybook.typography import match_key

_LONGEST_LABEL = 500
_LONGEST_NAME = 16
"""Words in the name of a section, at most, where a label begins with it."""
_REMARK = re.compile(r"[(\[]\s*(required|optional)\s*[)\]]\s*[:*]*\s*$", re.I)
_NUMBERING = re.compile(
    r"^[\s*]*(?:(?:q|question)\s?\d{1,3}[a-z]?\s*(?:[.):]\s*|[–—-]+\s+|\s+)"
    r"|\(?\d{1,3}[a-z]?\s*(?:[.):]+\s*|[–—-]+\s+)(?!\d))(?=\S)",
    re.I,
)
"""How surveys number their questions: `2.`, `3)`, `Q4 -`, `Question 5:`."""
_ASIDE = re.compile(r"\s*\([^()]*\)[\s:*?.]*$|\s*\n.*$", re.S)
"""What explains a question behind it: in brackets at the end, or on further lines."""
_OTHER_THING = re.compile(
    r"\b(?:phone|telephone|e-?mail|fax|address|office|title|date|number|link|url)\b",
    re.I,
)
"""Words by which an aside asks for something else: `Mayor (phone)`."""
_KIND_LABELS = {
    "city": ("City", "Town", "Municipality", "City or town"),
    "state": ("State", "State or territory"),
}
"""Kinds that every form asks for once, and what people call them."""
_NUMBER_BEHIND = re.compile(r"(.*[^\W\d])[ ]?([1-9]\d?)")
_MOST_REMEMBERED = 4096


@dataclass(frozen=True, slots=True)
class Question:
    """One question as a label asks it."""

    section: Section
    field: Field
    number: int = 0
    """Which entry of a repeated section, where the label tells; else 0."""

    @property
    def name(self) -> str:
        """What a city knows it by: `City`, or `Effort 2: Date`."""
        if not self.section.repeats:
            return self.field.label
        number = f" {self.number}" if self.number > 1 else ""
        return f"{self.section.one}{number}: {self.field.label}"


@dataclass(frozen=True, slots=True)
class _Asked:
    """One wording of a question that a label may come near to."""

    question: Question
    wording: Wording
    beside: tuple[frozenset[str], ...]
    """Phrases that may stand beside it."""


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
    wordings: Mapping[str, tuple[_Asked, ...]]
    """What a label may come near to, by each of its words."""
    remembered: dict[tuple[str, str], tuple[Question, ...]] = field(
        default_factory=dict, compare=False
    )
    """By section and label, what `near` has found; as section * what `meant` has."""

    def within(self, section: Section, text: str) -> Field | None:
        """Return the field of a section that a label means."""
        fields = self.fields[section.key]
        return fields.get(label_key(text)) or fields.get(label_key(unnumbered(text)))

    def find(self, text: str, near: Section | None = None) -> Question | None:
        """Return the question that a label means, first of all in the section near."""
        if near and (field := self.within(near, text)):
            return Question(near, field)
        meant = self.meant(text)
        return meant[0] if len(meant) == 1 else None

    def meant(self, text: str) -> tuple[Question, ...]:
        """Return the questions that a label may mean, one asked once before others."""
        if len(text) > _LONGEST_LABEL:
            return ()
        key = ("*", text)
        if key not in self.remembered:
            self._remember(key, self._meant(text))
        return self.remembered[key]

    def _meant(self, text: str) -> tuple[Question, ...]:
        for plain in dict.fromkeys((text, unnumbered(text))):
            key = label_key(plain)
            meant = self.anywhere.get(key, ())
            once = tuple(each for each in meant if not each.section.repeats)
            if len(once or meant) == 1:
                return once or meant
            if found := self._with_section(key) or self._with_number(key):
                return (found,)
            if meant:
                return once or meant
        return ()

    def near(self, text: str, section: Section | None = None) -> tuple[Question, ...]:
        """Return the questions that a retyped label comes nearest to: one, or none.

        Where it comes as near to one as to another, all of them are returned.
        """
        if len(text) > _LONGEST_LABEL or not text.strip():
            return ()
        key = (section.key if section else "", text)
        if key not in self.remembered:
            self._remember(key, self._near(text, section))
        return self.remembered[key]

    def _remember(self, key: tuple[str, str], meant: tuple[Question, ...]) -> None:
        if len(self.remembered) >= _MOST_REMEMBERED:
            self.remembered.clear()
        self.remembered[key] = meant

    def _near(self, text: str, section: Section | None) -> tuple[Question, ...]:
        for plain in _plainer(text):
            if (exact := self.find(plain, section)) and plain != text:
                return (exact,)
            nearest = self._nearest(wording(plain), section)
            if nearest:
                return nearest
            if numbered := self._near_in_section(plain):
                return numbered
        return ()

    def _nearest(self, label: Wording, section: Section | None) -> tuple[Question, ...]:
        """Return the questions nearest to a label, those asked once before others."""
        best: dict[Question, Rank] = {}
        for asked in self._sharing_words(label):
            meant = asked.question
            if section and meant.section is not section:
                continue
            rank = nearness(
                label, asked.wording, kind=meant.field.kind, beside=asked.beside
            )
            if rank is not None:
                best[meant] = min(rank, best.get(meant, rank))
        least = min(best.values(), default=None)
        nearest = tuple(meant for meant, rank in best.items() if rank == least)
        once = tuple(meant for meant in nearest if not meant.section.repeats)
        return once or nearest

    def _sharing_words(self, label: Wording) -> dict[_Asked, None]:
        """Return the wordings that share a word with a label, but for a slip."""
        shared: dict[_Asked, None] = {}
        for word in label.words:
            known = [word] if word in self.wordings else self.wordings
            for other in known:
                if other == word or (other[0] == word[0] and is_slip(word, other)):
                    shared |= dict.fromkeys(self.wordings[other])
        return shared

    def _near_in_section(self, text: str) -> tuple[Question, ...]:
        """Return what a label such as `Effort 2: Sorce link` comes near to."""
        words = label_key(text).split()
        for length in range(min(len(words) - 1, _LONGEST_NAME), 0, -1):
            section = self.sections.get(" ".join(words[:length]))
            rest = words[length:]
            if not section or not section.repeats or not _is_number(rest[0]):
                continue
            nearest = self._nearest(wording(" ".join(rest[1:])), section)
            return tuple(
                Question(section, meant.field, int(rest[0])) for meant in nearest
            )
        return ()

    def is_by_key(self, text: str, question: Question) -> bool:
        """Tell whether a label is a question's key and nothing that people call it."""
        asked = question.field
        key = label_key(unnumbered(text))
        called = {label_key(each) for each in (asked.label, *asked.aliases)}
        return key == label_key(asked.key) and key not in called

    def _with_section(self, key: str) -> Question | None:
        """Return the question of a label such as `effort 1 date`."""
        words = key.split()
        for length in range(min(len(words) - 1, _LONGEST_NAME), 0, -1):
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

    def _with_number(self, key: str) -> Question | None:
        """Return the question of a label such as `date 2` or, from Excel, `date2`."""
        numbered = _NUMBER_BEHIND.fullmatch(key)
        meant = self.anywhere.get(numbered[1], ()) if numbered else ()
        if not numbered or len(meant) != 1 or not meant[0].section.repeats:
            return None
        return replace(meant[0], number=int(numbered[2]))

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
        key = label_key(text)
        # A slip in the first letter is rare: “cities” are no “activities”.
        alike = [label for label in labels if label[:1] == key[:1]]
        near = difflib.get_close_matches(key, alike, n=1, cutoff=0.7)
        return f"Perhaps “{labels[near[0]]}” is meant." if near else ""


@cache
def labels_of(form: Form) -> Labels:
    """Return the spellings of a form's questions."""
    return Labels(
        form,
        {section.key: _spellings(section) for section in form.sections},
        _anywhere(form),
        _section_spellings(form),
        own_texts(form),
        _by_word(_wordings(form)),
    )


def unnumbered(text: str) -> str:
    """Return a label without the number that a survey puts before its questions."""
    return _NUMBERING.sub("", text, count=1)


def _plainer(text: str) -> Iterator[str]:
    """Yield a label, and without the aside at its end."""
    plain = unnumbered(text)
    yield plain
    aside = _ASIDE.search(plain)
    if aside and aside.start() and not _OTHER_THING.search(aside[0]):
        yield plain[: aside.start()]


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
        for asked in section.fields:
            for key in _ranks(asked)[rank]:
                spellings.setdefault(key, asked)
    return spellings


def _anywhere(form: Form) -> dict[str, tuple[Question, ...]]:
    """Return the questions that a spelling may mean, those of the best rank only."""
    anywhere: dict[str, tuple[Question, ...]] = {}
    for rank in range(3):
        found: dict[str, tuple[Question, ...]] = {}
        for section in form.sections:
            for asked in section.fields:
                meant = Question(section, asked, int(section.repeats > 0))
                for key in set(_ranks(asked)[rank]):
                    found[key] = (*found.get(key, ()), meant)
        anywhere = found | anywhere
    return {key: _called_so(key, meant) for key, meant in anywhere.items()}


def _called_so(key: str, meant: tuple[Question, ...]) -> tuple[Question, ...]:
    """Return of several questions with one key the only one that people call so."""
    called = tuple(each for each in meant if key in _ranks(each.field)[2])
    return called if len(called) == 1 else meant


def _wordings(form: Form) -> Iterator[_Asked]:
    """Yield all that a label may come near to; a key only with its section's name."""
    for section in form.sections:
        titles = {section.label, section.one}
        of_section = {wording(each).words for each in titles}
        title_words = frozenset[str]().union(*of_section if section.repeats else ())
        for asked in section.fields:
            called = (asked.label, *asked.aliases, *_KIND_LABELS.get(asked.kind, ()))
            with_section = tuple(
                f"{title} {name}"
                for title in titles
                for name in (asked.label, asked.key)
            )
            told = {wording(each) for each in (*called, *with_section)}
            wordings = [each for each in told if not each.words <= title_words]
            beside = tuple(of_section | {wording(each).words for each in called})
            question = Question(section, asked, int(section.repeats > 0))
            for each in wordings:
                yield _Asked(question, each, beside)


def _by_word(wordings: Iterable[_Asked]) -> dict[str, tuple[_Asked, ...]]:
    by_word: dict[str, tuple[_Asked, ...]] = {}
    for asked in wordings:
        for word in asked.wording.words:
            by_word[word] = (*by_word.get(word, ()), asked)
    return by_word


def _section_spellings(form: Form) -> dict[str, Section]:
    names = sheet_names(form)
    spellings: dict[str, Section] = {}
    for section in form.sections:
        sheet = names.get(section.key, section.label)
        for name in (section.label, section.one, section.key, sheet):
            spellings.setdefault(label_key(name), section)
    return spellings
