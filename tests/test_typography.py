"""Clean text, figures in words, and the keys that two spellings share."""

from unicodedata import normalize

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from citybook.typography import in_prose, in_words, join_words, match_key, slug, tidy


@pytest.mark.parametrize(
    ("typed", "clean", "told"),
    [
        ("Plain text.", "Plain text.", ()),
        ("  space around  \n", "space around", ()),
        ("one \ntwo", "one\ntwo", ()),
        ("one\r\ntwo\rthree", "one\ntwo\nthree", ()),
        ("one\u2028two\u2029three", "one\ntwo\nthree", ()),
        ("Chief\u00a0Doe", "Chief Doe", ("1 odd space made plain",)),
        ("a\tb", "a b", ("1 odd space made plain",)),
        ("two  runs   here", "two runs here", ("2 runs of spaces closed up",)),
        ("soft\u00adhyphen\u200b", "softhyphen", ("2 invisible characters removed",)),
        ("\ufeffBOM", "BOM", ("1 invisible character removed",)),
        ("right\u202eto left", "rightto left", ("1 invisible character removed",)),
        ("\x1b[31mred", "[31mred", ("1 control character removed",)),
        ("nul\x00 bell\x07", "nul bell", ("2 control characters removed",)),
        ("private \ue000", "private \ue000", ()),
        ("newer than Unicode 14 \U00011f00", "newer than Unicode 14 \U00011f00", ()),
        ("\uf0b7 one\n\uf0a7 two", "• one\n• two", ("2 Word bullets made plain",)),
        ("next\x85line", "next\nline", ()),
        ("no letters \ufdd0\ufdef", "no letters", ("2 control characters removed",)),
        ("\U0001fffe none", "none", ("1 control character removed",)),
        ("half \ud800pair", "half pair", ("1 control character removed",)),
        ("not a letter \uffff", "not a letter", ("1 control character removed",)),
        ("", "", ()),
    ],
)
def test_tidy_text_is_fit_to_print_and_tells_what_changed(
    typed: str, clean: str, told: tuple[str, ...]
) -> None:
    assert tidy(typed) == (clean, told)


@given(st.text())
def test_tidying_twice_is_tidying_once(typed: str) -> None:
    once, _ = tidy(typed)
    assert tidy(once) == (once, ())


@given(
    st.text(
        st.sampled_from("a•\uf0b7\uf0a7\u00a0\u200b\u2028\x85\r\n\t \x00\ufdd0\ue000")
    )
)
def test_tidying_odd_characters_twice_is_tidying_once(typed: str) -> None:
    once, _ = tidy(typed)
    assert tidy(once) == (once, ())


@given(st.text(st.characters(categories=("L", "N", "P", "S"))))
@example("\u1f71")  # which Unicode holds for the same as another
def test_tidying_loses_no_letter_digit_or_sign(typed: str) -> None:
    assert tidy(typed)[0] == normalize("NFC", typed)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zero"),
        (1, "one"),
        (9, "nine"),
        (10, "ten"),
        (13, "thirteen"),
        (20, "twenty"),
        (21, "twenty-one"),
        (49, "forty-nine"),
        (99, "ninety-nine"),
        (100, "one hundred"),
        (101, "one hundred one"),
        (345, "three hundred forty-five"),
        (999, "nine hundred ninety-nine"),
        (1000, "1,000"),
        (12345, "12,345"),
    ],
)
def test_numbers_are_spelt_out(number: int, words: str) -> None:
    assert in_words(number) == words


@pytest.mark.parametrize(
    ("number", "inside", "at_the_start"),
    [
        (0, "zero", "Zero"),
        (1, "one", "One"),
        (9, "nine", "Nine"),
        (10, "10", "Ten"),
        (49, "49", "Forty-nine"),
        (1400, "1,400", "1,400"),
    ],
)
def test_running_text_spells_numbers_below_ten_and_those_that_open_a_sentence(
    number: int, inside: str, at_the_start: str
) -> None:
    assert in_prose(number) == inside
    assert in_prose(number, opens_sentence=True) == at_the_start


@pytest.mark.parametrize(
    ("words", "joined"),
    [
        ((), ""),
        (("Ohio",), "Ohio"),
        (("Ohio", "Iowa"), "Ohio and Iowa"),
        (("Ohio", "Iowa", "Guam"), "Ohio, Iowa and Guam"),
    ],
)
def test_a_list_in_a_sentence_has_no_comma_before_and(
    words: tuple[str, ...], joined: str
) -> None:
    assert join_words(words) == joined


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("Exampleton", "exampleton"),
        ("St. Sample", "st-sample"),
        ("Mayor's name", "mayors-name"),
        ("Piñon Falls", "pinon-falls"),
        ("../../etc/passwd", "etc-passwd"),
        ("  CON.txt ", "con-txt"),
        ("日本", ""),
    ],
)
def test_a_slug_has_letters_digits_and_hyphens_only(text: str, letters: str) -> None:
    assert slug(text) == letters


def test_spellings_of_one_label_share_a_key() -> None:
    spellings = ("Vigil & march", "vigil and March:", " VIGIL  AND MARCH * ")
    assert {match_key(text) for text in spellings} == {"vigil and march"}
