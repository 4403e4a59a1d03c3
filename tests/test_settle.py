"""The same city twice: what is joined, what gives way, and what a person settles."""

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citybook.decisions import Decision, Decisions, read_decisions
from citybook.findings import Finding, Severity, found
from citybook.returns import Return, marks_of
from citybook.settle import MAX_JOINED, settle
from citybook.settle.given import Meaning, meaning
from citybook.settle.revisions import stem
from citybook.source import Source
from citybook.submission import Entry, Slot, Submission
from spreadsheets import FORM, answers

Answers = Mapping[str, str]

PLACE = {"city/name": "Exampleton", "city/state": "Iowa"}
NONE = Decisions()


def sent(
    file: str, more: Answers, *, dated: str = "", stamp: str = "", returned: str = ""
) -> Submission:
    """Return what a city of the name Exampleton sent; each answer on its own line."""
    typed = {**PLACE, **more}
    entries = tuple(
        Entry(path, value, Source(file, row=row, column=1))
        for row, (path, value) in enumerate(typed.items(), 1)
    )
    return Submission(Source(file, row=1, column=1), entries, stamp, dated, returned)


def effort(number: int, what: str, **more: str) -> Answers:
    answered = {"what": what, **more}
    return {f"events/{number}/{key}": value for key, value in answered.items()}


def settled(
    *submissions: Submission, decisions: Decisions = NONE
) -> tuple[Submission, tuple[Finding, ...]]:
    """Return the one submission that is left, and what is said."""
    (left,), findings = settle(submissions, (), form=FORM, decisions=decisions)
    return left, findings


def slugs(findings: Sequence[Finding]) -> list[str]:
    return [finding.rule.slug for finding in findings]


def decided(**keys: str) -> Decisions:
    signature = {"who": "J. Editor", "when": "2016-09-02", "why": "They called."}
    decision = Decision(**{"city": "Exampleton, Iowa", **signature, **keys})
    return Decisions(((Source("decisions.yaml", row=2, column=5), decision),))


# Identical answers


def test_the_same_file_five_times_is_one_city_and_nothing_is_said() -> None:
    files = [sent(f"{name}.yaml", {"city/mayor": "Lee"}) for name in "abcde"]
    left, findings = settled(*files)
    assert not findings
    assert answers(left) == answers(files[0])
    (mayor,) = (entry for entry in left.entries if entry.path == "city/mayor")
    assert [place.file for place in (mayor.source, *mayor.also)] == [
        *("a.yaml", "b.yaml", "c.yaml", "d.yaml", "e.yaml")
    ]


def test_a_copy_that_was_saved_again_later_is_one_with_the_first() -> None:
    left, findings = settled(
        sent("town.xlsx", OLD, dated="2016-08-30"),
        sent("town (1).xlsx", OLD, dated="2016-09-02"),
    )
    assert not findings
    assert left.entry("city/mayor").also


def test_answers_that_are_printed_alike_are_no_two_answers() -> None:
    left, findings = settled(
        sent("a.yaml", {"city/founded": "7/18/2016", "city/open": "yes"}),
        sent("b.xlsx", {"city/founded": "July 18, 2016", "city/open": "Y"}),
    )
    assert not findings
    assert left.entry("city/founded").also


def test_a_city_is_one_in_all_spellings_of_its_name() -> None:
    other = sent("b.xlsx", {"city/name": "EXAMPLETON", "city/state": "Ia."})
    left, findings = settled(sent("a.yaml", {}), other)
    assert not findings
    assert left.entry("city/name").value == "Exampleton"


def test_a_submission_whose_city_cannot_be_told_stays_as_it_is() -> None:
    nameless = sent("n.yaml", {"city/name": "", "city/mayor": "Lee"})
    again = replace(nameless, source=Source("m.yaml"))
    kept, findings = settle((nameless, again), (), form=FORM, decisions=NONE)
    assert (kept, findings) == ((nameless, again), ())


def test_a_submission_whose_city_could_not_be_read_is_joined_to_none() -> None:
    torn = sent("b.yaml", {"city/mayor": "Kim"})
    trouble = found("ambiguous-question", torn.entry("city/name").source)
    whole = sent("a.yaml", {"city/mayor": "Lee"})
    kept, findings = settle((whole, torn), (trouble,), form=FORM, decisions=NONE)
    assert (kept, findings) == ((whole, torn), (trouble,))


