"""Faults: killed and stopped builds, full disks, broken machines, files that bite.

Every build here is a real process in a session of its own. A token in its
environment, which its children inherit, tells which processes belong to it.
"""

import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TypedDict, Unpack
from uuid import uuid4

import pytest

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/environ").exists(), reason="needs Linux and its /proc"
)

FINE, HELD_BACK, NOTHING_BUILT, BROKEN = range(4)
PATIENCE_S = 120
"""More than any build here takes on a busy machine."""

EDITION = """\
title: Faults
publisher: citybook
date: November 2026
warn_of_unknown_cities: false
summary: This book is about {cities:city|cities}.
"""
CITY = """\
city: {name}
state: Ohio
efforts:
  - what: A forum.
    source: https://{name}.example/forum
"""
TOKEN = "CITYBOOK_TEST_OF_FAULTS"

is_root = os.geteuid() == 0
OBEYING_MODES = (
    ("setpriv", "--bounding-set=-dac_override,-dac_read_search") if is_root else ()
)
"""Prefix of a command that root runs without root's right to open any file."""


@dataclass(frozen=True, slots=True)
class Ended:
    """What a process came to."""

    status: int
    output: str
    complaint: str

    def assert_one_sentence(self, *, status: int = BROKEN) -> None:
        """Assert that it failed with one plain sentence, as a person may read it."""
        assert self.status == status, self
        (line,) = self.complaint.splitlines()
        assert line.startswith("citybook: "), self
        assert line.endswith("."), self
        assert "Error" not in line, self


@dataclass(slots=True)
class Run:
    """A running process, with all that it starts."""

    process: "subprocess.Popen[bytes]"
    token: str

    def pids(self) -> list[int]:
        """Return the processes that are alive: its own and those it started."""
        return [pid for pid in _pids() if self.token in _environment(pid)]

    def press(self) -> int | None:
        """Return the press, once there is one."""
        return self._child("citybook.press")

    def engraver(self) -> int | None:
        """Return the engraver, once there is one."""
        return self._child("citybook.engraver")

    def _child(self, name: str) -> int | None:
        return next((pid for pid in self.pids() if name in _command(pid)), None)

    def ended(self) -> Ended:
        """Wait for the end, and assert that nothing of it lives on."""
        output, complaint = self.process.communicate(timeout=PATIENCE_S)
        self.assert_gone()
        status = self.process.returncode
        return Ended(status, _text(output), _text(complaint))

    def assert_gone(self) -> None:
        """Assert that the process and all it started end within a few seconds."""
        assert eventually(lambda: not self.pids()), self.pids()


def _text(data: bytes | None) -> str:
    return (data or b"").decode(errors="backslashreplace")


def _pids() -> list[int]:
    return [int(path.name) for path in Path("/proc").glob("[0-9]*")]


def _environment(pid: int) -> str:
    return _proc(pid, "environ")


def _command(pid: int) -> str:
    return _proc(pid, "cmdline")


def _proc(pid: int, name: str) -> str:
    try:
        return Path(f"/proc/{pid}/{name}").read_text("utf-8", "replace")
    except OSError:
        return ""  # it has ended, or is not ours


def eventually(is_so: Callable[[], object], *, seconds: float = 20) -> bool:
    """Tell whether something comes true in good time."""
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            return False
        time.sleep(0.001)
    return True


class How(TypedDict, total=False):
    """How a process is started, where it is not as usual."""

    prefix: tuple[str, ...]
    """What stands before the command, as `prlimit` does."""
    env: Mapping[str, str]
    cwd: Path
    umask: int
    stdout: int


@contextmanager
def started(
    edition: Path, command: str = "build", *more: str, **how: Unpack[How]
) -> Iterator[Run]:
    """Start citybook; whatever is left of it afterwards is ended."""
    token = f"{TOKEN}={uuid4()}"
    citybook = (sys.executable, "-P", "-m", "citybook", command)
    process = subprocess.Popen(
        [*how.get("prefix", ()), *citybook, "--edition", str(edition), *more],
        stdin=subprocess.DEVNULL,
        stdout=how.get("stdout", subprocess.PIPE),
        stderr=subprocess.PIPE,
        env={**how.get("env", os.environ), TOKEN: token.partition("=")[2]},
        cwd=how.get("cwd"),
        umask=how.get("umask", -1),
        start_new_session=True,
    )
    run = Run(process, token)
    try:
        yield run
    finally:
        process.poll()
        own = [process.pid] if process.returncode is None else []
        for pid in {*own, *run.pids()}:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.communicate()


