"""The Word file of a Document: its blocks walked into paragraphs, tables and fields."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import count, pairwise, repeat, zip_longest
from pathlib import Path
from typing import assert_never

from citybook.document import (
    Block,
    Chapter,
    Contents,
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
    with_folios,
)
from citybook.editing import FOR_EDITING, Editing
from citybook.manifest import Manifest
from citybook.outcome import MANIFEST
from citybook.plate import NO_PICTURES, Pictures
from citybook.prose import BulletList, Inlines, ListItem, Paragraph, Text
from citybook.reference import Reference
from citybook.style import QUOTATIONS, Style
from citybook.word_xml import (
    Element,
    add,
    element,
    heading_bookmark,
    name,
    passage_bookmark,
    style_id,
    twips,
)
from citybook.writers.word_comments import Comments, comment_parts, comments, waiting
from citybook.writers.word_faces import set_faces
from citybook.writers.word_figures import Gallery, add_shown
from citybook.writers.word_folios import folios_in_office, office
from citybook.writers.word_fonts import font_table
from citybook.writers.word_keeps import keep_quotation, keep_together, keep_with_next
from citybook.writers.word_listings import Pages, add_listing, list_headings
from citybook.writers.word_lists import DEEPEST, Numbering, numbering
from citybook.writers.word_manifest import manifest_in, manifest_part
from citybook.writers.word_notes import footnotes
from citybook.writers.word_package import Part, package
from citybook.writers.word_pages import Margins, section, set_cover, title_role
from citybook.writers.word_places import origins_of, places_of, titles_of
from citybook.writers.word_positions import settle, shown_name, spacer, style_of, vary
from citybook.writers.word_restyle import restyle
from citybook.writers.word_settings import settings
from citybook.writers.word_shapes import silhouette_behind
from citybook.writers.word_styles import (
    BULLETS,
    NUMBERING,
    OUTLINE,
    styles,
    unlisted_name,
)
from citybook.writers.word_tables import add_table, space_tables
from citybook.writers.word_text import References, add_inlines


def write_docx(
    document: Document,
    style: Style,
    path: Path,
    pictures: Pictures = NO_PICTURES,
    *,
    editing: Editing = FOR_EDITING,
    reference: Reference | None = None,
) -> bool:
    """Write the Word file of a document, in a designer's styles if there are any.

    The numbers of its pages are LibreOffice's, which is asked with those of the
    document in place. Where it is not installed there are none until Word is asked:
    those of another program may be wrong. Returns whether there was nothing to ask,
    or an answer.

    Beside it goes what it says, to hold a file against that comes back.
    """
    write = partial(
        _made, style=style, pictures=pictures, editing=editing, reference=reference
    )
    program = office()
    made = write(document, is_numbered=program is not None)
    path.write_bytes(made.data)
    is_answered = True
    if program:
        folios = folios_in_office(program, path, document, places_of(document))
        is_answered = bool(folios)
        counted = with_folios(document, folios) if folios else document
        if counted != document or not is_answered:
            made = write(counted, is_numbered=is_answered)
            path.write_bytes(made.data)
    path.with_name(MANIFEST).write_text(made.manifest.dump(), "utf-8", newline="\n")
    return is_answered


def docx_of(
    document: Document,
    style: Style,
    pictures: Pictures = NO_PICTURES,
    *,
    editing: Editing = FOR_EDITING,
    reference: Reference | None = None,
) -> bytes:
    """Return the Word file of a document; equal documents give equal bytes.

    The numbers of pages are the document's.
    """
    return _made(document, style, pictures, editing, reference).data


@dataclass(frozen=True, slots=True)
class _Made:
    """A Word file, and what is known of it."""

    data: bytes
    manifest: Manifest


def _made(
    document: Document,
    style: Style,
    pictures: Pictures,
    editing: Editing,
    reference: Reference | None,
    *,
    is_numbered: bool = True,
) -> _Made:
    """Return the Word file of a document.

    The numbers of pages are the document's, or left to Word.
    """
    book = _Book(
        document,
        style,
        editing,
        reference or Reference(b""),
        styles(style, document.language),
        References(
            places_of(document),
            titles_of(document),
            origins_of(document) if editing.is_tracked else {},
            comments=Comments(waiting(editing.queries)),
        ),
        Numbering(),
        Margins(document, style),
        Gallery(pictures),
    )
    body = element("body")
    for chapter in document.chapters:
        body.extend(_chapter(chapter, book))
    _move_last_section(body)
    list_headings(body, book.sheet)
    notes = _notes(book)
    if reference:
        restyle(book.sheet, reference)
    if not is_numbered:
        book.refers.forget_folios()
    main = _main_part(element("document", body), notes, book)
    manifest = manifest_in(main, document, book.refers.comments.written)
    if editing.is_tracked:
        parts = {**main.parts, "manifest": manifest_part(manifest)}
        main = replace(main, parts=parts)
    return _Made(package(main, document), manifest)


@dataclass(frozen=True, slots=True)
class _Book:
    """What the walk needs to know, and what it gathers."""

    document: Document
    style: Style
    editing: Editing
    reference: Reference
    sheet: Element
    """The part `styles.xml`."""
    refers: References
    lists: Numbering
    margins: Margins
    gallery: Gallery

    def word(self, role: str) -> str:
        """Return the identifier of the Word style of a role."""
        return style_id(self.style.roles[role].word)


def _chapter(chapter: Chapter, book: _Book) -> Element:
    """Return the paragraphs and tables of a chapter; the last ends its section."""
    nodes = element("body")
    _add_blocks(nodes, chapter.blocks, repeat(""), book)
    space_tables(nodes, book.style)
    keep_together(nodes, book.style)
    if chapter.part == "cover":
        set_cover(nodes, book.document, book.style)
    if not len(nodes):
        nodes.append(spacer())
    title = _settled(nodes, chapter, book)
    nodes[-1][0].append(section(chapter, book.margins, title))
    return nodes


def _settled(nodes: Element, chapter: Chapter, book: _Book) -> str:
    """Settle a chapter; return the style of the heading that its running head says."""
    role = title_role(chapter)
    own = [node for node in nodes if role and style_of(node) == book.word(role)]
    settle(nodes, book.sheet)
    return shown_name(book.sheet, style_of(own[0])) if own else ""


def _move_last_section(body: Element) -> None:
    """Set the last section's properties at the end of the body, as Word wants them."""
    if len(body):
        body.append(body[-1][0][-1])


