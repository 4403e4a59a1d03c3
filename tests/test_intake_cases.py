"""The cases of intake: what cities do send, and what must come of each.

The form has a city in Form!B3, its state below, then mayor (B5), population (B6),
activities (B7), telephone, website and e-mail (B10).
"""

from pathlib import Path

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from intake import CITY, MAYOR, STATE
from intake_cases import (
    Case,
    accepted,
    cities,
    either,
    error,
    grave,
    mentioned,
    name_of,
    prints,
    reads,
    run,
    taken,
    warning,
)
from intake_files import (
    calculated,
    data,
    filled,
    lines,
    on_form,
    sheets,
    table,
    text,
)
from old_excel import write_protected_xlsx, write_xls

Answers = tuple[str | int | None, ...]

HEAD: tuple[str, ...] = ("City", "State", "Mayor", "Population")
ONE: Answers = (CITY, STATE, MAYOR, 65_000)
TWO: Answers = ("Sampleford", "Ohio", "Ann Roe", 41_000)
THREE: Answers = ("Mockham", "Oregon", "Lee Poe", 52_000)

SMALL = sheets(Form=(("City", CITY), ("State", STATE), ("Mayor", MAYOR)))

MONKEY = (
    *("Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address"),
    *("Email Address", "First Name", "Last Name", "Custom Data 1", *HEAD),
)
MONKEYS_ROW: Answers = (
    *("114", "372", "03/14/2026 9:12:44 AM", "03/14/2026 9:31:02 AM", "192.0.2.7"),
    *(None, None, None, None, *ONE),
)

ACCEPTED = (accepted, cities(1), prints("city/mayor", MAYOR))

