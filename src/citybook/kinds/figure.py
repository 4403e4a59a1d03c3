"""A figure as people write it: with commas, a scale, a unit, a word of caution."""

import difflib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_TOKEN = re.compile(
    r"\d{1,3}(?: \d{3}){1,4}(?:\.\d{1,6})?(?![\d,])|(?:(?<![\w.])\.+)?\d+(?:[.,]\d+)*"
)
_COMMAS = re.compile(r"(?:\d{1,3}(?:[ ,]\d{3}){1,4}|\d{1,15})(?:\.\d{1,6})?|\.\d{1,6}")
_SPACED_COMMA = re.compile(r"(?<=\d)(?: ,|, )(?=\d{3}\b)")
_POINTS = re.compile(r"\d{1,3}(?:\.\d{3}){1,4},\d{1,6}|\d{1,3}(?:\.\d{3}){2,4}")
"""A number with points for commas, as Europe writes it."""
_COMMA_FOR_POINT = re.compile(r"(\d{1,12}),(\d{1,2})")
_EITHER = re.compile(r"[1-9]\d{0,2}\.\d{3}")

_ASIDE = re.compile(
    r"\([^()]*\)|\[[^\[\]]*\]"
    r"|(?:, ?|\b(?:(?:in|as of|since|by|for|during) )?(?:the )?"
    r"(?:fy|fiscal year|calendar year|census) ?|\b(?:in|as of|since|by|for|during) )"
    r"(?:[a-z]{3,9}\.? (?:\d{1,2},? )?)?(?:19|20)\d\d\b(?: (?:census|estimates?|data))?"
    r"|^(?:19|20)\d\d (?:census|estimate)s?:?",
    re.I,
)
"""Brackets, and the year that a figure is from."""

