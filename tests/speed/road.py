"""The builder's stages, each measured on the real road: `road.py EDITION SCRATCH`.

The press is not started: what it would be given stays in the scratch folder for
`press.py`, and the last output stands in for what it would make.
"""

import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

from stopwatch import stage

from citybook import build
from citybook.engraving import Undrawn, engraving
from citybook.folders import Folders
from citybook.job import Job, send
from citybook.outcome import HELD_BACK
from citybook.output import fresh_folder
from citybook.plate import Plate
from citybook.printing import Progress, _font_list

P = ParamSpec("P")
R = TypeVar("R")

DRAWN_BEFORE = "figures drawn before"
"""A build has this stage or the one of drawing them."""

STAGES: tuple[tuple[str, object, str], ...] = (
    ("hash the input", Folders, "digest"),
    ("read definitions", build, "read_definitions"),
    ("read", build, "read_submissions"),
    ("prepare pictures", build, "read_pictures"),
    ("check", build, "check"),
    ("normalize", build, "normalize"),
    ("count for figures", build, "draw"),
    ("compose", build, "compose"),
    ("blank workbook", build, "write_form_workbook"),
    ("remember", build, "remember"),
)
"""What is measured, and the function of the road that does it."""


def main(arguments: list[str]) -> int:
    """Measure an edition's way to the press and back; return the exit status."""
    folders, scratch = Folders(Path(arguments[0]).resolve()), Path(arguments[1])
    last = folders.output.rename(scratch / "last")
    for name, owner, function in STAGES:
        setattr(owner, function, measured(name, getattr(owner, function)))
    for function, stand_in in (
        ("engraving", _at_once(scratch)),
        ("press", _keeping(scratch, last)),
        ("fresh_folder", _measured_at_its_end),
    ):
        setattr(build, function, stand_in)
    return build.build(folders, lambda _: None).status > HELD_BACK


def measured(name: str, function: Callable[P, R]) -> Callable[P, R]:
    """Return the function with a stopwatch beside it."""

    @wraps(function)
    def watched(*arguments: P.args, **options: P.kwargs) -> R:
        with stage(name):
            return function(*arguments, **options)

    return watched


Engraving = Callable[
    [Mapping[str, Plate], Path, Path, Iterable[str]],
    AbstractContextManager[Callable[[], Undrawn]],
]


def _at_once(scratch: Path) -> Engraving:
    """Return what draws the figures before all else, and once more to no purpose."""

    @contextmanager
    def draw(
        plates: Mapping[str, Plate], old: Path, fresh: Path, ready: Iterable[str]
    ) -> Iterator[Callable[[], Undrawn]]:
        drawing = engraving(plates, old, fresh, ready)
        with stage("draw figures"), drawing as finished:
            undrawn = finished()
        again = scratch / "again"
        again.mkdir()
        drawing = engraving(plates, fresh, again, ready)
        with stage(DRAWN_BEFORE), drawing as finished:
            finished()
        yield lambda: undrawn

    return draw


@dataclass(frozen=True, slots=True)
class _Keeper:
    """What takes the place of the press: it keeps its job and the last output."""

    scratch: Path
    last: Path

    def give(self, _: Job) -> None:
        """Take no notice of an early job."""

    def print_job(self, job: Job, _: Progress) -> tuple[()]:
        """Keep the job for `press.py`, and take the files of the last."""
        with stage("hand to the press"), (self.scratch / "job").open("wb") as stream:
            _font_list(job.style, str(self.scratch))
            send(job, stream)
        for path in self.last.iterdir():
            if path.is_file():
                shutil.copy(path, job.folder)
        return ()


def _keeping(
    scratch: Path, last: Path
) -> Callable[[object], AbstractContextManager[_Keeper]]:
    return lambda _: nullcontext(_Keeper(scratch, last))


@contextmanager
def _measured_at_its_end(target: Path) -> Iterator[Path]:
    with ExitStack() as ending:
        yield ending.enter_context(fresh_folder(target))
        with stage("swap"):
            ending.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
