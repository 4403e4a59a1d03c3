"""Light Markdown: what is read as form, and what stays text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citybook.prose import is_safe_link, line, parse, plain, with_role
from dump import prose_text

PARSED = [
    ("One line.", "body: One line."),
    ("One\ntwo.", "body: One two."),
    ("One.\n\nTwo.", "body: One.\nbody: Two."),
    ("**Bold**, *slanted* and ***both***.",
     "body: **Bold**, *slanted* and ***both***."),
    ("A [page](https://town.example/a?b=1).",
     "body: A [page](https://town.example/a?b=1)."),
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
    "[bad](//town.example/relative)",
    "C:\\folder",
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
    is_safe: bool,  # noqa: FBT001
) -> None:
    assert is_safe_link(target) is is_safe


@given(st.text())
def test_no_text_makes_the_reading_of_prose_fail(typed: str) -> None:
    plain(parse(typed))


@given(st.text("*_[]()<>!#-+.0123456789 \n\t`~>|\\'\"&;:/ab"))
def test_no_mixture_of_signs_makes_the_reading_of_prose_fail(typed: str) -> None:
    plain(parse(typed))


WORDS = st.lists(
    st.text(st.characters(categories=("L", "Nd")), min_size=1), min_size=1
).map(" ".join)


@given(WORDS)
def test_plain_words_are_printed_with_all_their_letters_and_digits(typed: str) -> None:
    assert plain(parse(typed)).split() == typed.split()


@pytest.mark.parametrize(
    "sign", ["[", "(", "*", "_", "<", "![", "{", "- ", "1. ", "> "]
)
def test_three_thousand_signs_in_a_row_do_no_harm(sign: str) -> None:
    plain(parse(sign * 3000 + "text"))