FORMS = (
    Case(
        "D01",
        "a form with every answer, typed normally",
        "form.xlsx",
        filled(
            B7="We planted 400 trees.",
            B8="617-555-0142",
            B9="https://town.example/parks",
            B10="clerk@town.example",
            B11="June 1, 2025",
            B12="02108",
            B13="A good year.",
            B14="9:30",
            B15="yes",
            B16="Survey",
            B17="Trees; Water",
            B18="$120,000",
            B19="3.10",
            B20="ExampletonParks",
            Events_A4="June 3, 2025",
            Events_B4="A picnic was held.",
            Events_D4="https://town.example/picnic",
        ),
        (
            *ACCEPTED,
            prints("city/population", "65,000"),
            prints("city/activities", "We planted 400 trees."),
            prints("city/phone", "617-555-0142"),
            reads("city/email", "clerk@town.example"),
            prints("city/founded", "June 1, 2025"),
            prints("city/zip", "02108"),
            prints("city/hours", "9:30"),
            prints("city/night", "Yes"),
            prints("city/topics", "Trees\nWater"),
            prints("city/budget", "$120,000"),
            prints("city/rate", "3.10"),
            prints("events/1/what", "A picnic was held."),
        ),
    ),
    Case(
        "D02",
        "labels with other case, a colon, a star or a no-break space",
        "form.xlsx",
        sheets(
            Form=(
                ("CITY\u00a0:*", CITY),
                ("State:", STATE),
                (" mayor *", MAYOR),
                ("POPULATION\u00a0", 65_000),
            )
        ),
        (*ACCEPTED, prints("city/population", "65,000")),
    ),
    Case(
        "D03",
        "the mayor left blank",
        "form.xlsx",
        filled(B5=None),
        (error("Form!B5", "Mayor"),),
    ),
    Case(
        "D04",
        "a population in words and figures",
        "form.xlsx",
        filled(B6="about 65,000 (2020)"),
        (
            either(
                (error("Form!B6", "about 65,000 (2020)"),),
                (warning("Form!B6", "65,000"), prints("city/population", "65,000")),
            ),
        ),
    ),
    Case(
        "D05",
        "a population typed as text",
        "form.xlsx",
        filled(B6="65,000"),
        (*ACCEPTED, prints("city/population", "65,000")),
    ),
    Case(
        "D06",
        "a population stored with a fraction of nothing",
        "form.xlsx",
        filled(B6=65000.0),
        (*ACCEPTED, prints("city/population", "65,000")),
    ),
    Case(
        "D07",
        "a telephone number stored as a number",
        "form.xlsx",
        filled(B8=6175550142),
        (*ACCEPTED, prints("city/phone", "617-555-0142")),
    ),
    Case(
        "D08",
        "an e-mail address spelt for people",
        "form.xlsx",
        filled(B10="jane (at) town.example"),
        (error("Form!B10", "jane (at) town.example"),),
    ),
    Case(
        "D09",
        "a web address without its beginning",
        "form.xlsx",
        filled(B9="www.town.example"),
        (taken, prints("city/website", "town.example")),
    ),
    Case(
        "D10",
        "a web address behind other words",
        "form.xlsx",
        filled(
            on_form(
                lambda sheet: setattr(
                    sheet["B9"], "hyperlink", "https://town.example/parks"
                )
            ),
            B9="our site",
        ),
        (
            taken,
            reads("city/website", "https://town.example/parks"),
            prints("city/website", "town.example"),
            mentioned("Form!B9", "https://town.example/parks"),
        ),
    ),
    Case(
        "D11",
        "rich text with one bold word",
        "form.xlsx",
        filled(
            B7=CellRichText(
                "We planted ", TextBlock(InlineFont(b=True), "400"), " trees."
            )
        ),
        (
            *ACCEPTED,
            prints("city/activities", "We planted 400 trees."),
            reads("city/activities", "We planted **400** trees."),
        ),
    ),
    Case(
        "D12",
        "an answer merged over the cells below and beside it",
        "form.xlsx",
        filled(
            on_form(lambda sheet: sheet.merge_cells("B7:E10")),
            B7="We planted 400 trees.",
        ),
        (*ACCEPTED, prints("city/activities", "We planted 400 trees.")),
    ),
    Case(
        "D13",
        "an error of the spreadsheet program",
        "form.xlsx",
        filled(B6="#REF!"),
        (error("Form!B6", "#REF!"),),
    ),
    Case(
        "D14",
        "a formula with its stored value",
        "form.xlsx",
        calculated(filled(), "B5", '"Jane"&" "&"Doe"', MAYOR),
        ACCEPTED,
    ),
    Case(
        "D15",
        "a formula that was never calculated",
        "form.xlsx",
        filled(on_form(lambda sheet: setattr(sheet["B6"], "value", "=40000+25000"))),
        (error("Form!B6", "Open the file in Excel", "save"),),
    ),
    Case(
        "D16",
        "bullets typed with Alt+Enter",
        "form.xlsx",
        filled(B7="• a\n• b"),
        (*ACCEPTED, prints("city/activities", "a\nb")),
    ),
    Case(
        "D17",
        "curly quotes, dashes and an ellipsis from Word",
        "form.xlsx",
        filled(B7="The “best” park – ours — isn’t closed…"),
        (
            *ACCEPTED,
            prints("city/activities", "The “best” park – ours — isn’t closed…"),
        ),
    ),
    Case(
        "D18",
        "answers typed one column too far to the right",
        "form.xlsx",
        filled(
            B3=None, B4=None, B5=None, B6=None, C3=CITY, C4=STATE, C5=MAYOR, C6=65_000
        ),
        (grave("Form!C3", CITY),),
    ),
    Case(
        "D19",
        "instructions on the first sheet, the form on the second",
        "form.xlsx",
        filled(),
        ACCEPTED,
    ),
    Case(
        "D20",
        "a hidden sheet with the lists of the drop-downs",
        "form.xlsx",
        filled(B16="Survey"),
        (*ACCEPTED, prints("city/way", "Survey")),
    ),
)

