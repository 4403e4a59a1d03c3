"""The flatplan: what is printed, in which order, as `templates/flatplan.yaml` says."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal, assert_never, get_args

from pydantic import Field as PydanticField

from citybook.condition import Condition
from citybook.definition import STRICT, read_definition
from citybook.findings import Finding, found
from citybook.form import Form
from citybook.yaml_marks import at

FrontPage = Literal["cover", "imprint", "contents", "leadership", "summary"]
ListingPage = Literal["cities-by-state", "figures", "sources", "colophon"]
BackPage = Literal["cities-by-state", "figures", "sources", "index", "colophon"]
FigurePage = Literal["leadership", "summary", "cities-by-state", "figures", "sources"]
"""The pages that may have figures."""


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
    cite: str = ""
    """The field whose web addresses become notes, with their numbers at its end."""

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
    cite: str = ""
    """The field whose web addresses become notes, with their numbers behind these."""

    __pydantic_config__ = STRICT


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture that an answer names, with its caption and credit below it."""

    print: Literal["picture"]
    section: str
    field: str
    alternative: str
    """The field that says what it shows, for those who cannot see it."""
    caption: str = ""
    credit: str = ""
    """The field that says whose picture it is."""
    credit_label: str = ""
    """What stands before the credit: "Photo" prints "Photo: Jordan Example"."""

    __pydantic_config__ = STRICT


Piece = Annotated[
    Line | Text | Facts | Quote | Picture, PydanticField(discriminator="print")
]


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
    Line | Text | Facts | Quote | Picture | Entries,
    PydanticField(discriminator="print"),
]


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure that the executive summary shows in large numerals."""

    count: str
    """`cities`, `states` or a count of the edition; of a section, `entries` or
    `cities`."""
    label: str
    """`City|Cities`, the latter for any number but one."""
    section: str = ""

    __pydantic_config__ = STRICT

    def __post_init__(self) -> None:
        """Refuse a noun without its plural."""
        if len([part for part in self.label.split("|") if part.strip()]) != 2:
            raise ValueError(f"“{self.label}” is not of the form City|Cities")
        if self.section and self.count not in {"entries", "cities"}:
            raise ValueError("of a section, count entries or cities")


CITIES, LEADERSHIP = "cities", "leadership"
"""What the index may list besides fields."""


@dataclass(frozen=True, slots=True)
class IndexPart:
    """A part of the index, under a heading of its own."""

    heading: str
    of: tuple[str, ...]
    """What it lists: fields, as `section/field`; `cities`; `leadership`."""
    last_name_first: bool = False

    __pydantic_config__ = STRICT

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that it lists."""
        return tuple(name for name in self.of if name not in {CITIES, LEADERSHIP})


@dataclass(frozen=True, slots=True)
class Flatplan:
    """The order of the book."""

    front: tuple[FrontPage, ...]
    city: tuple[CityPiece, ...]
    back: tuple[BackPage, ...]
    sources: tuple[str, ...] = ()
    """The fields, as `section/field`, whose web addresses the sources list."""
    key_figures: tuple[KeyFigure, ...] = ()
    index: tuple[IndexPart, ...] = ()
    figures: Mapping[FigurePage, tuple[str, ...]] = field(default_factory=dict)
    """The figures of each page: at its end in front, at its head in back matter."""

    __pydantic_config__ = STRICT

    def __post_init__(self) -> None:
        """Refuse a page that is to be printed twice."""
        for pages in (self.front, self.back):
            for page in pages:
                if pages.count(page) > 1:
                    raise ValueError(f"the page “{page}” stands twice")
        for name in self.named_figures:
            if self.named_figures.count(name) > 1:
                raise ValueError(f"the figure “{name}” stands twice")

    @property
    def quoted(self) -> frozenset[str]:
        """The fields, as `section/field`, that are printed as quotations."""
        quotes = (piece for piece in self._pieces if isinstance(piece, Quote))
        return frozenset(f"{quote.section}/{quote.field}" for quote in quotes)

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """The pieces that print pictures."""
        return tuple(piece for piece in self._pieces if isinstance(piece, Picture))

    @property
    def _pieces(self) -> Iterator[Piece]:
        """All pieces of a city's section, those of its entries among them."""
        for piece in self.city:
            yield from piece.pieces if isinstance(piece, Entries) else (piece,)

    @property
    def named_figures(self) -> tuple[str, ...]:
        """The figures of all pages that are printed, in the order of the book."""
        pages = (*self.front, *self.back)
        shown = [page for page in get_args(FigurePage) if page in pages]
        return tuple(name for page in shown for name in self.figures.get(page, ()))


