"""What came in: every file of a folder becomes submissions."""

import stat
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from citybook.findings import Finding, found
from citybook.form import Form
from citybook.halves import in_halves
from citybook.readers.file_kinds import (
    binary_text,
    hidden,
    like_edition,
    unknown_kind,
)
from citybook.readers.package import MAX_BYTES
from citybook.readers.workbook import read_workbook
from citybook.readers.yaml_file import read_yaml
from citybook.source import Source
from citybook.submission import Submission

__all__ = ["READERS", "Reader", "read_submissions"]

Reader = Callable[[Path, str, Form], tuple[tuple[Submission, ...], tuple[Finding, ...]]]
"""A reader takes a file, its name in findings and the form."""

READERS: Mapping[str, Reader] = {
    ".xlsx": read_workbook,
    ".xlsm": read_workbook,
    ".yaml": read_yaml,
    ".yml": read_yaml,
}

_SILENT = frozenset({".ds_store", "thumbs.db", "desktop.ini", ".gitkeep"})
_OTHER_USE = frozenset({"edition.yaml", "decisions.yaml", "returned", "partners"})
"""Files and folders at the top that hold something else."""


def read_submissions(
    folder: Path, form: Form
) -> tuple[tuple[Submission, ...], tuple[Finding, ...]]:
    """Return the submissions of all files below a folder, in the order of names."""
    findings: list[Finding] = []
    files = [(path, _name(path, folder)) for path in _fit(folder, findings)]
    submissions: list[Submission] = []
    for read, wrong in in_halves(partial(_read, form), files):
        submissions += read
        findings += wrong
    return tuple(submissions), tuple(findings)


def _read(
    form: Form, file: tuple[Path, str]
) -> tuple[tuple[Submission, ...], tuple[Finding, ...]]:
    path, name = file
    return READERS[path.suffix.lower()](path, name, form)


def _fit(folder: Path, findings: list[Finding]) -> Iterator[Path]:
    """Yield the files that a reader takes, and note what is wrong with the others."""
    for path in _paths(folder, findings):
        if path.parent == folder and path.name in _OTHER_USE:
            continue
        if path.name.lower() in _SILENT:
            continue
        source = Source(_name(path, folder))
        try:
            trouble = _why_not(path, source, folder)
        except OSError as error:
            detail = f"The file cannot be opened: {error.strerror}."
            trouble = found("unreadable-file", source, detail)
        if trouble:
            findings.append(trouble)
        else:
            yield path


def _paths(folder: Path, findings: list[Finding]) -> Iterator[Path]:
    """Yield all that lies below a folder, except plain folders themselves."""
    try:
        paths = sorted(folder.iterdir())
    except OSError as error:
        detail = f"The folder cannot be opened: {error.strerror}."
        findings.append(found("unreadable-file", Source(folder.name), detail))
        return
    for path in paths:
        if _is_plain_folder(path):
            yield from _paths(path, findings)
        else:
            yield path


def _is_plain_folder(path: Path) -> bool:
    has_other_use = path.name in _OTHER_USE or path.name.startswith(".")
    is_named_as_file = path.suffix.lower() in READERS
    try:
        is_real = stat.S_ISDIR(path.lstat().st_mode)
    except OSError:
        return False
    return is_real and not has_other_use and not is_named_as_file


def _name(path: Path, folder: Path) -> str:
    """Return the name for findings; what is not text in it becomes a sign."""
    name = path.relative_to(folder).as_posix()
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _why_not(path: Path, source: Source, folder: Path) -> Finding | None:
    """Return why a file is not read, or None."""
    if path.name.startswith((".", "~$")):
        return hidden(path, source)
    if path.is_symlink():
        return _linked(path, source, folder)
    if "\ufffd" in source.file:
        detail = "The name of the file is not readable text."
        return found("unreadable-file", source, detail, remedy="Rename it.")
    if not path.is_file():
        what = "a folder" if path.is_dir() else "a device or a pipe"
        detail = f"It has the name of a file, but is {what}."
        return found("unreadable-file", source, detail, remedy="Remove or rename it.")
    return like_edition(path, source) or _not_for_readers(path, source)


def _not_for_readers(path: Path, source: Source) -> Finding | None:
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        return unknown_kind(path, source)
    size = path.stat().st_size
    if size > MAX_BYTES:
        detail = f"The file has {size:,} bytes; the limit is {MAX_BYTES:,}."
        return found("too-large", source, detail)
    return binary_text(path, source) if reader is read_yaml else None


def _linked(path: Path, source: Source, folder: Path) -> Finding:
    remedy = "Put the file itself here."
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        detail = "It is a link that leads nowhere."
        return found("unreadable-file", source, detail, remedy=remedy)
    if not target.is_relative_to(folder.resolve()):
        detail = "It is a link that leads out of the folder."
        return found("unreadable-file", source, detail, remedy=remedy)
    return found("ignored-file", source, "It is a link to another file of the folder.")
