"""What an .xls, .ods or .xlsb workbook holds beside what calamine tells of it."""

from dataclasses import dataclass, field

At = tuple[str, int, int]
"""Sheet, row and column."""


@dataclass(slots=True)
class Untold:
    """What was found by a look of our own."""

    is_locked: bool = False
    since_1904: bool = False
    """Whether its days are counted from 1904, as Excel for the Mac did."""
    errors: dict[At, str] = field(default_factory=dict)
    texts: dict[At, str] = field(default_factory=dict)
    """What stands in cells with tabs in them; calamine leaves these out."""
    formats: dict[At, str] = field(default_factory=dict)
    """How numbers and days are shown, in Excel's letters: `mmmm yyyy`, `0.0%`."""
    spans: dict[At, tuple[int, int]] = field(default_factory=dict)
    """How many rows and columns a merged cell covers."""
    links: dict[At, str] = field(default_factory=dict)
    """The addresses that a click on a cell opens."""
    struck: dict[At, str] = field(default_factory=dict)
    """The words that are struck out; blank where it is the whole cell."""
    comments: list[tuple[At, str]] = field(default_factory=list)
    """The comments, each at its cell."""
    boxes: list[str] = field(default_factory=list)
    """What stands in text boxes and shapes."""
    may_strike: bool = False
    """Whether a letter may be struck out, and it is not known which."""
