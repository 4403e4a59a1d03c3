"""Dates as people write them, perhaps without a day or a month."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
AP_MONTHS = (
    "Jan.",
    "Feb.",
    "March",
    "April",
    "May",
    "June",
    "July",
    "Aug.",
    "Sept.",
    "Oct.",
    "Nov.",
    "Dec.",
)
"""The Associated Press Stylebook, "months": shortened only beside a day."""

_DAY = r"(?:\d{1,2}(?:st|nd|rd|th)?)"
_MONTH = rf"(?:(?:{'|'.join(month[:3].lower() for month in MONTHS)})[a-z]*\.?)"
_WEEKDAY = re.compile(
    r"^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tues?|wed|thur?s?|fri|sat|sun)"
    r"\b\.? "
)
_ISO = re.compile(
    r"(?P<year>\d{4})(?:([-/])(?P<month>\d{1,2})(?:\2(?P<day>\d{1,2}))?)?"
    r"(?:[t ]00:00(?::00)?)?"
)
_SLASHED = re.compile(
    r"(?P<month>\d{1,2})(?:([/-])(?P<day>\d{1,2})\2|[/.-])(?P<year>\d{4})"
)
_MONTH_FIRST = re.compile(
    r"(?P<month>[a-z]+)\.?(?: (?P<day>\d{1,2})(?:st|nd|rd|th)?)? (?P<year>\d{4})"
)
_DAY_FIRST = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?([ -])(?P<month>[a-z]+)\.?\2(?P<year>\d{4})"
)
_FORMS = (_ISO, _SLASHED, _MONTH_FIRST, _DAY_FIRST)
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date whose month or day may be unknown; an unknown part is 0."""

    year: int
    month: int = 0
    day: int = 0

    def earliest(self) -> date:
        """Return the first day that this date can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    def latest(self) -> date:
        """Return the last day that this date can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    def __str__(self) -> str:
        """Return the date as the Associated Press prints it: `Aug. 30, 2016`."""
        if not self.month:
            return str(self.year)
        if not self.day:
            return f"{MONTHS[self.month - 1]} {self.year}"
        return f"{AP_MONTHS[self.month - 1]} {self.day}, {self.year}"

    def iso(self) -> str:
        """Return the date as ISO 8601 writes it, cut where it is unknown."""
        parts = (f"{self.year:04}", f"{self.month:02}", f"{self.day:02}")
        return "-".join(part for part in parts if int(part))


@dataclass(frozen=True, slots=True)
class NoDate:
    """Why a text is no date, and what to do about it; empty where that is unknown."""

    detail: str = ""
    remedy: str = ""


_WORDS = NoDate(
    remedy="Type one date only, or July 2016; or leave it blank and say it in the text."
)
_SERIAL = r"\d{5}(?:\.\d+)?"
_SHORT_YEAR = (
    rf"\d{{1,2}}([/.-])\d{{1,2}}\1\d\d|{_MONTH}(?: {_DAY})? ['’]\d\d"
    rf"|{_MONTH} {_DAY} \d\d|{_DAY}([ -]){_MONTH}\2['’]?\d\d"
)
_NO_YEAR = rf"{_MONTH}(?: {_DAY})?|{_DAY} {_MONTH}|\d{{1,2}}[/.-]\d{{1,2}}"
_EXCUSES = {
    _SERIAL: NoDate(
        "It is the number that a spreadsheet keeps for a day.",
        "Format the cell as a date.",
    ),
    _SHORT_YEAR: NoDate("The year needs four digits."),
    _NO_YEAR: NoDate("The year is missing."),
}


def parse_date(text: str) -> PartialDate | None:
    """Return the date that `text` writes, or None."""
    found = read_date(text)
    return found if isinstance(found, PartialDate) else None


def read_date(text: str) -> PartialDate | NoDate:
    """Return the date that `text` writes, or why it is none.

    Slashed dates put the month first, as is usual in the United States.
    """
    words = " ".join(text.replace(",", " ").lower().split())
    words = _WEEKDAY.sub("", words)
    for form in _FORMS:
        if found := form.fullmatch(words):
            return _known(found["year"], found["month"], found["day"])
    if found := _DOTTED.fullmatch(words):
        return _dotted(int(found[1]), int(found[2]), int(found[3]))
    excuses = (why for form, why in _EXCUSES.items() if re.fullmatch(form, words))
    return next(excuses, _WORDS)


def _known(year: str, month: str | None, day: str | None) -> PartialDate | NoDate:
    number = _month_number(month or "0")
    if number is None:
        return _WORDS
    found = PartialDate(int(year), number, int(day or 0))
    if not found.year:
        return NoDate("There is no year 0.")
    if month and not 1 <= found.month <= 12:
        return NoDate(f"There is no month {found.month}.", _swapped(found))
    if day and not _is_day(found):
        return NoDate(_days_of(found))
    return found


def _month_number(word: str) -> int | None:
    if word.isdigit():
        return int(word)
    if word == "sept":
        return 9
    starts = [month.lower().startswith(word) for month in MONTHS]
    return starts.index(True) + 1 if len(word) >= 3 and any(starts) else None


def _is_day(date: PartialDate) -> bool:
    is_month = 1 <= date.month <= 12
    return is_month and 1 <= date.day <= monthrange(date.year, date.month)[1]


def _swapped(date: PartialDate) -> str:
    """Return the advice to put the month first, where that makes a date."""
    other = PartialDate(date.year, date.day, date.month)
    return f"Type {other.iso()}, if that is meant." if _is_day(other) else ""


def _days_of(date: PartialDate) -> str:
    days = monthrange(date.year, date.month)[1]
    year = f" {date.year}" if date.month == 2 else ""
    return f"{MONTHS[date.month - 1]}{year} has {days} days."


def _dotted(first: int, second: int, year: int) -> PartialDate | NoDate:
    """Return the date of two numbers that stand in either order."""
    day_first = PartialDate(year, second, first)
    month_first = PartialDate(year, first, second)
    if first != second and _is_day(day_first) and _is_day(month_first):
        return NoDate(
            f"It may be {day_first}, or {month_first}.",
            f"Type {day_first.iso()} or {month_first.iso()}.",
        )
    month, day = (second, first) if first > 12 else (first, second)
    return _known(str(year), str(month), str(day))
