"""A look into a workbook's file before it is opened: what it is, if it is safe."""

import io
import re
import zipfile
from collections.abc import Iterator
from html import unescape
from xml.etree import ElementTree

from citybook.archive import (
    BROKEN_ZIP,
    MAX_BYTES,
    MAX_PART,
    OddArchiveError,
    refuse_odd,
    xml_part,
)
from citybook.findings import Finding, found
from citybook.readers.file_kinds import (
    SAVE_AS,
    UNLOCK,
    Kind,
    kind_of,
    unread,
)
from citybook.source import Source

MAX_CELLS = 200_000
MAX_ROWS = 100_000
MAX_STRINGS = 200_000
MAX_AREA = 100_000
"""Cells under merged ranges and hyperlinks, for openpyxl walks through each of them."""

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/"
_AREA = re.compile(
    rb'<(?:\w+:)?(?:mergeCell|hyperlink)\b[^>]*?\bref="\$?([A-Z]{1,3})\$?(\d{1,7})'
    rb':\$?([A-Z]{1,3})\$?(\d{1,7})"'
)
_CELL = re.compile(rb"<(?:\w+:)?c[ >/]")
_ROW = re.compile(rb"<(?:\w+:)?row[ >/]")
_STRING = re.compile(rb"<(?:\w+:)?si[ >/]")
_MOMENT = rb"[^>]*>\s*(\d{4}-\d\d-\d\dT\d\d:\d\d)"
_SAVED = (
    # ECMA-376 part 2, 11.1; OpenDocument 1.2 part 1, 4.3.2.10
    ("docProps/core.xml", re.compile(rb"<dcterms:modified" + _MOMENT)),
    ("meta.xml", re.compile(rb"<dc:date" + _MOMENT)),
)
_BOX_TEXT = re.compile(r"<a:t>([^<]+)</a:t>")
_DRAWN = ("xl/drawings/", "xl/charts/")
_MARGIN = re.compile(r"<(?:odd|even|first)(?:Header|Footer)[^>]*>([^<]+)<")
_OUR_FOOTER = re.compile(r"&L\S+/\S+&RPage &P of &N")
_MARGIN_CODE = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|\d+|[A-Za-z])')
"""Fonts, sizes, and what is filled in, such as a page's number (ECMA-376 part 1,
18.3.1.46)."""
_WORD = re.compile(r"[^\W\d_]+")
_OF_PAGES = frozenset({"page", "pages", "of", "file", "sheet"})


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
            refuse_odd(package)
            _refuse_large_parts(package, file)
            return True, list(_left_out(package, file))
    except _Unfit as unfit:
        return False, [unfit.finding]
    except OddArchiveError as odd:
        slug = "too-large" if odd.is_large else "unreadable-file"
        remedy = UNLOCK if odd.is_locked else ""
        return False, [found(slug, Source(file), str(odd), remedy=remedy)]
    except BROKEN_ZIP:
        detail = "The file is damaged, or only a part of it arrived."
        return False, [found("unreadable-file", Source(file), detail)]


def _unfit(slug: str, file: str, detail: str, remedy: str = "") -> _Unfit:
    return _Unfit(found(slug, Source(file), detail, remedy=remedy))


def _refuse_other_files(data: bytes, file: str) -> None:
    if len(data) > MAX_BYTES:
        detail = f"The file has {len(data):,} bytes; the limit is {MAX_BYTES:,}."
        raise _unfit("too-large", file, detail)
    kind = kind_of(data, ".xlsx")
    if kind is not Kind.WORKBOOK:
        raise _Unfit(unread(kind, Source(file)))


def _refuse_large_parts(package: zipfile.ZipFile, file: str) -> None:
    covered = 0
    counts = {_CELL: 0, _ROW: 0, _STRING: 0}
    area = (0, "")
    for entry in package.infolist():
        if not entry.filename.endswith((".xml", ".rels")):
            continue
        part = xml_part(package, entry.filename)
        if entry.filename == "xl/workbook.xml" and _STRICT in part:
            detail = "The file is saved as “Strict Open XML Spreadsheet”."
            raise _unfit("unreadable-file", file, detail, SAVE_AS)
        for pattern in counts:
            counts[pattern] += sum(1 for _ in pattern.finditer(part))
        area = max((area, *_areas(part)))
        covered += sum(size for size, _ in _areas(part))
    if covered > MAX_AREA:
        detail = (
            f"A link or merged cell covers {area[1]}; all of them cover {covered:,} "
            f"cells, and the limit is {MAX_AREA:,}."
        )
        raise _unfit("too-large", file, detail, "Undo it, or make it smaller.")
    limits = ((_CELL, MAX_CELLS), (_ROW, MAX_ROWS), (_STRING, MAX_STRINGS))
    if any(counts[pattern] > most for pattern, most in limits):
        detail = f"The sheets have {counts[_CELL]:,} cells in {counts[_ROW]:,} rows."
        raise _unfit("too-large", file, detail)


