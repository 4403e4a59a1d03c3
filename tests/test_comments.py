"""What editors say in comments comes back whole, each once, and can be resolved."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

import pytest

from citybook.asked import Asked
from citybook.editing import FOR_EDITING, Query
from citybook.manifest import Manifest, found_in
from citybook.outcome import DRAFTS, MANIFEST
from citybook.queries import carried
from citybook.readers.redline import read_returned
from citybook.readers.redline.comments import asked_of
from citybook.story.file import read_story
from citybook.writers.docx import docx_of
from commenting import commented, flattened, replied, resolved, reworded
from editors import edit
from revising import EDITOR, MOMENT, revise
from sample_document import sample_document, sample_style

STYLE = sample_style()
STEP, MAYOR, CITIES = "An important", "Mayor: ", "Made with"
LATER = "2026-03-02T10:00:00Z"
OURS = (
    Query(
        "edition/title", ("Note: what\tof it?", "  Read\u00a0it; \u200dso\u00ad. ", "")
    ),
    Query("albany-ny/city/mayor", ("Held back: it has 3 words.", "Cut. \U0001f333")),
)
Read: TypeAlias = Callable[..., tuple[Asked, ...]]


def draft(*asked: Asked) -> bytes:
    """Return a draft with our own comments, and those that editors made before."""
    document = sample_document()
    theirs = carried(document, tuple((each, "open") for each in asked))
    editing = replace(FOR_EDITING, queries=(*OURS, *theirs))
    return docx_of(document, STYLE, editing=editing)


@pytest.fixture(scope="module")
def first() -> bytes:
    return draft()


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return what reads what is asked in files that come back."""

    def asked(**files: bytes) -> tuple[Asked, ...]:
        folder = tmp_path / "returned"
        folder.mkdir(exist_ok=True)
        for name, data in files.items():
            (folder / f"{name}.docx").write_bytes(data)
        return read_returned(tmp_path, tmp_path / "output").asked

    return asked


def texts(asked: tuple[Asked, ...]) -> list[list[str]]:
    return [[remark.text for remark in each.remarks] for each in asked]


# Each once, and none lost


def test_replies_in_two_copies_stand_together_in_turn(first: bytes, read: Read) -> None:
    asking = commented(first, STEP, "Which?")
    kim = replied(asking, "Which?", "Yes, ALPHA.", author="Kim", date=LATER)
    lee = replied(asking, "Which?", "No, BETA.", author="Lee", date=MOMENT)
    asked = read(jane=asking, kim=kim, lee=lee)
    assert texts(asked) == [["Which?", "No, BETA.", "Yes, ALPHA."]]
    assert "Lee on 2026-03-01 replies: No, BETA." in asked[0].text
    # So they do if they go along, and come back with one more.
    second = replied(draft(*asked), "Which?", "So BETA.", author="Kim", date=LATER)
    every = ["Which?", "No, BETA.", "Yes, ALPHA.", "So BETA."]
    assert texts(read(second=second)) == [every]


def test_who_has_not_seen_a_reply_has_not_resolved_it(first: bytes, read: Read) -> None:
    asking = commented(first, STEP, "Which?")
    lee = replied(asking, "Which?", "No, BETA.", author="Lee")
    asked = read(kim=resolved(asking, "Which?"), lee=lee)
    assert [each.is_resolved for each in asked] == [False]
    (again,) = read(second=resolved(draft(*asked), "Which?"))
    assert again.is_resolved


def test_the_same_words_at_two_places_are_two_queries(first: bytes, read: Read) -> None:
    asking = first
    for place in (STEP, MAYOR, STEP):
        asking = commented(asking, place, "Source?")
    asked = read(jane=asking, again=asking)
    assert texts(asked) == [["Source?"]] * 3
    assert len({each.key for each in asked}) == 2
    # Each can be resolved alone, in whatever draft.
    for number in range(3):
        still = tuple(each for each in asked if not each.is_resolved)
        back = {f"back{number}": resolved(draft(*still), "Source?")}
        asked = read(**back)
        assert sum(each.is_resolved for each in asked) == number + 1
    assert len(asked) == 3


def test_a_comment_keeps_its_place_when_that_is_gone(first: bytes, read: Read) -> None:
    asked = read(jane=commented(commented(first, STEP, "Source?"), MAYOR, "Source?"))
    away = replace(asked[0], key="gone-ny/summary", mark="0" * 16)
    (back,) = read_story_of(resolved(draft(away), "Source?"))
    assert (back.key, back.mark) == (away.key, away.mark)


def read_story_of(data: bytes) -> tuple[Asked, ...]:
    story = read_story(data)
    return tuple(asked_of(story, "returned/a.docx", manifest_in(data)))


def manifest_in(data: bytes) -> Manifest:
    manifest = found_in(read_story(data).parts.values())
    assert manifest
    return manifest


# What is ours


def test_a_draft_that_nobody_wrote_to_asks_nothing(first: bytes, read: Read) -> None:
    assert read(first=first) == ()
    # Nor if a program took out who wrote what, and when.
    assert read(bare=reworded(first, 'w:author="citybook"', 'w:author="Author"')) == ()


