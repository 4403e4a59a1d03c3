"""The folder of submissions: which of its files are read, and what of the others."""

import re
import stat
from collections.abc import Iterator
from pathlib import Path

from citybook.archive import MAX_BYTES
from citybook.findings import Finding, found
from citybook.folders import below
from citybook.readers.file_kinds import ENDINGS, ending_of
from citybook.source import Source

LITTER = frozenset({".ds_store", "thumbs.db", "desktop.ini", ".gitkeep"})
"""What computers and programs leave in folders."""
_RETURNED = "returned"
"""The folder at the top for corrected pages of the book, which are no answers."""
_OTHER_USE = frozenset(
    {"edition.yaml", "decisions.yaml", "edits.yaml", _RETURNED, "partners"}
)
"""Files and folders at the top that hold something else."""
_LIKE_FILES = ENDINGS | {".numbers", ".pages"}
"""Endings of files; on a Mac the last two may be folders."""
_LIKE_OURS = re.compile(
    r"(?:copy of )?(?P<stem>edition|decision|edit)s?[\W_]*(?:copy)?[\W_]*\d*\W*"
    r"\.ya?ml(?:\.\w+|~)?",
    re.I,
)
"""What computers name a copy, or a file whose last ending they do not show."""
_LOCK = re.compile(r"~\$(.+)|\.~lock\.(.+)#")
"""What Excel, and what LibreOffice, puts beside a file while it is open."""
_UNFINISHED = re.compile(r"(.+)\.(?:crdownload|part|partial|download|opdownload|tmp)")
"""What browsers name a file of which only a part has come."""
_COPIES = (
    re.compile(r"(?P<stem>.+?) ?\([^()]*conflicted copy[^()]*\)", re.I),
    re.compile(r"(?P<stem>.+?)[.]sync-conflict-[\w-]+", re.I),
    re.compile(r"(?P<stem>.+?)-(?:DESKTOP|LAPTOP|PC|WIN)-\w+(?:-\d+)?"),
    re.compile(r"(?P<stem>.+?) ?\(\d{1,2}\)"),
    re.compile(r"(?P<stem>.+?)(?: -)? copy(?: \d+| \(\d+\))?", re.I),
    re.compile(r"copy(?: \(\d+\))? of (?P<stem>.+)", re.I),
)
"""What file services and computers name a second copy of a file."""


def files_below(folder: Path) -> tuple[list[tuple[Path, str]], list[Finding]]:
    """Return the files to be read with their names, and what is wrong with others."""
    findings: list[Finding] = []
    files = [(path, name_below(folder, path)) for path in _fit(folder, findings)]
    return files, findings


def plain_files(folder: Path) -> list[tuple[Path, str]]:
    """Return all files below a folder with their names, but for links and hidden ones.

    Nothing is said of the others: whoever reads the folder does.
    """
    return [
        (path, name_below(folder, path))
        for path in _paths(folder, [])
        if not path.name.startswith(".") and _is_real_file(path)
    ]


def _is_real_file(path: Path) -> bool:
    try:
        return not path.is_symlink() and path.is_file()
    except OSError:
        return False


def name_below(folder: Path, path: Path) -> str:
    """Return the name for findings; what is not text in it becomes a sign."""
    name = path.relative_to(folder).as_posix()
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _fit(folder: Path, findings: list[Finding]) -> Iterator[Path]:
    """Yield the files that a reader may take; note what is wrong with the others."""
    for path in _paths(folder, findings):
        if path.parent == folder and path.name in _OTHER_USE:
            findings += _misplaced(path, folder) if path.name == _RETURNED else ()
            continue
        if path.name.lower() in LITTER:
            continue
        source = Source(name_below(folder, path))
        try:
            word = _why_not(path, source, folder) or _copy(path, source)
        except OSError as error:
            detail = f"The file cannot be opened: {error.strerror}."
            word = found("unreadable-file", source, detail)
        if word:
            findings.append(word)
        if word is None or word.rule.slug == "copy-beside":
            yield path


def _misplaced(returned: Path, folder: Path) -> Iterator[Finding]:
    """Yield a note for each file of answers in a folder that holds none."""
    for path in below(returned):
        if path.is_file() and ending_of(path.name) in ENDINGS:
            detail = "It was not read: this folder holds no answers."
            remedy = "If it is a city's file, move it up into submissions."
            source = Source(name_below(folder, path))
            yield found("ignored-file", source, detail, remedy=remedy)


