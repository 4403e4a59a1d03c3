"""Editors feel at home in the Word file: what it tracks, allows, names and asks."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from lxml import etree

from books import STOCK, Book, built, copied
from citybook.document import Document, headings
from citybook.editing import CLEAN, FOR_EDITING, Editing
from citybook.prose import Link, Paragraph, Text, plain_inlines
from citybook.word_xml import WORD, Element, heading_bookmark
from citybook.writers.docx import docx_of, write_docx
from conformance.docx_lint import lint
from conformance.open_xml import sdk_errors
from sample_document import sample_document, sample_style

STYLE = sample_style()
W = {"w": WORD}


def parts_of(data: bytes) -> dict[str, Element]:
    """Return the XML parts of a Word file by path."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        paths = [path for path in archive.namelist() if path.endswith(".xml")]
        return {path: etree.fromstring(archive.read(path)) for path in paths}


def written(
    document: Document | None = None, editing: Editing = FOR_EDITING
) -> dict[str, Element]:
    book = document or sample_document()
    return parts_of(docx_of(book, STYLE, editing=editing))


def find(node: Element, path: str) -> list[Element]:
    return cast(list[Element], node.xpath(path, namespaces=W))


def values(node: Element, path: str) -> list[str]:
    return cast(list[str], node.xpath(path, namespaces=W))


def settings(editing: Editing) -> dict[str, Element]:
    root = written(editing=editing)["word/settings.xml"]
    return {etree.QName(node).localname: node for node in root}


def tips(editing: Editing) -> list[str]:
    parts = parts_of(docx_of(sample_document(), STYLE, editing=editing))
    return values(parts["word/document.xml"], "//w:hyperlink/@w:tooltip")


def test_links_to_a_city_tell_an_editor_its_files() -> None:
    assert tips(FOR_EDITING) == ["albany.xlsx"]
    assert tips(CLEAN) == []


def test_changes_are_tracked_from_the_first_keystroke() -> None:
    assert "trackRevisions" in settings(FOR_EDITING)
    assert "documentProtection" not in settings(FOR_EDITING)


def test_a_clean_file_tracks_and_forbids_nothing() -> None:
    assert not {"trackRevisions", "documentProtection"} & settings(CLEAN).keys()


def test_a_protected_file_takes_tracked_changes_and_has_no_password() -> None:
    kept = settings(Editing(is_protected=True))
    assert "trackRevisions" in kept
    attributes = {
        etree.QName(name).localname: value
        for name, value in kept["documentProtection"].items()
    }
    assert attributes == {"edit": "trackedChanges", "enforcement": "1"}


@pytest.mark.parametrize("editing", [CLEAN, Editing(is_protected=True)])
def test_the_file_keeps_the_standard_however_it_may_be_edited(
    tmp_path: Path, editing: Editing
) -> None:
    path = tmp_path / "book.docx"
    write_docx(sample_document(), STYLE, path, editing=editing)
    assert sdk_errors(path) == ()
    assert lint(path) == ()


def test_an_edition_may_protect_its_word_file(tmp_path: Path) -> None:
    root = copied(STOCK, tmp_path / "edition")
    edition = root / "submissions" / "edition.yaml"
    with edition.open("a", encoding="utf-8") as file:
        file.write("protect_word_file: true\n")
    parts = parts_of(built(root).docx.read_bytes())
    assert find(parts["word/settings.xml"], "w:documentProtection")


def test_the_language_is_that_of_the_edition_in_every_script() -> None:
    document = replace(sample_document(), language="es-PR")
    parts = written(document)
    (language,) = find(parts["word/styles.xml"], "w:docDefaults//w:lang")
    (theme,) = find(parts["word/settings.xml"], "w:themeFontLang")
    assert set(language.attrib.values()) == set(theme.attrib.values()) == {"es-PR"}
    # Nothing else names a language, so nothing can say otherwise.
    for path, part in parts.items():
        assert len(find(part, "//w:lang")) == (path == "word/styles.xml"), path


@pytest.mark.parametrize("name", ["stock", "shipped"])
def test_the_navigation_pane_has_each_heading_of_the_outline(
    request: pytest.FixtureRequest, name: str
) -> None:
    book: Book = request.getfixturevalue(name)
    parts = parts_of(book.docx.read_bytes())
    expected = [
        (heading.level, plain_inlines(heading.children))
        for heading in headings(book.document)
        if heading.is_listed
    ]
    assert navigation_pane(parts) == expected


def navigation_pane(parts: dict[str, Element]) -> list[tuple[int, str]]:
    """Return what Word shows beside the text: level and words of each heading."""
    levels = {
        values(style, "@w:styleId")[0]: int(level)
        for style in find(parts["word/styles.xml"], "w:style")
        for level in values(style, "w:pPr/w:outlineLvl/@w:val")
    }
    pane = []
    for paragraph in find(parts["word/document.xml"], "//w:p[w:r]"):
        own = values(paragraph, "w:pPr/w:outlineLvl/@w:val")
        (style, *_) = values(paragraph, "w:pPr/w:pStyle/@w:val") or [""]
        level = int(own[0]) if own else levels.get(style, 9)
        if level < 9:
            pane.append((level + 1, "".join(values(paragraph, ".//w:t/text()"))))
    return pane


