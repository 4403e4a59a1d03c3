"""Figures: pictures, words and tables say the same numbers as the report."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from books import SHIPPED, STOCK, Book, Road, checked, copied, own_template, traveled
from citybook.dates import PartialDate
from citybook.document import Figure, Table, walk
from citybook.engraving import Undrawn, engraving
from citybook.figures import draw
from citybook.figures.specification import Specification, read_specifications
from citybook.findings import Finding
from citybook.folders import OWN_TEMPLATES
from citybook.plate import FOLDER, Pictures, Plate
from citybook.prose import plain_inlines
from citybook.states import State

SVG = "{http://www.w3.org/2000/svg}"
ROAD = traveled(SHIPPED)
PLACES: Mapping[str, tuple[float, float]] = {
    "Seattle": (-122.33, 47.61),
    "Tacoma": (-122.44, 47.25),
    "Denver": (-104.99, 39.74),
    "Boston": (-71.06, 42.36),
    "Houston": (-95.37, 29.76),
}


def place_of(name: str, _: State) -> tuple[float, float] | None:
    return PLACES.get(name)


def specifications(*folders: Path) -> dict[str, Specification]:
    read, findings = read_specifications([*folders, OWN_TEMPLATES / "figures"], None)
    assert not findings
    return {key: figure for key, figure in read.items() if figure}


def plates_of(road: Road) -> tuple[Mapping[str, Plate], tuple[Finding, ...]]:
    chosen = specifications().values()
    return draw(road.report, chosen, road.form, road.style, place_of)


PLATES, FINDINGS = plates_of(ROAD)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Pictures:
    """Return the pictures of the shipped edition."""
    folder = tmp_path_factory.mktemp("pictures")
    assert not engraved(PLATES, folder / "none", folder)
    return Pictures(folder / FOLDER)


def engraved(plates: Mapping[str, Plate], old: Path, fresh: Path) -> Undrawn:
    with engraving(plates, old, fresh) as finished:
        return finished()


def texts(plate: Plate, drawn: Pictures) -> list[str]:
    """Return the lettering of a picture."""
    root = ElementTree.fromstring(drawn.svg(plate.figure.picture))
    return [node.text or "" for node in root.iter(f"{SVG}text")]


def table_of(plate: Plate) -> dict[str, int]:
    return {
        plain_inlines(name): int(plain_inlines(number))
        for name, number in plate.table.rows
    }


def efforts(field: str) -> list[object]:
    return [
        item.answers[field].value
        for city in ROAD.report.cities
        for item in city.items["efforts"]
    ]


def test_the_chart_of_states_shows_the_number_of_cities_of_each(
    drawn: Pictures,
) -> None:
    plate = PLATES["cities-by-state"]
    expected = {g.state.name: len(g.cities) for g in ROAD.report.states}
    assert table_of(plate) == expected
    letters = {group.state.usps for group in ROAD.report.states}
    shown = texts(plate, drawn)
    assert letters <= set(shown)
    numbers = Counter(int(text) for text in shown if text.isdigit())
    assert numbers == Counter(expected.values())


def test_the_chart_of_kinds_shows_the_number_of_efforts_of_each(
    drawn: Pictures,
) -> None:
    plate = PLATES["efforts-by-kind"]
    section = ROAD.form.section("efforts")
    field = section.field("kind") if section else None
    assert field
    labels = {choice.key: choice.label for choice in field.choices}
    counted = Counter(labels[str(kind)] for kind in efforts("kind") if kind)
    assert table_of(plate) == counted
    shown = texts(plate, drawn)
    assert [int(text) for text in shown if text.isdigit()] == sorted(
        counted.values(), reverse=True
    )
    assert {text for text in shown if not text.isdigit()} == set(counted)


def test_every_effort_is_in_a_week_or_told_to_be_in_none(drawn: Pictures) -> None:
    plate = PLATES["efforts-over-time"]
    shown = sum(table_of(plate).values())
    days = [day for day in efforts("date") if isinstance(day, PartialDate)]
    weeks = [d for d in days if d.day and (d.year, d.month, d.day) >= (2016, 7, 4)]
    assert shown == sum((d.year, d.month, d.day) <= (2016, 9, 25) for d in weeks)
    numbers = [int(text) for text in texts(plate, drawn) if text.isdigit()]
    assert sum(numbers) == shown
    note = plain_inlines(plate.figure.note).lower()
    told = (_number(word) for word in re.findall(r"(\S+) efforts", note))
    assert shown + sum(told) == len(efforts("date"))


def _number(word: str) -> int:
    small = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    if word in small:
        return small.index(word) + 1
    teens = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen")
    return teens.index(word) + 10 if word in teens else int(word)


def test_the_lengths_of_the_bars_are_as_their_numbers(drawn: Pictures) -> None:
    plate = PLATES["efforts-by-kind"]
    root = ElementTree.fromstring(drawn.svg(plate.figure.picture))
    paths = [node.get("d", "") for node in root.iter(f"{SVG}path")]
    lengths = [float(found[1]) for d in paths if (found := re.search(r"h([\d.]+)v", d))]
    numbers = list(table_of(plate).values())
    assert len(lengths) == len(numbers)
    shares = [length / number for length, number in zip(lengths, numbers, strict=True)]
    assert max(shares) == pytest.approx(min(shares), rel=1e-3)


@pytest.mark.parametrize("key", sorted(PLATES))
def test_the_words_for_those_who_cannot_see_it_say_the_numbers(key: str) -> None:
    plate = PLATES[key]
    said = plate.figure.alternative.lower()
    assert said.endswith(".")
    numbers = {
        "map": [len(ROAD.report.states)],
        "cities-by-state": [len(ROAD.report.cities), len(ROAD.report.states)],
    }.get(key, [number for number in table_of(plate).values() if number])
    told = {_number(word) for word in re.findall(r"[\w-]+", said) if _is_number(word)}
    assert set(numbers) <= told


def _is_number(word: str) -> bool:
    try:
        return bool(_number(word))
    except ValueError:
        return False


def test_the_map_has_a_dot_for_each_city_whose_place_is_known(
    drawn: Pictures,
) -> None:
    plate = PLATES["map"]
    shown = texts(plate, drawn)
    assert set(PLACES) == set(shown)
    note = plain_inlines(plate.figure.note)
    assert "Five dots mark cities." in note
    unplaced = {c.name for c in ROAD.report.cities} - set(PLACES)
    assert all(name in note for name in unplaced)
    told = [finding for finding in FINDINGS if finding.rule.slug == "unmapped-city"]
    assert len(told) == len(ROAD.report.cities) - len(PLACES)
    assert {finding.source for finding in told} <= {
        city.source for city in ROAD.report.cities
    }


def test_the_map_tints_the_states_that_take_part(drawn: Pictures) -> None:
    root = ElementTree.fromstring(drawn.svg(PLATES["map"].figure.picture))
    fills = Counter(
        node.get("fill")
        for node in root.iter(f"{SVG}path")
        if node.get("d", "").count("L") >= 3
    )
    ours = sum(group.state.is_state for group in ROAD.report.states)
    assert sorted(fills.values()) == sorted([ours, 51 - ours])


def test_a_picture_has_its_text_as_text_in_the_typefaces_of_the_book(
    drawn: Pictures,
) -> None:
    for plate in PLATES.values():
        root = ElementTree.fromstring(drawn.svg(plate.figure.picture))
        faces = {node.get("font-family") for node in root.iter(f"{SVG}text")}
        assert faces == {ROAD.style.fonts["sans"]}


def test_the_same_figures_are_the_same_bytes_in_every_time_zone(
    drawn: Pictures, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    monkeypatch.setenv("LC_ALL", "C")
    engraved(PLATES, tmp_path / "none", tmp_path)
    again = Pictures(tmp_path / FOLDER)
    for picture in (plate.figure.picture for plate in PLATES.values()):
        assert again.svg(picture) == drawn.svg(picture)
        assert again.raster(f"{picture}.png") == drawn.raster(f"{picture}.png")


def test_a_picture_is_drawn_once(drawn: Pictures, tmp_path: Path) -> None:
    old, fresh = tmp_path / "old", tmp_path / "fresh"
    old.mkdir()
    fresh.mkdir()
    plate = PLATES["map"]
    picture = plate.figure.picture
    Pictures(old / FOLDER).keep(picture, "<svg>kept</svg>", b"kept")
    engraved({"map": plate}, old, fresh)
    assert Pictures(fresh / FOLDER).raster(f"{picture}.png") == b"kept"


def test_other_data_type_or_size_make_another_picture() -> None:
    drawing = PLATES["cities-by-state"].drawing
    chart = {**drawing.chart, "datasets": {"rows": []}}
    others = (
        replace(drawing, chart=chart),
        replace(drawing, height_pt=drawing.height_pt + 1),
        replace(drawing, families=("Source Serif Pro",)),
    )
    assert len({drawing.picture, *(other.picture for other in others)}) == 4


def test_figures_of_the_same_numbers_share_a_table(shipped: Book) -> None:
    (chapter,) = [c for c in shipped.document.chapters if c.key == "figures"]
    tables = [block for block in chapter.blocks if isinstance(block, Table)]
    figures = [
        block
        for c in shipped.document.chapters
        for block in walk(c.blocks)
        if isinstance(block, Figure)
    ]
    assert (len(figures), len(tables)) == (4, 3)


def test_a_figure_that_no_page_names_is_not_drawn(tmp_path: Path) -> None:
    flatplan = own_template("flatplan.yaml").partition("\nfigures:")[0]
    more = {"templates/flatplan.yaml": flatplan.replace("figures, sources", "sources")}
    road = traveled(copied(STOCK, tmp_path, more))
    kinds = [type(b) for c in road.document.chapters for b in walk(c.blocks)]
    assert Figure not in kinds


SPECIFICATION = """\
title: A chart
alternative: [A chart.]
data: {rows: states}
columns: [State, Cities]
height_pt: 90
chart:
  data: {name: rows}
  mark: bar
  encoding:
    x: {field: letters, type: nominal}
    y: {field: number, type: quantitative}
