"""Whoever hears the PDF hears the book: its elements, whole, in order, and named."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pydyf
import pytest
import weasyprint
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from books import Book
from citybook.document import Figure, Heading, Table, walk
from citybook.prose import BulletList
from citybook.writers import typesetter
from citybook.writers.pdf import heard, printed
from citybook.writers.typesetter import Typesetter, joined
from conformance import pdf_access
from conformance.pdf_access import barriers, tags
from conformance.programs import program, run
from conformance.tagged import tagged_text
from conformance.verapdf import failed_rules_of_all

WIDE = " ".join(["incomprehensibilities"] * 12)
ELMS = "".join(f'<tr><th scope="row">Elm {n}</th><td>{n}</td></tr>' for n in range(20))
HTML = f"""<html lang="en"><head><title>Trees of Albany</title><style>
@page {{ size: 260pt 200pt; margin: 30pt;
  @top-left {{ content: "Running head" }} @bottom-right {{ content: counter(page) }} }}
body {{ font-family: "Source Serif Pro"; hyphens: auto; orphans: 1; widows: 1 }}
</style></head><body>
<h1 id="albany">Albany</h1>
<div data-role="TOC"><div data-role="TOCI"><p data-role="Reference"><span><a
 href="#trees">Trees of the city</a></span> <b>2</b></p></div></div>
<p class="long">{WIDE}</p>
<h2 id="trees">Trees</h2>
<p>See <a href="https://trees.example/">the count</a>; <span lang="es">los
árboles</span>.</p>
<ul>{"".join(f"<li>Oak {n}<ul><li>Leaf {n}</li></ul></li>" for n in range(12))}</ul>
<table><thead><tr><th scope="col">Kind</th><th scope="col">Number</th></tr></thead>
<tbody>{ELMS}
</tbody></table>
<figure><figcaption>Growth</figcaption><svg xmlns="http://www.w3.org/2000/svg"
 width="60pt" height="40pt" viewBox="0 0 60 40"><title>A bar of ten trees</title><rect
 width="20" height="30"/><text x="2" y="12" font-size="9">ten</text></svg></figure>
</body></html>"""


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sound") / "sound.pdf"
    with heard() as complaints:
        path.write_bytes(printed(joined([Typesetter().lay_out("", HTML)])))
    assert not complaints
    return path


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What WeasyPrint makes of the same text without our patches."""
    path = tmp_path_factory.mktemp("plain") / "plain.pdf"
    weasyprint.HTML(string=HTML).write_pdf(path, pdf_variant="pdf/ua-1")
    return path


def first(pdf: Pdf, role: str) -> Object:
    return next(tag.element for tag in tags(pdf) if tag.role == role)


def test_nothing_keeps_anybody_from_a_sound_file(sound: Path) -> None:
    assert barriers(sound) == ()
    assert failed_rules_of_all([(sound, "ua1"), (sound, "a2a")]) == ((), ())


# Each rule, the smallest change that breaks it, and what is said of it.


def content_without_element(pdf: Pdf) -> None:
    heading = first(pdf, "/H1")
    heading.K = Array()


def contents_as_paragraphs(pdf: Pdf) -> None:
    for role, other in (("/TOC", Name.Sect), ("/TOCI", Name.Div)):
        first(pdf, role).S = other


def entry_outside_contents(pdf: Pdf) -> None:
    first(pdf, "/TOC").S = Name.Sect


def link_that_says_its_target(pdf: Pdf) -> None:
    pdf.pages[0].Annots[0].Contents = String("trees")


def link_that_hides_its_address(pdf: Pdf) -> None:
    for page in pdf.pages:
        for annotation in page.get("/Annots", Array()):
            if "/A" in annotation:
                annotation.Contents = String("the count")


def header_without_scope(pdf: Pdf) -> None:
    del first(pdf, "/TH").A


def list_without_numbering(pdf: Pdf) -> None:
    del first(pdf, "/L").A


def item_without_body(pdf: Pdf) -> None:
    first(pdf, "/LBody").S = Name.Div


def figure_without_words(pdf: Pdf) -> None:
    del first(pdf, "/Figure").Alt


def figure_off_its_page(pdf: Pdf) -> None:
    first(pdf, "/Figure").A.BBox = Array([10, 20, 900, 40])


