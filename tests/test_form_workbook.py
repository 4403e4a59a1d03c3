import datetime
import time
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.workbook.workbook import Workbook

from citybook.findings import Severity
from citybook.form import Field, Form, Section
from citybook.form_layout import own_texts, sheet_names
from citybook.readers.workbook import read_workbook
from citybook.readers.yaml_file import read_yaml
from citybook.typography import match_key
from citybook.writers.form_workbook import write_form_workbook
from citybook.writers.form_yaml import write_form_yaml
from citybook.yaml_marks import as_data, read_documents
from spreadsheets import EVENTS, FORM, Typed, answers, fill_in, troubles


@pytest.fixture
def blank(tmp_path: Path) -> Workbook:
    write_form_workbook(FORM, tmp_path / "form.xlsx")
    return load_workbook(tmp_path / "form.xlsx")


def test_it_has_a_sheet_for_what_is_asked_once_and_one_for_each_repeated_section(
    blank: Workbook,
) -> None:
    assert blank.sheetnames == ["Instructions", "Form", EVENTS, "Quotation", "Lists"]
    assert blank["Lists"].sheet_state == "hidden"


def test_it_marks_a_required_question_by_a_star_and_by_the_word(
    blank: Workbook,
) -> None:
    assert blank["Form"]["A3"].value == "City *"
    assert blank["Form"]["C3"].value.startswith("Required. ")
    assert blank["Form"]["A6"].value == "Population"


def test_it_locks_the_labels_and_leaves_the_answers_open(blank: Workbook) -> None:
    for name in ("Form", EVENTS, "Quotation"):
        assert blank[name].protection.sheet
        assert not blank[name].protection.password
    assert blank["Form"]["A3"].protection.locked
    assert not blank["Form"]["B3"].protection.locked
    assert not blank[EVENTS]["B4"].protection.locked
    assert not blank[EVENTS].column_dimensions["B"].protection.locked


def test_it_offers_a_list_where_the_answers_are_known(blank: Workbook) -> None:
    rules = {
        str(rule.sqref): rule for rule in blank["Form"].data_validations.dataValidation
    }
    listed = {
        place: rule.formula1 for place, rule in rules.items() if rule.type == "list"
    }
    assert set(listed) == {"B4", "B12", "B13"}
    first = listed["B13"].removeprefix("Lists!").replace("$", "").split(":")[0]
    assert blank["Lists"][first].value == "Forum"


def test_it_tells_how_to_answer_within_the_limits_of_excel(blank: Workbook) -> None:
    for sheet in blank.worksheets:
        for rule in sheet.data_validations.dataValidation:
            assert rule.showInputMessage
            assert 0 < len(rule.promptTitle) <= 32
            assert 0 < len(rule.prompt) <= 255


def test_it_counts_words_beside_each_limited_answer(blank: Workbook) -> None:
    assert blank["Form"]["D15"].value.startswith("=LEN(TRIM(")
    assert blank["Form"]["D14"].value is None
    assert blank[EVENTS]["C3"].value == "Words (20 at most)"
    assert all(blank[EVENTS].cell(row, 3).value for row in range(4, 8))


def test_it_frames_the_answers_and_not_the_counts(blank: Workbook) -> None:
    for answer, count in (("B4", "C4"), ("B7", "C7")):
        assert blank[EVENTS][answer].border.left.style
        assert not blank[EVENTS][count].border.left.style
    assert not blank["Form"]["D15"].border.left.style


def test_it_keeps_what_is_typed_as_text_but_for_dates_and_numbers(
    blank: Workbook,
) -> None:
    formats = [blank["Form"].cell(row, 2).number_format for row in range(3, 16)]
    calculated = {6: "General", 7: "General", 8: "General"}
    assert formats == [calculated.get(row, "@") for row in range(3, 16)]


def test_it_bears_its_version_where_edits_do_not_reach_it(blank: Workbook) -> None:
    assert blank.defined_names["citybook_form"].attr_text == '"sample/2"'
    texts = [cell.value for row in blank["Instructions"] for cell in row]
    assert "Form: sample/2" in texts


def test_it_prints_on_whole_pages_with_its_heading_on_each(blank: Workbook) -> None:
    for name in ("Form", EVENTS):
        page = blank[name].sheet_properties.pageSetUpPr
        assert page
        assert page.fitToPage
        assert blank[name].page_setup.fitToHeight == 0
        assert blank[name].print_title_rows
        assert blank[name].freeze_panes


