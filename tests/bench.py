"""How long a build takes and how much memory: the whole of it, and each stage.

Machines differ and are busy; the ratios say more than the seconds. `share` is a stage's
part of the build's processor time, `per city` the processor time that a city costs
against one of the shipped edition. The memory of a build is that of its processes
together, looked at every few hundredths of a second; a stage's is its own peak.
"""

import argparse
import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bench_intake import bench_intake
from citybook.plate import FOLDER
from costs import Cost, cost_of, tell
from generated import write_edition
from revised_drafts import forget_returned, write_returned

ROOT = Path(__file__).parent.parent
SIZES = (200, 1_400)
DRAWN = "with old figures"
"""A build that finds its figures drawn, and nothing else of the last one."""
DRAWN_BEFORE = "figures drawn before"
WHOLE = ("citybook build", DRAWN, "the same again", "citybook check", "make, again")
REVIEW = "citybook review"
"""Reading back a Word file with an edit of every tenth passage, and a comment."""
REST = "in no stage"
NOTABLE_S = 0.2
PRESS_STAGES = ("html", "pdf, html within", "docx", "findings page")
GROWS = 1.1
"""A stage whose time grows by a higher power of the cities is named."""

Costs = Mapping[str, Cost]
"""What was measured of one edition, by name, in the order of the table."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One edition and what was measured of it."""

    name: str
    cities: int
    costs: Costs


def main() -> int:
    """Run the measurements that were asked for; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--cities",
        type=int,
        metavar="N",
        help="measure one generated edition of N cities, and no other",
    )
    parser.add_argument(
        "--repeat",
        type=int,
        default=1,
        metavar="N",
        help="measure everything N times and keep the cheapest (default: 1)",
    )
    parser.add_argument(
        "part",
        nargs="?",
        choices=("books", "intake"),
        help="measure only the making of books, or only the reading of what came in",
    )
    options = parser.parse_args()
    if options.part != "intake":
        _bench_books(options.cities, options.repeat)
    if options.part == "intake" or not (options.part or options.cities):
        bench_intake(options.repeat)
    return 0


def _bench_books(cities: int, repeat: int) -> None:
    """Measure the making of books: of one size, or of several."""
    measured: list[Measured] = []
    for size in (cities,) if cities else (0, *SIZES):
        measured.append(_measure(size, repeat))
        shipped = measured[0] if not cities else None
        _print_table(measured[-1], shipped)
    if len(measured) > 1:
        _print_growth(*measured[-2:])


def _measure(cities: int, repeat: int) -> Measured:
    """Measure a generated edition of so many cities, or with 0 the shipped one."""
    with tempfile.TemporaryDirectory(prefix="citybook-bench-") as name:
        edition = Path(name, "edition")
        if cities:
            tell(f"making up {cities:,} cities")
            write_edition(edition, cities)
        else:
            shutil.copytree(ROOT / "submissions", edition / "submissions")
        runs = [_run(edition, Path(name)) for _ in range(repeat)]
        told = json.loads((edition / "output" / "build.json").read_text("utf-8"))
    tell("")
    names = runs[0].keys()
    cheapest = {
        name: min((run[name] for run in runs), key=lambda cost: cost.cpu_s)
        for name in names
    }
    title = f"generated, {cities:,} cities" if cities else "the shipped edition"
    return Measured(title, int(told["cities"]), cheapest)


def _run(edition: Path, folder: Path) -> dict[str, Cost]:
    """Measure everything once."""
    shutil.rmtree(edition / "output", ignore_errors=True)
    citybook = [sys.executable, "-P", "-m", "citybook"]
    costs: dict[str, Cost] = {}
    build = [*citybook, "build", "--edition", str(edition)]
    commands = (
        *(build, build, build),
        [*citybook, "check", "--edition", str(edition)],
        ["make", "-C", str(ROOT), "book", f"EDITION={edition}"],
    )
    for name, command in zip(WHOLE, commands, strict=True):
        # Outside of `make bench` nothing is known of the set-up that make would repeat.
        if command[0] != "make" or "MAKELEVEL" in os.environ:
            tell(name)
            if name == DRAWN:
                _forget_all_but_figures(edition / "output")
            costs[name] = cost_of(command)
    tell(REVIEW)
    write_returned(edition)
    costs[REVIEW] = cost_of([*citybook, "review", "--edition", str(edition)])
    forget_returned(edition)
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        tell("stage by stage")
        costs |= _stages(["road.py", str(edition), scratch])
        for name in PRESS_STAGES:
            costs |= _stages(["press.py", name, scratch])
    return costs | {REST: _rest(costs)}


def _forget_all_but_figures(output: Path) -> None:
    for path in output.iterdir():
        if path.is_dir() and path.name != FOLDER:
            shutil.rmtree(path)
        elif path.is_file():
            path.unlink()


def _stages(arguments: list[str]) -> dict[str, Cost]:
    """Run a script that measures stages; return what each of them cost."""
    script, *others = arguments
    command = [sys.executable, str(ROOT / "tests" / "speed" / script), *others]
    fonts = {"FONTCONFIG_FILE": str(Path(others[-1], "fonts.conf"))}
    environment = {**os.environ, **fonts}
    output = subprocess.check_output(command, env=environment)
    lines = [json.loads(line) for line in output.splitlines()]
    return {line.pop("stage"): Cost(**line) for line in lines}


def _rest(costs: Costs) -> Cost:
    """Return what a build costs beyond its stages, as starting its two processes."""
    whole = costs["citybook build"]
    within = (*WHOLE, REVIEW, DRAWN_BEFORE, "html")
    stages = [cost for name, cost in costs.items() if name not in within]
    return Cost(
        max(0, whole.wall_s - sum(cost.wall_s for cost in stages)),
        max(0, whole.cpu_s - sum(cost.cpu_s for cost in stages)),
        0,
    )


def _print_table(measured: Measured, shipped: Measured | None) -> None:
    whole = measured.costs["citybook build"]
    print(f"\n{measured.name}: {measured.cities:,} cities")
    print(f"{'':20}{'wall s':>9}{'CPU s':>9}{'peak MB':>9}{'share':>8}{'per city':>10}")
    for name, cost in measured.costs.items():
        ratio = _per_city(measured, name) / _per_city(shipped, name) if shipped else 0
        print(
            f"{name:20}{cost.wall_s:9.2f}{cost.cpu_s:9.2f}{cost.peak_mb:9.0f}"
            f"{cost.cpu_s / whole.cpu_s:8.1%}"
            f"{f'x {ratio:.2f}' if ratio else '':>10}",
            flush=True,
        )


def _per_city(measured: Measured, name: str) -> float:
    # A stage may cost nothing that the clock can see.
    return max(measured.costs[name].cpu_s, 1e-3) / measured.cities


def _print_growth(small: Measured, large: Measured) -> None:
    """Name what grows faster than the number of cities."""
    cities = math.log(large.cities / small.cities)
    print(
        f"\nFrom {small.cities:,} to {large.cities:,} cities, processor time grows as"
    )
    for name, cost in large.costs.items():
        # What takes no time to speak of has no power to speak of.
        if cost.cpu_s > NOTABLE_S and name != REST:
            before = max(small.costs[name].cpu_s, 1e-3)
            power = math.log(cost.cpu_s / before) / cities
            sign = "  super-linear" if power > GROWS else ""
            print(f"{name:20}cities ^ {power:.2f}{sign}")


if __name__ == "__main__":
    sys.exit(main())
