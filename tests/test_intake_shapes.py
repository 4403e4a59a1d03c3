"""Shapes in which answers come: forms, tables, exports of survey tools, YAML."""

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook

from citybook.form import Field, Form
from intake import CITY, MAYOR, STATE, form
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
from intake_files import filled, lines, sheets, table, text

MAYOR_TWO = prints("city/mayor", "Ann Roe", "sampleford-oh")
TAKEN = (taken, cities(1), prints("city/mayor", MAYOR))
BOTH = (cities(2), prints("city/mayor", MAYOR), MAYOR_TWO)


def _unstamped(workbook: Workbook) -> None:
    del workbook.defined_names["citybook_form"]
    del workbook["Instructions"]


def _without_events(workbook: Workbook) -> None:
    del workbook["Events"]


def _second_form(workbook: Workbook) -> None:
    workbook["Form"].title = "North"
    copy = workbook.copy_worksheet(workbook["North"])
    copy.title = "South"
    for place, value in zip(("B3", "B4", "B5", "B6"), TWO, strict=True):
        copy[place] = value


def _older() -> Form:
    """Return a form of before: another order, another label, a question more."""
    once, events = form().sections
    asked = {field.key: field for field in once.fields}
    mayor = replace(asked["mayor"], label="Mayor's name")
    motto = Field("motto", "Motto", "text")
    fields = (asked["state"], asked["name"], motto, mayor, asked["zip"])
    return replace(form(), version=1, sections=(replace(once, fields=fields), events))


FORMS = (
    Case(
        "own words",
        "an answer that is also a word of the blank form is told",
        "form.xlsx",
        filled(B14="Words", B20="Question"),
        (*TAKEN, mentioned("Form!B14", "Words"), mentioned("Form!B20", "Question")),
    ),
    Case(
        "no stamp",
        "our form without its stamp and its first sheet",
        "form.xlsx",
        filled(_unstamped),
        ACCEPTED,
    ),
    Case(
        "older form",
        "an older version in another order, with a question that is no more",
        "form.xlsx",
        filled(
            asked=_older(), B3=STATE, B4=CITY, B5="Green all year", B6=MAYOR, B7="02108"
        ),
        (
            *TAKEN,
            prints("city/zip", "02108"),
            mentioned("form.xlsx", "parks/1"),
            warning("Form!A5", "Motto", "Green all year"),
        ),
    ),
    Case(
        "newer form",
        "a version that is newer than ours",
        "form.xlsx",
        filled(asked=replace(form(), version=9)),
        (*TAKEN, mentioned("form.xlsx", "parks/9")),
    ),
    Case(
        "sheet removed",
        "our form without the sheet of its events",
        "form.xlsx",
        filled(_without_events),
        ACCEPTED,
    ),
    Case(
        "row removed",
        "our form with a row taken out",
        "form.xlsx",
        filled(
            lambda book: book["Form"].delete_rows(6),
            B6="will go",
            B7="We planted 400 trees.",
        ),
        (*ACCEPTED, prints("city/activities", "We planted 400 trees.")),
    ),
    Case(
        "row inserted",
        "our form with a row put in for a remark",
        "form.xlsx",
        filled(
            lambda book: book["Form"].insert_rows(6),
            lambda book: book["Form"].cell(6, 1, "As of last week"),
        ),
        (*TAKEN, mentioned("Form!A6", "As of last week")),
    ),
    Case(
        "sheet renamed",
        "our form with its sheet named for the city",
        "form.xlsx",
        filled(lambda book: setattr(book["Form"], "title", "Exampleton")),
        ACCEPTED,
    ),
    Case(
        "two forms",
        "two forms on two sheets of one workbook",
        "forms.xlsx",
        filled(_second_form),
        BOTH,
    ),
    Case(
        "label above the answer",
        "one city with the questions in a row and the answers below",
        "form.xlsx",
        sheets(Form=(HEAD, ONE)),
        ACCEPTED,
    ),
    Case(
        "sideways",
        "questions down the first column, a city in each column beside it",
        "cities.xlsx",
        table(*zip(HEAD, ONE, TWO, strict=True)),
        BOTH,
    ),
    Case(
        "sideways far off",
        "questions down the third column, with a title above",
        "form.xlsx",
        table(
            (None, None, "Parks survey"),
            (),
            *((None, None, a, b) for a, b in zip(HEAD, ONE, strict=True)),
        ),
        TAKEN,
    ),
    Case(
        "more events than rows",
        "events typed below the framed rows are read",
        "form.xlsx",
        filled(Events_B4="First.", Events_B30="Far below."),
        (taken, prints("events/2/what", "Far below.")),
    ),
)

