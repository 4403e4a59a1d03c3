"""The edition that comes along: 49 cities in 30 states, counted and not typed."""

import datetime
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest

from books import BROKEN_CITY, SHIPPED, Book, Road, checked, copied, traveled
from citybook.dates import PartialDate
from citybook.document import Heading, Table, headings, walk
from citybook.findings import as_text
from citybook.prose import Paragraph, plain, plain_inlines
from citybook.report import Item
from citybook.states import STATES
from conformance.docx_package import W, open_docx
from conformance.words import (
    characters,
    docx_characters,
    pdf_words,
    tagged_characters,
    within_margins,
)
from walk import answered

JULY = datetime.date(2016, 7, 1)
QUOTE_MARKS = str.maketrans("", "", "“”‘’\"'")


@pytest.fixture(scope="module")
def road() -> Road:
    return traveled(SHIPPED)


@pytest.fixture(scope="module")
def in_pdf(shipped: Book) -> str:
    return tagged_characters(shipped.pdf)


@pytest.fixture(scope="module")
def in_docx(shipped: Book) -> str:
    return docx_characters(shipped.docx)


def items(road: Road, section: str) -> list[Item]:
    return [item for city in road.report.cities for item in city.items[section]]


def summary(road: Road) -> str:
    return plain(road.report.texts["summary"][0].prose)


def test_nothing_is_held_back_and_nothing_is_to_be_looked_at(shipped: Book) -> None:
    assert shipped.outcome.status == 0
    assert {f.severity.name for f in shipped.outcome.findings} == {"NOTE"}
    assert (shipped.outcome.cities, shipped.outcome.states) == (49, 30)
    assert shipped.outcome.territories == 0


def test_the_summary_states_49_cities_in_30_states(in_pdf: str, in_docx: str) -> None:
    for text in (in_pdf, in_docx):
        assert characters(["49 cities in 30 states: 84 efforts, each with"]) in text
        assert characters(["33 public statements in all"]) in text


def test_every_figure_of_the_summary_is_computed(road: Road) -> None:
    typed = road.edition.edition.summary
    outside = re.sub(r"\{[^}]*\}|July 13, 2016|July 13|July 2016", "", typed)
    assert not re.search(r"\d", outside)
    assert "49" not in typed + road.edition.edition.notice
    assert "30" not in typed + road.edition.edition.notice


def test_there_are_84_efforts_and_33_quotations(road: Road) -> None:
    assert len(items(road, "efforts")) == 84
    assert len(items(road, "quotations")) == 33


def file_of(road: Road, city: str) -> str:
    (source,) = (c.source.file for c in road.report.cities if c.name == city)
    return source


def sole_city(road: Road) -> str:
    """Return a city that is its state's only one, and alone in its file."""
    files = [city.source.file for city in road.report.cities]
    alone = (group.cities[0] for group in road.report.states if len(group.cities) == 1)
    return next(city.name for city in alone if files.count(city.source.file) == 1)


def city_with_neighbors(road: Road) -> str:
    files = [city.source.file for city in road.report.cities]
    many = (group.cities[0] for group in road.report.states if len(group.cities) > 1)
    return next(city.name for city in many if files.count(city.source.file) == 1)


def test_without_one_city_48_are_counted_in_as_many_states(
    road: Road, tmp_path: Path
) -> None:
    root = copied(SHIPPED, tmp_path)
    (root / "submissions" / file_of(road, city_with_neighbors(road))).unlink()
    assert "48 cities in 30 states: " in summary(traveled(root))


def test_without_the_only_city_of_a_state_29_states_are_counted(
    road: Road, tmp_path: Path
) -> None:
    root = copied(SHIPPED, tmp_path)
    (root / "submissions" / file_of(road, sole_city(road))).unlink()
    assert "48 cities in 29 states: " in summary(traveled(root))
    assert checked(root).cities == 48


