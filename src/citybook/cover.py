"""The cover: a title too long for its panel stands higher, or is set smaller."""

from dataclasses import replace

from citybook.document import Document
from citybook.fonts import text_width
from citybook.style import Style, TextStyle

SIZES = tuple(percent / 100 for percent in range(100, 25, -5))
"""Shares of the title's size, of which the largest that fits is taken."""


def fitted(style: Style, document: Document) -> Style:
    """Return the style in which a book's title and subtitle stand on the panel."""
    page, share = style.page, style.cover.title
    room = page.height_pt * style.cover.panel - page.top_pt
    needed = style.roles["subtitle"].leading_pt + _height_pt(document, style)
    if needed <= (1 - share) * room:
        return style
    smaller = style
    for size in SIZES:
        title = _scaled(style.roles["title"], size)
        smaller = replace(style, roles={**style.roles, "title": title})
        needed = style.roles["subtitle"].leading_pt + _height_pt(document, smaller)
        if needed <= room:
            break
    return replace(smaller, cover=replace(style.cover, title=max(1 - needed / room, 0)))


def _scaled(text: TextStyle, size: float) -> TextStyle:
    points = round(2 * text.size_pt * size) / 2
    return replace(text, size_pt=points, leading_pt=round(text.leading_pt * size, 2))


def _height_pt(document: Document, style: Style) -> float:
    height = 0.0
    for words, role in ((document.title, "title"), (document.subtitle, "subtitle")):
        text = style.roles[role]
        if words:
            height += _lines(words, text, style) * text.leading_pt + text.after_pt
    return height


def _lines(words: str, text: TextStyle, style: Style) -> int:
    """Return how many lines a text takes."""
    measure = style.page.measure_pt - text.left_pt - text.right_pt
    lines, used = 1, 0.0
    for word in words.split():
        family = style.fonts[text.font]
        width = text_width(f"{word} ", family, text.size_pt, bold=text.bold)
        lines += used > 0 and measure < used + width
        used = width if measure < used + width else used + width
    return lines
