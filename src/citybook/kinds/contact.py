"""E-mail addresses, telephone numbers and web addresses."""

import re

from citybook.kinds.kind import Asked, Reading, refused, taken_as
from citybook.prose import Inline, Link, Paragraph, Text, is_safe_link, line

_EMAIL = re.compile(r"[A-Za-z0-9._%+'-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,24}")
_MAILTO = re.compile(r"^mailto:([^?]*)(?:\?.*)?", re.I | re.S)
"""A link that writes to an address, perhaps with a subject (RFC 6068)."""
_PHONE = re.compile(
    r"(?:\+?1[ .-]{0,3})?\(?([2-9]\d\d)\)?[ ./-]{0,3}([2-9]\d\d)[ .-]{0,3}(\d{4})"
)
_EXTENSION = re.compile(r" ?,? ?(?:x|ext\.?|extension) ?(\d{1,6})$", re.I)
_BETWEEN_LINKS = re.compile(r"\n|;\s|\s;|(?<=[\s,;])(?=<?https?://)", re.I)
_SCHEME = re.compile(r"^https?://", re.I)
_HOST = re.compile(r"(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,24}(?:[/:?#].*)?")


class Email:
    """One e-mail address."""

    example = "clerk@city.example"
    prompt = "Type one e-mail address."
    is_long = False

    def read(self, text: str, asked: Asked) -> Reading:
        """Return the address, printed as a link that writes to it."""
        address = _MAILTO.sub(r"\1", text.strip("<> "))
        if not _EMAIL.fullmatch(address):
            return refused("not-an-email")
        link = Link((Text(address),), f"mailto:{address}")
        told = (taken_as(text, address),) if "?" in text else ()
        return Reading(address, (Paragraph((link,)),), told)

    def listed(self, asked: Asked) -> tuple[str, ...]:
        """Return nothing: any address will do."""
        return ()


class Phone:
    """A telephone number of the North American Numbering Plan (47 CFR 52)."""

    example = "617-555-0142"
    prompt = "Type ten digits."
    is_long = False

    def read(self, text: str, asked: Asked) -> Reading:
        """Return the number as 617-555-0142, with its extension if there is one."""
        written = " ".join(text.split())
        extension = _EXTENSION.search(written)
        number = _PHONE.fullmatch(_EXTENSION.sub("", written))
        if not number:
            return refused("not-a-phone")
        shown = "-".join(number.groups())
        shown += f", ext. {extension[1]}" if extension else ""
        return Reading(shown, line(shown))

    def listed(self, asked: Asked) -> tuple[str, ...]:
        """Return nothing: any number will do."""
        return ()


class WebAddress:
    """One or several web addresses, with a semicolon or a line end between them."""

    example = "https://www.city.example/report"
    prompt = "Copy the web address from the browser."
    is_long = False

    def read(self, text: str, asked: Asked) -> Reading:
        """Return the addresses, printed as links that show their site's name."""
        written = [part.strip(" ;,<>") for part in _BETWEEN_LINKS.split(text)]
        addresses = tuple(_with_scheme(part) for part in written if part)
        if wrong := [part for part in addresses if not _is_web_address(part)]:
            space = " It contains a space." if " " in wrong[0] else ""
            detail = f"“{wrong[0]}” is not a web address.{space}"
            return refused("not-a-web-address", detail)
        links: list[Inline] = []
        for address in addresses:
            links += [Text("; ")] if links else []
            links.append(Link((Text(site(address)),), address))
        return Reading(addresses, (Paragraph(tuple(links)),))

    def listed(self, asked: Asked) -> tuple[str, ...]:
        """Return nothing: any address will do."""
        return ()


def site(address: str) -> str:
    """Return the name of an address's site: `city.example` of its home page."""
    host = re.sub(r"^https?://", "", address)
    return re.split(r"[/?#:]", host)[0].removeprefix("www.")


def _with_scheme(text: str) -> str:
    if "://" not in text and _HOST.fullmatch(text):
        return f"https://{text}"
    return _SCHEME.sub(lambda scheme: scheme[0].lower(), text)


def _is_web_address(text: str) -> bool:
    is_plain = " " not in text and is_safe_link(text)
    return is_plain and text.startswith(("http://", "https://"))
