"""A job for the press: what to print and where, and how it travels there."""

import pickle
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from citybook.asked import Standings
from citybook.document import Document
from citybook.editing import FOR_EDITING, Editing
from citybook.findings import Finding
from citybook.reference import Reference
from citybook.style import Style

_LENGTH = struct.Struct("!Q")


@dataclass(frozen=True, slots=True)
class Job:
    """One document to print."""

    document: Document | None
    """None where no city can be printed: then only the findings are."""
    style: Style | None
    findings: tuple[Finding, ...]
    templates: tuple[Path, ...]
    """Folders that may hold the macros; the first one that does wins."""
    folder: Path
    """Where `report.pdf`, `report.docx` and `findings.html` go."""
    editing: Editing = FOR_EDITING
    reference: Reference | None = None
    """The styles of a designer's Word file, if the edition has one."""
    asked: Standings = ()
    """What editors ask in returned Word files, and where each stands."""
    is_early: bool = False
    """Whether its figures are still being drawn; then another job follows it."""

    @property
    def title(self) -> str:
        """What the page of findings is about."""
        return self.document.title if self.document else "the book"


def send(job: Job, stream: IO[bytes]) -> None:
    """Write a job to the press, which ends when nobody can write to it any more."""
    data = pickle.dumps(job)
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


def receive(stream: IO[bytes]) -> Job:
    """Return the job that `send` wrote; raise TypeError for anything else."""
    (length,) = _LENGTH.unpack(stream.read(_LENGTH.size))
    job = pickle.loads(stream.read(length))
    if not isinstance(job, Job):
        raise TypeError("the press prints jobs and nothing else")
    return job
