"""YAML that knows its lines: the event stream as a tree, every scalar a string."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

import yaml

from citybook.findings import Finding, found
from citybook.source import Source

MAX_BYTES = 262_144
MAX_DEPTH = 20
MAX_NODES = 20_000

_COMMENT = re.compile(r"([ \t]+)(#.*\S)")
_UNSPACED = re.compile(
    r"[ \t]*(?:-[ \t]+)*([^\W\d][^:#\"'\[\]{}\n]*(?<!\d)):(?!//)[^\s:]"
)


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


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values, in the order of the file."""

    pairs: "tuple[tuple[Scalar, Node], ...]"
    source: Source

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
    has_remarks: bool
    findings: list[Finding] = field(default_factory=list)
    nodes: int = 0


class _Refused(Exception):
    """The document cannot be read on from here; its finding is already noted."""


def read_documents(
    data: bytes, file: str, *, has_remarks: bool = True
) -> tuple[list[Node], list[Finding]]:
    """Return the documents of a YAML file and what is wrong with them.

    A document with an error in its syntax ends the reading; those before it stand.
    Where a file has remarks, a # after two spaces is taken for one that is meant.
    """
    text, trouble = decode(data, file)
    if trouble:
        return [], [trouble]
    parse = _Parse(file, text, _events(text), has_remarks)
    documents: list[Node] = []
    try:
        for event in parse.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents.append(_node(parse, next(parse.events), depth=0))
    except yaml.MarkedYAMLError as error:
        parse.findings.append(_syntax_finding(_explained(error, text), file))
    except yaml.reader.ReaderError as error:
        place = Source(file, row=text[: error.position].count("\n") + 1, column=1)
        parse.findings.append(
            found("bad-yaml", place, "A character here cannot stand in a text file.")
        )
    except _Refused:
        pass
    return documents, parse.findings


def decode(data: bytes, file: str) -> tuple[str, Finding | None]:
    """Return the text of a file as Notepad and others save it, or what is wrong."""
    if len(data) > MAX_BYTES:
        size = f"The file has {len(data):,} bytes; the limit is {MAX_BYTES:,}."
        return "", found("too-large", Source(file), size)
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding), None
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        detail = "The file is not saved as UTF-8 text."
        remedy = "Save it again with the encoding UTF-8."
        return "", found(
            "unreadable-file", Source(file, row=line), detail, remedy=remedy
        )


def _events(text: str) -> Iterator[yaml.Event]:
    # libyaml reads 15 times as fast as Python, and says less of what is wrong.
    events: Iterator[yaml.Event] = yaml.parse(text, Loader=yaml.CSafeLoader)
    return events


def _explained(error: yaml.MarkedYAMLError, text: str) -> "_Fault":
    """Return what the slower reader says of a fault that the faster one met."""
    last: yaml.ScalarEvent | None = None
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            last = event if isinstance(event, yaml.ScalarEvent) else last
    except yaml.MarkedYAMLError as better:
        return _Fault(better, text, last)
    except yaml.YAMLError:
        pass
    return _Fault(error, text, None)


def _node(parse: _Parse, event: yaml.Event, *, depth: int) -> Node:
    source = _place(parse.file, event.start_mark)
    parse.nodes += 1
    if depth > MAX_DEPTH or parse.nodes > MAX_NODES:
        detail = "The file is nested too deeply or has too many parts."
        parse.findings.append(found("too-large", source, detail))
        raise _Refused
    _refuse_features(parse, event, source)
    if isinstance(event, yaml.SequenceStartEvent):
        return Sequence(tuple(_items(parse, depth=depth)), source)
    if isinstance(event, yaml.MappingStartEvent):
        return Mapping(tuple(_pairs(parse, depth=depth)), source)
    text = event.value if isinstance(event, yaml.ScalarEvent) else ""
    start, end = event.start_mark, event.end_mark
    if isinstance(event, yaml.ScalarEvent) and text and end and not event.style:
        _note_lost_text(parse, source, end.index)
    return Scalar(text, source, (start.index, end.index) if start and end else (0, 0))


def _refuse_features(parse: _Parse, event: yaml.Event, source: Source) -> None:
    tag = getattr(event, "tag", None)
    mark = "an alias (*)" if isinstance(event, yaml.AliasEvent) else ""
    mark = mark or ("an anchor (&)" if getattr(event, "anchor", None) else "")
    mark = mark or ("a tag (!)" if tag else "")
    if mark:
        detail = f"YAML reads the beginning of this text as {mark}."
        parse.findings.append(found("yaml-feature", source, detail))


def _note_lost_text(parse: _Parse, source: Source, end: int) -> None:
    """Note a comment right after a plain text: it was perhaps meant as a part of it."""
    comment = _COMMENT.match(parse.text, end)
    if comment and not (parse.has_remarks and len(comment[1]) > 1):
        place = _place_of(parse.text, comment.start(2), source.file)
        parse.findings.append(found("yaml-lost-text", place, value=comment[2]))


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
            parse.findings.append(found("bad-yaml", key.source, detail, remedy=remedy))
            continue
        if key.text in seen:
            _note_duplicate(parse, key, seen[key.text], value)
        if key.text == "<<":
            detail = "YAML reads << as a command to merge."
            parse.findings.append(found("yaml-feature", key.source, detail))
        seen.setdefault(key.text, value)
        yield key, value


