"""A city whose state stands behind its name, or is the name of its sheet."""

from collections.abc import Callable
from pathlib import Path

import pytest

from citybook.readers import read_submissions
from spreadsheets import FORM, answers, write_sheets

Write = Callable[[Path], object]


def sheets(**tables: str) -> Write:
    return lambda folder: write_sheets(folder / "r.xlsx", **tables)


def text(name: str, text: str) -> Write:
    return lambda folder: (folder / name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    "write",
    [
        sheets(Data="City|State|Mayor\nAkron, OH||Ann"),
        sheets(Data="City/State|Mayor|Population\nAkron, OH|Ann"),
        sheets(Data="City, State|Mayor\nAkron, Ohio|Ann"),
        sheets(Data="City and State|Mayor\nAkron OH|Ann"),
        sheets(Ohio="City|Mayor\nAkron|Ann"),
        sheets(OH="City|Mayor|Population\nAkron|Ann|"),
        text("r.csv", 'City,Mayor\n"Akron, Ohio",Ann\n'),
        text("r.yaml", "city: Akron, OH\nmayor: Ann\n"),
    ],
)
def test_the_state_is_taken_from_where_it_stands(tmp_path: Path, write: Write) -> None:
    write(tmp_path)
    (submission,), findings = read_submissions(tmp_path, FORM)
    read = answers(submission)
    assert read.pop("city/state") in {"Ohio", "OH"}
    assert read == {"city/name": "Akron", "city/mayor": "Ann"}
    assert {each.rule.slug for each in findings} <= {"taken-as"}


def test_a_state_behind_the_name_is_told(tmp_path: Path) -> None:
    write_sheets(tmp_path / "r.xlsx", Data="City|State|Mayor\nAkron, OH||Ann")
    _, (told,) = read_submissions(tmp_path, FORM)
    assert told.detail == "“Akron, OH” was read as the city Akron in Ohio."
    assert (told.source.row, told.source.column) == (2, 1)


def test_a_form_without_a_state_stays_a_form(tmp_path: Path) -> None:
    write_sheets(tmp_path / "r.xlsx", Form="City|Akron\nMayor|Ann")
    (submission,), _ = read_submissions(tmp_path, FORM)
    assert answers(submission) == {"city/name": "Akron", "city/mayor": "Ann"}
