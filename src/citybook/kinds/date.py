"""Dates, of which the day or the month may be unknown."""

import re

from citybook.dates import NoDate, read_date
from citybook.kinds.kind import Asked, Reading, Trouble, refused
from citybook.prose import line

_EITHER_WAY = re.compile(r"\b(0?\d|1[0-2])([/-])(0?\d|1[0-2])\2\d{4}")


class Date:
    """A date, printed as the Associated Press does."""

    example = "7/18/2016"
    prompt = (
        "Type a date such as 7/18/2016 or July 18, 2016; July 2016 or 2016 will do."
    )
    is_long = False

    def read(self, text: str, asked: Asked) -> Reading:
        """Return the date, with a note where its order was a choice."""
        date = read_date(text)
        if isinstance(date, NoDate):
            return refused("not-a-date", date.detail, remedy=date.remedy)
        troubles: tuple[Trouble, ...] = ()
        if _EITHER_WAY.search(text) and date.month != date.day:
            troubles = (Trouble("date-order", f"{text} was read as {date}."),)
        return Reading(date, line(str(date)), troubles)

    def listed(self, asked: Asked) -> tuple[str, ...]:
        """Return nothing: any date will do."""
        return ()
