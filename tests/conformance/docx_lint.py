"""Finds the faults in a DOCX that the Open XML SDK's validator passes over.

Element names are those of ISO/IEC 29500-1 (WordprocessingML); what Word itself does
with them is told by Microsoft's notes on that standard, [MS-OI29500].
"""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from lxml import etree

from .docx_notes import notes_have_their_marks
from .docx_package import (
    WP,
    Field,
    Package,
    Part,
    R,
    W,
    open_docx,
    outline_levels,
    read_fields,
    text,
    value,
)

DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
REFERENCE_FIELDS = frozenset({"REF", "PAGEREF", "NOTEREF"})
STYLE_KINDS = {"pStyle": "paragraph", "rStyle": "character", "tblStyle": "table"}
SCHEMES = frozenset({"http", "https", "mailto"})
STYLED = frozenset({"pStyle", "rStyle", "numPr", "sectPr", "rPr", "lang", "rtl"})
"""What a paragraph and a run say besides their formatting."""
CHANGES = frozenset({"ins", "del", "moveFrom", "moveTo", "pPrChange", "rPrChange"})
LIVE = (f"{W}t", f"{W}instrText")
DELETED = (f"{W}delText", f"{W}delInstrText")
OFF = frozenset({"0", "false", "off"})


def lint(docx: Path) -> tuple[str, ...]:
    """One line for each fault in the DOCX."""
    package = open_docx(docx)
    return tuple(fault for rule in RULES for fault in rule(package))


def cells_end_with_paragraph(package: Package) -> Iterator[str]:
    """Word fails to open a file where one does not ([MS-OI29500] 2.1.168, tc)."""
    for part in package.stories():
        for cell in part.root.iter(f"{W}tc"):
            blocks = [
                block
                for block in cell.iter(f"{W}p", f"{W}tbl")
                if next(block.iterancestors(f"{W}tc"), None) is cell
                and not _inside_nested(block, cell)
            ]
            if not blocks or blocks[-1].tag != f"{W}p":
                yield f"{_place(part, cell)}: a cell does not end with a paragraph"


def _inside_nested(block: etree._Element, cell: etree._Element) -> bool:
    """Whether a block is in a text box of the cell, and not of the cell itself."""
    paragraph = next(block.iterancestors(f"{W}p"), None)
    return paragraph is not None and cell in paragraph.iterancestors()


def bookmark_names(package: Package) -> Iterator[str]:
    """Of two of one name Word keeps the last; names end at 40 letters (bookmarkStart).

    ISO/IEC 29500-1, 17.13.6.2, with the note on it in [MS-OI29500]. Word does not tell
    capitals from small letters in a bookmark's name.
    """
    names = Counter(name.lower() for name in _bookmarks(package))
    for name, count in names.items():
        if count > 1:
            yield f'the bookmark "{name}" is set {count} times'
        if len(name) > 40:
            yield f'the bookmark "{name}" has {len(name)} letters; Word allows 40'


def bookmark_pairs(package: Package) -> Iterator[str]:
    """A bookmark begins once and ends once, in that order (17.13.6.1, 17.13.6.2)."""
    for part in package.stories():
        begun: set[str] = set()
        for mark in part.root.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd"):
            identity = mark.get(f"{W}id", "")
            if mark.tag == f"{W}bookmarkStart":
                begun.add(identity)
            elif identity in begun:
                begun.discard(identity)
            else:
                yield f"{_place(part, mark)}: bookmark {identity} ends without a start"
        for identity in sorted(begun):
            yield f"{part.name}: bookmark {identity} starts without an end"


