"""Two people's changes to one text: what is taken, what is a conflict, what is kept."""

import re
import time
from collections import Counter
from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citybook.merge import Conflict, Merged, merge

MOVED = "The mayor spoke at length."
LONG = "Staff counted all of the trees in every park of the city by hand this year."

CLEAN = {
    "words apart": (
        "The city met in May. It was good.",
        "The town met in May. It was good.",
        "The city met in May. It was very good.",
        "The town met in May. It was very good.",
    ),
    "one word between": ("a b c d e", "a B c d e", "a b c D e", "a B c D e"),
    "the same insertion": (
        "One two three. Four five six.",
        "One two three. New words here. Four five six.",
        "One two three. New words here. Four five SIX.",
        "One two three. New words here. Four five SIX.",
    ),
    "the same insertion, found at two places": (
        "The city met. The city ate and drank.",
        "The city met. The city sang. The city ate and drank.",
        "The city met. The city sang. The city ate and DRANK.",
        "The city met. The city sang. The city ate and DRANK.",
    ),
    "the same deletion, found at two places": (
        "We met. We sang. We ate and drank and danced.",
        "We met. We ate and drank and danced.",
        "We met. We ate and drank and DANCED.",
        "We met. We ate and drank and DANCED.",
    ),
    "both delete": (
        "One two. Three four. Five six seven.",
        "One two. Five six seven.",
        "One two. Five six EIGHT.",
        "One two. Five six EIGHT.",
    ),
    "a sentence behind one that is changed": (
        "We met in May.",
        "We met in May. It rained.",
        "We met in June.",
        "We met in June. It rained.",
    ),
    "a paragraph behind a word that is changed": (
        "We met in May",
        "We met in May\n\nIt rained.",
        "We met in June",
        "We met in June\n\nIt rained.",
    ),
    "a paragraph between two that are changed": (
        "One here.\n\nThree here.",
        "One here.\n\nTwo here.\n\nThree here.",
        "One there.\n\nThird here.",
        "One there.\n\nTwo here.\n\nThird here.",
    ),
    "a paragraph split where words are changed": (
        "One two three four. Five six seven eight.",
        "One two three four.\n\nFive six seven eight.",
        "One TWO three four. Five six SEVEN eight.",
        "One TWO three four.\n\nFive six SEVEN eight.",
    ),
    "paragraphs joined": (
        "One two three four.\n\nFive six seven eight.",
        "One two three four. Five six seven eight.",
        "One TWO three four.\n\nFive six SEVEN eight.",
        "One TWO three four. Five six SEVEN eight.",
    ),
    "a sentence moved, another changed": (
        f"A b c d. {MOVED} {LONG}",
        f"A b c d. {LONG} {MOVED}",
        f"A B c d. {MOVED} {LONG}",
        f"A B c d. {LONG} {MOVED}",
    ),
    "bullets added at two places": (
        "- one\n- two\n- three",
        "- one\n- new\n- two\n- three",
        "- one\n- two\n- three\n- four",
        "- one\n- new\n- two\n- three\n- four",
    ),
    "a bullet deleted, another changed": (
        "- one\n- two\n- three",
        "- one\n- three",
        "- ONE\n- two\n- three",
        "- ONE\n- three",
    ),
    "a bullet made prose": (
        "- one two three\n- four",
        "one two three\n- four",
        "- one two three\n- four more",
        "one two three\n- four more",
    ),
    "a word inside a link": (
        "See [the long list of ours](https://a.example) now.",
        "See [the short list of ours](https://a.example) now.",
        "See [the long list of ours](https://a.example) soon.",
        "See [the short list of ours](https://a.example) soon.",
    ),
    "a word inside what is linked": (
        "See the long list of ours now.",
        "See [the long list of ours](https://a.example) now.",
        "See the long roll of ours now.",
        "See [the long roll of ours](https://a.example) now.",
    ),
    "spaces at both ends": ("a", " a", "a\n", " a\n"),
    "the last paragraph deleted, and one put before it": (
        "One here.\n\nTwo here.\n \nThree here.",
        "One here.\n\nTwo here.",
        "One here.\n\nNew here.\n\nTwo here.\n \nThree here.",
        "One here.\n\nNew here.\n\nTwo here.",
    ),
    "odd spaces are kept": ("a  b c d", "a  b c D", "A  b c d", "A  b c D"),
}
"""Base, editor and city; and what comes of it."""


