"""The road: a folder of submissions becomes a book."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from citybook.checks import Intake, check
from citybook.compose import compose
from citybook.counts import names
from citybook.decisions import Decisions, read_decisions
from citybook.designer import designed
from citybook.document import Document
from citybook.editing import CLEAN, Editing
from citybook.edition import EditionFile, read_edition
from citybook.engraving import engraved
from citybook.figures import draw
from citybook.figures.specification import Specification, read_specifications
from citybook.figures.us_map import located
from citybook.findings import Finding, Severity, has_errors, in_order
from citybook.flatplan import Flatplan, read_flatplan
from citybook.folders import Folders
from citybook.form import Form, read_form
from citybook.job import Job
from citybook.letter import read_letter
from citybook.normalize import normalize
from citybook.outcome import (
    FINE,
    HELD_BACK,
    NOTHING_BUILT,
    PAGE,
    RETURNS,
    Outcome,
    keep_book,
    keep_others,
    last_build,
    last_check,
    remember,
    remember_check,
)
from citybook.output import fresh_folder, locked
from citybook.plate import Plate
from citybook.printing import Progress, print_job
from citybook.queries import queries_of
from citybook.readers import read_submissions
from citybook.readers.partners import read_partners, troubles_of_lists
from citybook.readers.readings import carry
from citybook.reference import Reference
from citybook.report import Report
from citybook.returns import Return, returns_of, without_answered
from citybook.settle import settle
from citybook.status import CityStatus, expected_cities, lists_of, status_of
from citybook.style import ROLES, Style, read_style
from citybook.submission import Submission
from citybook.waive import waive
from citybook.writers.form_workbook import write_form_workbook
from citybook.writers.form_yaml import write_form_yaml
from citybook.writers.return_email import write_return_email
from citybook.writers.return_workbook import write_return_workbook
from citybook.writers.status_sheet import write_status_sheet

EDITION = "edition.yaml"
DECISIONS = "decisions.yaml"
LETTER = "email.txt"
REFERENCE = "reference.docx"


@dataclass(frozen=True, slots=True)
class Definitions:
    """What an edition defines, all of it checked."""

    form: Form
    flatplan: Flatplan
    style: Style
    edition: EditionFile
    decisions: Decisions
    letter: str
    """The template of the e-mails to the cities."""
    figures: tuple[Specification, ...]
    reference: Reference | None


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of the submissions, and what the cities are told."""

    submissions: tuple[Submission, ...]
    report: Report
    plates: Mapping[str, Plate]
    returns: tuple[Return, ...]
    statuses: tuple[CityStatus, ...]


def build(folders: Folders, progress: Progress, *, is_clean: bool = False) -> Outcome:
    """Build the book, unless it was built of the same input before.

    A clean one has a Word file to publish, which asks its editors nothing.
    Raises EnvironmentTrouble or OSError where the machine keeps it from working.
    """
    with _alone(folders, progress):
        digest = folders.digest()
        last = last_build(folders.output, _kind(digest, is_clean=is_clean))
        return last or _build(folders, digest, progress, is_clean=is_clean)


def _kind(digest: str, *, is_clean: bool) -> str:
    """Return what tells a build of the same input from one of the other kind."""
    return f"{digest} clean" if is_clean else digest