def _add_blocks(
    parent: Element, blocks: tuple[Block, ...], names: Iterator[str], book: _Book
) -> None:
    """Add the blocks; each paragraph takes the next of `names` for its bookmark."""
    for block in blocks:
        match block:
            case Heading():
                _add_heading(parent, block, names, book)
            case Paragraph():
                _add_paragraph(
                    parent, book.word(block.role), block.children, names, book
                )
            case BulletList():
                _add_list(parent, block, names, book)
            case Table():
                add_table(parent, block, names, book.style, book.refers)
            case Figure() | Picture():
                with book.refers.comments.on(parent, block.key):
                    add_shown(parent, block, book.style, book.refers, book.gallery)
            case Silhouette():
                number = book.gallery.next_number()
                parent[-1].append(silhouette_behind(number, block, book.style))
            case PullQuote():
                _add_quote(parent, block, names, book)
            case Notes():
                pass  # each is written where its number first stands
            case Gap():
                text = (Text(gap_text(block)),)
                with book.refers.comments.on(parent, block.finding):
                    _add_paragraph(parent, book.word("gap"), text, names, book)
            case Passage():
                own = (passage_bookmark(block.key, index) for index in count())
                with book.refers.comments.on(parent, block.key):
                    _add_blocks(parent, block.blocks, own, book)
            case Contents() | Index():
                add_listing(parent, block, Pages(book.style, book.refers))
            case _:
                assert_never(block)


def _add_paragraph(
    parent: Element, style: str, children: Inlines, names: Iterator[str], book: _Book
) -> Element:
    """Add a paragraph and return its properties."""
    node = add(parent, "p")
    properties = add(node, "pPr")
    add(properties, "pStyle", val=style)
    with book.refers.bookmark(node, next(names)):
        add_inlines(node, children, book.refers)
    return properties


