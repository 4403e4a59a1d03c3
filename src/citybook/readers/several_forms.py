"""A workbook may hold the forms of several cities: which sheets belong together."""

import re
from dataclasses import dataclass

from citybook.form import Form
from citybook.form_layout import FORM, sheet_names
from citybook.readers.answers import Answer
from citybook.readers.grid import Cell
from citybook.typography import match_key


@dataclass(frozen=True, slots=True)
class Part:
    """What was read from one sheet of a form."""

    sheet: str
    answers: list[Answer]


def in_forms(parts: list[Part], form: Form) -> list[list[Part]]:
    """Return the sheets of each form, in the order of their cities.

    A sheet that names another city than the one before begins a form of its own. The
    sheets of repeated sections go with the form whose name has the same ending, as
    "Form (2)" and "Efforts (2)", else with the one before them.
    """
    forms: list[list[Part]] = []
    for part in parts:
        if city_cell(part.answers, form) and _is_another(part, forms, form):
            forms.append([part])
    if len(forms) < 2:
        return [parts] if parts else []
    heads = [each[0] for each in forms]
    tails = [_tail(head.sheet, form) for head in heads]
    last = 0
    for part in parts:
        if part in heads:
            last = heads.index(part)
            continue
        tail = _tail(part.sheet, form)
        place = tails.index(tail) if tails.count(tail) == 1 else last
        if city_cell(part.answers, form):
            place = next(
                number
                for number, head in enumerate(heads)
                if _city(head, form) == _city(part, form)
            )
        forms[place].append(part)
    return forms


def city_cell(answers: list[Answer], form: Form) -> Cell | None:
    """Return the cell that names the city, if it is asked here and answered."""
    asked = (
        answer.cell
        for answer in answers
        if _path(answer) == form.city_path and not answer.cell.is_blank
    )
    return next(asked, None)


def _path(answer: Answer) -> str:
    return f"{answer.question.section.key}/{answer.question.field.key}"


def _is_another(part: Part, forms: list[list[Part]], form: Form) -> bool:
    """Tell whether a sheet is a form of its own beside those before it.

    The same city once more is one too, if it answers the same questions again.
    """
    same = [each[0] for each in forms if _city(each[0], form) == _city(part, form)]
    named = {form.city_path, form.state_path}
    return not same or any(_filled(part) & _filled(each) - named for each in same)


def _filled(part: Part) -> set[str]:
    return {
        _path(answer)
        for answer in part.answers
        if not answer.cell.is_blank and not answer.question.section.repeats
    }


def _city(part: Part, form: Form) -> tuple[str, str]:
    cells = {_path(answer): answer.cell.text for answer in reversed(part.answers)}
    city, state = (cells.get(path, "") for path in (form.city_path, form.state_path))
    return match_key(city), match_key(state)


def _tail(sheet: str, form: Form) -> str:
    """Return what is left of a sheet's name without `Form` or its section's name."""
    words = match_key(sheet)
    names = [FORM, *sheet_names(form).values()]
    for section in form.sections:
        names += [section.label, section.one, section.key]
    for name in sorted((match_key(name) for name in names), key=len, reverse=True):
        if re.search(rf"\b{re.escape(name)}\b", words):
            return " ".join(
                re.sub(rf"\b{re.escape(name)}\b", "", words, count=1).split()
            )
    return words
