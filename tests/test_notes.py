"""Sources are notes: numbered, at the end of their city, and real ones in Word."""

import io
import re
import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pikepdf
from lxml import etree
from weasyprint.formatting_structure import boxes

from books import STOCK, Book, copied, traveled
from citybook.document import Block, Chapter, Document, Gap, Note, Notes
from citybook.folders import OWN_TEMPLATES
from citybook.prose import Citation, Link, Paragraph, Part, Text, plain_inlines
from citybook.source import Source
from citybook.word_xml import RELATION_ID, Element, note_bookmark, passage_bookmark
from citybook.writers.css import css_of
from citybook.writers.docx import docx_of
from citybook.writers.html import Macros, html_of
from citybook.writers.typesetter import Typesetter
from conformance.docx_lint import lint
from conformance.open_xml import sdk_errors
from conformance.pdf_access import barriers, tags
from conformance.verapdf import failed_rules_of_all
from dump import block_text
from sample_document import sample_document, sample_style
from test_word_editing import find, parts_of, values
from walk import inside

CITY = """\
city: Noteford
state: Ohio
efforts:
  - what: It began.
    source: https://www.paper.example/a; https://town.example/b
  - what: |
      They agreed on

      - one thing and
      - another.
    source: https://town.example/b
quotations:
  - text: We listen.
    speaker: Sam Specimen
    source: https://town.example/c; https://www.paper.example/a
"""
CITED = "noteford-oh/efforts/1/source"


def blocks_of(tmp_path: Path, text: str = CITY) -> tuple[Block, ...]:
    """Return the blocks of the state that a city is alone in."""
    road = traveled(copied(STOCK, tmp_path, {"submissions/city.yaml": text}))
    chapters = {chapter.key: chapter for chapter in road.document.chapters}
    return chapters["state/oh"].blocks


def citations(value: object) -> list[str]:
    return [plain_inlines(c.children) for c in inside(value, Citation)]


def notes_in(value: object) -> list[Note]:
    return list(inside(value, Note))


def test_a_city_ends_with_what_it_cites_each_address_once(tmp_path: Path) -> None:
    *_, notes = blocks = blocks_of(tmp_path)
    assert citations(blocks) == ["7,8", "8", "9,7"]  # Guam and Iowa have 1 to 6
    assert block_text(notes) == (
        "notes:\n"
        "  7. [paper.example](https://www.paper.example/a) "
        f"#{CITED}/1 from city.yaml:5:13, cited at #{CITED}\n"
        "  8. [town.example](https://town.example/b) "
        f"#{CITED}/2 from city.yaml:5:13, cited at #{CITED}\n"
        "  9. [town.example](https://town.example/c) "
        "#noteford-oh/quotations/1/source/1 from city.yaml:15:13, "
        "cited at #noteford-oh/quotations/1/source"
    )


def test_the_numbers_stand_behind_the_last_word(tmp_path: Path) -> None:
    text = "\n".join(map(block_text, blocks_of(tmp_path)))
    assert "body: It began.⟨source: ^[7]" in text
    assert "- another.⟨source: ^[8]" in text
    assert "attribution: — ⟨speaker: Sam Specimen⟩⟨source: ^[9]" in text


def test_a_space_parts_the_numbers_from_a_number_before_them(tmp_path: Path) -> None:
    text = CITY.replace("began.", "began in 2016").replace("Specimen", "Example 3")
    assert citations(blocks_of(tmp_path, text)) == ["\u00a07,8", "8", "\u00a09,7"]


def test_words_without_a_speaker_bear_the_numbers_themselves(tmp_path: Path) -> None:
    text = CITY.replace("    speaker: Sam Specimen\n", "")
    shown = "\n".join(map(block_text, blocks_of(tmp_path, text)))
    if "Held back" not in shown:  # a form may ask for the speaker
        assert "pull-quote: “We listen.”⟨source: ^[9]" in shown


def test_every_mark_knows_its_answer_and_its_note(tmp_path: Path) -> None:
    blocks = blocks_of(tmp_path)
    parts = [p for p in inside(blocks, Part) if citations(p.children)]
    assert [part.key for part in parts] == [
        CITED,
        "noteford-oh/efforts/2/source",
        "noteford-oh/quotations/1/source",
    ]
    assert [part.source.row for part in parts] == [5, 11, 15]
    targets = {link.target for part in parts for link in inside(part.children, Link)}
    assert targets == {f"#{note.key}" for note in notes_in(blocks)}


