"""Decisions: which answer is printed where a city gave two, and what is waived.

And whether an edit is printed that waits for somebody to say so.
"""

from dataclasses import dataclass
from os.path import lexists
from pathlib import Path
from typing import Literal, TypeVar

from citybook.dates import parse_date
from citybook.definition import STRICT, check, read_definition
from citybook.findings import Finding, found, has_errors, visible
from citybook.source import Source
from citybook.yaml_marks import Mapping as Pairs
from citybook.yaml_marks import Node, Sequence, decode

T = TypeVar("T")

WHOLE = "all"
"""The question of a decision on the whole city; kept, it means every file."""


class _Signed:
    """What a person settled tells who did, when and why."""

    __slots__ = ()

    who: str
    when: str
    why: str

    __pydantic_config__ = STRICT

    def __post_init__(self) -> None:
        """Refuse what does not tell that."""
        for name, text in (("who", self.who), ("why", self.why)):
            if not text.strip():
                raise ValueError(f"“{name}” is blank")
        if parse_date(self.when) is None:
            raise ValueError(f"“{self.when}” is no date such as 2016-09-02")


@dataclass(frozen=True, slots=True)
class Decision(_Signed):
    """Whose answer is printed, as a person settled it."""

    city: str
    """`Exampleton, Iowa`."""
    keep: str
    """The file, or the place in it, whose answer is printed; or `all` files."""
    who: str
    when: str
    why: str
    question: str = WHOLE
    """As a message names it: `Mayor`, `Effort 2: Date`; `all` is the whole city."""
    says: str = ""
    """The kept answer, or its beginning and “…”: when it changes, the decision ends."""


@dataclass(frozen=True, slots=True)
class Waiver(_Signed):
    """A message that a person looked at and found to be in order."""

    rule: str
    place: str
    """As the message names it: `albany.xlsx, Form!B14`."""
    who: str
    when: str
    why: str
    says: str = ""
    """The waived text, or its beginning and “…”: when it changes, the waiver ends."""


@dataclass(frozen=True, slots=True)
class Confirmation(_Signed):
    """Whether an edit is printed that waits, as a person settled it."""

    passage: str
    """As `edits.yaml` names it: `albany-ny/efforts/2/what`."""
    state: Literal["applied", "rejected"]
    who: str
    when: str
    why: str
    file: str = ""
    """The returned file that it came in, where several edited the passage."""
    says: str = ""
    """The new text, or its beginning and “…”: when it changes, the decision ends."""


@dataclass(frozen=True, slots=True)
class Decisions:
    """All that `decisions.yaml` records, each with its line."""

    decisions: tuple[tuple[Source, Decision], ...] = ()
    waivers: tuple[tuple[Source, Waiver], ...] = ()
    edits: tuple[tuple[Source, Confirmation], ...] = ()


@dataclass(frozen=True, slots=True)
class _Lists:
    """What the file holds, before each of its items is looked at."""

    decisions: tuple[dict[str, object], ...] = ()
    waivers: tuple[dict[str, object], ...] = ()
    edits: tuple[dict[str, object], ...] = ()

    __pydantic_config__ = STRICT


def read_decisions(path: Path, file: str) -> tuple[Decisions, list[Finding]]:
    """Return what a file settles, and what is wrong with it; no file settles nothing.

    An item with an error is left out, and the others hold.
    """
    if not lexists(path):
        return Decisions(), []
    if path.exists() and not path.is_file():
        detail = "It has the name of a file, but is none."
        return Decisions(), [found("bad-definition", Source(file), detail)]
    lists, node, findings = read_definition(path, file, _Lists)
    if lists is None or node is None:
        return Decisions(), [] if _says_nothing(path, file) else findings
    decisions = _each(node, "decisions", Decision, findings)
    waivers = _each(node, "waivers", Waiver, findings)
    edits = _each(node, "edits", Confirmation, findings)
    return Decisions(decisions, waivers, edits), findings


def _says_nothing(path: Path, file: str) -> bool:
    """Tell whether a file that can be read holds comments alone."""
    try:
        text, trouble = decode(path.read_bytes(), file)
    except OSError:
        return False
    lines = [line.strip() for line in text.split("\n")]
    return trouble is None and all(line[:1] in ("", "#") for line in lines)


def _each(
    node: Node, key: str, model: type[T], findings: list[Finding]
) -> tuple[tuple[Source, T], ...]:
    """Return the sound items of a list; what is wrong with the others is noted."""
    listed = node.get(key) if isinstance(node, Pairs) else None
    sound: list[tuple[Source, T]] = []
    for item in listed.items if isinstance(listed, Sequence) else ():
        value, wrong = check(item, model)
        findings += wrong
        if value is not None and not has_errors(wrong):
            sound.append((item.source, value))
    return tuple(sound)


def is_place(text: str, source: Source) -> bool:
    """Tell whether a text names just that place; of a text file, the line will do."""
    names = [str(source)]
    if not source.sheet:
        names.append(f"{source.file}:{source.row}")
    return _named(text) in {_plain(visible(name)) for name in names}


def is_file(text: str, source: Source) -> bool:
    """Tell whether a text names the file of a place, with its folder or without."""
    names = (source.file, source.file.rpartition("/")[2])
    return _named(text) in {_plain(visible(name)) for name in names}


def begins(value: str, says: str) -> bool:
    """Tell whether an answer is what a decision says, or begins so before a “…”.

    Any is if it says nothing.
    """
    value, says = _plain(value), _plain(says)
    if says.endswith(("…", "...")):
        return value == says or value.startswith(says.rstrip("….").rstrip())
    return says in ("", value)


def _named(text: str) -> str:
    return _plain(text).removeprefix("submissions/")


def _plain(text: str) -> str:
    return " ".join(text.split())


def signed(decision: Decision | Waiver | Confirmation) -> str:
    """Return who settled something, when and why, for the end of a sentence."""
    why = decision.why.strip()
    stop = "" if why.endswith((".", "!", "?")) else "."
    return f"{decision.who.strip()} on {decision.when.strip()}: {why}{stop}"
