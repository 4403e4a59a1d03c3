"""Where a city is: what is said of its name, its state and its size."""

from pathlib import Path

import pytest

from books import SHIPPED, STOCK, checked, copied, own_template, traveled
from citybook.findings import Finding, Severity, as_text

ABOUT_PLACES = {
    *("place-corrected", "city-misspelled", "unknown-city", "two-states"),
    "below-membership-line",
}
EDITION = "title: T\npublisher: P\ndate: May 2017\nsummary: S\n"


def about_places(findings: tuple[Finding, ...]) -> list[Finding]:
    return [finding for finding in findings if finding.rule.slug in ABOUT_PLACES]


def test_the_shipped_edition_names_49_cities_that_the_gazetteer_knows() -> None:
    road = traveled(SHIPPED)
    assert len(road.report.cities) == 49
    assert not about_places(road.findings)


def with_population(root: Path, population: str, line: int) -> Path:
    """Return an edition whose form asks one city for its population."""
    form = own_template("form.yaml").replace(
        "      - {key: mayor,",
        "      - {key: population, label: Population, kind: number}\n"
        "      - {key: mayor,",
        1,
    )
    answer = f"population: {population}\n" if population else ""
    files = {
        "submissions/edition.yaml": f"{EDITION}membership_line: {line}\n",
        "submissions/a.yaml": f"city: St. Paul\nstate: Minnesota\n{answer}mayor: P P\n",
        "templates/form.yaml": form,
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize(
    ("population", "line", "told"),
    [
        ("", 0, ""),
        ("", 30_000, ""),
        ("29,999", 30_000, "St. Paul gives its population as 29,999"),
        ("30,000", 30_000, ""),
        ("", 900_000, "The gazetteer gives St. Paul a population of 303,176"),
        ("900,000", 900_000, ""),
        ("no figure", 30_000, ""),
        ("29,999", 0, ""),
    ],
)
def test_the_own_figure_of_a_city_counts_before_that_of_the_gazetteer(
    tmp_path: Path, population: str, line: int, told: str
) -> None:
    findings = about_places(
        checked(with_population(tmp_path, population, line)).findings
    )
    texts = [finding.detail for finding in findings]
    assert texts == ([f"{told}; the edition's line is {line:,}."] if told else [])
    assert {f.source.row for f in findings} <= ({3} if population else {1})


@pytest.mark.parametrize(
    ("says", "told"),
    [
        ("29,999", ["waived"]),
        ("20,000", ["below-membership-line", "idle-decision"]),
    ],
)
def test_a_small_city_is_waived_as_long_as_it_says_so(
    says: str, told: list[str], tmp_path: Path
) -> None:
    root = with_population(tmp_path, "29,999", 30_000)
    waiver = (
        "waivers:\n  - rule: below-membership-line\n    place: a.yaml:3:13\n"
        f'    says: "{says}"\n    who: J\n    when: 2016-09-02\n    why: A member.\n'
    )
    (root / "submissions/decisions.yaml").write_text(waiver, encoding="utf-8")
    slugs = [finding.rule.slug for finding in checked(root).findings]
    about = {"waived", "below-membership-line", "idle-decision"}
    assert sorted(about.intersection(slugs)) == sorted(told)


def test_a_negative_membership_line_is_refused(tmp_path: Path) -> None:
    outcome = checked(with_population(tmp_path, "", -1))
    assert "membership_line" in outcome.findings[0].detail


@pytest.mark.parametrize(
    ("files", "count"),
    [
        ({"a": "City of Denver", "b": "Denver, Colorado"}, 1),
        ({"a": "St. Testburg", "b": "Saint Testburg"}, 1),
        ({"a": "Fort Collins", "b": "Ft Collins", "c": "FORT COLINS"}, 1),
        ({"a": "Fort Collins", "b": "Denver"}, 2),
    ],
)
def test_a_city_under_two_spellings_is_one_city(
    tmp_path: Path, files: dict[str, str], count: int
) -> None:
    more = {
        f"submissions/{name}.yaml": f"city: {city}\nstate: CO\nmayor: P {name}\n"
        for name, city in files.items()
    }
    alone = checked(STOCK).cities
    assert checked(copied(STOCK, tmp_path / "e", more)).cities == alone + count


def test_a_name_set_right_is_told_at_its_cell_and_printed(tmp_path: Path) -> None:
    more = {"submissions/a.yaml": "city: CINCINATTI\nstate: Ohio\nmayor: P P\n"}
    road = traveled(copied(STOCK, tmp_path / "e", more))
    names = [city.name for city in road.report.cities if city.key == "cincinnati-oh"]
    assert names == ["Cincinnati"]
    (told,) = [as_text(finding) for finding in about_places(road.findings)]
    assert told.startswith("a.yaml:1:7: warning: ")
    assert "“CINCINATTI”" in told


def test_an_unknown_city_is_printed_with_a_warning(tmp_path: Path) -> None:
    more = {"submissions/edition.yaml": EDITION}
    road = traveled(copied(STOCK, tmp_path / "e", more))
    told = about_places(road.findings)
    assert {finding.rule.severity for finding in told} == {Severity.WARNING}
    assert "Exampleton" in {city.name for city in road.report.cities}


@pytest.mark.parametrize(
    ("typed", "guess"),
    [
        ("Texs", "Texas"),
        ("Conneticut", "Connecticut"),
        ("Masachusets", "Massachusetts"),
    ],
)
def test_a_misspelled_state_is_guessed_but_not_followed(
    tmp_path: Path, typed: str, guess: str
) -> None:
    more = {"submissions/a.yaml": f"city: Denver\nstate: {typed}\nmayor: P P\n"}
    (error,) = [
        finding
        for finding in checked(copied(STOCK, tmp_path / "e", more)).findings
        if finding.rule.slug == "unknown-state"
    ]
    assert error.hint.startswith(f"Did you mean {guess}?")
