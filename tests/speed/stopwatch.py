"""Measures one stage at a time: time, processor time and peak memory."""

import json
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Tell time, processor time and peak memory of what is done inside."""
    # proc(5): 5 resets the peak resident set size to what is resident now.
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    wall, cpu = time.perf_counter(), _cpu()
    yield
    told = {
        "stage": name,
        "wall_s": time.perf_counter() - wall,
        "cpu_s": _cpu() - cpu,
        "peak_mb": _peak_kb() * 1024 / 1e6,
    }
    print(json.dumps(told), flush=True)


def _cpu() -> float:
    """Return the seconds of processor time of this process and its children."""
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    used = [resource.getrusage(who) for who in whose]
    return sum(each.ru_utime + each.ru_stime for each in used)


def _peak_kb() -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0])
