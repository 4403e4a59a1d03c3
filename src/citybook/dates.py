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

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ]00:00(?::00)?)?")
_SLASHED = re.compile(r"(\d{1,2})[/.](?:(\d{1,2})[/.])?(\d{4})")
_MONTH_FIRST = re.compile(r"([a-z]+)\.?(?:\s+(\d{1,2})(?:st|nd|rd|th)?)?,?\s+(\d{4})")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]+)\.?,?\s+(\d{4})")


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


def parse_date(text: str) -> PartialDate | None:
    """Return the date that `text` writes, or None.

    Slashed dates put the month first, as is usual in the United States.
    """
    words = " ".join(text.split()).lower()
    if found := _ISO.fullmatch(words):
        return _known(found[1], found[2], found[3])
    if found := _SLASHED.fullmatch(words):
        return _known(found[3], found[1], found[2])
    if found := _MONTH_FIRST.fullmatch(words):
        return _known(found[3], _month_number(found[1]), found[2])
    if found := _DAY_FIRST.fullmatch(words):
        return _known(found[3], _month_number(found[2]), found[1])
    return None


def _month_number(word: str) -> str:
    starts = [month.lower().startswith(word) for month in MONTHS]
    known = word == "sept" or (len(word) >= 3 and any(starts))
    return str(9 if word == "sept" else starts.index(True) + 1) if known else "99"


def _known(year: str, month: str | None, day: str | None) -> PartialDate | None:
    found = PartialDate(int(year), int(month or 0), int(day or 0))
    written_zero = (month is not None and not found.month) or (
        day is not None and not found.day
    )
    try:
        found.earliest()
    except ValueError:
        return None
    return None if written_zero else found