def test_an_answer_typed_into_our_comment_is_theirs(first: bytes, read: Read) -> None:
    typed = reworded(first, "it has 3 words.", "it has 3 words. Yes, it may.")
    (asked,) = read(jane=typed, kim=typed)
    (remark,) = asked.remarks
    assert remark.text.startswith("Held back: it has 3 words. Yes, it may.")
    assert remark.author == read_story(typed).saved_by
    assert asked.key == "albany-ny/city/mayor"
    (again,) = read(second=resolved(draft(asked), remark.text))
    assert again.is_resolved


def test_an_editor_may_bear_our_name(first: bytes, read: Read) -> None:
    asked = read(jane=commented(first, STEP, "Which?", author="citybook"))
    assert texts(asked) == [["Which?"]]
    assert read(second=resolved(draft(*asked), "Which?"))[0].is_resolved


def test_a_reply_to_our_comment_goes_along(first: bytes, read: Read) -> None:
    ours = "Held back: it has 3 words.\nCut. \U0001f333"
    asked = read(jane=replied(first, ours, "It may."))
    assert texts(asked) == [[ours, "It may."]]
    second = draft(*asked)
    assert texts(read(second=second)) == texts(asked)
    assert read(third=resolved(second, ours, nth=1))[0].is_resolved


def test_an_old_draft_does_not_tell_what_is_ours(first: bytes) -> None:
    story, manifest = read_story(first), replace(manifest_in(first), comments=None)
    assert not [*asked_of(story, "returned/a.docx", manifest)]
    assert manifest.build == manifest_in(first).build


# What programs lose


@pytest.mark.parametrize(
    ("text", "author", "date"),
    [
        ("Which?", "", MOMENT),
        ("Which?", EDITOR, ""),
        ("Which?", "", ""),
        ("Which?", EDITOR, "0-00-00T00:00:00Z"),
        ("Which?", EDITOR, "2026-03-01T09:30:59.5+01:00"),
        ("Which\tone,  or\u00a0both?  ", " Pat  Editor", MOMENT),
        ("\u200dWho\u00ad? \u2028\U0001f333", EDITOR, MOMENT),
    ],
)
def test_every_comment_can_be_resolved_in_the_next_draft(
    text: str, author: str, date: str, first: bytes, read: Read
) -> None:
    asked = read(jane=commented(first, STEP, text, "Yes.", author=author, date=date))
    assert [each.is_resolved for each in asked] == [False]
    second = draft(*asked)
    assert read(second=second) == asked
    (again,) = read(third=resolved(second, text))
    assert again.is_resolved


def test_a_query_may_be_asked_again_by_who_gives_no_date(
    first: bytes, read: Read
) -> None:
    asking = commented(first, STEP, "Which?", author="", date="")
    (asked,) = read(jane=resolved(asking, "Which?"))
    assert asked.is_resolved
    book = replace(sample_document(), title="Another Draft")
    other = docx_of(replace(book, chapters=book.chapters[:3]), STYLE)
    again = read(again=commented(other, STEP, "Which?", author="", date=""))
    assert [each.is_resolved for each in again] == [False, True]


def test_a_comment_is_known_without_its_names_dates_and_threads(
    first: bytes, read: Read
) -> None:
    asked = read(jane=commented(first, STEP, "Which?", "Yes."))
    second = draft(*asked)
    (nameless,) = read_story_of(
        reworded(second, f'w:date="{MOMENT}" w:author="{EDITOR}"', 'w:author="Author"')
    )
    (elsewhere,) = read_story_of(reworded(second, "T09:30", "T18:30"))
    (loose,) = read_story_of(flattened(second))
    for each in (nameless, elsewhere, loose):
        assert (each.mark, each.remarks) == (asked[0].mark, asked[0].remarks)


def test_a_file_without_its_account_is_held_against_what_asked_the_same(
    first: bytes, tmp_path: Path
) -> None:
    told = manifest_in(first)
    drafts = tmp_path / "output" / DRAFTS
    drafts.mkdir(parents=True)
    (drafts / "a.json").write_text(told.dump(), "utf-8")
    asks_less = replace(told, comments=(told.comments or ())[:1])
    (tmp_path / "output" / MANIFEST).write_text(asks_less.dump(), "utf-8")
    (tmp_path / "returned").mkdir()
    bare = revise(first, [], mode="bare")
    (tmp_path / "returned" / "bare.docx").write_bytes(bare)
    assert read_returned(tmp_path, tmp_path / "output").asked == ()


def test_libreoffice_keeps_what_tells_comments(
    first: bytes, read: Read, tmp_path: Path
) -> None:
    asking = commented(first, STEP, "Which\tone?", "Yes.", date="")
    asked = read(jane=commented(asking, MAYOR, "Source?", author=""))
    source, target = tmp_path / "second.docx", tmp_path / "saved.docx"
    source.write_bytes(draft(*asked))
    edit(source, target, [], tracked=False, author="Ann Editor")
    story = read_story(target.read_bytes())
    assert not any(each.answers for each in story.comments)
    assert {each.mark: each.remarks for each in read_story_of(target.read_bytes())} == {
        each.mark: each.remarks for each in asked
    }