def running_heads(parts: dict[str, Element]) -> dict[str, list[str]]:
    """Return the words of each header with the fields that make them."""
    headers = [part for path, part in parts.items() if path.startswith("word/header")]
    return {
        "".join(values(part, ".//w:t/text()")): values(part, ".//w:instrText/text()")
        for part in headers
    }


def test_the_running_head_is_what_word_finds_on_the_page() -> None:
    assert running_heads(written()) == {
        "": [],
        "Contents": [],
        "New York": [" STYLEREF 1 "],
        "Cities by State": [" STYLEREF 1 "],
    }


def test_a_running_head_that_is_no_heading_of_its_chapter_is_plain_text() -> None:
    document = sample_document()
    chapters = [replace(c, running_head="Elsewhere") for c in document.chapters]
    heads = running_heads(written(replace(document, chapters=tuple(chapters))))
    assert heads == {"": [], "Elsewhere": []}


def test_the_style_of_a_running_head_is_named_as_the_edition_names_it() -> None:
    heading = replace(STYLE.roles["heading-1"], word="State")
    style = replace(STYLE, roles={**STYLE.roles, "heading-1": heading})
    parts = parts_of(docx_of(sample_document(), style))
    assert running_heads(parts)["New York"] == [' STYLEREF "State" ']


def test_a_draft_says_so_beside_the_field() -> None:
    heads = running_heads(written(sample_document(is_draft=True)))
    assert heads["New YorkDraft"] == [" STYLEREF 1 "]


def results(root: Element) -> list[tuple[str, str]]:
    """Return each field: its instruction and its result, without fields inside."""
    found: list[tuple[str, str]] = []
    begun: list[list[str]] = []  # instruction, separator, result
    for node in root.iter():
        match str(node.tag).rpartition("}")[2], values(node, "@w:fldCharType"):
            case "fldChar", ["begin"]:
                begun.append(["", "", ""])
            case "fldChar", ["separate"]:
                begun[-1][1] = "|"
            case "fldChar", ["end"]:
                code, _, result = begun.pop()
                found.append((code.strip(), result))
            case "instrText", _:
                begun[-1][0] += node.text or ""
            case "t", _ if begun and begun[-1][1]:
                begun[-1][2] += node.text or ""
    return found


def test_a_link_that_says_its_heading_is_a_reference_to_it() -> None:
    link = Link((Text("New York"),), "#new-york")
    other = Link((Text("the state"),), "#new-york")
    nowhere = Link((Text("Nowhere"),), "#nowhere")
    paragraph = Paragraph((link, other, nowhere))
    document = sample_document()
    state = document.chapters[2]
    state = replace(state, blocks=(*state.blocks, paragraph))
    book = replace(document, chapters=(*document.chapters[:2], state))
    (body,) = find(written(book)["word/document.xml"], "w:body")
    line = find(body, "w:p[w:hyperlink[.//w:t='the state']]")[0]
    mark = heading_bookmark("new-york")
    assert results(line) == [(f"REF {mark} \\h \\* MERGEFORMAT", "New York")]
    assert values(line, "w:hyperlink/@w:anchor") == [mark, mark]
    assert set(values(line, ".//w:rStyle/@w:val")) == {"Hyperlink"}
    assert "".join(values(line, ".//w:t/text()")) == "New Yorkthe stateNowhere"


@pytest.mark.parametrize("name", ["stock", "shipped"])
def test_every_field_shows_on_opening_what_word_would_compute(
    request: pytest.FixtureRequest, name: str
) -> None:
    book: Book = request.getfixturevalue(name)
    parts = parts_of(book.docx.read_bytes())
    root = parts["word/document.xml"]
    words = {
        mark: "".join(values(paragraph, ".//w:t/text()"))
        for paragraph in find(root, "//w:p")
        for mark in values(paragraph, ".//w:bookmarkStart/@w:name")
    }
    fields = results(root)
    kinds = {code.split()[0] for code, _ in fields}
    assert kinds == {"TOC", "PAGEREF", "REF", "NOTEREF"}
    for code, result in fields:
        kind, mark, *_ = code.split()
        if kind == "REF":
            assert result == words[mark]
        if kind == "PAGEREF":
            assert result
            assert mark in words
    # Nothing asks on opening, and no field is left for Word to compute first.
    assert not find(parts["word/settings.xml"], "w:updateFields")
    assert not find(root, "//w:fldChar[@w:dirty]")
    heads = running_heads(parts)
    assert {chapter.running_head for chapter in book.document.chapters} == set(heads)
