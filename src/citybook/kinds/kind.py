"""What a kind of answer is: it reads, prints and shows itself in the blank form."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from citybook.dates import MONTH_FIRST, PartialDate
from citybook.findings import RULES, Severity
from citybook.prose import Prose
from citybook.states import State
from citybook.typography import join_words

Value = str | Decimal | bool | PartialDate | State | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question allows; the part of a field that its kind needs."""

    choices: tuple[tuple[str, str], ...] = ()
    """Key and label of each choice."""
    max_words: int = 0
    """0 is no limit."""
    date_order: str = MONTH_FIRST
    """Which of two numbers in a date is the month, where both may be."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with one answer: a rule's slug, and what to say of it."""

    slug: str
    detail: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """An answer as understood: its value, its words in print, and what is wrong."""

    value: Value
    prose: Prose
    troubles: tuple[Trouble, ...] = ()

    @property
    def is_refused(self) -> bool:
        """Whether a trouble holds it back."""
        return self._has(Severity.ERROR)

    @property
    def is_doubtful(self) -> bool:
        """Whether somebody should look at what is printed for it."""
        return self._has(Severity.WARNING)

    @property
    def worst(self) -> str:
        """What is said of the gravest trouble, if there is any."""
        by_weight = sorted(self.troubles, key=lambda each: RULES[each.slug].severity)
        return by_weight[0].detail if by_weight else ""

    def _has(self, severity: Severity) -> bool:
        return any(RULES[each.slug].severity is severity for each in self.troubles)

    @property
    def is_blank(self) -> bool:
        """Whether nothing was answered, or only said that there is nothing."""
        return self.value is None and not self.prose and not self.is_refused


class Kind(Protocol):
    """One kind of answer."""

    example: str
    """An answer as it should look."""
    prompt: str
    """What to tell the person who fills in the cell, in one sentence."""
    is_long: bool
    """Whether the answer needs a tall cell."""

    def read(self, text: str, asked: Asked) -> Reading:
        """Return what a typed answer means; `text` is tidy and not blank."""
        ...

    def listed(self, asked: Asked) -> tuple[str, ...]:
        """Return the answers of a drop-down list, if there is one."""
        ...


def blank() -> Reading:
    """Return the reading of an answer that was left blank."""
    return Reading(None, ())


def taken_as_blank() -> Reading:
    """Return the reading of an answer that says there is none."""
    return Reading(None, (), (Trouble("taken-as-blank"),))


def taken_as(typed: str, meant: str) -> Trouble:
    """Return the note on an answer that means what the form writes otherwise."""
    return Trouble("taken-as", f"“{typed}” was read as {meant}.")


def left_out(words: Sequence[str], printed: str) -> Trouble:
    """Return the warning of words that stand beside a value and are not printed."""
    quoted = join_words([f"“{word}”" for word in words])
    are = "is" if len(words) == 1 else "are"
    return Trouble("words-left-out", f"{quoted} {are} not printed, only {printed}.")


def refused(slug: str, detail: str = "", *, remedy: str = "") -> Reading:
    """Return the reading of an answer that cannot be understood."""
    return Reading(None, (), (Trouble(slug, detail, remedy),))
