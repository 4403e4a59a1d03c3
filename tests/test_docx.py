import hashlib
import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import docx
import pytest
from lxml import etree

from citybook.document import (
    Block,
    Chapter,
    Document,
    Heading,
    Passage,
    PullQuote,
    Table,
    lines,
)
from citybook.fonts import faces
from citybook.prose import (
    BulletList,
    Emphasis,
    Inlines,
    Link,
    ListItem,
    Paragraph,
    Strong,
    Text,
)
from citybook.style import Style
from citybook.word_xml import (
    RELATION_ID,
    WORD,
    Element,
    heading_bookmark,
    name,
    passage_bookmark,
)
from citybook.writers.docx import docx_of, write_docx
from citybook.writers.word_fonts import scrambled
from citybook.writers.word_tables import column_widths
from citybook.writers.word_text import web_address
from conformance.docx_lint import lint
from conformance.open_xml import sdk_errors
from conformance.words import characters, difference, docx_characters
from sample_document import FORM, sample_document, sample_style, words

STYLE = sample_style()
W = {"w": WORD}
MAIN, STYLES = "word/document.xml", "word/styles.xml"

LISTS = {"list-item", "list-number", "reference"}
"""Roles that what they follow always holds."""


def part(document: Document, path: str = MAIN, style: Style = STYLE) -> Element:
    """Return a part, and of the main one the paragraphs as they look.

    What the style of a position adds stands there as if it were formatted directly.
    """
    parts = files(document, style)
    root, sheet = (etree.fromstring(parts[file]) for file in (path, STYLES))
    for own in find(root, "//w:pStyle[@w:val] | //w:rStyle[@w:val]"):
        (known,) = find(sheet, f"w:style[@w:styleId='{own.get(name('val'))}']")
        if find(known, "w:semiHidden"):
            find(own, "..")[0].extend(find(known, "w:pPr/* | w:rPr/*"))
            own.set(name("val"), values(known, "w:basedOn/@w:val")[0])
    return root


def files(document: Document, style: Style = STYLE) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(docx_of(document, style))) as archive:
        return {path: archive.read(path) for path in archive.namelist()}


def find(node: Element, path: str) -> list[Element]:
    return cast(list[Element], node.xpath(path, namespaces=W))


def values(node: Element, path: str) -> list[str]:
    return cast(list[str], node.xpath(path, namespaces=W))


def text_of(node: Element) -> str:
    return "".join(values(node, ".//w:t/text()"))


def book_of(*blocks: Block, running_head: str = "A State") -> Document:
    chapter = Chapter("state", "body", running_head, blocks)
    return replace(sample_document(), chapters=(chapter,))


def headers(document: Document) -> Iterator[str]:
    """Yield the text of each section's header, in order."""
    parts = files(document)
    relations = etree.fromstring(parts["word/_rels/document.xml.rels"])
    targets = {node.get("Id"): node.get("Target") for node in relations}
    for node in find(part(document), "//w:sectPr/w:headerReference"):
        target = targets[node.get(RELATION_ID)]
        yield text_of(etree.fromstring(parts[f"word/{target}"]))


@pytest.mark.parametrize("is_draft", [False, True])
def test_the_words_are_those_of_the_document(tmp_path: Path, *, is_draft: bool) -> None:
    document = sample_document(is_draft=is_draft)
    path = tmp_path / "book.docx"
    write_docx(document, STYLE, path)
    ours = [line for c in document.chapters for b in c.blocks for line in lines(b)]
    theirs = docx_characters(path, printed_fields=frozenset({"TOC"}))
    assert difference(characters(ours), theirs) == ""


@pytest.mark.parametrize("is_draft", [False, True])
def test_the_file_keeps_the_standard(tmp_path: Path, *, is_draft: bool) -> None:
    path = tmp_path / "book.docx"
    write_docx(sample_document(is_draft=is_draft), STYLE, path)
    assert sdk_errors(path) == ()
    assert lint(path) == ()


def test_another_reader_finds_the_styles_by_name() -> None:
    opened = docx.Document(io.BytesIO(docx_of(sample_document(), STYLE)))
    found = {p.text: p.style.name for p in opened.paragraphs if p.style is not None}
    assert found["How Cities Answered"] == "Title"
    assert found["Contents"] == "TOC Heading"
    assert found["Cities by State"] == "Heading 1"
    assert found["Albany"] == "Heading 2"
    assert found["“Clean air is a right.”"] == "Quote"
    assert found["Buses"] == "List Bullet Keep with Next"
    assert found["First"] == "List Number Keep with Next"


