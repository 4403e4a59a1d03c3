"""All that stands inside a value of frozen dataclasses, tuples and mappings."""

import dataclasses
from collections.abc import Iterator, Mapping
from typing import TypeVar

from citybook.document import Passage, Picture, lines
from citybook.prose import Part, plain_inlines

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
    """Yield all passages, parts and pictures inside a value, each with its words."""
    for passage in inside(value, Passage, Part, Picture):
        match passage:
            case Picture():
                yield passage, f"[{passage.picture}]"
                yield from answered((passage.caption, passage.alternative))
            case Passage():
                yield passage, "\n".join(lines(passage))
            case Part():
                yield passage, plain_inlines(passage.children)
