"""Another edition: its own form, order and look, and not a line of code."""

import pikepdf
import pytest

from books import Book
from citybook.document import walk
from citybook.folders import Folders
from citybook.form import read_form
from citybook.kinds import KINDS
from conformance.docx_package import W, open_docx
from conformance.tagged import tagged_text
from conformance.words import (
    characters,
    docx_characters,
    tagged_characters,
)
from dump import block_text

PRINTED = {
    "city": ["Exemplar Heights", "San Ejemplo", "Dummy Springs"],
    "state": ["District of Columbia", "Maine", "Oregon", "Puerto Rico"],
    "link": ["heights.example; budget.heights.example", "paper.example"],
    "email": ["E-mail: budget@mockham.example · Telephone"],
    "phone": ["Telephone: 541-555-0199", "Telephone: 787-555-0123, ext. 4"],
    "date": ["First heldMay 2011", "First heldOct. 1, 2009", "$120,000 · 2016"],
    "choice": ["How votes are castOn paper", "How votes are castOnline, on any screen"],
    "choices": ["Who may voteResidentsPupils from age 12Shops & workshopsHow it works"],
    "money": ["Sum at stake$1,250,000.50", "Sum at stake$75,000", "$2,500.50", "$0"],
    "number": ["Votes cast3,218", "Votes cast12,045", "Votes in percent: 41.5 · More"],
    "yes-no": ["Held every yearNo", "Held every yearYes"],
    "text": ["Tu barrio, tu voto", "Ours to spend, ours to mend"],
    "picture": ["The market hall on the day of the vote. · Marisol Muestra"],
    "prose": [
        "Votes are cast in three rounds:ideas,plans:one for each ward,",
        "Nobody’s vote — nobody’s! — counts twice.",
        "By ballot, in the “Town Hall”.",
        "Every ward meets in spring.Every household has one vote.The count is public.",
    ],
}
"""For each kind of answer, what stands in print; white space is not compared."""

SENTENCES = [
    "Eight cities in two states, the District of Columbia and Puerto Rico let",
    "They chose six projects, of which two are finished and one dates from before",
    "count two votes online and one vote on paper.",
    "seven programs for residents, four programs for pupils and two Shops & workshops.",
    "Now I read them all.”— Dana Standin, resident of Ward 2 1",
    "“We voted in the market hall, between fish and flowers.”— Marisol Muestra",
    "Lights on Main Street · $18,000 · Dec. 24, 2009 · Finished · Early",
    "A bench · Cost not told",
]


@pytest.fixture(scope="module")
def in_pdf(budget: Book) -> str:
    return tagged_characters(budget.pdf)


@pytest.fixture(scope="module")
def in_docx(budget: Book) -> str:
    return docx_characters(budget.docx)


@pytest.mark.parametrize(
    "words", [*SENTENCES, *(text for texts in PRINTED.values() for text in texts)]
)
def test_every_kind_of_answer_is_printed_in_both_files(
    in_pdf: str, in_docx: str, words: str
) -> None:
    assert characters([words]) in in_pdf
    assert characters([words]) in in_docx


def test_its_form_asks_for_every_kind_of_answer(budget: Book) -> None:
    path = budget.folders.template("form.yaml")
    assert path.is_relative_to(budget.folders.root)
    form, _ = read_form(path, "form.yaml")
    assert form
    asked = {field.kind for section in form.sections for field in section.fields}
    assert asked == set(KINDS) == set(PRINTED)


def test_it_has_no_fault_and_the_right_number_of_cities(budget: Book) -> None:
    outcome = budget.outcome
    assert outcome.status == 0
    assert (outcome.cities, outcome.states, outcome.territories) == (8, 2, 2)
    assert {f.severity.name for f in outcome.findings} == {"NOTE"}


def test_what_is_not_public_is_told_to_the_editors_and_not_printed(
    budget: Book, in_pdf: str, in_docx: str
) -> None:
    notes = [f for f in budget.outcome.findings if f.rule.slug == "note-for-editors"]
    assert {note.value for note in notes} == {
        "Please send two copies.",
        "The telephone is new.",
    }
    for note in notes:
        assert characters([note.value]) not in in_pdf + in_docx


def test_the_flatplan_gives_the_order_of_the_pages(budget: Book) -> None:
    assert [chapter.key for chapter in budget.document.chapters] == [
        *("cover", "summary", "contents", "imprint"),
        *("state/dc", "state/me", "state/or", "state/pr"),
        *("sources", "cities-by-state", "figures", "colophon"),
    ]


def test_lists_stress_and_links_keep_their_form(budget: Book) -> None:
    texts = [
        block_text(block)
        for chapter in budget.document.chapters
        for block in walk(chapter.blocks)
    ]
    assert "body: Votes are cast in **three rounds**:" in texts
    assert (
        "list-item:\n  # ideas,\n  # plans:\n    - one for each ward,\n"
        "    - one for the whole city,\n  # the *final* vote."
    ) in texts
    assert (
        "body: All rules stand [in one place](https://heights.example/rules). "
        "Nobody’s vote\u00a0— nobody’s!\u00a0— counts twice."
    ) in texts


def test_a_numbered_list_counts_its_own_items_and_not_those_inside_them(
    budget: Book,
) -> None:
    labels: list[str] = []
    texts: list[str] = []
    for run in tagged_text(budget.pdf):
        if "Lbl" in run.tags:
            labels.append(run.text.strip())
        elif "LBody" in run.tags:
            texts.append(run.text.strip())
    outer = ("ideas,", "plans:", "the")  # the third goes on in italics
    labeled = dict(zip(texts, labels, strict=False))
    assert [labeled[text] for text in outer] == ["1.", "2.", "3."]


def test_entries_are_in_the_order_of_the_field_that_the_flatplan_names(
    in_pdf: str,
) -> None:
    costs = [
        "Shade for the schoolyard · $9,500",
        "A second bridge · $120,000",
        "A bench",
    ]
    places = [in_pdf.index(characters([words])) for words in costs]
    assert places == sorted(places)


def test_the_pages_and_colors_are_its_own(budget: Book) -> None:
    with pikepdf.open(budget.pdf) as pdf:
        boxes = {tuple(round(float(x)) for x in page.mediabox) for page in pdf.pages}
    assert boxes == {(0, 0, 595, 842)}
    package = open_docx(budget.docx)
    sizes = {(s.get(f"{W}w"), s.get(f"{W}h")) for s in package.body().iter(f"{W}pgSz")}
    assert sizes == {("11906", "16838")}
    (styles,) = package.related("styles")
    colors = {color.get(f"{W}val") for color in styles.root.iter(f"{W}color")}
    assert "14532D" in colors
    assert "1D4568" not in colors


def test_its_blank_form_asks_its_own_questions(budget: Book) -> None:
    blank = (budget.folders.output / "form.yaml").read_text()
    assert "form: neighborhood-budgets/3" in blank
    assert "Who may vote. Required." in blank
    assert Folders(budget.folders.root).template("style.yaml").parent.parent == (
        budget.folders.root
    )
