"""A check of what has not changed: answered from memory, with little loaded."""

import time
from collections.abc import Sequence
from pathlib import Path

from citybook.folders import Folders
from citybook.outcome import Outcome, last_check
from citybook.terminal import (
    guarded,
    let_go_of_output,
    open_streams,
    print_findings,
    print_summary,
)


def glance(arguments: Sequence[str]) -> int | None:
    """Tell what the last check came to, if nothing has changed since; the exit status.

    Returns None where the whole program must look.
    """
    started = time.monotonic()
    folders, outcome = _remembered(arguments)
    if folders is None or outcome is None:
        return None
    open_streams()
    try:
        return guarded(lambda: _tell(folders, outcome, started))
    finally:
        let_go_of_output()


def _remembered(arguments: Sequence[str]) -> tuple[Folders | None, Outcome | None]:
    try:
        match arguments:
            case ["check"]:
                folders = Folders(Path().resolve())
            case ["check", "--edition", root]:
                folders = Folders(Path(root).resolve())
            case _:
                return None, None
        if not folders.submissions.is_dir():
            return None, None
        return folders, last_check(folders.output, folders.digest())
    # Whatever it is, the whole program knows what to say of it.
    except (OSError, RuntimeError, ValueError, MemoryError):
        return None, None


def _tell(folders: Folders, outcome: Outcome, started: float) -> int:
    print_findings(outcome, "")
    print_summary(outcome, folders, "check", time.monotonic() - started)
    return outcome.status
