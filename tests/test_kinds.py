"""Each kind of answer: what it takes, what it prints, what it refuses and why."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citybook.dates import PartialDate
from citybook.findings import RULES
from citybook.kinds import KINDS, Asked, Value, understand
from citybook.states import find_state
from dump import prose_text

ASKED = Asked(
    choices=(
        ("forum", "Forum or community conversation"),
        ("march", "Vigil, march & rally"),
        ("program", "Program or policy"),
    ),
)
FIVE_WORDS = Asked(max_words=5)

GOOD: list[tuple[str, str, Value, str]] = [
    ("city", "Exampleton", "Exampleton", "body: Exampleton"),
    ("city", " St.  Sample ", "St. Sample", "body: St. Sample"),
    ("city", "*Star* City", "*Star* City", "body: *Star* City"),
    ("city", "Piñon Falls", "Piñon Falls", "body: Piñon Falls"),
    ("state", "tex.", find_state("TX"), "body: Texas"),
    ("state", "D.C.", find_state("DC"), "body: District of Columbia"),
    ("state", "USVI", find_state("VI"), "body: U.S. Virgin Islands"),
    ("text", "Jordan\nExample", "Jordan Example", "body: Jordan Example"),
    ("text", 'as "typed" -- exactly', 'as "typed" -- exactly',
     'body: as "typed" -- exactly'),
    ("prose", "One.\n\n- two", "One.\ntwo", "body: One.\nlist-item:\n  - two"),
    ("prose", "**Big**", "Big", "body: **Big**"),
    ("choice", "forum", "forum", "body: Forum or community conversation"),
    ("choice", "VIGIL, MARCH AND RALLY", "march", "body: Vigil, march & rally"),
    ("choices", "program; forum", ("forum", "program"),
     "list-item:\n  - Forum or community conversation\n  - Program or policy"),
    ("choices", "• Program or policy\n• Vigil, march & rally", ("march", "program"),
     "list-item:\n  - Vigil, march & rally\n  - Program or policy"),
    ("choices", "forum | forum", ("forum",),
     "list-item:\n  - Forum or community conversation"),
    ("number", "65000", Decimal(65000), "body: 65,000"),
    ("number", "65,000", Decimal(65000), "body: 65,000"),
    ("number", "65000.0", Decimal(65000), "body: 65,000"),
    ("number", "-4.50", Decimal("-4.5"), "body: −4.5"),
    ("number", "0", Decimal(0), "body: 0"),
    ("number", "007", Decimal(7), "body: 7"),
    ("number", "-0", Decimal(0), "body: 0"),
    ("number", "65 000", Decimal(65000), "body: 65,000"),
    ("number", "- 1 234 567.5", Decimal("-1234567.5"), "body: −1,234,567.5"),
    ("money", "$120,000", Decimal(120000), "body: $120,000"),
    ("money", "120000 dollars", Decimal(120000), "body: $120,000"),
    ("money", "USD 9.5", Decimal("9.5"), "body: $9.50"),
    ("money", "-3", Decimal(-3), "body: −$3"),
    ("money", "$10.1200", Decimal("10.12"), "body: $10.12"),
    ("money", "-0.00", Decimal(0), "body: $0"),
    ("date", "7/18/2016", PartialDate(2016, 7, 18), "body: July 18, 2016"),
    ("date", "2016", PartialDate(2016), "body: 2016"),
    ("yes-no", "“yes”", True, "body: Yes"),
    ("yes-no", "YES", True, "body: Yes"),
    ("yes-no", "x", True, "body: Yes"),
    ("yes-no", "no.", False, "body: No"),
    ("yes-no", "false", False, "body: No"),
    ("email", "clerk@town.example", "clerk@town.example",
     "body: [clerk@town.example](mailto:clerk@town.example)"),
    ("email", "<Mailto:clerk@town.example>", "clerk@town.example",
     "body: [clerk@town.example](mailto:clerk@town.example)"),
    ("email", "mailto:o'hara@town.example", "o'hara@town.example",
     "body: [o'hara@town.example](mailto:o'hara@town.example)"),
    ("phone", "(617) 555-0142", "617-555-0142", "body: 617-555-0142"),
    ("phone", "+1 617.555.0142 x12", "617-555-0142, ext. 12",
     "body: 617-555-0142, ext. 12"),
    ("phone", "6175550142", "617-555-0142", "body: 617-555-0142"),
    ("phone", "617\n555\n0142\next. 7", "617-555-0142, ext. 7",
     "body: 617-555-0142, ext. 7"),
    ("link", "https://www.town.example/a?b=1", ("https://www.town.example/a?b=1",),
     "body: [town.example](https://www.town.example/a?b=1)"),
    ("link", "Https://A.example", ("https://A.example",),
     "body: [A.example](https://A.example)"),
    ("link", "HTTPS://A.EXAMPLE/x", ("https://A.EXAMPLE/x",),
     "body: [A.EXAMPLE](https://A.EXAMPLE/x)"),
    ("link", "<https://a.example>,,, <HTTP://b.example>; c.example",
     ("https://a.example", "http://b.example", "https://c.example"),
     ("body: [a.example](https://a.example); [b.example](http://b.example); "
      "[c.example](https://c.example)")),
    ("link", "https://a.example/?to=https://b.example",
     ("https://a.example/?to=https://b.example",),
     "body: [a.example](https://a.example/?to=https://b.example)"),
    ("link", "town.example/news", ("https://town.example/news",),
     "body: [town.example](https://town.example/news)"),
    ("link", "https://one.example/a;b ; https://two.example\nthree.example",
     ("https://one.example/a;b", "https://two.example", "https://three.example"),
     ("body: [one.example](https://one.example/a;b); "
      "[two.example](https://two.example); [three.example](https://three.example)")),
    ("picture", "Town  hall.JPG", "Town hall.JPG", "body: Town hall.JPG"),
]  # fmt: skip

BAD = [
    ("city", "12345", "missing-answer"),
    ("city", "?!", "missing-answer"),
    ("city", "x" * 101, "too-large"),
    ("state", "Ontario", "unknown-state"),
    ("text", "x" * 501, "too-large"),
    ("prose", "word " * 10_001, "too-large"),
    ("prose", "x" * 401, "too-large"),
    ("choice", "Parade", "not-a-choice"),
    ("choice", "forum; march", "not-a-choice"),
    ("choices", "forum; parade", "not-a-choice"),
    ("number", "a few", "not-a-number"),
    ("number", "6,5,000", "not-a-number"),
    ("number", "5 10", "not-a-number"),
    ("number", "1 2 3", "not-a-number"),
    ("number", "1,000 000", "not-a-number"),
    ("number", "1e9", "not-a-number"),
    ("number", "NaN", "not-a-number"),
    ("number", "1" * 16, "not-a-number"),
    ("number", "$5", "not-a-number"),
    ("money", "€5", "not-a-number"),
    ("money", "$10.125", "odd-number"),
    ("money", "five dollars", "not-a-number"),
    ("date", "last Tuesday", "not-a-date"),
    ("date", "2016-02-30", "not-a-date"),
    ("yes-no", "perhaps", "not-yes-or-no"),
    ("email", "jane (at) town.example", "not-an-email"),
    ("email", "a@town.example, b@town.example", "not-an-email"),
    ("email", "jane@town", "not-an-email"),
    ("phone", "555-0142", "not-a-phone"),
    ("phone", "117-555-0142", "not-a-phone"),
    ("phone", "617-555-0142 or 0143", "not-a-phone"),
    ("link", "see our site", "not-a-web-address"),
    ("link", "javascript:alert(1)", "not-a-web-address"),
    ("link", "file:///etc/passwd", "not-a-web-address"),
    ("link", "https://user:secret@town.example", "not-a-web-address"),
    ("link", "ftp://town.example", "not-a-web-address"),
    ("link", "https://town.example and more", "not-a-web-address"),
    ("link", "mailto:clerk@town.example", "not-a-web-address"),
    ("picture", "our pictures/", "unknown-picture"),
]


@pytest.mark.parametrize(("kind", "typed", "value", "printed"), GOOD)
def test_a_good_answer_has_a_value_and_its_words(
    kind: str, typed: str, value: Value, printed: str
) -> None:
    reading = understand(kind, typed, ASKED)
    assert (reading.value, prose_text(reading.prose)) == (value, printed)
    assert not {t.slug for t in reading.troubles} - {"text-tidied", "text-typeset"}


def test_a_subject_behind_an_e_mail_address_is_left_out_with_a_note() -> None:
    typed = "mailto:clerk@town.example?subject=Hi&cc=a@town.example"
    reading = understand("email", typed, ASKED)
    link = "[clerk@town.example](mailto:clerk@town.example)"
    assert prose_text(reading.prose) == f"body: {link}"
    assert [t.slug for t in reading.troubles] == ["taken-as"]


@pytest.mark.parametrize(("kind", "typed", "slug"), BAD)
def test_a_bad_answer_is_refused_by_its_rule(kind: str, typed: str, slug: str) -> None:
    assert slug in {t.slug for t in understand(kind, typed, ASKED).troubles}


SIGNS = [
    ("prose", "*"),
    ("prose", "1."),
    ("prose", "1.\n2."),
    ("prose", "[](https://a.example)"),
    ("prose", "..."),
    ("text", "?"),
    ("link", ";"),
    ("link", "<>"),
    ("link", ", , ,"),
    ("choices", ";"),
    ("choices", "•"),
]


@pytest.mark.parametrize(("kind", "typed"), SIGNS)
def test_signs_without_a_word_are_no_answer(kind: str, typed: str) -> None:
    (trouble,) = understand(kind, typed, ASKED).troubles
    assert trouble.slug == "missing-answer"
    assert trouble.detail == "The answer has signs but no words."


NOTHING = [
    *("N/A", "n/a", "N.A.", "None", "none.", "NULL", "~", "-", "--", "–", "TBD"),
    *("Unknown", "not applicable", "Not Applicable.", "(blank)", "( none )"),
]


@pytest.mark.parametrize("typed", NOTHING)
@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_that_says_there_is_none_is_blank_with_a_note(
    kind: str, typed: str
) -> None:
    reading = understand(kind, typed, ASKED)
    assert reading.is_blank
    assert [trouble.slug for trouble in reading.troubles] == ["taken-as-blank"]


@pytest.mark.parametrize("kind", ["choice", "choices"])
def test_a_choice_may_be_called_none_or_unknown(kind: str) -> None:
    asked = Asked(choices=(("none", "None of these"), ("open", "Unknown")))
    assert not understand(kind, "none", asked).is_blank
    assert not understand(kind, "UNKNOWN", asked).is_blank
    assert understand(kind, "n/a", asked).is_blank


def test_a_figure_with_a_full_stop_is_an_answer() -> None:
    assert understand("text", "12.", ASKED).value == "12."
    assert understand("prose", "2016.", ASKED).value == "2016."


def test_words_that_only_begin_so_are_an_answer() -> None:
    assert understand("text", "None Such", ASKED).value == "None Such"
    assert understand("prose", "Unknown to us.", ASKED).value == "Unknown to us."


def test_blank_is_what_was_not_answered_and_not_what_was_refused() -> None:
    assert understand("date", " \u200b ", ASKED).is_blank
    assert not understand("date", "someday", ASKED).is_blank
    assert not understand("date", "2016", ASKED).is_blank
    assert understand("date", "someday", ASKED).is_refused


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"prose"}))
def test_an_answer_far_too_long_is_refused_before_it_is_read(kind: str) -> None:
    (trouble,) = understand(kind, "x\n" * 10_000, ASKED).troubles
    assert trouble.slug == "too-large"
    limit = {"link": "8,000", "choices": "8,000"}.get(kind, "500")
    assert trouble.detail == (
        f"The answer has 19,999 characters; {limit} is the limit."
    )


REPEATED = ["\n", " ", "-", "1", ",", ";", "x", "(", "[", "*a ", "_a ", "a\n", "a, "]
REPEATED += ["- a\n", "– a\n", "1. a\n", "[a](<b ", '[a](b "c ', "[ ", "![", "\\[ "]
REPEATED += ["http://", "https://a.example/( ", "'", '"a ', "a' ", "x@a.", " ext", "1,"]


@pytest.mark.parametrize("sign", REPEATED)
@pytest.mark.parametrize("size", [490, 7_990, 20_000])
def test_twenty_thousand_characters_of_any_sign_are_read_or_refused(
    sign: str, size: int
) -> None:
    """It ends, where patterns that look again and again would take minutes."""
    for kind in KINDS:
        typed = f"617{sign * (size // len(sign))}!"
        assert not understand(kind, typed, ASKED).is_blank


def test_a_web_address_with_a_space_is_told_so() -> None:
    (trouble,) = understand("link", "https://town.example/a b", ASKED).troubles
    assert trouble.detail == (
        "“https://town.example/a b” is not a web address. It contains a space."
    )


def test_the_prompt_and_the_hint_for_a_date_name_the_same_example() -> None:
    for said in (KINDS["date"].prompt, RULES["not-a-date"].hint):
        assert "7/18/2016 or July 18, 2016" in said


def test_the_reason_why_a_date_is_none_is_told() -> None:
    (trouble,) = understand("date", "2016-31-12", ASKED).troubles
    assert trouble.detail == "There is no month 31."
    assert trouble.remedy == "Type 2016-12-31, if that is meant."


@pytest.mark.parametrize("folders", ["C:\\Users\\a b\\", "../../etc/", "file:///"])
def test_of_a_path_the_name_of_the_picture_is_taken_with_a_note(folders: str) -> None:
    reading = understand("picture", f"{folders}hall.jpg", ASKED)
    assert reading.value == "hall.jpg"
    assert [trouble.slug for trouble in reading.troubles] == ["taken-as"]


def test_every_kind_has_good_and_bad_answers_in_this_file() -> None:
    assert {kind for kind, *_ in GOOD} == {kind for kind, *_ in BAD}
    assert {kind for kind, *_ in GOOD} == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_blank_is_no_answer_and_no_trouble(kind: str) -> None:
    for typed in ("", "  ", "\n\t\n"):
        reading = understand(kind, typed, ASKED)
        assert (reading.value, reading.prose) == (None, ())
        assert not {t.slug for t in reading.troubles} - {"text-tidied"}


@pytest.mark.parametrize("kind", KINDS)
@given(typed=st.text())
def test_no_text_makes_a_kind_fail(kind: str, typed: str) -> None:
    for trouble in understand(kind, typed, ASKED).troubles:
        assert trouble.slug in RULES


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"choice", "choices"}))
def test_the_example_of_a_kind_is_an_answer_that_it_takes(kind: str) -> None:
    reading = understand(kind, KINDS[kind].example, ASKED)
    assert reading.prose
    assert not {t.slug for t in reading.troubles} - {"text-typeset"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_drop_down_offers_only_answers_that_the_kind_takes(kind: str) -> None:
    for label in KINDS[kind].listed(ASKED):
        assert understand(kind, label, ASKED).value is not None


def test_the_prompt_of_a_kind_is_one_sentence() -> None:
    for kind in KINDS.values():
        assert kind.prompt.endswith(".")
        assert kind.prompt[0].isupper()


def test_words_past_the_limit_are_counted() -> None:
    typed = "one two three four **five** six\n\n- seven"
    (trouble, _) = understand("prose", typed, FIVE_WORDS).troubles
    assert trouble.slug == "too-long"
    assert trouble.detail == "The answer has 7 words; the form allows 5."
    assert trouble.remedy == "Cut 2 words."
    assert not understand("text", "one two three four five", FIVE_WORDS).troubles


def test_one_word_too_many_is_one_word() -> None:
    (trouble,) = understand("text", "one two three four five six", FIVE_WORDS).troubles
    assert trouble.remedy == "Cut 1 word."


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [
        ("Water pool trees", ("trees", "pool")),
        ("water pool trees", ("trees", "water", "pool")),
        ("Trees Vigil, march or rally water", ("trees", "water", "march")),
        ("Trees Playgrounds Trees", ("trees", "play")),
        ("Trees water slide", None),
        ("Water Pool", ("pool",)),
        ("Playgrounds Water Pool Trees Open", None),
        ("Trees Skate Board Park", None),
    ],
)
def test_choices_with_spaces_between_are_parted_if_that_can_be_done_in_one_way(
    typed: str, chosen: tuple[str, ...] | None
) -> None:
    choices = (
        *(("trees", "Trees"), ("water", "Water"), ("pool", "Water pool")),
        *(("play", "Playgrounds"), ("march", "Vigil, march or rally")),
        *(("s", "Skate"), ("b", "Board park"), ("sb", "Skate board"), ("p", "Park")),
    )
    assert understand("choices", typed, Asked(choices=choices)).value == chosen


def test_a_wrong_choice_is_told_what_may_be_meant_and_all_choices() -> None:
    (trouble,) = understand("choice", "Vigil march rally", ASKED).troubles
    assert trouble.remedy == (
        "Perhaps “Vigil, march & rally” is meant. The choices: "
        "Forum or community conversation; Vigil, march & rally; Program or policy."
    )


def test_long_text_tells_which_signs_were_set_as_in_a_book() -> None:
    (trouble,) = understand("prose", 'A "b" it\'s -- c... \n\n- d', ASKED).troubles
    assert trouble.slug == "text-typeset"
    assert trouble.detail == (
        "Set as in a book: straight quotes, apostrophes, dashes, ellipses, "
        "typed bullets."
    )


@pytest.mark.parametrize("typed", ["– one\n– two", "- one", "+ a\n+ b", "1. a\n   * b"])
def test_long_text_tells_of_every_typed_bullet(typed: str) -> None:
    (trouble,) = understand("prose", typed, ASKED).troubles
    assert trouble.detail == "Set as in a book: typed bullets."


@pytest.mark.parametrize(
    "typed",
    ["1. one", "a – b", "[x](https://a.example/it's--so...)", "https://a.example/it's"],
)
def test_long_text_printed_as_typed_bears_no_note(typed: str) -> None:
    assert not understand("prose", typed, ASKED).troubles