def test_a_conflict_of_many_answers_quotes_a_few_of_them_at_each() -> None:
    files = [sent(f"{n:03}.yaml", {"city/mayor": f"Mayor {n}"}) for n in range(40)]
    _, findings = settled(*files)
    told = [each for each in findings if each.rule.slug == "conflicting-answers"]
    assert len(told) == len(files)
    assert max(each.detail.count(" says ") for each in told) == 5
    assert all(each.detail.endswith("; and 34 more.") for each in told)


# Answers that complete each other


def test_two_parts_of_a_form_are_joined_with_a_note_that_names_both_files() -> None:
    left, (note,) = settled(
        sent("one.yaml", {"city/mayor": "Lee"}),
        sent("two.yaml", {"city/story": "A park.", **effort(1, "We met.")}),
    )
    assert answers(left) == {
        **PLACE,
        "city/mayor": "Lee",
        "city/story": "A park.",
        "events/1/what": "We met.",
    }
    assert note.rule.slug == "answers-joined"
    assert "one.yaml" in note.detail
    assert note.source.file == "two.yaml"


def test_the_second_part_does_not_supersede_the_first() -> None:
    first = sent("town-1.xlsx", {"city/mayor": "Lee"}, dated="2016-08-01")
    second = sent("town-2.xlsx", {"city/story": "A park."}, dated="2016-08-02")
    left, findings = settled(first, second)
    assert answers(left)["city/mayor"] == "Lee"
    assert slugs(findings) == ["answers-joined"]


def test_equal_entries_are_one_and_new_ones_follow() -> None:
    left, (note,) = settled(
        sent("a.yaml", {**effort(1, "We met."), **effort(2, "We sang a song.")}),
        sent("b.yaml", {**effort(1, "A new rule."), **effort(2, "We met.")}),
    )
    texts = [value for path, value in answers(left).items() if path.endswith("what")]
    assert texts == ["We met.", "We sang a song.", "A new rule."]
    assert "1 stands only here" in note.detail


def test_two_long_lists_are_compared_in_a_moment() -> None:
    def long_list(word: str) -> Answers:
        texts = (f"{word} {n} " + f"word{n} " * 250 for n in range(120))
        return {k: v for n, t in enumerate(texts, 1) for k, v in effort(n, t).items()}

    before = process_time()
    left, _ = settled(sent("a.yaml", long_list("a")), sent("b.yaml", long_list("b")))
    assert process_time() - before < 10
    assert "events/120/what" in answers(left)


@pytest.mark.parametrize("is_same", [True, False])
def test_the_work_grows_as_the_submissions_of_a_city_do(
    monkeypatch: pytest.MonkeyPatch, *, is_same: bool
) -> None:
    def work(count: int) -> int:
        read: list[Slot | None] = []

        def counted(slot: Slot | None) -> Meaning:
            read.append(slot)
            return meaning(slot)

        for name in ("join", "given", "revisions"):
            module = import_module(f"citybook.settle.{name}")
            monkeypatch.setattr(module, "meaning", counted)
        files: list[Submission] = []
        for n in range(count):
            text = "We met." if is_same else f"Song {n}."
            more = {"city/mayor": f"Mayor {0 if is_same else n}", **effort(1, text)}
            yet = {"city/email": "clerk@town.example"}
            dated = f"2016-08-30T{n // 60:02}:{n % 60:02}"
            files.append(sent(f"{n:03}.xlsx", {**more, **yet}, dated=dated))
        settled(*files)
        return len(read)

    assert work(100) < 2.2 * work(50)


def crowd(file: str, count: int) -> list[Submission]:
    """Return what a table says that has a row of its own for each of many answers."""
    return [
        replace(
            sent(file, {"city/mayor": f"Mayor {n}"}), source=Source(file, "Table", n)
        )
        for n in range(2, count + 2)
    ]