TABLES = (
    Case(
        "header in row 9",
        "headings in row 9, below a letterhead",
        "cities.xlsx",
        table(("Parks office",), *((),) * 7, HEAD, ONE),
        ACCEPTED,
    ),
    Case(
        "line ends in headings",
        "headings on two lines, with spaces",
        "cities.xlsx",
        table((" City\nname ", "State", "MAYOR:", "Population *"), ONE),
        ACCEPTED,
    ),
    Case(
        "near heading",
        "a heading that says a word more is taken, with a word on it",
        "cities.xlsx",
        table(("City", "State", "Your mayor"), ONE[:3]),
        (*TAKEN, mentioned("Sheet1!C1", "Mayor")),
    ),
    Case(
        "two candidates",
        "two columns for one question, with two answers",
        "cities.xlsx",
        table(("City", "State", "Mayor", "Mayor's name"), (*ONE[:3], "Ann Roe")),
        (
            either(
                (error("Sheet1!C2", "D2"),),
                (error("Sheet1!D2", "C2"),),
                (error("Sheet1!C1", "D1"),),
                (error("Sheet1!D1", "C1"),),
            ),
        ),
    ),
    Case(
        "no heading",
        "answers in a column without a heading",
        "cities.xlsx",
        table(HEAD, (*ONE, "by phone")),
        (taken, warning("Sheet1!E2", "by phone")),
    ),
    Case(
        "total",
        "a last row with the total is not taken for a city in silence",
        "cities.xlsx",
        table(HEAD, ONE, TWO, ("Total", None, None, 106_000)),
        (*BOTH, either((grave("Sheet1!4"),), (grave("Sheet1!B4"),))),
    ),
    Case(
        "headings again",
        "the headings repeated below, as for a printed page",
        "cities.xlsx",
        table(HEAD, ONE, HEAD, TWO),
        BOTH,
    ),
    Case(
        "two sheets",
        "a table on each of two sheets",
        "cities.xlsx",
        sheets(North=(HEAD, ONE), South=(HEAD, TWO)),
        (accepted, *BOTH),
    ),
    Case(
        "section in heading",
        "columns for the entries of a repeated section",
        "cities.xlsx",
        table(
            (*HEAD, "Event 1: What was done", "Event 2: What was done"),
            (*ONE, "A picnic.", "A concert."),
        ),
        (
            accepted,
            prints("events/1/what", "A picnic."),
            prints("events/2/what", "A concert."),
        ),
    ),
    Case(
        "keys as headings",
        "headings that are the questions' keys",
        "cities.xlsx",
        table(("name", "state", "mayor", "zip"), (*ONE[:3], "02108")),
        (*ACCEPTED, prints("city/zip", "02108")),
    ),
    Case(
        "choice a column",
        "a column for each choice, marked with x",
        "cities.xlsx",
        table(
            (*HEAD, "Topics: Trees", "Topics: Water", "Topics: Playgrounds"),
            (*ONE, "x", None, "x"),
        ),
        (accepted, prints("city/topics", "Trees\nPlaygrounds")),
    ),
    Case(
        "other language",
        "a table that asks other things is told, all of it",
        "cities.xlsx",
        table(("Ville", "Maire"), (CITY, MAYOR)),
        (error("cities.xlsx"),),
    ),
)

GOOGLE = (
    *("Timestamp", "Email Address", "City", "State", "Mayor"),
    "What has your city done for its parks since last summer?",
)
MICROSOFT = (
    *("ID", "Start time", "Completion time", "Email", "Name", "Last modified time"),
    *("City", "State", "Mayor", "Topics"),
)
MICROSOFT_ROW = (
    *("1", "3/14/26 9:12:44", "3/14/26 9:31:02", "anonymous", None, None),
    *(CITY, STATE, MAYOR, "Trees;Water;"),
)
MONKEY = (
    *("Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address"),
    *("Email Address", "First Name", "Last Name", "Custom Data 1"),
)
MONKEY_ROW = (
    *("114", "372", "03/14/2026 9:12:44 AM", "03/14/2026 9:31:02 AM", "192.0.2.7"),
    *(None, None, None, None),
)
OPEN = "Open-Ended Response"
QUALTRICS = (
    *("StartDate", "EndDate", "Status", "IPAddress", "Progress", "Finished"),
    *("RecordedDate", "ResponseId", "DistributionChannel", "Q1", "Q2", "Q3"),
    *("Q4_1", "Q4_2", "Q4_3"),
)
QUALTRICS_ASKED = (
    *("Start Date", "End Date", "Response Type", "IP Address", "Progress"),
    *("Finished", "Recorded Date", "Response ID", "Distribution Channel"),
    *("City", "State", "Mayor"),
    *("Topics - Trees", "Topics - Water", "Topics - Playgrounds"),
)
QUALTRICS_IDS = tuple(f'{{"ImportId":"QID{n}"}}' for n in range(1, 16))


