"""Definition files: what they may not say, each told at its line."""

from pathlib import Path

import pytest

from citybook.condition import Condition
from citybook.dates import PartialDate
from citybook.edition import Edition, read_edition
from citybook.findings import Finding
from citybook.flatplan import read_flatplan
from citybook.form import Form, read_form
from citybook.kinds import Value
from citybook.style import ROLES

FORM = """\
key: sample
version: 2
title: Sample
sections:
  - key: city
    label: Your city
    fields:
      - {key: name, label: City, kind: city, required: true}
      - {key: state, label: State, kind: state, required: true}
      - {key: way, label: Way, kind: choice, choices: [{key: a, label: A}]}
      - {key: remark, label: Remark, kind: text, public: false}
  - key: steps
    label: Steps
    repeats: 3
    fields:
      - {key: what, label: What was done, kind: prose}
      - {key: page, label: Page, kind: link}
"""

FLATPLAN = """\
front: [cover, contents]
city:
  - {print: line, section: city, fields: [way], labels: {way: Way}}
  - {print: text, section: city, field: way, heading: true}
  - {print: facts, section: city, fields: [way], caption: In short}
  - print: entries
    section: steps
    order: what
    pieces:
      - {print: quote, section: steps, field: what, attribution: [what]}
back: [sources]
sources: [steps/page]
"""

EDITION = """\
title: Sample
publisher: The Example Press
date: May 2017
officers:
  - {office: President, name: Alex Sample}
quotations:
  - {text: Words., speaker: Alex Sample}
counts:
  a: {count: choices, section: city, field: way}
summary: In short.
"""


def written(path: Path, text: str, old: str, new: str) -> Path:
    assert not old or old in text
    path.write_text(text.replace(old, new) if old else new, encoding="utf-8")
    return path


def place_and_detail(findings: list[Finding]) -> list[tuple[str, str]]:
    assert {finding.rule.slug for finding in findings} == {"bad-definition"}
    return [(str(finding.source), finding.detail) for finding in findings]


def form(tmp_path: Path) -> Form:
    path = written(tmp_path / "form.yaml", FORM, "", FORM)
    read, findings = read_form(path, "f")
    assert read, findings
    return read


@pytest.mark.parametrize(
    ("old", "new", "place", "detail"),
    [
        ("kind: prose", "kind: poem", "f:16:9", "no kind “poem”; known: city, state"),
        ("kind: city", "kind: text", "f:1:1", "One question of kind “city” is needed"),
        ("key: way", "key: state", "f:5:5", "two questions have the key “state”"),
        ("key: steps", "key: city", "f:1:1", "Two sections have the key “city”"),
        (", choices: [{key: a, label: A}]", "", "f:10:9", "a choice needs its choices"),
        ("repeats: 3", "repeats: often", "f:14:14", "must be a whole number"),
        ("repeats: 3", "repeats: -1", "f:", "repeats"),
        ("version: 2", "version: two", "f:2:10", "must be a whole number"),
        ("required: true}\n      - {key: s", "required: 7}\n      - {key: s",
         "f:8:56", "must be true or false"),
        ("label: Steps", "lable: Steps", "f:13:12", "lable"),
        ("key: sample\n", "", "f:1:1", "“key” is missing."),
        ("", "just text", "f:1:1", ""),
        ("", "- a list", "f:1:1", ""),
        ("", "", "f", "The file is empty."),
        ("key: steps", "key: a/b", "f:", "a/b"),
        ("key: what", 'key: ""', "f:", "key"),
        ("label: What was done", 'label: " "', "f:16:", "label"),
        ("{key: a, label: A}", "{key: a, label: A}, {key: a, label: B}", "f:10:", "a"),
        ("label: State", "label: City", "f:", "city"),
    ],
)  # fmt: skip
def test_a_fault_of_the_form_is_told_at_its_line(
    old: str, new: str, place: str, detail: str, tmp_path: Path
) -> None:
    read, findings = read_form(written(tmp_path / "f", FORM, old, new), "f")
    assert read is None
    told = place_and_detail(findings)
    assert [1 for where, what in told if where.startswith(place) and detail in what]