def test_a_file_may_have_any_name_and_stand_in_any_folder(
    road: Road, tmp_path: Path
) -> None:
    root = copied(SHIPPED, tmp_path)
    folder = root / "submissions" / "late" / "answers"
    folder.mkdir(parents=True)
    old = root / "submissions" / file_of(road, sole_city(road))
    old.rename(folder / f"0{old.suffix.upper()}")
    assert summary(traveled(root)) == summary(road)


def test_with_a_broken_city_the_book_is_built_and_its_cells_are_named(
    shipped_draft: Book,
) -> None:
    assert shipped_draft.outcome.status == 1
    told = [as_text(f) for f in shipped_draft.outcome.findings if f.severity == 1]
    places = [line.partition(": ")[0] for line in told]
    assert places == ["brokenville.yaml:4:11"] * 3
    text = tagged_characters(shipped_draft.pdf)
    assert characters(["50 cities in 31 states"]) in text
    assert characters(["See brokenville.yaml:4:11.]"]) in text


def test_every_page_and_every_header_of_a_draft_says_draft(
    shipped_draft: Book, road: Road
) -> None:
    page = road.style.page
    head = within_margins(bottom_pt=page.height_pt - page.top_pt)
    with pikepdf.open(shipped_draft.pdf) as pdf:
        pages = len(pdf.pages)
    assert pdf_words(shipped_draft.pdf, head).count("Draft") == pages
    headers = open_docx(shipped_draft.docx).related("header")
    assert headers
    for part in headers:
        texts = [node.text for node in part.root.iter(f"{W}t")]
        assert texts.count("Draft") == 1


def test_final_copy_says_draft_nowhere(shipped: Book) -> None:
    assert "Draft" not in pdf_words(shipped.pdf)
    for part in open_docx(shipped.docx).stories():
        assert "Draft" not in [node.text for node in part.root.iter(f"{W}t")]


def test_every_quotation_is_printed_word_for_word_with_speaker_and_source(
    road: Road, in_pdf: str, in_docx: str
) -> None:
    bare_pdf, bare_docx = (text.translate(QUOTE_MARKS) for text in (in_pdf, in_docx))
    for item in items(road, "quotations"):
        said = characters([plain(item.answers["text"].prose)]).translate(QUOTE_MARKS)
        assert said in bare_pdf
        assert said in bare_docx
        assert item.answers["speaker"].prose
        assert item.answers["source"].prose


def test_the_words_of_a_quotation_are_those_of_its_file(road: Road) -> None:
    """Nothing but quote marks, dashes and ellipses differs from what was typed."""
    typed = {
        finding.value
        for finding in road.findings
        if "Words said" in finding.detail and finding.rule.slug == "text-typeset"
    }
    printed = {
        only_letters(plain(i.answers["text"].prose)) for i in items(road, "quotations")
    }
    assert typed
    assert {only_letters(text) for text in typed} <= printed


def only_letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


def test_every_effort_shows_a_date_or_undated_and_a_source(road: Road) -> None:
    labels = [p for p in all_paragraphs(road) if p.role == "entry-label"]
    assert len(labels) == 84
    for label in labels:
        text = plain_inlines(label.children)
        assert re.match(r"Undated|([A-Z].*)?\d{4}\b", text)
    told = {each.key: words for each, words in answered(road.document.chapters)}
    sources = [item.answers["source"].key for item in items(road, "efforts")]
    assert len(sources) == 84
    for key in sources:
        assert re.fullmatch(r"\S+\.\S+( \S+\.\S+)*", told[key])


def all_paragraphs(road: Road) -> Iterator[Paragraph]:
    for chapter in road.document.chapters:
        for block in walk(chapter.blocks):
            if isinstance(block, Paragraph):
                yield block


