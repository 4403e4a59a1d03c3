"""Office files as zip archives: which may be unpacked, and how ours are packed."""

import io
import zipfile
import zlib
from collections.abc import Callable

MAX_BYTES = 20_000_000
MAX_INFLATED = 50_000_000
MAX_PART = 20_000_000
MAX_PARTS = 5_000

BROKEN_ZIP = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError),
    *(KeyError, NotImplementedError, RuntimeError),
)
"""What a damaged archive makes `zipfile` raise."""

_DATE = (1980, 1, 1, 0, 0, 0)
"""The first day a zip can name."""


class OddArchiveError(Exception):
    """An archive is not to be unpacked; its text says why."""

    def __init__(
        self, detail: str, *, is_large: bool = False, is_locked: bool = False
    ) -> None:
        super().__init__(detail)
        self.is_large = is_large
        self.is_locked = is_locked


def refuse_odd(package: zipfile.ZipFile) -> None:
    """Raise OddArchiveError for a package that no office program writes."""
    entries = package.infolist()
    names = {entry.filename.lower() for entry in entries}
    if len(names) < len(entries):
        raise OddArchiveError("The file holds two parts of one name.")
    if any(entry.flag_bits & 1 for entry in entries):
        raise OddArchiveError("The file is protected by a password.", is_locked=True)
    inflated = sum(entry.file_size for entry in entries)
    if inflated > MAX_INFLATED or len(entries) > MAX_PARTS:
        size = f"{inflated:,} bytes; the limit is {MAX_INFLATED:,}"
        raise OddArchiveError(f"The file unpacks to {size}.", is_large=True)


def xml_part(package: zipfile.ZipFile, name: str) -> bytes:
    """Return an XML part of a package; raise OddArchiveError for a hostile one."""
    if package.getinfo(name).file_size > MAX_PART:
        raise OddArchiveError(f"{name} is too large to read.", is_large=True)
    part = package.read(name)
    # ECMA-376 part 2, 9.1.1: a package holds no document type, and so no entities.
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise OddArchiveError("The file declares XML entities.")
    return part


def settled(archive: bytes, amended: Callable[[str, bytes], bytes]) -> bytes:
    """Return the archive with its dates, attributes and compression settled.

    `amended` is given the name and the content of each member, and returns what
    is to stand there.
    """
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as written,
        zipfile.ZipFile(stream, "w") as fresh,
    ):
        for name in written.namelist():
            member = zipfile.ZipInfo(name, _DATE)
            member.create_system = 3
            member.external_attr = 0o644 << 16
            data = amended(name, written.read(name))
            fresh.writestr(member, data, zipfile.ZIP_DEFLATED, 6)
    return stream.getvalue()
