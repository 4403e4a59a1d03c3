"""Twice the same: identical input gives identical bytes, wherever and whenever."""

import os
import subprocess
import sys
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import pytest

from books import STOCK, copied

HERE = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"}
THERE = {
    "TZ": "America/St_Johns",
    "LC_ALL": "C.UTF-8",
    "PYTHONHASHSEED": "4321",
    "SOURCE_DATE_EPOCH": "86400",
    "HOME": "/",
}


def output_of(root: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """Build an edition in a process of its own; return a hash of each file made."""
    subprocess.run(
        [sys.executable, "-P", "-m", "citybook", "build", "--edition", str(root)],
        env={**os.environ, **environment},
        check=True,
        capture_output=True,
        cwd=root,
    )
    return {
        path.relative_to(root).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted((root / "output").rglob("*"))
        if path.is_file()
    }


def made_of_other_days(root: Path) -> None:
    """Make the files of an edition look older, and written in another order."""
    for path in sorted((root / "submissions").iterdir(), reverse=True):
        data = path.read_bytes()
        path.unlink()
        path.write_bytes(data)
        os.utime(path, (1_000_000_000, 1_000_000_000))


@pytest.mark.parametrize("edition", [STOCK], ids=["stock"])
def test_two_builds_in_other_places_and_times_give_the_same_bytes(
    edition: Path, tmp_path: Path
) -> None:
    here = copied(edition, tmp_path / "here")
    there = copied(edition, tmp_path / "Ünusual näme")
    made_of_other_days(there)
    assert output_of(here, HERE) == output_of(there, THERE)


def test_the_output_holds_the_two_books_the_forms_and_the_findings(
    tmp_path: Path,
) -> None:
    made = list(output_of(copied(STOCK, tmp_path), {}))
    pictures = [name for name in made if name.startswith("output/.figures/")]
    assert [Path(name).suffix for name in pictures] == [".png", ".svg"] * 3
    assert [name for name in made if name not in pictures] == [
        "output/.checked.json",
        "output/.readings.json",
        "output/build.json",
        "output/findings.html",
        "output/form.xlsx",
        "output/form.yaml",
        "output/manifest.json",
        "output/queries.html",
        "output/report.docx",
        "output/report.pdf",
        "output/status.xlsx",
    ]
