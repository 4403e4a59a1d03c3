import os
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from citybook.findings import Finding, as_text
from citybook.kinds import Asked, understand
from citybook.marked import Run, markdown
from citybook.prose import Link, Paragraph, Text, parse
from citybook.readers import read_submissions
from citybook.readers.answers import assemble
from citybook.readers.questions import labels_of
from citybook.readers.workbook import read_workbook
from citybook.submission import Submission
from intake import form
from spreadsheets import (
    EVENTS,
    FORM,
    Typed,
    answers,
    fill_in,
    troubles,
    write_sheets,
)

Read = tuple[tuple[Submission, ...], tuple[Finding, ...]]


def read(path: Path) -> Read:
    return read_workbook(path.read_bytes(), path.name, FORM)


# Forms that somebody was tired over


def test_a_label_matches_however_it_was_retyped(tmp_path: Path) -> None:
    path = write_sheets(
        tmp_path / "r.xlsx",
        Form="""
            CITY :*|Exampleton
            state (required)|Ohio
            Mayor’s Name:|Jordan Example
            web-site|exampleton.example
        """,
    )
    (submission,), findings = read(path)
    assert not findings
    assert list(answers(submission)) == [
        *("city/name", "city/state", "city/mayor", "city/site"),
    ]


def test_a_text_that_leads_somewhere_is_a_link_in_the_book(tmp_path: Path) -> None:
    path = fill_in(
        tmp_path / "r.xlsx", Form_B3="Exampleton", Form_B4="Ohio",
        Events_A4="2016", Events_B4="See the plan.",
    )  # fmt: skip
    workbook = load_workbook(path)
    workbook[EVENTS]["B4"].hyperlink = "https://exampleton.example/plan"
    workbook.save(path)
    (submission,), (told,) = read(path)
    text = submission.entry("events/1/what").value
    label = (Text("See the plan."),)
    link = Link(label, "https://exampleton.example/plan")
    assert parse(text) == (Paragraph((link,)),)
    assert (told.rule.slug, told.source.row, told.source.column) == (
        "text-tidied",
        4,
        2,
    )


def test_the_address_behind_a_text_too_long_for_a_link_is_told(tmp_path: Path) -> None:
    text = "See the plan. " * 30
    path = fill_in(tmp_path / "r.xlsx", Form_B3="Exampleton", Form_B4="Ohio",
                   Events_A4="2016", Events_B4=text)  # fmt: skip
    workbook = load_workbook(path)
    workbook[EVENTS]["B4"].hyperlink = "https://exampleton.example/plan"
    workbook.save(path)
    (submission,), findings = read(path)
    assert submission.entry("events/1/what").value == text
    (told,) = (f for f in findings if f.rule.slug == "stray-text")
    assert "https://exampleton.example/plan" in told.detail


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///c:/plan.doc"])
def test_an_address_that_must_not_be_followed_is_told(
    tmp_path: Path, address: str
) -> None:
    path = fill_in(tmp_path / "r.xlsx", Form_B3="Exampleton", Form_B4="Ohio",
                   Events_A4="2016", Events_B4="See the plan.")  # fmt: skip
    workbook = load_workbook(path)
    workbook[EVENTS]["B4"].hyperlink = address
    workbook.save(path)
    (submission,), findings = read(path)
    assert submission.entry("events/1/what").value == "See the plan."
    assert [f.detail for f in findings if f.rule.slug == "stray-text"] == [
        f"The address behind the text is not printed: {address}."
    ]


HI = "mailto:clerk@exampleton.example?subject=Hi"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("mail us", [f"The address behind the text was read: {HI}."]),
        ("Clerk@exampleton.example", []),
    ],
)
def test_a_subject_behind_an_e_mail_address_is_no_part_of_it(
    tmp_path: Path, text: str, said: list[str]
) -> None:
    path = fill_in(tmp_path / "r.xlsx", Form_B3="Exampleton", Form_B4="Ohio",
                   Form_B9=text)  # fmt: skip
    workbook = load_workbook(path)
    workbook["Form"]["B9"].hyperlink = HI
    workbook.save(path)
    (submission,), findings = read(path)
    typed = submission.entry("city/email").value
    reading = understand("email", typed, Asked())
    assert str(reading.value).lower() == "clerk@exampleton.example"
    assert [finding.detail for finding in findings] == said


