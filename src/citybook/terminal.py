"""What a person at a terminal, or a program behind it, is told."""

import io
import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from citybook.environment import BROKEN
from citybook.findings import Finding, Severity, as_record, as_text, visible
from citybook.folders import Folders
from citybook.outcome import NOTHING_BUILT, PAGE, QUERIES, RETURNS, Outcome

MAX_SHOWN = 40
"""How many findings a build tells the terminal; the page of findings has them all."""
MAX_ALIKE = 10
"""How many findings of one rule in one file the terminal is told."""
NOTHING: Mapping[str, object] = MappingProxyType({})


def open_streams() -> None:
    """Let anything be told: to nobody where a stream is closed, in any encoding."""
    nobody = Path(os.devnull)
    sys.stdout = sys.stdout or nobody.open("w", encoding="utf-8")
    sys.stderr = sys.stderr or nobody.open("w", encoding="utf-8")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def let_go_of_output() -> None:
    """Keep what a full or closed output did not take from spoiling the exit status."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def guarded(command: Callable[[], int]) -> int:
    """Run a command; tell in one sentence what the machine keeps it from doing."""
    try:
        status = command()
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        return BROKEN  # who reads our output has gone; there is nobody left to tell
    except OSError as error:
        place = f" ({error.filename})" if error.filename else ""
        remedy = "make room or allow writing there, and run it again"
        return broken(f"{error.strerror or error}{place}: {remedy}.")
    except MemoryError:
        return broken("The memory ran out: close other programs, and run it again.")
    except KeyboardInterrupt:
        return broken("Stopped; the last finished book is untouched.")


def broken(sentence: str, *, status: int = BROKEN) -> int:
    """Tell why nothing could be done; return the exit status."""
    clear_progress()
    print(f"citybook: {visible(sentence)}", file=sys.stderr)
    return status


def progress(step: str) -> None:
    """Tell a terminal, and only a terminal, what is being done."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{step} …", end="", file=sys.stderr, flush=True)


def clear_progress() -> None:
    """Take the last step off the terminal."""
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def print_json(
    outcome: Outcome, *, is_built: bool, more: Mapping[str, object] = NOTHING
) -> None:
    """Print all that came of a command, for a program."""
    told = {
        "status": outcome.status,
        "cities": outcome.cities,
        "states": outcome.states,
        "territories": outcome.territories,
        "left_out": list(outcome.left_out),
        "built": is_built and outcome.status != NOTHING_BUILT,
        "findings": [as_record(finding) for finding in outcome.findings],
        **more,
    }
    print(json.dumps(told, indent=2, ensure_ascii=True))


def print_findings(outcome: Outcome, page: str) -> None:
    """Print the errors and warnings; `page` is where the rest can be read."""
    told = [f for f in outcome.findings if f.severity is not Severity.NOTE]
    told.sort(key=lambda finding: (finding.severity, finding.order))
    where = f"see {page}" if page else f"make lists them in output/{PAGE}"
    left = len(told)
    for finding, alike in list(_in_short(told))[: MAX_SHOWN if page else None]:
        print(_colored(as_text(finding), finding.severity))
        left -= 1 + alike
        if alike:
            file = visible(finding.source.file)
            print(f"… and {alike:,} more [{finding.rule.slug}] in {file}: {where}")
    if left:
        print(f"… and {left:,} more: {where}")
    if told:
        print()


def _in_short(told: Sequence[Finding]) -> Iterator[tuple[Finding, int]]:
    """Yield the first of each rule in each file; with the last, how many follow."""
    kinds = [(finding.source.file, finding.rule.slug) for finding in told]
    left, shown = Counter(kinds), Counter[tuple[str, str]]()
    for finding, kind in zip(told, kinds, strict=True):
        shown[kind] += 1
        left[kind] -= 1
        if shown[kind] <= MAX_ALIKE:
            yield finding, left[kind] if shown[kind] == MAX_ALIKE else 0


def _colored(text: str, severity: Severity) -> str:
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR"):
        return text
    color = "31" if severity is Severity.ERROR else "33"
    word = f"{severity}:"
    return text.replace(word, f"\x1b[1;{color}m{word}\x1b[0m", 1)


def print_summary(
    outcome: Outcome, folders: Folders, command: str, seconds: float
) -> None:
    """Print in a few lines what came of a build or a check."""
    if outcome.status == NOTHING_BUILT:
        _print_nothing_built(outcome, folders, command)
        return
    places = f"{_plural(outcome.cities, 'city', 'cities')} in {_states(outcome)}"
    if outcome.is_new:
        print(f"{places}.")
    else:
        print(f"Nothing has changed since the last {command}: {places}.")
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
    print(f"{others}: {near(folders.output / PAGE)}")
    for name in ("report.pdf", "report.docx"):
        path = folders.output / name
        print(f"  {near(path)}  ({path.stat().st_size / 1e6:.1f} MB)")
    _print_returns(outcome, folders)
    print(f"{'Built' if outcome.is_new else 'Looked'} in {seconds:.1f} s.")


def _print_nothing_built(outcome: Outcome, folders: Folders, command: str) -> None:
    if not outcome.is_defined:
        reason = "what is named above must be mended first"
    elif outcome.cities:
        reason = "what editors ask must be answered first"
    elif not outcome.left_out:
        reason = f"{near(folders.submissions)} holds no city's answers"
    else:
        reason = "no city can be printed"
    print(f"Nothing was built: {reason}.")
    if command == "build":
        page = QUERIES if outcome.cities else PAGE
        if (folders.output / page).exists():
            print(f"What to mend: {near(folders.output / page)}")
        if (folders.output / "report.pdf").exists():
            print("The book in output is the old one, of before this trouble.")
        _print_returns(outcome, folders)


def _print_returns(outcome: Outcome, folders: Folders) -> None:
    if outcome.returns:
        cities = _plural(outcome.returns, "city", "cities")
        print(f"To send back to {cities}: {near(folders.output / RETURNS)}")


def _states(outcome: Outcome) -> str:
    states = _plural(outcome.states, "state") if outcome.states else ""
    others = outcome.territories
    territories = _plural(others, "territory or district", "territories or districts")
    return " and ".join(filter(None, (states, territories if others else "")))


def _plural(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def near(path: Path) -> str:
    """Return the path as seen from here, if it lies below."""
    try:
        here = Path.cwd()
    except OSError:
        return visible(str(path))
    return visible(str(path.relative_to(here) if path.is_relative_to(here) else path))
