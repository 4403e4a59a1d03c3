"""Revisions: which files of a city are later ones of the same sender."""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from citybook.dates import PartialDate
from citybook.form import Form
from citybook.kinds import understand
from citybook.returns import fingerprint, marks_of
from citybook.settle.given import Given, Row, all_of, is_header, meaning
from citybook.settle.rows import paired
from citybook.typography import match_key

DATE_LABELS = frozenset(
    {"date", "form date", "date of this form", "submitted", "submitted on"}
    | {"date submitted", "date of submission", "submission date", "filled in on"}
    | {"date filled in", "completed on", "date completed", "signed on", "date signed"}
    | {"revised on", "date revised", "last revised", "updated on", "last updated"}
)
"""Questions that ask when the form was filled in, by their label or key."""

_FAMILIES = (("xlsx", "xlsm", "xls", "xlsb", "ods"), ("csv", "tsv"), ("yaml", "yml"))

_MARK = re.compile(
    r"v|\d{1,2}|[vr]\d{1,3}|rev\d*|ver\d*|version|vers|revised|revision|copy|final"
    r"|new|latest|updated|update|corrected|correction|draft|(?:19|20)\d{6}"
)
_DAY = re.compile(r"(?:19|20)\d\d[-_. ][01]\d[-_. ][0-3]\d")

Dates = tuple[PartialDate | None, str]
"""The date that the form asks for, and the one that the file records."""


@dataclass(frozen=True, slots=True)
class _Sent:
    """A submission, with all that tells whether it is a later one of another."""

    given: Given
    dates: Dates
    kind: tuple[str, object, bool]
    emails: Set[str]
    says: frozenset[object]
    printed: Mapping[str, Mapping[str, object]]
    """Of the sections asked once: what they print, by section and field."""
    mark: str
    """What a returns workbook bears that was made of it."""
    seen: Set[str]
    """The marks of what it answers, if it is such a workbook."""

    @property
    def answers(self) -> str:
        """The name of the returns workbook that it is, or nothing."""
        return self.given.submission.answers


def superseded(givens: Sequence[Given], form: Form) -> Mapping[int, int]:
    """Return for each submission that a later one replaces the number of that one."""
    dates = _dates(givens, form)
    sent = [_sent(*each, form) for each in zip(givens, dates, strict=True)]
    by: dict[int, list[int]] = {}
    for old, there in enumerate(sent):
        by[old] = [
            new
            for new, here in enumerate(sent)
            if new != old and _replaces(here, there, form)
        ]
    last = {old: [n for n in by[old] if not by[n]] or by[old] for old in _replaced(by)}
    return {
        old: max(new, key=lambda n: (dates[n][1], givens[n].submission.source))
        for old, new in last.items()
    }


def _replaced(by: Mapping[int, Sequence[int]]) -> Sequence[int]:
    """Return what one that stands replaces in the end; no circle is set aside."""
    ends = {old for old, new in by.items() if not new}
    while more := {old for old, new in by.items() if ends & {*new}} - ends:
        ends |= more
    return sorted(old for old in ends if by[old])


def _sent(given: Given, dates: Dates, form: Form) -> _Sent:
    printed = {
        section.key: _printed(given.rows[section.key][:1])
        for section in form.sections
        if not section.repeats
    }
    emails = _emails(given, form)
    one = given.submission
    marks = fingerprint(one), marks_of(one)
    return _Sent(given, dates, _kind(given), emails, all_of(given), printed, *marks)


def _replaces(here: _Sent, there: _Sent, form: Form) -> bool:
    if here.answers and not there.answers:
        return there.mark in here.seen and not _is_later(there.dates, here.dates)
    names, is_named = there.mark in here.seen, here.mark in there.seen
    if here.answers and there.answers and names != is_named:
        return names  # whatever a computer's clock says
    if not _is_later(here.dates, there.dates):
        return False
    if here.answers and there.answers:
        return True
    if not _is_of_same_sender(here, there) or here.says == there.says:
        return False
    return not _are_parts(here, there, form)


