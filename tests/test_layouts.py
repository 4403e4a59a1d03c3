"""Layouts that nobody described: tables on their side, in parts, with boxes to tick."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from citybook.findings import Finding
from citybook.kinds import understand
from citybook.kinds.choice import split_choices
from citybook.readers.workbook import read_workbook
from citybook.submission import Submission
from citybook.writers.form_workbook import write_form_workbook
from exports import read_rows
from spreadsheets import EVENTS, FORM, answers, troubles, write_sheets

Read = tuple[tuple[Submission, ...], tuple[Finding, ...]]

CITY = {"city/name": "Exampleton", "city/state": "Ohio"}
OTHER = {"city/name": "Sampleville", "city/state": "Iowa"}
WAYS = "Forum; Vigil, march or rally"


def read(folder: Path, **sheets: str) -> Read:
    path = write_sheets(folder / "t.xlsx", **sheets)
    return read_workbook(path.read_bytes(), "t.xlsx", FORM)


def read_named(folder: Path, sheets: dict[str, str]) -> Read:
    return read(folder, **sheets)


# Tables with a city a row


def test_labels_in_one_row_with_the_answers_below_are_a_table(tmp_path: Path) -> None:
    (submission,), findings = read(
        tmp_path, T="City|State|Mayor|Population\nExampleton|Ohio|Jo|65000"
    )
    assert not findings
    assert answers(submission) == CITY | {
        "city/mayor": "Jo",
        "city/population": "65000",
    }


def test_a_heading_may_be_retyped_as_a_whole(tmp_path: Path) -> None:
    (submission,), findings = read(
        tmp_path, T="Replies\n\nYour town|Which state?|Who is the mayor?\n"
        "Exampleton|Ohio|Jo"
    )  # fmt: skip
    assert answers(submission) == CITY | {"city/mayor": "Jo"}
    assert troubles(findings) == [
        *(("near-question", "T!A3"), ("near-question", "T!B3")),
        *(("near-question", "T!C3"), ("note-for-editors", "T!A1")),
    ]
    assert findings[0].detail == "“Your town” was read as “City”."


def test_a_near_heading_takes_no_question_that_another_asks(tmp_path: Path) -> None:
    (submission,), findings = read(
        tmp_path, T="City|State|Mayor|Who is the mayor?\nExampleton|Ohio|Jo|Pat"
    )
    assert submission.entry("city/mayor").value == "Jo"
    assert troubles(findings) == [("unknown-question", "T!D1")]
    assert findings[0].value == "Pat"


def test_a_heading_that_may_mean_two_questions_quotes_its_column(
    tmp_path: Path,
) -> None:
    _, (finding,) = read(
        tmp_path, T="City|State|Source\nExampleton|Ohio|a.example\nSampleville|Iowa|b"
    )
    assert (finding.rule.slug, finding.value) == ("unclear-question", "a.example; b")
    assert finding.detail == (
        "“Source” may mean “Event: Source link” or “Quotation: Source of the words”."
    )


def test_a_table_without_its_states_is_still_one_of_cities(tmp_path: Path) -> None:
    submissions, findings = read(
        tmp_path, T="City|Mayor|Population\nExampleton|Jo|65000\nSampleville|Pat|7"
    )
    assert [each.source.row for each in submissions] == [2, 3]
    assert not findings


def test_the_heading_said_again_is_no_city(tmp_path: Path) -> None:
    submissions, findings = read(
        tmp_path, T="City|State\nExampleton|Ohio\nCity|State\nSampleville|Iowa"
    )
    assert [answers(each) for each in submissions] == [CITY, OTHER]
    assert not findings


@pytest.mark.parametrize(
    "heading", ["State|City", "City|State|Mayor", "Town|State|Budget", "Date|Mayor|"]
)
def test_another_table_below_the_first_is_not_read_as_its_rows(
    tmp_path: Path, heading: str
) -> None:
    (submission,), (finding,) = read(
        tmp_path, T=f"City|State\nExampleton|Ohio\n\n{heading}\nSampleville|Iowa"
    )
    assert answers(submission) == CITY
    assert (finding.rule.slug, str(finding.source)) == ("uneven-row", "t.xlsx, T!4")
    assert finding.value.endswith("; Sampleville; Iowa")
    assert finding.hint == "Move it to a sheet or a file of its own."


def test_another_table_below_one_of_entries_is_not_read_as_its_rows(
    tmp_path: Path,
) -> None:
    table = "Date|What was done\n2016|A walk.\n\nWhat was done|Date\nA picnic.|2015"
    sheets = {"Form": "City|Exampleton\nState|Ohio", EVENTS: table}
    (submission,), (finding,) = read_named(tmp_path, sheets)
    assert "events/2/date" not in answers(submission)
    assert finding.value == "What was done; Date; A picnic.; 2015"
    assert str(finding.source) == f"t.xlsx, {EVENTS}!4"


@pytest.mark.parametrize(
    "heading",
    [
        "City|State|Event 1: Date|Event 1: What was done|Event 2 - Date|Event 2 what",
        "City|State|Date|What was done|Date|What was done",
        "City|State|Date|What was done|Date 2|What was done 2",
        "City|State|Date|What was done|Date2|What was done2",
        "||Event 1||Event 2|\nCity|State|Date|What was done|Date|What was done",
        "||Event||Event|\nCity|State|Date|What was done|Date|What was done",
        "City|State|Event 1||Event 2|\n||Date|What was done|Date|What was done",
    ],
)
def test_entries_stand_side_by_side(tmp_path: Path, heading: str) -> None:
    (submission,), findings = read(
        tmp_path, T=f"{heading}\nExampleton|Ohio|2016|A walk.|2017|A picnic."
    )
    assert answers(submission) == CITY | {
        "events/1/date": "2016", "events/1/what": "A walk.",
        "events/2/date": "2017", "events/2/what": "A picnic.",
    }  # fmt: skip
    assert not findings


def test_each_of_several_tables_is_read(tmp_path: Path) -> None:
    submissions, findings = read(
        tmp_path,
        Ohio="City|State|Mayor\nExampleton|Ohio|Jo",
        Iowa="City|State|Mayor\nSampleville|Iowa|Pat",
    )
    assert [str(each.source) for each in submissions] == [
        "t.xlsx, Ohio!2",
        "t.xlsx, Iowa!2",
    ]
    assert not findings


# Tables on their side


def test_a_table_on_its_side_has_a_city_a_column(tmp_path: Path) -> None:
    submissions, findings = read(
        tmp_path,
        T="""
            Replies of two cities
            City|Exampleton|Sampleville
            State|Ohio|Iowa
            Mayorr|Jo|
            Council size|5|7
            Event 1: What was done||A walk.
        """,
    )
    first, second = submissions
    assert answers(first) == CITY | {"city/mayor": "Jo"}
    assert answers(second) == OTHER | {"events/1/what": "A walk."}
    assert str(second.entry("city/name").source) == "t.xlsx, T!C2"
    assert str(second.entry("city/mayor").source) == "t.xlsx, T!C4"
    assert [(str(each.source), each.value) for each in findings] == [
        ("t.xlsx, T!A4", ""),
        ("t.xlsx, T!A5", "5; 7"),
    ]


def test_a_remark_beside_an_answer_is_no_second_city(tmp_path: Path) -> None:
    (submission,), findings = read(
        tmp_path, T="City|Exampleton|our town\nState|Ohio|the Buckeye State"
    )
    assert answers(submission) == CITY
    assert troubles(findings) == [("stray-text", "T!C1"), ("stray-text", "T!C2")]


# Several forms


@pytest.mark.parametrize(
    "names",
    [
        ("Form", "Events", "Form (2)", "Events (2)"),
        ("Form", "Form (2)", "Events", "Events (2)"),
        ("Form (2)", "Form", "Events (2)", "Events"),
        ("Exampleton", "Exampleton Events", "Sampleville", "Events Sampleville"),
    ],
)
def test_two_forms_are_two_cities_with_their_entries(
    tmp_path: Path, names: tuple[str, ...]
) -> None:
    tables = {
        "first": ("City|Exampleton\nState|Ohio", "Date|What was done\n2016|A walk."),
        "other": ("City|Sampleville\nState|Iowa", "Date|What was done\n2017|A song."),
    }
    is_other = [any(sign in name for sign in ("2", "Sample")) for name in names]
    submissions, findings = read_named(
        tmp_path,
        {
            name: tables["other" if other else "first"]["Events" in name]
            for name, other in zip(names, is_other, strict=True)
        },
    )
    by_city = {each.entry("city/name").value: answers(each) for each in submissions}
    assert by_city["Exampleton"]["events/1/what"] == "A walk."
    assert by_city["Sampleville"]["events/1/what"] == "A song."
    assert not findings


def test_a_form_on_two_sheets_is_one_city(tmp_path: Path) -> None:
    (submission,), findings = read(
        tmp_path,
        One="City|Exampleton\nState|Ohio",
        Two="City|Exampleton\nState|Ohio\nMayor|Jo",
    )
    assert answers(submission) == CITY | {"city/mayor": "Jo"}
    assert not findings


def test_an_answer_beside_its_place_is_read_and_the_label_beside_it_too(
    tmp_path: Path,
) -> None:
    (submission,), findings = read(
        tmp_path, Form="City||Exampleton\nState||Mayor|Jo\nPopulation||65000|or so"
    )
    assert answers(submission) == {
        "city/name": "Exampleton", "city/mayor": "Jo", "city/population": "65000",
    }  # fmt: skip
    assert troubles(findings) == [
        ("moved-answer", "Form!C1"),
        ("moved-answer", "Form!C3"),
        ("stray-text", "Form!D3"),
    ]


# Multiple choice


@pytest.mark.parametrize(
    "boxes",
    [
        "All ways [Forum]|All ways [Vigil, march or rally]\nExampleton|Ohio|x|X",
        "All ways: Forum|All ways: Vigil, march or rally\nExampleton|Ohio|1|1",
        "All ways - Forum|All ways – Vigil, march or rally\nExampleton|Ohio|yes|TRUE",
        "ways/forum|ways/march\nExampleton|Ohio|✓|☑",
        "All the ways: Forum|All the ways: march\nExampleton|Ohio|Forum|x",
        "Forum|Vigil, march or rally\nExampleton|Ohio|x|x",
        "All ways|\n||Forum|Vigil, march or rally\nExampleton|Ohio|x|x",
    ],
)
def test_a_column_for_each_choice_is_one_answer(tmp_path: Path, boxes: str) -> None:
    (submission,), findings = read(tmp_path, T=f"City|State|{boxes}")
    assert submission.entry("city/ways").value == WAYS
    assert {each.rule.slug for each in findings} <= {"near-question"}


def test_what_is_not_ticked_is_not_chosen(tmp_path: Path) -> None:
    (submission,), _ = read(
        tmp_path, T="City|State|ways/forum|ways/march\nExampleton|Ohio|0|no"
    )
    assert submission.entry("city/ways").value == ""


def test_words_in_a_box_are_named_and_choose_nothing(tmp_path: Path) -> None:
    (submission,), findings = read(
        tmp_path, T="City|State|ways/forum|ways/march\nExampleton|Ohio|x|perhaps"
    )
    assert submission.entry("city/ways").value == "Forum"
    assert [(each.rule.slug, each.value) for each in findings] == [
        ("stray-text", "perhaps")
    ]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Forum", ("Forum",)),
        ("Vigil, march or rally", ("Vigil, march or rally",)),
        ("Forum, Vigil, march or rally", ("Forum", "Vigil, march or rally")),
        ("Vigil, march or rally, Forum", ("Vigil, march or rally", "Forum")),
        ("Forum;Vigil, march or rally;", ("Forum", "Vigil, march or rally")),
        ("forum march", ("forum", "march")),
        ("Forum/march", ("Forum", "march")),
        ("• Forum\n• march", ("Forum", "march")),
        ("Forum, dancing, and singing", ("Forum", "dancing, and singing")),
        ("dancing, Forum", ("dancing", "Forum")),
        (",", ()),
        ("", ()),
    ],
)
def test_choices_are_parted_by_the_forms_own_labels(
    text: str, parts: tuple[str, ...]
) -> None:
    asked = next(field for _, field in FORM.single() if field.key == "ways").asked
    assert split_choices(text, asked) == parts


def test_a_choice_that_the_form_lacks_is_named_alone() -> None:
    asked = next(field for _, field in FORM.single() if field.key == "ways").asked
    reading = understand("choices", "Forum, dancing", asked)
    assert reading.troubles[0].detail == ("“dancing” is not one of the form's choices.")


# Other versions of the form


@pytest.mark.parametrize("has_stamp", [True, False])
def test_an_older_form_is_read_by_labels_that_are_aliases_now(
    tmp_path: Path, has_stamp: bool
) -> None:
    fields = tuple(
        replace(field, label="Mayor's name", aliases=())
        if field.key == "mayor"
        else field
        for field in FORM.sections[0].fields
    )
    sections = (replace(FORM.sections[0], fields=fields), *FORM.sections[1:])
    path = tmp_path / "old.xlsx"
    write_form_workbook(replace(FORM, version=1, sections=sections), path)
    workbook = load_workbook(path)
    workbook["Form"]["B3"], workbook["Form"]["B5"] = "Exampleton", "Jo"
    workbook[EVENTS]["B4"] = "A walk."
    if not has_stamp:
        del workbook.defined_names["citybook_form"]
        for sheet in workbook.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    if str(cell.value).startswith("Form: "):
                        cell.value = None
    workbook.save(path)
    (submission,), findings = read_workbook(path.read_bytes(), "old.xlsx", FORM)
    assert answers(submission) == {
        "city/name": "Exampleton", "city/mayor": "Jo", "events/1/what": "A walk.",
    }  # fmt: skip
    slugs = [each.rule.slug for each in findings]
    assert slugs == (["other-form"] if has_stamp else [])


# Sheets that make no sense

WORDS = (
    *(
        "City",
        "State",
        "Mayor",
        "Your town",
        "Mayorr",
        "Ohio",
        "Event 1",
        "Event",
        "Date",
    ),
    *(
        "What was done",
        "Source",
        "All ways",
        "Forum",
        "Vigil, march or rally",
        "x",
        "1",
    ),
    *("Timestamp", "ID", "Start time", "Completion time", "Email", "Name", "Status"),
    *("Respondent ID", "Collector ID", "StartDate", "EndDate", "ResponseId", "KEY"),
    *("_id", "_uuid", "_index", "_parent_index", "PARENT_KEY", "SubmissionDate"),
    *('{"ImportId":"a"}', "Survey Preview", "Your answer", "How to answer", "?", "\n"),
    *("Words (20 at most)", "12", "ways/forum", "Other (please specify)", "", "", ""),
)
ROW = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6)
SHEET = st.tuples(
    st.sampled_from(("Form", "Events", "Quotation", "T")),
    st.lists(ROW, min_size=1, max_size=5),
)


@given(st.lists(SHEET, min_size=1, max_size=3, unique_by=lambda sheet: sheet[0]))
def test_no_sheet_stops_the_reader(sheets: list[tuple[str, list[list[str]]]]) -> None:
    submissions, findings = read_rows(*sheets)
    has_text = any(text.strip() for _, rows in sheets for row in rows for text in row)
    assert not has_text or submissions or findings
