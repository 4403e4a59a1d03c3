"""The kinds of answer that a form may ask for."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from citybook.kinds.choice import Choice, Choices
from citybook.kinds.contact import Email, Phone, WebAddress
from citybook.kinds.date import Date
from citybook.kinds.kind import Asked, Kind, Reading, Trouble, Value, blank
from citybook.kinds.number import Money, Number
from citybook.kinds.place import CityName, StateName
from citybook.kinds.text import LongText, ShortText
from citybook.kinds.yes_no import YesNo
from citybook.typography import tidy

__all__ = ["KINDS", "Asked", "Kind", "Reading", "Trouble", "Value", "understand"]

KINDS: Mapping[str, Kind] = {
    "city": CityName(),
    "state": StateName(),
    "text": ShortText(),
    "prose": LongText(),
    "choice": Choice(),
    "choices": Choices(),
    "number": Number(),
    "money": Money(),
    "date": Date(),
    "yes-no": YesNo(),
    "email": Email(),
    "phone": Phone(),
    "link": WebAddress(),
}


@cache
def understand(kind: str, typed: str, asked: Asked) -> Reading:
    """Return what a typed answer means, its text tidied first; a note tells of that."""
    text, changes = tidy(typed)
    reading = KINDS[kind].read(text, asked) if text else blank()
    if not changes:
        return reading
    tidied = Trouble("text-tidied", f"The text was tidied: {', '.join(changes)}.")
    return replace(reading, troubles=(*reading.troubles, tidied))
