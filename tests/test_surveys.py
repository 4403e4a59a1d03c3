"""Exports of survey tools: made-up responses in the columns that the tools write."""

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook

from citybook.findings import Severity
from citybook.form import Field
from citybook.readers.sheets import read_sheets
from citybook.readers.surveys.moments import moment
from citybook.readers.workbook import read_workbook
from citybook.source import Source
from exports import Read, read_csv, read_from_file, read_rows, rows_of, sheet_from
from spreadsheets import FORM, answers, troubles

CITY = {"city/name": "Exampleton", "city/state": "Ohio"}
OTHER = {"city/name": "Sampleville", "city/state": "Illinois"}
WAYS = "Forum; Vigil, march or rally"


def told(read: Read, slug: str) -> list[tuple[str, str]]:
    """Return place and value of each finding of a rule."""
    return [
        (str(each.source).partition(".csv:")[2] or str(each.source), each.value)
        for each in read[1]
        if each.rule.slug == slug
    ]


def slugs(read: Read) -> set[str]:
    return {each.rule.slug for each in read[1]}


# Google Forms


GOOGLE = """
    Timestamp,1. What is the name of your city?,2. State (required),"3. Tell us, in
    short, your story",All ways
    8/30/2016 14:05:11,Exampleton,Ohio,"It rained,
    and many came.","Forum, Vigil, march or rally"
    8/31/2016 9:00:00,Sampleville,Illinois,,Forum
"""


def test_google_forms_has_a_city_a_row_and_the_time_it_was_sent() -> None:
    read = read_csv(GOOGLE)
    first, second = read[0]
    assert answers(first)["city/name"] == "Exampleton"
    assert answers(first)["city/story"] == "It rained,\nand many came."
    assert answers(second)["city/ways"] == "Forum"
    assert [each.dated for each in read[0]] == ["2016-08-30T14:05", "2016-08-31T09:00"]
    assert slugs(read) == {"survey-columns", "near-question"}


def test_google_forms_asks_for_an_address_of_its_own_beside_the_form() -> None:
    read = read_csv("""
        Timestamp,Email Address,City,State,Email Address
        8/30/2016 14:05:11,lee@other.example,Exampleton,Ohio,clerk@exampleton.example
    """)
    (submission,), _ = read
    assert submission.entry("city/email").value == "clerk@exampleton.example"
    assert told(read, "survey-respondent") == [("2:2", "lee@other.example")]


def test_the_address_that_google_forms_collects_answers_the_form() -> None:
    read = read_csv("""
        Timestamp,Email Address,City,State,Mayor
        8/30/2016 14:05:11,clerk@exampleton.example,Exampleton,Ohio,Jordan Example
    """)
    (submission,), _ = read
    assert submission.entry("city/email").value == "clerk@exampleton.example"
    assert not told(read, "survey-respondent")


def test_a_grid_of_google_forms_has_a_column_for_each_choice() -> None:
    read = read_csv("""
        Timestamp,City,State,All ways [Forum],"All ways [Vigil, march or rally]"
        8/30/2016 14:05:11,Exampleton,Ohio,yes,
    """)
    (submission,), _ = read
    assert submission.entry("city/ways").value == "Forum"
    assert submission.entry("city/ways").source.column == 4


def test_a_table_with_times_that_asks_nothing_of_the_form_is_no_export() -> None:
    read = read_csv("Timestamp,Gauge,Rain\n8/30/2016,4,0.1\n")
    assert troubles(read[1]) == [("no-form-found", "survey.csv")]


# Microsoft Forms


def test_microsoft_forms_joins_choices_and_numbers_what_stands_twice() -> None:
    read = read_csv("""
        ID,Start time,Completion time,Email,Name,City,State,Name2,All ways
        1,8/30/16 14:00:00,8/30/16 14:05:11,anonymous,,Exampleton,Ohio,x,\
            "Forum;Vigil, march or rally;"
    """)
    (submission,), _ = read
    assert answers(submission) == CITY | {
        "city/ways": "Forum;Vigil, march or rally;",
    }
    assert submission.dated == "2016-08-30T14:05"
    assert told(read, "unknown-question") == [("1:8", "x")]
    assert not told(read, "survey-respondent")