def test_an_unknown_label_is_named_with_its_answer_and_a_guess(tmp_path: Path) -> None:
    path = fill_in(tmp_path / "r.xlsx", Form_B3="Exampleton", Form_A5="Major")
    workbook = load_workbook(path)
    workbook["Form"]["B5"] = "Jordan Example"
    workbook.save(path)
    _, (finding,) = read(path)
    assert as_text(finding) == (
        "r.xlsx, Form!A5: warning: “Major” is not a question of the form. "
        "It says “Jordan Example”. [unknown-question]\n"
        "  hint: Perhaps it should read “Mayor *”."
    )


def test_an_unknown_label_on_another_sheet_is_told_with_a_guess(tmp_path: Path) -> None:
    path = write_sheets(
        tmp_path / "r.xlsx", Reply="City|Exampleton\nState|Ohio\nMajor|Jo"
    )
    _, (finding,) = read(path)
    assert finding.hint == "Perhaps “Mayor” is meant."


def test_labels_that_were_typed_over_are_named_by_their_neighbors(
    tmp_path: Path,
) -> None:
    path = fill_in(
        tmp_path / "r.xlsx", Form_B3="Exampleton", Form_A5="Boss", Form_B5="Jo",
        Form_A8="1887?", Form_B8="May", Events_B3="Tell us", Events_B4="A walk.",
    )  # fmt: skip
    _, findings = read(path)
    assert [(each.value, each.hint) for each in findings] == [
        ("Jo", "Perhaps it should read “Mayor *”."),
        ("May", "Perhaps it should read “Founded”."),
        ("A walk.", "Perhaps it should read “What was done *”."),
    ]


def test_a_label_that_stands_elsewhere_is_the_only_one_that_is_absent(
    tmp_path: Path,
) -> None:
    path = fill_in(
        tmp_path / "r.xlsx", Form_B3="Exampleton", Form_A5=None, Form_A20="Boss",
        Form_B20="Jo",
    )  # fmt: skip
    _, (finding,) = read(path)
    assert finding.hint == "Perhaps it should read “Mayor *”."


def test_text_in_the_column_that_counts_words_is_named(tmp_path: Path) -> None:
    path = fill_in(
        tmp_path / "r.xlsx", Form_B3="Exampleton", Form_D15="see my letter",
        Form_D4="Ohio", Events_B4="A walk.", Events_C5="A picnic.", Events_C9="More.",
    )  # fmt: skip
    _, findings = read(path)
    assert {each.detail for each in findings} == {
        "Text stands in the word-count column."
    }
    assert [
        (place, each.hint)
        for (_, place), each in zip(troubles(findings), findings, strict=True)
    ] == [
        ("Form!D4", "Move it to B4."),
        ("Form!D15", "Move it to B15."),
        (f"{EVENTS}!C5", "Move it to B5."),
        (f"{EVENTS}!C9", "Move it to B9."),
    ]


@pytest.mark.parametrize(
    "count", [12, "12", "12 of 20", "21 – too long", "21 of 20: too long"]
)
def test_a_count_of_words_is_no_text_of_the_city(tmp_path: Path, count: Typed) -> None:
    path = fill_in(
        tmp_path / "r.xlsx", Form_B3="Exampleton", Form_D15=count, Events_C4=count
    )
    _, findings = read(path)
    assert not findings


def test_a_number_beside_an_answer_is_named_where_no_words_are_counted(
    tmp_path: Path,
) -> None:
    path = write_sheets(
        tmp_path / "r.xlsx", Form="City|Exampleton\nState|Ohio\nStory|It rained.|2016"
    )
    _, findings = read(path)
    assert troubles(findings) == [("stray-text", "Form!C3")]


def test_text_under_a_heading_that_asks_nothing_is_named(tmp_path: Path) -> None:
    path = fill_in(
        tmp_path / "r.xlsx", Form_B3="Exampleton", Events_E3="Event", Events_E4="Walk"
    )
    _, findings = read(path)
    assert troubles(findings) == [("stray-text", f"{EVENTS}!E4")]


def test_a_workbook_without_its_form_sheet_is_told_so(tmp_path: Path) -> None:
    path = fill_in(tmp_path / "r.xlsx", Events_B4="A walk.")
    workbook = load_workbook(path)
    workbook.remove(workbook["Form"])
    workbook.save(path)
    (submission,), (finding,) = read(path)
    assert submission.entry("events/1/what").value == "A walk."
    assert finding.rule.slug == "no-form-found"
    assert finding.detail.startswith("The sheet “Form”, which names the city, is")


