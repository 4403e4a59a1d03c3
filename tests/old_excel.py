"""Writes what Excel wrote until 2003: OLE files, and workbooks of Excel 97 in them.

Only as much of [MS-CFB] and [MS-XLS] as a city's old file needs: sheets with texts,
numbers, dates, yes and no, and error values.
"""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

SECTOR = 512
FREE, END, FAT_SECTOR, NO_STREAM = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
SMALLEST = 4096
"""A shorter stream would have to stand in the short-stream container."""

Old = str | int | float | bool | date | None
Rows = Sequence[Sequence[Old]]

ERRORS = {"#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29}
EPOCH, EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
GENERAL, DAY = 0, 14
"""Number formats that every Excel knows: 14 shows a date."""


@dataclass(frozen=True, slots=True)
class _Book:
    is_1904: bool
    code_page: int = 1200


def write_xls(
    path: Path,
    sheets: Mapping[str, Rows],
    *,
    hidden: frozenset[str] = frozenset(),
    starts_1904: bool = False,
    password: bool = False,
) -> Path:
    """Write a workbook of Excel 97; `password` marks it as encrypted."""
    book = _Book(starts_1904)
    bodies = [_worksheet(rows, book) for rows in sheets.values()]
    start = len(_globals(book, dict.fromkeys(sheets, 0), hidden, password=password))
    places: dict[str, int] = {}
    for name, body in zip(sheets, bodies, strict=True):
        places[name] = start
        start += len(body)
    head = _globals(book, places, hidden, password=password)
    return write_ole(path, {"Workbook": b"".join((head, *bodies))})


def write_protected_xlsx(path: Path) -> Path:
    """Write what Excel makes of a workbook that is saved with a password."""
    info = struct.pack("<HHI", 4, 4, 0x40) + b"<encryption/>"
    return write_ole(path, {"EncryptionInfo": info, "EncryptedPackage": bytes(5000)})


def write_ole(path: Path, streams: Mapping[str, bytes]) -> Path:
    """Write a compound file ([MS-CFB]) of at most two streams."""
    sectors: list[bytes] = []
    fat: list[int] = []
    entries = []
    for name, data in streams.items():
        entries.append(_entry(name, 2, start=len(fat), size=max(len(data), SMALLEST)))
        blocks = _blocks(data.ljust(SMALLEST, b"\0"))
        fat += [*range(len(fat) + 1, len(fat) + len(blocks)), END]
        sectors += blocks
    root = _entry("Root Entry", 5, start=END, size=0, child=1)
    if len(entries) == 2:
        entries[0] = (
            entries[0][:68] + struct.pack("<II", NO_STREAM, 2) + entries[0][76:]
        )
    directory = b"".join((root, *entries)).ljust(SECTOR, b"\0")
    directory_at = len(fat)
    fat.append(END)
    sectors.append(directory[:SECTOR])
    count = -(-len(fat) // 127)
    fat_at = list(range(len(fat), len(fat) + count))
    fat += [FAT_SECTOR] * count
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(count * SECTOR, b"\xff")
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        *(0x3E, 3, 0xFFFE, 9, 6),
        *(0, count, directory_at, 0, SMALLEST, END, 0, END, 0),
    )
    header += struct.pack(f"<{count}I", *fat_at).ljust(436, b"\xff")
    path.write_bytes(b"".join((header, *sectors, table)))
    return path


def _blocks(data: bytes) -> list[bytes]:
    parts = (data[at : at + SECTOR] for at in range(0, len(data), SECTOR))
    return [part.ljust(SECTOR, b"\0") for part in parts]


def _entry(
    name: str, kind: int, *, start: int, size: int, child: int = NO_STREAM
) -> bytes:
    """Return an entry of the directory (2.6.1): 5 is the root, 2 a stream."""
    written = name.encode("utf-16-le")
    return (
        written.ljust(64, b"\0")
        + struct.pack("<HBB", len(written) + 2, kind, 1)
        + struct.pack("<III", NO_STREAM, NO_STREAM, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _start(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 1996, 0, 6))


def _globals(
    book: _Book, places: Mapping[str, int], hidden: frozenset[str], *, password: bool
) -> bytes:
    """Return the part of the stream that names the sheets and where each begins."""
    parts = [_start(0x0005)]
    if password:
        parts.append(_record(0x002F, struct.pack("<H", 1) + bytes(52)))
    parts += [
        _record(0x0042, struct.pack("<H", book.code_page)),
        _record(0x0022, struct.pack("<H", book.is_1904)),
        _record(0x00E0, struct.pack("<HHH14x", 0, GENERAL, 0)),
        _record(0x00E0, struct.pack("<HHH14x", 0, DAY, 0)),
    ]
    for name, place in places.items():
        text = name.encode("utf-16-le")
        state = struct.pack("<IBBBB", place, name in hidden, 0, len(name), 1)
        parts.append(_record(0x0085, state + text))
    return b"".join((*parts, _record(0x000A)))


def _worksheet(rows: Rows, book: _Book) -> bytes:
    width = max((len(row) for row in rows), default=0)
    parts = [_start(0x0010)]
    parts.append(_record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0)))
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if value is not None:
                parts.append(_cell(row, column, value, book))
    return b"".join((*parts, _record(0x000A)))


def _cell(row: int, column: int, value: Old, book: _Book) -> bytes:
    place = struct.pack("<HHH", row, column, isinstance(value, date))
    match value:
        case str() if value in ERRORS:
            return _record(0x0205, place + struct.pack("<BB", ERRORS[value], 1))
        case str():
            text = value.encode("utf-16-le")
            count = struct.pack("<HB", len(text) // 2, 1)
            return _record(0x0204, place + count + text)
        case bool():
            return _record(0x0205, place + struct.pack("<BB", value, 0))
        case date():
            return _record(0x0203, place + struct.pack("<d", _serial(value, book)))
        case _:
            return _record(0x0203, place + struct.pack("<d", float(value or 0)))


def _serial(value: date, book: _Book) -> float:
    day = value.date() if isinstance(value, datetime) else value
    return float((day - (EPOCH_1904 if book.is_1904 else EPOCH)).days)
