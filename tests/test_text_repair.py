"""Text in a wrong alphabet, and what cannot be seen: mended, told, and nothing else."""

import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citybook.kinds import KINDS, Asked, clean, understand
from citybook.mojibake import mend

BROKEN = [
    ("PeÃ±asco", "Peñasco"),
    ("naÃ¯ve", "naïve"),
    ("â€œHiâ€\x9d", "“Hi”"),
    ("he said â€œyesâ€ and left", "he said “yes” and left"),
    ("itâ€™s", "it’s"),
    ("1 â€“ 2 â€¦", "1 – 2 …"),
    ("Â£5", "£5"),
    ("5 Â°C", "5 °C"),
    ("MarÃ\xada", "María"),
    ("voilÃ  le", "voilà le"),
    ("Hawaiâ€˜i", "Hawai‘i"),
    ("the city\x92s \x93plan\x94", "the city’s “plan”"),
    ("so on\x85", "so on…"),
    ("caf√©, it‚Äôs", "café, it’s"),
    ("Ã\u200b±", "ñ"),
]


@pytest.mark.parametrize(("typed", "meant"), BROKEN)
def test_text_of_a_wrong_alphabet_is_mended_and_told(typed: str, meant: str) -> None:
    text, changes = clean(typed)
    assert text == meant
    assert any(" mended (“" in change for change in changes)


def test_the_note_shows_the_first_word_that_was_mended() -> None:
    reading = understand("prose", "In PeÃ±asco itâ€™s warm.", Asked())
    assert reading.value == "In Peñasco it’s warm."
    (trouble,) = reading.troubles
    assert trouble.detail == (
        "The text was tidied: 2 broken words mended (“PeÃ±asco” to “Peñasco”)."
    )


SOUND = [
    *("Peñasco", "Cañon City", "naïve", "PEÑA’S", "CANCÚN”", "Piñata®", "PIÑATA®"),
    *("Nguyễn Văn Thiệu", "Hồ Chí Minh", "Kāneʻohe", "Lānaʻi", "ʻEwa", "Utqiaġvik"),
    *("CAFÉ™", "NESTLÉ®", "“José’s”", "JOSÉ’S”", "résumé—", "ELÍAS—", "¡Olé! ¿qué?"),
    *("Łódź", "Søren Ångström", "São Paulo", "À la carte", "Ünal Öz", "Tséhootsooí"),
    *(
        "Wąpąȟat",
        "œuvre",
        "Law § 5 — §",
        "at £5",
        "½ °C",
        "ß–",
        "François–René",
        "à €5",
    ),
    *("日本", "Москва", "Αθήνα", "می\u200cخواهم", "So 👩\u200d👧 do"),
]


@pytest.mark.parametrize("typed", SOUND)
@pytest.mark.parametrize("kind", ["city", "text", "prose"])
def test_sound_names_and_words_are_left_alone(kind: str, typed: str) -> None:
    assert clean(typed) == (typed, ())
    assert not understand(kind, typed, Asked()).troubles


@pytest.mark.parametrize(
    ("typed", "text", "told"),
    [
        ("a\u200db", "ab", "1 loose joiner removed"),
        ("a\u200c", "a", "1 loose joiner removed"),
        ("pop\u2069 up\u061c", "pop up", "2 invisible characters removed"),
        ("no\u034f\u3164 filler", "no filler", "2 invisible characters removed"),
        ("one_x000D_\ntwo", "one\ntwo", "1 line-end code replaced"),
        ("Man\u0303ana", "Mañana", "1 loose accent joined to letters"),
        ("non\u2011profit", "non-profit", "1 odd hyphen made plain"),
        ("Yes ✔\ufe0f", "Yes ✔", "1 invisible character removed"),
        ("🏴\u200d☠\ufe0f", "🏴\u200d☠", "1 invisible character removed"),
        ("tag\U000e0067", "tag", "1 invisible character removed"),
        ("\uf0d8 one", "• one", "1 Word bullet made plain"),
    ],
)
def test_what_cannot_be_seen_goes_with_a_word(typed: str, text: str, told: str) -> None:
    assert clean(typed) == (text, (told,))


def test_a_flag_that_is_spelt_in_tags_stays_that_flag() -> None:
    england = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
    assert clean(f"Play {england}!") == (f"Play {england}!", ())
    assert clean(england[:-1]) == ("\U0001f3f4", ("5 invisible characters removed",))


PIECES = ["Ã", "±", "â", "€", "™", "œ", "\x9d", "\xa0", "\xad", "\u200b", "\u200d", "Â"]
PIECES += ["n", "\u0303", " ", "\n", "\r", "\x85", "\x92", "é", "ð", "Ÿ", "˜", "√", "©"]


@given(st.lists(st.sampled_from(PIECES), max_size=8))
def test_cleaning_twice_is_cleaning_once(pieces: list[str]) -> None:
    once, _ = clean("".join(pieces))
    assert clean(once) == (once, ())


@given(st.text())
def test_cleaning_any_text_twice_is_cleaning_once(typed: str) -> None:
    once, _ = clean(typed)
    assert clean(once) == (once, ())


@given(st.text(st.characters(categories=("L", "N", "P", "S", "Zs"))))
def test_no_visible_letter_is_lost_where_the_alphabet_is_right(typed: str) -> None:
    mended, _ = mend(typed)
    if mended == typed:
        text, _ = clean(typed)
        assert letters(text) == letters(typed.translate(ODD_HYPHENS))


ODD_HYPHENS = str.maketrans("\u2010\u2011", "--")


def letters(text: str) -> list[str]:
    invisible = "\u115f\u1160\u3164\uffa0"
    plain = "".join(char for char in text if char not in invisible)
    composed = unicodedata.normalize("NFC", plain)
    return [c for c in composed if unicodedata.category(c)[0] in "LNPS"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_change_of_every_kind_of_answer_is_told(kind: str) -> None:
    for typed in ("a\u200bb", "a\x07b", "a\u00a0b", "a\u202eb"):
        slugs = [trouble.slug for trouble in understand(kind, typed, Asked()).troubles]
        assert "text-tidied" in slugs
    for typed in ("PeÃ±asco", "a\u200bPeÃ±asco"):
        slugs = [trouble.slug for trouble in understand(kind, typed, Asked()).troubles]
        assert "text-mended" in slugs
        assert "text-tidied" not in slugs


def test_the_library_that_mends_is_loaded_when_a_text_needs_it() -> None:
    code = (
        "import sys; from citybook.kinds import clean; clean('Peñasco’s “plan”');"
        "print('ftfy.fixes' in sys.modules); clean('PeÃ±asco');"
        "print('ftfy.fixes' in sys.modules)"
    )
    command = [sys.executable, "-c", code]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "True"]
