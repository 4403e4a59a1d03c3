"""A returned file that has a part of its draft: what it lacks was not deleted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from citybook.manifest import Manifest
from citybook.readers.redline.match import homes_of
from citybook.readers.redline.passages import Reading
from citybook.readers.redline.whose import owner
from citybook.story.model import Paragraph, Place

MOST = 0.5
"""How many of the passages are missing where a file has a part of its draft."""


@dataclass(frozen=True, slots=True)
class Part:
    """How much of a draft a file has."""

    passages: int
    of: int
    lacks: tuple[str, ...]
    """The headings that are missing; "" for the front of the book."""


def in_part(
    reading: Reading, manifest: Manifest, told: Sequence[Paragraph]
) -> tuple[Reading, Part | None]:
    """Return what was changed in a file, and which part of its draft that has.

    It has a part where most passages are missing together with their headings, and are
    not marked as deleted: somebody sent a chapter alone, or copied it out.
    """
    before = [each for each in reading.revised if each.was.marked]
    empty = [each for each in before if not (each.now.marked or each.changes)]
    if len(empty) <= MOST * len(before):
        return reading, None
    under = dict(_headings(manifest))
    known = set(_known(manifest, told))
    headings = dict.fromkeys(under.values())
    missing = dict.fromkeys(each for each in headings if each.number not in known)
    lost = {each.key for each in empty if under.get(each.key) in missing}
    if len(lost) <= MOST * len(before):
        return reading, None
    keys = {each.key for each in missing}
    lacks = dict.fromkeys(each.text for each in missing)
    places = lacks.keys() - {each.text for each in headings.keys() - missing.keys()}
    revised = tuple(each for each in reading.revised if each.key not in lost)
    outside = tuple(
        each
        for each in reading.outside
        if each.now or each.where or not (each.heading in keys or each.place in places)
    )
    part = Part(len(before) - len(lost), len(before), tuple(lacks))
    return replace(reading, revised=revised, outside=outside), part


@dataclass(frozen=True, slots=True)
class _Heading:
    """A heading of the draft; the front of the book has one without words."""

    number: int = -1
    key: str = "front"
    text: str = ""


def _headings(manifest: Manifest) -> Iterator[tuple[str, _Heading]]:
    """Yield each key, and the heading that it stands under."""
    heading = _Heading()
    for number, each in enumerate(manifest.paragraphs):
        if each.heading:
            heading = _Heading(number, each.heading, each.text)
        keys = [owner(span.key) for span in each.owners]
        keys += [image.key for image in each.images]
        yield from ((key, heading) for key in (each.heading, *keys) if key)


def _known(manifest: Manifest, told: Sequence[Paragraph]) -> Iterator[int]:
    """Yield the numbers of the headings that a file has."""
    body = [each for each in told if each.place is not Place.HEADER]
    written = manifest.paragraphs
    first = next((n for n, each in enumerate(written) if each.heading), len(written))
    for homes in homes_of(manifest, body):
        yield from (-1 if home.number < first else home.number for home in homes)
