"""Word's comments: what the editors are asked, each at its place."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from lxml import etree

from citybook.document import Document
from citybook.editing import OURS, Anchor, Query
from citybook.word_xml import NAMESPACES, Element, add, element, name, printable
from citybook.writers.word_package import Part
from citybook.writers.word_styles import COMMENT, COMMENT_MARK

_FIRST = 10_000
"""Identifier of the first comment, beyond those of all notes: LibreOffice 7.4 takes a
comment between the first two notes for a note, and sorts these by identifier."""
_INITIALS = "cb"
_EX = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_PARAGRAPH = f"{{{_W14}}}paraId"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(slots=True)
class Comments:
    """The queries of a book; each becomes a comment where its anchor is written."""

    waiting: dict[Anchor, tuple[Query, ...]]
    written: list[Query] = field(default_factory=list)

    @contextmanager
    def on(self, parent: Element, anchor: Anchor) -> Iterator[None]:
        """Comment on what is added to `parent`: runs, or paragraphs and tables.

        An anchor serves once, as a bookmark does.
        """
        queries = self.waiting.pop(anchor, ())
        count = len(parent)
        yield
        added = list(parent)[count:]
        if queries and added:
            self._comment(added, queries)

    def _comment(self, added: list[Element], queries: tuple[Query, ...]) -> None:
        paragraphs = [p for node in added for p in node.iter(name("p"))]
        first, last = added[0], added[-1]
        if paragraphs:
            first, last = paragraphs[0][0], paragraphs[-1][-1]
        for query in queries:
            start, end, mark = _marks(_FIRST + len(self.written))
            self.written.append(query)
            if paragraphs:
                first.addnext(start)  # behind the properties
            else:
                first.addprevious(start)
            last.addnext(end)
            end.addnext(mark)
            last = mark


def waiting(queries: Iterable[Query]) -> dict[Anchor, tuple[Query, ...]]:
    """Return the queries by their anchors."""
    by_anchor: dict[Anchor, tuple[Query, ...]] = {}
    for query in queries:
        by_anchor[query.anchor] = (*by_anchor.get(query.anchor, ()), query)
    return by_anchor


def comments(written: Iterable[Query], document: Document) -> Element:
    """Return the part `comments.xml`; the book's clock is the document's own date."""
    root = etree.Element(name("comments"), nsmap={**NAMESPACES, "mc": _MC, "w14": _W14})
    root.set(f"{{{_MC}}}Ignorable", "w14")
    for number, query in enumerate(written, _FIRST):
        node = add(root, "comment", id=number, **_facts(query, document))
        for line in query.lines:
            _add_line(node, line)
        node[-1].set(_PARAGRAPH, _mark_of(number))
    return root


def _facts(query: Query, document: Document) -> Mapping[str, str]:
    """Return who asks, and when; what is not known is not made up."""
    if not query.author:
        moment = f"{document.issued}T00:00:00Z"
        return {"date": moment, "author": OURS, "initials": _INITIALS}
    author = printable(query.author)
    initials = "".join(word[0] for word in author.split())
    when = {"date": query.date} if query.date else {}
    return {**when, "author": author, "initials": initials}


def comment_parts(written: Sequence[Query], root: Element) -> Mapping[str, Part]:
    """Return the parts of the comments: what they say, and which replies to which."""
    parts = {"comments": Part("/word/comments.xml", "comments", root)}
    if any(query.answers for query in written):
        path, kind = "/word/commentsExtended.xml", "commentsExtended"
        parts[kind] = Part(path, kind, _threads(written))
    return parts


def _threads(written: Sequence[Query]) -> Element:
    """Return the root of `commentsExtended.xml`: which comment replies to which.

    MS-DOCX, 2.5.4 (commentEx).
    """
    root = etree.Element(f"{_EX}commentsEx", nsmap={"w15": _EX[1:-1]})
    first = _FIRST
    for number, query in enumerate(written, _FIRST):
        node = etree.SubElement(root, f"{_EX}commentEx")
        node.set(f"{_EX}paraId", _mark_of(number))
        if query.answers:
            node.set(f"{_EX}paraIdParent", _mark_of(first))
        else:
            first = number
        node.set(f"{_EX}done", "0")
    return root


def _mark_of(number: int) -> str:
    """Return the identifier of a comment's last paragraph: below 80000000."""
    return f"{number:08X}"


def _marks(number: int) -> tuple[Element, Element, Element]:
    run = element("r", element("rPr", element("rStyle", val=COMMENT_MARK)))
    add(run, "commentReference", id=number)
    start = element("commentRangeStart", id=number)
    return start, element("commentRangeEnd", id=number), run


def _add_line(comment: Element, line: str) -> None:
    is_first = not len(comment)
    paragraph = add(comment, "p")
    add(add(paragraph, "pPr"), "pStyle", val=COMMENT)
    if is_first:
        mark = add(paragraph, "r")
        add(add(mark, "rPr"), "rStyle", val=COMMENT_MARK)
        add(mark, "annotationRef")
    text = add(add(paragraph, "r"), "t")
    text.text = printable(line)
    text.set(_SPACE, "preserve")
