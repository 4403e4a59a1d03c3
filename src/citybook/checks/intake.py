"""What the checks look at."""

from dataclasses import dataclass

from citybook.edition import EditionFile
from citybook.form import Form
from citybook.submission import Submission


@dataclass(frozen=True, slots=True)
class Intake:
    """All that came in, with the form that asked for it."""

    submissions: tuple[Submission, ...]
    form: Form
    edition: EditionFile
    characters: frozenset[int]
    """The code points that every typeface of the book can print."""
