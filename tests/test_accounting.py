"""Nothing that a city typed is lost: every cell is in the book or in the findings."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

import test_intake_cases
import test_intake_files
import test_intake_shapes
from accounting import lost_in
from books import BUDGET, SHIPPED, STOCK, TESTS, copied
from every_cell import Spot, spots
from intake import EDITION
from intake_cases import Case, name_of
from intake_files import FILLED, filled, put
from test_findings import SLUGS, lay_over

CASES = [
    *(*test_intake_cases.FORMS, *test_intake_cases.TABLES),
    *(*test_intake_cases.OTHERS, *test_intake_cases.YAML),
    *(*test_intake_files.DIALECTS, *test_intake_files.OLD, *test_intake_files.HIDDEN),
    *(*test_intake_files.NAMES, *test_intake_files.ENDINGS),
    *(*test_intake_shapes.FORMS, *test_intake_shapes.TABLES),
    *(*test_intake_shapes.VENDORS, *test_intake_shapes.YAML),
]

UNREAD = {"bad-definition"}
"""Without a form nothing is read at all."""


def told(missing: Sequence[Spot]) -> str:
    return "lost:\n" + "\n".join(map(str, missing))


@pytest.mark.parametrize("edition", [STOCK, BUDGET, SHIPPED], ids=lambda p: p.name)
def test_an_edition_loses_no_cell(edition: Path) -> None:
    missing = lost_in(edition)
    assert not missing, told(missing)


def test_the_shipped_edition_has_thousands_of_cells() -> None:
    folder = SHIPPED / "submissions"
    counts = {p.name: len(spots(p, p.name)) for p in folder.iterdir()}
    assert sum(counts.values()) > 3000
    assert all(counts.values()), counts


@pytest.mark.parametrize("rule", [slug for slug in SLUGS if slug not in UNREAD])
def test_an_edition_with_a_fault_loses_no_cell(rule: str, tmp_path: Path) -> None:
    copied(STOCK, tmp_path)
    lay_over(TESTS / "findings" / rule, tmp_path)
    missing = lost_in(tmp_path)
    assert not missing, told(missing)


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_a_case_of_intake_loses_no_cell(case: Case, tmp_path: Path) -> None:
    copied(EDITION, tmp_path)
    for name, write in {case.file: case.write, **case.beside}.items():
        path = tmp_path / "submissions" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path)
    missing = lost_in(tmp_path)
    assert not missing, told(missing)


# Workbooks that nobody foresaw

PHASES = (Phase.explicit, Phase.generate, Phase.shrink)
"""Why a smaller example fails takes more time to find than it is worth."""

WORDS = ("see our letter", "Pat", "12", "n/a", "Mayor", "yes", "417 trees", "City", "-")
texts = st.sampled_from(WORDS) | st.text(
    "abcdefghij XYZ0123456789.,;:!?&#@=+'\"éñ", min_size=1, max_size=30
).filter(str.strip)
places = st.tuples(st.integers(1, 40), st.integers(1, 12))
strays = st.dictionaries(places, texts, max_size=8)


def sprinkle(sheet: Worksheet, typed: Mapping[tuple[int, int], str]) -> None:
    """Type texts into cells that are still empty."""
    for (row, column), text in typed.items():
        cell = sheet.cell(row, column)
        if cell.value is None:
            put(sheet, cell.coordinate, text)


def hide(sheet: Worksheet, rows: Sequence[int], columns: Sequence[str]) -> None:
    for row in rows:
        sheet.row_dimensions[row].hidden = True
    for column in columns:
        sheet.column_dimensions[column].hidden = True


def hold(workbook: Workbook) -> None:
    """Expect that nothing of a workbook is lost."""
    with TemporaryDirectory() as name:
        root = copied(EDITION, Path(name))
        workbook.save(root / "submissions" / "city.xlsx")
        missing = lost_in(root)
    assert not missing, told(missing)


def comment(sheet: Worksheet, notes: Mapping[tuple[int, int], str]) -> None:
    for place, text in notes.items():
        sheet.cell(*place).comment = Comment(text, "A")


@settings(max_examples=25, phases=PHASES)
@given(
    form=strays,
    events=strays,
    extra=strays,
    notes=st.dictionaries(places, texts, max_size=3),
    rows=st.lists(st.integers(2, 25), max_size=3),
    is_hidden=st.booleans(),
)
def test_a_form_with_texts_all_over_loses_no_cell(
    form: Mapping[tuple[int, int], str],
    events: Mapping[tuple[int, int], str],
    extra: Mapping[tuple[int, int], str],
    notes: Mapping[tuple[int, int], str],
    rows: list[int],
    is_hidden: bool,
) -> None:
    with TemporaryDirectory() as name:
        path = Path(name, "form.xlsx")
        filled()(path)
        workbook = load_workbook(path)
    sprinkle(workbook["Form"], form)
    sprinkle(workbook["Events"], events)
    sprinkle(workbook.create_sheet("More"), extra)
    comment(workbook["Form"], notes)
    hide(workbook["Form"], rows, ["F"])
    workbook["More"].sheet_state = "hidden" if is_hidden else "visible"
    hold(workbook)


HEADINGS = (
    *("City", "State", "Mayor", "Population", "Telephone", "Council district", ""),
    *("Activities", "Remarks", "Twitter", "mayor", "Open at night", "Name", "Date"),
)


@settings(max_examples=25, phases=PHASES)
@given(
    title=st.lists(texts, max_size=2),
    headings=st.lists(st.sampled_from(HEADINGS), max_size=6),
    rows=st.lists(st.lists(texts | st.just(""), max_size=9), min_size=1, max_size=4),
    far=strays,
)
def test_a_table_of_anything_loses_no_cell(
    title: list[str],
    headings: list[str],
    rows: list[list[str]],
    far: Mapping[tuple[int, int], str],
) -> None:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    lines = [
        *([text] for text in title),
        ["City", "State", *headings],
        *([f"Town {n}", "Iowa", *row] for n, row in enumerate(rows)),
    ]
    for row, line in enumerate(lines, 1):
        for column, text in enumerate(line, 1):
            if text:
                put(sheet, sheet.cell(row, column).coordinate, text)
    sprinkle(sheet, {(row + len(lines), column): t for (row, column), t in far.items()})
    hold(workbook)


@settings(max_examples=25, phases=PHASES)
@given(st.dictionaries(places, texts, min_size=1, max_size=25))
def test_a_sheet_of_anything_loses_no_cell(
    typed: Mapping[tuple[int, int], str],
) -> None:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    for place, value in FILLED.items():
        put(sheet, place, value)
    sprinkle(sheet, {(3, 1): "City", (4, 1): "State", (5, 1): "Mayor", **typed})
    hold(workbook)
