"""A Word file bears the page numbers that LibreOffice gives it."""

import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path

import pytest

from books import STOCK, Book, built, copied
from citybook.document import Document, with_folios
from citybook.writers import word_folios
from citybook.writers.docx import write_docx
from conformance.open_xml import sdk_errors
from conformance.programs import program, run
from sample_document import sample_document
from test_pagination import closed_up
from test_reference import STYLE, read, with_style
from test_word_editing import find, parts_of, values

HUGE = '<w:pPr><w:spacing w:before="9000"/></w:pPr><w:rPr><w:sz w:val="60"/></w:rPr>'


def numbers(path: Path) -> dict[str, str]:
    """Return the page that the contents give each line."""
    rows = find(
        parts_of(path.read_bytes())["word/document.xml"],
        "//w:p[starts-with(w:pPr/w:pStyle/@w:val, 'TOC')]",
    )
    texts = [values(row, ".//w:t/text()") for row in rows]
    return {name: "".join(rest) for name, *rest in texts}


def pages(path: Path, folder: Path) -> list[str]:
    """Return the text of each page as LibreOffice prints it."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    office = [program("soffice"), profile, "--headless", "--convert-to", "pdf"]
    run([*office, "--outdir", folder, path])
    text = run([program("pdftotext"), folder / f"{path.stem}.pdf", "-"])
    return text.removesuffix("\f").split("\f")


def restyled(folder: Path) -> Book:
    root = copied(STOCK, folder / "edition")
    (root / "templates").mkdir(exist_ok=True)
    reference = with_style("Heading2", HUGE)
    (root / "templates" / "reference.docx").write_bytes(reference)
    return built(root)


def test_each_number_is_that_of_the_page_in_libreoffice(
    tmp_path: Path, stock: Book
) -> None:
    book = restyled(tmp_path)
    printed, told = pages(book.docx, tmp_path), numbers(book.docx)
    by_folio = {page.split()[-1]: page for page in printed[1:]}
    assert told.keys() == numbers(stock.docx).keys()
    for line, folio in told.items():
        assert line in by_folio[folio]
    assert told != numbers(stock.docx)
    counted = [int(folio) for folio in told.values() if folio.isdigit()]
    assert all(one <= other for one, other in pairwise(counted))
    assert sdk_errors(book.docx) == ()


@pytest.mark.parametrize("name", ["stock", "budget", "shipped", "torture"])
def test_a_book_of_our_own_styles_has_the_pages_of_the_pdf(
    request: pytest.FixtureRequest, tmp_path: Path, name: str
) -> None:
    book: Book = request.getfixturevalue(name)
    printed = pages(book.docx, tmp_path)
    by_folio = {page.split()[-1]: letters(page) for page in printed}
    told = numbers(book.docx)
    assert told
    for line, folio in told.items():
        assert letters(line) in by_folio[folio], (line, folio)


def letters(text: str) -> str:
    """Return a text without what a line end may take or add."""
    return closed_up(text).replace("-", "")


@pytest.mark.parametrize("look", ["our own", "a designer's"])
@pytest.mark.parametrize("installed", ["nothing", "a program that makes no file"])
def test_without_libreoffice_no_number_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, installed: str, look: str
) -> None:
    idle = (program("true"),) if installed != "nothing" else ()
    monkeypatch.setattr(word_folios, "PROGRAMS", idle)
    reference, _ = read(with_style("Heading2", HUGE), tmp_path)
    path = tmp_path / "report.docx"
    document: Document = sample_document()
    own = look == "our own"
    write_docx(document, STYLE, path, reference=None if own else reference)
    assert numbers(path)
    assert not any(numbers(path).values())


def test_an_office_that_does_not_end_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sleeper = tmp_path / "soffice"
    sleeper.write_text("#!/bin/sh\nexec sleep 600\n")
    sleeper.chmod(0o755)
    monkeypatch.setattr(word_folios, "PATIENCE_S", 0.2)
    path = tmp_path / "a.docx"
    found = word_folios.folios_in_office(str(sleeper), path, sample_document(), {})
    assert found == {}


ASK = """
import sys
from pathlib import Path
from citybook.writers import word_folios
from sample_document import sample_document
program, path = sys.argv[1:]
word_folios.folios_in_office(program, Path(path), sample_document(), {})
"""
FAKE = """#!/bin/sh
sh -c "sleep 60; : $0" &
wait
"""


def running(mark: str) -> list[str]:
    """Return the processes that name something on their command line."""
    listed = run([program("ps"), "-A", "-ww", "-o", "args="])
    return [line for line in listed.split("\n") if mark in line]


def waited_for(is_so: Callable[[], bool]) -> bool:
    until = time.monotonic() + 30
    while not is_so() and time.monotonic() < until:
        time.sleep(0.05)
    return is_so()


@pytest.mark.parametrize("installed", ["LibreOffice", "a program with a child"])
def test_an_office_ends_with_the_press_that_started_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, installed: str
) -> None:
    fake = tmp_path / "fake-office"
    fake.write_text(FAKE)
    fake.chmod(0o755)
    is_fake = installed != "LibreOffice"
    office, child = (str(fake), f": {fake}") if is_fake else ("soffice", "soffice.bin")
    book = tmp_path / "report.docx"
    write_docx(sample_document(), STYLE, book)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))

    def is_at_work() -> bool:
        return any(child in line for line in running(str(tmp_path)))

    asking = [sys.executable, "-c", ASK, office, str(book)]
    with subprocess.Popen(asking, cwd=Path(__file__).parent) as press:
        began = waited_for(is_at_work)
        press.kill()
    assert began
    assert waited_for(lambda: not running(str(tmp_path))), running(str(tmp_path))
    assert not list(scratch.rglob("*.pdf"))  # it did not come to its own end


def test_the_numbers_are_those_of_the_office_whatever_the_document_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def other(
        program: str, path: Path, document: Document, places: Mapping[str, str]
    ) -> object:
        return dict.fromkeys(places, "77")

    monkeypatch.setattr("citybook.writers.docx.folios_in_office", other)
    path = tmp_path / "report.docx"
    write_docx(with_folios(sample_document(), {}, unknown="1"), STYLE, path)
    assert {*numbers(path).values()} - {""} == {"77"}
