"""The notes of a city: the web addresses that its text cites, numbered."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import assert_never

from citybook.compose.spacing import NO_BREAK_SPACE
from citybook.document import Note
from citybook.prose import (
    BulletList,
    Citation,
    Grid,
    Inline,
    Inlines,
    Link,
    Paragraph,
    Part,
    Prose,
    Text,
)
from citybook.report import Answer


@dataclass(slots=True)
class Citations:
    """The notes, gathered while the text comes to cite them."""

    numbers: Iterator[int]
    """Those that are free; they run through the book, as they do in Word."""
    notes: dict[str, Note] = field(default_factory=dict)
    """By web address: what is cited again keeps its number."""

    def cite(self, answer: Answer, *, after: str) -> Inlines:
        """Return the raised numbers of an answer's addresses; () if it has none.

        A space parts them from a number that ends the words before them.
        """
        marks: list[Inline] = []
        for number, link in enumerate(_links(answer), 1):
            if link.target not in self.notes:
                self.notes[link.target] = Note(
                    f"{answer.key}/{number}",
                    next(self.numbers),
                    (link,),
                    answer.source,
                    answer.key,
                )
            note = self.notes[link.target]
            marks += [Text(",")] if marks else []
            marks.append(Link((Text(str(note.number)),), f"#{note.key}"))
        if not marks:
            return ()
        space = (Text(NO_BREAK_SPACE),) if after[-1:].isdigit() else ()
        return (Part(answer.key, answer.source, (Citation((*space, *marks)),)),)


def _links(answer: Answer) -> tuple[Link, ...]:
    """Return the links of an answer, each once."""
    links = {
        child.target: child
        for block in answer.prose
        if isinstance(block, Paragraph)
        for child in block.children
        if isinstance(child, Link)
    }
    return tuple(links.values())


def ended(prose: Prose, marks: Inlines) -> Prose:
    """Return the prose with marks behind its last word."""
    *before, last = prose
    match last:
        case Paragraph():
            last = replace(last, children=(*last.children, *marks))
        case BulletList():
            *items, item = last.items
            item = replace(item, children=(*item.children, *marks))
            last = replace(last, items=(*items, item))
        case Grid():
            *rows, row = last.rows
            *cells, cell = row
            last = replace(last, rows=(*rows, (*cells, (*cell, *marks))))
        case _:
            assert_never(last)
    return (*before, last)
