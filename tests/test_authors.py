"""Who made a change of a passage, where several may have."""

import pytest

from citybook.authors import Authors
from citybook.edits import Edit, mark_of

KEY = "albany-ny/efforts/1/what"
WAS = "The mayor met the pastors at the old hall."


def edit(who: str, was: str, now: str) -> Edit:
    return Edit(KEY, mark_of(WAS), WAS, f"{who}.docx", WAS.replace(was, now), who)


JANE, TOM = edit("Jane", "mayor", "chief"), edit("Tom", "old hall", "hall that is old")


def author(gone: str, come: str, *, now: str) -> str:
    """Return who made a change of a book that says something now."""
    authors = Authors({KEY: [JANE, TOM]}, {KEY: WAS}, {KEY: now})
    found = authors.of(KEY, gone, come)
    return found.editor if found else "the city"


EDITED = "The chief met the pastors at the hall that is old."


@pytest.mark.parametrize(
    ("gone", "come", "who"),
    [
        ("mayor", "chief", "Jane"),
        ("mayor met", "chief met", "Jane"),
        ("old hall", "hall that is old", "Tom"),
        ("pastors", "*pastors*", "Tom"),
    ],
)
def test_of_several_editors_it_is_the_one_of_these_words(
    gone: str, come: str, who: str
) -> None:
    assert author(gone, come, now=EDITED) == who


@pytest.mark.parametrize(
    ("gone", "come", "who"),
    [
        ("mayor", "chief", "Jane"),
        ("pastors", "teachers", "the city"),
        ("pastors at the mayor", "teachers of a chief", "the city"),
        ("met", "met,", "the city"),
    ],
)
def test_where_a_city_wrote_too_it_is_by_the_city_unless_most_is_not(
    gone: str, come: str, who: str
) -> None:
    now = EDITED.replace("met the pastors", "met, the teachers")
    assert author(gone, come, now=now) == who


def test_a_passage_that_was_not_there_is_by_the_city() -> None:
    authors = Authors({KEY: [JANE]}, {}, {KEY: JANE.text})
    assert authors.of(KEY, "", JANE.text) is None
    assert authors.of("albany-ny/efforts/2/what", "", "Others.") is None
