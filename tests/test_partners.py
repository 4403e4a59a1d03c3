"""The tally across partner organizations: each city once, however often it is named."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from books import STOCK, checked, copied, traveled
from citybook.findings import Finding, Severity
from citybook.prose import plain

SUMMARY = (
    "{combined:city|cities} told our {organizations:organization|organizations}: "
    "{cities} told us, {league} the league and {circle} the circle."
)


def edition(root: Path, partners: str, *, counts: str = "") -> Path:
    """Return a copy of the stock edition with partners and a summary of its own."""
    copied(STOCK, root)
    (root / "submissions/edition.yaml").write_text(
        "title: T\npublisher: P\ndate: May 2017\nwarn_of_unknown_cities: false\n"
        f'summary: "{SUMMARY}"\n{partners}{counts}',
        encoding="utf-8",
    )
    (root / "submissions/partners").mkdir()
    return root


PARTNERS = """partners:
  - {key: league, name: The League, file: league.xlsx}
  - {key: circle, name: The Circle, file: circle.xlsx}
"""


def write_list(root: Path, name: str, rows: Sequence[tuple[str, ...]]) -> None:
    """Write a partner's list; the first row holds the headings."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    for row in rows:
        sheet.append(row)
    workbook.save(root / "submissions/partners" / name)


def told(root: Path, slug: str) -> list[Finding]:
    return [found for found in checked(root).findings if found.rule.slug == slug]


def test_105_cities_told_our_three_organizations(tmp_path: Path) -> None:
    root = edition(tmp_path / "e", PARTNERS)
    head = ("City", "State", "Members since")
    league = [(f"Mocktown {n}", "Ohio", "1999") for n in range(100)]
    circle = [("MOCKTOWN 7", "OH", ""), ("St. Trial", "Utah", ""), ("Exampleton", "IA")]
    write_list(root, "league.xlsx", [head, *league])
    write_list(root, "circle.xlsx", [head, *circle, ("City of Saint Trial", "Utah")])
    write_more(root, "Sampleburg")
    road = traveled(root)
    assert plain(road.report.texts["summary"][0].prose) == (
        "One hundred five cities told our three organizations: four told us, "
        "100 the league and three the circle."
    )
    assert not road.grave
    overlaps = [found.detail for found in told(root, "partner-overlap")]
    once, of_circle = "and counted once", "the list of The Circle"
    both = "The League and The Circle"
    assert overlaps == [
        f"One city is in this book and on {of_circle}, {once}: Exampleton (IA).",
        f"One city is on the lists of {both}, {once}: MOCKTOWN 7 (OH).",
        "The list of The Circle names Saint Trial twice.",
    ]


def write_more(root: Path, city: str) -> None:
    text = f"city: {city}\nstate: Ohio\nmayor: Pat Proxy\n"
    (root / f"submissions/{city}.yaml").write_text(text, encoding="utf-8")


def test_a_row_without_a_city_or_state_is_told_and_not_counted(tmp_path: Path) -> None:
    root = edition(tmp_path / "e", PARTNERS)
    rows = [("City", "State"), ("Denver", "CO"), ("Mockburg", ""), ("X", "Nowhere")]
    write_list(root, "league.xlsx", rows)
    write_list(root, "circle.xlsx", [("City", "State"), ("Denver, Colo.", "CO")])
    findings = told(root, "partner-city")
    assert {finding.severity for finding in findings} == {Severity.WARNING}
    assert [(f.source.file, f.source.row) for f in findings] == [
        ("partners/league.xlsx", 3),
        ("partners/league.xlsx", 4),
    ]
    summary = plain(traveled(root).report.texts["summary"][0].prose)
    assert summary.startswith("Four cities told our three organizations: three told")
    assert summary.endswith("one the league and one the circle.")


def test_city_and_state_may_stand_in_one_cell_of_a_list(tmp_path: Path) -> None:
    root = edition(tmp_path / "e", PARTNERS)
    cells = ("Albany, NY", "St. Paul, Minnesota", "Denver Colo.", "Fresno California")
    write_list(root, "league.xlsx", [("City", "State"), *((cell,) for cell in cells)])
    rows = [("City", "State"), ("Albany NY",), ("Mocktown, Ohio", "")]
    write_list(root, "circle.xlsx", rows)
    assert not told(root, "partner-city")
    assert not told(root, "place-corrected")
    (overlap,) = told(root, "partner-overlap")
    assert overlap.detail.endswith("counted once: Albany (NY).")
    summary = plain(traveled(root).report.texts["summary"][0].prose)
    assert summary.endswith("four the league and two the circle.")


