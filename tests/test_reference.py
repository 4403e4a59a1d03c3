"""A designer's Word file dresses the book; a broken or hostile one does no harm."""

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

import docx
import pytest
from docx.shared import Pt, RGBColor
from lxml import etree

from books import STOCK, Book, built, checked, copied
from citybook.designer import designed
from citybook.document import Document
from citybook.findings import Finding
from citybook.reference import Reference
from citybook.word_xml import WORD, Element, name
from citybook.writers.docx import docx_of, write_docx
from citybook.writers.word_fonts import scrambled
from conformance.docx_lint import lint
from conformance.open_xml import sdk_errors
from conformance.programs import program, run
from sample_document import sample_document, sample_style
from test_word_editing import find, navigation_pane, parts_of, values

STYLE = sample_style()
FILE = "templates/reference.docx"
STYLES, THEME = "word/styles.xml", "word/theme/theme1.xml"
KEY = "{00112233-4455-6677-8899-AABBCCDDEEFF}"
NOTHING: Mapping[str, bytes] = MappingProxyType({})
Change = Callable[[str, bytes], bytes]


def own_file(
    change: Change = lambda _, data: data, more: Mapping[str, bytes] = NOTHING
) -> bytes:
    """Return the book's own Word file with parts changed, and others added."""
    stream = io.BytesIO()
    data = docx_of(sample_document(), STYLE)
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            new.writestr(part, change(part, old.read(part)))
        for part, content in more.items():
            new.writestr(part, content)
    return stream.getvalue()


def with_style(style: str, properties: str) -> bytes:
    """Return the book's own file in which one style has other properties."""

    def change(part: str, data: bytes) -> bytes:
        if part != STYLES:
            return data
        root = etree.fromstring(data)
        (node,) = find(root, f"w:style[@w:styleId='{style}']")
        for old in find(node, "w:pPr|w:rPr"):
            node.remove(old)
        wrapped = f'<x xmlns:w="{node.nsmap["w"]}">{properties}</x>'
        node.extend(etree.fromstring(wrapped))
        return etree.tostring(root)

    return own_file(change)


def replaced(old: bytes, new: bytes) -> bytes:
    def change(part: str, data: bytes) -> bytes:
        assert part != STYLES or old in data
        return data.replace(old, new) if part == STYLES else data

    return own_file(change)


def read(data: bytes, folder: Path) -> tuple[Reference | None, list[Finding]]:
    path = folder / "reference.docx"
    path.write_bytes(data)
    return designed(path, FILE, STYLE)


def dressed(reference: Reference | None, document: Document | None = None) -> bytes:
    book = document or sample_document()
    return docx_of(book, STYLE, reference=reference)


def style_of(data: bytes, identifier: str) -> Element:
    (node,) = find(parts_of(data)[STYLES], f"w:style[@w:styleId='{identifier}']")
    return node


def sound(data: bytes, folder: Path) -> None:
    """Hold a Word file against the standard."""
    path = folder / "dressed.docx"
    path.write_bytes(data)
    assert sdk_errors(path) == ()
    assert lint(path) == ()


def from_word(folder: Path) -> bytes:
    """Return a file of the styles that Word begins with, some of them changed."""
    opened = docx.Document()
    heading = opened.styles["Heading 1"]
    heading.font.color.rgb = RGBColor(0x12, 0x34, 0x56)
    heading.font.size = Pt(44)
    opened.save(str(folder / "word.docx"))
    return (folder / "word.docx").read_bytes()


def test_the_books_own_file_as_reference_changes_nothing(tmp_path: Path) -> None:
    reference, findings = read(own_file(), tmp_path)
    assert not findings
    plain = {
        path: etree.tostring(part) for path, part in parts_of(dressed(None)).items()
    }
    own = parts_of(dressed(reference))
    assert {path: etree.tostring(part) for path, part in own.items()} == plain


def test_a_style_that_was_changed_shows_and_the_lists_and_outline_stay(
    tmp_path: Path,
) -> None:
    looks = '<w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:sz w:val="88"/></w:rPr>'
    for style in ("Heading1", "ListBullet"):
        reference, findings = read(with_style(style, looks), tmp_path)
        assert not findings
        data = dressed(reference)
        node = style_of(data, style)
        assert values(node, "w:pPr/w:jc/@w:val") == ["center"]
        assert values(node, "w:rPr/*/@w:val") == ["88"]
        kept = find(node, "w:pPr/w:outlineLvl|w:pPr/w:numPr")
        assert len(kept) == 1
        plain = parts_of(dressed(None))
        assert navigation_pane(parts_of(data)) == navigation_pane(plain)
        sound(data, tmp_path)


def test_a_file_of_words_own_styles_dresses_what_it_has(tmp_path: Path) -> None:
    reference, findings = read(from_word(tmp_path), tmp_path)
    data = dressed(reference)
    assert values(style_of(data, "Heading1"), "w:rPr/w:color/@w:val") == ["123456"]
    assert values(style_of(data, "Heading1"), "w:rPr/w:sz/@w:val") == ["88"]
    assert THEME in parts_of(data)
    told = [finding.detail for finding in findings]
    assert [
        text for text in told if "“Cover Publisher”" in text and "“Quote”" not in text
    ]
    sound(data, tmp_path)
    own = values(style_of(data, "CoverPublisher"), "w:rPr/w:sz/@w:val")
    assert own == values(style_of(dressed(None), "CoverPublisher"), "w:rPr/w:sz/@w:val")


