"""The file `decisions.yaml`: what is read of it, and what it does to a book."""

import re
from pathlib import Path

import pytest

from books import STOCK, TESTS, checked, copied, traveled
from citybook.decisions import Decisions, begins, is_file, is_place, read_decisions
from citybook.findings import Finding, Severity, found
from citybook.source import Source
from citybook.waive import waive
from test_findings import FOLDER, lay_over

SIGNED = "    who: J. Editor\n    when: 2016-09-02\n    why: They called.\n"
DECISION = f"  - city: Exampleton, Iowa\n    keep: a.yaml\n{SIGNED}"


def read(text: str, folder: Path) -> tuple[Decisions, list[Finding]]:
    path = folder / "decisions.yaml"
    path.write_text(text, encoding="utf-8")
    return read_decisions(path, "decisions.yaml")


def waiver(rule: str, place: str, says: str = "") -> str:
    more = f"    says: {says}\n" if says else ""
    return f'waivers:\n  - rule: {rule}\n    place: "{place}"\n{more}{SIGNED}'


@pytest.mark.parametrize(
    "text", ["", "# Nothing yet.\n\n", "decisions:\n", "decisions:\nwaivers: []\n"]
)
def test_a_file_may_settle_nothing(text: str, tmp_path: Path) -> None:
    assert read(text, tmp_path) == (Decisions(), [])


def test_there_need_be_no_file(tmp_path: Path) -> None:
    assert read_decisions(tmp_path / "decisions.yaml", "d") == (Decisions(), [])


@pytest.mark.parametrize(
    ("slip", "place", "says"),
    [
        (("who: J. Editor", "who:"), "6:9", "“who” is missing"),
        (("when: 2016-09-02", "when: soon"), "4:5", "“soon” is no date"),
        (("why: They called.", 'why: " "'), "4:5", "“why” is blank"),
        (("keep:", "kept:"), "5:11", "no key “kept”"),
    ],
)
def test_an_item_with_a_slip_is_told_at_its_place_and_the_others_hold(
    slip: tuple[str, str], place: str, says: str, tmp_path: Path
) -> None:
    text = f"# Ours\n\ndecisions:\n{DECISION.replace(*slip)}{DECISION}"
    decisions, findings = read(text, tmp_path)
    assert len(decisions.decisions) == 1
    told = {(str(f.source), f.rule.slug): f.detail for f in findings}
    detail = told[(f"decisions.yaml:{place}", "bad-definition")]
    assert says in detail


def test_a_file_that_cannot_be_read_settles_nothing_and_is_an_error(
    tmp_path: Path,
) -> None:
    for text in ("decisions: [", "decision: x\n", "decisions: yes\n", "- x\n"):
        decisions, findings = read(text, tmp_path)
        assert decisions == Decisions()
        assert findings[0].severity is Severity.ERROR
    (tmp_path / "folder").mkdir()
    _, (finding,) = read_decisions(tmp_path / "folder", "folder")
    assert finding.rule.slug == "bad-definition"


def test_a_slip_in_the_decisions_keeps_no_city_out_of_the_book(tmp_path: Path) -> None:
    slip = {"submissions/decisions.yaml": f"decisions:\n{DECISION}  - city: x\n"}
    outcome = checked(copied(STOCK, tmp_path, slip))
    assert (outcome.status, outcome.left_out) == (1, ())
    assert outcome.cities == checked(STOCK).cities


def test_a_place_is_named_as_messages_name_it() -> None:
    cell = Source("sub/a.xlsx", "Form", 14, 2)
    assert is_place("sub/a.xlsx, Form!B14", cell)
    assert is_place("submissions/sub/a.xlsx,  Form!B14 ", cell)
    assert not is_place("sub/a.xlsx", cell)
    assert not is_place("sub/a.xlsx, Form!B1", cell)
    assert is_place("a.yaml:12", Source("a.yaml", row=12, column=3))
    assert is_file("a.xlsx", cell)
    assert is_file("sub/a.xlsx", cell)
    assert not is_file("b.xlsx", cell)


def test_an_answer_is_as_it_is_said_to_be_or_begins_so() -> None:
    assert begins("A long\n  answer.", "A long answer.")
    for cut in ("A long…", "A lo…", "A long ...", "A long answer.…"):
        assert begins("A long answer.", cut)
    assert begins("Wait…", "Wait…")
    assert begins("anything", "")
    assert not begins("An answer", "The…")
    assert not begins("70000", "7")


# Waivers

B14 = Source("a.xlsx", "Form", 14, 2)


def waived(
    text: str, findings: tuple[Finding, ...], folder: Path
) -> tuple[Finding, ...]:
    decisions, wrong = read(text, folder)
    assert not wrong
    return waive(findings, decisions)