@pytest.mark.parametrize(
    "cell", ["Mocktown Ohio", "Port Washington", "Albany, XY", ", NY", "Ohio", "NY NY,"]
)
def test_what_may_be_no_city_with_its_state_is_not_taken_for_one(
    cell: str, tmp_path: Path
) -> None:
    root = edition(tmp_path / "e", PARTNERS)
    write_list(root, "league.xlsx", [("City", "State"), (cell,), ("Denver", "CO")])
    write_list(root, "circle.xlsx", [("City", "State"), ("Denver", "CO")])
    (finding,) = told(root, "partner-city")
    assert finding.source.row == 2


def test_names_on_a_list_are_set_right_and_told_at_their_rows(tmp_path: Path) -> None:
    root = edition(tmp_path / "e", PARTNERS)
    write_list(root, "league.xlsx", [("City", "State"), ("Albuqerque", "NM")])
    write_list(root, "circle.xlsx", [("City", "State"), ("Albuquerque", "N.M.")])
    (finding,) = told(root, "city-misspelled")
    assert finding.hint == "Look whether that is the city, and mend it in the list."
    assert str(finding.source) == "partners/league.xlsx, Sheet!A2"
    assert len(told(root, "partner-overlap")) == 1


@pytest.mark.parametrize(
    ("partners", "counts", "said"),
    [
        (PARTNERS.replace("circle.xlsx", "other.xlsx"), "", "no file partners/other"),
        (PARTNERS.replace("circle.xlsx", "../b.yaml"), "", "no file partners/../b"),
        (PARTNERS.replace("key: circle", "key: cities"), "", "name of another figure"),
        (PARTNERS.replace("key: circle", "key: league"), "", "name of another figure"),
        (PARTNERS.replace("key: circle", "key: combined"), "", "of another figure"),
        (PARTNERS.replace("key: circle", "key: A B"), "", "must be letters"),
        (
            PARTNERS,
            "counts: {combined: {count: entries, section: efforts}}\n",
            "counted by citybook itself",
        ),
    ],
)
def test_partners_that_cannot_be_counted_are_told(
    tmp_path: Path, partners: str, counts: str, said: str
) -> None:
    root = edition(tmp_path / "e", partners, counts=counts)
    write_list(root, "league.xlsx", [("City", "State"), ("Denver", "CO")])
    write_list(root, "circle.xlsx", [("City", "State"), ("Denver", "CO")])
    assert said in "".join(finding.detail for finding in told(root, "bad-definition"))


def test_a_list_that_cannot_be_read_is_told_and_one_of_nobody_too(
    tmp_path: Path,
) -> None:
    root = edition(tmp_path / "e", PARTNERS)
    (root / "submissions/partners/league.xlsx").write_bytes(b"no workbook")
    for name in ("circle.xlsx", "stray.xlsx"):
        write_list(root, name, [("City", "State"), ("Denver", "CO")])
    assert told(root, "unreadable-file")[0].source.file == "partners/league.xlsx"
    assert told(root, "ignored-file")[0].source.file == "partners/stray.xlsx"


@pytest.mark.parametrize(
    "rows",
    [
        (("Albany", "NY"), ("Troy", "NY")),
        (("No.", "Municipality", "St.", "Mayor"), ("1", "Albany", "NY", "A")),
        (("City", "State"),),
    ],
)
def test_a_list_without_its_columns_is_told_as_a_list(
    rows: Sequence[tuple[str, ...]], tmp_path: Path
) -> None:
    root = edition(tmp_path / "e", PARTNERS)
    write_list(root, "league.xlsx", rows)
    write_list(root, "circle.xlsx", [("City", "State"), ("Denver", "CO")])
    (error,) = (f for f in checked(root).findings if f.severity is Severity.ERROR)
    assert error.source.file == "partners/league.xlsx"
    assert error.detail == "The list of cities names none."
    assert "the columns “City” and “State”" in error.hint


def test_without_partners_their_folder_is_not_read(tmp_path: Path) -> None:
    root = edition(tmp_path / "e", "", counts="")
    write_list(root, "league.xlsx", [("City", "State"), ("Denver", "CO")])
    details = [finding.detail for finding in told(root, "unknown-count")]
    assert "There is no figure “combined”." in details
    assert len(traveled(root).report.cities) == 3


def test_a_list_is_named_where_the_edition_names_no_partners(tmp_path: Path) -> None:
    root = edition(tmp_path / "e", "").resolve()
    words = root / "submissions/edition.yaml"
    plain_words = words.read_text(encoding="utf-8").replace(SUMMARY, "S")
    words.write_text(plain_words, encoding="utf-8")
    write_list(root, "town.xlsx", [("City", "State"), ("Exampleton", "Iowa")])
    (finding,) = told(root, "ignored-file")
    assert finding.source.file == "partners/town.xlsx"