def test_two_texts_that_cite_one_answer_share_its_number(tmp_path: Path) -> None:
    flatplan = (OWN_TEMPLATES / "flatplan.yaml").read_text(encoding="utf-8")
    piece = "{print: text, section: efforts, field: %s, cite: source}"
    both = [piece % field for field in ("what", "kind")]
    assert both[0] in flatplan
    overlay = {
        "submissions/city.yaml": CITY.replace("began.", "began.\n    kind: program", 1),
        "templates/flatplan.yaml": flatplan.replace(both[0], "\n      - ".join(both)),
    }
    document = traveled(copied(STOCK, tmp_path, overlay)).document
    (chapter,) = [c for c in document.chapters if c.key == "state/oh"]
    shown = "\n".join(map(block_text, chapter.blocks))
    assert "body: It began.⟨source: ^[7]" in shown
    assert "body: Program or policy⟨source: ^[7]" in shown
    alone = replace(document, chapters=(chapter,))
    html = html_of(alone, "", Macros((OWN_TEMPLATES / "html",), sample_style().colors))
    ids = Counter(re.findall(r' id="([^"]*)"', html))
    assert ids[CITED] == 1
    assert ids.most_common(1)[0][1] == 1


def test_the_source_of_what_is_held_back_stands_in_a_line(tmp_path: Path) -> None:
    long = " ".join(["word"] * 400)
    blocks = blocks_of(tmp_path, CITY.replace("It began.", long))
    shown = "\n".join(map(block_text, blocks))
    assert "source: Source link: ⟨source: [paper.example](" in shown
    assert [b for b in blocks if isinstance(b, Gap)]


def test_a_source_that_is_held_back_leaves_its_gap(tmp_path: Path) -> None:
    text = CITY.replace("https://www.paper.example/a; https", "paper; https")
    blocks = blocks_of(tmp_path, text)
    assert len([b for b in blocks if isinstance(b, Gap)]) == 1
    assert citations(blocks) == ["7", "8,9"]


# PDF


def test_the_pdf_has_each_mark_and_note_for_those_who_hear_it(
    stock: Book, shipped: Book
) -> None:
    for book in (stock, shipped):
        assert barriers(book.pdf) == ()
        notes = notes_in(book.document.chapters)
        with pikepdf.open(book.pdf) as pdf:
            held = [tag for tag in tags(pdf) if tag.role == "/Note"]
            names = [str(tag.element.ID) for tag in held]
            assert sorted(names) == sorted(note.key for note in notes)
            tree = pikepdf.NameTree(pdf.Root.StructTreeRoot.IDTree)
            assert {name: tree[name].objgen for name in names} == {
                str(tag.element.ID): tag.element.objgen for tag in held
            }
            around = Counter(
                tag.around[-2:] for tag in tags(pdf) if tag.role == "/Link"
            )
        assert around["/Note", "/Lbl"] == len(notes)
        marks = sum(
            sum(isinstance(mark, Link) for mark in citation.children)
            for citation in inside(book.document.chapters, Citation)
        )
        assert sum(n for tags, n in around.items() if tags[-1] == "/Reference") >= marks
    assert failed_rules_of_all([(stock.pdf, "ua1"), (stock.pdf, "a2a")]) == ((), ())


NOTE = Note(
    "x/1",
    1,
    (Link((Text("town.example"),), "https://town.example/"),),
    Source("a.yaml", row=4),
    "x",
)
MARK = Citation((Link((Text("1"),), "#x/1"),))


def cited(*texts: str, notes: tuple[Note, ...] = (NOTE,)) -> Document:
    """Return a book whose paragraphs all cite one note."""
    paragraphs = tuple(Paragraph((Text(text), MARK)) for text in texts)
    chapter = Chapter("x", "body", "", (*paragraphs, Notes(notes)))
    return replace(sample_document(), chapters=(chapter,))


def test_a_mark_never_parts_from_what_it_stands_behind() -> None:
    styles = "@page { size: 160pt 9000pt; margin: 20pt } sup { line-height: 0 }"
    ends = "?!.…—%”)–/"
    texts = [f"{'i' * width} word{end}" for width in range(2, 40, 3) for end in ends]
    macros = Macros([OWN_TEMPLATES / "html"], sample_style().colors)
    html = html_of(cited(*texts), "", macros)
    (page,) = Typesetter(styles).lay_out("a", html).pages
    lines = [
        "".join(getattr(box, "text", "") for box in line.descendants())
        for line in page._page_box.descendants()
        if isinstance(line, boxes.LineBox)
    ]
    marked = [line for line in lines if line.endswith("1")]
    assert len(marked) == len(texts)
    assert all(line.rstrip("1\u2060")[-1] in ends for line in marked)
    assert len(lines) > len(texts) + 10  # else no line was full


