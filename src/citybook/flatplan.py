"""The flatplan: what is printed, in which order, as `templates/flatplan.yaml` says."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

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


def read_flatplan(
    path: Path, file: str, form: Form
) -> tuple[Flatplan | None, list[Finding]]:
    """Return the flatplan that a file defines, held against the form it prints."""
    flatplan, node, findings = read_definition(path, file, Flatplan)
    if flatplan is None or node is None:
        return None, findings
    unknown = [
        found("bad-definition", at(node, steps), f"The form has no “{path}”.")
        for steps, path in _paths(flatplan)
        if not _knows(form, path)
    ]
    return (None if unknown else flatplan), [*findings, *unknown]


def _knows(form: Form, path: str) -> bool:
    section_key, _, field_key = path.partition("/")
    section = form.section(section_key)
    return bool(section and (not field_key or section.field(field_key)))


Steps = tuple[str | int, ...]


def _paths(flatplan: Flatplan) -> list[tuple[Steps, str]]:
    """Return every section and field that the flatplan names, with where it does."""
    named: list[tuple[Steps, str]] = [
        (("sources", number), path) for number, path in enumerate(flatplan.sources)
    ]
    for number, piece in enumerate(flatplan.city):
        steps: Steps = ("city", number)
        named += _named(piece, steps)
        if isinstance(piece, Entries):
            for inner, part in enumerate(piece.pieces):
                named += _named(part, (*steps, "pieces", inner))
    return named


def _named(piece: CityPiece, steps: Steps) -> list[tuple[Steps, str]]:
    match piece:
        case Line() | Facts():
            fields = piece.fields
        case Text():
            fields = (piece.field,)
        case Quote():
            fields = (piece.field, *piece.attribution, piece.source)
        case Entries():
            fields = (piece.order,)
    named = [((*steps, "section"), piece.section)]
    return named + [(steps, f"{piece.section}/{key}") for key in fields if key]
