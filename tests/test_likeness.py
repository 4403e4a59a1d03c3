"""The look of the pages: key pages look as those that a person has accepted."""

from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageOps

from books import Book
from likeness import (
    DPI,
    FINER,
    Box,
    Likeness,
    Tolerance,
    differences,
    drawn,
    kept,
    page_with,
)

OURS = Tolerance(block=26, strip=17)
IN_WORD = Tolerance(block=45, strip=30, blocks=40)
"""Another version of LibreOffice sets letters a little to the side."""

PAGES = [
    ("shipped", "cover", "A public-record edition"),
    ("shipped", "contents", "Contents Contents"),
    ("shipped", "summary", "Executive summary Executive summary"),
    ("shipped", "opener", "California California"),
    ("shipped", "index", "Index Index"),
    ("torture", "officers", "Officers, chairs and trustees"),
    ("torture", "contents", "Contents Contents"),
    ("torture", "leadership", "From the leadership From the leadership"),
    ("torture", "map", "Where the cities are"),
    ("torture", "lists", "to meet every month"),
    ("torture", "long-quotation", "Maine Maine"),
    ("torture", "long-words", "Oregon Oregon"),
    ("torture", "short-cities", "South Dakota South Dakota"),
    ("torture", "index", "Index Index"),
    ("torture_draft", "gap", "[Held back"),
]
"""Book, name, and words that no page before it has."""
PAGES_IN_WORD = [
    page
    for page in PAGES
    if page[:2]
    in {
        ("torture", "contents"),
        ("torture", "long-quotation"),
        ("torture", "short-cities"),
    }
]


@pytest.mark.parametrize(("book", "name", "words"), PAGES)
def test_a_page_of_the_pdf_looks_as_it_did(
    request: pytest.FixtureRequest,
    likeness: Likeness,
    book: str,
    name: str,
    words: str,
) -> None:
    made: Book = request.getfixturevalue(book)
    likeness(f"{book}-{name}", made.pdf, words, OURS)


@pytest.mark.parametrize(("book", "name", "words"), PAGES_IN_WORD)
def test_a_page_of_the_word_file_looks_as_it_did(
    torture_in_word: Path, likeness: Likeness, book: str, name: str, words: str
) -> None:
    likeness(f"{book}-{name}-word", torture_in_word, words, IN_WORD)


@pytest.fixture(scope="module")
def page(torture: Book, tmp_path_factory: pytest.TempPathFactory) -> Image.Image:
    """A page with headings, a rule, text and a quotation."""
    number = page_with(torture.pdf, "Maine Maine")
    return drawn(torture.pdf, number, tmp_path_factory.mktemp("page"))


def test_a_page_looks_as_itself_when_kept_and_when_drawn_otherwise(
    page: Image.Image, torture: Book, tmp_path: Path
) -> None:
    number = page_with(torture.pdf, "Maine Maine")
    finer = drawn(torture.pdf, number, tmp_path, 3 * FINER // 2)
    assert differences(kept(page).convert("RGB"), finer, OURS) == ()


def pixels(left: float, top: float, right: float, bottom: float) -> Box:
    """Return a box that is given in points."""
    first, second, third, fourth = (
        round(side * DPI / 72) for side in (left, top, right, bottom)
    )
    return first, second, third, fourth


def moved(page: Image.Image, box: Box, by: tuple[int, int]) -> Image.Image:
    changed = page.copy()
    changed.paste("white", box)
    changed.paste(page.crop(box), (box[0] + by[0], box[1] + by[1]))
    return changed


def colored(page: Image.Image, box: Box, ink: str) -> Image.Image:
    changed = page.copy()
    gray = ImageOps.autocontrast(page.crop(box).convert("L"))
    changed.paste(ImageOps.colorize(gray, ink, "white"), box)
    return changed


def rules(page: Image.Image) -> list[int]:
    """Return the rows of the page that a rule fills from margin to margin."""
    ink = page.convert("L")
    left, right = pixels(120, 0, 490, 0)[::2]
    rows = (ink.crop((left, y, right, y + 1)) for y in range(page.height))
    return [y for y, row in enumerate(rows) if not any(row.histogram()[250:])]


HEADING = pixels(110, 80, 330, 125)
PARAGRAPH = pixels(110, 265, 500, 350)


@pytest.mark.parametrize("tolerance", [OURS, IN_WORD])
@pytest.mark.parametrize("by", [(0, 3), (0, 12), (9, 0)])
def test_a_paragraph_that_has_moved_is_seen(
    page: Image.Image, by: tuple[int, int], tolerance: Tolerance
) -> None:
    assert differences(page, moved(page, PARAGRAPH, by), tolerance)


def test_a_line_that_has_moved_by_a_pixel_is_seen(page: Image.Image) -> None:
    line = pixels(110, 265, 500, 282)
    assert differences(page, moved(page, line, (0, 1)), OURS)


def test_a_rule_that_is_lost_is_seen(page: Image.Image) -> None:
    lines = rules(page)
    assert lines
    changed = page.copy()
    changed.paste("white", (0, min(lines), page.width, max(lines) + 1))
    assert differences(page, changed, OURS)


def test_another_color_is_seen(page: Image.Image) -> None:
    known = colored(page, HEADING, "#1d4568")
    assert differences(known, colored(page, HEADING, "#1d6845"), OURS)


def test_a_page_of_another_size_is_seen(page: Image.Image) -> None:
    assert differences(page, ImageChops.offset(page, 0).crop((0, 0, 99, 99)), OURS)
