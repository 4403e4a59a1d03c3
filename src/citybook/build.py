"""The road: a folder of submissions becomes a book."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from citybook.amend import amend
from citybook.asked import Standings, open_queries, standings, unanswered
from citybook.checks import Intake, check
from citybook.compose import compose
from citybook.definitions import Definitions, read_definitions
from citybook.document import Document
from citybook.editing import CLEAN, Editing
from citybook.engraving import Undrawn, engraving
from citybook.figures import draw
from citybook.figures.us_map import located
from citybook.findings import Finding, has_errors, in_order
from citybook.folders import Folders
from citybook.form import read_form
from citybook.job import Job
from citybook.normalize import normalize
from citybook.outcome import (
    FINE,
    HELD_BACK,
    NOTHING_BUILT,
    PAGE,
    RETURNS,
    Outcome,
    keep_book,
    keep_draft,
    keep_others,
    last_build,
    last_check,
    remember,
    remember_check,
)
from citybook.output import fresh_folder, locked
from citybook.plate import Plate
from citybook.printing import Progress, press
from citybook.queries import carried, queries_of
from citybook.readers import read_submissions, unread_files
from citybook.readers.partners import read_partners, troubles_of_lists
from citybook.readers.pictures import (
    read_pictures,
    shelf_of,
    wanted_of,
    without_named,
)
from citybook.readers.readings import carry
from citybook.report import Report
from citybook.returns import Return, returns_of, without_answered
from citybook.review import last_return, read_back, recorded_with, take_back
from citybook.settle import settle
from citybook.status import (
    CityStatus,
    expected_cities,
    lists_of,
    status_of,
    without_lists,
)
from citybook.submission import Submission
from citybook.waive import waive
from citybook.writers.form_workbook import write_form_workbook
from citybook.writers.form_yaml import write_form_yaml
from citybook.writers.return_email import write_return_email
from citybook.writers.return_workbook import write_return_workbook
from citybook.writers.status_sheet import write_status_sheet


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of the submissions, and what the cities are told."""

    submissions: tuple[Submission, ...]
    report: Report
    plates: Mapping[str, Plate]
    returns: tuple[Return, ...]
    statuses: tuple[CityStatus, ...]
    asked: Standings
    """What editors ask in returned Word files."""


def build(
    folders: Folders,
    progress: Progress,
    *,
    is_clean: bool = False,
    despite_queries: bool = False,
) -> Outcome:
    """Build the book, unless it was built of the same input before.

    A clean one has a Word file to publish, which asks its editors nothing; it is not
    built while a comment of theirs is open, unless it is to be built despite that.
    Raises EnvironmentTrouble or OSError where the machine keeps it from working.
    """
    with _alone(folders, progress):
        take_back(folders, read_back(folders))
        digest = folders.digest()
        last = last_build(folders.output, _kind(digest, is_clean=is_clean))
        if last:
            return last
        return _build(
            folders,
            digest,
            progress,
            is_clean=is_clean,
            is_patient=is_clean and not despite_queries,
        )


def _kind(digest: str, *, is_clean: bool) -> str:
    """Return what tells a build of the same input from one of the other kind."""
    return f"{digest} clean" if is_clean else digest


def _build(
    folders: Folders,
    digest: str,
    progress: Progress,
    *,
    is_clean: bool,
    is_patient: bool,
) -> Outcome:
    definitions, findings = read_definitions(folders)
    if definitions is None:
        return _nothing_read(folders, without_definitions(findings), progress)
    answered, outcome = _report(folders, definitions, findings, progress)
    if is_patient and (still_open := unanswered(answered.asked)):
        findings = in_order((*outcome.findings, *still_open))
        return replace(outcome, status=NOTHING_BUILT, findings=findings)
    style, ready = definitions.style, answered.report.pictures
    with (
        fresh_folder(folders.output) as folder,
        engraving(answered.plates, folders.output, folder, ready) as engraved,
        press(style) as printer,
    ):
        job = _blank_job(folders, folder, definitions, answered)
        old_book = None
        if answered.report.states:
            progress("composing the book")
            document = compose(answered.report, definitions.flatplan, answered.plates)
            job = replace(job, document=document)
            printer.give(replace(job, is_early=True))
        else:
            old_book = keep_book(folders.output, folder)
        write_form_workbook(definitions.form, folder / "form.xlsx")
        write_form_yaml(definitions.form, folder / "form.yaml")
        returns = _write_answers(answered, definitions, folder, progress)
        progress("drawing the figures")
        if (undrawn := engraved()) and job.document:
            document, outcome = _with_gaps(answered, undrawn, definitions, outcome)
            job = replace(job, document=document)
        found = (*outcome.findings, *keep_others(folders.output, folder))
        asking = _editing(job.document, answered, definitions, found)
        editing = CLEAN if is_clean else asking
        job = replace(job, findings=found, editing=editing)
        warnings = printer.print_job(job, progress)
        checked = outcome
        outcome = replace(checked, findings=in_order((*found, *warnings)))
        kind = _kind(digest, is_clean=is_clean)
        remember(folder, kind, outcome, returns, old_book=old_book)
        remember_check(folder, digest, checked)
        carry(folders.output, folder)
        keep_draft(folders.output, folder, returned=last_return(folders))
    return outcome