_SCALES = {
    **dict.fromkeys(("k", "thousand"), 1_000),
    **dict.fromkeys(("m", "mm", "mn", "million"), 1_000_000),
    **dict.fromkeys(("b", "bn", "billion"), 1_000_000_000),
}
_SCALE = re.compile(r" ?([Kk]|MM?|mn|bn|B|(?i:thousand|million|billion))\b\.?")
"""A small m may be meters or minutes."""
_PERCENT = re.compile(r" ?(%|percent\b|per cent\b|pct\b\.?)", re.I)
_CAUTION = frozenset(
    {
        "about",
        "approximately",
        "approx",
        "appx",
        "around",
        "roughly",
        "nearly",
        "almost",
    }
    | {"over", "more", "less", "fewer", "than", "at", "least", "most", "under", "up"}
    | {"to", "some", "circa", "ca", "c", "est", "estimated", "an", "a", "the", "just"}
    | {"total", "of", "population", "pop", "is", "was", "currently", "now", "or", "so"}
)
"""Words that may stand before a figure and leave it what it is."""
_BLANKED = dict.fromkeys(map(ord, ".:=~≈<>≤≥±"), " ")
_UNSURE = frozenset(
    {"hundred", "hundreds", "dozen", "dozens", "trillion", "mil", "mill", "lakh", "m"}
    | {"cents", "euro", "euros", "pesos", "pounds", "half", "minus", "plus", "times"}
    | {"k", "mm", "b", "x", "quarter", "quarters", "grand", "crore", "crores", "lakhs"}
    | {"thou", "thous", "thsd", "tsd", "tys", "tausend", "mille", "mila", "bil", "bill"}
    | {"mio", "mios", "mln", "mlns", "milj", "miljoen", "millones", "mlrd", "mrd"}
    | {"bln", "milliard", "milliards", "milliarden", "tril", "trn"}
)
"""Words that would change the figure behind which they stand."""
_LARGE = ("hundred", "thousand", "million", "billion", "trillion")
_ALIKE = 0.82
"""How much of a word is one of these, misspelled; "Billings" is not."""
_MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that was read, and what of the writing must be told."""

    number: Decimal
    core: str
    """The part that says the number: `48.21K` of "about 48.21K people"."""
    left_out: tuple[str, ...] = ()
    is_percent: bool = False
    is_rewritten: bool = False
    """Whether the core was scaled, or written as elsewhere in the world."""
    other: Decimal | None = None
    """What else the core may say, if its point stands for a comma."""


@dataclass(frozen=True, slots=True)
class NoFigure:
    """Why a text is no figure, and what to do about it; empty where unknown."""

    detail: str = ""
    remedy: str = ""


def read_figure(text: str) -> Figure | NoFigure:
    """Return the one number that a text says, or why there is none."""
    written = " ".join(text.replace("−", "-").split())
    written = _SPACED_COMMA.sub(",", written)
    asides: tuple[str, ...] = ()
    if not _COMMAS.fullmatch(written.lstrip("+- ")):
        asides = tuple(_told(aside[0]) for aside in _ASIDE.finditer(written))
        written = " ".join(_ASIDE.sub(" ", written).split())
    tokens = list(_TOKEN.finditer(written))
    if len(tokens) != 1:
        return _several(written, tokens)
    (token,) = tokens
    before, is_negative = _sign(written[: token.start()])
    figure = _figure(token[0], written[token.end() :], asides)
    if isinstance(figure, NoFigure) or not _is_caution(before):
        return figure if isinstance(figure, NoFigure) else NoFigure()
    words = (before, *figure.left_out) if before else figure.left_out
    sign = -1 if is_negative else 1
    return Figure(
        sign * figure.number + 0,  # which makes 0 of -0
        f"-{figure.core}" if is_negative else figure.core,
        tuple(word for word in words if word),
        is_percent=figure.is_percent,
        is_rewritten=figure.is_rewritten,
        other=None if figure.other is None else sign * figure.other,
    )


def with_point(digits: str) -> str:
    """Return a number in digits so that its point cannot stand for a comma."""
    return f"{digits}0" if _EITHER.fullmatch(digits.removeprefix("-")) else digits


def _told(aside: str) -> str:
    return aside.strip("()[], ")


def _sign(before: str) -> tuple[str, bool]:
    """Return what stands before a number without its sign, and whether it is minus."""
    found = re.search(r"(?:^|(?<=\s))([+-]) ?$", before)
    if not found:
        return before.strip(), False
    return before[: found.start()].strip(), found[1] == "-"


def _is_caution(before: str) -> bool:
    words = before.lower().translate(_BLANKED).split()
    return len(words) <= _MOST_WORDS and _CAUTION.issuperset(words)


def _figure(token: str, after: str, asides: tuple[str, ...]) -> Figure | NoFigure:
    """Return the figure of a number with what follows it: a scale, a unit."""
    number, is_foreign = _number(token)
    core = token
    if scale := _SCALE.match(after):
        core, after = core + scale[0], after[scale.end() :]
    percent = _PERCENT.match(after)
    if percent:
        core, after = core + percent[0], after[percent.end() :]
    if number is None:
        return _broken(token, behind=core.removeprefix(token))
    if not _is_unit(after):
        return NoFigure()
    number *= _SCALES[scale[1].lower()] if scale else 1
    is_worded = bool(percent) and "%" not in core
    return Figure(
        _plain(number),
        core,
        (_told(after.strip(" .;")), *asides),
        is_percent=bool(percent),
        is_rewritten=bool(scale) or is_foreign or is_worded,
        other=Decimal(token.replace(".", "")) if _EITHER.fullmatch(core) else None,
    )


def _number(token: str) -> tuple[Decimal | None, bool]:
    """Return the number of some digits, and whether points stand for commas."""
    if _COMMAS.fullmatch(token):
        return Decimal(re.sub("[ ,]", "", token)), False
    if _POINTS.fullmatch(token):
        return Decimal(token.replace(".", "").replace(",", ".")), True
    return None, False


def _plain(number: Decimal) -> Decimal:
    whole = number.to_integral_value()
    return whole if number == whole else number.normalize()


def _is_unit(after: str) -> bool:
    """Tell whether what follows a number leaves it what it is."""
    if after[:1].isalnum() or any(_is_numeral(char) for char in after):
        return False
    words = re.findall(r"[^\W\d]+", after.lower())
    return len(words) <= _MOST_WORDS and not any(map(_is_scale, words))


def _is_scale(word: str) -> bool:
    """Tell whether a word may change a figure, however it is spelled."""
    near = difflib.get_close_matches(word, _LARGE, n=1, cutoff=_ALIKE)
    return word in _UNSURE or bool(near)


def _is_numeral(char: str) -> bool:
    return unicodedata.numeric(char, None) is not None or char in "€£¥¢₱$^/="


def _broken(token: str, *, behind: str) -> NoFigure:
    if found := _COMMA_FOR_POINT.fullmatch(token):
        detail = "The comma may stand for a point, or a digit is missing after it."
        return NoFigure(
            detail, f"Type {found[1]}.{found[2]}{behind}, if that is meant."
        )
    if token.isdigit():
        return NoFigure("It has more than 15 digits.")
    return NoFigure("Its commas and points do not stand at the thousands.")


_BETWEEN = re.compile(
    r"\s*(?:[KMB%]|thousand|million|billion|percent)?\s*\$?(?:-|–|—|to|through|and|or)"
    r"\s*\$?",
    re.I,
)


def _several(written: str, tokens: list[re.Match[str]]) -> NoFigure:
    if len(tokens) < 2:
        return NoFigure()
    first, second = tokens[:2]
    if len(tokens) == 2 and _BETWEEN.fullmatch(written[first.end() : second.start()]):
        detail = f"It is a range, from {first[0]} to {second[0]}."
        return NoFigure(detail, "Type one number; say the rest in another answer.")
    numbers = "; ".join(_first(tokens))
    return NoFigure(f"It holds several numbers: {numbers}.", "Type one number.")


def _first(tokens: list[re.Match[str]]) -> Iterator[str]:
    yield from (token[0] for token in tokens[:5])
    if len(tokens) > 5:
        yield "…"