def qualtrics_row(kind: str, *answers: str) -> tuple[str, ...]:
    """Return a row of an export: who answered how, and then the answers."""
    when = ("2026-03-14 09:12:44", "2026-03-14 09:31:02")
    who = ("192.0.2.7", "100", "True", when[1], "R_1", "anonymous")
    return (*when, kind, *who, *answers)


def comma(*cells: str | int | None) -> str:
    """Return cells as a line of CSV, each in quotes."""
    texts = ("" if cell is None else str(cell) for cell in cells)
    return ",".join('"' + text.replace('"', '""') + '"' for text in texts)


def semi(*cells: str | int | None) -> str:
    """Return cells as a line of CSV, parted by semicolons, as Kobo writes them."""
    return ";".join("" if cell is None else str(cell) for cell in cells)


KOBO = (
    *("start", "end", "city/name", "city/state", "city/mayor", "city/topics"),
    *("city/topics/trees", "city/topics/water", "city/topics/play"),
)
KOBO_LABELS = (
    *("Your city/City", "Your city/State", "Your city/Mayor", "Your city/Topics"),
    *(f"Your city/Topics/{choice}" for choice in ("Trees", "Water", "Playgrounds")),
)
KOBO_LAST = ("_id", "_uuid", "_submission_time", "_index")
KOBO_LAST_ROW = ("901", "0f0c1b7e", "2026-03-14T09:31:02", 1)

