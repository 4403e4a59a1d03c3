"""Edits: what editors changed in a returned Word file, as `edits.yaml` records it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from os.path import lexists
from pathlib import Path
from typing import Literal

from citybook.definition import STRICT, check, read_definition
from citybook.findings import Finding, found, has_errors
from citybook.source import Source
from citybook.yaml_marks import Mapping as Pairs
from citybook.yaml_marks import Sequence as Items
from citybook.yaml_text import dump

EDITS = "edits.yaml"
"""The file of the submissions that records them."""

State = Literal["applied", "waiting", "rejected"]

HEAD = """\
# What editors changed in the Word files of the folder “returned”, as it was read back.
# An edit is printed while its state is “applied”. Set it to “rejected” to leave the
# passage as it was, or from “waiting” to “applied” to take what was held for you to
# look at; `text` may be mended by hand.
"""


@dataclass(frozen=True, slots=True)
class Edit:
    """One passage as an editor left it."""

    key: str
    """Of the passage: `albany-ny/efforts/2/what`."""
    base: str
    """What tells the text that was edited from any other: see `mark_of`."""
    was: str
    """That text, in light Markdown."""
    file: str
    """The returned file, by its name below the submissions."""
    text: str
    """What it says now; empty where it was deleted, and what it said where a clash
    was looked at, and what is printed is to stay."""
    editor: str = ""
    date: str = ""
    state: State = "applied"
    why: str = ""
    """Why it waits."""
    read: str = ""
    """What tells its text as it was read, which may be mended by hand since."""
    beside: str = ""
    """What tells the longest other text of its effort, say, whose number may change."""

    __pydantic_config__ = STRICT

    def __post_init__(self) -> None:
        """Refuse an edit whose old text is not the one that was edited."""
        if mark_of(self.was) != self.base:
            raise ValueError(
                "“was” is not the text that was edited: leave it as it was"
            )

    @property
    def by(self) -> str:
        """Who made it, and when."""
        return " on ".join(filter(None, (self.editor or "somebody", self.date[:10])))

    @property
    def identities(self) -> frozenset[tuple[str, ...]]:
        """What it shares with the same edit: mended by hand, or read once more.

        That may be out of another file of the same editor and date, or out of the
        same file, which somebody has saved since.
        """
        what = (self.key, self.base, self.read or mark_of(self.text))
        return frozenset({(*what, self.file), (*what, self.editor, self.date)})


def mark_of(text: str) -> str:
    """Return what tells a text from any other; white space at its ends is nothing."""
    return sha256(text.strip().encode("utf-8", "surrogatepass")).hexdigest()[:12]


def clash_mark(key: str) -> str:
    """Return how the bookmarks begin where two versions of a passage stand."""
    return f"_clash_{mark_of(key)}_"


@dataclass(frozen=True, slots=True)
class Recorded:
    """An edit, and where it is recorded."""

    edit: Edit
    source: Source


@dataclass(frozen=True, slots=True)
class _List:
    edits: tuple[dict[str, object], ...] = ()

    __pydantic_config__ = STRICT


def read_edits(path: Path, file: str) -> tuple[tuple[Recorded, ...], list[Finding]]:
    """Return what a file records, and what is wrong with it; no file records nothing.

    An edit with an error is left out, and the others hold, which is told.
    """
    if not lexists(path):
        return (), []
    if path.exists() and not path.is_file():
        detail = "It has the name of a file, but is none."
        return (), [found("bad-definition", Source(file), detail)]
    lists, node, findings = read_definition(path, file, _List)
    if lists is None or not isinstance(node, Pairs):
        return (), [*findings, *_unread(findings, file, 0)]
    listed = node.get("edits")
    sound: list[Recorded] = []
    for item in listed.items if isinstance(listed, Items) else ():
        edit, wrong = check(item, Edit)
        findings += wrong
        if edit is not None and not has_errors(wrong):
            sound.append(Recorded(edit, item.source))
    return tuple(sound), [*findings, *_unread(findings, file, len(sound))]


def _unread(wrong: Iterable[Finding], file: str, sound: int) -> Iterator[Finding]:
    """Yield what a record at fault means for the book."""
    if has_errors(wrong):
        verb = "is" if sound < 2 else "are"
        edits = f"{f'{sound:,}' if sound else 'none'} of its edits {verb}"
        yield found(
            "unread-edits",
            Source(file),
            f"Until all of it can be read, {edits} printed, and none that is new.",
        )


def with_new(recorded: Sequence[Edit], read: Iterable[Edit]) -> tuple[Edit, ...]:
    """Return the recorded edits, and behind them those that are new.

    What is recorded keeps its state and its text, which may be mended by hand.
    """
    known = {identity for edit in recorded for identity in edit.identities}
    fresh: list[Edit] = []
    for edit in read:
        if known.isdisjoint(edit.identities):
            fresh.append(replace(edit, read=mark_of(edit.text)))
            known |= edit.identities
    return (*recorded, *fresh)


def write_edits(path: Path, edits: Sequence[Edit]) -> None:
    """Write the file afresh; equal edits give equal bytes."""
    _write(path, f"{HEAD}{_written(edits)}")


def add_edits(path: Path, new: Sequence[Edit]) -> None:
    """Write edits behind those of a file that can be read whole.

    What a person typed into it stays, such as a comment, unless it is set otherwise
    than we set it.
    """
    before = tuple(each.edit for each in read_edits(path, path.name)[0])
    if not before:
        write_edits(path, new)
        return
    old = path.read_text("utf-8")
    items = _written(new).partition("\n")[2]
    _write(path, f"{old.rstrip()}\n{items}")
    after = (*before, *new)
    if tuple(each.edit for each in read_edits(path, path.name)[0]) != after:
        write_edits(path, after)


def _written(edits: Sequence[Edit]) -> str:
    about = ("editor", "date", "file", "state", "why")
    fields = ("key", "base", "was", "text", "read", "beside", *about)
    told = [
        {name: getattr(edit, name) for name in fields if _is_told(edit, name)}
        for edit in edits
    ]
    return dump({"edits": told})


def _write(path: Path, text: str) -> None:
    fresh = path.with_name(f".{path.name}.new")
    try:
        fresh.write_text(text, "utf-8", newline="\n")
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def _is_told(edit: Edit, name: str) -> bool:
    return name in {"was", "text"} or bool(getattr(edit, name))


def waiting(edit: Edit, why: str) -> Edit:
    """Return an edit that a person is to look at first."""
    return replace(edit, state="waiting", why=why)
