from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from citybook.findings import Finding, as_text
from citybook.form import Form
from citybook.readers.yaml_file import read_yaml
from citybook.submission import Submission
from citybook.writers.form_yaml import write_form_yaml
from spreadsheets import FORM, answers, troubles

Read = Callable[[str | bytes], tuple[tuple[Submission, ...], tuple[Finding, ...]]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read_text(
        text: str | bytes,
    ) -> tuple[tuple[Submission, ...], tuple[Finding, ...]]:
        path = tmp_path / "a.yaml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return read_yaml(path.read_bytes(), "a.yaml", FORM)

    return read_text


def test_questions_may_stand_under_their_sections(read: Read) -> None:
    (submission,), findings = read("""
form: sample/2
city: {name: Exampleton, state: Ohio}
events:
  - what: |
      A walk.
      It rained.
  - {date: 2016, what: A picnic.}
quotes: {text: We are here., speaker: Jordan Example}
""")
    assert not findings
    assert submission.stamp == "sample/2"
    assert answers(submission) == {
        "city/name": "Exampleton",
        "city/state": "Ohio",
        "events/1/what": "A walk.\nIt rained.\n",
        "events/2/date": "2016",
        "events/2/what": "A picnic.",
        "quotes/1/text": "We are here.",
        "quotes/1/speaker": "Jordan Example",
    }
    assert str(submission.entry("events/2/what").source) == "a.yaml:8:24"


def test_curly_quotes_that_yaml_leaves_around_a_short_answer_are_taken_off(
    read: Read,
) -> None:
    (submission,), findings = read("""
city: “Exampleton”
state: ‘Ohio’
mayor: ”Ann “Bo” Lee”
site: '“exampleton.example”'
quotes: {text: “We are here.”, speaker: “Jordan O’Hara”}
""")
    assert answers(submission) == {
        "city/name": "Exampleton",
        "city/state": "Ohio",
        "city/mayor": "”Ann “Bo” Lee”",
        "city/site": "“exampleton.example”",
        "quotes/1/text": "“We are here.”",
        "quotes/1/speaker": "Jordan O’Hara",
    }
    assert [as_text(each) for each in findings] == [
        f"a.yaml:{place}: note: The curly quotes around “{text}” were taken off. "
        "[text-tidied]\n  hint: Nothing to do, unless the change is wrong."
        for place, text in (
            *(("2:7", "Exampleton"), ("3:8", "Ohio")),
            ("6:41", "Jordan O’Hara"),
        )
    ]


def test_a_text_that_was_saved_as_windows_text_is_read_with_a_warning(
    read: Read,
) -> None:
    text = "city: Exampleton\r\nstate: Ohio\r\nmayor: José O’Hara\r\n"
    (submission,), (finding,) = read(text.encode("cp1252"))
    assert submission.entry("city/mayor").value == "José O’Hara"
    assert as_text(finding) == (
        "a.yaml:3: warning: The text was saved as Windows text, not as UTF-8. "
        "It says “mayor: José O’Hara”. [old-encoding]\n"
        "  hint: Look whether accents and quotes are right; save it as UTF-8 if not."
    )


def test_questions_may_stand_alone_and_as_labels(read: Read) -> None:
    (submission,), findings = read("""
City: Exampleton
STATE: Ohio
Mayor's name: Jordan Example
All ways: [forum, march]
Web site:
  - a.example
  - b.example
Story: [One., Two.]
Event 2 date: 2017
""")
    assert not findings
    assert answers(submission) == {
        "city/name": "Exampleton",
        "city/state": "Ohio",
        "city/mayor": "Jordan Example",
        "city/ways": "forum; march",
        "city/site": "a.example; b.example",
        "city/story": "- One.\n- Two.",
        "events/1/date": "2017",
    }


@pytest.mark.parametrize("written", ["NO", "02114", "9:30", "3.10", "yes", "2016-07-18",
                                     "+16175550142", "~", "null"])  # fmt: skip
def test_a_value_is_read_as_it_is_typed(read: Read, written: str) -> None:
    (submission,), findings = read(f"city: Exampleton\nmayor: {written}\n")
    assert not findings
    assert submission.entry("city/mayor").value == written


@pytest.mark.parametrize(
    ("line", "slug"),
    [
        ("city: Sampleville", "duplicate-key"),
        ("story: Food: a right", "bad-yaml"),
        ("\tmayor: Jo", "bad-yaml"),
        ("mayor: @jo", "bad-yaml"),
        ("mayor: 'It's ours'", "bad-yaml"),
        ("mayor: &jo Jo", "yaml-feature"),
        ("mayor: {insert: name}", "bad-yaml"),
        ("mayor: [insert name]", "bad-yaml"),
        ("events: yesterday", "bad-yaml"),
        ("events: [yesterday]", "bad-yaml"),
        ("events: [{who: Jo}]", "unknown-question"),
        ("city: [{name: A}, {name: B}]", "bad-yaml"),
        ("mayoress: Jo", "unknown-question"),
        ("form: sample/1", "other-form"),
    ],
)
def test_a_trap_is_told_at_its_line(read: Read, line: str, slug: str) -> None:
    _, findings = read(f"city: Exampleton\n{line}\n")
    assert slug in [finding.rule.slug for finding in findings]
    assert any(finding.source.row >= 2 for finding in findings)


def test_an_unknown_key_without_an_answer_is_no_matter(read: Read) -> None:
    _, findings = read("city: Exampleton\nmayoress:\n")
    assert not findings


def test_each_document_is_a_city(read: Read) -> None:
    text = "city: Exampleton\n---\ncity: Sampleville\n---\n"
    submissions, findings = read(text)
    assert [str(each.source) for each in submissions] == ["a.yaml:1:1", "a.yaml:3:1"]
    assert not findings


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("torn", ["mayor: [", 'mayor: "Lee', "\tmayor: Lee", "a: b: c"])
def test_a_fault_in_one_city_costs_no_other(torn: str, end: str, read: Read) -> None:
    cities = ("Exampleton", f"Sampleville\n{torn}", "Testburg", "Gap\n- x", "Aston")
    text = "---\n".join(f"city: {city}\nstate: Ohio\n" for city in cities)
    submissions, findings = read(text.replace("\n", end))
    names = [each.entry("city/name") for each in submissions]
    assert [each.value for each in names] == ["Exampleton", "Testburg", "Aston"]
    assert [each.source.row for each in names] == [1, 8, 15]
    assert [each.rule.slug for each in findings] == ["bad-yaml"] * 2
    assert [each.source.row for each in findings] in (
        [5, 12],
        [6, 12],
        [5, 13],
        [6, 13],
    )


def test_a_file_full_of_faults_is_read_no_further_and_that_is_told(read: Read) -> None:
    text = "---\n".join("city: [\n" for _ in range(40))
    submissions, findings = read(text + "---\ncity: Aston\nstate: Ohio\n")
    assert not submissions
    assert findings[-1].value == "city: Aston"


@pytest.mark.parametrize("text", ["", "# ---\n", "---\n", "city:\nstate:\n"])
def test_a_file_without_answers_is_told_so(read: Read, text: str) -> None:
    submissions, findings = read(text)
    assert not submissions
    assert [slug for slug, _ in troubles(findings)] == ["no-answers"]


@pytest.mark.parametrize("text", ["Dear all, our city did much.", "- Exampleton\n"])
def test_a_letter_is_no_list_of_answers(read: Read, text: str) -> None:
    submissions, findings = read(text)
    assert not submissions
    assert [slug for slug, _ in troubles(findings)] == ["bad-yaml"]


def test_a_file_without_any_question_is_no_form(read: Read) -> None:
    _, findings = read("roads: 5\nparks: 7\n")
    assert "no-form-found" in [slug for slug, _ in troubles(findings)]


def test_notepad_may_save_it_in_its_own_way(read: Read) -> None:
    (submission,), findings = read("\ufeffcity: Exampleton\r\n".encode("utf-16"))
    assert not findings
    assert submission.entry("city/name").value == "Exampleton"


@pytest.mark.parametrize("text", ["", " \r\n", "\ufeff"])
def test_an_empty_file_is_to_be_sent_again(read: Read, text: str) -> None:
    _, (finding,) = read(text)
    assert finding.detail == "The file is empty."
    assert finding.hint == "Ask the city to send it again."


@pytest.mark.parametrize(
    ("line", "detail"),
    [
        ("city:\u00a0Exampleton", "The colon, or the space after it, is not a plain"),
        ("city：Exampleton", "The colon, or the space after it, is not a plain one."),
        ("city:Exampleton", "There is no space after the colon."),
        ("city Exampleton", "The line has no colon behind the question's name."),
        ("city = Exampleton", "The line has no colon behind the question's name."),
    ],
)
def test_a_first_line_with_an_odd_colon_is_told_once_and_at_its_place(
    read: Read, line: str, detail: str
) -> None:
    submissions, (finding,) = read(f"{line}\nstate: Ohio\nmayor: Jo\n")
    assert not submissions
    assert str(finding.source) == "a.yaml:1:1"
    assert finding.detail.startswith(detail)


def test_a_colon_in_a_text_that_goes_on_is_told_at_its_place(read: Read) -> None:
    _, (finding,) = read("mayor: Jane：x\n  goes on: here\n")
    assert str(finding.source) == "a.yaml:2:10"
    assert finding.detail.startswith("A colon inside the text")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("city:\n  name:Exampleton\n", 2),
        ("city:Exampleton\n", 1),
        ("city: Exampleton\nevents:\n  - what:A walk.\n", 3),
        ("city: Exampleton\nstate:Ohio\nmayor: Jo\n", 2),
    ],
)
def test_a_colon_without_a_space_is_told_at_its_line(
    read: Read, text: str, line: int
) -> None:
    _, (finding,) = read(text)
    assert (finding.rule.slug, finding.source.row) == ("bad-yaml", line)
    assert finding.hint == "Put a space after the colon."