def internal_links(package: Package) -> Iterator[str]:
    """What links and cross-references name must be a bookmark (17.16.22, 17.16.5)."""
    known = {name.lower() for name in _bookmarks(package)} | {"", "_top"}
    for part in package.stories():
        for link in part.root.iter(f"{W}hyperlink"):
            anchor = link.get(f"{W}anchor", "")
            if f"{R}id" not in link.attrib and anchor.lower() not in known:
                yield f'{_place(part, link)}: a link to "{anchor}", no bookmark'
        for field in read_fields(part.root).closed:
            name = _bookmark_meant(field)
            if name.lower() not in known:
                code = field.instruction.strip()
                yield f"{_place(part, field.element)}: {code} names no bookmark"


def _bookmark_meant(field: Field) -> str:
    match field.kind():
        case kind if kind in REFERENCE_FIELDS:
            return field.argument()
        case "HYPERLINK" if not field.argument():
            return field.switch("\\l")
        case "TOC":
            return field.switch("\\b")
    return ""


def fields_balance(package: Package) -> Iterator[str]:
    """Each field begins, is separated at most once, and ends (fldChar, 17.16.18)."""
    for part in package.stories():
        for fault, element in read_fields(part.root).faults:
            yield f"{_place(part, element)}: {fault}"


def styles_exist(package: Package) -> Iterator[str]:
    """A style that is used must be defined, and for that kind of thing (17.7)."""
    kinds = _style_kinds(package)
    for part in (*package.stories(), *package.related("styles", "numbering")):
        for name, kind in STYLE_KINDS.items():
            for use in part.root.iter(f"{W}{name}"):
                style = use.get(f"{W}val", "")
                if kinds.get(style) != kind:
                    yield f'{_place(part, use)}: no {kind} style has the id "{style}"'
    for part in package.related("styles"):
        for use in part.root.iter(f"{W}basedOn", f"{W}next", f"{W}link"):
            style = use.get(f"{W}val", "")
            if style not in kinds:
                yield f'{part.name}: no style has the id "{style}"'


def all_formatting_is_in_styles(package: Package) -> Iterator[str]:
    """What a designer changes in a style shows wherever text has that style.

    LibreOffice takes a frame from a paragraph alone, and in contents no style of
    characters, such as that of a leader; and what the style of a paragraph turns on,
    none of these turns off (17.7.3).
    """
    for part in package.stories():
        for properties in part.root.iter(f"{W}pPr", f"{W}rPr"):
            for found in properties:
                tag = etree.QName(found).localname
                is_off = tag in {"i", "iCs"} and found.get(f"{W}val") in OFF
                is_light = tag in {"b", "bCs", "color"} and _is_leader(properties)
                is_styled = tag in STYLED | CHANGES | {"framePr"}
                if not (is_styled or is_off or is_light):
                    yield f"{_place(part, found)}: {tag} is set directly"


def _is_leader(properties: etree._Element) -> bool:
    """Whether a run is nothing but the tab before the number of a page."""
    return [node.tag for node in properties.itersiblings()] == [f"{W}tab"]


def running_heads_find_text(package: Package) -> Iterator[str]:
    """A STYLEREF whose style is unknown or unused prints an error message in Word."""
    names = {
        name.strip().lower(): style.get(f"{W}styleId", "")
        for part in package.related("styles")
        for style in part.root.iter(f"{W}style")
        for name in (value(style, "name"), *value(style, "aliases").split(","))
    }
    used = {
        use.get(f"{W}val", "")
        for use in package.body().iter(f"{W}pStyle", f"{W}rStyle")
    }
    for part in package.stories():
        for field in read_fields(part.root).closed:
            wanted = field.argument().lower()
            wanted = f"heading {wanted}" if wanted.isdigit() else wanted
            if field.kind() == "STYLEREF" and names.get(wanted) not in used:
                yield f'{part.name}: STYLEREF finds no text in the style "{wanted}"'


