"""Lists as people type them; signs that look like a list or a quote and are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citybook.kinds import Asked, understand
from citybook.prose import Emphasis, Paragraph, parse, plain
from citybook.typed_lists import set_lists
from dump import prose_text
from told import told

TWO = "list-item:\n  - one\n  - two"
COUNTED = "list-item:\n  # one\n  # two"


@pytest.mark.parametrize("sign", [*"•◦▪●‣⁃■□○►▶➢➤❖◆♦·-*–—o§»→+"])
def test_a_list_may_have_any_bullet(sign: str) -> None:
    assert prose_text(parse(f"{sign} one\n{sign} two")) == TWO
    assert prose_text(parse(f"  {sign}   one\n\n  {sign}   two")) == TWO
    (trouble,) = understand("prose", f"{sign} one\n{sign} two", Asked()).troubles
    assert trouble.detail == "Set as in a book: typed bullets."


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("•one\n•two", TWO),
        ("• one • two", TWO),
        ("We did: • one • two", f"body: We did:\n{TWO}"),
        ("1. one\n2. two", COUNTED),
        ("1) one\n2) two", COUNTED),
        ("(1) one\n(2) two", COUNTED),
        ("(1) one\n\n(2) two", COUNTED),
        ("1.one\n2.two", COUNTED),
        ("• one\no sub\no sub\n• two",
         "list-item:\n  - one\n  - sub\n  - sub\n  - two"),
        ("a. one\nb. two\n\nEnd", "body: a. one\nbody: b. two\nbody: End"),
        ("First:\n(a) one\n(b) two", "body: First:\nbody: (a) one\nbody: (b) two"),
    ],
)  # fmt: skip
def test_a_list_may_be_typed_in_many_manners(typed: str, printed: str) -> None:
    assert prose_text(parse(typed)) == printed


@pytest.mark.parametrize(
    "typed",
    [
        *("✓ one\n✓ two", "§ 12 says\n§ 13 says", "o one", "→ one", "(1) one", "1.one"),
        *("(2) one\n(3) two", "a. one", "B. Doe\nC. Roe", "-one\n-two", "one • two"),
        *("+ 5\n+ 6", "2016. A year\n2017. Another"),
    ],
)
def test_what_only_looks_like_a_list_stays_text(typed: str) -> None:
    (block,) = parse(typed)
    assert isinstance(block, Paragraph)
    assert plain((block,)) == typed.replace("\n", " ")


@pytest.mark.parametrize("typed", ["(1) one\n(2) two", "1) one", "1.one\n2.two"])
def test_a_list_that_was_counted_otherwise_is_told(typed: str) -> None:
    said = told(understand("prose", typed, Asked()))
    assert said == (("text-typeset", "Set as in a book: typed numbers."),)


@given(st.text("•-*o§(1)2.ab \n:"))
def test_setting_lists_loses_no_word(typed: str) -> None:
    words = [char for char in plain(parse(typed)) if char.isalnum()]
    allowed = [char for char in typed if char.isalnum()]
    for char in "ab":
        assert words.count(char) == allowed.count(char)


def test_setting_lists_ends_on_a_long_text() -> None:
    for line in ("(1) a\n", "a. b\n", "• a • b", "o a\n", "1.a\n"):
        assert set_lists(line * 5_000, max_depth=20)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("He is 6' 2\" tall.", "He is 6' 2\" tall."),
        ("5'10\"", "5'10\""),
        ("a 4' x 8' board", "a 4' x 8' board"),
        ("12' deep", "12' deep"),
        ("40°26'46\"N", "40°26'46\"N"),
        ('a 12" pipe and a 6" main', 'a 12" pipe and a 6" main'),
        ("'in 2016' it was", "‘in 2016’ it was"),
        ("the 1990s' end, 2016's start", "the 1990s’ end, 2016’s start"),
        ('"Class of \'24"', "“Class of ’24”"),
        ("'Tis rock 'n' roll; get 'em", "’Tis rock ’n’ roll; get ’em"),
        ("\"She said 'yes'.\"", "“She said ‘yes’.”"),
    ],
)
def test_feet_and_inches_stay_and_quotes_are_set(typed: str, printed: str) -> None:
    assert plain(parse(typed)) == printed


@pytest.mark.parametrize(
    "typed", ["5*3*2", "5 * 3 * 2", "a*b*c", "x*2*y", "$5* and $6*"]
)
def test_stars_that_multiply_make_no_italics(typed: str) -> None:
    (block,) = parse(typed)
    assert plain((block,)) == typed
    assert isinstance(block, Paragraph)
    assert not [run for run in block.children if isinstance(run, Emphasis)]


def test_part_of_a_word_may_still_be_stressed() -> None:
    (block,) = parse("un*believ*able")
    assert isinstance(block, Paragraph)
    assert [run for run in block.children if isinstance(run, Emphasis)]


def test_quotes_too_many_to_set_are_told() -> None:
    said = told(understand("prose", "a'b " * 2001, Asked()))
    detail = "2,001 straight quotes are too many to set: left as typed."
    assert said == (("text-typeset", detail),)
