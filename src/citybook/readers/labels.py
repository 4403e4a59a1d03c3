"""What findings say of labels that were retyped, typed over, or are not clear."""

from collections.abc import Sequence

from citybook.findings import Finding, found
from citybook.form import Field
from citybook.form_layout import question
from citybook.readers.questions import Question
from citybook.source import Source


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


def near_note(source: Source, text: str, meant: Question) -> Finding:
    """Return the note that a retyped label was read as a question."""
    detail = f"“{' '.join(text.split())}” was read as “{meant.name}”."
    return found("near-question", source, detail)


def unclear(
    source: Source, text: str, meant: Sequence[Question], *, value: str
) -> Finding:
    """Return the error that a label may ask two questions; `value` is its answer."""
    names = [f"“{each.name}”" for each in meant]
    one_of = f"{', '.join(names[:-1])} or {names[-1]}"
    detail = f"“{' '.join(text.split())}” may mean {one_of}."
    remedy = f"Change it to {one_of}, or to another question of the form."
    return found("unclear-question", source, detail, value=value, remedy=remedy)