def test_answers_one_column_to_the_right_are_read_with_a_warning(
    tmp_path: Path,
) -> None:
    path = write_sheets(tmp_path / "r.xlsx", Form="City||Exampleton\nState||Ohio")
    (submission,), findings = read(path)
    assert answers(submission) == {"city/name": "Exampleton", "city/state": "Ohio"}
    assert troubles(findings) == [
        ("moved-answer", "Form!C1"),
        ("moved-answer", "Form!C2"),
    ]
    assert findings[0].hint == "Move it to B1."


def test_an_answer_whose_label_was_deleted_is_named(tmp_path: Path) -> None:
    path = fill_in(
        tmp_path / "r.xlsx", Form_B3="Exampleton", Form_A5=None, Form_B5="Jo"
    )
    _, findings = read(path)
    assert troubles(findings) == [("stray-text", "Form!B5")]


def test_an_extra_column_in_a_table_is_named_at_its_heading(tmp_path: Path) -> None:
    path = fill_in(
        tmp_path / "r.xlsx", Form_B3="Exampleton", Events_B4="A walk.",
        Events_F3="Who came", Events_F4="Many", Events_G5="also",
    )  # fmt: skip
    _, findings = read(path)
    assert [(each.rule.slug, each.source.row, each.value) for each in findings] == [
        ("unknown-question", 3, "Many"),
        ("stray-text", 5, "also"),
    ]


def test_two_answers_to_one_question_are_both_named(tmp_path: Path) -> None:
    path = fill_in(tmp_path / "r.xlsx", Form_B3="Exampleton", Form_B5="Jo")
    workbook = load_workbook(path)
    sheet = workbook.create_sheet("More")
    sheet["A1"], sheet["B1"] = "Mayor", "Jordan Example"
    workbook.save(path)
    (submission,), findings = read(path)
    assert submission.entry("city/mayor").value == "Jo"
    assert troubles(findings) == [
        ("ambiguous-question", "Form!B5"),
        ("ambiguous-question", "More!B1"),
    ]
    assert "If the workbook holds two cities, make a file of each" in findings[0].hint


def test_a_merged_answer_is_read_from_its_first_cell(tmp_path: Path) -> None:
    path = fill_in(tmp_path / "r.xlsx", Form_B3="Exampleton", Form_B15="It rained.")
    workbook = load_workbook(path)
    workbook["Form"].merge_cells("B15:E18")
    workbook.save(path)
    (submission,), findings = read(path)
    assert submission.entry("city/story").value == "It rained."
    assert not findings


def test_a_merged_label_has_its_answer_beside_the_merged_cells(tmp_path: Path) -> None:
    path = write_sheets(tmp_path / "r.xlsx", Form="City||Exampleton\nState|Ohio")
    workbook = load_workbook(path)
    workbook["Form"].merge_cells("A1:B1")
    workbook.save(path)
    (submission,), findings = read(path)
    assert answers(submission) == {"city/name": "Exampleton", "city/state": "Ohio"}
    assert not findings


def test_a_table_without_its_heading_row_is_an_error(tmp_path: Path) -> None:
    path = fill_in(tmp_path / "r.xlsx", Form_B3="Exampleton", Events_B4="A walk.")
    workbook = load_workbook(path)
    workbook[EVENTS].delete_rows(1, 3)
    workbook.save(path)
    _, findings = read(path)
    assert troubles(findings) == [("no-form-found", EVENTS)]


def test_entries_in_numbered_blocks_are_read(tmp_path: Path) -> None:
    path = write_sheets(
        tmp_path / "r.xlsx",
        Form="""
            City|Exampleton
            State|Ohio
            Event 1
            Date|2016-07-18
            What was done|A walk.
            Event 2
            What was done|A picnic.
            Quotation 1: Words said|We are here.
            Quotation 1: Speaker|Jordan Example
        """,
    )
    (submission,), findings = read(path)
    assert not findings
    read_answers = answers(submission)
    assert read_answers["events/1/date"] == "2016-07-18"
    assert read_answers["events/2/what"] == "A picnic."
    assert read_answers["quotes/1/speaker"] == "Jordan Example"


