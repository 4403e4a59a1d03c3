"""Typefaces: which files a family has, and which characters it can print.

Families come from Python font packages, which name their TrueType files under the
entry point `fonts_ttf`. The faces that step in for characters of other scripts lie in
`data/faces`, one of each family: no registry that all machines reach has packages of
them with one static face each, the packages of Debian and Homebrew differ from year to
year, and a book must look the same everywhere. One face for Chinese, Japanese and
Korean together (3.5 MB) was preferred to those of Noto (a hundred).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import entry_points
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

Face = Literal["regular", "bold", "italic", "bold-italic"]

FACES = Path(__file__).parent / "data" / "faces"
"""Where the faces lie that step in."""
_PRIVATE = (range(0xE000, 0xF900), range(0xF0000, 0x110000))
_KEYCAP = 0x20E3
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


def face(family: str) -> Path:
    """Return the regular face of a family; a family that steps in has no other."""
    name = family.replace(" ", "")
    return _first(_installed(), [name + end for end in ("", "-Regular", "Regular")])


def files(family: str) -> tuple[Path, ...]:
    """Return all faces of a family, of which one that steps in has one."""
    if face(family).parent == FACES:
        return (face(family),)
    return tuple(path for _, path in sorted(faces(family).items()))


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
    folders = (path.parent for family in families for path in files(family))
    return tuple(dict.fromkeys(folders))


@cache
def characters(family: str) -> frozenset[int]:
    """Return the code points that the regular face of a family can print.

    Those for private use mean nothing to anybody else (Unicode 23.5), and a keycap is
    an empty box: Pango parts it from its digit.
    """
    with TTFont(face(family), lazy=True) as font:
        return frozenset(font.getBestCmap()).difference(*_PRIVATE, [_KEYCAP])


@cache
def shared_characters(families: tuple[str, ...]) -> frozenset[int]:
    """Return the code points that each of the families can print."""
    return frozenset.intersection(*map(characters, families))


@cache
def fingerprint(family: str) -> str:
    """Return a hash of the faces of a family."""
    digests = (sha256(path.read_bytes()).digest() for path in files(family))
    return sha256(b"".join(digests)).hexdigest()


def subset(family: str, text: str) -> bytes:
    """Return the face of a family with no more than what prints a text."""
    options = Options(layout_features=["*"], name_IDs=["*"], notdef_outline=True)
    with TTFont(face(family), recalcTimestamp=False) as font, BytesIO() as file:
        subsetter = Subsetter(options)
        subsetter.populate(text=text + " ")
        subsetter.subset(font)
        font.save(file)
        return file.getvalue()


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
    with TTFont(face(family), lazy=True) as font:
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
        packed: Mapping[str, str] = entry.load()
        for name, file in packed.items():
            yield name, Path(file)
    for path in sorted(FACES.glob("*.ttf")):
        yield path.stem, path


def _first(installed: Mapping[str, Path], names: list[str]) -> Path:
    for name in names:
        if name in installed:
            return installed[name]
    raise LookupError(f"no font package has the face {names[-1]}")
