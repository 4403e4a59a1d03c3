"""The command line: exit status, what is told, and what is left alone."""

import json
import os
import subprocess
import sys
from pathlib import Path
from shlex import quote

import pytest

from books import BROKEN_CITY, STOCK, copied
from citybook import __version__
from citybook.cli import main

BROKEN = {"submissions/brokenville.yaml": BROKEN_CITY}


def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run citybook in a process of its own."""
    return subprocess.run(
        [sys.executable, "-P", "-m", "citybook", *map(str, arguments)],
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def check(root: Path, *more: str) -> int:
    return main(["check", "--edition", str(root), *more])


def build(root: Path, *more: str) -> int:
    return main(["build", "--edition", str(root), *more])


def snapshot(folder: Path) -> dict[str, tuple[int, int]]:
    """Return inode and time of change of every file of a folder."""
    return {
        path.name: (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in folder.iterdir()
    }


@pytest.fixture
def ready(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """Return the folder of a stock edition that was built before."""
    root = copied(STOCK, tmp_path / "edition")
    assert build(root) == 0
    capsys.readouterr()
    return root


def test_a_build_tells_what_was_made_and_where(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    copied(STOCK, tmp_path)
    monkeypatch.chdir(tmp_path)
    assert main(["build"]) == 0
    told = capsys.readouterr()
    assert told.err == ""
    lines = told.out.splitlines()
    assert lines[0] == "3 cities in 1 state and 1 territory or district."
    assert lines[1] == "Nothing is held back."
    assert lines[2] == "0 warnings, 8 notes: output/findings.html"
    assert lines[3].startswith("  output/report.pdf  (")
    assert lines[4].startswith("  output/report.docx  (")
    assert lines[5].startswith("Built in ")


def test_a_second_build_says_that_nothing_has_changed_and_touches_nothing(
    ready: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = snapshot(ready / "output")
    assert build(ready) == 0
    assert (
        "Nothing has changed since the last build: 3 cities" in capsys.readouterr().out
    )
    assert snapshot(ready / "output") == before
    assert sorted(path.name for path in ready.iterdir()) == ["output", "submissions"]


@pytest.mark.parametrize("name", ["report.pdf", "findings.html", "build.json"])
def test_a_file_that_was_deleted_is_made_again(
    name: str, ready: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (ready / "output" / name).read_bytes()
    (ready / "output" / name).unlink()
    assert build(ready) == 0
    assert "Built in " in capsys.readouterr().out
    assert (ready / "output" / name).read_bytes() == before


def test_a_file_that_was_changed_is_made_again(ready: Path) -> None:
    docx = ready / "output" / "report.docx"
    before = docx.read_bytes()
    docx.write_bytes(before + b"x")
    assert build(ready) == 0
    assert docx.read_bytes() == before


def test_what_is_held_back_is_told_and_gives_status_1_each_time(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = copied(STOCK, tmp_path, BROKEN)
    for last in ("Built in ", "Looked in "):
        assert build(root) == 1
        told = capsys.readouterr().out
        assert told.startswith("brokenville.yaml:4:11: error: Effort 1: ")
        assert "Held back: 3 places, named above. The book says Draft" in told
        assert told.splitlines()[-1].startswith(last)


def test_a_check_builds_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = copied(STOCK, tmp_path)
    assert check(root) == 0
    assert "Nothing was built; checked in " in capsys.readouterr().out
    assert not list((root / "output").glob("[!.]*"))


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ({"submissions/edition.yaml": "title: [\n"}, "edition.yaml:"),
        ({"submissions/edition.yaml": ""}, "edition.yaml: "),
        ({"submissions/edition.yaml": "- a\n- b\n"}, "edition.yaml:1:1: "),
        ({"submissions/edition.yaml": "title: A\n"}, "edition.yaml:1:1: "),
        ({"templates/form.yaml": "key: a\nsections: 5\n"}, "templates/form.yaml:"),
        ({"templates/form.yaml": "\t"}, "templates/form.yaml:"),
        ({"templates/flatplan.yaml": "front: [cove]\n"}, "templates/flatplan.yaml:1:"),
        (
            {"templates/flatplan.yaml": "{front: [], city: [], back: [b]}"},
            "templates/flatplan.yaml:1:30: ",
        ),
        ({"templates/style.yaml": "page: 5\n"}, "templates/style.yaml:1:"),
        ({"templates/style.yaml": "x" * 300_000}, "templates/style.yaml: "),
    ],
)
def test_a_broken_definition_is_told_at_its_line_and_gives_status_2(
    more: dict[str, str],
    place: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    root = copied(STOCK, tmp_path, more)
    assert (check(root), build(root)) == (2, 2)
    told = capsys.readouterr()
    assert told.out.startswith(place)
    assert "error: " in told.out
    end = "Nothing was built: what is named above must be mended first."
    assert end in told.out
    assert [path.name for path in (root / "output").iterdir()] == ["findings.html"]


def test_a_missing_definition_gives_status_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "submissions").mkdir()
    assert check(tmp_path) == 2
    told = capsys.readouterr().out
    assert told.startswith("edition.yaml: error: There is no file edition.yaml.")


def test_a_folder_without_submissions_gives_status_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for run_it in (check, build):
        assert run_it(tmp_path) == 2
        assert "has no folder named submissions." in capsys.readouterr().err
    assert check(tmp_path / "nowhere") == 2


def test_submissions_without_a_city_give_status_2_and_leave_the_last_book_alone(
    ready: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (ready / "output" / "report.pdf").read_bytes()
    for path in (ready / "submissions").iterdir():
        if path.name != "edition.yaml":
            path.unlink()
    assert (check(ready), build(ready)) == (2, 2)
    told = capsys.readouterr().out
    assert "submissions holds no city's answers." in told
    assert "The book in output is the old one, of before this trouble." in told
    assert (ready / "output" / "report.pdf").read_bytes() == before


def test_a_city_that_cannot_be_placed_leaves_the_others_in_print(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = {"submissions/a.yaml": "city: Nowhere\nstate: Utopia\nmayor: Pat Proxy\n"}
    assert check(copied(STOCK, tmp_path, more)) == 1
    told = capsys.readouterr().out
    assert "3 cities in " in told
    assert "The whole city is left out of the book until this is mended." in told
    assert "Not in the book: a.yaml" in told


@pytest.mark.parametrize("command", ["build", "check"])
def test_json_is_complete(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = copied(STOCK, tmp_path, BROKEN)
    assert main([command, "--edition", str(root), "--format", "json"]) == 1
    told = json.loads(capsys.readouterr().out)
    findings = told.pop("findings")
    assert told == {
        "status": 1,
        "cities": 4,
        "states": 2,
        "territories": 1,
        "left_out": [],
        "built": command == "build",
    }
    assert [f["severity"] for f in findings].count("error") == 3
    assert {tuple(f) for f in findings} == {
        ("rule", "severity", "file", "sheet", "row", "column", "place", "detail",
         "value", "hint", "path"),
    }  # fmt: skip
    assert "note" in {f["severity"] for f in findings}


def test_json_of_a_broken_definition_is_json_still(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = copied(STOCK, tmp_path, {"submissions/edition.yaml": "a: [\n"})
    assert check(root, "--format", "json") == 2
    assert json.loads(capsys.readouterr().out)["status"] == 2


def test_the_form_is_written_as_workbook_and_as_yaml(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["form", "--edition", str(tmp_path)]) == 0
    told = capsys.readouterr().out
    for name in ("form.xlsx", "form.yaml"):
        assert (tmp_path / "output" / name).stat().st_size > 1000
        assert name in told
    assert sorted(path.name for path in (tmp_path / "output").iterdir()) == [
        "form.xlsx",
        "form.yaml",
    ]


def test_a_broken_form_definition_writes_no_form(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "form.yaml").write_text("key: a\n")
    assert main(["form", "--edition", str(tmp_path)]) == 2
    assert "templates/form.yaml:1:1: error: " in capsys.readouterr().out
    assert not (tmp_path / "output").exists()


@pytest.mark.parametrize("command", [(), ("build",), ("check",), ("form",)])
def test_help_tells_what_the_exit_status_means(command: tuple[str, ...]) -> None:
    told = run(*command, "--help")
    assert told.returncode == 0
    assert "exit status:" in told.stdout
    assert "3  the environment is broken" in told.stdout


def test_the_version_is_told() -> None:
    assert run("--version").stdout == f"{__version__}\n"


@pytest.mark.parametrize("arguments", [(), ("print",), ("check", "--format", "xml")])
def test_a_mistyped_command_is_explained(arguments: tuple[str, ...]) -> None:
    told = run(*arguments)
    assert told.returncode == 2
    assert told.stderr.startswith("usage: citybook")


def test_what_is_no_terminal_gets_no_colors_and_no_progress(tmp_path: Path) -> None:
    told = run("check", "--edition", copied(STOCK, tmp_path, BROKEN))
    assert told.returncode == 1
    assert "\x1b" not in told.stdout + told.stderr
    assert told.stderr == ""


def in_a_terminal(root: Path, **environment: str) -> str:
    """Return what a check prints to a terminal."""
    command = f"{quote(sys.executable)} -P -m citybook check --edition '{root}'"
    told = subprocess.run(
        ["script", "--quiet", "--return", "--command", command, "/dev/null"],
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
    )
    assert told.returncode == 1
    return told.stdout


def test_a_terminal_gets_progress_and_colors_unless_it_wants_none(
    tmp_path: Path,
) -> None:
    root = copied(STOCK, tmp_path, BROKEN)
    told = in_a_terminal(root, NO_COLOR="")
    assert "\x1b[Kreading the submissions …" in told
    assert "\x1b[1;31merror:\x1b[0m" in told
    plain = in_a_terminal(root, NO_COLOR="1")
    assert "\x1b[1;31m" not in plain


@pytest.mark.parametrize("redirection", ["| true", "> /dev/full"])
def test_a_reader_that_has_gone_gives_no_traceback(
    redirection: str, tmp_path: Path
) -> None:
    root = copied(STOCK, tmp_path, BROKEN)
    python = quote(sys.executable)
    command = f"{python} -P -m citybook check --edition '{root}' {redirection}"
    told = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert "Traceback" not in told.stderr
    assert told.returncode in {1, 3}


def test_a_broken_environment_gives_status_3_and_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = copied(STOCK, tmp_path)
    (root / "output").symlink_to("/dev/null/nowhere")
    assert main(["form", "--edition", str(root)]) == 3
    told = capsys.readouterr()
    assert told.err.startswith("citybook: ")
    assert told.err.endswith("make room or allow writing there, and run it again.\n")


def test_no_more_findings_are_shown_than_a_person_reads(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    efforts = "".join("  - {date: no day, what: A walk.}\n" for _ in range(30))
    more = {
        f"submissions/{name}.yaml": f"city: {name}\nstate: Ohio\nefforts:\n{efforts}"
        for name in "abc"
    }
    root = copied(STOCK, tmp_path, more)
    assert build(root) == 1
    told = capsys.readouterr().out
    assert told.count(": error: ") == 40
    for file in ("a.yaml", "b.yaml"):
        assert f"… and 20 more [not-a-date] in {file}: see " in told
        assert f"… and 20 more [missing-answer] in {file}: see " in told
    assert "… and 63 more: see " in told
    assert check(root) == 1
    told = capsys.readouterr().out
    assert told.count(": error: ") == 60
    assert "… and 20 more [not-a-date] in c.yaml: make lists them in output/" in told
    main(["check", "--edition", str(root), "--format", "json"])
    findings = json.loads(capsys.readouterr().out)["findings"]
    assert sum(finding["severity"] == "error" for finding in findings) == 180


def test_an_unknown_typeface_is_a_finding(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    style = (Path(__file__).parent.parent / "templates" / "style.yaml").read_text()
    style = style.replace("Source Serif Pro", "No Such Face")
    assert check(copied(STOCK, tmp_path, {"templates/style.yaml": style})) == 2
    assert "templates/style.yaml:" in capsys.readouterr().out
