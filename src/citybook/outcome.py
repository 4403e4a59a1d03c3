"""What a build came to, and the file that remembers it."""

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from itertools import count
from pathlib import Path

from citybook.findings import Finding, Severity, as_record, found, from_record
from citybook.source import Source

FINE, HELD_BACK, NOTHING_BUILT = 0, 1, 2
"""Exit status: all is printed; something was held back; there is no book."""

CHECKED = ".checked.json"
"""The file of the output folder that remembers what the last check came to."""

MEMORY = "build.json"
"""The file of the output folder that remembers what it was made from."""

PAGE = "findings.html"
"""The page that tells staff what to mend."""

MANIFEST = "manifest.json"
"""What the Word file said, to hold one against it that comes back."""
DRAFTS = ".drafts"
"""The folder of what earlier Word files said."""
MOST_DRAFTS = 20
BOOK = ("report.pdf", "report.docx", MANIFEST)
QUERIES = "queries.html"
"""The page that tells what editors ask in the Word files that came back."""
OTHERS = (PAGE, QUERIES, "form.xlsx", "form.yaml", "status.xlsx")
FILES = (*BOOK, *OTHERS)
"""What a build writes; the book is left out where no city can be printed."""

RETURNS = "returns"
"""The folder of what goes back to the cities."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build or a check came to."""

    status: int
    findings: tuple[Finding, ...]
    cities: int = 0
    states: int = 0
    territories: int = 0
    """The District of Columbia among them."""
    left_out: tuple[str, ...] = ()
    """Where submissions stand of which nothing is printed."""
    is_defined: bool = True
    """False where form, flatplan, style or edition cannot be read."""
    returns: int = 0
    """How many cities get their answers back."""
    is_new: bool = True
    """False where nothing had changed since the last build."""

    def number_of(self, severity: Severity) -> int:
        """Return the number of findings of one severity."""
        return sum(finding.severity is severity for finding in self.findings)


def remember(
    folder: Path,
    digest: str,
    outcome: Outcome,
    returns: Iterable[str],
    *,
    old_book: Mapping[str, str] | None,
) -> None:
    """Write into the output folder what it was made from and what it came to.

    `returns` names the files of that folder that were made just now; `old_book` is
    what `keep_book` told, if no book was made.
    """
    book = BOOK if old_book is None else ()
    made = (*book, *OTHERS, *(f"{RETURNS}/{name}" for name in returns))
    hashes = {name: _hash(folder / name) for name in made} | dict(old_book or {})
    text = _text(digest, outcome, hashes)
    (folder / MEMORY).write_text(text, encoding="utf-8", newline="\n")


def remember_check(folder: Path, digest: str, outcome: Outcome) -> None:
    """Write into the output folder what a check came to; no trouble if that fails."""
    fresh = folder / f"{CHECKED}.{os.getpid()}"
    try:
        folder.mkdir(exist_ok=True)
        fresh.write_text(_text(digest, outcome, {}), encoding="utf-8", newline="\n")
        fresh.replace(folder / CHECKED)
    except OSError:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)


def _text(digest: str, outcome: Outcome, hashes: Mapping[str, str]) -> str:
    told = {
        "digest": digest,
        "files": hashes,
        "status": outcome.status,
        "cities": outcome.cities,
        "states": outcome.states,
        "territories": outcome.territories,
        "left_out": list(outcome.left_out),
        "returns": outcome.returns,
        "findings": [as_record(finding) for finding in outcome.findings],
    }
    return f"{json.dumps(told, indent=1, sort_keys=True, ensure_ascii=False)}\n"


def last_build(folder: Path, digest: str) -> Outcome | None:
    """Return what the last build came to, if it had the same input and is whole."""
    return _last(folder, MEMORY, digest)


def last_check(folder: Path, digest: str) -> Outcome | None:
    """Return what the last check came to, if it had the same input."""
    return _last(folder, CHECKED, digest)


def _last(folder: Path, memory: str, digest: str) -> Outcome | None:
    try:
        told = json.loads((folder / memory).read_text(encoding="utf-8"))
        if told["digest"] != digest:
            return None
        if any(_hash(folder / name) != known for name, known in told["files"].items()):
            return None
        return Outcome(
            int(told["status"]),
            tuple(from_record(record) for record in told["findings"]),
            int(told["cities"]),
            int(told["states"]),
            int(told["territories"]),
            tuple(str(place) for place in told["left_out"]),
            returns=int(told["returns"]),
            is_new=False,
        )
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None


