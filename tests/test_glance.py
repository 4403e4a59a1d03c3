"""A check of what has not changed is told at a glance, in the same words."""

import subprocess
import sys
from pathlib import Path

import pytest

from books import BROKEN_CITY, STOCK, copied
from citybook.cli import main
from citybook.glance import glance
from citybook.outcome import CHECKED

HEAVY = {"openpyxl", "pydantic", "yaml", "markdown_it", "lxml", "python_calamine"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An edition with an error, which was checked once."""
    root = copied(STOCK, tmp_path, {"submissions/broken.yaml": BROKEN_CITY})
    assert main(["check", "--edition", str(root)]) == 1
    return root


def told(root: Path) -> int | None:
    return glance(["check", "--edition", str(root)])


def test_a_glance_tells_what_the_check_told(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "output" / CHECKED).unlink()
    assert main(["check", "--edition", str(root)]) == 1
    first = capsys.readouterr().out
    assert told(root) == 1
    second = capsys.readouterr().out
    assert "[not-a-date]" in second
    assert (
        second.partition("Nothing has changed since the last check: ")[0]
        == (first.partition("4 cities")[0])
    )
    assert main(["check", "--edition", str(root)]) == 1
    third = capsys.readouterr().out
    assert third.rpartition("checked in")[0] == second.rpartition("checked in")[0]


def test_a_glance_sees_any_change(root: Path) -> None:
    (root / "submissions" / "broken.yaml").unlink()
    assert told(root) is None
    assert main(["check", "--edition", str(root)]) == 0
    assert told(root) == 0
    (root / "templates").mkdir(exist_ok=True)
    (root / "templates" / "email.txt").write_text("x")
    assert told(root) is None


def test_a_glance_is_only_taken_at_a_plain_check(root: Path) -> None:
    for more in (["--format", "json"], ["--help"]):
        assert glance(["check", "--edition", str(root), *more]) is None
    assert glance(["build", "--edition", str(root)]) is None
    assert glance([]) is None
    assert glance(["check", "--edition", str(root / "nowhere")]) is None


def test_a_broken_memory_is_looked_over(root: Path) -> None:
    (root / "output" / CHECKED).write_text('{"digest": ')
    assert told(root) is None


def test_a_glance_loads_no_library() -> None:
    script = "import citybook.glance, sys; print(*sys.modules)"
    command = [sys.executable, "-c", script]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert not HEAVY & set(loaded.split())


def test_the_command_looks_once_and_glances_from_then_on(tmp_path: Path) -> None:
    root = copied(STOCK, tmp_path / "edition")
    command = [sys.executable, "-P", "-m", "citybook", "check"]
    first, second = (
        subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
        for _ in range(2)
    )
    assert "Nothing has changed" not in first.stdout
    assert second.stdout.startswith("Nothing has changed since the last check: ")
    assert first.stderr == second.stderr == ""
