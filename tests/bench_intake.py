"""How long reading and checking takes: tables, separate forms, and nothing new.

Each table has twelve questions and a city a row. A form's time is told beyond what
openpyxl alone takes to load the same files, measured in the same run.
"""

import csv
import math
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from openpyxl import Workbook

from costs import Cost, cost_of, tell
from generated import SEED, City, made_up_cities, shipped_form, write_forms
from old_excel import write_xls

ROOT = Path(__file__).parent.parent
SIZES = (350, 700, 1_400)
PARKS = ROOT / "tests" / "editions" / "intake"
MODELS = 20
"""So many forms are filled in; the others are these with another city's name."""

AIM_MS = 15.0
"""What a form may take beyond openpyxl's own load, in processor time."""
AIM_S = 1.0
"""What a check of the shipped edition may take where nothing changed."""

_HEADS = f"{'wall s':>9}{'CPU s':>9}{'peak MB':>9}"

Row = Sequence[str]

HEADINGS = (
    *("City", "State", "Mayor", "Population", "Activities", "Telephone", "Website"),
    *("E-mail", "Founded", "ZIP code", "Open at night", "Topics"),
)


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the table: what was measured, of how many cities."""

    name: str
    cities: int
    cost: Cost
    beyond: str = ""


def bench_intake(repeat: int) -> None:
    """Measure tables and forms of three sizes, and the shipped edition unchanged."""
    measured = {
        "table, .xlsx": _tables("cities.xlsx", _write_xlsx, repeat),
        "table, .csv": _tables("cities.csv", _write_csv, repeat),
        "table, .xls": _tables("cities.xls", _write_old, repeat),
        "separate forms": _forms(repeat),
    }
    tell("")
    print("\nintake: citybook check of cities by the number")
    print(f"{'':20}{'cities':>8}{_HEADS}{'ms a city':>11}")
    for lines in measured.values():
        _print_lines(lines)
    _print_powers(measured)
    _print_unchanged(repeat)


def _print_lines(lines: Sequence[_Line]) -> None:
    for line in lines:
        cost = line.cost
        print(
            f"{line.name:20}{line.cities:8,}{cost.wall_s:9.2f}{cost.cpu_s:9.2f}"
            f"{cost.peak_mb:9.0f}{1000 * cost.cpu_s / line.cities:11.2f}"
            f"{f'  {line.beyond}' if line.beyond else ''}",
            flush=True,
        )


def _print_powers(measured: Mapping[str, Sequence[_Line]]) -> None:
    print(f"\nFrom {SIZES[0]:,} to {SIZES[-1]:,} cities, processor time grows as")
    for name, lines in measured.items():
        checks = [line for line in lines if line.name == name]
        growth = checks[-1].cost.cpu_s / checks[0].cost.cpu_s
        power = math.log(growth) / math.log(SIZES[-1] / SIZES[0])
        print(f"{name:20}cities ^ {power:.2f}")


def _cheapest(command: list[str], repeat: int, before: Callable[[], object]) -> Cost:
    """Run a command some times, each after `before`; return what the cheapest cost."""
    costs: list[Cost] = []
    for _ in range(repeat):
        before()
        costs.append(cost_of(command))
    return min(costs, key=lambda cost: cost.cpu_s)


def _check(edition: Path) -> list[str]:
    return [sys.executable, "-P", "-m", "citybook", "check", "--edition", str(edition)]


def _forget(edition: Path) -> Callable[[], None]:
    """Return what makes the next check the first one."""
    return lambda: shutil.rmtree(edition / "output", ignore_errors=True)


# Tables


def _tables(
    file: str, write: Callable[[Path, Sequence[Row]], object], repeat: int
) -> list[_Line]:
    lines: list[_Line] = []
    for size in SIZES:
        with tempfile.TemporaryDirectory(prefix="citybook-bench-") as name:
            edition = Path(name, "edition")
            shutil.copytree(PARKS, edition)
            write(edition / "submissions" / file, [HEADINGS, *_rows(size)])
            tell(f"{file}, {size:,} cities")
            cost = _cheapest(_check(edition), repeat, _forget(edition))
        ending = file.partition(".")[2]
        lines.append(_Line(f"table, .{ending}", size, cost))
    return lines


def _rows(number: int) -> Iterator[Row]:
    chance = Random(SEED)
    for city in made_up_cities(number, shipped_form(), chance):
        yield (
            *(city.name, city.usps, city.answers.get("city/mayor", "Ann Roe")),
            f"{chance.randrange(30_000, 900_000):,}",
            city.answers["efforts/1/what"],
            f"617-555-{chance.randrange(10_000):04}",
            f"https://{city.file}.example/parks",
            f"clerk@{city.file}.example",
            f"{chance.randrange(1, 13)}/{chance.randrange(13, 29)}/2016",
            f"{chance.randrange(100_000):05}",
            chance.choice(("yes", "no", "")),
            chance.choice(("Trees", "Trees; Water", "Playgrounds", "")),
        )


def _write_xlsx(path: Path, rows: Sequence[Row]) -> None:
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Replies")
    for row in rows:
        sheet.append(list(row))
    workbook.save(path)


def _write_csv(path: Path, rows: Sequence[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def _write_old(path: Path, rows: Sequence[Row]) -> None:
    write_xls(path, {"Replies": rows})


# Separate forms


def _forms(repeat: int) -> list[_Line]:
    lines: list[_Line] = []
    for size in SIZES:
        with tempfile.TemporaryDirectory(prefix="citybook-bench-") as name:
            edition = Path(name, "edition")
            folder = edition / "submissions"
            folder.mkdir(parents=True)
            shutil.copy(ROOT / "submissions" / "edition.yaml", folder)
            tell(f"filling in {size:,} forms")
            _write_many(folder, size)
            tell(f"separate forms, {size:,} cities")
            script = str(ROOT / "tests" / "speed" / "bare_load.py")
            bare = [sys.executable, script, str(folder)]
            load = _cheapest(bare, repeat, lambda: None)
            cost = _cheapest(_check(edition), repeat, _forget(edition))
        lines.append(_Line("openpyxl's own load", size, load))
        lines.append(_Line("separate forms", size, cost, _beyond(cost, load, size)))
    return lines


def _beyond(cost: Cost, load: Cost, size: int) -> str:
    ms = 1000 * (cost.cpu_s - load.cpu_s) / size
    ratio = f"x {cost.cpu_s / load.cpu_s:.2f} of it"
    return f"{ratio}, {ms:.1f} ms a form beyond (aim: {AIM_MS:.0f})"


def _write_many(folder: Path, size: int) -> None:
    """Fill in a few forms, and copy them under other cities' names."""
    form = shipped_form()
    cities = list(made_up_cities(size, form, Random(SEED)))
    models = cities[:MODELS]
    write_forms(folder, models, form)
    for number, city in enumerate(cities[MODELS:]):
        _rename(folder, models[number % MODELS], city)


