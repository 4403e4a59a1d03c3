"""All that stands inside a value of frozen dataclasses, tuples and mappings."""

import dataclasses
from collections.abc import Iterator, Mapping
from typing import TypeVar

from citybook.document import Note, Passage, Picture, lines
from citybook.prose import Citation, Link, Part, plain_inlines

T = TypeVar("T")


def inside(value: object, *kinds: type[T]) -> Iterator[T]:
    """Yield what is of some kinds, and look no further into that."""
    if isinstance(value, kinds):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from inside(each, *kinds)
    elif isinstance(value, Mapping):
        yield from inside(tuple(value.items()), *kinds)
    elif dataclasses.is_dataclass(value):
        for each in dataclasses.fields(value):
            yield from inside(getattr(value, each.name), *kinds)


def answered(value: object) -> Iterator[tuple[Passage | Part | Picture, str]]:
    """Yield all passages, parts and pictures inside a value, each with its words.

    Those of a number are what its note says.
    """
    notes = {note.key: note for note in inside(value, Note)}
    for passage in inside(value, Passage, Part, Picture):
        match passage:
            case Picture():
                yield passage, f"[{passage.picture}]"
                yield from answered((passage.caption, passage.alternative))
            case Passage():
                yield passage, "\n".join(lines(passage))
                yield from _cited(passage, notes)
            case Part():
                yield from _cited(passage, notes)
                if not isinstance(passage.children[0], Citation):
                    yield passage, plain_inlines(passage.children)


def _cited(
    value: Passage | Part, notes: Mapping[str, Note]
) -> Iterator[tuple[Part, str]]:
    """Yield the parts that are numbers of notes, each with what these say."""
    held = value.blocks if isinstance(value, Passage) else (value,)
    for part in inside(held, Part):
        for citation in inside(part.children, Citation):
            marks = inside(citation, Link)
            cited = (notes[mark.target.removeprefix("#")] for mark in marks)
            yield part, " ".join(plain_inlines(note.children) for note in cited)
