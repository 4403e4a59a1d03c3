"""What goes back to a city: its answers in the form, with what to mend marked."""

import re
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from books import BROKEN_CITY, BUDGET, SHIPPED, STOCK, copied, traveled
from citybook.edition import Contact, Edition
from citybook.findings import RULES, Finding, Severity, found
from citybook.folders import Folders
from citybook.form import Form, read_form
from citybook.form_layout import MAX_CELL, WHAT_TO_MEND
from citybook.kinds import Asked, Reading, understand
from citybook.readers import read_submissions
from citybook.readers.legacy import read_legacy
from citybook.readers.workbook import read_workbook
from citybook.returns import (
    FOR_STAFF,
    TO_CITY,
    Return,
    Trouble,
    fingerprint,
    returns_of,
)
from citybook.source import Source
from citybook.submission import Entry, Submission
from citybook.writers.return_workbook import write_return_workbook
from conformance.programs import program
from office import converted
from spreadsheets import EVENTS, FORM, answers, troubles, write_sheets

CITY = (("city/name", "Exampleton"), ("city/state", "Ohio"))
EDITION = Edition(
    title="T",
    publisher="P",
    date="November 2026",
    summary="S",
    deadline="June 3, 2016",
    contact=Contact("Robin Example", "robin@press.example"),
)
THERE = Source("reply.yaml", row=7)


def submitted(*pairs: tuple[str, str]) -> Submission:
    entries = tuple(
        Entry(path, value, Source("reply.yaml", row=number))
        for number, (path, value) in enumerate(pairs, 1)
    )
    return Submission(Source("reply.yaml"), entries)


def written(
    path: Path,
    submission: Submission,
    *findings: Finding,
    form: Form = FORM,
) -> Path:
    """Write the workbook that goes back to a city, whatever its troubles are."""
    (told,) = returns_of([submission], form, findings, ()) or (
        Return("plain", "", "", submission, ()),
    )
    write_return_workbook(told, form, EDITION, path)
    return path


def read_back(path: Path, form: Form = FORM) -> tuple[Submission, list[Finding]]:
    (submission,), findings = read_workbook(path.read_bytes(), path.name, form)
    return submission, list(findings)


BAD_DATE = found("not-a-date", Source("reply.yaml", row=3), path="city/founded")
ODD_DATE = found("odd-date", Source("reply.yaml", row=4), path="events/1/date")
STRAY = found("stray-text", THERE, value="=HYPERLINK(“x”) and more\nto say")
SENT = submitted(*CITY, ("city/founded", "no day"), ("events/1/date", "2099"))


@pytest.fixture
def marked(tmp_path: Path) -> Workbook:
    """Return a workbook that bears an error, a warning and a text without a cell."""
    path = written(tmp_path / "r.xlsx", SENT, BAD_DATE, ODD_DATE, STRAY)
    return load_workbook(path)


def rows_of(workbook: Workbook) -> list[tuple[str, ...]]:
    """Return the list on the first sheet, without its heading."""
    rows = workbook[WHAT_TO_MEND].iter_rows(values_only=True)
    lines = [tuple(str(value or "") for value in row) for row in rows]
    start = next(n for n, line in enumerate(lines) if line[0] == "Where")
    return [line for line in lines[start + 1 :] if line[2]]


def test_the_first_sheet_lists_what_to_mend_in_the_order_of_the_form(
    marked: Workbook,
) -> None:
    assert marked.sheetnames[0] == WHAT_TO_MEND
    assert marked.active is marked[WHAT_TO_MEND]
    assert rows_of(marked) == [
        (
            "Form, B8",
            "Founded",
            "To mend: The answer is not a date.",
            "no day",
            "Type it as 7/18/2016 or July 18, 2016; leave out what is not known.",
        ),
        (
            f"{EVENTS}, A4",
            "Event 1: Date",
            f"To look at: {RULES['odd-date'].sentence}",
            "2099",
            "Look whether the year is right.",
        ),
        (
            "Your file, line 7",
            "–",
            "To look at: Text stands outside the form's answer cells.",
            "=HYPERLINK(“x”) and more\nto say",
            "Type it into an answer, if it is to be printed.",
        ),
    ]


