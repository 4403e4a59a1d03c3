"""Documents and prose as readable text, for golden files and short comparisons."""

from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import indent
from typing import assert_never

from citybook.document import (
    Block,
    Chapter,
    Contents,
    ContentsLine,
    Document,
    Figure,
    Gap,
    Heading,
    Index,
    Notes,
    Passage,
    Picture,
    PullQuote,
    Silhouette,
    Table,
    gap_text,
)
from citybook.prose import (
    BulletList,
    Citation,
    Emphasis,
    Grid,
    Inline,
    Inlines,
    Link,
    Paragraph,
    Part,
    Prose,
    Strong,
    Text,
)

Golden = Callable[[Path, str], None]
"""What the fixture `golden` gives: it compares a text with a file."""


def document_text(document: Document) -> str:
    """Return a whole document: its facts, then every block on a line of its own."""
    facts = {
        "title": document.title,
        "subtitle": document.subtitle,
        "author": document.author,
        "language": document.language,
        "keywords": ", ".join(document.keywords),
        "issued": document.issued,
        "draft": "yes" if document.is_draft else "no",
    }
    head = "".join(f"{name}: {value}\n" for name, value in facts.items())
    return head + "".join(f"\n{chapter_text(c)}\n" for c in document.chapters)


def chapter_text(chapter: Chapter) -> str:
    """Return a chapter with its blocks."""
    head = f'chapter {chapter.key} ({chapter.part}, "{chapter.running_head}")'
    return "\n".join([head, *(indent(block_text(b), "  ") for b in chapter.blocks)])


def block_text(block: Block) -> str:
    """Return a block; what is inside it is indented."""
    return "\n".join(_block_lines(block))


def _block_lines(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            listed = "" if block.is_listed else ", unlisted"
            yield f"{block.role} #{block.key}{listed}: {inlines_text(block.children)}"
        case Paragraph():
            yield f"{block.role}: {inlines_text(block.children)}"
        case BulletList():
            yield f"{block.role}:"
            yield from _item_lines(block)
        case Table():
            yield from _table_lines(block)
        case Figure():
            yield from _figure_lines(block)
        case PullQuote():
            yield "quote:"
            yield from _inside(block.blocks)
        case Gap():
            yield f"gap: {gap_text(block)}"
        case Passage():
            yield f"passage {block.key} from {block.source}:"
            yield from _inside(block.blocks)
        case Picture():
            yield from _picture_lines(block)
        case Silhouette():
            width, height = block.size
            yield f"silhouette {width:g} x {height:g}"
        case Contents() | Index() | Notes():
            yield from _listed_lines(block)
        case _:
            assert_never(block)


def _table_lines(block: Table) -> Iterator[str]:
    sides = f" {' '.join(block.alignment)}" if block.alignment else ""
    yield f"table #{block.key} {block.widths}{sides} “{block.caption}”:"
    for row in (block.header, *block.rows):
        yield f"  {' | '.join(inlines_text(cell) for cell in row)}"


def _listed_lines(block: Contents | Index | Notes) -> Iterator[str]:
    if isinstance(block, Notes):
        yield f"{block.role}s:"
        for note in block.notes:
            place = f"#{note.key} from {note.source}, cited at #{note.mark}"
            yield f"  {note.number}. {inlines_text(note.children)} {place}"
        return
    if isinstance(block, Contents):
        yield f"{block.role}:"
        yield from map(_contents_line, block.lines)
        return
    yield "index:"
    for entry in block.entries:
        mentions = (f"#{each.key} {each.page}".rstrip() for each in entry.mentions)
        yield f"  {entry.name} → {', '.join(mentions)}"


def _contents_line(line: ContentsLine) -> str:
    place = f"{line.text} → #{line.key} {line.page}".rstrip()
    return f"{'  ' * line.level}{place}"


def _item_lines(block: BulletList) -> Iterator[str]:
    for item in block.items:
        is_numbered = item.ordered if item.level else block.ordered
        sign = "#" if is_numbered else "-"
        yield f"  {'  ' * item.level}{sign} {inlines_text(item.children)}"


def _figure_lines(block: Figure) -> Iterator[str]:
    size = f"{block.width_pt:g} x {block.height_pt:g}"
    yield f"figure #{block.key} {size}: {inlines_text(block.title)}"
    yield f"  shows: {block.alternative}"
    yield f"  note: {inlines_text(block.note)}"


def _picture_lines(block: Picture) -> Iterator[str]:
    size = f"{block.width_pt:g} x {block.height_pt:g}"
    yield f"{block.role} #{block.key} {size}: {inlines_text(block.caption)}"
    yield f"  shows: {inlines_text(block.alternative)}"


def _inside(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        yield indent(block_text(block), "  ")


def prose_text(prose: Prose) -> str:
    """Return a prose, a block after the other."""
    return "\n".join(
        grid_text(block) if isinstance(block, Grid) else block_text(block)
        for block in prose
    )


def grid_text(grid: Grid) -> str:
    """Return a typed table, a line for each row."""
    rows = (" | ".join(map(inlines_text, row)) for row in grid.rows)
    return "\n  ".join([f"grid {' '.join(grid.alignment)}:", *rows])


def inlines_text(children: Inlines) -> str:
    """Return a run with its form: `*stress*`, `**weight**`, `[text](target)`."""
    return "".join(_inline(child) for child in children)


def _inline(child: Inline) -> str:
    match child:
        case Text():
            return (
                f"{{{child.computed}={child.text}}}" if child.computed else child.text
            )
        case Emphasis():
            return f"*{inlines_text(child.children)}*"
        case Strong():
            return f"**{inlines_text(child.children)}**"
        case Link():
            return f"[{inlines_text(child.children)}]({child.target})"
        case Citation():
            return f"^{inlines_text(child.children)}"
        case Part():
            return f"⟨{child.key.rpartition('/')[2]}: {inlines_text(child.children)}⟩"
        case _:
            assert_never(child)
