"""A job for the press: what to print and where, and how it travels there."""

import pickle
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from citybook.document import Document
from citybook.style import Style

BROKEN = 3
"""Exit status of a process that its environment keeps from working."""

_LENGTH = struct.Struct("!Q")


@dataclass(frozen=True, slots=True)
class Job:
    """One document to print."""

    document: Document
    style: Style
    templates: tuple[Path, ...]
    """Folders that may hold the macros; the first one that does wins."""
    folder: Path
    """Where `report.pdf` and `report.docx` go."""


def send(job: Job, stream: IO[bytes]) -> None:
    """Write a job to the press, which listens on for the end of its parent."""
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
