"""Redlining: the book as it is now, all that changed since an earlier one marked."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path

from citybook.amend import confirmed
from citybook.authors import Authors
from citybook.build import build
from citybook.decisions import read_decisions
from citybook.definitions import DECISIONS
from citybook.edits import EDITS, Edit, read_edits
from citybook.folders import Folders
from citybook.manifest import Manifest, found_in, load
from citybook.merge import Merged, merge
from citybook.outcome import NOTHING_BUILT, Outcome
from citybook.printing import Progress
from citybook.readers.redline.passages import passages_of
from citybook.readers.redline.whose import owner
from citybook.story.file import NoStoryError, Story, read_story
from citybook.story.model import Change
from citybook.writers.word_changes import Whose
from citybook.writers.word_clashes import Version
from citybook.writers.word_redline import Tally, redlined

REDLINE = "redline.docx"
"""The file of the output folder in which the changes are marked."""
MACHINE = "citybook"
"""Who changed what no answer says."""
CLASH = "conflicting-edits"
"""The rule that tells of an edit that is not printed, for other words are."""
MAX_BYTES = 100_000_000
"""Of an earlier book; no Word file of ours is nearly as large."""

NOTHING = Tally()
"""That nothing changed which can be marked."""

_FILE = re.compile(r"^.+?\.\w{1,5}(?=$|:\d|, )")
"""The file of a place: `albany.xlsx, Efforts!B4`, `albany.yaml:12:5`."""


class NoOldBookError(Exception):
    """An earlier book cannot be compared with; its text says why."""


@dataclass(frozen=True, slots=True)
class Redline:
    """What became of a redline."""

    path: Path | None = None
    """None where nothing had changed, or no book could be built."""
    tally: Tally = NOTHING
    kept: Path | None = None
    """Where the last one is kept, if somebody had worked in it."""


def redline(
    folders: Folders, earlier: Path, progress: Progress
) -> tuple[Outcome, Redline]:
    """Build the book, unless it is built, and mark in it what changed since.

    The earlier one is read first, for it may be the one that a build takes the
    place of. Raises NoOldBookError where it says nothing.
    """
    old = _old_book(earlier)
    outcome = build(folders, progress)
    if outcome.status == NOTHING_BUILT:
        return outcome, Redline()
    progress("marking what changed")
    book = (folders.output / "report.docx").read_bytes()
    story = read_story(book)
    new = found_in(story.parts.values())
    if new is None:
        return outcome, Redline()
    recorded, _ = read_edits(folders.submissions / EDITS, EDITS)
    decisions, _ = read_decisions(folders.submissions / DECISIONS, DECISIONS)
    edits, _ = confirmed(recorded, decisions)
    both = _Both(old, new, _texts(old), _texts(new), story.saved)
    clashing = {f.source for f in outcome.findings if f.rule.slug == CLASH}
    lost = [each.edit for each in edits if each.source in clashing]
    if new.build == old.build and not lost:
        return outcome, Redline()
    whose = _whose(both, (each.edit for each in edits if each.source not in clashing))
    data, tally = redlined(book, old, new, whose, _versions(both, lost))
    if tally == NOTHING:
        return outcome, Redline()
    path = folders.output / REDLINE
    kept = _set_aside(path, story)
    fresh = folders.output / f".{REDLINE}"
    fresh.write_bytes(data)
    fresh.replace(path)
    return outcome, Redline(path, tally, kept)


def _old_book(path: Path) -> Manifest:
    """Return what an earlier book said: its Word file, or the manifest beside it."""
    try:
        if path.exists() and not path.is_file():
            raise NoOldBookError(f"{path} is no file.")
        if path.exists() and path.stat().st_size > MAX_BYTES:
            raise NoOldBookError(f"{path} is too large to be an earlier book.")
        data = path.read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise NoOldBookError(f"{path} cannot be read: {reason}.") from None
    if not zipfile.is_zipfile(io.BytesIO(data)):
        found = load(data.decode("utf-8", "replace"))
    else:
        try:
            found = found_in(read_story(data).parts.values())
        except NoStoryError as error:
            raise NoOldBookError(f"{path} cannot be read. {error}") from None
    if found is None:
        raise NoOldBookError(
            f"{path} does not say what the book said: name the report.docx of an "
            "earlier build, or its manifest.json. (A file of make final does not, nor "
            "may one of a newer citybook.)"
        )
    return found


@dataclass(frozen=True, slots=True)
class _Both:
    """An earlier book and the new one: what they carry, and their passages by keys."""

    old: Manifest
    new: Manifest
    was: Mapping[str, str]
    now: Mapping[str, str]
    issued: str
    """When: the book knows no clock, and what nobody dated is of its own day."""


def _texts(manifest: Manifest) -> Mapping[str, str]:
    """Return the passages of a book in light Markdown, as edits tell them."""
    return {each.key: each.was.marked for each in passages_of(manifest, ()).revised}


def _whose(both: _Both, edits: Iterable[Edit]) -> Whose:
    """Return who changed what in an answer: an editor, or else the city, by a file."""
    applied: dict[str, list[Edit]] = {}
    for edit in edits:
        if edit.state == "applied":
            applied.setdefault(edit.key, []).append(edit)
    authors = Authors(applied, both.was, both.now)

    def whose(key: str, gone: str, come: str) -> Change:
        if edit := authors.of(owner(key), gone, come):
            return _by(edit, both.issued)
        source = both.new.sources.get(key) or both.old.sources.get(key, "")
        found = _FILE.match(source)
        return Change(_name(found[0] if found else source or MACHINE), both.issued)

    return whose


def _versions(both: _Both, edits: Iterable[Edit]) -> Iterator[Version]:
    """Yield what the new book would say had the edits been printed that clash."""
    spans = (span.key for each in both.new.paragraphs for span in each.owners)
    keys = [(key, owner(key)) for key in dict.fromkeys(spans)]
    for edit in edits:
        parts = frozenset(key for key, own in keys if own == edit.key)
        now = both.now.get(edit.key, "")
        text = merge(edit.was, now, edit.text).text
        was = both.was.get(edit.key, "")
        stands = merge(edit.was, edit.text, was) == Merged(was)
        by, ours = _by(edit, both.issued), Change(MACHINE, both.issued)
        yield Version(edit.key, parts, text, by, stands, ours)


def _by(edit: Edit, issued: str) -> Change:
    """Return who made an edit."""
    name = f"{edit.editor or 'somebody'} ({edit.file})"
    return Change(_name(name), _moment(edit.date) or issued)


def _name(text: str) -> str:
    """Return a name that Word takes: of 255 letters, all of which print."""
    return "".join(letter for letter in text if letter.isprintable())[:255]


def _moment(date: str) -> str:
    """Return a date as Word writes it, or nothing where it is none."""
    try:
        return f"{datetime.fromisoformat(date):%Y-%m-%dT%H:%M:%SZ}"
    except ValueError:
        return ""


def _set_aside(path: Path, book: Story) -> Path | None:
    """Keep the last redline under another name, if somebody has saved it since."""
    try:
        last = read_story(path.read_bytes())
    except FileNotFoundError:
        return None
    except NoStoryError:
        pass
    else:
        if (last.saved_by, last.saved) == (book.saved_by, book.saved):
            return None
    names = (
        path.with_name(f"{path.stem} (changed {n}){path.suffix}") for n in count(1)
    )
    other = next(name for name in names if not name.exists())
    return path.replace(other)
