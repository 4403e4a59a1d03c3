"""The edition of the cases of intake: a file is dropped in, and looked after."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from books import TESTS, checked, copied, traveled
from citybook.document import Document
from citybook.findings import Finding, Severity, as_text
from citybook.form import Form, read_form
from citybook.outcome import Outcome
from citybook.readers import read_submissions
from citybook.submission import Submission
from walk import answered

EDITION = TESTS / "editions" / "intake"
CITY, STATE, MAYOR = "Exampleton", "Iowa", "Jane Doe"
KEY = "exampleton-ia"

Writer = Callable[[Path], object]
"""Writes one file at a path."""


@dataclass(frozen=True, slots=True)
class Intake:
    """What came of the files that were dropped in."""

    outcome: Outcome
    submissions: tuple[Submission, ...]
    printed: Mapping[str, str]
    """All printed words of cities, by key: `exampleton-ia/city/mayor`."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found, except that the gazetteer lacks our made-up cities."""
        return tuple(
            each for each in self.outcome.findings if not is_of_gazetteer(each)
        )

    @property
    def told(self) -> str:
        """All findings as `citybook check` tells them."""
        return "\n".join(map(as_text, self.findings))

    @property
    def grave(self) -> tuple[Finding, ...]:
        """The errors and the warnings."""
        return tuple(f for f in self.findings if f.severity is not Severity.NOTE)

    def answers(self, number: int = 0) -> dict[str, str]:
        """Return all that one submission answers, by path."""
        entries = self.submissions[number].entries
        return {entry.path: entry.value for entry in entries if entry.value.strip()}

    def at(self, place: str) -> tuple[Finding, ...]:
        """Return the findings whose place ends so: `Form!B5`, `cities.csv:5`."""
        pattern = re.compile(rf"(?:^|[ /]){re.escape(place)}(?![0-9A-Za-z])")
        return tuple(f for f in self.findings if pattern.search(str(f.source)))


def is_of_gazetteer(finding: Finding) -> bool:
    """Tell whether a finding only says that nobody knows a made-up place."""
    is_warning = finding.severity is Severity.WARNING
    return is_warning and finding.rule.slug in {"unknown-city", "city-unknown"}


@cache
def form() -> Form:
    """Return the form of the edition."""
    read, findings = read_form(EDITION / "templates" / "form.yaml", "form.yaml")
    assert read, findings
    return read


def dropped(root: Path, files: Mapping[str, Writer]) -> Intake:
    """Drop files into a copy of the edition, and check it as a command would."""
    copied(EDITION, root)
    for name, write in files.items():
        path = root / "submissions" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path)
    outcome = checked(root)
    submissions, _ = read_submissions(root / "submissions", form())
    return Intake(outcome, submissions, printed(traveled(root).document))


def printed(document: Document) -> dict[str, str]:
    """Return the words of each answer in print, by its key."""
    words: dict[str, str] = {}
    for chapter in document.chapters:
        for each, text in answered(chapter.blocks):
            typed = text.replace("\u00a0", " ")
            words[each.key] = "\n".join(filter(None, (words.get(each.key), typed)))
    return words


def said(findings: Iterable[Finding]) -> str:
    """Return findings as text, for the message of a test."""
    return "\n".join(map(as_text, findings)) or "nothing"