def test_a_place_in_the_list_leads_to_its_cell(marked: Workbook) -> None:
    links = [
        cell.hyperlink.location
        for row in marked[WHAT_TO_MEND].iter_rows()
        for cell in row
        if cell.hyperlink
    ]
    assert links == ["'Form'!B8", f"'{EVENTS}'!A4"]


def test_the_first_sheet_names_the_file_the_deadline_and_whom_to_ask(
    marked: Workbook,
) -> None:
    told = " ".join(str(row[0].value or "") for row in marked[WHAT_TO_MEND].iter_rows())
    assert "Exampleton, Ohio" in told
    assert "“reply.yaml”" in told
    assert "June 3, 2016" in told
    assert "Robin Example, robin@press.example" in told


def test_a_cell_in_trouble_is_colored_framed_and_bears_a_note(marked: Workbook) -> None:
    bad, odd, fine = marked["Form"]["B8"], marked[EVENTS]["A4"], marked["Form"]["B3"]
    assert len({cell.fill.start_color.rgb for cell in (bad, odd, fine)}) == 3
    assert bad.border.left.style == odd.border.left.style == "medium"
    assert fine.border.left.style == "thin"
    assert fine.comment is None
    assert bad.comment
    assert bad.comment.text == (
        "To mend: The answer is not a date.\n"
        "What to do: Type it as 7/18/2016 or July 18, 2016; leave out what is not "
        "known."
    )


SHARES = (0.2126, 0.7152, 0.0722)
"""Of red, green and blue in the light that is seen."""


def luminance(rgb: str) -> float:
    """Return the relative luminance of a color: WCAG 2.2, "relative luminance"."""
    parts = [int(rgb[place : place + 2], 16) / 255 for place in (2, 4, 6)]
    linear = [
        p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    ]
    return sum(part * weight for part, weight in zip(linear, SHARES, strict=True))


def test_every_text_stands_out_from_its_paper(marked: Workbook) -> None:
    for sheet in marked.worksheets[:-1]:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if isinstance(cell.value, str):
                rgb = cell.fill.start_color.rgb if cell.fill.fill_type else "FFFFFFFF"
                paper, ink = luminance(rgb), luminance(cell.font.color.rgb)
                light, dark = max(paper, ink), min(paper, ink)
                assert (light + 0.05) / (dark + 0.05) >= 4.5, cell.coordinate


def test_unmended_it_gives_the_same_answers_and_no_finding_of_its_own(
    tmp_path: Path,
) -> None:
    path = written(tmp_path / "r.xlsx", SENT, BAD_DATE, ODD_DATE, STRAY)
    submission, findings = read_back(path)
    assert answers(submission) == answers(SENT)
    assert not findings


def test_it_tells_which_submission_it_answers(tmp_path: Path) -> None:
    path = written(tmp_path / "r.xlsx", SENT, BAD_DATE)
    submission, _ = read_back(path)
    assert submission.answers == f"exampleton-oh-{fingerprint(SENT)}"
    assert submission.stamp == FORM.stamp


def test_it_tells_so_where_a_program_has_dropped_its_names(tmp_path: Path) -> None:
    path = written(tmp_path / "r.xlsx", SENT, BAD_DATE)
    workbook = load_workbook(path)
    for name in list(workbook.defined_names):
        del workbook.defined_names[name]
    workbook.save(path)
    submission, findings = read_back(path)
    assert submission.answers == f"exampleton-oh-{fingerprint(SENT)}"
    assert not findings


@pytest.mark.parametrize("ending", ["ods", "xls"])
def test_it_tells_so_when_another_program_saved_it(tmp_path: Path, ending: str) -> None:
    path = written(tmp_path / "r.xlsx", SENT, BAD_DATE)
    folder = tmp_path / "in"
    folder.mkdir()
    other = converted(path, ending)
    other.rename(folder / other.name)
    (submission,), findings = read_submissions(folder, FORM)
    assert submission.answers == f"exampleton-oh-{fingerprint(SENT)}"
    assert not findings


