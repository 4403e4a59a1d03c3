"""Review: what came back in Word files is recorded, and told."""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from filecmp import cmp
from itertools import chain, count
from pathlib import Path

from citybook.edits import EDITS, Edit, Recorded, read_edits, with_new, write_edits
from citybook.findings import has_errors
from citybook.folders import Folders
from citybook.readers.redline import RETURNED, Returned, read_returned
from citybook.source import Source


def read_back(folders: Folders) -> Returned:
    """Return what editors changed and asked in all Word files that came back."""
    return read_returned(folders.submissions, folders.output)


def take_back(folders: Folders) -> tuple[Edit, ...]:
    """Record in `edits.yaml` what is new in the returned Word files; return that.

    Where the file itself is at fault nothing is written, for nothing may be lost of it.
    """
    path = folders.submissions / EDITS
    recorded, wrong = read_edits(path, EDITS)
    before = tuple(each.edit for each in recorded)
    after = with_new(before, read_back(folders).edits)
    if len(after) > len(before) and not has_errors(wrong):
        write_edits(path, after)
    return after[len(before) :]


def recorded_with(
    recorded: tuple[Recorded, ...], returned: Returned
) -> tuple[Recorded, ...]:
    """Return the recorded edits, and those that are read and not yet recorded."""
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
        yield from (f"  - {line}" for line in edit.was.split("\n") if line)
        yield from (f"  + {line}" for line in edit.text.split("\n") if line)
