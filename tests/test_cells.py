"""Cells of workbooks whose value is more than what stands in the file."""

from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from citybook.findings import Finding
from citybook.kinds import Asked, understand
from citybook.prose import plain
from citybook.readers import read_submissions
from citybook.submission import Submission
from office import converted
from old_excel import Old, write_xls
from spreadsheets import EVENTS, FORM, Typed, fill_in

CITY: dict[str, Typed] = {"Form_B3": "Exampleton", "Form_B4": "Ohio", "Form_B5": "Ann"}


def read_one(folder: Path) -> tuple[Submission, tuple[Finding, ...]]:
    (submission,), findings = read_submissions(folder, FORM)
    return submission, findings


# A point in a number is a point


@pytest.mark.parametrize("value", [65.127, -65.127])
def test_a_number_with_three_decimals_means_no_thousands(
    tmp_path: Path, value: float
) -> None:
    fill_in(tmp_path / "r.xlsx", **CITY, Form_B6=value)
    submission, _ = read_one(tmp_path)
    reading = understand("number", submission.entry("city/population").value, Asked())
    assert not reading.troubles
    assert plain(reading.prose) == str(value).replace("-", "−")


@pytest.mark.parametrize("ending", ["ods", "xls"])
def test_a_number_of_another_program_means_no_thousands(
    tmp_path: Path, ending: str
) -> None:
    path = fill_in(tmp_path / "r.xlsx", **CITY, Form_B6=65.127)
    converted(path, ending)
    path.unlink()
    submission, _ = read_one(tmp_path)
    reading = understand("number", submission.entry("city/population").value, Asked())
    assert (plain(reading.prose), reading.troubles) == ("65.127", ())


def test_a_formula_gives_a_number_that_means_no_thousands(tmp_path: Path) -> None:
    path = fill_in(tmp_path / "f.xlsx", **CITY, Form_B6="=65+0.127")
    place = tmp_path / "in"
    place.mkdir()
    (tmp_path / "office").mkdir()
    recalculated = converted(path, "ods").rename(tmp_path / "r.ods")
    converted(recalculated, "xlsx").rename(place / "r.xlsx")
    submission, _ = read_one(place)
    reading = understand("number", submission.entry("city/population").value, Asked())
    assert (plain(reading.prose), reading.troubles) == ("65.127", ())


def test_a_text_with_three_decimals_is_asked_about_and_printed_as_text(
    tmp_path: Path,
) -> None:
    path = fill_in(tmp_path / "r.xlsx", **CITY, Form_B6="65.127")
    workbook = load_workbook(path)
    workbook["Form"]["B5"] = 65.127
    workbook.save(path)
    submission, _ = read_one(tmp_path)
    assert submission.entry("city/mayor").value == "65.127"
    reading = understand("number", submission.entry("city/population").value, Asked())
    assert [each.slug for each in reading.troubles] == ["odd-number"]


# A cell that is merged over several rows


def merge(path: Path, *areas: str) -> Path:
    workbook = load_workbook(path)
    for area in areas:
        workbook[EVENTS].merge_cells(area)
    workbook.save(path)
    return path


@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def test_a_cell_merged_over_several_entries_counts_for_each(
    tmp_path: Path, ending: str
) -> None:
    path = fill_in(tmp_path / "r.xlsx", **CITY, Events_A4="July 18, 2016",
                   Events_B4="A walk.", Events_B5="A talk.")  # fmt: skip
    merge(path, "A4:A6")
    if ending != "xlsx":
        converted(path, ending)
        path.unlink()
    submission, findings = read_one(tmp_path)
    assert submission.entry("events/1/date").value == "July 18, 2016"
    second = submission.entry("events/2/date")
    assert (second.value, second.source.row, second.source.column) == (
        "July 18, 2016", 5, 1,
    )  # fmt: skip
    assert not submission.entry("events/3/what").value
    (told,) = (each for each in findings if each.rule.slug == "taken-as")
    assert (told.source.row, told.detail) == (
        4, "The cell is merged over rows 4 to 5; it was read for each of them.",
    )  # fmt: skip


def test_an_entry_that_is_merged_over_two_rows_is_one(tmp_path: Path) -> None:
    path = fill_in(tmp_path / "r.xlsx", **CITY, Events_A4="July 18, 2016",
                   Events_B4="A walk.")  # fmt: skip
    submission, findings = read_one(merge(path, "A4:A5", "B4:B5", "C4:C5").parent)
    assert [e.path for e in submission.entries if e.value][3:] == [
        "events/1/date", "events/1/what",
    ]  # fmt: skip
    assert not findings


