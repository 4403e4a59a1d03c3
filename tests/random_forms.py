"""Random forms and answers that fit them, and how a city fills them in."""

import json
import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.cell import Cell

from citybook.form import Choice, Field, Form, Section
from citybook.form_layout import FORM, sheet_names
from citybook.kinds import KINDS
from citybook.states import STATES
from citybook.writers.form_workbook import write_form_workbook
from citybook.writers.form_yaml import write_form_yaml

Typed = str | int | float | bool | date


@dataclass(frozen=True, slots=True)
class Given:
    """One answer: what is put into a cell, and what must be read."""

    typed: Typed
    value: str


Answers = Mapping[str, Given]
"""By path: `city/name`, `s1/2/f0`."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A form and one city's answers to it."""

    form: Form
    answers: Answers

    @property
    def values(self) -> dict[str, str]:
        """Return what must be read, by path."""
        return {path: given.value for path, given in self.answers.items()}


LABELS = (
    *("Mayor", "Date", "Source", "Cost (in 2015)", "Where & when", "Name of the park"),
    *("Who, if anyone, decided?", "Straße", "1. How many?", "E-mail", "“Best” part"),
    *("What was done", "Telephone", "What else – if anything – is to be told?"),
    *(
        "Is it open?",
        "Web site",
        "Notes/remarks",
        "Sum at stake",
        "Año",
        "Why [in short]",
    ),
    "Describe in a few sentences what the city and its schools did, and who paid",
)
SECTIONS = ("Events", "Parks: a list", "Quotation", "Other things", "People & places")
CHOICES = ("On paper", "Online, on any screen", "By phone", "Vigil, march or rally")
SIGNS = string.ascii_letters + string.digits + " .,;:!?'\"()-&/%$#@*_=+<>[]{}|`~^"
LETTERS = "éñçßÀŁ東京אבЖ😀–—’“”…½"

texts = (
    st.text(SIGNS + LETTERS, min_size=1, max_size=60)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: any(char.isalpha() for char in text))
)
paragraphs = st.lists(texts, min_size=1, max_size=3).map("\n\n".join)
bullets = st.lists(texts, min_size=2, max_size=4).map(
    lambda items: "\n".join(f"- {item}" for item in items)
)
names = st.text(string.ascii_lowercase, min_size=5, max_size=12).map(str.capitalize)


def as_text(strategy: st.SearchStrategy[str]) -> st.SearchStrategy[Given]:
    """Return answers that are read as they are typed."""
    return strategy.map(lambda text: Given(text, text))


def answers_to(field: Field) -> st.SearchStrategy[Given]:
    """Return the answers that fit a question."""
    labels = [choice.label for choice in field.choices]
    number = st.integers(0, 10**9)
    days = st.dates(date(1950, 1, 1), date(2026, 9, 2))
    match field.kind:
        case "city":
            return as_text(names.map(lambda name: f"{name} Falls"))
        case "state":
            return as_text(st.sampled_from([state.name for state in STATES]))
        case "prose":
            return as_text(paragraphs | bullets)
        case "choice":
            return as_text(st.sampled_from(labels))
        case "choices":
            several = st.lists(st.sampled_from(labels), min_size=1, unique=True)
            return as_text(several.map("; ".join))
        case "number" | "money":
            written = as_text(number.map(lambda n: f"{n:,}"))
            return number.map(lambda n: Given(n, str(n))) | written
        case "date":
            written = as_text(days.map(lambda day: f"{day:%B %Y}"))
            return days.map(lambda day: Given(day, day.isoformat())) | written
        case "yes-no":
            return as_text(st.sampled_from(["yes", "no"]))
        case "email":
            return as_text(names.map(lambda name: f"{name.lower()}@town.example"))
        case "phone":
            return as_text(st.integers(0, 9999).map(lambda n: f"617-555-{n:04}"))
        case "link":
            return as_text(names.map(lambda name: f"https://{name}.example/a?b=1#c"))
        case _:
            return as_text(texts)


@st.composite
def fields_of(draw: st.DrawFn) -> tuple[Field, ...]:
    """Draw questions of all kinds."""
    labels = draw(
        st.lists(st.sampled_from(LABELS), min_size=1, max_size=5, unique=True)
    )
    kinds = [kind for kind in KINDS if kind not in {"city", "state"}]
    choices = tuple(Choice(f"c{n}", label) for n, label in enumerate(CHOICES))
    fields = []
    for number, label in enumerate(labels):
        kind = draw(st.sampled_from(kinds))
        fields.append(
            Field(
                f"f{number}",
                label,
                kind,
                required=draw(st.booleans()),
                max_words=draw(st.sampled_from([0, 0, 200])) if kind == "prose" else 0,
                choices=choices if kind in {"choice", "choices"} else (),
                public=draw(st.booleans()),
            )
        )
    return tuple(fields)


