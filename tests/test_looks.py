"""What pictures look like: known again when written anew, and told from all others."""

import io
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFile

from citybook.looks import is_like, look_of

SIZE = (480, 360)


def bars(*heights: int, ground: str = "white") -> Image.Image:
    """Return a chart as plain as those of the book."""
    image = Image.new("RGB", SIZE, ground)
    for number, height in enumerate(heights):
        left, low = 20 + 90 * number, SIZE[1] - 20
        ImageDraw.Draw(image).rectangle((left, low - height, left + 60, low), "navy")
    return image


def line(*heights: int) -> Image.Image:
    """Return a chart of one thin line."""
    image = Image.new("RGB", SIZE, "white")
    points = [(40 + 180 * number, height) for number, height in enumerate(heights)]
    ImageDraw.Draw(image).line(points, "black", width=2)
    return image


def disk(color: str) -> Image.Image:
    image = Image.new("RGB", SIZE, "white")
    ImageDraw.Draw(image).ellipse((100, 40, 380, 320), color)
    return image


def file(image: Image.Image, kind: str = "PNG", **more: int) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **more)
    return stream.getvalue()


CHART = bars(300, 200, 120, 60)
LOOK = look_of(file(CHART))
DISK = disk("#cc0000")


@pytest.mark.parametrize("share", [1, 0.73, 0.5])
@pytest.mark.parametrize("quality", [90, 60, 0])
@pytest.mark.parametrize("picture", [CHART, line(300, 60, 120), DISK])
def test_a_picture_is_known_with_fewer_pixels_and_with_losses(
    picture: Image.Image, share: float, quality: int
) -> None:
    less = picture.resize((round(SIZE[0] * share), round(SIZE[1] * share)))
    data = file(less, "JPEG", quality=quality) if quality else file(less)
    assert is_like(look_of(file(picture)), data)


def test_a_picture_is_seen_on_white() -> None:
    seen = CHART.convert("L").point(lambda level: 255 * (level < 255))
    clear = Image.composite(CHART, Image.new("RGB", SIZE), seen)
    clear.putalpha(seen)
    assert is_like(LOOK, file(clear))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (CHART, bars(300, 200, 120, 160)),
        (CHART, bars(300, 200, 120)),
        (CHART, bars(300, 200, 120, 60, ground="lightgray")),
        (CHART, CHART.transpose(Image.Transpose.FLIP_LEFT_RIGHT)),
        (line(300, 60, 120), line(300, 90, 120)),
        (DISK, disk("#006800")),
        (DISK, disk("#3d3d3d")),
    ],
)
def test_another_is_told_by_a_bar_a_line_or_a_color(
    one: Image.Image, other: Image.Image
) -> None:
    assert not is_like(look_of(file(one)), file(other))


@pytest.mark.parametrize("is_lax", [True, False])
def test_a_file_that_is_no_picture_is_known_by_its_bytes_alone(
    monkeypatch: pytest.MonkeyPatch, *, is_lax: bool
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", is_lax)
    broken = file(CHART)[:400]
    odd = look_of(broken)
    assert is_like(odd, broken)
    assert not is_like(odd, broken[:-1])
    assert not is_like(odd, file(CHART))
    assert not is_like(LOOK, broken)
    assert not is_like(LOOK, b"")


@pytest.mark.parametrize("look", ["", " ", "x", "x \x00\u00e9", LOOK[:40]])
def test_a_look_of_no_sense_is_that_of_no_picture(look: str) -> None:
    assert not is_like(look, file(bars(30)))


def test_a_picture_of_too_many_pixels_is_not_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "vast.png"
    Image.new("1", (60_001, 1_000)).save(path)
    data = path.read_bytes()
    assert look_of(data).endswith(" ")
