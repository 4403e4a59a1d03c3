"""For every rule the smallest files that break it, laid over the stock edition.

`findings/<slug>` holds the files and, in `expected.txt`, what is said of them. A file
`x.more` is added at the end of `x`; `x.xlsx.txt` is a workbook written as text: a sheet
begins with `== Name` or `== Name (hidden)`, a line is a row, a bar parts two cells, and
~~words~~ are struck out; `x.png.txt` is a picture, told as `600 x 400 scene`;
`x.docx.txt` is the edition's own draft after some steps of an editor: how the file was
saved, then a step a line, as `revising` reads them. Two names
that git is told to ignore are written otherwise: `made` is the folder `output`, and
`x.lock` the file that LibreOffice keeps beside `x` while it is open. What `programs`
holds runs instead of what is installed.
"""

import json
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from books import STOCK, TESTS, built, checked, copied, own_template, quiet
from citybook.build import build
from citybook.findings import (
    RULES,
    Finding,
    Rule,
    Severity,
    as_record,
    as_text,
    found,
    from_record,
    in_order,
    shown,
    visible,
)
from citybook.folders import OWN_TEMPLATES, Folders
from citybook.outcome import Outcome
from citybook.source import Source
from commenting import commented
from drawing import ENDINGS, draw
from dump import Golden
from revising import revise, steps_in

FOLDER = TESTS / "findings"
SLUGS = sorted(path.name for path in FOLDER.iterdir())
REFUSED = {"unanswered-queries"}
"""Rules that only a book to be published can break."""
BUILT = {"edited-output", "figure-not-drawn", "typesetter-warning", "uncounted-pages"}
"""Rules that only a whole build can break."""


def test_every_rule_has_a_folder_and_every_folder_a_rule() -> None:
    assert set(SLUGS) == set(RULES)