def test_labels_and_answers_in_pairs_on_one_row_are_no_table(tmp_path: Path) -> None:
    path = write_sheets(
        tmp_path / "r.xlsx", Form="City|Exampleton|State|Ohio\nMayor|Jordan Example"
    )
    (submission,), findings = read(path)
    assert not findings
    assert answers(submission)["city/state"] == "Ohio"


def test_text_on_another_sheet_is_named_once(tmp_path: Path) -> None:
    path = fill_in(tmp_path / "r.xlsx", Form_B3="Exampleton")
    workbook = load_workbook(path)
    sheet = workbook.create_sheet("Notes")
    sheet["B2"], sheet["B3"] = "More about us", "and more"
    workbook.save(path)
    _, (finding,) = read(path)
    assert str(finding.source) == "r.xlsx, Notes!B2"
    assert finding.value == "More about us; and more"
    assert "text in 2 cells" in finding.detail


def test_one_cell_on_another_sheet_is_told_in_the_singular(tmp_path: Path) -> None:
    path = fill_in(tmp_path / "r.xlsx", Form_B3="Exampleton")
    workbook = load_workbook(path)
    workbook.create_sheet("Notes")["B2"] = "More about us"
    workbook.save(path)
    _, (finding,) = read(path)
    assert "text in 1 cell," in finding.detail


def test_a_formula_gives_what_it_gave_when_it_was_saved(tmp_path: Path) -> None:
    path = fill_in(tmp_path / "r.xlsx", Form_B3="Exampleton", Form_B6="=60000+5000")
    (submission,), findings = read(path)
    assert troubles(findings) == [("formula-not-calculated", "Form!B6")]
    assert submission.entry("city/population").value == ""
    _change(path, "xl/worksheets/sheet2.xml", b"5000</f><v />", b"5000</f><v>65000</v>")
    _change(path, "xl/worksheets/sheet2.xml", b"5000</f><v></v>",
            b"5000</f><v>65000</v>")  # fmt: skip
    (submission,), findings = read(path)
    assert not findings
    assert submission.entry("city/population").value == "65000"


def test_an_error_of_the_spreadsheet_program_is_named(tmp_path: Path) -> None:
    path = fill_in(tmp_path / "r.xlsx", Form_B3="Exampleton", Form_B6="#REF!")
    _, findings = read(path)
    assert troubles(findings) == [("error-value", "Form!B6")]
    assert findings[0].path == "city/population"
    assert findings[0].detail == (
        "Population: the cell shows an error of the spreadsheet program."
    )


def test_a_cell_without_a_result_is_named_with_its_entry(tmp_path: Path) -> None:
    path = fill_in(tmp_path / "r.xlsx", Form_B3="Exampleton", Events_B4="A walk.",
                   Events_B7="A picnic.", Events_A7="=TODAY()")  # fmt: skip
    _, (finding,) = read(path)
    assert finding.path == "events/2/date"
    assert finding.detail == "Event 2: Date: the cell holds a formula without a result."


@pytest.mark.parametrize(
    ("shown", "read_as"),
    [
        ("mmm-yy", "2016-07"),
        ("yyyy", "2016"),
        ("d-mmm", "July 1"),
        ("m/d/yyyy", "2016-07-01"),
        ('[$-409]d" of "mmmm yyyy', "2016-07-01"),
    ],
)
def test_a_date_says_no_more_than_the_cell_shows(
    tmp_path: Path, shown: str, read_as: str
) -> None:
    path = fill_in(tmp_path / "r.xlsx", Form_B3="Exampleton", Form_B8=42552)
    workbook = load_workbook(path)
    workbook["Form"]["B8"].number_format = shown
    workbook.save(path)
    (submission,), _ = read(path)
    assert submission.entry("city/founded").value == read_as


