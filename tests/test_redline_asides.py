"""What is typed behind note marks, into fields, running heads and drawings is told."""

import io
import zipfile

import pytest

from books import Book
from citybook.edits import Edit
from citybook.findings import Finding
from citybook.readers.redline import edits_of
from citybook.story.file import read_story

AUTHOR, MOMENT = "Pat Editor", "2026-03-01T09:30:00Z"
RAISED = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
MARCHED = "A march went from the “Old Mill” to City Hall — 12 blocks."
DOCUMENT = "word/document.xml"


def run(text: str, properties: str = "") -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def typed(text: str, properties: str = "") -> str:
    told = f'w:id="9001" w:author="{AUTHOR}" w:date="{MOMENT}"'
    return f"<w:ins {told}>{run(text, properties)}</w:ins>"


def removed(text: str) -> str:
    told = f'w:id="9002" w:author="{AUTHOR}" w:date="{MOMENT}"'
    inner = f'<w:r><w:delText xml:space="preserve">{text}</w:delText></w:r>'
    return f"<w:del {told}>{inner}</w:del>"


def field(instruction: str, result: str) -> str:
    begun, told, ended = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'
        for kind in ("begin", "separate", "end")
    )
    return (
        f"{begun}<w:r><w:instrText>{instruction}</w:instrText></w:r>{told}{result}"
        + (ended)
    )


def returned(book: Book, old: str, new: str, path: str = DOCUMENT) -> bytes:
    """Return the Word file of a book, one text of its XML replaced by another."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(book.docx) as package,
        zipfile.ZipFile(target, "w") as fresh,
    ):
        for entry in package.namelist():
            content = package.read(entry)
            if entry == path:
                text = content.decode("utf-8")
                assert text.count(old) == 1, text.count(old)
                content = text.replace(old, new).encode("utf-8")
            fresh.writestr(entry, content)
    return target.getvalue()


def read(data: bytes) -> tuple[list[Edit], list[Finding]]:
    return edits_of(read_story(data), "returned/a.docx", None)


def marched(book: Book) -> str:
    """Return the paragraph of the march, whose last run is the number of a note."""
    with zipfile.ZipFile(book.docx) as package:
        text = package.read(DOCUMENT).decode("utf-8")
    at = text.index("A march went from")
    return text[text.rindex("<w:p>", 0, at) : text.index("</w:p>", at)]


RAINED = " It rained on May 5."


@pytest.mark.parametrize("new", [typed(RAINED, RAISED), run(RAINED, RAISED)])
def test_what_is_typed_behind_the_number_of_a_note_is_an_edit(
    stock: Book, new: str
) -> None:
    old = marched(stock)
    (edit,), findings = read(returned(stock, old, old + new))
    assert findings == []
    assert edit.key == "sampleford-ia/efforts/2/what"
    assert edit.text == edit.was + RAINED


def test_a_number_typed_behind_the_number_of_a_note_is_an_edit(stock: Book) -> None:
    old = marched(stock)
    (edit,), _ = read(returned(stock, old, old + typed(" 1917", RAISED)))
    assert edit.text == f"{edit.was} 1917"


@pytest.mark.parametrize(
    "instruction", [" REF x ", " REF _Ref123 \\h ", " SEQ a ", " PAGE "]
)
def test_what_a_field_of_the_editors_own_says_is_an_edit(
    stock: Book, instruction: str
) -> None:
    old = marched(stock)
    new = run(" See ") + field(instruction, run("the mill"))
    (edit,), findings = read(returned(stock, old, old + new))
    assert findings == []
    assert edit.text == f"{edit.was} See the mill"