def test_an_effort_of_before_july_2016_says_background(road: Road) -> None:
    for item in items(road, "efforts"):
        date = item.answers["date"].value
        is_early = isinstance(date, PartialDate) and date.latest() < JULY
        label = next(
            plain_inlines(block.children)
            for block, after in label_and_text(road)
            if after == item.answers["what"].key
        )
        assert label.endswith("Background") or not is_early
        if item.answers["background"].value is True:
            assert label.endswith("Background")


def label_and_text(road: Road) -> Iterator[tuple[Paragraph, str]]:
    """Yield the label of each effort with the key of the passage that follows it."""
    for chapter in road.document.chapters:
        for label, passage in pairwise(chapter.blocks):
            if isinstance(label, Paragraph) and label.role == "entry-label":
                yield label, getattr(passage, "key", "")


def test_efforts_stand_in_the_order_of_their_dates_undated_ones_last(
    road: Road,
) -> None:
    keys = [key for _, key in label_and_text(road)]
    for city in road.report.cities:
        mine = {item.answers["what"].key: item for item in city.items["efforts"]}
        order = [mine[key].answers["date"].value for key in keys if key in mine]
        known = [date for date in order if isinstance(date, PartialDate)]
        assert len(order) == len(mine)
        assert order[: len(known)] == known
        assert known == sorted(known)


def test_states_and_the_cities_of_a_state_stand_in_alphabetical_order(
    road: Road,
) -> None:
    names = [group.state.name for group in road.report.states]
    assert names == sorted(names)
    assert set(names) <= {state.name for state in STATES if state.is_state}
    for group in road.report.states:
        cities = [city.name for city in group.cities]
        assert cities == sorted(cities)


def test_the_table_of_cities_names_each_city_once(road: Road) -> None:
    tables = [
        block
        for chapter in road.document.chapters
        for block in walk(chapter.blocks)
        if isinstance(block, Table) and block.key == "cities-table"
    ]
    (table,) = tables
    named = [name for row in table.rows for name in plain_inlines(row[1]).split(", ")]
    assert named == [city.name for city in road.report.cities]
    assert len(table.rows) == 30


def test_the_outline_has_every_state_and_city(shipped: Book) -> None:
    listed = [h for h in headings(shipped.document) if h.is_listed]
    assert [len([h for h in listed if h.level == level]) for level in (1, 2)] == [
        30 + len(not_states(listed)),
        49,
    ]


def not_states(listed: list[Heading]) -> list[Heading]:
    return [h for h in listed if h.level == 1 and not h.key.startswith("state/")]


def test_notes_for_the_editors_are_in_neither_file(
    road: Road, in_pdf: str, in_docx: str
) -> None:
    notes = [f.value for f in road.findings if f.rule.slug == "note-for-editors"]
    assert len(notes) > 10
    for note in notes:
        assert characters([note]) not in in_pdf
        assert characters([note]) not in in_docx


@pytest.mark.parametrize(
    "sign",
    [r"\bNone\b", r"\bnan\b", r"[{}]", "Traceback", "<[a-z/]", r"\*\*", "_x000D_"],
)
def test_nothing_of_the_machine_is_printed(shipped: Book, sign: str) -> None:
    words = " ".join(pdf_words(shipped.pdf))
    assert not re.search(sign, words)


def test_the_book_says_that_it_is_not_the_report_of_that_time(in_pdf: str) -> None:
    assert characters(["It is not the report that The U.S. Conference of"]) in in_pdf
    assert characters(["that is a coincidence."]) in in_pdf


def test_mending_the_broken_city_makes_final_copy(tmp_path: Path) -> None:
    more = {"submissions/brokenville.yaml": BROKEN_CITY}
    root = copied(SHIPPED, tmp_path, more)
    assert checked(root).status == 1
    mended = BROKEN_CITY.replace("date: no day", "what: A walk.\n    source: b.example")
    (root / "submissions" / "brokenville.yaml").write_text(mended)
    outcome = checked(root)
    assert (outcome.status, outcome.cities) == (0, 50)
