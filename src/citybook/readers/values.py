"""What the cells of a workbook hold, as a person would type it."""

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from citybook.dates import MONTHS
from citybook.readers.grid import Cell
from citybook.readers.number_format import words_of

_FIRST_OF_1904 = datetime.date(1904, 1, 1)
_DAYS = range(31_412, 53_327)
"""The numbers of the days from 1990 to 2049."""
_NOT_IN_DATES = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


def is_number(value: object) -> bool:
    """Tell whether a cell holds a number, and no text that looks like one."""
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def days_from_1904(cells: Iterable[Cell]) -> Iterator[Cell]:
    """Yield the cells of a workbook of Excel for the Mac, which began in 1904."""
    for cell in cells:
        serial = re.fullmatch(r"(\d{5})(?:\.\d+)?", cell.text if cell.is_number else "")
        days = int(serial[1]) if serial else 0
        day = _FIRST_OF_1904 + datetime.timedelta(days) if days in _DAYS else ""
        yield replace(cell, day=str(day))


def text_of(value: object, number_format: str = "") -> str:
    """Return a value as text, as the cell shows it where that matters."""
    match value:
        case bool():
            return "yes" if value else "no"
        case int() | float() | Decimal():
            return _number(value, number_format)
        case datetime.date():
            return _date(value, number_format)
        case datetime.time():
            return value.isoformat("minutes")
        case datetime.timedelta():
            minutes = round(value.total_seconds() / 60)
            return f"{minutes // 60}:{minutes % 60:02}"
        case _:
            return re.sub(r"\r\n?", "\n", str(value))


def _number(value: float | Decimal, number_format: str) -> str:
    if re.fullmatch("0+", number_format) and float(value).is_integer():
        return f"{int(value):0{len(number_format)}}"
    # Excel keeps 15 digits; what a float has beyond them is noise.
    exact = Decimal(f"{value:.15g}")
    words = words_of(number_format, exact)
    shown = (
        f"{_digits(exact * 100)}%"
        if words.is_percent
        else _digits(exact / words.divisor)
    )
    return f"{words.before}{shown if words.has_number else ''}{words.after}".strip()


def _digits(number: Decimal) -> str:
    if not number.is_finite():
        return str(number)
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _date(value: datetime.date, number_format: str) -> str:
    """Return a date in ISO 8601, less the parts that the cell does not show.

    Excel makes a whole date of "July 2016", and sets this year behind "July 18".
    """
    shown = _NOT_IN_DATES.sub("", number_format).lower()
    if "y" not in shown and "d" in shown:
        return f"{MONTHS[value.month - 1]} {value.day}"
    day = value.isoformat()[:10]
    if "d" not in shown and "y" in shown:
        return day[:7] if "m" in shown else day[:4]
    if not isinstance(value, datetime.datetime) or value.time() == datetime.time():
        return day
    return f"{day} {value.time().isoformat('minutes')}"
