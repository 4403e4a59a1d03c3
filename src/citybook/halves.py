"""Work done in halves: one here, one in a child process, where that is safe."""

import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from typing import NoReturn, TypeVar

T = TypeVar("T")
R = TypeVar("R")

FEW = 8
"""Below so many items a child costs more than it saves."""


def in_halves(work: Callable[[T], R], items: Sequence[T]) -> list[R]:
    """Return the result for each item, in order; every other one comes of a child.

    What a child that dies leaves undone is done here.
    """
    if len(items) < FEW or not _may_fork():
        return [work(item) for item in items]
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.close(reader)
        _end_as_child(work, items[1::2], writer)
    os.close(writer)
    try:
        with os.fdopen(reader, "rb") as stream:
            own = [work(item) for item in items[::2]]
            told = stream.read()
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    rest = _recalled(told) or [work(item) for item in items[1::2]]
    return [(rest if n % 2 else own)[n // 2] for n in range(len(items))]


def _may_fork() -> bool:
    # A fork copies one thread alone; on a Mac, system libraries do not bear it.
    is_alone = threading.active_count() == 1
    return sys.platform == "linux" and is_alone and (os.cpu_count() or 1) > 1


def _end_as_child(work: Callable[[T], R], items: Sequence[T], writer: int) -> NoReturn:
    """Send the results to the parent, and end without its ways of ending."""
    try:
        with os.fdopen(writer, "wb") as stream:
            pickle.dump([work(item) for item in items], stream)
    finally:
        os._exit(0)


def _recalled(told: bytes) -> list[R]:
    try:
        results: list[R] = pickle.loads(told)
    except (pickle.UnpicklingError, EOFError):
        return []
    return results
