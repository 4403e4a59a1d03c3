"""Join: the submissions of one city become one; where they differ, it is told."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from citybook.city import CityId
from citybook.decisions import signed
from citybook.findings import Finding, found, shown
from citybook.form import Field, Form, Section
from citybook.settle.given import Given, Meaning, Row, is_typed, meaning, name_of
from citybook.settle.rows import paired
from citybook.settle.rulings import Candidate, Ruling, Rulings, to_paste
from citybook.source import Source
from citybook.submission import Entry, Slot, Submission

Place = tuple[Source, str]
"""Where an answer was typed, and its path."""

_Bundle = Mapping[int, Row]
"""The same entry in several submissions, by the number of the submission."""


@dataclass(slots=True)
class Joining:
    """One city on its way from several submissions to one."""

    city: CityId
    form: Form
    givens: Sequence[Given]
    rulings: Rulings
    entries: list[Entry] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    moved: dict[Place, str] = field(default_factory=dict)
    """The new paths of entries whose number has changed."""
    filled: set[Place] = field(default_factory=set)
    """Blank answers that another submission fills."""
    alone: dict[int, int] = field(default_factory=dict)
    """How many answers only one submission gives."""
    unlike: set[int] = field(default_factory=set)
    """The submissions that do not give just what is kept."""


@dataclass(frozen=True, slots=True)
class _Question:
    """One question, as it stands in the joined submission."""

    section: Section
    number: int
    field: Field

    @property
    def path(self) -> str:
        number = f"/{self.number}" if self.number else ""
        return f"{self.section.key}{number}/{self.field.key}"

    @property
    def name(self) -> str:
        return name_of(self.section, self.number, self.field.label)


def join(joining: Joining) -> Submission:
    """Return the one submission; what is to be said of it is left in `joining`."""
    for section in joining.form.sections:
        for number, bundle in enumerate(_bundles(joining, section), 1):
            for asked in section.fields:
                question = _Question(section, number if section.repeats else 0, asked)
                if entry := _joined(joining, question, bundle):
                    joining.entries.append(entry)
    _tell(joining)
    submissions = [each.submission for each in joining.givens]
    return replace(
        submissions[0],
        entries=tuple(joining.entries),
        dated=max(each.dated for each in submissions),
        answers=next((each.answers for each in submissions if each.answers), ""),
    )


def _bundles(joining: Joining, section: Section) -> Sequence[_Bundle]:
    """Return the entries of a section; those that are new in later files follow."""
    rows = [given.rows[section.key] for given in joining.givens]
    if not section.repeats:
        return [{number: row[0] for number, row in enumerate(rows) if row}]
    bundles: list[dict[int, Row]] = []
    firsts: list[dict[str, Slot]] = []
    for number, each in enumerate(rows):
        same = paired(firsts, each, section)
        for place, row in enumerate(each):
            if place in same:
                bundles[same[place]][number] = row
                _fill(firsts[same[place]], row)
            else:
                bundles.append({number: row})
                firsts.append(dict(row))
    return bundles


def _fill(first: dict[str, Slot], row: Row) -> None:
    """Fill what is blank in an entry with the answers of another."""
    for key, slot in row.items():
        if not meaning(first.get(key)):
            first[key] = slot


def _joined(joining: Joining, question: _Question, bundle: _Bundle) -> Entry | None:
    """Return the entry that is kept of one question's answers, or None."""
    candidates = {
        number: Candidate(slot, joining.givens[number].submission)
        for number, row in bundle.items()
        if (slot := row.get(question.field.key))
    }
    if not candidates:
        return None
    said: dict[Meaning, list[Candidate]] = {}
    for candidate in candidates.values():
        said.setdefault(meaning(candidate.slot), []).append(candidate)
    blanks = said.pop((), [])
    kept = _chosen(joining, question, list(said.values()) or [blanks])
    if said:
        _note_blanks(joining, question, blanks, kept[0])
        answering = [n for n, each in candidates.items() if meaning(each.slot)]
        joining.unlike |= set(range(len(joining.givens))) - set(answering)
        if len(answering) == 1:
            joining.alone[answering[0]] = joining.alone.get(answering[0], 0) + 1
    return _entry(joining, question, kept)


def _entry(joining: Joining, question: _Question, kept: Sequence[Candidate]) -> Entry:
    """Return the entry of an answer, with the other places that give the same."""
    typed = [each for each in kept if is_typed(each.slot)]
    first, *others = [each.slot.entry for each in typed or kept[:1]]
    if first.path != question.path:
        joining.moved[(first.source, first.path)] = question.path
    also = [*first.also]
    for other in others:
        also += [other.source, *other.also]
    return replace(first, path=question.path, also=tuple(dict.fromkeys(also)))


