"""Runs the engraver as a child process, for the pictures that are not there yet."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from citybook.environment import EnvironmentTrouble, stopped
from citybook.findings import Finding
from citybook.plate import FOLDER, Drawing, Pictures, Plate, undrawn

PATIENCE_S = 300
"""How long the engraver may work; it takes seconds on a slow machine."""


Undrawn = Mapping[str, Finding]
"""The figures that cannot be drawn, and why."""


@contextmanager
def engraving(
    plates: Mapping[str, Plate], old: Path, fresh: Path, ready: Iterable[str] = ()
) -> Iterator[Callable[[], Undrawn]]:
    """Begin to put all pictures into a fresh output folder; yield what waits for them.

    What was drawn for the last build is taken from the old output folder, and so are
    at once the files that are ready for print. To wait raises EnvironmentTrouble where
    the engraver cannot work; OSError is raised where a file that is ready is not there.
    """
    for name in sorted(set(ready)):
        Pictures(fresh / FOLDER).keep_raster(name, Pictures(old / FOLDER).raster(name))
    wanted = {plate.figure.picture: plate.drawing for plate in plates.values()}
    known, pictures = Pictures(old / FOLDER), Pictures(fresh / FOLDER)
    for picture in [name for name in wanted if _taken_over(name, known, pictures)]:
        del wanted[picture]
    if not wanted:
        yield dict
        return
    with _engraver(wanted, pictures) as child:
        yield lambda: _undrawn(plates, _troubles(child, frozenset(wanted)))


def _undrawn(plates: Mapping[str, Plate], troubles: Mapping[str, str]) -> Undrawn:
    return {
        key: undrawn(plate.drawing, troubles[plate.figure.picture])
        for key, plate in plates.items()
        if plate.figure.picture in troubles
    }


def _taken_over(picture: str, old: Pictures, fresh: Pictures) -> bool:
    if not old.has(picture):
        return False
    with suppress(OSError, ValueError):
        fresh.keep(picture, old.svg(picture), old.raster(f"{picture}.png"))
        return True
    return False


@contextmanager
def _engraver(
    wanted: Mapping[str, Drawing], fresh: Pictures
) -> Iterator["subprocess.Popen[bytes]"]:
    """Have the pictures drawn by a child process that ends with the block."""
    fresh.folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="citybook-") as scratch:
        order = Path(scratch, "order.json")
        order.write_text(json.dumps(_order(wanted, fresh)), encoding="utf-8")
        command = [sys.executable, "-P", "-m", "citybook.engraver", str(order)]
        # Vega's time scales go by the zone of the machine.
        environment = {**os.environ, "TZ": "UTC"}
        pipe = subprocess.PIPE
        with subprocess.Popen(
            command, stdin=pipe, stdout=pipe, stderr=pipe, env=environment
        ) as child:
            try:
                yield child
            finally:
                child.kill()


def _troubles(
    child: "subprocess.Popen[bytes]", wanted: frozenset[str]
) -> Mapping[str, str]:
    """Wait for the pictures; return what is wrong with some."""
    told, errors = _listened(child)
    lines = [json.loads(line) for line in told.splitlines()]
    if broken := [line["broken"] for line in lines if "broken" in line]:
        raise EnvironmentTrouble(f"The book cannot be written: {broken[0]}.")
    if child.returncode or {line["picture"] for line in lines} != wanted:
        raise stopped("engraver", child.returncode, errors)
    return {line["picture"]: line["trouble"] for line in lines if line["trouble"]}


def _listened(child: "subprocess.Popen[bytes]") -> tuple[str, str]:
    stdin, child.stdin = child.stdin, None  # open until the engraver has ended
    try:
        told, errors = child.communicate(timeout=PATIENCE_S)
    except subprocess.TimeoutExpired:
        return "", f"it was not done after {PATIENCE_S} seconds"
    finally:
        child.kill()
        if stdin:
            stdin.close()
    return told.decode(), errors.decode(errors="replace")


def _order(wanted: Mapping[str, Drawing], fresh: Pictures) -> Mapping[str, object]:
    families = {family for drawing in wanted.values() for family in drawing.families}
    return {
        "folder": str(fresh.folder.absolute()),
        "families": sorted(families),
        "drawings": {
            picture: {
                "chart": drawing.chart,
                "width_pt": drawing.width_pt,
                "height_pt": drawing.height_pt,
            }
            for picture, drawing in wanted.items()
        },
    }
