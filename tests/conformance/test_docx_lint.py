"""Tests of the DOCX lint: for each rule the smallest thing that breaks it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from . import docx_lint, docx_notes
from .docx_lint import RULES, lint
from .docx_package import Package
from .samples import NAMESPACES, book_docx, relate, xml

Rule = Callable[[Package], Iterator[str]]

PICTURE = """
    <w:p><w:r><w:drawing><wp:inline><wp:extent cx="1" cy="1"/>
    <wp:docPr id="1" name="Oak" {description}>{extension}</wp:docPr>
    </wp:inline></w:drawing></w:r></w:p>
"""

DECORATIVE = """
    <a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">
    <a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}">
    <decorative xmlns="http://schemas.microsoft.com/office/drawing/2017/decorative"
    val="1"/></a:ext></a:extLst>
"""

NUMBERED = "<w:p><w:r><w:endnoteRef/></w:r></w:p>"

GRID = '<w:tblGrid><w:gridCol w:w="9"/><w:gridCol w:w="9"/></w:tblGrid>'

# The rule, what breaks it, what is said.
BROKEN_BODIES: tuple[tuple[Rule, str, str], ...] = (
    (
        docx_lint.cells_end_with_paragraph,
        f"<w:tbl>{GRID}<w:tr><w:tc><w:p/></w:tc><w:tc/></w:tr></w:tbl>",
        "word/document.xml: a cell does not end with a paragraph",
    ),
    (
        docx_lint.cells_end_with_paragraph,
        f"""<w:tbl>{GRID}<w:tr><w:tc><w:p/></w:tc>
        <w:tc><w:p/><w:tbl>{GRID}</w:tbl></w:tc></w:tr></w:tbl>""",
        "word/document.xml: a cell does not end with a paragraph",
    ),
    (
        docx_lint.comments_have_their_marks,
        '<w:p><w:commentRangeStart w:id="7"/><w:commentRangeEnd w:id="7"/></w:p>',
        "word/document.xml: there is no comment 7",
    ),
    (
        docx_notes.notes_have_their_marks,
        '<w:p><w:r><w:footnoteReference w:id="7"/></w:r></w:p>',
        "word/document.xml: there is no footnote 7",
    ),
    (
        docx_lint.bookmark_names,
        '<w:bookmarkStart w:id="2" w:name="Albany"/><w:bookmarkEnd w:id="2"/>',
        'the bookmark "albany" is set 2 times',
    ),
    (
        docx_lint.bookmark_names,
        f'<w:bookmarkStart w:id="2" w:name="{"a" * 41}"/><w:bookmarkEnd w:id="2"/>',
        f'the bookmark "{"a" * 41}" has 41 letters; Word allows 40',
    ),
    (
        docx_lint.bookmark_pairs,
        '<w:bookmarkStart w:id="2" w:name="elms"/>',
        "word/document.xml: bookmark 2 starts without an end",
    ),
    (
        docx_lint.bookmark_pairs,
        '<w:p><w:bookmarkEnd w:id="2"/><w:r><w:t>Elms</w:t></w:r></w:p>',
        'word/document.xml near "Elms": bookmark 2 ends without a start',
    ),
    (
        docx_lint.internal_links,
        '<w:p><w:r><w:t>Elms</w:t></w:r><w:hyperlink w:anchor="elms"/></w:p>',
        'word/document.xml near "Elms": a link to "elms", no bookmark',
    ),
    (
        docx_lint.internal_links,
        '<w:p><w:fldSimple w:instr=" PAGEREF elms \\h "/></w:p>',
        "word/document.xml: PAGEREF elms \\h names no bookmark",
    ),
    (
        docx_lint.internal_links,
        '<w:p><w:fldSimple w:instr=" HYPERLINK \\l &quot;elms&quot; "/></w:p>',
        'word/document.xml: HYPERLINK \\l "elms" names no bookmark',
    ),
    (
        docx_lint.fields_balance,
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>',
        "word/document.xml: a field's begin without its end",
    ),
    (
        docx_lint.fields_balance,
        '<w:p><w:r><w:fldChar w:fldCharType="separate"/></w:r></w:p>',
        "word/document.xml: a field's separate without its begin",
    ),
    (
        docx_lint.fields_balance,
        '<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>',
        "word/document.xml: a field's end without its begin",
    ),
    (
        docx_lint.fields_balance,
        "<w:p><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>",
        "word/document.xml: a field's code outside a field",
    ),
    (
        docx_lint.styles_exist,
        '<w:p><w:pPr><w:pStyle w:val="Opener"/></w:pPr></w:p>',
        'word/document.xml: no paragraph style has the id "Opener"',
    ),
    (
        docx_lint.styles_exist,
        '<w:p><w:r><w:rPr><w:rStyle w:val="Heading1"/></w:rPr></w:r></w:p>',
        'word/document.xml: no character style has the id "Heading1"',
    ),
    (
        docx_lint.all_formatting_is_in_styles,
        '<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:t>Elms</w:t></w:r></w:p>',
        'word/document.xml near "Elms": jc is set directly',
    ),
    (
        docx_lint.all_formatting_is_in_styles,
        "<w:p><w:r><w:rPr><w:i/></w:rPr></w:r></w:p>",
        "word/document.xml: i is set directly",
    ),
    (
        docx_lint.running_heads_find_text,
        '<w:p><w:fldSimple w:instr=" STYLEREF &quot;Heading 5&quot; "/></w:p>',
        'word/document.xml: STYLEREF finds no text in the style "heading 5"',
    ),
    (
        docx_lint.numberings_exist,
        '<w:p><w:pPr><w:numPr><w:numId w:val="99"/></w:numPr></w:pPr></w:p>',
        "word/document.xml: no list has the numId 99",
    ),
    (
        docx_lint.deleted_text_is_marked,
        '<w:p><w:del w:id="9" w:author="Ed"><w:r><w:t>Elms</w:t></w:r></w:del></w:p>',
        'word/document.xml near "Elms": live text inside a deletion',
    ),
    (
        docx_lint.deleted_text_is_marked,
        "<w:p><w:r><w:delText>Elms</w:delText></w:r></w:p>",
        "word/document.xml: deleted text outside a deletion",
    ),
    (
        docx_lint.pictures_have_alt_text,
        PICTURE.format(description="", extension=""),
        'word/document.xml: the picture "Oak" has no alt text',
    ),
    (
        docx_lint.tables_fit_their_grid,
        f"<w:tbl>{GRID}<w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>",
        "word/document.xml: row 1 spans 1 columns; the table's grid has 2",
    ),
    (
        docx_lint.relationships_exist,
        '<w:p><w:hyperlink r:id="rId99"/></w:p>',
        'word/document.xml: there is no relationship "rId99"',
    ),
    (
        docx_lint.headings_step_down,
        '<w:p><w:pPr><w:pStyle w:val="Heading4"/></w:pPr></w:p>',
        "word/document.xml: a heading of level 4 follows level 2",
    ),
)


def no_language(document: Document) -> None:
    for language in document.styles.element.xpath("w:docDefaults//w:lang"):
        language.getparent().remove(language)


def update_fields(document: Document) -> None:
    document.settings.element.extend(xml("<w:updateFields/>"))


def unknown_parent_style(document: Document) -> None:
    document.styles.element.extend(
        xml('<w:style w:styleId="Quiet"><w:basedOn w:val="Gone"/></w:style>')
    )


def list_without_levels(document: Document) -> None:
    document.part.numbering_part.element.extend(
        xml('<w:num w:numId="98"><w:abstractNumId w:val="97"/></w:num>')
    )


def linked_picture(document: Document) -> None:
    relate(document, "IMAGE", "https://example.org/elm.png")


def link_to_a_program(document: Document) -> None:
    relate(document, "HYPERLINK", "file:///elms.exe")


def with_notes(document: Document, notes: str) -> None:
    """Give the file a part of endnotes."""
    part = Part(
        PackURI("/word/endnotes.xml"),
        CONTENT_TYPE.WML_ENDNOTES,
        f"<w:endnotes {NAMESPACES}>{notes}</w:endnotes>".encode(),
        document.part.package,
    )
    document.part.relate_to(part, RELATIONSHIP_TYPE.ENDNOTES)


def note_without_reference(document: Document) -> None:
    with_notes(document, f'<w:endnote w:id="7">{NUMBERED}</w:endnote>')


def note_referred_to_twice(document: Document) -> None:
    with_notes(document, f'<w:endnote w:id="7">{NUMBERED}</w:endnote>')
    for paragraph in document.paragraphs[:2]:
        paragraph._p.extend(xml('<w:r><w:endnoteReference w:id="7"/></w:r>'))


def note_without_number(document: Document) -> None:
    with_notes(document, '<w:endnote w:id="7"><w:p/></w:endnote>')
    mark = xml('<w:r><w:endnoteReference w:id="7"/></w:r>')
    document.paragraphs[0]._p.extend(mark)


def unknown_rule_above_notes(document: Document) -> None:
    settings = xml('<w:endnotePr><w:endnote w:id="-1"/></w:endnotePr>')
    document.settings.element.extend(settings)


BROKEN_FILES: tuple[tuple[Rule, Callable[[Document], None], str], ...] = (
    (
        docx_lint.language_is_set,
        no_language,
        "the default style has no language",
    ),
    (
        docx_lint.fields_are_not_updated,
        update_fields,
        "word/settings.xml: updateFields makes Word ask a question on opening",
    ),
    (
        docx_lint.styles_exist,
        unknown_parent_style,
        'word/styles.xml: no style has the id "Gone"',
    ),
    (
        docx_lint.numberings_exist,
        list_without_levels,
        "word/numbering.xml: the list 98 has no abstractNum",
    ),
    (
        docx_lint.nothing_is_fetched,
        linked_picture,
        "word/document.xml: an outside image: https://example.org/elm.png",
    ),
    (
        docx_lint.nothing_is_fetched,
        link_to_a_program,
        "word/document.xml: an outside hyperlink: file:///elms.exe",
    ),
    (
        docx_notes.notes_have_their_marks,
        note_without_reference,
        "word/endnotes.xml: 0 references lead to endnote 7",
    ),
    (
        docx_notes.notes_have_their_marks,
        note_referred_to_twice,
        "word/endnotes.xml: 2 references lead to endnote 7",
    ),
    (
        docx_notes.notes_have_their_marks,
        note_without_number,
        "word/endnotes.xml: endnote 7 lacks its number",
    ),
    (
        docx_notes.notes_have_their_marks,
        unknown_rule_above_notes,
        "word/settings.xml: endnote -1 is no rule above notes",
    ),
)


@pytest.mark.parametrize(
    ("more", "said"),
    [pytest.param(more, said, id=rule.__name__) for rule, more, said in BROKEN_BODIES],
)
def test_it_finds_the_one_fault_in_a_body(tmp_path: Path, more: str, said: str) -> None:
    assert lint(book_docx(tmp_path / "broken.docx", more=more)) == (said,)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(change, said, id=change.__name__)
        for _, change, said in BROKEN_FILES
    ],
)
def test_it_finds_the_one_fault_elsewhere_in_a_file(
    tmp_path: Path, change: Callable[[Document], None], said: str
) -> None:
    assert lint(book_docx(tmp_path / "broken.docx", change=change)) == (said,)


def test_each_rule_has_a_file_that_breaks_it() -> None:
    broken = {rule for rule, _, _ in (*BROKEN_BODIES, *BROKEN_FILES)}
    assert broken == set(RULES)


@pytest.mark.parametrize(
    "more",
    [
        "",
        PICTURE.format(description='descr="An oak"', extension=""),
        PICTURE.format(description="", extension=DECORATIVE),
        '<w:p><w:fldSimple w:instr=" STYLEREF 2 "/></w:p>',
        '<w:p><w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:p>',
        '<w:p><w:r><w:rPr><w:i w:val="0"/><w:rtl/></w:rPr></w:r></w:p>',
        '<w:p><w:r><w:rPr><w:b w:val="0"/></w:rPr><w:tab/></w:r></w:p>',
        '<w:p><w:hyperlink w:anchor="ALBANY"/><w:hyperlink w:anchor="_top"/></w:p>',
        '<w:p><w:del w:id="9"><w:r><w:delText>Elms</w:delText></w:r></w:del></w:p>',
        '<w:p><w:moveFrom w:id="9"><w:r><w:t>Elms</w:t></w:r></w:moveFrom></w:p>',
        f"""<w:tbl>{GRID}<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>
        <w:tc><w:p/></w:tc></w:tr></w:tbl>""",
    ],
    ids=[
        "a chapter",
        "a described picture",
        "a decorative picture",
        "a running head by level",
        "a paragraph taken out of its list",
        "upright letters of another script",
        "a light leader",
        "links in capitals and to the top",
        "deleted text",
        "moved text",
        "a row that begins with a gap",
    ],
)
def test_it_passes_what_is_sound(tmp_path: Path, more: str) -> None:
    assert lint(book_docx(tmp_path / "sound.docx", more=more)) == ()


def test_it_looks_into_headers_too(tmp_path: Path) -> None:
    def link_in_header(document: Document) -> None:
        header = document.sections[0].header
        header.paragraphs[0]._p.extend(xml('<w:hyperlink w:anchor="elms"/>'))

    faults = lint(book_docx(tmp_path / "broken.docx", change=link_in_header))
    assert faults == ('word/header1.xml: a link to "elms", no bookmark',)