PLACES = (
    {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "0"},
    {"TZ": "Pacific/Auckland", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "4711"},
)
PRINT_HASH = """
import hashlib
from citybook.writers.docx import docx_of
from sample_document import sample_document, sample_style
print(hashlib.sha256(docx_of(sample_document(), sample_style())).hexdigest())
"""


def test_the_bytes_are_the_same_in_every_place_and_run() -> None:
    expected = hashlib.sha256(docx_of(sample_document(), sample_style())).hexdigest()
    for place in PLACES:
        environment = os.environ | place | {"PYTHONPATH": os.pathsep.join(sys.path)}
        command = [sys.executable, "-c", PRINT_HASH]
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == expected


def test_the_zip_knows_no_clock_and_begins_with_the_content_types() -> None:
    stream = io.BytesIO(docx_of(sample_document(), STYLE))
    with zipfile.ZipFile(stream) as archive:
        members = archive.infolist()
    assert members[0].filename == "[Content_Types].xml"
    assert {member.date_time for member in members} == {(1980, 1, 1, 0, 0, 0)}


def test_the_properties_tell_the_book_and_not_the_program() -> None:
    core = files(sample_document())["docProps/core.xml"].decode()
    for fact in (
        *("How Cities Answered", "A Report", "Conference of Cities", "en-US"),
        *("climate, cities", "2017-10-01T00:00:00Z"),
    ):
        assert fact in core
    assert "python" not in core


def test_each_chapter_is_a_section_with_the_page_of_the_style() -> None:
    document = sample_document()
    root = part(document)
    sections = find(root, "//w:sectPr")
    assert len(sections) == len(document.chapters)
    assert {values(node, "w:type/@w:val")[0] for node in sections} == {"nextPage"}
    assert {values(node, "w:pgSz/@w:w")[0] for node in sections} == {"12240"}
    formats = values(root, "//w:pgNumType/@w:fmt")
    assert formats == ["lowerRoman", "lowerRoman", "decimal"]
    assert values(root, "//w:pgNumType/@w:start") == ["1"]
    assert find(root, "/w:document/w:body/*")[-1].tag == name("sectPr")


def test_the_header_says_the_running_head_and_the_cover_has_none() -> None:
    heads = ["", "Contents", "New York", "Cities by State"]
    assert list(headers(sample_document())) == heads


def test_every_page_of_a_draft_says_so_in_the_color_of_alarm() -> None:
    draft = sample_document(is_draft=True)
    assert all("Draft" in text for text in headers(draft))
    assert not any("Draft" in text for text in headers(sample_document()))
    (mark,) = find(part(draft, "word/styles.xml"), "//w:style[@w:styleId='DraftMark']")
    alarm = STYLE.colors["alarm"].removeprefix("#").upper()
    assert values(mark, ".//w:color/@w:val") == [alarm]


def test_the_footer_has_the_folio_and_the_covers_has_none() -> None:
    parts = files(sample_document())
    assert b"PAGE" not in parts["word/footer1.xml"]
    assert b" PAGE " in parts["word/footer2.xml"]
    assert "word/footer3.xml" not in parts


def test_equal_running_heads_share_a_part() -> None:
    chapters = (Chapter("a", "body", "Same", ()), Chapter("b", "body", "Same", ()))
    parts = files(replace(sample_document(), chapters=chapters))
    assert sum(path.startswith("word/header") for path in parts) == 1


def test_the_contents_are_a_field_that_is_filled_in() -> None:
    root = part(sample_document())
    styled = "//w:p[w:pPr/w:pStyle/@w:val='{}']"
    rows = find(root, styled.format("TOC1")) + find(root, styled.format("TOC2"))
    assert [text_of(row) for row in rows] == ["New York3", "Cities by State", "Albany3"]
    assert values(rows[0], ".//w:instrText/text()") == [
        ' TOC \\h \\z \\t "Heading 1,1,Heading 2,2" ',
        f" PAGEREF {heading_bookmark('new-york')} \\h ",
    ]
    assert values(rows[2], "w:hyperlink/@w:anchor") == [heading_bookmark("albany-ny")]
    assert b"updateFields" not in files(sample_document())["word/settings.xml"]


