"""The edition: title, imprint, leadership and summary of one book."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from citybook.condition import Condition
from citybook.dates import parse_date
from citybook.definition import STRICT, Texts, read_definition
from citybook.findings import Finding
from citybook.kinds import Asked, understand
from citybook.prose import is_safe_link
from citybook.source import Source
from citybook.yaml_marks import Mapping as Pairs
from citybook.yaml_marks import Node, Scalar, at, decode, within

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
"""The shape of a language tag: BCP 47, section 2.1."""

_KEY = re.compile(r"[a-z][a-z0-9_-]*")

MAX_TITLE = 160
"""Letters; a longer title runs off the panel of the cover."""


@dataclass(frozen=True, slots=True)
class Officer:
    """Who holds an office of the association."""

    name: str
    office: str

    __pydantic_config__ = STRICT


@dataclass(frozen=True, slots=True)
class OwnPicture:
    """A picture of the edition's own, by the name of its file."""

    file: str
    alternative: str
    """What it shows, for those who cannot see it."""

    __pydantic_config__ = STRICT

    def __post_init__(self) -> None:
        """Refuse a picture that nobody describes, and one without a name."""
        if not self.file.strip():
            raise ValueError("“file” is the name of the picture's file")
        if not self.alternative.strip():
            raise ValueError("“alternative” says in words what the picture shows")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of the association's leadership."""

    text: str
    speaker: str
    title: str = ""
    date: str = ""
    link: str = ""
    portrait: OwnPicture | None = None

    __pydantic_config__ = STRICT

    def __post_init__(self) -> None:
        """Refuse a text without words, and a link that no reader should follow."""
        if not self.text.strip():
            raise ValueError("a quotation needs its text")
        if self.link and not is_safe_link(self.link):
            raise ValueError(f"“{self.link}” is not a web address")


@dataclass(frozen=True, slots=True)
class CountOf:
    """A figure that text may use by its name.

    `cities` counts cities with an entry in the section, `entries` the entries;
    `choices` counts the entries for each choice of a field.
    """

    count: Literal["cities", "entries", "choices"]
    section: str
    where: Condition | None = None
    field: str = ""

    __pydantic_config__ = STRICT

    def __post_init__(self) -> None:
        """Refuse a count of choices that does not name the field."""
        if (self.count == "choices") != bool(self.field):
            raise ValueError("“field” goes with “count: choices”, and only with it")


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom the cities may ask."""

    name: str
    email: str

    __pydantic_config__ = STRICT

    def __post_init__(self) -> None:
        """Refuse an e-mail address that is none."""
        if understand("email", self.email, Asked()).is_refused:
            raise ValueError(f"“{self.email}” is not an e-mail address")


@dataclass(frozen=True, slots=True)
class Partner:
    """An organization that keeps a list of cities of its own."""

    key: str
    """The name of its count in the texts."""
    name: str
    file: str
    """Below `submissions/partners`."""

    __pydantic_config__ = STRICT

    def __post_init__(self) -> None:
        """Refuse a key that no placeholder can name."""
        if not _KEY.fullmatch(self.key):
            raise ValueError(f"the key “{self.key}” must be letters a-z and digits")

    @property
    def path(self) -> str:
        """Where the list lies below the submissions."""
        return f"partners/{self.file}"


@dataclass(frozen=True, slots=True)
class Edition:
    """What makes this book this book."""

    title: str
    publisher: str
    date: str
    """As the cover prints it."""
    summary: str
    subtitle: str = ""
    logo: OwnPicture | None = None
    """Printed on the cover."""
    language: str = "en-US"
    notice: str = ""
    """What the imprint page says of the book and its rights."""
    officers_heading: str = "Officers"
    officers: tuple[Officer, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    colophon: str = ""
    keywords: tuple[str, ...] = ()
    counts: Mapping[str, CountOf] = field(default_factory=dict)
    deadline: str = ""
    """The day until which the cities may send and mend, as their e-mails print it."""
    contact: Contact | None = None
    """Of the staff."""
    expected: Texts = ()
    """The cities that were asked: each as `Exampleton, Ohio`, or a file of them."""
    partners: tuple[Partner, ...] = ()
    membership_line: int = 0
    """The population from which on a city is a member; 0 for no line."""
    warn_of_unknown_cities: bool = True
    """False for a book whose members the gazetteer cannot know, such as counties."""
    protect_word_file: bool = False
    """Whether editors may only comment and make tracked changes."""

    __pydantic_config__ = STRICT

    def __post_init__(self) -> None:
        """Refuse a language that is none, and a book without a title."""
        if not _LANGUAGE.fullmatch(self.language):
            raise ValueError(f"“{self.language}” is no language code such as en-US")
        if self.membership_line < 0:
            raise ValueError("“membership_line” is a number of people, 0 for no line")
        if not self.title.strip():
            raise ValueError("the title is blank")
        for name, text in (("title", self.title), ("subtitle", self.subtitle)):
            if len(text) > MAX_TITLE:
                size = f"{len(text)} characters; the cover has room for {MAX_TITLE}"
                raise ValueError(f"the {name} has {size}")
        date = parse_date(self.deadline)
        if self.deadline and not (date and date.day):
            raise ValueError(f"“{self.deadline}” is no day such as June 3, 2016")


@dataclass(frozen=True, slots=True)
class EditionFile:
    """An edition with the file that states it, so that its words can be found."""

    edition: Edition
    node: Node
    text: str

    def source(self, *path: str | int) -> Source:
        """Return where a part of the edition stands: `source("officers", 0)`."""
        return at(self.node, path)

    def within(self, key: str, part: str) -> Source:
        """Return where `part` stands in the text under `key`."""
        value = self.node.get(key) if isinstance(self.node, Pairs) else None
        if not isinstance(value, Scalar):
            return self.source(key)
        return within(value, self.text, part)


def read_edition(path: Path, file: str) -> tuple[EditionFile | None, list[Finding]]:
    """Return the edition that a file states, and what is wrong with the file."""
    edition, node, findings = read_definition(path, file, Edition)
    if edition is None or node is None:
        return None, findings
    text, _ = decode(path.read_bytes(), file)
    return EditionFile(edition, node, text), findings
