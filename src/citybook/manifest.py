"""The manifest: every paragraph of a Word file as it was written, and whose it is.

It goes into the file and beside it, so that a returned file can be held against it.
"""

import json
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import astuple, dataclass, field, replace
from hashlib import sha256
from typing import Any

from lxml import etree

from citybook.asked import Remark
from citybook.light import Cell
from citybook.story.model import Look, Paragraph, Place, Run
from citybook.typed_tables import Alignment

FIGURE = "figure/"
"""Beginning of the keys of what is said of figures, which templates write."""
ROOT = "urn:citybook:manifest"
"""The name space of the part of a Word file that holds it."""

_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold (XML 1.0, 2.2), nor any file the halves of a character."""
_ODD = ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError
_SIDES: tuple[Alignment, ...] = ("left", "center", "right")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


@dataclass(frozen=True, slots=True)
class Span:
    """Characters of a paragraph that came from one place."""

    start: int
    end: int
    key: str = ""
    """Of the passage or of the part of a line; empty where `count` is not."""
    count: str = ""
    """The placeholder whose figure this is: `cities:city|cities`."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture, and what it shows, for those who cannot see it."""

    name: str
    key: str
    """Of the answer that says so."""
    told: str
    look: str = ""
    """By which it is known again; empty in old files, which do not tell."""


@dataclass(frozen=True, slots=True)
class Written:
    """One paragraph as it was written."""

    runs: tuple[Run, ...]
    """Without what Word computes."""
    sign: str = ""
    """`- ` or `1. ` with its indent, if it is an item of a list."""
    name: str = ""
    """Of a bookmark in it."""
    spans: tuple[Span, ...] = ()
    """What of it has a key, and the figures in that; the rest the program makes."""
    cell: Cell | None = None
    heading: str = ""
    """Its key, if it is a heading."""
    place: Place = Place.BODY
    images: tuple[Shown, ...] = ()
    style: str = ""
    """How it was set: the name of its style in Word."""
    shown: str = ""
    """What a cell said with the names in it that Word looks up, where it has any."""

    @property
    def text(self) -> str:
        """Its characters."""
        return "".join(run.text for run in self.runs)

    @property
    def owners(self) -> tuple[Span, ...]:
        """The spans that have a key."""
        return tuple(span for span in self.spans if span.key)

    @property
    def figures(self) -> tuple[Span, ...]:
        """The spans that the program counts."""
        return tuple(span for span in self.spans if span.count)


@dataclass(frozen=True, slots=True)
class Noted:
    """A comment as it was written."""

    remark: Remark
    thread: str = ""
    """The mark of what an editor asked; empty where the program did."""
    key: str = ""
    """Of what that was about."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a Word file said when it was written."""

    paragraphs: tuple[Written, ...]
    sources: Mapping[str, str] = field(default_factory=dict)
    """Where each answer was typed, by its key."""
    quoted: frozenset[str] = frozenset()
    """Keys of the passages that are a person's own words."""
    made: frozenset[str] | None = frozenset()
    """What heads and contents say and no paragraph does; None where it is not told."""
    titles: frozenset[str] | None = None
    """Of its tables, for those who cannot see them; None in old files."""
    comments: tuple[Noted, ...] | None = None
    """What it asked its editors; None in old files, which do not tell."""

    @property
    def build(self) -> str:
        """What tells it from the manifest of any other text, whatever it asked."""
        text = replace(self, comments=None).dump()
        return sha256(text.encode()).hexdigest()[:16]

    def dump(self) -> str:
        """Return it as JSON, a line for each paragraph; equal ones give equal text."""
        lines = ",\n".join(_json(_dumped(each)) for each in self.paragraphs)
        sources, quoted = _json(self.sources), _json(sorted(self.quoted))
        told = (
            f'{{"paragraphs": [\n{lines}\n],\n"sources": {sources},\n'
            f'"quoted": {quoted}, "made": {_json(sorted(self.made or ()))}'
            f"{_titles(self.titles)}{_noted(self.comments)}}}\n"
        )
        return _UNWRITABLE.sub(lambda char: f"\\u{ord(char[0]):04x}", told)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _titles(titles: frozenset[str] | None) -> str:
    return "" if titles is None else f',\n"titles": {_json(sorted(titles))}'


