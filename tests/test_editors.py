"""What editors do in LibreOffice is read back; and what habits LibreOffice has."""

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from books import LONE, Book, built, copied
from citybook.story.file import Story, read_characters, read_story
from citybook.story.marks import marked_text, sign
from citybook.story.model import Fate, Paragraph, Place
from conformance.programs import NoVerdictError
from editors import Step, edit, step

ANN = "Ann Editor"

CITY = """
city: Alone
state: Nevada
mayor: Val Only

efforts:
  - date: July 20, 2016
    kind: conversation
    source: https://alone.example/met
    what: |
      The council heard the neighbors that day.

      The hall was open. It closed at nine.

      Nobody had asked them before. They were glad of it. They came again.

      Two hundred people came.

      One evening was all it took. A second evening followed in the fall.

      Three things were said. Each was written down. All of them were read.

      The first half stands here.

      The second half stands there.

      This paragraph goes away.

      The library was full on all three days.

      The *young* stayed longest, as [the paper](https://alone.example/paper) told.

      This paragraph moves down.

      It rained on the way home.

      See [their site](https://site.example) and [page](https://site.example/%C3%A9%20b).

      The last of them left late.
  - date: July 21, 2016
    kind: conversation
    what: |
      The list has these items:

      - apples from the west side
      - pears from the east side
      - plums from the north side
      - cherries from the south side

      The table has these rows:

      | Park | Trees |
      |---|---|
      | Oak Park | 12 |
      | Elm Park | 30 |

      The table ends here.
"""
"""The second effort has no source: so the file has a comment."""

CHANGES: tuple[tuple[Step, dict[str, list[str]]], ...] = (
    (
        step("replace", at="The council", words="heard", new="listened to"),
        {
            "The council heard the neighbors that day.": [
                "The council listened to the neighbors that day."
            ]
        },
    ),
    (
        step("append", at="The hall was open.", new=" Everyone went home."),
        {
            "The hall was open. It closed at nine.": [
                "The hall was open. It closed at nine. Everyone went home."
            ]
        },
    ),
    (
        step("delete", at="Nobody had asked", words="They were glad of it. "),
        {
            "Nobody had asked them before. They were glad of it. They came again.": [
                "Nobody had asked them before. They came again."
            ]
        },
    ),
    (
        step("prepend", at="Two hundred", new="It was full. "),
        {"Two hundred people came.": ["It was full. Two hundred people came."]},
    ),
    (
        step("split", at="One evening", words="A second"),
        {
            "One evening was all it took. A second evening followed in the fall.": [
                "One evening was all it took. ",
                "A second evening followed in the fall.",
            ]
        },
    ),
    (step("split", at="Three things", words="Each was"), {}),
    (
        step("split", at="Each was", words="All of"),
        {
            "Three things were said. Each was written down. All of them were read.": [
                "Three things were said. ",
                "Each was written down. ",
                "All of them were read.",
            ]
        },
    ),
    (
        step("join", at="The first half"),
        {
            "The first half stands here.": [],
            "The second half stands there.": [
                "The first half stands here.The second half stands there."
            ],
        },
    ),
    (
        step("delete_paragraph", at="This paragraph goes away."),
        {"This paragraph goes away.": []},
    ),
    (step("embolden", at="The library", words="all three days"), {}),
    (step("slant", at="The library", words="library"), {}),
    (
        step("add_after", at="The library", new="And it was warm."),
        {
            "The library was full on all three days.": [
                "The *library* was full on **all three days**.",
                "And it was warm.",
            ]
        },
    ),
    (
        step("link", at="longest", words="stayed", address="https://new.example/"),
        {
            "The *young* stayed longest, as [the paper](https://alone.example/paper)"
            " told.": [
                (
                    "The *young* [stayed](https://new.example/) longest, as [the paper]"
                    "(https://alone.example/paper) told."
                )
            ]
        },
    ),
    (
        step("move", at="This paragraph moves", after="It rained on"),
        {
            "This paragraph moves down.": [],
            "It rained on the way home.": [
                "It rained on the way home.",
                "This paragraph moves down.",
            ],
        },
    ),
    (
        step("add_after", at="apples from", new="quinces from the park"),
        {
            "- apples from the west side": [
                "- apples from the west side",
                "- quinces from the park",
            ]
        },
    ),
    (step("delete_paragraph", at="pears from"), {"- pears from the east side": []}),
    (
        step("take_out_of_list", at="cherries from"),
        {"- cherries from the south side": ["cherries from the south side"]},
    ),
    (step("rewrite", at="Elm Park", new="Ash Park"), {"Elm Park": ["Ash Park"]}),
    (
        step("rewrite", at="Executive summary", new="In short"),
        {"Executive summary": ["In short"]},
    ),
)
"""What an editor does, and what then stands in the place of which paragraphs."""