def _blank_job(
    folders: Folders, folder: Path, definitions: Definitions, answered: Answered
) -> Job:
    """Return a job that prints no book as yet, into a fresh output folder."""
    style, reference = definitions.style, definitions.reference
    asked = answered.asked
    return Job(None, style, (), folders.html, folder, reference=reference, asked=asked)


def _editing(
    document: Document | None,
    answered: Answered,
    definitions: Definitions,
    findings: tuple[Finding, ...],
) -> Editing:
    """Return what the editors may do in the Word file, and what they are asked."""
    is_protected = definitions.edition.edition.protect_word_file
    submissions, form = answered.submissions, definitions.form
    if document is None:
        return Editing(is_protected=is_protected)
    ours = queries_of(document, submissions, form, findings)
    theirs = carried(document, answered.asked)
    return Editing(is_protected=is_protected, queries=(*ours, *theirs))


def _with_gaps(
    answered: Answered, undrawn: Undrawn, definitions: Definitions, outcome: Outcome
) -> tuple[Document, Outcome]:
    """Return the book as a draft, and what it came to, where a figure is not drawn."""
    report = replace(answered.report, is_draft=True)
    plates: dict[str, Plate | Finding] = {**answered.plates, **undrawn}
    findings = in_order((*outcome.findings, *undrawn.values()))
    outcome = replace(outcome, status=HELD_BACK, findings=findings)
    return compose(report, definitions.flatplan, plates), outcome


def _write_answers(
    answered: Answered, definitions: Definitions, folder: Path, progress: Progress
) -> list[str]:
    """Write what goes back to the cities and where each stands; name the former."""
    form, edition = definitions.form, definitions.edition.edition
    path = folder / "status.xlsx"
    write_status_sheet(
        answered.statuses, path, title=edition.title, asked=answered.asked
    )
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
        job = Job(None, None, outcome.findings, folders.html, folder)
        with press(None) as printer:
            printer.print_job(job, progress)
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
    definitions, findings = read_definitions(folders)
    if definitions is None:
        return without_definitions(findings)
    _, outcome = _report(folders, definitions, findings, progress)
    remember_check(folders.output, digest, outcome)
    return outcome


def take_stock(
    folders: Folders, progress: Progress
) -> tuple[tuple[CityStatus, ...], Outcome]:
    """Read and check all that came in; return where each city stands."""
    definitions, findings = read_definitions(folders)
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
    received, of_cities = without_lists(lists, received, of_cities)
    style, shelf = definitions.style, shelf_of(folders.submissions)
    named = wanted_of(received, form, edition, style)
    of_cities = without_named(of_cities, named, shelf)
    unread = unread_files(folders.submissions, received, of_cities)
    unread, of_cities = without_answered(received, unread, of_cities)
    troubles = (*of_cities, *of_partners, *of_lists, *unknown)
    decisions = definitions.decisions
    submissions, told = settle(received, troubles, form=form, decisions=decisions)
    progress("reading the returned Word files")
    returned = read_back(folders)
    edits = recorded_with(definitions.edits, returned, findings)
    submissions, edition, of_edits = amend(
        submissions, edition, edits, form, definitions.decisions
    )
    definitions = replace(definitions, edition=edition)
    told = (*told, *returned.findings, *of_edits, *open_queries(returned.asked))
    wanted = wanted_of(submissions, form, edition, style)
    memory = folders.output
    halftones, flawed = read_pictures(wanted, shelf, memory=memory, progress=progress)
    progress("checking the answers")
    wrong = check(_intake(definitions, submissions, told, partners))
    all_findings = in_order(waive((*findings, *told, *flawed, *wrong), decisions))
    report = normalize(submissions, form, edition, all_findings, partners, halftones)
    returns = returns_of(submissions, form, all_findings, unread)
    statuses = status_of(
        submissions, form, all_findings, report=report, expected=expected, unread=unread
    )
    plates, unseen = draw(report, definitions.figures, form, style, located)
    all_findings = in_order((*all_findings, *unseen))
    outcome = _outcome(report, submissions, all_findings, unread)
    outcome = replace(outcome, returns=len(returns))
    asked = standings(returned.asked, all_findings)
    return Answered(submissions, report, plates, returns, statuses, asked), outcome


def _intake(
    definitions: Definitions,
    submissions: tuple[Submission, ...],
    told: tuple[Finding, ...],
    partners: Mapping[str, tuple[Submission, ...]],
) -> Intake:
    """Return what the checks look at."""
    plan = definitions.flatplan
    return Intake(
        submissions,
        definitions.form,
        definitions.edition,
        definitions.style.printable,
        unread=frozenset((trouble.source, trouble.path) for trouble in told),
        pictures=plan.pictures,
        quoted=plan.quoted,
        partners=partners,
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