def test_no_section_ends_inside_the_field_of_the_contents() -> None:
    mark = find(part(sample_document()), "//w:fldChar")[-1]
    paragraph = next(mark.iterancestors(name("p")))
    assert not find(paragraph, "w:pPr/w:sectPr")


def test_a_quotation_stays_whole_with_the_list_in_it() -> None:
    quote = PullQuote(
        (
            Paragraph(words("He said:"), "pull-quote"),
            BulletList((ListItem(words("One")), ListItem(words("Two")))),
            Paragraph(words("The mayor"), "attribution"),
        )
    )
    root = part(book_of(quote))
    held = [text_of(node) for node in find(root, "//w:p[w:pPr/w:keepNext]")]
    assert held == ["One", "Two"]  # the style of “He said:” says so
    whole = [text_of(node) for node in find(root, "//w:p[w:pPr/w:keepLines]")]
    assert whole == ["One", "Two"]


def test_a_heading_that_is_not_listed_is_in_no_outline() -> None:
    paragraphs = find(part(sample_document()), "//w:p")
    found = {text_of(p): values(p, "w:pPr/w:pStyle/@w:val") for p in paragraphs}
    assert found["Contents"] == ["TOCHeading"]
    assert found["Efforts"] == ["HeadingMinor"]
    known = part(sample_document(), "word/styles.xml")
    (unlisted,) = find(known, "//w:style[@w:styleId='TOCHeading']")
    assert values(unlisted, "w:pPr/w:outlineLvl/@w:val") == ["9"]


def test_a_heading_of_another_level_than_its_style_says_so_itself() -> None:
    heading = Heading(2, words("Minor, but listed"), "minor", "heading-minor")
    root = part(book_of(heading))
    assert values(root, "//w:p/w:pPr/w:outlineLvl/@w:val") == ["1"]


@pytest.mark.parametrize("role", sorted(STYLE.roles.keys() - LISTS))
def test_a_role_that_keeps_with_the_previous_is_held_by_it(role: str) -> None:
    document = book_of(Paragraph(words("First")), Paragraph(words("Second"), role))
    for keeps in (True, False):
        text = replace(STYLE.roles[role], keep_with_previous=keeps)
        roles = {"body": STYLE.roles["body"], role: text}
        style = replace(STYLE, roles={**STYLE.roles, **roles})
        held = find(part(document, style=style), "//w:p[w:pPr/w:keepNext]")
        assert ("First" in [text_of(node) for node in held]) is keeps


def test_each_heading_table_passage_and_part_bears_its_bookmark() -> None:
    root = part(sample_document())
    marks = {
        values(mark, "@w:name")[0]: text_of(next(mark.iterancestors()))
        for mark in find(root, "//w:bookmarkStart")
    }
    what = "albany-ny/efforts/1/what"
    assert marks[heading_bookmark("albany-ny")] == "Albany"
    assert marks[passage_bookmark("albany-ny/city/mayor", 0)] == "Mayor: Jane O’Neil"
    assert marks[passage_bookmark(what, 1)] == "Buses"
    assert marks[passage_bookmark(what, 6)] == "Second"
    assert marks[passage_bookmark("albany-ny/quotes/1/text", 1)] == "Mayor Jane O’Neil"
    assert marks[heading_bookmark("cities/table")] == "City"


def test_each_bookmark_is_unique_and_ends_in_its_paragraph() -> None:
    passage = Passage("same", FORM, (Paragraph(words("Twice")),))
    root = part(book_of(passage, passage))
    for document in (root, part(sample_document())):
        starts = find(document, "//w:bookmarkStart")
        for key in ("name", "id"):
            found = [start.get(name(key)) for start in starts]
            assert len(found) == len(set(found))
        for start in starts:
            end = f"../w:bookmarkEnd[@w:id='{start.get(name('id'))}']"
            assert len(find(start, end)) == 1


def test_a_part_is_bookmarked_without_the_label_before_it() -> None:
    root = part(sample_document())
    mark = passage_bookmark("albany-ny/city/mayor", 0)
    (start,) = find(root, f"//w:bookmarkStart[@w:name='{mark}']")
    inside = start.getnext()
    assert inside is not None
    assert text_of(inside) == "Jane O’Neil"


