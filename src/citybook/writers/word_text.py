"""Runs of a Word paragraph: text, emphasis, links and bookmarks."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import assert_never
from urllib.parse import quote, urlsplit

from citybook.prose import (
    Citation,
    Emphasis,
    Inlines,
    Link,
    Part,
    Strong,
    Text,
    is_safe_link,
    plain_inlines,
)
from citybook.word_xml import (
    RELATION_ID,
    Element,
    add,
    color,
    element,
    note_bookmark,
    passage_bookmark,
    printable,
)
from citybook.writers.word_comments import Comments
from citybook.writers.word_positions import vary
from citybook.writers.word_styles import EMPHASIS, HYPERLINK, NOTE_MARK, STRONG

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_MAX_LINK = 2083
"""Word refuses a file with a longer address."""


@dataclass(slots=True)
class References:
    """What the text refers to, gathered while it is written."""

    places: Mapping[str, str]
    """The bookmark of each key that a link may lead to."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """The words of each heading, by its key."""
    origins: Mapping[str, str] = field(default_factory=dict)
    """The files of a city, by its key; none where nobody is to see them."""
    links: dict[str, str] = field(default_factory=dict)
    """Relationship of each web address."""
    bookmarks: dict[str, int] = field(default_factory=dict)
    """Identifier of each bookmark."""
    notes: dict[str, int] = field(default_factory=dict)
    """Identifier of each note that is cited, by its key."""
    comments: Comments = field(default_factory=lambda: Comments({}))
    folios: list[Element] = field(default_factory=list)
    """The runs of page numbers."""

    def relationship(self, target: str) -> str:
        """Return the relationship that leads to a web address."""
        return self.links.setdefault(target, f"link{len(self.links) + 1}")

    def forget_folios(self) -> None:
        """Leave page numbers that may be wrong to Word, which knows when asked."""
        for run in self.folios:
            if (parent := run.getparent()) is not None:
                parent.remove(run)

    @contextmanager
    def bookmark(self, parent: Element, name: str) -> Iterator[None]:
        """Set a bookmark round what is added to `parent`; a name serves once."""
        if not name or name in self.bookmarks:
            yield
            return
        number = self.bookmarks[name] = len(self.bookmarks) + 1
        add(parent, "bookmarkStart", id=number, name=name)
        yield
        add(parent, "bookmarkEnd", id=number)


@dataclass(frozen=True, slots=True)
class _Look:
    is_emphasis: bool = False
    is_strong: bool = False
    is_link: bool = False


_PLAIN = _Look()


def add_inlines(
    parent: Element, children: Inlines, refers: References, look: _Look = _PLAIN
) -> None:
    """Add a run of inlines to a paragraph."""
    for child in children:
        match child:
            case Text():
                _add_text(parent, child.text, look)
            case Emphasis():
                emphasis = replace(look, is_emphasis=True)
                add_inlines(parent, child.children, refers, emphasis)
            case Strong():
                strong = replace(look, is_strong=True)
                add_inlines(parent, child.children, refers, strong)
            case Link():
                _add_link(parent, child, refers, look)
            case Part():
                with (
                    refers.comments.on(parent, child.key),
                    refers.bookmark(parent, passage_bookmark(child.key, 0)),
                ):
                    add_inlines(parent, child.children, refers, look)
            case Citation():
                _add_citation(parent, child, refers)
            case _:
                assert_never(child)


def add_text(parent: Element, text: str, style: str = "") -> Element:
    """Return a new run of plain characters, in a character style."""
    run = add(parent, "r")
    if style:
        add(add(run, "rPr"), "rStyle", val=style)
    node = add(run, "t")
    node.text = printable(text)
    node.set(_SPACE, "preserve")
    return run


def add_look(
    run: Element, *, is_strong: bool, is_emphasis: bool, is_link: bool
) -> None:
    """Give a new run its character style: what else it is, makes another of that."""
    if not (is_strong or is_emphasis or is_link):
        return
    properties = add(run, "rPr")
    own = HYPERLINK if is_link else STRONG if is_strong else EMPHASIS
    add(properties, "rStyle", val=own)
    if is_strong and is_link:
        vary(properties, "Strong", element("b"), element("bCs"))
    if is_emphasis and (is_link or is_strong):
        vary(properties, "Emphasis", element("i"), element("iCs"))


def add_tab(parent: Element) -> None:
    """Add a tab."""
    add(add(parent, "r"), "tab")


def add_leader(parent: Element, shade: str) -> None:
    """Add a tab whose leader is light, however bold its line is.

    This alone is said directly: in contents LibreOffice forgets styles of characters,
    and in Word none turns off what the style of a paragraph turns on (17.7.3).
    """
    run = add(parent, "r")
    properties = add(run, "rPr")
    add(properties, "b", val=0)
    add(properties, "bCs", val=0)
    add(properties, "color", val=color(shade))
    add(run, "tab")


def add_field(parent: Element, instruction: str, result: str) -> None:
    """Add a field with the result that shows until Word computes it again."""
    open_field(parent, instruction)
    if result:
        add_text(parent, result)
    close_field(parent)


def open_field(parent: Element, instruction: str) -> None:
    """Begin a field whose result follows."""
    add(add(parent, "r"), "fldChar", fldCharType="begin")
    node = add(add(parent, "r"), "instrText")
    node.text = f" {instruction} "
    node.set(_SPACE, "preserve")
    add(add(parent, "r"), "fldChar", fldCharType="separate")


def close_field(parent: Element) -> None:
    """End the field that was begun last."""
    add(add(parent, "r"), "fldChar", fldCharType="end")


def web_address(target: str) -> str:
    """Return an address as a Word file may hold it, or nothing where it may not.

    A package with a malformed target does not open (ISO/IEC 29500-2, 9.3.2.2).
    """
    address = quote(printable(target), safe="%/:=&?~#+!$,;'@()*[]")
    if not is_safe_link(address) or len(address) > _MAX_LINK:
        return ""
    parts = urlsplit(address)
    try:
        has_port = parts.port is not None
    except ValueError:
        return ""
    host = parts.netloc.rpartition(":")[0] if has_port else parts.netloc
    if parts.scheme == "mailto":
        return address if _is_mailbox(parts.path) else ""
    return address if _is_host(host) else ""


def _is_host(host: str) -> bool:
    labels = host.removesuffix(".").split(".")
    return all(
        label.isascii() and label.replace("-", "").replace("_", "").isalnum()
        for label in labels
    )


def _is_mailbox(path: str) -> bool:
    name, _, host = path.rpartition("@")
    return bool(name) and "@" not in name and _is_host(host)


def _add_text(parent: Element, text: str, look: _Look) -> None:
    text = printable(text)
    if not text:
        return
    run = add(parent, "r")
    add_look(
        run,
        is_strong=look.is_strong,
        is_emphasis=look.is_emphasis,
        is_link=look.is_link,
    )
    node = add(run, "t")
    node.text = text
    node.set(_SPACE, "preserve")


def _add_link(parent: Element, link: Link, refers: References, look: _Look) -> None:
    node = None if look.is_link else _hyperlink(parent, link.target, refers)
    if node is None:
        add_inlines(parent, link.children, refers, look)
        return
    key = link.target.removeprefix("#")
    words = plain_inlines(link.children)
    is_title = link.target.startswith("#") and refers.titles.get(key) == words
    if is_title:
        # Word takes the heading's words anew whenever an editor has changed them.
        open_field(node, f"REF {refers.places[key]} \\h \\* MERGEFORMAT")
    add_inlines(node, link.children, refers, replace(look, is_link=True))
    if is_title:
        close_field(node)


def _add_citation(parent: Element, citation: Citation, refers: References) -> None:
    """Add the numbers of notes; Word counts them itself."""
    for child in citation.children:
        words = plain_inlines((child,))
        if not isinstance(child, Link):
            add_text(parent, words, NOTE_MARK)
            continue
        key = child.target.removeprefix("#")
        if key in refers.notes:
            # What leads to the note of another is a reference to that (17.16.5.43).
            open_field(parent, f"NOTEREF {note_bookmark(key)} \\f \\h")
            add_text(parent, words, NOTE_MARK)
            close_field(parent)
            continue
        refers.notes[key] = len(refers.notes) + 1
        with refers.bookmark(parent, note_bookmark(key)):
            run = add(parent, "r")
            add(add(run, "rPr"), "rStyle", val=NOTE_MARK)
            add(run, "footnoteReference", id=refers.notes[key])


def _hyperlink(parent: Element, target: str, refers: References) -> Element | None:
    if target.startswith("#"):
        place = refers.places.get(target[1:])
        return add(parent, "hyperlink", anchor=place, history=1) if place else None
    if not (address := web_address(target)):
        return None
    node = add(parent, "hyperlink", history=1)
    node.set(RELATION_ID, refers.relationship(address))
    return node
