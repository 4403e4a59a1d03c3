"""What a workbook holds and does not show: hidden, filtered, cut, covered, dated."""

import datetime
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.chart import BarChart
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.header_footer import _HeaderFooterPart as HeaderFooterPart
from openpyxl.worksheet.worksheet import Worksheet

from citybook.findings import Finding
from citybook.readers import read_submissions
from citybook.readers.workbook import read_workbook
from citybook.submission import Submission
from spreadsheets import EVENTS, FORM, fill_in, troubles, write_sheets

Read = tuple[tuple[Submission, ...], tuple[Finding, ...]]


def read(path: Path) -> Read:
    return read_workbook(path.read_bytes(), path.name, FORM)


TABLE = "City|State|Mayor\nExampleton|Ohio|Jo\nSampleville|Utah|Al\nTestburg|Iowa|Jo"


def table(path: Path) -> Worksheet:
    workbook = load_workbook(write_sheets(path, Replies=TABLE))
    sheet: Worksheet = workbook["Replies"]
    return sheet


def save(sheet: Worksheet, path: Path) -> Path:
    assert sheet.parent is not None
    sheet.parent.save(path)
    return path


def test_hidden_rows_and_columns_are_read_with_one_note(tmp_path: Path) -> None:
    sheet = table(tmp_path / "r.xlsx")
    sheet.row_dimensions[3].hidden = True
    sheet.row_dimensions[4].hidden = True
    sheet.row_dimensions[9].hidden = True
    sheet.column_dimensions["C"].hidden = True
    sheet.column_dimensions["H"].hidden = True
    submissions, (finding,) = read(save(sheet, tmp_path / "r.xlsx"))
    assert [each.entry("city/mayor").value for each in submissions] == [
        "Jo",
        "Al",
        "Jo",
    ]
    assert str(finding.source) == "r.xlsx, Replies"
    assert finding.detail == (
        "Rows 3, 4 and column C are hidden; they were read as the others."
    )


def test_filtered_rows_are_read_and_called_so(tmp_path: Path) -> None:
    sheet = table(tmp_path / "r.xlsx")
    sheet.auto_filter.ref = "A1:C4"
    sheet.row_dimensions[3].hidden = True
    submissions, (finding,) = read(save(sheet, tmp_path / "r.xlsx"))
    assert len(submissions) == 3
    assert finding.detail == "Row 3 is filtered out; it was read as the others."


def test_a_hidden_sheet_is_read_and_told_but_not_the_lists_of_the_form(
    tmp_path: Path,
) -> None:
    path = fill_in(tmp_path / "r.xlsx", Form_B3="Exampleton", Events_B4="A walk.")
    workbook = load_workbook(path)
    workbook[EVENTS].sheet_state = "veryHidden"
    workbook.create_sheet("Empty").sheet_state = "hidden"
    workbook.save(path)
    (submission,), findings = read(path)
    assert submission.entry("events/1/what").value == "A walk."
    assert troubles(findings) == [("hidden-cells", EVENTS)]


@pytest.mark.parametrize("length", [255, 32_767])
def test_an_answer_as_long_as_a_program_allows_is_named(
    tmp_path: Path, length: int
) -> None:
    story = ("It rained. " * 3_000)[: length - 1] + "x"
    path = fill_in(tmp_path / "r.xlsx", Form_B3="Exampleton", Form_B15=story)
    (submission,), (finding,) = read(path)
    assert len(submission.entry("city/story").value) == length
    assert troubles((finding,)) == [("cut-answer", "Form!B15")]
    assert f"{length:,}" in finding.detail


def test_a_cut_answer_of_a_text_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(f"City,State,Story\nExampleton,Ohio,{'x' * 255}\n")
    _, (finding,) = read_submissions(tmp_path, FORM)
    assert str(finding.source) == "t.csv, line 2, column C"


