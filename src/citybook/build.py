"""The road: a folder of submissions becomes a book."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from citybook.checks import Intake, check
from citybook.compose import compose
from citybook.counts import names
from citybook.edition import EditionFile, read_edition
from citybook.engraving import engraved
from citybook.figures import draw
from citybook.figures.specification import Specification, read_specifications
from citybook.figures.us_map import Locate
from citybook.findings import Finding, Severity, has_errors, in_order
from citybook.flatplan import Flatplan, read_flatplan
from citybook.folders import Folders
from citybook.fonts import characters
from citybook.form import Form, read_form
from citybook.job import Job
from citybook.normalize import normalize
from citybook.outcome import (
    FINE,
    HELD_BACK,
    NOTHING_BUILT,
    PAGE,
    Outcome,
    keep_others,
    last_build,
    remember,
)
from citybook.output import fresh_folder, locked
from citybook.plate import FOLDER, Pictures, Plate
from citybook.printing import Progress, print_job
from citybook.readers import read_submissions
from citybook.report import Report
from citybook.states import State
from citybook.style import ROLES, Style, read_style
from citybook.submission import Submission
from citybook.writers.form_workbook import write_form_workbook
from citybook.writers.form_yaml import write_form_yaml

EDITION = "edition.yaml"


@dataclass(frozen=True, slots=True)
class Definitions:
    """What an edition defines, all of it checked."""

    form: Form
    flatplan: Flatplan
    style: Style
    edition: EditionFile
    figures: tuple[Specification, ...] = ()


def nowhere(_name: str, _state: State) -> tuple[float, float] | None:
    """Return no place for any city: then the map has no dots."""
    return None


LOCATE: Locate = nowhere
"""Tells where a city lies."""


def build(folders: Folders, progress: Progress) -> Outcome:
    """Build the book, unless it was built of the same input before.

    Raises EnvironmentTrouble or OSError where the machine keeps it from working.
    """
    with _alone(folders, progress):
        digest = folders.digest()
        return last_build(folders.output, digest) or _build(folders, digest, progress)


def _build(folders: Folders, digest: str, progress: Progress) -> Outcome:
    definitions, findings = _definitions(folders)
    if definitions is None:
        return _nothing_built(folders, without_definitions(findings), progress)
    report, plates, outcome = _report(folders, definitions, findings, progress)
    if not report.states:
        return _nothing_built(folders, outcome, progress)
    with fresh_folder(folders.output) as folder:
        undrawn = _engraved(plates, folders, folder, progress)
        if undrawn:
            report, outcome = replace(report, is_draft=True), _held(outcome, undrawn)
        progress("composing the book")
        document = compose(report, definitions.flatplan, {**plates, **undrawn})
        write_form_workbook(definitions.form, folder / "form.xlsx")
        write_form_yaml(definitions.form, folder / "form.yaml")
        kept = keep_others(folders.output, folder)
        found, style = (*outcome.findings, *kept), definitions.style
        warnings = print_job(
            Job(document, style, found, folders.html, folder), progress
        )
        outcome = replace(outcome, findings=in_order((*found, *warnings)))
        remember(folder, digest, outcome)
    return outcome


def _engraved(
    plates: Mapping[str, Plate], folders: Folders, fresh: Path, progress: Progress
) -> Mapping[str, Finding]:
    """Have the pictures drawn; return for some figures why they cannot be."""
    if not plates:
        return {}
    progress("drawing the figures")
    old, new = Pictures(folders.output / FOLDER), Pictures(fresh / FOLDER)
    wrong = engraved([plate.drawing for plate in plates.values()], old, new)
    return {
        key: wrong[plate.figure.picture]
        for key, plate in plates.items()
        if plate.figure.picture in wrong
    }


def _held(outcome: Outcome, undrawn: Mapping[str, Finding]) -> Outcome:
    """Return the outcome with the figures that are held back."""
    findings = in_order((*outcome.findings, *undrawn.values()))
    return replace(outcome, status=HELD_BACK, findings=findings)


def _nothing_built(folders: Folders, outcome: Outcome, progress: Progress) -> Outcome:
    """Leave the old book as it is, but renew the page that says what to mend."""
    folders.output.mkdir(exist_ok=True)
    with TemporaryDirectory(prefix=".findings-", dir=folders.output) as scratch:
        folder = Path(scratch)
        print_job(Job(None, None, outcome.findings, folders.html, folder), progress)
        (folder / PAGE).replace(folders.output / PAGE)
    return outcome


def without_definitions(findings: tuple[Finding, ...]) -> Outcome:
    """Return what comes of an edition whose definitions cannot be read."""
    return Outcome(NOTHING_BUILT, in_order(findings), is_defined=False)


def check_only(folders: Folders, progress: Progress) -> Outcome:
    """Read and check all that came in, and build nothing."""
    definitions, findings = _definitions(folders)
    if definitions is None:
        return without_definitions(findings)
    _, _, outcome = _report(folders, definitions, findings, progress)
    return outcome


def write_forms(
    folders: Folders, progress: Progress
) -> tuple[tuple[Path, ...], tuple[Finding, ...]]:
    """Write the blank forms into the output folder; return them, or what is wrong."""
    form, findings = read_form(folders.template("form.yaml"), "templates/form.yaml")
    if form is None:
        return (), in_order(findings)
    writers = {"form.xlsx": write_form_workbook, "form.yaml": write_form_yaml}
    with _alone(folders, progress):
        folders.output.mkdir(exist_ok=True)
        for name, write in writers.items():
            fresh = folders.output / f".{name}"
            write(form, fresh)
            fresh.replace(folders.output / name)
    return tuple(folders.output / name for name in writers), in_order(findings)


def _alone(folders: Folders, progress: Progress) -> AbstractContextManager[None]:
    """Wait until no other build is at work in the output folder."""
    waiting = "waiting for another build to finish"
    return locked(folders.output, waiting=lambda: progress(waiting))


def _report(
    folders: Folders,
    definitions: Definitions,
    findings: tuple[Finding, ...],
    progress: Progress,
) -> tuple[Report, Mapping[str, Plate], Outcome]:
    """Go the road as far as the report and its figures."""
    form, edition = definitions.form, definitions.edition
    progress("reading the submissions")
    submissions, troubles = read_submissions(folders.submissions, form)
    progress("checking the answers")
    families = definitions.style.fonts.values()
    printable = frozenset.intersection(*(characters(name) for name in families))
    unread = frozenset((trouble.source, trouble.path) for trouble in troubles)
    wrong = check(Intake(submissions, form, edition, printable, unread))
    all_findings = in_order((*findings, *troubles, *wrong))
    report = normalize(submissions, form, edition, all_findings)
    plates, unseen = draw(report, definitions.figures, form, definitions.style, LOCATE)
    all_findings = in_order((*all_findings, *unseen))
    return report, plates, _outcome(report, submissions, all_findings, folders)


def _outcome(
    report: Report,
    submissions: tuple[Submission, ...],
    findings: tuple[Finding, ...],
    folders: Folders,
) -> Outcome:
    proper = sum(group.state.is_state for group in report.states)
    status = HELD_BACK if has_errors(findings) else FINE
    printed = {city.source for city in report.cities}
    left_out = {s.source for s in submissions if s.source not in printed}
    read = {submission.source.file for submission in submissions}
    unread = {
        finding.source.file
        for finding in findings
        if finding.severity is Severity.ERROR
        and finding.source.file not in read
        and _is_file(folders.submissions / finding.source.file)
        and finding.source.file != EDITION
    }
    return Outcome(
        status if report.states else NOTHING_BUILT,
        findings,
        cities=len(report.cities),
        states=proper,
        territories=len(report.states) - proper,
        left_out=tuple(sorted({str(source) for source in left_out} | unread)),
    )


def _is_file(path: Path) -> bool:
    """Tell whether a file stands there, as far as this user may see."""
    try:
        return path.is_file()
    except OSError:
        return True


def _definitions(folders: Folders) -> tuple[Definitions | None, tuple[Finding, ...]]:
    form, form_wrong = read_form(folders.template("form.yaml"), "templates/form.yaml")
    style, style_wrong = read_style(
        folders.template("style.yaml"), "templates/style.yaml"
    )
    edition, edition_wrong = read_edition(folders.submissions / EDITION, EDITION)
    findings = (*form_wrong, *style_wrong, *edition_wrong)
    if form is None:
        return None, findings
    counted = names(edition.edition) if edition else None
    figures, figures_wrong = read_specifications(folders.figures, counted)
    flatplan, flatplan_wrong = read_flatplan(
        folders.template("flatplan.yaml"),
        "templates/flatplan.yaml",
        form,
        ROLES,
        figures={key: f.trouble(form) if f else "" for key, f in figures.items()},
        counts=counted,
    )
    findings = (*findings, *figures_wrong, *flatplan_wrong)
    if style is None or edition is None or flatplan is None or figures_wrong:
        return None, findings
    named = [figures[name] for name in flatplan.named_figures]
    chosen = tuple(figure for figure in named if figure)
    return Definitions(form, flatplan, style, edition, chosen), findings
