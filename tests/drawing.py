"""Pictures for the tests, drawn from a line such as `1600 x 1200 scene`."""

from pathlib import Path

from PIL import Image, ImageDraw

Share = tuple[float, float, float, float]
Shape = tuple[str, Share, str]

SHAPES: dict[str, tuple[Shape, ...]] = {
    "scene": (
        ("rectangle", (0, 0, 1, 1), "#9cc4e4"),
        ("ellipse", (0.7, 0.1, 0.86, 0.32), "#f6c945"),
        ("rectangle", (0, 0.66, 1, 1), "#6a994e"),
        ("rectangle", (0.2, 0.36, 0.56, 0.8), "#bc6c4a"),
        ("rectangle", (0.34, 0.56, 0.42, 0.8), "#3b2a20"),
        ("rectangle", (0.24, 0.44, 0.31, 0.54), "#f2efe6"),
        ("rectangle", (0.45, 0.44, 0.52, 0.54), "#f2efe6"),
    ),
    "face": (
        ("rectangle", (0, 0, 1, 1), "#d8d3c8"),
        ("ellipse", (0.12, 0.72, 0.88, 1.5), "#35506b"),
        ("ellipse", (0.3, 0.2, 0.7, 0.78), "#d9a98a"),
        ("ellipse", (0.27, 0.12, 0.73, 0.42), "#4a342a"),
    ),
    "logo": (
        ("ellipse", (0.0, 0.0, 0.36, 1), "#1d4568"),
        ("rectangle", (0.44, 0.18, 1, 0.38), "#1d4568"),
        ("rectangle", (0.44, 0.58, 0.86, 0.78), "#b9862b"),
    ),
}
"""What is drawn over what, in shares of width and height; a logo has no ground."""

ENDINGS = (".png.txt", ".jpg.txt")


def draw(path: Path, told: str) -> None:
    """Draw what a line tells; a JPEG gets a place and a time, as of a camera."""
    width, _, height, kind = told.split()
    drawn = picture(int(width), int(height), kind)
    if path.suffix == ".jpg":
        drawn.save(path, exif=_of_camera())
    else:
        drawn.save(path)


def picture(width: int, height: int, kind: str = "scene") -> Image.Image:
    """Return a picture of that size, with nothing behind a logo."""
    image = Image.new("RGBA", (width, height), (255, 255, 255, 0))
    pen = ImageDraw.Draw(image)
    for shape, (left, top, right, bottom), color in SHAPES[kind]:
        box = (left * width, top * height, right * width - 1, bottom * height - 1)
        getattr(pen, shape)(box, fill=color)
    return image if kind == "logo" else image.convert("RGB")


def _of_camera() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "Camera of Exampleton"
    exif.get_ifd(0x8825)[2] = (41.0, 15.0, 0.0)  # degrees of latitude
    return exif.tobytes()


def draw_all(root: Path) -> None:
    """Draw the pictures that a folder only tells of, each in its place."""
    for path in sorted(root.rglob("*.txt")):
        if path.name.endswith(ENDINGS):
            draw(path.with_suffix(""), path.read_text(encoding="utf-8"))
            path.unlink()