def _rename(folder: Path, model: City, city: City) -> None:
    """Copy a filled-in form as another city's."""
    old, new = (f"<t>{each.name}</t>".encode() for each in (model, city))
    with (
        zipfile.ZipFile(folder / f"{model.file} form.xlsx") as source,
        zipfile.ZipFile(folder / f"{city.file} form.xlsx", "w") as target,
    ):
        for name in source.namelist():
            data = source.read(name)
            if name == "xl/sharedStrings.xml":
                if data.count(old) != 1:
                    raise ValueError(f"{model.name} stands not once in its form")
                data = data.replace(old, new)
            target.writestr(name, data, zipfile.ZIP_DEFLATED, 1)


# Nothing new


def _print_unchanged(repeat: int) -> None:
    """Check the shipped edition, check it again, and with one file changed."""
    with tempfile.TemporaryDirectory(prefix="citybook-bench-") as name:
        edition = Path(name, "edition")
        shutil.copytree(ROOT / "submissions", edition / "submissions")
        first = _cheapest(_check(edition), 1, lambda: None)
        again = _cheapest(_check(edition), repeat, lambda: None)
        changes = iter(range(1, repeat + 1))
        changed = _cheapest(
            _check(edition), repeat, lambda: _change(edition, next(changes))
        )
    print(f"\n{'the shipped edition':20}{_HEADS}")
    for what, cost in (
        ("check, all new", first),
        ("check, nothing new", again),
        ("check, one file new", changed),
    ):
        aim = f"  (aim: {AIM_S:.0f} s of CPU)" if cost is again else ""
        print(f"{what:20}{cost.wall_s:9.2f}{cost.cpu_s:9.2f}{cost.peak_mb:9.0f}{aim}")


def _change(edition: Path, number: int) -> None:
    """Change one workbook of an edition, by nothing that is read."""
    path = edition / "submissions" / "BOSTON.xlsx"
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(f"changed/{number}.txt", str(number))