def test_a_mark_does_not_shift_the_lines() -> None:
    style = sample_style()
    macros = Macros([OWN_TEMPLATES / "html"], style.colors)
    html = html_of(cited("i" * 99 + " One."), "", macros)
    pages = Typesetter(css_of(style)).lay_out("a", html).pages
    heights = {
        round(box.height * 0.75, 2)
        for box in pages[-1]._page_box.descendants()
        if isinstance(box, boxes.LineBox) and box.element_tag == "p"
    }
    assert heights == {style.roles[role].leading_pt for role in ("body", "note")}


# Word


def word(document: Document) -> dict[str, Element]:
    return parts_of(docx_of(document, sample_style()))


def test_word_has_real_notes_with_their_rules(tmp_path: Path) -> None:
    path = tmp_path / "book.docx"
    path.write_bytes(docx_of(cited("One.", "Two."), sample_style()))
    assert sdk_errors(path) == ()
    assert lint(path) == ()
    parts = parts_of(path.read_bytes())
    kinds = values(parts["word/footnotes.xml"], "w:footnote/@w:type")
    assert kinds == ["separator", "continuationSeparator"]
    rule = "w:style[w:name/@w:val='Footnote Separator']/w:pPr/w:pBdr/w:top/@w:sz"
    assert values(parts["word/styles.xml"], rule) == ["4"]
    named = values(parts["word/settings.xml"], "w:footnotePr/w:footnote/@w:id")
    assert named == values(parts["word/footnotes.xml"], "w:footnote[@w:type]/@w:id")
    styles = values(
        parts["word/styles.xml"], "w:style[not(@w:customStyle)]/w:name/@w:val"
    )
    assert {"footnote text", "footnote reference"} <= set(styles)


def test_a_note_is_one_paragraph_with_its_number_bookmark_and_link() -> None:
    parts = word(cited("One."))
    (note,) = find(parts["word/footnotes.xml"], "w:footnote[not(@w:type)]")
    assert values(note, "w:p/w:pPr/w:pStyle/@w:val") == ["FootnoteText"]
    assert len(find(note, "w:p/w:r/w:footnoteRef")) == 1
    names = values(note, "w:p/w:bookmarkStart/@w:name")
    assert names == [passage_bookmark(NOTE.key, 0)]
    (link,) = find(note, "w:p/w:hyperlink")
    rels = relations(cited("One."), "word/_rels/footnotes.xml.rels")
    assert rels[link.get(RELATION_ID, "")] == "https://town.example/"
    assert "https://town.example/" not in relations(cited("One.")).values()


def relations(
    document: Document, path: str = "word/_rels/document.xml.rels"
) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(docx_of(document, sample_style()))) as archive:
        root = etree.fromstring(archive.read(path))
    return {node.get("Id", ""): node.get("Target", "") for node in root}


def test_what_is_cited_again_refers_to_the_note_of_the_first() -> None:
    body = word(cited("One.", "Two.", "Three."))["word/document.xml"]
    (run,) = find(body, "//w:r[w:footnoteReference]")
    before = run.getprevious()
    assert before is not None
    assert values(before, "@w:name") == [note_bookmark(NOTE.key)]
    again = f" NOTEREF {note_bookmark(NOTE.key)} \\f \\h "
    assert values(body, "//w:instrText/text()") == [again, again]
    assert values(run, "w:rPr/w:rStyle/@w:val") == ["FootnoteReference"]


def test_the_comments_have_other_identifiers_than_the_notes(stock_draft: Book) -> None:
    parts = parts_of(stock_draft.docx.read_bytes())
    comments = set(map(int, values(parts["word/comments.xml"], "w:comment/@w:id")))
    notes = set(map(int, values(parts["word/footnotes.xml"], "w:footnote/@w:id")))
    assert min(comments) > max(notes)


def test_a_book_without_notes_has_no_part_for_them() -> None:
    parts = word(sample_document())
    assert "word/footnotes.xml" not in parts
    assert not find(parts["word/settings.xml"], "w:footnotePr")
