"""Random books, edited at random: each edit comes back to its own passage."""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import pytest

from citybook.document import Block, Chapter, Document, Heading, Passage, PullQuote
from citybook.edits import Edit
from citybook.findings import Finding
from citybook.light import Line, sign_of, text_of
from citybook.manifest import Manifest, found_in
from citybook.marked import Run, marked
from citybook.prose import BulletList, ListItem, Paragraph, Part, Text
from citybook.readers.redline import edits_of
from citybook.source import Source
from citybook.story.file import read_story
from citybook.word_xml import passage_bookmark
from citybook.writers.docx import docx_of
from revising import (
    MODES,
    Add,
    Bold,
    Delete,
    Insert,
    Italic,
    Join,
    Link,
    Mode,
    Move,
    Remove,
    RemovePassage,
    Replace,
    Split,
    Step,
    revise,
)
from sample_document import sample_document, sample_style, words

BOOKS, SCRIPTS = 4, 12
"""How many books, and how often each is edited in each mode."""
FORM = Source("form.xlsx", "Form", 1, 1)
_WHO = (
    *("The mayor", "The police chief", "The council", "More than 200 residents"),
    *("Clergy of a dozen congregations", "A coalition of neighbors", "Officers"),
)
_DID = (
    *("held a public forum on", "opened a series of conversations about"),
    *("met with pastors to speak about", "adopted a policy on", "asked about"),
)
_WHAT = (
    *("the use of force", "traffic stops and searches", "body-worn cameras", "trust"),
    *("hiring from the city’s own neighborhoods", "the review of complaints"),
)
_WHERE = ("at City Hall", "on the courthouse steps", "in each of five wards", "")


# A book, and what it is to say


@dataclass(slots=True)
class Own:
    """A line of a passage: its characters, each with its look."""

    name: str
    """Of the bookmark round it."""
    chars: list[tuple[str, Run]]
    sign: str = ""

    @property
    def text(self) -> str:
        return "".join(char for char, _ in self.chars)

    def look_at(self, place: int) -> Run:
        """Return what is typed at a place looks like; a link ends with its words."""
        look = self.chars[place - 1][1]
        behind = self.chars[place][1] if place < len(self.chars) else PLAIN
        return look if look.link == behind.link else replace(look, link="")

    def line(self) -> Line:
        runs = (replace(look, text=char) for char, look in self.chars)
        return Line(marked(runs), self.sign)


@dataclass(slots=True)
class Told:
    """A passage, line by line."""

    key: str
    lines: list[Own]

    @property
    def text(self) -> str:
        return text_of(line.line() for line in self.lines)

    @property
    def new(self) -> list[str]:
        """The words that were typed, and are still there."""
        return TYPED.findall(self.text)


PLAIN = Run("")
TYPED = re.compile(r"fresh\d+")


def plain_chars(text: str) -> list[tuple[str, Run]]:
    return [(char, PLAIN) for char in text]


