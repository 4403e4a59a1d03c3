"""Pictures of pages, and whether they look as those that a person has accepted.

Two pages are compared block by block, each the mean of its pixels, for another version
of poppler smooths edges otherwise; and strip by strip, for a thin rule that is lost is
pale in a block.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops

from conformance.programs import program, run

DPI, FINER = 54, 4
"""Pages are drawn finer than they are kept: letters then stand where they should."""
BLOCK = (4, 4)
"""Pixels of a block: 5.3 points, a third of a line."""
STRIP = (153, 2)
"""Pixels of a strip: a third of the width of a page."""
COLORS = 255

Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How much, of 255, may be lighter or darker in red, green or blue."""

    block: int
    strip: int
    blocks: int = 0
    """How many blocks may be farther off."""


Likeness = Callable[[str, Path, str, Tolerance], None]
"""What the fixture `likeness` gives: it compares the first page of a PDF that has some
words with a picture of that name."""


def page_with(pdf: Path, words: str) -> int:
    """Return the number of the first page that has these words, however spaced.

    LibreOffice makes small capitals of large ones.
    """
    text = run([program("pdftotext"), "-enc", "UTF-8", pdf, "-"])
    wanted = "".join(words.split()).casefold()
    pages = enumerate(text.casefold().split("\f"), 1)
    return next(number for number, page in pages if wanted in "".join(page.split()))


def drawn(pdf: Path, page: int, folder: Path, finer: int = FINER) -> Image.Image:
    """Return the picture of a page."""
    path = folder / f"{pdf.stem}-{page}-{finer}"
    pages = ["-f", str(page), "-l", str(page), "-singlefile", "-png"]
    run([program("pdftoppm"), "-r", str(finer * DPI), *pages, pdf, path])
    with Image.open(path.with_name(f"{path.name}.png")) as picture:
        return picture.convert("RGB").reduce(finer)


def kept(picture: Image.Image) -> Image.Image:
    """Return a picture as it is kept: in few colors, and small."""
    return picture.quantize(COLORS, dither=Image.Dither.NONE)


def differences(
    one: Image.Image, other: Image.Image, tolerance: Tolerance
) -> tuple[Box, ...]:
    """Return where two pictures of one page differ by more than is tolerated."""
    if one.size != other.size:
        return ((0, 0, *other.size),)
    blocks = tuple(_beyond(one, other, BLOCK, tolerance.block))
    strips = [
        box
        for down in range(STRIP[1])  # a rule lies wholly in a strip of one or the other
        for box in _beyond(
            ImageChops.offset(one, 0, down),
            ImageChops.offset(other, 0, down),
            STRIP,
            tolerance.strip,
        )
    ]
    return (*(blocks if len(blocks) > tolerance.blocks else ()), *strips)


def _beyond(
    one: Image.Image, other: Image.Image, size: tuple[int, int], level: int
) -> Iterator[Box]:
    far = ImageChops.difference(one.reduce(size), other.reduce(size))
    red, green, blue = far.split()
    farthest = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    width, height = size
    for place, value in enumerate(farthest.tobytes()):
        if value > level:
            down, right = divmod(place, farthest.width)
            left, top = right * width, down * height
            yield left, top, left + width, top + height


def marked(picture: Image.Image, boxes: tuple[Box, ...]) -> Image.Image:
    """Return a picture, pale, with red wherever it differs."""
    pale = Image.blend(picture, Image.new("RGB", picture.size, "white"), 0.6)
    for box in boxes:
        red = Image.new("RGB", (box[2] - box[0], box[3] - box[1]), "red")
        pale.paste(Image.blend(picture.crop(box), red, 0.5), box)
    return pale