def _build(
    folders: Folders, digest: str, progress: Progress, *, is_clean: bool
) -> Outcome:
    definitions, findings = _definitions(folders)
    if definitions is None:
        return _nothing_read(folders, without_definitions(findings), progress)
    answered, outcome = _report(folders, definitions, findings, progress)
    with fresh_folder(folders.output) as folder:
        document = old_book = None
        if answered.report.states:
            progress("drawing the figures")
            undrawn = engraved(answered.plates, folders.output, folder)
            progress("composing the book")
            document, outcome = _composed(answered, undrawn, definitions, outcome)
        else:
            old_book = keep_book(folders.output, folder)
        write_form_workbook(definitions.form, folder / "form.xlsx")
        write_form_yaml(definitions.form, folder / "form.yaml")
        returns = _write_answers(answered, definitions, folder, progress)
        kept = keep_others(folders.output, folder)
        found, style = (*outcome.findings, *kept), definitions.style
        editing = _editing(document, answered, definitions, found)
        editing = CLEAN if is_clean else editing
        reference = definitions.reference
        job = Job(document, style, found, folders.html, folder, editing, reference)
        warnings = print_job(job, progress)
        checked = outcome
        outcome = replace(checked, findings=in_order((*found, *warnings)))
        kind = _kind(digest, is_clean=is_clean)
        remember(folder, kind, outcome, returns, old_book=old_book)
        remember_check(folder, digest, checked)
        carry(folders.output, folder)
    return outcome


def _editing(
    document: Document | None,
    answered: Answered,
    definitions: Definitions,
    findings: tuple[Finding, ...],
) -> Editing:
    """Return what the editors may do in the Word file, and what they are asked."""
    is_protected = definitions.edition.edition.protect_word_file
    submissions, form = answered.submissions, definitions.form
    queries = queries_of(document, submissions, form, findings) if document else ()
    return Editing(is_protected=is_protected, queries=queries)


def _composed(
    answered: Answered,
    undrawn: Mapping[str, Finding],
    definitions: Definitions,
    outcome: Outcome,
) -> tuple[Document, Outcome]:
    """Return the book, and what it came to where figures cannot be drawn."""
    report, outcome = _held_back(answered.report, outcome, undrawn)
    plates: dict[str, Plate | Finding] = {**answered.plates, **undrawn}
    return compose(report, definitions.flatplan, plates), outcome


def _held_back(
    report: Report, outcome: Outcome, undrawn: Mapping[str, Finding]
) -> tuple[Report, Outcome]:
    """Return report and outcome as a draft, where a figure cannot be drawn."""
    if not undrawn:
        return report, outcome
    findings = in_order((*outcome.findings, *undrawn.values()))
    outcome = replace(outcome, status=HELD_BACK, findings=findings)
    return replace(report, is_draft=True), outcome


def _write_answers(
    answered: Answered, definitions: Definitions, folder: Path, progress: Progress
) -> list[str]:
    """Write what goes back to the cities and where each stands; name the former."""
    form, edition = definitions.form, definitions.edition.edition
    path = folder / "status.xlsx"
    write_status_sheet(answered.statuses, path, title=edition.title)
    names: list[str] = []
    for told in answered.returns:
        progress(f"answering {told.city or told.name}")
        (folder / RETURNS).mkdir(exist_ok=True)
        workbook, email = (f"{told.name}{suffix}" for suffix in (".xlsx", ".txt"))
        path = folder / RETURNS / workbook
        places = write_return_workbook(told, form, edition, path)
        path = folder / RETURNS / email
        letter = definitions.letter
        write_return_email(told, places, edition, template=letter, path=path)
        names += (workbook, email)
    return names


def _nothing_read(folders: Folders, outcome: Outcome, progress: Progress) -> Outcome:
    """Leave all that was built as it is, but renew the page that says what to mend."""
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
    digest = folders.digest()
    if last := last_check(folders.output, digest):
        return last
    definitions, findings = _definitions(folders)
    if definitions is None:
        return without_definitions(findings)
    _, outcome = _report(folders, definitions, findings, progress)
    remember_check(folders.output, digest, outcome)
    return outcome


