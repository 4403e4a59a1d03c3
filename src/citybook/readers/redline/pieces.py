"""What became of each character of a paragraph: kept, gone, or new, and where."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import TypeAlias

from citybook.manifest import Span, Written
from citybook.story.marks import marked_text
from citybook.story.model import Fate, Run

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_FIRST_SIGN = 0xF0000
"""Of a private area of Unicode: each stands for one figure while marks are set."""
Opcode: TypeAlias = tuple[str, int, int, int, int]
"""A change of words as difflib tells it, and where it begins and ends in both."""
MAX_COMPARED = 16_000_000
"""How many words of two texts are compared, each with each."""
MAX_IN_FIGURE = 40
"""Characters typed in place of a figure; more is a sentence of its own."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """A run, and where it stood in the paragraph as it was written.

    What is new stands at one place: there it begins, and there it ends.
    """

    run: Run
    start: int
    end: int

    @property
    def is_new(self) -> bool:
        """Whether it was not written by the program."""
        return self.start == self.end

    def within(self, start: int, end: int) -> "Fragment":
        """Return the part of what was written that lies between two places."""
        first = max(start, self.start)
        last = max(first, min(end, self.end))
        return self.part(first - self.start, last - self.start)

    def part(self, start: int, end: int) -> "Fragment":
        """Return the characters between two places of its own."""
        run = replace(self.run, text=self.run.text[start:end])
        if self.is_new:
            return Fragment(run, self.start, self.start)
        return Fragment(run, self.start + start, self.start + end)


def cut(runs: Iterable[Run], start: int, end: int) -> Iterator[Run]:
    """Yield what stands between two places, in characters of all runs."""
    at = 0
    for run in runs:
        first, last = max(start - at, 0), min(end - at, len(run.text))
        if first < last:
            yield replace(run, text=run.text[first:last])
        at += len(run.text)


def fragments(written: Written, runs: Sequence[Run]) -> list[Fragment]:
    """Return what became of a written paragraph, by its changes or by its words."""
    was = "".join(run.text for run in runs if run.fate.was)
    if plain_spaces(was) == plain_spaces(written.text):
        return list(_tracked(runs))
    return list(_compared(written, [run for run in runs if run.fate.stays]))


def plain_spaces(text: str) -> str:
    """Return a text with plain spaces for those that hold words together."""
    return text.replace("\u00a0", " ")


def _tracked(runs: Iterable[Run]) -> Iterator[Fragment]:
    at = 0
    for run in runs:
        end = at + len(run.text) * run.fate.was
        yield Fragment(run, at, end)
        at = end


def _compared(written: Written, runs: Sequence[Run]) -> Iterator[Fragment]:
    """Yield kept and new words, and those gone, by comparing the words."""
    now = "".join(run.text for run in runs)
    ours, theirs = (_TOKEN.findall(plain_spaces(text)) for text in (written.text, now))
    at = place = 0
    for tag, a, b, c, d in opcodes(ours, theirs):
        old, new = (sum(map(len, part)) for part in (ours[a:b], theirs[c:d]))
        if tag == "equal":
            yield from _placed(cut(runs, place, place + new), at)
        else:
            for run in cut(written.runs, at, at + old):
                yield Fragment(replace(run, fate=Fate.DELETED), at, at + len(run.text))
                at += len(run.text)
            at -= old
            for run in cut(runs, place, place + new):
                yield Fragment(replace(run, fate=Fate.INSERTED), at + old, at + old)
        at, place = at + old, place + new


def opcodes(ours: Sequence[str], theirs: Sequence[str]) -> list[Opcode]:
    """Return what became of words; those in the middle of too many are all new."""
    most = min(len(ours), len(theirs))
    pairs = zip(ours, theirs, strict=False)
    first = next((n for n, (one, other) in enumerate(pairs) if one != other), most)
    ends = zip(reversed(ours[first:]), reversed(theirs[first:]), strict=False)
    alike = (n for n, (one, other) in enumerate(ends) if one != other)
    last = next(alike, most - first)
    a, b = len(ours) - last, len(theirs) - last
    middle = ours[first:a], theirs[first:b]
    codes: list[Opcode] = [("equal", 0, first, 0, first)] if first else []
    if len(middle[0]) * len(middle[1]) > MAX_COMPARED:
        codes.append(("replace", first, a, first, b))
    else:
        matcher = SequenceMatcher(None, *middle, autojunk=False)
        codes += [
            (tag, first + i, first + j, first + k, first + m)
            for tag, i, j, k, m in matcher.get_opcodes()
        ]
    return [*codes, ("equal", a, len(ours), b, len(theirs))] if last else codes


def _placed(runs: Iterable[Run], at: int) -> Iterator[Fragment]:
    for run in runs:
        yield Fragment(replace(run, fate=Fate.KEPT), at, at + len(run.text))
        at += len(run.text)


def apart(was: Sequence[str], now: Sequence[str]) -> tuple[str, str]:
    """Return two texts without the words that they begin with and end with alike."""
    most = min(len(was), len(now))
    start = next((n for n in range(most) if was[n] != now[n]), most)
    left = range(most - start)
    end = next((n for n in left if was[-1 - n] != now[-1 - n]), most - start)
    gone, new = (words[start : len(words) - end] for words in (was, now))
    return " ".join(gone), " ".join(new)


# What belongs to whom


def owned(all_of: Sequence[Fragment], written: Written) -> list[list[Fragment]]:
    """Return the fragments of each owner of a paragraph; the last list is nobody's."""
    owners = written.owners
    shares: list[list[Fragment]] = [[] for _ in (*owners, None)]
    for fragment in all_of:
        if fragment.is_new:
            shares[_owner_at(fragment.start, owners)].append(fragment)
            continue
        for number, (start, end) in _edges(owners, fragment.start, fragment.end):
            shares[number].append(fragment.within(start, end))
    return shares


