"""Where each city stands: on the screen, in JSON and in output/status.xlsx."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from books import STOCK, built, copied
from citybook.cli import main
from citybook.status import HEADINGS
from citybook.writers.status_sheet import write_status_sheet
from spreadsheets import write_sheets

EDITION = (STOCK / "submissions" / "edition.yaml").read_text(encoding="utf-8")


def edition(tmp_path: Path, **more: str) -> Path:
    """Return the stock edition with one city more and words added to edition.yaml."""
    files = {"submissions/gap.yaml": "city: Gapton\nstate: Ohio\nefforts: [{date: x}]"}
    files["submissions/lost.yaml"] = "city: Lost\nstate: Nowhere\n"
    files["submissions/late.docx"] = "not a workbook"
    expected = more.get("expected", "[]")
    files["submissions/edition.yaml"] = f"{EDITION}\nexpected: {expected}\n"
    return copied(STOCK, tmp_path / "edition", files)


def table(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> tuple[list[list[str]], list[str]]:
    """Return the rows of the text table, and the lines below it."""
    assert main(["status", "--edition", str(root)]) == 0
    rows, _, below = capsys.readouterr().out.partition("\n\n")
    starts = [rows.index(heading) for heading in HEADINGS]
    ends = [*starts[1:], None]
    return [
        [line[start:end].strip() for start, end in zip(starts, ends, strict=True)]
        for line in rows.split("\n")[1:]
    ], below.splitlines()


def test_every_city_that_came_in_is_listed_by_state_and_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows, below = table(edition(tmp_path), capsys)
    assert [(row[0], row[1], row[5], row[6], row[8]) for row in rows] == [
        ("Guam", "Fixture Bay", "territories.xlsx", "0", "in the book"),
        ("Iowa", "Exampleton", "Exampleton IA.xlsx", "0", "in the book"),
        ("Iowa", "Sampleford", "sampleford.yaml", "0", "in the book"),
        ("Ohio", "Gapton", "gap.yaml", "3", "in the book, with gaps"),
        ("", "(not known)", "late.docx", "1", "left out"),
        ("", "(not known: “Lost, Nowhere”)", "lost.yaml", "1", "left out"),
    ]
    assert below == [
        "Received: 4; received without a city that can be told: 2.",
        "In the book: 3; in the book, with gaps: 1; left out: 2.",
    ]


def test_who_was_asked_and_has_not_answered_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = '["Exampleton, Iowa", "Faraway, Ohio", "Washington, D.C."]'
    rows, below = table(edition(tmp_path, expected=asked), capsys)
    by_name = {row[1]: row for row in rows}
    assert by_name["Exampleton"][2:4] == ["yes", "yes"]
    assert by_name["Faraway"][2:4] == ["yes", "no"]
    assert by_name["Faraway"][8] == "not received"
    assert by_name["Gapton"][2:4] == ["no", "yes"]
    assert below == [
        "Asked: 3; received: 1; not received: 2.",
        "Not asked: 3; received without a city that can be told: 2.",
        "In the book: 3; in the book, with gaps: 1; left out: 2.",
        "Not received: Washington, District of Columbia; Faraway, Ohio.",
    ]


def test_who_was_asked_may_be_listed_in_one_column(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = "[members.csv, 'Fresno, Calif.', Albany New York, Exampleton Iowa]"
    root = edition(tmp_path, expected=asked)
    rows = 'City,State\n"Exampleton, Iowa",\nDenver CO,\n"Boise, Idaho",ID\n'
    (root / "submissions" / "members.csv").write_text(rows, encoding="utf-8")
    (missing,) = [m for m in table(root, capsys)[1] if m.startswith("Not received")]
    cities = "Fresno, California; Denver, Colorado; Boise, Idaho; Albany, New York"
    assert missing == f"Not received: {cities}."
    assert main(["check", "--edition", str(root)]) == 1
    told = capsys.readouterr().out
    assert "“Exampleton Iowa” is neither a city with its state nor a list" in told
    assert "members.csv" not in told


@pytest.mark.parametrize(
    "asked",
    [
        "[{city: Faraway, state: Ohio}, Exampleton Iowa]",
        "{city: Faraway, state: Ohio}",
        "['Exampleton, Iowa; Faraway, Ohio']",
        "['Faraway, Ohio; Nowhere']",
        "[['Faraway', Ohio], {a: {b: c}}, '']",
    ],
)
def test_who_was_asked_may_be_listed_in_other_ways(
    asked: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = edition(tmp_path, expected=asked)
    assert "Not received: Faraway, Ohio." in table(root, capsys)[1]
    assert main(["check", "--edition", str(root)]) == 1
    is_told = "is neither a city with its state nor a list" in capsys.readouterr().out
    assert is_told is any(odd in asked for odd in ("Exampleton Iowa", "Nowhere", "{b"))


def test_a_file_may_list_who_was_asked_and_is_no_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = edition(tmp_path, expected="[members.xlsx]")
    members = "City|State|Color\nExampleton|Iowa|red\nFaraway|Ohio|blue"
    write_sheets(root / "submissions" / "members.xlsx", Members=members)
    rows, below = table(root, capsys)
    assert {row[1] for row in rows if row[2] == "yes"} == {"Exampleton", "Faraway"}
    assert below[-1] == "Not received: Faraway, Ohio."
    assert main(["check", "--edition", str(root)]) == 1
    assert "members.xlsx" not in capsys.readouterr().out


def test_answers_of_one_city_are_no_list_and_that_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = edition(tmp_path, expected="[sampleford.yaml]")
    rows, below = table(root, capsys)
    (row,) = [row for row in rows if row[1] == "Sampleford"]
    assert (row[2], row[8]) == ("yes", "in the book")
    assert below[0] == "Asked: 1; received: 1; not received: 0."
    assert main(["check", "--edition", str(root)]) == 1
    told = capsys.readouterr().out
    assert "warning: sampleford.yaml holds the answers of one city, and is read" in told


def test_answers_of_several_cities_in_a_list_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = edition(tmp_path, expected="[members.csv]")
    rows = "City,State,Mayor\nAskton,Iowa,Pat Proxy\nFaraway,Ohio,\n"
    (root / "submissions" / "members.csv").write_text(rows, encoding="utf-8")
    asked = "Asked: 2; received: 0; not received: 2."
    assert table(root, capsys)[1][0] == asked
    assert main(["check", "--edition", str(root)]) == 1
    told = capsys.readouterr().out
    assert "warning: members.csv is read as a list of cities; its other" in told


def test_a_row_of_that_list_that_is_not_counted_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = edition(tmp_path, expected="[members.csv]")
    rows = "City,State\nExampleton,Iowa\nFaraway,Oiho\nLost,Ohio,x,y\n"
    (root / "submissions" / "members.csv").write_text(rows, encoding="utf-8")
    assert main(["check", "--edition", str(root)]) == 1
    told = capsys.readouterr().out
    assert "members.csv, line 3, column A: warning: City and state" in told
    assert "members.csv, line 4: error: The row has 2 fields too many" in told
    assert all("members.csv" not in row[5] for row in table(root, capsys)[0])


def test_what_is_no_city_and_no_list_is_told_at_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = edition(tmp_path, expected="[Exampleton Iowa]")
    assert main(["check", "--edition", str(root)]) == 1
    told = capsys.readouterr().out
    assert "“Exampleton Iowa” is neither a city with its state nor a list" in told


def test_json_tells_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = edition(tmp_path, expected='["Faraway, Ohio"]')
    assert main(["status", "--edition", str(root), "--format", "json"]) == 0
    cities = json.loads(capsys.readouterr().out)["cities"]
    assert next(city for city in cities if city["city"] == "Gapton") == {
        "state": "Ohio",
        "city": "Gapton",
        "typed": "",
        "expected": False,
        "received": True,
        "dated": "",
        "files": ["gap.yaml"],
        "set_aside": [],
        "errors": 3,
        "warnings": 0,
        "printed": "in the book, with gaps",
    }


def test_it_needs_definitions_that_can_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = copied(STOCK, tmp_path, {"submissions/edition.yaml": "a: [\n"})
    assert main(["status", "--edition", str(root)]) == 2
    assert "edition.yaml:" in capsys.readouterr().out


def test_two_files_of_one_city_are_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = edition(tmp_path)
    again = (root / "submissions" / "sampleford.yaml").read_bytes()
    (root / "submissions" / "second.yaml").write_bytes(again)
    rows, _ = table(root, capsys)
    (row,) = [row for row in rows if row[1] == "Sampleford"]
    assert row[5] == "sampleford.yaml; second.yaml"


def test_a_file_in_whose_place_another_is_printed_is_not_forgotten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = edition(tmp_path)
    again = (root / "submissions" / "sampleford.yaml").read_text(encoding="utf-8")
    later = again.replace("mayor:", "mayor: Lee Other #", 1)
    (root / "submissions" / "second.yaml").write_text(later, encoding="utf-8")
    signed = "who: J. Editor\n    when: 2016-09-02\n    why: They called."
    decision = f"  - city: Sampleford, Iowa\n    keep: second.yaml\n    {signed}\n"
    (root / "submissions" / "decisions.yaml").write_text(f"decisions:\n{decision}")
    rows, _ = table(root, capsys)
    (row,) = [row for row in rows if row[1] == "Sampleford"]
    assert row[5] == "second.yaml; sampleford.yaml (set aside)"
    assert main(["status", "--edition", str(root), "--format", "json"]) == 0
    cities = json.loads(capsys.readouterr().out)["cities"]
    (city,) = [city for city in cities if city["city"] == "Sampleford"]
    assert (city["files"], city["set_aside"]) == (["second.yaml"], ["sampleford.yaml"])


def test_who_was_asked_and_answered_under_no_known_name_can_be_seen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = edition(tmp_path, expected='["Faraway, Ohio"]')
    long = f"city: Faraway {'x' * 100}\nstate: Oiho\n"
    (root / "submissions" / "far.yaml").write_text(long, encoding="utf-8")
    rows, _ = table(root, capsys)
    (row,) = [row for row in rows if row[5] == "far.yaml"]
    assert row[1].startswith("(not known: “Faraway x")
    assert len(row[1]) < 60


def test_the_sheet_filters_and_keeps_its_heading_in_sight(tmp_path: Path) -> None:
    root = edition(tmp_path, expected='["Faraway, Ohio"]')
    book = built(root)
    sheet = load_workbook(book.folders.output / "status.xlsx")["Status"]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == HEADINGS
    assert len(rows) == 8
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == "A1:I8"
    assert not sheet.protection.sheet
    gapton = next(row for row in rows if row[1] == "Gapton")
    assert gapton[6:] == (3, 0, "in the book, with gaps")


def test_a_file_name_is_never_a_formula(tmp_path: Path) -> None:
    root = edition(tmp_path)
    (root / "submissions" / "gap.yaml").rename(root / "submissions" / "=1+1.yaml")
    sheet = load_workbook(built(root).folders.output / "status.xlsx")["Status"]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert "=1+1.yaml" in {cell.value for cell in cells}
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_the_sheet_of_no_city_is_a_heading(tmp_path: Path) -> None:
    write_status_sheet((), tmp_path / "s.xlsx", title="T")
    assert load_workbook(tmp_path / "s.xlsx")["Status"].max_row == 1
