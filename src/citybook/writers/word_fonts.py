"""Typefaces inside a Word file, so that the book looks the same on every machine."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from types import MappingProxyType
from uuid import UUID

from citybook.fonts import Face, faces, subset, traits
from citybook.reference import ReferenceFace
from citybook.style import Style
from citybook.word_xml import RELATION_ID, Element, add, element

_EMBEDDED: tuple[tuple[Face, str], ...] = (
    ("regular", "embedRegular"),
    ("bold", "embedBold"),
    ("italic", "embedItalic"),
    ("bold-italic", "embedBoldItalic"),
)
EMBEDDED_TAGS = tuple(tag for _, tag in _EMBEDDED)
_SCRAMBLED = 32


@dataclass(frozen=True, slots=True)
class EmbeddedFace:
    """A face as a Word file holds it."""

    part: str
    key: str
    """GUID that the first bytes are scrambled with."""
    data: bytes


def font_table(
    style: Style,
    more: tuple[ReferenceFace, ...] = (),
    stand_ins: Mapping[str, Iterable[str]] = MappingProxyType({}),
) -> tuple[Element, tuple[EmbeddedFace, ...]]:
    """Return the part `fontTable.xml` and the faces that it names.

    `more` are faces that a designer brought along; `stand_ins` are families that step
    in, each with the characters that it prints, and is cut down to: whole, that of
    Chinese alone would be larger than the rest of the book.
    """
    root = element("fonts")
    embedded: list[EmbeddedFace] = []
    for kind, family in zip(("sans", "serif"), style.fonts.text[::-1], strict=True):
        node = add(root, "font", name=family)
        _describe(node, family, "roman" if kind == "serif" else "swiss")
        for tag, face in _faces(family, first=len(embedded) + 1):
            embedded.append(face)
            add(node, tag, fontKey=face.key).set(RELATION_ID, face.part)
    for family, printed in sorted(stand_ins.items()):
        node = add(root, "font", name=family)
        _describe(node, family, "auto")
        data = subset(family, "".join(sorted(printed)))
        face = _embedded(data, len(embedded) + 1)
        embedded.append(face)
        add(node, "embedRegular", fontKey=face.key).set(RELATION_ID, face.part)
    foreign = [face for face in more if face.family not in style.fonts.text]
    for family, group in groupby(foreign, lambda face: face.family):
        node = add(root, "font", name=family)
        for each in group:
            number = len(embedded) + 1
            embedded.append(EmbeddedFace(f"font{number}", each.key, each.data))
            add(node, each.tag, fontKey=each.key).set(RELATION_ID, f"font{number}")
    return root, tuple(embedded)


def _describe(node: Element, family: str, kind: str) -> None:
    """Say what the family is like, for a program that must put another in its place."""
    known = traits(family)
    add(node, "panose1", val="".join(f"{number:02X}" for number in known.panose))
    add(node, "charset", val="00")
    add(node, "family", val=kind)
    add(node, "pitch", val="variable")
    ranges = {f"usb{i}": bits for i, bits in enumerate(known.unicode_ranges)}
    ranges |= {f"csb{i}": bits for i, bits in enumerate(known.code_pages)}
    add(node, "sig", **{field: f"{bits:08X}" for field, bits in ranges.items()})


def _faces(family: str, *, first: int) -> Iterator[tuple[str, EmbeddedFace]]:
    for number, (face, tag) in enumerate(_EMBEDDED, first):
        yield tag, _embedded(faces(family)[face].read_bytes(), number)


def _embedded(data: bytes, number: int) -> EmbeddedFace:
    # The key comes from the face itself, so that every run gives the same bytes.
    key = f"{{{UUID(bytes=sha256(data).digest()[:16], version=4)}}}".upper()
    return EmbeddedFace(f"font{number}", key, scrambled(data, key))


def scrambled(data: bytes, key: str) -> bytes:
    """Return a face scrambled with a GUID, or a scrambled one restored.

    ECMA-376-4:2016, 10.1.3: the first 32 bytes, with the GUID from its end.
    """
    secret = UUID(key).bytes[::-1] * 2
    head = bytes(a ^ b for a, b in zip(data[:_SCRAMBLED], secret, strict=False))
    return head + data[_SCRAMBLED:]
