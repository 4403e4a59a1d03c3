"""Every cell of a file, read by another way than citybook's own.

Workbooks are read by calamine, comments from their XML, CSV by Python's own reader,
YAML as the plain events of its parser.
"""

import csv
import dataclasses
import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import yaml
from lxml import etree
from openpyxl.utils.cell import coordinate_to_tuple
from python_calamine import CalamineError, CalamineWorkbook

from citybook.source import LINES, Source

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods", ".xlsb")
TEXTS = (".csv", ".tsv")
YAMLS = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Spot:
    """One cell with something in it."""

    source: Source
    text: str
    within: tuple[Source, ...] = ()
    """Where the lists and mappings begin that hold it, in YAML."""
    is_comment: bool = False

    def __str__(self) -> str:
        return f"{self.source}: {self.text[:60]!r}"


# Every cell of a file


def spots(path: Path, name: str) -> list[Spot]:
    """Return all that stands in a file; nothing where the file cannot be read."""
    ending = path.suffix.lower()
    if ending in WORKBOOKS:
        try:
            return [*_workbook(path, name), *_comments(path, name)]
        except CalamineError:
            return [Spot(Source(name), "what the workbook holds")]
    if ending in TEXTS:
        return list(_csv(path, name))
    if ending in YAMLS:
        found = list(_yaml(path, name))
        # A file's kind is told by its content: a text with commas alone is a table.
        is_table = len(found) == 1 and "," in found[0].text
        return list(_csv(path, name)) if is_table else found
    return []


def _workbook(path: Path, name: str) -> Iterator[Spot]:
    with CalamineWorkbook.from_path(path) as workbook:
        for sheet_name in workbook.sheet_names:
            sheet = workbook.get_sheet_by_name(sheet_name)
            top, left = sheet.start or (0, 0)
            for row, values in enumerate(sheet.to_python(), top + 1):
                for column, value in enumerate(values, left + 1):
                    if text := str(value).strip():
                        yield Spot(Source(name, sheet_name, row, column), text)


_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def _comments(path: Path, name: str) -> Iterator[Spot]:
    """Yield the comments of an Excel workbook, each at its cell."""
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as archive:
        parts = set(archive.namelist())
        if "xl/workbook.xml" not in parts:
            return
        book = etree.fromstring(archive.read("xl/workbook.xml"))
        targets = _relations(archive, "xl/workbook.xml", parts)
        for sheet in book.iter(f"{_MAIN}sheet"):
            part = targets.get(str(sheet.get(_RELATION)), "")
            for target in _relations(archive, part, parts).values():
                if "comments" in target.lower() and target.endswith(".xml"):
                    source = Source(name, str(sheet.get("name")))
                    yield from _comments_of(archive.read(target), source)


def _comments_of(xml: bytes, source: Source) -> Iterator[Spot]:
    for comment in etree.fromstring(xml).iter(f"{_MAIN}comment"):
        text = "".join(each.text or "" for each in comment.iter(f"{_MAIN}t"))
        row, column = coordinate_to_tuple(str(comment.get("ref")))
        place = dataclasses.replace(source, row=row, column=column)
        if text.strip():
            yield Spot(place, text.strip(), is_comment=True)


def _relations(
    archive: zipfile.ZipFile, part: str, parts: set[str]
) -> Mapping[str, str]:
    folder, name = PurePosixPath(part).parent, PurePosixPath(part).name
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in parts:
        return {}
    found: dict[str, str] = {}
    for each in etree.fromstring(archive.read(relations)):
        target = PurePosixPath("/", folder, str(each.get("Target")))
        steps: list[str] = []
        for step in target.parts[1:]:
            steps = steps[:-1] if step == ".." else [*steps, step]
        found[str(each.get("Id"))] = "/".join(steps)
    return found


def _csv(path: Path, name: str) -> Iterator[Spot]:
    data = path.read_bytes()
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    separator = max(",;\t", key=text.partition("\n")[0].count)
    if text.startswith("sep="):
        separator = text[4]
    try:
        yield from _fields(text, name, separator)
    except csv.Error:
        # A quote is never closed: each line stands for itself.
        for number, line in enumerate(text.splitlines(), 1):
            for spot in _fields(line.replace('"', ""), name, separator):
                place = dataclasses.replace(spot.source, row=number)
                yield dataclasses.replace(spot, source=place)


def _fields(text: str, name: str, separator: str) -> list[Spot]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    found: list[Spot] = []
    start = 1
    for values in reader:
        for column, value in enumerate(values, 1):
            if value.strip() and not (start == 1 and text.startswith("sep=")):
                found.append(Spot(Source(name, LINES, start, column), value.strip()))
        start = reader.line_num + 1
    return found


def _yaml(path: Path, name: str) -> Iterator[Spot]:
    data = path.read_bytes()
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return
    yield from _documents(text, name)


def _documents(text: str, name: str) -> Iterator[Spot]:
    """Yield the texts of all documents; after a fault those of the next ones too."""
    walk = _Nesting(name)
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            yield from walk.spots(event)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line if error.problem_mark else 0
        lines = text.split("\n")
        starts = (n for n, each in enumerate(lines) if n > line and each == "---")
        if start := next(starts, 0):
            rest = "\n".join(lines[start:])
            for spot in _documents(rest, name):
                place = dataclasses.replace(spot.source, row=spot.source.row + start)
                yield Spot(place, spot.text, (Source(name, "", start + 1, 1),))
    except yaml.YAMLError:
        return


@dataclass(slots=True)
class _Nesting:
    """Where an event stands: the lists around it, and the keys before it."""

    name: str
    around: list[Source | None] = field(default_factory=list)
    """For each list its place, for each mapping the key that was read last."""
    keyed: list[bool] = field(default_factory=list)
    """For each of them, whether a key comes next."""
    lists: list[bool] = field(default_factory=list)
    """For each of them, whether it is a list."""

    def spots(self, event: yaml.Event) -> Iterator[Spot]:
        """Yield the event's text, and remember what it opens or closes."""
        mark = event.start_mark
        place = Source(self.name, "", mark.line + 1, mark.column + 1) if mark else None
        match event:
            case yaml.ScalarEvent() if place:
                within = tuple(each for each in self.around if each)
                is_key = bool(self.keyed) and self.keyed[-1]
                if event.value.strip():
                    yield Spot(place, event.value.strip(), within)
                self._pass(place if is_key else None)
            case yaml.AliasEvent():
                self._pass(None)
            case yaml.SequenceStartEvent():
                self._open(place, is_list=True)
            case yaml.MappingStartEvent():
                self._open(None, is_list=False)
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                for stack in (self.around, self.keyed, self.lists):
                    stack.pop()
                self._pass(None)
            case _:
                return

    def _open(self, place: Source | None, *, is_list: bool) -> None:
        self.around.append(place)
        self.keyed.append(not is_list)
        self.lists.append(is_list)

    def _pass(self, key: Source | None) -> None:
        """Go on to the value after a key, or to the key after a value."""
        if not self.around:
            return
        if key:
            self.around[-1], self.keyed[-1] = key, False
        elif not self.lists[-1]:
            self.around[-1], self.keyed[-1] = None, True
