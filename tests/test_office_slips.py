"""Slips of a tired person in the edition's own files, and what is said of them."""

from pathlib import Path

import pytest

from books import STOCK, copied
from citybook.cli import main
from citybook.decisions import read_decisions
from citybook.edition import read_edition
from citybook.findings import found
from citybook.folders import OWN_TEMPLATES
from citybook.readers import read_submissions
from citybook.source import Source
from citybook.writers.findings_page import write_findings_page
from spreadsheets import FORM

EDITION = "title: T\npublisher: P\nsummary: S\ndate: May 2017\n"


def edition(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "edition.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("asked", ["members.xlsx", "Exampleton, Ohio"])
def test_one_item_of_those_asked_needs_no_hyphen(tmp_path: Path, asked: str) -> None:
    path = edition(tmp_path, f"{EDITION}expected: {asked}\n")
    read, findings = read_edition(path, "edition.yaml")
    assert not findings
    assert read
    assert read.edition.expected == (asked,)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("title: T", "Add a line that begins with “publisher:”"),
        (f"{EDITION}membership_line: 30,000\n", "digits alone"),
        (f"{EDITION}keywords: cities\n", "behind a hyphen"),
        (f"{EDITION}warn_of_unknown_cities: maybe\n", "Write true or false."),
    ],
)
def test_the_hint_says_what_to_write(tmp_path: Path, text: str, hint: str) -> None:
    _, findings = read_edition(edition(tmp_path, text), "edition.yaml")
    assert hint in findings[0].hint


def test_what_is_wrong_with_a_whole_item_is_a_plain_sentence(tmp_path: Path) -> None:
    path = tmp_path / "decisions.yaml"
    text = "- {city: A, keep: a, who: K, when: yesterday, why: y}"
    path.write_text(f"decisions:\n  {text}\n", encoding="utf-8")
    _, (finding,) = read_decisions(path, "decisions.yaml")
    assert finding.detail == "“yesterday” is no date such as 2016-09-02."


@pytest.mark.parametrize(
    "name",
    [
        "decision.yaml",
        "decisions.yml",
        "Decisions (1).yaml",
        "decisions.yaml.txt",
        "Copy of decisions.yaml",
        "sub/decisions.yaml",
    ],
)
def test_decisions_under_another_name_are_no_answers(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("decisions: []\n", encoding="utf-8")
    submissions, (finding,) = read_submissions(tmp_path, FORM)
    assert not submissions
    assert "decisions.yaml, which must have exactly that name" in finding.detail
    assert finding.hint.startswith("Name it submissions/decisions.yaml")


def test_a_city_named_for_its_decisions_is_read(tmp_path: Path) -> None:
    (tmp_path / "Decision Falls.yaml").write_text("City: Decision Falls\n")
    submissions, _ = read_submissions(tmp_path, FORM)
    assert len(submissions) == 1


def test_status_tells_of_an_item_that_names_no_city(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = copied(STOCK, tmp_path / "edition")
    path = root / "submissions/edition.yaml"
    path.write_text(path.read_text() + "\nexpected: [Typo Town]\n")
    main(["status", "--edition", str(root)])
    assert "“Typo Town” is neither a city" in capsys.readouterr().out


def test_the_page_of_findings_tells_a_text_that_is_not_printed_to_its_end(
    tmp_path: Path,
) -> None:
    remark = f"Begin {'long ' * 2000}end-of-remark"
    finding = found("unknown-question", Source("a.csv", row=1), value=remark)
    page = tmp_path / "findings.html"
    templates = (OWN_TEMPLATES / "html",)
    write_findings_page((finding,), page, title="T", templates=templates)
    assert "end-of-remark" in page.read_text(encoding="utf-8")
