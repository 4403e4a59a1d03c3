"""A returned Word file, passage by passage: what it said, and what it says now."""

from collections import deque
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from citybook import light
from citybook.light import Cell
from citybook.likeness import rising
from citybook.manifest import Manifest, Span, Written, own_runs
from citybook.readers.redline.match import Homes, homes_of
from citybook.readers.redline.pieces import (
    Fragment,
    Said,
    base,
    cut,
    fragments,
    owned,
    plain_spaces,
    said,
)
from citybook.readers.redline.tables import NEW, Known, laid_out, tables_of
from citybook.readers.redline.whose import (
    Round,
    key_for,
    owner,
    rounds,
    with_parts,
)
from citybook.story.marks import sign
from citybook.story.model import Change, Paragraph, Place, Run, Spot


@dataclass(frozen=True, slots=True)
class _Line:
    """A paragraph of a passage in light Markdown."""

    said: Said
    sign: str = ""
    cell: Cell | None = None
    line: int = -1
    """Number of the line of the file that it is, or is part of."""
    spot: Spot | None = None
    """Where in a table of the file it stands."""


@dataclass(frozen=True, slots=True)
class Revised:
    """One passage as it was, and as it is now; the two may be equal."""

    key: str
    was: Said
    now: Said
    changes: tuple[Change, ...]
    place: str
    """The heading that it stands under."""
    is_doubtful: bool = False
    """Whether words stand there that may have been its own."""

    @property
    def is_changed(self) -> bool:
        """Whether it says anything else than it did."""
        return self.was.marked != self.now.marked


@dataclass(frozen=True, slots=True)
class Outside:
    """Words changed that belong to no passage."""

    rule: str
    """Slug of the rule that tells of them; empty if they went with their passage."""
    was: str
    now: str
    place: str
    """The heading that they stand under."""
    after: str = ""
    """How the words before them end."""
    heading: str = ""
    """The key of the heading that they are."""
    said: str = ""
    """What happened; what the rule says where it is empty."""
    where: str = ""
    """Where they stand, if that is under no heading: `a running head`."""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that a returned file says of the book that was sent out."""

    revised: tuple[Revised, ...]
    outside: tuple[Outside, ...]
    moved: tuple[str, ...]
    """Keys of passages that stand at another place."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A returned paragraph, or the part of one that was a written paragraph."""

    told: Paragraph
    runs: tuple[Run, ...]
    number: int | None
    """Of the written paragraph; None where it is new."""
    line: int
    """Number of the line that it is part of, once all changes are accepted."""
    torn: frozenset[str] = frozenset()
    """The passages that a new one has words of."""


@dataclass(slots=True)
class _Found:
    """What is gathered for each passage while the file is walked."""

    lines: dict[str, list[_Line]] = field(default_factory=dict)
    changes: dict[str, dict[Change, None]] = field(default_factory=dict)
    outside: list[Outside] = field(default_factory=list)
    order: list[tuple[int, str]] = field(default_factory=list)
    """Number and passage of each written paragraph, as they come."""
    doubtful: set[str] = field(default_factory=set)
    """Passages that words may have belonged to that stand there now."""


def passages_of(manifest: Manifest, told: Sequence[Paragraph]) -> Reading:
    """Return what became of everything that a manifest tells of."""
    told = [each for each in told if each.place is not Place.HEADER]
    written, places = manifest.paragraphs, places_of(manifest.paragraphs)
    homes, torn = with_parts(written, told, homes_of(manifest, told))
    pieces = list(_pieces(told, homes, torn))
    numbers = [piece.number for piece in pieces]
    seen = {number for number in numbers if number is not None}
    around = rounds(numbers, seen, written)
    found = _Found()
    shares = _shares(written, pieces)
    tables = tables_of([(piece.told.spot, piece.number) for piece in pieces], written)
    for piece, share, near, table in zip(pieces, shares, around, tables, strict=True):
        if piece.number is None and table:
            _take_cell(piece, table, found)
        elif piece.number is None:
            _take_new(piece, near, written, places, found)
        else:
            _take(piece, share, written[piece.number], places[piece.number], found)
    _take_lost(seen, written, places, found)
    return Reading(
        tuple(_revised(written, places, found)),
        tuple(found.outside),
        tuple(_moved(found.order)),
    )