TABLES = (
    Case(
        "D21",
        "three rows, three cities",
        "cities.xlsx",
        table(HEAD, ONE, TWO, THREE),
        (accepted, cities(3), prints("city/mayor", "Lee Poe", "mockham-or")),
    ),
    Case(
        "D22",
        "a title, a blank row and the headings in row 3",
        "cities.xlsx",
        table(
            ("Parks survey, all replies",),
            (),
            HEAD,
            ONE,
            ("Sampleford", "Ohio", "Ann Roe", "not counted"),
        ),
        (cities(2), error("Sheet1!D5", "not counted"), prints("city/mayor", MAYOR)),
    ),
    Case(
        "D23",
        "the same city in rows 4 and 9, with other answers",
        "cities.xlsx",
        table(
            HEAD,
            TWO,
            THREE,
            ONE,
            ("Trialburg", "Utah", "Ty Coe", 44_000),
            ("Testburg", "Texas", "Al Loe", 45_000),
            ("Mockford", "Maine", "Jo Noe", 46_000),
            ("Exemplar", "Idaho", "Di Hoe", 47_000),
            (CITY, STATE, "Joan Dole", 66_000),
        ),
        (
            either(
                (grave("Sheet1!4", "9"),),
                (grave("Sheet1!9", "4"),),
                (grave("Sheet1!C4", "9"),),
                (grave("Sheet1!C9", "4"),),
                (grave("Sheet1!A9", "A4"),),
            ),
        ),
    ),
    Case(
        "D24",
        "two cities of one name in two states",
        "cities.xlsx",
        table(
            HEAD,
            ("Springfield", "MA", "Ann Roe", 155_000),
            ("Springfield", "IL", "Lee Poe", 114_000),
        ),
        (accepted, cities(2), prints("city/mayor", "Lee Poe", "springfield-il")),
    ),
    Case(
        "D25",
        "blank rows between the answers",
        "cities.xlsx",
        table(HEAD, (), ONE, (), (), TWO, (), (None, " ", None), THREE),
        (accepted, cities(3)),
    ),
    Case(
        "D26",
        "a column that the form does not know",
        "cities.xlsx",
        table((*HEAD, "Council district"), (*ONE, "Ward 4")),
        (warning("Sheet1!E1", "Council district"), prints("city/mayor", MAYOR)),
    ),
    Case(
        "D27",
        "a required column is missing",
        "cities.xlsx",
        table(("City", "State", "Population"), (CITY, STATE, 65_000)),
        (either((error("Sheet1!2", "Mayor"),), (error("Sheet1", "Mayor"),)),),
    ),
    Case(
        "D28",
        "an export of SurveyMonkey with two rows of headings",
        "survey.xlsx",
        table(MONKEY, (*(None,) * 9, *("Open-Ended Response",) * 4), MONKEYS_ROW),
        ACCEPTED,
    ),
)

