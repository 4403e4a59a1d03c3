"""The front matter: words of the leadership, and the head of the summary."""

from dataclasses import replace

from books import STOCK, Road, traveled
from citybook.compose import compose
from citybook.document import Block, Passage, PullQuote, lines
from citybook.edition import Quotation
from citybook.prose import Paragraph

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
        ("leader-office", "May 1 · Source"),
    ]
    assert roles_of(second) == [
        ("leader-quote", "“More."),
        ("leader-quote", "“And more.”"),
        ("leader-name", "Kim Sample"),
    ]