def numberings_exist(package: Package) -> Iterator[str]:
    """A list must be defined (numId, 17.9.18); numId 0 means no list."""
    definitions = package.related("numbering")
    abstract = _attributes(definitions, "abstractNum", "abstractNumId")
    numberings = _attributes(definitions, "num", "numId") | {"0"}
    for part in (*package.stories(), *package.related("styles")):
        for use in part.root.iter(f"{W}numPr"):
            number = value(use, "numId") or "0"
            if number not in numberings:
                yield f"{_place(part, use)}: no list has the numId {number}"
    for part in definitions:
        for numbering in part.root.iter(f"{W}num"):
            if value(numbering, "abstractNumId") not in abstract:
                identity = numbering.get(f"{W}numId", "")
                yield f"{part.name}: the list {identity} has no abstractNum"


def deleted_text_is_marked(package: Package) -> Iterator[str]:
    """Inside w:del text is w:delText (17.3.3.7), or Word finds the file corrupt."""
    for part in package.stories():
        for found in part.root.iter(*LIVE, *DELETED):
            deleted = _is_deleted(found)
            if deleted and found.tag in LIVE:
                yield f"{_place(part, found)}: live text inside a deletion"
            if not deleted and found.tag in DELETED:
                yield f"{_place(part, found)}: deleted text outside a deletion"


def _is_deleted(found: etree._Element) -> bool:
    """Whether a deletion stands between some text and its paragraph."""
    for ancestor in found.iterancestors():
        if ancestor.tag == f"{W}p":
            return False
        if ancestor.tag in {f"{W}del", f"{W}moveFrom"}:
            # In text that was moved away Word itself writes w:t.
            return ancestor.tag == f"{W}del" or found.tag in DELETED
    return False


def comments_have_their_marks(package: Package) -> Iterator[str]:
    """A comment has one start, one end and one reference, in that order (17.13.4)."""
    marks = ("commentRangeStart", "commentRangeEnd", "commentReference")
    found: dict[str, list[str]] = {}
    for mark in package.body().iter(*(f"{W}{tag}" for tag in marks)):
        tag = etree.QName(mark).localname
        found.setdefault(mark.get(f"{W}id", ""), []).append(tag)
    known = _attributes(package.related("comments"), "comment", "id")
    for identity in sorted(known | found.keys()):
        if identity not in known:
            yield f"{package.document.name}: there is no comment {identity}"
        elif found.get(identity) != [*marks]:
            yield f"{package.document.name}: comment {identity} lacks a mark"


def pictures_have_alt_text(package: Package) -> Iterator[str]:
    """A picture has a description or is marked decorative (docPr; WCAG 2.2, 1.1.1)."""
    for part in package.stories():
        for picture in part.root.iter(f"{WP}docPr"):
            decorative = any(
                mark.get("val") not in OFF for mark in picture.iter(DECORATIVE)
            )
            if not picture.get("descr", "").strip() and not decorative:
                name = picture.get("name", "")
                yield f'{_place(part, picture)}: the picture "{name}" has no alt text'


def tables_fit_their_grid(package: Package) -> Iterator[str]:
    """Each row spans as many columns as tblGrid has (tblGrid, gridSpan, gridBefore)."""
    for part in package.stories():
        for table in part.root.iter(f"{W}tbl"):
            columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
            rows = [
                row
                for row in table.iter(f"{W}tr")
                if next(row.iterancestors(f"{W}tbl"), None) is table
            ]
            for number, row in enumerate(rows, 1):
                width = _columns(row)
                if width != columns:
                    yield (
                        f"{_place(part, row)}: row {number} spans {width} columns; "
                        f"the table's grid has {columns}"
                    )


def _columns(row: etree._Element) -> int:
    cells = [
        cell
        for cell in row.iter(f"{W}tc")
        if next(cell.iterancestors(f"{W}tr"), None) is row
    ]
    around = ("trPr/gridBefore", "trPr/gridAfter")
    return sum(int(value(cell, "tcPr/gridSpan") or 1) for cell in cells) + sum(
        int(value(row, path) or 0) for path in around
    )


