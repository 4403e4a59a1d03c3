"""Workbooks of .xls, .ods and .xlsb: their cells as typed, at their own addresses."""

import datetime
import json
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font

from books import STOCK, copied
from citybook.findings import Finding, as_text
from citybook.readers import read_submissions
from citybook.submission import Submission
from office import converted, write_xlsb
from spreadsheets import FORM, Typed, answers, fill_in, troubles


def write_form(path: Path) -> Path:
    """Write a label beside each answer, the first label in B3."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "Form"
    typed: tuple[tuple[str, Typed], ...] = (
        ("City", "Exampleton"),
        ("State", "Ohio"),
        ("Population", 65000.0),
        ("Budget", 1234.5),
        ("Founded", datetime.date(1987, 7, 18)),
        ("Open at night?", True),
        ("Story", "It rained.\nThen not."),
        ("Web site", '=HYPERLINK("https://exampleton.example","our site")'),
    )
    for row, (label, value) in enumerate(typed, 3):
        sheet.cell(row, 2, label)
        sheet.cell(row, 3, value)
    notes = workbook.create_sheet("Notes")
    notes["A1"], notes.sheet_state = "Founded by a miller.", "hidden"
    lists = workbook.create_sheet("Lists")
    lists["A1"], lists.sheet_state = "Forum", "hidden"
    workbook.save(path)
    return path


@pytest.fixture(scope="module", params=["xls", "ods"])
def folder(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    folder = tmp_path_factory.mktemp("legacy")
    path = converted(write_form(folder / "r.xlsx"), request.param)
    place = folder / "in"
    place.mkdir()
    path.rename(place / path.name)
    return place


def read_one(folder: Path) -> Submission:
    (submission,), _ = read_submissions(folder, FORM)
    return submission


def test_an_old_workbook_is_read_as_typed(folder: Path) -> None:
    read = answers(read_one(folder))
    assert read.pop("city/open") in {"yes", "1"}  # the converter's .ods says 1
    assert read == {
        "city/name": "Exampleton",
        "city/state": "Ohio",
        "city/population": "65000",
        "city/budget": "1234.5",
        "city/founded": "1987-07-18",
        "city/story": "It rained.\n\nThen not.",
        "city/site": "our site",
    }


def test_an_answer_of_an_old_workbook_has_its_own_address(folder: Path) -> None:
    place = str(read_one(folder).entry("city/population").source)
    assert place.rpartition(", ")[2] == "Form!C5"


def test_a_hidden_sheet_of_an_old_workbook_is_read_and_told(folder: Path) -> None:
    _, findings = read_submissions(folder, FORM)
    assert troubles(findings) == [("hidden-cells", "Notes"), ("stray-text", "Notes!A1")]


def test_a_binary_workbook_is_read(tmp_path: Path) -> None:
    table: list[list[str | float | bytes]] = [
        ["City", "Exampleton"], ["State", "Ohio"], ["Population", 65000.0]
    ]  # fmt: skip
    write_xlsb(tmp_path / "r.xlsb", table)
    (submission,), findings = read_submissions(tmp_path, FORM)
    assert not findings
    assert answers(submission) == {
        "city/name": "Exampleton", "city/state": "Ohio", "city/population": "65000"
    }  # fmt: skip


def test_errors_of_a_binary_workbook_are_told_at_their_cells(tmp_path: Path) -> None:
    write_xlsb(tmp_path / "r.xlsb", [
        ["City", "Exampleton"], ["State", "Ohio"], ["Population", b"\x17"],
        ["Budget", b"\x2a="], ["Mayor", "Ann"], ["Founded", b"\x07="],
    ])  # fmt: skip
    (submission,), findings = read_submissions(tmp_path, FORM)
    assert answers(submission) == {
        "city/name": "Exampleton", "city/state": "Ohio", "city/mayor": "Ann"
    }  # fmt: skip
    assert [(str(each.source), each.value) for each in findings] == [
        ("r.xlsb, Form!B3", "#REF!"),
        ("r.xlsb, Form!B4", "#N/A"),
        ("r.xlsb, Form!B6", "#DIV/0!"),
    ]
    assert {each.rule.slug for each in findings} == {"error-value"}


@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_errors_of_an_old_workbook_are_told_at_their_cells(
    tmp_path: Path, ending: str
) -> None:
    typed: dict[str, Typed] = {
        "B3": "Exampleton", "B4": "Ohio", "B5": "Ann", "B6": "=1/0", "B7": "=1/0",
        "B8": "=NA()", "B10": "=nothing()",
    }  # fmt: skip
    made = tmp_path / "made"
    made.mkdir()
    path = fill_in(
        made / "r.xlsx", **{f"Form_{place}": value for place, value in typed.items()}
    )
    place = tmp_path / "in"
    place.mkdir()
    converted(path, ending).rename(place / f"r.{ending}")
    (submission,), findings = read_submissions(place, FORM)
    assert answers(submission)["city/mayor"] == "Ann"
    errors = [each for each in findings if each.rule.slug == "error-value"]
    assert [(str(each.source), each.value) for each in errors] == [
        (f"r.{ending}, Form!B6", "#DIV/0!"),
        (f"r.{ending}, Form!B7", "#DIV/0!"),
        (f"r.{ending}, Form!B8", "#N/A"),
        (f"r.{ending}, Form!B10", "#NAME?"),
    ]


@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_the_blank_form_survives_a_stay_in_another_format(
    tmp_path: Path, ending: str
) -> None:
    made = tmp_path / "made"
    made.mkdir()
    path = fill_in(made / "r.xlsx", Form_B3="Exampleton", Form_B4="Ohio",
                   Form_B6=65000, Events_B4="A walk.", Events_A4="2016")  # fmt: skip
    place = tmp_path / "in"
    place.mkdir()
    converted(path, ending).rename(place / f"r.{ending}")
    (submission,), findings = read_submissions(place, FORM)
    assert not [as_text(finding) for finding in findings]
    assert submission.stamp == FORM.stamp
    assert answers(submission) == {
        "city/name": "Exampleton", "city/state": "Ohio", "city/population": "65000",
        "events/1/what": "A walk.", "events/1/date": "2016",
    }  # fmt: skip


def test_when_a_workbook_was_saved_is_read_from_inside_it(tmp_path: Path) -> None:
    path = write_form(tmp_path / "r.xlsx")
    place = tmp_path / "in"
    place.mkdir()
    converted(path, "ods").rename(place / "r.ods")
    assert datetime.datetime.fromisoformat(read_one(place).dated).year >= 2020


@pytest.mark.parametrize("ending", ["xls", "ods", "xlsb"])
def test_an_old_workbook_cut_anywhere_is_a_finding(tmp_path: Path, ending: str) -> None:
    made = tmp_path / "made"
    made.mkdir()
    path = made / "r.xlsb"
    if ending == "xlsb":
        write_xlsb(path, [["City", "Exampleton"]])
    else:
        path = converted(write_form(made / "r.xlsx"), ending)
    data = path.read_bytes()
    place = tmp_path / "in"
    place.mkdir()
    for length in range(8, len(data), len(data) // 7):
        (place / path.name).write_bytes(data[:length])
        submissions, findings = read_submissions(place, FORM)
        assert submissions or findings
        assert all(finding.source.file == path.name for finding in findings)


def test_a_workbook_that_aborts_its_reader_costs_itself_alone(tmp_path: Path) -> None:
    root = copied(STOCK, tmp_path / "edition")
    path = root / "submissions" / "far.xlsb"
    write_xlsb(path, [["City", "Farville"], ["State", "Ohio"]], far="far")
    command = [sys.executable, "-P", "-m", "citybook", "check", "--format", "json"]
    done = subprocess.run(command, cwd=root, capture_output=True, check=False)
    told = json.loads(done.stdout)
    (error,) = (each for each in told["findings"] if each["severity"] == "error")
    assert (error["file"], error["rule"]) == ("far.xlsb", "unreadable-file")
    assert "brings down the program" in error["detail"]
    assert told["cities"] == 3
    assert done.stderr == b""


SHOWN: tuple[tuple[float, str, str], ...] = (
    (48, '0 "thousand"', "48 thousand"),
    (48, '0"%"', "48%"),
    (0.65, "0%", "65%"),
    (1.2, '$0.0" million"', "1.2 million"),
    (1200000, '$0.0,,"M"', "1200000"),
    (-48, '0" above";0" below"', "-48 below"),
    (48, '0" above";0" below"', "48 above"),
    (5, '"$"#,##0_);(0)', "5"),
)


@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_a_value_of_an_old_workbook_is_read_as_the_cell_shows_it(
    tmp_path: Path, ending: str
) -> None:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.append(["City", "State", "Story"])
    for number, (value, shown, _) in enumerate(SHOWN, 2):
        sheet.append([f"Town {number}", "Ohio", value])
        sheet.cell(number, 3).number_format = shown
    workbook.save(tmp_path / "r.xlsx")
    place = tmp_path / "in"
    place.mkdir()
    made = converted(tmp_path / "r.xlsx", ending)
    made.rename(place / made.name)
    submissions, _ = read_submissions(place, FORM)
    stories = [each.entry("city/story").value for each in submissions]
    assert stories == [read_as for *_, read_as in SHOWN]


@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_what_is_struck_out_linked_or_beside_the_cells_is_not_lost(
    tmp_path: Path, ending: str
) -> None:
    path = fill_in(tmp_path / "r.xlsx", Form_B3="Exampleton", Form_B4="Ohio",
                   Form_B5="Ann Proxy", Form_B6=65000, Form_B11="our site",
                   Form_B15="It rained.")  # fmt: skip
    workbook = load_workbook(path)
    sheet = workbook["Form"]
    sheet["B5"].font = Font(strike=True)
    sheet["B6"].comment = Comment("Do not print this.", "city")
    sheet["B11"].hyperlink = "https://exampleton.example/parks"
    workbook.save(path)
    place = tmp_path / "in"
    place.mkdir()
    made = converted(path, ending)
    made.rename(place / made.name)
    (submission,), findings = read_submissions(place, FORM)
    assert answers(submission)["city/site"] == "https://exampleton.example/parks"
    told = [(*each, finding.value) for each, finding in
            zip(troubles(findings), findings, strict=True)]  # fmt: skip
    assert told == [
        ("stray-text", "Form!B6", "Do not print this."),
        ("struck-out", "Form!B5", "Ann Proxy"),
        ("text-tidied", "Form!B11", "our site"),
    ]


def of_struck_words(tmp_path: Path, ending: str) -> Finding:
    """Return what is told of a form in which one word of an answer is struck out."""
    struck = TextBlock(InlineFont(strike=True), "Bob")
    path = fill_in(tmp_path / "r.xlsx", Form_B3="Exampleton", Form_B4="Ohio",
                   Form_B5=CellRichText("Ann ", struck))  # fmt: skip
    place = tmp_path / "in"
    place.mkdir()
    made = converted(path, ending)
    made.rename(place / made.name)
    _, (finding,) = read_submissions(place, FORM)
    return finding


def test_single_words_of_an_old_workbook_may_be_struck_out(tmp_path: Path) -> None:
    assert "may be struck out" in of_struck_words(tmp_path, "xls").detail


def test_single_words_of_an_open_document_are_seen_struck_out(tmp_path: Path) -> None:
    finding = of_struck_words(tmp_path, "ods")
    assert (finding.rule.slug, finding.value) == ("struck-out", "Bob")
