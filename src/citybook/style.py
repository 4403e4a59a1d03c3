"""The style: how the book looks, as `templates/style.yaml` states it."""

import math
import re
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Literal

from citybook.definition import STRICT, read_definition
from citybook.findings import Finding
from citybook.fonts import characters, face, faces, shared_characters

_COLOR = re.compile(r"#[0-9a-f]{6}")

ROLES = frozenset(
    {
        *("title", "subtitle", "cover-publisher", "cover-date"),
        *("opener", "opener-cities"),
        *("heading-1", "heading-2", "heading-3", "heading-minor", "standfirst"),
        *(
            "body",
            "list-item",
            "list-number",
            "fact",
            "entry-label",
            "source",
            "note",
            "reference",
        ),
        "index-entry",
        *("leader-quote", "leader-name", "leader-office"),
        *("pull-quote", "attribution", "small", "contents-1", "contents-2"),
        *("table-header", "table-cell", "gap", "running-head", "folio"),
        *("caption", "figure", "figure-note", "figure-label", "map-label"),
        "picture-caption",
        *("key-figure", "key-figure-label"),
    }
)
"""What a text can be; a style must say how each of them looks."""


HYPHENATED = frozenset(
    {
        *("body", "list-item", "list-number", "small", "standfirst", "table-cell"),
        *("figure-note", "pull-quote", "leader-quote"),
    }
)
"""The roles of running text, whose words may be parted at line ends."""

TABLE_ABOVE_PT, TABLE_BELOW_PT = 7.5, 15
"""The space round a table."""
FIGURES_RIGHT_PT = 12
"""The room right of a column that is aligned at the right, besides that of all."""
KEY_RULE_PT, KEY_GAP_PT = 2, 4
"""The rule above key figures, and the room below it."""

PICTURE_ABOVE_PT = 8.25
"""The room above a picture that came in."""
PORTRAIT_BELOW_PT, LOGO_BELOW_PT = 5.5, 14
"""The room below those that have no caption."""

QUOTATIONS = ("pull-quote", "leader-quote")
"""The roles of what is quoted, whose paragraphs belong together."""

COLUMN_GAP_PT = 18
"""The room between two columns of text."""

RESERVED = frozenset(
    {
        *("Normal", "Hyperlink", "Emphasis", "Strong", "TOC Heading"),
        *("Book Table", "Key Figures Table", "Draft Mark", "Footnote Reference"),
        *("annotation text", "annotation reference"),
    }
)
"""Names of styles that the Word file has besides those of the roles."""


def lets_go(role: str, following: str) -> bool:
    """Tell whether a text that keeps with the next does not keep with this next one.

    Else short entries, or short cities, would be one chain: longer than a page, it
    breaks anywhere.
    """
    is_next_city = following == "heading-2" and not role.startswith("heading-")
    return role == following or is_next_city


@dataclass(frozen=True, slots=True)
class Page:
    """Trim size and margins, in points."""

    width_pt: float
    height_pt: float
    top_pt: float
    bottom_pt: float
    left_pt: float
    right_pt: float
    head_pt: float
    """From the top edge to the running head."""
    foot_pt: float
    """From the bottom edge to the folio."""

    __pydantic_config__ = STRICT

    def __post_init__(self) -> None:
        """Refuse a page whose margins leave no room for text."""
        if not all(0 < length < math.inf for length in astuple(self)):
            raise ValueError("every measure is more than 0")
        if self.head_pt > self.top_pt or self.foot_pt > self.bottom_pt:
            raise ValueError("head_pt and foot_pt lie inside the margins")
        if self.measure_pt < 144 or self.height_pt - self.top_pt - self.bottom_pt < 144:
            raise ValueError("the margins leave less than two inches for the text")

    @property
    def measure_pt(self) -> float:
        """Width of a line of text."""
        return self.width_pt - self.left_pt - self.right_pt


@dataclass(frozen=True, slots=True)
class Cover:
    """The colored panel of the cover, in shares of a height."""

    panel: float
    """How much of the page the panel takes."""
    title: float
    """How far down the panel the title begins."""

    __pydantic_config__ = STRICT


@dataclass(frozen=True, slots=True)
class SilhouetteStyle:
    """The box at the head of a chapter that its outline fits into, in points."""

    width_pt: float
    height_pt: float
    top_pt: float
    """From the top edge of the page."""
    right_pt: float
    """From its right edge."""

    __pydantic_config__ = STRICT

    def fitted(self, width: float, height: float) -> tuple[float, float]:
        """Return the size of what stands at the right of the box, half way down."""
        scale = min(self.width_pt / width, self.height_pt / height)
        return scale * width, scale * height


@dataclass(frozen=True, slots=True)
class TableStyle:
    """Room inside the cells of a table, in points."""

    top_pt: float
    bottom_pt: float
    right_pt: float
    header_bottom_pt: float

    __pydantic_config__ = STRICT