OTHERS = (
    Case(
        "D29",
        "a workbook saved with a password",
        "form.xlsx",
        write_protected_xlsx,
        (error("form.xlsx", "password"),),
    ),
    Case(
        "D30",
        "a PDF named as a workbook",
        "form.xlsx",
        data(b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"),
        (error("form.xlsx", "PDF"),),
    ),
    Case(
        "D30",
        "a CSV file named as a workbook",
        "form.xlsx",
        lines("City,State,Mayor", f"{CITY},{STATE},{MAYOR}"),
        (
            mentioned("form.xlsx", "CSV"),
            either((error("form.xlsx", "CSV"),), (prints("city/mayor", MAYOR),)),
        ),
    ),
    Case(
        "D31",
        "a workbook of Excel 97",
        "form.xls",
        lambda path: write_xls(path, {"Sheet1": (HEAD, ONE)}),
        ACCEPTED,
    ),
    Case(
        "D32",
        "a CSV file with a mark of its encoding",
        "cities.csv",
        lines("City,State,Mayor", f"{CITY},{STATE},{MAYOR}", encoding="utf-8-sig"),
        ACCEPTED,
    ),
    Case(
        "D33",
        "a CSV file of old Windows",
        "cities.csv",
        lines(
            "City,State,Mayor",
            f"{CITY},{STATE},{MAYOR}",
            "Peñasco,New Mexico,Ann Roe",
            encoding="cp1252",
        ),
        (
            taken,
            cities(2),
            warning("cities.csv, line 3"),
            reads("city/name", "Peñasco", 1),
        ),
    ),
    Case(
        "D34",
        "semicolons between the fields",
        "cities.csv",
        lines("City;State;Mayor;Population", f"{CITY};{STATE};{MAYOR};65,000"),
        (*ACCEPTED, prints("city/population", "65,000")),
    ),
    Case(
        "D35",
        "one field too many in row 5",
        "cities.csv",
        lines(
            "City,State,Mayor",
            f"{CITY},{STATE},{MAYOR}",
            "Sampleford,Ohio,Ann Roe",
            "Mockham,Oregon,Lee Poe",
            "Trialburg,Utah,Coe, Ty",
        ),
        (error("cities.csv, line 5", "Ty"), prints("city/mayor", MAYOR)),
    ),
    Case(
        "D36",
        "an export of Google Forms as CSV",
        "Parks (Responses) - Form Responses 1.csv",
        text(
            "Timestamp,City,State,Mayor,"
            '"What has your city done for its parks since last summer?"\r\n'
            f"3/14/2026 9:12:44,{CITY},{STATE},{MAYOR},"
            '"We planted trees.\r\nWe mended 12 swings."\r\n'
        ),
        (
            *ACCEPTED,
            prints("city/activities", "We planted trees.\nWe mended 12 swings."),
        ),
    ),
)

HEADER = ("city: Exampleton", "state: Iowa")

YAML = (
    Case(
        "D37",
        "every question, quoted and unquoted",
        "city.yaml",
        lines(
            *HEADER,
            'mayor: "Jane Doe"',
            "population: 65000",
            "activities: |",
            "  We planted 400 trees.",
            "phone: '617-555-0142'",
            "website: https://town.example",
            "email: clerk@town.example",
            "founded: 2025-06-01",
            'zip: "02108"',
            "summary: >-",
            "  A good",
            "  year.",
            "night: yes",
            "topics: [trees, water]",
            "budget: 120000",
            "events:",
            "  - {date: June 2025, what: A picnic was held.}",
        ),
        (
            *ACCEPTED,
            prints("city/summary", "A good year."),
            prints("city/topics", "Trees\nWater"),
            prints("events/1/what", "A picnic was held."),
        ),
    ),
    Case(
        "D38",
        "words and digits that YAML would change",
        "city.yaml",
        lines(
            *HEADER,
            "mayor: Jane Doe",
            "zip: 02114",
            "phone: 617-555-0142",
            "founded: 2025-06-01",
            "hours: 9:30",
            "rate: 3.10",
            "twitter: NO",
        ),
        (
            *ACCEPTED,
            prints("city/zip", "02114"),
            prints("city/phone", "617-555-0142"),
            prints("city/founded", "June 1, 2025"),
            prints("city/hours", "9:30"),
            prints("city/rate", "3.10"),
            prints("city/twitter", "NO"),
        ),
    ),
    *(
        Case(
            "D38",
            f"a state that YAML would change: {state}",
            "city.yaml",
            lines(
                "city: Exampleton", f"state: {state}", "mayor: Jane Doe", "zip: 02108"
            ),
            (error("city.yaml:2:8", f"“{state}”"), reads("city/state", state)),
        )
        for state in ("NO", "ON")
    ),
    Case(
        "D39",
        "the mayor twice",
        "city.yaml",
        lines(*HEADER, "mayor: Jane Doe", "zip: 02108", "mayor: Ann Roe"),
        (either((error("city.yaml:5", "line 3"),), (error("city.yaml:3", "line 5"),)),),
    ),
    Case(
        "D40",
        "indented with a tab",
        "city.yaml",
        lines("city:", "\tname: Exampleton", "\tstate: Iowa"),
        (error("city.yaml:2", "tab"),),
    ),
    Case(
        "D41",
        "a colon in unquoted text",
        "city.yaml",
        lines(*HEADER, "mayor: Jane Doe", "summary: Food: a right"),
        (error("city.yaml:4", "quotes"),),
    ),
    *(
        Case(
            "D42",
            f"an answer that begins with {sign}",
            "city.yaml",
            lines(*HEADER, "mayor: Jane Doe", answer),
            (error("city.yaml:4", f"begins with {sign}"),),
        )
        for sign, answer in (
            ("@", "twitter: @Town"),
            ("`", "summary: `x`"),
            ("%", "rate: %50"),
        )
    ),
    Case(
        "D43",
        "an apostrophe inside single quotes",
        "city.yaml",
        lines(*HEADER, "mayor: Jane Doe", "summary: 'It's ours'"),
        (error("city.yaml:4"),),
    ),
    *(
        Case(
            "D44",
            f"{what} and no answers",
            "city.yaml",
            text(content),
            (error("city.yaml", "no-answers"), cities(0)),
        )
        for what, content in (
            ("an empty file", ""),
            ("comments only", "# City of\n# (to be done)\n"),
            ("only a mark of the encoding", "\ufeff\n"),
        )
    ),
)


@pytest.mark.parametrize("case", [*FORMS, *TABLES, *OTHERS, *YAML], ids=name_of)
def test_what_a_city_sent_is_read_or_answered(case: Case, tmp_path: Path) -> None:
    run(case, tmp_path)


def test_every_shared_case_is_here() -> None:
    ids = {case.id for case in (*FORMS, *TABLES, *OTHERS, *YAML)}
    assert ids == {f"D{number:02}" for number in range(1, 45)}
