"""Dates, of which the day or the month may be unknown."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as calendar_date
from datetime import timedelta

from citybook.dates import NoDate, PartialDate, WrittenDate, read_date
from citybook.kinds.kind import Asked, Reading, Trouble, left_out, refused, taken_as
from citybook.prose import line

_WEEKDAY = re.compile(
    r"\(?\b(mon|tues?|wed(?:nes|s)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?\)?,?",
    re.I,
)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
WEEKDAYS = (*_WEEKDAYS, "Sunday")

_CLOCK = (
    r"(?:\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?(?: ?[ap]\.?m\b\.?)?|\d{1,2} ?[ap]\.?m\b\.?)"
)
_TIME = re.compile(
    r"(?:\bat |\bfrom |@ ?|(?<=\d)t)?"
    rf"\(?((?:\d{{1,2}}(?::\d\d)?(?: ?[ap]\.?m\.?)? ?(?:-|–|to) ?)?{_CLOCK}"
    r"(?: ?(?:[ecmp][sd]?t|utc|gmt|z)\b|[+-]\d\d:?\d\d)?)\)?",
    re.I,
)
_MIDNIGHT = re.compile(r"0?0:00(:00(\.0+)?)?z?|12:00(:00)? ?am", re.I)
"""What programs set behind a day that has no time."""

_ROUGH = re.compile(
    r"^(early|mid|middle|late|about|around|approximately|approx\.?|circa|ca?\.|~|≈"
    r"|(?:the )?(?:beginning|start|middle|end)(?= of)|spring|summer|fall|autumn)"
    r"(?:[ -]of\b)?[ ,-]*(?=[\da-z])",
    re.I,
)
_ROUGH_END = re.compile(
    r"[ ,]*\(?(approximately|approx\.?|est\.?|estimated|tentative|\?)\)?$", re.I
)
_SEASONS = frozenset({"spring", "summer", "fall", "autumn"})

_BETWEEN = re.compile(
    r" (?:-|–|—|to|through|thru|till|until|and|&|or) | ?[–—] ?|[-&;]", re.I
)
_FROM = re.compile(r"^(?:from|between)\b ?", re.I)
_YEARS = re.compile(r"(\d\d)(\d\d) ?[-–—/] ?(\d\d)")
_MONTH_DAY = re.compile(r"\d{1,2}/\d{1,2}")
_DAY_YEAR = re.compile(r"\d{1,2}/\d{4}")
_MOST_SPLITS = 8

_SERIAL = re.compile(r"(\d{5})(\.\d+)?")
_SERIALS = range(32_874, 54_789)
"""The numbers that Excel keeps for the days from 1990 to 2049."""
_EPOCH = calendar_date(1899, 12, 30)


class Date:
    """A date, printed as the Associated Press does."""

    example = "7/18/2016"
    prompt = (
        "Type a date such as 7/18/2016 or July 18, 2016; July 2016 or 2016 will do."
    )
    is_long = False

    def read(self, text: str, asked: Asked) -> Reading:
        """Return the date, with a word on what was a choice or is not printed."""
        typed = " ".join(text.split())
        serial = _SERIAL.fullmatch(typed)
        if serial and int(serial[1]) in _SERIALS:
            return _of_serial(typed, int(serial[1]), has_time=bool(serial[2]))
        parts = _parts(typed)
        date = read_date(parts.date, order=asked.date_order)
        if isinstance(date, NoDate):
            why = _span(parts.date, asked.date_order) or date
            return refused("not-a-date", why.detail, remedy=why.remedy)
        if _SEASONS & set(parts.rough) and date.date.month:
            return refused("not-a-date", "It names a season and a month or a day.")
        troubles = tuple(_told(typed, parts, date))
        return Reading(date.date, line(str(date.date)), troubles)

    def listed(self, asked: Asked) -> tuple[str, ...]:
        """Return nothing: any date will do."""
        return ()


@dataclass(frozen=True, slots=True)
class _Parts:
    """What was typed, taken apart."""

    date: str
    weekday: str = ""
    """As it was typed."""
    times: tuple[str, ...] = ()
    rough: tuple[str, ...] = ()
    """The words that make it a rough date: "early", "about"."""


def _parts(typed: str) -> _Parts:
    times = [found[1] for found in _TIME.finditer(typed)]
    text = _TIME.sub(" ", typed)
    weekday = _WEEKDAY.search(text)
    text = _WEEKDAY.sub(" ", text, count=1).strip(" ,;")
    rough: list[str] = []
    while found := _ROUGH.search(text) or _ROUGH_END.search(text):
        rough.append(found[1].lower())
        text = (text[: found.start()] + text[found.end() :]).strip(" ,;")
    told = tuple(time for time in times if not _MIDNIGHT.fullmatch(time))
    named = weekday[0].strip("(),. ") if weekday else ""
    return _Parts(" ".join(text.split()), named, told, tuple(rough))


def _told(typed: str, parts: _Parts, found: WrittenDate) -> Iterator[Trouble]:
    """Yield what was chosen, guessed, left out, and what does not fit."""
    date, rough = found.date, list(parts.rough)
    if found.order:
        order = found.order.replace("-", " ")
        other = PartialDate(date.year, date.day, date.month).iso()
        detail = f"{typed} was read with the {order}: {date}."
        yield Trouble("date-order", detail, f"If {other} is meant, type that.")
    elif found.is_guessed:
        yield taken_as(typed, str(date))
    if parts.weekday and date.day:
        right = WEEKDAYS[date.earliest().weekday()]
        if not right.lower().startswith(parts.weekday[:3].lower()):
            detail = f"{date}, is a {right}, and not a {parts.weekday}."
            yield Trouble("wrong-weekday", detail)
    elif parts.weekday:
        rough.append(parts.weekday)
    if dropped := (*rough, *parts.times):
        yield left_out(dropped, str(date))


def _of_serial(typed: str, number: int, *, has_time: bool) -> Reading:
    day = _EPOCH + timedelta(days=number)
    date = PartialDate(day.year, day.month, day.day)
    time = "; its time of day is not printed" if has_time else ""
    detail = f"{typed}, a spreadsheet's number for a day, was read as {date}{time}."
    return Reading(date, line(str(date)), (Trouble("taken-as", detail),))


# Several dates in one


def _span(typed: str, order: str) -> NoDate | None:
    """Return what to say of a text that names two dates, or None."""
    text = _FROM.sub("", typed)
    if years := _YEARS.fullmatch(text):
        text = f"{years[1]}{years[2]} to {years[1]}{years[3]}"
    for number, sign in enumerate(_BETWEEN.finditer(text)):
        if number == _MOST_SPLITS:
            break
        ends = _ends(text[: sign.start()], text[sign.end() :], order)
        if ends and ends[0] != ends[1]:
            first, last = ends
            remedy = f"Type one, such as {first.iso()}; say the rest in another answer."
            return NoDate(f"It names two dates: {first}; {last}.", remedy)
    return None


def _ends(first: str, last: str, order: str) -> tuple[PartialDate, PartialDate] | None:
    """Return two dates; what one leaves out, month or year, the other tells."""
    if _MONTH_DAY.fullmatch(first) and _DAY_YEAR.fullmatch(last):
        last = f"{first.partition('/')[0]}/{last}"
    months = re.findall(r"[^\W\d]+\.?", f"{first} {last}")
    year = re.findall(r"\d{4}", last)[-1:] or [""]
    month = months[0] if months else ""
    one = _first_read(order, first, f"{first} {year[0]}", f"{first} {month} {year[0]}")
    if one is None and year[0]:
        one = _first_read(order, f"{first}/{year[0]}")
    other = _first_read(order, last, f"{month} {last}")
    return (one, other) if one and other else None


def _first_read(order: str, *texts: str) -> PartialDate | None:
    for text in texts:
        found = read_date(text.strip(" ,"), order=order)
        if isinstance(found, WrittenDate):
            return found.date
    return None