def test_the_name_of_who_answered_is_not_the_name_of_the_city() -> None:
    read = read_csv("""
        ID,Start time,Completion time,Email,Name,Which city do you represent?,State
        1,8/30/16 14:00:00,8/30/16 14:05:11,lee@x.example,Lee Proxy,Exampleton,Ohio
    """)
    (submission,), _ = read
    assert submission.entry("city/name").value == "Exampleton"
    assert told(read, "survey-respondent") == [("2:5", "Lee Proxy")]
    assert submission.entry("city/email").value == "lee@x.example"


def test_points_and_feedback_of_microsoft_forms_are_its_own() -> None:
    read = read_csv("""
        ID,Start time,Completion time,Total points,Quiz feedback,City,Points - City,\
            Feedback - City,State
        1,8/30/16 14:00:00,8/30/16 14:05:11,3,,Exampleton,1,good,Ohio
    """)
    (submission,), (note,) = read
    assert answers(submission) == CITY
    assert note.severity is Severity.NOTE
    assert note.detail == (
        "This is an export of Microsoft Forms; the columns that it fills in itself "
        "were left out: “ID”, “Start time”, “Completion time”, “Total points”, "
        "“Quiz feedback”, “Points - City”, “Feedback - City”."
    )


# SurveyMonkey


MONKEY = (
    "Respondent ID,Collector ID,Start Date,End Date,IP Address,Email Address,"
    "First Name,Last Name,Custom Data 1"
)
SENT = "11,7,08/30/2016 02:00:00 PM,08/30/2016 02:05:11 PM,192.0.2.1"


def test_an_expanded_export_of_surveymonkey_has_two_rows_of_headings() -> None:
    read = read_csv(f"""
        {MONKEY},What is your city?,"State,
        or territory",All ways,,,Story
        ,,,,,,,,,Open-Ended Response,Response,Forum,"Vigil, march or rally",\
            Other (please specify),Open-Ended Response
        {SENT},,,,,Exampleton,Ohio,Forum,"Vigil, march or rally",a picnic,It rained.
        {SENT},,Lee,Sample,,Sampleville,Illinois,,,,
    """)
    first, second = read[0]
    assert answers(first) == CITY | {"city/ways": WAYS, "city/story": "It rained."}
    assert answers(second) == OTHER
    assert first.source.row == 3
    assert first.dated == "2016-08-30T14:05"
    assert told(read, "unknown-question") == [("2:14", "a picnic")]
    assert told(read, "survey-respondent") == [("4:7", "Lee"), ("4:8", "Sample")]


def test_a_condensed_export_of_surveymonkey_has_a_blank_second_row() -> None:
    read = read_csv(f"""
        {MONKEY},City,State,All ways
        ,,,,,,,,,,,
        {SENT},,,,,Exampleton,Ohio,"Forum, Vigil, march or rally"
    """)
    (submission,), _ = read
    assert answers(submission) == CITY | {"city/ways": "Forum, Vigil, march or rally"}
    assert submission.source.row == 3


def test_boxes_below_one_question_of_surveymonkey_are_questions() -> None:
    read = read_csv(f"""
        {MONKEY},Tell us who you are,,,Story
        ,,,,,,,,,City/Town:,State/Province:,Phone Number:,Open-Ended Response
        {SENT},,,,,Exampleton,Ohio,617-555-0142,It rained.
    """)
    (submission,), _ = read
    assert answers(submission) == CITY | {
        "city/phone": "617-555-0142",
        "city/story": "It rained.",
    }
    near = [place for place, _ in told(read, "near-question")]
    assert near == ["2:10", "2:11", "2:12"]


def test_entries_of_surveymonkey_stand_below_their_number() -> None:
    read = read_csv(f"""
        {MONKEY},City,State,Event 1,,Event 2,
        ,,,,,,,,,Open-Ended Response,Open-Ended Response,Date,What was done,Date,\
            What was done
        {SENT},,,,,Exampleton,Ohio,2016,A walk.,2017,A picnic.
    """)
    (submission,), _ = read
    assert submission.entry("events/2/what").value == "A picnic."
    assert str(submission.entry("events/2/what").source) == "survey.csv:3:15"


# Qualtrics


def qualtrics(codes: str, asked: str, *rows: str) -> Read:
    """Return what is read of an export with these questions."""
    own = "StartDate,EndDate,Status,Progress,Finished,RecordedDate,ResponseId"
    said = (
        "Start Date,End Date,Response Type,Progress,Finished,Recorded Date,Response ID"
    )
    count = len(rows_of(f"{own},{codes}")[0])
    ids = ",".join(['"{""ImportId"":""QID""}"'] * count)
    return read_csv("\n".join((f"{own},{codes}", f"{said},{asked}", ids, *rows)))


