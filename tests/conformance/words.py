"""Reads the words of a printed book back, so that its PDF and its DOCX can be compared.

Lines break where they like in a PDF, after a hyphen or inside a long address too, and
nothing there says whether a space was meant. So two files are compared by characters,
without white space; words are for showing what differs.

A PDF is read in two ways. `tagged_characters` follows the tags, as a screen reader
does: that is the order of the text, floats in their places. `pdf_words` follows the
content stream, in which the floats of a page come before its other text (CSS 2.2,
appendix E): it is for finding text that has no tag.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from lxml import etree

from .docx_notes import CityNotes
from .docx_package import Fields, W, open_docx, simple_field
from .programs import program, run
from .tagged import TaggedText, tagged_text

XHTML = "{http://www.w3.org/1999/xhtml}"

# White space, and what is there for the line breaker only: soft hyphen, the hyphens
# that stand at a broken line or forbid a break, zero-width space, joiners.
NOT_COMPARED = re.compile("[\\s\u00ad\u2010\u2011\u200b\u200c\u200d\u2060\ufeff]+")


@dataclass(frozen=True, slots=True)
class PdfWord:
    """A word on a page, and where it stands, in points from the top left corner."""

    text: str
    page: int
    page_width_pt: float
    page_height_pt: float
    left_pt: float
    top_pt: float
    right_pt: float
    bottom_pt: float


def within_margins(
    *,
    top_pt: float = 0,
    bottom_pt: float = 0,
    left_pt: float = 0,
    right_pt: float = 0,
) -> Callable[[PdfWord], bool]:
    """A predicate for `pdf_words`: whether a word's middle is inside the margins."""

    def keep(word: PdfWord) -> bool:
        across = (word.left_pt + word.right_pt) / 2
        down = (word.top_pt + word.bottom_pt) / 2
        return (
            left_pt <= across <= word.page_width_pt - right_pt
            and top_pt <= down <= word.page_height_pt - bottom_pt
        )

    return keep


WHOLE_PAGE = within_margins()


def pdf_words(
    pdf: Path, keep: Callable[[PdfWord], bool] = WHOLE_PAGE
) -> tuple[str, ...]:
    """The words that are kept, in the order of the content stream."""
    words = [word for word in _placed_words(pdf) if keep(word)]
    return tuple(mended(words))


def pdf_characters(pdf: Path, keep: Callable[[PdfWord], bool] = WHOLE_PAGE) -> str:
    """The characters of `pdf_words`, ready to be compared."""
    return characters(pdf_words(pdf, keep))


def mended(words: Iterable[PdfWord]) -> Iterator[str]:
    """The words, those joined again that a hyphen divides at the end of a line.

    U+00AD and U+2010 are taken for the line breaker's and go; a plain hyphen stays, as
    in "long-lived". A font without U+2010 prints a plain one for it, which stays too.
    """
    begun = ""
    for word, after in pairwise([*words, None]):
        if word is None:
            return
        last_of_line = after is not None and not _same_line(word, after)
        if last_of_line and word.text.endswith(("\u00ad", "\u2010", "-")):
            begun += word.text.rstrip("\u00ad\u2010")
        else:
            yield begun + word.text
            begun = ""


def is_no_label(text: TaggedText) -> bool:
    """Whether a text is other than a list's bullet or number, which a DOCX numbers."""
    return "Lbl" not in text.tags


def is_document_text(text: TaggedText) -> bool:
    """Whether a text is other than a label, and not lettering inside a picture."""
    return is_no_label(text) and text.tags[-1:] != ("Figure",)


def tagged_characters(
    pdf: Path, keep: Callable[[TaggedText], bool] = is_document_text
) -> str:
    """The characters of the tagged text that is kept, ready to be compared."""
    return characters(text.text for text in tagged_text(pdf) if keep(text))


def characters_with_tags(
    texts: Iterable[TaggedText],
) -> list[tuple[str, tuple[str, ...]]]:
    """Each character that is compared, with the tags around it."""
    return [(char, text.tags) for text in texts for char in characters([text.text])]


def docx_words(
    docx: Path, printed_fields: frozenset[str] = frozenset({"HYPERLINK"})
) -> tuple[str, ...]:
    """The words of a DOCX's body without the results of fields, but of those named."""
    return tuple("".join(_body_text(docx, printed_fields)).split())


def docx_characters(
    docx: Path, printed_fields: frozenset[str] = frozenset({"HYPERLINK"})
) -> str:
    """The characters of `docx_words`, ready to be compared."""
    return characters(docx_words(docx, printed_fields))


def characters(texts: Iterable[str]) -> str:
    """All characters but white space and what only helps to break lines (NFC)."""
    return unicodedata.normalize("NFC", NOT_COMPARED.sub("", "".join(texts)))


def difference(ours: str, theirs: str) -> str:
    """What stands around the first place where two texts differ; nothing if none."""
    if ours == theirs:
        return ""
    pairs = enumerate(zip(ours, theirs, strict=False))
    shorter = min(len(ours), len(theirs))
    at = next((index for index, (a, b) in pairs if a != b), shorter)
    start = max(at - 40, 0)
    return f"at {at}: …{ours[start : at + 40]}… is not …{theirs[start : at + 40]}…"


def _placed_words(pdf: Path) -> Iterator[PdfWord]:
    printed = run([program("pdftotext"), "-enc", "UTF-8", "-raw", "-bbox", pdf, "-"])
    root = etree.fromstring(printed.encode())
    for number, page in enumerate(root.iter(f"{XHTML}page"), 1):
        for word in page.iter(f"{XHTML}word"):
            yield PdfWord(
                text=word.text or "",
                page=number,
                page_width_pt=float(page.get("width", 0)),
                page_height_pt=float(page.get("height", 0)),
                left_pt=float(word.get("xMin", 0)),
                top_pt=float(word.get("yMin", 0)),
                right_pt=float(word.get("xMax", 0)),
                bottom_pt=float(word.get("yMax", 0)),
            )


def _same_line(word: PdfWord, after: PdfWord) -> bool:
    overlap = min(word.bottom_pt, after.bottom_pt) - max(word.top_pt, after.top_pt)
    return after.page == word.page and overlap > 0


def _body_text(docx: Path, printed_fields: frozenset[str]) -> Iterator[str]:
    """The live text of the body: inserted text is in it, deleted text is not.

    Notes follow the city that they belong to.
    """
    package = open_docx(docx)
    fields, notes = Fields(), CityNotes(package)
    for element in package.body().iter(etree.Element):
        fields.step(element)
        yield from map(_note_text, notes.before(element))
        text = "\n" if element.tag == f"{W}p" else _run_text(element)
        text = text or notes.number(element)
        around = map(simple_field, element.iterancestors(f"{W}fldSimple"))
        if text and all(
            field.separated and field.kind() in printed_fields
            for field in (*fields.open, *around)
        ):
            yield text
    yield from map(_note_text, notes.rest())


def _note_text(note: etree._Element) -> str:
    return f"\n{''.join(map(_run_text, note.iter(etree.Element)))}\n"


def _run_text(element: etree._Element) -> str:
    """What one element of a run prints (ISO/IEC 29500-1, 17.3.3)."""
    parent = element.getparent()
    if parent is None or parent.tag != f"{W}r":
        return ""
    if next(element.iterancestors(f"{W}moveFrom", f"{W}del"), None) is not None:
        return ""
    match etree.QName(element).localname:
        case "t":
            return element.text or ""
        case "tab" | "ptab" | "br" | "cr":
            return " "
        case "noBreakHyphen":
            return "\u2011"
    return ""
