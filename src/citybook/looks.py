"""Looks: what a picture shows at a glance, by which it is known in another file."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from string import ascii_letters, digits

from PIL import Image, ImageFile

KINDS = ("JPEG", "PNG")
MAX_PIXELS = 60_000_000
_FIELDS = 24
"""Each way."""
_SHADES = f"{ascii_letters}{digits}-_"
"""A letter for each of 64 shades of red, of green and of blue."""
_NEAR = 5
"""Shades by which a field may differ where a program has written a picture anew: with
half of its pixels, as a JPEG of quality 60, it was at most 4. A thin line in a chart
that runs otherwise makes 8."""


@contextmanager
def strictly() -> Iterator[None]:
    """Let Pillow make up nothing of a damaged picture, and not warn of a large one.

    WeasyPrint lets it.
    """
    is_lax, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = is_lax


def look_of(data: bytes) -> str:
    """Return what tells a picture's file from any other, and the shades of its fields.

    There are none where it is no JPEG or PNG that can be read.
    """
    return f"{_mark(data)} {_shades(data)}"


def is_like(look: str, data: bytes) -> bool:
    """Tell whether a file shows the picture that has some look."""
    mark, _, shades = look.partition(" ")
    if mark == _mark(data):
        return True
    ours, theirs = ([*map(_SHADES.find, each)] for each in (shades, _shades(data)))
    if not ours or len(ours) != len(theirs):
        return False
    return all(abs(a - b) <= _NEAR for a, b in zip(ours, theirs, strict=True))


def _mark(data: bytes) -> str:
    return sha256(data).hexdigest()[:12]


def _shades(data: bytes) -> str:
    """Return three letters for each field of a picture as it looks on white paper."""
    try:
        with strictly(), Image.open(io.BytesIO(data), formats=KINDS) as image:
            if image.width * image.height > MAX_PIXELS:
                return ""
            image.draft("RGB", (16 * _FIELDS, 16 * _FIELDS))
            is_clear = image.has_transparency_data
            seen = image.convert("RGBA" if is_clear else "RGB")
    except MemoryError:
        raise
    # Broken files make Pillow raise almost anything: SyntaxError, struct.error.
    except Exception:
        return ""
    if is_clear:
        paper = Image.new("RGBA", seen.size, "white")
        seen = Image.alpha_composite(paper, seen).convert("RGB")
    fields = seen.resize((_FIELDS, _FIELDS), Image.Resampling.BOX)
    return "".join(_SHADES[level // 4] for level in fields.tobytes())
