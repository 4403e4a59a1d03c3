"""YAML that knows its lines: the event stream as a tree, every scalar a string."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import yaml

from citybook.findings import Finding, found
from citybook.source import Source
from citybook.yaml_comments import Comment, blocks_of_comments
from citybook.yaml_faults import (
    DOCUMENT,
    LINE_END,
    Fault,
    Mark,
    Quoted,
    explain,
    next_document,
)

MAX_BYTES = 262_144
MAX_DEPTH = 20
MAX_NODES = 20_000

Typed = Callable[[list[str]], list[bool]]
"""Tells of comments on lines of their own which of them a person typed."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text; a key with nothing after its colon has an empty one."""

    text: str
    source: Source
    span: tuple[int, int] = (0, 0)
    """Where it starts and ends in the file, in characters."""


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: "tuple[Node, ...]"
    source: Source
    is_flow: bool = False
    """Whether it stands in brackets."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values, in the order of the file."""

    pairs: "tuple[tuple[Scalar, Node], ...]"
    source: Source
    is_flow: bool = False
    """Whether it stands in braces."""

    def get(self, key: str) -> "Node | None":
        """Return the value of a key, or None."""
        return next((value for name, value in self.pairs if name.text == key), None)


Node = Scalar | Sequence | Mapping


@dataclass(slots=True)
class _Parse:
    """One file on its way from events to a tree."""

    file: str
    text: str
    events: Iterator[yaml.Event]
    typed: Typed | None
    lines: list[str]
    findings: list[Finding] = field(default_factory=list)
    nodes: int = 0


class _Refused(Exception):
    """The document cannot be read on from here; its finding is already noted."""


def read_documents(
    data: bytes, file: str, *, typed: Typed | None = None
) -> tuple[list[Node], list[Finding]]:
    """Return the documents of a YAML file and what is wrong with them.

    A document with an error in its syntax is left out; those round it are read.
    Comments are told where `typed` says which of them are; without it a # on a line
    of its own, or after two spaces, is taken for one that is meant.
    """
    text, trouble = decode(data, file)
    if trouble:
        return [], [trouble]
    parse = _Parse(file, text, iter(()), typed, LINE_END.split(text))
    documents: list[Node] = []
    for _ in range(_MAX_FAULTS):
        more, is_whole = _read(parse)
        documents += more
        if is_whole:
            return documents, parse.findings
        fault = parse.findings[-1]
        rest = next_document(parse.text, fault.source.row)
        if fault.rule.slug != "bad-yaml" or rest in ("", parse.text):
            break
        parse.text = rest
    return documents, [*parse.findings, *_unread(parse)]


_MAX_FAULTS = 20
"""Documents with a fault past which nothing more is read of a file."""


def _read(parse: _Parse) -> tuple[list[Node], bool]:
    """Return the documents before a fault, and whether there is none."""
    file, text = parse.file, parse.text
    parse.events = _watched(parse, _events(text))
    documents: list[Node] = []
    try:
        for event in parse.events:
            if isinstance(event, yaml.DocumentStartEvent):
                document = _node(parse, next(parse.events), depth=0)
                if isinstance(document, Scalar):
                    next(parse.events)  # if the text is not the beginning of a fault
                documents.append(document)
    except yaml.MarkedYAMLError as error:
        mark, detail, remedy = explain(_fault(error, text))
        place = _place(file, mark)
        parse.findings.append(found("bad-yaml", place, detail, remedy=remedy))
    except yaml.reader.ReaderError as error:
        place = _place_of(text, error.position, file)
        detail = "A character that cannot be seen stands here; no text may hold it."
        remedy = "Delete it: type the words around it anew."
        parse.findings.append(found("bad-yaml", place, detail, remedy=remedy))
    except _Refused:
        pass
    else:
        return documents, True
    return documents, False


def _unread(parse: _Parse) -> Iterator[Finding]:
    """Yield a finding for each document after the fault that ended the reading."""
    fault = parse.findings[-1].source.row
    for row, line in enumerate(parse.lines, 1):
        if row > fault and DOCUMENT.match(line):
            below = (each.strip() for each in parse.lines[row:])
            value = next((each for each in below if each and each[0] != "#"), "")
            detail = f"Nothing is read from here on, for the fault in line {fault}."
            remedy = f"Mend line {fault}."
            place = Source(parse.file, row=row, column=1)
            yield found("bad-yaml", place, detail, value=value, remedy=remedy)


