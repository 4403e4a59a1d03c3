"""The e-mail text that goes with a workbook back to its city."""

from collections.abc import Sequence
from pathlib import Path

from citybook.edition import Edition
from citybook.findings import shown, visible
from citybook.letter import filled
from citybook.returns import Return, Trouble

_MAX_TOLD = 20
"""Troubles that an e-mail lists; the workbook lists them all."""
_MAX_VALUE = 200
_NO_ADDRESS = "address not known"


def write_return_email(
    told: Return,
    places: Sequence[tuple[Trouble, str]],
    edition: Edition,
    *,
    template: str,
    path: Path,
) -> None:
    """Write what goes to a city; `places` are its troubles, each with where it is."""
    contact = edition.contact
    count = len(told.troubles)
    values = {
        "to": told.to or _NO_ADDRESS,
        "city": told.city or "your city",
        "title": edition.title,
        "publisher": edition.publisher,
        "places": "one place" if count == 1 else f"{count} places",
        "sent": _sent(told),
        "file": f"{told.name}.xlsx",
        "deadline": edition.deadline,
        "contact": f"{contact.name}, {contact.email}" if contact else "",
    }
    plain = {name: visible(value) for name, value in values.items()}
    text = filled(template, {**plain, "troubles": _listed(places)})
    path.write_text(text, encoding="utf-8", newline="\n")


def _sent(told: Return) -> str:
    """Return what we know of the file that the city sent."""
    file = told.submission.source.file
    if told.submission.entries:
        return f"This is what we found in your file “{file}”:"
    return f"We could not read any answers in your file “{file}”:"


def _listed(places: Sequence[tuple[Trouble, str]]) -> str:
    lines = [
        f"{number}. {_told(trouble, place)}"
        for number, (trouble, place) in enumerate(places[:_MAX_TOLD], 1)
    ]
    if len(places) > _MAX_TOLD:
        lines.append(f"And {len(places) - _MAX_TOLD} more, listed in the workbook.")
    return "\n\n".join(lines)


def _told(trouble: Trouble, place: str) -> str:
    finding = trouble.finding
    value = shown(finding.value, limit=_MAX_VALUE) if finding.value else ""
    says = f" It says {value}." if value else ""
    return (
        f"{place}: {visible(finding.detail)}{says}\n"
        f"   What to do: {visible(trouble.to_do)}"
    )
