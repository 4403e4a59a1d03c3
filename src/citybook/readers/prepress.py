"""Prepress: a picture that came in is written afresh, as it will be printed.

Of its file nothing goes along but what is seen: no place and time of the camera, no
color profile, no second picture, nothing behind its end.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib.metadata import version
from math import ceil
from pathlib import Path

from PIL import Image, ImageCms, UnidentifiedImageError

from citybook.archive import MAX_BYTES
from citybook.looks import KINDS, MAX_PIXELS, strictly
from citybook.plate import FOLDER, Halftone, Pictures
from citybook.readers.cell_pictures import CellPicture
from citybook.readers.workbook import picture_at

MIN_SIDE = 60
"""Pixels; what is smaller is a button or a mark, and no picture."""
FINE, COARSE = 300, 150
"""Dots an inch: what print can show at the most, and what it needs."""

_ENDINGS = {"JPEG": ".jpg", "PNG": ".png"}
_QUALITY = 90
_ORIENTATION = 0x0112
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What sets a picture upright, by how the camera was held (CIPA DC-008, 4.6.4)."""

_AGAIN = "Ask for the picture again, as a JPEG or PNG."
_SMALLER = "Save it smaller, as a JPEG: 2,000 pixels across are enough."


@dataclass(frozen=True, slots=True)
class Order:
    """A picture file, and how large it may be printed."""

    path: Path
    width_pt: float
    height_pt: float
    memory: Path | None
    """The output folder that remembers what was made before."""
    within: CellPicture | None = None
    """Where in the file it lies, if that is a workbook."""


@dataclass(frozen=True, slots=True)
class Made:
    """What came of a picture file."""

    halftone: Halftone | None
    """None where it cannot be printed."""
    data: bytes = b""
    """What is to be kept, if it was made just now."""
    detail: str = ""
    """What is wrong with it, and then what to do."""
    remedy: str = ""


class _Unfit(Exception):
    """The picture cannot be printed; the two texts say why, and what to do."""

    def __init__(self, detail: str, remedy: str = "") -> None:
        super().__init__()
        self.made = Made(None, detail=detail, remedy=remedy)


def made(order: Order) -> Made:
    """Return a picture as it will be printed, or why it cannot be."""
    try:
        return _made(order)
    except _Unfit as unfit:
        return unfit.made
    except OSError as error:
        return Made(None, detail=f"It cannot be opened: {error.strerror or error}.")


def _made(order: Order) -> Made:
    if (size := order.path.stat().st_size) > MAX_BYTES:
        raise _Unfit(f"It has {size:,} bytes; the limit is {MAX_BYTES:,}.", _SMALLER)
    data = order.path.read_bytes()
    if order.within:
        data = _taken_out(data, order.within)
    name = _name(data, order)
    if known := _known(name, order):
        return known
    with _opened(data) as image:
        kind = "PNG" if image.format == "PNG" else "JPEG"
        printed = _printed(image, order)
    told = _told(f"{name}{_ENDINGS[kind]}", printed.size, order)
    return replace(told, data=_written(printed, kind))


def _taken_out(data: bytes, within: CellPicture) -> bytes:
    """Return the file of a picture that lies in a workbook."""
    picture = picture_at(data, within.sheet, within.cell)
    if picture is None:
        raise _Unfit(f"No picture lies at {within.sheet}!{within.cell} of that file.")
    return picture


def _name(data: bytes, order: Order) -> str:
    """Return the name of what is made; it tells all that it is made of and by."""
    recipe = f"{version('pillow')} {order.width_pt} {order.height_pt}"
    code = Path(__file__).read_bytes()
    return sha256(b"\0".join((code, recipe.encode(), data))).hexdigest()[:32]


def _known(name: str, order: Order) -> Made | None:
    """Return what was made before, if it is still there."""
    if order.memory is None:
        return None
    pictures = Pictures(order.memory / FOLDER)
    for ending in _ENDINGS.values():
        with suppress(OSError):
            data = io.BytesIO(pictures.raster(f"{name}{ending}"))
            with Image.open(data, formats=KINDS) as image:
                return _told(f"{name}{ending}", image.size, order)
    return None


def _told(name: str, size: tuple[int, int], order: Order) -> Made:
    """Return what was made of a picture, with a word on it if it has few pixels."""
    width_pt, height_pt = _size_pt(size, order)
    halftone = Halftone(name, width_pt, height_pt)
    room_pt = min(order.width_pt, order.height_pt * size[0] / size[1])
    if room_pt - width_pt < 1:
        return Made(halftone)
    detail = (
        f"It has {size[0]:,} × {size[1]:,} pixels and is printed "
        f"{width_pt / 72:.1f} inches wide; there is room for {room_pt / 72:.1f}."
    )
    needed = ceil(room_pt / 72 * COARSE)
    remedy = f"Send it with {needed:,} pixels across, if there is such a one."
    return Made(halftone, detail=detail, remedy=remedy)


