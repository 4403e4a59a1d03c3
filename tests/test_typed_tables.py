"""Tables in an answer: how they are typed, and what is printed of them."""

import json
import re
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree
from pikepdf import Pdf

from books import STOCK, Book, built, copied
from citybook.document import Passage, Table, lines, walk
from citybook.kinds import Asked, understand
from citybook.prose import Grid, parse, plain
from citybook.typed_tables import MAX_CELLS, MAX_ROWS, with_bars
from conformance import docx_lint, pdf_lint
from conformance.docx_package import W
from conformance.open_xml import sdk_errors
from conformance.pdf_access import barriers, tags
from conformance.programs import program, run
from conformance.verapdf import failed_rules_of_all
from conformance.words import characters, docx_characters, tagged_characters
from dump import block_text, prose_text
from told import told

ASKED = Asked()

SET = [
    ("| Year | Grants |\n| --- | ---: |\n| 2015 | 3 |",
     "grid left right:\n  Year | Grants\n  2015 | 3"),
    ("Year | Grants\n--- | :-:\n2015 | 3\n2016 | –",
     "grid left center:\n  Year | Grants\n  2015 | 3\n  2016 | –"),
    ("| Year | Grants |\n| 2015 | three |",
     "grid left left:\n  Year | Grants\n  2015 | three"),
    ("Year\tGrants\tNote\n2015\t$3\t\n2016\t\tNo",
     "grid left right left:\n  Year | Grants | Note\n  2015 | $3 | \n  2016 |  | No"),
    ("\t2015\t2016\nGrants\t3\t4",
     "grid left right right:\n   | 2015 | 2016\n  Grants | 3 | 4"),
    ("Kind\t\tNumber\nOak\t\t3", "grid left right:\n  Kind | Number\n  Oak | 3"),
    ("Street:\t\tMain\nHouse number:\tTen",
     "grid left left:\n  Street: | Main\n  House number: | Ten"),
    ("What came:\nYear\tGrants\n2015\t3\nDone.",
     "body: What came:\ngrid left right:\n  Year | Grants\n  2015 | 3\nbody: Done."),
    ("| Who | Where |\n| --- | --- |\n| **Oak** & *Elm* | [here](https://a.example) |",
     "grid left left:\n  Who | Where\n  **Oak** & *Elm* | [here](https://a.example)"),
    ("| a \\| b | \"c\" |\n| -- | -- |\n| it's -- so | 1... |",
     "grid left left:\n  a | b | “c”\n  it’s — so | 1…"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "printed"), SET)
def test_lines_of_cells_are_a_table(typed: str, printed: str) -> None:
    assert prose_text(understand("prose", typed, ASKED).prose) == printed
    assert prose_text(parse(typed)) == printed


@pytest.mark.parametrize(
    "typed",
    [
        "Either | or",
        "One | two\nthree | four",
        "|a|\n|b|",
        "In {cities:city|cities}\nand {states:state|states}.",
        "\tAn indented line.\n\tAnother one.",
        "One line.\t\nAnother one.\t",
        "A note:\tone line",
        "Oak\tElm\n\nFir\tAsh",
    ],
)
def test_a_bar_or_tab_in_running_text_makes_no_table(typed: str) -> None:
    reading = understand("prose", typed, ASKED)
    assert not any(isinstance(block, Grid) for block in reading.prose)
    assert plain(reading.prose).split() == typed.split()
    assert not [trouble for trouble in reading.troubles if trouble.slug == "odd-table"]


@pytest.mark.parametrize("mark", ["•", "-", "1.", "1)", "(1)", "a.", "o"])
def test_a_tab_behind_a_bullet_or_number_makes_a_list(mark: str) -> None:
    second = mark.replace("1", "2").replace("a", "b")
    typed = f"{mark}\tOak trees\n{second}\tElm trees"
    prose = understand("prose", typed, ASKED).prose
    assert not any(isinstance(block, Grid) for block in prose)


@pytest.mark.parametrize("end", ["\r\n", "\r", "_x000D_\n"])
def test_any_line_end_ends_a_row(end: str) -> None:
    reading = understand("prose", f"Year\tGrants{end}2015\t3{end}2016\t4", ASKED)
    assert reading.value == "Year\tGrants\n2015\t3\n2016\t4"