@pytest.mark.parametrize(
    ("old", "new", "place", "detail"),
    [
        (
            "cover",
            "cove",
            "f:1:9",
            "“front, item 1” must be one of “cover”, “imprint”,",
        ),
        (
            "[cover, contents]",
            "[cover, 7]",
            "f:1:16",
            "“front, item 2” must be one of “co",
        ),
        ("section: steps\n", "section: stages\n", "f:6:5", "no section “stages”"),
        ("field: what", "field: who", "f:10:9", "no “steps/who”"),
        ("[way], labels", "[way, mayor], labels", "f:3:5", "no “city/mayor”"),
        ("order: what", "order: when", "f:6:5", "no “steps/when”"),
        ("[steps/page]", "[steps/link]", "f:12:11", "no “steps/link”"),
        (
            "print: facts",
            "print: fact",
            "f:5:13",
            "“city, item 3, print” must be one of “line”",
        ),
        (
            "print: quote",
            "print: x",
            "f:10:17",
            "“city, item 4, pieces, item 1, print”",
        ),
        ("print: facts, ", "", "f:5:5", "“city, item 3, print” is missing."),
        (
            "  - {print: text",
            "  - 7\n  - {print: text",
            "f:4:5",
            "“city, item 2” must be keys with their values.",
        ),
        (
            "",
            f"{FLATPLAN}figures: {{cover: [a]}}",
            "f:13:18",
            "no key “figures, cover”; known are “leadership”, “summary”,",
        ),
        ("caption: In short", "captions: In short", "f:5:", "caption"),
        ("labels: {way: Way}", "role: huge", "f:3:", "huge"),
        ("labels: {way: Way}", "labels: {mayor: Mayor}", "f:3:", "mayor"),
        ("{way: Way}", "{way: Way}, if_blank: {mayor: Mayor}", "f:3:", "mayor"),
        (
            "{way: Way}",
            "{way: Way}, marks: [{text: A, when: [{field: b, equals: c}]}]",
            "f:3:",
            "b",
        ),
        ("section: city, field: way", "section: city, field: remark", "f:4:", "remark"),
        (
            "",
            f"{FLATPLAN}index: [{{heading: People, of: [cities, city/nobody]}}]\n",
            "f:13:",
            "city/nobody",
        ),
        ("[steps/page]", "[steps/what]", "f:12:11", "not of the kind “link”"),
        ("[steps/page]", "[steps]", "f:12:11", "steps"),
        (
            "  - {print: text",
            "  - {print: text, section: city, field: way}\n  - {print: text",
            "f:5:5",
            "“city/way” is printed twice: take one of the two pieces out.",
        ),
        ("back: [sources]", "back: [sources, sources]", "f:", "sources"),
        ("front: [cover, contents]", "front: [cover, cover]", "f:1:", "cover"),
    ],
)
def test_a_fault_of_the_flatplan_is_told_at_its_line(
    old: str, new: str, place: str, detail: str, tmp_path: Path
) -> None:
    path = written(tmp_path / "f", FLATPLAN, old, new)
    read, findings = read_flatplan(path, "f", form(tmp_path), ROLES)
    assert read is None
    told = place_and_detail(findings)
    assert [1 for where, what in told if where.startswith(place) and detail in what]


