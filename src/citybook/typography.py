"""Clean text and figures in prose: what is changed is told in words."""

import re
import unicodedata
from collections.abc import Sequence

ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"),
    *("seventeen", "eighteen", "nineteen"),
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc")),
    *((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)

_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]")
_LINE_END_CODES = re.compile(r"_x000[Dd]_\n?|_x000[Aa]_")
"""ECMA-376 part 1, 22.9.2.19: how a workbook writes a line end, left as it is by some
programs that export it."""
_ODD_SPACES = re.compile(r"[\u00a0\u2000-\u200a\u202f\u205f\u3000\t]")
_ODD_HYPHENS = re.compile("[\u2010\u2011]")
"""Word sets them where a line must not be broken, or may be."""
_INVISIBLE = re.compile(
    r"[\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\u00ad]"
    r"|[\u034f\u061c\u115f\u1160\u180e\u3164\ufe0e\ufe0f\uffa0\ufff9-\ufffb\U000e0001-\U000e007f]"
)
_FLAG = "\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f"
_FLAGS = re.compile(f"({_FLAG})")
"""The flag of a part of a country, which is spelt in tags that cannot be seen."""
_SIGN = "[\u2190-\u2bff\U0001f000-\U0001faff][\U0001f3fb-\U0001f3ff]?"
EMOJI = re.compile(f"{_SIGN}(?:\u200d{_SIGN})+|{_FLAG}")
"""One picture made of several signs (UTS 51, 1.4.9)."""
_JOINER = re.compile("[\u200c\u200d]")
_WORD_BULLETS = re.compile(r"[\uf0b7\uf0a7\uf0d8\uf076\uf0a8\uf06e\uf071]")
"""Bullets of Symbol and Wingdings, as Word pastes them."""
_APOSTROPHES = re.compile("['’‘ʻʼ`]")
_RUNS = re.compile(r"(?<=\S)  +(?=\S)")


def tidy(text: str) -> tuple[str, tuple[str, ...]]:
    """Return `text` fit to print, and in words each kind of change that was made.

    Space around the text and at line ends goes without a word: it is not content.
    """
    text, ended = with_line_ends(text)
    changes = list(ended)
    text = _replace(_ODD_SPACES, " ", text, changes, what="odd space{s} made plain")
    text = _replace(_ODD_HYPHENS, "-", text, changes, what="odd hyphen{s} made plain")
    text = _without_invisible(text, changes)
    text = _replace(_WORD_BULLETS, "•", text, changes, what="Word bullet{s} made plain")
    printable = text
    if not text.replace("\n", "").isprintable():  # saves most texts the walk
        printable = "".join(c for c in text if c == "\n" or _is_printable(c))
    if printable != text:
        count = len(text) - len(printable)
        changes.append(_counted(count, "control character{s} removed"))
    text = _joined(_without_loose_joiners(printable, changes), changes)
    text = "\n".join(line.rstrip() for line in text.split("\n")).strip()
    text = _replace(_RUNS, " ", text, changes, what="run{s} of spaces closed up")
    return text, tuple(changes)


def with_line_ends(text: str) -> tuple[str, tuple[str, ...]]:
    """Return `text` with its lines ended alike, and in words what was changed."""
    changes: list[str] = []
    text = _LINE_ENDS.sub("\n", text)
    text = _replace(
        _LINE_END_CODES, "\n", text, changes, what="line-end code{s} replaced"
    )
    return text, tuple(changes)


def _without_invisible(text: str, changes: list[str]) -> str:
    """Take away what cannot be seen, but for the tags of flags.

    What asks for a sign in color goes too: programs part the signs of a picture there.
    """
    pieces = _FLAGS.split(text)
    visible = [_INVISIBLE.sub("", piece) for piece in pieces[::2]]
    if count := sum(map(len, pieces[::2])) - sum(map(len, visible)):
        changes.append(_counted(count, "invisible character{s} removed"))
        pieces[::2] = visible
    return "".join(pieces)


def _without_loose_joiners(text: str, changes: list[str]) -> str:
    """Take away joiners that join nothing.

    Between emoji, or letters of Persian or Hindi, a joiner is a part of them; beside
    a Latin letter it cannot be seen and keeps a word from being found.
    """
    loose = {
        joiner.start()
        for joiner in _JOINER.finditer(text)
        if not (
            _takes_joiners(text[joiner.start() - 1 : joiner.start()])
            and _takes_joiners(text[joiner.end() : joiner.end() + 1])
        )
    }
    if not loose:
        return text
    changes.append(_counted(len(loose), "loose joiner{s} removed"))
    return "".join(char for place, char in enumerate(text) if place not in loose)


def _takes_joiners(char: str) -> bool:
    is_mark = "\u2000" <= char < "\u2190" or "\u2ff0" <= char < "\u3001"
    is_private = "\ud800" <= char < "\U00010000"
    return char >= "\u0590" and not is_mark and not is_private


def _joined(text: str, changes: list[str]) -> str:
    """Put accents on the letters behind which they were typed, as a Mac does."""
    joined = text if text.isascii() else unicodedata.normalize("NFC", text)
    if joined != text:
        count = abs(len(text) - len(joined)) or 1
        changes.append(_counted(count, "loose accent{s} joined to letters"))
    return joined


def _replace(
    pattern: re.Pattern[str], new: str, text: str, changes: list[str], *, what: str
) -> str:
    text, count = pattern.subn(new, text)
    if count:
        changes.append(_counted(count, what))
    return text


def _counted(number: int, what: str) -> str:
    """Return a change with its number: `2 odd spaces made plain`."""
    return f"{number} {what.format(s='' if number == 1 else 's')}"


def _is_printable(char: str) -> bool:
    # Control characters and surrogates break XML (XML 1.0, 2.2); noncharacters mean
    # nothing (Unicode 23.7). A letter newer than this Python is no reason to lose it.
    is_no_character = ord(char) & 0xFFFE == 0xFFFE or "\ufdd0" <= char <= "\ufdef"
    return unicodedata.category(char) not in {"Cc", "Cs"} and not is_no_character


def roman(number: int) -> str:
    """Return a number of 1 to 3,999 in small Roman numerals, as front matter has."""
    letters = ""
    for value, letter in ROMAN:
        letters += letter * (number // value)
        number %= value
    return letters


def in_words(number: int) -> str:
    """Return a number below 1,000 in words, a larger one in figures with commas."""
    if number < 20:
        return ONES[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return TENS[tens - 2] + (f"-{ONES[ones]}" if ones else "")
    if number < 1000:
        hundreds, rest = divmod(number, 100)
        return f"{ONES[hundreds]} hundred" + (f" {in_words(rest)}" if rest else "")
    return f"{number:,}"


def in_prose(number: int, *, opens_sentence: bool = False) -> str:
    """Return a number as the Associated Press sets it in running text.

    Stylebook, "numerals": below 10 in words, and in words where it opens a sentence.
    """
    if opens_sentence:
        words = in_words(number)
        return words[0].upper() + words[1:]
    return in_words(number) if number < 10 else f"{number:,}"


def join_words(words: Sequence[str]) -> str:
    """Return `a, b and c`: the Associated Press sets no comma before "and"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def slug(text: str) -> str:
    """Return `text` in letters a-z, digits and single hyphens, for keys and files."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain.lower().replace("'", "")))


def match_key(text: str) -> str:
    """Return what two spellings of one label or name share: letters and digits."""
    plain = text.replace("&", " and ").casefold()
    if not plain.isascii():
        decomposed = unicodedata.normalize("NFKD", plain)
        plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(re.findall(r"[^\W_]+", _APOSTROPHES.sub("", plain)))