def citybook(
    edition: Path, command: str = "build", *more: str, **how: Unpack[How]
) -> Ended:
    """Run citybook to its end."""
    with started(edition, command, *more, **how) as run:
        return run.ended()


def whole_set(edition: Path) -> Mapping[str, str]:
    """Return the hashes of the output, after asserting that they are of one build."""
    output = edition / "output"
    told = json.loads((output / "build.json").read_text("utf-8"))
    files = {
        path.relative_to(output).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in output.rglob("*")
        if path.is_file() and "/." not in path.as_posix().removeprefix(str(edition))
    }
    memory = files.pop("build.json")
    assert files == told["files"]
    assert {"report.pdf", "report.docx", "findings.html"} <= files.keys()
    return {**files, "build.json": memory}


def book(edition: Path) -> tuple[str, ...]:
    """Return the hashes of the book alone: the page of findings may be a newer one."""
    told = json.loads((edition / "output" / "build.json").read_text("utf-8"))["files"]
    for name in ("report.pdf", "report.docx"):
        data = (edition / "output" / name).read_bytes()
        assert told[name] == sha256(data).hexdigest()
    return told["report.pdf"], told["report.docx"]


def leftovers(edition: Path) -> list[str]:
    known = {"submissions", "output", "templates"}
    return sorted(path.name for path in edition.iterdir() if path.name not in known)


def change(edition: Path, text: object) -> None:
    """Change the input, so that the next build has something to do."""
    with (edition / "submissions" / "aston.yaml").open("a", encoding="utf-8") as file:
        file.write(f"# {text}\n")


@dataclass(frozen=True, slots=True)
class Model:
    """A small edition with its output, to be copied by every test."""

    folder: Path
    seconds: float
    """How long its build took."""


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Model:
    folder = tmp_path_factory.mktemp("model")
    submissions = folder / "submissions"
    submissions.mkdir()
    (submissions / "edition.yaml").write_text(EDITION, encoding="utf-8")
    for name in ("Aston", "Benton"):
        path = submissions / f"{name.lower()}.yaml"
        path.write_text(CITY.format(name=name), encoding="utf-8")
    start = time.monotonic()
    ended = citybook(folder)
    assert ended.status == FINE, ended
    return Model(folder, time.monotonic() - start)


@pytest.fixture
def edition(model: Model, tmp_path: Path) -> Path:
    """An edition that was built and has not changed since."""
    return Path(shutil.copytree(model.folder, tmp_path / "edition"))


@pytest.fixture
def changed(edition: Path) -> Path:
    """An edition that has changed since it was built."""
    change(edition, "changed")
    return edition


# Killed


@pytest.mark.parametrize("victim", ["the builder alone", "the whole group"])
def test_a_kill_at_any_moment_leaves_a_whole_set(
    model: Model, edition: Path, victim: str
) -> None:
    chance = random.Random(victim)
    finished = edition / ".output-new" / "build.json"
    for number in range(6):
        change(edition, number)
        with started(edition) as run:
            if number % 3 == 2:
                assert eventually(finished.exists, seconds=PATIENCE_S)
            else:
                time.sleep(chance.uniform(0.1, 1.1) * model.seconds)
            end = os.kill if victim == "the builder alone" else os.killpg
            with suppress(ProcessLookupError):
                end(run.process.pid, signal.SIGKILL)
            run.process.wait(PATIENCE_S)
            run.assert_gone()
        whole_set(edition)
    change(edition, "the last")
    assert citybook(edition).status == FINE
    whole_set(edition)
    assert leftovers(edition) == []


def test_a_build_killed_between_its_two_renames_is_undone_by_the_next(
    edition: Path,
) -> None:
    before = whole_set(edition)
    (edition / "output").rename(edition / ".output-old")
    (edition / ".output-new").mkdir()
    (edition / ".output-new" / "report.pdf").write_bytes(b"half")
    assert citybook(edition).status == FINE
    assert whole_set(edition) == before
    assert leftovers(edition) == []


def test_a_press_that_is_killed_is_told_in_one_sentence(changed: Path) -> None:
    before = whole_set(changed)
    with started(changed) as run:
        assert eventually(run.press)
        os.kill(run.press() or 0, signal.SIGKILL)
        run.ended().assert_one_sentence()
    assert whole_set(changed) == before
    assert leftovers(changed) == []


