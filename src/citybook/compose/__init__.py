"""Compose: a Report and a Flatplan become a Document."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from types import MappingProxyType

from citybook.atlas import shape
from citybook.compose.city import city_blocks
from citybook.compose.figures import Plates
from citybook.compose.matter import back_chapter, contents_of, front_chapter
from citybook.compose.spacing import spaced
from citybook.counts import PLACEHOLDER, placeholder_name
from citybook.dates import parse_date
from citybook.document import (
    Block,
    Chapter,
    Contents,
    ContentsLine,
    Document,
    Heading,
    Silhouette,
)
from citybook.flatplan import Flatplan
from citybook.prose import Paragraph, Text
from citybook.report import Report, StateCities
from citybook.typography import in_words

NO_PLATES: Plates = MappingProxyType({})
NO_DATE = "2000-01-01"
"""What the files bear where the edition's date cannot be read; never the clock."""


def compose(report: Report, flatplan: Flatplan, plates: Plates = NO_PLATES) -> Document:
    """Return the book; every word and its order are settled here."""
    edition = report.edition.edition
    front = [front_chapter(page, report, flatplan, plates) for page in flatplan.front]
    numbers = count(1)
    body = [_state_chapter(group, flatplan, numbers) for group in report.states]
    before = (*front, *body)
    back = [
        back_chapter(page, report, flatplan, plates, before) for page in flatplan.back
    ]
    chapters = (chapter for chapter in (*front, *body, *back) if chapter.blocks)
    date = parse_date(edition.date)
    document = Document(
        title=edition.title,
        subtitle=edition.subtitle,
        author=edition.publisher,
        language=edition.language,
        keywords=tuple(dict.fromkeys(_keywords(report))),
        is_draft=report.is_draft,
        chapters=tuple(spaced(chapter) for chapter in chapters),
        issued=date.earliest().isoformat() if date else NO_DATE,
    )
    return replace(document, chapters=contents_of(document))


def _keywords(report: Report) -> Iterator[str]:
    """Yield the edition's keywords, a count of choices as its nouns in use."""
    for keyword in report.edition.edition.keywords:
        if placeholder := PLACEHOLDER.fullmatch(keyword.strip()):
            counts = report.counts.get(placeholder_name(placeholder[1]), ())
            yield from (count.one for count in counts if count.one)
        else:
            yield keyword


def _state_chapter(
    group: StateCities, flatplan: Flatplan, numbers: Iterator[int]
) -> Chapter:
    key = f"state/{group.state.usps.lower()}"
    cities = [ContentsLine(2, city.name, city.key) for city in group.cities]
    noun = "city" if len(cities) == 1 else "cities"
    many = in_words(len(cities))
    outline = shape(group.state)
    opener: tuple[Block, ...] = (
        Heading(1, (Text(group.state.name),), key, "heading-1"),
        Paragraph(
            (Text(f"{many[0].upper()}{many[1:]} {noun}", computed="cities"),),
            "opener",
        ),
        *((Silhouette(outline),) if outline else ()),
        Contents(tuple(cities), "cities"),
    )
    blocks = [
        block for city in group.cities for block in city_blocks(city, flatplan, numbers)
    ]
    return Chapter(key, "body", group.state.name, (*opener, *blocks))
