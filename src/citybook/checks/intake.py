"""What the checks look at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain

from citybook.edition import EditionFile
from citybook.flatplan import Picture
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
    pictures: tuple[Picture, ...] = ()
    """The pieces of the flatplan that print pictures."""
    quoted: frozenset[str] = frozenset()
    """The fields, as `section/field`, that are printed as quotations."""
    partners: Mapping[str, tuple[Submission, ...]] = field(default_factory=dict)
    """By a partner's key, what its list names."""

    def is_read(self, submission: Submission) -> bool:
        """Tell whether more of a submission was read than whose it is."""
        place, name = submission.source, submission.entry(self.form.city_path)
        is_torn = name.value and name.source == place and (place, "") in self.unread
        return not is_torn

    @property
    def all_submissions(self) -> tuple[Submission, ...]:
        """Those of the cities, and the rows of the partners' lists."""
        return tuple(chain(self.submissions, *self.partners.values()))