def test_what_the_city_adds_to_our_words_is_told(tmp_path: Path) -> None:
    path = written(tmp_path / "r.xlsx", SENT, BAD_DATE)
    workbook = load_workbook(path)
    workbook[WHAT_TO_MEND]["D30"] = "We moved the picnic."
    note = workbook["Form"]["B8"].comment
    assert note
    note.text += "\nIt was in May."
    workbook.save(path)
    _, findings = read_back(path)
    assert troubles(tuple(findings)) == [
        ("stray-text", "Form!B8"),
        ("stray-text", f"{WHAT_TO_MEND}!D30"),
    ]
    assert findings[0].value.endswith("It was in May.")
    assert findings[1].value == "We moved the picnic."


@pytest.mark.parametrize(
    "typed", ["=1+1", "+1 555", "-3", "@home", "\tx", "=cmd|' /C calc'!A0"]
)
def test_an_answer_is_never_a_formula(typed: str, tmp_path: Path) -> None:
    sent = submitted(*CITY, ("city/mayor", typed))
    path = written(tmp_path / "r.xlsx", sent, BAD_DATE)
    cell = load_workbook(path)["Form"]["B5"]
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", typed, True)


def test_there_is_a_row_for_every_entry_however_many(tmp_path: Path) -> None:
    events = [(f"events/{number}/what", f"No. {number}") for number in range(1, 31)]
    path = written(tmp_path / "r.xlsx", submitted(*CITY, *events), BAD_DATE)
    submission, _ = read_back(path)
    assert answers(submission) == dict((*CITY, *events))
    sheet = load_workbook(path)[EVENTS]
    assert sheet["B33"].border.left.style
    assert "A4:A33" in {
        str(rule.sqref) for rule in sheet.data_validations.dataValidation
    }


def test_an_answer_that_no_cell_has_room_for_is_told(tmp_path: Path) -> None:
    sent = submitted(*CITY, ("city/story", "word " * 8_000))
    path = written(tmp_path / "r.xlsx", sent, BAD_DATE)
    workbook = load_workbook(path)
    assert len(workbook["Form"]["B15"].value) == MAX_CELL
    assert [row[0] for row in rows_of(workbook)] == ["Form, B8", "Form, B15"]


@pytest.mark.parametrize(
    "typed",
    [
        "Forum\nVigil, march or rally",
        "Forum;\nmarch",
        "- Forum\n- Vigil, march or rally",
    ],
)
def test_choices_that_stand_below_each_other_are_the_same_choices(
    typed: str, tmp_path: Path
) -> None:
    sent = submitted(*CITY, ("city/ways", typed))
    again, _ = read_back(written(tmp_path / "r.xlsx", sent, BAD_DATE))
    asked = next(f for f in FORM.sections[0].fields if f.key == "ways").asked
    value = understand("choices", again.entry("city/ways").value, asked).value
    assert value == ("forum", "march")


LONG = (
    *("One.\n\nTwo.", "It was\nwrapped,\nand so\n\nwas this.", "One,  \ntwo\\\nthree"),
    *("- Oak\n- Elm", "- Oak\n  trees\n  - Red\n- Elm", "We saw:\n(1) Oak\n(2) Elm"),
    *("► Oak\n  trees\n► Elm", "a. Oak\nb. Elm", "1. Oak\n2. Elm\n\nSo it was."),
    *("| Ward | People |\n| --- | --- |\n| 1 | 30 |", "Ward\tPeople\n1\t30\n2\t40"),
    *("We\nmet:\n\n|a|b|\n|c|d|\n\nSo\nit was.", "Met:\na\tb\nc\td\nSo\nit was."),
    *("a\tb\tc\n1\t2\n3\t4", "**Bold** and\n*slanted* [here](https://a.example)"),
)


