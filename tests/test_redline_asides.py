"""What is typed behind note marks, into fields, running heads and drawings is told."""

import io
import zipfile
from pathlib import Path

import pytest

from books import Book
from citybook.edits import Edit
from citybook.findings import Finding
from citybook.readers.folder import files_below
from citybook.readers.redline import edits_of, read_returned
from citybook.source import Source
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


# Other files


SAVE_AS = "Open it in Word or LibreOffice, save it as .docx, and put that here."


@pytest.mark.parametrize("ending", ["odt", "doc", "dotx", "rtf", "pdf", "txt", "bak"])
def test_a_file_that_is_no_docx_is_told(tmp_path: Path, ending: str) -> None:
    folder = tmp_path / "returned" / "june"
    folder.mkdir(parents=True)
    (folder / f"pat.{ending}").write_bytes(b"A march went.")
    (finding,) = read_returned(tmp_path, tmp_path / "output").findings
    assert finding.rule.slug == "unreadable-file"
    assert finding.source == Source(f"returned/june/pat.{ending}")
    assert finding.remedy == SAVE_AS


@pytest.mark.parametrize("name", ["pat.docx", "pat.docm", "PAT.DOCM", "~pat.docx"])
def test_every_word_file_is_read(stock: Book, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "returned"
    folder.mkdir()
    old = marched(stock)
    data = returned(stock, old, old + typed(RAINED))
    (folder / name).write_bytes(data)
    came = read_returned(tmp_path, tmp_path / "output")
    assert [edit.file for edit in came.edits] == [f"returned/{name}"]
    assert came.findings == ()


@pytest.mark.parametrize(
    "name",
    [".pat.docx", "~$pat.docx", ".~lock.pat.docx#", "Thumbs.db", "desktop.ini"],
)
def test_what_programs_leave_is_passed_over(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "returned"
    folder.mkdir()
    (folder / name).write_bytes(b"x")
    assert read_returned(tmp_path, tmp_path / "output").findings == ()


def test_answers_among_returned_files_are_told_once(tmp_path: Path) -> None:
    folder = tmp_path / "returned"
    folder.mkdir()
    (folder / "albany.yaml").write_bytes(b"city: Albany")
    _, findings = files_below(tmp_path)
    findings += read_returned(tmp_path, tmp_path / "output").findings
    assert [each.rule.slug for each in findings] == ["ignored-file"]
