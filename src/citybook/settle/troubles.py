"""Troubles: what the readers found, held to the submissions that are printed."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

from citybook.findings import Finding, Severity, found
from citybook.settle.join import Place
from citybook.source import Source
from citybook.submission import Submission


@dataclass(frozen=True, slots=True)
class Changes:
    """What became of the places that the readers speak of."""

    moved: Mapping[Place, str]
    filled: Set[Place]
    aside: Sequence[Submission]
    files_in_use: Set[str]
    """The files of which a submission is printed."""


def carried_over(troubles: Sequence[Finding], changes: Changes) -> tuple[Finding, ...]:
    """Return the troubles: of an answer that is not printed, only a note."""
    cells = {entry.source for each in changes.aside for entry in each.entries}
    rows = {_row(each.source) for each in changes.aside if each.source.row}
    files = {each.source.file for each in changes.aside} - changes.files_in_use
    carried: list[Finding] = []
    for trouble in troubles:
        place = (trouble.source, trouble.path)
        is_aside = trouble.source in cells or _row(trouble.source) in rows
        if place in changes.moved:
            carried.append(replace(trouble, path=changes.moved[place]))
        elif trouble.severity is Severity.NOTE:
            carried.append(trouble)
        elif is_aside or trouble.source.file in files:
            carried.append(_as_note("superseded", trouble))
        elif place in changes.filled:
            carried.append(_as_note("answers-joined", trouble))
        else:
            carried.append(trouble)
    return tuple(carried)


def _row(source: Source) -> Source:
    return replace(source, column=0)


def _as_note(rule: str, trouble: Finding) -> Finding:
    detail = f"{trouble.detail} Another file of the city is printed in its place."
    return found(rule, trouble.source, detail, value=trouble.value)