def figure_upside_down(pdf: Pdf) -> None:
    first(pdf, "/Figure").A.BBox = Array([10, 40, 30, 20])


def figure_without_a_place(pdf: Pdf) -> None:
    del first(pdf, "/Figure").A


def caption_outside(pdf: Pdf) -> None:
    first(pdf, "/Figure").S = Name.Sect


def table_in_pieces(pdf: Pdf) -> None:
    """Give the last rows a table of their own, as WeasyPrint does overleaf."""
    table, body = first(pdf, "/Table"), first(pdf, "/TBody")
    last = max(page for page in pdf_access.pages_of(pdf, table))
    rows = list(body.K)
    here = [row for row in rows if max(pdf_access.pages_of(pdf, row)) < last]
    overleaf = [row for row in rows if min(pdf_access.pages_of(pdf, row)) == last]
    body.K = Array(here)
    rest = pdf.make_indirect(Dictionary(S=Name.Table, P=table.P, K=Array(overleaf)))
    parent = table.P
    kids = list(parent.K)
    at = [kid.objgen for kid in kids].index(table.objgen)
    parent.K = Array([*kids[: at + 1], rest, *kids[at + 1 :]])


def pages_without_labels(pdf: Pdf) -> None:
    del pdf.Root.PageLabels


def outline_closed(pdf: Pdf) -> None:
    del pdf.Root.PageMode


Rule = Callable[[Pdf], Iterator[str]]
BROKEN: tuple[tuple[Rule, Callable[[Pdf], None], str], ...] = (
    (
        pdf_access.content_is_tagged_or_an_artifact,
        content_without_element,
        "page 1: content 0 is in no element",
    ),
    (
        pdf_access.contents_are_tagged,
        contents_as_paragraphs,
        "the file has no tagged table of contents",
    ),
    (
        pdf_access.contents_are_tagged,
        entry_outside_contents,
        "a /TOCI stands in a /Sect",
    ),
    (
        pdf_access.links_say_their_words,
        link_that_says_its_target,
        'page 1: a link says only "trees"',
    ),
    (
        pdf_access.links_say_their_words,
        link_that_hides_its_address,
        'a link to https://trees.example/ says only "the count"',
    ),
    (
        pdf_access.headers_have_a_scope,
        header_without_scope,
        "a header of a table has no scope",
    ),
    (
        pdf_access.lists_tell_their_numbering,
        list_without_numbering,
        "a list does not tell its kind of label",
    ),
    (
        pdf_access.lists_tell_their_numbering,
        item_without_body,
        "a /Div stands in an item of a list",
    ),
    (
        pdf_access.figures_have_words_and_a_place,
        figure_without_words,
        "a figure has no alternative",
    ),
    (
        pdf_access.figures_have_words_and_a_place,
        figure_off_its_page,
        "a figure has a rectangle off its page",
    ),
    (
        pdf_access.figures_have_words_and_a_place,
        figure_upside_down,
        "a figure has an empty rectangle",
    ),
    (
        pdf_access.figures_have_words_and_a_place,
        figure_without_a_place,
        "a figure has no rectangle",
    ),
    (
        pdf_access.figures_have_words_and_a_place,
        caption_outside,
        "a caption stands in a /Sect",
    ),
    (
        pdf_access.nothing_is_in_pieces,
        table_in_pieces,
        "a /Table ends on page",
    ),
    (
        pdf_access.pages_have_labels,
        pages_without_labels,
        "the pages have no labels",
    ),
    (
        pdf_access.opens_on_its_outline,
        outline_closed,
        "the file does not open on its outline",
    ),
)


@pytest.mark.parametrize(
    ("change", "said"), [pytest.param(c, said, id=c.__name__) for _, c, said in BROKEN]
)
def test_each_barrier_is_seen(
    sound: Path, tmp_path: Path, change: Callable[[Pdf], None], said: str
) -> None:
    broken = tmp_path / "broken.pdf"
    with Pdf.open(sound) as pdf:
        change(pdf)
        pdf.save(broken)
    assert any(said in barrier for barrier in barriers(broken))


def test_every_rule_has_a_file_that_breaks_it() -> None:
    assert {rule for rule, _, _ in BROKEN} == set(pdf_access.RULES)


