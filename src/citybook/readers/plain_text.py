"""Text files before they are read: their encoding, and the shape of what they hold."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DELIMITERS = (",", ";", "\t", "|")
_DECLARED = re.compile(r"sep=(.)\r?\n?", re.I)
"""What Excel takes from the first line of a table."""
_KEY = re.compile(r"(?:- )?[\w\"'][^:,;\t\n]{0,80}:(?:\s|$)")
_SAMPLED = 20_000
"""Characters that tell of what shape a text is."""
MAX_FIELD = 20_000_000
"""Characters of one field; Python's csv would stop at 131,072."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, and how it was found to be encoded."""

    text: str
    first_odd_line: int = 0
    """The first line that is not UTF-8 and was read as Windows text; 0 if none is."""

    @property
    def odd_text(self) -> str:
        """What stands on that line."""
        return re.split(r"\r\n|\r|\n", self.text)[self.first_odd_line - 1]


def decoded(data: bytes) -> Decoded:
    """Return the text of a file: by its mark, as UTF-8, or as Windows text."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return Decoded(data[len(bom) :].decode(encoding, "replace"))
    if encoding := _unmarked_utf_16(data):
        return Decoded(data.decode(encoding, "replace"))
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        lines = data[: error.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        return Decoded(_windows_text(data), lines.count(b"\n") + 1)


def _unmarked_utf_16(data: bytes) -> str:
    """Return the encoding of a text in which every other byte is zero, or nearly so."""
    sample = data[:2_000]
    even, odd = sample[::2], sample[1::2]
    high, low = 0.8 * len(odd), 0.05 * len(odd)
    if len(odd) > 3 and odd.count(0) > high and even.count(0) <= low:
        return "utf-16-le"
    if len(odd) > 3 and even.count(0) > high and odd.count(0) <= low:
        return "utf-16-be"
    return ""


def _windows_text(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        # Five bytes mean nothing in it; they stay as control characters.
        return "".join(
            bytes((byte,)).decode("cp1252", "ignore") or chr(byte) for byte in data
        )


def is_text(data: bytes) -> bool:
    """Tell whether a file is a text, to judge by its first bytes."""
    sample = data[:_SAMPLED]
    if sample.startswith(tuple(bom for bom, _ in _BOMS)) or _unmarked_utf_16(sample):
        return True
    strange = sum(byte < 32 and byte not in b"\t\n\v\f\r\x1b" for byte in sample)
    most = len(sample) / (50 if b"\0" in sample else 10)
    return strange <= most


def declared_delimiter(text: str) -> str:
    """Return the delimiter that the first line names for Excel: `sep=;`."""
    declared = _DECLARED.match(text)
    return declared[1] if declared else ""


def delimiter_of(text: str) -> str:
    """Return what parts the columns of a table in text form; nothing if it is none.

    The one that cuts most lines, and then into most parts of the same number.
    """
    if declared := declared_delimiter(text):
        return declared
    best, score = "", (0.6, 1)
    for delimiter in _DELIMITERS:
        widths = [len(row) for row in _rows(text[:_SAMPLED], delimiter) if any(row)]
        (width, number), *_ = Counter(widths).most_common(1) or [(0, 0)]
        if width > 1 and (number / len(widths), width) > score:
            best, score = delimiter, (number / len(widths), width)
    return best


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(MAX_FIELD)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    # The last one may be cut off by the end of the sample.
    yield from rows[:-1] if len(text) == _SAMPLED and len(rows) > 1 else rows


def is_like_yaml(text: str) -> bool:
    """Tell whether most lines that begin at the margin are a key and a colon."""
    lines = [
        line
        for line in text[:_SAMPLED].splitlines()
        if line.strip() and line[0] not in " \t#" and line.strip() not in ("---", "...")
    ]
    keys = sum(bool(_KEY.match(line)) for line in lines)
    return bool(lines) and bool(_KEY.match(lines[0])) and 2 * keys > len(lines)
