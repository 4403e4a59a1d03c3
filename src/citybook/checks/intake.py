"""What the checks look at."""

from dataclasses import dataclass

from citybook.edition import EditionFile
from citybook.form import Form
from citybook.source import Source
from citybook.submission import Submission


@dataclass(frozen=True, slots=True)
class Intake:
    """All that came in, with the form that asked for it."""

    submissions: tuple[Submission, ...]
    form: Form
    edition: EditionFile
    characters: frozenset[int]
    """The code points that every typeface of the book can print."""
    unread: frozenset[tuple[Source, str]] = frozenset()
    """Place and path of what the readers could not read; they have said why."""
