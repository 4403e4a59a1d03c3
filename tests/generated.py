"""Editions of any size, for measuring: made-up cities that answer the form at length.

The same size always gives the same files: one random generator with a fixed seed
makes the names, the texts and which kind of file each city sends.
"""

import random
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from pathlib import Path

import yaml
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from citybook.folders import Folders
from citybook.form import Field, Form, Section, read_form
from citybook.form_layout import FORM, question, sheet_names
from citybook.states import STATES
from citybook.typography import slug
from citybook.writers.form_workbook import write_form_workbook

ROOT = Path(__file__).parent.parent
SEED = 2016

CITIES_A_TABLE = 20
KINDS_OF_FILE = {"yaml": 5, "form": 3, "table": 2}
"""How many of ten cities send which kind of file."""

_OPENINGS = (
    *("Alder", "Amber", "Ash", "Bell", "Birch", "Black", "Bright", "Brook", "Cedar"),
    *("Clear", "Cold", "Copper", "Crow", "Deer", "East", "Elder", "Elm", "Fair"),
    *("Fern", "Flint", "Fox", "Glen", "Gold", "Gray", "Green", "Hart", "Hazel"),
    *("Heron", "High", "Iron", "King", "Lark", "Linden", "Long", "Maple", "Marsh"),
    *("Mill", "Moss", "New", "North", "Oak", "Old", "Otter", "Pine", "Quail"),
    *("Red", "River", "Rose", "Salt", "Silver", "South", "Spring", "Stone", "West"),
)
_ENDINGS = (
    *("bank", "borough", "bridge", "brook", "burg", "bury", "crest", "dale", "field"),
    *("ford", "gate", "grove", "ham", "haven", "hill", "hurst", "land", "ley", "mere"),
    *("mont", "mouth", "port", "ridge", "shore", "side", "stead", "ton", "vale"),
    *("view", "ville", "water", "well", "wich", "wood", "worth"),
)
_BEFORE = ("", "Lake ", "Mount ", "Saint ", "Upper ", "Fort ", "Port ", "Lower ")

_GIVEN = (
    "Ana",
    "Ben",
    "Carla",
    "David",
    "Eve",
    "Frank",
    "Grace",
    "Hugo",
    "Ines",
    "José",
)
_FAMILY = ("Abbott", "Baker", "Chávez", "Diaz", "Evans", "Fox", "Grant", "O’Neil", "Wu")
_OFFICES = ("Mayor", "Police Chief", "City Council President", "Interim Police Chief")

_WHO = (
    *("The mayor", "The police chief", "The City Council", "More than 200 residents"),
    *("Clergy of a dozen congregations", "The police department’s community unit"),
    *("Officers of the second precinct", "The Human Relations Commission"),
    *("The mayor and the police chief", "A coalition of neighborhood associations"),
)
_DID = (
    *("held a public forum on", "opened a series of conversations about"),
    *("met with pastors and youth leaders to speak about", "adopted a policy on"),
    *("answered residents’ questions about", "asked for a second look at"),
    *("published figures on", "trained every officer in", "marched together for"),
    *("set up a task force of 11 members on", "called for calm and better"),
)
_WHAT = (
    *("de-escalation and the use of force", "traffic stops and searches"),
    *("body-worn cameras", "hiring from the city’s own neighborhoods"),
    *("trust between officers and the people they serve", "implicit bias"),
    *("the review of complaints", "the police contract", "how young people are met"),
    *("mental-health calls, which had doubled since 2012", "community policing"),
)
_WHERE = (
    *("at City Hall", "in the high school’s gymnasium", "at the “Unity” breakfast"),
    *("on the steps of the courthouse", "at the public library on Main Street"),
    *("in each of the city’s five wards", "at a church downtown", ""),
    *("before a full council chamber", "with the state’s Bureau of Mediation", ""),
)
_THEN = (
    *("", "", "; nearly 100 people came", "; a second evening is planned"),
    *(", the first of four such evenings", "; the notes are on the city’s page"),
    *(", and the meeting was shown on local television", "; it lasted three hours"),
)
_MONTHS = ("January", "May", "June", "July", "July", "July", "August", "September")

