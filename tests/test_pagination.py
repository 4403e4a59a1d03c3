"""The Word file breaks its pages as the PDF does: its contents tell the truth."""

import re
from pathlib import Path

import pytest

from books import Book
from conformance.programs import program, run

LEADERS = re.compile(r"\.{4,}")
"""The dots of the contents, which are text in the PDF that LibreOffice makes."""


def pages_of(pdf: Path) -> list[str]:
    """Return the text of each page, running head and folio with it, without spaces."""
    text = run([program("pdftotext"), "-layout", "-enc", "UTF-8", pdf, "-"])
    return [LEADERS.sub("", "".join(page.split())) for page in text.split("\f")[:-1]]


def in_office(docx: Path, folder: Path) -> Path:
    """Return the PDF of a Word file as LibreOffice sets it, its folios counted anew."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    office = [program("soffice"), profile, "--headless", "--convert-to", "pdf"]
    run([*office, "--outdir", folder, docx])
    return folder / "report.pdf"


@pytest.mark.parametrize("name", ["stock", "shipped"])
def test_both_files_have_the_same_text_on_the_same_page(
    request: pytest.FixtureRequest, tmp_path: Path, name: str
) -> None:
    book: Book = request.getfixturevalue(name)
    assert pages_of(in_office(book.docx, tmp_path)) == pages_of(book.pdf)