ONE = "2016-08-30 14:00:00,2016-08-30 14:04:00"


def test_qualtrics_has_three_rows_of_headings_and_a_column_a_choice() -> None:
    read = qualtrics(
        "Q1,Q2,Q5_1,Q5_2,Q5_3_TEXT,events_1",
        "Name of your city,State - Selected Choice,"
        "All ways (check all) - Selected Choice - Forum,"
        '"All ways (check all) - Selected Choice - Vigil, march or rally",'
        "All ways (check all) - Other - Text,Event 1 - What was done",
        f"{ONE},IP Address,100,True,2016-08-30 14:05:11,R_1,Exampleton,Ohio,Forum,"
        '"Vigil, march or rally",a picnic,A walk.',
    )
    (submission,), _ = read
    assert answers(submission) == CITY | {
        "city/ways": WAYS,
        "events/1/what": "A walk.",
    }
    assert submission.dated == "2016-08-30T14:05"
    assert submission.source.row == 4
    assert told(read, "unknown-question") == [("2:12", "a picnic")]


def test_a_preview_of_qualtrics_is_dropped_with_a_note() -> None:
    read = qualtrics(
        "Q1,Q2", "City,State",
        f"{ONE},Survey Preview,100,True,2016-08-30 14:05:11,R_1,Trytown,Ohio",
        f"{ONE},1,100,1,2016-08-30 14:05:11,R_2,Trialburg,Ohio",
        f"{ONE},0,100,1,2016-08-30 14:05:11,R_3,Exampleton,Ohio",
    )  # fmt: skip
    (submission,), _ = read
    assert answers(submission) == CITY
    assert told(read, "survey-preview") == [
        ("4:3", "Trytown; Ohio"),
        ("5:3", "Trialburg; Ohio"),
    ]


@pytest.mark.parametrize("status", ["8", "Spam"])
def test_what_qualtrics_takes_for_spam_is_read_with_a_warning(status: str) -> None:
    read = qualtrics(
        "Q1,Q2", "City,State",
        f"{ONE},{status},100,1,2016-08-30 14:05:11,R_1,Exampleton,Ohio",
    )  # fmt: skip
    assert answers(read[0][0]) == CITY
    assert told(read, "partial-response") == [("4:3", "")]


@pytest.mark.parametrize("stamp", ["Zeitstempel", "Marca temporal"])
def test_google_forms_speak_other_languages(stamp: str) -> None:
    read = read_csv(f"{stamp},City,State\n05.04.2016 14:05:11,Exampleton,Ohio\n")
    (submission,), findings = read
    assert answers(submission) == CITY
    assert not submission.dated
    assert [each.rule.slug for each in findings] == ["survey-columns"]


def test_a_response_that_was_not_sent_in_is_read_with_a_warning() -> None:
    read = qualtrics(
        "Q1,Q2", "City,State",
        f"{ONE},IP Address,40,False,2016-08-30 14:05:11,R_1,Exampleton,Ohio",
    )  # fmt: skip
    assert answers(read[0][0]) == CITY
    assert told(read, "partial-response") == [("4:4", "")]


def test_a_question_of_qualtrics_may_be_known_by_its_code() -> None:
    read = qualtrics(
        "name,state,mayor", "Where do you work?,Pick one,And who leads it?",
        f"{ONE},IP Address,100,True,2016-08-30 14:05:11,R_1,Exampleton,Ohio,Jo",
    )  # fmt: skip
    assert answers(read[0][0]) == CITY | {"city/mayor": "Jo"}


# KoboToolbox, ODK, SurveyCTO


KOBO_OWN = "_id,_uuid,_submission_time,_validation_status,_index"