CAPTION = "<w:pPr><w:spacing w:before='40'/></w:pPr><w:rPr>{}</w:rPr>"


def test_what_keeps_a_page_whole_stays_unless_the_designer_says_no(
    tmp_path: Path,
) -> None:
    said = "<w:pPr><w:keepNext w:val='0'/></w:pPr>"
    for properties, expected in ((CAPTION.format(""), [None]), (said, ["0"])):
        reference, _ = read(with_style("Caption", properties), tmp_path)
        kept = find(style_of(dressed(reference), "Caption"), "w:pPr/w:keepNext")
        assert [node.get(name("val")) for node in kept] == expected


def test_office_opens_a_dressed_book(tmp_path: Path) -> None:
    reference, _ = read(from_word(tmp_path), tmp_path)
    path = tmp_path / "report.docx"
    write_docx(sample_document(), STYLE, path, reference=reference)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    office = [program("soffice"), profile, "--headless", "--convert-to", "pdf"]
    run([*office, "--outdir", tmp_path, path])
    fonts = run([program("pdftotext"), tmp_path / "report.pdf", "-"])
    assert "How Cities Answered" in " ".join(fonts.split())


def test_what_a_style_is_based_on_comes_along_and_a_circle_ends(tmp_path: Path) -> None:
    bases = b"".join(
        b'<w:style w:type="paragraph" w:styleId="%s"><w:name w:val="%s"/>'
        b'<w:basedOn w:val="%s"/><w:rPr><w:caps/></w:rPr></w:style>' % (one, one, other)
        for one, other in ((b"House", b"Old"), (b"Old", b"House"))
    )
    head = b'<w:name w:val="heading 1"/><w:basedOn w:val="'

    def change(part: str, content: bytes) -> bytes:
        content = content.replace(head + b"Normal", head + b"House")
        end = b"</w:styles>"
        return content.replace(end, bases + end) if part == STYLES else content

    reference, findings = read(own_file(change), tmp_path)
    assert not findings
    made = dressed(reference)
    assert values(style_of(made, "Heading1"), "w:basedOn/@w:val") == ["Basehouse"]
    assert values(style_of(made, "Basehouse"), "w:basedOn/@w:val") == ["Baseold"]
    assert find(style_of(made, "Baseold"), "w:rPr/w:caps")
    sound(made, tmp_path)


def test_a_missing_style_is_named_and_ours_is_taken(tmp_path: Path) -> None:
    reference, findings = read(replaced(b'"Entry Label"', b'"Label"'), tmp_path)
    (finding,) = findings
    assert finding.rule.slug == "reference-lacks"
    assert finding.detail == "The file lacks a style of the book: “Entry Label”."
    ours = etree.tostring(style_of(dressed(None), "EntryLabel"))
    assert etree.tostring(style_of(dressed(reference), "EntryLabel")) == ours


ODD = """<w:pPr><w:jc w:val="banana"/><w:spacing w:before="1e9"/><w:ind w:left="-20"/>
<w:tabs><w:tab w:val="left"/></w:tabs><w:numPr><w:numId w:val="77"/></w:numPr>
<w:framePr w:w="1"/><w:sectPr/><w:pStyle w:val="Nope"/><w:outlineLvl w:val="3"/></w:pPr>
<w:rPr><w:vanish/><w:sz w:val="0"/><w:b/><w:b/><w:color w:val="red"/><w:nonsense/>
<w:rFonts w:ascii="&#34;/&gt;&lt;"/><w:i w:val="perhaps"/></w:rPr>"""


def test_what_word_would_not_open_or_would_hide_stays_behind(tmp_path: Path) -> None:
    reference, findings = read(with_style("BodyText", ODD), tmp_path)
    (finding,) = findings
    for wrong in ("jc", "spacing", "tab", "sz", "color", "rFonts", "i"):
        assert wrong in finding.detail
    data = dressed(reference)
    node = style_of(data, "BodyText")
    taken = [etree.QName(each).localname for each in find(node, "w:pPr/*|w:rPr/*")]
    assert taken == ["ind", "b"]
    sound(data, tmp_path)


def test_a_typeface_in_the_file_comes_along_and_one_that_is_not_is_named(
    tmp_path: Path,
) -> None:
    looks = '<w:rPr><w:rFonts w:ascii="{0}" w:hAnsi="{0}"/></w:rPr>'
    _, findings = read(with_style("Title", looks.format("House Sans")), tmp_path)
    (finding,) = findings
    assert "“House Sans”" in finding.detail
    looks = looks.format("Source Sans Pro")
    assert not read(with_style("Title", looks), tmp_path)[1]


FACE = scrambled(b"\0\1\0\0" + b"face" * 99, KEY)


