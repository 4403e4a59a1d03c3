"""The cover: its title stands on the panel, however long it is."""

import re
from dataclasses import replace

import pytest

from books import Book
from citybook.cover import fitted
from citybook.style import Style
from conformance.programs import program, run
from sample_document import sample_document, sample_style

STYLE = sample_style()
WORD = re.compile(r'yMax="([\d.]+)">(.*?)</word>')


def style_for(words: int) -> Style:
    title = " ".join(["Neighborhoods"] * words)
    return fitted(STYLE, replace(sample_document(), title=title))


def test_a_title_that_fits_stands_as_the_style_says() -> None:
    assert style_for(1) is STYLE
    assert style_for(5) is STYLE


def test_a_longer_title_stands_higher_and_then_is_smaller() -> None:
    higher, smaller = style_for(8), style_for(24)
    assert 0 < higher.cover.title < STYLE.cover.title
    assert higher.roles["title"] == STYLE.roles["title"]
    assert smaller.roles["title"].size_pt < STYLE.roles["title"].size_pt


@pytest.mark.parametrize("words", [60, 5_000])
def test_no_title_begins_above_the_panel(words: int) -> None:
    assert style_for(words).cover.title >= 0


def test_the_longest_title_stands_on_the_panel(long_titled: Book) -> None:
    boxes = run([program("pdftotext"), "-l", "1", "-bbox", long_titled.pdf, "-"])
    feet = [float(foot) for foot, word in WORD.findall(boxes) if word == "Neighbors"]
    assert len(feet) == 5
    assert max(feet) < STYLE.page.height_pt * STYLE.cover.panel
