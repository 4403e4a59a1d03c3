"""Numbers, sums and yes or no as a city answers them: what is printed and told."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citybook.kinds import Asked, understand
from citybook.prose import plain
from told import Told, told

NOTHING: Told = ()


def left(words: str, printed: str) -> tuple[str, str]:
    return ("words-left-out", f"{words} not printed, only {printed}.")


def taken(typed: str, printed: str) -> tuple[str, str]:
    return ("taken-as", f"“{typed}” was read as {printed}.")


@pytest.mark.parametrize(
    ("typed", "printed", "said"),
    [
        ("65000.0", "65,000", NOTHING),
        ("65\u00a0000 ", "65,000",
         (("text-tidied", "The text was tidied: 1 odd space made plain."),)),
        ("65, 000", "65,000", NOTHING),
        ("65,000.", "65,000", NOTHING),
        ("about 65,000 (2020)", "65,000", (left("“about” and “2020” are", "65,000"),)),
        ("~65,000", "65,000", (left("“~” is", "65,000"),)),
        ("over 65,000 people", "65,000", (left("“over” and “people” are", "65,000"),)),
        ("2020 Census: 65,000", "65,000", (left("“2020 Census:” is", "65,000"),)),
        ("65,000 as of July 1, 2020", "65,000",
         (left("“as of July 1, 2020” is", "65,000"),)),
        ("Pop. 65,000 (est.)", "65,000", (left("“Pop.” and “est.” are", "65,000"),)),
        ("65,000+", "65,000", (left("“+” is", "65,000"),)),
        ("~ -5 degrees", "−5", (left("“~” and “degrees” are", "−5"),)),
        ("25%", "25%", NOTHING),
        ("-2.5 %", "−2.5%", NOTHING),
        ("25 percent", "25%", (taken("25 percent", "25%"),)),
        ("48.21K", "48,210", (taken("48.21K", "48,210"),)),
        ("1.2 million people", "1,200,000",
         (taken("1.2 million", "1,200,000"), left("“people” is", "1,200,000"))),
        ("1.234,56", "1,234.56", (taken("1.234,56", "1,234.56"),)),
        ("1.234.567", "1,234,567", (taken("1.234.567", "1,234,567"),)),
        ("0.125", "0.125", NOTHING),
        (".5", "0.5", NOTHING),
        ("-.25%", "−0.25%", NOTHING),
        ("about .5 million", "500,000",
         (taken(".5 million", "500,000"), left("“about” is", "500,000"))),
        ("c.1900", "1,900", (left("“c.” is", "1,900"),)),
    ],
)  # fmt: skip
def test_a_number_is_printed_and_what_was_dropped_or_scaled_is_told(
    typed: str, printed: str, said: Told
) -> None:
    reading = understand("number", typed, Asked())
    assert (plain(reading.prose), told(reading)) == (printed, said)


@pytest.mark.parametrize(
    ("typed", "printed", "said"),
    [
        ("$1.5M", "$1,500,000", (taken("1.5M", "$1,500,000"),)),
        ("1.5m", "$1,500,000", (taken("1.5M", "$1,500,000"),)),
        ("US$ 20K", "$20,000", (taken("20K", "$20,000"),)),
        ("USD 20,000", "$20,000", NOTHING),
        ("20,000 U.S. dollars", "$20,000", NOTHING),
        ("-$5", "−$5", NOTHING),
        ("$.50", "$0.50", NOTHING),
        ("$.5 million", "$500,000", (taken(".5 million", "$500,000"),)),
        ("$20,000 per year", "$20,000", (left("“per year” is", "$20,000"),)),
        ("about $3 billion in FY 2020", "$3,000,000,000",
         (taken("3 billion", "$3,000,000,000"),
          left("“about” and “in FY 2020” are", "$3,000,000,000"))),
    ],
)  # fmt: skip
def test_a_sum_is_printed_and_what_was_dropped_or_scaled_is_told(
    typed: str, printed: str, said: Told
) -> None:
    reading = understand("money", typed, Asked())
    assert (plain(reading.prose), told(reading)) == (printed, said)


@pytest.mark.parametrize(
    "scale",
    [
        *("milion", "millon", "Millones", "bilion", "thousend", "hunderd"),
        *("Mio", "mln.", "thou", "Mrd.", "tsd", "grand", "crore"),
    ],
)
@pytest.mark.parametrize("kind", ["number", "money"])
def test_a_scale_that_is_misspelled_or_foreign_is_not_left_out(
    kind: str, scale: str
) -> None:
    (trouble,) = understand(kind, f"1.2 {scale} people", Asked()).troubles
    assert trouble.slug == "not-a-number"


@pytest.mark.parametrize("unit", ["missions", "Billings residents", "households"])
def test_a_unit_that_looks_like_a_scale_is_left_out(unit: str) -> None:
    (trouble,) = understand("number", f"1,200 {unit}", Asked()).troubles
    assert trouble.slug == "words-left-out"


RANGE = "Type one number; say the rest in another answer."


@pytest.mark.parametrize(
    ("kind", "typed", "detail", "remedy"),
    [
        ("number", "50-60", "It is a range, from 50 to 60.", RANGE),
        ("number", "50 to 60 people", "It is a range, from 50 to 60.", RANGE),
        ("number", "50%–60%", "It is a range, from 50 to 60.", RANGE),
        ("money", "$5-$10 million", "It is a range, from 5 to 10.", RANGE),
        ("number", "1/2", "It holds several numbers: 1; 2.", "Type one number."),
        ("number", "1, 2, 3, 4, 5, 6",
         "It holds several numbers: 1; 2; 3; 4; 5; ….", "Type one number."),
        ("number", "1,5",
         "The comma may stand for a point, or a digit is missing after it.",
         "Type 1.5, if that is meant."),
        ("number", "48,21K people",
         "The comma may stand for a point, or a digit is missing after it.",
         "Type 48.21K, if that is meant."),
        ("money", "1,2 million",
         "The comma may stand for a point, or a digit is missing after it.",
         "Type 1.2 million, if that is meant."),
        ("number", ".5.5", "Its commas and points do not stand at the thousands.",
         ""),
        ("number", "..5", "Its commas and points do not stand at the thousands.",
         ""),
        ("number", "6,5,000", "Its commas and points do not stand at the thousands.",
         ""),
        ("number", "1" * 16, "It has more than 15 digits.", ""),
        ("money", "25%", "It is a percentage, and no sum of money.", ""),
        ("number", "2½", "", ""),
        ("number", "5th", "", ""),
        ("number", "No. 5", "", ""),
        ("number", "minus 5", "", ""),
        ("number", "(5,000)", "", ""),
        ("number", "2 hundred", "", ""),
        ("number", "5 m", "", ""),
        ("number", "half of 65,000", "", ""),
        ("number", "We have 65 officers", "", ""),
        ("money", "5 cents", "", ""),
        ("money", "C$5", "", ""),
        ("money", "5 €", "", ""),
    ],
)  # fmt: skip
def test_what_may_be_more_than_one_number_is_refused(
    kind: str, typed: str, detail: str, remedy: str
) -> None:
    (trouble,) = understand(kind, typed, Asked()).troubles
    assert trouble.slug == "not-a-number"
    assert (trouble.detail, trouble.remedy) == (detail, remedy)


@pytest.mark.parametrize(
    ("kind", "typed", "either", "other"),
    [
        ("number", "65.000", "65,000", "65"),
        ("number", "about 65.127 people", "65,127", "65.13"),
        ("number", "-65.500", "-65,500", "-65.5"),
        ("money", "$1.250", "1,250", "1.25"),
    ],
)
def test_three_digits_after_a_point_may_be_thousands_and_are_not_printed(
    kind: str, typed: str, either: str, other: str
) -> None:
    reading = understand(kind, typed, Asked())
    (trouble,) = reading.troubles
    assert reading.is_refused
    assert not reading.prose
    assert trouble.slug == "odd-number"
    assert trouble.remedy == f"Type {either} or {other}, whichever is meant."
    assert trouble.detail.endswith(f"may be {either} or {other}.")
    for meant in (either, other):
        assert not understand(kind, meant, Asked()).troubles


@given(st.integers(-(10**14), 10**14), st.integers(0, 99))
def test_a_number_is_read_back_from_its_print(whole: int, hundredths: int) -> None:
    number = Decimal(whole) + Decimal(hundredths) / 100
    reading = understand("number", str(number), Asked())
    assert reading.value == number
    assert understand("number", plain(reading.prose), Asked()).value == number


PIECES = [
    "65",
    ",",
    "000",
    ".",
    " ",
    "-",
    "%",
    "K",
    "million",
    "(",
    ")",
    "about",
    "2020",
]


@given(
    st.lists(st.sampled_from([*PIECES, "$", "to", "people", "in ", "½"]), max_size=9)
)
def test_every_letter_beside_a_number_is_printed_or_told(pieces: list[str]) -> None:
    typed = "".join(pieces)
    reading = understand("number", typed, Asked())
    said = " ".join(detail for _, detail in told(reading))
    for word in ("people", "about", "K", "million"):
        is_lost = word in typed and word not in said
        assert not is_lost or reading.is_refused or reading.is_blank


@pytest.mark.parametrize(
    ("typed", "printed", "said"),
    [
        ("Yes!", "Yes", NOTHING),
        ("[x]", "Yes", NOTHING),
        ("☑", "Yes", NOTHING),
        ("sí", "Yes", NOTHING),
        ("[ ]", "No", NOTHING),
        ("☐", "No", NOTHING),
        ("F", "No", NOTHING),
        ("Yes, since 2015", "Yes", (left("“since 2015” is", "Yes"),)),
        ("Yes since 2015", "Yes", (left("“since 2015” is", "Yes"),)),
        ("yes (see attached)", "Yes", (left("“see attached” is", "Yes"),)),
        ("No\nIt is planned.", "No", (left("“It is planned” is", "No"),)),
    ],
)
def test_a_yes_or_a_no_may_say_more_which_is_told(
    typed: str, printed: str, said: Told
) -> None:
    reading = understand("yes-no", typed, Asked())
    assert (plain(reading.prose), told(reading)) == (printed, said)


@pytest.mark.parametrize(
    "typed",
    [
        *("yes/no", "Yes, no", "Yes and no", "Yes, but not yet", "Yes, we can't"),
        *("No longer", "No idea", "Not yet", "2"),
    ],
)
def test_what_is_neither_yes_nor_no_is_refused(typed: str) -> None:
    assert told(understand("yes-no", typed, Asked())) == (("not-yes-or-no", ""),)


CHOICES = Asked(
    choices=(
        ("forum", "Forum or community conversation"),
        ("march", "Vigil, march & rally"),
        ("program", "Program or policy"),
        ("first", "Phase 1"),
        ("a", "Option A"),
        ("formal", "Formal review"),
    )
)


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("Progam or policy", "Program or policy"),
        ("Programs or policy", "Program or policy"),
        ("Vigil, mrach and rally", "Vigil, march & rally"),
        ("Foru or comunity conversatoin", "Forum or community conversation"),
    ],
)
def test_a_misspelled_choice_is_corrected_with_a_note(typed: str, label: str) -> None:
    for kind in ("choice", "choices"):
        reading = understand(kind, typed, CHOICES)
        assert plain(reading.prose) == label
        assert told(reading) == (taken(typed, f"“{label}”"),)


@pytest.mark.parametrize(
    "typed",
    ["Phase 2", "Option B", "Informal review", "Vigil march", "Prrogarm or policy"],
)
def test_another_word_than_the_choice_is_not_corrected(typed: str) -> None:
    (trouble,) = understand("choice", typed, CHOICES).troubles
    assert trouble.slug == "not-a-choice"
    assert trouble.remedy.startswith("Perhaps “")


def test_a_slip_that_fits_two_choices_is_not_corrected() -> None:
    asked = Asked(choices=(("walk", "Walks"), ("talk", "Walls")))
    assert understand("choice", "Walts", asked).is_refused
