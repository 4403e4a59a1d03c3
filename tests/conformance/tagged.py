"""Reads the text of a tagged PDF in the order of its tags, as a screen reader does.

Poppler's `pdfinfo -struct-text` says the same, but goes through a page anew for each
element on it; here each page is gone through once. A test holds the one to the other.
Clauses are those of ISO 32000-1.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from .programs import NoVerdictError, program, run

_Place = tuple[tuple[int, int], int]
"""A page, as an object, and the number of a marked content on it."""

# What pdfinfo prints about the structure: a tag, an attribute, an object, no text.
_NOT_TEXT = re.compile(r" *([A-Z][A-Za-z0-9]*\b.*|/.*|\(No content\?\))")

_CODES = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.S)
_CODE = re.compile(rb"<([0-9A-Fa-f]*)>")


@dataclass(frozen=True, slots=True)
class TaggedText:
    """The text of one marked content, with the tags around it, outermost first."""

    text: str
    tags: tuple[str, ...]


def tagged_text(pdf: Path) -> tuple[TaggedText, ...]:
    """The text of a tagged PDF in the order of its tags; artifacts are not in it."""
    with Pdf.open(pdf) as opened:
        texts: dict[_Place, str] = {}
        for page in opened.pages:
            marked = _Marked()
            marked.read(page.obj, page.obj.Resources, None)
            here = page.obj.objgen
            texts |= {(here, mcid): text for mcid, text in marked.texts.items()}
        root = opened.Root.get("/StructTreeRoot", Dictionary())
        found = tuple(text for text in _below(root, (), texts) if text.text.strip())
    if not found:
        message = f"{pdf} has no tagged text"
        raise NoVerdictError(message)
    return found


def told_by_poppler(pdf: Path) -> tuple[TaggedText, ...]:
    """The same, as `pdfinfo` reads it: another reader, and a slow one."""
    printed = run([program("pdfinfo"), "-enc", "UTF-8", "-struct-text", pdf])
    return tuple(_tagged_lines(printed.split("\n")))


def _tagged_lines(lines: Iterable[str]) -> Iterator[TaggedText]:
    """The texts that `pdfinfo -struct-text` prints; a child is two spaces deeper."""
    tags: list[str] = []
    for line in filter(None, lines):
        content = line.strip(" ")
        depth = (len(line) - len(line.lstrip(" "))) // 2
        if content.startswith('"') and content.endswith('"') and len(content) > 1:
            yield TaggedText(content[1:-1], tuple(tags[:depth]))
        elif not _NOT_TEXT.fullmatch(line):
            message = f"pdfinfo printed an unknown line: {line}"
            raise NoVerdictError(message)
        elif content[0].isalpha():
            tags[depth:] = [re.split(r"\W", content, maxsplit=1)[0]]


def _below(
    element: Object, tags: tuple[str, ...], texts: Mapping[_Place, str]
) -> Iterator[TaggedText]:
    """The texts of an element, and of those inside it (14.7.4)."""
    kids = element.get("/K", Array())
    for kid in list(kids) if isinstance(kids, Array) else [kids]:
        if not isinstance(kid, Dictionary):
            yield TaggedText(texts.get((element.Pg.objgen, int(kid)), ""), tags)
        elif kid.get("/Type") == Name.MCR:
            yield TaggedText(texts.get((kid.Pg.objgen, int(kid.MCID)), ""), tags)
        elif "/S" in kid:
            yield from _below(kid, (*tags, str(kid.S).removeprefix("/")), texts)


class _Marked:
    """The text of each marked content of a page, by its number (14.6)."""

    def __init__(self) -> None:
        self.texts: dict[int, str] = defaultdict(str)
        self._fonts: dict[tuple[int, int], Mapping[bytes, str]] = {}

    def read(self, stream: Object, resources: Object, mcid: int | None) -> None:
        """Add what a content stream shows; `mcid` is the marked content around it."""
        around: list[tuple[int | None, bool]] = [(mcid, True)]
        unicode: Mapping[bytes, str] = {}
        for instruction in pikepdf.parse_content_stream(stream):
            operands = instruction.operands
            number, is_live = around[-1]
            match str(instruction.operator):
                case "BDC":
                    around.append(self._begun(operands[1], number, is_live=is_live))
                case "BMC":
                    around.append((number, is_live))
                case "EMC":
                    around.pop()
                case "Tf":
                    unicode = self._unicode(resources.Font[str(operands[0])])
                case "Tj" | "TJ" if number is not None and is_live:
                    self.texts[number] += _decoded(operands[0], unicode)
                case "Do":
                    form = resources.XObject[str(operands[0])]
                    if form.get("/Subtype") == Name.Form and is_live:
                        self.read(form, form.get("/Resources", resources), number)

    def _begun(
        self, properties: object, number: int | None, *, is_live: bool
    ) -> tuple[int | None, bool]:
        """What a marked content is, and whether its glyphs say its text (14.9.4)."""
        if not isinstance(properties, Dictionary):
            return number, is_live
        number = int(properties.get("/MCID", -1 if number is None else number))
        if "/ActualText" in properties and number >= 0 and is_live:
            self.texts[number] += str(properties.ActualText)
            is_live = False
        return (number if number >= 0 else None), is_live

    def _unicode(self, font: Object) -> Mapping[bytes, str]:
        """What the codes of a font mean, as it says itself (9.10.3)."""
        if font.objgen not in self._fonts:
            self._fonts[font.objgen] = dict(_meanings(font.ToUnicode.read_bytes()))
        return self._fonts[font.objgen]


def _meanings(cmap: bytes) -> Iterator[tuple[bytes, str]]:
    for kind, entries in _CODES.findall(cmap):
        codes = [bytes.fromhex(code.decode()) for code in _CODE.findall(entries)]
        if kind == b"bfchar":
            for code, text in zip(codes[::2], codes[1::2], strict=True):
                yield code, text.decode("utf-16-be")
        elif codes:
            message = "ranges of codes are not read"
            raise NoVerdictError(message)


def _decoded(shown: Object, unicode: Mapping[bytes, str]) -> str:
    """The text of a string or of an array of them (9.4.3); codes have two bytes."""
    parts = list(shown) if isinstance(shown, Array) else [shown]
    data = [bytes(part) for part in parts if isinstance(part, String)]
    pairs = (each[at : at + 2] for each in data for at in range(0, len(each), 2))
    return "".join(unicode[pair] for pair in pairs)