def _areas(part: bytes) -> Iterator[tuple[int, str]]:
    """Yield how many cells a link or a merged cell covers, and which."""
    for found_area in _AREA.finditer(part):
        left, top, right, bottom = found_area.groups()
        width = abs(_column(right) - _column(left)) + 1
        place = f"{left.decode()}{int(top)}:{right.decode()}{int(bottom)}"
        yield width * (abs(int(bottom) - int(top)) + 1), place


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _left_out(package: zipfile.ZipFile, file: str) -> Iterator[Finding]:
    """Yield what stands in the file outside its cells, such as text boxes."""
    for name in package.namelist():
        if name.startswith(_DRAWN) and name.endswith(".xml"):
            text = "".join(_BOX_TEXT.findall(_text(package, name)))
            if text.strip():
                yield in_a_box(text, file)
        elif name.startswith("xl/worksheets/") and name.endswith(".xml"):
            text = _in_margins(_text(package, name))
            if text:
                detail = "The header or footer of a page is not read."
                yield found("stray-text", Source(file), detail, value=text)


def pictures_left(data: bytes, file: str, taken: int) -> Iterator[Finding]:
    """Yield a warning of the pictures in a workbook that answer no question."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = package.namelist()
    pictures = sum(name.startswith("xl/media/") for name in names) - taken
    if pictures > 0:
        detail = f"The file holds pictures ({pictures}), which are not read."
        remedy = (
            "Send each as a file of its own, and type the file's name where the form "
            "asks for a picture."
        )
        yield found("stray-text", Source(file), detail, remedy=remedy)


def _text(package: zipfile.ZipFile, name: str) -> str:
    return package.read(name).decode(errors="replace")


def _in_margins(sheet: str) -> str:
    """Return what a city typed into the headers and footers of a sheet's pages."""
    typed = list(map(unescape, _MARGIN.findall(sheet)))
    if any(map(_OUR_FOOTER.fullmatch, typed)):
        return ""  # they are the form's own
    plain = (text.replace("&&", "\0") for text in typed)
    parts = (part for text in plain for part in _MARGIN_CODE.split(text))
    texts = (" ".join(part.replace("\0", "&").split()) for part in parts)
    told = (text for text in texts if set(_WORD.findall(text.lower())) - _OF_PAGES)
    return "; ".join(dict.fromkeys(told))


def in_a_box(text: str, file: str) -> Finding:
    """Return a warning of a text that stands in a box of its own."""
    detail = "The text of a text box or a chart is not read."
    return found("stray-text", Source(file), detail, value=text)


def commented(text: str, source: Source) -> Finding:
    """Return a warning of a comment: people answer in them."""
    detail = "A comment stands at this cell; comments are not printed."
    remedy = "Type into the cell what belongs there; then delete the comment."
    return found("stray-text", source, detail, value=text, remedy=remedy)


def sheets_of(data: bytes) -> tuple[str, ...]:
    """Return the names of the sheets that a workbook says it has."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            if name.lower() == "xl/workbook.xml":
                root = ElementTree.fromstring(part_of(package, name))
                return tuple(
                    each.get("name", "") for each in root.iter(f"{_MAIN}sheet")
                )
    return ()


def part_of(package: zipfile.ZipFile, name: str) -> bytes:
    """Return a part of a package; one that is too large is as good as none."""
    with package.open(name) as part:
        data = part.read(MAX_PART + 1)
    if len(data) > MAX_PART or b"<!DOCTYPE" in data:
        raise LookupError(name)
    return data


def last_saved(data: bytes) -> str:
    """Return when a workbook was last saved, as recorded in it: `2016-08-30T14:05`."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for name, pattern in _SAVED:
                if name in package.namelist():
                    with package.open(name) as part:
                        saved = pattern.search(part.read(100_000))
                    return saved[1].decode() if saved else ""
    except BROKEN_ZIP:
        return ""
    return ""
