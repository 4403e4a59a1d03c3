"""The comments of a returned Word file, each with the passage that it is about."""

from collections.abc import Iterator, Sequence
from textwrap import shorten

from citybook.asked import Asked, Remark
from citybook.manifest import Manifest, Written
from citybook.readers.redline.match import homes_of
from citybook.story.file import Comment, Story
from citybook.story.model import Place

OURS = "citybook"
"""Who asks in the comments that the program itself writes."""
MAX_QUOTE = 80


def asked_of(story: Story, file: str, manifest: Manifest) -> Iterator[Asked]:
    """Yield what the editors ask; a comment of ours counts if somebody replied."""
    threads = [t for t in _threads(story.comments) if len(t) > 1 or t[0].author != OURS]
    if not threads:
        return
    told = [each for each in story.paragraphs if each.place is not Place.HEADER]
    homes = homes_of(manifest, told)
    numbers: dict[str, int] = {}
    for number, paragraph in enumerate(told):
        for identifier in paragraph.comments:
            numbers.setdefault(identifier, number)
    for thread in threads:
        at = numbers.get(thread[0].identifier)
        home = homes[at][0].number if at is not None and homes[at] else None
        yield Asked(
            file,
            "" if home is None else _key(manifest.paragraphs[home]),
            "" if home is None else _heading(manifest, home),
            "" if at is None else shorten(told[at].after, MAX_QUOTE, placeholder=" …"),
            tuple(Remark(each.author, each.date, each.text) for each in thread),
            any(each.is_resolved for each in thread),
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


def _key(written: Written) -> str:
    """Return the key of what a paragraph prints first."""
    return written.heading or next((span.key for span in written.owners), "")


def _heading(manifest: Manifest, number: int) -> str:
    before = manifest.paragraphs[number::-1]
    return next((each.text for each in before if each.heading), "")
