"""The press: a process of its own that turns a composed document into its files.

It reads its jobs from its standard input, prints a line of JSON for each thing it has
to tell, and ends when its parent does. WeasyPrint is slow to load, may crash on a
broken system library, and finds its typefaces by the environment; all that stays here.
"""

import gc
import json
import os
import select
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import IO

from citybook.cover import fitted
from citybook.document import Document, with_folios
from citybook.environment import BROKEN
from citybook.findings import Finding, as_record, found, in_order
from citybook.job import Job, receive
from citybook.outcome import QUERIES
from citybook.plate import FOLDER, Pictures
from citybook.source import Source
from citybook.style import Style
from citybook.writers.docx import write_docx
from citybook.writers.findings_page import write_findings_page
from citybook.writers.html import Macros
from citybook.writers.pdf import Setting, heard
from citybook.writers.queries_page import write_queries_page


def main() -> int:
    """Print what standard input asks for; return the exit status."""
    # Nearly all that is built stays to the end: looking for garbage takes a quarter
    # of the time.
    gc.disable()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        with heard() as complaints:
            job, troubles = _print(sys.stdin.buffer)
        troubles = in_order((*troubles, *map(_complaint, complaints)))
        for trouble in troubles:
            _tell("finding", as_record(trouble))
        findings = in_order((*job.findings, *troubles))
        page, title = job.folder / "findings.html", job.title
        write_findings_page(findings, page, title=title, templates=job.templates)
        page = job.folder / QUERIES
        write_queries_page(job.asked, page, title=title, templates=job.templates)
    except OSError as error:
        _tell("broken", f"{error.strerror or error}")
        return BROKEN
    return 0


def _print(jobs: IO[bytes]) -> tuple[Job, tuple[Finding, ...]]:
    """Print the book of a job, if it has one; return the job, and what went wrong.

    An early one may go before it, whose figures are still being drawn.
    """
    setting: Setting | None = None
    troubles: tuple[Finding, ...] = ()
    while True:
        job = receive(jobs)
        if job.document and job.style:
            style = fitted(job.style, job.document)
            if not setting:
                setting = Setting(style, Macros(job.templates, style.colors))
            if job.is_early:
                setting.set_body(job.document, Pictures(job.folder / FOLDER))
            else:
                troubles = _print_book(job, job.document, style, setting)
        if not job.is_early:
            return job, troubles


def _print_book(
    job: Job, document: Document, style: Style, setting: Setting
) -> tuple[Finding, ...]:
    """Write both files of the book; return what went wrong."""
    _tell("step", "setting the PDF")
    pictures = Pictures(job.folder / FOLDER)
    book = setting.set_book(document, pictures)
    _tell("step", "writing both files")
    with ThreadPoolExecutor(1) as beside:  # most of its time, LibreOffice is at work
        word_file = beside.submit(
            write_docx,
            with_folios(document, book.folios),
            style,
            job.folder / "report.docx",
            pictures,
            editing=job.editing,
            reference=job.reference,
        )
        book.write(job.folder / "report.pdf")
        is_counted = word_file.result()
    return () if is_counted else (found("uncounted-pages", Source("report.docx")),)


def _complaint(message: str) -> Finding:
    """Return the finding that stands for a warning of the typesetter."""
    return found("typesetter-warning", Source("report.pdf"), value=message)


def _end_with_parent() -> None:
    # The parent keeps this pipe open as long as it lives. What it writes is left there.
    pipe = select.poll()
    pipe.register(sys.stdin.fileno(), select.POLLHUP)
    pipe.poll()
    os._exit(BROKEN)


def _tell(key: str, value: object) -> None:
    print(json.dumps({key: value}), flush=True)


if __name__ == "__main__":
    sys.exit(main())
