"""Whose finding it is: a city is told of its own troubles, and of no other city's."""

from dataclasses import replace

import pytest

from citybook.decisions import Decisions
from citybook.findings import Finding, found
from citybook.returns import Return, returns_of
from citybook.settle import settle
from citybook.source import LINES, Source
from citybook.submission import Entry, Submission
from spreadsheets import FORM


def row(file: str, number: int, city: str, mayor: str, dated: str = "") -> Submission:
    """Return a city of a table, in columns A to C."""
    asked = {"city/name": city, "city/state": "Iowa", "city/mayor": mayor}
    entries = tuple(
        Entry(path, value, Source(file, "S", number, column))
        for column, (path, value) in enumerate(asked.items(), 1)
    )
    return Submission(Source(file, "S", number), entries, dated=dated)


def told(*submissions: Submission, findings: tuple[Finding, ...]) -> dict[str, Return]:
    back = returns_of(submissions, FORM, findings, ())
    return {each.name: each for each in back}


def test_a_row_that_was_not_read_goes_to_no_other_city() -> None:
    alone = row("t.csv", 2, "Exampleton", "Lee")
    alone = replace(alone, source=Source("t.csv", LINES, 2))
    for line in (1, 3):
        torn = found("uneven-row", Source("t.csv", LINES, line), value="Sampleford")
        assert not told(alone, findings=(torn,))


def test_what_is_wrong_in_a_row_is_found_without_a_look_at_every_row(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, *rest = (row("t.xlsx", n, "Exampleton", f"Mayor {n}") for n in range(2, 99))
    city = replace(first, replaces=tuple(each.source for each in rest))
    wrong = tuple(found("error-value", each.entries[-1].source) for each in rest)
    looked: list[Source] = []
    monkeypatch.setattr(
        "citybook.returns._sheets", lambda _, place: looked.append(place)
    )
    (back,) = told(city, findings=wrong).values()
    assert [each.finding for each in back.troubles] == list(wrong)
    assert not looked


def test_a_heading_above_the_only_city_of_a_table_is_its_own() -> None:
    alone = row("t.xlsx", 2, "Exampleton", "Lee")
    odd = found("unknown-question", Source("t.xlsx", "S", 1, 4), value="maybe")
    assert list(told(alone, findings=(odd,))) == ["exampleton-ia"]


def test_what_a_later_file_leaves_out_goes_to_the_city_that_left_it_out() -> None:
    old = row("reply.xlsx", 2, "Exampleton", "Lee", "2016-08-01")
    new = row("reply v2.xlsx", 2, "Exampleton", "", "2016-09-01")
    other = row("reply.xlsx", 3, "Sampleford", "Kim", "2016-08-01")
    left, findings = settle((old, new, other), (), form=FORM, decisions=Decisions())
    back = told(*left, findings=findings)
    assert list(back) == ["exampleton-ia"]
    (trouble,) = back["exampleton-ia"].troubles
    assert trouble.finding.rule.slug == "withdrawn-answer"
    assert trouble.path == "city/mayor"
