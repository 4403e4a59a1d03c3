"""Clashes in a redline: what was not printed stands beside what was, as a change.

It is inserted by its editor and deleted again by us: whoever accepts all gets the new
book, and whoever rejects all the old one. Who rejects our deletion has the other words.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from citybook.edits import clash_mark
from citybook.likeness import alike
from citybook.manifest import Span, Written
from citybook.prose import parse, plain
from citybook.story.model import Change, Run
from citybook.versions import Hunk, hunks
from citybook.word_xml import Element, element, name
from citybook.writers.word_changes import (
    cut_runs,
    deleted_run,
    enclosing,
    put,
    told_runs,
)
from citybook.writers.word_draft import Draft

_FRAME = f"{name('pPr')}/{name('framePr')}"
_LAST, _FIRST = re.compile(r"\S+\s*$"), re.compile(r"\s*\S+")


@dataclass(frozen=True, slots=True)
class Version:
    """What an editor made of a passage that the new book prints otherwise."""

    key: str
    parts: frozenset[str]
    """The keys by which the book prints it."""
    text: str
    """In light Markdown."""
    by: Change
    stands: bool
    """Whether it stands in the redline already: the old book printed it."""
    ours: Change
    """Who did not print it."""


@dataclass(frozen=True, slots=True)
class _Line:
    """The paragraph of a passage, or a part of one."""

    number: int
    span: Span
    written: Written

    @property
    def text(self) -> str:
        text = self.written.text[self.span.start : self.span.end]
        return text.replace("\u00a0", " ")


def set_beside(versions: Iterable[Version], draft: Draft) -> None:
    """Set each version beside what is printed, and name the paragraphs of both."""
    named: dict[Element, str] = {}
    for version in versions:
        lines = [*_lines(version, draft.new.paragraphs)]
        is_free = [draft.nodes[line.number].find(_FRAME) is None for line in lines]
        if not lines or not all(is_free):
            draft.tally["untold"] += 1
            continue
        for line, text in () if version.stands else _others(version, lines):
            for block in _blocks(line, text, draft.nodes[line.number]):
                _set(line, block, text[slice(*block.new)], version, draft)
        named |= {draft.nodes[line.number]: version.key for line in lines}
        draft.tally["clashes"] += 1
    for number, (node, key) in enumerate(named.items(), 1):
        _name(node, f"{clash_mark(key)}{number}", draft)


def _lines(version: Version, paragraphs: Sequence[Written]) -> Iterator[_Line]:
    for number, written in enumerate(paragraphs):
        for span in () if written.heading else written.owners:
            if span.key in version.parts:
                yield _Line(number, span, written)


def _others(version: Version, lines: Sequence[_Line]) -> Iterator[tuple[_Line, str]]:
    """Yield what else the lines were to say that now say something else."""
    ours = [line.text for line in lines]
    theirs = _said(version.text, lines)
    own: list[list[str]] = [[] for _ in lines]
    edges = [(-1, -1), *alike(ours, theirs), (len(ours), len(theirs))]
    for (a, b), (c, d) in pairwise(edges):
        between = range(a + 1, c)
        for n, text in enumerate(theirs[b + 1 : d]):
            own[between[min(n, len(between) - 1)] if between else max(a, 0)] += [text]
        if c < len(ours):
            own[c] += [theirs[d]]
    for line, texts in zip(lines, own, strict=True):
        if texts and " ".join(texts) != line.text:
            yield line, " ".join(texts)


def _said(text: str, lines: Sequence[_Line]) -> list[str]:
    """Return the lines of a text, with the figures that are printed in it."""
    for line in lines:
        for figure in line.written.figures:
            printed = line.written.text[figure.start : figure.end]
            text = text.replace(f"{{{figure.count}}}", printed, 1)
    return re.split(r"[\n\t]", plain(parse(text)).replace("\u00a0", " "))


def _blocks(line: _Line, text: str, node: Element) -> list[Hunk]:
    """Return where a line says something else than a text.

    A change that is marked there belongs to it as a whole.
    """
    one, other = (Written((Run(each),)) for each in (line.text, text))
    found = hunks(one, other)
    marked = [
        (max(start - line.span.start, 0), min(end, line.span.end) - line.span.start)
        for run, start, end in told_runs(node)
        if _marked(run) is not run and line.span.start < end and start < line.span.end
    ]
    near = [
        place
        for place in marked
        if any(place[0] <= h.old[1] and h.old[0] <= place[1] for h in found)
    ]
    blocks: list[Hunk] = []
    by = 0
    for first, last in _joined([*near, *(hunk.old for hunk in found)]):
        inner = [h for h in found if first <= h.old[0] and h.old[1] <= last]
        start = first + by
        by += sum(h.new[1] - h.new[0] - h.old[1] + h.old[0] for h in inner)
        blocks.append(Hunk((first, last), (start, last + by)))
    return [*_widened(blocks, line.text, text)]


def _joined(places: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return places, those that meet made one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


def _widened(blocks: Sequence[Hunk], ours: str, theirs: str) -> Iterator[Hunk]:
    """Yield changes, one that leaves no word with a neighboring word, if there is one.

    So it can be seen, and be chosen.
    """
    stop = 0
    for n, block in enumerate(blocks):
        (first, last), (start, end) = block.old, block.new
        if not theirs[start:end].strip():
            limit = blocks[n + 1].old[0] if n + 1 < len(blocks) else len(ours)
            before = _LAST.search(ours[stop:first])
            behind = _FIRST.match(ours[last:limit])
            left = len(before[0]) if before else 0
            right = len(behind[0]) if behind and not before else 0
            first, start, last, end = (
                first - left,
                start - left,
                last + right,
                end + right,
            )
        stop = last
        if theirs[start:end].strip():
            yield Hunk((first, last), (start, end))


def _set(line: _Line, block: Hunk, text: str, version: Version, draft: Draft) -> None:
    """Set other words before those of a line, which are marked as a change, too."""
    node, marks = draft.nodes[line.number], draft.marks
    first, last = (line.span.start + place for place in block.old)
    cut_runs(node, (first, last))
    runs = told_runs(node)
    fresh = [each for each in runs if first <= each[1] and each[2] <= last]
    link = draft.sheet(line.written.place).link
    for run, start, end in fresh:
        if enclosing(run, "ins", "p").tag == name("p"):
            with marks.on(text, line.written.text[start:end]):
                put(marks.deleted(line.written, (start, end), link), node, before=run)
                marks.insert(run, line.span.key)
    outer, inner = marks.signed("ins", version.by), marks.signed("del", version.ours)
    outer.append(inner)
    inner.append(deleted_run(Run(text)))
    prior = [run for run, _, end in runs if end <= first]
    if fresh:
        put([outer], node, before=_parted(fresh[0][0], draft))
    else:
        put([outer], node, after=_marked(prior[-1]) if prior else None)


def _marked(run: Element) -> Element:
    """Return a run, with the mark round it."""
    parent = run.getparent()
    is_new = parent is not None and parent.tag == name("ins")
    return parent if is_new and parent is not None else run


def _parted(run: Element, draft: Draft) -> Element:
    """Return a run with the mark round it, which it is made the first of."""
    mark = _marked(run)
    before = [*takewhile(lambda each: each is not run, mark)] if mark is not run else []
    if before:
        draft.marks.number += 1
        prior = element("ins", *before)
        mark.addprevious(prior)
        prior.attrib.update({**mark.attrib, name("id"): str(draft.marks.number)})
    return mark


def _name(node: Element, mark: str, draft: Draft) -> None:
    """Set a bookmark round a paragraph, by which it is known when it comes back."""
    draft.marks.number += 1
    number = draft.marks.number
    put([element("bookmarkStart", id=number, name=mark)], node)
    node.append(element("bookmarkEnd", id=number))
