"""The pictures of a returned Word file, and what it says that each shows."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from textwrap import shorten
from typing import TypeAlias

from citybook.light import Line, text_of
from citybook.likeness import rising
from citybook.looks import is_like
from citybook.manifest import Manifest, Shown
from citybook.readers.redline.passages import Outside, Reading, Revised, places_of
from citybook.readers.redline.pieces import Said, plain_spaces
from citybook.story.marks import marked_text
from citybook.story.model import Image, Paragraph, Place, Run

Pairs: TypeAlias = dict[int, int]
"""Numbers of returned pictures, and of those that they were."""
MAX_QUOTE = 80
_ADDED, _GONE = "A picture was added", "A picture was taken out"


def with_images(
    reading: Reading, manifest: Manifest, told: Sequence[Paragraph]
) -> Reading:
    """Return a reading of a file, and in it what became of the pictures.

    What one of them shows is a passage; no program tracks who changes it.
    """
    headings = places_of(manifest.paragraphs)
    ours = [
        (image, place)
        for written, place in zip(manifest.paragraphs, headings, strict=True)
        for image in written.images
    ]
    theirs = list(_standing(manifest, told))
    own = [image for image, _ in ours], [image for image, *_ in theirs]
    sure = _known(*own)
    pairs = sure or _in_order(*own, _alike(*own, {}))
    revised: list[Revised] = []
    outside: list[Outside] = []
    said = {each.key: each.now for each in reading.revised if each.is_changed}
    for number, (image, place, after) in enumerate(theirs):
        if number not in pairs:
            outside.append(_odd(_ADDED, "", image.told, place, after))
            continue
        shown, heading = ours[pairs[number]]
        if shown.look and not is_like(shown.look, image.data):
            outside.append(_odd(_other(shown.told), "", "", heading, after))
        was, now = _said(shown.told), _said(image.told)
        if was != now and said.setdefault(shown.key, now) != now:
            outside.append(Outside("unclear-edit", shown.told, image.told, heading))
        else:
            is_guess = number not in sure
            revised.append(Revised(shown.key, was, now, (), heading, is_guess))
    for number, (shown, heading) in enumerate(ours):
        if number not in pairs.values():
            outside.append(_odd(_GONE, shown.told, "", heading, ""))
    return replace(
        reading,
        revised=(*reading.revised, *revised),
        outside=(*reading.outside, *outside),
    )


def _said(told: str) -> Said:
    return Said(text_of([Line(plain_spaces(marked_text([Run(told)])))]))


def _other(told: str) -> str:
    """Return what is said of a picture in whose place there is another."""
    quote = shorten(told, MAX_QUOTE, placeholder=" …")
    one = f"one was that shows “{quote}”" if quote else "another was"
    return f"Another picture stands where {one}"


def _odd(said: str, was: str, now: str, place: str, after: str) -> Outside:
    return Outside("changed-picture", was, now, place, after, said=said)


def _standing(
    manifest: Manifest, told: Sequence[Paragraph]
) -> Iterator[tuple[Image, str, str]]:
    """Yield the pictures that stay, each with its heading and the words before it."""
    headings = {each.text for each in manifest.paragraphs if each.heading}
    place = after = ""
    for paragraph in told:
        if paragraph.place is Place.HEADER:
            continue
        for image in paragraph.images:
            if image.fate.stays:
                yield image, place, after
        if paragraph.after.strip():
            after = paragraph.after
            place = after if after in headings else place


# Which is which


def _known(ours: Sequence[Shown], theirs: Sequence[Image]) -> Pairs:
    """Return which picture each was by its name, and by its words behind those.

    A program that keeps names gives none of ours to a picture that is new; one that
    keeps none tells of no picture for certain.
    """
    numbers: Mapping[str, int] = {each.name: n for n, each in enumerate(ours)}
    pairs: Pairs = {}
    for number, image in enumerate(theirs):
        own = numbers.get(image.name)
        if own is not None and own not in pairs.values():
            pairs[number] = own
    return pairs | _alike(ours, theirs, pairs) if pairs else {}


def _alike(ours: Sequence[Shown], theirs: Sequence[Image], pairs: Pairs) -> Pairs:
    """Return the pictures of which the same is told, and of no others."""
    mine = {n: each.told for n, each in enumerate(ours) if n not in pairs.values()}
    new = {n: each.told for n, each in enumerate(theirs) if n not in pairs}
    counts = Counter(mine.values()), Counter(new.values())
    places = {told: n for n, told in mine.items() if told and counts[0][told] == 1}
    return {n: places[t] for n, t in new.items() if t in places and counts[1][t] == 1}


def _in_order(ours: Sequence[Shown], theirs: Sequence[Image], pairs: Pairs) -> Pairs:
    """Return the pairs, and those between two of them, if there are as many as were."""
    fixed = [(-1, -1), *rising(sorted(pairs.items())), (len(theirs), len(ours))]
    found = dict(pairs)
    for (low, here), (high, there) in pairwise(fixed):
        new = [n for n in range(low + 1, high) if n not in pairs]
        mine = [n for n in range(here + 1, there) if n not in pairs.values()]
        if len(new) == len(mine):
            found |= dict(zip(new, mine, strict=True))
    return found