def read_flatplan(
    path: Path,
    file: str,
    form: Form,
    roles: frozenset[str],
    *,
    figures: Mapping[str, str] | None = None,
    counts: Collection[str] | None = None,
) -> tuple[Flatplan | None, list[Finding]]:
    """Return the flatplan that a file defines, held against the form it prints.

    `roles` are those that a style dresses; `figures` are those that there are, with
    what keeps the form from feeding them; `counts`, those that the edition counts.
    Where these two are not known, what needs them is not checked.
    """
    flatplan, node, findings = read_definition(path, file, Flatplan)
    if flatplan is None or node is None:
        return None, findings
    wrong = [
        found("bad-definition", at(node, steps), detail)
        for steps, detail in (
            *_wrong(flatplan, form, roles),
            *_wrong_figures(flatplan, figures),
            *_wrong_counts(flatplan, form, counts),
        )
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
    yield from _wrong_index(flatplan, form)
    printed: set[str] = set()
    for number, piece in enumerate(flatplan.city):
        steps: Steps = ("city", number)
        yield from _wrong_piece(piece, form, roles, steps)
        yield from _printed_twice(piece, printed, steps)
        if isinstance(piece, Entries):
            for inner, part in enumerate(piece.pieces):
                here: Steps = (*steps, "pieces", inner)
                yield from _wrong_piece(part, form, roles, here)
                yield from _printed_twice(part, printed, here)
                if part.section != piece.section:
                    yield here, f"A piece of “{piece.section}” prints that section."


def _printed_twice(
    piece: CityPiece, printed: set[str], steps: Steps
) -> Iterator[tuple[Steps, str]]:
    """Yield a piece that prints all of an answer again; parts of a line may recur."""
    if isinstance(piece, Text | Quote | Picture):
        if (path := f"{piece.section}/{piece.field}") in printed:
            yield steps, f"“{path}” is printed twice: take one of the two pieces out."
        printed.add(path)


def _wrong_index(flatplan: Flatplan, form: Form) -> Iterator[tuple[Steps, str]]:
    for number, part in enumerate(flatplan.index):
        for inner, path in enumerate(part.of):
            if path in part.fields:
                section, _, field = path.partition("/")
                steps: Steps = ("index", number, "of", inner)
                yield from _unknown(form, section, (field,), steps)
                asked = form.section(section)
                known = asked.field(field) if asked else None
                if known and known.kind == "picture":
                    yield steps, f"“{path}” names a picture, which no index lists."


def _wrong_figures(
    flatplan: Flatplan, figures: Mapping[str, str] | None
) -> Iterator[tuple[Steps, str]]:
    """Yield the figures that cannot be drawn."""
    if figures is None:
        return
    for page, names in flatplan.figures.items():
        for number, name in enumerate(names):
            steps: Steps = ("figures", page, number)
            if name not in figures:
                known = ", ".join(figures) or "none"
                yield steps, f"There is no figure “{name}”; those there are: {known}."
            elif figures[name]:
                yield steps, figures[name]


def _wrong_counts(
    flatplan: Flatplan, form: Form, counts: Collection[str] | None
) -> Iterator[tuple[Steps, str]]:
    """Yield the key figures that nobody counts."""
    for number, figure in enumerate(flatplan.key_figures):
        steps: Steps = ("key_figures", number, "count")
        if figure.section:
            yield from _unknown(form, figure.section, (), steps)
        elif counts is not None and figure.count not in counts:
            known = ", ".join(counts)
            yield steps, f"Nobody counts “{figure.count}”; known are: {known}."


def _wrong_piece(
    piece: CityPiece, form: Form, roles: frozenset[str], steps: Steps
) -> Iterator[tuple[Steps, str]]:
    yield from _unknown(form, piece.section, _fields(piece), steps)
    yield from _wrong_pictures(piece, form, steps)
    if isinstance(piece, Line | Text) and piece.role not in roles:
        yield steps, f"There is no role “{piece.role}”."
    if isinstance(piece, Text | Quote) and piece.cite:
        yield from _unknown(form, piece.section, (piece.cite,), steps, kind="link")


def _wrong_pictures(
    piece: CityPiece, form: Form, steps: Steps
) -> Iterator[tuple[Steps, str]]:
    """Yield the fields that a piece prints as pictures, or as words, in vain."""
    section = form.section(piece.section)
    for key in _fields(piece) if section and not isinstance(piece, Entries) else ():
        field = section.field(key) if section else None
        is_picture = isinstance(piece, Picture) and key == piece.field
        if field and is_picture and field.kind != "picture":
            yield steps, f"“{piece.section}/{key}” is not of the kind “picture”."
        elif field and field.kind == "picture" and not is_picture:
            detail = f"“{piece.section}/{key}” names a picture: print it as “picture”."
            yield steps, detail


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
            named = {piece.field} | ({piece.cite} - {""})
        case Quote():
            named = {piece.field, *piece.attribution} | ({piece.cite} - {""})
        case Picture():
            named = {piece.field, piece.alternative}
            named |= {piece.caption, piece.credit} - {""}
        case Entries():
            named = {piece.order} - {""}
        case _:
            assert_never(piece)
    return tuple(sorted(named))


def _marked(piece: Line) -> tuple[str, ...]:
    return tuple(when.field for mark in piece.marks for when in mark.when)