def _pieces(
    told: Sequence[Paragraph],
    homes: Sequence[Homes],
    torn: Mapping[int, frozenset[str]],
) -> Iterator[_Piece]:
    line = 0
    for n, (paragraph, own) in enumerate(zip(told, homes, strict=True)):
        if not own:
            maybe = torn.get(n, frozenset())
            yield _Piece(paragraph, own_runs(paragraph), None, line, maybe)
        for home in own:
            runs = cut(paragraph.runs, home.start, home.end)
            kept = tuple(run for run in runs if not run.is_computed)
            yield _Piece(paragraph, kept, home.number, line)
        line += paragraph.end.stays


def _shares(
    written: Sequence[Written], pieces: Sequence[_Piece]
) -> Iterator[list[Fragment]]:
    """Yield for each piece what became of its characters; nothing for a new one."""
    runs: dict[int, list[Run]] = {}
    for piece in pieces:
        if piece.number is not None:
            runs.setdefault(piece.number, []).extend(piece.runs)
    left = {number: fragments(written[number], own) for number, own in runs.items()}
    last = {piece.number: place for place, piece in enumerate(pieces)}
    for place, piece in enumerate(pieces):
        if piece.number is None:
            yield []
        elif last[piece.number] == place:
            yield left[piece.number]
        else:
            share, left[piece.number] = _split(left[piece.number], piece)
            yield share


def _split(
    all_of: Sequence[Fragment], piece: _Piece
) -> tuple[list[Fragment], list[Fragment]]:
    """Return the fragments that a piece shows, and those of the pieces behind it."""
    room = sum(len(run.text) for run in piece.runs if run.fate.stays)
    share: list[Fragment] = []
    rest = deque(all_of)
    while rest and (room or not rest[0].run.fate.stays):
        fragment = rest.popleft()
        length = len(fragment.run.text)
        if fragment.run.fate.stays and length > room:
            share.append(fragment.part(0, room))
            rest.appendleft(fragment.part(room, length))
            break
        share.append(fragment)
        room -= length * fragment.run.fate.stays
    return share, list(rest)


# Where each piece goes


def _take(
    piece: _Piece, share: list[Fragment], written: Written, place: str, found: _Found
) -> None:
    """Give each owner of a written paragraph what is said in a piece of it."""
    if written.heading:
        shown, text = _shown(share), written.text
        if plain_spaces(text) != plain_spaces(shown):
            outside = Outside("edited-heading", text, shown, place, "", written.heading)
            found.outside.append(outside)
        return
    *owners, nobodys = owned(share, written)
    is_gone = not any(each.run.fate.stays and each.run.text.strip() for each in share)
    _take_nobodys(nobodys, written, place, found, is_gone=is_gone)
    for number, span in enumerate(written.owners):
        key, own = owner(span.key), owners[number]
        now = said(own, written.figures)
        if not is_gone:
            found.order.append((piece.number or 0, key))
        spot = piece.told.spot if written.cell else None
        line = _Line(now, sign(piece.told.bullet), written.cell, piece.line, spot)
        _add_line(key, line, found, is_gone=is_gone)
        _note_changes(key, piece, own, found)


def _add_line(key: str, line: _Line, found: _Found, *, is_gone: bool) -> None:
    lines = found.lines.setdefault(key, [])
    last = lines[-1] if lines else _Line(Said(""))
    if (last.line, last.cell, last.spot) == (line.line, line.cell, line.spot):
        lines[-1] = replace(last, said=last.said + line.said)
    elif not is_gone or (line.spot and line.spot.stays):
        lines.append(line)


def _take_nobodys(
    share: Sequence[Fragment],
    written: Written,
    place: str,
    found: _Found,
    *,
    is_gone: bool,
) -> None:
    """Tell of a change to words that the program makes."""
    was = _words(f for f in share if not f.is_new and not f.run.fate.stays)
    now = _words(f for f in share if f.is_new and f.run.fate.stays)
    if was.strip() or now.strip():
        went_along = is_gone and written.owners and not now.strip()
        rule = "" if went_along else "edit-outside-passage"
        outside = Outside(rule, was.strip(), now.strip(), place, written.text[-60:])
        found.outside.append(outside)


def _words(share: Iterable[Fragment]) -> str:
    """Return what fragments say, a space between those that stand apart."""
    text, place = "", None
    for each in share:
        text += " " if place not in {None, each.start} else ""
        text, place = text + each.run.text, each.end
    return text