def _noted(comments: tuple[Noted, ...] | None) -> str:
    if comments is None:
        return ""
    lines = (_json([*astuple(c.remark), c.thread, c.key]) for c in comments)
    told = ",\n".join(lines)
    return f',\n"comments": [\n{told}\n]'


def _dumped(written: Written) -> Mapping[str, object]:
    """Return what tells a paragraph, without what is as usual."""
    cell = written.cell
    told: Mapping[str, object] = {
        "runs": [_marks(run) for run in written.runs],
        "sign": written.sign,
        "name": written.name,
        "spans": [(s.start, s.end, s.key, s.count) for s in written.spans],
        "cell": [cell.table, cell.row, cell.alignment] if cell else [],
        "heading": written.heading,
        "place": "" if written.place is Place.BODY else written.place.value,
        "images": [_shown(each) for each in written.images],
        "style": written.style,
        "shown": written.shown,
    }
    return {key: value for key, value in told.items() if value}


def _shown(image: Shown) -> tuple[str, ...]:
    told = (image.name, image.key, image.told)
    return (*told, image.look) if image.look else told


def _marks(run: Run) -> tuple[str, ...]:
    marks = "b" * run.look.bold + "i" * run.look.italic
    link = run.look.link
    return (run.text, marks, link) if link else (run.text, marks)[: 1 + bool(marks)]


def found_in(parts: Iterable[bytes]) -> Manifest | None:
    """Return the manifest that one of the parts of a Word file holds, if one does."""
    for part in parts:
        with suppress(etree.XMLSyntaxError):
            root = etree.fromstring(part, _PARSER)
            if etree.QName(root).namespace == ROOT:
                return load(root.text or "")
    return None


def load(text: str) -> Manifest | None:
    """Return the manifest that a text holds, or None where it holds none."""
    with suppress(*_ODD):
        told = json.loads(text)
        return Manifest(
            tuple(_loaded(each) for each in told["paragraphs"]),
            {str(key): str(value) for key, value in told["sources"].items()},
            frozenset(map(str, told["quoted"])),
            frozenset(map(str, told["made"])) if "made" in told else None,
            frozenset(map(str, told["titles"])) if "titles" in told else None,
            _comments(told["comments"]) if "comments" in told else None,
        )
    return None


def _comments(told: Iterable[Iterable[object]]) -> tuple[Noted, ...]:
    read = (tuple(map(str, each)) for each in told)
    return tuple(Noted(Remark(*each[:3]), *each[3:]) for each in read)


def _loaded(told: Mapping[str, Any]) -> Written:
    return Written(
        tuple(_run(*run) for run in told.get("runs", ())),
        str(told.get("sign", "")),
        str(told.get("name", "")),
        tuple(
            Span(int(start), int(end), str(key), str(count))
            for start, end, key, count in told.get("spans", ())
        ),
        _cell(*told["cell"]) if "cell" in told else None,
        str(told.get("heading", "")),
        Place(told.get("place", Place.BODY)),
        tuple(Shown(*map(str, each)) for each in told.get("images", ())),
        str(told.get("style", "")),
        str(told.get("shown", "")),
    )


def _run(text: str, marks: str = "", link: str = "") -> Run:
    return Run(str(text), Look("b" in marks, "i" in marks, str(link)))


def _cell(table: int, row: int, side: str) -> Cell:
    return Cell(int(table), int(row), _SIDES[_SIDES.index(side)])


def own_runs(told: Paragraph) -> tuple[Run, ...]:
    """Return the runs of a paragraph without those that Word computes."""
    return tuple(run for run in told.runs if not run.is_computed)
