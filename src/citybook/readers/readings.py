"""What was read of each file, remembered by content: only what changed is read again.

The memory is one JSON file of the output folder. It is a help and no source: one that
is broken, or written by other code or for another form, is as good as none.
"""

import hashlib
import json
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

from citybook.findings import RULES, Finding
from citybook.folders import PACKAGE
from citybook.form import Form
from citybook.source import Source
from citybook.submission import Entry, Submission

MEMORY = ".readings.json"
"""The file of the output folder that remembers what was read."""

_READ_BY = ("openpyxl", "python-calamine", "pyyaml", "ftfy")
"""Libraries whose version may change what is read."""
_BROKEN = (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError)

Reading = tuple[tuple[Submission, ...], tuple[Finding, ...]]
"""The submissions of one file, and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Readings:
    """What is known of files that were read before."""

    digest: str
    """Of all but the files that decides what is read: the code and the form."""
    known: Mapping[str, tuple[str, Reading]]
    """By the file's name: the hash of its content, and what was read."""

    def of(self, name: str, content: str) -> Reading | None:
        """Return what was read of a file, if it had this content."""
        known = self.known.get(name)
        return known[1] if known and known[0] == content else None


def content_of(path: Path) -> str:
    """Return the hash of a file's content; nothing if it cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def digest_of(form: Form) -> str:
    """Return the hash of all but the files that decides what is read of them."""
    return hashlib.sha256(f"{_code()}{form!r}".encode()).hexdigest()


@cache
def _code() -> str:
    digest = hashlib.sha256(sys.version.encode())
    for library in _READ_BY:
        digest.update(f"{library} {version(library)}\n".encode())
    for path in sorted(PACKAGE.rglob("*")):
        if path.is_file() and path.suffix not in (".pyc", ".pyo"):
            digest.update(f"{path.relative_to(PACKAGE)}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def recall(folder: Path | None, form: Form) -> Readings:
    """Return what the memory of an output folder knows of this form."""
    digest = digest_of(form)
    if folder is None:
        return Readings(digest, {})
    try:
        told = json.loads((folder / MEMORY).read_text(encoding="utf-8"))
        if told["digest"] != digest or told["sum"] != _sum(told["files"]):
            return Readings(digest, {})
        known = {
            name: (
                _text(content),
                (
                    tuple(_submission(name, each) for each in read),
                    tuple(_finding(name, each) for each in wrong),
                ),
            )
            for name, (content, read, wrong) in told["files"].items()
        }
    except _BROKEN:
        return Readings(digest, {})
    return Readings(digest, known)


def remember(folder: Path | None, readings: Readings) -> None:
    """Write the memory into an output folder; where that fails, there is none."""
    if folder is None:
        return
    files = {
        name: [
            content,
            [_submission_record(each, name) for each in read],
            [_finding_record(each, name) for each in wrong],
        ]
        for name, (content, (read, wrong)) in sorted(readings.known.items())
    }
    told = {"digest": readings.digest, "sum": _sum(files), "files": files}
    _write(folder / MEMORY, json.dumps(told, separators=(",", ":")))


def carry(old: Path, fresh: Path) -> None:
    """Take the memory along from an output folder to the one that takes its place."""
    with suppress(OSError):
        _write(fresh / MEMORY, (old / MEMORY).read_text(encoding="utf-8"))


def _write(path: Path, text: str) -> None:
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(exist_ok=True)
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            return
        fresh.write_text(text, encoding="utf-8", newline="\n")
        fresh.replace(path)
    except (OSError, ValueError):
        with suppress(OSError):
            fresh.unlink(missing_ok=True)


def _sum(files: object) -> str:
    return hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()


# A place is written without its file, which is nearly always the one that was read.

_Place = list[str | int]
_EntryRecord = tuple[str, str, _Place, list[_Place]]
_Marks = tuple[str, str, str, str]
_SubmissionRecord = tuple[_Place, list[_EntryRecord], _Marks, list[_Place]]
_FindingRecord = tuple[str, _Place, str, str, str, str]


def _place(source: Source, name: str) -> _Place:
    place: _Place = [source.sheet, source.row, source.column]
    return place if source.file == name else [*place, source.file]


def _source(name: str, place: _Place) -> Source:
    sheet, row, column, *file = place
    if not isinstance(row, int) or not isinstance(column, int):
        raise TypeError("no place")
    return Source(_text(file[0]) if file else name, _text(sheet), row, column)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def _submission_record(submission: Submission, name: str) -> _SubmissionRecord:
    entries = [_entry_record(entry, name) for entry in submission.entries]
    one = submission
    marks = (one.stamp, one.dated, one.answers, one.sender)
    replaces = [_place(each, name) for each in submission.replaces]
    return (_place(submission.source, name), entries, marks, replaces)


def _submission(name: str, record: _SubmissionRecord) -> Submission:
    place, entries, marks, replaces = record
    stamp, dated, answers, sender = marks
    return Submission(
        _source(name, place),
        tuple(_entry(name, each) for each in entries),
        _text(stamp),
        _text(dated),
        _text(answers),
        _text(sender),
        tuple(_source(name, each) for each in replaces),
    )


def _entry_record(entry: Entry, name: str) -> _EntryRecord:
    also = [_place(each, name) for each in entry.also]
    return (entry.path, entry.value, _place(entry.source, name), also)


def _entry(name: str, record: _EntryRecord) -> Entry:
    path, value, place, others = record
    also = tuple(_source(name, each) for each in others)
    return Entry(_text(path), _text(value), _source(name, place), also)


def _finding_record(finding: Finding, name: str) -> _FindingRecord:
    words = (finding.detail, finding.value, finding.remedy, finding.path)
    return (finding.rule.slug, _place(finding.source, name), *words)


def _finding(name: str, record: _FindingRecord) -> Finding:
    slug, place, *words = record
    return Finding(RULES[slug], _source(name, place), *map(_text, words))
