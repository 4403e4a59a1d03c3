"""What a cell's number format shows beside the number: the words of `0 "thousand"`."""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

# ECMA-376 part 1, 18.8.31
_PART = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|[_*].|\[[^\]]*\]'
    r"|(?P<digits>General|[0#?]+(?:[.,/0#?]|E[+-])*)|(?P<percent>%)|.",
    re.S | re.I,
)
_SECTION = re.compile(r'(?:"[^"]*"|\\.|\[[^\]]*\]|[^;])+|(?<=;)(?=;|$)|^(?=;)', re.S)
_CONDITION = re.compile(r"\[([<>=]{1,2})(-?\d+(?:\.\d+)?)\]")
_COMPARED: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}
_CURRENCY = re.compile(r"\bUSD?\b|\$", re.I)
_SAYS_MORE = re.compile(r"[^\W_]|%|‰")
_SCALES = (
    (re.compile(r"\b(?:k|thousands?)\b|000", re.I), 1_000),
    (re.compile(r"\b(?:mm?|mn|millions?)\b", re.I), 1_000_000),
    (re.compile(r"\b(?:bn?|billions?)\b", re.I), 1_000_000_000),
)


@dataclass(frozen=True, slots=True)
class Words:
    """What a format shows of a number."""

    before: str = ""
    after: str = ""
    has_number: bool = True
    """Whether the number itself is shown: `0;-0;"none"` does not show zero."""
    is_percent: bool = False
    divisor: int = 1
    """By how much the number is divided, so that the words come out right."""


def words_of(number_format: str, number: Decimal) -> Words:
    """Return what stands beside a number, less the marks of a currency.

    A format may divide what it shows: `0.0,,"M"` shows 1.2M, and the cell holds
    1200000. Where the words say no more than that, they are left out.
    """
    before = after = digits = ""
    is_percent = False
    for part in _PART.finditer(_section(number_format, number)):
        is_percent |= bool(part["percent"])
        digits += part["digits"] or ""
        text = part["quoted"] or part["escaped"] or ""
        if not part.lastgroup and part[0] in " -–()/:":
            text = part[0]
        if digits:
            after += text
        else:
            before += text
    before, after = _CURRENCY.sub("", before), _CURRENCY.sub("", after)
    if not _SAYS_MORE.search(before + after):
        return Words(is_percent=is_percent)
    commas = len(digits) - len(digits.rstrip(",")) if digits else 0
    divisor = 1_000**commas
    scale = next((n for word, n in _SCALES if word.search(before + after)), 1)
    if commas and scale == divisor:
        return Words(is_percent=is_percent)
    return Words(
        *(before, after, bool(digits), is_percent),
        divisor if scale > 1 else 1,
    )


def _section(number_format: str, number: Decimal) -> str:
    """Return the part of a format that is meant for a number of this size."""
    sections: list[str] = _SECTION.findall(number_format) or [""]
    conditions = [_CONDITION.search(each) for each in sections[:3]]
    if any(conditions):
        for section, condition in zip(sections, conditions, strict=False):
            compare = _COMPARED.get(condition[1]) if condition else None
            if not condition or (compare and compare(number, Decimal(condition[2]))):
                return section
        return sections[min(len(sections), 3) - 1]
    wanted = 1 if number < 0 else 2 if number == 0 else 0
    return sections[wanted] if wanted < len(sections) else sections[0]
