"""Long answers in cells: paragraphs, lists and tables are what they are in a text."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from citybook.cell_text import for_cell, from_cell
from citybook.form import Field
from citybook.kinds import Asked, Reading, understand
from citybook.readers import read_submissions
from citybook.submission import Submission
from dump import prose_text
from intake_files import rezipped
from office import converted
from spreadsheets import FORM, Typed, fill_in

STORY = Field("story", "Story", "prose")
CITY: dict[str, Typed] = {"Form_B3": "Exampleton", "Form_B4": "Ohio", "Form_B5": "Ann"}

GRID = "grid left right right:\n  Ward | Meetings | People\n  1 | 3 | 120\n  2 | 4 | 95"
TABBED = "Ward\tMeetings\tPeople\n1\t3\t120\n2\t4\t95"
BARRED = "| Ward | Meetings | People |\n| 1 | 3 | 120 |\n| 2 | 4 | 95 |"
RULED = BARRED.replace("\n", "\n|---|---|---|\n", 1)
OPEN = "Ward | Meetings | People\n--- | --- | ---\n1 | 3 | 120\n2 | 4 | 95"
TABLES = {
    "tabs": TABBED,
    "bars": BARRED,
    "bars with a rule": RULED,
    "bars between": OPEN,
    "an escaped line end": RULED.replace("\n", "_x000D_\n"),
    "signs that do not show": RULED.replace("\n", "\u200b\n\u200b"),
}
ODD = "Ward\tMeetings\tPeople\n1\t3\n2\t4\t95"


def reading(submission: Submission, path: str = "city/story") -> Reading:
    return understand("prose", submission.entry(path).value, Asked())


def read_one(folder: Path) -> Submission:
    (submission,), _ = read_submissions(folder, FORM)
    return submission


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
@pytest.mark.parametrize(
    ("round_it", "printed"),
    [
        ("{}", GRID),
        ("\n\n{}\n\n", GRID),
        ("We met:\n{}", f"body: We met:\n{GRID}"),
        ("We met:\n\n{}\n\nSo.", f"body: We met:\n{GRID}\nbody: So."),
        ("One.\nTwo.\n{}\nThree.\nFour.",
         f"body: One.\nbody: Two.\n{GRID}\nbody: Three.\nbody: Four."),
        ("- Oak\n- Elm\n{}", f"list-item:\n  - Oak\n  - Elm\n{GRID}"),
        ("{}\n- Oak\n- Elm", f"{GRID}\nlist-item:\n  - Oak\n  - Elm"),
    ],
)  # fmt: skip
def test_lines_of_a_table_stay_neighbors_and_others_are_paragraphs(
    table: str, round_it: str, printed: str
) -> None:
    text = from_cell(round_it.format(table))
    assert prose_text(understand("prose", text, Asked()).prose) == printed
    assert from_cell(text) == text


def test_tabs_in_a_table_are_no_odd_spaces() -> None:
    told = understand("prose", from_cell(f"We met:\n{TABBED}"), Asked()).troubles
    assert [trouble.detail for trouble in told] == ["Set as in a book: typed tables."]


@pytest.mark.parametrize("typed", ["One\nTwo", "A | b\nc | d", "(1)\tOak\n(2)\tElm"])
def test_lines_that_are_no_table_are_paragraphs(typed: str) -> None:
    assert from_cell(typed) == typed.replace("\n", "\n\n")


@pytest.mark.parametrize("list_", ["- Oak\n- Elm", "•\tOak\n•\tElm", "- a\n  - b\n- c"])
def test_items_of_a_list_stay_neighbors(list_: str) -> None:
    assert from_cell(f"Trees:\n{list_}\nSo.") == f"Trees:\n{list_}\n\nSo."


# What is read of files


@pytest.mark.parametrize("ending", ["xlsx", "xls", "csv"])
def test_a_table_in_a_cell_of_any_file_is_one(ending: str, tmp_path: Path) -> None:
    place = tmp_path / "in"
    place.mkdir()
    typed = f"We met:\n{TABBED}"
    if ending == "csv":
        write_csv(place / "cities.csv", typed)
    else:
        path = fill_in(tmp_path / "r.xlsx", **CITY, Form_B15=typed)
        path = path if ending == "xlsx" else converted(path, ending)
        path.rename(place / path.name)
    again = reading(read_one(place))
    assert prose_text(again.prose) == f"body: We met:\n{GRID}"


def test_tabs_and_line_ends_of_an_ods_file_are_read(tmp_path: Path) -> None:
    typed = f"We  met:\n{TABBED}".replace("\t", "⇥").replace("\n1", "↵1")
    form = fill_in(tmp_path / "r.xlsx", **CITY, Form_B15=typed)
    marked = rezipped(
        lambda path: converted(form, "ods").rename(path),
        "content.xml",
        lambda xml: xml.replace("⇥", "<text:tab/>").replace("↵", "<text:line-break/>"),
    )
    place = tmp_path / "in"
    place.mkdir()
    marked(place / "r.ods")
    again = reading(read_one(place))
    assert prose_text(again.prose) == f"body: We met:\n{GRID}"


def write_csv(path: Path, story: str) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = [["City", "State", "Mayor", "Story"]]
        csv.writer(file).writerows([*rows, ["Exampleton", "Ohio", "Ann", story]])


def test_a_table_whose_header_is_bold_is_one(tmp_path: Path) -> None:
    bold = InlineFont(b=True)
    tabbed = CellRichText(TextBlock(bold, "We met:\nWard\tPeople"), "\n1\t3\n2\t4")
    barred = CellRichText(TextBlock(bold, "|Ward|People|\n|--|--|\n"), "|1|3|\n|2|4|")
    fill_in(tmp_path / "r.xlsx", **CITY, Form_B15=tabbed, Events_B4=barred)
    submission = read_one(tmp_path)
    grid = "grid left right:\n  **Ward** | **People**\n  1 | 3\n  2 | 4"
    printed = prose_text(reading(submission).prose)
    assert printed == f"body: **We met:**\n{grid}"
    assert prose_text(reading(submission, "events/1/what").prose) == grid


def test_a_table_in_a_cell_that_cannot_be_set_is_told(tmp_path: Path) -> None:
    fill_in(tmp_path / "r.xlsx", **CITY, Form_B15=f"We met:\n{ODD}\nSo.")
    again = reading(read_one(tmp_path))
    (odd,) = [trouble for trouble in again.troubles if trouble.slug == "odd-table"]
    assert "begins “Ward | Meetings | People” has rows of 2 and of 3" in odd.detail
    assert [line[:13] for line in prose_text(again.prose).split("\n")] == [
        *("body: We met:", "body: Ward | ", "body: 1 | 3", "body: 2 | 4 |"),
        "body: So.",
    ]


# What is written into a cell

KEPT = {
    "two paragraphs": "One.\n\nTwo.",
    "a list": "Trees:\n\n- Oak\n- Elm\n\nSo.",
    "a list in a list": "- Oak\n  - Red\n  - White\n- Elm",
    "a counted list": "Trees:\n1. Oak\n2. Elm",
    "numbers in brackets": "Trees:\n\n(1) Oak\n(2) Elm",
    "letters": "a. Oak\nb. Elm",
    "other bullets": "■ Oak\n■ Elm",
    "a table": RULED,
    "a table between": f"We met:\n\n{RULED}\n\nSo.",
    "a table that is odd": f"We met:\n\n{RULED}\n| 3 | 4 |\n\nSo.",
}
CHANGED = {
    "wrapped lines": ("We met\nthere.\n\nSo\nit was.", "We met there.\n\nSo it was."),
    "a wrapped item": ("- Oak\n  trees\n- Elm", "- Oak   trees\n- Elm"),
    "a wrapped list of another kind": (
        "■ Oak\n  trees\n■ Elm",
        "- Oak trees\n- Elm",
    ),
    "a hard line end": ("Oak  \nElm\\\nFir", "Oak Elm Fir"),
    "tabs": (TABBED, RULED.replace("---", " --- ")),
    "text beside a table": (
        f"We\nmet:\n{BARRED}\nSo\nit was.",
        f"We met:\n\n{BARRED}\n\nSo it was.",
    ),
    "an escaped line end": ("One._x000D_\n_x000D_\nTwo.", "One.\n\nTwo."),
}


@pytest.mark.parametrize("typed", KEPT.values(), ids=KEPT)
def test_an_answer_goes_into_a_cell_as_it_was_typed(typed: str) -> None:
    assert for_cell(typed, STORY) == typed
    assert printed(from_cell(typed)) == printed(typed)


@pytest.mark.parametrize(("typed", "written"), CHANGED.values(), ids=CHANGED)
def test_what_a_cell_cannot_hold_is_written_otherwise(typed: str, written: str) -> None:
    assert for_cell(typed, STORY) == written
    assert printed(from_cell(written)) == printed(typed)


def printed(text: str) -> tuple[str, list[str]]:
    """Return what is printed of a long answer, and the tables that are odd."""
    again = understand("prose", text, Asked())
    odd = [each.detail for each in again.troubles if each.slug == "odd-table"]
    return prose_text(again.prose), odd


LINES = ("We met", "there.", "It was 5*3", "2016. So", "**bold**", "(see)", "| a |")
BLOCKS = (
    *("- Oak\n- Elm", "- Oak\n  and on\n  - Red\n- Elm", "1. Oak\n2. Elm\nand on"),
    *("(1) Oak\n(2) Elm", "► Oak\n► Elm\nand on", "•\tOak\n•\tElm", "a. Oak\nb. Elm"),
    *(TABBED, RULED, BARRED, OPEN, ODD, f"{RULED}\n| 3 |"),
)
paragraphs = st.lists(st.sampled_from(LINES), min_size=1, max_size=3).map("\n".join)
blocks = st.lists(paragraphs | st.sampled_from(BLOCKS), min_size=1, max_size=4)


@given(blocks)
def test_the_same_is_read_from_a_cell_as_was_written_into_it(typed: list[str]) -> None:
    text = "\n\n".join(typed)
    written = for_cell(text, STORY)
    assert printed(from_cell(written)) == printed(text)


@pytest.mark.parametrize("sign", ["|", "\n", "|\n", "\t\n", "a\tb\n", "|a|b|\n", "x\n"])
def test_no_number_of_lines_takes_long(sign: str) -> None:
    text = sign * (30_000 // len(sign))
    from_cell(text)
    for_cell(text, STORY)