@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls"])
def test_a_long_answer_is_read_from_it_as_it_was_meant(
    ending: str, tmp_path: Path
) -> None:
    sent = submitted(*CITY, *((f"events/{n}/what", t) for n, t in enumerate(LONG, 1)))
    path = written(tmp_path / "r.xlsx", sent, BAD_DATE)
    if ending == "xlsx":
        again, _ = read_back(path)
    else:
        saved = converted(path, ending)
        (again,), _ = read_legacy(saved.read_bytes(), saved.name, FORM)
    for entry in sent.entries[len(CITY) :]:
        first, second = (
            understand("prose", each.entry(entry.path).value, Asked())
            for each in (sent, again)
        )
        assert second.prose == first.prose
        assert odd_tables(second) == odd_tables(first)


def odd_tables(reading: Reading) -> list[str]:
    return [each.detail for each in reading.troubles if each.slug == "odd-table"]


def test_a_long_answer_makes_its_row_taller(tmp_path: Path) -> None:
    sent = submitted(*CITY, ("events/1/what", "A line.\n\n" * 12))
    sheet = load_workbook(written(tmp_path / "r.xlsx", sent, BAD_DATE))[EVENTS]
    assert sheet.row_dimensions[4].height > 300
    assert sheet.row_dimensions[5].height == 45


def test_the_list_shows_the_beginning_of_a_long_text(tmp_path: Path) -> None:
    remark = found("stray-text", THERE, value="word " * 400)
    sent = submitted(*CITY, ("city/founded", "day " * 400))
    path = written(tmp_path / "r.xlsx", sent, BAD_DATE, remark)
    shown = [row[3] for row in rows_of(load_workbook(path))]
    assert [len(text) for text in shown] == [300, 1_000]
    assert all(text.endswith("…") for text in shown)


def test_it_has_the_same_bytes_at_any_time(tmp_path: Path) -> None:
    first = written(tmp_path / "a.xlsx", SENT, BAD_DATE, STRAY)
    time.sleep(1.1)
    second = written(tmp_path / "b.xlsx", SENT, BAD_DATE, STRAY)
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("ending", ["ods", "xls"])
def test_it_is_known_again_in_another_format(ending: str, tmp_path: Path) -> None:
    path = written(tmp_path / "r.xlsx", SENT, BAD_DATE, ODD_DATE, STRAY)
    saved = converted(path, ending)
    (submission,), findings = read_legacy(saved.read_bytes(), saved.name, FORM)
    assert answers(submission) == answers(SENT)
    assert submission.answers == f"exampleton-oh-{fingerprint(SENT)}"
    assert not findings


def test_it_survives_being_saved_by_libreoffice(tmp_path: Path) -> None:
    path = written(tmp_path / "r.xlsx", SENT, BAD_DATE, ODD_DATE, STRAY)
    saved = tmp_path / "saved"
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    office = [program("soffice"), profile, "--headless", "--convert-to", "xlsx"]
    subprocess.run(
        [*office, "--outdir", str(saved), str(path)], check=True, capture_output=True
    )
    submission, findings = read_back(saved / "r.xlsx")
    assert answers(submission) == answers(SENT)
    assert submission.answers.startswith("exampleton-oh-")
    assert not findings


# Who gets what


def test_a_conflict_is_told_to_a_city_once_if_one_side_tells_both_answers() -> None:
    one, two = Source("a.yaml", row=3), Source("b.yaml", row=3)
    sent = Submission(one, (Entry("city/name", "Jo", one),))
    told = [(one, "Jo", "b.yaml:3 says “Joan”."), (one, "Joan", f"{two} says “Jo”.")]
    sides = [
        found("conflicting-answers", place, detail, value=value, path="city/mayor")
        for place, value, detail in told
    ]
    (back,) = returns_of([sent], FORM, sides, ())
    assert len(back.troubles) == 1


def test_a_conflict_of_long_answers_is_told_from_both_sides() -> None:
    one = Source("a.yaml", row=3)
    sent = Submission(one, (Entry("city/name", "Jo", one),))
    sides = [
        found("conflicting-answers", one, "b.yaml:3 says “Lo…”.", value=value, path="a")
        for value in ("Long one", "Long two")
    ]
    (back,) = returns_of([sent], FORM, sides, ())
    assert len(back.troubles) == 2


