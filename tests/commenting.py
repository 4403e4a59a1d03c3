"""Comments in Word files, as Word writes them where an editor asks or resolves."""

import io
import zipfile

from lxml import etree

from citybook.word_xml import NAMESPACES, add, element, name
from revising import EDITOR, MOMENT

_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
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


def commented(data: bytes, at: str, *texts: str) -> bytes:
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
    extended = _part(parts, "commentsExtended", f"{{{_W15}}}commentsEx")
    for number, text in enumerate(texts, _FIRST):
        facts = {"author": EDITOR, "date": MOMENT, "initials": "PE"}
        node = add(comments, "comment", id=number, **facts)
        line = add(node, "p")
        line.set(f"{{{_W14}}}paraId", f"{number:08X}")
        add(add(line, "r"), "t").text = text
        thread = etree.SubElement(extended, f"{{{_W15}}}commentEx")
        thread.set(f"{{{_W15}}}paraId", f"{number:08X}")
        thread.set(f"{{{_W15}}}done", "0")
        if number > _FIRST:
            thread.set(f"{{{_W15}}}paraIdParent", f"{_FIRST:08X}")
        paragraph.insert(1, element("commentRangeStart", id=number))
        paragraph.append(element("commentRangeEnd", id=number))
        mark = add(paragraph, "r")
        add(mark, "commentReference", id=number)
    parts["word/document.xml"] = _bytes(root)
    parts["word/comments.xml"] = _bytes(comments)
    parts["word/commentsExtended.xml"] = _bytes(extended)
    return _file(parts)


def resolved(data: bytes, text: str) -> bytes:
    """Return a Word file in which the comment with that text is resolved."""
    parts = _parts(data)
    comments = etree.fromstring(parts["word/comments.xml"])
    (mark,) = (
        node[-1].get(f"{{{_W14}}}paraId")
        for node in comments
        if text == "".join(each.text or "" for each in node.iter(name("t")))
    )
    extended = _part(parts, "commentsExtended", f"{{{_W15}}}commentsEx")
    for node in extended:
        if node.get(f"{{{_W15}}}paraId") == mark:
            node.set(f"{{{_W15}}}done", "1")
    parts["word/commentsExtended.xml"] = _bytes(extended)
    return _file(parts)


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
