"""What calamine does not tell of an Excel 97 workbook: errors, formats, a password."""

import struct
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress

from citybook.readers.untold import At, Untold

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


_URL = bytes.fromhex("e0c9ea79f9bace118c8200aa004ba90b")
"""What an address begins with in a link ([MS-OSHARED] 2.3.7.6)."""
_FORMATS: Mapping[int, str] = {
    9: "0%",
    10: "0.00%",
    16: "d-mmm",
    17: "mmm-yy",
}
"""The number formats that every Excel knows and that change what a value says."""


def of_old_excel(data: bytes, told: Untold) -> None:
    """Note the errors and the formats of a workbook, and whether it is encrypted.

    Of a file that is no such workbook, or damaged, nothing is told.
    """
    with suppress(struct.error, LookupError, ValueError):
        stream = _stream(data)
        _walk(stream, told)
        if not told.is_locked:
            for walk in (_walk_marks, _walk_boxes):
                with suppress(struct.error, LookupError, ValueError):
                    walk(stream, told)


def _walk(stream: bytes, told: Untold) -> None:
    """Look at the records that tell of a password, sheets and errors ([MS-XLS] 2.3)."""
    names: dict[int, str] = {}
    formats, styles = dict(_FORMATS), list[str]()
    sheet = ""
    for place, number, record in _records(stream):
        match number:
            case 0x2F:  # FilePass
                told.is_locked = True
                return
            case 0x85:  # BoundSheet8
                (start,) = struct.unpack_from("<I", record)
                names[start] = _text(record[6:])
            case 0x809:  # BOF
                sheet = names.get(place, sheet)
            case 0x22:  # Date1904
                told.since_1904 = bool(record[0])
            case 0x41E:  # Format
                formats[record[0] | record[1] << 8] = _text(record[2:], wide_count=True)
            case 0xE0:  # XF
                styles.append(formats.get(record[2] | record[3] << 8, ""))
            case 0x205 if record[7]:  # BoolErr
                _note(told, sheet, record, code=record[6])
            case 6 if record[12:14] == b"\xff\xff" and record[6] == 2:  # Formula
                _note(told, sheet, record, code=record[8])
        for row, column, style in _styled(number, record):
            told.formats[sheet, row + 1, column + 1] = styles[style]


def _walk_marks(stream: bytes, told: Untold) -> None:
    """Look at the records that tell of links and struck words ([MS-XLS] 2.4)."""
    fonts, styles = list[bool](), list[int]()
    for sheet, number, record in _by_sheet(stream):
        match number:
            case 0x31:  # Font; there is none of the number 4
                fonts += [bool(record[2] & 8)] * (2 if len(fonts) == 4 else 1)
            case 0xE0:  # XF
                styles.append(record[0] | record[1] << 8)
            case 0x1B8 if _URL in record:  # HLink
                row, _, column = struct.unpack_from("<HHH", record)
                told.links[sheet, row + 1, column + 1] = _address(record)
            case 0xFD | 0x204 | 0x203 | 0x27E | 6:  # LabelSst, Label, as in _styled
                row, column, style = struct.unpack_from("<HHH", record)
                if any(fonts) and fonts[styles[style]]:
                    told.struck[sheet, row + 1, column + 1] = ""
    told.may_strike = any(fonts) and not told.struck


def _walk_boxes(stream: bytes, told: Untold) -> None:
    """Look at the records that tell of comments and text boxes ([MS-XLS] 2.4)."""
    last = shape = 0
    texts: dict[tuple[str, int], str] = {}
    notes: list[tuple[At, int]] = []
    for sheet, number, record in _by_sheet(stream):
        match number:
            case 0x5D:  # Obj
                shape = record[6] | record[7] << 8
            case 0x3C if last == 0x1B6:  # Continue, TxO
                texts[sheet, shape] = _of_shape(record)
            case 0x1C:  # Note
                row, column, _, noted = struct.unpack_from("<HHHH", record)
                notes.append(((sheet, row + 1, column + 1), noted))
        last = number
    for at, noted in notes:
        if text := texts.pop((at[0], noted), ""):
            told.comments.append((at, text))
    told.boxes += filter(None, texts.values())


def _by_sheet(stream: bytes) -> Iterator[tuple[str, int, bytes]]:
    """Yield the records, each with the sheet that it belongs to."""
    names: dict[int, str] = {}
    sheet = ""
    for place, number, record in _records(stream):
        if number == 0x85:  # BoundSheet8
            (start,) = struct.unpack_from("<I", record)
            names[start] = _text(record[6:])
        elif number == 0x809:  # BOF
            sheet = names.get(place, sheet)
        yield sheet, number, record


def _of_shape(record: bytes) -> str:
    text = record[1:].decode("utf-16-le" if record[0] & 1 else "latin-1", "replace")
    return text.replace("\r", "\n").strip("\0\n ")


def _address(record: bytes) -> str:
    start = record.index(_URL) + len(_URL)
    (length,) = struct.unpack_from("<I", record, start)
    text = record[start + 4 : start + 4 + length].decode("utf-16-le", "replace")
    return text.partition("\0")[0]


def _styled(number: int, record: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield row, column and style of the numbers that a record holds."""
    if number in {0x203, 0x27E, 6}:  # Number, RK, Formula
        row, column, style = struct.unpack_from("<HHH", record)
        yield row, column, style
    elif number == 0xBD:  # MulRk
        row, column = struct.unpack_from("<HH", record)
        for start in range(4, len(record) - 2, 6):
            yield row, column, record[start] | record[start + 1] << 8
            column += 1


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


def _text(data: bytes, *, wide_count: bool = False) -> str:
    # [MS-XLS] 2.5.240 (ShortXLUnicodeString), 2.5.294 (XLUnicodeString)
    length = data[0] | data[1] << 8 if wide_count else data[0]
    rest = data[2 if wide_count else 1 :]
    is_wide = rest[0] & 1
    text = rest[1 : 1 + length * (2 if is_wide else 1)]
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
