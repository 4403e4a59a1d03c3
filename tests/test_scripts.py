"""Words in other scripts: a declared typeface prints them in both files."""

import re
import zipfile
from pathlib import Path

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from lxml import etree

from books import STOCK, Book, built, checked, copied
from citybook.engraver import unjoined
from citybook.fonts import characters, face, subset
from citybook.word_xml import element
from citybook.writers.word_faces import set_faces
from citybook.writers.word_styles import styles
from conformance import docx_lint, pdf_lint
from conformance.docx_package import W
from conformance.open_xml import sdk_errors
from conformance.pdf_access import barriers
from conformance.programs import program, run
from conformance.verapdf import failed_rules_of_all
from conformance.words import characters as characters_of
from conformance.words import docx_characters, tagged_characters
from sample_document import sample_style

STYLE = sample_style()

SAMPLES = [
    ("Vietnamese", "Nguyễn Thị Hồng Đặng ạ ả ấ ầ ẩ ẫ ậ ắ ằ ẳ ẵ ặ ơ ớ ờ ợ ư ứ ừ ự", ""),
    ("Greek", "Ελλάδα", ""),
    ("Cyrillic", "Україна Россия", ""),
    ("Cherokee", "ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ", "Noto Sans Cherokee"),
    ("Arabic", "شركة مدينة السلام، ۱۲۳", "Noto Sans Arabic"),
    ("Hebrew", "שלום עיר", "Noto Sans Hebrew"),
    ("Chinese", "北京市政府 臺灣 龙", "Droid Sans Fallback"),
    ("Japanese", "ひらがなカタカナ 東京", "Droid Sans Fallback"),
    ("Korean", "서울특별시", "Droid Sans Fallback"),
    ("Inuktitut", "ᐃᓄᒃᑎᑐᑦ", "DejaVu Sans"),
    ("emoji", "👍🏽 👩‍👩‍👧‍👦 ❤ ☃ 🇺🇸 🏴‍☠ 👩‍⚖ ❤‍🔥 🏴󠁧󠁢󠁥󠁮󠁧󠁿", "Noto Emoji"),
    ("signs", "★ ① ➊", "DejaVu Sans"),
]  # fmt: skip
TEXTS = [text for _, text, _ in SAMPLES]


@pytest.mark.parametrize(("script", "text", "family"), SAMPLES)
def test_a_declared_typeface_has_each_letter(
    script: str, text: str, family: str
) -> None:
    letters = [char for char in text if char not in " \u200d"]
    assert {STYLE.stand_in(char) for char in letters} == {family}, script
    assert {ord(char) for char in letters} <= STYLE.printable


@pytest.mark.parametrize("char", ["𒀀", "\ue000", "\U000f0000", "\u20e3"])
def test_a_sign_of_no_script_or_no_typeface_is_none_of_the_book(char: str) -> None:
    assert ord(char) not in STYLE.printable


def test_a_face_is_cut_down_to_what_it_prints(tmp_path: Path) -> None:
    path = tmp_path / "face.ttf"
    path.write_bytes(subset("Droid Sans Fallback", "北京"))
    assert subset("Droid Sans Fallback", "北京") == path.read_bytes()
    assert path.stat().st_size < 20_000 < face("Droid Sans Fallback").stat().st_size
    with TTFont(path) as font:
        assert set(font.getBestCmap()) == {ord(" "), ord("北"), ord("京")}


def test_a_family_of_emoji_stays_one_picture() -> None:
    sample = "👩‍👩‍👧‍👦"
    whole, alone = subset("Noto Emoji", sample), subset("Noto Emoji", sample[0])
    assert len(whole) > len(alone) + 500  # the picture that the four are joined to
    assert 0x1F469 in characters("Noto Emoji")


def runs_of(text: str) -> list[tuple[str, str, bool]]:
    """Return the runs of a Word paragraph: typeface, text, and if right to left."""
    paragraph = element("p", element("r", element("rPr", element("i")), element("t")))
    paragraph[0][1].text = text
    sheet = styles(STYLE, "en-US")
    set_faces([paragraph], STYLE, sheet)
    found: list[tuple[str, str, bool]] = []
    for run_ in paragraph:
        own = run_.find(f"{W}rPr/{W}rStyle")
        used = "" if own is None else own.get(f"{W}val", "")
        fonts = sheet.find(f"{W}style[@{W}styleId='{used}']/{W}rPr/{W}rFonts")
        family = "" if fonts is None else fonts.get(f"{W}cs", "")
        is_rtl = run_.find(f"{W}rPr/{W}rtl") is not None
        found.append((family, run_[-1].text or "", is_rtl))
    return found