def test_a_city_that_came_too_often_is_held_back_with_one_finding_a_file() -> None:
    rows = [*crowd("a.csv", 9_999), *crowd("b.csv", 1)]
    decisions = decided(question="Mayor", keep="b.csv")
    left, (one, other, idle) = settled(*rows, decisions=decisions)
    assert left.places == tuple(row.source for row in rows)
    assert slugs([one, other, idle]) == [
        "crowded-city",
        "crowded-city",
        "idle-decision",
    ]
    assert (one.source, one.path) == (rows[0].entry("city/name").source, "city/name")
    assert "came 10,000 times" in one.detail
    assert "9,999 times, from a.csv, Table!2 to a.csv, Table!10000." in one.detail
    assert other.source.file == "b.csv"
    assert "stands here once" in other.detail
    assert "more submissions of that city came" in idle.detail


def test_as_many_as_are_joined_are_joined() -> None:
    _, findings = settled(*crowd("a.csv", MAX_JOINED))
    assert "crowded-city" not in slugs(findings)
    _, findings = settled(*crowd("a.csv", MAX_JOINED + 1))
    assert slugs(findings) == ["crowded-city"]


def test_an_entry_that_another_completes_is_one_entry() -> None:
    left, findings = settled(
        sent("a.yaml", effort(1, "The city held a forum.")),
        sent("b.yaml", effort(1, "The city held a forum.", source="https://a.example")),
    )
    assert answers(left)["events/1/source"] == "https://a.example"
    assert "events/2/what" not in answers(left)
    assert slugs(findings) == ["answers-joined"]


def test_two_entries_of_one_day_and_source_are_not_taken_for_one() -> None:
    same = {"date": "7/18/2016", "source": "https://paper.example/all"}
    left, _ = settled(
        sent("a.yaml", effort(1, "Officers walked through the ward.", **same)),
        sent("b.yaml", effort(1, "The mayor spoke at a church.", **same)),
    )
    assert answers(left)["events/2/what"] == "The mayor spoke at a church."


def test_a_text_with_a_word_changed_is_one_entry_with_two_answers() -> None:
    left, findings = settled(
        sent("a.yaml", effort(1, "The city held a public forum on trust.")),
        sent("b.yaml", effort(1, "The city held a public forum on safety.")),
    )
    assert slugs(findings) == ["conflicting-answers"] * 2
    assert "events/2/what" not in answers(left)


def test_what_only_editors_read_is_never_a_question() -> None:
    left, (note,) = settled(
        sent("a.yaml", {"city/phone": "617-555-0142"}),
        sent("b.xlsx", {"city/phone": "617-555-0143"}),
    )
    assert left.entry("city/phone").value == "617-555-0142"
    assert (note.rule.slug, note.value) == ("note-for-editors", "617-555-0143")


def test_a_word_for_nothing_gives_way_to_an_answer_and_is_named() -> None:
    left, findings = settled(
        sent("a.yaml", {"city/mayor": "n/a"}), sent("b.xlsx", {"city/mayor": "Lee"})
    )
    assert left.entry("city/mayor").value == "Lee"
    assert "n/a" in [finding.value for finding in findings]


def test_two_rows_of_one_table_are_one_city_and_a_warning_names_both() -> None:
    rows = [
        replace(sent("t.csv", more), source=Source("t.csv", "Table", row))
        for row, more in ((4, {"city/mayor": "Lee"}), (9, {"city/story": "A park."}))
    ]
    left, findings = settled(*rows)
    assert answers(left)["city/story"] == "A park."
    (warning,) = (f for f in findings if f.severity is Severity.WARNING)
    assert "t.csv, Table!4" in warning.detail
    assert str(warning.source) == "t.csv, Table!9"


# Later files


OLD = {"city/mayor": "Lee", **effort(1, "We met.", date="July 2016")}
NEW = {"city/mayor": "Kim", **effort(1, "We met.")}


def test_a_later_file_of_the_same_sender_supersedes_with_a_note() -> None:
    left, findings = settled(
        sent("town.xlsx", OLD, dated="2016-08-30T14:05"),
        sent("town v2.xlsx", NEW, dated="2016-09-02T09:00"),
    )
    assert left.entry("city/mayor").value == "Kim"
    assert slugs(findings) == ["superseded", "superseded", "withdrawn-answer"]
    note, mayor, date = findings
    for part in ("town v2.xlsx", "2016-09-02T09:00", "2016-08-30T14:05"):
        assert part in note.detail
    assert note.source.file == "town.xlsx"
    assert mayor.value == "Lee"
    assert date.value == "July 2016"


