"""Files that no reader takes: what each of them is, and what to do with it."""

import re
from collections.abc import Mapping
from pathlib import Path

from citybook.findings import Finding, found
from citybook.readers.package import COPY, EMPTY, EXPORT, SAVE_AS, SEND_AGAIN, UNPACK
from citybook.source import Source

_ENDINGS = {
    SAVE_AS: ".csv .tsv .xls .xlsb .xlt .xltx .ods .fods",
    EXPORT: ".numbers",
    UNPACK: ".zip .7z .rar .tar .gz .tgz",
    COPY: ".doc .docx .odt .rtf .pages .pdf .ppt .pptx .txt .md .htm .html .eml .msg "
    ".png .jpg .jpeg .gif .bmp .tif .tiff .heic .webp",
}
_REMEDIES: Mapping[str, str] = {
    ending: remedy for remedy, endings in _ENDINGS.items() for ending in endings.split()
}
_LIKE_EDITION = re.compile(
    r"(?:copy of )?edition[\W_]*(?:copy)?[\W_]*\d*\W*\.ya?ml(?:\.\w+|~)?", re.I
)
"""What computers name a copy, or a file whose last ending they do not show."""
_LOCK = re.compile(r"~\$(.+)|\.~lock\.(.+)#")
"""What Excel, and what LibreOffice, puts beside a file while it is open."""
_WORKBOOKS = (".xlsx", ".xlsm")
_ENDING = re.compile(r"\.\w+")
"""“City of St. Paul” has none."""
_BINARY_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")


def hidden(path: Path, source: Source) -> Finding:
    """Return a finding for a hidden file, a grave one if it says that another is open.

    What was typed since the last saving is not in the file that is read.
    """
    name = _opened(path.name)
    if not name.lower().endswith(_WORKBOOKS) or not path.with_name(name).is_file():
        return found("ignored-file", source)
    folder, slash, last = source.file.rpartition("/")
    return found("open-file", Source(f"{folder}{slash}{_opened(last)}"))


def _opened(lock: str) -> str:
    names = _LOCK.fullmatch(lock)
    return (names[1] or names[2]) if names else ""


def like_edition(path: Path, source: Source) -> Finding | None:
    """Return a finding for a file whose name is nearly that of the edition's file."""
    if not _LIKE_EDITION.fullmatch(path.name):
        return None
    detail = "It looks like a copy of edition.yaml, which must have exactly that name."
    remedy = "Name it submissions/edition.yaml if it is the right one; else remove it."
    return found("unknown-file-kind", source, detail, remedy=remedy)


def unknown_kind(path: Path, source: Source) -> Finding:
    """Return a finding for a file that has another ending than those that are read."""
    if _is_empty(path):
        return found("unreadable-file", source, EMPTY, remedy=SEND_AGAIN)
    if not _ENDING.fullmatch(path.suffix):
        detail = "The file's name has no ending."
        remedy = "Add .xlsx if it is a workbook, or .yaml if it is such a text file."
        return found("unknown-file-kind", source, detail, remedy=remedy)
    detail = f"citybook does not read “{path.suffix}” files."
    remedy = _REMEDIES.get(path.suffix.lower(), "")
    return found("unknown-file-kind", source, detail, remedy=remedy)


def _is_empty(path: Path) -> bool:
    try:
        return path.stat().st_size == 0
    except OSError:
        return False


def binary_text(path: Path, source: Source) -> Finding | None:
    """Return a finding for a workbook or a PDF that has the name of a text file."""
    try:
        with path.open("rb") as file:
            is_binary = file.read(8).startswith(_BINARY_STARTS)
    except OSError:
        return None
    if not is_binary:
        return None
    detail = (
        f"The file is named {path.suffix}, but it is a workbook, a PDF or the like."
    )
    return found("unknown-file-kind", source, detail)
