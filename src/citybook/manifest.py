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


# How it is made


def manifest_of(
    document: Document, paragraphs: Iterable[StoryParagraph], build: str
) -> Manifest:
    """Return what a Word file says of a document, read as it will be read again."""
    names, counts = _names(document), _counts(document)
    sources = {
        block.key: str(block.source)
        for chapter in document.chapters
        for block in _origins(chapter.blocks)
    }
    written = tuple(_paragraph(p, names, counts) for p in paragraphs)
    return Manifest(build, written, sources)


def _paragraph(
    paragraph: StoryParagraph,
    names: Mapping[str, str],
    counts: Mapping[str, tuple[Span, ...]],
) -> Written:
    known = [a for a in paragraph.anchors if a.name in names]
    known.sort(key=lambda anchor: (anchor.start, -anchor.end))
    whole = next((a for a in known if _is_whole(a, paragraph)), None)
    parts = [a for a in known if a is not whole] or ([whole] if whole else [])
    spans = [Span(a.start, a.end, names[a.name]) for a in parts]
    spans += counts.get(known[0].name, ()) if known else ()
    return Written(
        text=paragraph.after,
        marked=marked_text(paragraph.runs),
        bullet=sign(paragraph),
        name=known[0].name if known else "",
        spans=tuple(spans),
        is_ours=not known or all(run.is_computed for run in paragraph.runs),
    )


def _is_whole(anchor: Anchor, paragraph: StoryParagraph) -> bool:
    return anchor.start == 0 and anchor.end >= len(paragraph.after)


def _names(document: Document) -> Mapping[str, str]:
    """Return the key of everything that has a bookmark, by the bookmark's name."""
    names: dict[str, str] = {}
    for chapter in document.chapters:
        for block in walk(chapter.blocks):
            match block:
                case Passage():
                    for number in range(len(_runs_of(block.blocks))):
                        names[passage_bookmark(block.key, number)] = block.key
                case Heading():
                    names[heading_bookmark(block.key)] = block.key
    for part in _parts_in(document):
        names[passage_bookmark(part.key, 0)] = part.key
    return names