class Author:
    """Writes books."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.passages: dict[str, list[tuple[str, str]]] = {}

    def book(self) -> Document:
        blocks = tuple(b for n in range(1, 9) for b in self.city(f"city-{n}"))
        chapter = Chapter("state", "body", "State", blocks)
        return replace(sample_document(), chapters=(chapter,))

    def city(self, key: str) -> Iterator[Block]:
        name = (Part(f"{key}/name", FORM, words(key.title())),)
        yield Heading(2, name, key, "heading-2")
        for number in range(1, self.chance.randint(1, 4) + 1):
            effort = f"{key}/efforts/{number}"
            if self.chance.random() < 0.8:
                date = Part(f"{effort}/date", FORM, words(self.date()))
                kind = Part(f"{effort}/kind", FORM, words("Forum"))
                yield Paragraph((date, Text(" · "), kind), "entry-label")
            yield self.passage(f"{effort}/what")
            if self.chance.random() < 0.3:
                yield self.passage(f"{effort}/result")
        if self.chance.random() < 0.5:
            said = self.passage(f"{key}/quotations/1/text", is_short=True)
            speaker = Part(f"{key}/quotations/1/speaker", FORM, words("Sam Specimen"))
            yield PullQuote((said, Paragraph((Text("— "), speaker), "attribution")))

    def date(self) -> str:
        return self.chance.choice(("2016", "May 2016", "July 18, 2016", "2017"))

    def sentence(self) -> str:
        parts = (self.chance.choice(some) for some in (_WHO, _DID, _WHAT, _WHERE))
        return f"{' '.join(filter(None, parts))}."

    def passage(self, key: str, *, is_short: bool = False) -> Passage:
        blocks: list[Paragraph | BulletList] = []
        lines: list[tuple[str, str]] = []
        for _ in range(1 if is_short else self.chance.choice((1, 1, 2, 3))):
            count = self.chance.choice((1, 1, 2, 4))
            text = " ".join(self.sentence() for _ in range(count))
            blocks.append(Paragraph(words(text)))
            lines.append((text, ""))
        if not is_short and self.chance.random() < 0.3:
            items = [self.item() for _ in range(self.chance.randint(2, 4))]
            is_ordered = self.chance.random() < 0.5
            blocks.append(
                BulletList(tuple(ListItem(words(t)) for t in items), is_ordered)
            )
            lines += [(t, sign_of(0, is_numbered=is_ordered)) for t in items]
        self.passages[key] = lines
        return Passage(key, FORM, tuple(blocks))

    def item(self) -> str:
        whole = self.sentence()
        return self.chance.choice((whole, "to listen first,", whole.split(" ", 2)[2]))


@dataclass(frozen=True, slots=True)
class Sample:
    """A book's Word file, and what its passages say."""

    data: bytes
    manifest: Manifest
    passages: Mapping[str, Sequence[tuple[str, str]]]

    def told(self) -> list[Told]:
        return [
            Told(
                key,
                [
                    Own(passage_bookmark(key, n), plain_chars(text), sign)
                    for n, (text, sign) in enumerate(lines)
                ],
            )
            for key, lines in self.passages.items()
        ]


@cache
def sample(seed: int) -> Sample:
    author = Author(random.Random(seed))
    data = docx_of(author.book(), sample_style())
    manifest = found_in(read_story(data).parts.values())
    assert manifest
    return Sample(data, manifest, author.passages)


# Edits


