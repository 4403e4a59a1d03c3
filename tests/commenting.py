"""Comments in Word files, as Word writes them where an editor asks or resolves."""

import io
import zipfile

from lxml import etree

from citybook.word_xml import NAMESPACES, add, element, name
from revising import EDITOR, MOMENT

_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
_MARK = f"{{{_W14}}}paraId"
_EXTENDED = f"{{{_W15}}}commentsEx"
_OF, _PARENT = f"{{{_W15}}}paraId", f"{{{_W15}}}paraIdParent"
_DONE = f"{{{_W15}}}done"
_RELATIONS = "word/_rels/document.xml.rels"
_KINDS = {
    "comments": (
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
    ),
    "commentsExtended": (
        "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
    ),
}
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_FIRST = 77_000


def commented(
    data: bytes, at: str, *texts: str, author: str = EDITOR, date: str = MOMENT
) -> bytes:
    """Return a Word file with a comment on the paragraph that has some words.

    The first text is the comment, the others reply to it.
    """
    parts = _parts(data)
    root = etree.fromstring(parts["word/document.xml"])
    (paragraph,) = (
        node
        for node in root.iter(name("p"))
        if at in "".join(text.text or "" for text in node.iter(name("t")))
    )
    comments = _part(parts, "comments", name("comments"))
    extended = _part(parts, "commentsExtended", _EXTENDED)
    first = _FIRST + len(comments)
    parent = f"{first:08X}"
    for number, text in enumerate(texts, first):
        answers = parent if number > first else ""
        _say(comments, extended, text, author=author, date=date, answers=answers)
        paragraph.insert(1, element("commentRangeStart", id=number))
        paragraph.append(element("commentRangeEnd", id=number))
        mark = add(paragraph, "r")
        add(mark, "commentReference", id=number)
    parts["word/document.xml"] = _bytes(root)
    parts["word/comments.xml"] = _bytes(comments)
    parts["word/commentsExtended.xml"] = _bytes(extended)
    return _file(parts)


def replied(
    data: bytes, to: str, text: str, *, author: str = EDITOR, date: str = MOMENT
) -> bytes:
    """Return a Word file in which somebody replies to the comment with some text."""
    parts = _parts(data)
    comments = etree.fromstring(parts["word/comments.xml"])
    extended = _part(parts, "commentsExtended", _EXTENDED)
    answers = _thread_of(comments, extended, to).get(_OF, "")
    _say(comments, extended, text, author=author, date=date, answers=answers)
    parts["word/comments.xml"] = _bytes(comments)
    parts["word/commentsExtended.xml"] = _bytes(extended)
    return _file(parts)


def _say(
    comments: etree._Element,
    extended: etree._Element,
    text: str,
    *,
    author: str,
    date: str,
    answers: str,
) -> None:
    number = _FIRST + len(comments)
    facts = {"author": author, "initials": "PE"} | ({"date": date} if date else {})
    node = add(comments, "comment", id=number, **facts)
    line = add(node, "p")
    line.set(_MARK, f"{number:08X}")
    add(add(line, "r"), "t").text = text
    thread = etree.SubElement(extended, f"{{{_W15}}}commentEx")
    thread.set(_OF, f"{number:08X}")
    thread.set(_DONE, "0")
    if answers:
        thread.set(_PARENT, answers)


def resolved(data: bytes, text: str, *, nth: int = 0) -> bytes:
    """Return a Word file in which the comment with that text is resolved."""
    parts = _parts(data)
    comments = etree.fromstring(parts["word/comments.xml"])
    extended = _part(parts, "commentsExtended", _EXTENDED)
    _thread_of(comments, extended, text, nth=nth).set(_DONE, "1")
    parts["word/commentsExtended.xml"] = _bytes(extended)
    return _file(parts)


def reworded(data: bytes, old: str, new: str) -> bytes:
    """Return a Word file with other words in the XML of its comments."""
    parts = _parts(data)
    said = parts["word/comments.xml"].decode()
    assert old in said
    parts["word/comments.xml"] = said.replace(old, new).encode()
    return _file(parts)


def flattened(data: bytes) -> bytes:
    """Return a Word file that no longer tells which comment replies to which."""
    parts = _parts(data)
    extended = etree.fromstring(parts["word/commentsExtended.xml"])
    for node in extended:
        if node.get(_PARENT):
            del node.attrib[_PARENT]
    parts["word/commentsExtended.xml"] = _bytes(extended)
    return _file(parts)


def _thread_of(
    comments: etree._Element, extended: etree._Element, text: str, *, nth: int = 0
) -> etree._Element:
    """Return what tells of a comment's thread, as Word adds it where it is not."""
    asked = [node for node in comments if _words(node) == text.split()]
    mark = asked[nth][-1].get(_MARK)
    assert mark
    for node in extended:
        if node.get(_OF) == mark:
            return node
    thread = etree.SubElement(extended, f"{{{_W15}}}commentEx")
    thread.set(_OF, mark)
    return thread


def _words(comment: etree._Element) -> list[str]:
    lines = ([t.text or "" for t in p.iter(name("t"))] for p in comment.iter(name("p")))
    return " ".join(map("".join, lines)).split()


def _part(parts: dict[str, bytes], kind: str, tag: str) -> etree._Element:
    path = f"word/{kind}.xml"
    if path in parts:
        return etree.fromstring(parts[path])
    relations = etree.fromstring(parts[_RELATIONS])
    facts = {"Id": kind, "Type": _KINDS[kind], "Target": f"{kind}.xml"}
    etree.SubElement(relations, relations[0].tag, facts)
    parts[_RELATIONS] = _bytes(relations)
    types = etree.fromstring(parts["[Content_Types].xml"])
    node = etree.SubElement(types, f"{{{types.nsmap[None]}}}Override")
    node.set("PartName", f"/{path}")
    node.set("ContentType", f"{_TYPE}{kind}+xml")
    parts["[Content_Types].xml"] = _bytes(types)
    return etree.Element(tag, nsmap={**NAMESPACES, "w14": _W14, "w15": _W15})


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {entry: package.read(entry) for entry in package.namelist()}


def _file(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for path, content in parts.items():
            package.writestr(path, content)
    return target.getvalue()


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
