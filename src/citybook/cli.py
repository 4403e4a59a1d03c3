"""The commands: build, check, status, review, form and redline."""

import argparse
import gc
import json
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from citybook import __version__
from citybook.build import build, check_only, take_stock, write_forms
from citybook.edits import EDITS, read_edits
from citybook.environment import EnvironmentTrouble
from citybook.findings import has_errors, in_order
from citybook.folders import Folders
from citybook.outcome import FINE, HELD_BACK, NOTHING_BUILT, PAGE, Outcome
from citybook.redlining import NoOldBookError, Redline, redline
from citybook.review import bring, lines_of, read_back, take_back
from citybook.status import as_records, as_table
from citybook.terminal import (
    broken,
    clear_progress,
    guarded,
    let_go_of_output,
    near,
    open_streams,
    print_findings,
    print_json,
    print_summary,
    progress,
)

EPILOG = """exit status:
  0  fine
  1  built, but something was held back
  2  nothing could be built
  3  the environment is broken: a library, the disk, a folder"""

DESPITE = "build the Word file to publish although comments of editors are open"
TO_PUBLISH = "make a Word file to publish: without comments, tracking or protection"
AN_OLD_BOOK = "the report.docx of an earlier build, or its manifest.json"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit status."""
    open_streams()
    # A short life with little garbage: collecting it costs a tenth of the time.
    gc.disable()
    try:
        options = _parser().parse_args(arguments)
        return guarded(lambda: _answered(options))
    finally:
        gc.enable()
        let_go_of_output()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="citybook",
        description="Turns a folder of city submissions into one book, printed twice.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, purpose in (
        ("build", "build output/report.pdf and output/report.docx"),
        ("check", "check all that came in, and build nothing"),
        ("status", "list where each city stands, and who has not answered"),
        ("review", "read what editors changed in Word files, and record it"),
        ("form", "write the blank form, as a workbook and as YAML"),
        ("redline", "mark in output/redline.docx what changed since an earlier book"),
    ):
        command = commands.add_parser(
            name,
            help=purpose,
            description=f"{purpose[0].upper()}{purpose[1:]}.",
            epilog=EPILOG,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.add_argument(
            "--edition",
            type=Path,
            default=Path(),
            metavar="FOLDER",
            help="the folder that holds submissions (default: this one)",
        )
        command.add_argument(
            "--format",
            choices=("text", "json"),
            default="text",
            help="how findings are told (default: text)",
        )
        if name == "build":
            command.add_argument("--clean", action="store_true", help=TO_PUBLISH)
            command.add_argument("--despite-queries", action="store_true", help=DESPITE)
        if name == "redline":
            command.add_argument("old", type=Path, metavar="OLD", help=AN_OLD_BOOK)
        if name == "review":
            command.add_argument("files", nargs="*", type=Path, metavar="FILE")
    return parser


def _answered(options: argparse.Namespace) -> int:
    try:
        return _run(options)
    except EnvironmentTrouble as trouble:
        return broken(str(trouble))


def _run(options: argparse.Namespace) -> int:
    folders = Folders(options.edition.resolve())
    if not folders.submissions.is_dir() and options.command != "form":
        sentence = f"{folders.root} has no folder named submissions."
        return broken(sentence, status=NOTHING_BUILT)
    if options.command == "form":
        return _form(folders, options.format)
    if options.command == "status":
        return _status(folders, options.format)
    if options.command == "redline":
        return _redline(folders, options.old, options.format)
    if options.command == "review":
        return _review(folders, options.files, options.format)
    started = time.monotonic()
    if options.command == "build":
        outcome = build(
            folders,
            progress,
            is_clean=options.clean,
            despite_queries=options.despite_queries,
        )
    else:
        outcome = check_only(folders, progress)
    clear_progress()
    if options.format == "json":
        print_json(outcome, is_built=outcome.is_new and options.command == "build")
    else:
        page = folders.output / PAGE if options.command == "build" else None
        print_findings(outcome, near(page) if page else "")
        seconds = time.monotonic() - started
        print_summary(outcome, folders, options.command, seconds)
    return outcome.status


def _review(folders: Folders, files: Sequence[Path], form: str) -> int:
    """Take returned files in, record what is new in them, and tell of it."""
    bring(files, folders)
    returned = read_back(folders)
    edits = take_back(folders, returned)
    _, wrong = read_edits(folders.submissions / EDITS, EDITS)
    findings = (*wrong, *returned.findings)
    status = HELD_BACK if has_errors(findings) else FINE
    outcome = Outcome(status, in_order(findings))
    if form == "json":
        print_json(outcome, is_built=False)
        return status
    print_findings(outcome, "")
    for line in lines_of(edits):
        print(line)
    print(f"{len(edits):,} new {'edit' if len(edits) == 1 else 'edits'}.")
    return status


def _form(folders: Folders, form: str) -> int:
    paths, findings = write_forms(folders, progress)
    outcome = Outcome(FINE if paths else NOTHING_BUILT, findings)
    if form == "json":
        print_json(outcome, is_built=False)
        return outcome.status
    print_findings(outcome, "")
    for path in paths:
        print(f"The blank form: {near(path)}")
    return outcome.status


def _redline(folders: Folders, old: Path, form: str) -> int:
    started = time.monotonic()
    try:
        outcome, made = redline(folders, old, progress)
    except NoOldBookError as error:
        return broken(str(error), status=NOTHING_BUILT)
    clear_progress()
    if form == "json":
        more = {"redline": str(made.path) if made.path else None}
        print_json(outcome, is_built=outcome.is_new, more=more)
        return outcome.status
    print_findings(outcome, near(folders.output / PAGE))
    print_summary(outcome, folders, "build", time.monotonic() - started)
    if outcome.status != NOTHING_BUILT:
        _print_redline(made, near(old))
    return outcome.status


def _print_redline(made: Redline, old: str) -> None:
    if made.path is None:
        print(f"No text has changed since {old}: there is nothing to mark.")
        return
    tally = made.tally
    marked = f"{tally.changed:,} changed, {tally.new:,} new, {tally.gone:,} gone"
    print(f"Marked in {near(made.path)} since {old}: paragraphs and rows: {marked}.")
    print("Not marked, for they are made anew: contents, index, numbers of pages and")
    print("of notes, figures and pictures.")
    if tally.untold:
        print("Left out: lines at the foot of the cover, which LibreOffice would print")
        print(f"old and new, and notes where none is left: {tally.untold:,}.")
    if tally.clashes:
        print(
            "Of passages with an edit that is not printed, for it clashes with what is,"
        )
        print(f"both versions stand there: {tally.clashes:,}.")
    if made.kept:
        print(f"Somebody had saved the last one, which is kept: {near(made.kept)}")


def _status(folders: Folders, form: str) -> int:
    statuses, outcome = take_stock(folders, progress)
    clear_progress()
    if form == "json":
        print(json.dumps({"cities": as_records(statuses)}, indent=2, ensure_ascii=True))
    elif outcome.is_defined:
        for line in as_table(statuses):
            print(line)
        _print_slips(outcome)
    else:
        print_findings(outcome, "")
        print("What is named above must be mended first.")
    return FINE if outcome.is_defined else NOTHING_BUILT


def _print_slips(outcome: Outcome) -> None:
    """Print what is wrong with the edition's own files: the table may lack a city."""
    slips = tuple(f for f in outcome.findings if f.rule.slug == "bad-definition")
    if slips:
        print()
        print_findings(replace(outcome, findings=slips), "")
