"""A text is set once: other numbers of pages are put into the pages that there are."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import weasyprint
from pikepdf import Pdf

from books import PICTURES, STOCK, traveled
from citybook.document import Document
from citybook.folders import OWN_TEMPLATES
from citybook.writers.html import Macros
from citybook.writers.pdf import Setting, printed
from citybook.writers.typesetter import Typesetter, joined
from test_chapters import undrawn

STYLES = (
    "@page { size: 300pt 150pt; margin: 9pt } body { font-family: 'Source Serif Pro' }"
)
TEXT = """<html lang="en"><head><title>Trees</title></head><body><h1 id="elm">Elm</h1>
<p><a href="#elm">The elm&nbsp;<b data-page="elm">{}</b></a> and the oak</p></body>"""
ROAD = traveled(STOCK)


@pytest.fixture
def laid_out(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Return what tells how many texts were laid out."""
    rendered: list[object] = []
    render = weasyprint.HTML.render

    def watched(html: object, **options: object) -> object:
        rendered.append(html)
        return render(html, **options)

    monkeypatch.setattr(weasyprint.HTML, "render", watched)
    return lambda: len(rendered)


def pdf_of(setting: Typesetter, text: str) -> bytes:
    return printed(joined([setting.lay_out("trees", text)]))


def test_a_number_of_the_same_width_takes_the_place_of_another(
    laid_out: Callable[[], int],
) -> None:
    setting = Typesetter(STYLES)
    setting.lay_out("trees", TEXT.format(38))
    renumbered = pdf_of(setting, TEXT.format(41))
    assert laid_out() == 1
    assert renumbered == pdf_of(Typesetter(STYLES), TEXT.format(41))


@pytest.mark.parametrize(
    "other", [TEXT.format(101), TEXT.format(""), TEXT.format(39).replace("oak", "ash")]
)
def test_a_text_that_differs_otherwise_is_laid_out_anew(
    laid_out: Callable[[], int], other: str
) -> None:
    setting = Typesetter(STYLES)
    setting.lay_out("trees", TEXT.format(38))
    anew = pdf_of(setting, other)
    assert laid_out() == 2
    assert anew == pdf_of(Typesetter(STYLES), other)


def test_a_number_that_its_own_markup_divides_is_laid_out_anew(
    laid_out: Callable[[], int],
) -> None:
    text = TEXT.replace("{}", "page of that tree {}")
    setting = Typesetter(f"{STYLES} b {{ display: block; width: 40pt }}")
    for number in (38, 39):
        setting.lay_out("trees", text.format(number))
    assert laid_out() == 2


def test_a_link_with_a_number_inside_is_one_link_that_says_it(tmp_path: Path) -> None:
    setting = Typesetter(STYLES)
    setting.lay_out("trees", TEXT.format(38))
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf_of(setting, TEXT.format(41)))
    with Pdf.open(path) as pdf:
        (link,) = pdf.pages[0].Annots
        assert str(link.Contents) == "The elm 41"


def setting_of(document: Document) -> tuple[Setting, Document]:
    macros = Macros([OWN_TEMPLATES / "html"], ROAD.style.colors)
    chapters = tuple(map(undrawn, document.chapters))
    return Setting(ROAD.style, macros), replace(document, chapters=chapters)


def test_a_chapter_is_laid_out_once_but_for_the_contents(
    laid_out: Callable[[], int], tmp_path: Path
) -> None:
    setting, document = setting_of(ROAD.document)
    setting.set_book(document, PICTURES).write(tmp_path / "a.pdf")
    assert laid_out() == len(document.chapters) + 1


def test_what_is_set_before_the_figures_are_drawn_stays_as_it_is(
    laid_out: Callable[[], int], tmp_path: Path
) -> None:
    early, document = setting_of(ROAD.document)
    early.set_body(document)
    body = laid_out()
    early.set_book(document, PICTURES).write(tmp_path / "early.pdf")
    assert body == sum(chapter.part == "body" for chapter in document.chapters)
    assert laid_out() == len(document.chapters) + 1
    late, _ = setting_of(ROAD.document)
    late.set_book(document, PICTURES).write(tmp_path / "late.pdf")
    pdfs = [(tmp_path / name).read_bytes() for name in ("early.pdf", "late.pdf")]
    assert pdfs[0] == pdfs[1]


def test_a_book_that_became_a_draft_says_so_on_every_page(tmp_path: Path) -> None:
    early, document = setting_of(ROAD.document)
    early.set_body(document)
    draft = replace(document, is_draft=True)
    early.set_book(draft, PICTURES).write(tmp_path / "early.pdf")
    late, _ = setting_of(ROAD.document)
    late.set_book(draft, PICTURES).write(tmp_path / "late.pdf")
    pdfs = [(tmp_path / name).read_bytes() for name in ("early.pdf", "late.pdf")]
    assert pdfs[0] == pdfs[1]