def test_a_city_without_errors_and_warnings_gets_nothing_back() -> None:
    note = found("text-tidied", Source("reply.yaml", row=1), path="city/name")
    staff = found("open-file", Source("reply.yaml"))
    assert not returns_of([SENT], FORM, [note, staff], ())


def test_each_city_of_a_table_gets_its_own_row_back(tmp_path: Path) -> None:
    table = "City|State|E-mail|Color\nA|Ohio|a@a.example|red\nB|Ohio|no|\nC|Ohio||"
    path = write_sheets(tmp_path / "t.xlsx", Replies=table)
    submissions, wrong = read_workbook(path.read_bytes(), "t.xlsx", FORM)
    bad = [
        found("not-an-email", submission.entry("city/email").source)
        for submission in submissions
        if answers(submission).get("city/email") == "no"
    ]
    (told,) = returns_of(submissions, FORM, [*wrong, *bad], ())
    assert (told.name, told.city) == ("b-oh", "B, Ohio")
    assert [trouble.path for trouble in told.troubles] == ["city/email"]


def test_each_city_of_a_text_file_gets_its_own_part_back() -> None:
    first, second = (
        Submission(
            Source("both.yaml", row=row),
            (
                Entry("city/name", name, Source("both.yaml", row=row)),
                Entry("city/state", "Ohio", Source("both.yaml", row=row + 1)),
            ),
        )
        for row, name in ((1, "A"), (11, "B"))
    )
    findings = [found("unknown-question", Source("both.yaml", row=15, column=1))]
    (told,) = returns_of([first, second], FORM, findings, ())
    assert told.city == "B, Ohio"


def test_a_city_that_cannot_be_told_and_a_file_that_cannot_be_read_are_numbered() -> (
    None
):
    nameless = Submission(Source("b.yaml"), (Entry("city/mayor", "J", THERE),))
    findings = [
        found("missing-answer", Source("b.yaml"), path="city/name"),
        found("unknown-file-kind", Source("a.docx")),
    ]
    told = returns_of([nameless], FORM, findings, {"a.docx"})
    assert [(each.name, each.submission.source.file) for each in told] == [
        ("unknown-1", "b.yaml"),
        ("unknown-2", "a.docx"),
    ]


def test_two_submissions_of_a_city_go_back_under_two_names() -> None:
    twin = Submission(Source("again.yaml"), SENT.entries[:2])
    twice = [
        found("duplicate-city", Source("again.yaml")),
        found("other-form", Source("reply.yaml")),
    ]
    told = returns_of([SENT, twin], FORM, twice, ())
    assert {each.name for each in told} == {"exampleton-oh", "exampleton-oh-2"}


def test_it_goes_to_who_sent_the_survey_if_no_answer_is_an_address() -> None:
    sent = replace(SENT, sender="lee@other.example")
    wrong = [found("other-form", sent.source)]
    for typed, to in (("", "lee@other.example"), ("no address", "lee@other.example")):
        entries = (*SENT.entries, Entry("city/email", typed, SENT.source))
        (told,) = returns_of([replace(sent, entries=entries)], FORM, wrong, ())
        assert told.to == to
    entries = (*SENT.entries, Entry("city/email", "a@b.example", SENT.source))
    (told,) = returns_of([replace(sent, entries=entries)], FORM, wrong, ())
    assert told.to == "a@b.example"


def test_it_goes_to_the_first_address_that_is_one() -> None:
    sent = submitted(*CITY, ("city/email", "Clerk@exampleton.example"))
    (told,) = returns_of([sent], FORM, [found("other-form", sent.source)], ())
    assert told.to == "Clerk@exampleton.example"
    (untold,) = returns_of(
        [submitted(*CITY, ("city/email", "a@b\nBcc: c@d.example"))],
        FORM,
        [found("other-form", sent.source)],
        (),
    )
    assert untold.to == ""


