"""Front matter and back matter: the pages about the book and about all cities."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Literal, assert_never

from citybook.compose.figures import Plates, figures_of, key_figures, tables_of
from citybook.compose.index import index_of
from citybook.compose.written import written
from citybook.document import (
    Block,
    Chapter,
    Contents,
    ContentsLine,
    Document,
    Gap,
    Heading,
    Passage,
    Picture,
    PullQuote,
    Table,
)
from citybook.edition import OwnPicture, Quotation
from citybook.flatplan import BackPage, Flatplan, FrontPage, ListingPage
from citybook.places import credit
from citybook.prose import (
    BulletList,
    Inline,
    Inlines,
    Link,
    ListItem,
    Paragraph,
    Part,
    Text,
    parse,
    plain_inlines,
    with_role,
)
from citybook.quotation import in_quotes
from citybook.report import Answer, City, Report


def front_chapter(
    page: FrontPage, report: Report, flatplan: Flatplan, plates: Plates
) -> Chapter:
    """Return a page of the front matter; it has no blocks if there is no text."""
    title, blocks = FRONT[page]
    part: Block = Heading(1, (Text(title),), page, "heading-1")
    figures = figures_of(page, flatplan, plates)
    found = (*blocks(report, flatplan), *figures)
    if page == "cover":
        return Chapter(page, "cover", "", found)
    headed = page != "imprint"
    return Chapter(
        page, "front", title, ((part, *found) if headed and found else found)
    )


def back_chapter(
    page: BackPage,
    report: Report,
    flatplan: Flatplan,
    plates: Plates,
    before: Iterable[Chapter] = (),
) -> Chapter:
    """Return a page of the back matter; it has no blocks if there is no text.

    `before` are the chapters that the index is made of.
    """
    if page == "index":
        heading, blocks = "Index", tuple(index_of(report, flatplan, before))
    else:
        heading, blocks = _back_blocks(page, report, flatplan, plates)
    blocks = (*figures_of(page, flatplan, plates), *blocks)
    title: Block = Heading(1, (Text(heading),), page, "heading-1")
    columns = 2 if page == "index" else 1
    found = (title, *blocks) if blocks else ()
    return Chapter(page, "back", heading, found, columns)


def _back_blocks(
    page: ListingPage, report: Report, flatplan: Flatplan, plates: Plates
) -> tuple[str, tuple[Block, ...]]:
    match page:
        case "cities-by-state":
            return "Participating cities", tuple(_cities_by_state(report))
        case "figures":
            return "Figures in numbers", tuple(tables_of(flatplan, plates))
        case "sources":
            return "Sources", tuple(_sources(report, flatplan))
        case "colophon":
            return "Colophon", tuple(_colophon(report))
        case _:
            assert_never(page)


def contents_of(document: Document) -> tuple[Chapter, ...]:
    """Return the chapters with the contents listing what comes after it."""
    lines = tuple(
        ContentsLine(block.level, plain_inlines(block.children), block.key)
        for chapter in document.chapters
        if chapter.key != "contents"
        for block in chapter.blocks
        if isinstance(block, Heading) and block.is_listed
    )
    return tuple(
        replace(chapter, blocks=tuple(_with_lines(b, lines) for b in chapter.blocks))
        for chapter in document.chapters
    )


def _with_lines(block: Block, lines: tuple[ContentsLine, ...]) -> Block:
    is_whole = isinstance(block, Contents) and block.role == "contents"
    return Contents(lines) if is_whole else block


def _cover(report: Report, _: Flatplan) -> Iterator[Block]:
    yield from _cover_lines(report, ("title", "subtitle"))
    logo = report.edition.edition.logo
    yield from _own_picture(report, logo, "logo", "edition/logo", "logo")
    yield from _cover_lines(report, ("publisher", "date"))


def _cover_lines(report: Report, fields: tuple[str, ...]) -> Iterator[Block]:
    edition = report.edition
    for field in fields:
        role = f"cover-{field}" if field in _AT_FOOT else field
        text = getattr(edition.edition, field)
        if gap := report.gaps.get(f"edition/{field}"):
            yield Gap(gap)
        elif text:
            paragraph = Paragraph((Text(text),), role)
            yield Passage(f"edition/{field}", edition.source(field), (paragraph,))


_AT_FOOT = frozenset({"publisher", "date"})
"""What the foot of the cover says."""


def _own_picture(
    report: Report,
    picture: OwnPicture | None,
    steps: str,
    key: str,
    role: Literal["portrait", "logo"],
) -> Iterator[Block]:
    """Yield a picture of the edition, or why there is none.

    `key` is as that of a passage is: what there are several of is counted from 1.
    """
    path = f"edition/{steps}"
    if gap := report.gaps.get(path):
        yield Gap(gap)
    elif picture and (printed := report.halftones.get(path)):
        way = tuple(int(s) if s.isdigit() else s for s in steps.split("/"))
        told_at = report.edition.source(*way, "alternative")
        shown = Part(f"{key}/alternative", told_at, (Text(picture.alternative),))
        yield Picture(
            path,
            report.edition.source(*way, "file"),
            (),
            (shown,),
            printed.picture,
            printed.width_pt,
            printed.height_pt,
            role,
        )


def _imprint(report: Report, _: Flatplan) -> Iterator[Block]:
    edition = report.edition.edition
    name = ". ".join(filter(None, (edition.title, edition.subtitle)))
    yield Paragraph((Text(f"{name}."),), "small")
    yield Paragraph((Text(f"{edition.publisher}, {edition.date}."),), "small")
    yield from _text(report.texts["notice"], "small")
    if edition.officers:
        title = (Text(edition.officers_heading),)
        yield Heading(1, title, "officers", "heading-minor", is_listed=False)
        gaps = [
            report.gaps.get(f"edition/officers/{number}")
            for number in range(len(edition.officers))
        ]
        rows: tuple[tuple[Inlines, ...], ...] = tuple(
            ((Text(officer.office),), (Text(officer.name),))
            for officer, gap in zip(edition.officers, gaps, strict=True)
            if not gap
        )
        header: tuple[Inlines, ...] = ((Text("Office"),), (Text("Name"),))
        caption = edition.officers_heading
        if rows:
            yield Table(caption, header, rows, (2, 3), "officers-table")
        yield from (Gap(gap) for gap in gaps if gap)


def _text(parts: tuple[Answer, ...], role: str) -> Iterator[Block]:
    for part in parts:
        if part.gap:
            yield Gap(part.gap)
        if part.prose:
            yield written(
                with_role(part.prose, role), part.key, part.source, part.label
            )


def _contents(*_: object) -> Iterator[Block]:
    yield Contents(())  # its lines are known once all chapters are


def _leadership(report: Report, _: Flatplan) -> Iterator[Block]:
    for number, quotation in enumerate(report.edition.edition.quotations):
        gap = report.gaps.get(f"edition/quotations/{number}")
        yield Gap(gap) if gap else _quotation(quotation, report, number)


def _quotation(quotation: Quotation, report: Report, number: int) -> PullQuote:
    """Return words of the leadership, with name, office and date beneath them."""
    edition = report.edition
    said = in_quotes(with_role(parse(quotation.text), "leader-quote"))
    key = f"edition/quotations/{number + 1}"
    place = edition.source("quotations", number, "text")
    passage = written(said, key, place, quotation.speaker)
    source = edition.source("quotations", number, "speaker")
    name = Part(f"{key}/speaker", source, (Text(quotation.speaker),))
    when: list[Inline] = [Text(quotation.date)] if quotation.date else []
    if quotation.link:
        when += [Text(" · ")] if when else []
        when.append(Link((Text("Source"),), quotation.link))
    office = (Text(quotation.title),) if quotation.title else ()
    lines: tuple[Inlines, ...] = (office, tuple(when))
    beneath = (Paragraph(line, "leader-office") for line in lines if line)
    steps, own = f"quotations/{number}/portrait", f"{key}/portrait"
    face = _own_picture(report, quotation.portrait, steps, own, "portrait")
    return PullQuote((passage, *face, Paragraph((name,), "leader-name"), *beneath))


def _summary(report: Report, flatplan: Flatplan) -> Iterator[Block]:
    """Yield the standfirst, the key figures, and the rest of the summary."""
    standfirst, rest = _split(tuple(_text(report.texts["summary"], "body")))
    yield from standfirst
    yield from key_figures(report, flatplan)
    yield from rest


def _split(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Return the first paragraph of a text as its standfirst, and what follows it.

    A text that begins otherwise, or that is one paragraph alone, has none.
    """
    match blocks:
        case (Passage(key, source, (Paragraph() as first, *more)), *others) if (
            more or others
        ):
            lead = Passage(key, source, (replace(first, role="standfirst"),))
            rest = (Passage(f"{key}/2", source, tuple(more)),) if more else ()
            return (lead,), (*rest, *others)
    return (), blocks


