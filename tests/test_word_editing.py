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
from citybook.prose import plain_inlines
from citybook.word_xml import WORD, Element
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