@pytest.fixture
def undrawn(changed: Path) -> Path:
    """An edition that has changed, and whose figures are to be drawn anew."""
    shutil.rmtree(changed / "output" / ".figures")
    return changed


def test_an_engraver_that_is_killed_is_told_in_one_sentence(undrawn: Path) -> None:
    before = whole_set(undrawn)
    with started(undrawn) as run:
        assert eventually(run.engraver)
        os.kill(run.engraver() or 0, signal.SIGKILL)
        run.ended().assert_one_sentence()
    assert whole_set(undrawn) == before
    assert leftovers(undrawn) == []


def test_the_figures_are_drawn_while_the_text_is_set(undrawn: Path) -> None:
    with started(undrawn) as run:
        assert eventually(run.engraver)
        engraver = run.engraver()
        assert eventually(run.press)
        assert run.engraver() == engraver
        assert run.ended().status == FINE
    whole_set(undrawn)


@pytest.mark.parametrize("at_work", ["press", "engraver"])
def test_a_press_or_an_engraver_ends_with_its_parent(
    undrawn: Path, at_work: str
) -> None:
    with started(undrawn) as run:
        child = run.press if at_work == "press" else run.engraver
        assert eventually(child)
        os.kill(run.process.pid, signal.SIGKILL)
        run.process.wait(PATIENCE_S)
        run.assert_gone()


@pytest.mark.parametrize(
    ("name", "victim"),
    [
        ("SIGINT", "the builder alone"),
        ("SIGINT", "the whole group"),
        ("SIGTERM", "the builder alone"),
        ("SIGHUP", "the whole group"),
    ],
)
def test_a_signal_stops_the_build_and_leaves_the_old_set(
    changed: Path, name: str, victim: str
) -> None:
    before = whole_set(changed)
    number = signal.Signals[name]
    with started(changed) as run:
        assert eventually(run.press)
        time.sleep(0.3)
        end = os.kill if victim == "the builder alone" else os.killpg
        end(run.process.pid, number)
        ended = run.ended()
    if number is signal.SIGINT or ended.status != -number:
        ended.assert_one_sentence()
    assert ended.complaint.count("\n") <= 1, ended
    assert whole_set(changed) == before


def test_two_builds_at_once_both_end_well(changed: Path) -> None:
    with started(changed) as one, started(changed) as other:
        statuses = one.ended().status, other.ended().status
    assert statuses == (FINE, FINE)
    whole_set(changed)
    assert leftovers(changed) == []


# A disk that does not take it


@pytest.mark.parametrize("folder", ["", "submissions", "output"])
def test_a_folder_without_rights_is_told_in_one_sentence(
    changed: Path, folder: str
) -> None:
    before = book(changed)
    (changed / folder).chmod(0o000)
    try:
        ended = citybook(changed, prefix=OBEYING_MODES)
    finally:
        (changed / folder).chmod(0o755)
    if folder == "submissions":
        assert ended.status in (NOTHING_BUILT, BROKEN), ended
        assert "Traceback" not in ended.complaint, ended
    elif ended.status != FINE:
        ended.assert_one_sentence()
    if ended.status != FINE:
        assert book(changed) == before


def test_a_read_only_folder_is_told_in_one_sentence(changed: Path) -> None:
    before = whole_set(changed)
    changed.chmod(0o555)
    try:
        citybook(changed, prefix=OBEYING_MODES).assert_one_sentence()
    finally:
        changed.chmod(0o755)
    assert whole_set(changed) == before
    assert leftovers(changed) == []


def test_a_read_only_folder_is_no_trouble_where_nothing_changed(edition: Path) -> None:
    edition.chmod(0o555)
    try:
        ended = citybook(edition, prefix=OBEYING_MODES)
    finally:
        edition.chmod(0o755)
    assert ended.status == FINE, ended


def test_a_file_that_may_not_grow_is_told_in_one_sentence(changed: Path) -> None:
    before = whole_set(changed)
    for size in (0, 20_000):
        citybook(changed, prefix=("prlimit", f"--fsize={size}")).assert_one_sentence()
        assert whole_set(changed) == before
        assert leftovers(changed) == []


ON_A_SMALL_DISK = (
    'set -e; mount -t tmpfs -o size="$1" tmpfs "$2"; cp -a "$3/." "$2"; status=0; '
    'TMPDIR="$4" "$5" -P -m citybook build --edition "$2" || status=$?; '
    'ls -A "$2"; rm -r "$3/output"; cp -a "$2/output" "$3"; exit $status'
)
"""The disk goes with the process, and what it held is copied back before."""


