"""Editors at work: Word files edited in LibreOffice, by steps that a test names."""

import json
import os
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import copy
from xml.sax.saxutils import escape

from conformance.programs import NoVerdictError, program

_SCRIPT = Path(__file__).with_name("uno_script.py")
_PYTHON = "/usr/bin/python3"
"""The one that Debian installs LibreOffice's `uno` for."""
_PATIENCE_S = 180

_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.UserProfile/Data"><prop oor:name="givenname"
oor:op="fuse"><value>{author}</value></prop></item>
</oor:items>
"""

_NOTE_WINDOW = Path("config/soffice.cfg/modules/swriter/ui/annotation.ui")
"""The window of a comment, which Debian's package without windows lacks: LibreOffice
fails wherever a file with comments is shown."""
_ITEMS = (
    *("reply", "resolve", "unresolve", "resolvethread", "unresolvethread", "delete"),
    *("deletethread", "deleteby", "deleteall", "formatall"),
)
"""What stands in the menu of that window."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that an editor does."""

    act: str
    arguments: tuple[tuple[str, str], ...]


def step(act: str, **arguments: str) -> Step:
    """Return a step; uno_script.Editor tells what there is to do.

    A place is named by a text that stands there once.
    """
    return Step(act, tuple(arguments.items()))


@dataclass(frozen=True, slots=True)
class Sitting:
    """One file that an editor opens, and saves as another."""

    source: Path
    target: Path
    steps: Sequence[Step] = ()
    tracked: bool = False


def edit(
    source: Path, target: Path, steps: Sequence[Step], *, tracked: bool, author: str
) -> None:
    """Open a Word file in LibreOffice, take the steps, and save it as another."""
    edit_all([Sitting(source, target, steps, tracked)], author)


def edit_all(sittings: Sequence[Sitting], author: str = "") -> None:
    """Edit one file after the other in one LibreOffice."""
    with tempfile.TemporaryDirectory(prefix="editor-") as name:
        folder = Path(name)
        profile = folder / "profile"
        (profile / "user").mkdir(parents=True)
        settings = _PROFILE.format(author=escape(author))
        (profile / "user" / "registrymodifications.xcu").write_text(settings, "utf-8")
        job = {
            "soffice": program("soffice"),
            "settings": _with_note_window(folder),
            "profile": str(profile),
            "author": author,
            "files": [
                {
                    "source": str(copy(each.source, folder / f"source{number}.docx")),
                    "target": str(each.target.resolve()),
                    "steps": [(step.act, dict(step.arguments)) for step in each.steps],
                    "tracked": each.tracked,
                }
                for number, each in enumerate(sittings)
            ],
        }
        (folder / "job.json").write_text(json.dumps(job), "utf-8")
        _run([_PYTHON, str(_SCRIPT), str(folder / "job.json")])


def _with_note_window(folder: Path) -> list[str]:
    """Return settings by which LibreOffice finds a window for comments."""
    office = Path(program("soffice")).resolve().parent.parent
    there, here = office / "share", folder / "share"
    if not there.exists() or (there / _NOTE_WINDOW).exists():
        return []
    for part in _NOTE_WINDOW.parts:
        here.mkdir()
        for path in there.iterdir():
            if path.name != part:
                (here / path.name).symlink_to(path)
        there, here = there / part, here / part
    here.write_text(f"<interface>{_menu()}{_note()}</interface>", "utf-8")
    share = os.path.relpath(folder / "share", office)
    return [f"-env:BRAND_SHARE_SUBDIR={share}"]


def _menu() -> str:
    items = (_widget("GtkMenuItem", item) for item in _ITEMS)
    return _object("GtkMenu", "menu", *items)


def _note() -> str:
    text = _widget("GtkViewport", "", _widget("GtkDrawingArea", "editview"))
    return _object(
        "GtkBox",
        "Annotation",
        _widget("GtkScrolledWindow", "scrolledwindow", text),
        *(_widget("GtkLabel", name) for name in ("author", "date", "resolved")),
        _widget(
            "GtkMenuButton", "menubutton", '<property name="popup">menu</property>'
        ),
    )


def _widget(kind: str, name: str, *inner: str) -> str:
    return f"<child>{_object(kind, name, *inner)}</child>"


def _object(kind: str, name: str, *inner: str) -> str:
    return f'<object class="{kind}" id="{name}">{"".join(inner)}</object>'


def _run(command: Sequence[str]) -> None:
    """Run a program in a group of its own, and end the whole group if it hangs."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )
    try:
        _, told = process.communicate(timeout=_PATIENCE_S)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise
    if process.returncode:
        raise NoVerdictError(f"LibreOffice was not driven: {told[-4000:]}")
