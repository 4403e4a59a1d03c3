"""What is wrong where YAML cannot be read on: the place, in plain words, and a cure."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


class Mark(Protocol):
    """A place in a text, counted from 0."""

    index: int
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Quoted:
    """A text or key that was read, and the sign that opens it."""

    value: str
    style: str
    """A quote mark, | or >; nothing where the text stands plain."""
    start: Mark
    end: Mark


@dataclass(frozen=True, slots=True)
class Fault:
    """Where the reading came to its end, and why."""

    text: str
    """The whole file."""
    problem: str
    """What the reader of YAML says of it."""
    problem_mark: Mark | None
    context: str
    """What it was reading."""
    context_mark: Mark | None
    last: Quoted | None
    """What was read last."""
    opened: Mark | None = None
    """The last bracket or brace that is open."""

    @property
    def mark(self) -> Mark | None:
        """Where the reading ended."""
        return self.problem_mark or self.context_mark

    @property
    def line(self) -> str:
        """The line where the reading ended."""
        return line_at(self.text, self.mark)


Explained = tuple[Mark | None, str, str]
"""Where the fault lies, what it is, and what to do."""

PUT_SPACE = "Put a space after the colon."
IN_QUOTES = "Put the whole text after the colon in double quotes."

_UNSPACED = re.compile(
    r"[ \t]*(?:-[ \t]+)*([^\W\d][^:#\"'\[\]{}\n]*(?<!\d)):(?!//)[^\s:]"
)
_ODD_COLON = re.compile(r"[ \t]*(?:-[ \t]+)*[^\W\d][^:\n]*?(?::[^\S \t\n]|：)")
_RULE = re.compile(r"[-–—_=*#~.\s]{3,}")
_OPENED = re.compile(r"(?:^|:|-)[ \t]+([\[{'\"])(.*)")


LINE_END = re.compile(r"\r\n?|\n")
DOCUMENT = re.compile(r"---(?:\s|$)")
"""How the line begins with which another document does."""
_LETTER = re.compile(r"[^\r\n]")


def next_document(text: str, row: int) -> str:
    """Return a text from the first document below a line on, or nothing.

    What is above is made blank and not cut off, for places count from the beginning.
    """
    for start in [end.end() for end in LINE_END.finditer(text)][max(row, 1) - 1 :]:
        if DOCUMENT.match(text, start):
            return _LETTER.sub(" ", text[:start]) + text[start:]
    return ""


def lacks_space(line: str) -> str:
    """Return the key of a line like `city:Exampleton`, or nothing."""
    unspaced = _UNSPACED.match(line)
    return unspaced[1].strip() if unspaced else ""


def explain(fault: Fault) -> Explained:
    """Return what is wrong, in words that the author of the file can use."""
    for each in _EXPLANATIONS:
        if explained := each(fault):
            return explained
    detail = f"YAML cannot be read on here: {fault.problem}."
    return fault.mark, detail, ""


def line_at(text: str, mark: Mark | None) -> str:
    """Return the whole line of a place in the text."""
    if mark is None:
        return ""
    start = text.rfind("\n", 0, mark.index) + 1
    return text[start:].partition("\n")[0].rstrip("\r")


def _tab(fault: Fault) -> Explained | None:
    if "\\t" not in fault.problem and "a tab" not in fault.problem:
        return None
    detail = "A tab stands where only spaces may."
    return fault.problem_mark, detail, "Replace the tab by spaces."


def _text_beside_sign(fault: Fault) -> Explained | None:
    mark = fault.context_mark
    if mark is None or fault.context != "while scanning a block scalar":
        return None
    detail = f"The text begins on the line of the {fault.text[mark.index]}."
    remedy = "Begin it on the next line, indented."
    return fault.problem_mark, detail, remedy


def _open_quote(fault: Fault) -> Explained | None:
    mark = fault.context_mark
    if fault.context == "while scanning a quoted scalar":
        style = fault.text[mark.index] if mark else "'"
        return mark, "A quote is opened and never closed.", _close(style)
    last, here = fault.last, fault.problem_mark
    if not (last and here and last.style in ("'", '"')):
        return None
    if not last.start.line < last.end.line == here.line:
        return None
    line = here.line + 1
    detail = f"A quote is opened here and closed by the next one, in line {line}."
    return last.start, detail, _close(last.style)


def _close(style: str) -> str:
    inside = (
        'a double quote inside it as \\"' if style == '"' else "one inside it twice"
    )
    return f"Close it where its text ends, and write {inside}."


def _open_bracket(fault: Fault) -> Explained | None:
    is_node = fault.context == "while parsing a flow node"
    mark = fault.opened if is_node else fault.context_mark
    if mark is None or not fault.context.startswith("while parsing a flow"):
        return None
    sign = fault.text[mark.index : mark.index + 1]
    detail = f"The text begins with {sign}, which YAML takes for the start of a list."
    return mark, detail, f"{IN_QUOTES[:-1]}, or close the {sign}."


def _text_behind(fault: Fault) -> Explained | None:
    """Explain `'It's ours'` and `[Mayor] Jo`: YAML ends the text at the second sign."""
    opened = _OPENED.search(fault.line)
    is_end = fault.problem.startswith(("expected <block end>", "did not find expected"))
    if not is_end or not opened or not fault.last:
        return None
    if opened[1] in "[{":
        detail = f"The text goes on behind what {opened[1]} began."
        return fault.mark, detail, IN_QUOTES
    if not _is_closed_in(opened[2], opened[1]):
        return None
    detail = "The quote ends too early: the text goes on behind it."
    inside = (
        'Write each double quote inside the text as \\".'
        if opened[1] == '"'
        else "Put the whole text in double quotes instead."
    )
    return fault.mark, detail, inside


def _is_closed_in(rest: str, sign: str) -> bool:
    return sign in rest


def _no_space_after_colon(fault: Fault) -> Explained | None:
    """Explain `city:Exampleton`, which YAML takes for the beginning of a text."""
    mark = fault.context_mark
    if "mapping values are not allowed" in fault.problem and fault.last:
        mark = fault.last.start
    if mark is None:
        return None
    line = fault.text[mark.index :].partition("\n")[0]
    is_key = "could not find expected ':'" in fault.problem or mark.column == 0
    if is_key and _ODD_COLON.match(line):
        detail = "The colon, or the space after it, is not a plain one."
        return mark, detail, "Type the colon and one space anew."
    if lacks_space(line):
        return mark, "There is no space after the colon.", PUT_SPACE
    return None


def _no_colon(fault: Fault) -> Explained | None:
    """Explain `city = Exampleton` before all others: no text stands at the margin."""
    text = fault.last
    is_text = text and not text.style and text.start.line < text.end.line
    if not text or not is_text or text.start.column:
        return None
    detail = "The line has no colon behind the question's name."
    remedy = (
        "Put a colon and a space there: “City: …”; delete a line that asks nothing."
    )
    return text.start, detail, remedy


def _rule_of_signs(fault: Fault) -> Explained | None:
    """Explain a line of dashes or stars, meant to part two cities."""
    mark = fault.context_mark or fault.problem_mark
    line = line_at(fault.text, mark)
    if not _RULE.fullmatch(line) or not line.strip():
        return None
    detail = "A line of signs stands here."
    remedy = "Between two cities, put a line of three hyphens (---); else delete it."
    return mark, detail, remedy


def _under_indented(fault: Fault) -> Explained | None:
    """Explain a line that does not belong to the block above it, as it ought to."""
    last = fault.last
    if not (last and last.style in ("|", ">")):
        return None
    is_at_margin = "could not find expected ':'" in fault.problem and not last.value
    is_between = fault.problem.startswith("expected <block end>, but found '<scalar>'")
    if not (is_at_margin or is_between):
        return None
    mark = fault.context_mark if is_at_margin else fault.problem_mark
    detail = f"The text below the {last.style} is not indented enough here."
    remedy = "Indent all its lines alike, two spaces more than the question."
    return mark, detail, remedy


def _own_sign(fault: Fault) -> Explained | None:
    """Explain a text that begins with a sign of YAML's, such as @ or *."""
    mark = fault.problem_mark
    if fault.context in _SIGNED and fault.context_mark:
        mark = fault.context_mark
    elif not any(sign in fault.problem for sign in _SIGN_PROBLEMS):
        return None
    sign = fault.text[mark.index : mark.index + 1] if mark else ""
    if not sign.strip() or sign.isalnum():
        return None
    detail = f"The text begins with {sign}, a character that YAML keeps for itself."
    return mark, detail, IN_QUOTES


