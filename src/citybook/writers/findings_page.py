"""The page of findings: what to mend, grouped by file, for who is no programmer."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from citybook.findings import Finding, Severity, visible
from citybook.source import Source

WORDS = {"error": "Held back", "warning": "Check", "note": "Note"}
MAX_VALUE = 40_000
"""Letters: more than a cell has room for, as the page may be all that tells them."""
MAX_WHOLE = 20
"""Findings of a rule in a file that are told whole; the others have a line each."""


@dataclass(frozen=True, slots=True)
class _Item:
    """What is said in the same words of one place or several."""

    finding: Finding
    places: str


@dataclass(frozen=True, slots=True)
class _Told:
    """The findings of a file, or its notes."""

    count: int
    whole: Sequence[_Item]
    others: Sequence[tuple[Finding, Sequence[_Item]]]
    """By rule, with the first of the rule, what is told in a line each."""


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


def _by_file(findings: tuple[Finding, ...]) -> list[tuple[str, _Told, _Told]]:
    groups = [
        (file, list(group))
        for file, group in groupby(findings, key=lambda finding: finding.source.file)
    ]
    groups.sort(key=lambda group: (min(f.severity for f in group[1]), group[0]))
    return [
        (
            visible(file),
            _told([f for f in group if f.severity is not Severity.NOTE]),
            _told([f for f in group if f.severity is Severity.NOTE]),
        )
        for file, group in groups
    ]


def _told(findings: Sequence[Finding]) -> _Told:
    same: dict[tuple[str, ...], list[Finding]] = {}
    for finding in findings:
        words = (finding.rule.slug, finding.detail, finding.value, finding.hint)
        same.setdefault(words, []).append(finding)
    by_rule: dict[str, list[_Item]] = {}
    for each in same.values():
        item = _Item(each[0], "; ".join(_places(each)))
        by_rule.setdefault(each[0].rule.slug, []).append(item)
    whole = [item for items in by_rule.values() for item in items[:MAX_WHOLE]]
    return _Told(
        len(findings),
        sorted(whole, key=lambda item: item.finding.order),
        [
            (items[0].finding, items[MAX_WHOLE:])
            for items in by_rule.values()
            if len(items) > MAX_WHOLE
        ],
    )


def _places(findings: Sequence[Finding]) -> Iterator[str]:
    """Yield the places of findings; those that stand below each other as one."""
    sources = {finding.source for finding in findings}
    columns = sorted(sources, key=lambda each: (each.sheet, each.column, each.row))
    runs: list[list[Source]] = []
    for source in columns:
        last = runs[-1][-1] if runs else None
        if last and replace(last, row=last.row + 1) == source:
            runs[-1].append(source)
        else:
            runs.append([source])
    for first, *rest in runs:
        yield f"{_place(first)} to {_place(rest[-1])}" if rest else _place(first)


def _place(source: Source) -> str:
    place = visible(str(source)).removeprefix(visible(source.file))
    if source.sheet:
        return place.removeprefix(", ") or "the whole file"
    if not source.row:
        return "the whole file"
    return f"line {source.row}" + (f", column {source.column}" if source.column else "")


def _cut(value: str) -> str:
    lines = "\n".join(visible(line) for line in value.split("\n"))
    return lines if len(lines) <= MAX_VALUE else f"{lines[: MAX_VALUE - 1]}…"