def test_a_chain_of_three_files_leaves_the_last_and_names_the_others() -> None:
    files = [
        sent(f"town{mark}.xlsx", {"city/mayor": name}, dated=f"2016-08-0{day}")
        for day, (mark, name) in enumerate(
            (("", "Ann"), (" (1)", "Ben"), (" FINAL v3", "Cy")), 1
        )
    ]
    left, findings = settled(*files)
    assert answers(left)["city/mayor"] == "Cy"
    assert {f.value for f in findings if f.value} == {"Ann", "Ben"}
    assert slugs(findings) == ["superseded"] * 4


@pytest.mark.parametrize(
    "other",
    [
        sent("hall.xlsx", NEW, dated="2016-09-02"),
        sent("town v2.xlsx", NEW, dated="2016-08-30"),
        sent("town v2.xlsx", NEW),
        sent("town v2.csv", NEW, dated="2016-09-02"),
        sent("town v2.xlsx", NEW, dated="2016-09-02", stamp="other/1"),
        sent("town v2.xlsx", {**NEW, "city/email": "b@a.example"}, dated="2016-09-02"),
    ],
    ids=["name", "same-day", "undated", "kind-of-file", "form", "e-mail"],
)
def test_without_a_later_date_or_the_same_sender_nothing_gives_way(
    other: Submission,
) -> None:
    old = {**OLD, "city/email": "a@a.example"}
    _, findings = settled(sent("town.xlsx", old, dated="2016-08-30T14:05"), other)
    assert "superseded" not in slugs(findings)
    assert "conflicting-answers" in slugs(findings)


def test_the_same_e_mail_is_the_same_sender_under_any_name() -> None:
    mail = {"city/email": "Clerk@town.example"}
    left, _ = settled(
        sent("a.xlsx", {**OLD, **mail}, dated="2016-08-30"),
        sent("b.xlsx", {**NEW, "city/email": "clerk@town.example"}, dated="2016-09-02"),
    )
    assert left.entry("city/mayor").value == "Kim"


def test_the_date_that_the_form_asks_goes_before_that_of_the_file() -> None:
    asked = FORM.sections[0].fields[5]
    city = replace(
        FORM.sections[0],
        fields=(*FORM.sections[0].fields, replace(asked, key="d", label="Submitted")),
    )
    form = replace(FORM, sections=(city, *FORM.sections[1:]))
    early = sent("t.xlsx", {**OLD, "city/d": "8/30/2016"}, dated="2016-10-01")
    late = sent("t-2.xlsx", {**NEW, "city/d": "9/2/2016"}, dated="2016-09-30")
    (left,), findings = settle((early, late), (), form=form, decisions=NONE)
    assert left.entry("city/mayor").value == "Kim"
    assert "(2016-09-02, after 2016-08-30)" in findings[0].detail
    same = replace(early, entries=(*early.entries[:-1], late.entries[-1]))
    for old in (same, replace(early, entries=early.entries[:-1])):
        _, findings = settle(
            (replace(old, dated="2016-09-01"), late), (), form=form, decisions=NONE
        )
        assert "(2016-09-30, after 2016-09-01)" in findings[0].detail


def test_a_mended_returns_workbook_supersedes_whatever_came_before() -> None:
    before = (
        sent("table.csv", {**OLD, "city/story": "Long."}, dated="2016-08-30"),
        sent("z.yaml", OLD),
    )
    back = mended(*before)
    left, findings = settled(*before, back)
    assert answers(left) == answers(back)
    assert set(slugs(findings)) == {"superseded"}, "what it leaves out is meant"
    assert {"Lee", "Long.", "July 2016"} <= {finding.value for finding in findings}


def test_what_came_after_a_mended_copy_was_made_is_joined_to_it() -> None:
    first = sent("a.yaml", OLD)
    back = mended(first)
    office = sent("b.yaml", effort(1, "The parks office planted trees."))
    left, findings = settled(first, back, office)
    whats = {left.entry(f"events/{number}/what").value for number in (1, 2)}
    assert whats == {"We met.", "The parks office planted trees."}
    assert left.entry("city/mayor").value == "Kim"
    assert {each.severity for each in findings} == {Severity.NOTE}