def take_stock(
    folders: Folders, progress: Progress
) -> tuple[tuple[CityStatus, ...], Outcome]:
    """Read and check all that came in; return where each city stands."""
    definitions, findings = _definitions(folders)
    if definitions is None:
        return (), without_definitions(findings)
    answered, outcome = _report(folders, definitions, findings, progress)
    return answered.statuses, outcome


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
) -> tuple[Answered, Outcome]:
    """Go the road as far as the report, and to what goes back to the cities."""
    form, edition = definitions.form, definitions.edition
    progress("reading the submissions")
    received, of_cities = read_submissions(
        folders.submissions, form, memory=folders.output, progress=progress
    )
    partners, of_partners = read_partners(folders.submissions, edition, form)
    expected, unknown = expected_cities(edition, form, received)
    lists = lists_of(edition, form, received)
    of_lists = troubles_of_lists([t for t in of_cities if t.source.file in lists], form)
    received, of_cities = _without(lists, received, of_cities)
    unread = _unread(folders, received, of_cities)
    unread, of_cities = without_answered(received, unread, of_cities)
    troubles = (*of_cities, *of_partners, *of_lists, *unknown)
    decisions = definitions.decisions
    submissions, told = settle(received, troubles, form=form, decisions=decisions)
    progress("checking the answers")
    printable = definitions.style.printable
    untold = frozenset((trouble.source, trouble.path) for trouble in told)
    quoted = definitions.flatplan.quoted
    wrong = check(
        Intake(submissions, form, edition, printable, untold, quoted, partners)
    )
    all_findings = in_order(waive((*findings, *told, *wrong), decisions))
    report = normalize(submissions, form, edition, all_findings, partners=partners)
    returns = returns_of(submissions, form, all_findings, unread)
    statuses = status_of(
        submissions, form, all_findings, report=report, expected=expected, unread=unread
    )
    plates, unseen = draw(report, definitions.figures, form, definitions.style, located)
    all_findings = in_order((*all_findings, *unseen))
    outcome = _outcome(report, submissions, all_findings, unread)
    return Answered(submissions, report, plates, returns, statuses), replace(
        outcome, returns=len(returns)
    )


def _unread(
    folders: Folders,
    received: tuple[Submission, ...],
    troubles: tuple[Finding, ...],
) -> tuple[str, ...]:
    """Return the files that came in and hold no city that can be read."""
    read = {submission.source.file for submission in received}
    errors = {t.source.file for t in troubles if t.severity is Severity.ERROR}
    unread = (file for file in errors - read if _is_file(folders.submissions / file))
    return tuple(sorted(unread))


def _without(
    lists: frozenset[str],
    submissions: tuple[Submission, ...],
    troubles: tuple[Finding, ...],
) -> tuple[tuple[Submission, ...], tuple[Finding, ...]]:
    """Return what came in, less the files that only list cities."""
    return (
        tuple(each for each in submissions if each.source.file not in lists),
        tuple(each for each in troubles if each.source.file not in lists),
    )


def _outcome(
    report: Report,
    submissions: tuple[Submission, ...],
    findings: tuple[Finding, ...],
    unread: tuple[str, ...],
) -> Outcome:
    proper = sum(group.state.is_state for group in report.states)
    status = HELD_BACK if has_errors(findings) else FINE
    printed = {city.source for city in report.cities}
    left_out = {s.source for s in submissions if s.source not in printed}
    return Outcome(
        status if report.states else NOTHING_BUILT,
        findings,
        cities=len(report.cities),
        states=proper,
        territories=len(report.states) - proper,
        left_out=tuple(sorted({str(source) for source in left_out} | {*unread})),
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
    decisions, undecided = read_decisions(folders.submissions / DECISIONS, DECISIONS)
    letter, letter_wrong = read_letter(folders.template(LETTER), f"templates/{LETTER}")
    findings = (*form_wrong, *style_wrong, *edition_wrong, *undecided, *letter_wrong)
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
    if style is None or edition is None or flatplan is None or letter is None:
        return None, findings
    if figures_wrong:
        return None, findings
    named = [figures[name] for name in flatplan.named_figures]
    chosen = tuple(figure for figure in named if figure)
    reference, undesigned = designed(
        folders.template(REFERENCE), f"templates/{REFERENCE}", style
    )
    return Definitions(
        form, flatplan, style, edition, decisions, letter, chosen, reference
    ), (*findings, *undesigned)