def test_an_answer_may_hold_a_colon_without_a_space(read: Read) -> None:
    (submission,), findings = read("city: Exampleton\nstory: met:at noon\n")
    assert not findings
    assert submission.entry("city/story").value == "met:at noon"


def test_two_cities_in_one_file_are_told_how_to_part(read: Read) -> None:
    _, findings = read("city: Exampleton\nstate: Ohio\ncity: Sampleville\nstate: Utah")
    assert [finding.rule.slug for finding in findings] == ["duplicate-key"] * 4
    (hint,) = {finding.hint for finding in findings}
    assert hint == (
        "If the file holds two cities, put a line of three hyphens (---) between them "
        "or make a file of each; else keep one of the two lines."
    )


def test_a_question_twice_in_one_entry_makes_no_second_city(read: Read) -> None:
    _, findings = read("city: Exampleton\nevents:\n  - {what: A, what: B}\n")
    assert {finding.hint for finding in findings} == {"Keep one of the two lines."}


@pytest.mark.parametrize("line", ["mayor: Jo # 5 of us", "population: 5  # in 2016"])
def test_what_follows_a_number_sign_is_not_lost_unseen(read: Read, line: str) -> None:
    (submission,), (finding,) = read(f"city: Exampleton\n{line}\n")
    assert (finding.rule.slug, finding.source.row) == ("yaml-lost-text", 2)
    assert finding.value == line[line.index("#") :]
    assert not any("#" in answer for answer in answers(submission).values())