_Pages = Callable[[Report, Flatplan], Iterator[Block]]

FRONT: Mapping[FrontPage, tuple[str, _Pages]] = {
    "cover": ("", _cover),
    "imprint": ("About this book", _imprint),
    "contents": ("Contents", _contents),
    "leadership": ("From the leadership", _leadership),
    "summary": ("Executive summary", _summary),
}


def _cities_by_state(report: Report) -> Iterator[Block]:
    rows: list[tuple[Inlines, ...]] = []
    for group in report.states:
        cities: list[Inline] = []
        for city in group.cities:
            cities += [Text(", ")] if cities else []
            cities.append(Link((Text(city.name),), f"#{city.key}"))
        rows.append(((Text(group.state.name),), tuple(cities)))
    header: tuple[Inlines, ...] = ((Text("State"),), (Text("Cities"),))
    caption = "Participating cities by state"
    if rows:
        yield Table(caption, header, tuple(rows), (1, 2), "cities-table")


def _sources(report: Report, flatplan: Flatplan) -> Iterator[Block]:
    for city in report.cities:
        links = tuple(dict.fromkeys(_addresses(city, flatplan)))
        if not links:
            continue
        name = (Text(f"{city.name}, {city.state.name}"),)
        key = f"{city.key}/sources"
        yield Heading(2, name, key, "heading-minor", is_listed=False)
        items = tuple(ListItem((Link((Text(link),), link),)) for link in links)
        yield BulletList(items, role="reference")


def _colophon(report: Report) -> Iterator[Block]:
    """Yield the edition's own words, and the credit of the gazetteer."""
    yield from _text(report.texts["colophon"], "small")
    data = credit()
    children: tuple[Inline, ...] = (
        Text("The names of cities were checked against place data of "),
        Link((Text(data.source),), data.source_link),
        Text(f" ({data.changes}), used under the "),
        Link((Text(data.license),), data.license_link),
        Text("."),
    )
    yield Paragraph(children, "small")


def _addresses(city: City, flatplan: Flatplan) -> Iterator[str]:
    for path in flatplan.sources:
        section, _, field = path.partition("/")
        for item in city.items.get(section, ()):
            value = item.answers[field].value
            yield from value if isinstance(value, tuple) else ()
