"""Light Markdown as the program writes it is read again as what was written."""

from hypothesis import example, given
from hypothesis import strategies as st

from citybook.light import Cell, Line, text_of, written_out
from citybook.manifest import Manifest, found_in
from citybook.prose import (
    BulletList,
    Emphasis,
    Grid,
    Inline,
    Inlines,
    Link,
    ListItem,
    Paragraph,
    Prose,
    Strong,
    Text,
    parse,
    plain,
)
from citybook.readers.redline import edits_of
from citybook.story.file import read_story
from books import Book
import pytest

WORDS = (
    *("city", "Mayor’s", "1.", "2)", "(3)", "a.", "-", "–", "•", "*", "**", "_x_"),
    *("[", "]", "[a](b)", "a*b*c", "5*3", "|", "||", "\\", "`code`", "#", "+", "+5"),
    *("https://a.example/x_y_(z)?a=1", "www.a.example", "o", "§", ">", "<b>", "&amp;"),
    *("“quoted”", "‘so’", "'24", "…", "...", "--", "iii.", "2016.", "No.", "~~x~~"),
    *("end.", "snake_case", "___", "---", "===", "!", "![x](y)", "\\*", "1.a", ":", "$"),
)
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
links = st.sampled_from(
    ("https://a.example/b_c", "https://a.example/x_(y)", "mailto:clerk@a.example")
)


@st.composite
def inlines(draw: st.DrawFn) -> str:
    """Return a line of light Markdown as people type it."""
    parts = []
    for _ in range(draw(st.integers(1, 4))):
        text = draw(texts)
        form = draw(st.sampled_from(("{}", "**{}**", "*{}*", "***{}***", "[{}]({})")))
        parts.append(form.format(text, draw(links)))
    return draw(st.sampled_from((" ", ""))).join(parts)


@st.composite
def typed(draw: st.DrawFn) -> str:
    """Return a text as people type it: paragraphs, lists in lists, tables."""
    blocks = []
    for _ in range(draw(st.integers(1, 4))):
        lines = draw(st.lists(inlines(), min_size=1, max_size=4))
        match draw(st.sampled_from(("prose", "list", "numbers", "nested", "table"))):
            case "prose":
                blocks.append("\n".join(lines))
            case "list":
                blocks.append("\n".join(f"- {line}" for line in lines))
            case "numbers":
                numbered = enumerate(lines, 1)
                blocks.append("\n".join(f"{n}. {line}" for n, line in numbered))
            case "nested":
                depth = draw(st.integers(0, 2))
                rows = [f"{'  ' * min(n, depth)}- {x}" for n, x in enumerate(lines)]
                blocks.append("\n".join(rows))
            case "table":
                row = " | ".join(line.replace("|", r"\|") for line in lines)
                bars = " | ".join(":---:" for _ in lines)
                blocks.append(f"| {row} |\n| {bars} |\n| {row} |")
    return "\n\n".join(blocks)


@given(typed())
def test_a_prose_that_is_written_out_is_read_as_the_same_prose(text: str) -> None:
    prose = parse(text)
    again = parse(written_out(prose))
    assert plain(again) == plain(prose)
    assert looks(again) == looks(prose)


@given(typed())
def test_what_is_written_out_once_is_written_out_the_same_again(text: str) -> None:
    once = written_out(parse(text))
    assert written_out(parse(once)) == once


def looks(prose: Prose) -> list[object]:
    """Return a prose with each character's look; how marks nest says nothing."""
    found: list[object] = []
    for block in prose:
        match block:
            case Paragraph():
                found.append(("paragraph", chars(block.children)))
            case BulletList():
                found += [
                    (item.level, item.ordered if item.level else block.ordered, chars(item.children))
                    for item in block.items
                ]
            case Grid():
                rows = [[chars(cell) for cell in row] for row in block.rows]
                found.append((block.alignment, rows))
    return found


def chars(children: Inlines, look: tuple[object, ...] = ()) -> list[object]:
    found: list[object] = []
    for child in children:
        match child:
            case Text():
                found += [(char, *sorted(map(str,set(look)))) for char in child.text]
            case Strong():
                found += chars(child.children, (*look, "strong"))
            case Emphasis():
                found += chars(child.children, (*look, "emphasis"))
            case Link():
                found += chars(child.children, (*look, child.target))
    # Marks cannot stand on spaces.
    return [(c[0],) if c[0].isspace() else c for c in found]
