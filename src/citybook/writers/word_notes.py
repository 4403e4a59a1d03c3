"""Word's footnotes: the notes of the book, each on the page of its number."""

from collections.abc import Mapping
from dataclasses import replace

from citybook.document import Document, Note, Notes, walk
from citybook.prose import Text
from citybook.style import Style
from citybook.word_xml import (
    Element,
    add,
    color,
    element,
    passage_bookmark,
    style_id,
    twips,
)
from citybook.writers.word_positions import vary
from citybook.writers.word_styles import NOTE_MARK
from citybook.writers.word_text import References, add_inlines

_RULES = {-1: "separator", 0: "continuationSeparator"}
"""What is between text and notes, which Word counts as notes (17.11.23)."""
_RULE_PT = 0.5
_RULE_LONG_PT = 72
_RULE_HIGH_PT = 8
"""How high the line is that such a rule stands on."""
_NO_BREAK_SPACE = "\u00a0"


def footnotes(
    document: Document, style: Style, refers: References
) -> tuple[Element, Mapping[str, str]]:
    """Return the part `footnotes.xml` with what is cited, and what it leads to.

    The rule is a paragraph's: Word's own is black, and LibreOffice draws that in the
    first section alone.
    """
    root = element("footnotes")
    word = style_id(style.roles["note"].word)
    for number, kind in _RULES.items():
        rule = add(add(root, "footnote", type=kind, id=number), "p")
        vary(add(rule, "pPr"), "Footnote Separator", *_rule(style))
    notes = _notes(document)
    # A part has relationships of its own; bookmarks are counted through the file.
    own = replace(refers, links={})
    for key, number in refers.notes.items():
        _add_note(add(root, "footnote", id=number), notes[key], word, own)
    return root, {link: target for target, link in own.links.items()}


def _rule(style: Style) -> tuple[Element, ...]:
    """Return how the paragraph between text and notes looks."""
    size, value = round(_RULE_PT * 8), color(style.colors["rule"])
    line = element("top", val="single", sz=size, space=0, color=value)
    rest = style.page.measure_pt - _RULE_LONG_PT
    return (
        element("pBdr", line),
        element("spacing", line=twips(_RULE_HIGH_PT), lineRule="exact"),
        element("ind", right=twips(rest)),
    )


def _add_note(parent: Element, note: Note, word: str, refers: References) -> None:
    paragraph = add(parent, "p")
    add(add(paragraph, "pPr"), "pStyle", val=word)
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
