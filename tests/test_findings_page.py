"""The page of findings: every place is told, and a flood of them drowns nobody."""

from pathlib import Path

from citybook.findings import Finding, found
from citybook.folders import OWN_TEMPLATES
from citybook.source import Source
from citybook.writers.findings_page import MAX_WHOLE, write_findings_page


def page(tmp_path: Path, *findings: Finding) -> str:
    path = tmp_path / "findings.html"
    templates = (OWN_TEMPLATES / "html",)
    write_findings_page(findings, path, title="T", templates=templates)
    return path.read_text(encoding="utf-8")


def at(row: int, column: int = 3, value: str = "#REF!") -> Finding:
    return found("error-value", Source("t.xlsx", "S", row, column), value=value)


def test_what_is_said_in_the_same_words_is_said_once_with_all_places(
    tmp_path: Path,
) -> None:
    rows = (at(row) for row in range(2, 20_000))
    told = page(tmp_path, *rows, at(5, column=4), at(7, column=4))
    assert told.count("#REF!") == 1
    assert "S!C2 to S!C19999; S!D5; S!D7" in told
    assert "19,998" not in told
    assert "20000 places are held back" in told


def test_of_many_findings_of_a_rule_the_first_are_told_whole_and_all_are_told(
    tmp_path: Path,
) -> None:
    findings = [at(row, value=f"#REF! {row}") for row in range(2, 1_002)]
    other = found("too-long", Source("t.xlsx", "S", 9_999, 1), value="So long.")
    told = page(tmp_path, *findings, other)
    assert told.count('class="hint"') == MAX_WHOLE + 1
    assert f"{1_000 - MAX_WHOLE} more" in told
    for finding in (*findings, other):
        assert finding.value in told
        assert str(finding.source).removeprefix("t.xlsx, ") in told
    assert len(told) < 250 * len(findings)


def test_a_line_of_its_own_tells_a_remedy_of_its_own_and_obeys_nothing(
    tmp_path: Path,
) -> None:
    lines = [
        found("bad-yaml", Source("a.yaml", row=n), f"<b>{n}</b>", remedy=f"Do {n}.")
        for n in range(1, MAX_WHOLE + 3)
    ]
    told = page(tmp_path, *lines)
    assert f"Do {MAX_WHOLE + 2}." in told
    assert f"&lt;b&gt;{MAX_WHOLE + 2}&lt;/b&gt;" in told
    assert f"line {MAX_WHOLE + 2}</b>" in told