@pytest.mark.parametrize("room_kb", [8, 60, 400, 732])
def test_a_full_disk_is_told_in_one_sentence(
    changed: Path, tmp_path: Path, room_kb: int
) -> None:
    alone = ("unshare", "--mount", *(() if is_root else ("--map-root-user",)))
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.call([*alone, "mount", "-t", "tmpfs", "x", str(disk)]):
        pytest.skip("no disk can be mounted here")
    before = whole_set(changed)
    pages = [-(-path.stat().st_size // 4096) for path in changed.rglob("*.*")]
    size = 4096 * sum(pages) + room_kb * 1024
    scratch = disk if room_kb < 10 else tmp_path
    script = ("sh", "-c", ON_A_SMALL_DISK, "sh", str(size), str(disk), str(changed))
    ended = subprocess.run(
        [*alone, *script, str(scratch), sys.executable],
        check=False,
        capture_output=True,
        timeout=PATIENCE_S,
    )
    told = Ended(ended.returncode, _text(ended.stdout), _text(ended.stderr))
    told.assert_one_sentence()
    assert "left on device" in told.complaint, told
    assert told.output.split() == ["output", "submissions"]
    assert whole_set(changed) == before


def test_an_output_folder_on_another_disk_by_a_link_is_kept_there(
    changed: Path, tmp_path: Path
) -> None:
    """Or the link gives way to a folder; but the next build must not fail of it."""
    (changed / "output").rename(tmp_path / "elsewhere")
    (changed / "output").symlink_to(tmp_path / "elsewhere")
    for number in range(2):
        change(changed, number)
        ended = citybook(changed)
        assert ended.status == FINE, ended
        assert leftovers(changed) == []


# A broken machine


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("libpango-1.0.so.0", "pango"),
        ("libpangoft2-1.0.so.0", "pangoft2"),
        ("libharfbuzz-subset.so.0", "harfbuzz-subset"),
    ],
)
def test_a_missing_system_library_is_named(
    changed: Path, tmp_path: Path, file: str, name: str
) -> None:
    before = whole_set(changed)
    (tmp_path / file).write_bytes(b"no library")
    ended = citybook(changed, env={**os.environ, "LD_LIBRARY_PATH": str(tmp_path)})
    ended.assert_one_sentence()
    assert name in ended.complaint
    assert whole_set(changed) == before


def test_a_bare_machine_without_fonts_prints_the_same_bytes(
    edition: Path, tmp_path: Path
) -> None:
    """No HOME, PATH or TMPDIR, the C locale, another folder, and no typeface at all."""
    before = whole_set(edition)
    shutil.rmtree(edition / "output")
    (tmp_path / "fonts.conf").write_text("<fontconfig></fontconfig>", encoding="utf-8")
    bare = {"LC_ALL": "C", "FONTCONFIG_FILE": str(tmp_path / "fonts.conf")}
    ended = citybook(edition, env=bare, cwd=Path("/"))
    assert ended.status == FINE, ended
    assert whole_set(edition) == before


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii"},
        {"HOME": "/nonexistent", "TMPDIR": "/nonexistent"},
        {"TERM": "", "COLUMNS": "1"},
    ],
    ids=" ".join,
)
def test_a_finding_can_be_told_in_any_environment(
    edition: Path, environment: Mapping[str, str]
) -> None:
    odd = CITY.format(name="Čeština “–”")
    (edition / "submissions" / "ƒ.yaml").write_text(odd, encoding="utf-8")
    (edition / "submissions" / "ƒ ƒ.yaml").write_text("city: “–”", encoding="utf-8")
    ended = citybook(edition, "check", env=environment)
    assert ended.status == HELD_BACK, ended
    assert ended.complaint == ""


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-"])
def test_a_closed_stream_is_no_trouble(edition: Path, closed: str) -> None:
    prefix = ("sh", "-c", f'exec "$@" {closed}', "sh")
    ended = citybook(edition, prefix=prefix)
    assert ended.status == FINE, ended
    assert ended.complaint == ""


def test_a_build_with_closed_streams_makes_the_same_book(edition: Path) -> None:
    before = whole_set(edition)
    shutil.rmtree(edition / "output")
    prefix = ("sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh")
    assert citybook(edition, prefix=prefix).status == FINE
    assert whole_set(edition) == before


