"""Files as they lie in a folder: dialects, old formats, hidden things, odd names."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment

from intake import CITY, MAYOR, STATE
from intake_cases import (
    ACCEPTED,
    HEAD,
    ONE,
    TWO,
    Case,
    accepted,
    cities,
    either,
    error,
    grave,
    mentioned,
    name_of,
    no_error_at,
    prints,
    reads,
    run,
    taken,
    warning,
)
from intake_files import data, filled, lines, on_form, sheets, text, write_ods
from old_excel import write_xls

CSV_ROW = f"{CITY},{STATE},{MAYOR}"

DIALECTS = (
    Case(
        "csv tabs",
        "tabs between the fields",
        "cities.tsv",
        lines("City\tState\tMayor", f"{CITY}\t{STATE}\t{MAYOR}"),
        ACCEPTED,
    ),
    Case(
        "csv tabs named csv",
        "tabs in a file that is named for commas",
        "cities.csv",
        lines("City\tState\tMayor", f"{CITY}\t{STATE}\t{MAYOR}"),
        ACCEPTED,
    ),
    Case(
        "csv utf-16",
        "Unicode text as Excel saves it",
        "cities.txt.csv",
        lines("City\tState\tMayor", f"{CITY}\t{STATE}\tJosé Doe", encoding="utf-16"),
        (accepted, prints("city/mayor", "José Doe")),
    ),
    Case(
        "csv quotes",
        "commas, doubled quotes and line ends inside quotes",
        "cities.csv",
        lines(
            "City,State,Mayor,Activities",
            f'{CITY},{STATE},"Doe, Jane","She said ""yes"".',
            'Then, all planted."',
        ),
        (
            accepted,
            prints("city/mayor", "Doe, Jane"),
            prints("city/activities", "She said “yes”.\nThen, all planted."),
        ),
    ),
    Case(
        "csv open quote",
        "a quote that is never closed",
        "cities.csv",
        lines(
            "City,State,Mayor",
            f'{CITY},{STATE},"{MAYOR}',
            "Sampleford,Ohio,Ann Roe",
        ),
        (grave("cities.csv, line 2"),),
    ),
    Case(
        "csv lone line feeds",
        "line ends of an old Macintosh",
        "cities.csv",
        lines("City,State,Mayor", CSV_ROW, end="\r"),
        ACCEPTED,
    ),
    Case(
        "csv sep line",
        "a first line that tells Excel the separator",
        "cities.csv",
        lines("sep=;", "City;State;Mayor", f"{CITY};{STATE};{MAYOR}"),
        ACCEPTED,
    ),
    Case(
        "csv blank lines",
        "blank lines and lines of commas alone",
        "cities.csv",
        lines("", "City,State,Mayor", ",,", CSV_ROW, "", ",,"),
        ACCEPTED,
    ),
    Case(
        "csv short row",
        "blank answers at a row's end, which Excel may leave out with their commas",
        "cities.csv",
        lines("City,State,Mayor,Population", CSV_ROW),
        ACCEPTED,
    ),
    Case(
        "csv trailing comma",
        "a comma at the end of every line",
        "cities.csv",
        lines("City,State,Mayor,", f"{CSV_ROW},"),
        ACCEPTED,
    ),
    Case(
        "csv line numbers",
        "an error below an answer of several lines names its own line",
        "cities.csv",
        lines(
            "City,State,Mayor,Activities,Population",
            f'{CITY},{STATE},{MAYOR},"a',
            "b",
            'c",65000',
            "Sampleford,Ohio,Ann Roe,d,lots",
        ),
        (error("cities.csv, line 5", "lots"), prints("city/mayor", MAYOR)),
    ),
    Case(
        "csv formula",
        "an answer that begins as a formula stays text",
        "cities.csv",
        lines("City,State,Mayor,Twitter", f"{CSV_ROW},=1+1"),
        (accepted, prints("city/twitter", "=1+1")),
    ),
    Case(
        "csv leading zero",
        "a ZIP code keeps its zero",
        "cities.csv",
        lines("City,State,Mayor,ZIP code", f"{CSV_ROW},02108"),
        (accepted, prints("city/zip", "02108")),
    ),
    Case(
        "csv label beside",
        "the form's questions in the first column",
        "city.csv",
        lines(f"City,{CITY}", f"State,{STATE}", f"Mayor,{MAYOR}"),
        ACCEPTED,
    ),
    Case("csv empty", "an empty file", "cities.csv", data(b""), (error("cities.csv"),)),
    Case(
        "csv headings only",
        "headings and no answers",
        "cities.csv",
        lines("City,State,Mayor"),
        (error("cities.csv", "no-answers"),),
    ),
)

OLD = (
    Case(
        "xls form",
        "labels beside answers in an old workbook",
        "form.xls",
        lambda path: write_xls(
            path, {"Form": [("City", CITY), ("State", STATE), ("Mayor", MAYOR)]}
        ),
        ACCEPTED,
    ),
    Case(
        "xls place",
        "a wrong answer is named by its cell",
        "cities.xls",
        lambda path: write_xls(
            path, {"Replies": [HEAD, ONE, ("Sampleford", "Ohio", "Ann Roe", "many")]}
        ),
        (error("cities.xls, Replies!D3", "many"), prints("city/mayor", MAYOR)),
    ),
    Case(
        "xls gap",
        "cells keep their places where the first rows and columns are blank",
        "cities.xls",
        lambda path: write_xls(
            path,
            {"Replies": [(), (), (None, *HEAD), (None, *ONE[:3], "many")]},
        ),
        (error("Replies!E4", "many"),),
    ),
    Case(
        "xls dates",
        "dates of an old workbook are dates",
        "cities.xls",
        lambda path: write_xls(
            path, {"S": [(*HEAD, "Founded"), (*ONE, date(2016, 8, 30))]}
        ),
        (*ACCEPTED, prints("city/founded", "Aug. 30, 2016")),
    ),
    Case(
        "xls 1904",
        "dates of an old Macintosh's workbook are the same dates",
        "cities.xls",
        lambda path: write_xls(
            path,
            {"S": [(*HEAD, "Founded"), (*ONE, date(2016, 8, 30))]},
            starts_1904=True,
        ),
        (*ACCEPTED, prints("city/founded", "Aug. 30, 2016")),
    ),
    Case(
        "xls yes",
        "yes as an old workbook stores it",
        "cities.xls",
        lambda path: write_xls(path, {"S": [(*HEAD, "Open at night"), (*ONE, True)]}),
        (*ACCEPTED, prints("city/night", "Yes")),
    ),
    Case(
        "xls error value",
        "an error value of an old workbook is not lost",
        "cities.xls",
        lambda path: write_xls(path, {"S": [HEAD, (*ONE[:3], "#REF!")]}),
        (grave("S!D2"),),
    ),
    Case(
        "xls password",
        "an old workbook saved with a password",
        "cities.xls",
        lambda path: write_xls(path, {"S": [HEAD, ONE]}, password=True),
        (error("cities.xls", "password"),),
    ),
    Case(
        "xls hidden sheet",
        "a city on a hidden sheet of an old workbook is read, with a word on it",
        "cities.xls",
        lambda path: write_xls(
            path,
            {"Replies": [HEAD, ONE], "More": [HEAD, TWO]},
            hidden=frozenset({"More"}),
        ),
        (cities(2), mentioned("cities.xls, More", "hidden")),
    ),
    Case(
        "ods",
        "a table of LibreOffice",
        "cities.ods",
        lambda path: write_ods(path, "Replies", [HEAD[:3], (CITY, STATE, MAYOR)]),
        ACCEPTED,
    ),
    Case(
        "ods place",
        "a missing answer in a table of LibreOffice is named by its cell",
        "cities.ods",
        lambda path: write_ods(path, "Replies", [HEAD[:3], (CITY, STATE, "")]),
        (error("cities.ods, Replies!C2", "Mayor"),),
    ),
)


def _hide_row(workbook: Workbook) -> None:
    workbook["Replies"].row_dimensions[3].hidden = True


def _hide_column(workbook: Workbook) -> None:
    workbook["Replies"].column_dimensions["D"].hidden = True


def _hide_sheet(workbook: Workbook) -> None:
    workbook["More"].sheet_state = "hidden"


def _bury_sheet(workbook: Workbook) -> None:
    workbook["More"].sheet_state = "veryHidden"


def _filter(workbook: Workbook) -> None:
    sheet = workbook["Replies"]
    sheet.auto_filter.ref = "A1:D3"
    sheet.auto_filter.add_filter_column(1, [STATE])
    sheet.row_dimensions[3].hidden = True


def _comment(workbook: Workbook) -> None:
    workbook["Form"]["B6"].comment = Comment("Ask Pat for the newest.", "A")


def _comment_far_off(workbook: Workbook) -> None:
    workbook["Form"]["H40"].comment = Comment("Our fax is out of order.", "A")


HIDDEN = (
    Case(
        "hidden row",
        "a city in a hidden row is read, with a word on it",
        "cities.xlsx",
        sheets(_hide_row, Replies=(HEAD, ONE, TWO)),
        (taken, cities(2), mentioned("cities.xlsx, Replies", "Row 3 is hidden")),
    ),
    Case(
        "hidden column",
        "an answer in a hidden column is read, with a word on it",
        "cities.xlsx",
        sheets(_hide_column, Replies=(HEAD, ONE)),
        (
            taken,
            prints("city/population", "65,000"),
            mentioned("cities.xlsx, Replies", "Column D is hidden"),
        ),
    ),
    Case(
        "hidden sheet",
        "a city on a hidden sheet is read, with a word on it",
        "cities.xlsx",
        sheets(_hide_sheet, Replies=(HEAD, ONE), More=(HEAD, TWO)),
        (taken, cities(2), mentioned("cities.xlsx, More", "hidden")),
    ),
    Case(
        "buried sheet",
        "a sheet that only a macro can show is read, with a word on it",
        "cities.xlsx",
        sheets(_bury_sheet, Replies=(HEAD, ONE), More=(HEAD, TWO)),
        (taken, cities(2), mentioned("cities.xlsx, More", "hidden")),
    ),
    Case(
        "filtered rows",
        "a row that a filter hides is read, with a word on it",
        "cities.xlsx",
        sheets(_filter, Replies=(HEAD, ONE, TWO)),
        (taken, cities(2), mentioned("cities.xlsx, Replies", "filter")),
    ),
    Case(
        "comment",
        "a comment on an answer is told",
        "form.xlsx",
        filled(_comment),
        (taken, mentioned("Form!B6", "Ask Pat for the newest.")),
    ),
    Case(
        "comment far off",
        "a comment on an empty cell is told",
        "form.xlsx",
        filled(_comment_far_off),
        (taken, mentioned("Form!H40", "Our fax is out of order.")),
    ),
    Case(
        "beside the form",
        "a text beside the form is told",
        "form.xlsx",
        filled(F6="see our letter"),
        (taken, warning("Form!F6", "see our letter")),
    ),
    Case(
        "far below",
        "a text far below the form is told",
        "form.xlsx",
        filled(on_form(lambda sheet: sheet.cell(900, 2, "by the way"))),
        (taken, warning("Form!B900", "by the way")),
    ),
    Case(
        "another sheet",
        "a sheet of a city's own is told",
        "form.xlsx",
        filled(
            lambda book: book.create_sheet("Pat").append(["Call me", "before noon"])
        ),
        (taken, warning("form.xlsx, Pat!A1", "Call me")),
    ),
    Case(
        "merged answer with text below",
        "an answer on a merged area that swallowed the next question",
        "form.xlsx",
        filled(
            on_form(lambda sheet: sheet.merge_cells("A7:B8")),
            B7=None,
            A7="We planted 400 trees.",
        ),
        (grave("Form!A7", "We planted 400 trees."),),
    ),
    Case(
        "cut at 255",
        "an answer that a program cut at 255 characters",
        "form.xlsx",
        filled(B13=("word " * 60)[:255]),
        (warning("Form!B13", "255"),),
    ),
)

NAMES = (
    Case(
        "sync copy",
        "a copy that Dropbox made, with the same answers, prints the city once",
        "form.xlsx",
        filled(),
        (
            cities(1),
            prints("city/mayor", MAYOR),
            mentioned("form (Pat's conflicted copy 2026-03-14).xlsx"),
        ),
        {"form (Pat's conflicted copy 2026-03-14).xlsx": filled()},
    ),
    Case(
        "numbered copy",
        "a copy that a browser numbered, with the same answers, prints the city once",
        "form.xlsx",
        filled(),
        (no_error_at("form (1).xlsx"), cities(1), prints("city/mayor", MAYOR)),
        {"form (1).xlsx": filled()},
    ),
    Case(
        "lock file",
        "a lock file says that the workbook is open",
        "form.xlsx",
        filled(),
        (warning("form.xlsx", "open"), cities(1)),
        {"~$form.xlsx": data(b"\3Pat")},
    ),
    Case(
        "half copied",
        "a file that is still being copied is told",
        "form.xlsx.part",
        data(b"PK\x03\x04"),
        (mentioned("form.xlsx.part"),),
    ),
    Case(
        "cut off",
        "a workbook that was cut off on its way is told",
        "form.xlsx",
        lambda path: (filled()(path), path.write_bytes(path.read_bytes()[:4000])),
        (error("form.xlsx"),),
    ),
    Case(
        "mac resource",
        "what a Macintosh puts beside a file is no answer",
        "form.xlsx",
        filled(),
        (cities(1), no_error_at("._form.xlsx")),
        {"._form.xlsx": data(b"\0\5\x16\7")},
    ),
    Case(
        "subfolder",
        "a file in a folder of its own is read, and named with its folder",
        "Ohio/late/form.xlsx",
        filled(B6="many"),
        (error("Ohio/late/form.xlsx, Form!B6", "many"),),
    ),
)

ENDINGS = (
    Case(
        "xlsx named xls",
        "a workbook of today with the ending of an old one",
        "form.xls",
        filled(),
        (taken, cities(1), prints("city/mayor", MAYOR)),
    ),
    Case(
        "xls named xlsx",
        "an old workbook with the ending of one of today",
        "form.xlsx",
        lambda path: write_xls(path, {"S": [HEAD, ONE]}),
        (taken, cities(1), prints("city/mayor", MAYOR)),
    ),
    Case(
        "html named xls",
        "a web page that a survey tool calls a workbook",
        "export.xls",
        text("<html><body><table><tr><td>City</td></tr></table></body></html>"),
        (error("export.xls", "web page"),),
    ),
    Case(
        "yaml named txt",
        "a YAML file that Notepad named text",
        "city.yaml.txt",
        lines("city: Exampleton", "state: Iowa", "mayor: Jane Doe"),
        (mentioned("city.yaml.txt"),),
    ),
    Case(
        "upper case",
        "an ending in capitals",
        "FORM.XLSX",
        filled(),
        ACCEPTED,
    ),
    Case(
        "docx",
        "a letter of Word",
        "Exampleton.docx",
        data(b"PK\x03\x04 word/document.xml"),
        (error("Exampleton.docx"),),
    ),
    Case(
        "picture",
        "a photograph of the form",
        "form.jpg",
        data(b"\xff\xd8\xff\xe0\0\x10JFIF"),
        (error("form.jpg"),),
    ),
    Case(
        "numbers",
        "a file of Apple Numbers",
        "form.numbers",
        data(b"PK\x03\x04 Index/Document.iwa"),
        (error("form.numbers", "Export"),),
    ),
    Case(
        "macros",
        "a workbook that may hold macros",
        "form.xlsm",
        filled(),
        ACCEPTED,
    ),
    Case(
        "csv named yaml",
        "a table of commas with the ending of YAML",
        "cities.yaml",
        lines("City,State,Mayor", CSV_ROW),
        (either((error("cities.yaml"),), (prints("city/mayor", MAYOR),)),),
    ),
    Case(
        "zipped",
        "a zip archive with a workbook in it",
        "forms.zip",
        data(b"PK\x03\x04"),
        (error("forms.zip"),),
    ),
    Case(
        "no ending",
        "a workbook without an ending",
        "City of Exampleton",
        filled(),
        (
            either(
                (mentioned("City of Exampleton"),),
                (reads("city/mayor", MAYOR),),
            ),
        ),
    ),
)


@pytest.mark.parametrize(
    "case", [*DIALECTS, *OLD, *HIDDEN, *NAMES, *ENDINGS], ids=name_of
)
def test_a_file_is_read_or_answered(case: Case, tmp_path: Path) -> None:
    run(case, tmp_path)
