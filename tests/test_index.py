"""The index: people by last name, cities, kinds; each page once; none unprinted."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from books import STOCK, Book, traveled
from citybook.compose import compose
from citybook.document import (
    Chapter,
    Document,
    Heading,
    Index,
    IndexEntry,
    Mention,
    with_folios,
)
from citybook.edition import Quotation
from citybook.findings import found
from citybook.flatplan import Flatplan, IndexPart
from citybook.people import read_person
from citybook.prose import line, plain_inlines
from citybook.report import City, Report
from citybook.source import Source
from conformance.docx_package import W, open_docx, read_fields
from conformance.programs import program, run

ROAD = traveled(STOCK)
PEOPLE = IndexPart(
    "People", ("leadership", "city/mayor", "quotations/speaker"), last_name_first=True
)


def index_of(report: Report, *parts: IndexPart) -> dict[str, dict[str, list[str]]]:
    """Return the keys of what each part of the index lists, by heading and name."""
    flatplan: Flatplan = replace(ROAD.flatplan, index=parts)
    (chapter,) = (c for c in compose(report, flatplan).chapters if c.key == "index")
    found: dict[str, dict[str, list[str]]] = {}
    title = ""
    for block in chapter.blocks:
        if isinstance(block, Heading):
            title = plain_inlines(block.children)
        if isinstance(block, Index):
            found[title] = {e.name: [m.key for m in e.mentions] for e in block.entries}
    return found


def with_mayors(*names: str) -> Report:
    """Return the stock report with other mayors, and nobody quoted."""
    groups = []
    rest = list(names)
    for group in ROAD.report.states:
        cities = tuple(_led(city, rest.pop(0)) for city in group.cities)
        groups.append(replace(group, cities=cities))
    return replace(ROAD.report, states=tuple(groups))


def _led(city: City, mayor: str) -> City:
    (item,) = city.items["city"]
    answer = replace(item.answers["mayor"], prose=line(mayor), gap=None)
    items = {"city": (replace(item, answers={**item.answers, "mayor": answer}),)}
    return replace(city, items={**city.items, "quotations": (), **items})


@pytest.mark.parametrize(
    ("typed", "listed"),
    [
        ("Lovely A. Warren", "Warren, Lovely A."),
        ("Mayor Karen Freeman-Wilson", "Freeman-Wilson, Karen"),
        ("Martin Luther King Jr.", "King, Martin Luther, Jr."),
        ("Martin Luther King, Jr.", "King, Martin Luther, Jr."),
        ("Bill de Blasio", "de Blasio, Bill"),
        ("Dan O’Shea", "O’Shea, Dan"),
        ("José Nuñez", "Nuñez, José"),
        ("The Rev. Jordan Sample", "Sample, Jordan"),
        ("The Right Reverend Jo van Poe", "van Poe, Jo"),
    ],
)
def test_a_name_is_listed_by_its_last(typed: str, listed: str) -> None:
    person = read_person(typed)
    assert person
    assert person.listed == listed


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "Cher",
        "Office of the Mayor",
        "Jo Day and Al Poe",
        "Jo Day, Al Poe",
        "Bus 54",
    ],
)
def test_what_no_rule_can_tell_stays_as_typed(typed: str) -> None:
    assert read_person(typed) is None


def test_two_ways_to_write_one_name_are_one_entry_within_a_city() -> None:
    found = index_of(ROAD.report, PEOPLE)["People"]
    assert sorted(found) == sorted(set(found))
    speakers = {key for keys in found.values() for key in keys}
    assert all(key.endswith(("/mayor", "/speaker")) for key in speakers)


def test_people_of_one_name_in_two_cities_are_told_apart() -> None:
    found = index_of(with_mayors("Pat Poe", "Pat Q. Poe", "Al Day"), PEOPLE)["People"]
    names = [name for name in found if name.startswith("Poe")]
    assert names == ["Poe, Pat (Fixture Bay, Guam)", "Poe, Pat Q. (Exampleton, Iowa)"]


def test_a_leader_of_the_association_is_the_mayor_of_that_name() -> None:
    report = with_mayors("Pat Poe", "Kim Roe", "Al Day")
    file = report.edition
    leader = Quotation("Well.", "Pat Poe", "President")
    edition = replace(file.edition, quotations=(leader,))
    report = replace(report, edition=replace(file, edition=edition))
    keys = index_of(report, PEOPLE)["People"]["Poe, Pat"]
    assert keys == ["edition/quotations/1/speaker", "fixture-bay-gu/city/mayor"]


def test_nobody_is_named_whose_answer_is_held_back() -> None:
    report = with_mayors("Pat Poe", "Kim Roe", "Al Day")
    (first, *others) = report.states
    (city, *more) = first.cities
    (item,) = city.items["city"]
    wrong = found("too-long", Source("a.xlsx", "Form", 5, 2), "Mayor is too long.")
    answer = replace(item.answers["mayor"], prose=(), value=None, gap=wrong)
    items = {"city": (replace(item, answers={**item.answers, "mayor": answer}),)}
    held = replace(city, items={**city.items, **items})
    states = (replace(first, cities=(held, *more)), *others)
    assert "Poe, Pat" not in index_of(replace(report, states=states), PEOPLE)["People"]


def test_nobody_is_named_whom_the_flatplan_leaves_out() -> None:
    flatplan = replace(ROAD.flatplan, index=(PEOPLE,), city=(), front=("contents",))
    chapters = compose(ROAD.report, flatplan).chapters
    assert "index" not in {chapter.key for chapter in chapters}


def test_a_page_stands_once_in_an_entry() -> None:
    entry = IndexEntry("Poe, Pat", (Mention("a"), Mention("b"), Mention("c")))
    chapter = Chapter("index", "back", "Index", (Index((entry,)),))
    document = Document("", "", "", "en-US", (), False, (chapter,), "2017-05-01")
    folios: Mapping[str, str] = {"a": "vi", "b": "3", "c": "3"}
    (block,) = with_folios(document, folios).chapters[0].blocks
    assert isinstance(block, Index)
    assert [m.page for m in block.entries[0].printed] == ["vi", "3"]


def test_both_files_name_the_page_where_each_stands(shipped: Book) -> None:
    text = run([program("pdftotext"), "-enc", "UTF-8", shipped.pdf, "-"])
    pages = [page.split() for page in text.split("\f") if page.strip()]
    by_folio = {page[-1]: " ".join(page) for page in pages}
    index = [page for page in pages if page[0] == "Index"]
    words = " ".join(word for page in index for word in page[1:-1])
    assert "Warren, Lovely A. " in words
    assert "Warren, Lovely 2" not in words
    for name, text in (("Landrieu, Mitch", "Mitch Landrieu"), ("Reed, Kasim", "Reed")):
        after = words.partition(f"{name}\u2002".replace("\u2002", " "))[2].split()
        first, *more = after
        folios = [first.rstrip(",")]
        if first.endswith(","):
            folios.append(more[0])
        assert all(text in by_folio[folio] for folio in folios)


def test_word_refers_to_pages_by_fields(shipped: Book) -> None:
    paragraphs = open_docx(shipped.docx).body().iter(f"{W}p")
    entries = [
        node
        for node in paragraphs
        if [style.get(f"{W}val") for style in node.iter(f"{W}pStyle")] == ["Index1"]
    ]
    assert len(entries) > 90
    kinds = {field.kind() for node in entries for field in read_fields(node).closed}
    assert kinds == {"PAGEREF"}
