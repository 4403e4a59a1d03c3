"""The file `edits.yaml`, and what its edits make of the answers."""

from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest

from books import STOCK, Road, copied, traveled
from citybook.amend import amend
from citybook.decisions import Confirmation, Decisions
from citybook.edits import (
    Edit,
    Recorded,
    State,
    add_edits,
    mark_of,
    read_edits,
    waiting,
    with_new,
    write_edits,
)
from citybook.findings import Finding
from citybook.source import Source

UNDECIDED = Decisions()
WHAT = "sampleford-ia/efforts/1/what"


def edit(
    key: str, was: str, text: str, *, state: State = "applied", why: str = ""
) -> Edit:
    editor, date = "Pat Editor", "2026-03-01T09:30:00Z"
    file = "returned/pat.docx"
    return Edit(key, mark_of(was), was, file, text, editor, date, state, why)


EDITS = (
    edit("albany-ny/city/mayor", "Ann Sample", "Anne Sample"),
    edit(
        "edition/summary", "Two words.\n\n- a\n- *b*", "“One”: 1 | 2\n\n1. {cities}\n"
    ),
    waiting(edit("a/b", "  # - no: comment\nor list", ""), "all of it: gone"),
    edit("a/c", "x", "trailing \n\n   1. deep\ttab", state="rejected"),
)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "edits.yaml"
    write_edits(path, EDITS)
    recorded, findings = read_edits(path, "edits.yaml")
    assert tuple(each.edit for each in recorded) == EDITS
    assert findings == []
    assert [each.source.row for each in recorded] == sorted(
        {each.source.row for each in recorded}
    )
    before = path.read_bytes()
    write_edits(path, [each.edit for each in recorded])
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["edits.yaml"]


def test_new_edits_leave_what_a_person_typed_into_the_file(tmp_path: Path) -> None:
    path = tmp_path / "edits.yaml"
    add_edits(path, EDITS[:1])
    text = path.read_text("utf-8").replace("edits:", "edits:\n# The mayor agreed.")
    path.write_text(text, "utf-8")
    add_edits(path, EDITS[1:])
    assert path.read_text("utf-8").startswith(text)
    assert tuple(each.edit for each in read_edits(path, "edits.yaml")[0]) == EDITS
    indented = text.replace("\n", "\n  ").replace("\n  edits:", "\nedits:")
    path.write_text(indented, "utf-8")
    add_edits(path, EDITS[1:])
    assert tuple(each.edit for each in read_edits(path, "edits.yaml")[0]) == EDITS


def test_there_need_be_no_file(tmp_path: Path) -> None:
    assert read_edits(tmp_path / "edits.yaml", "edits.yaml") == ((), [])


@pytest.mark.parametrize(
    ("typed", "other", "says"),
    [
        ("was: Ann Sample", "was: Ann Simple", "“was” is not the text"),
        ("state: applied", "state: done", "applied"),
        ("key: albany-ny/city/mayor", "keys: albany-ny/city/mayor", "“keys”"),
    ],
)
def test_an_edit_with_a_slip_is_told_at_its_place_and_the_others_hold(
    typed: str, other: str, says: str, tmp_path: Path
) -> None:
    path = tmp_path / "edits.yaml"
    write_edits(path, EDITS[:2])
    text = path.read_text("utf-8")
    assert typed in text
    path.write_text(text.replace(typed, other, 1), "utf-8")
    recorded, findings = read_edits(path, "edits.yaml")
    assert [each.edit for each in recorded] == [EDITS[1]]
    assert findings[-1].rule.slug == "unread-edits"
    assert "1 of its edits is printed" in findings[-1].detail
    assert says in " ".join(each.detail for each in findings)
    assert {each.source.file for each in findings} == {"edits.yaml"}


def test_what_is_recorded_keeps_its_state_and_its_mended_text() -> None:
    (read,) = with_new((), [EDITS[0]])
    mended = replace(read, text="Anna Sample", state="rejected")
    renamed = replace(EDITS[0], file="returned/read.docx")
    saved_again = replace(EDITS[0], date="2026-03-02T08:00:00Z")
    assert with_new([mended], [EDITS[0], renamed, saved_again]) == (mended,)


