"""The pages of a Word file as LibreOffice breaks them, where it is installed."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import pikepdf

from citybook.document import Document
from citybook.typography import roman
from citybook.word_xml import heading_bookmark
from citybook.writers.word_pages import FRONT

PROGRAMS = (
    *("soffice", "libreoffice"),
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
PATIENCE_S = 120
"""How long LibreOffice may work: 3 s for a book of 50 pages, a minute for 390."""

_GUARD = """\
exec 3<&0
{ read -r _ <&3; kill -KILL 0; } &
"$@" </dev/null 3<&-
"""
_GUARDED = ("/bin/sh", "-c", _GUARD, "sh")
"""What runs a program, and ends it with its children once a pipe is closed.

That is when this process ends, however it does.
"""

_AS_PDF = (
    "pdf:writer_pdf_Export:"
    '{"ExportBookmarksToPDFDestination":{"type":"boolean","value":"true"}}'
)


def office() -> str | None:
    """Return the program that is LibreOffice here, if it is installed."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


def folios_in_office(
    program: str, path: Path, document: Document, places: Mapping[str, str]
) -> Mapping[str, str]:
    """Return the folio of everything that has a bookmark, by its key.

    `places` are the bookmarks by key. Nothing is returned where the program does not
    come to an end with the file.
    """
    with tempfile.TemporaryDirectory(
        prefix="citybook-office-", ignore_cleanup_errors=True
    ) as scratch:
        folder = Path(scratch)
        with suppress(OSError, pikepdf.PdfError, LookupError, TypeError, ValueError):
            _convert(program, path, folder)
            with pikepdf.open(folder / f"{path.stem}.pdf") as pdf:
                pages = dict(_destinations(pdf))
            return _folios(pages, document, places)
    return {}


def _convert(program: str, path: Path, folder: Path) -> None:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--norestore", "--convert-to", _AS_PDF]
    silence = subprocess.DEVNULL
    with subprocess.Popen(
        [*_GUARDED, *command, "--outdir", str(folder), str(path)],
        stdin=subprocess.PIPE,
        stdout=silence,
        stderr=silence,
        start_new_session=True,  # it works in a child of its own
    ) as office:
        try:
            office.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            os.killpg(office.pid, signal.SIGKILL)


def _destinations(pdf: pikepdf.Pdf) -> Iterator[tuple[str, int]]:
    """Yield each bookmark with the number of its page, from 1."""
    numbers = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
    found = pdf.Root.get(pikepdf.Name.Dests, pikepdf.Dictionary())
    for name, target in found.items():
        # A sign that is no letter or digit stands there as its code.
        bookmark = name.removeprefix("/").replace("5F", "_")
        yield bookmark, numbers[pikepdf.Page(target[0]).objgen]


def _folios(
    pages: Mapping[str, int], document: Document, places: Mapping[str, str]
) -> Mapping[str, str]:
    """Return the folios: roman in front matter, and from 1 in what follows."""
    keys = [chapter.key for chapter in document.chapters if chapter.part not in FRONT]
    starts = (pages.get(heading_bookmark(key), 0) for key in keys)
    first = next(filter(None, starts), 1)
    return {
        key: str(pages[place] - first + 1)
        if pages[place] >= first
        else roman(pages[place])
        for key, place in places.items()
        if place in pages
    }