def _size_pt(size: tuple[int, int], order: Order) -> tuple[float, float]:
    """Return how large a picture is printed: never coarser than print bears."""
    width, height = size
    most = min(order.width_pt / width, order.height_pt / height, 72 / COARSE)
    return round(most * width, 2), round(most * height, 2)


# The file


@contextmanager
def _opened(data: bytes) -> Iterator[Image.Image]:
    """Give the picture of a file that may be decoded; whatever breaks it is damage."""
    try:
        with strictly(), Image.open(io.BytesIO(data), formats=KINDS) as image:
            _refuse_odd(*image.size)
            yield image
    except (_Unfit, MemoryError):
        raise
    except Image.DecompressionBombError:
        raise _Unfit("It has more pixels than any camera makes.", _SMALLER) from None
    except UnidentifiedImageError:
        raise _Unfit("It is neither a JPEG nor a PNG.") from None
    # Broken files make Pillow raise almost anything: SyntaxError, struct.error.
    except Exception:
        detail = "It is damaged, or only a part of it arrived."
        raise _Unfit(detail, _AGAIN) from None


def _refuse_odd(width: int, height: int) -> None:
    size = f"It has {width:,} × {height:,} pixels"
    if width * height > MAX_PIXELS:
        raise _Unfit(f"{size}; {MAX_PIXELS:,} in all is the limit.", _SMALLER)
    if min(width, height) < MIN_SIDE:
        remedy = "Send the picture as the camera made it."
        raise _Unfit(f"{size}; {MIN_SIDE} each way are the least.", remedy)


# The picture


def _printed(image: Image.Image, order: Order) -> Image.Image:
    """Return the picture upright, on white, and no finer than print can show."""
    turn = _UPRIGHT.get(_orientation(image))
    is_on_its_side = turn is not None and turn in _SIDEWAYS
    width, height = image.size[::-1] if is_on_its_side else image.size
    printed_pt = _size_pt((width, height), order)
    wide, high = (max(1, round(side / 72 * FINE)) for side in printed_pt)
    target = (high, wide) if is_on_its_side else (wide, high)
    profile = image.info.get("icc_profile")
    # A JPEG may be read at an eighth of its size, which saves time and memory.
    image.draft(image.mode, (2 * target[0], 2 * target[1]))
    plain = _plain(image)
    if plain.width > target[0]:
        plain = plain.resize(target, Image.Resampling.LANCZOS)
    return _on_white(_in_standard_colors(plain, profile), turn)


_SIDEWAYS = frozenset(_UPRIGHT[number] for number in (5, 6, 7, 8))


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    except MemoryError:
        raise
    # What a camera or a program wrote beside the picture is no fault of the picture.
    except Exception:
        return 1


def _plain(image: Image.Image) -> Image.Image:
    """Return the picture in one of the modes L, RGB, RGBA and CMYK."""
    if image.mode.startswith("I"):  # gray with 16 bits, of which print shows eight
        return image.convert("I").point(lambda level: level / 256).convert("L")
    if image.has_transparency_data:
        return image.convert("RGBA")
    if image.mode in ("L", "RGB", "CMYK"):
        image.load()
        return image
    return image.convert("L" if image.mode == "1" else "RGB")


def _in_standard_colors(image: Image.Image, profile: object) -> Image.Image:
    """Return the picture in sRGB, as a profile says it is meant; one that lies, not."""
    if isinstance(profile, bytes):
        with suppress(ImageCms.PyCMSError, OSError, ValueError):
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            mode = "RGBA" if image.mode == "RGBA" else "RGB"
            meant = ImageCms.profileToProfile(
                image, own, ImageCms.createProfile("sRGB"), outputMode=mode
            )
            if meant:
                return meant.convert("L") if image.mode == "L" else meant
    return image.convert("RGB") if image.mode == "CMYK" else image


def _on_white(image: Image.Image, turn: Image.Transpose | None) -> Image.Image:
    """Return what is seen on white paper, upright, and nothing that is not seen."""
    if image.mode == "RGBA":
        paper = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(paper, image).convert("RGB")
    upright = image if turn is None else image.transpose(turn)
    return Image.frombytes(upright.mode, upright.size, upright.tobytes())


def _written(image: Image.Image, kind: str) -> bytes:
    stream = io.BytesIO()
    if kind == "PNG":
        image.save(stream, kind, compress_level=9)
    else:
        image.save(stream, kind, quality=_QUALITY, optimize=True)
    return stream.getvalue()
