"""A designer's Word file: what the book takes from it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReferenceFace:
    """A face of a typeface as the designer's file holds it, scrambled with its key."""

    family: str
    tag: str
    """Such as `embedBold`."""
    key: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Reference:
    """The parts of a designer's file, as XML that was looked through."""

    styles: bytes
    theme: bytes = b""
    faces: tuple[ReferenceFace, ...] = ()
