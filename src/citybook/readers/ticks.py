"""Multiple choice with a column for each choice: what is ticked becomes one answer."""

from collections.abc import Iterable
from dataclasses import replace

from citybook.findings import Finding, found
from citybook.kinds import understand
from citybook.readers.grid import Cell
from citybook.readers.questions import Question
from citybook.typography import match_key

_TICKED = frozenset(
    ("1", "x", "xx", "true", "yes", "y", "t", "on", "checked", "selected", "ticked")
)
_NOT_TICKED = frozenset(
    ("", "0", "false", "no", "n", "f", "off", "unchecked", "not selected")
)
_TICK_MARKS = frozenset("✓✔☑☒✗✘×●■")


def is_tick(text: str, option: str) -> bool | None:
    """Tell whether a text ticks a choice, or leaves it; None if it does neither."""
    plain = text.strip()
    if plain and set(plain) <= _TICK_MARKS:
        return True
    key = match_key(plain)
    if key in _NOT_TICKED and not (plain and not key and plain not in "-–—☐"):
        return False
    return True if key in _TICKED or key == match_key(option) else None


def ticked(
    question: Question, boxes: Iterable[tuple[str, Cell]], written: Cell | None
) -> tuple[tuple[Cell, ...], list[Finding]]:
    """Return the answer of a question whose choices stand in columns of their own.

    It is what was `written` in a column of all choices, if there is one; where the two
    differ, both are returned.
    """
    chosen: list[str] = []
    cells: list[Cell] = []
    findings: list[Finding] = []
    first: Cell | None = None
    for option, cell in boxes:
        first = first or cell
        is_ticked = is_tick(cell.text, option)
        if is_ticked is None:
            findings.append(_told(question, option, cell))
        if is_ticked or (is_ticked is None and match_key(option).startswith("other")):
            chosen.append(option)
            cells.append(cell)
    if not first:
        return (), findings
    answer = replace(cells[0] if cells else first, text="; ".join(chosen), marked="")
    if not written or written.is_blank:
        return (answer,), findings
    if not chosen or _keys(question, written.text) == _keys(question, answer.text):
        return (written,), findings
    return (written, answer), findings


def _told(question: Question, option: str, cell: Cell) -> Finding:
    detail = f"“{question.name}: {option}” is to be ticked; other words stand here."
    remedy = "Type x to choose it; move the words to the question they answer."
    return found("stray-text", cell.source, detail, value=cell.text, remedy=remedy)


def _keys(question: Question, text: str) -> object:
    return understand("choices", text, question.field.asked).value
