"""The kinds of answer that a form may ask for."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from citybook.kinds.choice import Choice, Choices, find_choice
from citybook.kinds.contact import Email, Phone, WebAddress
from citybook.kinds.date import Date
from citybook.kinds.kind import (
    Asked,
    Kind,
    Reading,
    Trouble,
    Value,
    blank,
    refused,
    taken_as_blank,
)
from citybook.kinds.number import Money, Number
from citybook.kinds.picture import PictureName
from citybook.kinds.place import CityName, StateName
from citybook.kinds.text import (
    MAX_CHARACTERS,
    MAX_LISTED,
    MAX_SHORT,
    LongText,
    ShortText,
)
from citybook.kinds.yes_no import YesNo
from citybook.mojibake import mend
from citybook.prose import plain
from citybook.typed_tables import with_bars
from citybook.typography import tidy, with_line_ends

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
    "picture": PictureName(),
}


LIMITS: Mapping[str, int] = {
    "prose": MAX_CHARACTERS,
    "choices": MAX_LISTED,
    "link": MAX_LISTED,
}
"""Characters that a kind reads; a kind that is not named reads MAX_SHORT."""

NOTHING = frozenset(
    {"n/a", "n.a", "na", "none", "null", "nil", "~", "-", "--", "–", "—"}
    | {"tbd", "tba", "unknown", "not applicable", "blank"}
)
"""Answers that say there is none, in small letters and without brackets."""

_MARKS = re.compile(r"(?:^| )\d{1,2}[.)](?= |$)|\[\]\(\S*\)", re.M)
"""Numbers of items without words, and links without words."""


@cache
def understand(kind: str, typed: str, asked: Asked) -> Reading:
    """Return what a typed answer means, its text tidied first; a note tells of that.

    Mended letters are told apart: a guess, which somebody should look at.
    """
    text, changes = clean(typed, with_tables=KINDS[kind].is_long)
    reading = _read(kind, text, asked)
    if not changes:
        return reading
    _, broken = mend(typed)
    slug = "text-mended" if broken else "text-tidied"
    tidied = Trouble(slug, f"The text was tidied: {', '.join(changes)}.")
    return replace(reading, troubles=(*reading.troubles, tidied))


def clean(typed: str, *, with_tables: bool = False) -> tuple[str, tuple[str, ...]]:
    """Return a typed text mended and tidy, and in words what was changed.

    What tidying takes away may have parted the pieces of a broken letter; of tabs it
    leaves nothing, so that bars take their place in tables first.
    """
    text, broken = mend(typed)
    text, ended = with_line_ends(text)
    text, untidy = tidy(with_bars(text) if with_tables else text)
    told = (*broken, *ended, *untidy)
    if not told:
        return text, ()
    text, more = clean(text)
    return text, tuple(dict.fromkeys((*told, *more)))


def _read(kind: str, text: str, asked: Asked) -> Reading:
    if not text:
        return blank()
    if text.lower().strip("()[]. ") in NOTHING and not find_choice(text, asked):
        return taken_as_blank()
    limit = LIMITS.get(kind, MAX_SHORT)
    if len(text) > limit:
        detail = f"The answer has {len(text):,} characters; {limit:,} is the limit."
        return refused("too-large", detail)
    reading = KINDS[kind].read(text, asked)
    printed = plain(reading.prose)
    words = _MARKS.sub("", printed) if KINDS[kind].is_long else printed
    if reading.is_refused or any(char.isalnum() for char in words):
        return reading
    return refused("missing-answer", "The answer has signs but no words.")