@dataclass(frozen=True, slots=True)
class PictureStyle:
    """The most room that a picture which came in may take, in points."""

    height_pt: float = 300
    """Of a city's picture, which is as wide as the text at the most."""
    portrait_pt: float = 96
    """How wide and how high a portrait is."""
    logo_pt: float = 84
    """How high a logo is."""

    __pydantic_config__ = STRICT

    def __post_init__(self) -> None:
        """Refuse a picture that no page has room for."""
        if not all(0 < side <= 600 for side in astuple(self)):
            raise ValueError("a picture takes more than 0 and at most 600 points")


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How one role looks; lengths in points."""

    word: str
    """Name of its paragraph style in Word."""
    font: Literal["serif", "sans"]
    size_pt: float
    leading_pt: float
    """From one baseline to the next."""
    color: str
    bold: bool = False
    italic: bool = False
    small_caps: bool = False
    """Whether small letters are small capitals, those of the typeface in the PDF."""
    tracking_pt: float = 0
    """More room between its letters."""
    before_pt: float = 0
    after_pt: float = 0
    left_pt: float = 0
    right_pt: float = 0
    first_pt: float = 0
    """Of the first line, beyond the others; less than 0 to hang a quotation mark."""
    keep_with_next: bool = False
    keep_with_previous: bool = False
    """Never at the top of a page without the paragraph that it belongs to."""
    rule: Literal["", "left", "above"] = ""
    fill: str = ""

    __pydantic_config__ = STRICT

    @property
    def between_pt(self) -> float:
        """The room between two paragraphs of one quotation."""
        return self.leading_pt / 2

    def __post_init__(self) -> None:
        """Refuse letters without size, and measures that are no numbers."""
        if not (0 < self.size_pt <= 200 and 0 < self.leading_pt <= 400):
            raise ValueError("size_pt is from 0 to 200, leading_pt from 0 to 400")
        spaces = (self.before_pt, self.after_pt, self.left_pt, self.right_pt)
        if abs(self.tracking_pt) > 10:
            raise ValueError("tracking_pt is at most 10")
        if abs(self.first_pt) > 72:
            raise ValueError("first_pt is at most 72")
        if not all(abs(space) <= 400 for space in spaces):
            raise ValueError("the space round a text is at most 400")


@dataclass(frozen=True, slots=True)
class Fonts:
    """The typefaces of the book."""

    serif: str
    sans: str
    fallback: tuple[str, ...] = ()
    """Families that step in, in this order, for characters that the two lack."""

    __pydantic_config__ = STRICT

    @property
    def text(self) -> tuple[str, str]:
        """The families of the text, which have four faces each."""
        return (self.serif, self.sans)

    def __getitem__(self, kind: Literal["serif", "sans"]) -> str:
        return self.serif if kind == "serif" else self.sans


@dataclass(frozen=True, slots=True)
class Style:
    """All design tokens of an edition."""

    page: Page
    cover: Cover
    silhouette: SilhouetteStyle
    table: TableStyle
    fonts: Fonts
    colors: Mapping[str, str]
    """By name, as `#rrggbb`."""
    roles: Mapping[str, TextStyle]
    picture: PictureStyle = PictureStyle()
    hyphenation: bool = False
    """Whether words of running text are parted at line ends."""

    __pydantic_config__ = STRICT

    def __post_init__(self) -> None:
        """Refuse a missing role, an unknown one, and a color without a value."""
        if self.roles.keys() != ROLES:
            wrong = ", ".join(sorted(self.roles.keys() ^ ROLES))
            raise ValueError(f"roles missing or unknown: {wrong}")
        for family in self.fonts.text:
            _refuse_unknown(family, whole=True)
        for family in self.fonts.fallback:
            _refuse_unknown(family, whole=False)
        words = [style.word for style in self.roles.values()]
        twice = {word for word in words if words.count(word) > 1 or word in RESERVED}
        if twice:
            names = ", ".join(sorted(twice))
            raise ValueError(f"names of Word styles taken twice: {names}")
        for name, color in self.colors.items():
            if not _COLOR.fullmatch(color):
                raise ValueError(f"color {name} is not of the form #1d4568")
        used = {style.color for style in self.roles.values()}
        used |= {style.fill for style in self.roles.values() if style.fill}
        used |= {"tint", "rule", "accent", "alarm", "paper"}
        if missing := sorted(used - self.colors.keys()):
            raise ValueError(f"colors without a value: {', '.join(missing)}")

    @property
    def printable(self) -> frozenset[int]:
        """The characters that some typeface prints wherever they stand."""
        of_text = shared_characters(self.fonts.text)
        return of_text.union(*map(characters, self.fonts.fallback))

    def stand_in(self, char: str) -> str:
        """Return the family that prints what the text's own lack, or ''.

        A space needs no glyph.
        """
        if char.isspace() or ord(char) in shared_characters(self.fonts.text):
            return ""
        families = self.fonts.fallback
        return next((f for f in families if ord(char) in characters(f)), "")

    def color(self, role: str) -> str:
        """Return the color of a role's text, as `#rrggbb`."""
        return self.colors[self.roles[role].color]


def _refuse_unknown(family: str, *, whole: bool) -> None:
    try:
        faces(family) if whole else face(family)
    except LookupError as error:
        raise ValueError(f"{error}") from None


def read_style(path: Path, file: str) -> tuple[Style | None, list[Finding]]:
    """Return the style that a file defines, and what is wrong with the file."""
    style, _, findings = read_definition(path, file, Style)
    return style, findings
