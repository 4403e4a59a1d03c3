"""Light Markdown: what is read as form, and what stays text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citybook.prose import (
    MAX_DEPTH,
    BulletList,
    Grid,
    Inlines,
    Paragraph,
    Text,
    is_safe_link,
    line,
    parse,
    plain,
    plain_inlines,
    with_role,
)
from dump import prose_text

PARSED = [
    ("One line.", "body: One line."),
    ("One\ntwo.", "body: One two."),
    ("One.\n\nTwo.", "body: One.\nbody: Two."),
    ("**Bold**, *slanted* and ***both***.",
     "body: **Bold**, *slanted* and ***both***."),
    ("A [page](https://town.example/a?b=1).",
     "body: A [page](https://town.example/a?b=1)."),
    ("A [page](<https://town.example/a_b (c).pdf>).",
     "body: A [page](https://town.example/a_b%20(c).pdf)."),
    ("Write to [us](mailto:clerk@town.example).",
     "body: Write to [us](mailto:clerk@town.example)."),
    ("![a picture](https://town.example/a.png)",
     "body: ![a picture](https://town.example/a.png)"),
    ("- one\n- two", "list-item:\n  - one\n  - two"),
    ("• one\n• two", "list-item:\n  - one\n  - two"),
    ("– one\n– two", "list-item:\n  - one\n  - two"),
    ("* one\n  * inside\n* two", "list-item:\n  - one\n    - inside\n  - two"),
    ("1. one\n2. two", "list-item:\n  # one\n  # two"),
    ("1) one\n2) two", "list-item:\n  # one\n  # two"),
    ("Steps:\n\n1. one\n2. two\n\nDone.",
     "body: Steps:\nlist-item:\n  # one\n  # two\nbody: Done."),
    ("- one\n  1. first\n  2. second\n- two",
     "list-item:\n  - one\n    # first\n    # second\n  - two"),
    ("1. one\n   - inside\n2. two", "list-item:\n  # one\n    - inside\n  # two"),
    ("The plan:\n- one\n- two", "body: The plan:\nlist-item:\n  - one\n  - two"),
    ("The plan:\n– one\n– two", "body: The plan:\nlist-item:\n  - one\n  - two"),
    ("+ red\n+ blue", "list-item:\n  - red\n  - blue"),
    ("• one\n  – a\n  – b", "list-item:\n  - one\n    - a\n    - b"),
    ("In 2016\n* 3 forums", "body: In 2016\nlist-item:\n  - 3 forums"),
    ("- one\n-\n- two", "list-item:\n  - one\n  - two"),
]  # fmt: skip

LITERAL = [
    "# No heading",
    "> No block quotation",
    "<b>no HTML</b>",
    "<script>alert(1)</script>",
    "`no code`",
    "    no code by indentation",
    "a | table | b",
    "~~no strike~~",
    "https://town.example/plain_address_with_bars",
    "snake_case_names and 2*3*4",
    "&amp; &lt; &#65;",
    "{cities} {{ cities }} {% if x %}",
    "2016. A year opens this sentence.",
    "3. This is not a list",
    "[no target]",
    "[bad](javascript:alert(1))",
    "[bad](file:///etc/passwd)",
    "[bad](<javascript:alert(1)>)",
    "[bad](//town.example/relative)",
    "C:\\folder",
    "[](https://town.example)",
    "[a title](https://town.example (title))",
    "+ 3 officers",
    "– one line that starts with a dash",
    "1.",
    "word *",
    "01. This is not a list",
    "1234567890. Nor is this",
]


@pytest.mark.parametrize(("typed", "expected"), PARSED)
def test_paragraphs_lists_stress_and_links_are_read(typed: str, expected: str) -> None:
    assert prose_text(parse(typed)) == expected


@pytest.mark.parametrize("typed", LITERAL)
def test_everything_else_is_printed_as_it_was_typed(typed: str) -> None:
    assert plain(parse(typed)).replace("’", "'") == typed.strip()


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ('He said "yes" and "no".', "He said “yes” and “no”."),
        ("It's the mayor's", "It’s the mayor’s"),
        ("the summer of '16", "the summer of ’16"),
        ("the '90s", "the ’90s"),
        ("police--community", "police—community"),
        ("now -- then", "now — then"),
        ("Wait...", "Wait…"),
        ("cut ....", "cut ...."),
        ("(c) is a letter", "(c) is a letter"),
        ("pages 3-4", "pages 3-4"),
    ],
)
def test_quotes_dashes_and_ellipses_are_set_as_in_a_book(
    typed: str, printed: str
) -> None:
    assert plain(parse(typed)) == printed


@pytest.mark.parametrize(
    "typed",
    [
        "[x](https://town.example/foo--bar)",
        "[x](https://town.example/.../x)",
        "[x](https://town.example/it's_'so'/2*3)",
        "[https://town.example/a](https://town.example/a)",
        "[see [1]](https://town.example/a_(b--c))",
        "https://town.example/foo--bar",
        "https://town.example/.../x",
        "https://town.example/it's_'so'/_x_/*y*/2*3",
        "**https://town.example/a_b** and *https://town.example*",
    ],
)
def test_a_web_address_is_never_typeset(typed: str) -> None:
    assert prose_text(parse(typed)) == f"body: {typed}"


def test_words_about_a_web_address_are_typeset() -> None:
    typed = "\"[It's -- so](https://a.example/x--y), see https://a.example/'z'/.\""
    assert prose_text(parse(typed)) == (
        "body: “[It’s — so](https://a.example/x--y), see https://a.example/'z'/.”"
    )


def test_an_address_whose_signs_were_escaped_keeps_no_backslash() -> None:
    assert plain(parse(r"https://a.example/x\_y\*z")) == "https://a.example/x_y*z"


@pytest.mark.parametrize(
    "typed",
    [
        "The forum\n– the first of its kind –\nwas held",
        "The city sent\n+ 3 officers",
        "+ 3 officers\n+ 2 clerks",
        "+ one line alone",
        "– one\n\nText.\n\n– other",
    ],
)
def test_a_dash_or_plus_in_running_text_is_no_bullet(typed: str) -> None:
    assert plain(parse(typed)).split() == typed.split()


def test_a_second_mark_on_a_line_is_text() -> None:
    typed = "- 2016. A year\n- - dash\n- 1. one"
    assert prose_text(parse(typed)) == (
        "list-item:\n  - 2016. A year\n  - - dash\n  - 1. one"
    )


NUMBERED = [
    ("1. a\n   1. b\n   2. c\n2. d", "# a\n    # b\n    # c\n  # d"),
    ("1. One\ncontinued\n2. Two", "# One continued\n  # Two"),
    ("1. One\n\n   more\n\n2. Two", "# One more\n  # Two"),
    ("1. One\n\n\n2. Two", "# One\n  # Two"),
    ("1. a\n   - x\n   - y\n2. b", "# a\n    - x\n    - y\n  # b"),
    ("1. a\n   - x\n\n   more\n\n2. b", "# a\n    - x more\n  # b"),
    ("- a\n  1. x\n- b\n  1. y", "- a\n    # x\n  - b\n    # y"),
    (" 1. a\n2. b\n 3. c", "# a\n  # b\n  # c"),
]


@pytest.mark.parametrize(("typed", "items"), NUMBERED)
def test_a_numbered_list_goes_on_until_text_that_is_no_item(
    typed: str, items: str
) -> None:
    assert prose_text(parse(typed)) == f"list-item:\n  {items}"


def test_after_a_blank_line_and_text_a_number_is_text() -> None:
    assert prose_text(parse("1. one\n\nText.\n\n2. two")) == (
        "list-item:\n  # one\nbody: Text.\nbody: 2. two"
    )


def test_a_list_counts_from_one_and_a_second_list_begins_anew() -> None:
    assert prose_text(parse("1. one\n2. two\n\nText.\n\n1. one again")) == (
        "list-item:\n  # one\n  # two\nbody: Text.\nlist-item:\n  # one again"
    )


def test_a_line_is_printed_exactly_as_it_is() -> None:
    assert plain(line("*no* **form** [here](x)")) == "*no* **form** [here](x)"


def test_a_role_goes_to_paragraphs_and_lists_keep_theirs() -> None:
    prose = with_role(parse("Text.\n\n- item"), "small")
    assert prose_text(prose) == "small: Text.\nlist-item:\n  - item"


@pytest.mark.parametrize(
    ("target", "is_safe"),
    [
        ("https://town.example", True),
        ("http://town.example/a", True),
        ("mailto:clerk@town.example", True),
        ("HTTPS://TOWN.EXAMPLE", True),
        ("https:", False),
        ("town.example", False),
        ("//town.example", False),
        ("javascript:alert(1)", False),
        ("JavaScript:alert(1)", False),
        ("file:///etc/passwd", False),
        ("data:text/html,x", False),
        ("ftp://town.example", False),
        ("https://user:secret@town.example", False),
        ("https://[broken", False),
        ("\\\\server\\share", False),
        ("", False),
    ],
)
def test_only_web_addresses_and_mailboxes_may_be_linked(
    target: str,
    is_safe: bool,
) -> None:
    assert is_safe_link(target) is is_safe


@given(st.text())
def test_no_text_makes_the_reading_of_prose_fail(typed: str) -> None:
    plain(parse(typed))


@given(st.text("*_[]()<>!#-+.0123456789 \n\t`~>|\\'\"&;:/ab"))
def test_no_mixture_of_signs_makes_the_reading_of_prose_fail(typed: str) -> None:
    plain(parse(typed))


SIGNS = st.lists(
    st.sampled_from(
        (
            *"*_[]()<>!#-+.\\`~|'\"&;:/{}\n ",
            *("\n\n", "   ", "- ", "+ ", "– ", "• ", "**", "--", "1. ", "2) "),
            *("a", "b", "é", "c1", "https://a.example/x", "mailto:"),
        )
    ),
    max_size=60,
).map("".join)


@given(SIGNS)
def test_no_mixture_of_marks_loses_a_letter(typed: str) -> None:
    printed = plain(parse(typed))
    assert list(filter(str.isalpha, printed)) == list(filter(str.isalpha, typed))


LINES = st.lists(
    st.sampled_from(
        (
            *("1. a", "2. b", "3) c", "   1. d", "   2. e", " 2. f", "      1. g"),
            *("text", "   text", "", "- h", "  - i", "– j", "-", "1."),
        )
    ),
    max_size=8,
)


@given(LINES)
def test_every_number_is_printed_as_it_was_typed(lines: list[str]) -> None:
    blocks = [block for block in parse("\n".join(lines)) if not isinstance(block, Grid)]
    printed = "\n".join(map(numbered, blocks))
    words = re.compile("[a-z]+|[0-9]+")
    assert words.findall(printed) == words.findall("\n".join(lines))


def numbered(block: Paragraph | BulletList) -> str:
    """Return a block with the number of each item before its words."""
    if isinstance(block, Paragraph):
        return plain_inlines(block.children)
    shown: list[str] = []
    counts: dict[int, int] = {}
    for item in block.items:
        counts = {level: n for level, n in counts.items() if level <= item.level}
        is_ordered = item.ordered if item.level else block.ordered
        counts[item.level] = counts.get(item.level, 0) + 1 if is_ordered else 0
        number = f"{counts[item.level]}. " if is_ordered else ""
        shown.append(f"{number}{plain_inlines(item.children)}")
    return "\n".join(shown)


WORDS = st.lists(
    st.text(st.characters(categories=("L", "Nd")), min_size=1), min_size=1
).map(" ".join)


@given(WORDS)
def test_plain_words_are_printed_with_all_their_letters_and_digits(typed: str) -> None:
    assert plain(parse(typed)).split() == typed.split()


@pytest.mark.parametrize(
    "sign", ["[", "(", "*", "_", "<", "![", "{", "- ", "1. ", "> ", "*a ", "**a _b "]
)
def test_three_thousand_signs_in_a_row_do_no_harm(sign: str) -> None:
    assert "text" in plain(parse(sign * 3000 + "text"))


def depth(children: Inlines) -> int:
    inner = [c.children for c in children if not isinstance(c, Text)]
    return 1 + max(map(depth, inner)) if inner else 0


@pytest.mark.parametrize(
    ("opening", "closing"), [("*a ", " b*"), ("**a *a ", " b* b**"), ("_a ", " b_")]
)
def test_marks_deeper_than_twenty_go_and_their_words_stay(
    opening: str, closing: str
) -> None:
    (paragraph,) = parse(opening * 600 + "x" + closing * 600)
    assert isinstance(paragraph, Paragraph)
    printed = plain_inlines(paragraph.children)
    assert (printed.count("a"), printed.count("b")) == (opening.count("a") * 600,) * 2
    assert not set(printed) & set("*_")
    assert depth(paragraph.children) == MAX_DEPTH


def test_lists_deeper_than_twenty_are_flattened_and_their_words_stay() -> None:
    (block,) = parse("\n".join("  " * level + f"- w{level}" for level in range(100)))
    assert isinstance(block, BulletList)
    assert plain((block,)).split() == [f"w{level}" for level in range(100)]
    assert max(item.level for item in block.items) == MAX_DEPTH - 1


def test_more_quotes_than_can_be_paired_are_left_as_typed() -> None:
    assert plain(parse('"a" ' * 5 + "it's")) == "“a” " * 5 + "it’s"
    assert plain(parse('"a" ' * 2000)) == ('"a" ' * 2000).strip()
