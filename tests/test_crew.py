"""A crew of processes brings every result in order, whatever becomes of its workers.

Each case is a program of its own, for only one without threads may fork.
"""

import os
import platform
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from citybook.crew import Manner

WORK = """
import os, time
from pathlib import Path

def square(item):
    return item * item, os.getpid()

def odd(item):
    if item == "spin":
        while True:
            pass
    if item == "sleep":
        time.sleep(60)
    if item == "eat":
        return len([bytes(10_000_000) for _ in range(1_000)])
    if item == "abort":
        os.write(2, b"a native library cries")
        os.abort()
    if item == "exit":
        os._exit(3)
    if item == "raise":
        raise KeyError(item)
    if item == "large":
        return "x" * 5_000_000
    return item.upper()

def tangle(number):
    knots = [[] for _ in range(20_000)]
    for knot in knots:
        knot.append(knot)
    return number

def linger(folder):
    (folder / str(os.getpid())).touch()
    time.sleep(60)
"""

MANNERS = [
    pytest.param(
        Manner.FORK,
        marks=pytest.mark.skipif(
            platform.system() != "Linux", reason="forks on Linux alone"
        ),
    ),
    Manner.SPAWN,
]


def program(folder: Path, script: str) -> list[str]:
    """Return the command of a program that may fork and whose work may be spawned."""
    (folder / "work.py").write_text(WORK, encoding="utf-8")
    head = (
        "import os, sys\n"
        f"sys.path.insert(0, {str(folder)!r})\n"
        "from citybook.crew import Limits, Lost, Manner, Why, in_crew\n"
        "import work\n"
    )
    return [sys.executable, "-c", head + script]


def told(folder: Path, script: str) -> str:
    command = program(folder, script)
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout


@pytest.mark.parametrize("manner", MANNERS)
def test_every_result_comes_in_order_from_a_child(
    tmp_path: Path, manner: Manner
) -> None:
    script = f"""
steps = []
manner = Manner({str(manner)!r})
results = in_crew(work.square, range(50), done=steps.append, manner=manner)
assert [square for square, _ in results] == [n * n for n in range(50)]
assert steps == list(range(1, 51))
pids = {{pid for _, pid in results}}
assert os.getpid() not in pids
print(1 <= len(pids) <= (os.cpu_count() or 1))
"""
    assert told(tmp_path, script) == "True\n"


@pytest.mark.parametrize("manner", MANNERS)
@pytest.mark.parametrize(
    ("item", "result"),
    [
        ("spin", "Lost(Why.TIME)"),
        ("sleep", "Lost(Why.TIME)"),
        ("eat", "Lost(Why.MEMORY)"),
        ("abort", "Lost(Why.DEATH)"),
        ("exit", "Lost(Why.DEATH)"),
        ("raise", "Lost(Why.ERROR, 'KeyError')"),
        ("large", "'x' * 5_000_000"),
    ],
)
def test_an_item_that_ends_its_worker_costs_no_other(
    tmp_path: Path, manner: Manner, item: str, result: str
) -> None:
    script = f"""
limits = Limits(cpu_s=1, wall_s=4, memory=300_000_000)
items = ["a", "b", {item!r}, "c", {item!r}, "d"]
results = in_crew(work.odd, items, limits=limits, manner=Manner({str(manner)!r}))
assert results == ["A", "B", {result}, "C", {result}, "D"], results
"""
    told(tmp_path, script)


@pytest.mark.parametrize("manner", MANNERS)
def test_what_one_item_leaves_behind_is_not_laid_to_the_next(
    tmp_path: Path, manner: Manner
) -> None:
    """A workbook is a knot of objects; hundreds of them exceed what one may take."""
    script = f"""
import gc
gc.disable()
limits = Limits(memory=200_000_000)
manner = Manner({str(manner)!r})
results = in_crew(work.tangle, range(300), limits=limits, manner=manner)
assert results == list(range(300)), [r for r in results if isinstance(r, Lost)]
"""
    told(tmp_path, script)


def test_no_item_takes_no_worker(tmp_path: Path) -> None:
    assert told(tmp_path, "print(in_crew(work.square, []))") == "[]\n"


def test_a_process_with_threads_does_the_work_itself(tmp_path: Path) -> None:
    script = """
import threading
enough = threading.Event()
threading.Thread(target=enough.wait).start()
((_, pid),) = in_crew(work.square, [3])
enough.set()
print(pid == os.getpid())
"""
    assert told(tmp_path, script) == "True\n"


@pytest.mark.parametrize("manner", MANNERS)
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_children_end_with_their_parent(
    tmp_path: Path, manner: Manner, stop: signal.Signals
) -> None:
    pids = tmp_path / "pids"
    pids.mkdir()
    script = f"""
from pathlib import Path
in_crew(work.linger, [Path({str(pids)!r})] * 2, manner=Manner({str(manner)!r}))
"""
    command = program(tmp_path, script)
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as parent:
        wanted = min(2, os.cpu_count() or 1)
        assert eventually(lambda: len(list(pids.iterdir())) == wanted)
        parent.send_signal(stop)
        parent.wait(20)
    assert eventually(lambda: not any(is_alive(int(p.name)) for p in pids.iterdir()))


def eventually(is_so: Callable[[], bool]) -> bool:
    end = time.monotonic() + 20
    while not is_so():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


def is_alive(pid: int) -> bool:
    """Tell whether a process runs; one that nobody has buried does not."""
    if platform.system() == "Linux":
        stat = Path(f"/proc/{pid}/stat")
        return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_process_with_closed_streams_has_its_work_done(tmp_path: Path) -> None:
    (tmp_path / "out").touch()
    script = f"""
from pathlib import Path
results = in_crew(work.odd, ["a", "abort", "b"])
Path({str(tmp_path / "out")!r}).write_text(repr(results))
"""
    command = ["sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", *program(tmp_path, script)]
    subprocess.run(command, check=True)
    assert "DEATH" in (tmp_path / "out").read_text()
