"""When a response was sent in, as survey tools write it, turned into ISO 8601."""

import re
from datetime import date

_NUMBERS_FIRST = re.compile(
    r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})"
    r"|(?P<a>\d{1,2})[-/.](?P<b>\d{1,2})[-/.](?P<late>\d{4}|\d{2})(?!\d)"
)
_NAMED = re.compile(
    r"(?P<name>[a-z]{3})[a-z]*\.? (?P<day>\d{1,2}),? (?P<year>\d{4})"
    r"|(?P<day2>\d{1,2})[ -](?P<name2>[a-z]{3})[a-z]*\.?[ -](?P<year2>\d{4})",
    re.I,
)
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?\s*([ap])?\.?m?", re.I)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov",
           "dec")  # fmt: skip


def moment(text: str) -> str:
    """Return `2016-08-30T14:05` for a time stamp, or an empty text if it is none.

    The month goes first, as these tools write it in the United States, unless it
    cannot be one.
    """
    day = _day(text)
    if not day:
        return ""
    rest = text[day[1] :]
    clock = _CLOCK.search(rest)
    hour, minute = (int(clock[1]), int(clock[2])) if clock else (0, 0)
    if clock and clock[3]:
        hour = hour % 12 + (12 if clock[3].lower() == "p" else 0)
    try:
        when = date(*day[0]).isoformat()
    except ValueError:
        return ""
    if not clock or hour > 23 or minute > 59:
        return when
    return f"{when}T{hour:02}:{minute:02}"


def _day(text: str) -> tuple[tuple[int, int, int], int] | None:
    """Return year, month and day, and where they end."""
    if found := _NUMBERS_FIRST.search(text):
        if found["year"]:
            parts = (int(found["year"]), int(found["month"]), int(found["day"]))
            return parts, found.end()
        month, day, year = int(found["a"]), int(found["b"]), int(found["late"])
        if month > 12:
            month, day = day, month
        return (year if year > 99 else 2000 + year, month, day), found.end()
    if found := _NAMED.search(text):
        name = (found["name"] or found["name2"]).lower()
        if name in _MONTHS:
            year = int(found["year"] or found["year2"])
            day = int(found["day"] or found["day2"])
            return (year, _MONTHS.index(name) + 1, day), found.end()
    return None