@pytest.mark.parametrize(
    ("value", "shown", "read_as"),
    [
        (2114, "00000", "02114"),
        (0.65, "0%", "65%"),
        (0.1 + 0.2, "General", "0.3"),
        (1e15, "General", "1000000000000000"),
        (False, "General", "no"),
        (48, '0 "thousand"', "48 thousand"),
        (48, '0"K"', "48K"),
        (48, r"0\K", "48K"),
        (48, '0 "(000s)"', "48 (000s)"),
        (1.2, '$0.0" million"', "1.2 million"),
        (5000, '"about "0', "about 5000"),
        (4, '0"–5"', "4–5"),
        (48, '0"%"', "48%"),
        (48210, "#,##0,", "48210"),
        (48210, '#,##0,"K"', "48210"),
        (1200000, '$0.0,,"M"', "1200000"),
        (48210, '0.0,"M"', "48.21M"),
        (500, '[>=1000000]0.0,,"M";[>=1000]0.0," thousands";0', "500"),
        (-48, '0" above";0" below"', "-48 below"),
        (0, '0;-0;"none"', "none"),
        (2, '[=1]"one";[=2]"two"', "two"),
        (5, '"US$"#,##0_);(0)', "5"),
        (5, '_("$"* #,##0.00_);_("$"* \\(#,##0.00\\)', "5"),
        (5185551234, r"[<=9999999]###-####;\(###\)\ ###-####", "5185551234"),
        ("a_x000D_\nb", "@", "a\n\nb"),
        ("a _xD83D_ b", "@", "a _xD83D_ b"),
    ],
)
def test_a_value_is_read_as_the_cell_shows_it(
    tmp_path: Path, value: Typed, shown: str, read_as: str
) -> None:
    path = fill_in(tmp_path / "r.xlsx", Form_B3="Exampleton", Form_B15=value)
    workbook = load_workbook(path)
    workbook["Form"]["B15"].number_format = shown
    workbook.save(path)
    (submission,), _ = read(path)
    assert submission.entry("city/story").value == read_as


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        ([Run("a "), Run("b ", bold=True), Run("c")], "a **b** c"),
        ([Run("a"), Run("b.", italic=True), Run("c")], "a*b*.c"),
        ([Run("a\nb", bold=True), Run("\nc")], "**a**\n**b**\nc"),
        ([Run("a", bold=True, italic=True), Run(" 5*3")], "***a*** 5\\*3"),
        ([Run("all", bold=True)], ""),
        ([Run("a\n\nb", bold=True), Run(" c")], "**a**\n\n**b** c"),
    ],
)
def test_marks_stand_where_markdown_takes_them(runs: list[Run], text: str) -> None:
    assert markdown(runs) == text


# Tables with a city a row


def test_each_row_of_a_table_is_a_city(tmp_path: Path) -> None:
    path = write_sheets(
        tmp_path / "t.xlsx",
        Replies="""
            Short replies from cities

            City|State|Mayor|Event 1: Date|Event 1 what|Events/2/what|Words said
            Exampleton|Ohio|Jordan Example|2016|A walk.|A picnic.|We are here.

            Sampleville|Ill.|||||
        """,
    )
    (first, second), findings = read(path)
    assert troubles(findings) == [("note-for-editors", "Replies!A1")]
    assert str(first.source) == "t.xlsx, Replies!4"
    assert answers(first) == {
        "city/name": "Exampleton",
        "city/state": "Ohio",
        "city/mayor": "Jordan Example",
        "events/1/date": "2016",
        "events/1/what": "A walk.",
        "events/2/what": "A picnic.",
        "quotes/1/text": "We are here.",
    }
    assert str(second.source) == "t.xlsx, Replies!6"
    assert str(second.entry("city/mayor").source) == "t.xlsx, Replies!C6"


def test_an_unknown_column_is_named_once(tmp_path: Path) -> None:
    table = "City|State|District\nExampleton|Ohio|4\nSampleville|Ill.|7"
    path = write_sheets(tmp_path / "t.xlsx", Replies=table)
    submissions, findings = read(path)
    assert len(submissions) == 2
    assert troubles(findings) == [("unknown-question", "Replies!C1")]


def test_a_label_of_two_sections_needs_its_section(tmp_path: Path) -> None:
    table = "City|State|Source|Event: Source\nExampleton|Ohio|a.example|b.example"
    path = write_sheets(tmp_path / "t.xlsx", Replies=table)
    (submission,), findings = read(path)
    assert submission.entry("events/1/source").value == "b.example"
    assert troubles(findings) == [("unclear-question", "Replies!C1")]


def test_a_second_heading_row_of_a_survey_tool_is_no_city(tmp_path: Path) -> None:
    table = "City|State\nOpen-Ended Response|Response\nExampleton|Ohio"
    submissions, findings = read(write_sheets(tmp_path / "t.xlsx", Replies=table))
    assert len(submissions) == 1
    assert not findings