def test_links_lead_inside_and_outside_by_relationships() -> None:
    root = part(sample_document())
    inside = find(root, f"//w:hyperlink[@w:anchor='{heading_bookmark('cities')}']")
    assert "the list" in [text_of(link) for link in inside]
    relations = files(sample_document())["word/_rels/document.xml.rels"]
    targets = [
        node.get("Target")
        for node in etree.fromstring(relations)
        if node.get("TargetMode") == "External"
    ]
    address = "https://www.example.gov/climate?a=1&b=2"
    assert targets == [address, "mailto:clerk@city.example"]
    assert not any("HYPERLINK" in text for text in values(root, "//w:instrText/text()"))


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("https://example.gov/a b", "https://example.gov/a%20b"),
        ("https://example.gov/café", "https://example.gov/caf%C3%A9"),
        ("https://example.gov:8080/x#y", "https://example.gov:8080/x#y"),
        ("https://my_city.example.gov", "https://my_city.example.gov"),
        ("mailto:a@city.example?subject=Hi", "mailto:a@city.example?subject=Hi"),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("http://exa mple.gov", ""),
        ("http://[half", ""),
        ("http://example.gov:port", ""),
        ("https://user:secret@example.gov", ""),
        ("mailto:nobody", ""),
        ("mailto:a@b@c", ""),
        ("https://example.gov/" + "x" * 3000, ""),
        ("//example.gov", ""),
        ("", ""),
    ],
)
def test_only_an_address_that_word_can_hold_becomes_a_link(
    target: str, address: str
) -> None:
    assert web_address(target) == address


def test_a_link_that_leads_nowhere_is_plain_text() -> None:
    link = Link(words("see there"), "#nowhere")
    root = part(book_of(Paragraph((link,))))
    assert not find(root, "//w:hyperlink")
    assert "see there" in text_of(root)


def test_an_ordered_list_begins_again_at_1() -> None:
    items = (ListItem(words("One")), ListItem(words("Two"), 1, ordered=True))
    document = book_of(
        BulletList(items, ordered=True),
        BulletList(items),
        BulletList(items, ordered=True),
    )
    root = part(document)
    numbers = values(root, "//w:numPr/w:numId/@w:val")
    assert numbers == ["3", "3", "4", "5", "5"]
    lists = part(document, "word/numbering.xml")
    for number in ("3", "4", "5"):
        path = f"//w:num[@w:numId='{number}']//w:startOverride/@w:val"
        assert set(values(lists, path)) == {"1"}


@pytest.mark.parametrize("role", ["list-item", "reference", "small"])
def test_every_list_has_bullets_by_its_style_or_by_itself(role: str) -> None:
    document = book_of(BulletList((ListItem(words("One")),), role=role))
    known = part(document, "word/styles.xml")
    (own,) = values(part(document), "//w:p[w:r]/w:pPr/w:pStyle/@w:val")
    by_style = f"//w:style[@w:styleId='{own}']/w:pPr/w:numPr/w:numId/@w:val"
    by_itself = "//w:p/w:pPr/w:numPr/w:numId/@w:val"
    assert values(known, by_style) + values(part(document), by_itself) == ["1"]


def test_a_list_deeper_than_word_allows_stays_at_its_deepest() -> None:
    root = part(book_of(BulletList((ListItem(words("Deep"), 12),))))
    assert values(root, "//w:numPr/w:ilvl/@w:val") == ["8"]


def test_a_table_says_what_it_shows_and_repeats_its_header() -> None:
    (table, again) = find(part(sample_document()), "//w:tbl")
    assert values(table, "w:tblPr/w:tblCaption/@w:val") == ["The cities of each state"]
    assert len(find(table, "w:tr/w:trPr/w:tblHeader")) == 1
    assert len(find(table, "w:tr/w:trPr/w:cantSplit")) == 3
    assert values(table, "w:tblPr/w:tblLook/@w:firstColumn") == ["1"]
    widths = [int(width) for width in values(again, "w:tblGrid/w:gridCol/@w:w")]
    assert sum(widths) == round(STYLE.page.measure_pt * 20)


