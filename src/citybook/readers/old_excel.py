"""What calamine does not tell of an Excel 97 workbook: its errors, and a password."""

import struct
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

_END_OF_CHAIN = 0xFFFFFFFA
"""From here on a number of a sector means that there is none ([MS-CFB] 2.1)."""
_MINI = 4096
"""A shorter stream stands in the short-stream container."""
_ROOT = 5

ERRORS: Mapping[int, str] = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


@dataclass(slots=True)
class Untold:
    """What a workbook holds beside what calamine tells."""

    is_locked: bool = False
    errors: dict[tuple[str, int, int], str] = field(default_factory=dict)
    """By sheet, row and column."""


def untold(data: bytes) -> Untold:
    """Return the errors of a workbook, and whether it is encrypted.

    Of a file that is no such workbook, or damaged, nothing is told.
    """
    told = Untold()
    with suppress(struct.error, LookupError, ValueError):
        _walk(_stream(data), told)
    return told


def _walk(stream: bytes, told: Untold) -> None:
    """Look at the records that tell of a password, sheets and errors ([MS-XLS] 2.3)."""
    names: dict[int, str] = {}
    sheet = ""
    for place, number, record in _records(stream):
        match number:
            case 0x2F:  # FilePass
                told.is_locked = True
                return
            case 0x85:  # BoundSheet8
                (start,) = struct.unpack_from("<I", record)
                names[start] = _name(record[6:])
            case 0x809:  # BOF
                sheet = names.get(place, sheet)
            case 0x205 if record[7]:  # BoolErr
                _note(told, sheet, record, code=record[6])
            case 6 if record[12:14] == b"\xff\xff" and record[6] == 2:  # Formula
                _note(told, sheet, record, code=record[8])


def _note(told: Untold, sheet: str, record: bytes, *, code: int) -> None:
    row, column = struct.unpack_from("<HH", record)
    told.errors[sheet, row + 1, column + 1] = ERRORS.get(code, "#ERROR!")


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield the place, the number and the content of each record."""
    place = 0
    while place + 4 <= len(stream):
        number, size = struct.unpack_from("<HH", stream, place)
        yield place, number, stream[place + 4 : place + 4 + size]
        place += 4 + size


def _name(data: bytes) -> str:
    # [MS-XLS] 2.5.240 (ShortXLUnicodeString)
    length, is_wide = data[0], data[1] & 1
    text = data[2 : 2 + length * (2 if is_wide else 1)]
    return text.decode("utf-16-le" if is_wide else "latin-1")


def _stream(data: bytes) -> bytes:
    """Return the stream that holds the workbook; [MS-CFB] tells where it stands."""
    size = 1 << struct.unpack_from("<H", data, 0x1E)[0]
    mini_size = 1 << struct.unpack_from("<H", data, 0x20)[0]
    (first_directory,) = struct.unpack_from("<I", data, 0x30)
    (first_mini,) = struct.unpack_from("<I", data, 0x3C)
    sectors = [data[n : n + size] for n in range(size, len(data), size)]
    fat = _numbers(sectors[n] for n in _fat_sectors(data, sectors))
    directory = _chained(sectors, fat, first_directory)
    root = b""
    for start in range(0, len(directory), 128):
        entry = directory[start : start + 128]
        first, length = struct.unpack_from("<II", entry, 0x74)
        name = entry[: max(0, struct.unpack_from("<H", entry, 0x40)[0] - 2)]
        if entry[0x42] == _ROOT:
            root = _chained(sectors, fat, first)
        elif name.decode("utf-16-le", "replace") in ("Workbook", "Book"):
            if length >= _MINI:
                return _chained(sectors, fat, first)[:length]
            minis = [root[n : n + mini_size] for n in range(0, len(root), mini_size)]
            mini_fat = _numbers([_chained(sectors, fat, first_mini)])
            return _chained(minis, mini_fat, first)[:length]
    raise LookupError("no workbook")


def _fat_sectors(data: bytes, sectors: list[bytes]) -> Iterator[int]:
    """Yield the sectors that hold the table of all sectors."""
    yield from (n for n in struct.unpack_from("<109I", data, 0x4C) if n < _END_OF_CHAIN)
    (more,) = struct.unpack_from("<I", data, 0x44)
    for _ in sectors:
        if more >= _END_OF_CHAIN:
            return
        *numbers, more = _numbers([sectors[more]])
        yield from (n for n in numbers if n < _END_OF_CHAIN)


def _numbers(parts: Iterable[bytes]) -> tuple[int, ...]:
    data = b"".join(parts)
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def _chained(sectors: list[bytes], table: tuple[int, ...], number: int) -> bytes:
    """Return the sectors of one chain; one that runs in a circle ends in time."""
    parts: list[bytes] = []
    while number < _END_OF_CHAIN and len(parts) <= len(sectors):
        parts.append(sectors[number])
        number = table[number]
    return b"".join(parts)
