"""A look into a workbook's file before it is opened: what it is, if it is safe."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from citybook.findings import Finding, found
from citybook.source import Source

MAX_BYTES = 20_000_000
MAX_INFLATED = 50_000_000
MAX_PART = 20_000_000
MAX_CELLS = 200_000
MAX_ROWS = 100_000
MAX_STRINGS = 200_000
MAX_AREA = 100_000
"""Cells under merged ranges and hyperlinks, for openpyxl walks through each of them."""

_STRICT = b"http://purl.oclc.org/ooxml/"
_AREA = re.compile(
    rb'<(?:\w+:)?(?:mergeCell|hyperlink)\b[^>]*?\bref="\$?([A-Z]{1,3})\$?(\d{1,7})'
    rb':\$?([A-Z]{1,3})\$?(\d{1,7})"'
)
_CELL = re.compile(rb"<(?:\w+:)?c[ >/]")
_ROW = re.compile(rb"<(?:\w+:)?row[ >/]")
_STRING = re.compile(rb"<(?:\w+:)?si[ >/]")
_BOX_TEXT = re.compile(r"<a:t>([^<]+)</a:t>")

SAVE_AS = "Open it in Excel and save it as “Excel Workbook (.xlsx)”."
EXPORT = "In Numbers, choose File > Export To > Excel."
UNPACK = "Unpack it and put the files in it here."
COPY = "Copy the answers into the blank form, output/form.xlsx."
EMPTY = "The file is empty."
SEND_AGAIN = "Ask the city to send it again."

_OTHER_ZIPS = (
    ("word/document.xml", "a Word document", COPY),
    ("ppt/presentation.xml", "a PowerPoint presentation", COPY),
    ("xl/workbook.bin", "a binary Excel workbook (.xlsb)", SAVE_AS),
    ("content.xml", "an OpenDocument file", SAVE_AS),
    ("Index/Document.iwa", "a file of an Apple program", EXPORT),
)
_STARTS = (
    (b"%PDF", "a PDF", COPY),
    (b"{\\rtf", "an RTF document", COPY),
    (b"\x89PNG", "a picture", COPY),
    (b"\xff\xd8\xff", "a picture", COPY),
    (b"GIF8", "a picture", COPY),
)


class _Unfit(Exception):
    """The file is not to be opened; the finding says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__()
        self.finding = finding


def look_into(data: bytes, file: str) -> tuple[bool, list[Finding]]:
    """Tell whether a workbook may be opened, and what is wrong or left out."""
    try:
        _refuse_other_files(data, file)
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _refuse_other_packages(package, file)
            _refuse_large_parts(package, file)
            return True, list(_left_out(package, file))
    except _Unfit as unfit:
        return False, [unfit.finding]
    except (
        *(zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError),
        *(KeyError, NotImplementedError, RuntimeError),
    ):
        detail = "The file is damaged, or only a part of it arrived."
        return False, [found("unreadable-file", Source(file), detail)]


def _kind_of(data: bytes) -> tuple[str, str]:
    """Return in words what a file is that is no workbook, and the remedy."""
    for start, what, remedy in _STARTS:
        if data.startswith(start):
            return what, remedy
    opening = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if opening.startswith((b"<!doctype html", b"<html")):
        return "a web page", SAVE_AS
    if opening.startswith((b"<?xml", b"<")):
        return "an XML file", SAVE_AS
    if b"\0" in data[:1000]:
        return "damaged, or of an unknown kind", SAVE_AS
    return "a text file", SAVE_AS


def _unfit(slug: str, file: str, detail: str, remedy: str = "") -> _Unfit:
    return _Unfit(found(slug, Source(file), detail, remedy=remedy))


def _refuse_other_files(data: bytes, file: str) -> None:
    if not data:
        raise _unfit("unreadable-file", file, EMPTY, SEND_AGAIN)
    if len(data) > MAX_BYTES:
        detail = f"The file has {len(data):,} bytes; the limit is {MAX_BYTES:,}."
        raise _unfit("too-large", file, detail)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        _refuse_ole(data, file)
    if not data.startswith(b"PK"):
        what, remedy = _kind_of(data)
        detail = f"The file is no workbook; it is {what}."
        raise _unfit("unreadable-file", file, detail, remedy)


