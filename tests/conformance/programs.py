"""Runs the outside programs that the checkers need."""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path


class MissingProgramError(RuntimeError):
    """A program that a checker needs is not installed."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is missing: run make test, which installs it")


class NoVerdictError(RuntimeError):
    """A checker could not judge the file, so it neither passes nor fails."""


def program(name: str) -> str:
    """The path of an installed program."""
    found = shutil.which(name)
    if found is None:
        raise MissingProgramError(name)
    return found


def run(
    command: Sequence[str | Path],
    *,
    environment: Mapping[str, str] | None = None,
    accepted: frozenset[int] = frozenset({0}),
) -> str:
    """What a command prints; an exit code that is not accepted is no verdict."""
    finished = subprocess.run(
        command,
        env={**os.environ, **(environment or {})},
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    if finished.returncode not in accepted:
        name = Path(command[0]).name
        trouble = finished.stderr.strip() or finished.stdout.strip() or "no message"
        message = f"{name} ended with {finished.returncode}: {trouble[:2000]}"
        raise NoVerdictError(message)
    return finished.stdout
