"""Editions built for the tests, each in a copy of its own."""

import fcntl
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from citybook.build import build, check_only
from citybook.checks import Intake, check
from citybook.compose import compose
from citybook.counts import names
from citybook.decisions import read_decisions
from citybook.document import Document
from citybook.edition import EditionFile, read_edition
from citybook.figures import draw
from citybook.figures.specification import read_specifications
from citybook.figures.us_map import located
from citybook.findings import Finding, Severity, in_order
from citybook.flatplan import Flatplan, read_flatplan
from citybook.folders import OWN_TEMPLATES, Folders
from citybook.form import Form, read_form
from citybook.normalize import normalize
from citybook.outcome import Outcome
from citybook.plate import FOLDER, Pictures
from citybook.readers import read_submissions
from citybook.readers.partners import read_partners
from citybook.readers.pictures import (
    read_pictures,
    shelf_of,
    wanted_of,
    without_named,
)
from citybook.report import Report
from citybook.settle import settle
from citybook.style import ROLES, Style, read_style
from citybook.submission import Submission
from citybook.waive import waive
from drawing import draw_all

TESTS = Path(__file__).parent
STOCK = TESTS / "edition"
BUDGET = TESTS / "editions" / "budget"
PICTURED = TESTS / "editions" / "pictures"
TORTURE = TESTS / "editions" / "torture"
LONE = TESTS / "editions" / "lone"
SHIPPED = TESTS.parent

PICTURES = Pictures(TESTS / "pictures")
"""The pictures of the sample documents."""

BROKEN_CITY = "city: Brokenville\nstate: Oklahoma\nefforts:\n  - date: no day\n"
"""A city for the stock and the shipped edition, with three errors in one effort."""


@dataclass(frozen=True, slots=True)
class Book:
    """A book that was built, and the document that it prints."""

    folders: Folders
    outcome: Outcome
    document: Document

    @property
    def pdf(self) -> Path:
        return self.folders.output / "report.pdf"

    @property
    def pictures(self) -> Pictures:
        return Pictures(self.folders.output / FOLDER)

    @property
    def docx(self) -> Path:
        return self.folders.output / "report.docx"


@dataclass(frozen=True, slots=True)
class Road:
    """All that lies between the submissions and the press."""

    form: Form
    flatplan: Flatplan
    style: Style
    edition: EditionFile
    received: tuple[Submission, ...]
    """As they were read, and then with each city once."""
    submissions: tuple[Submission, ...]
    findings: tuple[Finding, ...]
    report: Report
    document: Document

    @property
    def grave(self) -> tuple[Finding, ...]:
        """The errors and warnings."""
        return tuple(f for f in self.findings if f.severity is not Severity.NOTE)


def quiet(_: str) -> None:
    """Take no notice of the progress of a build."""


def copied(edition: Path, root: Path, more: Mapping[str, str] | None = None) -> Path:
    """Copy an edition's files to a new folder, with more files over them."""
    for name in ("submissions", "templates"):
        is_shipped = edition == SHIPPED and name == "templates"
        if (edition / name).is_dir() and not is_shipped:
            shutil.copytree(edition / name, root / name)
    draw_all(root)
    for name, text in (more or {}).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return root


def built(root: Path) -> Book:
    """Build an edition where it stands."""
    folders = Folders(root)
    outcome = build(folders, quiet)
    return Book(folders, outcome, traveled(root).document)


def checked(root: Path) -> Outcome:
    """Check an edition without building it."""
    return check_only(Folders(root), quiet)


def traveled(root: Path) -> Road:
    """Go the road as far as the document; the definitions must be sound."""
    folders = Folders(root)
    form, wrong_form = read_form(folders.template("form.yaml"), "form.yaml")
    style, wrong_style = read_style(folders.template("style.yaml"), "style.yaml")
    edition, wrong_edition = read_edition(
        folders.submissions / "edition.yaml", "edition.yaml"
    )
    assert form, wrong_form
    assert style, wrong_style
    assert edition, wrong_edition
    figures, wrong_figures = read_specifications(
        folders.figures, names(edition.edition)
    )
    assert not wrong_figures
    flatplan, wrong_flatplan = read_flatplan(
        folders.template("flatplan.yaml"),
        "flatplan.yaml",
        form,
        ROLES,
        figures={key: f.trouble(form) if f else "" for key, f in figures.items()},
        counts=names(edition.edition),
    )
    assert flatplan, wrong_flatplan
    decisions, wrong_decisions = read_decisions(
        folders.submissions / "decisions.yaml", "decisions.yaml"
    )
    assert not wrong_decisions
    received, of_cities = read_submissions(folders.submissions, form)
    shelf = shelf_of(folders.submissions)
    wanted = wanted_of(received, form, edition, style)
    of_cities = without_named(of_cities, wanted, shelf)
    partners, of_partners = read_partners(folders.submissions, edition, form)
    troubles = (*of_cities, *of_partners)
    submissions, told = settle(received, troubles, form=form, decisions=decisions)
    printable = style.printable
    intake = Intake(
        submissions,
        form,
        edition,
        printable,
        pictures=flatplan.pictures,
        quoted=flatplan.quoted,
        partners=partners,
    )
    wanted = wanted_of(submissions, form, edition, style)
    memory = folders.output
    halftones, flawed = read_pictures(wanted, shelf, memory=memory)
    findings = in_order(waive((*told, *flawed, *check(intake)), decisions))
    report = normalize(submissions, form, edition, findings, partners, halftones)
    named = [figures[name] for name in flatplan.named_figures]
    chosen = [figure for figure in named if figure]
    plates, unseen = draw(report, chosen, form, style, located)
    findings = in_order((*findings, *unseen))
    document = compose(report, flatplan, plates)
    return Road(
        form=form,
        flatplan=flatplan,
        style=style,
        edition=edition,
        received=received,
        submissions=submissions,
        findings=findings,
        report=report,
        document=document,
    )


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Keep the other test processes waiting."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def shared(folder: Path, name: str, edition: Path, more: Mapping[str, str]) -> Book:
    """Return a book that all test processes share; the first to ask builds it."""
    with alone(folder / f"{name}.lock"):
        root = folder / name
        if not root.exists():
            fresh = folder / f"{name}.new"
            copied(edition, fresh, more).rename(root)
        return built(root)


def shared_folder(basetemp: Path) -> Path:
    """Return the temporary folder of this run, the same in all its processes."""
    return basetemp.parent if "PYTEST_XDIST_WORKER" in os.environ else basetemp


def own_template(name: str) -> str:
    """Return a definition file that citybook brings along."""
    return (OWN_TEMPLATES / name).read_text(encoding="utf-8")