def _add_heading(
    parent: Element, block: Heading, names: Iterator[str], book: _Book
) -> None:
    word = book.word(block.role)
    if block.role in OUTLINE and not block.is_listed:
        word = style_id(unlisted_name(block.role, book.style))
    node = add(parent, "p")
    properties = add(node, "pPr")
    add(properties, "pStyle", val=word)
    if block.is_listed and OUTLINE.get(block.role) != block.level - 1:
        level = element("outlineLvl", val=block.level - 1)
        vary(properties, f"Level {block.level}", level)
    refers = book.refers
    with (
        refers.comments.on(node, block.key),
        refers.bookmark(node, heading_bookmark(block.key)),
        refers.bookmark(node, next(names)),
    ):
        add_inlines(node, block.children, refers)


def _add_list(
    parent: Element, block: BulletList, names: Iterator[str], book: _Book
) -> None:
    """Add a list; an item holds the first of the list inside it."""
    number, before = BULLETS, ListItem(())
    after = twips(book.style.roles["body"].after_pt)
    for item, following in zip_longest(block.items, block.items[1:]):
        ordered = item.ordered if item.level else block.ordered
        begins = item.level > before.level or number == BULLETS
        if ordered and begins and not (item.level and block.ordered):
            number = book.lists.next_list()
        role = "list-number" if ordered else block.role
        properties = _add_paragraph(parent, book.word(role), item.children, names, book)
        if ordered or item.level or role not in NUMBERING:
            _number(properties, item, number if ordered else BULLETS)
        if following is None:
            vary(properties, "Last", element("spacing", after=after))
        elif following.level > item.level:
            keep_with_next(parent[-1])
        before = item


def _number(properties: Element, item: ListItem, number: int) -> None:
    node = add(properties, "numPr")
    add(node, "ilvl", val=min(item.level, DEEPEST))
    add(node, "numId", val=number)


def _add_quote(
    parent: Element, block: PullQuote, names: Iterator[str], book: _Book
) -> None:
    """Add a quotation, which stays on one page if it is short, whatever it holds."""
    nodes = element("body")
    _add_blocks(nodes, block.blocks, names, book)
    paragraphs = nodes.findall(name("p"))
    for before, paragraph in pairwise(paragraphs):
        for text in (book.style.roles[role] for role in QUOTATIONS):
            if style_of(before) == style_of(paragraph) == style_id(text.word):
                room = element("spacing", before=twips(text.between_pt))
                vary(paragraph[0], "Continued", room)
    keep_quotation(paragraphs, block, book.style)
    parent.extend(nodes)


def _notes(book: _Book) -> tuple[Element, Mapping[str, str]] | None:
    """Return the part of the notes with what it leads to, if there are any."""
    if not book.refers.notes:
        return None
    notes, links = footnotes(book.document, book.style, book.refers)
    settle(notes, book.sheet)
    return notes, links


def _main_part(
    root: Element, notes: tuple[Element, Mapping[str, str]] | None, book: _Book
) -> Part:
    """Return the document's part, which leads to all others."""
    document, reference = book.document, book.reference
    has_theme = bool(reference.theme)
    parts = {
        "styles": book.sheet,
        "numbering": numbering(book.style, book.lists),
        "settings": settings(
            document,
            book.editing,
            has_theme=has_theme,
            has_notes=notes is not None,
            is_hyphenated=book.style.hyphenation,
        ),
    }
    related = {
        kind: Part(f"/word/{kind}.xml", kind, node) for kind, node in parts.items()
    }
    roots = [root, *book.margins.parts.values()]
    if asked := book.refers.comments.written:
        roots.append(comments(asked, document))
        related |= comment_parts(asked, roots[-1])
    if notes:
        path = "/word/footnotes.xml"
        related["footnotes"] = Part(path, "footnotes", notes[0], links=notes[1])
        roots.append(notes[0])
    stand_ins = set_faces(roots, book.style, book.sheet)
    fonts, faces = font_table(book.style, reference.faces, stand_ins)
    embedded = {
        face.part: Part(f"/word/fonts/{face.part}.odttf", "font", face.data)
        for face in faces
    }
    related["fontTable"] = Part("/word/fontTable.xml", "fontTable", fonts, embedded)
    if has_theme:
        related["theme"] = Part("/word/theme/theme1.xml", "theme", reference.theme)
    for file, node in book.margins.parts.items():
        related[file] = Part(f"/word/{file}.xml", file[:6], node)
    for file, data in book.gallery.files.items():
        stem, _, ending = file.partition(".")
        related[stem] = Part(f"/word/media/{file}", ending, data)
    links = {link: target for target, link in book.refers.links.items()}
    return Part("/word/document.xml", "document", root, related, links)