def _change(path: Path, part: str, old: bytes, new: bytes) -> Path:
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new)
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return path


def test_a_text_under_merged_cells_is_named_and_not_lost(tmp_path: Path) -> None:
    path = write_sheets(tmp_path / "r.xlsx", Form="City|Exampleton|of old\nState|Ohio")
    merged = b'</sheetData><mergeCells><mergeCell ref="B1:C1"/></mergeCells>'
    _change(path, "xl/worksheets/sheet1.xml", b"</sheetData>", merged)
    (submission,), (finding,) = read(path)
    assert submission.entry("city/name").value == "Exampleton"
    assert troubles((finding,)) == [("dropped-cell", "Form!C1")]
    assert finding.value == "of old"
    assert "under the merged cells B1:C1" in finding.detail


def test_a_cell_that_the_first_reader_drops_is_found_by_the_second(
    tmp_path: Path,
) -> None:
    path = write_sheets(tmp_path / "r.xlsx", Form="City|Exampleton\nState|Ohio")
    odd = b'<row r="3"><c r="B3" t="str"><is><t>We march.</t></is></c></row>'
    _change(path, "xl/worksheets/sheet1.xml", b"</sheetData>", odd + b"</sheetData>")
    _, (finding,) = read(path)
    assert troubles((finding,)) == [("dropped-cell", "Form!B3")]
    assert finding.value == "We march."


def test_a_cell_at_the_end_of_the_sheet_does_not_end_the_reader(tmp_path: Path) -> None:
    path = fill_in(tmp_path / "r.xlsx", Form_B3="Exampleton", Form_XFD1048576="far")
    (submission,), findings = read(path)
    assert submission.entry("city/name").value == "Exampleton"
    assert troubles(findings) == [("stray-text", "Form!XFD1048576")]


def test_the_dates_of_an_old_mac_are_read_right(tmp_path: Path) -> None:
    path = fill_in(tmp_path / "r.xlsx", Form_B3="Exampleton")
    workbook = load_workbook(path)
    workbook.epoch = CALENDAR_MAC_1904
    workbook["Form"]["B8"] = datetime.date(2016, 7, 18)
    workbook.save(path)
    (submission,), _ = read(path)
    assert submission.entry("city/founded").value == "2016-07-18"


def test_when_a_workbook_was_last_saved_is_read_from_inside_it(tmp_path: Path) -> None:
    path = fill_in(tmp_path / "r.xlsx", Form_B3="Exampleton")
    (submission,), _ = read(path)
    with zipfile.ZipFile(path) as package:
        core = package.read("docProps/core.xml")
    assert submission.dated.encode() in core
    assert len(submission.dated) == len("2016-08-30T14:05")
    _change(path, "docProps/core.xml", b"dcterms:modified", b"dcterms:never")
    (submission,), _ = read(path)
    assert submission.dated == ""


def test_a_page_header_or_footer_that_a_city_typed_is_told(tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    sheet = table(path)
    typed = HeaderFooterPart("Draft of R&&D <please> ask us", "Arial,Bold", 14)
    sheet.HeaderFooter.oddHeader = HeaderFooterItem(center=typed)
    page = HeaderFooterPart("Page &P of &N")
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(right=page)
    _, findings = read(save(sheet, path))
    (told,) = findings
    assert told.rule.slug == "stray-text"
    assert told.value == "Draft of R&D <please> ask us"


def test_headers_and_footers_of_the_form_are_its_own(tmp_path: Path) -> None:
    path = fill_in(tmp_path / "r.xlsx", Form_B3="Exampleton", Form_B4="Ohio")
    assert not read(path)[1]


def test_the_title_of_a_chart_is_told(tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    sheet = table(path)
    chart = BarChart()
    chart.title = "Rain in Exampleton"
    sheet.add_chart(chart, "F2")
    _, findings = read(save(sheet, path))
    assert [told.value for told in findings] == ["Rain in Exampleton"]
