"""Rulings: the decisions on one city, which of them hold, and why others do not."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from citybook.city import CityId, identify
from citybook.decisions import WHOLE, Decision, Decisions, begins, is_file, is_place
from citybook.findings import Finding, found, visible
from citybook.form import Form
from citybook.source import Source
from citybook.submission import Entry, Slot, Submission
from citybook.typography import match_key

Ruling = tuple[Source, Decision]
"""A decision with its place in decisions.yaml."""

_BOTH = frozenset({WHOLE, "both", "every file", "all files"})
_SAID = 60
"""Letters of an answer that a decision quotes."""
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 .,_/()!'-]*")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An answer that may be kept."""

    slot: Slot
    submission: Submission

    @property
    def value(self) -> str:
        """As it was typed."""
        return self.slot.entry.value

    def is_at(self, place: str) -> bool:
        """Tell whether a text names its file, its city's place there, or its own."""
        entry, whole = self.slot.entry, self.submission.source
        is_here = is_place(place, entry.source) or is_place(place, whole)
        return is_here or is_file(place, entry.source)


@dataclass(slots=True)
class Rulings:
    """The decisions on one city, with what came of each."""

    rulings: Sequence[Ruling] = ()
    form: Form | None = None
    held: set[Source] = field(default_factory=set)
    """Where the decisions stand that were followed."""
    reasons: dict[Source, str] = field(default_factory=dict)
    """Why others were not."""

    def whole(self) -> Ruling | None:
        """Return the decision on the whole city, or None."""
        wholes = (each for each in self.rulings if _is_whole(each[1]))
        return next(wholes, None)

    def on(
        self, slot: Slot, path: str, name: str, said: Sequence[Sequence[Candidate]]
    ) -> tuple[Ruling, int] | None:
        """Return the decision on a question and which of its answers it keeps."""
        for source, decision in self.rulings:
            if _is_whole(decision) or not _asks(decision, slot, path, name):
                continue
            kept = _kept(decision, said)
            if isinstance(kept, str):
                self.reasons[source] = kept
                continue
            self.held.add(source)
            return (source, decision), kept
        return None

    def idle(self) -> tuple[Finding, ...]:
        """Return a finding for each decision that was not followed."""
        return tuple(
            idle(source, decision, self.reasons.get(source) or self._reason(decision))
            for source, decision in self.rulings
            if source not in self.held
        )

    def _reason(self, decision: Decision) -> str:
        if _is_whole(decision):
            return "An earlier decision settles the whole city."
        if self.form and not _is_asked(decision.question, self.form):
            return f"The form has no question “{decision.question}”."
        return "The city's answers to it no longer differ."


def idle(source: Source, decision: Decision, reason: str) -> Finding:
    """Return a finding for a decision that has no effect."""
    question = "" if _is_whole(decision) else f", {decision.question},"
    what = f"The decision on {decision.city}{question} has no effect"
    return found("idle-decision", source, f"{what}: {reason[0].lower()}{reason[1:]}")


def by_city(
    decisions: Decisions, form: Form
) -> tuple[Mapping[str, Sequence[Ruling]], Sequence[Finding]]:
    """Return the decisions by the key of their city, and those that name none."""
    rulings: dict[str, list[Ruling]] = {}
    nowhere: list[Finding] = []
    for source, decision in decisions.decisions:
        city = _city(decision.city, form)
        if city:
            rulings.setdefault(city.key, []).append((source, decision))
        else:
            reason = "A city is written with its state, such as Albany, New York."
            nowhere.append(idle(source, decision, reason))
    return rulings, nowhere


def _city(text: str, form: Form) -> CityId | None:
    name, _, state = text.rpartition(",")
    place = Source("")
    entries = (Entry(form.city_path, name, place), Entry(form.state_path, state, place))
    return identify(Submission(place, entries), form)


def keeps_all(decision: Decision) -> bool:
    """Tell whether a decision on a whole city keeps every file of it."""
    return decision.keep.strip().lower() in _BOTH


def _is_whole(decision: Decision) -> bool:
    return match_key(decision.question) in {"", WHOLE}


def _asks(decision: Decision, slot: Slot, path: str, name: str) -> bool:
    if decision.question.strip() == path:
        return True
    aliases = () if slot.number else slot.field.aliases
    return match_key(decision.question) in {match_key(n) for n in (name, *aliases)}


def _is_asked(question: str, form: Form) -> bool:
    """Tell whether the form asks something by that name, of whatever entry."""
    bare = re.sub(r"\d+", "", question)
    names: set[str] = set()
    for section in form.sections:
        for asked in section.fields:
            names.add(f"{section.key} {asked.key}")
            if section.repeats:
                names.add(f"{section.one} {asked.label}")
            else:
                names |= {asked.label, *asked.aliases}
    known = {match_key(re.sub(r"\d+", "", name)) for name in names}
    return match_key(bare) in known


def _kept(decision: Decision, said: Sequence[Sequence[Candidate]]) -> int | str:
    """Return which answer a decision keeps, or why it keeps none."""
    there = [
        (number, candidate)
        for number, candidates in enumerate(said)
        for candidate in candidates
        if candidate.is_at(decision.keep)
    ]
    if not there:
        return f"No answer to it stands in “{decision.keep}”."
    there = [(n, each) for n, each in there if begins(each.value, decision.says)]
    if not there:
        return f"The answer there is no longer “{decision.says}”."
    if len({number for number, _ in there}) > 1:
        return f"“{decision.keep}” gives two answers; name the place of one."
    return there[0][0]


def to_paste(
    city: CityId, question: str, kept: Candidate, others: Sequence[Candidate]
) -> str:
    """Return the lines that settle a question for one answer, ready to paste."""
    own = kept.slot.entry.source
    is_plain = not any(is_file(own.file, each.slot.entry.source) for each in others)
    says = " ".join(kept.value.split())
    lines = {
        "city": f"{city.name}, {city.state.name}",
        "question": question,
        "keep": visible(own.file if is_plain else str(own)),
        "says": says if len(says) <= _SAID else f"{says[:_SAID].rstrip()}…",
    }
    first, *rest = (f"{key}: {_scalar(text)}" for key, text in lines.items())
    blanks = ("who:", "when:", "why:")
    return "\n".join((f"  - {first}", *(f"    {line}" for line in (*rest, *blanks))))


def _scalar(text: str) -> str:
    """Return a text as YAML reads it back, in quotes unless it is plain."""
    if _PLAIN.fullmatch(text) and text == text.strip():
        return text
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    escaped = (char if char.isprintable() else f"\\U{ord(char):08x}" for char in quoted)
    return f'"{"".join(escaped)}"'
