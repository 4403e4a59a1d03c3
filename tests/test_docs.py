"""The README is held to the code: what is there is told, and what is told is there."""

import re
from pathlib import Path
from typing import get_args

import pytest

from citybook.cli import main
from citybook.document import Block
from citybook.findings import RULES
from citybook.flatplan import BackPage, CityPiece, FrontPage
from citybook.kinds import KINDS
from citybook.outcome import FILES
from citybook.style import ROLES
from test_layers import FLOORS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
FOR_USERS, _, FOR_DEVELOPERS = README.partition("\n# For developers\n")
TARGETS = re.findall(r"^([a-z]+):.*## (.+)", (ROOT / "Makefile").read_text(), re.M)


def rows(text: str) -> dict[str, str]:
    """Return the rows of all tables that begin with a name in code: name to line."""
    found = re.findall(r"^\| `([^`]+)` \|(.*)\|$", text, re.M)
    return dict(found)


@pytest.mark.parametrize("slug", RULES)
def test_every_rule_is_told_with_its_gravity_and_sentence(slug: str) -> None:
    line = rows(FOR_USERS)[slug]
    assert str(RULES[slug].severity) in line
    assert RULES[slug].sentence in line


def test_no_rule_is_told_that_is_not_there() -> None:
    table = FOR_USERS.partition("| rule |")[2].partition("\n\n")[0]
    assert set(rows(table)) == set(RULES)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_answer_is_told(kind: str) -> None:
    assert f"`{kind}`" in README


@pytest.mark.parametrize("role", sorted(ROLES))
def test_every_role_is_told(role: str) -> None:
    assert f"`{role}`" in FOR_DEVELOPERS


@pytest.mark.parametrize("block", [block.__name__ for block in get_args(Block)])
def test_every_kind_of_block_is_told(block: str) -> None:
    assert re.search(rf"\b{block}\b", FOR_DEVELOPERS)


@pytest.mark.parametrize("page", [*get_args(FrontPage), *get_args(BackPage)])
def test_every_page_that_a_flatplan_may_name_is_told(page: str) -> None:
    assert f"`{page}`" in README


def test_every_piece_that_a_flatplan_may_name_is_told() -> None:
    pieces = get_args(get_args(CityPiece)[0])
    names = {get_args(piece.__annotations__["print"])[0] for piece in pieces}
    assert names == {"line", "text", "facts", "quote", "picture", "entries"}
    assert not {name for name in names if f"`{name}`" not in README}


@pytest.mark.parametrize("target", [name for name, _ in TARGETS if name != "all"])
def test_every_target_of_make_is_told(target: str) -> None:
    assert f"`make {target}`" in README or target == "book"


def test_no_target_of_make_is_told_that_is_not_there() -> None:
    told = set(re.findall(r"`make ([a-z]+)`", README))
    assert told <= {name for name, _ in TARGETS}


@pytest.mark.parametrize(
    "command", ["build", "check", "status", "review", "form", "redline"]
)
def test_every_command_is_told(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert f"citybook {command}" in README
    with pytest.raises(SystemExit):
        main(["--help"])
    assert f"    {command} " in capsys.readouterr().out


@pytest.mark.parametrize("status", range(4))
def test_every_exit_status_is_told(status: int) -> None:
    (told,) = re.findall(r"[Tt]he exit status\s(?:.*\n)+?\n", README)
    assert re.search(rf"\b{status} if\b", " ".join(told.split()))


@pytest.mark.parametrize("name", FILES)
def test_every_file_that_is_made_is_told(name: str) -> None:
    assert f"`output/{name}`" in FOR_USERS


def test_the_picture_of_the_floors_is_the_one_that_the_tests_hold() -> None:
    lines = re.findall(r"^\| \d+ \| (.*) \|$", FOR_DEVELOPERS, re.M)
    told = [set(re.findall(r"`([a-z_]+)/?`", line)) for line in lines]
    assert told == [floor - {"__init__"} for floor in FLOORS if floor != {"__init__"}]


PATHS = re.findall(r"`((?:src|tests|templates|submissions)/[^`A-Z]+)`", README)


@pytest.mark.parametrize("path", sorted(set(PATHS)))
def test_every_path_that_is_told_is_there(path: str) -> None:
    assert (ROOT / path).exists()
