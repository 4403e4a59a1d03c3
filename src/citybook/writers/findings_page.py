"""The page of findings: what to mend, grouped by file, for who is no programmer."""

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from citybook.findings import Finding, Severity, visible

WORDS = {"error": "Held back", "warning": "Check", "note": "Note"}
MAX_VALUE = 40_000
"""Letters: more than a cell has room for, as the page may be all that tells them."""


def write_findings_page(
    findings: tuple[Finding, ...],
    path: Path,
    *,
    title: str,
    templates: Iterable[Path],
) -> None:
    """Write the page; the files with errors come first, then the others by name."""
    environment = Environment(
        loader=FileSystemLoader([str(folder) for folder in templates]),
        autoescape=True,
        undefined=StrictUndefined,
    )
    page = environment.get_template("findings.html").render(
        title=title,
        lead=_lead(findings),
        words=WORDS,
        files=_by_file(findings),
        place=_place,
        cut=_cut,
    )
    path.write_text(page, encoding="utf-8", newline="\n")


def _lead(findings: tuple[Finding, ...]) -> str:
    """Return in a few words what the findings mean for the book."""
    held = sum(finding.severity is Severity.ERROR for finding in findings)
    if not held:
        return "Nothing is held back. What follows is for you to look at."
    answers = "One place is" if held == 1 else f"{held} places are"
    return (
        f"{answers} held back, and every page of the book says Draft until that is "
        "mended. Mend it in the file that is named, save the file, and run make again."
    )


def _by_file(
    findings: tuple[Finding, ...],
) -> list[tuple[str, list[Finding], list[Finding]]]:
    groups = [
        (file, list(group))
        for file, group in groupby(findings, key=lambda finding: finding.source.file)
    ]
    groups.sort(key=lambda group: (min(f.severity for f in group[1]), group[0]))
    return [
        (
            visible(file),
            [f for f in group if f.severity is not Severity.NOTE],
            [f for f in group if f.severity is Severity.NOTE],
        )
        for file, group in groups
    ]


def _place(finding: Finding) -> str:
    source = finding.source
    place = visible(str(source)).removeprefix(visible(source.file))
    if source.sheet:
        return place.removeprefix(", ") or "the whole file"
    if not source.row:
        return "the whole file"
    return f"line {source.row}" + (f", column {source.column}" if source.column else "")


def _cut(value: str) -> str:
    lines = "\n".join(visible(line) for line in value.split("\n"))
    return lines if len(lines) <= MAX_VALUE else f"{lines[: MAX_VALUE - 1]}…"
