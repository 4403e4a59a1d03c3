"""Work done by a crew: child processes with limits, each with one item at a time.

On Linux a worker is a fork, which costs next to nothing. Elsewhere it is a program
of its own, for on a Mac system libraries do not bear a fork. Where this process has
threads, of which a fork would copy one alone, all is done here and without limits.
"""

import ctypes
import fcntl
import gc
import os
import pickle
import resource
import select
import signal
import socket
import struct
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Generic, NoReturn, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Manner(StrEnum):
    """How workers come to be."""

    FORK = "fork"
    SPAWN = "spawn"
    HERE = "here"


class Why(StrEnum):
    """What kept a worker from its result."""

    TIME = "time"
    MEMORY = "memory"
    DEATH = "death"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Lost:
    """What stands for the result of an item that no worker could bring."""

    why: Why
    detail: str = ""
    """The name of the error, if it was one."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one item may cost."""

    cpu_s: int = 60
    wall_s: float = 300
    memory: int = 1_500_000_000
    """Bytes of address space beyond what a worker begins with."""


@dataclass(slots=True)
class _Worker:
    """One child process, and the item that it is at."""

    pid: int
    channel: socket.socket
    item: int = -1
    deadline: float = 0


@dataclass(frozen=True, slots=True)
class _Task(Generic[T, R]):
    """All that a worker must know, but for which item is next."""

    work: Callable[[T], R]
    items: Sequence[T]
    limits: Limits


_LENGTH = struct.Struct("!q")
_OBJECTS = 200_000
"""So many new objects call the collector: a dozen workbooks' worth."""
_OUT_OF_MEMORY = 77
"""Exit status of a worker whose memory ran out."""
_PR_SET_PDEATHSIG = 1
"""prctl(2): what the system sends a process whose parent ends."""


def usual_manner() -> Manner:
    """Return how this process may have work done by others."""
    if threading.active_count() > 1:
        return Manner.HERE
    return Manner.FORK if sys.platform == "linux" else Manner.SPAWN


def in_crew(
    work: Callable[[T], R],
    items: Sequence[T],
    *,
    limits: Limits | None = None,
    done: Callable[[int], None] = lambda _: None,
    manner: Manner | None = None,
) -> list[R | Lost]:
    """Return the result for each item, in order; `done` is told how many there are.

    Raises MemoryError where the machine, not the item, lacks memory.
    """
    manner = manner or usual_manner()
    results: dict[int, R | Lost] = {}
    if manner is Manner.HERE:
        for number, item in enumerate(items):
            results[number] = work(item)
            done(len(results))
        return list(results.values())
    task = _Task(work, items, limits or Limits())
    for number, result in _results(task, manner):
        results[number] = result
        done(len(results))
    return [results[number] for number in range(len(items))]


def _results(task: _Task[T, R], manner: Manner) -> Iterator[tuple[int, R | Lost]]:
    """Yield the number and the result of each item, as they come."""
    size = min(os.cpu_count() or 1, len(task.items))
    waiting = deque(range(len(task.items)))
    with _crew() as crew:
        while waiting or crew:
            while waiting and len(crew) < size:
                worker = _started(task, crew, manner)
                crew.append(worker)
                _ask(worker, waiting.popleft(), task.limits)
            for worker in _heard(crew):
                number = worker.item
                result: R | Lost | None = _told(worker)
                if result is None:
                    crew.remove(worker)
                    yield number, _autopsy(worker, task.limits)
                    continue
                if waiting:
                    _ask(worker, waiting.popleft(), task.limits)
                else:
                    crew.remove(worker)
                    _end(worker)
                yield number, result


@contextmanager
def _crew() -> Iterator[list[_Worker]]:
    """Give a list for workers; who is still on it at the end is ended."""
    crew: list[_Worker] = []
    try:
        yield crew
    finally:
        for worker in crew:
            _end(worker)


def _end(worker: _Worker) -> int:
    """End a worker, and return its status as `waitpid` tells it."""
    worker.channel.close()
    with suppress(ProcessLookupError):
        os.kill(worker.pid, signal.SIGKILL)
    return os.waitpid(worker.pid, 0)[1]


def _ask(worker: _Worker, number: int, limits: Limits) -> None:
    worker.item, worker.deadline = number, time.monotonic() + limits.wall_s
    with suppress(OSError):  # it has ended, which will be heard
        worker.channel.sendall(_LENGTH.pack(number))


def _heard(crew: list[_Worker]) -> list[_Worker]:
    """Wait until workers have something to tell, or their time is over."""
    first = min(worker.deadline for worker in crew)
    wait = max(0.0, first - time.monotonic())
    channels = [worker.channel for worker in crew]
    ready, _, _ = select.select(channels, (), (), wait)
    now = time.monotonic()
    return [each for each in crew if each.channel in ready or each.deadline <= now]


def _told(worker: _Worker) -> R | Lost | None:
    """Return what a worker tells; nothing if it has ended, or is ended now."""
    worker.channel.settimeout(max(0.001, worker.deadline - time.monotonic()))
    try:
        data = _received(worker.channel)
    except TimeoutError:
        worker.deadline = 0
        return None
    except OSError:
        return None
    if data is None:
        return None
    result: R | Lost = pickle.loads(data)
    return result