Answers = Mapping[str, str]
"""What one city answers, by path: `city/name`, `efforts/2/what`."""


@dataclass(frozen=True, slots=True)
class City:
    """One made-up city."""

    name: str
    usps: str
    answers: Answers

    @property
    def file(self) -> str:
        """The name of its file, without the ending."""
        return f"{slug(self.name)}-{self.usps.lower()}"

    def rows(self, section: Section) -> Sequence[tuple[int, str]]:
        """Return the numbers and paths of its entries; 0 for a section asked once."""
        if not section.repeats:
            return ((0, section.key),)
        start = f"{section.key}/"
        numbers = {int(p.split("/")[1]) for p in self.answers if p.startswith(start)}
        return tuple((number, f"{start}{number}") for number in sorted(numbers))


def write_edition(folder: Path, cities: int) -> None:
    """Fill a folder with submissions of that many cities, as YAML files and workbooks.

    The words of the edition itself are those of the edition in this repository.
    """
    form = shipped_form()
    submissions = folder / "submissions"
    submissions.mkdir(parents=True)
    shutil.copy(ROOT / "submissions" / "edition.yaml", submissions)
    chance = random.Random(SEED)
    made = list(made_up_cities(cities, form, chance))
    kinds = chance.choices([*KINDS_OF_FILE], [*KINDS_OF_FILE.values()], k=cities)
    by_kind = {
        kind: [city for city, its in zip(made, kinds, strict=True) if its == kind]
        for kind in KINDS_OF_FILE
    }
    for city in by_kind["yaml"]:
        _write_yaml(submissions / f"{city.file}.yaml", city, form)
    write_forms(submissions, by_kind["form"], form)
    _write_tables(submissions, by_kind["table"], form)


def shipped_form() -> Form:
    """Return the form of this repository."""
    form, findings = read_form(Folders(ROOT).template("form.yaml"), "form.yaml")
    if form is None:
        raise ValueError(f"templates/form.yaml cannot be used: {findings}")
    return form


