"""The front matter: words of the leadership, and the head of the summary."""

from dataclasses import replace

import pytest

from books import STOCK, Road, traveled
from citybook.compose import compose
from citybook.document import Block, Heading, Passage, PullQuote, Table, lines
from citybook.edition import Quotation
from citybook.prose import Paragraph, parse

ROAD = traveled(STOCK)


def page(road: Road, key: str) -> tuple[Block, ...]:
    chapters = compose(road.report, road.flatplan).chapters
    return next(chapter.blocks for chapter in chapters if chapter.key == key)


def led_by(*quotations: Quotation) -> Road:
    """Return the stock edition with other words of the leadership."""
    file = ROAD.report.edition
    edition = replace(file.edition, quotations=quotations)
    report = replace(ROAD.report, edition=replace(file, edition=edition))
    return replace(ROAD, report=report)


def roles_of(block: Block) -> list[tuple[str, str]]:
    match block:
        case PullQuote() | Passage():
            return [line for inner in block.blocks for line in roles_of(inner)]
        case Paragraph():
            return [(block.role, "".join(lines(block)))]
    return []


def test_name_and_office_stand_beneath_the_words_of_the_leadership() -> None:
    whole = Quotation("Well said.", "Pat Sample", "Chair", "May 1", "https://a.example")
    name_alone = Quotation("More.\n\nAnd more.", "Kim Sample")
    first, second = page(led_by(whole, name_alone), "leadership")[1:]
    assert roles_of(first) == [
        ("leader-quote", "“Well said.”"),
        ("leader-name", "Pat Sample"),
        ("leader-office", "Chair"),
        ("leader-office", "May\u00a01 · Source"),
    ]
    assert roles_of(second) == [
        ("leader-quote", "“More."),
        ("leader-quote", "“And more.”"),
        ("leader-name", "Kim Sample"),
    ]


def summed_up_as(*paragraphs: str) -> Road:
    """Return the stock edition with another summary."""
    answer = replace(
        ROAD.report.texts["summary"][0], prose=parse("\n\n".join(paragraphs))
    )
    texts = {**ROAD.report.texts, "summary": (answer,)}
    return replace(ROAD, report=replace(ROAD.report, texts=texts))


def test_the_first_paragraph_of_the_summary_leads_to_the_key_figures() -> None:
    blocks = page(summed_up_as("First.", "Second.", "- Third."), "summary")
    heading, lead, figures, rest = blocks[:4]
    assert isinstance(heading, Heading)
    assert isinstance(lead, Passage)
    assert isinstance(figures, Table)
    assert isinstance(rest, Passage)
    assert roles_of(lead) == [("standfirst", "First.")]
    assert roles_of(rest) == [("body", "Second.")]
    assert lead.key != rest.key
    assert figures.role == "key-figures"


@pytest.mark.parametrize("written", ["One paragraph alone.", "- a list"])
def test_a_summary_of_one_paragraph_or_of_a_list_has_no_standfirst(
    written: str,
) -> None:
    blocks = page(summed_up_as(written), "summary")
    assert isinstance(blocks[1], Table)
    assert "standfirst" not in {role for block in blocks for role, _ in roles_of(block)}