def _received(channel: socket.socket) -> bytes | None:
    """Return one message; nothing if the other end was closed before it was whole."""
    head = _taken(channel, _LENGTH.size)
    return _taken(channel, *_LENGTH.unpack(head)) if head else None


def _taken(channel: socket.socket, size: int) -> bytes | None:
    data = bytearray()
    while len(data) < size:
        more = channel.recv(min(size - len(data), 1 << 20))
        if not more:
            return None
        data += more
    return bytes(data)


def _autopsy(worker: _Worker, limits: Limits) -> Lost:
    """Return what a worker died of, after making sure that it is dead."""
    was_late = worker.deadline == 0
    if not was_late:
        _wait_briefly(worker.pid)
    status = _end(worker)
    if was_late or (os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU):
        return Lost(Why.TIME)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) == _OUT_OF_MEMORY:
        if _is_restricted(limits):
            raise MemoryError
        return Lost(Why.MEMORY)
    return Lost(Why.DEATH)


def _wait_briefly(pid: int) -> None:
    """Let a process that has closed its channel end by itself, to tell its status."""
    until = time.monotonic() + 1
    while time.monotonic() < until:
        if os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            return
        time.sleep(0.002)


def _is_restricted(limits: Limits) -> bool:
    """Tell whether this process itself is given less memory than an item may take."""
    soft, _ = resource.getrlimit(resource.RLIMIT_AS)
    return soft != resource.RLIM_INFINITY and soft < _size() + limits.memory


def _size() -> int:
    """Return the address space of this process, in bytes."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
        return int(pages) * resource.getpagesize()
    except OSError:
        return 1 << 40  # not told here: then no limit is set


# Workers


def _started(task: _Task[T, R], crew: list[_Worker], manner: Manner) -> _Worker:
    own, other = _pair()
    with other:
        if manner is Manner.SPAWN:
            pid = _spawned(task, own, other)
        elif not (pid := os.fork()):
            own.close()
            for worker in crew:
                worker.channel.close()
            _serve(task, other)
    return _Worker(pid, own)


def _pair() -> tuple[socket.socket, socket.socket]:
    """Return two ends of a channel, neither in the place of a standard stream."""
    ends = socket.socketpair()
    try:
        numbers = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 3) for end in ends]
    finally:
        for end in ends:
            end.close()
    own, other = (socket.socket(fileno=number) for number in numbers)
    return own, other


def _spawned(task: _Task[T, R], own: socket.socket, other: socket.socket) -> int:
    number = other.fileno()
    other.set_inheritable(True)
    command = [sys.executable, "-P", "-m", __spec__.name, str(number)]
    pid = os.posix_spawn(sys.executable, command, os.environ)
    data = pickle.dumps((sys.path, pickle.dumps(task)))
    with suppress(OSError):  # it has ended, which will be heard
        own.sendall(_LENGTH.pack(len(data)) + data)
    return pid


def _serve(task: _Task[T, R], channel: socket.socket) -> NoReturn:
    """Do one item after the other, and end without the parent's ways of ending."""
    status = 1
    try:
        _prepare(task.limits)
        while head := channel.recv(_LENGTH.size):
            _restrict_time(task.limits)
            (number,) = _LENGTH.unpack(head)
            data = pickle.dumps(_result(task, number))
            channel.sendall(_LENGTH.pack(len(data)) + data)
        status = 0
    except MemoryError:
        status = _OUT_OF_MEMORY
    finally:
        os._exit(status)


def _result(task: _Task[T, R], number: int) -> R | Lost:
    try:
        return task.work(task.items[number])
    except MemoryError:
        raise
    # Whatever a file makes a reader raise is told of that file.
    except BaseException as error:
        return Lost(Why.ERROR, type(error).__name__)


def _prepare(limits: Limits) -> None:
    """End with the parent, say nothing, and take no more memory than is allowed."""
    # A workbook is a knot of objects, let go of by the collector alone. What the parent
    # had at the fork stays: looking at it would copy it.
    gc.freeze()
    gc.set_threshold(_OBJECTS)
    gc.enable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends its children
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # a native library cries as it dies
    _, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, hard))
    _restrict(resource.RLIMIT_AS, _size() + limits.memory)


def _restrict_time(limits: Limits) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    _restrict(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + limits.cpu_s)


def _restrict(what: int, most: int) -> None:
    soft, hard = resource.getrlimit(what)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    if what == resource.RLIMIT_AS and soft != resource.RLIM_INFINITY:
        most = min(most, soft)
    with suppress(ValueError, OSError):  # macOS knows no limit of address space
        resource.setrlimit(what, (most, hard))


def main(number: int) -> NoReturn:
    """Serve as a worker that was spawned, at the channel of that number."""
    channel = socket.socket(fileno=number)
    data = _received(channel)
    if data is None:
        os._exit(1)
    path, task = pickle.loads(data)
    sys.path[:] = path
    _serve(pickle.loads(task), channel)


if __name__ == "__main__":
    main(int(sys.argv[1]))