@pytest.mark.parametrize("case", CLEAN)
def test_changes_apart_are_both_made(case: str) -> None:
    base, editor, city, told = CLEAN[case]
    assert merge(base, editor, city) == Merged(told)
    assert merge(base, city, editor) == Merged(told)


CONFLICTS = {
    "one word in two ways": (
        "We met in May today.",
        "We met in June today.",
        "We met in July today.",
        Conflict("May", "June", "July"),
    ),
    "words side by side": (
        "the big dog ran",
        "the large dog ran",
        "the big cat ran",
        Conflict("big dog", "large dog", "big cat"),
    ),
    "a deletion against a change": (
        "One two three. Four five six.",
        "Four five six.",
        "One two FREE. Four five six.",
        Conflict("One two three.", "", "One two FREE."),
    ),
    "a change against a deletion": (
        "One two three. Four five six.",
        "One two FREE. Four five six.",
        "Four five six.",
        Conflict("One two three.", "One two FREE.", ""),
    ),
    "a deletion against an insertion behind it": (
        "One two. Three four.",
        "One two.",
        "One two. Three four. Five six.",
        Conflict("Three four.", "", "Three four. Five six."),
    ),
    "two sentences at one place": (
        "One two.",
        "One two. Three.",
        "One two. Four.",
        Conflict("", "Three.", "Four."),
    ),
    "an empty base": ("", "one", "two", Conflict("", "one", "two")),
    "an editor who deletes all": ("a b", "", "a b c", Conflict("a b", "", "a b c")),
    "a city that deletes all": ("a b", "a b c", "", Conflict("a b", "a b c", "")),
    "a paragraph split inside what becomes bold": (
        "See one two three four five six.",
        "See **one two three four five** six.",
        "See one two three\n\nfour five six.",
        Conflict(
            "one two three four five",
            "**one two three four five**",
            "one two three\n\nfour five",
        ),
    ),
    "links that overlap": (
        "See one two three four five six seven.",
        "See [one two three four](https://a.example) five six seven.",
        "See one two [three four five six](https://b.example) seven.",
        Conflict(
            "one two three four five six",
            "[one two three four](https://a.example) five six",
            "one two [three four five six](https://b.example)",
        ),
    ),
}
"""Base, editor, city, and the conflict: the city's words stay as they are."""


@pytest.mark.parametrize("case", CONFLICTS)
def test_of_changes_to_the_same_words_the_citys_stay(case: str) -> None:
    base, editor, city, told = CONFLICTS[case]
    assert merge(base, editor, city) == Merged(city, (told,))


def test_what_is_not_in_dispute_is_taken_beside_a_conflict() -> None:
    merged = merge("a b c d e f g", "a B c d e f G", "a BB c d e f g")
    assert merged == Merged("a BB c d e f G", (Conflict("b", "B", "BB"),))


@pytest.mark.parametrize(
    ("editor", "city"),
    [
        (f"{LONG} B c d e. {MOVED}", f"The mayor was silent. {LONG} B c d e."),
        (f"{LONG} B c d e. {MOVED}", f"{LONG} B c d e."),
        (f"{LONG} B c d e.", f"{LONG} B c d e. {MOVED}"),
        (f"{LONG} {MOVED} B c d e.", f"{LONG} B c d e. {MOVED}"),
        (f"{LONG} B c d e. {MOVED}", f"{MOVED} {LONG} B c d e. It all ended well."),
    ],
    ids=[
        "changed by the city",
        "deleted by the city",
        "moved by the city, and deleted by the editor",
        "moved by both",
        "moved to where the city wrote something",
    ],
)
def test_a_sentence_that_was_moved_is_neither_lost_nor_doubled(
    editor: str, city: str
) -> None:
    merged = merge(f"{MOVED} {LONG} B c d e.", editor, city)
    assert merged.text == city
    assert merged.conflicts
    assert all(each.editor != each.city for each in merged.conflicts)


def test_what_both_have_added_at_two_places_is_said_once() -> None:
    base = "One two three four. Five six seven eight. Nine ten eleven twelve."
    new = "And a new sentence."
    editor = base.replace("Five", f"{new} Five")
    city = base.replace("Nine", f"{new} Nine")
    merged = merge(base, editor, city)
    assert merged == Merged(city, (Conflict("", new, ""),))


WORDS = st.lists(st.sampled_from(["a", "b", "c", "d.", "e,"]), max_size=14)
SPACES = st.sampled_from(
    [" ", " ", " ", "  ", "\n", "\n\n", "\n- ", "\n1. ", " **", "* "]
)