"""


@pytest.mark.parametrize(
    ("right", "wrong", "line", "said"),
    [
        ("mark: bar", "mark: barr", 8, "There is no mark “barr”."),
        ("field: letters", "field: lettres", 10, "The data have no field “lettres”."),
        ("{name: rows}", "{name: row}", 7, "There are no data “row”."),
        ("{name: rows}", "{url: 'https://a.example/x.json'}", 7, "“url” fetches"),
        ("mark: bar", "mark: {type: bar, href: 'https://a.example'}", 8, "“href” fet"),
        ("  mark: bar", "  width: 4\n  mark: bar", 8, "“width” is settled by the pres"),
        ("height_pt: 90", "height_pt: 9000", 1, "height_pt is from 0 to 600"),
        ("[A chart.]", "['{towns} answered.']", 2, "There is no figure “towns”."),
        ("{rows: states}", "{rows: choices}", 3, "“section” and “field” go with"),
        ("mark: bar", "mark: [bar", 8, ""),
    ],
)
def test_a_mistake_in_a_specification_is_found_at_its_line(
    right: str, wrong: str, line: int, said: str, tmp_path: Path
) -> None:
    text = SPECIFICATION.replace(right, wrong)
    more = {"templates/figures/map.vl.yaml": text}
    outcome = checked(copied(STOCK, tmp_path, more))
    (finding,) = [f for f in outcome.findings if f.severity == 1]
    assert finding.source.file == "templates/figures/map.vl.yaml"
    assert said in finding.detail
    assert finding.source.row == line
    assert outcome.status == 2


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("wards", "There is no figure “wards”; those there are: cities-by-state,"),
        ("odd", "The figure “odd” shows “efforts/cost”, which the form does not ask."),
        ("secret", "The figure “secret” shows “city/note”, which is not public."),
        ("undated", "The figure “undated” shows “efforts/what”, which is no date."),
    ],
)
def test_a_figure_that_the_form_cannot_feed_is_refused_in_the_flatplan(
    named: str, said: str, tmp_path: Path
) -> None:
    data = {
        "odd": "{rows: choices, section: efforts, field: cost}",
        "secret": "{rows: choices, section: city, field: note}",
        "undated": "{rows: dates, section: efforts, field: what}",
    }
    flatplan = own_template("flatplan.yaml") + f"  sources: [{named}]\n"
    chart = "chart: {data: {name: rows}, mark: bar}\n"
    head = SPECIFICATION.partition("data:")[0]
    more = {"templates/flatplan.yaml": flatplan} | {
        f"templates/figures/{name}.vl.yaml": (
            f"{head}data: {shown}\ncolumns: [A, B]\nheight_pt: 90\n{chart}"
        )
        for name, shown in data.items()
    }
    outcome = checked(copied(STOCK, tmp_path, more))
    (finding,) = [f for f in outcome.findings if f.severity == 1]
    assert said in finding.detail
    assert str(finding.source) == f"templates/flatplan.yaml:{_last_row(flatplan)}:13"


def _last_row(text: str) -> int:
    return text.count("\n")


def test_where_no_place_is_known_the_map_has_no_dots_and_says_so() -> None:
    chosen = [specifications()["map"]]
    plates, findings = draw(ROAD.report, chosen, ROAD.form, ROAD.style, lambda *_: None)
    assert len(findings) == len(ROAD.report.cities)
    assert "Without a dot" in plain_inlines(plates["map"].figure.note)


def test_what_a_city_is_called_is_never_a_command(tmp_path: Path) -> None:
    (group, *others) = ROAD.report.states
    name = "<script>{datum.x}</script> \\n & “Q”"
    (city, *more) = group.cities
    odd = replace(group, cities=(replace(city, name=name), *more))
    report = replace(ROAD.report, states=(odd, *others))
    chosen = [specifications()["map"]]
    plates, _ = draw(report, chosen, ROAD.form, ROAD.style, lambda *_: (-100.0, 40.0))
    assert not engraved(plates, tmp_path / "none", tmp_path)
    assert name in texts(plates["map"], Pictures(tmp_path / FOLDER))
