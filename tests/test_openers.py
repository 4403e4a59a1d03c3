"""A state opens with its outline, the number of its cities, and where each begins."""

import zipfile
from itertools import pairwise

import pytest
from lxml import etree

from books import Book
from citybook.atlas import shape
from citybook.document import Contents, Silhouette
from citybook.states import STATES, find_state
from conformance.docx_package import W, open_docx, read_fields
from conformance.programs import program, run

Openers = dict[str, list[str]]


def outline(name: str) -> tuple[tuple[tuple[float, float], ...], ...]:
    state = find_state(name)
    assert state
    return shape(state)


def openers_of(book: Book) -> Openers:
    """Return the keys of the cities that each state's first page names."""
    return {
        chapter.key: [line.key for line in block.lines]
        for chapter in book.document.chapters
        for block in chapter.blocks
        if isinstance(block, Contents) and block.role == "cities"
    }


@pytest.mark.parametrize("name", ["Wyoming", "Washington", "Kansas", "Vermont"])
def test_the_northern_border_of_a_state_is_level(name: str) -> None:
    (ring, *_) = sorted(outline(name), key=len, reverse=True)
    longest = max(pairwise(ring), key=lambda ends: abs(ends[0][0] - ends[1][0]))
    (x1, y1), (x2, y2) = longest
    assert abs(x1 - x2) > 8
    assert abs(y1 - y2) < 0.06 * abs(x1 - x2)


def test_the_longer_side_of_every_outline_is_100() -> None:
    unknown = {state.name for state in STATES if not shape(state)}
    assert unknown == {
        *("American Samoa", "Guam", "Northern Mariana Islands", "Puerto Rico"),
        "U.S. Virgin Islands",
    }
    for state in STATES:
        if rings := shape(state):
            size = Silhouette(rings).size
            assert 99 < max(size) <= 100.5, state.name
            assert min(size) > 10, state.name
            assert min(min(point) for ring in rings for point in ring) >= 0


@pytest.mark.parametrize("name", ["stock", "shipped"])
def test_each_state_names_all_its_cities(
    request: pytest.FixtureRequest, name: str
) -> None:
    book: Book = request.getfixturevalue(name)
    for key, cities in openers_of(book).items():
        usps = key.removeprefix("state/")
        assert cities
        assert all(city.endswith(f"-{usps}") for city in cities)
    named = [city for cities in openers_of(book).values() for city in cities]
    assert len(named) == len(set(named)) == book.outcome.cities


def test_the_numbers_are_those_of_the_pages(shipped: Book) -> None:
    text = run([program("pdftotext"), "-layout", "-enc", "UTF-8", shipped.pdf, "-"])
    pages = [page.split() for page in text.split("\f") if page.strip()]
    opener, overleaf = (page for page in pages if page[0] == "California")
    here, there = opener[-1], overleaf[-1]
    assert overleaf[1] == "Stockton"
    assert int(there) == int(here) + 1
    expected = f"Three cities Anaheim {here} · Los Angeles {here} · Stockton {there}"
    assert " ".join(opener).startswith(f"California California {expected}")


def test_word_has_the_same_numbers_as_fields(stock: Book) -> None:
    paragraphs = open_docx(stock.docx).body().iter(f"{W}p")
    lists = [
        node
        for node in paragraphs
        if any(
            style.get(f"{W}val", "").startswith("OpenerCities")
            for style in node.iter(f"{W}pStyle")
        )
    ]
    printed = ["".join(t.text or "" for t in node.iter(f"{W}t")) for node in lists]
    assert printed == ["Fixture Bay\u00a01", "Exampleton\u00a02 · Sampleford\u00a02"]
    fields = [field.kind() for node in lists for field in read_fields(node).closed]
    assert fields == ["PAGEREF"] * 3


def test_the_outlines_are_decoration_in_both_files(shipped: Book) -> None:
    tags = run([program("pdfinfo"), "-struct", shipped.pdf])
    assert tags.count("\n") > 100
    assert tags.count("Figure") == 4
    with zipfile.ZipFile(shipped.docx) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    shapes = list(root.iter("{*}wsp"))
    outlines = [shape for shape in shapes if list(shape.iter("{*}custGeom"))]
    assert len(outlines) == shipped.outcome.states
    assert len(list(root.iter("{*}decorative"))) == len(outlines) + 1
