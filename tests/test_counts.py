"""Figures in the book's own text: how they are counted, and how they are printed."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from books import STOCK, checked, copied, traveled
from citybook.counts import fill
from citybook.prose import parse, plain
from citybook.report import Count
from dump import prose_text

COUNTS: Mapping[str, tuple[Count, ...]] = {
    **{f"n{number}": (Count(number),) for number in (0, 1, 2, 9, 10, 49, 100, 1400)},
    "none": (),
    "kinds": (Count(10, "march", "marches"), Count(1, "talk", "talks")),
    "places": (
        Count(30, "state", "states"),
        Count(None, many="the District of Columbia"),
    ),
}


def printed(text: str) -> str:
    return plain(fill(parse(text), COUNTS))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In all, {n0:city|cities}.", "In all, zero cities."),
        ("In all, {n1:city|cities}.", "In all, one city."),
        ("In all, {n9:city|cities}.", "In all, nine cities."),
        ("In all, {n10:city|cities}.", "In all, 10 cities."),
        ("In all, {n49}.", "In all, 49."),
        ("In all, {n1400:city|cities}.", "In all, 1,400 cities."),
        ("{n49:city|cities} answered.", "Forty-nine cities answered."),
        ("{n0:city|cities} answered.", "Zero cities answered."),
        ("{n100:city|cities} answered.", "One hundred cities answered."),
        ("All did. {n10} more did.", "All did. Ten more did."),
        ("All did! {n10} more did.", "All did! Ten more did."),
        ("“All did.” {n10} more did.", "“All did.” Ten more did."),
        ("Did all? {n10} did.", "Did all? Ten did."),
        ("The U.S. {n10} did.", "The U.S. 10 did."),
        ("**{n10}** did.", "Ten did."),
        ("The *first*. {n10} did.", "The first. Ten did."),
        ("The *first* {n10} did.", "The first 10 did."),
        ("- {n10} did", "Ten did"),
        ("Before:\n\n- and {n10} did", "Before:\nand 10 did"),
        ("They were {kinds}.", "They were 10 marches and one talk."),
        ("{kinds} were held.", "Ten marches and one talk were held."),
        ("In {places}.", "In 30 states and the District of Columbia."),
        ("There were {none}.", "There were zero."),
        ("{n2:is|are} one noun.", "Two are one noun."),
        ("{n2:sheep|sheep}", "Two sheep"),
        ("A { n2 : city|cities } here.", "A two cities here."),
        ("In {n49:city|\ncities} here.", "In 49 cities here."),
    ],
)
def test_a_figure_is_printed_as_the_associated_press_sets_it(
    text: str, expected: str
) -> None:
    assert printed(text) == expected


def test_an_unknown_figure_is_found_even_where_its_line_was_broken(
    tmp_path: Path,
) -> None:
    more = {"submissions/edition.yaml": BROKEN_LINE}
    findings = checked(copied(STOCK, tmp_path, more)).findings
    assert [f.rule.slug for f in findings if f.source.file == "edition.yaml"] == [
        "unknown-count"
    ]


BROKEN_LINE = """\
title: Broken lines
publisher: The Example Press
date: May 2017
summary: |
  Of {dogs:dog|
  dogs} there are none.
"""


def test_a_figure_knows_that_it_was_computed() -> None:
    prose = fill(parse("Of {n49:city|cities} **{n2}** are small."), COUNTS)
    assert prose_text(prose) == (
        "body: Of {n49:city|cities=49 cities} **{n2=two}** are small."
    )


def counted(root: Path, summary: str, *cities: tuple[str, str]) -> str:
    """Return the summary of the stock edition's counts over other cities."""
    copied(STOCK, root)
    folder = root / "submissions"
    for path in folder.iterdir():
        path.unlink()
    text = (STOCK / "submissions" / "edition.yaml").read_text()
    head = text.partition("summary: |")[0]
    (folder / "edition.yaml").write_text(f"{head}summary: {summary}\n")
    for number, (city, state) in enumerate(cities):
        (folder / f"{number}.yaml").write_text(f"city: {city}\nstate: {state}\n")
    return plain(traveled(root).report.texts["summary"][0].prose)


PLACES = "'{cities:city|cities} in {states_and_territories}.'"


@pytest.mark.parametrize(
    ("cities", "expected"),
    [
        ((), "Zero cities in zero."),
        ((("Mockham", "OH"),), "One city in one state."),
        ((("Mockham", "OH"), ("Stubton", "OH")), "Two cities in one state."),
        ((("Mockham", "OH"), ("Stubton", "IA")), "Two cities in two states."),
        (
            (("Mockham", "OH"), ("Stubton", "DC")),
            "Two cities in one state and the District of Columbia.",
        ),
        ((("Stubton", "DC"),), "One city in the District of Columbia."),
        (
            (("Mockham", "OH"), ("Stubton", "GU"), ("Trialburg", "VI")),
            "Three cities in one state, Guam and the U.S. Virgin Islands.",
        ),
    ],
)
def test_states_are_counted_and_the_district_and_territories_are_named(
    cities: tuple[tuple[str, str], ...], expected: str, tmp_path: Path
) -> None:
    assert counted(tmp_path, PLACES, *cities) == expected


def test_30_states_and_the_district_of_columbia(tmp_path: Path) -> None:
    states = (
        *("AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "FL", "GA", "HI", "ID", "IL"),
        *("IN", "IA", "KS", "KY", "LA", "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT"),
        *("NE", "NV", "NH", "NJ"),
    )
    cities = [("Mockham", state) for state in (*states, "DC")]
    assert counted(tmp_path, PLACES, *cities) == (
        "Thirty-one cities in 30 states and the District of Columbia."
    )


CONDITIONS = [
    ("{count: entries, section: efforts}", 5),
    ("{count: cities, section: efforts}", 3),
    ("{count: cities, section: quotations}", 1),
    ("{count: entries, section: efforts, where: {field: date, since: 2017-01-01}}", 2),
    ("{count: entries, section: efforts, where: {field: date, before: 2017-01-01}}", 2),
    ("{count: entries, section: efforts, where: {field: date, since: 2016-03-02}}", 3),
    ("{count: entries, section: efforts, where: {field: date, before: 2016-03-31}}", 0),
    ("{count: entries, section: efforts, where: {field: date, before: 2016-04-01}}", 1),
    (
        '{count: entries, section: efforts, where: {field: background, equals: "yes"}}',
        1,
    ),
    ('{count: entries, section: efforts, where: {field: background, equals: "no"}}', 0),
    ("{count: entries, section: efforts, where: {field: kind, equals: gathering}}", 1),
    ("{count: cities, section: city, where: {field: mayor, equals: Alex Sample}}", 1),
]


@pytest.mark.parametrize(("count", "number"), CONDITIONS)
def test_a_figure_counts_what_its_condition_says(
    count: str, number: int, tmp_path: Path
) -> None:
    more = f"  mine: {count}\n\nsummary: A {{mine}}.\n"
    text = (STOCK / "submissions" / "edition.yaml").read_text()
    edition = text.partition("\nsummary: |")[0] + more
    root = copied(STOCK, tmp_path, {"submissions/edition.yaml": edition})
    words = ("zero", "one", "two", "three", "four", "five")
    summary = plain(traveled(root).report.texts["summary"][0].prose)
    assert summary == f"A {words[number]}."
