"""Answers found in a file become the entries of one submission."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from citybook.cell_text import from_cell
from citybook.findings import RULES, Finding, found
from citybook.form import Field
from citybook.kinds.figure import with_point
from citybook.prose import Link, Paragraph, is_safe_link, parse
from citybook.readers.grid import Cell
from citybook.readers.questions import Question
from citybook.source import column_letters
from citybook.submission import Entry

_FIGURES = frozenset({"number", "money"})
_TWO_CITIES = (
    "If the workbook holds two cities, make a file of each; else keep one of the two "
    "answers."
)


@dataclass(frozen=True, slots=True)
class Answer:
    """One question with the cell that answers it."""

    question: Question
    cell: Cell
    block: str = ""
    """What tells entries of one number apart: the sheet they stand on."""

    @property
    def group(self) -> tuple[str, str, int]:
        """Which entry of which section it belongs to."""
        section = self.question.section
        if not section.repeats:
            return (section.key, "", 0)
        return (section.key, self.block, self.question.number)


def assemble(answers: Iterable[Answer]) -> tuple[tuple[Entry, ...], list[Finding]]:
    """Return the entries, those of repeated sections numbered as they come.

    A blank answer keeps its entry, so that its cell can be named; an entry of a
    repeated section that is blank altogether is left out.
    """
    groups: dict[tuple[str, str, int], list[Answer]] = {}
    for answer in answers:
        groups.setdefault(answer.group, []).append(answer)
    entries: list[Entry] = []
    findings: list[Finding] = []
    numbers: dict[str, int] = {}
    for (section, _, number), group in groups.items():
        path = section
        if number:
            if all(answer.cell.is_blank for answer in group):
                continue
            numbers[section] = numbers.get(section, 0) + 1
            path = f"{section}/{numbers[section]}"
        for answer in _each_once(group, findings):
            entry, wrong = _entry(path, answer, number=numbers.get(section, 0))
            entries.append(entry)
            findings += wrong
    return tuple(entries), findings


def _each_once(group: list[Answer], findings: list[Finding]) -> Iterator[Answer]:
    """Yield one answer for each field, the first that is not blank."""
    by_field: dict[str, list[Answer]] = {}
    for answer in group:
        by_field.setdefault(answer.question.field.key, []).append(answer)
    for answers in by_field.values():
        filled = [answer for answer in answers if not answer.cell.is_blank]
        if len({answer.cell.text for answer in filled}) > 1:
            findings += _ambiguous(filled)
        yield (filled or answers)[0]


def _ambiguous(answers: list[Answer]) -> Iterator[Finding]:
    label = answers[0].question.field.label
    sheets = {answer.cell.source.sheet for answer in answers}
    for answer in answers:
        others = [str(each.cell.source) for each in answers if each is not answer]
        detail = f"“{label}” is answered here and in {' and '.join(others)}."
        yield found(
            "ambiguous-question",
            answer.cell.source,
            detail,
            value=answer.cell.text,
            remedy=_TWO_CITIES if len(sheets) > 1 else "",
        )


def _entry(path: str, answer: Answer, *, number: int) -> tuple[Entry, list[Finding]]:
    """Return the entry of one cell, and what is wrong with the cell itself."""
    field, cell = answer.question.field, answer.cell
    path = f"{path}/{field.key}"
    if cell.trouble:
        sentence = RULES[cell.trouble].sentence
        detail = f"{_name(answer, number)}: {sentence[0].lower()}{sentence[1:]}"
        wrong = found(cell.trouble, cell.source, detail, value=cell.text, path=path)
        return Entry(path, "", cell.source), [wrong]
    value = cell.text
    findings: list[Finding] = []
    if field.reader.is_long:
        value = cell.marked or cell.text
        value = from_cell(value) if cell.source.sheet else value
    if cell.is_number and field.kind in _FIGURES:
        value = with_point(value)
    if cell.day and field.kind == "date":
        value, findings = cell.day, [_told_day(answer, number)]
    if cell.link:
        value, findings = _linked(value, field, cell)
    if cell.struck:
        detail = f"{_name(answer, number)}: words of the answer are struck out."
        findings.append(found("struck-out", cell.source, detail, value=cell.struck))
    wrong_here = [replace(finding, path=path) for finding in findings]
    return Entry(path, value, cell.source), wrong_here


def _told_day(answer: Answer, number: int) -> Finding:
    cell = answer.cell
    detail = (
        f"{_name(answer, number)}: {cell.text}, a spreadsheet's number for a day, "
        f"was read as {cell.day}: the workbook counts from 1904."
    )
    return found("taken-as", cell.source, detail)


def in_words_column(cell: Cell, answers: int) -> Finding:
    """Return a finding for a text where words are counted, left of it the answers."""
    place = f"{column_letters(answers)}{cell.source.row}"
    remedy = f"Move it to {place}." if answers else ""
    detail = "Text stands in the word-count column."
    return found("stray-text", cell.source, detail, value=cell.text, remedy=remedy)


def _name(answer: Answer, number: int) -> str:
    """Return the question as a city knows it: `Effort 2: Source link`."""
    section, label = answer.question.section, answer.question.field.label
    return f"{section.one} {number}: {label}" if section.repeats else label


_ADDRESS_KINDS = frozenset({"link", "email"})


def _linked(value: str, field: Field, cell: Cell) -> tuple[str, list[Finding]]:
    """Return the text or the address behind it, with a word on what is left out.

    What the person sees goes before what is behind it, if it is an address itself.
    """
    if _bare(value) == _bare(cell.link):
        return value, []
    if field.reader.is_long and (link := _as_link(value, cell.link)):
        detail = f"The address behind the text was made a link: {cell.link}."
        return link, [found("text-tidied", cell.source, detail, value=value)]
    if field.kind not in _ADDRESS_KINDS:
        detail = f"The address behind the text is not printed: {cell.link}."
        remedy = "Type the address where the form asks for it."
        return value, [found("stray-text", cell.source, detail, remedy=remedy)]
    if _is_address(value):
        detail = f"The text was read; the address behind it is another: {cell.link}."
        return value, [found("text-tidied", cell.source, detail, value=value)]
    detail = f"The address behind the text was read: {cell.link}."
    return cell.link, [found("text-tidied", cell.source, detail, value=value)]


def _as_link(text: str, address: str) -> str:
    """Return a text in light Markdown as one link, or nothing where it cannot be."""
    link = f"[{text.strip()}](<{address}>)"
    match parse(link):
        case (Paragraph((Link(_, target),)),) if is_safe_link(target):
            return link
        case _:
            return ""


def _is_address(text: str) -> bool:
    return bool(re.search(r"\S@\S|^\S+\.\S+$|https?://", text.strip()))


def _bare(address: str) -> str:
    plain = re.sub(r"^mailto:([^?]*)\?.*", r"\1", address.strip().lower())
    return re.sub(r"^(?:https?://|mailto:)?(?:www\.)?", "", plain).rstrip("/")