def _owner_at(place: int, owners: Sequence[Span]) -> int:
    """Return whose is what was typed at a place: of two, his who ends there."""
    holds = [n for n, span in enumerate(owners) if span.start <= place <= span.end]
    return holds[0] if holds else len(owners)


def _edges(
    owners: Sequence[Span], start: int, end: int
) -> Iterator[tuple[int, tuple[int, int]]]:
    at = start
    for number, span in enumerate(owners):
        first, last = max(span.start, at), min(span.end, end)
        if first >= last:
            continue
        if at < first:
            yield len(owners), (at, first)
        yield number, (first, last)
        at = last
    if at < end:
        yield len(owners), (at, end)


# What it says now


@dataclass(frozen=True, slots=True)
class Said:
    """What a piece of a paragraph says, with its figures as placeholders."""

    marked: str
    figures: tuple[tuple[str, str], ...] = ()
    """Each placeholder and what it prints, in order."""
    refused: tuple[tuple[str, str], ...] = ()
    """The figures that were changed: as we print them, and as they were typed."""

    def __add__(self, other: "Said") -> "Said":
        """Return what both say, one behind the other."""
        return Said(
            self.marked + other.marked,
            self.figures + other.figures,
            self.refused + other.refused,
        )


def base(written: Written, span: Span) -> Said:
    """Return what an owner's part of a paragraph said when it was written."""
    kept = _placed(written.runs, 0)
    inside = [f.within(span.start, span.end) for f in kept if _meets(f, span)]
    return said(inside, written.figures)


def _meets(fragment: Fragment, span: Span) -> bool:
    return fragment.start < span.end and span.start < fragment.end


def said(all_of: Sequence[Fragment], figures: Sequence[Span]) -> Said:
    """Return what fragments say once all changes are accepted."""
    shown = [f for f in all_of if f.run.fate.stays]
    texts: dict[str, Span] = {}
    refused: list[tuple[str, str]] = []
    for number, figure in enumerate(figures):
        own = [f for f in all_of if not f.is_new and _meets(f, figure)]
        if not own:
            continue
        printed = "".join(f.within(figure.start, figure.end).run.text for f in own)
        typed = [f for f in shown if f.is_new and figure.start <= f.start <= figure.end]
        inside = [f for f in typed if figure.start < f.start < figure.end]
        is_whole = all(f.run.fate.stays for f in own) and not inside
        is_gone = not any(f.run.fate.stays for f in own)
        if not is_whole:
            words = "".join(f.run.text for f in typed)
            if is_gone and (not words.strip() or len(words) > MAX_IN_FIGURE):
                continue
            refused.append((printed, _now(shown, figure)))
            shown = [f for f in shown if f not in typed]
        sign = chr(_FIRST_SIGN + number)
        texts[sign] = figure
        shown = _replaced(shown, all_of, figure, sign)
    marked = plain_spaces(marked_text(f.run for f in shown))
    order = [sign for sign in marked if sign in texts]
    printed_texts = tuple(
        (texts[sign].count, _printed(all_of, texts[sign])) for sign in order
    )
    for sign, figure in texts.items():
        marked = marked.replace(sign, f"{{{figure.count}}}")
    return Said(marked, printed_texts, tuple(refused))


def _printed(all_of: Sequence[Fragment], figure: Span) -> str:
    own = [f for f in all_of if not f.is_new and _meets(f, figure)]
    return "".join(f.within(figure.start, figure.end).run.text for f in own)


def _now(shown: Sequence[Fragment], figure: Span) -> str:
    """Return what stands now where a figure stood."""
    return "".join(
        f.run.text if f.is_new else f.within(figure.start, figure.end).run.text
        for f in shown
        if _meets(f, figure) or (f.is_new and figure.start <= f.start <= figure.end)
    )


def _replaced(
    shown: Sequence[Fragment], all_of: Sequence[Fragment], figure: Span, sign: str
) -> list[Fragment]:
    """Return what is shown, a sign standing where the figure stood."""
    first = next(f for f in all_of if not f.is_new and _meets(f, figure))
    stand_in = Fragment(
        replace(first.run, text=sign, fate=Fate.KEPT), figure.start, figure.end
    )
    kept: list[Fragment] = []
    is_set = False
    for fragment in shown:
        if (
            not is_set
            and fragment.start >= figure.start
            and not _meets(fragment, figure)
        ):
            kept.append(stand_in)
            is_set = True
        if not _meets(fragment, figure):
            kept.append(fragment)
            continue
        before = fragment.within(fragment.start, figure.start)
        kept += [before] if before.run.text else []
        if not is_set:
            kept.append(stand_in)
            is_set = True
        after = fragment.within(figure.end, fragment.end)
        kept += [after] if after.run.text else []
    return kept if is_set else [*kept, stand_in]