def made_up_cities(number: int, form: Form, chance: random.Random) -> Iterator[City]:
    """Yield cities of different names, some in every state and territory."""
    pool = (a + b + c for a, (b, c) in product(_BEFORE, product(_OPENINGS, _ENDINGS)))
    names = list(islice(pool, -(-number // 1000) * 1000))
    names = chance.sample(names, number)
    weights = [chance.paretovariate(1.5) for _ in STATES]
    others = chance.choices(STATES, weights, k=max(0, number - len(STATES)))
    for name, state in zip(names, (*STATES, *others), strict=False):
        answers = dict(_answers(form, chance))
        answers[form.city_path] = name
        answers[form.state_path] = chance.choice((state.name, state.usps, state.ap))
        yield City(name, state.usps, answers)


def _answers(form: Form, chance: random.Random) -> Iterator[tuple[str, str]]:
    for section in form.sections:
        for number in _numbers(section, chance):
            row = f"{section.key}/{number}" if number else section.key
            for field in section.fields:
                if field.required or chance.random() < 0.7:
                    yield f"{row}/{field.key}", _answer(field, chance)


def _numbers(section: Section, chance: random.Random) -> Sequence[int]:
    """Return the numbers of a city's entries: a few, and now and then many."""
    if not section.repeats:
        return (0,)
    few = section.repeats < 6
    usual, weights = ((0, 1, 2), (10, 20, 1)) if few else ((1, 2, 3, 6), (20, 20, 8, 2))
    return range(1, chance.choices(usual, weights)[0] + 1)


def _answer(field: Field, chance: random.Random) -> str:
    match field.kind:
        case "prose":
            return _text(chance, field.max_words or 150)
        case "choice":
            return chance.choice(field.choices).label
        case "date":
            return _date(chance)
        case "link":
            return f"https://www.news-{chance.randrange(400)}.example/{chance.random()}"
        case "yes-no":
            return chance.choice(("yes", "no", "no"))
        case "text" if "title" in field.key:
            return chance.choice(_OFFICES)
        case "text":
            return f"{chance.choice(_GIVEN)} {chance.choice(_FAMILY)}"
        case _:
            return field.reader.example


def _text(chance: random.Random, max_words: int) -> str:
    """Return one sentence to eight; long texts have two paragraphs or bullets."""
    sentences = [_sentence(chance)]
    for _ in range(chance.choices((0, 1, 2, 4, 7), (10, 16, 8, 2, 1))[0]):
        if sum(len(s.split()) for s in sentences) < max_words - 40:
            sentences.append(_sentence(chance))
    if len(sentences) < 4:
        return " ".join(sentences)
    first, rest = " ".join(sentences[:2]), sentences[2:]
    if chance.random() < 0.5:
        return f"{first}\n\n{' '.join(rest)}"
    return "\n".join((first, "", *(f"- {sentence}" for sentence in rest)))


def _sentence(chance: random.Random) -> str:
    parts = [chance.choice(words) for words in (_WHO, _DID, _WHAT, _WHERE)]
    return f"{' '.join(filter(None, parts))}{chance.choice(_THEN)}."


def _date(chance: random.Random) -> str:
    month, year = chance.choice(_MONTHS), chance.choice((2014, 2015, 2016, 2016, 2016))
    day = chance.randrange(1, 29)
    return chance.choice((f"{month} {day}, {year}", f"{month} {year}", f"{year}"))


def _write_yaml(path: Path, city: City, form: Form) -> None:
    told: dict[str, object] = {"form": form.stamp}
    for section in form.sections:
        rows = [_row(city, section, row) for _, row in city.rows(section)]
        if rows:
            told[section.key] = rows if section.repeats else rows[0]
    text = yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=80)
    path.write_text(text, encoding="utf-8")


def _row(city: City, section: Section, row: str) -> dict[str, str]:
    answers = {f.key: city.answers.get(f"{row}/{f.key}", "") for f in section.fields}
    return {key: answer for key, answer in answers.items() if answer}


def write_forms(folder: Path, cities: list[City], form: Form) -> None:
    """Fill in the blank form for each city."""
    blank = folder / "blank.xlsx"
    write_form_workbook(form, blank)
    book = load_workbook(blank)
    blank.unlink()
    for city in cities:
        filled = [
            (sheet, place)
            for section in form.sections
            for sheet, place in _fill_in(book, city, section, form)
        ]
        book.save(folder / f"{city.file} form.xlsx")
        for sheet, (row, column) in filled:
            sheet.cell(row, column).value = None


def _fill_in(
    book: Workbook, city: City, section: Section, form: Form
) -> Iterator[tuple[Worksheet, tuple[int, int]]]:
    """Type the answers to one section; yield where something was typed."""
    sheet = book[sheet_names(form).get(section.key, FORM)]
    for field in section.fields:
        row, column = _place(sheet, question(field))
        for number, path in city.rows(section):
            if answer := city.answers.get(f"{path}/{field.key}"):
                place = (row + number, column) if number else (row, column + 1)
                sheet.cell(*place).value = answer
                yield sheet, place


def _place(sheet: Worksheet, label: str) -> tuple[int, int]:
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value == label and cell.row and cell.column:
                return cell.row, cell.column
    raise LookupError(f"the blank form has no cell that says {label}")


def _write_tables(folder: Path, cities: list[City], form: Form) -> None:
    """Write the cities a few at a time into tables of one row a city."""
    for start in range(0, len(cities), CITIES_A_TABLE):
        some = cities[start : start + CITIES_A_TABLE]
        book = Workbook()
        sheet = book.worksheets[0]
        paths = dict(_headings(form, some))
        sheet.append(list(paths.values()))
        for city in some:
            sheet.append([city.answers.get(path) for path in paths])
        book.save(folder / f"short replies {start // CITIES_A_TABLE + 1}.xlsx")


def _headings(form: Form, cities: list[City]) -> Iterator[tuple[str, str]]:
    """Yield path and heading of each column that the cities need."""
    for section in form.sections:
        for number, row in max((city.rows(section) for city in cities), key=len):
            for field in section.fields:
                label = f"{section.one} {number}: " if number else ""
                yield f"{row}/{field.key}", f"{label}{field.label}"
