"""Queries: what the Word file asks its editors, each question at its place."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import assert_never

from citybook.asked import Standings
from citybook.city import identify
from citybook.document import (
    Block,
    Contents,
    Document,
    Figure,
    Gap,
    Heading,
    Index,
    Notes,
    Passage,
    Picture,
    PullQuote,
    Silhouette,
    Table,
    walk,
)
from citybook.editing import Anchor, Query
from citybook.findings import Finding, Severity, in_order, shown, visible
from citybook.form import Form
from citybook.outcome import PAGE
from citybook.prose import BulletList, Inlines, Paragraph, Part, Text, runs
from citybook.returns import findings_of, path_of
from citybook.source import Source
from citybook.submission import Submission

MAX_ALIKE = 5
"""How many findings of one rule a query tells; the page of findings has them all."""
MAX_VALUE = 600
"""How many characters of what was typed a query tells."""

_SAID = {
    Severity.ERROR: "Held back",
    Severity.WARNING: "To look at",
    Severity.NOTE: "Note",
}
_TITLE = "edition/title"


@dataclass(frozen=True, slots=True)
class _Places:
    """Where in the book a query may stand."""

    anchors: frozenset[Anchor]
    by_source: Mapping[Source, tuple[tuple[str, Anchor], ...]]
    """The printed answers and gaps that came from a place, each with its path."""
    top: Anchor
    """Where a query stands that has no other place."""


def queries_of(
    document: Document,
    submissions: Sequence[Submission],
    form: Form,
    findings: Iterable[Finding],
) -> tuple[Query, ...]:
    """Return the queries of a book; alike findings at one place make one query."""
    told = [finding for finding in in_order(findings) if finding.rule.is_query]
    places, owners = _places(document), _owners(submissions, told)
    alike: dict[tuple[Anchor, str], list[Finding]] = {}
    for finding in told if places.anchors else ():
        anchor = _anchor(finding, owners.get(finding), places, form)
        alike.setdefault((anchor, finding.rule.slug), []).append(finding)
    return tuple(_query(anchor, group) for (anchor, _), group in alike.items())


def carried(document: Document, asked: Standings) -> Iterator[Query]:
    """Yield the comments of editors as they go into the next draft, with replies."""
    places = _places(document)
    for each in (each for each, standing in asked if standing == "open"):
        anchor = each.key if each.key in places.anchors else places.top
        for number, remark in enumerate(each.remarks):
            yield Query(
                anchor,
                tuple(remark.text.split("\n")),
                remark.author,
                remark.date,
                answers=number > 0,
                thread=each.mark,
                key=each.key,
            )


def _owners(
    submissions: Sequence[Submission], findings: Iterable[Finding]
) -> Mapping[Finding, Submission]:
    """Return of which submission a finding speaks; of several, the first."""
    owners: dict[Finding, Submission] = {}
    each_one = findings_of(submissions, findings)
    for submission, own in zip(submissions, each_one, strict=True):
        for finding in own:
            owners.setdefault(finding, submission)
    return owners


def _anchor(
    finding: Finding, owner: Submission | None, places: _Places, form: Form
) -> Anchor:
    """Return the printed answer or gap; else the city's heading; else the title."""
    if finding in places.anchors:
        return finding
    if at_source := _at_source(finding, places):
        return at_source
    city = identify(owner, form) if owner else None
    if owner and city:
        answer = f"{city.key}/{path_of(finding, owner)}"
        if answer in places.anchors:
            return answer
        if city.key in places.anchors:
            return city.key
    return finding.path if finding.path in places.anchors else places.top


def _at_source(finding: Finding, places: _Places) -> Anchor | None:
    there = places.by_source.get(finding.source, ())
    ends = f"/{finding.path}"
    exact = (anchor for path, anchor in there if f"/{path}".endswith(ends))
    loose = (anchor for path, anchor in there if not (finding.path and path))
    return next(chain(exact if finding.path else (), loose), None)


def _query(anchor: Anchor, alike: Sequence[Finding]) -> Query:
    shown_here = alike[:MAX_ALIKE]
    lines = [_line(finding) for finding in shown_here]
    lines[0] = f"{_SAID[alike[0].severity]}: {lines[0]}"
    if left := len(alike) - len(shown_here):
        lines.append(f"… and {left:,} more such: see {PAGE}.")
    hints = dict.fromkeys(finding.hint for finding in shown_here)
    lines += [visible(line) for hint in hints for line in hint.split("\n")]
    return Query(anchor, tuple(lines))


def _line(finding: Finding) -> str:
    value = shown(finding.value, limit=MAX_VALUE)
    says = f" It says {value}." if finding.value else ""
    place = visible(str(finding.source))
    return f"{visible(finding.detail)}{says} [{place}: {finding.rule.slug}]"


# Where a query may stand


def _places(document: Document) -> _Places:
    anchors: dict[Anchor, None] = {}
    by_source: dict[Source, tuple[tuple[str, Anchor], ...]] = {}
    for chapter in document.chapters:
        for block in walk(chapter.blocks):
            for anchor, source, path in _anchors(block):
                anchors[anchor] = None
                if source:
                    known = by_source.get(source, ())
                    by_source[source] = (*known, (path, anchor))
    first = next(iter(anchors), _TITLE)
    top = _TITLE if _TITLE in anchors else first
    return _Places(frozenset(anchors), by_source, top)


def _anchors(block: Block) -> Iterator[tuple[Anchor, Source | None, str]]:
    """Yield the places that a block offers: where each came from, and its path."""
    match block:
        case Heading():
            # What is said of its parts is said of all: bookmarks enclose the words.
            yield block.key, None, ""
            for part in _parts(block.children):
                yield block.key, part.source, ""
        case Passage() | Picture():
            yield block.key, block.source, block.key
        case Gap():
            yield block.finding, block.finding.source, block.finding.path
    for children in _runs(block):
        for part in _parts(children):
            yield part.key, part.source, part.key


def _runs(block: Block) -> Iterator[Inlines]:
    """Yield the runs of a block that is not made of other blocks."""
    match block:
        case Paragraph() | BulletList():
            yield from runs(block)
        case Table():
            yield from (cell for row in (block.header, *block.rows) for cell in row)
        case Figure():
            yield from (block.title, block.note)
        case Picture():
            yield block.caption
        case Heading() | PullQuote() | Passage() | Notes() | Gap():
            return
        case Contents() | Index() | Silhouette():
            return
        case _:
            assert_never(block)


def _parts(children: Inlines) -> Iterator[Part]:
    for child in children:
        if isinstance(child, Part):
            yield child
        if not isinstance(child, Text):
            yield from _parts(child.children)
