"""Numbers and sums of money."""

import re
from decimal import Decimal

from citybook.kinds.kind import Asked, Reading, refused
from citybook.prose import line

_NUMBER = re.compile(
    r"[+-]? ?(\d{1,3}(,\d{3}){1,4}|\d{1,3}( \d{3}){1,4}|\d{1,15})(\.\d{1,6})?"
)


class Number:
    """A number, printed with a comma at each thousand."""

    example = "65,000"
    prompt = "Type the number in digits."
    is_long = False

    def read(self, text: str, asked: Asked) -> Reading:
        """Return the number as a Decimal."""
        number = _parse(text)
        if number is None:
            return refused("not-a-number")
        return Reading(number, line(f"{number:,f}".replace("-", "−")))

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
        number = _parse(re.sub(r"^(\$|US\$|USD) *| ?(USD|dollars)$", "", text))
        if number is None:
            return refused("not-a-number")
        if number != round(number, 2):
            detail = "A sum of money has two digits after the point at most."
            return refused("not-a-number", detail)
        sign = "−" if number < 0 else ""
        digits = f"{abs(number):,.2f}".removesuffix(".00")
        return Reading(number, line(f"{sign}${digits}"))

    def listed(self, asked: Asked) -> tuple[str, ...]:
        """Return nothing: any sum will do."""
        return ()


def _parse(text: str) -> Decimal | None:
    written = text.replace("−", "-")
    if not _NUMBER.fullmatch(written):
        return None
    number = Decimal(re.sub("[ ,]", "", written)) + 0  # which makes 0 of -0
    whole = number.to_integral_value()
    return whole if number == whole else number.normalize()
