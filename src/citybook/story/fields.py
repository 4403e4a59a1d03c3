"""Fields and note marks of Word: which of their words it makes, and which are typed."""

from dataclasses import dataclass

from citybook.story.model import Fate, Place
from citybook.story.sheet import Sheet, value
from citybook.word_xml import OWN_BOOKMARK, Element, name

_OF_PLACES = frozenset({"PAGEREF", "REF", "NOTEREF"})
"""Fields that repeat what stands at a bookmark, or where."""
_OF_PAGES = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES", "STYLEREF"})
"""Fields of running heads and feet."""

_NOTE_MARKS = frozenset(
    f"{kind} {word}"
    for kind in ("footnote", "endnote")
    for word in ("reference", "characters")
)
"""Names of the styles of the numbers of notes, in Word and in LibreOffice."""


@dataclass(slots=True)
class Field:
    """A field while it is read."""

    instruction: str = ""
    has_result: bool = False

    @property
    def kind(self) -> str:
        """What it is: `REF`."""
        return (self.instruction.split() or [""])[0].upper()

    @property
    def link(self) -> str:
        """The address of a HYPERLINK field."""
        words = self.instruction.split('"')
        return words[1] if self.kind == "HYPERLINK" and len(words) > 2 else ""

    def is_computed(self, place: Place) -> bool:
        """Tell whether Word makes its result again as we wrote it.

        What an editor's own field says is the editor's.
        """
        if self.kind in _OF_PAGES:
            return place is Place.HEADER
        target = self.instruction.split()[1:2]
        is_ours = any(map(OWN_BOOKMARK.match, target))
        return self.kind == "TOC" or (self.kind in _OF_PLACES and is_ours)


def is_note_mark(
    text: str, fate: Fate, properties: Element | None, sheet: Sheet
) -> bool:
    """Tell whether a run is of the raised numbers that lead to notes.

    Word sets in their style, too, what is typed behind them.
    """
    character = None if properties is None else properties.find(name("rStyle"))
    style = "" if character is None else sheet.style_name(value(character))
    typed = str.isalpha if fate.was else str.isalnum
    return style.casefold() in _NOTE_MARKS and not any(map(typed, text))
