"""What calamine does not tell of an .ods workbook: errors, tabs, what is beside."""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Set
from contextlib import suppress
from itertools import product
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from citybook.archive import BROKEN_ZIP
from citybook.readers.package import part_of
from citybook.readers.untold import At, Untold

_NAMES = "{urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _TEXT = f"{_NAMES}table:1.0}}", f"{_NAMES}text:1.0}}"
_STYLE, _NUMBER = f"{_NAMES}style:1.0}}", f"{_NAMES}datastyle:1.0}}"
_LINE, _SPAN = f"{_TEXT}p", f"{_TEXT}span"
_SHOWN = re.compile(r"#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A)|Err:\d{3}")
"""What a cell with an error shows, in Excel and in LibreOffice."""
_TAB, _BREAK, _SPACES = f"{_TEXT}tab", f"{_TEXT}line-break", f"{_TEXT}s"
_DRAW = f"{_NAMES}drawing:1.0}}"
_OFFICE = f"{_NAMES}office:1.0}}"
_ADDRESS = "{http://www.w3.org/1999/xlink}href"
_LETTERS = {"day": "d", "month": "m", "year": "yyyy"}
_THROUGH = ("text-line-through-style", "text-line-through-type")
"""OpenDocument 1.2, part 1, 20.386; LibreOffice writes the one or the other."""
_MOST = 1000
"""How often one cell is told that a file says to repeat."""


def of_open_document(data: bytes, told: Untold) -> None:
    """Note the errors, the formats and the merged cells of a workbook.

    Of a file that is no such workbook, or damaged, nothing is told.
    """
    broken = (*BROKEN_ZIP, ElementTree.ParseError, LookupError, ValueError)
    with suppress(*broken), zipfile.ZipFile(io.BytesIO(data)) as package:
        if "content.xml" in package.namelist():
            content = ElementTree.fromstring(part_of(package, "content.xml"))
            styles = ElementTree.fromstring(part_of(package, "styles.xml"))
            _spell_out(content)
            _walk(content, _formats(styles, content), told)
            _walk_beside(content, told)


def _spell_out(content: Element) -> None:
    """Write tabs, line breaks and spaces that are elements as the signs they are."""
    # OpenDocument 1.2, part 1, 6.1.3 to 6.1.5
    for mark in content.iter(_TAB):
        mark.text = "\t"
    for mark in content.iter(_BREAK):
        mark.text = "\n"
    for mark in content.iter(_SPACES):
        mark.text = " " * min(int(mark.get(f"{_TEXT}c", "1")), _MOST)


def _formats(*parts: Element) -> Mapping[str, str]:
    """Return how a cell of each style shows numbers and days, in Excel's letters."""
    shown: dict[str, str] = {}
    for part in parts:
        for kind in ("date", "percentage", "number", "currency"):
            for each in part.iter(f"{_NUMBER}{kind}-style"):
                others = (_for_some(case, shown) for case in each.iter(f"{_STYLE}map"))
                sections = [*filter(None, others), _format(each)]
                shown[each.get(f"{_STYLE}name", "")] = ";".join(sections)
    return {
        each.get(f"{_STYLE}name", ""): shown[name]
        for part in parts
        for each in part.iter(f"{_STYLE}style")
        if shown.get(name := each.get(f"{_STYLE}data-style-name", ""))
    }


def _for_some(case: Element, shown: Mapping[str, str]) -> str:
    """Return the format of the numbers that are as large as a style says."""
    # OpenDocument 1.2, part 1, 16.3
    condition = case.get(f"{_STYLE}condition", "").removeprefix("value()")
    name = case.get(f"{_STYLE}apply-style-name", "")
    return f"[{condition.replace('!=', '<>')}]{shown[name]}" if name in shown else ""


def _format(style: Element) -> str:
    # OpenDocument 1.2, part 1, 16.27
    if style.tag == f"{_NUMBER}date-style":
        tags = (each.tag.removeprefix(_NUMBER) for each in style)
        return " ".join(_LETTERS[tag] for tag in tags if tag in _LETTERS)
    texts = "".join(map(_part, style))
    is_percent = style.tag == f"{_NUMBER}percentage-style"
    return texts.replace('"%"', "%") if is_percent else texts


