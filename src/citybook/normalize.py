"""Normalize: Submissions become a Report, cleaned, placed and in order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType

from citybook.city import identify
from citybook.counts import count_all, fill, holes
from citybook.edition import EditionFile
from citybook.findings import Finding, Severity
from citybook.form import Form
from citybook.kinds import understand
from citybook.plate import Halftone
from citybook.prose import parse
from citybook.report import Answer, City, Count, Item, Report, StateCities
from citybook.source import Source
from citybook.submission import Slot, Submission, slots
from citybook.typography import match_key

Held = Mapping[tuple[Source, str], Finding]
"""Why an answer is held back, by its place and path; '' is any path there."""

Halftones = Mapping[tuple[Source, str], Halftone]
"""The pictures that are ready for print, by place and path of what names them."""

EDITION = "edition/"
"""How the paths of the edition's own words begin."""

LABELS = {"summary": "Executive summary", "notice": "Imprint", "colophon": "Colophon"}


@dataclass(frozen=True, slots=True)
class _Known:
    """What was found out about the answers, by their places."""

    held: Held
    halftones: Halftones


def normalize(
    submissions: tuple[Submission, ...],
    form: Form,
    edition: EditionFile,
    findings: Iterable[Finding],
    partners: Mapping[str, tuple[Submission, ...]] = MappingProxyType({}),
    halftones: Halftones = MappingProxyType({}),
) -> Report:
    """Return the report; what an error speaks of is held back with that error.

    A submission whose city or state is held back cannot be placed and is left out.
    """
    errors = [f for f in findings if f.severity is Severity.ERROR]
    held = {(error.source, error.path): error for error in reversed(errors)}
    known = _Known(held, halftones)
    cities = [_city(submission, form, known) for submission in submissions]
    states = _by_state([city for city in cities if city])
    lists = {key: _keys(rows, form) for key, rows in partners.items()}
    counts = count_all(edition.edition, form, states, partners=lists)
    gaps = {error.path: error for error in errors if error.path.startswith(EDITION)}
    texts = {key: _text(key, edition, counts, errors) for key in LABELS}
    printed = halftones.items()
    own = {path: each for (_, path), each in printed if path.startswith(EDITION)}
    return Report(edition, texts, gaps, own, states, counts, is_draft=bool(errors))


def _keys(rows: tuple[Submission, ...], form: Form) -> frozenset[str]:
    """Return the keys of the cities that the rows of a partner's list name."""
    cities = (identify(row, form) for row in rows)
    return frozenset(city.key for city in cities if city)


def _by_state(cities: list[City]) -> tuple[StateCities, ...]:
    states = sorted({city.state for city in cities})
    return tuple(
        StateCities(
            state,
            tuple(sorted((c for c in cities if c.state == state), key=_city_order)),
        )
        for state in states
    )


def _city_order(city: City) -> tuple[str, str, str]:
    return (match_key(city.name), city.name, city.key)


def _city(submission: Submission, form: Form, known: _Known) -> City | None:
    all_slots = tuple(slots(submission, form))
    place = {slot.entry.path: _answer(slot, known, city_key="") for slot in all_slots}
    name, state = place[form.city_path], place[form.state_path]
    city = identify(submission, form)
    if name.gap or state.gap or city is None:
        return None
    items: dict[str, tuple[Item, ...]] = {}
    for section in form.sections:
        rows: dict[int, dict[str, Answer]] = {}
        for slot in all_slots:
            if slot.section is section and slot.field.public:
                answer = _answer(slot, known, city_key=city.key)
                rows.setdefault(slot.number, {})[slot.field.key] = answer
        items[section.key] = tuple(
            Item("/".join((city.key, section.key, *((str(n),) if n else ()))), answers)
            for n, answers in rows.items()
        )
    return City(city.key, city.name, city.state, items, submission.source)


def _answer(slot: Slot, known: _Known, *, city_key: str) -> Answer:
    entry = slot.entry
    reading = understand(slot.field.kind, entry.value, slot.field.asked)
    place = (entry.source, entry.path)
    gap = known.held.get(place) or known.held.get((entry.source, ""))
    key, label = f"{city_key}/{entry.path}", slot.field.label
    if gap:
        return Answer(key, label, None, (), entry.source, gap)
    halftone = known.halftones.get(place)
    value, prose = reading.value, reading.prose
    return Answer(key, label, value, prose, entry.source, halftone=halftone)


def _text(
    key: str,
    edition: EditionFile,
    counts: Mapping[str, tuple[Count, ...]],
    errors: Iterable[Finding],
) -> tuple[Answer, ...]:
    """Return a text of the edition in parts: what is printed, and what is held back."""
    source, path = edition.source(key), f"{EDITION}{key}"
    wrong = [error for error in errors if error.path == path]
    prose = parse(getattr(edition.edition, key))
    held = holes(prose, counts, wrong)
    parts: list[Answer] = []
    for gap, run in groupby(range(len(prose)), held.get):
        numbers = tuple(run)
        part = f"{path}/{numbers[0] + 1}" if parts else path
        blocks = tuple(prose[number] for number in numbers)
        filled = () if gap else fill(blocks, counts)
        parts.append(Answer(part, LABELS[key], None, filled, source, gap))
    return tuple(parts)