@st.composite
def forms(draw: st.DrawFn) -> Form:
    """Draw a form: the city's own section, and others once or several times over."""
    place = (
        Field("name", "City", "city", required=True),
        Field("state", "State", "state", required=True),
    )
    own = Section("city", "Your city", (*place, *draw(fields_of())))
    labels = draw(st.lists(st.sampled_from(SECTIONS), max_size=3, unique=True))
    others = [
        Section(
            f"s{number}",
            label,
            draw(fields_of()),
            repeats=draw(st.sampled_from([0, 2, 3])),
            item=draw(st.sampled_from(["", f"Item of {label.split()[0].strip(':')}"])),
        )
        for number, label in enumerate(labels)
    ]
    return Form("random", 1, "A form", (own, *others))


@st.composite
def filled_forms(draw: st.DrawFn) -> Filled:
    """Draw a form and answers to it; some are left blank."""
    form = draw(forms())
    answers: dict[str, Given] = {}
    for section in form.sections:
        entries = draw(st.integers(0, 4)) if section.repeats else 1
        for number in range(1, entries + 1):
            row = f"{section.key}/{number}" if section.repeats else section.key
            answers |= draw(_entry(section, row))
    return Filled(form, answers)


@st.composite
def _entry(draw: st.DrawFn, section: Section, row: str) -> dict[str, Given]:
    """Draw the answers of one entry; an entry that is blank would not be read."""
    told = [
        field
        for field in section.fields
        if field.kind in {"city", "state"} or draw(st.booleans())
    ]
    told = told or [section.fields[0]]
    return {f"{row}/{field.key}": draw(answers_to(field)) for field in told}


# Filling in

MOST_ENTRIES = 4
"""One more than the blank form has rows for, at the most."""


def places(form: Form) -> Iterator[tuple[str, str, int, int]]:
    """Yield path, sheet, row and column of each answer on the blank workbook."""
    row = 1
    for section in form.sections:
        if section.repeats:
            yield from _columns(section, sheet_names(form)[section.key])
            continue
        row += 1
        for field in section.fields:
            row += 1
            yield f"{section.key}/{field.key}", FORM, row, 2


def _columns(section: Section, sheet: str) -> Iterator[tuple[str, str, int, int]]:
    column = 1
    for field in section.fields:
        for number in range(1, MOST_ENTRIES + 1):
            yield f"{section.key}/{number}/{field.key}", sheet, 3 + number, column
        column += 2 if field.max_words else 1


def fill_workbook(filled: Filled, path: Path) -> None:
    """Write the blank form and type the answers into it."""
    write_form_workbook(filled.form, path)
    workbook = load_workbook(path)
    for answer, sheet, row, column in places(filled.form):
        if given := filled.answers.get(answer):
            put(workbook[sheet].cell(row, column), given.typed)
    workbook.save(path)


def put(cell: object, typed: Typed) -> None:
    """Type a value into a cell; a text stays a text, whatever it begins with."""
    assert isinstance(cell, Cell)
    cell.value = typed
    if isinstance(typed, str):
        cell.data_type = "s"


_QUESTION = re.compile(r"( +)(- )?([\w-]+):( \|)?")


def fill_yaml(filled: Filled, path: Path) -> None:
    """Write the blank form as YAML and type the answers into it."""
    write_form_yaml(filled.form, path)
    blank = path.read_text(encoding="utf-8").split("\n")
    heads = [blank.index(f"{section.key}:") for section in filled.form.sections]
    lines = blank[: heads[0]]
    ends = [*heads[1:], len(blank)]
    for section, start, end in zip(filled.form.sections, heads, ends, strict=True):
        lines.append(blank[start])
        for row in _rows(filled, section):
            for line in blank[start + 1 : end]:
                lines += _answered(filled, row, line)
    path.write_text("\n".join(lines), encoding="utf-8", newline="\n")


def _rows(filled: Filled, section: Section) -> tuple[str, ...]:
    """Return the beginnings of a section's paths, one an entry."""
    if not section.repeats:
        return (section.key,)
    rows = {path.rpartition("/")[0] for path in filled.answers}
    return tuple(sorted(row for row in rows if row.startswith(f"{section.key}/")))


def _answered(filled: Filled, row: str, line: str) -> list[str]:
    question = _QUESTION.fullmatch(line)
    given = filled.answers.get(f"{row}/{question[3]}") if question else None
    if question is None or given is None:
        return [line]
    if not question[4]:
        return [f"{line} {json.dumps(given.value, ensure_ascii=False)}"]
    indent = " " * (len(question[1]) + len(question[2] or "") + 2)
    return [line, *(f"{indent}{part}" for part in given.value.split("\n"))]


def headings(form: Form) -> dict[str, str]:
    """Return a heading for each answer of a table with a row a city, by path."""
    names: dict[str, str] = {}
    for section in form.sections:
        for field in section.fields:
            if not section.repeats:
                names[f"{section.key}/{field.key}"] = f"{section.one}: {field.label}"
            for number in range(1, MOST_ENTRIES + 1) if section.repeats else ():
                path = f"{section.key}/{number}/{field.key}"
                names[path] = f"{section.one} {number}: {field.label}"
    return names