def _note_changes(
    key: str, piece: _Piece, share: Sequence[Fragment], found: _Found
) -> None:
    changes = found.changes.setdefault(key, {})
    for fragment in share:
        changes.update(dict.fromkeys(fragment.run.changes))
    changes.update(dict.fromkeys(piece.told.changes))


def _take_cell(piece: _Piece, table: Known, found: _Found) -> None:
    """Give what stands in a new cell to the passage whose table that is in."""
    fresh = [Fragment(run, 0, 0) for run in piece.runs]
    now, cell = said(fresh, ()), Cell(table.number, NEW, "left")
    line = _Line(now, "", cell, piece.line, piece.told.spot)
    _add_line(table.key, line, found, is_gone=not now.marked.strip())
    _note_changes(table.key, piece, fresh, found)


def _take_new(
    piece: _Piece,
    near: Round,
    written: Sequence[Written],
    places: Sequence[str],
    found: _Found,
) -> None:
    """Give a new paragraph to the passage that it belongs to, or tell of it."""
    text = "".join(run.text for run in piece.runs if run.fate.stays).strip()
    if not text:
        return
    is_body = piece.told.place is Place.BODY
    key = key_for(near, written, piece.torn) if is_body else ""
    if key:
        fresh = [Fragment(run, 0, 0) for run in piece.runs]
        line = _Line(said(fresh, ()), sign(piece.told.bullet), line=piece.line)
        _add_line(key, line, found, is_gone=False)
        _note_changes(key, piece, fresh, found)
        return
    rule = "edit-outside-passage"
    if not is_body:
        rule = "unknown-structure"
    elif key is None:
        rule = "unclear-edit"
        gone = (written[number] for number in near.gone)
        found.doubtful |= {owner(span.key) for each in gone for span in each.owners}
        found.doubtful |= piece.torn
    at = near.before or 0
    after = "" if near.before is None else written[at].text[-60:]
    found.outside.append(Outside(rule, "", text, places[at] if places else "", after))


def _take_lost(
    seen: Container[int],
    written: Sequence[Written],
    places: Sequence[str],
    found: _Found,
) -> None:
    """Tell of the words of the program that are in no piece of the file."""
    for number, each in enumerate(written):
        if number in seen or not each.text.strip():
            continue
        if each.heading:
            text, place = each.text, places[number]
            lost = Outside("edited-heading", text, "", place, "", each.heading)
            found.outside.append(lost)
            continue
        *_, nobodys = owned(fragments(each, each.runs), each)
        if words := "".join(f.run.text for f in nobodys).strip():
            rule = "" if each.owners else "edit-outside-passage"
            found.outside.append(Outside(rule, words, "", places[number]))


# What is told


def _revised(
    written: Sequence[Written], places: Sequence[str], found: _Found
) -> Iterator[Revised]:
    numbers: dict[str, list[tuple[int, Span]]] = {}
    for number, each in enumerate(written):
        for span in () if each.heading else each.owners:
            numbers.setdefault(owner(span.key), []).append((number, span))
    for key, own in numbers.items():
        lines = [
            _Line(base(written[n], span), written[n].sign, written[n].cell)
            for n, span in own
        ]
        yield Revised(
            key,
            _joined(lines),
            _joined(found.lines.get(key, [])),
            tuple(found.changes.get(key, ())),
            places[own[0][0]],
            key in found.doubtful,
        )


def _joined(lines: Sequence[_Line]) -> Said:
    """Return the lines of a passage as one text in light Markdown."""
    shown = (
        (line.spot, light.Line(line.said.marked, line.sign, line.cell))
        for line in lines
    )
    return Said(
        light.text_of(laid_out(shown)),
        tuple(figure for line in lines for figure in line.said.figures),
        tuple(each for line in lines for each in line.said.refused),
    )


def places_of(written: Sequence[Written]) -> list[str]:
    """Return the heading that each written paragraph stands under."""
    places: list[str] = []
    heading = ""
    for each in written:
        heading = each.text if each.heading else heading
        places.append(heading)
    return places


def _moved(order: Sequence[tuple[int, str]]) -> Iterator[str]:
    """Yield the passages that stand before or behind others than they did."""
    first: dict[str, int] = {}
    for number, key in order:
        first.setdefault(key, number)
    numbers = list(enumerate(first.values()))
    kept = {number for _, number in rising(numbers)}
    yield from (key for key, number in first.items() if number not in kept)


def _shown(share: Iterable[Fragment]) -> str:
    return "".join(f.run.text for f in share if f.run.fate.stays)