@pytest.mark.parametrize(
    ("old", "new", "place", "detail"),
    [
        ("title: Sample", "titel: Sample", "f:1:8", "titel"),
        ("publisher: The Example Press\n", "", "f:1:1", "“publisher” is missing."),
        ("name: Alex", "mane: Alex", "f:5:", "“officers, item 1, name” is missing."),
        ("name: Alex", "mane: Alex", "f:5:31", "There is no key “mane” here"),
        ("officers:\n", "officers:\n  - {office: A, name: B}\n  - {office: C}\n",
         "f:6:5", "“officers, item 2, name” is missing."),
        ("officers:\n", "officers:\n  - A, B\n", "f:5:5",
         "“officers, item 1” must be keys with their values."),
        ("", f"{EDITION}membership_line: [3]", "f:11:18", "must be a whole number"),
        ("", f"{EDITION}warn_of_unknown_cities: [no]", "f:", "must be true or false"),
        ("title: Sample", "title:\n  - a", "f:2:3", "“title” must be a text."),
        ("count: choices", "count: all", "f:9:14",
         "“counts, a, count” must be one of “cities”, “entries” or “choices”."),
        (", field: way", "", "f:9:6", "“field” goes with “count: choices”"),
        ("field: way", "field: way, where: {field: a}", "f:9:", "say one of since"),
        ("field: way", "field: way, where: {field: a, since: May}", "f:9:", "“May” is"),
        ("field: way", "field: way, where: {field: a, since: 2016-07}", "f:9:",
         "“2016-07” is not a day such as 2016-07-13"),
        ("summary: In short.", "summary:", "f:10:", "“summary” is missing."),
        ("title: Sample", 'title: ""', "f:1:", "title"),
    ],
)  # fmt: skip
def test_a_fault_of_the_edition_is_told_at_its_line(
    old: str, new: str, place: str, detail: str, tmp_path: Path
) -> None:
    read, findings = read_edition(written(tmp_path / "f", EDITION, old, new), "f")
    assert read is None
    told = place_and_detail(findings)
    assert [1 for where, what in told if where.startswith(place) and detail in what]


def test_the_samples_of_this_file_have_no_fault(tmp_path: Path) -> None:
    flatplan = written(tmp_path / "a", FLATPLAN, "", FLATPLAN)
    assert read_flatplan(flatplan, "f", form(tmp_path), ROLES)[1] == []
    edition, findings = read_edition(written(tmp_path / "b", EDITION, "", EDITION), "f")
    assert not findings
    assert edition
    assert isinstance(edition.edition, Edition)
    assert edition.edition.title == "Sample"


def test_a_form_knows_its_stamp_and_where_city_and_state_stand(tmp_path: Path) -> None:
    read = form(tmp_path)
    assert read.stamp == "sample/2"
    assert (read.city_path, read.state_path) == ("city/name", "city/state")
    assert [path for path, _ in read.single()] == [
        *("city/name", "city/state", "city/way", "city/remark"),
    ]


@pytest.mark.parametrize(
    ("condition", "value", "holds"),
    [
        (Condition("a", since="2016-07-13"), PartialDate(2016, 7, 13), True),
        (Condition("a", since="2016-07-13"), PartialDate(2016, 7), False),
        (Condition("a", before="2016-07-01"), PartialDate(2016, 6), True),
        (Condition("a", before="2016-07-01"), PartialDate(2016, 7, 1), False),
        (Condition("a", before="2016-07-01"), PartialDate(2016), False),
        (
            Condition("a", since="2016-01-01", before="2017-01-01"),
            PartialDate(2016),
            True,
        ),
        (Condition("a", since="2016-01-01"), None, False),
        (Condition("a", since="2016-01-01"), "2016", False),
        (Condition("a", equals="yes"), True, True),
        (Condition("a", equals="no"), False, True),
        (Condition("a", equals="no"), True, False),
        (Condition("a", equals="x"), ("x", "y"), True),
        (Condition("a", equals="z"), ("x", "y"), False),
        (Condition("a", equals="x"), "x", True),
        (Condition("b", equals="x"), "x", False),
    ],
)
def test_a_condition_holds_only_where_it_is_sure(
    condition: Condition,
    value: Value,
    holds: bool,
) -> None:
    assert condition.holds({"a": value}) is holds
