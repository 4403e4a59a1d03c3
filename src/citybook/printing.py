"""Runs the press as a child process, with its typefaces and nothing else."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from html import escape
from pathlib import Path
from typing import IO

from citybook.findings import Finding
from citybook.fonts import directories
from citybook.job import Job, complaint, send
from citybook.outcome import BROKEN

Progress = Callable[[str], None]


_OUT_OF_MEMORY = (
    *("MemoryError", "start new thread", "Error creating thread", "alloc"),
    "failed to map segment",
)
"""Signs of it in what the press, GLib, the C library or its loader last said."""


class EnvironmentTrouble(Exception):
    """The machine, not the input, keeps citybook from working; says what to do."""


def print_job(job: Job, progress: Progress) -> tuple[Finding, ...]:
    """Have the press print a job; return its typesetter's warnings as findings.

    Raises EnvironmentTrouble where the press cannot work.
    """
    with (
        tempfile.TemporaryDirectory(prefix="citybook-") as scratch,
        tempfile.TemporaryFile() as errors,
    ):
        command = [sys.executable, "-P", "-m", "citybook.press"]
        fonts = {"FONTCONFIG_FILE": str(_font_list(job, scratch))}
        pipe, environment = subprocess.PIPE, {**os.environ, **fonts}
        with subprocess.Popen(
            command, stdin=pipe, stdout=pipe, stderr=errors, env=environment
        ) as press:
            try:
                told = _listened(press, job, progress)
            finally:
                press.kill()
        if press.returncode:
            raise _trouble(press.returncode, told, _written(errors))
    return tuple(complaint(line["warning"]) for line in told if "warning" in line)


def _listened(
    press: "subprocess.Popen[bytes]", job: Job, progress: Progress
) -> list[Mapping[str, str]]:
    told: list[Mapping[str, str]] = []
    if press.stdin is None or press.stdout is None:
        return told
    try:
        send(job, press.stdin)
        for line in press.stdout:
            with suppress(ValueError):  # a library may print lines of its own
                told.append(json.loads(line))
                if step := told[-1].get("step"):
                    progress(step)
        press.wait()
    except BrokenPipeError:
        # It ended before it had read the job; its status says why.
        with suppress(BrokenPipeError):
            press.stdin.close()
        press.wait()
    return told


def _written(stream: IO[bytes]) -> str:
    stream.seek(0)
    return stream.read().decode(errors="replace")


def _trouble(
    status: int, told: list[Mapping[str, str]], errors: str
) -> EnvironmentTrouble:
    reasons = [line["broken"] for line in told if "broken" in line]
    if status == BROKEN and reasons:
        return EnvironmentTrouble(f"The book cannot be written: {reasons[0]}.")
    if "cannot load library" in errors:
        name = errors.rpartition("cannot load library '")[2].partition("'")[0]
        remedy = "run `make`, which installs it, or install Pango by hand"
        return EnvironmentTrouble(f"The system library {name} is missing: {remedy}.")
    if status < 0 or any(sign in errors for sign in _OUT_OF_MEMORY):
        remedy = "close other programs, and run it again"
        return EnvironmentTrouble(
            f"The system ended the press, perhaps for lack of memory: {remedy}."
        )
    last = errors.strip().rpartition("\n")[2] or f"it ended with status {status}"
    return EnvironmentTrouble(f"The press stopped: {last}.")


def _font_list(job: Job, scratch: str) -> Path:
    """Write a fontconfig file that knows the book's typefaces and no others.

    So the book looks the same on every machine, and prints on one with no fonts.
    """
    fonts = job.style.fonts if job.style else None
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
