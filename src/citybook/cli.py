"""The commands: build, check, status and form."""

import argparse
import gc
import io
import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from citybook import __version__
from citybook.build import build, check_only, take_stock, write_forms
from citybook.findings import Severity, as_record, as_text, visible
from citybook.folders import Folders
from citybook.job import BROKEN
from citybook.outcome import FINE, NOTHING_BUILT, PAGE, RETURNS, Outcome
from citybook.printing import EnvironmentTrouble
from citybook.status import as_records, as_table

MAX_SHOWN = 40
"""How many findings a build tells the terminal; the page of findings has them all."""

EPILOG = """exit status:
  0  fine
  1  built, but something was held back
  2  nothing could be built
  3  the environment is broken: a library, the disk, a folder"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit status."""
    _open_streams()
    # A short life with little garbage: collecting it costs a tenth of the time.
    gc.disable()
    try:
        return _guarded(_parser().parse_args(arguments))
    finally:
        gc.enable()
        _let_go_of_output()


def _open_streams() -> None:
    """Let anything be told: to nobody where a stream is closed, in any encoding."""
    nobody = Path(os.devnull)
    sys.stdout = sys.stdout or nobody.open("w", encoding="utf-8")
    sys.stderr = sys.stderr or nobody.open("w", encoding="utf-8")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _let_go_of_output() -> None:
    """Keep what a full or closed output did not take from spoiling the exit status."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _guarded(options: argparse.Namespace) -> int:
    """Run a command; tell in one sentence what the machine keeps it from doing."""
    try:
        status = _run(options)
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        return BROKEN  # who reads our output has gone; there is nobody left to tell
    except EnvironmentTrouble as trouble:
        return _broken(str(trouble))
    except OSError as error:
        place = f" ({error.filename})" if error.filename else ""
        remedy = "make room or allow writing there, and run it again"
        return _broken(f"{error.strerror or error}{place}: {remedy}.")
    except MemoryError:
        return _broken("The memory ran out: close other programs, and run it again.")
    except KeyboardInterrupt:
        return _broken("Stopped; the last finished book is untouched.")


def _broken(sentence: str, *, status: int = BROKEN) -> int:
    _clear_progress()
    print(f"citybook: {visible(sentence)}", file=sys.stderr)
    return status


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
        ("form", "write the blank form, as a workbook and as YAML"),
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
    return parser


def _run(options: argparse.Namespace) -> int:
    folders = Folders(options.edition.resolve())
    if not folders.submissions.is_dir() and options.command != "form":
        sentence = f"{folders.root} has no folder named submissions."
        return _broken(sentence, status=NOTHING_BUILT)
    if options.command == "form":
        return _form(folders, options.format)
    if options.command == "status":
        return _status(folders, options.format)
    started = time.monotonic()
    run = build if options.command == "build" else check_only
    outcome = run(folders, _progress)
    _clear_progress()
    if options.format == "json":
        _print_json(outcome, is_built=outcome.is_new and options.command == "build")
    else:
        page = folders.output / PAGE if options.command == "build" else None
        _print_findings(outcome, _near(page) if page else "")
        seconds = time.monotonic() - started
        _print_summary(outcome, folders, options.command, seconds)
    return outcome.status


def _form(folders: Folders, form: str) -> int:
    paths, findings = write_forms(folders, _progress)
    outcome = Outcome(FINE if paths else NOTHING_BUILT, findings)
    if form == "json":
        _print_json(outcome, is_built=False)
        return outcome.status
    _print_findings(outcome, "")
    for path in paths:
        print(f"The blank form: {_near(path)}")
    return outcome.status


def _status(folders: Folders, form: str) -> int:
    statuses, outcome = take_stock(folders, _progress)
    _clear_progress()
    if form == "json":
        print(json.dumps({"cities": as_records(statuses)}, indent=2, ensure_ascii=True))
    elif outcome.is_defined:
        for line in as_table(statuses):
            print(line)
    else:
        _print_findings(outcome, "")
        print("What is named above must be mended first.")
    return FINE if outcome.is_defined else NOTHING_BUILT


def _progress(step: str) -> None:
    """Tell a terminal, and only a terminal, what is being done."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{step} …", end="", file=sys.stderr, flush=True)


