"""The press's stages, each in a process of its own: `press.py STAGE SCRATCH`."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from stopwatch import stage

from citybook.document import Document
from citybook.job import Job, receive
from citybook.plate import FOLDER, Pictures
from citybook.style import Style
from citybook.writers.css import css_of
from citybook.writers.docx import write_docx
from citybook.writers.findings_page import write_findings_page
from citybook.writers.html import Macros, html_of
from citybook.writers.pdf import Setting


def main(arguments: list[str]) -> int:
    """Measure one stage of the job in the scratch folder; return the exit status."""
    name, scratch = arguments
    with Path(scratch, "job").open("rb") as stream:
        job = receive(stream)
    if job.document is None or job.style is None:
        raise ValueError("the job has no book to print")
    with stage(name):
        STAGES[name](job, job.document, job.style, Path(scratch))
    return 0


def _html(job: Job, document: Document, style: Style, scratch: Path) -> None:
    html_of(
        document, css_of(style), Macros(job.templates, style.colors), _pictures(scratch)
    )


def _pdf(job: Job, document: Document, style: Style, scratch: Path) -> None:
    pdf, macros = scratch / "report.pdf", Macros(job.templates, style.colors)
    Setting(style, macros).set_book(document, _pictures(scratch)).write(pdf)


def _docx(_: Job, document: Document, style: Style, scratch: Path) -> None:
    write_docx(document, style, scratch / "report.docx", _pictures(scratch))


def _pictures(scratch: Path) -> Pictures:
    return Pictures(scratch / "last" / FOLDER)


def _findings(job: Job, document: Document, _: Style, scratch: Path) -> None:
    page, templates = scratch / "findings.html", job.templates
    write_findings_page(job.findings, page, title=document.title, templates=templates)


STAGES: Mapping[str, Callable[[Job, Document, Style, Path], None]] = {
    "html": _html,
    "pdf, html within": _pdf,
    "docx": _docx,
    "findings page": _findings,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