def test_what_another_editor_made_of_it_is_new_whatever_the_file_is_named() -> None:
    fuller = replace(EDITS[0], text="Anne B. Sample", editor="Kim Ray")
    same = replace(EDITS[0], file="returned/kim.docx", editor="Kim Ray")
    read = with_new((), [EDITS[0], fuller, same])
    assert [(each.text, each.editor) for each in read] == [
        ("Anne Sample", "Pat Editor"),
        ("Anne B. Sample", "Kim Ray"),
        ("Anne Sample", "Kim Ray"),
    ]


# Laid over the answers


@pytest.fixture(scope="module")
def road(tmp_path_factory: pytest.TempPathFactory) -> Road:
    return traveled(copied(STOCK, tmp_path_factory.mktemp("stock")))


def amended(
    road: Road, *edits: Edit, decisions: Decisions = UNDECIDED
) -> tuple[dict[str, str], Road, tuple[Finding, ...]]:
    """Return the answers of Sampleford, the road with its edition, and what is told."""
    recorded = [
        Recorded(each, Source("edits.yaml", row=n)) for n, each in enumerate(edits)
    ]
    submissions, edition, findings = amend(
        road.submissions, road.edition, recorded, road.form, decisions
    )
    (city,) = (
        s for s in submissions if s.entry(road.form.city_path).value == "Sampleford"
    )
    answers = {entry.path: entry.value for entry in city.entries}
    return answers, replace(road, edition=edition), findings


def typed(road: Road, path: str = "efforts/1/what") -> str:
    return amended(road)[0][path]


def slugs(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.rule.slug for finding in findings]


def test_without_edits_nothing_changes(road: Road) -> None:
    assert amend(road.submissions, road.edition, (), road.form, UNDECIDED) == (
        road.submissions,
        road.edition,
        (),
    )


MARCH = "A march went from the “Old Mill” to City Hall — 12 blocks."
PATH = "efforts/2/what"
KEY = f"sampleford-ia/{PATH}"


def test_an_edit_takes_the_place_of_the_answer_that_it_was_made_of(road: Road) -> None:
    answers, _, findings = amended(road, edit(KEY, MARCH, "A **long** march went."))
    assert answers[PATH] == "A **long** march went."
    assert slugs(findings) == ["edited-answer"]
    (told,) = findings
    assert told.source.file == "sampleford.yaml"
    assert "Pat Editor on 2026-03-01" in told.detail
    assert "returned/pat.docx" in told.detail


def test_the_whole_list_of_an_answer_is_known_as_it_was_printed(road: Road) -> None:
    was = (
        "The city and its officers agreed on three steps:\n\n"
        "1. to meet every month,\n2. to listen first,\n"
        "   - residents before officers,\n   - officers before the mayor, and\n"
        "3. to write down what was said.\n\n"
        "The minutes are *open* to **everybody**, and "
        "[online](https://sampleford.example/minutes)."
    )
    key = "sampleford-ia/efforts/1/what"
    answers, _, findings = amended(road, edit(key, was, "One step."))
    assert answers["efforts/1/what"] == "One step."
    assert slugs(findings) == ["edited-answer"]


@pytest.mark.parametrize("state", ["waiting", "rejected"])
def test_only_what_is_applied_is_printed(road: Road, state: State) -> None:
    change = edit(KEY, MARCH, "Gone.", state=state, why="look")
    answers, _, findings = amended(road, change)
    assert answers[PATH] == typed(road, PATH)
    assert slugs(findings) == (["waiting-edit"] if state == "waiting" else [])


AGREED = Confirmation(KEY, "applied", "J. Editor", "2016-09-02", "They agreed.")


def settled(state: Literal["applied", "rejected"], **more: str) -> Decisions:
    confirmation = replace(AGREED, state=state, **more)
    return Decisions(edits=((Source("decisions.yaml", row=2), confirmation),))