def test_columns_share_the_measure_to_the_last_twip() -> None:
    assert column_widths((2, 1, 3), 1001) == (333, 167, 501)


def test_a_table_has_space_below_and_never_touches_the_next() -> None:
    table = Table("One", (words("A"),), ((words("1"),),), (1,), "one")
    heading = Heading(2, words("After"), "after", "heading-2")
    second, third = replace(table, key="two"), replace(table, key="three")
    root = part(book_of(table, second, heading, third, Paragraph(words("Text"))))
    below = "following-sibling::*[1][self::w:p]"
    assert [len(find(table, below)) for table in find(root, "//w:tbl")] == [1, 1, 1]
    following = find(root, "//w:p[w:r][not(ancestor::w:tc)]")
    before = [values(p, "w:pPr/w:spacing/@w:before") for p in following]
    assert STYLE.roles["heading-2"].before_pt * 20 > 300
    assert before == [[], ["300"]]  # the style of the heading says more


def test_the_cover_has_a_decorative_panel_and_no_other_page_has() -> None:
    root = part(sample_document())
    (anchor,) = root.iter("{*}anchor")
    assert text_of(next(anchor.iterancestors(name("p")))) == "How Cities Answered"
    (decorative,) = root.iter("{*}decorative")
    assert decorative.get("val") == "1"


def test_a_gap_stands_in_the_draft_where_the_answer_would() -> None:
    root = part(sample_document(is_draft=True))
    (gap,) = find(root, "//w:p[w:pPr/w:pStyle/@w:val='HeldBack']")
    assert text_of(gap).startswith("[Held back. ")


def test_the_typefaces_are_in_the_file_and_come_back_whole() -> None:
    parts = files(sample_document())
    table = etree.fromstring(parts["word/fontTable.xml"])
    relations = etree.fromstring(parts["word/_rels/fontTable.xml.rels"])
    targets = {node.get("Id"): f"word/{node.get('Target')}" for node in relations}
    restored = {
        scrambled(parts[targets[face.get(RELATION_ID)]], face.get(name("fontKey"), ""))
        for face in find(table, "//w:font/*[@w:fontKey]")
    }
    originals = {
        path.read_bytes()
        for family in STYLE.fonts.text
        for path in faces(family).values()
    }
    assert restored == originals
    assert parts[targets["font1"]] not in originals


HOSTILE = (
    "\x00\x08\x0b\x1f\ufffe\uffff\ud800 control",
    "a\tb\nc\rd",
    "]]></w:t></w:r></w:p><w:p/>&amp;<script>",
    "\u202eright to left\u2066 עברית العربية",
    "漢字 🏙️ 👩‍👩‍👧 e\u0301 \U0010fffd",
    "{ TOC } \\h MERGEFIELD %s {{ x }} ${y}",
    "w" * 5000,
    " leading and trailing ",
    "",
)


def hostile(text: str) -> tuple[Block, ...]:
    inlines: Inlines = (Text(text), Link((Text(text),), f"https://example.gov/{text}"))
    return (
        Heading(1, inlines, f"key {text}", "heading-1"),
        Passage(f"passage {text}", FORM, (Paragraph(inlines),)),
        BulletList((ListItem(inlines),), ordered=True),
        Table(text, (inlines,), ((inlines,),), (1,), f"table {text}"),
    )


def test_no_text_breaks_the_file(tmp_path: Path) -> None:
    blocks = tuple(block for text in HOSTILE for block in hostile(text))
    document = replace(
        book_of(*blocks, running_head=HOSTILE[0]), title=HOSTILE[0], author=HOSTILE[2]
    )
    path = tmp_path / "hostile.docx"
    write_docx(document, STYLE, path)
    assert sdk_errors(path) == ()
    assert lint(path) == ()
    assert "漢字 🏙️ 👩‍👩‍👧 e\u0301 \U0010fffd" in text_of(part(document))


def test_a_chapter_and_a_book_without_blocks_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / "empty.docx"
    for chapters in ((), (Chapter("none", "cover", "", ()),)):
        write_docx(replace(sample_document(), chapters=chapters), STYLE, path)
        assert lint(path) == ()