VENDORS = (
    Case(
        "google forms",
        "the sheet of Google Forms",
        "Parks (Responses).xlsx",
        sheets(
            **{
                "Form Responses 1": (
                    GOOGLE,
                    (
                        *("3/14/2026 9:12:44", "clerk@town.example", CITY, STATE),
                        *(MAYOR, "We planted trees."),
                    ),
                )
            }
        ),
        (*ACCEPTED, prints("city/activities", "We planted trees.")),
    ),
    Case(
        "google e-mail twice",
        "the address that Google collects, and one that the form asks for",
        "Parks (Responses).xlsx",
        table(
            ("Timestamp", "Email Address", "City", "State", "Mayor", "Contact e-mail"),
            (
                *("3/14/2026 9:12:44", "pat@town.example", CITY, STATE, MAYOR),
                "clerk@town.example",
            ),
        ),
        (*TAKEN, reads("city/email", "clerk@town.example")),
    ),
    Case(
        "google again",
        "a city that answered twice in Google Forms is settled or told",
        "Parks (Responses).csv",
        lines(
            "Timestamp,City,State,Mayor",
            f"3/14/2026 9:12:44,{CITY},{STATE},{MAYOR}",
            f"3/15/2026 10:00:00,{CITY},{STATE},Ann Roe",
        ),
        (cities(1), mentioned("Parks (Responses).csv")),
    ),
    Case(
        "microsoft forms",
        "the workbook of Microsoft Forms",
        "Parks(1-1).xlsx",
        table(MICROSOFT, MICROSOFT_ROW),
        (*ACCEPTED, prints("city/topics", "Trees\nWater")),
    ),
    Case(
        "microsoft quiz",
        "a quiz of Microsoft Forms, with points beside each question",
        "Parks(1-1).xlsx",
        table(
            (*MICROSOFT, "Points - Mayor", "Feedback - Mayor"),
            (*MICROSOFT_ROW, None, None),
        ),
        ACCEPTED,
    ),
    Case(
        "surveymonkey expanded",
        "SurveyMonkey with a column for each choice",
        "Parks.csv",
        lines(
            comma(*MONKEY, "City", "State", "Mayor", "Topics", "", ""),
            comma(*("",) * 9, *(OPEN,) * 3, "Trees", "Water", "Playgrounds"),
            comma(*MONKEY_ROW, *ONE[:3], "Trees", "", "Playgrounds"),
        ),
        (*ACCEPTED, prints("city/topics", "Trees\nPlaygrounds")),
    ),
    Case(
        "surveymonkey condensed",
        "SurveyMonkey with its choices in one cell and an empty second row",
        "Parks.csv",
        lines(
            comma(*MONKEY, "City", "State", "Mayor", "Topics"),
            "," * 12,
            comma(*MONKEY_ROW, *ONE[:3], "Trees, Water"),
        ),
        (*ACCEPTED, prints("city/topics", "Trees\nWater")),
    ),
    Case(
        "surveymonkey headings",
        "questions of SurveyMonkey with commas and line ends",
        "Parks.xlsx",
        table(
            (*MONKEY, "City", "State", "Mayor,\nif any"),
            (*(None,) * 9, OPEN, OPEN, OPEN),
            (*MONKEY_ROW, *ONE[:3]),
        ),
        TAKEN,
    ),
    Case(
        "qualtrics",
        "three rows of headings, and a row of a preview",
        "Parks.csv",
        lines(
            *(
                comma(*row)
                for row in (
                    QUALTRICS,
                    QUALTRICS_ASKED,
                    QUALTRICS_IDS,
                    qualtrics_row("Survey Preview", "Testing", "Utah", "x", "", "", ""),
                    qualtrics_row(
                        "IP Address", CITY, STATE, MAYOR, "Trees", "", "Playgrounds"
                    ),
                )
            )
        ),
        (
            *ACCEPTED,
            prints("city/topics", "Trees\nPlaygrounds"),
            mentioned("Parks.csv, line 4", "preview"),
        ),
    ),
    Case(
        "kobo",
        "KoboToolbox: group paths, and each choice also in a column of its own",
        "Parks.xlsx",
        table(
            (*KOBO, *KOBO_LAST),
            (
                *("2026-03-14T09:12:44", "2026-03-14T09:31:02", *ONE[:3]),
                *("trees play", 1, 0, 1, *KOBO_LAST_ROW),
            ),
        ),
        (*ACCEPTED, prints("city/topics", "Trees\nPlaygrounds")),
    ),
    Case(
        "kobo one cell",
        "KoboToolbox: the choices in one cell alone",
        "Parks.xlsx",
        table(
            (*KOBO[2:6], *KOBO_LAST),
            (*ONE[:3], "trees water", *KOBO_LAST_ROW),
        ),
        (*ACCEPTED, prints("city/topics", "Trees\nWater")),
    ),
    Case(
        "kobo columns",
        "KoboToolbox: the choices in columns alone",
        "Parks.xlsx",
        table(
            (*KOBO[2:5], *KOBO[6:], *KOBO_LAST),
            (*ONE[:3], 0, 1, 1, *KOBO_LAST_ROW),
        ),
        (*ACCEPTED, prints("city/topics", "Water\nPlaygrounds")),
    ),
    Case(
        "kobo labels",
        "KoboToolbox with labels: in one cell, and each in a column of its own",
        "Parks.csv",
        lines(
            semi(*KOBO_LABELS, *KOBO_LAST),
            semi(*ONE[:3], "Trees Playgrounds", 1, 0, 1, *KOBO_LAST_ROW),
        ),
        (*ACCEPTED, prints("city/topics", "Trees\nPlaygrounds")),
    ),
    Case(
        "kobo labels in one cell",
        "KoboToolbox with labels: in one cell alone",
        "Parks.csv",
        lines(
            semi(*KOBO_LABELS[:4], *KOBO_LAST),
            semi(*ONE[:3], "Playgrounds Water", *KOBO_LAST_ROW),
        ),
        (*ACCEPTED, prints("city/topics", "Water\nPlaygrounds")),
    ),
    Case(
        "kobo repeats",
        "KoboToolbox: the events on a sheet of their own",
        "Parks.xlsx",
        sheets(
            Parks=(
                (*KOBO[2:5], *KOBO_LAST),
                (*ONE[:3], *KOBO_LAST_ROW),
                (*TWO[:3], "902", "1a2b3c4d", "2026-03-14T10:31:02", 2),
            ),
            events=(
                ("events/date", "events/what", "_index", "_parent_index"),
                ("2025-06-03", "A picnic.", 1, 1),
                ("2025-06-04", "A concert.", 2, 2),
                ("2025-06-05", "A second picnic.", 3, 1),
            ),
        ),
        (
            accepted,
            *BOTH,
            prints("events/1/what", "A picnic."),
            prints("events/2/what", "A second picnic."),
            prints("events/1/what", "A concert.", "sampleford-oh"),
        ),
    ),
)

START = ("city: Exampleton", "state: Iowa", "mayor: Jane Doe")

