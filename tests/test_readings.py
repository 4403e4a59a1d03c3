"""What was read is remembered by content; only what changed is read again."""

import json
import shutil
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest

from books import STOCK, copied, own_template
from citybook.build import build, check_only
from citybook.findings import as_text, found
from citybook.folders import PRINTED_BY, Folders
from citybook.outcome import CHECKED, Outcome
from citybook.readers.readings import MEMORY, Readings, recall, remember
from citybook.source import Source
from citybook.submission import Entry, Submission
from spreadsheets import FORM

CITY = "city: {name}\nstate: Iowa\nmayor: Robin Placeholder\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The stock edition, whose three files of answers were checked once."""
    root = copied(STOCK, tmp_path / "edition")
    check_only(Folders(root), lambda _: None)
    return root


def checked(
    root: Path, run: Callable[..., Outcome] = check_only
) -> tuple[Outcome, list[str]]:
    """Return what a check came to, and what it told of its reading."""
    steps: list[str] = []
    outcome = run(Folders(root), steps.append)
    return outcome, [step for step in steps if step.startswith("reading: ")]


def told(outcome: Outcome) -> list[object]:
    """Return what a person is told, whether it was remembered or not."""
    words = [as_text(finding) for finding in outcome.findings]
    return [outcome.status, outcome.cities, outcome.left_out, *words]


def test_a_first_check_reads_every_file(tmp_path: Path) -> None:
    root = copied(STOCK, tmp_path / "edition")
    _, steps = checked(root)
    assert steps == ["reading: 1 of 3", "reading: 2 of 3", "reading: 3 of 3"]


def test_a_second_check_reads_nothing_and_finds_the_same(root: Path) -> None:
    shutil.rmtree(root / "output")
    first, _ = checked(root)
    second, steps = checked(root)
    assert steps == []
    assert told(second) == told(first)


def test_only_what_changed_is_read_again(root: Path) -> None:
    path = root / "submissions" / "sampleford.yaml"
    path.write_text(path.read_text() + "\nnote: One more word.\n")
    assert checked(root)[1] == ["reading: 1 of 1"]
    before, steps = checked(root)
    assert steps == []
    (root / "submissions" / "new.yaml").write_text(CITY.format(name="Testburg"))
    outcome, steps = checked(root)
    assert steps == ["reading: 1 of 1"]
    assert outcome.cities == before.cities + 1


def test_a_file_under_another_name_is_read_again_for_its_places(root: Path) -> None:
    path = root / "submissions" / "sampleford.yaml"
    path.rename(path.with_name("other.yaml"))
    outcome, steps = checked(root)
    assert steps == ["reading: 1 of 1"]
    assert "sampleford.yaml" not in {each.source.file for each in outcome.findings}


def test_a_file_that_is_gone_is_forgotten(root: Path) -> None:
    (root / "submissions" / "sampleford.yaml").unlink()
    assert checked(root)[1] == []
    assert "sampleford" not in (root / "output" / MEMORY).read_text()


def test_another_form_is_read_anew(root: Path) -> None:
    form = root / "templates" / "form.yaml"
    form.parent.mkdir(exist_ok=True)
    form.write_text(own_template("form.yaml").replace("label: Mayor", "label: Chief"))
    assert len(checked(root)[1]) == 3


def test_a_build_uses_and_keeps_what_a_check_has_read(root: Path) -> None:
    assert checked(root, build)[1] == []
    assert (root / "output" / "report.pdf").exists()
    assert checked(root)[1] == []
    path = root / "submissions" / "sampleford.yaml"
    path.write_text(path.read_text() + "\nnote: One more word.\n")
    assert checked(root, build)[1] == ["reading: 1 of 1"]
    assert checked(root)[1] == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text[:0],
        lambda text: text[:-40],
        lambda text: text[:0] + "[" * 100_000,
        lambda text: f"null{text[:0]}",
        lambda text: f'{{"digest": {len(text)}}}',
        lambda text: text.replace("Robin", "Alex"),
        lambda text: json.dumps({**json.loads(text), "sum": "0"}),
        lambda text: json.dumps({**json.loads(text), "digest": "0"}),
    ],
)
def test_a_broken_or_foreign_memory_is_as_good_as_none(
    root: Path, spoil: Callable[[str], str]
) -> None:
    good, _ = checked(root)
    path = root / "output" / MEMORY
    path.write_text(spoil(path.read_text()))
    for other in path.parent.iterdir():
        if other != path:
            other.unlink()
    outcome, steps = checked(root)
    assert len(steps) == 3
    assert told(outcome) == told(good)


def test_a_memory_that_cannot_be_written_is_no_trouble(tmp_path: Path) -> None:
    root = copied(STOCK, tmp_path / "edition")
    (root / "output" / MEMORY).mkdir(parents=True)
    for _ in range(2):
        assert len(checked(root)[1]) == 3
        (root / "output" / CHECKED).unlink()
    assert [path.name for path in (root / "output").iterdir()] == [MEMORY]


def test_all_that_a_submission_holds_is_remembered(tmp_path: Path) -> None:
    a, b = Source("a.xlsx", "Form", 1, 2), Source("b.yaml", row=3)
    entry = Entry("city/name", "Ex\ud800ampleton ✓", a, (b,))
    dated = "2016-08-30T14:05"
    marks = ("form/1", dated, "r.xlsx", "lee@other.example")
    submission = Submission(a, (entry,), *marks, (b,))
    finding = found("too-long", b, "Long.", value="x", remedy="Cut.", path="a/b")
    for value in (entry, submission, finding):
        names = {field.name for field in fields(value)} - {"made_of"}  # settled later
        assert all(getattr(value, name) for name in names)
    reading = ((submission,), (finding, found("no-answers", a)))
    digest = recall(None, FORM).digest
    remember(tmp_path, Readings(digest, {"a.xlsx": ("0", reading)}))
    known = recall(tmp_path, FORM)
    assert known.of("a.xlsx", "0") == reading
    assert known.of("a.xlsx", "1") is None
    assert known.of("b.xlsx", "0") is None


def test_the_same_input_is_remembered_in_the_same_bytes(root: Path) -> None:
    before = (root / "output" / MEMORY).read_bytes()
    shutil.rmtree(root / "output")
    checked(root)
    assert (root / "output" / MEMORY).read_bytes() == before


def test_a_library_that_decides_what_is_read_decides_what_is_remembered() -> None:
    assert {"ftfy", "openpyxl", "python-calamine", "pyyaml"} <= set(PRINTED_BY)
