"""Settle: of the same city twice, what is printed, and what is for a person to say."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from citybook.city import CityId, identify
from citybook.decisions import Decisions, is_file, is_place, signed
from citybook.findings import Finding, Severity, found
from citybook.form import Form
from citybook.returns import fingerprint, marks_of
from citybook.settle.aside import Aside, set_aside
from citybook.settle.given import Given, all_of, given
from citybook.settle.join import Joining, Place, join
from citybook.settle.revisions import superseded, when
from citybook.settle.rulings import Ruling, Rulings, by_city, idle, keeps_all
from citybook.settle.troubles import Changes, carried_over
from citybook.submission import Submission
from citybook.typography import join_words

__all__ = ["MAX_JOINED", "settle"]

MAX_JOINED = 200
"""Submissions of one city past which it is held back: each is held against each."""


@dataclass(slots=True)
class _Settling:
    """All cities on their way, and what is to be said of them."""

    form: Form
    findings: list[Finding] = field(default_factory=list)
    moved: dict[Place, str] = field(default_factory=dict)
    filled: set[Place] = field(default_factory=set)
    aside: list[Submission] = field(default_factory=list)


def settle(
    submissions: Sequence[Submission],
    troubles: Sequence[Finding],
    *,
    form: Form,
    decisions: Decisions,
) -> tuple[tuple[Submission, ...], tuple[Finding, ...]]:
    """Return at most one submission a city, and the troubles with what is new.

    A submission whose city cannot be told stays as it is. What the readers found
    wrong with an answer that is not printed is a note from here on.
    """
    cities = _cities(submissions, troubles, form)
    groups: dict[str, list[Submission]] = {}
    for submission, city in zip(submissions, cities, strict=True):
        if city:
            groups.setdefault(city.key, []).append(submission)
    known = {city.key: city for city in reversed(cities) if city}
    rulings, nowhere = by_city(decisions, form)
    settling = _Settling(form, list(nowhere))
    for key in sorted(rulings.keys() - groups.keys()):
        settling.findings += [idle(*each, _NOBODY) for each in rulings[key]]
    settling.findings += _of_others(submissions, cities, form)
    done = {
        key: _settled(settling, known[key], group, rulings.get(key, ()))
        for key, group in groups.items()
    }
    kept = [
        done.pop(city.key, None) if city else submission
        for submission, city in zip(submissions, cities, strict=True)
    ]
    printed = tuple(submission for submission in kept if submission)
    return printed, (*_carried(settling, troubles, submissions), *settling.findings)


_NOBODY = "No submission is from that city."


def _cities(
    submissions: Sequence[Submission], troubles: Sequence[Finding], form: Form
) -> list[CityId | None]:
    """Return the city of each submission, unless the readers could not read it.

    One that was mended and sent back is of the city that its mended copy names.
    """
    errors = [each for each in troubles if each.severity is Severity.ERROR]
    unread = {(each.source, each.path) for each in errors}
    cities: list[CityId | None] = []
    for submission in submissions:
        entries = [submission.entry(path) for path in (form.city_path, form.state_path)]
        places = {(each.source, path) for each in entries for path in (each.path, "")}
        cities.append(None if places & unread else identify(submission, form))
    copies: dict[str, set[int]] = {}
    for number, submission in enumerate(submissions):
        for mark in marks_of(submission):
            copies.setdefault(mark, set()).add(number)
    marks = [fingerprint(each) for each in submissions] if copies else []
    for _ in range(_MOST_COPIES):  # a mended copy may have gone back again
        cities = [
            _mended(cities[number], [cities[n] for n in copies.get(mark, ())])
            for number, mark in enumerate(marks)
        ] or cities
    return cities


_MOST_COPIES = 9
"""How often in turn a city's name is mended, at the most."""


def _mended(city: CityId | None, named: Sequence[CityId | None]) -> CityId | None:
    """Return the city that the mended copies name, if it is one.

    A copy that names another city that is known was filled in by that one.
    """
    others = {each.key: each for each in named if each}
    (other,) = others.values() if len(others) == 1 else (None,)
    if other is None or city is None:
        return other or city
    is_known = all(each.match.how in {"exact", "alias"} for each in (city, other))
    is_same = city.match.name == other.match.name
    return city if is_known and not is_same else other


def _of_others(
    submissions: Sequence[Submission], cities: Sequence[CityId | None], form: Form
) -> Iterator[Finding]:
    """Yield a finding for each returns workbook that another city filled in."""
    marked = [
        (marks_of(each), each, city) for each, city in _pairs(submissions, cities)
    ]
    if not any(marks for marks, _, _ in marked):
        return
    sent = {fingerprint(each): city for each, city in _pairs(submissions, cities)}
    for marks, submission, city in marked:
        owners = {sent[mark].key: sent[mark] for mark in marks & sent.keys()}
        if owners and city.key not in owners:
            names = join_words([f"{o.name}, {o.state.name}" for o in owners.values()])
            detail = (
                f"This workbook went back to {names}, and names {city.name}, "
                f"{city.state.name}. It was taken for the answers of {city.name}."
            )
            remedy = "Look which city filled it in; if the name is wrong, mend it."
            entry = submission.entry(form.city_path)
            value, path = entry.value, entry.path
            yield found(
                *("other-form", entry.source, detail),
                value=value,
                remedy=remedy,
                path=path,
            )


