"""The notes of a DOCX: what refers to them, how they are numbered, what they say."""

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from .docx_package import Package, W, outline_levels, value

KINDS = ("footnote", "endnote")
TEXT = frozenset({"", "normal"})
"""The types of a note that is text, and no rule between text and notes (ST_FtnEdn)."""


def notes_have_their_marks(package: Package) -> Iterator[str]:
    """A note is referred to once and bears its number, and no reference is in vain.

    ISO/IEC 29500-1, 17.11. What the settings name are the rules above the notes.
    """
    for kind in KINDS:
        cited = Counter(mark.get(f"{W}id", "") for mark in _references(package, kind))
        known = notes_of(package, kind)
        for identity in sorted(cited.keys() - known.keys()):
            yield f"{package.document.name}: there is no {kind} {identity}"
        for identity, note in known.items():
            place, count = f"word/{kind}s.xml", cited[identity]
            if count != 1:
                yield f"{place}: {count} references lead to {kind} {identity}"
            if len(list(note.iter(f"{W}{kind}Ref"))) != 1:
                yield f"{place}: {kind} {identity} lacks its number"
        rules = notes_of(package, kind, text=False)
        for part in package.related("settings"):
            for named in part.root.iterfind(f"{W}{kind}Pr/{W}{kind}"):
                identity = named.get(f"{W}id", "")
                if identity not in rules:
                    yield f"{part.name}: {kind} {identity} is no rule above notes"


def notes_of(
    package: Package, kind: str, *, text: bool = True
) -> dict[str, etree._Element]:
    """The notes of a kind by identifier; or else the rules above them."""
    return {
        note.get(f"{W}id", ""): note
        for part in package.related(f"{kind}s")
        for note in part.root.iter(f"{W}{kind}")
        if (note.get(f"{W}type", "") in TEXT) == text
    }


def _references(package: Package, kind: str) -> Iterator[etree._Element]:
    yield from package.body().iter(f"{W}{kind}Reference")


class CityNotes:
    """The notes met in a body, kept until their city ends: there the book has them.

    That is before a heading of level 1 or 2, and at the end.
    """

    def __init__(self, package: Package) -> None:
        self._levels = outline_levels(package)
        self._notes = {kind: notes_of(package, kind) for kind in KINDS}
        self._met: list[etree._Element] = []
        self._count = _first_number(package) - 1

    def number(self, element: etree._Element) -> str:
        """The number that Word sets for a reference; nothing for what is none."""
        kind = etree.QName(element).localname.removesuffix("Reference")
        if element.tag != f"{W}{kind}Reference" or kind not in KINDS:
            return ""
        self._met.append(self._notes[kind][element.get(f"{W}id", "")])
        self._count += 1
        return str(self._count)

    def before(self, element: etree._Element) -> Iterator[etree._Element]:
        """The notes of a city that has ended where an element begins."""
        if element.tag != f"{W}p":
            return
        own = value(element, "pPr/outlineLvl")
        style = value(element, "pPr/pStyle")
        level = int(own) + 1 if own else self._levels.get(style, 10)
        if level <= 2:
            yield from self.rest()

    def rest(self) -> Iterator[etree._Element]:
        """The notes that are left."""
        yield from self._met
        self._met.clear()


def _first_number(package: Package) -> int:
    """The number of the first footnote (ISO/IEC 29500-1, 17.11.20)."""
    told = [
        value(part.root, "footnotePr/numStart") for part in package.related("settings")
    ]
    return int(next(filter(None, told), "1"))