def test_word_is_told_the_face_and_the_direction_of_each_run() -> None:
    latin = "Only “Latin” — né\u2002Ngô."  # with a space that Source Serif Pro lacks
    assert runs_of(latin) == [("", latin, False)]
    assert runs_of("the شركة مدينة, of 北京 1 京") == [
        ("", "the ", False),
        ("Noto Sans Arabic", "شركة مدينة", True),
        ("", ", of ", False),
        ("Droid Sans Fallback", "北京", False),
        ("", " 1 ", False),
        ("Droid Sans Fallback", "京", False),
    ]
    assert runs_of("👩‍👩‍👧‍👦.") == [
        ("Noto Emoji", "👩‍👩‍👧‍👦", False),
        ("", ".", False),
    ]


@pytest.mark.parametrize(
    ("label", "is_drawn"),
    [
        ("Forum Ngô", True),
        ("ᏣᎳᎩ 北京 ★", True),
        ("مدينة السلام", False),
        ("שלום", False),
        ("👩‍👧", False),
        ("👍🏽", False),
    ],
)
def test_a_figure_with_letters_that_are_not_joined_is_not_drawn(
    label: str, is_drawn: bool
) -> None:
    assert (unjoined(f"<svg><text>{label}</text></svg>") == "") is is_drawn


CITY = f"""city: Exampleburg
state: Ohio
mayor: Nguyễn Thị Hồng (北京)
efforts:
  - what: "**Bold 北京** and *slanted مدينة*: {"; ".join(TEXTS)}."
    source: exampleburg.example
quotations:
  - {{text: مدينة السلام, speaker: Ann 王 Example, source: exampleburg.example}}
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    folder = tmp_path_factory.mktemp("scripts")
    return built(copied(STOCK, folder, {"submissions/exampleburg.yaml": CITY}))


def test_each_face_is_in_the_pdf_as_far_as_it_is_used(book: Book) -> None:
    told = {finding.rule.slug for finding in book.outcome.findings}
    assert not told & {"no-glyph", "typesetter-warning"}
    listed = run([program("pdffonts"), book.pdf])
    for family in filter(None, {family for *_, family in SAMPLES}):
        (line,) = [
            li for li in listed.split("\n") if f"+{family.replace(' ', '-')} " in li
        ]
        assert re.search(r"yes +yes +yes", line), line


def test_signs_that_are_one_picture_are_drawn_as_one(book: Book) -> None:
    text = run([program("pdftotext"), book.pdf, "-"])
    # A joiner is in the text of the PDF where a glyph stands for all that it joins.
    for picture in ("🏴‍☠", "👩‍⚖", "❤‍🔥"):
        assert picture in text


def without_rtl(text: str) -> str:
    return re.sub("[\u0590-\u08ff]+", "", text)


def test_both_files_say_the_same_words(book: Book) -> None:
    in_word, in_pdf = docx_characters(book.docx), tagged_characters(book.pdf)
    for text in TEXTS:
        assert characters_of([text]) in in_word
        # Poppler turns round what stands in logical order, as ISO 32000-1 asks.
        assert without_rtl(characters_of([text])) in without_rtl(in_pdf)
    said = "".join(actual_texts(book.pdf))
    for text in ("مدينة السلام", "שלום עיר"):
        assert characters_of([text]) in characters_of([said])


def actual_texts(path: Path) -> list[str]:
    """Return what lines say that do not read as they stand."""
    with pikepdf.open(path) as pdf:
        return [
            str(step.operands[1]["/ActualText"])
            for page in pdf.pages
            for step in pikepdf.parse_content_stream(page)
            if str(step.operator) == "BDC" and "/ActualText" in step.operands[1]
        ]


def test_both_files_keep_their_standards(book: Book) -> None:
    assert barriers(book.pdf) == ()
    assert pdf_lint.lint(book.pdf) == ()
    assert failed_rules_of_all([(book.pdf, "ua1"), (book.pdf, "a2a")]) == ((), ())
    assert docx_lint.lint(book.docx) == ()
    assert sdk_errors(book.docx) == ()
    assert book.docx.stat().st_size < 3_000_000


def test_the_word_file_brings_its_faces_along(book: Book) -> None:
    with zipfile.ZipFile(book.docx) as package:
        fonts = etree.fromstring(package.read("word/fontTable.xml"))
        text = package.read("word/document.xml").decode()
    embedded = {
        font.get(f"{W}name")
        for font in fonts
        if font.find(f"{W}embedRegular") is not None
    }
    assert {family for *_, family in SAMPLES if family} <= embedded
    assert "<w:rtl/>" in text


def test_what_no_typeface_has_is_a_finding(tmp_path: Path) -> None:
    city = CITY.replace("Bold", "Bold 𒀀 \ue000")
    root = copied(STOCK, tmp_path, {"submissions/exampleburg.yaml": city})
    (finding,) = [f for f in checked(root).findings if f.rule.slug == "no-glyph"]
    assert "“𒀀”, “\ue000”" in finding.detail