def test_it_gives_the_same_bytes_at_any_time(tmp_path: Path) -> None:
    first, second = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    write_form_workbook(FORM, first)
    time.sleep(1.1)
    write_form_workbook(FORM, second)
    assert first.read_bytes() == second.read_bytes()


def test_it_writes_a_label_that_looks_like_a_formula_as_text(tmp_path: Path) -> None:
    field = Field("sum", "=1+1", "text", hint="=2+2")
    city = (*FORM.sections[0].fields[:2], field)
    form = Form("odd", 1, "=cmd()", (Section("city", "=City", city),))
    write_form_workbook(form, tmp_path / "form.xlsx")
    workbook = load_workbook(tmp_path / "form.xlsx")
    cells = [cell for sheet in workbook for row in sheet for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert workbook["Form"]["A5"].value == "=1+1"


def test_it_names_sheets_within_the_rules_of_excel() -> None:
    once = FORM.sections[0]
    labels = ("Form", "a" * 40, "A" * 40, "'[x]:*?/\\'", "//")
    fields = (Field("what", "What", "text"),)
    repeated = tuple(
        Section(f"s{number}", label, fields, repeats=1)
        for number, label in enumerate(labels)
    )
    names = list(sheet_names(Form("f", 1, "T", (once, *repeated))).values())
    assert names == ["Form 2", "a" * 31, "A" * 27 + " 2", "x", "Entries"]


def test_it_knows_all_its_own_words_again(blank: Workbook) -> None:
    labels = {match_key(field.label) for part in FORM.sections for field in part.fields}
    known = own_texts(FORM) | labels
    for sheet in blank.worksheets[:-1]:
        for cell in (cell for row in sheet for cell in row):
            if isinstance(cell.value, str) and cell.data_type == "s":
                is_known = match_key(cell.value) in known
                assert is_known or cell.value.startswith("Form: "), cell.coordinate


def test_it_knows_the_words_of_a_form_that_went_out_before(tmp_path: Path) -> None:
    before = "Type a date such as 7/18/2016, July 2016 or 2016."
    path = fill_in(
        tmp_path / "r.xlsx", Form_B3="Exampleton", Form_C8=before, Events_A2=before
    )
    _, findings = read_workbook(path.read_bytes(), "r.xlsx", FORM)
    assert not findings


FILLED: dict[str, Typed] = {
    "Form_B3": "Exampleton",
    "Form_B4": "Ohio",
    "Form_B5": "Jordan Example",
    "Form_B6": 65000.0,
    "Form_B7": 1234.1 + 0.2,
    "Form_B8": datetime.datetime(1887, 5, 1),
    "Form_B9": "clerk@exampleton.example",
    "Form_B10": 6175550142,
    "Form_B11": "https://exampleton.example",
    "Form_B12": True,
    "Form_B13": "Vigil, march or rally",
    "Form_B14": "Forum; Vigil, march or rally",
    "Form_B15": "It rained.\nWe met:\n• inside\n• outside",
    "Events_A4": datetime.datetime(2016, 7, 18),
    "Events_B4": "A picnic.",
    "Events_B6": "A walk.",
    "Events_D6": "https://exampleton.example/walk",
    "Quotation_A4": "We are here.",
    "Quotation_B4": "Jordan Example",
}


def test_it_is_read_back_whole(tmp_path: Path) -> None:
    path = fill_in(tmp_path / "reply.xlsx", **FILLED)
    (submission,), findings = read_workbook(path.read_bytes(), "reply.xlsx", FORM)
    assert not findings
    assert submission.stamp == "sample/2"
    assert str(submission.source) == "reply.xlsx, Form"
    assert answers(submission) == {
        "city/name": "Exampleton",
        "city/state": "Ohio",
        "city/mayor": "Jordan Example",
        "city/population": "65000",
        "city/budget": "1234.3",
        "city/founded": "1887-05-01",
        "city/email": "clerk@exampleton.example",
        "city/phone": "6175550142",
        "city/site": "https://exampleton.example",
        "city/open": "yes",
        "city/way": "Vigil, march or rally",
        "city/ways": "Forum; Vigil, march or rally",
        "city/story": "It rained.\n\nWe met:\n• inside\n• outside",
        "events/1/date": "2016-07-18",
        "events/1/what": "A picnic.",
        "events/2/what": "A walk.",
        "events/2/source": "https://exampleton.example/walk",
        "quotes/1/text": "We are here.",
        "quotes/1/speaker": "Jordan Example",
    }
    assert str(submission.entry("events/2/what").source).endswith("overview!B6")


def test_it_says_where_a_blank_answer_would_stand(tmp_path: Path) -> None:
    path = fill_in(tmp_path / "reply.xlsx", Form_B3="Exampleton", Events_A4="2016")
    (submission,), _ = read_workbook(path.read_bytes(), "reply.xlsx", FORM)
    assert str(submission.entry("city/mayor").source) == "reply.xlsx, Form!B5"
    blank = submission.entry("events/1/what")
    assert (blank.value, blank.source.row, blank.source.column) == ("", 4, 2)
    assert not [entry for entry in submission.entries if "events/2" in entry.path]


def test_it_is_not_an_answer_while_it_is_blank(tmp_path: Path) -> None:
    path = fill_in(tmp_path / "reply.xlsx")
    submissions, findings = read_workbook(path.read_bytes(), "reply.xlsx", FORM)
    assert not submissions
    assert troubles(findings) == [("no-answers", "reply.xlsx")]


def test_it_reads_bold_and_italic_parts_as_marks(tmp_path: Path) -> None:
    bold, italic = InlineFont(b=True), InlineFont(i=True)
    story = CellRichText(
        *("The ", TextBlock(bold, "first "), "park* of "),
        *(TextBlock(italic, "Exampleton:"), TextBlock(bold, "2016")),
    )
    path = fill_in(tmp_path / "reply.xlsx", Form_B3="Exampleton")
    workbook = load_workbook(path)
    workbook["Form"]["B15"] = story
    workbook["Form"]["B5"] = CellRichText(TextBlock(bold, "Jordan"), " Example")
    workbook.save(path)
    (submission,), _ = read_workbook(path.read_bytes(), "reply.xlsx", FORM)
    story_read = submission.entry("city/story").value
    assert story_read == "The **first** park\\* of *Exampleton*:**2016**"
    assert submission.entry("city/mayor").value == "Jordan Example"


def test_it_reads_the_address_behind_a_text(tmp_path: Path) -> None:
    path = fill_in(tmp_path / "r.xlsx", Form_B3="Exampleton", Form_B11="our site")
    workbook = load_workbook(path)
    workbook["Form"]["B11"].hyperlink = "https://exampleton.example/a"
    workbook["Form"]["B5"] = "Jordan Example"
    workbook["Form"]["B5"].hyperlink = "https://exampleton.example/mayor"
    workbook.save(path)
    (submission,), findings = read_workbook(path.read_bytes(), "r.xlsx", FORM)
    assert submission.entry("city/site").value == "https://exampleton.example/a"
    assert submission.entry("city/mayor").value == "Jordan Example"
    assert sorted(troubles(findings)) == [
        ("stray-text", "Form!B5"),
        ("text-tidied", "Form!B11"),
    ]


def test_it_reports_a_comment_and_text_outside_the_cells(tmp_path: Path) -> None:
    path = fill_in(tmp_path / "r.xlsx", Form_B3="Exampleton", Form_C4="Ohio")
    workbook = load_workbook(path)
    workbook["Form"]["B3"].comment = Comment("Call me first", "Clerk")
    workbook[EVENTS]["G9"] = "P.S."
    workbook["Instructions"]["A30"] = "Thanks!"
    workbook.save(path)
    (submission,), findings = read_workbook(path.read_bytes(), "r.xlsx", FORM)
    assert submission.entry("city/state").value == "Ohio"
    assert [(finding.value, str(finding.source)) for finding in findings] == [
        ("Call me first", "r.xlsx, Form!B3"),
        ("Thanks!", "r.xlsx, Instructions!A30"),
        ("Ohio", "r.xlsx, Form!C4"),
        ("P.S.", f"r.xlsx, {EVENTS}!G9"),
    ]
    assert findings[0].detail.endswith("comments are not printed.")
    assert findings[0].hint.endswith("then delete the comment.")


def test_it_warns_of_another_version(tmp_path: Path) -> None:
    path = fill_in(tmp_path / "r.xlsx", Form_B3="Exampleton")
    workbook = load_workbook(path)
    workbook.defined_names["citybook_form"].attr_text = '"sample/1"'
    workbook.save(path)
    (submission,), findings = read_workbook(path.read_bytes(), "r.xlsx", FORM)
    assert submission.stamp == "sample/1"
    assert troubles(findings) == [("other-form", "r.xlsx")]


def test_it_writes_a_yaml_form_that_reads_back_blank(tmp_path: Path) -> None:
    path = tmp_path / "form.yaml"
    write_form_yaml(FORM, path)
    text = path.read_text("utf-8")
    (document,), troubled = read_documents(path.read_bytes(), "form.yaml")
    data = as_data(document)
    assert isinstance(data, dict)
    assert not troubled
    assert data["form"] == "sample/2"
    assert list(data["city"]) == [field.key for field in FORM.sections[0].fields]
    assert "# City. Required." in text
    assert "story: |" in text
    assert "# State. Required. Type its name or its two letters.\n" in text
    assert "# For example: A short text\n" in text
    assert "# Main way. Type one of this list.\n  # - Forum\n" in text
    submissions, findings = read_yaml(path.read_bytes(), "form.yaml", FORM)
    assert not submissions
    assert troubles(findings)[0][0] == "no-answers"


def test_it_writes_a_yaml_form_that_can_be_filled_in(tmp_path: Path) -> None:
    path = tmp_path / "form.yaml"
    write_form_yaml(FORM, path)
    text = path.read_text("utf-8")
    text = text.replace("  name:\n", "  name: Exampleton\n")
    text = text.replace(
        "    what: |\n", "    what: |\n      A walk: long.\n\n      Two.\n"
    )
    path.write_text(text, "utf-8")
    (submission,), findings = read_yaml(path.read_bytes(), "form.yaml", FORM)
    assert not findings
    assert answers(submission) == {
        "city/name": "Exampleton",
        "events/1/what": "A walk: long.\n\nTwo.\n",
    }


def test_words_that_are_struck_out_are_held_back(tmp_path: Path) -> None:
    path = fill_in(tmp_path / "r.xlsx", Form_B3="Exampleton", Form_B4="Ohio")
    workbook = load_workbook(path, rich_text=True)
    sheet = workbook["Form"]
    sheet["B5"], sheet["B5"].font = "Jordan Example", Font(strike=True)
    sheet["B6"], sheet["B6"].font = 65000, Font(strike=True)
    gone, kept = InlineFont(strike=True), InlineFont(strike=False, b=True)
    runs = ("We met ", TextBlock(gone, "twice "), TextBlock(kept, "once"))
    sheet["B15"] = CellRichText(runs)
    sheet["A7"].font = Font(strike=True)
    workbook.save(path)
    _, findings = read_workbook(path.read_bytes(), "r.xlsx", FORM)
    assert [(str(each.source), each.value, each.path) for each in findings] == [
        ("r.xlsx, Form!B5", "Jordan Example", "city/mayor"),
        ("r.xlsx, Form!B6", "65000", "city/population"),
        ("r.xlsx, Form!B15", "twice", "city/story"),
    ]
    assert {each.rule.slug for each in findings} == {"struck-out"}
    assert {each.severity for each in findings} == {Severity.ERROR}


@pytest.mark.parametrize(
    ("stored", "meant", "told"),
    [
        ("_x005F_x0041_", "_x0041_", []),
        ("a_x005F_x000D_b_x005F_", "a_x000D_b_", []),
        ("my_x005F_", "my_", []),
        ("my x005F_", "my x005F_", []),
        ("a_x000A_b", "a\nb", []),
        ("_x0041_nn", "Ann", ["“_x0041_” was read as “A”, as Excel shows it."]),
    ],
)
def test_escapes_are_read_as_excel_writes_them(
    tmp_path: Path, stored: str, meant: str, told: list[str]
) -> None:
    written = fill_in(
        tmp_path / "w.xlsx", Form_B3="Ex", Form_B4="Ohio", Form_B5="MAYOR"
    )
    path = tmp_path / "r.xlsx"
    with ZipFile(written) as package, ZipFile(path, "w") as other:
        for name in package.namelist():
            part = package.read(name).replace(b"MAYOR", stored.encode())
            other.writestr(name, part)
    (submission,), findings = read_workbook(path.read_bytes(), "r.xlsx", FORM)
    assert submission.entry("city/mayor").value == meant
    assert [each.detail for each in findings] == told
