"""Every book keeps PDF/UA-1, PDF/A-2a and Open XML, as final copy and as a draft."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import get_args

import pytest

from books import Book
from conformance import docx_lint, pdf_lint
from conformance.open_xml import sdk_errors
from conformance.pdf_access import barriers
from conformance.programs import program, run
from conformance.verapdf import Profile, failed_rules_of_all

BOOKS = [
    *("stock", "budget", "pictured", "shipped", "torture", "lone"),
    *("stock_draft", "budget_draft", "shipped_draft", "torture_draft"),
]


@pytest.fixture(scope="module")
def books(request: pytest.FixtureRequest) -> Mapping[str, Book]:
    return MappingProxyType({name: request.getfixturevalue(name) for name in BOOKS})


@pytest.fixture(scope="module")
def verdicts(books: Mapping[str, Book]) -> Mapping[str, tuple[str, ...]]:
    """Return the rules that each book breaks, of both standards, judged at once."""
    jobs = [
        (book.pdf, profile) for book in books.values() for profile in get_args(Profile)
    ]
    found = iter(failed_rules_of_all(jobs))
    return MappingProxyType(
        {
            name: tuple(rule for _ in get_args(Profile) for rule in next(found))
            for name in books
        }
    )


@pytest.mark.parametrize("name", BOOKS)
def test_the_pdf_keeps_every_rule_of_pdf_ua_1_and_pdf_a_2a(
    verdicts: Mapping[str, tuple[str, ...]], name: str
) -> None:
    assert verdicts[name] == ()


@pytest.mark.parametrize("name", BOOKS)
def test_nothing_in_the_pdf_keeps_a_reader_out(
    books: Mapping[str, Book], name: str
) -> None:
    assert barriers(books[name].pdf) == ()


@pytest.mark.parametrize("name", BOOKS)
def test_the_pdf_is_sound_and_its_links_lead_somewhere(
    books: Mapping[str, Book], name: str
) -> None:
    assert pdf_lint.lint(books[name].pdf) == ()
    run([program("qpdf"), "--check", books[name].pdf])


@pytest.mark.parametrize("name", BOOKS)
def test_the_word_file_keeps_the_schema_of_open_xml(
    books: Mapping[str, Book], name: str
) -> None:
    assert sdk_errors(books[name].docx) == ()


@pytest.mark.parametrize("name", BOOKS)
def test_the_word_file_has_no_fault_that_the_schema_passes_over(
    books: Mapping[str, Book], name: str
) -> None:
    assert docx_lint.lint(books[name].docx) == ()


@pytest.mark.parametrize("name", BOOKS)
def test_the_typesetter_complains_of_nothing(
    books: Mapping[str, Book], name: str
) -> None:
    slugs = {finding.rule.slug for finding in books[name].outcome.findings}
    assert "typesetter-warning" not in slugs