def _part(element: Element) -> str:
    """Return the digits of a format, or a text that stands beside them."""
    if element.tag == f"{_NUMBER}number":
        digits = int(element.get(f"{_NUMBER}min-integer-digits", "0"))
        factor = element.get(f"{_NUMBER}display-factor", "1").split(".")[0]
        return "0" * min(max(digits, 1), 15) + "," * (factor.count("0") // 3)
    text = "".join(element.itertext()).replace('"', "")
    is_text = element.tag == f"{_NUMBER}text" and text
    return f'"{text}"' if is_text else ""


def _walk(content: Element, formats: Mapping[str, str], told: Untold) -> None:
    # OpenDocument 1.2, part 1, 9.1
    struck = _striking(content)
    for table in content.iter(f"{_TABLE}table"):
        name, row, styles = table.get(f"{_TABLE}name", ""), 1, _of_columns(table)
        for line in table.iter(f"{_TABLE}table-row"):
            rows, column = _repeated(line, "rows"), 1
            for cell in line:
                columns = _repeated(cell, "columns")
                if len(cell):
                    style = cell.get(f"{_TABLE}style-name", styles.get(column, ""))
                    places = product(rows[:_MOST], columns[:_MOST])
                    at = [(name, row + down, column + right) for down, right in places]
                    told.errors.update(dict.fromkeys(at, _error(cell)))
                    told.formats.update(dict.fromkeys(at, formats.get(style, "")))
                    told.spans.update(dict.fromkeys(at, _span(cell)))
                    _note_marks(cell, at[:1], told)
                    if {_TAB, _BREAK} & {each.tag for each in cell.iter()}:
                        told.texts.update(dict.fromkeys(at, _text_of(cell)))
                    if style in struck:
                        told.struck.update(dict.fromkeys(at, ""))
                    elif words := _struck_in(cell, struck):
                        told.struck.update(dict.fromkeys(at, words))
                column += len(columns)
            row += len(rows)


def _striking(content: Element) -> Set[str]:
    """Return the styles that strike words out."""
    return {
        style.get(f"{_STYLE}name", "")
        for style in content.iter(f"{_STYLE}style")
        for text in style.iter(f"{_STYLE}text-properties")
        if any(text.get(f"{_STYLE}{line}", "none") != "none" for line in _THROUGH)
    }


def _struck_in(cell: Element, struck: Set[str]) -> str:
    spans = (span for line in cell.findall(_LINE) for span in line.iter(_SPAN))
    words = ("".join(each.itertext()).strip() for each in spans if _is(each, struck))
    return "; ".join(filter(None, words))


def _is(span: Element, styles: Set[str]) -> bool:
    return span.get(f"{_TEXT}style-name", "") in styles


def _note_marks(cell: Element, at: Iterable[At], told: Untold) -> None:
    """Note the comment at a cell, and the address behind it."""
    addresses = [
        link.get(_ADDRESS, "")
        for line in cell.findall(_LINE)
        for link in line.iter(f"{_TEXT}a")
    ]
    comments = map(_lines_of, cell.findall(f"{_OFFICE}annotation"))
    for place in at:
        told.comments += ((place, text) for text in comments if text)
        if addresses and not addresses[0].startswith("#"):
            told.links[place] = addresses[0]


def _walk_beside(content: Element, told: Untold) -> None:
    """Note what stands in shapes: text boxes, and what is told of pictures."""
    shapes = (shape for shape in content.iter() if shape.tag.startswith(_DRAW))
    told.boxes += dict.fromkeys(filter(None, map(_lines_of, shapes)))


def _lines_of(element: Element) -> str:
    return _text_of(element).strip()


def _text_of(element: Element) -> str:
    return "\n".join("".join(each.itertext()) for each in element.findall(_LINE))


def _of_columns(table: Element) -> Mapping[int, str]:
    """Return by column the style of the cells that name none."""
    styles: dict[int, str] = {}
    number = 1
    for column in table.iter(f"{_TABLE}table-column"):
        columns = _repeated(column, "columns")
        style = column.get(f"{_TABLE}default-cell-style-name", "")
        styles |= {number + each: style for each in columns[:_MOST]}
        number += len(columns)
    return styles


def _repeated(element: Element, what: str) -> range:
    return range(int(element.get(f"{_TABLE}number-{what}-repeated", "1")))


def _error(cell: Element) -> str:
    """Return the error that a formula shows; one that was typed is a text."""
    text = "".join("".join(each.itertext()) for each in cell.findall(_LINE))
    is_error = cell.get(f"{_TABLE}formula") and _SHOWN.fullmatch(text)
    return text if is_error else ""


def _span(cell: Element) -> tuple[int, int]:
    rows, columns = (
        int(cell.get(f"{_TABLE}number-{what}-spanned", "1"))
        for what in ("rows", "columns")
    )
    return rows, columns