ODD = [
    ("Year\tGrants\tNote\n2015\t3\n2016\t4\tNone",
     "begins “Year | Grants | Note” has rows of 2 and of 3 cells."),
    ("| Year | Grants |\n| --- |\n| 2015 | 3 |",
     "begins “Year | Grants” has rows of 1 and of 2 cells."),
    ("a|b|c|d|e|f|g\n-|-|-|-|-|-|-\n1|2|3|4|5|6|7", "has 7 columns; 6 are"),
    ("| Year | Grants |\n| --- | --- |", "has no rows below its header."),
    ("\n".join(f"{n}\t{n}" for n in range(MAX_ROWS + 2)), "has 102 rows; "),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "said"), ODD)
def test_a_table_that_no_page_holds_is_told_and_printed_as_lines(
    typed: str, said: str
) -> None:
    reading = understand("prose", typed, ASKED)
    (trouble,) = [each for each in reading.troubles if each.slug == "odd-table"]
    assert said in trouble.detail
    assert trouble.remedy
    words = re.findall(r"\w+", typed)
    assert re.findall(r"\w+", plain(reading.prose)) == words
    rows = [row for row in typed.split("\n") if "-|" not in row and "--" not in row]
    assert len(reading.prose) == len(rows)


def test_tables_have_room_for_so_many_cells_together() -> None:
    tables = "\n\n".join(["a\tb\nc\td"] * (MAX_CELLS // 4 + 1))
    prose = parse(tables)
    assert sum(isinstance(block, Grid) for block in prose) == MAX_CELLS // 4


def test_that_a_table_was_set_is_told_and_its_words_are_counted() -> None:
    reading = understand("prose", "Year\tGrants\n2015\t3", Asked(max_words=3))
    assert told(reading) == (
        ("too-long", "The answer has 4 words; the form allows 3."),
        ("text-typeset", "Set as in a book: typed tables."),
    )


def test_a_short_answer_has_no_table() -> None:
    reading = understand("text", "Oak\tElm\nFir\tAsh", ASKED)
    assert plain(reading.prose) == "Oak Elm Fir Ash"


@pytest.mark.parametrize("sign", ["|", "\t", "\t|", "|-", "\n|", "a\tb\n"])
def test_no_number_of_bars_and_tabs_takes_long(sign: str) -> None:
    typed = sign * (50_000 // len(sign))
    parse(typed)
    understand("prose", typed, ASKED)
    assert cells(with_bars(typed)) == cells(typed)


def cells(text: str) -> list[str]:
    """Return the words of a text without its bars and the row below a header."""
    return text.replace("|", " ").replace("---", " ").split()


@pytest.mark.parametrize(
    "typed",
    [
        "| Year | Cost |\n| 2014 | 3 |\n| - | - |\n| 2015 | 5 |",
        "Year\tCost\n2014\t3\n-\t-\n2015\t5",
    ],
)
def test_a_row_of_dashes_below_the_header_is_a_row(typed: str) -> None:
    (table,) = parse(typed)
    expected = "grid left right:\n  Year | Cost\n  2014 | 3\n  - | -\n  2015 | 5"
    assert prose_text((table,)) == expected


def test_a_cell_that_is_a_sign_makes_no_item_of_its_row() -> None:
    typed = "Year\tCost\n2014\t3\n–\t4\n2015\t5\n2016\t6"
    (table,) = parse(typed)
    expected = "Year | Cost\n  2014 | 3\n  – | 4\n  2015 | 5\n  2016 | 6"
    assert prose_text((table,)) == f"grid left right:\n  {expected}"


ROWS = [f"Ward-{n}\t{n + 2000}\tNone" for n in range(1, 46)]
ADDRESS = f"https://exampleburg.example/{'documents/' * 12}list.html"
EFFORT = "\n".join(["It came to this:", "Ward\tPeople\tRemark", *ROWS, "", "So."])
LINKS = f"""| Who | Where |
| :-- | :---: |
| **The mayor** and *others* | [the list]({ADDRESS}) |
|  | {ADDRESS} |"""
CITY = f"""city: Exampleburg
state: Ohio
efforts:
  - {{what: {json.dumps(EFFORT)}, source: exampleburg.example}}
  - {{what: {json.dumps(LINKS)}, source: exampleburg.example}}
quotations:
  - text: {json.dumps("We gave" + chr(10) + "Year" + chr(9) + "Grants")}
    speaker: Ann Example
    source: exampleburg.example
"""
SUMMARY = """summary: |
  The cities answered, each of its kind.

  | Kind | Number |
  | --- | --- |
  | All | {cities:city|cities} |
  | By state | {states} |

colophon: |"""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    edition = (STOCK / "submissions/edition.yaml").read_text(encoding="utf-8")
    before, _, rest = edition.partition("summary: |")
    more = {
        "submissions/exampleburg.yaml": CITY,
        "submissions/edition.yaml": before + SUMMARY + rest.partition("colophon: |")[2],
    }
    return built(copied(STOCK, tmp_path_factory.mktemp("tables"), more))


def words_in(node: etree._Element) -> str:
    return "".join(str(text) for text in node.itertext())


def tables_of(book: Book) -> dict[str, Table]:
    blocks = [b for c in book.document.chapters for b in walk(c.blocks)]
    passages = [block for block in blocks if isinstance(block, Passage)]
    return {
        table.key: table
        for passage in passages
        for table in passage.blocks
        if isinstance(table, Table)
    }


def test_a_table_of_an_answer_is_one_of_the_book(book: Book) -> None:
    tables = tables_of(book)
    assert {key: (table.caption, table.widths) for key, table in tables.items()} == {
        "edition/summary/table-1": ("Executive summary", (8, 11)),
        "exampleburg-oh/efforts/1/what/table-1": ("What was done", (7, 6, 6)),
        "exampleburg-oh/efforts/2/what/table-1": ("What was done", (20, 30)),
    }
    assert block_text(tables["edition/summary/table-1"]).split("\n")[1:] == [
        "  Kind | Number",
        "  All | {cities=Four cities}",
        "  By state | {states=Two}",
    ]


def test_a_table_is_whole_and_heard_with_its_headers_in_both_files(book: Book) -> None:
    tables = tables_of(book).values()
    words = Counter(text for table in tables for text in lines(table))
    printed = tagged_characters(book.pdf)
    in_word = docx_characters(book.docx, frozenset({"HYPERLINK", "NOTEREF"}))
    for text in words:
        assert characters([text]) in printed
        assert characters([text]) in in_word
    with Pdf.open(book.pdf) as pdf:
        heard = Counter(tag.role for tag in tags(pdf))
    cells = sum(len(table.header) * (1 + len(table.rows)) for table in tables)
    assert heard["/TH"] + heard["/TD"] >= cells
    assert barriers(book.pdf) == ()
    assert pdf_lint.lint(book.pdf) == ()
    assert failed_rules_of_all([(book.pdf, "ua1"), (book.pdf, "a2a")]) == ((), ())
    assert docx_lint.lint(book.docx) == ()
    assert sdk_errors(book.docx) == ()


def test_the_header_of_a_table_is_repeated_overleaf(book: Book) -> None:
    pages = run([program("pdftotext"), "-layout", book.pdf, "-"]).split("\f")
    shown = [page for page in pages if "Ward-" in page]
    assert len(shown) == 2
    assert all("Remark" in page for page in shown)
    with zipfile.ZipFile(book.docx) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    for table in root.iter(f"{W}tbl"):
        (first, *rest) = table.findall(f"{W}tr")
        assert first.find(f"{W}trPr/{W}tblHeader") is not None
        assert not [row for row in rest if row.find(f"{W}trPr/{W}tblHeader")]


def read(path: Path, part: str) -> etree._Element:
    with zipfile.ZipFile(path) as package:
        return etree.fromstring(package.read(part))


def test_figures_stand_at_the_right_and_names_at_the_left(book: Book) -> None:
    root = read(book.docx, "word/document.xml")
    (table,) = [t for t in root.iter(f"{W}tbl") if "Remark" in words_in(t)]
    for row in table.findall(f"{W}tr"):
        used = [style.get(f"{W}val", "") for style in row.iter(f"{W}pStyle")]
        assert ["Right" in style for style in used] == [False, True, False]
    sheet = read(book.docx, "word/styles.xml")
    (right,) = sheet.iterfind(f"{W}style[@{W}styleId='TableCellRightInset']")
    assert [side.get(f"{W}val") for side in right.iter(f"{W}jc")] == ["right"]