@pytest.mark.parametrize("more", [{}, {"file": "pat.docx"}, {"says": "Gone…"}])
def test_what_waits_is_settled_in_the_decisions(
    more: dict[str, str], road: Road
) -> None:
    change = edit(KEY, MARCH, "Gone by.", state="waiting", why="look")
    answers, _, findings = amended(road, change, decisions=settled("applied", **more))
    assert answers[PATH] == "Gone by."
    assert slugs(findings) == ["settled", "edited-answer"]
    assert "J. Editor on 2016-09-02: They agreed." in findings[0].detail
    answers, _, findings = amended(road, change, decisions=settled("rejected", **more))
    assert answers[PATH] == typed(road, PATH)
    assert slugs(findings) == ["settled"]


@pytest.mark.parametrize(
    "more", [{"file": "kim.docx"}, {"says": "Other"}, {"passage": "no-city/none"}]
)
def test_a_decision_on_no_edit_that_waits_is_told(
    more: dict[str, str], road: Road
) -> None:
    change = edit(KEY, MARCH, "Gone by.", state="waiting", why="look")
    answers, _, findings = amended(road, change, decisions=settled("applied", **more))
    assert answers[PATH] == typed(road, PATH)
    assert slugs(findings) == ["idle-decision", "waiting-edit"]
    assert findings[0].source == Source("decisions.yaml", row=2)


def test_a_decision_that_two_edits_may_mean_settles_none(road: Road) -> None:
    first = edit(KEY, MARCH, "Gone by.", state="waiting", why="look")
    later = replace(first, text="", file="returned/kim.docx")
    answers, _, findings = amended(road, first, later, decisions=settled("applied"))
    assert answers[PATH] == typed(road, PATH)
    assert slugs(findings) == ["idle-decision", "waiting-edit", "waiting-edit"]
    assert "“file”" in findings[0].detail
    chosen = settled("applied", file="pat.docx")
    answers, _, findings = amended(road, first, later, decisions=chosen)
    assert answers[PATH] == "Gone by."
    assert slugs(findings) == ["settled", "waiting-edit", "edited-answer"]


def test_what_a_city_sent_since_and_what_the_editor_made_come_together(
    road: Road,
) -> None:
    was = MARCH.replace("12 blocks", "10 blocks")
    text = was.replace("A march", "A silent march")
    answers, _, findings = amended(road, edit(KEY, was, text))
    assert answers[PATH] == MARCH.replace("A march", "A silent march")
    assert slugs(findings) == ["edited-answer"]


def test_where_they_clash_the_city_is_printed_and_all_three_are_told(
    road: Road,
) -> None:
    was, text = (MARCH.replace("12", number) for number in ("10", "11"))
    answers, _, findings = amended(road, edit(KEY, was, text))
    assert answers[PATH] == typed(road, PATH)
    (told,) = findings
    assert told.rule.slug == "conflicting-edits"
    assert all(number in told.detail for number in ("10", "11", "12"))
    assert told.source == Source("edits.yaml", row=0)


def test_a_second_editor_s_change_is_joined_with_the_first(road: Road) -> None:
    one = edit(KEY, MARCH, MARCH.replace("A march", "A silent march"))
    two = edit(KEY, MARCH, MARCH.replace("12 blocks", "12 long blocks"))
    answers, _, findings = amended(road, one, replace(two, file="returned/kim.docx"))
    assert answers[PATH] == (
        "A silent march went from the “Old Mill” to City Hall — 12 long blocks."
    )
    assert slugs(findings) == ["edited-answer", "edited-answer"]


@pytest.mark.parametrize(
    ("typed", "other", "is_settled"),
    [("A march", "A parade", False), ("14", "15", True), ("14", "16", True)],
)
def test_a_clash_is_told_until_somebody_edits_the_words_of_it(
    road: Road, typed: str, other: str, *, is_settled: bool
) -> None:
    one, two = (edit(KEY, MARCH, MARCH.replace("12", n)) for n in ("14", "15"))
    third = edit(KEY, one.text, one.text.replace(typed, other))
    answers, _, findings = amended(road, one, two, third)
    assert answers[PATH] == third.text
    assert ("conflicting-edits" not in slugs(findings)) is is_settled