def test_a_quotation_may_leave_the_one_before_it_but_not_what_it_follows() -> None:
    blocks: tuple[Block, ...] = (
        Paragraph(words("A step."), "body"),
        *(
            PullQuote(
                (
                    Paragraph(words("“Said.”"), "pull-quote"),
                    Paragraph(words("— Pat Poe"), "attribution"),
                )
            )
            for _ in range(2)
        ),
    )
    document = sample_document()
    alone = replace(document, chapters=(Chapter("a", "body", "A", blocks),))
    paragraphs = find(part(alone), "//w:body/w:p")
    held = [bool(find(node, "w:pPr/w:keepNext")) for node in paragraphs]
    assert STYLE.roles["pull-quote"].keep_with_next
    assert held == [True, False, False, False, False]
    assert not find(part(alone), "//w:p/w:pPr/w:keepNext[@w:val]")


def test_the_bar_of_a_quotation_stands_where_its_hanging_mark_leaves_it() -> None:
    root = part(sample_document(), "word/styles.xml")
    bars = []
    for style in ("Quote", "Attribution"):
        (look,) = find(root, f"//w:style[@w:styleId='{style}']/w:pPr")
        (left,), (hang,) = (
            values(look, "w:ind/@w:left"),
            values(look, "w:ind/@w:hanging"),
        )
        (space,) = values(look, "w:pBdr/w:left/@w:space")
        bars.append(int(left) - int(hang) - 20 * int(space))
    left_pt = sample_style().roles["pull-quote"].left_pt
    # Word counts the space of a border in whole points.
    assert bars == [pytest.approx(20 * (left_pt - 12), abs=10)] * 2
    assert bars[0] == bars[1]


SHORT_CITY: tuple[Block, ...] = (
    Heading(2, words("Solo"), "solo", "heading-2"),
    Paragraph(words("Mayor: Pat Poe"), "fact"),
)


def test_short_cities_are_no_chain_that_fits_no_page() -> None:
    paragraphs = find(part(book_of(*SHORT_CITY, *SHORT_CITY)), "//w:body/w:p")
    kept = [values(node, "w:pPr/w:keepNext/@w:val") for node in paragraphs]
    assert kept == [[], ["0"], [], []]


def test_entries_of_one_line_are_no_chain_either() -> None:
    label = Paragraph(words("A bench · $18,000"), "entry-label")
    paragraphs = find(part(book_of(label, label, Paragraph(words("Why.")))), "//w:p")
    kept = [values(node, "w:pPr/w:keepNext/@w:val") for node in paragraphs]
    assert kept == [["0"], [], []]