def test_what_was_corrected_since_a_copy_was_made_conflicts_with_it() -> None:
    first = sent("a.yaml", {**OLD, "city/population": "many"})
    back = mended(first, **{"city/population": "lots"})
    corrected = sent("a.yaml", {**OLD, "city/population": "97100"})
    _, findings = settled(corrected, back)
    errors = {f.path: f for f in findings if f.severity is Severity.ERROR}
    assert errors.keys() == {"city/mayor", "city/population"}
    assert {f.rule.slug for f in errors.values()} == {"conflicting-answers"}


def test_a_second_copy_knows_all_that_the_first_knew() -> None:
    before = [sent(f"{name}.yaml", {"city/mayor": name}) for name in "abcd"]
    first = mended(*before)
    second = mended(*before, first)
    _, findings = settled(*before, second)
    assert set(slugs(findings)) == {"superseded"}


@pytest.mark.parametrize("dated", ["2016-08-01", "2016-09-02", ""])
def test_a_copy_of_a_copy_replaces_it_whatever_their_dates(dated: str) -> None:
    before = sent("a.yaml", OLD)
    first = mended(before, **{"city/population": "many"})
    again = mended(before, first, **{"city/population": "50000"})
    second = replace(again, source=Source("again.xlsx"), dated=dated)
    for files in ((before, first, second), (first, second), (second, first)):
        left, findings = settled(*files)
        assert left.entry("city/population").value == "50000"
        assert set(slugs(findings)) == {"superseded"}


def test_copies_that_name_each_other_in_a_circle_are_left_to_a_person() -> None:
    plain = [sent("a.xlsx", {"city/mayor": name}) for name in ("Ann", "Ben", "Cy")]
    marks = [Return("e", "", "", one, ()).mark for one in plain]
    files = [
        replace(one, source=Source(f"{n}.xlsx"), answers=marks[n - 1])
        for n, one in enumerate(plain)
    ]
    _, findings = settled(*files)
    assert "superseded" not in slugs(findings)
    assert "conflicting-answers" in slugs(findings)


def test_a_city_that_is_mended_twice_is_one_with_all_that_it_sent() -> None:
    first = sent("a.yaml", {**OLD, "city/name": "Exampelton"})
    second = mended(first, **{"city/name": "Examplton", "city/population": "5"})
    third = replace(mended(second), source=Source("z.xlsx"), dated="2016-09-03")
    left, _ = settled(first, second, third)
    assert answers(left) == answers(third)


def test_what_copies_of_two_cities_answer_stays_with_its_own() -> None:
    first = sent("a.yaml", OLD)
    copies = [mended(first, **{"city/name": name}) for name in ("Gapton", "Samplford")]
    left, _ = settle((first, *copies), (), form=FORM, decisions=NONE)
    assert len(left) == 3


def test_a_copy_that_another_city_filled_in_is_told() -> None:
    first = sent("a.yaml", {**OLD, "city/name": "Albany", "city/state": "New York"})
    other = mended(first, **{"city/name": "Troy", "city/state": "New York"})
    left, findings = settle((first, other), (), form=FORM, decisions=NONE)
    assert [answers(each)["city/name"] for each in left] == ["Albany", "Troy"]
    (warning,) = findings
    assert warning.severity is Severity.WARNING
    assert (str(warning.source), warning.value) == ("back.xlsx:1:1", "Troy")
    assert "went back to Albany, New York, and names Troy" in warning.detail


def test_a_copy_made_of_many_names_no_more_than_a_name_has_room_for() -> None:
    before = [sent(f"{n}.yaml", {"city/mayor": str(n)}) for n in range(40)]
    assert len(marks_of(mended(*before))) > 10
    assert len(mended(*before).answers) <= 250


def mended(*before: Submission, **more: str) -> Submission:
    """Return what comes back of the workbook that was made of some submissions."""
    left, _ = settled(*before)
    mark = Return("exampleton-ia", "", "", left, ()).mark
    return sent("back.xlsx", {**NEW, **more}, dated="2016-09-02", returned=mark)


