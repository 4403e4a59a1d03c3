"""The e-mail to a city: a template that staff may change, and the city's troubles."""

import re
from pathlib import Path

import pytest

from citybook.edition import Contact, Edition, read_edition
from citybook.findings import RULES, Finding, found
from citybook.folders import OWN_TEMPLATES
from citybook.letter import NAMES, OPTIONAL, filled, read_letter
from citybook.returns import FOR_STAFF, Return, Trouble
from citybook.source import Source
from citybook.submission import Entry, Submission
from citybook.writers.return_email import write_return_email
from test_definitions import EDITION as EDITION_FILE

PLACE = Source("reply.yaml", row=3)
EDITION = Edition(title="Parks", publisher="The Press", date="May 2017", summary="S")
OPEN = Edition(
    title="Parks",
    publisher="The Press",
    date="May 2017",
    summary="S",
    deadline="June 3, 2016",
    contact=Contact("Robin Example", "robin@press.example"),
)
SENT = Submission(Source("reply.yaml"), (Entry("city/name", "Exampleton", PLACE),))


def email(
    tmp_path: Path,
    *findings: Finding,
    edition: Edition = EDITION,
    city: str = "Exampleton, Ohio",
    to: str = "",
    sent: Submission = SENT,
) -> str:
    template, wrong = read_letter(OWN_TEMPLATES / "email.txt", "email.txt")
    assert template, wrong
    troubles = tuple(Trouble(finding) for finding in findings)
    told = Return("exampleton-oh", city, to, sent, troubles)
    places = [(trouble, "Form, B5") for trouble in troubles]
    path = tmp_path / "e.txt"
    write_return_email(told, places, edition, template=template, path=path)
    return path.read_text(encoding="utf-8")


BAD = found("not-a-date", PLACE, "Date: The answer is not a date.", value="no day")
ODD = found("odd-date", PLACE)


@pytest.mark.parametrize("slug", sorted(RULES.keys() - FOR_STAFF))
def test_no_rule_speaks_to_a_city_of_citybook_or_of_the_city(slug: str) -> None:
    assert not re.search(r"citybook|The city sent", RULES[slug].sentence)


def test_it_says_to_whom_what_of_and_what_is_wrong(tmp_path: Path) -> None:
    told = email(tmp_path, BAD, ODD, to="clerk@exampleton.example", edition=OPEN)
    lines = told.split("\n")
    assert lines[:3] == [
        "To: clerk@exampleton.example",
        "Subject: Parks: 2 places to look at for Exampleton, Ohio",
        "",
    ]
    assert (
        "1. Form, B5: Date: The answer is not a date. It says “no day”.\n"
        "   What to do: Type it as 7/18/2016 or July 18, 2016; leave out what is not "
        "known.\n\n2. Form, B5: " in told
    )
    assert "exampleton-oh.xlsx" in told
    assert "by June 3, 2016." in told
    assert "write to Robin Example, robin@press.example." in told
    assert told.endswith("With kind regards,\nThe Press\n")


def test_a_line_about_what_is_not_known_is_left_out(tmp_path: Path) -> None:
    told = email(tmp_path, BAD, city="")
    assert told.startswith("To: address not known\nSubject: Parks: one place to look")
    assert "your city" in told
    assert "It would help us" not in told
    assert "write to" not in told
    assert "\n\n\n" not in told


def test_it_tells_of_a_file_in_which_no_answers_were_found(tmp_path: Path) -> None:
    blank = Submission(Source("reply.docx"), ())
    told = email(tmp_path, found("unknown-file-kind", blank.source), sent=blank)
    assert "We could not read any answers in your file “reply.docx”:" in told


def test_what_a_city_typed_is_no_line_and_no_name_of_the_template(
    tmp_path: Path,
) -> None:
    nasty = found("stray-text", PLACE, value="{to}\r\nBcc: all@a.example\x07{nobody}")
    told = email(tmp_path, nasty, city="A{to}\nBcc: all@a.example")
    assert "Bcc" in told
    assert not [line for line in told.split("\n") if line.startswith("Bcc")]
    assert "A{to}" in told
    assert "{nobody}" in told
    assert "\x07" not in told


def test_of_many_troubles_it_lists_the_first_and_counts_the_rest(
    tmp_path: Path,
) -> None:
    told = email(tmp_path, *[BAD] * 25)
    assert "20. Form" in told
    assert "21. Form" not in told
    assert "And 5 more, listed in the workbook." in told


def test_it_has_a_text_for_every_name_that_a_template_may_use(tmp_path: Path) -> None:
    template = "\n".join(f"{name}={{{name}}}" for name in (*NAMES, *OPTIONAL))
    told = Return("a", "A, Ohio", "a@a.example", SENT, (Trouble(BAD),))
    path = tmp_path / "e.txt"
    places = [(told.troubles[0], "Form, B5")]
    write_return_email(told, places, OPEN, template=template, path=path)
    lines = path.read_text(encoding="utf-8").split("\n")
    assert {line.partition("=")[0] for line in lines if "=" in line} == {
        *NAMES,
        *OPTIONAL,
    }
    assert all(line.partition("=")[2] for line in lines if "=" in line)


def test_a_name_that_no_email_has_is_told_at_its_place(tmp_path: Path) -> None:
    path = tmp_path / "email.txt"
    path.write_text("To: {to}\nDear {mayor},\n", encoding="utf-8")
    template, (finding,) = read_letter(path, "templates/email.txt")
    assert template is None
    assert str(finding.source) == "templates/email.txt:2:6"
    assert finding.detail == "An e-mail has no “mayor”."


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", None])
def test_a_template_that_is_no_text_is_told(data: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "email.txt"
    if data:
        path.write_bytes(data)
    template, (finding,) = read_letter(path, "templates/email.txt")
    assert template is None
    assert finding.rule.slug == "bad-definition"


def test_a_line_names_several_things_only_if_all_are_known() -> None:
    values = {"to": "a", "deadline": ""}
    assert filled("x {to}\n{to} {deadline}\ny", values) == "x a\ny"


@pytest.mark.parametrize(
    ("more", "detail"),
    [
        ("deadline: June 2016\n", "“June 2016” is no day such as June 3, 2016"),
        ("contact: {name: A, email: a b}\n", "“a b” is not an e-mail address"),
        ("contact: {name: A}\n", "email"),
    ],
)
def test_an_edition_that_says_no_day_or_address_is_told(
    more: str, detail: str, tmp_path: Path
) -> None:
    path = tmp_path / "edition.yaml"
    path.write_text(EDITION_FILE + more, encoding="utf-8")
    edition, findings = read_edition(path, "edition.yaml")
    assert edition is None
    assert [finding for finding in findings if detail in finding.detail]
