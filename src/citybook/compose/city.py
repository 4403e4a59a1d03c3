"""The blocks of one city, piece by piece as the flatplan says."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import assert_never

from citybook.compose.notes import Citations, ended
from citybook.compose.written import written
from citybook.dates import PartialDate
from citybook.document import Block, Gap, Heading, Notes, Picture, PullQuote, Table
from citybook.flatplan import CityPiece, Entries, Facts, Flatplan, Line, Piece, Quote
from citybook.flatplan import Picture as PicturePiece
from citybook.flatplan import Text as TextPiece
from citybook.prose import (
    Grid,
    Inline,
    Inlines,
    Paragraph,
    Part,
    Prose,
    Strong,
    Text,
    plain,
    plain_inlines,
    runs,
    with_role,
)
from citybook.quotation import in_quotes
from citybook.report import Answer, City, Item

SEPARATOR = Text(" · ")


def city_blocks(
    city: City, flatplan: Flatplan, numbers: Iterator[int]
) -> Iterator[Block]:
    """Yield the city's heading and all that it answered.

    `numbers` are those that its notes take.
    """
    name = Part(f"{city.key}/name", city.source, (Text(city.name),))
    yield Heading(2, (name,), city.key, "heading-2")
    citations = Citations(numbers)
    for piece in flatplan.city:
        yield from _city_piece(piece, city, citations)
    if citations.notes:
        yield Notes(tuple(citations.notes.values()))


def _city_piece(piece: CityPiece, city: City, citations: Citations) -> Iterator[Block]:
    items = city.items.get(piece.section, ())
    if not isinstance(piece, Entries):
        for item in items:
            yield from _piece(piece, item, citations)
        return
    if piece.heading and items:
        key = f"{city.key}/{piece.section}"
        yield Heading(3, (Text(piece.heading),), key, "heading-3", is_listed=False)
    ordered = sorted(items, key=lambda item: _order(item, piece.order))
    for item in ordered:
        for inner in piece.pieces:
            yield from _piece(inner, item, citations)


def _order(item: Item, field: str) -> tuple[bool, Decimal, str]:
    """Sort by value, what has none last; the sort is stable, so ties stay as sent."""
    match item.answers[field].value if field else None:
        case None:
            return (True, Decimal(0), "")
        case Decimal() | bool() as number:
            return (False, Decimal(number), "")
        case PartialDate() as date:
            return (False, Decimal(0), date.iso())
        case value:
            return (False, Decimal(0), str(value))


def _piece(piece: Piece, item: Item, citations: Citations) -> Iterator[Block]:
    match piece:
        case Line():
            yield from _line(piece, item)
        case TextPiece():
            yield from _text(piece, item, citations)
        case Facts():
            yield from _facts(piece, item)
        case Quote():
            yield from _quote(piece, item, citations)
        case PicturePiece():
            yield from _picture(piece, item)
        case _:
            assert_never(piece)


def _line(piece: Line, item: Item) -> Iterator[Block]:
    children: list[Inline] = []
    for key in piece.fields:
        if shown := _on_line(piece, key, item.answers[key]):
            children += [SEPARATOR, *shown] if children else shown
    for mark in piece.marks:
        if any(condition.holds(item.values()) for condition in mark.when):
            children += [SEPARATOR] if children else []
            children.append(Strong((Text(mark.text),)))
    if children:
        yield Paragraph(tuple(children), piece.role)
    marked = [when.field for mark in piece.marks for when in mark.when]
    for key in dict.fromkeys((*piece.fields, *marked)):
        yield from _gap(item.answers[key])


def _on_line(piece: Line, key: str, answer: Answer) -> Inlines:
    shown = inline(answer)
    if not shown and not answer.gap:
        shown = (Text(piece.if_blank[key]),) if key in piece.if_blank else ()
    label = (Text(f"{piece.labels[key]}: "),) if key in piece.labels and shown else ()
    return (*label, *shown)


def inline(answer: Answer) -> Inlines:
    """Return an answer as a run in a line, bearing its key; () if there is none."""
    if not answer.prose:
        return ()
    return (Part(answer.key, answer.source, _joined(answer.prose)),)


def _joined(prose: Prose) -> Inlines:
    """Return all paragraphs, items and rows of a prose as one run."""
    parts: list[Inlines] = []
    for block in prose:
        if isinstance(block, Grid):
            parts.extend(_between(Text(", "), row) for row in block.rows)
        else:
            parts.extend(runs(block))
    return _between(Text("; "), parts)


def _between(sign: Text, parts: Iterable[Inlines]) -> Inlines:
    joined: list[Inline] = []
    for number, part in enumerate(parts):
        joined += [sign, *part] if number else part
    return tuple(joined)


def _gap(answer: Answer) -> Iterator[Gap]:
    if answer.gap:
        yield Gap(answer.gap)


def _text(piece: TextPiece, item: Item, citations: Citations) -> Iterator[Block]:
    answer = item.answers[piece.field]
    cited = item.answers[piece.cite] if piece.cite else None
    if piece.heading and not answer.is_blank:
        label = (Text(answer.label),)
        yield Heading(3, label, f"{answer.key}/label", "heading-3", is_listed=False)
    yield from _gap(answer)
    if answer.prose:
        prose = with_role(answer.prose, piece.role)
        marks = citations.cite(cited, after=plain(prose)) if cited else ()
        said = ended(prose, marks)
        yield written(said, answer.key, answer.source, answer.label)
    elif cited and cited.prose:
        # Without words that a number could stand behind, the address stands itself.
        yield Paragraph((Text(f"{cited.label}: "), *inline(cited)), "source")
    if cited:
        yield from _gap(cited)


def _facts(piece: Facts, item: Item) -> Iterator[Block]:
    answers = [item.answers[key] for key in piece.fields]
    rows = tuple(((Text(a.label),), inline(a)) for a in answers if a.prose)
    header: tuple[Inlines, ...] = ((Text("Question"),), (Text("Answer"),))
    if rows:
        key = f"{item.key}/{piece.fields[0]}/table"
        yield Table(piece.caption, header, rows, (2, 3), key)
    for answer in answers:
        yield from _gap(answer)


def _quote(piece: Quote, item: Item, citations: Citations) -> Iterator[Block]:
    answer = item.answers[piece.field]
    if answer.prose:
        said = in_quotes(with_role(answer.prose, "pull-quote"))
        by = tuple(_attribution(piece, item))
        words = plain_inlines(by) or plain(said)
        cited = item.answers[piece.cite] if piece.cite else None
        marks = citations.cite(cited, after=words) if cited else ()
        if not by:
            said = ended(said, marks)
        passage = written(said, answer.key, answer.source, answer.label)
        beneath = (Paragraph((*by, *marks), "attribution"),) if by else ()
        yield PullQuote((passage, *beneath))
    fields = (piece.field, *piece.attribution, piece.cite)
    for key in fields:
        yield from _gap(item.answers[key]) if key else ()


def _attribution(piece: Quote, item: Item) -> Iterator[Inline]:
    shown = [inline(item.answers[key]) for key in piece.attribution]
    for number, run in enumerate(run for run in shown if run):
        yield Text(", " if number else "— ")
        yield from run


def _picture(piece: PicturePiece, item: Item) -> Iterator[Block]:
    """Yield a picture, unless nobody says what it shows."""
    answer, alternative = item.answers[piece.field], item.answers[piece.alternative]
    printed = answer.halftone
    if printed and alternative.prose:
        yield Picture(
            answer.key,
            answer.source,
            tuple(_caption(piece, item)),
            inline(alternative),
            printed.picture,
            printed.width_pt,
            printed.height_pt,
        )
    for key in (piece.field, piece.alternative, piece.caption, piece.credit):
        yield from _gap(item.answers[key]) if key else ()


def _caption(piece: PicturePiece, item: Item) -> Iterator[Inline]:
    caption = inline(item.answers[piece.caption]) if piece.caption else ()
    credit = inline(item.answers[piece.credit]) if piece.credit else ()
    yield from caption
    if credit:
        yield from (SEPARATOR,) if caption else ()
        yield from (Text(f"{piece.credit_label}: "),) if piece.credit_label else ()
        yield from credit
