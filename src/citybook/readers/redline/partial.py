"""A returned file that has a part of its draft: it is held against that alone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from citybook.manifest import Manifest, Written
from citybook.readers.redline.match import homes_of
from citybook.readers.redline.whose import owner
from citybook.story.made import folded
from citybook.story.model import Paragraph, Place

MOST = 0.5
"""How much of a draft is missing from a file that has a part of it."""


@dataclass(frozen=True, slots=True)
class Part:
    """How much of a draft a file has."""

    passages: int
    of: int
    lacks: tuple[str, ...]
    """The headings under which it has nothing; "" for the front of the book."""


def part_of(
    manifest: Manifest, told: Sequence[Paragraph]
) -> tuple[Manifest, Part | None]:
    """Return what of a draft is in a file, where most is not: neither kept nor marked.

    Somebody sent a chapter alone, or copied it out. What is missing stood under a
    heading of which nothing is there.
    """
    written = manifest.paragraphs
    body = [each for each in told if each.place is not Place.HEADER]
    there = sum(len(each.before) for each in body)
    if there > MOST * sum(len(each.text) for each in written):
        return manifest, None
    known = {home.number for homes in homes_of(manifest, body) for home in homes}
    sections = list(_sections(written))
    missing = [each for each in sections if known.isdisjoint(each)]
    had = [n for each in sections if not known.isdisjoint(each) for n in each]
    kept = tuple(written[n] for n in had)
    few, many = len(_passages(kept)), len(_passages(written))
    if few >= MOST * many:
        return manifest, None
    tops = [written[each.start] for each in missing]
    lacks = tuple(top.text if top.heading else "" for top in tops if not _is_note(top))
    made = manifest.made and manifest.made | {folded(each.text) for each in written}
    part = replace(manifest, paragraphs=kept, made=made)
    return part, Part(few, many, lacks)


def _sections(written: Sequence[Written]) -> Iterator[range]:
    """Yield the numbers of a heading and of all that stands under it; of each note."""
    starts = [
        n for n, each in enumerate(written) if each.heading or not n or _is_note(each)
    ]
    for start, end in zip(starts, [*starts[1:], len(written)], strict=True):
        yield range(start, end)


def _is_note(written: Written) -> bool:
    return written.place is Place.NOTE


def _passages(written: Iterable[Written]) -> set[str]:
    own = (each for each in written if not each.heading)
    return {owner(span.key) for each in own for span in each.owners}