@st.composite
def typed(draw: st.DrawFn) -> str:
    """Return a text of few words, of which many are alike, and of any form."""
    words = draw(WORDS)
    return "".join(draw(SPACES) + word for word in words) + draw(
        st.sampled_from(["", " "])
    )


@given(typed(), typed())
def test_who_changes_nothing_leaves_the_other_as_it_is(one: str, other: str) -> None:
    assert merge(one, one, other) == Merged(other)
    assert merge(one, other, one) == Merged(other)
    assert merge(one, other, other) == Merged(other)


@given(typed(), typed(), typed())
def test_a_merge_is_clean_from_both_sides_or_from_none(
    base: str, editor: str, city: str
) -> None:
    one, other = merge(base, editor, city), merge(base, city, editor)
    assert bool(one.conflicts) is bool(other.conflicts)
    assert one == merge(base, editor, city)
    if not one.conflicts:
        assert one.text.split() == other.text.split()


@given(typed(), typed(), typed())
def test_nothing_is_invented(base: str, editor: str, city: str) -> None:
    merged = merge(base, editor, city)
    assert not words(merged.text) - words(editor) - words(city)
    for conflict in merged.conflicts:
        assert words(conflict.editor) <= words(editor)
        assert words(conflict.city) <= words(city)
        assert conflict.editor != conflict.city


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


@st.composite
def edited(draw: st.DrawFn) -> tuple[list[str], list[str], list[str]]:
    """Return a text in which no word comes twice, and two edited copies of it."""
    base = [f"w{n}{draw(st.sampled_from(['', '', '.']))}" for n in range(24)]
    both = changed(draw, base, "both", most=2)
    sides = [changed(draw, base, name, most=4) for name in ("editor", "city")]
    editor, city = ({**side, **both} for side in sides)
    return base, applied(base, editor), applied(base, city)


def changed(
    draw: st.DrawFn, base: Sequence[str], name: str, *, most: int
) -> dict[int, list[str]]:
    """Return what stands at the places of some words of a text."""
    places = st.lists(st.integers(0, len(base) - 1), max_size=most, unique=True)
    new = {}
    for place in draw(places):
        added = [f"{name}{place}x{n}" for n in range(draw(st.integers(0, 3)))]
        new[place] = [*added, *([base[place]] if draw(st.booleans()) else [])]
    return new


def applied(base: Sequence[str], new: dict[int, list[str]]) -> list[str]:
    return [word for n, old in enumerate(base) for word in new.get(n, [old])]


@given(edited())
def test_a_clean_merge_has_all_that_was_added_and_nothing_that_was_deleted(
    texts: tuple[list[str], list[str], list[str]],
) -> None:
    base, editor, city = texts
    merged = merge(*map(" ".join, texts))
    found = merged.text.split()
    assert len(found) == len(set(found))
    if not merged.conflicts:
        old, ours, theirs = set(base), set(editor), set(city)
        assert set(found) == (ours & theirs) | (ours - old) | (theirs - old)
        for side in (editor, city):
            assert [w for w in found if w in side] == [w for w in side if w in found]


@pytest.mark.parametrize("number", [5, 50, 500])
def test_long_texts_are_merged_in_time(number: int) -> None:
    random = Random(number)
    vocabulary = [f"w{n}" for n in range(900)] + ["the", "of", "and"] * 100
    base = random.choices(vocabulary, k=5000)
    sides = [base.copy(), base.copy()]
    for side in sides:
        for _ in range(number):
            place = random.randrange(len(side))
            side[place : place + 2] = random.choices(vocabulary, k=random.randrange(4))
    start = time.process_time()
    merged = merge(*map(" ".join, (base, *sides)))
    assert time.process_time() - start < 10
    assert len(merged.conflicts) < number / 2


@pytest.mark.parametrize("word", ["w", "- w\n", "[w](x)", "**w**", "d."])
def test_one_word_ten_thousand_times_does_not_hang(word: str) -> None:
    start = time.process_time()
    base = [word] * 10_000
    editor = [*base[:5000], "x", *base[:4000], "y", *base]
    city = [*base[:3000], "u", *base[:5000], "v", *base]
    merged = merge(*map(" ".join, (base, editor, city)))
    assert time.process_time() - start < 20
    assert merged.conflicts
    assert merged.text.split() == " ".join(city).split()
