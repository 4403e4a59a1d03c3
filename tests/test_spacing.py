"""Lines do not end between a number and its noun, or a title and its name."""

import pytest

from citybook.compose import spacing
from citybook.compose.spacing import bound
from citybook.document import Chapter, Heading, PullQuote
from citybook.prose import Emphasis, Link, Paragraph, Text


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("49 cities in 30 states", "49~cities in 30~states"),
        ("1,250 people, $3.5 million", "1,250~people, $3.5~million"),
        ("in 2016 the city", "in 2016 the city"),
        ("on Aug. 10, 2016", "on Aug.~10, 2016"),
        ("by July 4", "by July~4"),
        ("July 2016", "July 2016"),
        ("Sen. Example and Dr. J. R. Example", "Sen.~Example and Dr.~J.~R.~Example"),
        ("The U.S. Conference", "The U.S.~Conference"),
        ("see pp. 4 and 5", "see pp.~4 and 5"),
        ("at St. Paul", "at St.~Paul"),
        ("that – or so – it is", "that~– or so~– it is"),
        ("plan B. The rest", "plan B.~The rest"),
        ("It ends. The rest", "It ends. The rest"),
        ("Sentence no. next", "Sentence no. next"),
    ],
)
def test_a_space_that_binds_is_told_from_one_that_does_not(
    typed: str, printed: str
) -> None:
    assert bound(typed).replace("\u00a0", "~") == printed


def test_prose_is_bound_at_every_depth_and_headings_are_not() -> None:
    typed, printed = (Text("St. Paul"),), (Text("St.\u00a0Paul"),)
    heading = Heading(1, typed, "st-paul", "heading-1")
    inner = Paragraph((Emphasis((Link(typed, "https://paul.example/"),)),))
    chapter = Chapter("state/mn", "body", "", (heading, PullQuote((inner,))))
    bound_heading, quote = spacing.spaced(chapter).blocks
    assert bound_heading == heading
    assert isinstance(quote, PullQuote)
    assert quote.blocks == (
        Paragraph((Emphasis((Link(printed, "https://paul.example/"),)),)),
    )
