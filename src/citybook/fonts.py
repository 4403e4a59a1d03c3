"""Typefaces: which files a family has, and which characters it can print.

Families come from Python font packages, which name their TrueType files under the
entry point `fonts_ttf`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import entry_points
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from fontTools.ttLib import TTFont

Face = Literal["regular", "bold", "italic", "bold-italic"]

_PANOSE = (
    *("bFamilyType", "bSerifStyle", "bWeight", "bProportion", "bContrast"),
    *("bStrokeVariation", "bArmStyle", "bLetterForm", "bMidline", "bXHeight"),
)
_ENDINGS: Mapping[Face, tuple[str, ...]] = {
    "regular": ("", "Regular"),
    "bold": ("Bold",),
    "italic": ("It", "Italic"),
    "bold-italic": ("BoldIt", "BoldItalic"),
}


@dataclass(frozen=True, slots=True)
class Traits:
    """What a face looks like and is made for: OpenType's table OS/2."""

    panose: tuple[int, ...]
    unicode_ranges: tuple[int, ...]
    code_pages: tuple[int, ...]


@cache
def faces(family: str) -> Mapping[Face, Path]:
    """Return the four faces of a family; raise LookupError where one is missing."""
    installed = _installed()
    name = family.replace(" ", "")
    return MappingProxyType(
        {
            face: _first(installed, [name + ending for ending in endings])
            for face, endings in _ENDINGS.items()
        }
    )


def font_file(family: str, *, bold: bool, italic: bool) -> Path:
    """Return the file of one face of a family."""
    face: Face = "regular"
    if bold:
        face = "bold-italic" if italic else "bold"
    elif italic:
        face = "italic"
    return faces(family)[face]


def directories(*families: str) -> tuple[Path, ...]:
    """Return the folders that hold the files of the families, each once."""
    folders = (path.parent for family in families for path in faces(family).values())
    return tuple(dict.fromkeys(folders))


@cache
def characters(family: str) -> frozenset[int]:
    """Return the code points that the regular face of a family can print."""
    with TTFont(faces(family)["regular"], lazy=True) as font:
        return frozenset(font.getBestCmap())


@cache
def fingerprint(family: str) -> str:
    """Return a hash of the faces of a family."""
    files = [path.read_bytes() for _, path in sorted(faces(family).items())]
    return sha256(b"".join(sha256(data).digest() for data in files)).hexdigest()


def text_width(text: str, family: str, size_pt: float, *, bold: bool = False) -> float:
    """Return the width of a line in points, without kerning."""
    advances, usual = _advances(family, "bold" if bold else "regular")
    return size_pt * sum(advances.get(ord(char), usual) for char in text)


@cache
def _advances(family: str, face: Face) -> tuple[Mapping[int, float], float]:
    """Return the width of each character and of one that is missing, in ems."""
    with TTFont(faces(family)[face], lazy=True) as font:
        em, widths = font["head"].unitsPerEm, font["hmtx"]
        cmap = font.getBestCmap().items()
        return {code: widths[glyph][0] / em for code, glyph in cmap}, 1.0


@cache
def traits(family: str) -> Traits:
    """Return what the regular face of a family says of itself."""
    with TTFont(faces(family)["regular"], lazy=True) as font:
        facts = font["OS/2"]
        return Traits(
            panose=tuple(getattr(facts.panose, field) for field in _PANOSE),
            unicode_ranges=_numbers(facts, "ulUnicodeRange", 4),
            code_pages=_numbers(facts, "ulCodePageRange", 2),
        )


def _numbers(table: object, field: str, count: int) -> tuple[int, ...]:
    return tuple(getattr(table, f"{field}{n}") for n in range(1, count + 1))


@cache
def _installed() -> Mapping[str, Path]:
    return dict(_found())


def _found() -> Iterator[tuple[str, Path]]:
    for entry in entry_points(group="fonts_ttf"):
        files: Mapping[str, str] = entry.load()
        for name, file in files.items():
            yield name, Path(file)


def _first(installed: Mapping[str, Path], names: list[str]) -> Path:
    for name in names:
        if name in installed:
            return installed[name]
    raise LookupError(f"no font package has the face {names[-1]}")