@pytest.mark.parametrize(("face", "is_taken"), [(FACE, True), (b"MZ" + FACE, False)])
def test_a_face_is_taken_if_it_is_one(
    tmp_path: Path, face: bytes, *, is_taken: bool
) -> None:
    def change(part: str, data: bytes) -> bytes:
        data = data.replace(b"Source Sans Pro", b"House Sans Pro!")
        return face if part == "word/fonts/font1.odttf" else data

    def with_key(part: str, data: bytes) -> bytes:
        data = change(part, data)
        if part == "word/fontTable.xml":
            root = etree.fromstring(data)
            for each in find(root, "//w:font/*[@w:fontKey]"):
                each.set(name("fontKey"), KEY)
            data = etree.tostring(root)
        return data

    reference, _ = read(own_file(with_key), tmp_path)
    assert reference
    assert [each.tag for each in reference.faces][:1] == ["embedRegular"] * is_taken
    table = parts_of(dressed(reference))["word/fontTable.xml"]
    house = find(table, "w:font[@w:name='House Sans Pro!']/w:embedRegular")
    assert bool(house) is is_taken
    sound(dressed(reference), tmp_path)


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
DEEP = b"<w:styles xmlns:w='x'>" + b"<w:a>" * 100_000


def locked(data: bytes) -> bytes:
    at = data.index(b"PK\x01\x02") + 8
    return data[:at] + b"\x01" + data[at + 1 :]


def other_styles(content: bytes) -> bytes:
    return own_file(lambda part, data: content if part == STYLES else data)


HOSTILE = {
    "nothing": b"",
    "text": b"Heading 1: blue, please",
    "an old document": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "a PDF": b"%PDF-1.7\n",
    "half a file": own_file()[:9_000],
    "a locked file": locked(own_file()),
    "entities": other_styles(BOMB + b"<x/>"),
    "no XML": other_styles(b"<w:styles"),
    "very deep": other_styles(DEEP),
    "a large part": other_styles(b" " * 20_000_001),
    "many bytes": own_file(more={"media": bytes(60_000_000)}),
    "twice the same": own_file(more={"WORD/STYLES.XML": b"<x/>"}),
    "many styles": other_styles(
        b'<w:styles xmlns:w="%s">' % WORD.encode()
        + b"<w:style/>" * 6_000
        + b"</w:styles>"
    ),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_broken_or_hostile_file_is_told_and_the_book_keeps_its_styles(
    kind: str, tmp_path: Path
) -> None:
    reference, findings = read(HOSTILE[kind], tmp_path)
    assert reference is None
    (finding,) = findings
    assert finding.rule.slug == "unusable-reference"
    assert str(finding.source) == FILE


def test_a_folder_in_place_of_the_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "reference.docx").mkdir()
    _, findings = designed(tmp_path / "reference.docx", FILE, STYLE)
    assert [finding.rule.slug for finding in findings] == ["unusable-reference"]


def test_an_edition_has_its_designers_styles(tmp_path: Path, stock: Book) -> None:
    root = copied(STOCK, tmp_path / "edition")
    (root / "templates").mkdir(exist_ok=True)
    looks = "<w:rPr><w:caps/></w:rPr>"
    path = root / "templates" / "reference.docx"
    path.write_bytes(with_style("Title", looks))
    book = built(root)
    assert find(style_of(book.docx.read_bytes(), "Title"), "w:rPr/w:caps")
    assert book.pdf.read_bytes() == stock.pdf.read_bytes()
    path.write_bytes(b"broken")
    assert "unusable-reference" in {f.rule.slug for f in checked(root).findings}
    assert built(root).docx.read_bytes() == stock.docx.read_bytes()


def test_items_of_a_list_that_a_designer_closed_up_stay_so(tmp_path: Path) -> None:
    near = '<w:pPr><w:spacing w:after="200"/><w:contextualSpacing/></w:pPr>'
    reference, _ = read(with_style("ListBullet", near), tmp_path)
    data = dressed(reference)
    item = style_of(data, "ListBullet")
    assert values(item, "w:pPr/w:spacing/@w:after") == ["0"]
    assert not find(item, "w:pPr/w:contextualSpacing")
    last = style_of(data, "ListBulletLast")
    assert values(last, "w:pPr/w:spacing/@w:after") != ["0"]
    sound(data, tmp_path)


def test_a_position_looks_as_the_designer_made_its_style(tmp_path: Path) -> None:
    looks = '<w:pPr><w:spacing w:after="900"/></w:pPr>'
    reference, findings = read(with_style("ListBulletLast", looks), tmp_path)
    assert not findings
    data = dressed(reference)
    assert values(style_of(data, "ListBulletLast"), "w:pPr/*/@w:after") == ["900"]
    sound(data, tmp_path)


def test_a_file_without_the_styles_of_positions_lacks_nothing(tmp_path: Path) -> None:
    def change(part: str, data: bytes) -> bytes:
        if part != STYLES:
            return data
        root = etree.fromstring(data)
        for node in find(root, "w:style[@w:customStyle][w:semiHidden]"):
            root.remove(node)
        return etree.tostring(root)

    reference, findings = read(own_file(change), tmp_path)
    assert not findings
    assert dressed(reference) == dressed(None)
