"""What a build came to, and the file that remembers it."""

import json
import shutil
from dataclasses import dataclass
from hashlib import sha256
from itertools import count
from pathlib import Path

from citybook.findings import Finding, Severity, as_record, found, from_record
from citybook.source import Source

FINE, HELD_BACK, NOTHING_BUILT = 0, 1, 2
"""Exit status: all is printed; something was held back; there is no book."""

MEMORY = "build.json"
"""The file of the output folder that remembers what it was made from."""

PAGE = "findings.html"
"""The page that tells staff what to mend."""

FILES = ("report.pdf", "report.docx", PAGE, "form.xlsx", "form.yaml")


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
    is_new: bool = True
    """False where nothing had changed since the last build."""

    def number_of(self, severity: Severity) -> int:
        """Return the number of findings of one severity."""
        return sum(finding.severity is severity for finding in self.findings)


def remember(folder: Path, digest: str, outcome: Outcome) -> None:
    """Write into the output folder what it was made from and what it came to."""
    told = {
        "digest": digest,
        "files": {name: _hash(folder / name) for name in FILES},
        "status": outcome.status,
        "cities": outcome.cities,
        "states": outcome.states,
        "territories": outcome.territories,
        "left_out": list(outcome.left_out),
        "findings": [as_record(finding) for finding in outcome.findings],
    }
    text = json.dumps(told, indent=1, sort_keys=True, ensure_ascii=False)
    (folder / MEMORY).write_text(f"{text}\n", encoding="utf-8", newline="\n")


def last_build(folder: Path, digest: str) -> Outcome | None:
    """Return what the last build came to, if it had the same input and is whole."""
    try:
        told = json.loads((folder / MEMORY).read_text(encoding="utf-8"))
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
            is_new=False,
        )
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None


def keep_others(old: Path, fresh: Path) -> tuple[Finding, ...]:
    """Copy to the fresh folder what people put into the old one, and tell of it.

    A file of ours that was changed since it was built is kept under another name;
    where nothing is known of the last build, all that bears our names is ours.
    """
    known = _known_files(old)
    findings: list[Finding] = []
    for path in sorted(old.iterdir()) if old.is_dir() else ():
        if path.name.startswith(".") or path.name in {MEMORY, PAGE}:
            continue
        if path.is_dir():
            shutil.copytree(path, fresh / path.name, symlinks=True)
        elif path.name not in FILES:
            shutil.copy2(path, fresh / path.name)
        elif known and _hash(path) not in {
            known.get(path.name),
            _known_hash(fresh / path.name),
        }:
            findings.append(_keep_changed(path, fresh))
    return tuple(findings)


def _keep_changed(path: Path, fresh: Path) -> Finding:
    names = (f"{path.stem} (changed {n}){path.suffix}" for n in count(1))
    name = next(n for n in names if not path.with_name(n).exists())
    shutil.copy2(path, fresh / name)
    detail = f"{path.name} was changed after it was built. It is kept as {name}."
    return found("edited-output", Source(path.name), detail)


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
