"""What must hold for whatever cities may send."""

import json
import random
import re
import string
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from books import SHIPPED, STOCK, copied, traveled
from citybook.city import city_key
from citybook.document import Chapter, Document
from citybook.folders import OWN_TEMPLATES
from citybook.form import Form, read_form
from citybook.kinds import KINDS, understand
from citybook.marked import Run, markdown
from citybook.prose import BulletList, parse, plain
from citybook.readers import read_submissions
from citybook.report import Answer, City
from citybook.states import STATES, State
from citybook.typography import tidy
from citybook.writers.html import Macros, html_of
from dump import document_text
from sample_document import sample_style


def form() -> Form:
    read, findings = read_form(OWN_TEMPLATES / "form.yaml", "form.yaml")
    assert read, findings
    return read


FORM = form()
FIELDS = [field for section in FORM.sections for field in section.fields]


@given(st.text(max_size=200))
def test_reading_what_was_printed_gives_the_same_value(typed: str) -> None:
    """Normalizing twice is normalizing once, for every question of the form."""
    for field in FIELDS:
        once = understand(field.kind, typed, field.asked)
        if once.troubles or field.kind in {"link", "prose"}:
            continue
        again = understand(field.kind, plain(once.prose), field.asked)
        assert (again.value, again.prose) == (once.value, once.prose)


SENTENCES = st.lists(
    st.text(string.ascii_letters + string.digits + " ,;:()%$", min_size=1), min_size=1
).map(". ".join)


@given(SENTENCES)
def test_plain_sentences_print_all_their_letters_and_digits(typed: str) -> None:
    printed = plain(parse(tidy(typed)[0]))
    assert [c for c in printed if c.isalnum()] == [c for c in typed if c.isalnum()]


@given(st.text(max_size=300))
def test_no_text_in_any_answer_makes_the_road_fail(typed: str) -> None:
    for kind in KINDS:
        understand(kind, typed, FIELDS[0].asked)


@settings(max_examples=15)
@given(mayor=st.text(max_size=80), what=st.text(max_size=200), key=st.text(max_size=20))
def test_whatever_is_typed_the_document_is_composed_and_every_file_is_named(
    mayor: str, what: str, key: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = copied(STOCK, tmp_path_factory.mktemp("any"))
    answers = {
        "city": "Testburg",
        "state": "Ohio",
        "mayor": mayor,
        f"more {key}": what,
        "efforts": [{"what": what, "source": "https://a.example"}],
    }
    text = json.dumps(answers, ensure_ascii=True)
    (root / "submissions" / "any.yaml").write_text(text)
    road = traveled(root)
    assert document_text(road.document)
    for finding in road.findings:
        homes = (root / "submissions", OWN_TEMPLATES.parent)
        assert any((home / finding.source.file).is_file() for home in homes)


@pytest.mark.parametrize("seed", range(3))
def test_the_order_and_the_names_of_the_files_do_not_matter(
    seed: int, tmp_path: Path
) -> None:
    before = [
        (c.name, c.state.name, [a.prose for a in answers_of(c)])
        for c in traveled(STOCK).report.cities
    ]
    root = copied(STOCK, tmp_path)
    names = [p for p in (root / "submissions").iterdir() if p.name != "edition.yaml"]
    order = random.Random(seed).sample(range(len(names)), len(names))
    for number, path in zip(order, sorted(names), strict=True):
        path.rename(path.with_stem(f"{number}"))
    after = traveled(root).report.cities
    assert before == [
        (c.name, c.state.name, [a.prose for a in answers_of(c)]) for c in after
    ]


def answers_of(city: City) -> list[Answer]:
    return [
        answer
        for items in city.items.values()
        for item in items
        for answer in item.answers.values()
    ]


def test_every_entry_of_the_shipped_edition_points_to_a_cell_that_holds_it() -> None:
    submissions, _ = read_submissions(SHIPPED / "submissions", FORM)
    entries = [entry for submission in submissions for entry in submission.entries]
    assert len(entries) > 400
    for entry in entries:
        assert (SHIPPED / "submissions" / entry.source.file).is_file()
        assert entry.source.row


def html_with(block: BulletList) -> str:
    chapters = (Chapter("a", "body", "", (block,)),)
    document = Document("", "", "", "en-US", (), False, chapters, "")
    return html_of(
        document, "", Macros([OWN_TEMPLATES / "html"], sample_style().colors)
    )


def test_a_list_of_five_thousand_items_is_printed_whole() -> None:
    flat = parse("\n".join(f"- item {number}" for number in range(5000)))
    nested = parse("\n".join(f"{'  ' * (n % 20)}- item {n}" for n in range(5000)))
    for (block,) in (flat, nested):
        assert isinstance(block, BulletList)
        shown = html_with(block)
        assert shown.count("<li") == shown.count("</li>") == 5000
        assert re.findall(r"item (\d+)", shown) == [str(n) for n in range(5000)]


def test_a_cell_of_signs_in_many_looks_is_read() -> None:
    """It ends, where a pattern that looks again and again would take minutes."""
    dashes = "-" * 30_000
    assert markdown([Run("a"), Run(dashes, bold=True), Run("b")]) == f"a{dashes}b"
    assert markdown([Run("a"), Run(f"b{dashes}", bold=True), Run("c")]) == (
        f"a**b**{dashes}c"
    )
    mixed = [Run("a ", bold=bool(number % 2)) for number in range(16_000)]
    assert markdown(mixed) == "a **a** " * 8000


@given(st.text(min_size=1, max_size=100), st.sampled_from(STATES))
def test_the_key_of_a_city_is_letters_digits_and_hyphens(
    name: str, state: State
) -> None:
    key = city_key(name, state)
    assert key.isascii()
    assert not set(key) - set(string.ascii_lowercase + string.digits + "-")
    assert key.endswith(f"-{state.usps.lower()}")
    assert len(key) > 3