def test_a_table_without_rows_has_no_answers(tmp_path: Path) -> None:
    _, findings = read(write_sheets(tmp_path / "t.xlsx", Replies="City|State"))
    assert troubles(findings) == [("no-answers", "t.xlsx")]


def test_no_answers_make_no_entries() -> None:
    assert assemble(()) == ((), [])


# Files that cannot be read


def _change(path: Path, part: str, old: bytes, new: bytes) -> None:
    """Replace bytes in one part of a package."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts[part] = parts[part].replace(old, new)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "file is empty"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (OLE + "WordDocument".encode("utf-16-le"), "an old Word document"),
        (OLE + "Contents".encode("utf-16-le"), "of an old Office format"),
        (b"%PDF-1.7\n\x00", "it is a PDF"),
        (b"City,State\nExampleton,Ohio\n", "it is a text file"),
        (b"<html><table>", "it is a web page"),
        (b"PK\x03\x04 and then nothing", "damaged"),
        (b"\x00\x01\x02", "unknown kind"),
    ],
)
def test_a_file_that_is_no_workbook_is_told_by_what_it_is(
    tmp_path: Path, data: bytes, says: str
) -> None:
    (tmp_path / "a.xlsx").write_bytes(data)
    submissions, (finding,) = read(tmp_path / "a.xlsx")
    assert not submissions
    assert finding.rule.slug == "unreadable-file"
    assert says in finding.detail


def test_a_workbook_cut_anywhere_is_a_finding(tmp_path: Path) -> None:
    path = fill_in(tmp_path / "r.xlsx", Form_B3="Exampleton")
    data = path.read_bytes()
    for length in range(4, len(data), len(data) // 15):
        path.write_bytes(data[:length])
        submissions, findings = read(path)
        assert not submissions
        assert {finding.rule.slug for finding in findings} == {"unreadable-file"}


@pytest.mark.parametrize(
    "part",
    ["xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet2.xml",
     "[Content_Types].xml", "xl/_rels/workbook.xml.rels"],
)  # fmt: skip
def test_a_workbook_with_a_broken_part_is_a_finding(tmp_path: Path, part: str) -> None:
    path = fill_in(tmp_path / "r.xlsx", Form_B3="Exampleton")
    _change(path, part, b"<", b"<<")
    submissions, findings = read(path)
    assert not submissions
    assert {finding.rule.slug for finding in findings} == {"unreadable-file"}


WHOLE_SHEET = b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'


@pytest.mark.parametrize(
    ("old", "new", "slug"),
    [
        (b"</sheetData>", b"</sheetData>" + WHOLE_SHEET, "too-large"),
        (b"<sheetData>", b"<sheetData>" + b"<row/>" * 100_001, "too-large"),
        (b"<worksheet", b"<!DOCTYPE x [<!ENTITY a 'b'>]><worksheet", "unreadable-file"),
    ],
)  # fmt: skip
def test_a_workbook_that_would_hang_the_machine_is_refused(
    tmp_path: Path, old: bytes, new: bytes, slug: str
) -> None:
    path = fill_in(tmp_path / "r.xlsx", Form_B3="Exampleton")
    _change(path, "xl/worksheets/sheet2.xml", old, new)
    submissions, findings = read(path)
    assert not submissions
    assert [finding.rule.slug for finding in findings] == [slug]


def test_a_strict_workbook_is_told_how_to_be_saved(tmp_path: Path) -> None:
    path = fill_in(tmp_path / "r.xlsx", Form_B3="Exampleton")
    transitional = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    strict = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    _change(path, "xl/workbook.xml", transitional, strict)
    _, (finding,) = read(path)
    assert "Strict" in finding.detail


def test_a_workbook_without_any_question_is_no_form(tmp_path: Path) -> None:
    _, findings = read(write_sheets(tmp_path / "x.xlsx", Budget="Roads|5\nParks|7"))
    assert troubles(findings) == [("no-form-found", "x.xlsx")]


def test_an_empty_workbook_is_no_form(tmp_path: Path) -> None:
    Workbook().save(tmp_path / "x.xlsx")
    _, findings = read(tmp_path / "x.xlsx")
    assert troubles(findings) == [("no-form-found", "x.xlsx")]


# A folder


def test_a_folder_is_read_in_the_order_of_names(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    fill_in(tmp_path / "b" / "x.xlsx", Form_B3="Exampleton")
    (tmp_path / "c.yaml").write_text("city: Sampleville\n")
    (tmp_path / "A.YML").write_text("city: Testburg\n")
    (tmp_path / "edition.yaml").write_text("title: A book\n")
    (tmp_path / "returned").mkdir()
    (tmp_path / "returned" / "d.docx").write_bytes(b"PK")
    for name in (".gitkeep", ".DS_Store", "Thumbs.db", "desktop.ini"):
        (tmp_path / name).write_bytes(b"\x00")
    submissions, findings = read_submissions(tmp_path, FORM)
    assert not findings
    assert [submission.source.file for submission in submissions] == [
        *("A.YML", "b/x.xlsx", "c.yaml"),
    ]


def test_answers_in_the_folder_of_corrected_pages_are_named(tmp_path: Path) -> None:
    (tmp_path / "returned").mkdir()
    (tmp_path / "returned" / "d.docx").write_bytes(b"PK")
    fill_in(tmp_path / "returned" / "mended.xlsx", Form_B3="Exampleton")
    submissions, findings = read_submissions(tmp_path, FORM)
    assert not submissions
    assert [(each.source.file, each.rule.slug) for each in findings] == [
        ("returned/mended.xlsx", "ignored-file")
    ]


def test_what_is_no_submission_is_named_and_left_alone(tmp_path: Path) -> None:
    for name in ("~$x.xlsx", ".~lock.x.xlsx#", "._x.xlsx", ".hidden.yaml"):
        (tmp_path / name).write_bytes(b"\x00")
    submissions, findings = read_submissions(tmp_path, FORM)
    assert not submissions
    assert {finding.rule.slug for finding in findings} == {"ignored-file"}
    assert len(findings) == 4


@pytest.mark.parametrize("lock", ["~$r.xlsx", ".~lock.r.xlsx#"])
def test_a_workbook_that_is_open_is_named(tmp_path: Path, lock: str) -> None:
    (tmp_path / "b").mkdir()
    fill_in(tmp_path / "b" / "r.xlsx", Form_B3="Exampleton")
    (tmp_path / "b" / lock).write_bytes(b"\x00")
    _, findings = read_submissions(tmp_path, FORM)
    assert troubles(findings) == [("open-file", "b/r.xlsx")]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("a.fods", "Open it in Excel and save it as “Excel Workbook (.xlsx)”."),
        ("a.NUMBERS", "In Numbers, choose File > Export To > Excel."),
        ("a.zip", "Unpack it and put the files in it here."),
        ("a.docx", "Copy the answers into the blank form, output/form.xlsx."),
        ("a.pdf", "Copy the answers into the blank form, output/form.xlsx."),
        ("a.JPG", "Copy the answers into the blank form, output/form.xlsx."),
        ("a.dwg", "Send the answers in the form workbook (.xlsx) or as a YAML file."),
    ],
)
def test_another_kind_of_file_is_told_what_to_do(
    tmp_path: Path, name: str, hint: str
) -> None:
    (tmp_path / name).write_bytes(b"City")
    _, (finding,) = read_submissions(tmp_path, FORM)
    assert finding.rule.slug == "unknown-file-kind"
    assert finding.hint == hint


@pytest.mark.parametrize("name", ["reply", "City of St. Example"])
def test_a_file_without_an_ending_is_told_so(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"City")
    _, (finding,) = read_submissions(tmp_path, FORM)
    assert finding.detail == "The file's name has no ending."


@pytest.mark.parametrize("name", ["a.xlsx", "a.yaml", "a.docx", "a"])
def test_an_empty_file_is_to_be_sent_again(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    _, (finding,) = read_submissions(tmp_path, FORM)
    assert finding.detail == "The file is empty."
    assert finding.hint == "Ask the city to send it again."


@pytest.mark.parametrize(
    "name",
    ["edition (1).yaml", "edition.yml", "edition.yaml.txt", "Edition.yaml",
     "Copy of edition.yaml", "edition - Copy.yaml", "edition copy 2.yaml",
     "b/edition.yaml"],
)  # fmt: skip
def test_a_copy_of_the_edition_is_no_submission(tmp_path: Path, name: str) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / name).write_text("title: A book\n")
    _, (finding,) = read_submissions(tmp_path, FORM)
    assert finding.rule.slug == "unknown-file-kind"
    assert "must have exactly that name" in finding.detail


def test_a_city_may_have_edition_in_its_name(tmp_path: Path) -> None:
    (tmp_path / "edition-heights.yaml").write_text("city: Edition Heights\n")
    submissions, findings = read_submissions(tmp_path, FORM)
    assert len(submissions) == 1
    assert not findings


def test_what_is_not_a_plain_file_is_never_opened(tmp_path: Path) -> None:
    outside = tmp_path / "outside.yaml"
    outside.write_text("city: Exampleton\n")
    folder = tmp_path / "in"
    folder.mkdir()
    os.mkfifo(folder / "pipe.yaml")
    (folder / "folder.xlsx").mkdir()
    (folder / "out.yaml").symlink_to(outside)
    (folder / "gone.yaml").symlink_to(folder / "nowhere")
    (folder / "loop.yaml").symlink_to(folder / "loop.yaml")
    (folder / "up").symlink_to(tmp_path)
    submissions, findings = read_submissions(folder, FORM)
    assert not submissions
    assert sorted(finding.source.file for finding in findings) == [
        *("folder.xlsx", "gone.yaml", "loop.yaml", "out.yaml", "pipe.yaml", "up"),
    ]
    assert {finding.rule.slug for finding in findings} == {"unreadable-file"}


def test_a_name_that_is_no_text_is_a_finding(tmp_path: Path) -> None:
    os.close(os.open(bytes(tmp_path) + b"/\xff.yaml", os.O_CREAT))
    _, findings = read_submissions(tmp_path, FORM)
    assert troubles(findings) == [("unreadable-file", "�.yaml")]
    assert as_text(findings[0]).encode("utf-8")


# Words of findings


def test_the_title_of_another_table_is_no_city(tmp_path: Path) -> None:
    path = write_sheets(
        tmp_path / "r.xlsx",
        Data="City|State|Mayor\nExampleton|Ohio|Ann\n\nOthers\nCity|State|Population",
    )
    (submission,), (told,) = read(path)
    assert answers(submission)["city/mayor"] == "Ann"
    assert (told.rule.slug, told.source.row) == ("uneven-row", 4)
    assert told.value == "Others; City; State; Population"


@pytest.mark.parametrize("name", ["partners", "returned", "edition.yaml"])
def test_a_name_that_is_taken_at_the_top_is_free_below(
    tmp_path: Path, name: str
) -> None:
    folder = tmp_path / "sub" / name
    folder.mkdir(parents=True)
    (folder / "r.yaml").write_text("city: Exampleton\nstate: Ohio\n")
    submissions, findings = read_submissions(tmp_path, FORM)
    if name == "edition.yaml":
        assert [each.hint for each in findings] == [
            "Rename it, without “.yaml”, and what is in it will be read."
        ]
    else:
        assert [each.source.file for each in submissions] == [f"sub/{name}/r.yaml"]
        assert not findings


def test_a_merged_cell_that_covers_too_much_is_named(tmp_path: Path) -> None:
    path = fill_in(tmp_path / "r.xlsx", Form_B3="Exampleton", Form_B4="Ohio")
    vast = b'</sheetData><mergeCells><mergeCell ref="B30:CV2000"/></mergeCells>'
    _change(path, "xl/worksheets/sheet2.xml", b"</sheetData>", vast)
    _, (finding,) = read(path)
    assert finding.rule.slug == "too-large"
    assert finding.detail == (
        "A link or merged cell covers B30:CV2000; all of them cover 195,129 cells, and "
        "the limit is 100,000."
    )


def test_a_question_on_the_wrong_sheet_is_no_other_question(tmp_path: Path) -> None:
    path = write_sheets(
        tmp_path / "r.xlsx",
        Form="City|Exampleton\nState|Ohio",
        Events="City|Date|What was done\nSampleford|2016|A walk.",
    )
    _, findings = read(path)
    (told,) = (each for each in findings if each.rule.slug == "unknown-question")
    assert told.detail == "“City” is not asked on this sheet; 1 answered it."
    assert told.hint == "Fill in a form of its own for each city."


def test_a_guess_begins_as_what_was_typed() -> None:
    assert labels_of(form()).guess("cities") == ""
    assert labels_of(form()).guess("activites") == "Perhaps “Activities” is meant."