def _refuse_ole(data: bytes, file: str) -> None:
    # [MS-OFFCRYPTO] 2.3: an encrypted package stands in an OLE file under this name.
    if "EncryptedPackage".encode("utf-16-le") in data:
        remedy = "Open it with its password, remove the password, and save it again."
        detail = "The file is protected by a password."
        raise _unfit("unreadable-file", file, detail, remedy)
    detail = "The file is of an old Office format, such as .xls."
    raise _unfit("unreadable-file", file, detail, SAVE_AS)


def _refuse_other_packages(package: zipfile.ZipFile, file: str) -> None:
    entries = package.infolist()
    names = [entry.filename for entry in entries]
    for name, what, remedy in _OTHER_ZIPS:
        if name in names:
            detail = f"The file is {what}."
            raise _unfit("unreadable-file", file, detail, remedy)
    if "[Content_Types].xml" not in names:
        detail = "The file is a zip archive, not a workbook."
        raise _unfit("unreadable-file", file, detail, UNPACK)
    if len(set(map(str.lower, names))) < len(names):
        detail = "The file holds two parts of one name."
        raise _unfit("unreadable-file", file, detail)
    if any(entry.flag_bits & 1 for entry in entries):
        raise _unfit("unreadable-file", file, "The file is protected by a password.")
    inflated = sum(entry.file_size for entry in entries)
    if inflated > MAX_INFLATED or len(entries) > 5_000:
        detail = (
            f"The file unpacks to {inflated:,} bytes; the limit is {MAX_INFLATED:,}."
        )
        raise _unfit("too-large", file, detail)


def _refuse_large_parts(package: zipfile.ZipFile, file: str) -> None:
    counts = {_CELL: 0, _ROW: 0, _STRING: 0}
    area = 0
    for entry in package.infolist():
        if not entry.filename.endswith((".xml", ".rels")):
            continue
        if entry.file_size > MAX_PART:
            raise _unfit("too-large", file, f"{entry.filename} is too large to read.")
        part = package.read(entry)
        # ECMA-376 part 2, 9.1.1: a package holds no document type, and so no entities.
        if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
            raise _unfit("unreadable-file", file, "The file declares XML entities.")
        if entry.filename == "xl/workbook.xml" and _STRICT in part:
            detail = "The file is saved as “Strict Open XML Spreadsheet”."
            raise _unfit("unreadable-file", file, detail, SAVE_AS)
        for pattern in counts:
            counts[pattern] += sum(1 for _ in pattern.finditer(part))
        area += sum(_areas(part))
    limits = ((_CELL, MAX_CELLS), (_ROW, MAX_ROWS), (_STRING, MAX_STRINGS))
    if area > MAX_AREA or any(counts[pattern] > most for pattern, most in limits):
        detail = f"The sheets have {counts[_CELL]:,} cells in {counts[_ROW]:,} rows."
        raise _unfit("too-large", file, detail)


def _areas(part: bytes) -> Iterator[int]:
    for found_area in _AREA.finditer(part):
        left, top, right, bottom = found_area.groups()
        width = abs(_column(right) - _column(left)) + 1
        yield width * (abs(int(bottom) - int(top)) + 1)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _left_out(package: zipfile.ZipFile, file: str) -> Iterator[Finding]:
    """Yield what stands in the file outside its cells: text boxes, pictures."""
    pictures = 0
    for name in package.namelist():
        pictures += name.startswith("xl/media/")
        if name.startswith("xl/drawings/") and name.endswith(".xml"):
            text = "".join(
                _BOX_TEXT.findall(package.read(name).decode(errors="replace"))
            )
            if text.strip():
                detail = "The text of a text box is not read."
                yield found("stray-text", Source(file), detail, value=text)
    if pictures:
        detail = f"The file holds pictures ({pictures}), which are not read."
        remedy = "Send pictures apart from the form."
        yield found("stray-text", Source(file), detail, remedy=remedy)
