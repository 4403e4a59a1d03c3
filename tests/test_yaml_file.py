from pathlib import Path

import pytest

from citybook.readers.yaml_file import read_yaml
from spreadsheets import FORM, answers, troubles


@pytest.fixture
def read(tmp_path: Path):
    def read_text(text: str | bytes):
        path = tmp_path / "a.yaml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return read_yaml(path, "a.yaml", FORM)

    return read_text


def test_questions_may_stand_under_their_sections(read):
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


def test_questions_may_stand_alone_and_as_labels(read):
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
def test_a_value_is_read_as_it_is_typed(read, written):
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
def test_a_trap_is_told_at_its_line(read, line, slug):
    _, findings = read(f"city: Exampleton\n{line}\n")
    assert slug in [finding.rule.slug for finding in findings]
    assert any(finding.source.row >= 2 for finding in findings)


def test_an_unknown_key_without_an_answer_is_no_matter(read):
    _, findings = read("city: Exampleton\nmayoress:\n")
    assert not findings


def test_each_document_is_a_city(read):
    text = "city: Exampleton\n---\ncity: Sampleville\n---\n"
    submissions, findings = read(text)
    assert [str(each.source) for each in submissions] == ["a.yaml:1:1", "a.yaml:3:1"]
    assert not findings


@pytest.mark.parametrize("text", ["", "# Nothing yet\n", "---\n", "city:\nstate:\n"])
def test_a_file_without_answers_is_told_so(read, text):
    submissions, findings = read(text)
    assert not submissions
    assert [slug for slug, _ in troubles(findings)] == ["no-answers"]


@pytest.mark.parametrize("text", ["Dear all, our city did much.", "- Exampleton\n"])
def test_a_letter_is_no_list_of_answers(read, text):
    submissions, findings = read(text)
    assert not submissions
    assert [slug for slug, _ in troubles(findings)] == ["bad-yaml"]


def test_a_file_without_any_question_is_no_form(read):
    _, findings = read("roads: 5\nparks: 7\n")
    assert "no-form-found" in [slug for slug, _ in troubles(findings)]


def test_notepad_may_save_it_in_its_own_way(read):
    (submission,), findings = read("\ufeffcity: Exampleton\r\n".encode("utf-16"))
    assert not findings
    assert submission.entry("city/name").value == "Exampleton"


def test_a_file_of_another_encoding_is_refused_at_its_line(read):
    _, findings = read(b"city: Exampleton\nmayor: Pe\xf1a\n")
    assert troubles(findings) == [("unreadable-file", "a.yaml:2")]