def _note_duplicate(parse: _Parse, key: Scalar, first: Node, second: Node) -> None:
    """Note both values: which of the two is meant, nobody can tell."""
    for here, other in ((first, second), (second, first)):
        detail = f"“{key.text}” stands here and at line {other.source.row}."
        parse.findings.append(found("duplicate-key", here.source, detail))


class _Mark(Protocol):
    index: int
    line: int
    column: int


def _place(file: str, mark: _Mark | None) -> Source:
    if mark is None:
        return Source(file)
    return Source(file, row=mark.line + 1, column=mark.column + 1)


# Faults of syntax


@dataclass(frozen=True, slots=True)
class _Fault:
    """Where the reading came to its end, and why."""

    error: yaml.MarkedYAMLError
    text: str
    last: yaml.ScalarEvent | None
    """The text or key that was read last."""

    @property
    def problem(self) -> str:
        """What the reader of YAML says of it."""
        return str(self.error.problem)


_Explained = tuple[_Mark | None, str, str]
"""Where the fault lies, what it is, and what to do."""


def _syntax_finding(fault: _Fault, file: str) -> Finding:
    for explain in _EXPLANATIONS:
        if explained := explain(fault):
            mark, detail, remedy = explained
            return found("bad-yaml", _place(file, mark), detail, remedy=remedy)
    place = _place(file, fault.error.problem_mark or fault.error.context_mark)
    return found("bad-yaml", place, f"YAML cannot be read on here: {fault.problem}.")


def _tab(fault: _Fault) -> _Explained | None:
    if "\\t" not in fault.problem and "a tab" not in fault.problem:
        return None
    detail = "A tab stands where only spaces may."
    return fault.error.problem_mark, detail, "Replace the tab by spaces."


def _text_beside_sign(fault: _Fault) -> _Explained | None:
    mark = fault.error.context_mark
    if mark is None or fault.error.context != "while scanning a block scalar":
        return None
    detail = f"The text begins on the line of the {fault.text[mark.index]}."
    remedy = "Begin it on the next line, indented."
    return fault.error.problem_mark, detail, remedy


def _open_quote(fault: _Fault) -> _Explained | None:
    if fault.error.context == "while scanning a quoted scalar":
        return fault.error.context_mark, "A quote is opened and never closed.", _CLOSE
    last, mark = fault.last, fault.error.problem_mark
    if not (last and mark and last.style in ("'", '"')):
        return None
    start, end = last.start_mark, last.end_mark
    if not (start and end and start.line < end.line == mark.line):
        return None
    line = mark.line + 1
    detail = f"A quote is opened here and closed by the next one, in line {line}."
    return start, detail, _CLOSE


_CLOSE = "Close it where its text ends; double the quote mark inside quotes."


def _no_space_after_colon(fault: _Fault) -> _Explained | None:
    """Explain `city:Exampleton`, which YAML takes for the beginning of a text."""
    mark: _Mark | None = fault.error.context_mark
    if "mapping values are not allowed" in fault.problem and fault.last:
        mark = fault.last.start_mark
    if mark is None or not lacks_space(_line_of(fault.text, mark.index)):
        return None
    return mark, "There is no space after the colon.", PUT_SPACE


def _under_indented(fault: _Fault) -> _Explained | None:
    """Explain a line that does not belong to the block above it, as it ought to."""
    last, error = fault.last, fault.error
    if not (last and last.style in ("|", ">")):
        return None
    is_at_margin = "could not find expected ':'" in fault.problem and not last.value
    is_between = fault.problem.startswith("expected <block end>, but found '<scalar>'")
    if not (is_at_margin or is_between):
        return None
    mark = error.context_mark if is_at_margin else error.problem_mark
    detail = f"The text below the {last.style} is not indented enough here."
    return (
        mark,
        detail,
        "Indent all its lines alike, two spaces more than the question.",
    )


def _other(fault: _Fault) -> _Explained | None:
    error = fault.error
    is_key = error.context == "while scanning a simple key"
    mark = error.context_mark if is_key else error.problem_mark or error.context_mark
    for sign, detail, remedy in _SYNTAX:
        if sign in fault.problem:
            here = fault.text[mark.index : mark.index + 1] if mark else ""
            return mark, detail.format(here=here), remedy
    return None


_EXPLANATIONS: tuple[Callable[[_Fault], _Explained | None], ...] = (
    _tab,
    _text_beside_sign,
    _open_quote,
    _no_space_after_colon,
    _under_indented,
    _other,
)

_SYNTAX = (
    ("mapping values are not allowed",
     "A colon inside the text makes YAML look for a second answer.", ""),
    ("cannot start any token",
     "The text begins with “{here}”, which YAML keeps for itself.", ""),
    ("unknown escape character",
     "A backslash in double quotes begins a command.", "Double the backslash."),
    ("expected <block end>",
     "The line is not indented like its neighbors, or a quote ends too early.",
     "Line it up with the line above; double the quote mark inside quotes."),
    ("could not find expected ':'",
     "The line has no colon, or the text above it goes on without indentation.",
     "Indent a text that goes on, or put a colon after the question's name."),
)  # fmt: skip

PUT_SPACE = "Put a space after the colon."


def lacks_space(line: str) -> str:
    """Return the key of a line like `city:Exampleton`, or nothing."""
    unspaced = _UNSPACED.match(line)
    return unspaced[1].strip() if unspaced else ""


def _line_of(text: str, index: int) -> str:
    """Return the line of a place in the text, from that place on."""
    return text[index:].partition("\n")[0]


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