STEPS = [done for done, _ in CHANGES]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    root = tmp_path_factory.mktemp("edited")
    return built(copied(LONE, root, {"submissions/alone.yaml": CITY}))


@pytest.fixture(scope="module", params=[True, False], ids=["tracked", "untracked"])
def returned(
    request: pytest.FixtureRequest, book: Book, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, bool]:
    """Return the book as an editor returns it, and whether changes were tracked."""
    target = tmp_path_factory.mktemp("returned") / "report.docx"
    edit(book.docx, target, STEPS, tracked=request.param, author=ANN)
    return target, request.param


def read(path: Path) -> Story:
    story = read_story(path.read_bytes())
    assert read_characters(story.paragraphs) == story.characters
    return story


def shown(story: Story, *, before: bool = False) -> list[str]:
    """Return the paragraphs that stay, or those that were; empty ones are left out."""
    body = [p for p in story.paragraphs if p.place in {Place.BODY, Place.TABLE}]
    return [text for text in _shown(body, before=before) if text.strip()]


def _shown(paragraphs: Sequence[Paragraph], *, before: bool) -> Iterator[str]:
    text = ""
    for paragraph in paragraphs:
        runs = [run for run in paragraph.runs if not run.is_computed]
        text += marked_text(runs, before=before)
        if paragraph.end.was if before else paragraph.end.stays:
            yield sign(paragraph.bullet) + text if text else ""
            text = ""


def edited(texts: list[str]) -> list[str]:
    """Return what the text says once all is done that CHANGES tells."""
    for _, change in CHANGES:
        for old, new in change.items():
            # the contents and the running text may say the same
            place = max(n for n, text in enumerate(texts) if text == old)
            texts = [*texts[:place], *new, *texts[place + 1 :]]
    return texts