# Comments


def filled(form: Form, folder: Path) -> str:
    """Return the blank form with answers and a copied entry, and its comments."""
    write_form_yaml(form, folder / "form.yaml")
    text = (folder / "form.yaml").read_text(encoding="utf-8")
    text = text.replace("  name:\n", "  name: Exampleton\n", 1)
    text = text.replace("  state:\n", "  state: Ohio\n", 1)
    entry = text[text.index("  - date:") : text.index("    source:\n")]
    return text.replace(entry, f"{entry.replace('|', '|{NL}      A walk.')}{entry}")


def test_the_comments_of_the_form_are_ours_blank_or_filled(
    read: Read, tmp_path: Path
) -> None:
    text = filled(FORM, tmp_path).replace("{NL}", "\n")
    for there in (text, text.replace("\n", "\r\n"), text.replace("    # ", " #")):
        (submission,), findings = read(there)
        assert answers(submission)["city/state"] == "Ohio"
        assert not [as_text(finding) for finding in findings]


@pytest.mark.parametrize("width", [40, 200])
def test_our_comments_stay_ours_where_their_lines_were_wrapped_anew(
    read: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setattr("citybook.writers.form_yaml._WIDTH", width)
    assert not read(filled(FORM, tmp_path).replace("{NL}", "\n"))[1]


def test_an_older_form_is_told_of_only_where_it_said_something_else(
    read: Read, tmp_path: Path
) -> None:
    city, *others = FORM.sections
    hint = "Type the last census's number here, please."
    fields = tuple(
        replace(each, hint=hint)
        if each.key == "population"
        else replace(each, required=True, max_words=each.max_words and 999)
        for each in city.fields
        if each.key != "budget"
    )
    older = replace(FORM, version=1, sections=(replace(city, fields=fields), *others))
    _, findings = read(filled(older, tmp_path).replace("{NL}", "\n"))
    (lost,) = (each for each in findings if each.rule.slug == "yaml-lost-text")
    assert lost.value.replace(" # ", " ").endswith(hint)


@pytest.mark.parametrize(
    "typed",
    [
        "# please call us about this",
        "# mayor: Ann",
        "#mayor: Ann",
        "# Mayor: Ann",
        "# - Forum",
        "# Main way:\n# - Forum",
        "# yes",
        "# 65,000",
        "# ¡No!",
        "# 👍",
    ],
)
@pytest.mark.parametrize("indent", ["", "  ", "    "])
@pytest.mark.parametrize(
    "before", ["city:\n", "# Main way. ", "# State. ", "- date:", "", "  name:"]
)
def test_what_a_city_typed_in_a_line_of_comments_is_told(
    read: Read, tmp_path: Path, typed: str, indent: str, before: str
) -> None:
    lines = filled(FORM, tmp_path).replace("{NL}", "\n").splitlines(keepends=True)
    place = next(n for n, line in enumerate(lines) if before.strip() in line)
    mine = "".join(f"{indent}{line}\n" for line in typed.split("\n"))
    (_,), (finding,) = read("".join((*lines[:place], mine, *lines[place:])))
    row, column = place + 1, len(indent) + 1
    assert str(finding.source) == f"a.yaml:{row}:{column}"
    assert finding.value == typed.replace("\n", " ")
    assert finding.rule.slug == "yaml-lost-text"


def test_a_line_drawn_with_signs_says_nothing(read: Read) -> None:
    assert not read("# ------\n#=====\ncity: Exampleton\nstate: Ohio\n")[1]


def test_a_file_of_comments_alone_holds_no_answers(read: Read) -> None:
    submissions, findings = read("# We have nothing\n# to tell.\n")
    assert not submissions
    assert troubles(findings) == [
        ("yaml-lost-text", "a.yaml:1:1"),
        ("no-answers", "a.yaml"),
    ]
