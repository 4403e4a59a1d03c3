"""Review: what came back in Word files is recorded, and told."""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from filecmp import cmp
from itertools import chain, count
from pathlib import Path

from citybook.edits import EDITS, Edit, Recorded, add_edits, read_edits, with_new
from citybook.findings import Finding, has_errors
from citybook.folders import Folders, below
from citybook.readers.redline import RETURNED, Returned, read_returned
from citybook.source import Source


def read_back(folders: Folders) -> Returned:
    """Return what editors changed and asked in all Word files that came back."""
    return read_returned(folders.submissions, folders.output)


def last_return(folders: Folders) -> int:
    """Return when the last Word file came back, in nanoseconds; 0 if none has."""
    last = 0
    for path in filter(Path.is_file, below(folders.submissions / RETURNED)):
        with suppress(OSError):  # it may be gone meanwhile
            last = max(last, path.stat().st_mtime_ns)
    return last


def take_back(folders: Folders, returned: Returned) -> tuple[Edit, ...]:
    """Record in `edits.yaml` what is new in the returned Word files; return that.

    Where the file itself is at fault none is new, and nothing may be lost of it.
    """
    path = folders.submissions / EDITS
    recorded, wrong = read_edits(path, EDITS)
    if has_errors(wrong):
        return ()
    before = tuple(each.edit for each in recorded)
    after = with_new(before, returned.edits)
    if len(after) > len(before):
        add_edits(path, after[len(before) :])
    return after[len(before) :]


def recorded_with(
    recorded: tuple[Recorded, ...], returned: Returned, wrong: Iterable[Finding]
) -> tuple[Recorded, ...]:
    """Return the recorded edits, and those that are read and not yet recorded.

    Where something is wrong with the record, one that seems new may be one that a
    person rejected there.
    """
    if any(each.rule.slug == "unread-edits" for each in wrong):
        return recorded
    known = tuple(each.edit for each in recorded)
    fresh = with_new(known, returned.edits)[len(known) :]
    return (*recorded, *(Recorded(edit, Source(edit.file)) for edit in fresh))


def bring(files: Iterable[Path], folders: Folders) -> None:
    """Copy returned files to where they belong; one that is there already stays.

    Raises OSError where one cannot be read, or the folder not be written.
    """
    folder = folders.submissions / RETURNED
    folder.mkdir(exist_ok=True)
    for file in files:
        if file.resolve().parent == folder.resolve():
            continue
        names = chain(
            [file.name], (f"{file.stem} ({n}){file.suffix}" for n in count(2))
        )
        for target in (folder / name for name in names):
            if not target.exists():
                shutil.copyfile(file, target)
            elif not cmp(file, target, shallow=False):
                continue
            break


def lines_of(edits: Sequence[Edit]) -> Iterator[str]:
    """Yield what is told of new edits, a few lines each."""
    for edit in edits:
        why = f": {edit.why}" if edit.why else ""
        yield f"{edit.key}, by {edit.by} [{edit.state}{why}]"
        if edit.text == edit.was:
            yield "  It stays as it is printed."
            continue
        yield from (f"  - {line}" for line in edit.was.split("\n") if line)
        yield from (f"  + {line}" for line in edit.text.split("\n") if line)
