"""The flatplan: what is printed, in which order, as `templates/flatplan.yaml` says."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal, assert_never

from pydantic import Field as PydanticField

from citybook.condition import Condition
from citybook.definition import STRICT, read_definition
from citybook.findings import Finding, found
from citybook.form import Form
from citybook.yaml_marks import at

FrontPage = Literal["cover", "imprint", "contents", "leadership", "summary"]
BackPage = Literal["cities-by-state", "sources", "colophon"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A word printed beside an entry that meets one of its conditions."""

    text: str
    when: tuple[Condition, ...]

    __pydantic_config__ = STRICT


@dataclass(frozen=True, slots=True)
class Line:
    """Several short answers joined in one paragraph."""

    print: Literal["line"]
    section: str
    fields: tuple[str, ...]
    role: str = "fact"
    labels: dict[str, str] = field(default_factory=dict)
    """What stands before a field's answer: "Mayor" prints "Mayor: Jordan Example"."""
    if_blank: dict[str, str] = field(default_factory=dict)
    """What to print for a field without an answer; nothing, where not stated."""
    marks: tuple[Mark, ...] = ()

    __pydantic_config__ = STRICT


@dataclass(frozen=True, slots=True)
class Text:
    """One answer as paragraphs and lists, under its label or under no heading."""

    print: Literal["text"]
    section: str
    field: str
    role: str = "body"
    heading: bool = False

    __pydantic_config__ = STRICT


@dataclass(frozen=True, slots=True)
class Facts:
    """Short answers as a table of two columns, question and answer."""

    print: Literal["facts"]
    section: str
    fields: tuple[str, ...]
    caption: str

    __pydantic_config__ = STRICT


@dataclass(frozen=True, slots=True)
class Quote:
    """An answer as a pull quote, with who said it."""

    print: Literal["quote"]
    section: str
    field: str
    attribution: tuple[str, ...] = ()
    """The fields that name the speaker, joined by commas."""
    source: str = ""
    """The field that holds the web address."""

    __pydantic_config__ = STRICT


Piece = Annotated[Line | Text | Facts | Quote, PydanticField(discriminator="print")]


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries of a repeated section, each printed piece by piece."""

    print: Literal["entries"]
    section: str
    pieces: tuple[Piece, ...]
    heading: str = ""
    order: str = ""
    """The field to sort by; the order of the form, where not stated."""

    __pydantic_config__ = STRICT


CityPiece = Annotated[
    Line | Text | Facts | Quote | Entries, PydanticField(discriminator="print")
]


@dataclass(frozen=True, slots=True)
class Flatplan:
    """The order of the book."""

    front: tuple[FrontPage, ...]
    city: tuple[CityPiece, ...]
    back: tuple[BackPage, ...]
    sources: tuple[str, ...] = ()
    """The fields, as `section/field`, whose web addresses the sources list."""

    __pydantic_config__ = STRICT

    def __post_init__(self) -> None:
        """Refuse a page that is to be printed twice."""
        for pages in (self.front, self.back):
            for page in pages:
                if pages.count(page) > 1:
                    raise ValueError(f"the page “{page}” stands twice")


def read_flatplan(
    path: Path, file: str, form: Form, roles: frozenset[str]
) -> tuple[Flatplan | None, list[Finding]]:
    """Return the flatplan that a file defines, held against the form it prints.

    `roles` are those that a style dresses.
    """
    flatplan, node, findings = read_definition(path, file, Flatplan)
    if flatplan is None or node is None:
        return None, findings
    wrong = [
        found("bad-definition", at(node, steps), detail)
        for steps, detail in _wrong(flatplan, form, roles)
    ]
    return (None if wrong else flatplan), [*findings, *wrong]


Steps = tuple[str | int, ...]


def _wrong(
    flatplan: Flatplan, form: Form, roles: frozenset[str]
) -> Iterator[tuple[Steps, str]]:
    """Yield what the flatplan asks in vain, with the way to it in its file."""
    for number, path in enumerate(flatplan.sources):
        section, _, field = path.partition("/")
        yield from _unknown(form, section, (field,), ("sources", number), kind="link")
    for number, piece in enumerate(flatplan.city):
        steps: Steps = ("city", number)
        yield from _wrong_piece(piece, form, roles, steps)
        if isinstance(piece, Entries):
            for inner, part in enumerate(piece.pieces):
                here: Steps = (*steps, "pieces", inner)
                yield from _wrong_piece(part, form, roles, here)
                if part.section != piece.section:
                    yield here, f"A piece of “{piece.section}” prints that section."


def _wrong_piece(
    piece: CityPiece, form: Form, roles: frozenset[str], steps: Steps
) -> Iterator[tuple[Steps, str]]:
    yield from _unknown(form, piece.section, _fields(piece), steps)
    if isinstance(piece, Line | Text) and piece.role not in roles:
        yield steps, f"There is no role “{piece.role}”."


def _unknown(
    form: Form, section_key: str, fields: Iterable[str], steps: Steps, *, kind: str = ""
) -> Iterator[tuple[Steps, str]]:
    """Yield the section or the fields that the form does not ask, or never prints."""
    section = form.section(section_key)
    if section is None:
        yield steps, f"The form has no section “{section_key}”."
        return
    for key in fields:
        field = section.field(key)
        if field is None:
            yield steps, f"The form asks no “{section_key}/{key}”."
        elif not field.public:
            yield steps, f"“{section_key}/{key}” is not public and is never printed."
        elif kind and field.kind != kind:
            yield steps, f"“{section_key}/{key}” is not of the kind “{kind}”."


def _fields(piece: CityPiece) -> tuple[str, ...]:
    """Return the fields that a piece names."""
    match piece:
        case Line():
            named = {*piece.fields, *piece.labels, *piece.if_blank, *_marked(piece)}
        case Facts():
            named = {*piece.fields}
        case Text():
            named = {piece.field}
        case Quote():
            named = {piece.field, *piece.attribution, piece.source} - {""}
        case Entries():
            named = {piece.order} - {""}
        case _:
            assert_never(piece)
    return tuple(sorted(named))


def _marked(piece: Line) -> tuple[str, ...]:
    return tuple(when.field for mark in piece.marks for when in mark.when)