def test_an_edit_of_what_is_not_there_any_more_is_told(road: Road) -> None:
    lost = edit("sampleford-ia/efforts/9/what", "Old.", "New.")
    gone = edit("nowhere-ia/efforts/1/what", "Old.", "New.")
    answers, _, findings = amended(road, lost, gone)
    assert answers == amended(road)[0]
    assert slugs(findings) == ["stale-edit", "stale-edit"]


def test_an_edit_that_no_longer_answers_the_question_is_not_printed(
    road: Road,
) -> None:
    key = "sampleford-ia/efforts/2/date"
    answers, _, findings = amended(road, edit(key, "March 2016", "some day"))
    assert answers["efforts/2/date"] == "March 2016"
    assert slugs(findings) == ["unfit-edit"]
    answers, _, findings = amended(road, edit(key, "March 2016", "Spring 2016 (?)"))
    assert answers["efforts/2/date"] == "March 2016"
    assert slugs(findings) == ["unfit-edit"]
    answers, _, findings = amended(road, edit(key, "March 2016", "April 2016"))
    assert answers["efforts/2/date"] == "April 2016"
    assert slugs(findings) == ["edited-answer"]


def test_an_edit_goes_with_its_effort_where_another_came_before_it(
    road: Road,
) -> None:
    key = "sampleford-ia/efforts/1/date"
    dated = edit(key, "March 2016", "April 2016")
    answers, _, findings = amended(road, replace(dated, beside=mark_of(MARCH)))
    assert answers["efforts/2/date"] == "April 2016"
    assert answers.get("efforts/1/date") == amended(road)[0].get("efforts/1/date")
    assert slugs(findings) == ["edited-answer"]


def test_a_short_answer_gets_no_marks(road: Road) -> None:
    change = edit(
        "sampleford-ia/city/mayor", "Robin Placeholder", r"Robin *P\_laceholder*"
    )
    answers, _, _ = amended(road, change)
    assert answers["city/mayor"] == "Robin P_laceholder"


# Laid over the edition


def test_figures_of_a_text_of_the_edition_stay_what_is_counted(road: Road) -> None:
    was = (
        "This book tells of {cities:city|cities} in {states_and_territories}, and of "
        "{efforts:effort|efforts}: {efforts_by_kind}.\n\n"
        "{recent:city|cities} took a step in the year 2017. In {quoted:city|cities} "
        "somebody is quoted.\n\n"
        "- Every figure here is counted.\n- Every name here is made up."
    )
    text = was.replace("This book tells", "These pages tell")
    _, after, findings = amended(road, edit("edition/summary", was, text))
    assert after.edition.edition.summary == text
    assert slugs(findings) == ["edited-answer"]
    assert findings[0].source.file == "edition.yaml"


@pytest.mark.parametrize(
    ("key", "was", "text"),
    [
        ("edition/title", "Neighbors at Work", "Neighbors at Play"),
        ("edition/date", "May 2017", "June 2017"),
        ("edition/quotations/1/speaker", "Alex Sample", "Alexis Sample"),
        (
            "edition/quotations/1",
            "“A small town’s ‘good neighbor’ is worth a book — even a small one.”",
            "“A small town’s ‘good neighbor’ is worth a book.”",
        ),
    ],
)
def test_other_texts_of_the_edition_are_edited_too(
    road: Road, key: str, was: str, text: str
) -> None:
    _, after, findings = amended(road, edit(key, was, text))
    assert slugs(findings) == ["edited-answer"]
    assert text in str(after.edition.edition)


@pytest.mark.parametrize("key", ["quotations/x", "quotations/0", "logo/alternative"])
def test_an_edit_of_what_the_edition_does_not_have_is_told(
    road: Road, key: str
) -> None:
    _, after, findings = amended(road, edit(f"edition/{key}", "Some words", "Others"))
    assert slugs(findings) == ["stale-edit"]
    assert after == road


def test_a_title_that_does_not_fit_is_told_and_not_printed(road: Road) -> None:
    change = edit("edition/title", "Neighbors at Work", "Neighbors " * 30)
    _, after, findings = amended(road, change)
    assert after.edition.edition.title == "Neighbors at Work"
    assert slugs(findings) == ["unfit-edit"]
