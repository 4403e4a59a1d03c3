"""What is told of a tool's responses: who sent them, and which are no whole answers."""

import re
from collections.abc import Container, Iterator

from citybook.findings import Finding, found
from citybook.kinds import Asked, understand
from citybook.readers.grid import Cell, quoted
from citybook.readers.surveys.export import Export
from citybook.readers.surveys.layouts import fold

_PREVIEWS = frozenset(
    (
        *("1", "2", "9", "17", "preview", "survey preview", "survey test"),
        *("spam survey preview", "offline survey preview"),
    )
)
"""What Qualtrics writes in Status for a response that was only tried out."""
_PARTIAL = re.compile(r"in progress|partial|incomplete")
_SPAM = frozenset(("8", "12", "24", "spam", "possible spam", "imported spam"))
"""What it writes there for a response that it takes for spam."""
NOBODY = frozenset(("anonymous", ""))
"""What the tools write for somebody whom they do not know."""


def preview_cell(export: Export, row: int) -> Cell | None:
    """Return the cell that tells that a response was only tried out."""
    if export.vendor.name != "Qualtrics":
        return None
    status = export.sheet.cell(row, export.column("status"))
    channel = export.sheet.cell(row, export.column("distributionchannel"))
    if export.column("status") and fold(status.text) in _PREVIEWS:
        return status
    is_preview = (
        export.column("distributionchannel") and fold(channel.text) == "preview"
    )
    return channel if is_preview else None


def told_preview(export: Export, row: int, place: Cell) -> Finding:
    """Return a note on a response that was left out, with all that it says."""
    asked = [
        cell for column, cell in export.sheet.in_row(row) if column not in export.own
    ]
    detail = "The response was typed to try out the survey; it was left out."
    return found("survey-preview", place.source, detail, value=quoted(asked))


def partial_responses(export: Export, dropped: Container[int]) -> Iterator[Finding]:
    """Yield a warning for each response that was begun and not sent in."""
    progress, finished, status = (
        export.column(name) for name in ("progress", "finished", "status")
    )
    status = status or export.column("response status")
    for row in export.rows:
        if row in dropped:
            continue
        cells = [export.sheet.cell(row, each) for each in (progress, finished, status)]
        done, ended, state = (fold(cell.text).rstrip("%") for cell in cells)
        if progress and done.isdigit() and int(done) < 100:
            detail = f"The response was not sent in; {done} percent were answered."
            yield found("partial-response", cells[0].source, detail)
        elif finished and ended in {"false", "0", "no"}:
            yield found("partial-response", cells[1].source)
        elif status and _PARTIAL.search(state):
            yield found("partial-response", cells[2].source)
        if export.vendor.name == "Qualtrics" and state in _SPAM:
            detail = "Qualtrics takes the response for spam; it was read."
            remedy = "Ask the city whether it answered this way."
            yield found("partial-response", cells[2].source, detail, remedy=remedy)


def senders(export: Export) -> dict[int, str]:
    """Return by row the first e-mail address that the tool knows of who answered."""
    known: dict[int, str] = {}
    for column, name in export.own.items():
        if name in export.vendor.person:
            for row in export.rows:
                if address := _address(name, export.sheet.cell(row, column)):
                    known.setdefault(row, address)
    return known


def _address(name: str, cell: Cell) -> str:
    """Return the e-mail address in one of the tool's own columns, or nothing."""
    is_contact = "email" in name or name == "username"
    value = understand("email", cell.text, Asked()).value if is_contact else None
    return value if isinstance(value, str) else ""


# What is told of the tool


_TO_SENDER = (
    "; what goes back to the city is addressed there, unless an answer names another "
    "e-mail address."
)


def own_columns_note(export: Export, persons: Container[int]) -> Finding:
    """Return a note on the tool's columns, less those that the form asks for."""
    names = [
        f"“{' '.join(export.sheet.cell(export.row, column).text.split())}”"
        for column, name in export.own.items()
        if column not in persons and name not in export.vendor.person
    ]
    detail = f"This is an export of {export.vendor.name}; the columns that it fills in "
    detail += f"itself were left out: {', '.join(names)}."
    return found("survey-columns", export.sheet.place(export.row, 0), detail)


def respondents(
    export: Export, persons: Container[int], dropped: Container[int]
) -> Iterator[Finding]:
    """Yield what the tool tells of who answered and the form does not ask."""
    for column, name in export.own.items():
        if name not in export.vendor.person or column in persons:
            continue
        heading = " ".join(export.sheet.cell(export.row, column).text.split())
        for row in export.rows:
            cell = export.sheet.cell(row, column)
            if row not in dropped and fold(cell.text) not in NOBODY:
                detail = f"In its own column “{heading}”, the survey tool says this"
                detail += _TO_SENDER if _address(name, cell) else "."
                yield found("survey-respondent", cell.source, detail, value=cell.text)