def _chosen(
    joining: Joining, question: _Question, groups: Sequence[Sequence[Candidate]]
) -> Sequence[Candidate]:
    """Return the answers that are kept: the first, unless a decision says otherwise."""
    if len(groups) == 1:
        return groups[0]
    if not question.field.public:
        joining.findings += _for_editors(groups[1:])
        return groups[0]
    slot = groups[0][0].slot
    if ruled := joining.rulings.on(slot, question.path, question.name, groups):
        ruling, kept = ruled
        joining.findings += _settled(question, groups, ruling, kept=kept)
        return groups[kept]
    joining.findings += _conflict(joining, question, groups)
    return groups[0]


def _for_editors(groups: Sequence[Sequence[Candidate]]) -> Iterator[Finding]:
    """Yield the other answers that are not printed: there is nothing to settle."""
    for group in groups:
        entry = group[0].slot.entry
        yield found("note-for-editors", entry.source, value=entry.value)


def _conflict(
    joining: Joining, question: _Question, groups: Sequence[Sequence[Candidate]]
) -> Iterator[Finding]:
    """Yield a finding at each of the answers, with the lines that settle it so."""
    name = _unique_name(joining.form, question)
    for group in groups:
        here = group[0]
        others = [each for other in groups if other is not group for each in other]
        told = _told(other for other in groups if other is not group)
        more = len(groups) - 1 - _MOST_TOLD
        told += f"; and {more} more" if more > 0 else ""
        lines = to_paste(joining.city, name, here, others)
        yield found(
            "conflicting-answers",
            here.slot.entry.source,
            f"{question.name}: the city gave another answer: {told}.",
            value=here.value,
            remedy=f"{_TO_SETTLE}\n{lines}",
            path=question.path,
        )


_MOST_TOLD = 5
"""Other answers that a finding quotes; each of the others has a finding too."""


def _told(groups: Iterable[Sequence[Candidate]]) -> str:
    """Return where the first of some answers stand, and what they say."""
    return "; ".join(
        f"{_places(group[:_MOST_TOLD])} says {shown(group[0].value)}"
        for group in islice(groups, _MOST_TOLD)
    )


_TO_SETTLE = (
    "To print this answer, add these lines to submissions/decisions.yaml, under a line "
    "“decisions:”, and fill in who decided, when and why:"
)


def _unique_name(form: Form, question: _Question) -> str:
    """Return the question's name; its path where two questions share the name."""
    names = [field.label for _, field in form.single()]
    is_shared = not question.number and names.count(question.field.label) > 1
    return question.path if is_shared else question.name


def _places(group: Sequence[Candidate]) -> str:
    return " and ".join(str(each.slot.entry.source) for each in group)


def _settled(
    question: _Question,
    groups: Sequence[Sequence[Candidate]],
    ruling: Ruling,
    *,
    kept: int,
) -> Iterator[Finding]:
    """Yield a note at each of the answers, whether it is printed or not."""
    here = groups[kept][0].slot.entry
    by = f"decided by {signed(ruling[1])}"
    for number, group in enumerate(groups):
        for candidate in group:
            place = candidate.slot.entry.source
            what = "this is printed" if number == kept else f"{here.source} is printed"
            detail, value = f"{question.name}: {what}, {by}", candidate.value
            yield found("settled", place, detail, value=value, path=question.path)


def _note_blanks(
    joining: Joining, question: _Question, blanks: Sequence[Candidate], kept: Candidate
) -> None:
    """Note what stood in the place of an answer that another submission gives."""
    for blank in blanks:
        entry = blank.slot.entry
        if is_typed(blank.slot):
            detail = f"{question.name}: {kept.slot.entry.source} has an answer."
            told = found("answers-joined", entry.source, detail, value=entry.value)
            joining.findings.append(told)
        else:
            joining.filled.add((entry.source, entry.path))


def _tell(joining: Joining) -> None:
    """Tell of each submission that is joined to the first and is not the same."""
    sources = [each.submission.source for each in joining.givens]
    first = {source.file: source for source in reversed(sources)}
    city = f"{joining.city.name}, {joining.city.state.name},"
    for number, source in enumerate(sources[1:], 1):
        alone = joining.alone.get(number, 0)
        same = first[source.file]
        if not alone and number not in joining.unlike:
            continue
        if same != source:
            detail = f"{city} stands here and in {same}; it is printed once."
            joining.findings.append(found("duplicate-city", source, detail))
        only = f"{alone} {'stands' if alone == 1 else 'stand'} only here"
        detail = (
            f"{city} is in {sources[0]} too; the answers are joined, "
            f"and {only if alone else 'none stands only here'}."
        )
        joining.findings.append(found("answers-joined", source, detail))
