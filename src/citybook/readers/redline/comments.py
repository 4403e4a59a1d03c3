"""The comments of a returned Word file, each with the passage that it is about."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from textwrap import shorten

from citybook.asked import Asked, Remark
from citybook.editing import OURS
from citybook.manifest import Manifest, Noted, Written
from citybook.readers.redline.match import homes_of
from citybook.story.file import Comment, Story
from citybook.story.made import folded
from citybook.story.model import Place

MAX_QUOTE = 80
SOMEBODY = "somebody"
"""Who asks in a comment that names nobody."""
_TO_THE_MINUTE = len("2026-03-01T09:30")
"""Word keeps no seconds."""


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a comment stands."""

    key: str = ""
    heading: str = ""
    quote: str = ""


_NOWHERE = _Spot()


def asked_of(story: Story, file: str, manifest: Manifest) -> Iterator[Asked]:
    """Yield what the editors ask; a comment of ours counts if they wrote to it."""
    ours = _ours(manifest)
    threads = [t for t in _threads(story.comments) if not _is_untouched(t, ours)]
    if not threads:
        return
    spots = _spots(story, manifest)
    known = _known([each for thread in threads for each in thread], manifest, spots)
    for mark, comments in _by_mark(threads, known, manifest, spots).items():
        noted = [each for each in manifest.comments or () if each.thread == mark]
        new = [each for each in comments if known.get(each.identifier) not in noted]
        said = [_signed(each, story, ours) for each in new]
        spot = spots.get(comments[0].identifier, _NOWHERE)
        yield Asked(
            file,
            noted[0].key if noted else spot.key,
            spot.heading,
            spot.quote,
            tuple(dict.fromkeys((*(each.remark for each in noted), *said))),
            any(each.is_resolved for each in comments),
            mark,
        )


def _threads(comments: Sequence[Comment]) -> list[list[Comment]]:
    """Return each comment with the replies to it."""
    threads = {each.identifier: [each] for each in comments if not each.answers}
    for each in comments:
        if each.answers in threads:
            threads[each.answers].append(each)
        elif each.answers:
            threads[each.identifier] = [each]
    return list(threads.values())


# What is said


def _remark(comment: Comment) -> Remark:
    """Return what a comment says as it will be read in the next draft, too."""
    lines = map(folded, comment.text.split("\n"))
    author = folded(comment.author) or SOMEBODY
    return Remark(author, _moment(comment.date), "\n".join(lines).strip())


def _moment(date: str) -> str:
    """Return when something was said, or '' where that is not told."""
    with suppress(ValueError):
        return f"{datetime.fromisoformat(date[:_TO_THE_MINUTE]).isoformat()}Z"
    return ""


def _signed(comment: Comment, story: Story, ours: frozenset[str] | None) -> Remark:
    """Return what a comment says; what somebody typed into ours, as theirs."""
    remark = _remark(comment)
    if ours is None or remark.author != OURS or folded(remark.text) in ours:
        return remark
    saved_by = folded(story.saved_by)
    author = SOMEBODY if saved_by in {"", OURS} else saved_by
    return Remark(author, _moment(story.saved), remark.text)


# What is known of it


def _ours(manifest: Manifest) -> frozenset[str] | None:
    """Return what the program asked in a draft, or None where that is not told."""
    if manifest.comments is None:
        return None
    texts = (each.remark.text for each in manifest.comments if not each.thread)
    return frozenset(map(folded, texts))


def _is_untouched(thread: Sequence[Comment], ours: frozenset[str] | None) -> bool:
    """Tell whether a comment is ours, and nobody wrote to it."""
    if len(thread) > 1:
        return False
    words, is_signed = folded(thread[0].text), thread[0].author == OURS
    if ours is None:
        return is_signed
    return words in ours or (is_signed and not words)


def _known(
    comments: Iterable[Comment], manifest: Manifest, spots: Mapping[str, _Spot]
) -> dict[str, Noted]:
    """Return which comments the draft had from earlier ones, by their identifiers.

    LibreOffice makes a comment of each reply, and programs may change its date.
    """
    left = [each for each in manifest.comments or () if each.thread]
    asked = [
        (each.identifier, _remark(each), spots.get(each.identifier, _NOWHERE).key)
        for each in comments
    ]
    known: dict[str, Noted] = {}
    for is_that in (_is_same, _is_like):
        for identifier, remark, key in asked:
            is_told = identifier in known
            fits = [] if is_told else [n for n in left if is_that(remark, n, key)]
            if fits:
                known[identifier] = min(fits, key=lambda each: each.key != key)
                left.remove(known[identifier])
    return known


def _is_same(remark: Remark, noted: Noted, _: str) -> bool:
    return remark == noted.remark


def _is_like(remark: Remark, noted: Noted, key: str) -> bool:
    """Tell whether a comment may be one that a draft had, for all that was lost of it.

    Word may take out who wrote what, and when.
    """
    if remark.text != noted.remark.text:
        return False
    is_dated = bool(remark.date and noted.remark.date)
    is_theirs = remark.author == noted.remark.author
    return not remark.date or (is_theirs and (not is_dated or key == noted.key))


def _by_mark(
    threads: Sequence[Sequence[Comment]],
    known: Mapping[str, Noted],
    manifest: Manifest,
    spots: Mapping[str, _Spot],
) -> dict[str, list[Comment]]:
    """Return the comments of each thread by what tells it from all others."""
    alike: Counter[tuple[Remark, str]] = Counter()
    has_dates = all(_remark(thread[0]).date for thread in threads)
    draft = "" if has_dates else manifest.build
    by_mark: dict[str, list[Comment]] = {}
    for thread in threads:
        noted = [known[each.identifier] for each in thread if each.identifier in known]
        mark = noted[0].thread if noted else ""
        if not mark:
            remark = _remark(thread[0])
            key = spots.get(thread[0].identifier, _NOWHERE).key
            mark = _mark(remark, key, alike[remark, key], "" if remark.date else draft)
            alike[remark, key] += 1
        by_mark.setdefault(mark, []).extend(thread)
    return by_mark


def _mark(remark: Remark, key: str, nth: int, draft: str) -> str:
    """Return what tells a thread from all others; without a date, of other drafts."""
    told = (remark.author, remark.date, remark.text, key, str(nth), draft)
    return sha256("\0".join(told).encode("utf-8", "replace")).hexdigest()[:16]


# Where it stands


def _spots(story: Story, manifest: Manifest) -> Mapping[str, _Spot]:
    """Return where each comment stands, by its identifier."""
    told = [each for each in story.paragraphs if each.place is not Place.HEADER]
    spots: dict[str, _Spot] = {}
    for paragraph, homes in zip(told, homes_of(manifest, told), strict=True):
        if not paragraph.comments:
            continue
        home = homes[0].number if homes else None
        spot = _Spot(
            "" if home is None else _key(manifest.paragraphs[home]),
            "" if home is None else _heading(manifest, home),
            shorten(paragraph.after, MAX_QUOTE, placeholder=" …"),
        )
        for anchor in paragraph.comments:
            spots.setdefault(anchor.name, spot)
    return spots


def _key(written: Written) -> str:
    """Return the key of what a paragraph prints first."""
    return written.heading or next((span.key for span in written.owners), "")


def _heading(manifest: Manifest, number: int) -> str:
    before = (manifest.paragraphs[n] for n in range(number, -1, -1))
    return next((each.text for each in before if each.heading), "")
