"""What a command costs: time, processor time and memory, its children included."""

import os
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_TICK_S = 0.03
_PAGE = resource.getpagesize()


@dataclass(frozen=True, slots=True)
class Cost:
    """What one thing cost."""

    wall_s: float
    cpu_s: float
    peak_mb: float


def cost_of(command: list[str]) -> Cost:
    """Run a command and return what it cost, its children included."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("MAKE")}
    with tempfile.TemporaryFile() as output:
        before, started, peak = _children_cpu(), time.perf_counter(), 0
        process = subprocess.Popen(
            command,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment,
            start_new_session=True,
        )
        while process.poll() is None:
            peak = max(peak, _resident(process.pid))
            time.sleep(_TICK_S)
        wall = time.perf_counter() - started
        if process.returncode not in (0, 1):
            output.seek(0)
            sys.stderr.write(output.read().decode(errors="replace"))
            raise SystemExit(f"{' '.join(command)}: status {process.returncode}")
    return Cost(wall, _children_cpu() - before, peak / 1e6)


def _children_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _resident(session: int) -> int:
    """Return the bytes that the processes of a session have in memory now."""
    total = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            # proc(5): after the name in parentheses; field 6 is the session, 24
            # the pages in memory.
            fields = path.read_text("ascii", "replace").rpartition(")")[2].split()
            total += int(fields[21]) * _PAGE if int(fields[3]) == session else 0
    return total


def tell(what: str) -> None:
    """Tell on the terminal what is being done; an empty text clears the line."""
    end = "" if sys.stderr.isatty() or not what else "\n"
    start = "\r\x1b[K" if sys.stderr.isatty() else ""
    print(f"{start}{what}", end=end, file=sys.stderr, flush=True)