def test_troubles_of_a_superseded_file_hold_nothing_back() -> None:
    old = sent("town.xlsx", OLD, dated="2016-08-30")
    new = sent("town v2.xlsx", NEW, dated="2016-09-02")
    torn = found("error-value", Source("town.xlsx", row=90), value="#REF!")
    other = found("stray-text", Source("town v2.xlsx", row=90), value="x")
    _, findings = settle((old, new), (torn, other), form=FORM, decisions=NONE)
    assert other in findings
    assert not [f for f in findings if f.severity is Severity.ERROR]
    assert "#REF!" in [f.value for f in findings]


def test_a_trouble_follows_its_entry_to_a_new_number() -> None:
    new = sent("b.yaml", {**effort(1, "A rule."), "events/1/source": ""})
    torn = found(
        "error-value", new.entry("events/1/source").source, path="events/1/source"
    )
    old = sent("a.yaml", effort(1, "We met."))
    _, findings = settle((old, new), (torn,), form=FORM, decisions=NONE)
    assert replace(torn, path="events/2/source") in findings


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("Albany.xlsx", "albany (1).xlsx"),
        ("Albany.xlsx", "Copy of Albany.xlsx"),
        ("albany.xlsx", "2016/albany - Copy (2).xlsx"),
        ("albany_v1.xlsx", "albany_v2 FINAL revised.xlsx"),
        ("albany-2016-08-30.yaml", "albany-2016-09-02.yaml"),
        ("albany 20160830.yaml", "albany-2.yaml"),
        ("2.xlsx", "2 (1).xlsx"),
    ],
)
def test_a_mark_of_a_copy_or_version_is_no_part_of_a_name(name: str, same: str) -> None:
    assert stem(name) == stem(same)


def test_other_names_are_other_names() -> None:
    names = ("albany.xlsx", "albany police.xlsx", "1.xlsx", "2.xlsx", "final.xlsx")
    assert len({stem(name) for name in names}) == len(names)


# Conflicts and decisions


LEE, KIM = {"city/mayor": "Lee"}, {"city/mayor": "Kim: the 2nd"}


def test_a_conflict_is_told_at_both_answers_with_both_values() -> None:
    left, findings = settled(sent("a.yaml", LEE), sent("b.xlsx", KIM))
    assert slugs(findings) == ["conflicting-answers"] * 2
    kept = left.entry("city/mayor")
    assert (findings[0].source, findings[0].path) == (kept.source, kept.path)
    assert "b.xlsx:3:1 says “Kim: the 2nd”" in findings[0].detail
    assert findings[0].value == "Lee"
    assert "a.yaml:3:1 says “Lee”" in findings[1].detail


def pasted(finding: Finding, path: Path) -> Decisions:
    """Return what comes of the lines of a hint, filled in as it says."""
    lines = finding.hint.partition("\n")[2]
    for key, text in (("who", "J. Editor"), ("when", "9/2/2016"), ("why", "So.")):
        lines = re.sub(rf"(?m)^    {key}:$", f"    {key}: {text}", lines)
    path.write_text(f"decisions:\n{lines}\n", encoding="utf-8")
    decisions, wrong = read_decisions(path, "decisions.yaml")
    assert not wrong
    return decisions


@pytest.mark.parametrize("side", [0, 1])
def test_the_lines_of_the_hint_settle_the_conflict_for_that_answer(
    side: int, tmp_path: Path
) -> None:
    files = sent("a.yaml", LEE), sent("b.xlsx", KIM)
    _, findings = settled(*files)
    decisions = pasted(findings[side], tmp_path / "decisions.yaml")
    left, notes = settled(*files, decisions=decisions)
    assert left.entry("city/mayor") == files[side].entry("city/mayor")
    assert slugs(notes) == ["settled"] * 2
    assert all("J. Editor on 9/2/2016: So." in note.detail for note in notes)