def test_what_goes_on_overleaf_is_one_element(sound: Path, plain: Path) -> None:
    def counted(path: Path) -> Counter[str]:
        with Pdf.open(path) as pdf:
            assert len(pdf.pages) > 3
            return Counter(tag.role for tag in tags(pdf))

    ours, theirs = counted(sound), counted(plain)
    lists = 1 + 12  # of oaks, and in each of them one of leaves
    assert (ours["/L"], ours["/Table"], ours["/P"]) == (lists, 1, 2)
    assert ours["/LI"] == 24
    assert ours["/TR"] == 21
    assert theirs["/Table"] > 1  # else the structure need no longer be ours


def test_the_headers_of_a_table_are_heard_once(sound: Path) -> None:
    heads = [text for text in tagged_text(sound) if "THead" in text.tags]
    assert [text.text for text in heads] == ["Kind", "Number"]


def test_margins_are_no_part_of_the_text(sound: Path, plain: Path) -> None:
    assert not [text for text in tagged_text(sound) if "Running" in text.text]
    orphans = pdf_access.content_is_tagged_or_an_artifact
    with Pdf.open(plain) as pdf:
        assert list(orphans(pdf))  # else the margins need no patch any more


def test_the_language_of_a_passage_is_told(sound: Path, plain: Path) -> None:
    with Pdf.open(sound) as pdf:
        languages = [str(t.element.Lang) for t in tags(pdf) if "/Lang" in t.element]
    assert languages == ["es"]
    with Pdf.open(plain) as pdf:
        assert not [tag for tag in tags(pdf) if "/Lang" in tag.element]


def test_a_hyphen_of_the_typesetter_is_a_soft_one_to_readers(
    sound: Path, plain: Path
) -> None:
    hyphen, soft = "\u2010", "\u00ad"
    read = run([program("pdftotext"), "-enc", "UTF-8", sound, "-"])
    assert hyphen not in read
    assert soft in read
    assert hyphen in run([program("pdftotext"), "-enc", "UTF-8", plain, "-"])


def test_the_file_is_linearized_and_names_both_standards(
    sound: Path, plain: Path
) -> None:
    with Pdf.open(sound) as pdf:
        assert pdf.is_linearized
        assert pdf.check_linearization()
        metadata = pdf.open_metadata()
        assert metadata["pdfuaid:part"] == "1"
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
    with Pdf.open(plain) as pdf:
        assert "pdfaid:part" not in pdf.open_metadata()
    run([program("qpdf"), "--check-linearization", sound])


def test_the_patches_are_for_the_versions_that_are_locked() -> None:
    assert weasyprint.__version__ == "70.0"
    assert pydyf.__version__ == "0.13.0"


def test_the_patches_are_gone_when_a_book_is_painted(sound: Path) -> None:
    assert sound.exists()
    for where, name, patch in typesetter.PATCHES:
        assert vars(where)[name] is not patch


def test_every_block_of_the_book_is_one_element(shipped: Book) -> None:
    blocks = [b for c in shipped.document.chapters for b in walk(c.blocks)]
    with Pdf.open(shipped.pdf) as pdf:
        assert barriers(shipped.pdf) == ()
        heard = Counter(tag.role for tag in tags(pdf))
    assert heard["/Table"] == sum(isinstance(block, Table) for block in blocks)
    assert heard["/Figure"] == sum(isinstance(block, Figure) for block in blocks)
    assert heard["/L"] == sum(isinstance(block, BulletList) for block in blocks)
    headings = Counter(f"/H{b.level}" for b in blocks if isinstance(b, Heading))
    assert {role: heard[role] for role in headings} == headings


def test_front_matter_has_roman_folios_and_labels_say_the_same(shipped: Book) -> None:
    with Pdf.open(shipped.pdf) as pdf:
        labels = [str(page.label) for page in pdf.pages]
    front = labels.index("1")
    assert labels[:5] == ["i", "ii", "iii", "iv", "v"]
    assert labels[front:] == [str(n) for n in range(1, len(labels) - front + 1)]
    words = run([program("pdftotext"), "-layout", "-enc", "UTF-8", shipped.pdf, "-"])
    for label, text in zip(labels[1:], words.split("\f")[1:], strict=False):
        assert text.split()[-1] == label