@pytest.fixture(scope="module")
def roots(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """Return for each rule the stock edition with the rule's files over it."""
    folder = tmp_path_factory.mktemp("findings")
    roots = {slug: copied(STOCK, folder / slug) for slug in SLUGS}
    for slug, root in roots.items():
        lay_over(FOLDER / slug, root)
    return roots


@pytest.fixture(scope="module")
def told(roots: Mapping[str, Path]) -> Mapping[str, Outcome]:
    """Return for each rule what is said of its edition."""

    def outcome(slug: str, root: Path) -> Outcome:
        if slug in REFUSED:
            return build(Folders(root), quiet, is_clean=True)
        if slug not in BUILT:
            return checked(root)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PATH", str(root / "programs"), prepend=os.pathsep)
            return built(root).outcome

    return {slug: outcome(slug, root) for slug, root in roots.items()}


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> frozenset[Finding]:
    """Return what is said of the stock edition itself: notes only."""
    findings = checked(copied(STOCK, tmp_path_factory.mktemp("usual"))).findings
    assert {finding.severity for finding in findings} == {Severity.NOTE}
    return frozenset(findings)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_rule_is_broken_by_the_files_of_its_folder(
    slug: str,
    told: Mapping[str, Outcome],
    usual: frozenset[Finding],
    golden: Golden,
) -> None:
    new = [finding for finding in told[slug].findings if finding not in usual]
    findings = [finding for finding in new if finding.rule.slug == slug]
    assert findings
    text = "".join(f"{as_text(finding)}\n" for finding in findings)
    golden(FOLDER / slug / "expected.txt", text)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_finding_points_into_a_file_that_exists(
    slug: str, roots: Mapping[str, Path], told: Mapping[str, Outcome]
) -> None:
    root = roots[slug]
    places = [root, root / "submissions", root / "output", OWN_TEMPLATES.parent]
    for finding in told[slug].findings:
        assert [place for place in places if (place / finding.source.file).is_file()]


@pytest.mark.parametrize("slug", SLUGS)
def test_an_error_holds_back_its_answer_and_nothing_else(
    slug: str, told: Mapping[str, Outcome]
) -> None:
    errors = told[slug].number_of(Severity.ERROR)
    assert bool(errors) is (RULES[slug].severity is Severity.ERROR)
    if slug == "bad-definition":
        assert (told[slug].status, told[slug].cities) == (2, 0)
    elif slug in REFUSED:
        assert (told[slug].status, told[slug].cities) == (2, 3)
    else:
        assert told[slug].status == (1 if errors else 0)
        assert told[slug].cities >= 3


def lay_over(overlay: Path, root: Path) -> None:
    for path in sorted(overlay.rglob("*")):
        name = path.relative_to(overlay).as_posix().replace("made/", "output/")
        target = root / name
        if not path.is_file() or path.name == "expected.txt":
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.name.endswith(".xlsx.txt"):
            write_workbook(path.read_text(encoding="utf-8"), target.with_suffix(""))
        elif path.name.endswith(".docx.txt"):
            mode, steps = steps_in(path.read_text(encoding="utf-8"))
            data = revise(draft(), steps, mode=mode)
            target.with_suffix("").write_bytes(data)
        elif path.name.endswith(".docx.comment"):
            at, *said = path.read_text(encoding="utf-8").strip().split(" | ")
            target.with_suffix("").write_bytes(commented(draft(), at, *said))
        elif path.name.endswith(ENDINGS):
            draw(target.with_suffix(""), path.read_text(encoding="utf-8"))
        elif path.suffix == ".more":
            add_to(target.with_suffix(""), path.read_text(encoding="utf-8"), root)
        elif path.suffix == ".lock":
            target.with_name(f".~lock.{path.stem}#").write_bytes(path.read_bytes())
        else:
            target.write_bytes(path.read_bytes())
            target.chmod(path.stat().st_mode)


@cache
def draft() -> bytes:
    """Return the Word file of the stock edition."""
    with TemporaryDirectory() as folder:
        return built(copied(STOCK, Path(folder) / "draft")).docx.read_bytes()


def add_to(path: Path, more: str, root: Path) -> None:
    """Add text to a file of the edition, or to a copy of what citybook brings along."""
    if not path.exists():
        name = path.relative_to(root / "templates").as_posix()
        path.write_text(own_template(name), encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")


def write_workbook(text: str, path: Path) -> None:
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for part in text.split("== ")[1:]:
        name, *rows = part.rstrip("\n").split("\n")
        sheet: Worksheet = workbook.create_sheet(name.removesuffix(" (hidden)"))
        if name.endswith(" (hidden)"):
            sheet.sheet_state = "hidden"
        for row, line in enumerate(rows, 1):
            for column, cell in enumerate(line.split(" | "), 1):
                typed = sheet.cell(row, column, cell.replace("~~", "") or None)
                if "~~" in cell:
                    typed.font = Font(strike=True)
    workbook.save(path)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_has_a_slug_a_sentence_and_a_hint(rule: Rule) -> None:
    assert rule.slug == rule.slug.lower().replace("_", "-").replace(" ", "-")
    assert rule.sentence.endswith(".")
    assert rule.hint.endswith(".")
    assert "please" not in (rule.sentence + rule.hint).lower()


A = Source("a.xlsx", "Form", 14, 2)


def test_a_finding_is_told_in_two_lines() -> None:
    finding = found("too-long", A, "Summary has 312 words.", value="x " * 60)
    assert as_text(finding) == (
        "a.xlsx, Form!B14: error: Summary has 312 words. It says “"
        + "x " * 39
        + "x…”. [too-long]\n  hint: Shorten it."
    )


def test_nothing_that_a_city_typed_can_command_the_terminal() -> None:
    nasty = "a\x1b[2J\x07\u202e\u200bb\r\nc\td\u2066"
    finding = found("stray-text", Source(f"{nasty}.yaml"), nasty, value=nasty)
    told = as_text(finding)
    assert not [
        c for c in told.replace("\n  hint", "") if ord(c) < 32 or c in "\u202e\u2066"
    ]
    assert visible("\x1b") == "\\u001b"
    assert shown(nasty) == "“a\\u001b[2J\\u0007\\u202e\\u200bb c d\\u2066”"


def test_a_finding_survives_being_written_as_a_record() -> None:
    finding = found("too-long", A, "Too long.", value="x", remedy="Cut.", path="a/b")
    assert from_record(json.loads(json.dumps(as_record(finding)))) == finding


def test_findings_are_told_once_by_place_and_the_graver_first() -> None:
    late = found("too-long", Source("b.yaml", row=2))
    early = found("text-tidied", Source("b.yaml", row=1))
    grave = found("missing-answer", Source("b.yaml", row=1))
    assert in_order([late, early, grave, late]) == (grave, early, late)


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        (Source("a.yaml"), "a.yaml"),
        (Source("a.yaml", row=12, column=3), "a.yaml:12:3"),
        (Source("a.yaml", row=12), "a.yaml:12"),
        (Source("a.xlsx", "Form"), "a.xlsx, Form"),
        (Source("a.xlsx", "Form", 14, 2), "a.xlsx, Form!B14"),
        (Source("a.xlsx", "Form", 14), "a.xlsx, Form!14"),
        (Source("a.xlsx", "Form", 1, 703), "a.xlsx, Form!AAA1"),
    ],
)
def test_a_place_is_named_as_its_program_does(source: Source, printed: str) -> None:
    assert str(source) == printed
