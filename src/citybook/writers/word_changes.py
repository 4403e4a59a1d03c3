"""Tracked changes in Word's XML: ECMA-376-1:2016, 17.13.5."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby, pairwise

from lxml import etree

from citybook.manifest import Written
from citybook.story.model import Change, Run
from citybook.versions import Hunk
from citybook.word_xml import Element, add, element, name
from citybook.writers.word_styles import NOTE_MARK
from citybook.writers.word_text import add_look

Whose = Callable[[str, str, str], Change]
"""Who changed an answer, by its key, the words that went and those that came; the key
is "" for what the program says itself."""
LinkTo = Callable[[str], Element | None]
"""Makes the element of a link to an address, where there is to be one."""

_SET_BY = frozenset(map(name, ("pStyle", "numPr")))
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_SIGNS = {"tab": "\t", "cr": "\n", "br": "\n", "noBreakHyphen": "\u2011"}


@dataclass(slots=True)
class Marks:
    """Makes the elements that mark changes, each with a number of its own."""

    whose: Whose
    number: int
    """The last one that was given."""
    minutes: int = 0
    """What sets changes of one paragraph apart from those of the next.

    LibreOffice joins neighbors of one author that are a minute apart or less, and what
    stands between them goes with them: the end of a paragraph that stays.
    """
    words: tuple[str, str] = ("", "")
    """Which went and which came, where something is marked."""

    def turn(self) -> None:
        """Set what follows apart from what was marked last."""
        self.minutes = 2 - self.minutes

    def mark(self, tag: str, key: str) -> Element:
        """Return an element that says who inserted or deleted what is put into it."""
        return self.signed(tag, self.whose(key, *self.words))

    def signed(self, tag: str, change: Change) -> Element:
        """Return an element that says what somebody did with what is put into it."""
        self.number += 1
        node = element(tag, id=self.number, author=change.author)
        if change.date:
            moment = datetime.fromisoformat(change.date)
            with suppress(OverflowError):  # the last minutes of the year 9999
                moment += timedelta(minutes=self.minutes)
            node.set(name("date"), f"{moment:%Y-%m-%dT%H:%M:%SZ}")
        return node

    @contextmanager
    def on(self, gone: str, come: str) -> Iterator[None]:
        """Mark what follows as the change of some words to others."""
        self.words = gone, come
        yield
        self.words = "", ""

    def insert(self, run: Element, key: str) -> Element:
        """Mark a run as inserted, with those before it; return the mark."""
        before, fresh = run.getprevious(), self.mark("ins", key)
        if before is not None and _is_alike(before, fresh):
            before.append(run)
            return before
        run.addprevious(fresh)
        fresh.append(run)
        return fresh

    def change(
        self, node: Element, old: Written, new: Written, *, hunk: Hunk, link: LinkTo
    ) -> None:
        """Mark some words of a paragraph as new, and put back what stood there."""
        start, end = hunk.new
        with self.on(old.text[slice(*hunk.old)], new.text[start:end]):
            lost = self.deleted(old, hunk.old, link)
            runs = told_runs(node)
            fresh = [each for each in runs if start <= each[1] and each[2] <= end]
            prior = [run for run, _, last in runs if last <= start]
            if fresh or not prior:
                put(lost, node, before=fresh[0][0] if fresh else None)
            else:
                put(lost, node, after=past_folio(node, prior[-1]))
            for run, first, _ in fresh:
                self.insert(run, key_at(new, first))

    def mark_end(self, paragraph: Element, tag: str, key: str) -> None:
        """Mark the end of a paragraph."""
        properties = _properties(paragraph)
        looks = properties.find(name("rPr"))
        if looks is None:
            looks = element("rPr")
            section = properties.find(name("sectPr"))
            if section is None:
                properties.append(looks)
            else:
                section.addprevious(looks)
        looks.insert(0, self.mark(tag, key))

    def mark_row(self, row: Element, tag: str, key: str) -> None:
        """Mark a row of a table."""
        properties = row.find(name("trPr"))
        if properties is None:
            properties = element("trPr")
            row.insert(0, properties)
        properties.append(self.mark(tag, key))

    def mark_look(self, paragraph: Element, was: Element, key: str) -> None:
        """Mark that a paragraph was set otherwise: by the style and the list of old."""
        properties = _properties(paragraph)
        for known in properties.findall(name("pPrChange")):
            properties.remove(known)
        before, now = (
            [deepcopy(each) for each in look if each.tag in _SET_BY]
            for look in (was, properties)
        )
        if [*map(etree.tostring, before)] != [*map(etree.tostring, now)]:
            mark = self.mark("pPrChange", key)
            mark.append(element("pPr", *before))
            properties.append(mark)

    def deleted(
        self, written: Written, place: tuple[int, int], link: LinkTo
    ) -> list[Element]:
        """Return what stood between two places of a paragraph, marked as deleted."""
        return self._deleted(_cut(written, place), link)

    def gone(self, written: Written, link: LinkTo) -> list[Element]:
        """Return what a whole paragraph said, marked as deleted by one.

        Where a change begins inside a paragraph, LibreOffice gives what follows it the
        style of that once it is accepted: so one begins with its paragraph.
        """
        runs = (Run(written.shown),) if written.shown else written.runs
        key = key_of(written)
        return self._deleted(((key, run) for run in runs), link)

    def _deleted(self, told: Iterable[tuple[str, Run]], link: LinkTo) -> list[Element]:
        nodes: list[Element] = []
        for (key, address), runs in groupby(told, _kind):
            mark = self.mark("del", key)
            mark.extend(deleted_run(run) for _, run in runs)
            outer = link(address) if address else None
            if outer is not None:
                outer.append(mark)
            nodes.append(mark if outer is None else outer)
        return nodes


def _is_alike(before: Element, fresh: Element) -> bool:
    ours, theirs = (
        [node.tag, *(node.get(name(key)) for key in ("author", "date"))]
        for node in (before, fresh)
    )
    return ours == theirs


def _properties(paragraph: Element) -> Element:
    properties = paragraph.find(name("pPr"))
    if properties is None:
        properties = element("pPr")
        paragraph.insert(0, properties)
    return properties


def _kind(each: tuple[str, Run]) -> tuple[str, str]:
    key, run = each
    return key, run.look.link


def _cut(written: Written, place: tuple[int, int]) -> Iterator[tuple[str, Run]]:
    """Yield the runs between two places, each with the key that it is of."""
    edges = sorted({edge for span in written.owners for edge in (span.start, span.end)})
    at = 0
    for run in written.runs:
        end = at + len(run.text)
        inner = [edge for edge in (*edges, *place) if at < edge < end]
        marks = sorted({at, end, *inner})
        for first, last in pairwise(marks):
            if place[0] <= first and last <= place[1]:
                text = run.text[first - at : last - at]
                yield key_at(written, first), Run(text, run.look)
        at = end


def key_at(written: Written, place: int) -> str:
    """Return the key of what stands at a place of a paragraph, or else before it."""
    owners = written.owners
    for span in owners:
        if span.start <= place < span.end:
            return span.key
    ending = [span for span in owners if span.end == place]
    return ending[0].key if ending else ""


def key_of(written: Written) -> str:
    """Return the key of the most of a paragraph."""
    longest = max(written.owners, key=lambda span: span.end - span.start, default=None)
    return longest.key if longest else ""


def deleted_run(run: Run) -> Element:
    """Return a run as it stands in a mark of what is deleted."""
    node = element("r")
    look = run.look
    add_look(
        node,
        is_strong=look.bold,
        is_emphasis=look.italic,
        is_link=bool(look.link),
    )
    text = add(node, "delText")
    text.text = run.text
    text.set(_SPACE, "preserve")
    return node


# The runs of a paragraph as it was written


def runs_of(paragraph: Element) -> list[Element]:
    """Return the runs of a paragraph, but not those of a text box in it."""
    mine = paragraph.iter(name("r"))
    return [r for r in mine if next(r.iterancestors(name("p"))) is paragraph]


def told_runs(paragraph: Element) -> list[tuple[Element, int, int]]:
    """Return the runs that say something, which no field does, and their places."""
    depth = at = 0
    found: list[tuple[Element, int, int]] = []
    for run in runs_of(paragraph):
        depth += sum(map(_depth, run))
        length = sum(map(len, map(_text, run)))
        if length and not depth and not _is_note_mark(run):
            found.append((run, at, at + length))
            at += length
    return found


def past_folio(paragraph: Element, run: Element) -> Element:
    """Return the last run of the number of a page that follows a run, or that run."""
    depth, instruction = 0, ""
    runs = runs_of(paragraph)
    for each in runs[runs.index(run) + 1 :]:
        depth += sum(map(_depth, each))
        instruction += "".join(n.text or "" for n in each.iter(name("instrText")))
        if not depth:
            return each if "PAGEREF" in instruction else run
    return run


def _depth(node: Element) -> int:
    """Return how much deeper one is in fields behind a sign."""
    kind = node.get(name("fldCharType"), "")
    return {"begin": 1, "end": -1}.get(kind, 0)


def _text(node: Element) -> str:
    if node.tag == name("t"):
        return node.text or ""
    if node.get(name("type"), "textWrapping") != "textWrapping":
        return ""
    return next((sign for tag, sign in _SIGNS.items() if node.tag == name(tag)), "")


def _is_note_mark(run: Element) -> bool:
    style = run.find(f"{name('rPr')}/{name('rStyle')}")
    return style is not None and style.get(name("val")) == NOTE_MARK


def cut_runs(paragraph: Element, places: Iterable[int]) -> None:
    """Cut the runs of a paragraph in two where they go on across a place."""
    for place in places:
        for run, start, end in told_runs(paragraph):
            if start < place < end:
                _split(run, place - start)


def _split(run: Element, at: int) -> None:
    behind = deepcopy(run)
    run.addnext(behind)
    pairs: Sequence[tuple[Element, Element]] = [*zip(run, behind, strict=True)]
    for node, twin in pairs:
        text = _text(node)
        if node.tag == name("rPr"):
            continue
        if at <= 0:
            run.remove(node)
        elif at >= len(text):
            behind.remove(twin)
        else:
            node.text, twin.text = text[:at], text[at:]
        at -= len(text)


def put(
    nodes: Sequence[Element],
    paragraph: Element,
    *,
    before: Element | None = None,
    after: Element | None = None,
) -> None:
    """Put what is gone into a paragraph: at a run, or at its beginning.

    What would stand at the edge of a link stands outside; there is no link in another.
    """
    at = after if before is None else before
    while at is not None and (parent := at.getparent()) is not None:
        edge = at.getnext() if before is None else at.getprevious()
        if edge is not None or parent.tag != name("hyperlink"):
            break
        at = parent
    parent = None if at is None else at.getparent()
    if parent is not None and parent.tag == name("hyperlink"):
        nodes = [n[0] if n.tag == name("hyperlink") else n for n in nodes]
    if at is None:
        for node in reversed(nodes):
            _properties(paragraph).addnext(node)
    elif before is not None:
        for node in nodes:
            at.addprevious(node)
    else:
        for node in reversed(nodes):
            at.addnext(node)


def enclosing(node: Element, *tags: str) -> Element:
    """Return the nearest element of one of some kinds that a node stands in."""
    return next(node.iterancestors(*map(name, tags)))


def remove(node: Element) -> None:
    """Take an element out of what it stands in."""
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)
