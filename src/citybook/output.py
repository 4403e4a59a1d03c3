"""The output folder: built beside the old one and swapped in whole."""

import ctypes
import errno
import fcntl
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
"""renameat2(2): swap two names in one step; Linux 3.15, glibc 2.28."""
_RENAME_SWAP = 2
"""renamex_np(2): the same on macOS 10.12."""


@contextmanager
def locked(target: Path, *, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the folder of `target` for one build; `waiting` is told if another has it.

    Raises OSError where the folder cannot be opened.
    """
    target = target.resolve()
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.flock(folder, fcntl.LOCK_EX)
        _recover(target)
        yield
    finally:
        os.close(folder)


@contextmanager
def fresh_folder(target: Path) -> Iterator[Path]:
    """Give an empty folder to build in; it becomes `target` if all goes well.

    A kill at any moment leaves the old folder or the new one. To be used while
    `locked`. Raises OSError where the disk is full or the folder read-only.
    """
    target = target.resolve()
    fresh = _beside(target, "new")
    fresh.mkdir()
    try:
        yield fresh
        for path in sorted(fresh.rglob("*")):
            if not path.is_symlink() and (path.is_file() or path.is_dir()):
                _sync(path)
        _sync(fresh)
        _swap(fresh, target)
    finally:
        _remove(fresh)


def _remove(path: Path) -> None:
    if path.is_dir():
        with suppress(OSError):
            path.chmod(0o700)  # it may come of a umask that closed it even to us
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _beside(target: Path, what: str) -> Path:
    return target.parent / f".{target.name}-{what}"


def _recover(target: Path) -> None:
    """Clear up after a build that was killed."""
    old = _beside(target, "old")
    if old.exists() and not target.exists():
        old.rename(target)
    for leftover in (old, _beside(target, "new")):
        _remove(leftover)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _swap(fresh: Path, target: Path) -> None:
    if not target.exists():
        fresh.rename(target)
    elif not _exchanged(fresh, target):
        old = _beside(target, "old")
        target.rename(old)
        fresh.rename(target)
        _remove(old)
    _sync(target.parent)


def _exchanged(one: Path, other: Path) -> bool:
    """Swap two names in one step; False where the system cannot."""
    library = ctypes.CDLL(None, use_errno=True)
    names = os.fsencode(one), os.fsencode(other)
    if sys.platform == "linux" and hasattr(library, "renameat2"):
        status = library.renameat2(
            _AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE
        )
    elif sys.platform == "darwin" and hasattr(library, "renamex_np"):
        status = library.renamex_np(*names, _RENAME_SWAP)
    else:
        return False
    error = ctypes.get_errno()
    if status and error not in {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP}:
        raise OSError(error, os.strerror(error), str(other))
    return not status
