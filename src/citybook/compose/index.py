"""The index: who and what the book tells of, and where."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from citybook.document import (
    Block,
    Chapter,
    Heading,
    Index,
    IndexEntry,
    Mention,
    Passage,
    Picture,
    Table,
    walk,
)
from citybook.flatplan import CITIES, LEADERSHIP, Flatplan, IndexPart
from citybook.people import Person, read_person
from citybook.prose import BulletList, Inlines, Paragraph, Part, Text, plain
from citybook.report import Report
from citybook.typography import match_key


@dataclass(frozen=True, slots=True)
class _Named:
    """A name, the key of what says it, and the city whose answer that is, if any."""

    name: str
    key: str
    city: str = ""


def index_of(
    report: Report, flatplan: Flatplan, chapters: Iterable[Chapter]
) -> Iterator[Block]:
    """Yield the parts of the index; what no chapter prints is in none."""
    printed = frozenset(key for chapter in chapters for key in _keys(chapter.blocks))
    for number, part in enumerate(flatplan.index, 1):
        named = [each for each in _named(part, report) if each.key in printed]
        keys: dict[str, list[str]] = {}
        listed = _people(named) if part.last_name_first else _as_typed(named)
        for name, key in listed:
            keys.setdefault(name, []).append(key)
        if keys:
            title = (Text(part.heading),)
            place = f"index/{number}"
            yield Heading(2, title, place, "heading-minor", is_listed=False)
            names = sorted(keys, key=lambda name: (match_key(name), name))
            entries = tuple(_entry(name, keys[name]) for name in names)
            yield Index(entries)


def _entry(name: str, keys: list[str]) -> IndexEntry:
    return IndexEntry(name, tuple(Mention(key) for key in dict.fromkeys(keys)))


def _named(part: IndexPart, report: Report) -> Iterator[_Named]:
    """Yield what the part is of, in the order of the book."""
    if LEADERSHIP in part.of:
        for number, quotation in enumerate(report.edition.edition.quotations, 1):
            yield _Named(quotation.speaker, f"edition/quotations/{number}/speaker")
    for city in report.cities:
        place = f"{city.name}, {city.state.ap}"
        if CITIES in part.of:
            yield _Named(place, city.key, place)
        for path in part.fields:
            section, _, field = path.partition("/")
            for item in city.items.get(section, ()):
                answer = item.answers[field]
                for name in filter(None, plain(answer.prose).split("\n")):
                    yield _Named(name, answer.key, place)


def _as_typed(named: Iterable[_Named]) -> Iterator[tuple[str, str]]:
    return ((each.name, each.key) for each in named)


def _people(named: list[_Named]) -> Iterator[tuple[str, str]]:
    """Yield each name, last name first, with a key.

    Within one city, names that differ in a middle name or a title are one person's,
    and the longest is listed. Of two cities they may be two persons': each is listed
    with its city. A leader of the association is the one person of that name, if any.
    """
    longest: dict[tuple[object, str], str] = {}
    cities: dict[object, set[str]] = {}
    read = [(each, read_person(each.name)) for each in named]
    for each, person in read:
        likeness = _likeness(each, person)
        cities.setdefault(likeness, set()).update(filter(None, [each.city]))
        shown = person.listed if person else each.name
        known = longest.get((likeness, each.city), "")
        longest[likeness, each.city] = max(known, shown, key=len)
    for each, person in read:
        likeness = _likeness(each, person)
        among = cities[likeness]
        city = each.city or ("".join(among) if len(among) == 1 else "")
        shown = longest[likeness, city]
        yield f"{shown} ({city})" if city and len(among) > 1 else shown, each.key


def _likeness(each: _Named, person: Person | None) -> object:
    return person.likeness if person else match_key(each.name)


def _keys(blocks: tuple[Block, ...]) -> Iterator[str]:
    """Yield the keys of the answers, and of the headings, that blocks print."""
    for block in walk(blocks):
        match block:
            case Passage():
                yield block.key
            case Heading():
                yield block.key
                yield from _keys_within(block.children)
            case Paragraph():
                yield from _keys_within(block.children)
            case Picture():
                yield block.key
                yield from _keys_within(block.caption)
            case BulletList():
                for item in block.items:
                    yield from _keys_within(item.children)
            case Table():
                for row in block.rows:
                    for cell in row:
                        yield from _keys_within(cell)


def _keys_within(children: Inlines) -> Iterator[str]:
    for child in children:
        if isinstance(child, Part):
            yield child.key
        if not isinstance(child, Text):
            yield from _keys_within(child.children)
