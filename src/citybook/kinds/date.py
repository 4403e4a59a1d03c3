"""Dates, of which the day or the month may be unknown."""

import re

from citybook.dates import parse_date
from citybook.kinds.kind import Asked, Reading, Trouble, refused
from citybook.prose import line

_EITHER_WAY = re.compile(r"(0?\d|1[0-2])[/.](0?\d|1[0-2])[/.]\d{4}")


class Date:
    """A date, printed as the Associated Press does."""

    example = "2016-07-18"
    prompt = "Type a date such as 7/18/2016, July 2016 or 2016."
    is_long = False

    def read(self, text: str, asked: Asked) -> Reading:
        """Return the date, with a note where its order was a choice."""
        date = parse_date(text)
        if date is None:
            return refused("not-a-date")
        troubles: tuple[Trouble, ...] = ()
        if _EITHER_WAY.fullmatch(text) and date.month != date.day:
            troubles = (Trouble("date-order", f"{text} was read as {date}."),)
        return Reading(date, line(str(date)), troubles)

    def listed(self, asked: Asked) -> tuple[str, ...]:
        """Return nothing: any date will do."""
        return ()
