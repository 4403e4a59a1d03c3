"""The press: a process of its own that turns a composed document into its files.

It reads a job from its standard input, prints a line of JSON for each thing it has
to tell, and ends when its parent does. WeasyPrint is slow to load, may crash on a
broken system library, and finds its typefaces by the environment; all that stays here.
"""

import gc
import json
import os
import sys
import threading

from citybook.cover import fitted
from citybook.document import Document, with_folios
from citybook.findings import in_order
from citybook.job import Job, complaint, receive
from citybook.outcome import BROKEN
from citybook.plate import FOLDER, Pictures
from citybook.style import Style
from citybook.writers.docx import write_docx
from citybook.writers.findings_page import write_findings_page
from citybook.writers.html import Macros
from citybook.writers.pdf import write_pdf


def main() -> int:
    """Print the job that stands on standard input; return the exit status."""
    # Nearly all that is built stays to the end: looking for garbage takes a quarter
    # of the time.
    gc.disable()
    job = receive(sys.stdin.buffer)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        warnings: tuple[str, ...] = ()
        if job.document and job.style:
            warnings = _print_book(job, job.document, job.style)
        findings = in_order((*job.findings, *map(complaint, warnings)))
        page, title = job.folder / "findings.html", job.title
        write_findings_page(findings, page, title=title, templates=job.templates)
    except OSError as error:
        _tell("broken", f"{error.strerror or error}")
        return BROKEN
    return 0


def _print_book(job: Job, document: Document, style: Style) -> tuple[str, ...]:
    """Write both files of the book; return the typesetter's warnings."""
    _tell("step", "setting the PDF")
    style = fitted(style, document)
    pdf, macros = job.folder / "report.pdf", Macros(job.templates, style.colors)
    pictures = Pictures(job.folder / FOLDER)
    folios, warnings = write_pdf(document, style, pdf, macros, pictures)
    for warning in warnings:
        _tell("warning", warning)
    _tell("step", "writing the Word file")
    docx, numbered = job.folder / "report.docx", with_folios(document, folios)
    write_docx(
        numbered,
        style,
        docx,
        pictures,
        editing=job.editing,
        reference=job.reference,
    )
    return warnings


def _end_with_parent() -> None:
    # The parent keeps this pipe open as long as it lives, and writes no more. Not
    # through sys.stdin: its lock, held by a waiting thread, aborts Python at its end.
    os.read(sys.stdin.fileno(), 1)
    os._exit(BROKEN)


def _tell(key: str, value: str) -> None:
    print(json.dumps({key: value}), flush=True)


if __name__ == "__main__":
    sys.exit(main())
