"""Workbooks in other programs' formats, by LibreOffice; and .xlsb, written by hand."""

import struct
import zipfile
from pathlib import Path

from conformance.programs import program, run


def converted(path: Path, ending: str) -> Path:
    """Have LibreOffice save a copy of a file in the format that an ending names."""
    profile = f"-env:UserInstallation=file://{path.parent / 'office'}"
    office = [program("soffice"), profile, "--headless", "--convert-to", ending]
    run([*office, "--outdir", path.parent, path])
    return path.with_suffix(f".{ending}")


def encrypted(path: Path, password: str) -> Path:
    """Return the file that Excel would write of it with a password; an OLE file."""
    start = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    directory = "EncryptedPackage".encode("utf-16-le").ljust(128, b"\0")
    path.write_bytes(start + directory + password.encode())
    return path


_TYPES = """<?xml version="1.0" encoding="UTF-8"?><Types xmlns=
"http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels"
ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default
Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>
</Types>"""
_RELATIONS = """<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns=
"http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"
Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"
Target="{target}"/></Relationships>"""


def write_xlsb(
    path: Path, table: list[list[str | float | bytes]], *, far: str = ""
) -> Path:
    """Write a binary workbook with one sheet, as far as [MS-XLSB] needs it.

    `far` stands in the last cell that a sheet can have. A byte is the code of an error,
    two of them that of a formula.
    """
    area = struct.pack("<IIII", 0, len(table) - 1, 0, max(map(len, table)) - 1)
    sheet = _record(148, area) + _record(145)  # BrtWsDim, BrtBeginSheetData
    for row, cells in enumerate(table):
        sheet += _record(0, struct.pack("<IIHBBBI", row, 0, 300, 0, 0, 0, 0))
        for column, cell in enumerate(cells):
            place = struct.pack("<II", column, 0)
            if isinstance(cell, str):
                sheet += _record(6, place + _wide(cell))  # BrtCellSt
            elif isinstance(cell, bytes):
                is_formula = len(cell) > 1
                rest = struct.pack("<HII", 0, 0, 0) if is_formula else b""
                # BrtFmlaError, BrtCellError
                sheet += _record(11 if is_formula else 3, place + cell[:1] + rest)
            else:
                sheet += _record(5, place + struct.pack("<d", cell))  # BrtCellReal
    if far:
        sheet += _record(0, struct.pack("<IIHBBBI", 1_048_575, 0, 300, 0, 0, 0, 0))
        sheet += _record(6, struct.pack("<II", 16_383, 0) + _wide(far))
    sheet = _record(129) + sheet + _record(146) + _record(130)
    bundle = struct.pack("<II", 0, 1) + _wide("rId1") + _wide("Form")
    workbook = _record(131) + _record(143) + _record(156, bundle) + _record(144)
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("[Content_Types].xml", _TYPES)
        kind, target = "officeDocument", "xl/workbook.bin"
        package.writestr("_rels/.rels", _RELATIONS.format(kind=kind, target=target))
        package.writestr("xl/workbook.bin", workbook + _record(132))
        relations = _RELATIONS.format(kind="worksheet", target="worksheets/sheet1.bin")
        package.writestr("xl/_rels/workbook.bin.rels", relations)
        package.writestr("xl/worksheets/sheet1.bin", sheet)
    return path


def _record(number: int, data: bytes = b"") -> bytes:
    # [MS-XLSB] 2.1.4: number and length in groups of seven bits.
    head = bytes([number]) if number < 128 else bytes([number & 127 | 128, number >> 7])
    length, size = len(data), b""
    while length > 127:
        size, length = size + bytes([length & 127 | 128]), length >> 7
    return head + size + bytes([length]) + data


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")