def decode(data: bytes, file: str) -> tuple[str, Finding | None]:
    """Return the text of a file as Notepad and others save it, or what is wrong."""
    if len(data) > MAX_BYTES:
        size = f"The file has {len(data):,} bytes; the limit is {MAX_BYTES:,}."
        return "", found("too-large", Source(file), size)
    try:
        text = data.decode(_encoding(data))
        return _STRAY_MARKS.sub("", text).translate(_LINE_SEPARATORS), None
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        detail = "The file is not saved as UTF-8 text."
        remedy = "Save it again with the encoding UTF-8."
        place = Source(file, row=line)
        return "", found("unreadable-file", place, detail, remedy=remedy)


def _encoding(data: bytes) -> str:
    """Return the encoding that a mark at the start tells, or where zeros stand."""
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return encoding
    start = data[:400]
    half = len(start) // 2
    if half > 3 and start[1::2].count(0) > half * 0.7:
        return "utf-16-le"
    return "utf-16-be" if half > 3 and start[::2].count(0) > half * 0.7 else "utf-8-sig"


_MARKS = {
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
_STRAY_MARKS = re.compile("^\ufeff", re.M)
"""What begins a file stands at a line where two files were put together."""
_LINE_SEPARATORS = str.maketrans("\x85\u2028\u2029", "   ")
"""YAML would end the line there, and take what follows for another answer."""


def _events(text: str) -> Iterator[yaml.Event]:
    # libyaml reads 15 times as fast as Python, and says less of what is wrong.
    events: Iterator[yaml.Event] = yaml.parse(text, Loader=yaml.CSafeLoader)
    return events


def _fault(error: yaml.MarkedYAMLError, text: str) -> Fault:
    """Return what the slower reader says of a fault that the faster one met."""
    last: yaml.ScalarEvent | None = None
    opened: list[Mark | None] = []
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            last = event if isinstance(event, yaml.ScalarEvent) else last
            if isinstance(event, yaml.CollectionStartEvent):
                opened.append(event.start_mark)
            elif isinstance(event, yaml.CollectionEndEvent):
                opened.pop()
    except yaml.MarkedYAMLError as better:
        error = better
    except yaml.YAMLError:
        pass
    quoted = None
    if last and last.start_mark and last.end_mark:
        quoted = Quoted(last.value, last.style or "", last.start_mark, last.end_mark)
    problem = str(error.problem), error.problem_mark
    context = str(error.context), error.context_mark
    return Fault(text, *problem, *context, quoted, opened[-1] if opened else None)


def _node(parse: _Parse, event: yaml.Event, *, depth: int) -> Node:
    source = _place(parse.file, event.start_mark)
    parse.nodes += 1
    if depth > MAX_DEPTH or parse.nodes > MAX_NODES:
        detail = "The file is nested too deeply or has too many parts."
        parse.findings.append(found("too-large", source, detail))
        raise _Refused
    _refuse_features(parse, event, source)
    if isinstance(event, yaml.SequenceStartEvent):
        return Sequence(
            tuple(_items(parse, depth=depth)), source, bool(event.flow_style)
        )
    if isinstance(event, yaml.MappingStartEvent):
        return Mapping(
            tuple(_pairs(parse, depth=depth)), source, bool(event.flow_style)
        )
    text = event.value if isinstance(event, yaml.ScalarEvent) else ""
    start, end = event.start_mark, event.end_mark
    return Scalar(text, source, (start.index, end.index) if start and end else (0, 0))


def _refuse_features(parse: _Parse, event: yaml.Event, source: Source) -> None:
    tag = getattr(event, "tag", None)
    mark = "an alias (*)" if isinstance(event, yaml.AliasEvent) else ""
    mark = mark or ("an anchor (&)" if getattr(event, "anchor", None) else "")
    mark = mark or ("a tag (!)" if tag else "")
    if mark:
        detail = f"YAML reads the beginning of this text as {mark}."
        value = _rest_of_line(parse, source)
        parse.findings.append(found("yaml-feature", source, detail, value=value))


def _rest_of_line(parse: _Parse, place: Source) -> str:
    if place.row > len(parse.lines):
        return ""
    return parse.lines[place.row - 1][place.column - 1 :].strip()


def _watched(parse: _Parse, events: Iterator[yaml.Event]) -> Iterator[yaml.Event]:
    """Yield the events, and note the comments between them."""
    end, is_plain = 0, False
    try:
        for event in events:
            first, last = event.start_mark, event.end_mark
            if first and last:
                _note_comments(parse, end, first.index, is_after_plain=is_plain)
                end = max(end, last.index)
            scalar = event if isinstance(event, yaml.ScalarEvent) else None
            is_plain = bool(scalar and scalar.value and not scalar.style)
            if scalar and first and scalar.style in _BLOCKS:
                header = parse.text.find("\n", first.index)
                _note_comments(parse, first.index, header)
            yield event
    except yaml.MarkedYAMLError as error:
        if error.problem_mark:
            where = error.problem_mark.index
            _note_comments(parse, end, where, is_after_plain=is_plain)
        raise


_BLOCKS = ("|", ">")


def _note_comments(
    parse: _Parse, start: int, end: int, *, is_after_plain: bool = False
) -> None:
    """Note each comment: it was perhaps meant as an answer.

    Where comments are meant, one counts only a space behind a plain text.
    """
    if parse.text.find("#", start, max(end, start)) < 0:
        return
    for comments in blocks_of_comments(parse.text, start, end):
        first = comments[0]
        if parse.typed and first.is_alone:
            told = parse.typed([comment.text for comment in comments])
            pairs = zip(comments, told, strict=True)
            _note_lines(parse, [comment for comment, is_told in pairs if is_told])
        elif not first.is_alone and (
            parse.typed or (is_after_plain and first.is_close_to(start))
        ):
            place = _place_of(parse.text, first.start, parse.file)
            parse.findings.append(found("yaml-lost-text", place, value=first.text))


def _note_lines(parse: _Parse, comments: list[Comment]) -> None:
    """Note in one finding what a city typed on lines of comments."""
    if comments:
        place = _place_of(parse.text, comments[0].start, parse.file)
        value = " ".join(comment.text for comment in comments)
        detail = "A line that begins with # is a comment, and is not read."
        remedy = "If it is an answer, type it without the # behind its question."
        parse.findings.append(
            found("yaml-lost-text", place, detail, value=value, remedy=remedy)
        )


def _items(parse: _Parse, *, depth: int) -> Iterator[Node]:
    for event in parse.events:
        if isinstance(event, yaml.SequenceEndEvent):
            return
        yield _node(parse, event, depth=depth + 1)


def _pairs(parse: _Parse, *, depth: int) -> Iterator[tuple[Scalar, Node]]:
    seen: dict[str, Node] = {}
    for event in parse.events:
        if isinstance(event, yaml.MappingEndEvent):
            return
        key = _node(parse, event, depth=depth + 1)
        value = _node(parse, next(parse.events), depth=depth + 1)
        if not isinstance(key, Scalar):
            detail = "A key must be a text; braces or brackets stand here."
            remedy = "Put the whole text in double quotes."
            line = _rest_of_line(parse, replace(key.source, column=1))
            wrong = found("bad-yaml", key.source, detail, value=line, remedy=remedy)
            parse.findings.append(wrong)
            continue
        if key.text in seen:
            _note_duplicate(parse, key, seen[key.text], value)
        if key.text == "<<":
            detail = "YAML reads << as a command to merge."
            cure = "Delete the line, and type the answers that are meant."
            wrong = found("yaml-feature", key.source, detail, remedy=cure)
            parse.findings.append(wrong)
        seen.setdefault(key.text, value)
        yield key, value


def _note_duplicate(parse: _Parse, key: Scalar, first: Node, second: Node) -> None:
    """Note both values: which of the two is meant, nobody can tell."""
    for here, other in ((first, second), (second, first)):
        detail = f"“{key.text}” stands here and at line {other.source.row}."
        value = here.text if isinstance(here, Scalar) else ""
        parse.findings.append(found("duplicate-key", here.source, detail, value=value))


def _place(file: str, mark: Mark | None) -> Source:
    if mark is None:
        return Source(file)
    return Source(file, row=mark.line + 1, column=mark.column + 1)


def at(node: Node, path: tuple[str | int, ...]) -> Source:
    """Return the place of the deepest node that `path` reaches from `node`."""
    for step in path:
        inner: Node | None = None
        if isinstance(node, Mapping):
            inner = node.get(str(step))
        elif isinstance(node, Sequence) and isinstance(step, int):
            inner = node.items[step] if step < len(node.items) else None
        if inner is None:
            break
        node = inner
    return node.source


def as_data(node: Node) -> object:
    """Return the node as dicts, lists and strings; an empty plain text as None."""
    if isinstance(node, Scalar):
        return node.text if node.text or node.span[0] != node.span[1] else None
    if isinstance(node, Sequence):
        return [as_data(item) for item in node.items]
    return {key.text: as_data(value) for key, value in node.pairs}


def within(scalar: Scalar, text: str, part: str) -> Source:
    """Return where `part` stands in the written form of a scalar of the file `text`."""
    start = text.find(part, *scalar.span)
    return scalar.source if start < 0 else _place_of(text, start, scalar.source.file)


def _place_of(text: str, index: int, file: str) -> Source:
    line = text.count("\n", 0, index) + 1
    column = index - (text.rfind("\n", 0, index) + 1) + 1
    return Source(file, row=line, column=column)
