"""The Word file in which a designer restyled the book, if an edition has one."""

from pathlib import Path

from citybook.archive import MAX_BYTES
from citybook.findings import Finding
from citybook.readers.file_kinds import Kind, kind_of
from citybook.reference import Reference
from citybook.style import Style
from citybook.writers.word_reference import read_reference, unusable


def designed(
    path: Path, file: str, style: Style
) -> tuple[Reference | None, list[Finding]]:
    """Return what the book takes of the file, and what is wrong with it."""
    try:
        if not path.exists():
            return None, []
        if not path.is_file():
            return None, [unusable(file, "That is no file.")]
        if path.stat().st_size > MAX_BYTES:
            detail = f"The file has more than {MAX_BYTES:,} bytes."
            return None, [unusable(file, detail)]
        data = path.read_bytes()
    except OSError as error:
        return None, [unusable(file, f"The file cannot be opened: {error.strerror}.")]
    kind = kind_of(data, ".docx")
    if kind is not Kind.WORD:
        return None, [unusable(file, f"The file is {kind}.")]
    return read_reference(data, file, style)