def _pairs(
    submissions: Sequence[Submission], cities: Sequence[CityId | None]
) -> list[tuple[Submission, CityId]]:
    pairs = zip(submissions, cities, strict=True)
    return [(submission, city) for submission, city in pairs if city]


def _carried(
    settling: _Settling, troubles: Sequence[Finding], submissions: Sequence[Submission]
) -> tuple[Finding, ...]:
    aside = {id(each) for each in settling.aside}
    in_use = {each.source.file for each in submissions if id(each) not in aside}
    return carried_over(
        troubles, Changes(settling.moved, settling.filled, settling.aside, in_use)
    )


def _settled(
    settling: _Settling,
    city: CityId,
    group: Sequence[Submission],
    decided: Sequence[Ruling],
) -> Submission:
    """Return the one submission of a city."""
    rulings = Rulings(decided, settling.form)
    if len(group) == 1:
        settling.findings += [idle(*each, _ONE) for each in decided]
        return group[0]
    ordered = sorted(group, key=lambda each: each.source)
    if len(ordered) > MAX_JOINED:
        settling.findings += _crowded(city, ordered, settling.form)
        settling.findings += [idle(*each, _CROWD) for each in decided]
        rest = tuple(each.source for each in ordered[1:])
        return replace(ordered[0], replaces=rest)
    givens = [given(each, settling.form) for each in ordered]
    left = _left(settling, givens, rulings)
    kept = {id(each) for each in left}
    aside = [each.submission.source for each in givens if id(each) not in kept]
    joining = Joining(city, settling.form, left, rulings)
    joined = join(joining) if len(left) > 1 else left[0].submission
    settling.findings += [*joining.findings, *rulings.idle()]
    settling.moved |= joining.moved
    settling.filled |= joining.filled
    senders = [each.sender for each in (joined, *ordered) if each.sender]
    return replace(
        joined,
        sender=next(iter(senders), ""),
        replaces=tuple(aside),
        made_of=tuple(fingerprint(each) for each in ordered),
    )


_ONE = "Only one submission is from that city."
_CROWD = "More submissions of that city came than are joined."


def _crowded(
    city: CityId, group: Sequence[Submission], form: Form
) -> Iterator[Finding]:
    """Yield for each file a finding that holds the city back."""
    by_file: dict[str, list[Submission]] = {}
    for each in group:
        by_file.setdefault(each.source.file, []).append(each)
    for here in by_file.values():
        first, last = here[0].source, here[-1].source
        count = f"{len(here):,} times, from {first} to {last}"
        detail = (
            f"{city.name}, {city.state.name}, came {len(group):,} times, and at most "
            f"{MAX_JOINED} are joined, so it is not in the book. It stands here "
            f"{count if len(here) > 1 else 'once'}."
        )
        named = here[0].entry(form.city_path)
        yield found("crowded-city", named.source, detail, path=named.path)


def _left(
    settling: _Settling, givens: Sequence[Given], rulings: Rulings
) -> Sequence[Given]:
    """Return the submissions that count; the others are set aside, and told of."""
    form, later = settling.form, superseded(givens, settling.form)
    if ruling := rulings.whole():
        kept = _kept(givens, ruling, rulings, has_later=bool(later))
        if kept is givens:
            return givens
        if kept:
            return [_keep_one(settling, givens, kept[0], ruling)]
    for old, new in later.items():
        settling.aside.append(givens[old].submission)
        dates = when(givens, old, new, form)
        aside = _superseded(givens[old], givens[new], dates)
        settling.findings += set_aside(aside, form)
    return [each for number, each in enumerate(givens) if number not in later]


def _superseded(old: Given, new: Given, dates: str) -> Aside:
    place, returned = new.submission.source, bool(new.submission.answers)
    reason = (
        f"{place} is the mended copy of what was sent, and is printed in its place."
        if returned
        else f"{place} is a later file of the same sender ({dates}), and is printed in "
        "its place."
    )
    return Aside(old, new, "superseded", reason, is_deliberate=returned)


def _kept(
    givens: Sequence[Given], ruling: Ruling, rulings: Rulings, *, has_later: bool
) -> Sequence[Given]:
    """Return what a decision on the whole city keeps: all, one, or nothing."""
    source, decision = ruling
    if keeps_all(decision):
        rulings.reasons[source] = "No file of the city would be set aside."
        rulings.held |= {source} if has_later else set()
        return givens
    meant = [each for each in givens if _is_meant(each, decision.keep)]
    if len(meant) != 1:
        which = "names two submissions" if meant else "is no submission of the city"
        rulings.reasons[source] = f"“{decision.keep}” {which}."
        return ()
    if len({all_of(each) for each in givens}) == 1:
        rulings.reasons[source] = "The city's submissions no longer differ."
        return ()
    rulings.held.add(source)
    return meant


def _is_meant(given: Given, place: str) -> bool:
    source = given.submission.source
    return is_file(place, source) or is_place(place, source)


def _keep_one(
    settling: _Settling, givens: Sequence[Given], kept: Given, ruling: Ruling
) -> Given:
    reason = f"{kept.submission.source} is printed, decided by {signed(ruling[1])}"
    for old in givens:
        if old is not kept:
            settling.aside.append(old.submission)
            aside = Aside(old, kept, "settled", reason, is_deliberate=True)
            settling.findings += set_aside(aside, settling.form)
    return kept