def relationships_exist(package: Package) -> Iterator[str]:
    """An r: attribute names a relationship, and that a part (ISO/IEC 29500-2)."""
    for part in package.parts.values():
        # Word writes an empty r:blip in its diagrams.
        known = {"", *part.relationships}
        for element in part.root.iter(etree.Element):
            for name, identity in element.items():
                if str(name).startswith(R) and str(identity) not in known:
                    yield f'{part.name}: there is no relationship "{identity!s}"'
        for identity, relationship in part.relationships.items():
            inside = not relationship.external
            if inside and relationship.target not in package.names:
                yield f"{part.name}: {identity} leads to no part: {relationship.target}"


def nothing_is_fetched(package: Package) -> Iterator[str]:
    """Outside the file only web pages and mailboxes are named, and those by links."""
    for part in package.parts.values():
        for relationship in part.relationships.values():
            scheme = urlsplit(relationship.target).scheme
            link = relationship.kind == "hyperlink" and scheme in SCHEMES
            if relationship.external and not link:
                kind, target = relationship.kind, relationship.target
                yield f"{part.name}: an outside {kind}: {target}"


def fields_are_not_updated(package: Package) -> Iterator[str]:
    """Word asks the reader whether to update, on opening (updateFields, 17.15.1.90)."""
    for part in package.related("settings"):
        for setting in part.root.iter(f"{W}updateFields"):
            if setting.get(f"{W}val") not in OFF:
                yield f"{part.name}: updateFields makes Word ask a question on opening"


def language_is_set(package: Package) -> Iterator[str]:
    """The default text has a language (lang, 17.3.2.20; WCAG 2.2, 3.1.1)."""
    defaults = [
        value(part.root, "docDefaults/rPrDefault/rPr/lang")
        for part in package.related("styles")
    ]
    if not any(defaults):
        yield "the default style has no language"


def headings_step_down(package: Package) -> Iterator[str]:
    """The first heading is of level 1 and none skips a level (PDF/UA-1, 7.4.2)."""
    levels = outline_levels(package)
    before = 0
    for paragraph in package.body().iter(f"{W}p"):
        own = value(paragraph, "pPr/outlineLvl")
        level = int(own) + 1 if own else levels.get(value(paragraph, "pPr/pStyle"), 10)
        if level > 9:
            continue
        if level > before + 1:
            after = f"follows level {before}" if before else "is the first"
            place = _place(package.document, paragraph)
            yield f"{place}: a heading of level {level} {after}"
        before = level


RULES: tuple[Callable[[Package], Iterator[str]], ...] = (
    cells_end_with_paragraph,
    bookmark_names,
    bookmark_pairs,
    internal_links,
    fields_balance,
    styles_exist,
    all_formatting_is_in_styles,
    running_heads_find_text,
    numberings_exist,
    deleted_text_is_marked,
    comments_have_their_marks,
    notes_have_their_marks,
    pictures_have_alt_text,
    tables_fit_their_grid,
    relationships_exist,
    nothing_is_fetched,
    fields_are_not_updated,
    language_is_set,
    headings_step_down,
)


def _place(part: Part, element: etree._Element) -> str:
    """Where an element is: its part, and the text of its paragraph or what it holds."""
    paragraph = next(element.iterancestors(f"{W}p"), element)
    words = text(paragraph)[:40].strip()
    return f'{part.name} near "{words}"' if words else part.name


def _bookmarks(package: Package) -> Iterator[str]:
    for part in package.stories():
        for mark in part.root.iter(f"{W}bookmarkStart"):
            yield mark.get(f"{W}name", "")


def _attributes(parts: tuple[Part, ...], element: str, attribute: str) -> set[str]:
    return {
        found.get(f"{W}{attribute}", "")
        for part in parts
        for found in part.root.iter(f"{W}{element}")
    }


def _style_kinds(package: Package) -> dict[str, str]:
    """What each style is for; one without a type is a paragraph's (17.7.4.17)."""
    return {
        style.get(f"{W}styleId", ""): style.get(f"{W}type", "paragraph")
        for part in package.related("styles")
        for style in part.root.iter(f"{W}style")
    }
