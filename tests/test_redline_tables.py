"""Tables of an answer, changed in the Word file row by row and column by column."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from books import TORTURE, Book, built, copied
from citybook.edits import Edit
from citybook.findings import Finding
from citybook.light import Cell, Line
from citybook.manifest import load
from citybook.outcome import MANIFEST
from citybook.prose import Grid, parse, plain
from citybook.readers.redline import edits_of
from citybook.readers.redline.tables import laid_out
from citybook.story.file import read_story
from citybook.story.model import Spot
from editors import edit, step
from revising import (
    MODES,
    AddColumn,
    AddRow,
    Delete,
    Mode,
    Remove,
    RemoveColumn,
    RemoveRow,
    Replace,
    Split,
    Step,
    revise,
)

KEY = "gridwell-oh/efforts/1/what"
ROWS = (
    "| Precinct | Meetings | Residents | Share of all |",
    "| --- | ---: | ---: | ---: |",
    "| First | 12 | 1,204 | 18% |",
    (
        "| Second, with the river wards and everything east of the *old* depot "
        "| 9 | 88 | 2% |"
    ),
    "| Third | 104 | 12,310 | 61% |",
    "| Fourth | 1 | 7 | 0.5% |",
    "| Fifth | 3 | 412 | 6% |",
)
HEAD, BARS, FIRST, SECOND, *REST = ROWS
SIXTH = "| Sixth | 8 | 80 | 1% |"
CASES: Mapping[str, tuple[Sequence[Step], Sequence[str]]] = {
    "a cell changed": (
        [Replace("1,204", "1,204", "1,205")],
        [HEAD, BARS, "| First | 12 | 1,205 | 18% |", SECOND, *REST],
    ),
    "a cell emptied": (
        [Delete("1,204", "1,204")],
        [HEAD, BARS, "| First | 12 |  | 18% |", SECOND, *REST],
    ),
    "a cell of two paragraphs": ([Split("Second, with", "everything")], ROWS),
    "a row added": (
        [AddRow("1,204", "Sixth; 8; 80; 1%")],
        [HEAD, BARS, FIRST, SIXTH, SECOND, *REST],
    ),
    "a row added that is not full": (
        [AddRow("1,204", "Sixth; ; ; 1%")],
        [HEAD, BARS, FIRST, "| Sixth |  |  | 1% |", SECOND, *REST],
    ),
    "an empty row added": ([AddRow("1,204", "; ; ; ")], ROWS),
    "a row deleted": ([RemoveRow("1,204")], [HEAD, BARS, SECOND, *REST]),
    "a row deleted and one added": (
        [AddRow("1,204", "Sixth; 8; 80; 1%"), RemoveRow("Second, with")],
        [HEAD, BARS, FIRST, SIXTH, *REST],
    ),
    "the header deleted": ([RemoveRow("Precinct")], [FIRST, BARS, SECOND, *REST]),
    "a column deleted": (
        [RemoveColumn("1,204")],
        [
            "| Precinct | Meetings | Share of all |",
            "| --- | ---: | ---: |",
            "| First | 12 | 18% |",
            SECOND.replace(" 88 |", ""),
            "| Third | 104 | 61% |",
            "| Fourth | 1 | 0.5% |",
            "| Fifth | 3 | 6% |",
        ],
    ),
    "a column added": (
        [AddColumn("1,204", "Note; a; b; c; d; e")],
        [
            "| Precinct | Meetings | Residents | Note | Share of all |",
            "| --- | ---: | ---: | --- | ---: |",
            "| First | 12 | 1,204 | a | 18% |",
            SECOND.replace("88 |", "88 | b |"),
            "| Third | 104 | 12,310 | c | 61% |",
            "| Fourth | 1 | 7 | d | 0.5% |",
            "| Fifth | 3 | 412 | e | 6% |",
        ],
    ),
}


def read(
    book: Book, steps: Sequence[Step], mode: Mode
) -> tuple[list[Edit], list[Finding]]:
    last = load((book.folders.output / MANIFEST).read_text("utf-8"))
    data = revise(book.docx.read_bytes(), steps, mode=mode)
    return edits_of(read_story(data), "returned/a.docx", last)


def table_in(text: str) -> list[str]:
    """Return the rows of the first table of a text."""
    blocks = text.split("\n\n")
    return next(block for block in blocks if block.startswith("|")).split("\n")


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("case", CASES)
def test_what_was_changed_in_a_table_is_an_edit_of_its_answer(
    torture: Book, case: str, mode: Mode
) -> None:
    steps, expected = CASES[case]
    edits, findings = read(torture, steps, mode)
    assert findings == []
    if list(expected) == list(ROWS):
        assert edits == []
        return
    (edit,) = edits
    assert edit.key == KEY
    assert table_in(edit.was) == list(ROWS)
    assert table_in(edit.text) == list(expected)
    assert edit.text.endswith(edit.was.partition("| Fifth | 3 | 412 | 6% |")[2])


@pytest.mark.parametrize("mode", MODES)
def test_a_row_in_a_table_of_the_program_is_told_word_by_word(
    stock: Book, mode: Mode
) -> None:
    edits, findings = read(stock, [AddRow("Mayor of Exampleton", "Clerk; Kim")], mode)
    assert edits == []
    told = [(each.rule.slug, each.value) for each in findings]
    assert told == [("unknown-structure", "Clerk"), ("unknown-structure", "Kim")]


def test_a_changed_table_is_printed_and_comes_back_unchanged(
    torture: Book, tmp_path: Path
) -> None:
    root = copied(TORTURE, tmp_path / "edition")
    steps: list[Step] = [
        AddRow("1,204", "Sixth; ; 80; 1%"),
        Delete("12,310", "12,310"),
        Remove("Nothing else was counted."),
    ]
    folder = root / "submissions" / "returned"
    folder.mkdir()
    draft = revise(torture.docx.read_bytes(), steps, mode="tracked")
    (folder / "pat.docx").write_bytes(draft)
    book = built(root)
    cells = [each.after for each in read_story(book.docx.read_bytes()).paragraphs]
    at = cells.index("Sixth")
    assert cells[at : at + 4] == ["Sixth", "", "80", "1%"]
    assert "12,310" not in cells
    assert read(book, [], "untracked") == ([], [])


@pytest.mark.parametrize("tracked", [True, False])
def test_rows_and_columns_changed_in_libreoffice_are_edits(
    torture: Book, tmp_path: Path, *, tracked: bool
) -> None:
    steps = [
        step("add_row", at="1,204", new="Sixth; 8; 80; 1%"),
        step("delete_row", at="Second, with the river"),
        step("delete_column", at="Ballpark"),
    ]
    path = tmp_path / "tables.docx"
    edit(torture.docx, path, steps, tracked=tracked, author="Ann Editor")
    edits, findings = edits_of(read_story(path.read_bytes()), "returned/a.docx", None)
    assert findings == []
    first, second = edits
    assert first.key == KEY
    assert table_in(first.text) == [HEAD, BARS, FIRST, SIXTH, *REST]
    assert second.key == "gridwell-oh/efforts/2/what"
    assert table_in(second.text)[:3] == [
        "| When | What was said |",
        "| --- | --- |",
        "| July 1 | The chief listened. |",
    ]
    assert {edits[0].editor, edits[1].editor} == {"Ann Editor"}


def test_a_border_that_was_drawn_elsewhere_moves_no_cell() -> None:
    places = {0: (0, 1, 3), 1: (0, 2, 3), 2: (0, 1, 2)}
    placed = [
        (Spot(1, row, column), Line(f"{row}.{n}", cell=Cell(0, row, "left")))
        for row, columns in places.items()
        for n, column in enumerate(columns)
    ]
    lines = list(laid_out(placed))
    said = [f"{row}.{n}" for row in places for n in range(3)]
    assert [line.marked for line in lines] == said


def test_a_blank_row_of_an_answer_is_not_printed() -> None:
    (table,) = parse("| A | B |\n| --- | --- |\n|  |  |\n| x | y |\n|  |  |")
    assert isinstance(table, Grid)
    assert [len(row) for row in table.rows] == [2, 2]
    assert plain((table,)).split() == ["A", "B", "x", "y"]