def test_kobo_joins_the_entries_on_another_sheet() -> None:
    read = read_rows(
        ("main", rows_of(f"""
            start,end,today,deviceid,g/name,g/state,{KOBO_OWN}
            2016-08-30T14:00:00.000-04:00,2016-08-30T14:05:00.000-04:00,2016-08-30,\
                ee,Exampleton,Ohio,5,u-1,2016-08-30T18:05:11,,1
            2016-08-30T14:00:00.000-04:00,2016-08-30T14:05:00.000-04:00,2016-08-30,\
                ee,Sampleville,Illinois,6,u-2,2016-08-30T18:06:11,,2
        """)),
        ("events", rows_of("""
            g/events/date,g/events/what,_index,_parent_table_name,_parent_index
            2016-07-18,A walk.,1,main,1
            2016-07,A picnic.,2,main,2
            2016,A march.,3,main,1
            2016,Lost.,4,main,9
        """)),
    )  # fmt: skip
    first, second = read[0]
    assert answers(first) == CITY | {
        "events/1/date": "2016-07-18", "events/1/what": "A walk.",
        "events/2/date": "2016", "events/2/what": "A march.",
    }  # fmt: skip
    assert str(first.entry("events/2/what").source) == "survey.xlsx, events!B4"
    assert answers(second)["events/1/what"] == "A picnic."
    assert first.dated == "2016-08-30T18:05"
    assert told(read, "stray-text") == [("survey.xlsx, events!A5", "2016; Lost.")]


@pytest.mark.parametrize(
    ("heads", "values"),
    [
        ("g/ways", "forum march"),
        ("g/ways/forum,g/ways/march", "1,1"),
        ("g/ways/forum,g/ways/march", "TRUE,TRUE"),
        ("g/ways,g/ways/forum,g/ways/march", "forum march,1,1"),
    ],
)
def test_kobo_writes_several_choices_in_three_manners(heads: str, values: str) -> None:
    read = read_csv(f"""
        g/name,g/state,{heads},{KOBO_OWN}
        Exampleton,Ohio,{values},5,u-1,2016-08-30T18:05:11,,1
    """)
    (submission,), findings = read
    assert submission.entry("city/ways").value in {"forum march", WAYS}
    assert [each.rule.slug for each in findings] == ["survey-columns"]


def test_choices_that_are_told_twice_and_differ_are_an_error() -> None:
    read = read_csv(f"""
        g/name,g/state,g/ways,g/ways/forum,g/ways/march,{KOBO_OWN}
        Exampleton,Ohio,march,1,0,5,u-1,2016-08-30T18:05:11,,1
    """)
    assert [place for place, _ in told(read, "ambiguous-question")] == ["2:3", "2:4"]


def test_kobo_may_head_its_columns_with_labels() -> None:
    read = read_csv(f"""
        Your city/City,Your city/State,Events[1]/Date,Events[1]/What was done,{KOBO_OWN}
        Exampleton,Ohio,2016,A walk.,5,u-1,2016-08-30T18:05:11,,1
    """)
    (submission,), _ = read
    assert answers(submission) == CITY | {
        "events/1/date": "2016",
        "events/1/what": "A walk.",
    }


def test_entries_without_their_cities_are_told_what_to_export() -> None:
    read = read_rows(("events", rows_of("""
        date,what,_index,_parent_table_name,_parent_index
        2016,A walk.,1,main,1
    """)))  # fmt: skip
    assert troubles(read[1]) == [("no-form-found", "events")]
    assert "KoboToolbox" in read[1][0].hint


def test_surveycto_joins_by_key() -> None:
    read = read_rows(
        ("main", rows_of("""
            SubmissionDate,starttime,deviceid,city,state,formdef_version,KEY
            "Aug 30, 2016 2:05:11 PM","Aug 30, 2016 2:00:00 PM",d,Exampleton,Ohio,16,\
                uuid:1
        """)),
        ("events", rows_of("""
            date,what,PARENT_KEY,KEY
            2016,A walk.,uuid:1,uuid:1/events[1]
        """)),
    )  # fmt: skip
    (submission,), _ = read
    assert answers(submission)["events/1/what"] == "A walk."
    assert submission.dated == "2016-08-30T14:05"


def test_odk_leads_to_entries_in_a_file_of_their_own() -> None:
    (submission,), findings = read_csv("""
        SubmissionDate,city,state,mayor,events,KEY
        2016-08-30T14:05:11.000Z,Exampleton,Ohio,Ann,uuid:1/events,uuid:1
    """)
    assert answers(submission) == CITY | {"city/mayor": "Ann"}
    assert [each.rule.slug for each in findings] == ["survey-columns"]


def test_entries_in_a_file_of_their_own_are_told_how_to_join_the_files() -> None:
    _, (told_once,) = read_csv("""
        date,what,PARENT_KEY,KEY
        2016,A walk.,uuid:1,uuid:1/events[1]
    """)
    assert told_once.rule.slug == "no-form-found"
    assert told_once.hint.startswith("Open both files of the survey in Excel, move")


