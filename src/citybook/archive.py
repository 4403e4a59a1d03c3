"""Office files as zip archives without a clock: equal content gives equal bytes."""

import io
import zipfile
from collections.abc import Callable

_DATE = (1980, 1, 1, 0, 0, 0)
"""The first day a zip can name."""


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