# Formats


@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def test_what_a_cell_does_not_show_is_not_read(tmp_path: Path, ending: str) -> None:
    path = fill_in(tmp_path / "r.xlsx", Form_B3="Exampleton", Form_B4="Ohio",
                   Form_B5=0.035, Form_B6=0.5, Form_B8=date(2016, 7, 1),
                   Events_A4=date(2016, 1, 1),
                   Events_A5=date(2016, 7, 4),
                   Events_A6=date(2016, 7, 1), Form_B10=2114)  # fmt: skip
    workbook = load_workbook(path)
    for sheet, cell, shown in (
        ("Form", "B5", "0.0%"), ("Form", "B6", "0%"), ("Form", "B8", "mmmm yyyy"),
        (EVENTS, "A4", "yyyy"), (EVENTS, "A5", "d mmm"), (EVENTS, "A6", "m/d/yyyy"),
        ("Form", "B10", "00000"),
    ):  # fmt: skip
        workbook[sheet][cell].number_format = shown
    workbook.save(path)
    if ending != "xlsx":
        converted(path, ending)
        path.unlink()
    submission, _ = read_one(tmp_path)
    paths = ("city/mayor", "city/population", "city/founded", "city/phone")
    assert [submission.entry(each).value for each in paths] == [
        "3.5%", "50%", "2016-07", "02114",
    ]  # fmt: skip
    dates = [submission.entry(f"events/{number}/date").value for number in (1, 2, 3)]
    assert dates == ["2016", "July 4", "2016-07-01"]


@pytest.mark.parametrize("ending", ["xlsx", "xls"])
def test_a_number_for_a_day_is_counted_from_where_the_workbook_counts(
    tmp_path: Path, ending: str
) -> None:
    if ending == "xls":
        rows: list[list[Old]] = [
            ["City", "Exampleton"],
            ["State", "Ohio"],
            ["Founded", 41107],
            ["Population", 41107],
        ]
        write_xls(tmp_path / "r.xls", {"Form": rows}, starts_1904=True)
    else:
        path = fill_in(tmp_path / "r.xlsx", **CITY, Form_B6=41107, Form_B8=41107)
        workbook = load_workbook(path)
        workbook.epoch = CALENDAR_MAC_1904
        workbook["Form"]["B8"].number_format = "General"
        workbook.save(path)
    submission, findings = read_one(tmp_path)
    assert submission.entry("city/founded").value == "2016-07-18"
    assert submission.entry("city/population").value == "41107"
    (told,) = findings
    assert told.detail == (
        "Founded: 41107, a spreadsheet's number for a day, was read as 2016-07-18: "
        "the workbook counts from 1904."
    )


def test_a_formula_that_gave_an_empty_text_is_a_blank_answer(tmp_path: Path) -> None:
    path = fill_in(tmp_path / "r.xlsx", **CITY, Form_B6='=IF(1,"","x")')
    with ZipFile(path) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    sheet = parts["xl/worksheets/sheet2.xml"]
    start, cell, rest = sheet.partition(b'<c r="B6" ')
    assert cell
    parts["xl/worksheets/sheet2.xml"] = start + cell + b't="str" ' + rest
    with ZipFile(path, "w") as calculated:
        for name, data in parts.items():
            calculated.writestr(name, data)
    submission, findings = read_one(tmp_path)
    assert not findings
    assert not submission.entry("city/population").value


# Damage


@pytest.mark.parametrize(
    ("part", "sheet"), [("sheet2.xml", "Form"), ("sheet3.xml", EVENTS)]
)
def test_a_sheet_that_is_named_and_missing_is_told(
    tmp_path: Path, part: str, sheet: str
) -> None:
    path = fill_in(tmp_path / "r.xlsx", **CITY, Events_B4="A walk.")
    with ZipFile(path) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    del parts[f"xl/worksheets/{part}"]
    with ZipFile(path, "w") as damaged:
        for name, data in parts.items():
            damaged.writestr(name, data)
    _, findings = read_submissions(tmp_path, FORM)
    (told,) = (each for each in findings if each.rule.slug == "unreadable-file")
    assert told.detail == f"The workbook is damaged: its sheet “{sheet}” is missing."