def test_odk_files_that_were_joined_are_read_together() -> None:
    (submission,), findings = read_rows(
        ("odk", rows_of("""
            SubmissionDate,city,state,mayor,events,KEY
            2016-08-30T14:05:11.000Z,Exampleton,Ohio,Ann,uuid:1/events,uuid:1
        """)),
        ("odk-events", rows_of("""
            date,what,PARENT_KEY,KEY
            2016,A walk.,uuid:1,uuid:1/events[1]
        """)),
    )  # fmt: skip
    assert answers(submission)["events/1/what"] == "A walk."
    assert {each.rule.slug for each in findings} == {"survey-columns"}


# What they have in common


def test_a_question_that_is_merged_over_its_options_is_read(tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    for row in rows_of(f"""
        {MONKEY},City,State,All ways,
        ,,,,,,,,,Open-Ended Response,Response,Forum,"Vigil, march or rally"
        {SENT},,,,,Exampleton,Ohio,Forum,"Vigil, march or rally"
    """):
        sheet.append([text or None for text in row])
    sheet.merge_cells("L1:M1")
    workbook.save(tmp_path / "s.xlsx")
    (submission,), findings = read_workbook(
        (tmp_path / "s.xlsx").read_bytes(), "s.xlsx", FORM
    )
    assert answers(submission) == CITY | {"city/ways": WAYS}
    assert str(submission.entry("city/ways").source) == "s.xlsx, Sheet!L3"
    assert [each.rule.slug for each in findings] == ["survey-columns"]


def test_a_column_of_the_tool_is_no_question_of_its_name() -> None:
    start = Field("start", "Start Date", "date")
    city = replace(FORM.sections[0], fields=(*FORM.sections[0].fields, start))
    form = replace(FORM, sections=(city, *FORM.sections[1:]))
    sheet = sheet_from(
        rows_of(f"""
            {MONKEY},City,State,Start Date
            ,,,,,,,,,Open-Ended Response,Response,Date
            {SENT},,,,,Exampleton,Ohio,2016-07-18
        """)
    )
    (submission,), _ = read_sheets([sheet], form, Source("survey.csv"), "")
    assert submission.entry("city/start").value == "2016-07-18"


@pytest.mark.parametrize(
    "text",
    [
        GOOGLE,
        f"""
        Title of the export

        {MONKEY},What is your city?,State,All ways,,,"Odd, very
        odd",Odd,Odd
        ,,,,,,,,,Open-Ended Response,Response,Forum,"Vigil, march or rally",\
            Other (please specify),Response,Response,Response
        {SENT},a@b.example,Lee,Proxy,,Exampleton,Ohio,Forum,perhaps,a picnic,one,two,\
            three
        """,
        """
        ID,Start time,Completion time,Email,Name,Email,Name,City,City,State
        1,8/30/16 14:00:00,8/30/16 14:05:11,a@b.example,Lee,c@d.example,Pat,\
            Exampleton,Trialburg,Ohio
        """,
        f"""
        start,g/start,g/name,state,status,g/what,{KOBO_OWN},stray
        2016-08-30T14:00:00Z,noon,Exampleton,Ohio,fine,A walk.,5,u,\
            2016-08-30T18:05:11,,1,here
        """,
    ],
)
def test_nothing_that_a_person_typed_is_lost(text: str) -> None:
    submissions, findings = read_csv(text)
    told = " ".join(each.value for each in findings)
    told += " ".join(entry.value for each in submissions for entry in each.entries)
    rows = [row for row in rows_of(text) if row]
    heads = next(number for number, row in enumerate(rows) if len(row) > 4)
    machine = {
        *("Timestamp", "ID", "Start time", "Completion time", "start"),
        *(*MONKEY.split(",")[:5], *KOBO_OWN.split(",")),
    }
    for row in rows[heads + 1 :]:
        for head, value in zip(rows[heads], row, strict=False):
            is_heading = "Response" in value or value in {WAYS, *WAYS.split("; ")}
            if head not in machine and not is_heading and "specify" not in value:
                assert value in told


def test_headings_of_several_lines_are_read_from_a_csv_file(tmp_path: Path) -> None:
    (submission,), findings = read_from_file(
        f"""
        {MONKEY},What is your city?,"State,
        or territory",All ways,,"The
        story"
        ,,,,,,,,,Open-Ended Response,Response,Forum,"Vigil, march or rally",Response
        {SENT},,,,,Exampleton,Ohio,Forum,"Vigil, march or rally","It rained.
        Many came."
        """,
        tmp_path,
    )
    assert answers(submission) == CITY | {
        "city/ways": WAYS,
        "city/story": "It rained.\n\nMany came.",
    }
    assert submission.source.row == 5
    assert {each.rule.slug for each in findings} == {"survey-columns", "near-question"}


def test_qualtrics_is_read_from_a_csv_file(tmp_path: Path) -> None:
    ids = ",".join(['"{""ImportId"":""QID""}"'] * 6)
    (submission,), _ = read_from_file(
        f"""
        StartDate,EndDate,ResponseId,Q1,Q2,Q3
        Start Date,End Date,Response ID,City,"State
        or territory",Mayor
        {ids}
        {ONE},R_1,Exampleton,Ohio,Jo
        """,
        tmp_path,
    )
    assert answers(submission) == CITY | {"city/mayor": "Jo"}
    assert submission.source.row == 5


@pytest.mark.parametrize("name", ["", "Form Responses 1"])
def test_a_csv_and_a_sheet_are_read_alike(name: str) -> None:
    submissions, findings = read_rows((name, rows_of(GOOGLE)))
    assert len(submissions) == 2
    assert len(findings) == 3
    assert {each.source.sheet for each in findings} == {name}


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("8/30/2016 14:05:11", "2016-08-30T14:05"),
        ("2016/08/30 2:05:11 PM CST", "2016-08-30T14:05"),
        ("08/30/2016 12:05:11 AM", "2016-08-30T00:05"),
        ("2016-08-30T14:05:11.000-04:00", "2016-08-30T14:05"),
        ("Aug 30, 2016 2:05:11 PM", "2016-08-30T14:05"),
        ("30-Aug-2016 14:05:11", "2016-08-30T14:05"),
        ("30.08.2016 14:05", "2016-08-30T14:05"),
        ("7/2/20 11:01:24", "2020-07-02T11:01"),
        ("2016-08-30", "2016-08-30"),
        ("2016-13-45", ""),
        ("soon", ""),
        ("", ""),
    ],
)
def test_a_time_stamp_is_told_in_one_way(typed: str, iso: str) -> None:
    assert moment(typed) == iso


