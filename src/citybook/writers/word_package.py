"""A Word file as a package: its parts, how they relate, and the zip round them."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from citybook.word_xml import RELATIONS, Element

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_KINDS: Mapping[str, str] = {
    "document": f"{_TYPE}.document.main+xml",
    "styles": f"{_TYPE}.styles+xml",
    "numbering": f"{_TYPE}.numbering+xml",
    "settings": f"{_TYPE}.settings+xml",
    "fontTable": f"{_TYPE}.fontTable+xml",
    "header": f"{_TYPE}.header+xml",
    "footer": f"{_TYPE}.footer+xml",
    "core-properties": "application/vnd.openxmlformats-package.core-properties+xml",
}
_ROOTS: Mapping[str, str] = {
    "document": "officeDocument",
    "core-properties": "core-properties",
}
_DATE = (1980, 1, 1, 0, 0, 0)
"""The first day a zip can name; the book has no clock."""


@dataclass(frozen=True, slots=True)
class Relation:
    """That one part leads to another, or to a web address."""

    id: str
    kind: str
    target: str
    is_external: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One file of the package."""

    path: str
    kind: str
    data: Element | bytes
    relations: tuple[Relation, ...] = field(default=())


def package(parts: tuple[Part, ...]) -> bytes:
    """Return the file; equal parts give equal bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for path, data in _files(parts):
            member = zipfile.ZipInfo(path, _DATE)
            member.create_system = 3
            member.external_attr = 0o644 << 16
            archive.writestr(member, data, zipfile.ZIP_DEFLATED, 6)
    return stream.getvalue()


def _files(parts: tuple[Part, ...]) -> Iterator[tuple[str, bytes]]:
    yield "[Content_Types].xml", _as_bytes(_content_types(parts))
    yield "_rels/.rels", _as_bytes(_relationships(_roots(parts)))
    for part in parts:
        data = part.data
        yield part.path, data if isinstance(data, bytes) else _as_bytes(data)
        if part.relations:
            folder, _, file = part.path.rpartition("/")
            yield (
                f"{folder}/_rels/{file}.rels",
                _as_bytes(_relationships(part.relations)),
            )


def _roots(parts: tuple[Part, ...]) -> tuple[Relation, ...]:
    """Return the parts that a reader of the file looks for first."""
    return tuple(
        Relation(part.kind, _ROOTS[part.kind], part.path)
        for part in parts
        if part.kind in _ROOTS
    )


def _content_types(parts: tuple[Part, ...]) -> Element:
    space = f"{_PACKAGE}/content-types"
    root = etree.fromstring(f'<Types xmlns="{space}"/>')
    for ending, kind in (
        ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
        ("xml", "application/xml"),
        ("odttf", "application/vnd.openxmlformats-officedocument.obfuscatedFont"),
    ):
        etree.SubElement(
            root, f"{{{space}}}Default", {"Extension": ending, "ContentType": kind}
        )
    for part in parts:
        if part.kind in _KINDS:
            etree.SubElement(
                root,
                f"{{{space}}}Override",
                {"PartName": f"/{part.path}", "ContentType": _KINDS[part.kind]},
            )
    return root


def _relationships(relations: tuple[Relation, ...]) -> Element:
    space = f"{_PACKAGE}/relationships"
    root = etree.fromstring(f'<Relationships xmlns="{space}"/>')
    for relation in relations:
        node = etree.SubElement(root, f"{{{space}}}Relationship", Id=relation.id)
        node.set("Type", _relation_type(relation.kind))
        node.set("Target", relation.target)
        if relation.is_external:
            node.set("TargetMode", "External")
    return root


def _relation_type(kind: str) -> str:
    if kind == "core-properties":
        return f"{_PACKAGE}/relationships/metadata/{kind}"
    return f"{RELATIONS}/{kind}"


def _as_bytes(root: Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
