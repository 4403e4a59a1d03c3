"""Tests of reading the words back."""

from pathlib import Path

import pytest

from .programs import NoVerdictError
from .samples import book_docx, book_pdf
from .tagged import TaggedText, tagged_text, told_by_poppler
from .words import (
    PdfWord,
    characters,
    characters_with_tags,
    difference,
    docx_characters,
    docx_words,
    mended,
    pdf_characters,
    pdf_words,
    tagged_characters,
    within_margins,
)

CHAPTER = """
    <h1>Albany</h1>
    <p>Plant&shy;ing long-<br>lived trees&nbsp;here:
       <a href="https://example.org/">https://exam<wbr><br>ple.org/</a>.</p>
    <aside><p>Shade.</p></aside>
    <ol><li>Oaks</li></ol>
"""


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("words") / "book.pdf"
    return book_pdf(path, chapter=CHAPTER, variant="pdf/ua-1")


def test_the_words_of_a_pdf_are_those_inside_the_margins_in_painting_order(
    pdf: Path,
) -> None:
    inside = within_margins(top_pt=50, bottom_pt=50, left_pt=50, right_pt=50)
    assert " ".join(pdf_words(pdf, inside)) == (
        "Shade. Albany Planting long-lived trees here: https://exam ple.org/. Oaks 1."
    )


def test_without_margins_the_running_head_and_the_folio_are_words_too(
    pdf: Path,
) -> None:
    words = " ".join(pdf_words(pdf))
    assert "Running head" in words
    assert words.endswith(" 1")


def placed(text: str, *, line: int) -> PdfWord:
    top = 20.0 * line
    return PdfWord(text, 1, 300, 400, 50, top, 90, top + 16)


@pytest.mark.parametrize(
    ("end_of_line", "word"),
    [
        ("neighbor\u2010", "neighborhood"),
        ("neighbor\u00ad", "neighborhood"),
        ("neighbor-", "neighbor-hood"),
    ],
)
def test_a_word_divided_at_the_end_of_a_line_is_whole_again(
    end_of_line: str, word: str
) -> None:
    assert [*mended([placed(end_of_line, line=1), placed("hood", line=2)])] == [word]


def test_a_hyphen_inside_a_line_divides_words() -> None:
    same_line = [placed("pre-", line=1), placed("and", line=1)]
    assert [*mended(same_line)] == ["pre-", "and"]


def test_a_predicate_may_choose_words_by_their_page_and_text(pdf: Path) -> None:
    assert pdf_words(pdf, lambda word: word.page == 2) == ()
    assert pdf_characters(pdf, lambda word: word.text == "Oaks") == "Oaks"


def test_the_tags_give_the_order_of_reading_without_labels_and_page_furniture(
    pdf: Path,
) -> None:
    assert tagged_characters(pdf) == (
        "AlbanyPlantinglong-livedtreeshere:https://example.org/.Shade.Oaks"
    )


def test_each_tagged_text_knows_the_tags_around_it(pdf: Path) -> None:
    found = tagged_text(pdf)
    assert found[0] == TaggedText("Albany", ("Document", "H1", "Span"))
    assert found[-1] == TaggedText("Oaks", ("Document", "L", "LI", "LBody", "Span"))


def test_poppler_reads_the_same_text_with_the_same_tags(pdf: Path) -> None:
    theirs = characters_with_tags(told_by_poppler(pdf))
    assert characters_with_tags(tagged_text(pdf)) == theirs


def test_a_pdf_without_tags_gives_no_verdict_on_its_reading_order(
    tmp_path: Path,
) -> None:
    untagged = book_pdf(tmp_path / "untagged.pdf", variant=None)
    with pytest.raises(NoVerdictError, match="no tagged text"):
        tagged_text(untagged)


def test_the_words_of_a_docx_are_those_of_links_but_of_no_other_field(
    tmp_path: Path,
) -> None:
    book = book_docx(tmp_path / "book.docx")
    assert " ".join(docx_words(book)) == (
        "Albany Planted a thousand trees, page by hand. Trees Oaks Elms"
    )


def test_the_caller_may_ask_for_the_results_of_other_fields(tmp_path: Path) -> None:
    book = book_docx(tmp_path / "book.docx")
    assert "page 7 by ." in " ".join(docx_words(book, frozenset({"PAGEREF"})))


def test_a_link_inside_another_field_is_part_of_its_result(tmp_path: Path) -> None:
    contents = book_docx(
        tmp_path / "contents.docx",
        more="""
            <w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>
              <w:r><w:instrText> TOC \\o "1-2" </w:instrText></w:r>
              <w:r><w:fldChar w:fldCharType="separate"/></w:r>
              <w:hyperlink w:anchor="albany"><w:r><w:t>Albany</w:t></w:r></w:hyperlink>
            </w:p>
            <w:p><w:r><w:fldChar w:fldCharType="end"/></w:r>
              <w:r><w:t>Maples</w:t></w:r></w:p>
        """,
    )
    assert docx_characters(contents).endswith("ElmsMaples")


def test_inserted_text_is_live_and_deleted_or_moved_text_is_not(
    tmp_path: Path,
) -> None:
    edited = book_docx(
        tmp_path / "edited.docx",
        more="""
            <w:p><w:ins w:id="8"><w:r><w:t>Maples</w:t><w:tab/></w:r></w:ins>
              <w:del w:id="9"><w:r><w:delText>Pines</w:delText></w:r></w:del>
              <w:moveFrom w:id="10"><w:r><w:t>Firs</w:t></w:r></w:moveFrom>
              <w:r><w:t>Co</w:t><w:noBreakHyphen/><w:t>op</w:t></w:r></w:p>
        """,
    )
    assert docx_words(edited)[-2:] == ("Maples", "Co\u2011op")


def test_characters_leave_out_what_only_helps_to_break_lines() -> None:
    assert characters(["a b\u00a0c", "d\u00ad", "e\u2010", "f\u200b-g"]) == "abcdef-g"


def test_characters_are_the_same_however_an_accent_is_written() -> None:
    assert characters(["Española"]) == characters(["Espan\u0303ola"])


def test_the_difference_shows_where_two_texts_part() -> None:
    assert difference("oaks", "oaks") == ""
    assert difference("oaks", "oats") == "at 2: …oaks… is not …oats…"
    assert difference("oak", "oaks") == "at 3: …oak… is not …oaks…"