# Who sent it


SENDERS = {
    "Google Forms": "Timestamp,Email Address,City,State\n8/30/2016 14:05:11,",
    "Google Forms of before": "Timestamp,Username,City,State\n8/30/2016 14:05:11,",
    "Microsoft Forms": "ID,Start time,Completion time,Email,City,State\n"
    "1,8/30/16 14:00:00,8/30/16 14:05:11,",
    "SurveyMonkey": "Respondent ID,Collector ID,Email Address,City,State\n1,2,",
    "Qualtrics": "StartDate,EndDate,Finished,RecipientEmail,City,State\n"
    "2016-08-30 14:00:00,2016-08-30 14:05:11,True,",
}
NO_CONTACT = replace(
    FORM,
    sections=(
        replace(
            FORM.sections[0],
            fields=tuple(each for each in FORM.sections[0].fields if each.public),
        ),
        *FORM.sections[1:],
    ),
)


@pytest.mark.parametrize("begun", SENDERS.values(), ids=SENDERS)
def test_the_address_of_who_sent_it_is_kept_for_the_returns_and_told(
    begun: str,
) -> None:
    rows = rows_of(f"{begun}lee@other.example,Exampleton,Ohio")
    read = read_sheets([sheet_from(rows)], NO_CONTACT, Source("survey.csv"), "")
    ((submission,), findings) = read
    assert submission.sender == "lee@other.example"
    assert answers(submission) == CITY
    (note,) = (each for each in findings if each.rule.slug == "survey-respondent")
    assert note.severity is Severity.NOTE
    assert note.value == "lee@other.example"
    assert "is addressed there" in note.detail


@pytest.mark.parametrize("typed", ["anonymous", "", "lee"])
def test_what_is_no_address_is_no_sender(typed: str) -> None:
    rows = rows_of(f"{SENDERS['Microsoft Forms']}{typed},Exampleton,Ohio")
    ((submission,), findings) = read_sheets(
        [sheet_from(rows)], NO_CONTACT, Source("survey.csv"), ""
    )
    assert submission.sender == ""
    assert not any("is addressed there" in each.detail for each in findings)