def test_a_waived_warning_is_a_note_that_keeps_its_place(tmp_path: Path) -> None:
    odd = found("odd-date", B14, "Date: 1901.", value="1901", path="efforts/1/date")
    other = found("odd-date", Source("a.xlsx", "Form", 15, 2))
    note, left = waived(waiver("odd-date", "a.xlsx, Form!B14"), (odd, other), tmp_path)
    assert left == other
    assert (note.rule.slug, note.severity) == ("waived", Severity.NOTE)
    assert (note.source, note.value, note.path) == (B14, "1901", odd.path)
    assert "Date: 1901. [odd-date]" in note.detail
    assert "J. Editor on 2016-09-02: They called." in note.detail


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (waiver("odd-date", "a.xlsx, Form!B15"), "there is no such message"),
        (waiver("odd-date", "a.xlsx, Form!B14", "1902"), "there is no longer “1902”"),
        (waiver("odd-date", "a.xlsx, form!b14"), "such as “a.xlsx, Form!B14”"),
        (waiver("odd-date", "a.xlsx"), "such as “a.xlsx, Form!B14”"),
        (waiver("other-form", "a.xlsx", "1902"), "quotes no answer"),
        (waiver("odd-dates", "a.xlsx, Form!B14"), "there is no rule “odd-dates”"),
        (waiver("not-a-date", "a.xlsx, Form!B14"), "an error cannot be waived"),
        (waiver("text-tidied", "a.xlsx, Form!B14"), "a note holds nothing back"),
        (waiver("idle-decision", "a.xlsx, Form!B14"), "speaks of no submission"),
    ],
)
def test_a_waiver_that_does_not_apply_is_a_finding_at_its_line(
    text: str, why: str, tmp_path: Path
) -> None:
    findings = (
        found("odd-date", B14, value="1901"),
        found("other-form", Source("a.xlsx")),
        found("not-a-date", B14),
        found("text-tidied", B14),
    )
    *same, idle = waived(text, findings, tmp_path)
    assert tuple(same) == findings
    assert (idle.rule.slug, str(idle.source)) == ("idle-decision", "decisions.yaml:2:5")
    assert why in idle.detail


def test_a_second_waiver_of_one_message_is_idle(tmp_path: Path) -> None:
    text = waiver("odd-date", "a.xlsx, Form!B14")
    twice = text + text.partition("\n")[2]
    note, idle = waived(twice, (found("odd-date", B14),), tmp_path)
    assert (note.rule.slug, idle.rule.slug) == ("waived", "idle-decision")


# The example of the README

README = (TESTS.parent / "README.md").read_text(encoding="utf-8")
LONG = "The city " + "and its people " * 60
FILES = {
    "testburg.yaml": "city: EXAMPLETON\nstate: Iowa\nmayor: Lee Proxy\n",
    "other.yaml": "city: Sampleford\nstate: Iowa\nmayor: Somebody Else\n",
    "longview.yaml": (
        "city: Longview\nstate: Texas\nmayor: Lou Proxy\nefforts:\n"
        f"  - what: {LONG}\n    source: https://longview.example/all\n"
    ),
}


def test_the_example_of_the_readme_settles_what_it_says(tmp_path: Path) -> None:
    (example,) = re.findall(r"```yaml\n(decisions:\n.*?)```", README, re.S)
    more = {f"submissions/{name}": text for name, text in FILES.items()}
    before = checked(copied(STOCK, tmp_path / "before", more))
    assert before.number_of(Severity.ERROR) == 5
    more["submissions/decisions.yaml"] = example
    root = copied(STOCK, tmp_path / "after", more)
    road = traveled(root)
    assert checked(root).status == 0
    assert not road.grave
    mayors = {
        city.name: city.items["city"][0].answers["mayor"].value
        for city in road.report.cities
    }
    assert mayors["Exampleton"] == "Lee Proxy"
    assert mayors["Sampleford"] == "Robin Placeholder"
    (longview,) = (city for city in road.report.cities if city.name == "Longview")
    what = longview.items["efforts"][0].answers["what"]
    assert str(what.value).count("and its people") == 60
    notes = {finding.rule.slug for finding in road.findings}
    assert {"settled", "waived"} <= notes


def test_a_conflict_holds_back_the_answer_and_prints_the_rest(tmp_path: Path) -> None:
    root = copied(STOCK, tmp_path)
    lay_over(FOLDER / "conflicting-answers", root)
    road = traveled(root)
    (city,) = (each for each in road.report.cities if each.name == "Exampleton")
    mayor = city.items["city"][0].answers["mayor"]
    assert mayor.gap
    assert mayor.gap.rule.slug == "conflicting-answers"
    assert mayor.gap.source == mayor.source
    rows = [row.answers for rows in city.items.values() for row in rows]
    gaps = [key for row in rows for key, answer in row.items() if answer.gap]
    assert gaps == ["mayor"]
    assert checked(root).left_out == ()
