"""Words of a returned file beside its passages: in heads, in fields, in drawings."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from citybook.manifest import Manifest
from citybook.readers.redline.passages import Outside, places_of
from citybook.readers.redline.pieces import apart, cut
from citybook.story.made import folded, made_in, parts
from citybook.story.model import TABLE_TITLE, Paragraph, Place, Run

_RULE = "edit-outside-passage"
_BETWEEN = ", "
"""What stands between the names in a cell."""
_HEADING = re.compile(r"_h[0-9a-f]{10}")
"""The bookmark of a heading, whose words Word looks up."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What a file may say again, because it stands elsewhere."""

    now: frozenset[str]
    """What stands there once all changes are accepted."""
    all: frozenset[str]
    """That, what stood there before, and what was written."""


def asides_of(manifest: Manifest, told: Sequence[Paragraph]) -> tuple[Outside, ...]:
    """Return what was changed beside the passages, each once.

    A program that makes contents, names and heads anew changes nothing: what they say
    then is a paragraph of the file.
    """
    known = _known(manifest, told)
    found = (
        *_in_fields(manifest, told, known),
        *_in_heads(manifest, told, known),
        *_in_drawings(manifest, told),
    )
    return tuple(dict.fromkeys(found))


def _known(manifest: Manifest, told: Iterable[Paragraph]) -> _Known:
    now: set[str] = set()
    before: set[str] = set()
    for each in told:
        if each.place is Place.HEADER:
            continue
        own = [run for run in each.runs if not run.is_computed]
        now.add(_now(own))
        before.add(_before(own))
        for anchor in each.anchors:
            if _HEADING.match(anchor.name):
                now.add(_now(cut(each.runs, anchor.start, anchor.end)))
    written = {folded(each.text) for each in manifest.paragraphs}
    return _Known(
        frozenset(now), frozenset(now | before | written | (manifest.made or set()))
    )


def _now(runs: Iterable[Run]) -> str:
    return folded(_text(runs, before=False))


def _before(runs: Iterable[Run]) -> str:
    return folded(_text(runs, before=True))


def _text(runs: Iterable[Run], *, before: bool) -> str:
    return "".join(r.text for r in runs if (r.fate.was if before else r.fate.stays))


# Contents, and names that are looked up


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Words that Word makes, as they were and as they are now."""

    was: list[str]
    now: list[str]
    place: str
    """The heading that they stand under."""
    is_cell: bool


def _in_fields(
    manifest: Manifest, told: Sequence[Paragraph], known: _Known
) -> Iterator[Outside]:
    """Yield what was typed or deleted in what Word computes."""
    stretches = list(_stretches(manifest, told))
    was, now = Counter[str](), Counter[str]()
    for each in stretches:
        was.update(each.was if not each.is_cell else ())
        now.update(each.now if not each.is_cell else ())
    gone, names = was - now, _names_gone(manifest, told, known)
    found: list[Outside] = []
    for each in stretches:
        new = [part for part in each.now if part not in known.all]
        lost = [part for part in each.was if gone[part] and part in known.now]
        if each.is_cell:
            lost = [name for name in names if any(name in part for part in new)]
        gone.subtract(lost)
        for name in lost:
            names.pop(name, None)
        if new or lost:
            words = apart(" ".join(lost).split(), " ".join(new).split())
            found.append(Outside(_RULE, *words, each.place))
    found += [Outside(_RULE, name, "", place) for name, place in names.items()]
    yield from _together(found)


def _stretches(manifest: Manifest, told: Sequence[Paragraph]) -> Iterator[_Stretch]:
    for paragraph, place, _ in _placed(manifest, told):
        for runs in made_in(paragraph):
            was, now = (parts(_text(runs, before=side)) for side in (True, False))
            is_cell = paragraph.place is Place.TABLE
            yield _Stretch(was, now, place, is_cell)


def _names_gone(
    manifest: Manifest, told: Iterable[Paragraph], known: _Known
) -> dict[str, str]:
    """Return the names that no cell has, but a heading still, and where they stood."""
    cells = (each.after for each in told if each.place is Place.TABLE)
    names = {folded(name) for cell in cells for name in cell.split(_BETWEEN)}
    headings = places_of(manifest.paragraphs)
    return {
        name: place
        for written, place in zip(manifest.paragraphs, headings, strict=True)
        for name in map(folded, written.shown.split(_BETWEEN))
        if name and name in known.now - names
    }


def _together(found: Iterable[Outside]) -> Iterator[Outside]:
    """Yield what was told, deletions under one heading as one."""
    for (place, is_gone), group in groupby(
        found, lambda each: (each.place, not each.now)
    ):
        if is_gone:
            yield Outside(_RULE, "; ".join(each.was for each in group), "", place)
        else:
            yield from group


def _placed(
    manifest: Manifest, told: Iterable[Paragraph]
) -> Iterator[tuple[Paragraph, str, str]]:
    """Yield each paragraph of the text, its heading and the words before it."""
    headings = {each.text for each in manifest.paragraphs if each.heading}
    place = after = ""
    for paragraph in told:
        if paragraph.place is Place.HEADER:
            continue
        yield paragraph, place, after
        if own := _now(run for run in paragraph.runs if not run.is_computed):
            after = own
            is_heading = own in headings and paragraph.place is Place.BODY
            place = own if is_heading else place


# Running heads, and feet


def _in_heads(
    manifest: Manifest, told: Iterable[Paragraph], known: _Known
) -> Iterator[Outside]:
    """Yield what was typed or deleted in the heads and feet of pages."""
    for paragraph in told:
        if paragraph.place is not Place.HEADER:
            continue
        was, now = (parts(_text(paragraph.runs, before=side)) for side in (True, False))
        lost, new = (Counter(was) - Counter(now)), (Counter(now) - Counter(was))
        is_made_anew = lost and all(part in known.all for part in new) and new
        if was == now and manifest.made is not None:
            new = Counter(part for part in now if part not in known.all)
        if (lost or new) and not is_made_anew:
            words = apart(" ".join(lost).split(), " ".join(new).split())
            where = _where(paragraph, [*was, *now], known)
            yield Outside(_RULE, *words, "", where=where)


def _where(paragraph: Paragraph, said: Iterable[str], known: _Known) -> str:
    """Return which head it is, by what it repeats."""
    if paragraph.style.casefold().startswith("footer"):
        return "the foot of a page"
    own = next((part for part in said if part in known.all), "")
    return f"the running head “{own}”" if own else "a running head"


# Drawings, and what tells of tables


def _in_drawings(manifest: Manifest, told: Sequence[Paragraph]) -> Iterator[Outside]:
    """Yield what was added that no paragraph says."""
    rule, known = "unknown-structure", _Known(frozenset(), frozenset())
    for paragraph, place, after in _placed(manifest, told):
        for each in paragraph.unread:
            if each.what == TABLE_TITLE and _is_known(each.text, manifest):
                continue
            said, own = f"{each.what} was added", _now(paragraph.runs)
            yield Outside(rule, "", each.text, place, own or after, said=said)
    for paragraph in told:
        for each in paragraph.unread if paragraph.place is Place.HEADER else ():
            where, said = _where(paragraph, (), known), f"{each.what} was added"
            yield Outside(rule, "", each.text, "", said=said, where=where)


def _is_known(title: str, manifest: Manifest) -> bool:
    return manifest.titles is None or folded(title) in manifest.titles
