"""Word's footnotes: the notes of the book, each on the page of its number."""

from collections.abc import Mapping
from dataclasses import replace

from citybook.document import Document, Note, Notes, walk
from citybook.prose import Text
from citybook.word_xml import Element, add, element, passage_bookmark, twips
from citybook.writers.word_positions import vary
from citybook.writers.word_styles import NOTE_MARK
from citybook.writers.word_text import References, add_inlines

_RULES = {-1: "separator", 0: "continuationSeparator"}
"""The rules between text and notes, which Word counts as notes (17.11.23)."""
_RULE_PT = 8
"""How high a line with such a rule is."""
_NO_BREAK_SPACE = "\u00a0"


def footnotes(
    document: Document, style: str, refers: References
) -> tuple[Element, Mapping[str, str]]:
    """Return the part `footnotes.xml` with what is cited, and what it leads to."""
    root = element("footnotes")
    for number, kind in _RULES.items():
        rule = add(add(root, "footnote", type=kind, id=number), "p")
        height = element("spacing", line=twips(_RULE_PT), lineRule="exact")
        vary(add(rule, "pPr"), "Footnote Separator", height)
        add(add(rule, "r"), kind)
    notes = _notes(document)
    # A part has relationships of its own; bookmarks are counted through the file.
    own = replace(refers, links={})
    for key, number in refers.notes.items():
        _add_note(add(root, "footnote", id=number), notes[key], style, own)
    return root, {link: target for target, link in own.links.items()}


def _add_note(parent: Element, note: Note, style: str, refers: References) -> None:
    paragraph = add(parent, "p")
    add(add(paragraph, "pPr"), "pStyle", val=style)
    mark = add(paragraph, "r")
    add(add(mark, "rPr"), "rStyle", val=NOTE_MARK)
    add(mark, "footnoteRef")
    add_inlines(paragraph, (Text(_NO_BREAK_SPACE),), refers)
    with refers.bookmark(paragraph, passage_bookmark(note.key, 0)):
        add_inlines(paragraph, note.children, refers)


def note_settings(document: Document) -> Element:
    """Return what the settings say of footnotes: a part of a book counts on."""
    node = element("footnotePr")
    first = min(note.number for note in _notes(document).values())
    if first > 1:
        add(node, "numStart", val=first)
    for number in _RULES:
        add(node, "footnote", id=number)
    return node


def _notes(document: Document) -> Mapping[str, Note]:
    return {
        note.key: note
        for chapter in document.chapters
        for block in walk(chapter.blocks)
        if isinstance(block, Notes)
        for note in block.notes
    }