def _dates(givens: Sequence[Given], form: Form) -> Sequence[Dates]:
    """Return when each was filled in; by the form's date only if all of them tell."""
    asked = [_form_date(each, form) for each in givens]
    is_told = all(asked)
    return [
        (date if is_told else None, each.submission.dated)
        for date, each in zip(asked, givens, strict=True)
    ]


def _form_date(given: Given, form: Form) -> PartialDate | None:
    for path, field in form.single():
        names = {match_key(field.key), match_key(field.label)}
        slot = given.single(path)
        if field.kind == "date" and names & DATE_LABELS and slot:
            value = understand("date", slot.entry.value, field.asked).value
            if isinstance(value, PartialDate):
                return value
    return None


def _is_later(new: Dates, old: Dates) -> bool:
    if new[0] and old[0] and new[0] != old[0]:
        return new[0].earliest() > old[0].latest()
    length = min(len(new[1]), len(old[1]))  # a day is not later than an hour of it
    return new[1][:length] > old[1][:length]


def when(givens: Sequence[Given], old: int, new: int, form: Form) -> str:
    """Return the dates that tell which of two is later, in words for a note."""
    dates = _dates(givens, form)
    (then, saved_then), (now, saved_now) = dates[old], dates[new]
    if then and now and then != now:
        return f"{now.iso()}, after {then.iso()}"
    return f"{saved_now or 'no date'}, after {saved_then or 'no date'}"


def _is_of_same_sender(new: _Sent, old: _Sent) -> bool:
    if new.kind != old.kind:
        return False
    if new.emails and old.emails:
        return bool(new.emails & old.emails)
    files = (new.given.submission.source.file, old.given.submission.source.file)
    return files[0] != files[1] and stem(files[0]) == stem(files[1])


def _kind(given: Given) -> tuple[str, object, bool]:
    """Return the form, the family of file, and whether it is a row of a table."""
    submission = given.submission
    ending = submission.source.file.rpartition(".")[2].lower()
    family = next((each for each in _FAMILIES if ending in each), ending)
    is_row = bool(submission.source.sheet and submission.source.row)
    return (submission.stamp.partition("/")[0], family, is_row)


def _emails(given: Given, form: Form) -> set[str]:
    asked = [path for path, field in form.single() if field.kind == "email"]
    slots = [slot for path in asked if (slot := given.single(path)) and meaning(slot)]
    return {slot.entry.value.strip().casefold() for slot in slots}


def stem(file: str) -> str:
    """Return a file's name without folder, ending and marks of copies and versions."""
    name = _DAY.sub(" ", file.rpartition("/")[2].rpartition(".")[0])
    words = re.findall(r"[^\W_]+", name.casefold())
    if words[:2] == ["copy", "of"]:
        words = words[2:]
    while len(words) > 1 and _MARK.fullmatch(words[-1]):
        words.pop()
    return " ".join(words)


def _are_parts(new: _Sent, old: _Sent, form: Form) -> bool:
    """Tell whether two files complete each other: the form's first part, its second.

    No entry is in both, no answer of the one contradicts the other's, and each has
    something that the other lacks.
    """
    lacks = [False, False]
    for section in form.sections:
        if section.repeats:
            rows, others = (each.given.rows[section.key] for each in (new, old))
            if paired(rows, others, section):
                return False
            lacks = [lacks[0] or bool(others), lacks[1] or bool(rows)]
            continue
        answers, said = (each.printed[section.key] for each in (new, old))
        if any(answers[key] != said[key] for key in answers.keys() & said.keys()):
            return False
        lacks = [lacks[0] or bool(said.keys() - answers.keys()), lacks[1]]
        lacks = [lacks[0], lacks[1] or bool(answers.keys() - said.keys())]
    return all(lacks)


def _printed(rows: Sequence[Row]) -> Mapping[str, object]:
    """Return the meaning of what is printed of a section asked once, by field."""
    return {
        key: meaning(slot)
        for row in rows
        for key, slot in row.items()
        if meaning(slot) and not is_header(slot)
    }
