"""Tests of the Open XML SDK checker."""

from pathlib import Path

import pytest

from . import open_xml
from .open_xml import sdk_errors
from .programs import MissingProgramError, NoVerdictError
from .samples import book_docx


def test_it_passes_a_sound_document(tmp_path: Path) -> None:
    assert sdk_errors(book_docx(tmp_path / "sound.docx")) == ()


def test_it_finds_an_element_out_of_order(tmp_path: Path) -> None:
    size_before_bold = '<w:rPr><w:sz w:val="20"/><w:b/></w:rPr>'
    broken = book_docx(
        tmp_path / "broken.docx",
        more=f"<w:p><w:r>{size_before_bold}<w:t>Elms</w:t></w:r></w:p>",
    )
    (error,) = sdk_errors(broken)
    assert error.startswith("/word/document.xml /w:document[1]/w:body[1]/w:p[5]/")
    assert "unexpected child element" in error


@pytest.mark.parametrize("name", ["junk.docx", "absent.docx", "report.txt"])
def test_a_file_that_it_cannot_read_gets_no_verdict(tmp_path: Path, name: str) -> None:
    (tmp_path / "junk.docx").write_text("not a DOCX")
    (tmp_path / "report.txt").write_text("not a DOCX")
    with pytest.raises(NoVerdictError):
        sdk_errors(tmp_path / name)


def test_without_the_validator_it_says_what_to_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_xml, "PACKAGE", tmp_path)
    with pytest.raises(MissingProgramError, match="run make test"):
        sdk_errors(tmp_path / "report.docx")