def test_a_full_disk_behind_the_output_is_told_in_one_sentence(edition: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        citybook(edition, "check", stdout=full.fileno()).assert_one_sentence()


def test_a_reader_that_has_gone_gets_no_traceback(edition: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        ended = citybook(edition, "check", stdout=writer)
    finally:
        os.close(writer)
    assert ended.status == BROKEN, ended
    assert ended.complaint == ""


def test_no_umask_stops_the_next_build(changed: Path) -> None:
    before = whole_set(changed)
    ended = citybook(changed, umask=0o777, prefix=OBEYING_MODES)
    if ended.status != FINE:
        ended.assert_one_sentence()
        assert whole_set(changed) == before
    ended = citybook(changed, prefix=OBEYING_MODES)
    assert ended.status == FINE, ended
    whole_set(changed)
    assert leftovers(changed) == []


def test_files_of_the_current_folder_are_not_taken_for_code(
    changed: Path, tmp_path: Path
) -> None:
    for name in ("json.py", "pickle.py", "citybook.py", "weasyprint.py"):
        (tmp_path / name).write_text("raise SystemExit(9)", encoding="utf-8")
    ended = citybook(changed, cwd=tmp_path)
    assert ended.status == FINE, ended


def test_a_current_folder_that_was_removed_is_no_trouble(
    edition: Path, tmp_path: Path
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    prefix = ("sh", "-c", 'rmdir "$PWD"; exec "$@"', "sh")
    ended = citybook(edition, prefix=prefix, cwd=gone)
    assert ended.status == FINE, ended


@pytest.mark.parametrize("megabytes", [48, 54, 70, 80, 112, 120, 138, 200])
def test_too_little_memory_is_told_in_one_sentence(
    changed: Path, megabytes: int
) -> None:
    before = whole_set(changed)
    limit = ("prlimit", f"--as={megabytes * 1_000_000}")
    ended = citybook(changed, prefix=limit)
    if ended.status != FINE:
        ended.assert_one_sentence()
        assert "close other programs" in ended.complaint
        assert whole_set(changed) == before
    assert leftovers(changed) == []


# Files that bite


def _fifo(path: Path) -> None:
    os.mkfifo(path)


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as end:
        here = Path.cwd()
        os.chdir(path.parent)  # the address has room for 107 bytes only
        try:
            end.bind(path.name)
        finally:
            os.chdir(here)


def _dangling(path: Path) -> None:
    path.symlink_to("nowhere.yaml")


def _loop(path: Path) -> None:
    path.symlink_to(path.name)


def _endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _folder(path: Path) -> None:
    path.mkdir()


def _empty(path: Path) -> None:
    path.touch()


def _truncated(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>" * 99)
        package.writestr("xl/workbook.xml", "<workbook/>" * 99)
    os.truncate(path, path.stat().st_size // 2)


def _vast(path: Path) -> None:
    path.touch()
    os.truncate(path, 1 << 40)  # a terabyte of nothing, which takes no room


BITES: Mapping[str, tuple[Callable[[Path], None], str]] = {
    "fifo.yaml": (_fifo, "unreadable-file"),
    "fifo.xlsx": (_fifo, "unreadable-file"),
    "socket.yaml": (_socket, "unreadable-file"),
    "dangling.yaml": (_dangling, "unreadable-file"),
    "loop.xlsx": (_loop, "unreadable-file"),
    "endless.yaml": (_endless, "unreadable-file"),
    "folder.xlsx": (_folder, "unreadable-file"),
    "empty.xlsx": (_empty, "unreadable-file"),
    "empty.yaml": (_empty, "no-answers"),
    "truncated.xlsx": (_truncated, "unreadable-file"),
    "not utf-8 \udce9.yaml": (_empty, "unreadable-file"),
    "~$locked.xlsx": (_empty, "ignored-file"),
    ".~lock.aston.xlsx#": (_empty, "ignored-file"),
    "._aston.yaml": (_empty, "ignored-file"),
    ".DS_Store": (_empty, ""),
    "Thumbs.db": (_empty, ""),
}
"""What stands in the folder, and the rule that tells of it; some are not told of."""


def _told(ended: Ended) -> dict[str, list[str]]:
    """Return the rules that were told of each file, but for notes on the figures."""
    told: dict[str, list[str]] = {}
    for finding in json.loads(ended.output)["findings"]:
        if finding["rule"] in {"unmapped-city", "empty-figure"}:
            continue
        told.setdefault(finding["file"], []).append(finding["rule"])
    return told


def test_files_that_are_none_become_findings_and_never_a_hang(edition: Path) -> None:
    for name, (make, _) in BITES.items():
        make(edition / "submissions" / name)
    ended = citybook(edition, "build", "--format", "json")
    assert ended.status == HELD_BACK, ended
    assert ended.complaint == ""
    readable = {
        name.replace("\udce9", "\ufffd"): [rule]
        for name, (_, rule) in BITES.items()
        if rule
    }
    assert _told(ended) == readable
    page = (edition / "output" / "findings.html").read_text("utf-8")
    assert "truncated.xlsx" in page
    whole_set(edition)
    assert "Nothing has changed" in citybook(edition).output


@pytest.mark.parametrize("name", ["vast.xlsx", "vast.yaml"])
def test_a_file_of_a_terabyte_is_refused_unread(edition: Path, name: str) -> None:
    _vast(edition / "submissions" / name)
    limit = ("prlimit", "--as=4000000000")
    for command in ("check", "build"):
        ended = citybook(edition, command, "--format", "json", prefix=limit)
        assert ended.status == HELD_BACK, ended
        assert _told(ended) == {name: ["too-large"]}


def test_the_time_for_a_city_grows_with_its_entries_and_not_with_their_square(
    edition: Path,
) -> None:
    entry = "- {date: 2016, what: A forum., background: no, source: a.example}\n"
    many = f"city: Many\nstate: Utah\nefforts:\n{entry * 2_000}"
    (edition / "submissions" / "many.yaml").write_text(many, encoding="utf-8")
    ended = citybook(edition, "check", prefix=("prlimit", "--cpu=12"))
    assert ended.status == FINE, ended


def test_a_file_without_rights_becomes_a_finding(edition: Path) -> None:
    for name in ("mine.yaml", "mine.xlsx"):
        (edition / "submissions" / name).touch(0o000)
    ended = citybook(edition, "check", "--format", "json", prefix=OBEYING_MODES)
    assert ended.status == HELD_BACK, ended
    assert _told(ended) == {n: ["unreadable-file"] for n in ("mine.xlsx", "mine.yaml")}


def test_a_folder_without_rights_below_becomes_a_finding(edition: Path) -> None:
    for name, mode in (("closed", 0o000), ("seen but closed", 0o444)):
        folder = edition / "submissions" / name
        folder.mkdir()
        (folder / "city.yaml").touch()
        folder.chmod(mode)
    for command in ("check", "build"):
        ended = citybook(edition, command, "--format", "json", prefix=OBEYING_MODES)
        assert ended.status == HELD_BACK, ended
        assert [*_told(ended).values()] == [["unreadable-file"]] * 2


def test_files_that_come_and_go_while_they_are_read_are_no_trouble(
    edition: Path,
) -> None:
    """Whichever of its steps meets them: the list, the look, the reading, the hash."""
    names = [f"{stem}.{end}" for stem in "acz" for end in ("yaml", "xlsx")]
    paths = [edition / "submissions" / name for name in names]
    folder = edition / "submissions" / "folder"
    enough = threading.Event()

    def come_and_go() -> None:
        while not enough.is_set():
            folder.mkdir(exist_ok=True)
            for path in (*paths, folder / "city.yaml"):
                path.write_text("city: Comes and goes\n", encoding="utf-8")
            for path in (*paths, folder / "city.yaml"):
                path.unlink()
            folder.rmdir()

    goblin = threading.Thread(target=come_and_go)
    goblin.start()
    try:
        ended = [citybook(edition, "check", "--format", "json") for _ in range(4)]
        ended.append(citybook(edition, "build", "--format", "json"))
    finally:
        enough.set()
        goblin.join()
    for each in ended:
        assert each.status in (FINE, HELD_BACK), each
        assert each.complaint == ""
    whole_set(edition)


def test_an_edition_that_vanishes_while_it_is_read_is_told_in_one_sentence(
    changed: Path,
) -> None:
    before = book(changed)
    with started(changed) as run:
        time.sleep(0.3)
        shutil.rmtree(changed / "submissions")
        ended = run.ended()
    if ended.status == BROKEN:
        ended.assert_one_sentence()
    assert "Traceback" not in ended.complaint, ended
    if ended.status in (NOTHING_BUILT, BROKEN):
        assert book(changed) == before
