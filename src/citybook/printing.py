"""Runs the press as a child process, with its typefaces and nothing else."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from html import escape
from pathlib import Path
from typing import IO, Any

from citybook.environment import BROKEN, EnvironmentTrouble, stopped
from citybook.findings import Finding, from_record
from citybook.fonts import directories
from citybook.job import Job, send
from citybook.style import Style

Progress = Callable[[str], None]


class Press:
    """The press at work: a child process that waits for a job."""

    def __init__(self, process: "subprocess.Popen[bytes]", errors: IO[bytes]) -> None:
        """Give jobs to a process that writes what breaks it into `errors`."""
        self._process = process
        self._errors = errors

    def give(self, job: Job) -> None:
        """Give it a job, and do not wait for it."""
        stdin = self._process.stdin
        if stdin and not stdin.closed:
            try:
                send(job, stdin)
            except BrokenPipeError:  # it has ended; its status will say why
                self._close()

    def print_job(self, job: Job, progress: Progress) -> tuple[Finding, ...]:
        """Have it print its last job; return what it found in doing so.

        Raises EnvironmentTrouble where the press cannot work.
        """
        self.give(job)
        told: list[Mapping[str, Any]] = []
        for line in self._process.stdout or ():
            with suppress(ValueError):  # a library may print lines of its own
                told.append(json.loads(line))
                if step := told[-1].get("step"):
                    progress(step)
        if status := self._process.wait():
            raise _trouble(status, told, _written(self._errors))
        return tuple(from_record(line["finding"]) for line in told if "finding" in line)

    def end(self) -> None:
        """End it, whatever it is at."""
        self._process.kill()
        self._close()

    def _close(self) -> None:
        if stdin := self._process.stdin:
            with suppress(BrokenPipeError):  # of what it did not read
                stdin.close()


@contextmanager
def press(style: Style | None) -> Iterator[Press]:
    """Start the press with the typefaces of a style; it ends with the block."""
    with (
        tempfile.TemporaryDirectory(prefix="citybook-") as scratch,
        tempfile.TemporaryFile() as errors,
    ):
        command = [sys.executable, "-P", "-m", "citybook.press"]
        fonts = {"FONTCONFIG_FILE": str(_font_list(style, scratch))}
        pipe, environment = subprocess.PIPE, {**os.environ, **fonts}
        with subprocess.Popen(
            command, stdin=pipe, stdout=pipe, stderr=errors, env=environment
        ) as process:
            printer = Press(process, errors)
            try:
                yield printer
            finally:
                printer.end()


def _written(stream: IO[bytes]) -> str:
    stream.seek(0)
    return stream.read().decode(errors="replace")


def _trouble(
    status: int, told: list[Mapping[str, Any]], errors: str
) -> EnvironmentTrouble:
    reasons = [line["broken"] for line in told if "broken" in line]
    if status == BROKEN and reasons:
        return EnvironmentTrouble(f"The book cannot be written: {reasons[0]}.")
    return stopped("press", status, errors)


def _font_list(style: Style | None, scratch: str) -> Path:
    """Write a fontconfig file that knows the book's typefaces and no others.

    So the book looks the same on every machine, and prints on one with no fonts.
    """
    fonts = style.fonts if style else None
    families = (*sorted(fonts.text), *fonts.fallback) if fonts else ()
    folders = directories(*families)
    listed = "".join(f"<dir>{escape(str(folder))}</dir>" for folder in folders)
    path = Path(scratch, "fonts.conf")
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"{listed}<cachedir>{escape(scratch)}</cachedir>"
        "<selectfont><rejectfont><glob>*.otf</glob></rejectfont></selectfont>"
        "</fontconfig>",
        encoding="utf-8",
    )
    return path
