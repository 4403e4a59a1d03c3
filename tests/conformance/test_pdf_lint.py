"""Tests of the PDF lint: for each rule the smallest change that breaks it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from . import pdf_lint
from .pdf_lint import RULES, lint
from .samples import book_pdf

Rule = Callable[[Pdf], Iterator[str]]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sound") / "sound.pdf"
    return book_pdf(path, variant="pdf/ua-1")


def link(pdf: Pdf, *, number: int) -> Object:
    """The sample's links: 0 leads to the trees, 1 to a web page."""
    return pdf.pages[0].Annots[number]


def no_title(pdf: Pdf) -> None:
    with pdf.open_metadata() as metadata:
        del metadata["dc:title"]


def no_language(pdf: Pdf) -> None:
    del pdf.Root.Lang


def title_not_shown(pdf: Pdf) -> None:
    del pdf.Root.ViewerPreferences


def not_marked(pdf: Pdf) -> None:
    pdf.Root.MarkInfo.Marked = False


def no_tags(pdf: Pdf) -> None:
    pdf.Root.StructTreeRoot.K = Array()


def font_left_out(pdf: Pdf) -> None:
    del _font(pdf).FontDescriptor.FontFile2


def font_whole(pdf: Pdf) -> None:
    _font(pdf).BaseFont = Name("/Source-Serif-Pro")


def _font(pdf: Pdf) -> Object:
    return next(
        found
        for found in pdf.objects
        if isinstance(found, Dictionary) and found.get("/Subtype") == Name.CIDFontType2
    )


def no_outline(pdf: Pdf) -> None:
    del pdf.Root.Outlines


def outline_without_title(pdf: Pdf) -> None:
    pdf.Root.Outlines.First.Title = String(" ")


def outline_to_lost_page(pdf: Pdf) -> None:
    pdf.Root.Outlines.First.Dest = Array([pdf.make_indirect(Dictionary()), Name.Fit])


def link_to_unknown_name(pdf: Pdf) -> None:
    link(pdf, number=0).Dest = String("elms")


def link_to_nothing(pdf: Pdf) -> None:
    del link(pdf, number=0).Dest


def link_to_file(pdf: Pdf) -> None:
    link(pdf, number=1).A.URI = String("file:///elms.exe")


def link_with_user_name(pdf: Pdf) -> None:
    link(pdf, number=1).A.URI = String("https://example.org@elms.example/")


def link_that_starts_a_program(pdf: Pdf) -> None:
    link(pdf, number=1).A = Dictionary(S=Name.Launch, F=String("elms.exe"))


def attached_note(pdf: Pdf) -> None:
    link(pdf, number=1).Subtype = Name.FileAttachment


def link_without_contents(pdf: Pdf) -> None:
    link(pdf, number=0).Contents = String("")


def link_outside_the_tree(pdf: Pdf) -> None:
    del link(pdf, number=0).StructParent


def link_tagged_as_another(pdf: Pdf) -> None:
    link(pdf, number=0).StructParent = link(pdf, number=1).StructParent


def script(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.beep()"))


def attached_file(pdf: Pdf) -> None:
    pdf.attachments["elms.txt"] = b"elms"


def broken_page(pdf: Pdf) -> None:
    del pdf.pages[0].Contents
    pdf.pages[0].Contents = pdf.make_stream(b"BT (elms Tj")


LOST_LINK = "page 1: a link is not in the structure tree"
RUNS = ("the file has a /JavaScript action", "the file has a dictionary with /JS")
LAUNCH = ("page 1: a link has a /Launch action", "the file has a /Launch action")
ATTACHED = (
    "the file has /EmbeddedFiles in its name tree",
    "the file has a dictionary with /AF",
    "the file has a dictionary with /EF",
)

# The rule, what breaks it, what is said.
BROKEN: tuple[tuple[Rule, Callable[[Pdf], None], tuple[str, ...]], ...] = (
    (
        pdf_lint.title_and_language_are_set,
        no_title,
        ("the metadata has no title",),
    ),
    (
        pdf_lint.title_and_language_are_set,
        no_language,
        ('the language is "", which is no language tag',),
    ),
    (
        pdf_lint.title_and_language_are_set,
        title_not_shown,
        ("DisplayDocTitle is not set: a window would show the file's name",),
    ),
    (pdf_lint.is_tagged, not_marked, ("the file is not marked as tagged",)),
    (
        pdf_lint.is_tagged,
        no_tags,
        ("the file has no structure tree", LOST_LINK, LOST_LINK),
    ),
    (
        pdf_lint.fonts_are_embedded_subsets,
        font_whole,
        ("the font /Source-Serif-Pro is embedded whole",),
    ),
    (
        pdf_lint.outline_leads_to_pages,
        no_outline,
        ("the file has no outline",),
    ),
    (
        pdf_lint.outline_leads_to_pages,
        outline_without_title,
        ("an outline item has no title",),
    ),
    (
        pdf_lint.outline_leads_to_pages,
        outline_to_lost_page,
        ('the outline item "Albany" leads to a page that is not in the file',),
    ),
    (
        pdf_lint.links_lead_somewhere,
        link_to_unknown_name,
        ('page 1: a link leads to "elms", which is not in the file',),
    ),
    (
        pdf_lint.links_lead_somewhere,
        link_to_nothing,
        ("page 1: a link leads nowhere",),
    ),
    (
        pdf_lint.links_lead_somewhere,
        link_to_file,
        ('page 1: a link leads to the address "file:///elms.exe"',),
    ),
    (
        pdf_lint.links_lead_somewhere,
        link_with_user_name,
        ('page 1: a link leads to the address "https://example.org@elms.example/"',),
    ),
    (
        pdf_lint.links_lead_somewhere,
        attached_note,
        ("page 1: a /FileAttachment annotation, not a link",),
    ),
    (
        pdf_lint.links_are_described,
        link_without_contents,
        ("page 1: a link has no Contents",),
    ),
    (pdf_lint.links_are_described, link_outside_the_tree, (LOST_LINK,)),
    (pdf_lint.links_are_described, link_tagged_as_another, (LOST_LINK,)),
    (pdf_lint.nothing_runs, link_that_starts_a_program, LAUNCH),
    (pdf_lint.nothing_runs, script, RUNS),
    (pdf_lint.nothing_runs, attached_file, ATTACHED),
)


@pytest.mark.parametrize(
    ("change", "said"),
    [pytest.param(change, said, id=change.__name__) for _, change, said in BROKEN],
)
def test_it_finds_the_one_fault(
    sound: Path,
    tmp_path: Path,
    change: Callable[[Pdf], None],
    said: tuple[str, ...],
) -> None:
    broken = tmp_path / "broken.pdf"
    with Pdf.open(sound) as pdf:
        change(pdf)
        pdf.save(broken)
    assert lint(broken) == said


def test_it_names_a_font_that_is_left_out(sound: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    with Pdf.open(sound) as pdf:
        font_left_out(pdf)
        pdf.save(broken)
    (fault,) = lint(broken)
    assert fault.endswith("+Book, is not embedded")


def test_it_reports_what_qpdf_finds_in_the_syntax(sound: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    with Pdf.open(sound) as pdf:
        broken_page(pdf)
        pdf.save(broken)
    assert any("parse" in fault or "EOF" in fault for fault in lint(broken))


def test_each_rule_has_a_file_that_breaks_it() -> None:
    elsewhere = {pdf_lint.syntax_is_sound}
    assert {rule for rule, _, _ in BROKEN} | elsewhere == set(RULES)


def test_it_passes_a_sound_file(sound: Path) -> None:
    assert lint(sound) == ()
