"""What editors ask in the comments of a returned Word file."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from citybook.findings import Finding, found
from citybook.source import Source


@dataclass(frozen=True, slots=True)
class Remark:
    """One comment."""

    author: str
    date: str
    """As Word notes it: `2026-03-01T09:30:00Z`."""
    text: str

    @property
    def by(self) -> str:
        """Who made it, and when."""
        return " on ".join(filter(None, (self.author or "somebody", self.date[:10])))


@dataclass(frozen=True, slots=True)
class Asked:
    """A comment with its replies, and the place of the book that it is about."""

    file: str
    """The returned file, by its name below the submissions."""
    key: str
    """Of the passage or heading; empty where that cannot be told."""
    heading: str
    """What it stands under."""
    quote: str
    """How the paragraph begins."""
    remarks: tuple[Remark, ...]
    """The comment, then the replies to it."""
    is_resolved: bool
    mark: str
    """What tells it from all others, and stays with it from draft to draft."""

    @property
    def text(self) -> str:
        """All that is said, who says it before each reply."""
        first, *replies = self.remarks
        said = (f"{each.by} replies: {each.text}" for each in replies)
        return "\n".join((first.text, *said))


def told_apart(asked: Iterable[Asked]) -> tuple[Asked, ...]:
    """Return each comment once, with all the replies to it in whatever file.

    A comment is carried from draft to draft, and comes back with each.
    """
    copies: dict[str, list[Asked]] = {}
    for each in asked:
        copies.setdefault(each.mark, []).append(each)
    return tuple(map(_united, copies.values()))


def _united(copies: Sequence[Asked]) -> Asked:
    """Return a comment as all files have it.

    It is resolved if a file says so in which nobody's reply is missing.
    """
    first = copies[0]
    replies = dict.fromkeys(reply for each in copies for reply in each.remarks[1:])
    in_turn = sorted(replies, key=lambda each: (not each.date, each.date))
    is_resolved = any(
        each.is_resolved and replies.keys() <= set(each.remarks) for each in copies
    )
    remarks = (first.remarks[0], *in_turn)
    return replace(first, remarks=remarks, is_resolved=is_resolved)


def open_queries(asked: Iterable[Asked]) -> Iterator[Finding]:
    """Yield a warning for each comment that nobody has resolved."""
    for each in asked:
        if not each.is_resolved:
            place = f"“{each.heading}”" if each.heading else "the front of the book"
            quote = f", at “{each.quote}”" if each.quote else ""
            detail = f"In {place}{quote}, {each.remarks[0].by} asks."
            source = Source(each.file)
            yield found("open-query", source, detail, value=each.text, path=each.key)


Standings = tuple[tuple[Asked, str], ...]
"""Comments, and where each stands."""
STANDINGS = ("open", "waived", "resolved")


def standings(asked: Iterable[Asked], findings: Iterable[Finding]) -> Standings:
    """Return where each comment stands, once some findings of it are waived."""
    told = frozenset(findings)
    return tuple((each, _standing(each, told)) for each in asked)


def _standing(asked: Asked, findings: frozenset[Finding]) -> str:
    if asked.is_resolved:
        return "resolved"
    return "open" if findings.issuperset(open_queries([asked])) else "waived"


def unanswered(asked: Standings) -> tuple[Finding, ...]:
    """Return an error where a comment is still open, so that nothing is published."""
    open_ones = [each for each, standing in asked if standing == "open"]
    if not open_ones:
        return ()
    many = len(open_ones)
    detail = f"{many} {'query is' if many == 1 else 'queries are'} open."
    return (found("unanswered-queries", Source(open_ones[0].file), detail),)
