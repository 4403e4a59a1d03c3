"""The folder output/returns: made anew with each build, and nobody's work is lost."""

from pathlib import Path
from shutil import rmtree

import pytest
from openpyxl import load_workbook

from books import BROKEN_CITY, STOCK, built, checked, copied, quiet
from citybook.build import build
from citybook.cli import main
from citybook.findings import Severity
from citybook.folders import Folders
from citybook.outcome import BOOK, RETURNS, Outcome
from intake import EDITION as INTAKE

BROKEN = "submissions/brokenville.yaml"
NAMES = ["brokenville-ok.txt", "brokenville-ok.xlsx"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a built edition with one city in trouble."""
    root = copied(STOCK, tmp_path / "edition", {BROKEN: BROKEN_CITY})
    built(root)
    return root


def returns(root: Path) -> list[str]:
    folder = root / "output" / RETURNS
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_a_build_writes_what_goes_back_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = copied(STOCK, tmp_path / "edition", {BROKEN: BROKEN_CITY})
    for _ in range(2):
        assert main(["build", "--edition", str(root)]) == 1
        told = capsys.readouterr().out
        assert f"To send back to 1 city: {root}/output/returns\n" in told
    assert returns(root) == NAMES


def test_an_edition_without_troubles_has_no_such_folder(tmp_path: Path) -> None:
    root = copied(STOCK, tmp_path / "edition")
    assert built(root).outcome.returns == 0
    assert not (root / "output" / RETURNS).exists()


def test_what_was_mended_goes_away_and_what_a_person_put_there_stays(
    root: Path,
) -> None:
    (root / "output" / RETURNS / "sent on Monday.txt").write_text("yes")
    (root / "output" / RETURNS / "old").mkdir()
    (root / BROKEN).unlink()
    for _ in range(2):
        outcome = built(root).outcome
        assert not [f for f in outcome.findings if f.rule.slug == "edited-output"]
        assert returns(root)[-2:] == ["old", "sent on Monday.txt"]
        assert "brokenville-ok.txt" not in returns(root)
        (root / "submissions" / "again.yaml").write_text("city: A\nstate: Ohio\n")


def test_one_that_was_changed_is_kept_under_another_name_and_told(root: Path) -> None:
    path = root / "output" / RETURNS / "brokenville-ok.txt"
    path.write_text("my own words")
    (root / BROKEN).write_text(f"{BROKEN_CITY}mayor: Jordan Example\n")
    (told,) = [
        f for f in built(root).outcome.findings if f.rule.slug == "edited-output"
    ]
    assert told.source.file == "returns/brokenville-ok.txt"
    kept = path.with_name("brokenville-ok (changed 1).txt")
    assert kept.read_text() == "my own words"
    assert path.read_text().startswith("To: ")


def test_one_that_was_changed_is_kept_even_where_the_city_has_mended_all(
    root: Path,
) -> None:
    (root / "output" / RETURNS / "brokenville-ok.txt").write_text("my own words")
    (root / BROKEN).unlink()
    built(root)
    assert returns(root) == ["brokenville-ok (changed 1).txt"]


def test_one_that_was_taken_away_is_made_again(root: Path) -> None:
    (root / "output" / RETURNS / "brokenville-ok.xlsx").unlink()
    assert built(root).outcome.is_new
    assert returns(root) == NAMES


def test_the_workbook_that_was_built_is_mended_and_answers_its_city(
    root: Path,
) -> None:
    back = root / "output" / RETURNS / "brokenville-ok.xlsx"
    workbook = load_workbook(back)
    for cell, text in (("A4", "2016"), ("B4", "A picnic."), ("F4", "b.example/a")):
        workbook["Efforts"][cell] = text
    workbook.save(root / "submissions" / "mended.xlsx")
    (root / BROKEN).unlink()
    outcome = checked(root)
    assert {finding.severity for finding in outcome.findings} == {Severity.NOTE}
    assert outcome.cities == 4


def mended(root: Path, name: str, **cells: str) -> None:
    """Drop a workbook that went back into submissions, with cells typed into it."""
    built(root)
    workbook = load_workbook(root / "output" / RETURNS / name)
    for place, text in cells.items():
        sheet, _, cell = place.partition("_")
        workbook[sheet][cell] = text
    workbook.save(root / "submissions" / "mended.xlsx")


def test_it_takes_the_place_of_what_it_answers(tmp_path: Path) -> None:
    root = copied(STOCK, tmp_path, {BROKEN: BROKEN_CITY})
    answers = {"Efforts_A4": "2016", "Efforts_B4": "A walk.", "Efforts_F4": "b.example"}
    mended(root, "brokenville-ok.xlsx", **answers)
    outcome = checked(root)
    assert {finding.severity for finding in outcome.findings} == {Severity.NOTE}
    assert outcome.cities == 4
    assert outcome.returns == 0


def test_it_takes_its_place_though_that_named_no_city(tmp_path: Path) -> None:
    nameless = BROKEN_CITY.replace("state: Oklahoma", "state: ''")
    root = copied(STOCK, tmp_path, {BROKEN: nameless})
    answers = {"Efforts_A4": "2016", "Efforts_B4": "A walk.", "Efforts_F4": "b.example"}
    mended(root, "unknown-1.xlsx", Form_B4="Oklahoma", **answers)
    outcome = checked(root)
    assert {finding.severity for finding in outcome.findings} == {Severity.NOTE}
    assert (outcome.cities, outcome.left_out) == (4, ())


@pytest.mark.parametrize(
    ("city", "state", "typed"),
    [
        ("Portland, Oregon", "Maine", {"Form_B3": "Portland", "Form_B4": "Oregon"}),
        ("Albanny Township", "New York", {"Form_B3": "Albany"}),
        ("Denver", "Wyoming", {"Form_B4": "Colorado"}),
        ("Cincinnatti", "Ohio", {"Form_B3": "Dayton"}),
    ],
)
def test_it_takes_its_place_though_it_names_another_city(
    city: str, state: str, typed: dict[str, str], tmp_path: Path
) -> None:
    root = copied(INTAKE, tmp_path / "edition")
    sent = f"city: {city}\nstate: {state}\nmayor: A\npopulation: many\n"
    only(root, sent, "city: Troy\nstate: Ohio\nmayor: B\n")
    built(root)
    (name,) = [each for each in returns(root) if each.endswith(".xlsx")]
    mended(root, name, **typed, Form_B6="5")
    outcome = checked(root)
    assert (outcome.status, outcome.cities) == (0, 2)


def test_a_known_city_is_not_replaced_by_another_that_used_its_copy(
    tmp_path: Path,
) -> None:
    root = copied(INTAKE, tmp_path / "edition")
    only(root, "city: Albany\nstate: NY\nmayor: A\npopulation: many\n")
    mended(root, "albany-ny.xlsx", Form_B3="Troy", Form_B6="5")
    assert checked(root).cities == 2


def test_it_takes_the_place_of_a_file_that_nobody_could_read(tmp_path: Path) -> None:
    root = copied(STOCK, tmp_path, {"submissions/reply.doc": "no workbook"})
    answers = {"Efforts_B4": "A walk.", "Efforts_F4": "b.example/walk"}
    mended(root, "unknown-1.xlsx", Form_B3="Gapton", Form_B4="Ohio", **answers)
    outcome = checked(root)
    assert not outcome.number_of(Severity.ERROR)
    assert (outcome.cities, outcome.left_out, outcome.returns) == (4, (), 0)
    (told,) = [f for f in outcome.findings if f.source.file == "reply.doc"]
    assert "mended.xlsx, Form was filled in instead." in told.detail


def test_a_row_that_was_not_read_came_in_and_goes_back(tmp_path: Path) -> None:
    root = copied(INTAKE, tmp_path / "edition")
    rows = "City,State,Mayor,Population\nTroy,NY,B,5\n"
    table = root / "submissions" / "table.csv"
    table.write_text(f"{rows}St. Paul,Minn.,A,29,999\n")
    mended(root, "st-paul-mn.xlsx", Form_B5="A", Form_B6="29,999")
    (root / "submissions" / "mended.xlsx").rename(tmp_path / "mended.xlsx")
    outcome = checked(root)
    assert (outcome.cities, outcome.left_out) == (1, ("table.csv, line 3",))
    assert {f.rule.slug for f in outcome.findings} == {"uneven-row"}
    (tmp_path / "mended.xlsx").rename(root / "submissions" / "mended.xlsx")
    outcome = checked(root)
    assert (outcome.status, outcome.cities, outcome.left_out) == (0, 2, ())


# Where no city can be printed


LOST = "city: Gapton\nstate: Nowhere\nmayor: Pat Proxy\n"


@pytest.fixture
def lost(tmp_path: Path) -> Path:
    """Return an edition whose only city cannot be printed."""
    root = copied(STOCK, tmp_path / "edition")
    only(root, LOST)
    return root


def only(root: Path, *texts: str) -> None:
    """Put these cities in the place of all that came in."""
    for path in (root / "submissions").iterdir():
        if path.name != "edition.yaml":
            path.unlink()
    for number, text in enumerate(texts):
        (root / "submissions" / f"{number}.yaml").write_text(text)


def hashes(root: Path) -> dict[str, bytes]:
    """Return all files of the output folder but those that remember."""
    files = (root / "output").rglob("[!.]*")
    return {
        p.name: p.read_bytes() for p in files if p.is_file() and p.suffix != ".json"
    }


def edited(outcome: Outcome) -> list[str]:
    found = outcome.findings
    return [f.source.file for f in found if f.rule.slug == "edited-output"]


def test_a_city_is_answered_even_where_there_is_no_book(
    lost: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    expected = ["findings.html", "form.xlsx", "form.yaml", "queries.html"]
    expected.append("status.xlsx")
    for _ in range(2):
        assert main(["build", "--edition", str(lost)]) == 2
        told = capsys.readouterr().out
        assert "Nothing was built: no city can be printed." in told
        assert f"To send back to 1 city: {lost}/output/returns\n" in told
        assert returns(lost) == ["unknown-1.txt", "unknown-1.xlsx"]
        assert [name for name in sorted(hashes(lost)) if "-1." not in name] == expected
    status = load_workbook(lost / "output" / "status.xlsx")["Status"]
    assert [cell.value for cell in status[2]][-1] == "left out"


def test_a_second_build_without_a_book_touches_nothing(lost: Path) -> None:
    assert build(Folders(lost), quiet).is_new
    before = hashes(lost)
    again = build(Folders(lost), quiet)
    assert (again.is_new, again.status, again.returns) == (False, 2, 1)
    assert hashes(lost) == before
    (lost / "output" / RETURNS / "unknown-1.txt").unlink()
    assert build(Folders(lost), quiet).is_new
    assert hashes(lost) == before


def test_what_was_written_without_a_book_goes_away_with_the_next(lost: Path) -> None:
    build(Folders(lost), quiet)
    (lost / "output" / RETURNS / "sent on Monday.txt").write_text("yes")
    only(lost, LOST.replace("Nowhere", "Ohio"), BROKEN_CITY)
    outcome = build(Folders(lost), quiet)
    assert (outcome.status, edited(outcome)) == (1, [])
    assert returns(lost) == [*NAMES, "sent on Monday.txt"]
    only(lost, LOST)
    outcome = build(Folders(lost), quiet)
    assert (outcome.status, edited(outcome)) == (2, [])
    names = ["sent on Monday.txt", "unknown-1.txt", "unknown-1.xlsx"]
    assert returns(lost) == names


def test_the_old_book_stays_as_it_is_where_there_is_no_new_one(root: Path) -> None:
    word = root / "output" / "report.docx"
    word.write_bytes(word.read_bytes() + b"x")
    book = [(root / "output" / name).read_bytes() for name in BOOK]
    only(root, LOST)
    for _ in range(2):
        outcome = build(Folders(root), quiet)
        assert (outcome.status, edited(outcome)) == (2, [])
        assert [(root / "output" / name).read_bytes() for name in BOOK] == book
    only(root, BROKEN_CITY)
    assert edited(build(Folders(root), quiet)) == ["report.docx"]
    assert word.with_name("report (changed 1).docx").read_bytes() == book[1]


def test_an_old_book_of_which_nothing_is_known_is_taken_for_ours(root: Path) -> None:
    (root / "output" / "build.json").unlink()
    rmtree(root / "output" / RETURNS)
    only(root, LOST)
    assert build(Folders(root), quiet).status == 2
    only(root, BROKEN_CITY)
    outcome = build(Folders(root), quiet)
    assert (outcome.status, edited(outcome)) == (1, [])
    assert not list((root / "output").glob("*changed*"))