def keep_book(old: Path, fresh: Path) -> Mapping[str, str]:
    """Copy the last book to the fresh folder as it stands; return its known hashes."""
    known = _known_files(old)
    kept = [name for name in BOOK if (old / name).is_file()]
    for name in kept:
        shutil.copy2(old / name, fresh / name)
    if not known:
        return {name: _hash(fresh / name) for name in kept}
    return {name: known[name] for name in kept if name in known}


def keep_others(old: Path, fresh: Path) -> tuple[Finding, ...]:
    """Copy to the fresh folder what people put into the old one, and tell of it.

    A file of ours that was changed since it was built is kept under another name;
    where nothing is known of the last build, all that bears our names is ours.
    """
    known = _known_files(old)
    findings: list[Finding] = []
    for path in _visible(old):
        if path.name == RETURNS and path.is_dir():
            for inner in _visible(path):
                name = f"{RETURNS}/{inner.name}"
                is_ours = name in known or (fresh / name).exists()
                findings += _keep(inner, name, fresh, known if is_ours else None)
        elif path.name not in {MEMORY, PAGE}:
            ours = known if path.name in FILES else None
            findings += _keep(path, path.name, fresh, ours)
    return tuple(findings)


def keep_draft(old: Path, fresh: Path, *, returned: int) -> None:
    """Take to the fresh folder what the last Word files said, each once.

    It keeps the time at which that was said first. All stay that may be the draft of a
    file that came back, the last of them at the time `returned`, in nanoseconds.
    """
    by_hash = {_hash(path)[:16]: path for path in drafts(old)}
    for number, (name, path) in enumerate(by_hash.items()):
        if number < MOST_DRAFTS or path.stat().st_mtime_ns <= returned:
            (fresh / DRAFTS).mkdir(exist_ok=True)
            shutil.copy2(path, fresh / DRAFTS / f"{name}.json")


def drafts(folder: Path) -> list[Path]:
    """Return the files that tell what Word files said, that of the last one first."""
    earlier = folder / DRAFTS
    paths = earlier.glob("*.json") if earlier.is_dir() else ()
    by_age = sorted((p.stat().st_mtime_ns, p) for p in paths if p.is_file())
    last = folder / MANIFEST
    return [*([last] if last.is_file() else ()), *(p for _, p in reversed(by_age))]


def _visible(folder: Path) -> list[Path]:
    paths = sorted(folder.iterdir()) if folder.is_dir() else []
    return [path for path in paths if not path.name.startswith(".")]


def _keep(
    path: Path, name: str, fresh: Path, known: Mapping[str, str] | None
) -> Iterator[Finding]:
    """Copy what is not ours, or was changed, and tell of a change.

    `known` holds the hashes of what is ours; it is None for what is not.
    """
    target = fresh / name
    if path.is_dir():
        shutil.copytree(path, target, symlinks=True)
    elif known is None:
        target.parent.mkdir(exist_ok=True)
        shutil.copy2(path, target)
    elif known and _hash(path) not in {known.get(name), _known_hash(target)}:
        target.parent.mkdir(exist_ok=True)
        yield _keep_changed(path, name, target)


def _keep_changed(path: Path, name: str, target: Path) -> Finding:
    names = (f"{path.stem} (changed {n}){path.suffix}" for n in count(1))
    other = next(n for n in names if not path.with_name(n).exists())
    shutil.copy2(path, target.with_name(other))
    detail = f"{path.name} was changed after it was built. It is kept as {other}."
    return found("edited-output", Source(name), detail)


def _known_hash(path: Path) -> str:
    return _hash(path) if path.exists() else ""


def _known_files(folder: Path) -> dict[str, str]:
    """Return the hashes of the files that the last build left, as it noted them."""
    try:
        told = json.loads((folder / MEMORY).read_text(encoding="utf-8"))
        return {str(name): str(known) for name, known in told["files"].items()}
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return {}


def _hash(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()
