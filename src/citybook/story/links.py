"""Web addresses in the one form that every program's spelling comes down to."""

import re
from urllib.parse import quote

_HOST_ALONE = re.compile(r"(https?://[^/?#\s]+)(?=[?#]|$)", re.IGNORECASE)
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")
_UNWRITABLE = re.compile(r"[^!-~]")


def address(typed: str) -> str:
    """Return an address with a path and with all escapes (RFC 3986, 6.2).

    LibreOffice writes `https://a.example/é b` for `https://a.example/%C3%A9%20b`, and
    `https://a.example/` for `https://a.example`.
    """
    text = _HOST_ALONE.sub(r"\1/", typed.strip(), count=1)
    text = _ESCAPE.sub(lambda escape: escape[0].upper(), text)
    return _UNWRITABLE.sub(lambda letter: quote(letter[0]), text)
