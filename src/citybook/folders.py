"""Where an edition keeps its files, and whether they changed since it was built."""

import hashlib
import os
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

PACKAGE = Path(__file__).parent
_BESIDE, _ABOVE = PACKAGE / "templates", PACKAGE.parent.parent / "templates"
OWN_TEMPLATES = _BESIDE if _BESIDE.is_dir() else _ABOVE
"""In an installed package beside the code; in a checkout at the top level."""

TOO_LARGE = 100_000_000
"""Bytes past which a file is known by its size and time: no reader takes it."""

PRINTED_BY = (
    *("fonttools", "ftfy", "jinja2", "lxml", "markdown-it-py", "openpyxl", "pydyf"),
    *(
        "pillow",
        "python-calamine",
        "python-docx",
        "pyyaml",
        "vl-convert-python",
        "weasyprint",
        "font-source-serif-pro",
    ),
    "font-source-sans-pro",
)
"""Libraries whose version may change what is printed."""


@dataclass(frozen=True, slots=True)
class Folders:
    """The folders of one edition."""

    root: Path

    @property
    def submissions(self) -> Path:
        """What came in."""
        return self.root / "submissions"

    @property
    def output(self) -> Path:
        """What is made."""
        return self.root / "output"

    @property
    def templates(self) -> tuple[Path, ...]:
        """What is defined: the edition's own, then what citybook brings along."""
        return (self.root / "templates", OWN_TEMPLATES)

    @property
    def html(self) -> tuple[Path, ...]:
        """The folders of the macros."""
        return tuple(folder / "html" for folder in self.templates)

    @property
    def figures(self) -> tuple[Path, ...]:
        """The folders of the figures' specifications."""
        return tuple(folder / "figures" for folder in self.templates)

    def template(self, name: str) -> Path:
        """Return a definition file: the edition's own, or the one brought along."""
        own, brought = (folder / name for folder in self.templates)
        return own if own.exists() else brought

    def digest(self) -> str:
        """Return a hash of all that decides what the book says and how it looks."""
        digest = hashlib.sha256(sys.version.encode())
        for library in PRINTED_BY:
            digest.update(f"{library} {version(library)}\n".encode())
        for folder in (self.submissions, *self.templates, PACKAGE):
            for name, path in _files(folder):
                digest.update(f"{name}\0".encode(errors="surrogateescape"))
                digest.update(_content(path))
        return digest.hexdigest()


def below(folder: Path) -> list[Path]:
    """Return all that lies below a folder, in order.

    A folder that is gone meanwhile, or cannot be opened, holds nothing.
    """
    return sorted(
        Path(top, name)
        for top, folders, files in os.walk(folder)
        for name in (*folders, *files)
    )


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    paths = {path.relative_to(folder).as_posix(): path for path in below(folder)}
    for name, path in sorted(paths.items()):
        if "__pycache__" not in path.parts:
            yield name, path


def _content(path: Path) -> bytes:
    """Return a hash of a file; of what cannot be read, its kind."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return b"not a file"
        if status.st_size > TOO_LARGE:
            return f"{status.st_size} bytes of {status.st_mtime_ns}".encode()
        return hashlib.sha256(path.read_bytes()).digest()
    except OSError:
        return b"unreadable"