@pytest.mark.parametrize("name", ["stock", "torture", "book"])
def test_a_file_that_was_only_saved_says_the_same(
    name: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    book: Book = request.getfixturevalue(name)
    edit(book.docx, tmp_path / "saved.docx", [], tracked=False, author=ANN)
    ours, theirs = read(book.docx), read(tmp_path / "saved.docx")
    assert shown(theirs) == shown(ours)
    assert whole(theirs) == whole(ours)
    assert theirs.saved_by == ANN
    assert [each.text for each in theirs.comments] == [c.text for c in ours.comments]


def whole(story: Story) -> list[str]:
    """Return the paragraphs of the text with all that Word computes in them."""
    body = [p.after for p in story.paragraphs if p.place is Place.BODY]
    return [text for text in body if text.strip()]


def test_every_step_is_read_back(book: Book, returned: tuple[Path, bool]) -> None:
    story = read(returned[0])
    assert shown(story) == edited(shown(read(book.docx)))


def test_tracked_changes_tell_what_was_there_and_by_whom(
    book: Book, returned: tuple[Path, bool]
) -> None:
    path, tracked = returned
    story, ours = read(path), read(book.docx)
    by = {change.author for p in story.paragraphs for change in p.everyone}
    if not tracked:
        assert not by
        return
    assert by == {ANN}
    old = [text.replace("- cherries", "cherries") for text in shown(ours)]
    now = shown(story, before=True)
    # LibreOffice tracks neither that an item left its list nor how words look.
    assert [plain(text) for text in now] == [plain(text) for text in old]


def plain(text: str) -> str:
    return text.replace("*", "").replace("[stayed](https://new.example/)", "stayed")


def test_our_bookmarks_stay_with_their_paragraphs(
    book: Book, returned: tuple[Path, bool]
) -> None:
    ours, story = places(read(book.docx)), places(read(returned[0]))
    gone = {"This paragraph goes away.", "pears from the east side"}
    for name, texts in ours.items():
        if name.startswith("_cr") and not gone & set(texts):
            old, new = (" ".join(found[name]).split() for found in (ours, story))
            assert set(old) & set(new), name
            assert len(story[name]) <= 3, name


def places(story: Story) -> dict[str, list[str]]:
    """Return the paragraphs in which each bookmark stands, changes and all.

    LibreOffice gives bookmarks on the cover, and those of what is pasted, a new ending.
    """
    found: dict[str, list[str]] = {}
    for paragraph in story.paragraphs:
        text = "".join(run.text for run in paragraph.runs)
        for anchor in paragraph.anchors:
            name = anchor.name.removesuffix("_Copy_1")
            found.setdefault(name, []).append(text)
    return found


@pytest.mark.parametrize("returned", [True], ids=["tracked"], indirect=True)
def test_changes_are_accepted(
    book: Book, returned: tuple[Path, bool], tmp_path: Path
) -> None:
    path, _ = returned
    edit(path, tmp_path / "a.docx", [step("accept_all")], tracked=False, author=ANN)
    story = read(tmp_path / "a.docx")
    assert shown(story) == edited(shown(read(book.docx)))
    assert not [change for p in story.paragraphs for change in p.everyone]


@pytest.mark.parametrize("returned", [True], ids=["tracked"], indirect=True)
def test_changes_are_rejected(
    book: Book, returned: tuple[Path, bool], tmp_path: Path
) -> None:
    path, _ = returned
    edit(path, tmp_path / "r.docx", [step("reject_all")], tracked=False, author=ANN)
    story = read(tmp_path / "r.docx")
    old = [text.replace("- cherries", "cherries") for text in shown(read(book.docx))]
    assert [plain(text) for text in shown(story)] == [plain(text) for text in old]


def test_comments_are_made_answered_and_resolved(book: Book, tmp_path: Path) -> None:
    (ours,) = read(book.docx).comments
    steps = [
        step("comment", at="The library", words="full", new="Is that so?"),
        step("comment", at="The council", words="that day", new="Which day?"),
        step("reply", to="Is that so?", new="It is."),
        step("resolve", to=ours.text),
    ]
    edit(book.docx, tmp_path / "c.docx", steps, tracked=True, author=ANN)
    story = read(tmp_path / "c.docx")
    told = {(each.author, each.text, each.is_resolved) for each in story.comments}
    assert told == {
        (ANN, "Is that so?", False),
        (ANN, "Which day?", False),
        (ANN, "It is.", False),
        (ours.author, ours.text, True),
    }
    assert shown(story) == shown(read(book.docx))
    notes = {note.identifier: note.text for note in story.comments}
    on = {
        notes[anchor.name]: paragraph.after[anchor.start : anchor.end]
        for paragraph in story.paragraphs
        for anchor in paragraph.comments
    }
    assert on.keys() == set(notes.values())
    assert (on["Is that so?"], on["Which day?"]) == ("full", "that day")


def test_the_words_of_a_picture_are_changed(book: Book, tmp_path: Path) -> None:
    done = step("describe", words="Map of the United States", new="Other words.")
    edit(book.docx, tmp_path / "d.docx", [done], tracked=False, author=ANN)
    with zipfile.ZipFile(tmp_path / "d.docx") as package:
        assert 'descr="Other words."' in package.read("word/document.xml").decode()


def test_insertions_on_both_sides_of_a_paragraphs_end_are_told_as_one(
    book: Book, tmp_path: Path
) -> None:
    # A habit of LibreOffice: the end between them counts as inserted, too.
    steps = [
        step("append", at="The hall was open.", new=" New one."),
        step("prepend", at="Nobody had asked", new="New two. "),
    ]
    edit(book.docx, tmp_path / "i.docx", steps, tracked=True, author=ANN)
    story = read(tmp_path / "i.docx")
    (first,) = [p for p in story.paragraphs if p.after.endswith("New one.")]
    assert first.end is Fate.INSERTED
    assert [anchor.name for anchor in first.anchors]
    assert "New two. Nobody had asked them before." in " ".join(shown(story))


def test_a_step_without_a_place_is_told_and_leaves_nothing_running(
    book: Book, tmp_path: Path
) -> None:
    steps = [step("append", at="No such words", new="x")]
    with pytest.raises(NoVerdictError, match="“No such words” stands 0 times"):
        edit(book.docx, tmp_path / "n.docx", steps, tracked=False, author=ANN)
    assert not (tmp_path / "n.docx").exists()