class Editor:
    """Edits passages: in a file by steps, and in what it is to say."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.steps: list[Step] = []
        self.count = 0

    def edit(self, passage: Told) -> None:
        """Change words of some lines, then the order of the lines, or so."""
        lines = self.chance.sample(
            passage.lines, self.chance.randint(0, len(passage.lines))
        )
        for line in lines:
            for _ in range(self.chance.choice((1, 1, 2, 3))):
                self.words(line)
        if not lines or self.chance.random() < 0.4:
            self.lines(passage)

    def typed(self) -> str:
        """Return some new words, which nobody else has typed."""
        fresh = []
        for _ in range(self.chance.choice((1, 1, 2, 5))):
            self.count += 1
            fresh.append(f"fresh{self.count}")
        return " ".join(fresh)

    def words(self, line: Own) -> None:
        text = line.text
        spaces = [-1, *(n for n, char in enumerate(text) if char == " "), len(text)]
        first = self.chance.randrange(len(spaces) - 1)
        last = min(first + self.chance.choice((1, 1, 2, 4)), len(spaces) - 1)
        start, end = spaces[first] + 1, spaces[last]
        old = text[start:end]
        if not old.strip() or len(spaces) < 4 or last - first > (len(spaces) - 1) // 2:
            return
        nth = sum(text.startswith(old, n) for n in range(start))
        match self.chance.choice(("replace", "insert", "delete", "bold", "link")):
            case "replace":
                new = self.typed()
                self.steps.append(Replace(line.name, old, new, nth))
                look = line.look_at(end)
                line.chars[start:end] = [(char, look) for char in new]
            case "insert":
                new = f" {self.typed()}"
                self.steps.append(Insert(line.name, old, new, nth))
                look = line.look_at(end)
                line.chars[end:end] = [(char, look) for char in new]
            case "delete" if end < len(text):
                old = text[start : end + 1]
                nth = sum(text.startswith(old, n) for n in range(start))
                self.steps.append(Delete(line.name, old, nth))
                del line.chars[start : end + 1]
            case "bold" if not any(look.link for _, look in line.chars):
                is_bold = self.chance.random() < 0.5
                kind = Bold if is_bold else Italic
                self.steps.append(kind(line.name, old, nth))
                mark = {"bold": True} if is_bold else {"italic": True}
                for n in range(start, end):
                    char, look = line.chars[n]
                    line.chars[n] = char, replace(look, **mark)  # type: ignore[arg-type]
            case "link" if all(look == PLAIN for _, look in line.chars):
                target = "https://paper.example/a_b"
                self.steps.append(Link(line.name, old, target, nth))
                for n in range(start, end):
                    line.chars[n] = line.chars[n][0], Run("", link=target)

    def lines(self, passage: Told) -> None:
        lines = passage.lines
        number = self.chance.randrange(len(lines))
        line = lines[number]
        kinds = ("split", "join", "move", "add", "remove", "remove passage", "add")
        match self.chance.choice(kinds):
            case "split":
                spaces = [n for n, char in enumerate(line.text) if char == " "]
                if len(spaces) > 2:
                    self.split(lines, number, self.chance.choice(spaces) + 1)
            case "join" if number + 1 < len(lines):
                self.steps.append(Join(line.name))
                end = line.look_at(len(line.chars))
                line.chars += [(" ", end), *lines.pop(number + 1).chars]
            case "move" if len(lines) > 1:
                other = self.chance.choice([x for x in lines if x is not line])
                self.steps.append(Move(line.name, other.name))
                lines.remove(line)
                lines.insert(lines.index(other), line)
            case "add":
                text = f"They also {self.typed()}."
                self.steps.append(Add(line.name, text))
                lines.insert(number + 1, Own("", plain_chars(text), line.sign))
            case "remove" if len(lines) > 1:
                self.steps.append(Remove(line.name))
                lines.remove(line)
            case "remove passage":
                self.steps.append(RemovePassage(line.name))
                lines.clear()

    def split(self, lines: list[Own], number: int, place: int) -> None:
        line = lines[number]
        before = line.text[place:]
        nth = sum(line.text.startswith(before, n) for n in range(place))
        self.steps.append(Split(line.name, before, nth))
        lines.insert(number + 1, Own("", line.chars[place:], line.sign))
        del line.chars[place:]


@dataclass(frozen=True, slots=True)
class Returned:
    """What was read back, and what was meant."""

    edits: Sequence[Edit]
    findings: Sequence[Finding]
    meant: Mapping[str, Told]
    """The passages that were changed."""

    @property
    def quoted(self) -> str:
        """All that is told to a person."""
        of_findings = (f"{each.detail} {each.value}" for each in self.findings)
        return "\n".join((*(edit.text for edit in self.edits), *of_findings))


def returned(seed: int, script: int, mode: Mode) -> Returned:
    book = sample(seed)
    chance = random.Random(f"{seed} {script}")
    passages = book.told()
    editor = Editor(chance)
    for passage in chance.sample(passages, chance.choice((1, 3, 8))):
        editor.edit(passage)
    before = {each.key: each.text for each in book.told()}
    meant = {each.key: each for each in passages if each.text != before[each.key]}
    data = revise(book.data, editor.steps, mode=mode)
    last = book.manifest if mode == "bare" else None
    edits, findings = edits_of(read_story(data), "returned/a.docx", last)
    return Returned(edits, findings, meant)


CASES = [(seed, script) for seed in range(BOOKS) for script in range(SCRIPTS)]


@pytest.mark.parametrize("mode", [mode for mode in MODES if mode != "bare"])
@pytest.mark.parametrize("seed", range(BOOKS))
def test_with_bookmarks_every_edit_comes_back_as_it_was_made(
    seed: int, mode: Mode
) -> None:
    for script in range(SCRIPTS):
        back = returned(seed, script, mode)
        told = {edit.key: edit.text for edit in back.edits}
        assert told == {key: each.text for key, each in back.meant.items()}, script
        assert not [f for f in back.findings if f.rule.slug == "unbalanced-edits"]


def test_without_bookmarks_nearly_all_edits_come_back_and_none_elsewhere() -> None:
    made = exact = 0
    for seed, script in CASES:
        back = returned(seed, script, "bare")
        told = {edit.key: edit for edit in back.edits}
        for key, edit in told.items():
            assert key in back.meant, (seed, script)
            assert {*TYPED.findall(edit.text)} <= {*back.meant[key].new}
        made += len(back.meant)
        exact += sum(
            key in told and told[key].text == each.text
            for key, each in back.meant.items()
        )
    assert exact >= 0.99 * made


@pytest.mark.parametrize("mode", MODES)
def test_no_word_that_was_typed_is_lost(mode: Mode) -> None:
    for seed, script in CASES:
        back = returned(seed, script, mode)
        assert not [f for f in back.findings if f.rule.slug == "unbalanced-edits"]
        for passage in back.meant.values():
            assert not [word for word in passage.new if word not in back.quoted]
