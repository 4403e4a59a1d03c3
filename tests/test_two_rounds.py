"""The edition that comes along, edited in LibreOffice, tracked and not, twice."""

import re
from collections.abc import Callable, Mapping
from itertools import cycle
from pathlib import Path

import pytest

from books import SHIPPED, Book, built, copied
from citybook.edits import EDITS, read_edits
from citybook.manifest import FIGURE, Manifest, found_in
from citybook.readers.redline.asides import asides_of
from citybook.readers.redline.passages import passages_of
from citybook.story.file import read_story
from editors import Step, edit, step

TRACKED, UNTRACKED = 34, 12
LONG = 60
"""Characters; a passage of one sentence or more."""
_WORD = re.compile(r"(?<=[a-z] )[a-z]{6,}(?= [a-z])")
_ODD = re.compile(r"[*\\\[\]{}\n]")

Make = Callable[[str, str, str, int], tuple[Step, str]]
"""From a place, a passage, a word in it and a number: the step, and what it makes."""


def replaced(at: str, was: str, word: str, number: int) -> tuple[Step, str]:
    new = f"edited{number}"
    return step("replace", at=at, words=word, new=new), was.replace(word, new, 1)


def appended(at: str, was: str, word: str, number: int) -> tuple[Step, str]:
    new = f" An editor added sentence {number}."
    return step("append", at=at, new=new), was + new


def prepended(at: str, was: str, word: str, number: int) -> tuple[Step, str]:
    new = f"As editor {number} says: "
    return step("prepend", at=at, new=new), new + was


def deleted(at: str, was: str, word: str, number: int) -> tuple[Step, str]:
    return step("delete", at=at, words=f"{word} "), was.replace(f"{word} ", "", 1)


def emboldened(at: str, was: str, word: str, number: int) -> tuple[Step, str]:
    return step("embolden", at=at, words=word), was.replace(word, f"**{word}**", 1)


def slanted(at: str, was: str, word: str, number: int) -> tuple[Step, str]:
    return step("slant", at=at, words=word), was.replace(word, f"*{word}*", 1)


def linked(at: str, was: str, word: str, number: int) -> tuple[Step, str]:
    address = f"https://editor.example/{number}"
    link = f"[{word}]({address})"
    return step("link", at=at, words=word, address=address), was.replace(word, link, 1)


def parted(at: str, was: str, word: str, number: int) -> tuple[Step, str]:
    before, after = was.split(f"{word} ", 1)
    return step(
        "split", at=at, words=f"{word} "
    ), f"{before.rstrip()}\n\n{word} {after}"


def continued(at: str, was: str, word: str, number: int) -> tuple[Step, str]:
    new = f"Paragraph {number} is of an editor."
    return step("add_after", at=at, new=new), f"{was}\n\n{new}"


def removed(at: str, was: str, word: str, number: int) -> tuple[Step, str]:
    return step("delete_paragraph", at=at), ""


KINDS: tuple[Make, ...] = (
    *(replaced, appended, prepended, deleted, emboldened, slanted, linked, parted),
    *(continued, removed),
)


def planned(
    manifest: Manifest, said: Mapping[str, str], many: int, *, skip: int
) -> tuple[list[Step], dict[str, str]]:
    """Return steps, each in a passage of its own, and what these are to say."""
    words = " ".join(written.text for written in manifest.paragraphs)
    steps: list[Step] = []
    expected: dict[str, str] = {}
    kinds = cycle(KINDS)
    for key, was in list(said.items())[skip:]:
        if key in manifest.quoted or len(was) < LONG or _ODD.search(was):
            continue
        if key.startswith(FIGURE):
            continue
        found = (each[0] for each in _WORD.finditer(was) if was.count(each[0]) == 1)
        word = next(found, "")
        at = was[: was.find(word)].strip()[:40] if word else ""
        if len(at) < 10 or words.count(at) != 1:
            continue
        made, says = next(kinds)(at, was, word, len(steps))
        steps.append(made)
        expected[key] = says
        if len(steps) == many:
            break
    assert len(steps) == many
    return steps, expected


def contents(book: Book) -> tuple[Manifest, dict[str, str]]:
    """Return the manifest of a book's Word file, and what each passage says."""
    story = read_story(book.docx.read_bytes())
    manifest = found_in(story.parts.values())
    assert manifest
    reading = passages_of(manifest, story.paragraphs)
    assert not any(each.is_changed for each in reading.revised)
    return manifest, {each.key: each.was.marked for each in reading.revised}


def printed(typed: str) -> str:
    """Return a text as the book prints it."""
    return typed.replace("'", "’")


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(SHIPPED, tmp_path_factory.mktemp("shipped") / "edition")


def test_all_edits_of_two_rounds_come_back(edition: Path) -> None:
    first = built(edition)
    manifest, said = contents(first)
    steps, expected = planned(manifest, said, TRACKED, skip=0)
    folder = edition / "submissions" / "returned"
    folder.mkdir()
    edit(first.docx, folder / "ann.docx", steps, tracked=True, author="Ann Editor")
    second = built(edition)
    recorded, findings = read_edits(edition / "submissions" / EDITS, EDITS)
    assert findings == []
    edits = {each.edit.key: each.edit for each in recorded}
    assert {key: each.text for key, each in edits.items()} == expected
    for each in edits.values():
        assert each.editor == "Ann Editor"
        assert each.state == ("applied" if each.text else "waiting")
    # The second draft says so, and goes to another editor, who tracks nothing.
    manifest, now = contents(second)
    for key, text in expected.items():
        assert now[key] == printed(text or said[key])
    steps, more = planned(manifest, now, UNTRACKED, skip=len(said) // 2)
    edit(second.docx, folder / "bob.docx", steps, tracked=False, author="Bob Editor")
    third = built(edition)
    recorded, _ = read_edits(edition / "submissions" / EDITS, EDITS)
    of_bob = {
        each.edit.key: each.edit.text
        for each in recorded
        if each.edit.file == "returned/bob.docx"
    }
    assert of_bob == more
    _, now = contents(third)
    for key, text in {**expected, **more}.items():
        assert now[key] == printed(text or said[key])


def test_a_file_that_is_only_opened_and_saved_brings_nothing(
    edition: Path, shipped: Book, tmp_path: Path
) -> None:
    path = tmp_path / "saved.docx"
    edit(shipped.docx, path, (), tracked=False, author="Ann Editor")
    story = read_story(path.read_bytes())
    manifest = found_in(story.parts.values())
    assert manifest
    reading = passages_of(manifest, story.paragraphs)
    assert [each for each in reading.revised if each.is_changed] == []
    assert reading.outside == ()
    assert reading.moved == ()
    assert asides_of(manifest, story.paragraphs) == ()