def _clear_progress() -> None:
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _print_json(outcome: Outcome, *, is_built: bool) -> None:
    told = {
        "status": outcome.status,
        "cities": outcome.cities,
        "states": outcome.states,
        "territories": outcome.territories,
        "left_out": list(outcome.left_out),
        "built": is_built and outcome.status != NOTHING_BUILT,
        "findings": [as_record(finding) for finding in outcome.findings],
    }
    print(json.dumps(told, indent=2, ensure_ascii=True))


def _print_findings(outcome: Outcome, page: str) -> None:
    """Print the errors and warnings; `page` is where the rest can be read."""
    told = [f for f in outcome.findings if f.severity is not Severity.NOTE]
    told.sort(key=lambda finding: (finding.severity, finding.order))
    shown = told[:MAX_SHOWN] if page else told
    for finding in shown:
        print(_colored(as_text(finding), finding.severity))
    if len(told) > len(shown):
        print(f"… and {len(told) - len(shown)} more: see {page}")
    if told:
        print()


def _colored(text: str, severity: Severity) -> str:
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR"):
        return text
    color = "31" if severity is Severity.ERROR else "33"
    word = f"{severity}:"
    return text.replace(word, f"\x1b[1;{color}m{word}\x1b[0m", 1)


def _print_summary(
    outcome: Outcome, folders: Folders, command: str, seconds: float
) -> None:
    if outcome.status == NOTHING_BUILT:
        _print_nothing_built(outcome, folders, command)
        return
    places = f"{_plural(outcome.cities, 'city', 'cities')} in {_states(outcome)}"
    if outcome.is_new:
        print(f"{places}.")
    else:
        print(f"Nothing has changed since the last build: {places}.")
    errors, warnings, notes = (outcome.number_of(severity) for severity in Severity)
    if errors:
        print(f"Held back: {_plural(errors, 'place')}, named above.", end=" ")
        print("The book says Draft until all is mended.")
    else:
        print("Nothing is held back.")
    if outcome.left_out:
        print(f"Not in the book: {'; '.join(map(visible, outcome.left_out))}.")
    others = f"{_plural(warnings, 'warning')}, {_plural(notes, 'note')}"
    if command == "check":
        print(f"{others}. Nothing was built; checked in {seconds:.1f} s.")
        return
    print(f"{others}: {_near(folders.output / PAGE)}")
    for name in ("report.pdf", "report.docx"):
        path = folders.output / name
        print(f"  {_near(path)}  ({path.stat().st_size / 1e6:.1f} MB)")
    if outcome.returns:
        cities = _plural(outcome.returns, "city", "cities")
        print(f"To send back to {cities}: {_near(folders.output / RETURNS)}")
    print(f"{'Built' if outcome.is_new else 'Looked'} in {seconds:.1f} s.")


def _print_nothing_built(outcome: Outcome, folders: Folders, command: str) -> None:
    if not outcome.is_defined:
        reason = "what is named above must be mended first"
    elif not outcome.left_out:
        reason = f"{_near(folders.submissions)} holds no city's answers"
    else:
        reason = "no city can be printed"
    print(f"Nothing was built: {reason}.")
    if command == "build":
        print(f"What to mend: {_near(folders.output / PAGE)}")
        if (folders.output / "report.pdf").exists():
            print("The book in output is the old one, of before this trouble.")


def _states(outcome: Outcome) -> str:
    states = _plural(outcome.states, "state") if outcome.states else ""
    others = outcome.territories
    territories = _plural(others, "territory or district", "territories or districts")
    return " and ".join(filter(None, (states, territories if others else "")))


def _plural(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _near(path: Path) -> str:
    """Return the path as seen from here, if it lies below."""
    try:
        here = Path.cwd()
    except OSError:
        return visible(str(path))
    return visible(str(path.relative_to(here) if path.is_relative_to(here) else path))
