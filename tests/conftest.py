"""Fixtures for all tests: golden files, and books that are built once a run."""

from collections.abc import Callable
from difflib import unified_diff
from pathlib import Path
from shutil import copy

import pytest
from hypothesis import settings
from PIL import Image

from books import (
    BROKEN_CITY,
    BUDGET,
    LONE,
    PICTURED,
    SHIPPED,
    STOCK,
    TORTURE,
    Book,
    alone,
    shared,
    shared_folder,
)
from dump import Golden
from likeness import (
    Likeness,
    Tolerance,
    differences,
    drawn,
    kept,
    marked,
    page_with,
)
from office import converted

TESTS = Path(__file__).parent

# The same examples in every run, and no failure because a machine is busy.
settings.register_profile("steady", derandomize=True, deadline=None, max_examples=60)
settings.load_profile("steady")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept", action="store_true", help="rewrite the golden files; read the diff"
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compare a text with a file beside the tests, or rewrite the file."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("accept"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        known = path.read_text(encoding="utf-8") if path.exists() else ""
        change = unified_diff(known.splitlines(), text.splitlines(), lineterm="")
        if text != known:
            name = path.relative_to(TESTS)
            pytest.fail(f"{name} is not what was made:\n" + "\n".join(change))

    return compare


@pytest.fixture
def likeness(request: pytest.FixtureRequest, tmp_path: Path) -> Likeness:
    """Compare a page with a picture beside the tests, or rewrite the picture."""

    def compare(name: str, pdf: Path, words: str, tolerance: Tolerance) -> None:
        path = TESTS / "visual" / f"{name}.png"
        found = drawn(pdf, page_with(pdf, words), tmp_path)
        known = Image.new("RGB", (1, 1))
        if path.exists():
            with Image.open(path) as picture:
                known = picture.convert("RGB")
        boxes = differences(known, found, tolerance)
        if boxes and request.config.getoption("accept"):
            path.parent.mkdir(parents=True, exist_ok=True)
            kept(found).save(path, optimize=True)
        elif boxes:
            ours, red = tmp_path / f"{name}.png", tmp_path / f"{name}-differs.png"
            found.save(ours)
            marked(found, boxes).save(red)
            look = f"The page is now {ours}; red where it differs: {red}"
            pytest.fail(f"{path.relative_to(TESTS)} is not how it looks. {look}")

    return compare


def _book(name: str, edition: Path, **more: str) -> Callable[..., Book]:
    @pytest.fixture(scope="session", name=name)
    def fixture(tmp_path_factory: pytest.TempPathFactory) -> Book:
        folder = shared_folder(tmp_path_factory.getbasetemp())
        return shared(folder, name, edition, more)

    return fixture


LONG_TITLE = f"""title: {"Conversations between Neighbors " * 5}
subtitle: And what came of them
publisher: Example Press
date: November 2016
summary: One city met.
warn_of_unknown_cities: false
"""
_BROKEN = {"submissions/brokenville.yaml": BROKEN_CITY}

stock = _book("stock", STOCK)
budget = _book("budget", BUDGET)
pictured = _book("pictured", PICTURED)
shipped = _book("shipped", SHIPPED)
torture = _book("torture", TORTURE)
lone = _book("lone", LONE)
long_titled = _book("long_titled", LONE, **{"submissions/edition.yaml": LONG_TITLE})
stock_draft = _book("stock_draft", STOCK, **_BROKEN)
shipped_draft = _book("shipped_draft", SHIPPED, **_BROKEN)
budget_draft = _book(
    "budget_draft",
    BUDGET,
    **{"submissions/brokenville.yaml": "city: Brokenville\nstate: Utah\n"},
)
torture_draft = _book("torture_draft", TORTURE, **_BROKEN)
"""The stock edition, the one of another form, the one that comes along, and the one
of long and short cities; each also as a draft, with one city more whose answers have
errors. And an edition of one city, also with as long a title as may be."""


@pytest.fixture(scope="session")
def torture_in_word(torture: Book, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the PDF of the torture edition's Word file as LibreOffice sets it."""
    shared_by_all = shared_folder(tmp_path_factory.getbasetemp())
    folder = shared_by_all / "torture-in-word"
    with alone(shared_by_all / "torture-in-word.lock"):
        if not folder.exists():
            folder.mkdir()
            return converted(Path(copy(torture.docx, folder)), "pdf")
        return folder / "report.pdf"