@pytest.mark.parametrize("slug", sorted(set(RULES) - FOR_STAFF))
def test_what_a_city_is_told_to_do_is_not_what_staff_is_told(slug: str) -> None:
    to_do = Trouble(found(slug, THERE)).to_do
    assert RULES[slug].severity is Severity.NOTE or not re.search(
        r"\bmake\b|output|submissions|citybook|the city|YAML|yaml|press", to_do
    )


def test_all_rules_that_are_named_here_are_there() -> None:
    assert (FOR_STAFF | set(TO_CITY)) <= set(RULES)


# There and back


@dataclass(frozen=True, slots=True)
class Came:
    """All that came in for one edition."""

    form: Form
    submissions: tuple[Submission, ...]


def came_in(root: Path) -> Came:
    folders = Folders(root)
    form, _ = read_form(folders.template("form.yaml"), "form.yaml")
    assert form
    return Came(form, read_submissions(folders.submissions, form)[0])


_WRAPPED = re.compile(r"(?<!\n)\n(?!\s*(?:\n|[-•*+] |\d+[.)] ))")


def words(entries: Mapping[str, str], form: Form) -> dict[str, str]:
    """Return the answers with the lines joined that a text file only wraps.

    Several choices may stand below each other or with semicolons between.
    """
    chosen = re.compile(r" *[;\n] *")
    return {
        path: chosen.sub("; ", text.strip())
        if kind_of(path, form) == "choices"
        else _WRAPPED.sub(" ", text.strip())
        for path, text in entries.items()
    }


def kind_of(path: str, form: Form) -> str:
    section = form.section(path.split("/")[0])
    field = section.field(path.split("/")[-1]) if section else None
    return field.kind if field else ""


@pytest.mark.parametrize("edition", [STOCK, SHIPPED, BUDGET], ids=lambda p: p.name)
def test_every_city_gets_its_own_answers_back(edition: Path, tmp_path: Path) -> None:
    came = came_in(edition)
    for submission in came.submissions:
        path = written(tmp_path / "r.xlsx", submission, form=came.form)
        again, findings = read_back(path, came.form)
        assert words(answers(again), came.form) == words(answers(submission), came.form)
        assert not findings


ANSWERS = st.one_of(
    st.text(max_size=60),
    st.text("ab .\n-*•=+@1)\t\\", max_size=80),
    st.sampled_from(["=1+1", "-x", "+1", "@a", "\tb", "\x07", "a\ufffeb", "N/A"]),
    st.sampled_from(["word " * 300, "line\n\n" * 40]),
)


@settings(max_examples=20)
@given(mayor=ANSWERS, story=ANSWERS, whats=st.lists(ANSWERS, max_size=7))
def test_whatever_was_typed_into_the_form_comes_back(
    mayor: str, story: str, whats: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("any")
    events = [(f"events/{n}/what", text) for n, text in enumerate(whats, 1)]
    sent = submitted(*CITY, ("city/mayor", mayor), ("city/story", story), *events)
    first, _ = read_back(written(folder / "1.xlsx", sent))
    second, findings = read_back(written(folder / "2.xlsx", first, BAD_DATE))
    assert answers(second) == answers(first)
    assert not findings
    asked = [entry for entry in sent.entries if entry.value.strip()]
    assert len(answers(first)) == len(asked)


def test_mended_and_dropped_back_in_it_leaves_nothing_but_notes(tmp_path: Path) -> None:
    root = copied(STOCK, tmp_path, {"submissions/brokenville.yaml": BROKEN_CITY})
    road = traveled(root)
    came = came_in(root)
    (told,) = returns_of(came.submissions, road.form, road.findings, ())
    back = tmp_path / "back.xlsx"
    write_return_workbook(told, road.form, EDITION, back)
    workbook = load_workbook(back)
    mended = {"A4": "July 2016", "B4": "A picnic.", "F4": "https://b.example/picnic"}
    for cell, text in mended.items():
        assert workbook["Efforts"][cell].comment
        workbook["Efforts"][cell] = text
    workbook.save(root / "submissions" / "brokenville, mended.xlsx")
    (root / "submissions" / "brokenville.yaml").unlink()
    again = traveled(root)
    assert not again.grave
    assert "Brokenville" in {city.name for city in again.report.cities}