@given(
    typed=st.text(min_size=1, max_size=90).filter(str.strip),
    name=st.text(
        st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=9
    ),
)
def test_the_lines_of_the_hint_can_be_read_whatever_was_typed(
    typed: str, name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    files = sent("a.yaml", {"city/mayor": "Lee"}), sent(name, {"city/mayor": typed})
    _, findings = settled(*files)
    path = tmp_path_factory.getbasetemp() / "pasted.yaml"
    for finding in findings:
        if finding.rule.slug == "conflicting-answers":
            decisions = pasted(finding, path)
            assert "settled" in slugs(settled(*files, decisions=decisions)[1])


def test_two_rows_of_one_file_are_told_apart_by_their_places() -> None:
    rows = [
        replace(sent("t.csv", more), source=Source("t.csv", "T", row))
        for row, more in ((4, LEE), (9, KIM))
    ]
    moved = [
        replace(
            row,
            entries=tuple(
                replace(e, source=Source("t.csv", "T", row.source.row, n))
                for n, e in enumerate(row.entries, 1)
            ),
        )
        for row in rows
    ]
    _, findings = settled(*moved)
    assert "keep: t.csv, T!C9" in next(f.hint for f in findings if "C9" in f.hint)
    left, _ = settled(*moved, decisions=decided(question="Mayor", keep="t.csv, T!9"))
    assert left.entry("city/mayor").value == "Kim: the 2nd"


def test_an_entry_of_a_list_is_settled_by_its_number() -> None:
    files = (
        sent("a.yaml", effort(1, "The city held a public forum on trust.")),
        sent("b.yaml", effort(1, "The city held a public forum on safety.")),
    )
    ruling = decided(question="Event 1: What was done", keep="b.yaml")
    left, _ = settled(*files, decisions=ruling)
    assert left.entry("events/1/what").value.endswith("safety.")


def test_a_decision_on_the_whole_city_sets_the_other_files_aside() -> None:
    files = sent("a.yaml", {**OLD, "city/story": "Gone."}), sent("b.xlsx", NEW)
    left, findings = settled(*files, decisions=decided(keep="b.xlsx"))
    assert answers(left) == answers(files[1])
    assert set(slugs(findings)) == {"settled"}
    assert {"Lee", "Gone.", "July 2016"} <= {finding.value for finding in findings}


def test_a_decision_can_keep_the_earlier_file_or_all_of_them() -> None:
    files = (
        sent("town.xlsx", {**OLD, "city/story": "Kept."}, dated="2016-08-30"),
        sent("town v2.xlsx", {**OLD, "city/way": "Forum"}, dated="2016-09-02"),
    )
    left, _ = settled(*files, decisions=decided(keep="town.xlsx"))
    assert answers(left) == answers(files[0])
    left, findings = settled(*files, decisions=decided(keep="all"))
    assert answers(left) == {**answers(files[0]), "city/way": "Forum"}
    assert slugs(findings) == ["answers-joined"]


@pytest.mark.parametrize(
    ("keys", "why"),
    [
        ({"city": "Exampleton"}, "with its state"),
        ({"city": "Sampleford, Iowa"}, "no submission is from that city"),
        ({"question": "Mayor", "keep": "c.xlsx"}, "stands in “c.xlsx”"),
        ({"question": "Mayor", "says": "Ki"}, "is no longer “Ki”"),
        ({"question": "Mare"}, "no question “Mare”"),
        ({"question": "Web site"}, "no longer differ"),
        ({"question": "Event 4: Date"}, "no longer differ"),
        ({"keep": "c.xlsx"}, "is no submission of the city"),
        ({"keep": "all"}, "no file of the city would be set aside"),
    ],
)
def test_a_decision_that_does_not_apply_is_a_finding_at_its_line(
    keys: Mapping[str, str], why: str
) -> None:
    decisions = decided(**{"keep": "b.xlsx", **keys})
    _, findings = settled(sent("a.yaml", LEE), sent("b.xlsx", KIM), decisions=decisions)
    (idle,) = (f for f in findings if f.rule.slug == "idle-decision")
    assert why in idle.detail
    assert str(idle.source) == "decisions.yaml:2:5"
    assert slugs(findings).count("conflicting-answers") == 2


def test_a_decision_ends_when_the_answers_no_longer_differ() -> None:
    for keys in ({"question": "Mayor"}, {}):
        decisions = decided(keep="b.xlsx", **keys)
        _, (idle,) = settled(
            sent("a.yaml", LEE), sent("b.xlsx", LEE), decisions=decisions
        )
        assert "no longer differ" in idle.detail
    _, (idle,) = settled(sent("a.yaml", LEE), decisions=decided(keep="a.yaml"))
    assert "only one submission" in idle.detail


def test_of_two_decisions_on_one_question_the_second_is_idle() -> None:
    ((_, first),) = decided(question="Mayor", keep="b.xlsx").decisions
    both = Decisions(
        tuple((Source("decisions.yaml", row=row), first) for row in (2, 9))
    )
    left, findings = settled(sent("a.yaml", LEE), sent("b.xlsx", KIM), decisions=both)
    assert left.entry("city/mayor").value == "Kim: the 2nd"
    assert [f.source.row for f in findings if f.rule.slug == "idle-decision"] == [9]


# Whatever comes in


VALUES = st.sampled_from(["", "Lee", "Kim", "n/a", "LEE", "5", "July 2016", "#1"])
TEXTS = st.sampled_from(
    ["", "We met.", "We met in a hall.", "A rule was made in June.", "A song."]
)
ROWS = st.lists(
    st.fixed_dictionaries({"what": TEXTS, "date": VALUES, "source": VALUES}), max_size=3
)
FILES = st.sampled_from(
    ["a.yaml", "b.xlsx", "b (1).xlsx", "b v2.xlsx", "c.csv", "d.xls"]
)
DATES = st.sampled_from(["", "2016-08-30", "2016-08-30T14:05", "2016-09-02T09:00"])


@st.composite
def submissions(draw: st.DrawFn) -> tuple[Submission, ...]:
    made: list[Submission] = []
    for number, file in enumerate(draw(st.lists(FILES, min_size=1, max_size=4)), 1):
        keys = ("mayor", "population", "email", "story")
        more = {f"city/{key}": draw(VALUES) for key in keys}
        for row, answered in enumerate(draw(ROWS), 1):
            if any(answered.values()):
                more |= {f"events/{row}/{key}": v for key, v in answered.items()}
        returned = draw(st.sampled_from(["", "", "", "exampleton-ia"]))
        one = sent(f"{number}/{file}", more, dated=draw(DATES), returned=returned)
        made.append(one)
    return tuple(made)


@given(submissions(), st.integers(0, 99))
def test_the_order_of_the_files_does_not_matter(
    made: tuple[Submission, ...], seed: int
) -> None:
    mixed = random.Random(seed).sample(made, len(made))
    left, findings = settled(*made)
    again, others = settled(*mixed)
    assert left == again
    assert sorted(map(repr, findings)) == sorted(map(repr, others))


@given(submissions())
def test_settling_twice_is_settling_once(made: tuple[Submission, ...]) -> None:
    left, _ = settled(*made)
    assert settled(left) == (left, ())


@given(submissions())
def test_no_answer_is_missing_from_both_the_book_and_the_findings(
    made: tuple[Submission, ...],
) -> None:
    left, findings = settled(*made)
    kept = {place for e in left.entries for place in (e.source, *e.also)}
    said = {(e.path.rpartition("/")[2], e.value) for e in left.entries}
    named = "\n".join(f"{finding.value}\n{finding.detail}" for finding in findings)
    for entry in (entry for each in made for entry in each.entries if entry.value):
        is_told = entry.value in named or entry.source in {f.source for f in findings}
        is_same = (entry.path.rpartition("/")[2], entry.value) in said
        assert entry.source in kept or is_told or is_same, entry


@given(submissions())
def test_every_path_is_there_once_and_entries_are_numbered_from_one(
    made: tuple[Submission, ...],
) -> None:
    left, _ = settled(*made)
    paths = [entry.path for entry in left.entries]
    assert len(paths) == len(set(paths))
    if len(made) > 1 and left not in made:
        numbers = {int(p.split("/")[1]) for p in paths if p.startswith("events/")}
        assert numbers == set(range(1, len(numbers) + 1))


def test_the_sender_that_a_survey_tool_knows_is_not_lost_with_its_response() -> None:
    first = replace(
        sent("survey.csv", OLD, dated="2016-08-30"), sender="lee@other.example"
    )
    for other in (sent("a.yaml", {"city/story": "A park."}), mended(first)):
        left, _ = settled(first, other)
        assert left.sender == "lee@other.example"
