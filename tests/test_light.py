"""Light Markdown as the program writes it is read again as what was written."""

from hypothesis import given
from hypothesis import strategies as st

from citybook.light import Line, text_of, written_out
from citybook.marked import Run, marked
from citybook.prose import (
    BulletList,
    Emphasis,
    Grid,
    Inlines,
    Link,
    Paragraph,
    Prose,
    Strong,
    Text,
    parse,
    plain,
)

WORDS = (
    *("city", "Mayor’s", "1.", "2)", "(3)", "a.", "-", "–", "•", "*", "**", "_x_"),
    *(
        "[",
        "]",
        "[a](b)",
        "a*b*c",
        "(5*3)",
        "|",
        "||",
        "\\",
        "`code`",
        "#",
        "+",
        "+5th",
    ),
    *("https://a.example/x_y_(z)?a=1", "www.a.example", "o", "§", ">", "<b>", "&amp;"),
    *("“quoted”", "‘so’", "'24", "…", "...", "--", "iii.", "2016.", "No.", "~~x~~"),
    *(
        "end.",
        "snake_case",
        "___",
        "---",
        "===",
        "!",
        "![x](y)",
        "\\*",
        "1.a",
        ":",
        "$",
    ),
)
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
links = st.sampled_from(
    ("https://a.example/b_c", "https://a.example/x_(y)", "mailto:clerk@a.example")
)


@st.composite
def inlines(draw: st.DrawFn) -> str:
    """Return a line of light Markdown as people type it.

    Marks that touch each other or letters are read in many ways, so they do not.
    """
    parts = []
    for _ in range(draw(st.integers(1, 4))):
        text = draw(texts)
        form = draw(st.sampled_from(("{}", "**{}**", "*{}*", "***{}***", "[{}]({})")))
        parts.append(form.format(text, draw(links)))
    return " ".join(parts)


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


LOOKS = ("", "b", "i", "bi")


@given(st.lists(st.tuples(texts, st.sampled_from(LOOKS), st.booleans())))
def test_marks_that_touch_lose_no_word_and_leave_no_star(
    parts: list[tuple[str, str, bool]],
) -> None:
    runs = [Run("It says ")]
    for text, look, ends in parts:
        runs.append(Run(f"{text} " if ends else text, "b" in look, "i" in look))
    assert said(runs) == said([Run(run.text) for run in runs])


def said(runs: list[Run]) -> str:
    """Return the letters and stars that are printed of some runs."""
    printed = plain(parse(text_of([Line(marked(runs))])))
    return "".join(char for char in printed if char.isalnum() or char == "*")


def looks(prose: Prose) -> list[object]:
    """Return a prose with each character's look; how marks nest says nothing."""
    found: list[object] = []
    for block in prose:
        match block:
            case Paragraph():
                found.append(("paragraph", chars(block.children)))
            case BulletList():
                for item in block.items:
                    is_ordered = item.ordered if item.level else block.ordered
                    found.append((item.level, is_ordered, chars(item.children)))
            case Grid():
                rows = [[chars(cell) for cell in row] for row in block.rows]
                found.append((block.alignment, rows))
    return found


def chars(children: Inlines, look: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for child in children:
        match child:
            case Text():
                found += [(char, *sorted({*look})) for char in child.text]
            case Strong():
                found += chars(child.children, (*look, "strong"))
            case Emphasis():
                found += chars(child.children, (*look, "emphasis"))
            case Link():
                found += chars(child.children, (*look, child.target))
    # Marks cannot stand on spaces.
    return [each[:1] if each[0].isspace() else each for each in found]
