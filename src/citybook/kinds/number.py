"""Numbers and sums of money."""

import re
from collections.abc import Iterator
from decimal import Decimal

from citybook.kinds.figure import Figure, NoFigure, read_figure
from citybook.kinds.kind import Asked, Reading, Trouble, left_out, refused, taken_as
from citybook.prose import line

_DOLLARS = re.compile(
    r"(?<![A-Za-z])(?:US ?)?\$ ?|\bUSD?\b ?\$? ?| ?\b(?:U\.?S\.? )?dollars?\b", re.I
)
_SMALL_M = re.compile(r"(?<=\d) ?m(?=\W|$)")
"""A million: of a sum of money nothing else can be meant."""


class Number:
    """A number, printed with a comma at each thousand; a percent sign is kept."""

    example = "65,000"
    prompt = "Type the number in digits."
    is_long = False

    def read(self, text: str, asked: Asked) -> Reading:
        """Return the number as a Decimal."""
        figure = read_figure(text)
        if isinstance(figure, NoFigure):
            return refused("not-a-number", figure.detail, remedy=figure.remedy)
        if figure.other is not None:
            return _unclear(figure, figure.other)
        sign = "%" if figure.is_percent else ""
        printed = f"{figure.number:,f}{sign}".replace("-", "−")
        return Reading(figure.number, line(printed), tuple(_told(figure, printed)))

    def listed(self, asked: Asked) -> tuple[str, ...]:
        """Return nothing: any number will do."""
        return ()


class Money:
    """A sum in United States dollars."""

    example = "$120,000"
    prompt = "Type the sum in dollars, in digits."
    is_long = False

    def read(self, text: str, asked: Asked) -> Reading:
        """Return the sum in dollars as a Decimal."""
        figure = read_figure(_DOLLARS.sub("", _SMALL_M.sub("M", text)))
        if isinstance(figure, NoFigure):
            return refused("not-a-number", figure.detail, remedy=figure.remedy)
        if figure.other is not None:
            return _unclear(figure, figure.other)
        number = figure.number
        if figure.is_percent:
            return refused("not-a-number", "It is a percentage, and no sum of money.")
        if number != round(number, 2):
            detail = "A sum of money has two digits after the point at most."
            return refused("not-a-number", detail)
        sign = "−" if number < 0 else ""
        digits = f"{abs(number):,.2f}".removesuffix(".00")
        printed = f"{sign}${digits}"
        return Reading(number, line(printed), tuple(_told(figure, printed)))

    def listed(self, asked: Asked) -> tuple[str, ...]:
        """Return nothing: any sum will do."""
        return ()


def _unclear(figure: Figure, other: Decimal) -> Reading:
    """Refuse a number with three digits after its point, which may mean thousands."""
    number = f"{round(figure.number, 2).normalize():f}"
    detail = f"“{figure.core}” may be {other:,} or {number}."
    remedy = f"Type {other:,} or {number}, whichever is meant."
    return refused("odd-number", detail, remedy=remedy)


def _told(figure: Figure, printed: str) -> Iterator[Trouble]:
    """Yield what was scaled, and what is left out."""
    if figure.is_rewritten:
        yield taken_as(figure.core, printed)
    if figure.left_out:
        yield left_out(figure.left_out, printed)