def test_a_paragraph_that_fills_half_a_page_holds_nothing() -> None:
    source = Paragraph(words("Source"), "source")
    for length, held in ((20, [[]]), (2_000, [["0"]])):
        text = Paragraph(words("word " * (length // 5)))
        first = find(part(book_of(text, source)), "//w:p")[0]
        assert [values(k, "@w:val") for k in find(first, "w:pPr/w:keepNext")] == held


def test_a_long_quotation_is_parted_and_keeps_who_said_it() -> None:
    said = Paragraph(words("We stand here. " * 30), "pull-quote")
    by = Paragraph(words("— Pat Poe"), "attribution")
    root = part(book_of(PullQuote((said, said, said, by))))
    first, second, third, last = find(root, "//w:p")
    for node in (first, second):
        assert values(node, "w:pPr/w:keepNext/@w:val") == ["0"]
    for node in (first, second, third, last):
        assert values(node, "w:pPr/w:keepLines/@w:val") == ["0"]
    assert not find(third, "w:pPr/w:keepNext")  # its style says so


def test_the_paragraphs_of_a_quotation_stand_nearer_than_two_quotations() -> None:
    said = Paragraph(words("Said."), "leader-quote")
    nodes = find(part(book_of(PullQuote((said, said)), PullQuote((said,)))), "//w:p")
    between = str(round(STYLE.roles["leader-quote"].leading_pt / 2 * 20))
    spaces = [values(node, "w:pPr/w:spacing/@w:before") for node in nodes]
    assert spaces == [[], [between], []]


def test_a_list_is_held_by_what_it_follows_and_ends_with_two_items() -> None:
    items = BulletList(tuple(ListItem(words(text)) for text in ("a", "b", "c", "d")))
    blocks = (Paragraph(words("Four things:")), items, Paragraph(words("Done.")))
    root = part(book_of(*blocks))
    held = [text_of(node) for node in find(root, "//w:p[w:pPr/w:keepNext]")]
    assert held == ["Four things:", "c"]
    after = str(round(STYLE.roles["body"].after_pt * 20))
    (spaced,) = find(root, "//w:p[w:pPr/w:spacing]")
    assert text_of(spaced) == "d"
    assert values(spaced, "w:pPr/w:spacing/@w:after") == [after]


def test_a_position_has_a_style_based_on_that_of_its_role() -> None:
    items = BulletList(tuple(ListItem(words(text)) for text in ("a", "b")))
    book = book_of(Paragraph(words("Two things:")), items, Paragraph(words("Done.")))
    parts = files(book)
    used = values(etree.fromstring(parts[MAIN]), "//w:p//w:pStyle/@w:val")
    assert used == [
        "BodyTextKeepwithNext",
        "ListBulletKeepwithNext",
        "ListBulletLast",
        "BodyText",
    ]
    sheet = etree.fromstring(parts[STYLES])
    (last,) = find(sheet, "w:style[@w:styleId='ListBulletLast']")
    assert values(last, "w:name/@w:val") == ["List Bullet Last"]
    assert values(last, "w:basedOn/@w:val") == ["ListBullet"]
    assert values(last, "w:next/@w:val") == ["ListBullet"]
    assert len(find(last, "w:semiHidden | w:unhideWhenUsed")) == 2
    # What is at no such position has no such style.
    bare = etree.fromstring(files(book_of(Paragraph(words("One."))))[STYLES])
    assert not find(bare, "w:style/w:semiHidden[../@w:type='paragraph']")


def test_an_edition_may_give_a_role_the_name_of_a_position() -> None:
    small = replace(STYLE.roles["small"], word="List Bullet Last")
    style = replace(STYLE, roles={**STYLE.roles, "small": small})
    items = BulletList((ListItem(words("a")), ListItem(words("b"))))
    book = book_of(items, Paragraph(words("Fine print."), "small"))
    root = etree.fromstring(files(book, style)[MAIN])
    used = values(root, "//w:p//w:pStyle/@w:val")
    assert used == ["ListBulletKeepwithNext", "ListBulletLast2", "ListBulletLast"]


def test_a_heading_above_a_table_is_in_contents_and_running_head() -> None:
    heading_1 = replace(STYLE.roles["heading-1"], after_pt=0)
    style = replace(STYLE, roles={**STYLE.roles, "heading-1": heading_1})
    title = Heading(1, words("A State"), "state", "heading-1")
    table = Table("One", (words("A"),), ((words("1"),),), (1,), "one")
    document = sample_document()
    chapter = Chapter("state", "body", "A State", (title, table))
    book = replace(document, chapters=(*document.chapters[:2], chapter))
    parts = files(book, style)
    fields = [
        values(etree.fromstring(data), "//w:instrText/text()")
        for file, data in parts.items()
        if file.startswith("word/header")
    ]
    assert [' STYLEREF "Heading 1 Above Table" '] in fields
    contents = values(etree.fromstring(parts[MAIN]), "//w:instrText/text()")[0]
    named = '"Heading 1,1,Heading 2,2,Heading 1 Above Table,1"'
    assert contents == f" TOC \\h \\z \\t {named} "


def test_bold_italics_and_links_are_styles_of_characters() -> None:
    said = Strong((Text("a"), Emphasis((Text("b"), Link((Text("c"),), "#nowhere")))))
    link = Link((Strong((Text("d"), Emphasis((Text("e"),)))),), "https://a.example")
    parts = files(book_of(Paragraph((said, link))))
    root = etree.fromstring(parts[MAIN])
    runs = {
        text_of(run): values(run, "w:rPr/w:rStyle/@w:val")[0]
        for run in find(root, "//w:r[w:t]")
    }
    assert runs == {
        "a": "Strong",
        "b": "StrongEmphasis",
        "c": "StrongEmphasis",
        "d": "HyperlinkStrong",
        "e": "HyperlinkStrongEmphasis",
    }
    sheet = etree.fromstring(parts[STYLES])
    (both,) = find(sheet, "w:style[@w:styleId='StrongEmphasis']")
    assert values(both, "w:basedOn/@w:val") == ["Strong"]
    assert len(find(both, "w:rPr/*")) == 2
