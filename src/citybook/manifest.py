"""The manifest: every paragraph of a Word file as it was written, and whose it is.

It goes into the file and beside it, so that a returned file can be held against it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256

from citybook.document import Block, Document, Heading, Passage, walk
from citybook.prose import BulletList, Inlines, Paragraph, Part, Text
from citybook.word_xml import passage_bookmark

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Span:
    """Characters of a paragraph that came from one place."""

    start: int
    end: int
    key: str = ""
    """Of the passage; empty for what the program prints of itself."""
    count: str = ""
    """Name of the count whose figure this is."""


@dataclass(frozen=True, slots=True)
class Written:
    """One paragraph as it was written."""

    text: str
    marked: str
    """In light Markdown, without the sign of a list."""
    bullet: str = ""
    """`-` or `1.` with its indent, if it is an item of a list."""
    name: str = ""
    """Of the bookmark round it."""
    spans: tuple[Span, ...] = ()
    is_ours: bool = False
    """Whether the program makes all of it: a line of the contents."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a Word file said when it was written."""

    build: str
    """The hash of what it was built from."""
    paragraphs: tuple[Written, ...]
    sources: Mapping[str, str] = field(default_factory=dict)
    """Where each passage was typed, by its key."""

    def dump(self) -> str:
        """Return it as JSON; equal manifests give equal text."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)


def load(text: str) -> Manifest | None:
    """Return the manifest that a text holds, or None where it holds none."""
    try:
        told = json.loads(text)
        return Manifest(
            str(told["build"]),
            tuple(_written(each) for each in told["paragraphs"]),
            {str(key): str(value) for key, value in told["sources"].items()},
        )
    except (ValueError, LookupError, TypeError, AttributeError):
        return None


def _written(told: Mapping[str, object]) -> Written:
    spans = told["spans"]
    if not isinstance(spans, list):
        raise TypeError("spans are a list")
    return Written(**{**told, "spans": tuple(Span(**span) for span in spans)})  # type: ignore[arg-type]
