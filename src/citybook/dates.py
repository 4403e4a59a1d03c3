"""Dates as people write them, perhaps without a day or a month."""

import difflib
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

SPANISH_MONTHS = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto"),
    *("septiembre", "octubre", "noviembre", "diciembre"),
)

MONTH_FIRST = "month-first"
DAY_FIRST = "day-first"

_DAY = r"(?:\d{1,2}(?:st|nd|rd|th)?)"
_MONTH = rf"(?:(?:{'|'.join(month[:3].lower() for month in MONTHS)})[a-z]*\.?)"
_WEEKDAY = re.compile(
    r"^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tues?|wed|thur?s?|fri|sat|sun)"
    r"\b\.? "
)
_FILLERS = re.compile(r"^(?:on |in )?(?:the )?|\b(?:(?:day )?of|de|del) (?=[a-z\d])")
"""The words of "on the 8th of July 2016" and "8 de julio de 2016" that say nothing."""
_ISO = re.compile(
    r"(?P<year>\d{4})(?:([-/])(?P<month>\d{1,2})(?:\2(?P<day>\d{1,2}))?)?"
    r"(?:[t ]00:00(?::00)?)?"
)
_COMPACT = re.compile(r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)")
_MONTH_YEAR = re.compile(r"(?P<month>\d{1,2})[/.-](?P<year>\d{4})(?P<day>)")
_MONTH_DAY_YEAR = re.compile(
    r"(?P<month>[a-z]+)\.?(?: ?(?P<day>\d{1,2})(?:st|nd|rd|th)?)? (?P<year>\d{4})"
)
_MONTH_WORD_YEAR = re.compile(r"(?P<month>[a-z]+)[/-](?P<year>\d{4})(?P<day>)")
_DAY_MONTH_YEAR = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?([ /-]?)(?P<month>[a-z]+)\.?\2(?P<year>\d{4})"
)
_YEAR_MONTH_DAY = re.compile(
    r"(?P<year>\d{4})([ -])(?P<month>[a-z]+)\.?(?:\2(?P<day>\d{1,2}))?"
)
_SHORT_MONTH_DAY = re.compile(
    r"(?P<month>[a-z]+)\.? (?:(?P<day>\d{1,2})(?:st|nd|rd|th)? ['’]?|['’])"
    r"(?P<year>\d\d)"
)
_SHORT_DAY_MONTH = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?([ -])(?P<month>[a-z]+)\.?\2['’]?(?P<year>\d\d)"
)
_FORMS = (
    *(_ISO, _MONTH_YEAR, _MONTH_DAY_YEAR, _MONTH_WORD_YEAR, _DAY_MONTH_YEAR),
    *(_YEAR_MONTH_DAY, _COMPACT, _SHORT_MONTH_DAY, _SHORT_DAY_MONTH),
)
_NUMBERS = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|['’]?\d\d)")
_WIDE_SIGNS = re.compile(r"(?<=\d) ?([/.–—-]) ?(?=\d)")


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


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date as it was read, and what of the writing was a choice."""

    date: PartialDate
    order: str = ""
    """Which of two numbers was taken first, where that can be asked."""
    is_guessed: bool = False
    """Whether the month was misspelled or the year cut short."""


_WORDS = NoDate(
    remedy="Type one date only, or July 2016; or leave it blank and say it in the text."
)
_SERIAL = r"\d{5}(?:\.\d+)?"
_NO_YEAR = rf"{_MONTH}(?:[ -]{_DAY})?|{_DAY}[ -]{_MONTH}|\d{{1,2}}[/.-]\d{{1,2}}"
_EXCUSES = {
    _SERIAL: NoDate("It is a number, and no day.", "Type the date itself."),
    _NO_YEAR: NoDate("The year is missing."),
}
_SHORT_YEAR = NoDate("The year needs four digits.")


def parse_date(text: str) -> PartialDate | None:
    """Return the date that `text` writes, or None."""
    found = read_date(text)
    return found.date if isinstance(found, WrittenDate) else None


def read_date(text: str, *, order: str = MONTH_FIRST) -> WrittenDate | NoDate:
    """Return the date that `text` writes, or why it is none.

    Of two numbers that may both be a month, `order` tells which one is.
    """
    words = _plain_words(text)
    for form in _FORMS:
        if found := form.fullmatch(words):
            return _known(found["year"], found["month"], found["day"])
    if found := _NUMBERS.fullmatch(words):
        return _numbers(found, order)
    excuses = (why for form, why in _EXCUSES.items() if re.fullmatch(form, words))
    return next(excuses, _WORDS)


def _plain_words(text: str) -> str:
    words = " ".join(text.replace(",", " ").lower().split()).removesuffix(".")
    words = _WIDE_SIGNS.sub(lambda sign: sign[1].translate(_HYPHENS), words)
    return _FILLERS.sub("", _WEEKDAY.sub("", words))


_HYPHENS = str.maketrans("–—", "--")


def _known(year: str, month: str | None, day: str | None) -> WrittenDate | NoDate:
    number, is_misspelled = _month_number(month or "0")
    if number is None:
        return _WORDS
    found = PartialDate(_full_year(year), number, int(day or 0))
    if not found.year:
        return NoDate("There is no year 0.")
    if month and not 1 <= found.month <= 12:
        return NoDate(f"There is no month {found.month}.", _swapped(found))
    if day and not _is_day(found):
        return NoDate(_days_of(found))
    return WrittenDate(found, is_guessed=is_misspelled or len(year) < 4)


def _full_year(year: str) -> int:
    """Return a year whose century may be left out, as spreadsheets complete it."""
    number = int(year.strip("'’"))
    if len(year) >= 4:
        return number
    return number + (2000 if number < 50 else 1900)


def _month_number(word: str) -> tuple[int | None, bool]:
    """Return the number of a month, and whether its name was misspelled."""
    if word.isdigit():
        return int(word), False
    if word in SPANISH_MONTHS:
        return SPANISH_MONTHS.index(word) + 1, False
    if word == "sept":
        return 9, False
    names = [month.lower() for month in MONTHS]
    starts = [name.startswith(word) for name in names]
    if len(word) >= 3 and any(starts):
        return starts.index(True) + 1, False
    near = difflib.get_close_matches(word, names, n=1, cutoff=0.8)
    return (names.index(near[0]) + 1, True) if near else (None, False)


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


def _numbers(found: re.Match[str], order: str) -> WrittenDate | NoDate:
    """Return the date of two numbers and a year: the month is one, the day the other.

    Points are the sign of a day that comes first; where the order says otherwise,
    nobody can tell what is meant.
    """
    first, second, year = int(found[1]), int(found[3]), _full_year(found[4])
    dates = {
        MONTH_FIRST: PartialDate(year, first, second),
        DAY_FIRST: PartialDate(year, second, first),
    }
    fit = [name for name in dates if year and _is_day(dates[name])]
    is_open = len(fit) == 2 and first != second
    if is_open and found[2] == "." and order == MONTH_FIRST:
        return _either(dates[DAY_FIRST], dates[MONTH_FIRST])
    is_short = len(found[4]) < 4
    is_year_first = found[2] == "-" and first > 12
    if is_short and fit and (order not in fit or is_year_first):
        return _SHORT_YEAR
    taken = next((name for name in (order, *fit) if name in fit), "")
    if not taken:
        date = dates[order]
        return _known(str(year), str(date.month), str(date.day))
    is_told = first != second and (is_open or taken != order)
    told = taken if is_open or (is_told and found[2] != ".") else ""
    return WrittenDate(dates[taken], told, is_guessed=is_short)


def _either(one: PartialDate, other: PartialDate) -> NoDate:
    detail = f"It may be {one}, or {other}."
    return NoDate(detail, f"Type {one.iso()} or {other.iso()}.")