def _paths(
    folder: Path, findings: list[Finding], *, is_top: bool = True
) -> Iterator[Path]:
    """Yield all that lies below a folder, except plain folders themselves."""
    try:
        paths = sorted(folder.iterdir())
    except OSError as error:
        detail = f"The folder cannot be opened: {error.strerror}."
        findings.append(found("unreadable-file", Source(folder.name), detail))
        return
    for path in paths:
        is_ours = is_top and path.name in _OTHER_USE
        if _is_plain_folder(path) and not is_ours:
            yield from _paths(path, findings, is_top=False)
        else:
            yield path


def _is_plain_folder(path: Path) -> bool:
    is_named_as_file = path.suffix.lower() in _LIKE_FILES
    try:
        is_real = stat.S_ISDIR(path.lstat().st_mode)
    except OSError:
        return False
    return is_real and not path.name.startswith(".") and not is_named_as_file


def _why_not(path: Path, source: Source, folder: Path) -> Finding | None:
    """Return why a file is not read, or None."""
    if path.name.startswith((".", "~$")):
        return _hidden(path, source)
    if path.is_symlink():
        return _linked(path, source, folder)
    if "\ufffd" in source.file:
        detail = "The name of the file is not readable text."
        return found("unreadable-file", source, detail, remedy="Rename it.")
    if not path.is_file():
        return _no_file(path, source)
    return _like_ours(path, source) or _unfinished(path, source) or _vast(path, source)


def _no_file(path: Path, source: Source) -> Finding:
    what = "a folder" if path.is_dir() else "a device or a pipe"
    remedy = "Remove it."
    if path.is_dir():
        remedy = f"Rename it, without “{path.suffix}”, and what is in it will be read."
    detail = f"It has the name of a file, but is {what}."
    return found("unreadable-file", source, detail, remedy=remedy)


def _vast(path: Path, source: Source) -> Finding | None:
    size = path.stat().st_size
    if size <= MAX_BYTES:
        return None
    detail = f"The file has {size:,} bytes; the limit is {MAX_BYTES:,}."
    return found("too-large", source, detail)


def _hidden(path: Path, source: Source) -> Finding:
    """Return a finding for a hidden file, a grave one if it says that another is open.

    What was typed since the last saving is not in the file that is read.
    """
    name = _opened(path.name)
    if ending_of(name) not in ENDINGS or not path.with_name(name).is_file():
        return found("ignored-file", source)
    folder, slash, last = source.file.rpartition("/")
    return found("open-file", Source(f"{folder}{slash}{_opened(last)}"))


def _opened(lock: str) -> str:
    names = _LOCK.fullmatch(lock)
    return (names[1] or names[2]) if names else ""


def _like_ours(path: Path, source: Source) -> Finding | None:
    """Return a finding for a file whose name is nearly that of one of the edition's."""
    like = _LIKE_OURS.fullmatch(path.name)
    if not like:
        return None
    is_edition = like["stem"].lower() == "edition"
    name = "edition.yaml" if is_edition else "decisions.yaml"
    detail = f"It looks like a copy of {name}, which must have exactly that name."
    remedy = f"Name it submissions/{name} if it is the right one; else remove it."
    return found("unknown-file-kind", source, detail, remedy=remedy)


def _unfinished(path: Path, source: Source) -> Finding | None:
    """Return a finding for a download that did not end; a note if another one did."""
    name = _UNFINISHED.fullmatch(path.name)
    if not name:
        return None
    if path.with_name(name[1]).is_file():
        detail = f"It is an unfinished download of {name[1]}, which is beside it."
        return found("ignored-file", source, detail)
    detail = "It is an unfinished download: only a part of the file has arrived."
    remedy = "Download the file again, and remove this one."
    return found("unreadable-file", source, detail, remedy=remedy)


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


def _copy(path: Path, source: Source) -> Finding | None:
    """Return a word on a second copy of a file that stands beside it."""
    original = _original(path)
    if original is None:
        return None
    if original.read_bytes() == path.read_bytes():
        detail = f"It is the same as {original.name}, which is beside it."
        return found("ignored-file", source, detail)
    detail = f"It is another version of {original.name}, which is beside it."
    return found("copy-beside", source, detail)


def _original(path: Path) -> Path | None:
    for pattern in _COPIES:
        name = pattern.fullmatch(path.stem)
        if name and (original := path.with_name(name["stem"] + path.suffix)).is_file():
            return original
    return None