_SIGNED = tuple(f"while scanning {what}" for what in ("an alias", "an anchor", "a tag"))
_SIGN_PROBLEMS = (
    *("cannot start any token", "expected the node content"),
    *("mapping keys are not allowed", "sequence entries are not allowed"),
)


def _after_end(fault: Fault) -> Explained | None:
    """Explain what follows the end of a document."""
    if "expected '<document start>'" not in fault.problem or not fault.problem_mark:
        return None
    mark = fault.problem_mark
    before = fault.text[: mark.index].rstrip().rpartition("\n")[2]
    if before.strip() == "...":
        detail = "A line of three dots ends the answers, and more text follows."
        remedy = "Delete the dots; between two cities, put three hyphens (---)."
        return mark, detail, remedy
    detail = "The line is not indented like those above it."
    return mark, detail, "Let all questions of one level begin in the same column."


def _other(fault: Fault) -> Explained | None:
    is_key = fault.context == "while scanning a simple key"
    mark = fault.context_mark if is_key else fault.mark
    for sign, detail, remedy in _SYNTAX:
        if sign in fault.problem:
            return mark, detail, remedy
    return None


_EXPLANATIONS: tuple[Callable[[Fault], Explained | None], ...] = (
    _tab,
    _text_beside_sign,
    _open_quote,
    _rule_of_signs,
    _open_bracket,
    _text_behind,
    _no_space_after_colon,
    _no_colon,
    _under_indented,
    _own_sign,
    _after_end,
    _other,
)

_SYNTAX = (
    ("mapping values are not allowed",
     "A colon inside the text makes YAML look for a second answer.", ""),
    ("unknown escape character",
     "A backslash in double quotes begins a command.", "Double the backslash."),
    ("expected <block end>",
     "The line is not indented like its neighbors, or a quote ends too early.",
     "Line it up with the line above; put a text with quotes in double quotes."),
    ("could not find expected ':'",
     "The line has no colon, or the text above it goes on without indentation.",
     "Indent a text that goes on, or put a colon after the question's name."),
)  # fmt: skip