YAML = (
    Case(
        "two documents",
        "two cities in one file, with three hyphens between",
        "cities.yaml",
        lines(*START, "---", "city: Sampleford", "state: Ohio", "mayor: Ann Roe"),
        (accepted, *BOTH),
    ),
    Case(
        "broken document",
        "a fault in the second of three cities costs the third nothing",
        "cities.yaml",
        lines(
            *(*START, "---", "city: Gapton", "\tstate: Ohio", "---"),
            *("city: Sampleford", "state: Ohio", "mayor: Ann Roe"),
        ),
        (error("cities.yaml:6", "tab"), *BOTH),
    ),
    Case(
        "list of cities",
        "two cities in one list",
        "cities.yaml",
        lines(
            "- {city: Exampleton, state: Iowa, mayor: Jane Doe}",
            "- {city: Sampleford, state: Ohio, mayor: Ann Roe}",
        ),
        (accepted, *BOTH),
    ),
    Case(
        "number sign",
        "a text that goes on after a number sign",
        "city.yaml",
        lines(*START, "summary: Suite #200 is open, room #3 is not"),
        (grave("city.yaml:4", "200"),),
    ),
    Case(
        "anchor",
        "an answer that begins with an ampersand",
        "city.yaml",
        lines(*START, "summary: &Parks are for all"),
        (error("city.yaml:4", "&"),),
    ),
    Case(
        "alias",
        "an answer that begins with an asterisk",
        "city.yaml",
        lines(*START, "summary: *Important"),
        (error("city.yaml:4", "*"),),
    ),
    Case(
        "tag",
        "an answer that begins with an exclamation mark",
        "city.yaml",
        lines(*START, "summary: !important news"),
        (error("city.yaml:4", "!"),),
    ),
    Case(
        "merge key",
        "a line that would merge another",
        "city.yaml",
        lines(*START, "<<: {zip: 02108}"),
        (grave("city.yaml:4", "<<"),),
    ),
    Case(
        "brackets",
        "a placeholder in brackets that nobody replaced",
        "city.yaml",
        lines(*START, "summary: [Insert summary here]"),
        (
            either(
                (mentioned("city.yaml:4", "Insert summary here"),),
                (prints("city/summary", "Insert summary here"),),
            ),
        ),
    ),
    Case(
        "no-break space",
        "a no-break space after the colon",
        "city.yaml",
        lines("city: Exampleton", "state:\u00a0Iowa", "mayor: Jane Doe"),
        (either((error("city.yaml:2"),), ACCEPTED),),
    ),
    Case(
        "notepad",
        "Unicode of Windows Notepad, with its line ends",
        "city.yaml",
        lines(*START, end="\r\n", encoding="utf-16"),
        ACCEPTED,
    ),
    Case(
        "labels as keys",
        "the form's own words before the colon",
        "city.yaml",
        lines("City: Exampleton", "STATE: Iowa", "Mayor's name: Jane Doe"),
        ACCEPTED,
    ),
    Case(
        "unknown key",
        "a question that the form does not ask",
        "city.yaml",
        lines(*START, "motto: Green all year"),
        (*TAKEN, warning("city.yaml:4", "motto", "Green all year")),
    ),
    Case(
        "bullets",
        "bullets of YAML as a long answer",
        "city.yaml",
        lines(*START, "activities:", "  - Trees: 400 planted", "  - Swings mended"),
        (error("city.yaml:5"),),
    ),
    Case(
        "old windows",
        "a letter in the encoding of old Windows",
        "city.yaml",
        lines("city: Peñasco", *START[1:], encoding="cp1252"),
        (grave("city.yaml:1"),),
    ),
    Case(
        "template",
        "text that would be a command elsewhere is text",
        "city.yaml",
        text('city: Exampleton\nstate: Iowa\nmayor: "{{ 7 * 7 }} <b>x</b> ../a"\n'),
        (accepted, prints("city/mayor", "{{ 7 * 7 }} <b>x</b> ../a")),
    ),
    Case(
        "several lines with hash",
        "a line that begins with a number sign inside a long answer is text",
        "city.yaml",
        lines(*START, "activities: |", "  First.", "  #2 came later."),
        (no_error_at("city.yaml:4"), cities(1)),
    ),
)


@pytest.mark.parametrize("case", [*FORMS, *TABLES, *VENDORS, *YAML], ids=name_of)
def test_whatever_its_shape_an_answer_is_read_or_told(
    case: Case, tmp_path: Path
) -> None:
    run(case, tmp_path)
