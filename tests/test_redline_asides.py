"""What is typed behind note marks, into fields, running heads and drawings is told."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from books import STOCK, Book, copied, quiet
from citybook.edits import Edit
from citybook.findings import Finding
from citybook.folders import Folders
from citybook.manifest import found_in
from citybook.readers.folder import files_below
from citybook.readers.redline import edits_of, read_returned
from citybook.redlining import redline
from citybook.source import Source
from citybook.story.file import read_story
from revising import Mode, Replace, revise

AUTHOR, MOMENT = "Pat Editor", "2026-03-01T09:30:00Z"
RAISED = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
MARCHED = "A march went from the “Old Mill” to City Hall — 12 blocks."
DOCUMENT = "word/document.xml"


def run(text: str, properties: str = "") -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def typed(text: str, properties: str = "") -> str:
    told = f'w:id="9001" w:author="{AUTHOR}" w:date="{MOMENT}"'
    return f"<w:ins {told}>{run(text, properties)}</w:ins>"


def removed(text: str) -> str:
    told = f'w:id="9002" w:author="{AUTHOR}" w:date="{MOMENT}"'
    inner = f'<w:r><w:delText xml:space="preserve">{text}</w:delText></w:r>'
    return f"<w:del {told}>{inner}</w:del>"


def field(instruction: str, result: str) -> str:
    begun, told, ended = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'
        for kind in ("begin", "separate", "end")
    )
    return (
        f"{begun}<w:r><w:instrText>{instruction}</w:instrText></w:r>{told}{result}"
        + (ended)
    )


def returned(
    book: Book, old: str, new: str, path: str = DOCUMENT, *, times: int = 1
) -> bytes:
    """Return the Word file of a book, a text of its XML replaced by another."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(book.docx) as package,
        zipfile.ZipFile(target, "w") as fresh,
    ):
        for entry in package.namelist():
            content = package.read(entry)
            if entry == path:
                text = content.decode("utf-8")
                assert text.count(old) == times
                content = text.replace(old, new).encode("utf-8")
            fresh.writestr(entry, content)
    return target.getvalue()


def read(data: bytes) -> tuple[list[Edit], list[Finding]]:
    return edits_of(read_story(data), "returned/a.docx", None)


def marched(book: Book) -> str:
    """Return the paragraph of the march, whose last run is the number of a note."""
    with zipfile.ZipFile(book.docx) as package:
        text = package.read(DOCUMENT).decode("utf-8")
    at = text.index("A march went from")
    return text[text.rindex("<w:p>", 0, at) : text.index("</w:p>", at)]


RAINED = " It rained on May 5."


@pytest.mark.parametrize("new", [typed(RAINED, RAISED), run(RAINED, RAISED)])
def test_what_is_typed_behind_the_number_of_a_note_is_an_edit(
    stock: Book, new: str
) -> None:
    old = marched(stock)
    (edit,), findings = read(returned(stock, old, old + new))
    assert findings == []
    assert edit.key == "sampleford-ia/efforts/2/what"
    assert edit.text == edit.was + RAINED


def test_a_number_typed_behind_the_number_of_a_note_is_an_edit(stock: Book) -> None:
    old = marched(stock)
    (edit,), _ = read(returned(stock, old, old + typed(" 1917", RAISED)))
    assert edit.text == f"{edit.was} 1917"


@pytest.mark.parametrize(
    "instruction", [" REF x ", " REF _Ref123 \\h ", " SEQ a ", " PAGE "]
)
def test_what_a_field_of_the_editors_own_says_is_an_edit(
    stock: Book, instruction: str
) -> None:
    old = marched(stock)
    new = run(" See ") + field(instruction, run("the mill"))
    (edit,), findings = read(returned(stock, old, old + new))
    assert findings == []
    assert edit.text == f"{edit.was} See the mill"


# Other files


SAVE_AS = "Open it in Word or LibreOffice, save it as .docx, and put that here."


@pytest.mark.parametrize("ending", ["odt", "doc", "dotx", "rtf", "pdf", "txt", "bak"])
def test_a_file_that_is_no_docx_is_told(tmp_path: Path, ending: str) -> None:
    folder = tmp_path / "returned" / "june"
    folder.mkdir(parents=True)
    (folder / f"pat.{ending}").write_bytes(b"A march went.")
    (finding,) = read_returned(tmp_path, tmp_path / "output").findings
    assert finding.rule.slug == "unreadable-file"
    assert finding.source == Source(f"returned/june/pat.{ending}")
    assert finding.remedy == SAVE_AS


@pytest.mark.parametrize("name", ["pat.docx", "pat.docm", "PAT.DOCM", "~pat.docx"])
def test_every_word_file_is_read(stock: Book, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "returned"
    folder.mkdir()
    old = marched(stock)
    data = returned(stock, old, old + typed(RAINED))
    (folder / name).write_bytes(data)
    came = read_returned(tmp_path, tmp_path / "output")
    assert [edit.file for edit in came.edits] == [f"returned/{name}"]
    assert came.findings == ()


@pytest.mark.parametrize(
    "name",
    [".pat.docx", "~$pat.docx", ".~lock.pat.docx#", "Thumbs.db", "desktop.ini"],
)
def test_what_programs_leave_is_passed_over(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "returned"
    folder.mkdir()
    (folder / name).write_bytes(b"x")
    assert read_returned(tmp_path, tmp_path / "output").findings == ()


def test_answers_among_returned_files_are_told_once(tmp_path: Path) -> None:
    folder = tmp_path / "returned"
    folder.mkdir()
    (folder / "albany.yaml").write_bytes(b"city: Albany")
    _, findings = files_below(tmp_path)
    findings += read_returned(tmp_path, tmp_path / "output").findings
    assert [each.rule.slug for each in findings] == ["ignored-file"]


# Heads, fields and drawings


def head(book: Book, words: str) -> str:
    """Return the path of the running head that says these words."""
    with zipfile.ZipFile(book.docx) as package:
        (path,) = (
            path
            for path in package.namelist()
            if path.startswith("word/header")
            and f">{words}<" in package.read(path).decode("utf-8")
        )
    return path


def only(data: bytes) -> tuple[str, str, str]:
    """Return the one finding that a file brings, which has no edits."""
    edits, (finding,) = read(data)
    assert edits == []
    return finding.rule.slug, finding.detail, finding.value


OUTSIDE = "edit-outside-passage"
CHANGED = "Words were changed that no answer prints, in "


def test_what_is_typed_in_a_running_head_is_told(stock: Book) -> None:
    path = head(stock, "About this book")
    for typing in (typed, run):
        new = "About this book</w:t></w:r>" + typing(" EMBARGO")
        data = returned(stock, "About this book</w:t></w:r>", new, path)
        slug, detail, value = only(data)
        assert slug == OUTSIDE
        assert "a running head" in detail or "the running head" in detail
        assert "EMBARGO" in value


def test_what_is_deleted_in_a_running_head_is_told(stock: Book) -> None:
    path = head(stock, "About this book")
    data = returned(
        stock,
        run("About this book"),
        removed("About this book"),
        path,
    )
    detail = (
        f"{CHANGED}the running head “About this book”. “About this book” was taken out."
    )
    assert only(data) == (OUTSIDE, detail, "")


def test_a_running_head_that_word_made_anew_brings_nothing(stock: Book) -> None:
    for words in ("Iowa", "Participating cities"):
        data = returned(stock, ">Guam<", f">{words}<", head(stock, "Guam"))
        assert read(data) == ([], [])


@pytest.mark.parametrize("typing", [typed, run])
def test_what_is_typed_in_a_head_that_word_makes_is_told(
    stock: Book, typing: Callable[[str], str]
) -> None:
    path = head(stock, "Guam")
    data = returned(
        stock, ">Guam</w:t></w:r>", f">Guam</w:t></w:r>{typing(' Isle')}", path
    )
    slug, _, value = only(data)
    assert (slug, value.split()[-1]) == (OUTSIDE, "Isle")


@pytest.mark.parametrize("typing", [typed, run])
def test_what_is_typed_at_the_foot_of_a_page_is_told(
    stock: Book, typing: Callable[[str], str]
) -> None:
    new = f"</w:pPr>{typing('EMBARGO')}"
    data = returned(stock, "</w:pPr>", new, "word/footer1.xml")
    assert only(data) == (OUTSIDE, f"{CHANGED}the foot of a page.", "EMBARGO")


ENTRY = '"><w:r><w:t xml:space="preserve">Executive summary</w:t></w:r>'


@pytest.mark.parametrize(
    ("new", "value"),
    [
        (ENTRY + typed(" and more"), "and more"),
        (ENTRY + run(" and more"), "Executive summary and more"),
    ],
)
def test_what_is_typed_in_the_contents_is_told(
    stock: Book, new: str, value: str
) -> None:
    detail = f"{CHANGED}“Contents”."
    assert only(returned(stock, ENTRY, new)) == (OUTSIDE, detail, value)


def test_what_is_deleted_in_the_contents_is_told(stock: Book) -> None:
    new = ENTRY.replace(run("Executive summary"), removed("Executive summary"))
    assert new != ENTRY
    detail = f"{CHANGED}“Contents”. “Executive summary” was taken out."
    assert only(returned(stock, ENTRY, new)) == (OUTSIDE, detail, "")


def test_contents_that_word_made_anew_bring_nothing(stock: Book) -> None:
    anew = removed("Executive summary") + typed("Executive summary")
    entry = ENTRY.replace(run("Executive summary"), anew)
    assert read(returned(stock, ENTRY, entry)) == ([], [])


def test_contents_that_have_a_heading_anew_bring_its_change_alone(stock: Book) -> None:
    anew = removed("Executive summary") + typed("In short")
    data = returned(stock, run("Executive summary"), anew, times=2)
    slug, _, value = only(data)
    assert (slug, value) == ("edited-heading", "In short")


CELL = '<w:rStyle w:val="Hyperlink"/></w:rPr><w:t xml:space="preserve">Sampleford<'


@pytest.mark.parametrize(
    ("new", "detail", "value"),
    [
        (CELL.replace("Sampleford", "Sampleford West"), "", "West"),
        (CELL.replace("Sampleford", ""), " “Sampleford” was taken out.", ""),
        (CELL.replace("Sampleford", "Nowhere"), "", "Nowhere"),
    ],
)
def test_what_is_changed_in_the_names_of_cities_is_told(
    stock: Book, new: str, detail: str, value: str
) -> None:
    _, findings = read(returned(stock, CELL, new))
    told = [(each.rule.slug, each.value) for each in findings]
    assert (OUTSIDE, value) in told
    assert detail in "".join(each.detail for each in findings)
    assert all("“Participating cities”" in each.detail for each in findings)


SHAPE = (
    '<w:r><w:drawing xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    "<a:graphic><a:graphicData><a:p><a:r><a:t>Old</a:t></a:r><a:r><a:t>mill</a:t></a:r>"
    "</a:p></a:graphicData></a:graphic></w:drawing></w:r>"
)


def test_the_words_of_a_shape_are_told(stock: Book) -> None:
    old = marched(stock)
    slug, detail, value = only(returned(stock, old, old + SHAPE))
    assert (slug, value) == ("unknown-structure", "Old mill")
    assert detail.startswith("A drawing with words was added, in “Sampleford”, behind ")


def test_a_file_set_into_the_text_is_told(stock: Book) -> None:
    old = marched(stock) + "</w:p>"
    data = returned(stock, old, f'{old}<w:altChunk r:id="chunk"/>')
    slug, detail, value = only(data)
    assert (slug, value) == ("unknown-structure", "")
    assert detail.startswith("An embedded file was added, in “Sampleford”, behind ")


TITLE = '<w:tblCaption w:val="Key figures"/>'
DESCRIBED = '<w:tblDescription w:val="How many there are"/>'


@pytest.mark.parametrize(
    ("new", "said", "words"),
    [
        (TITLE + DESCRIBED, "A description of a table was added", "How many there are"),
        (TITLE.replace("Key", "Main"), "A title of a table was added", "Main figures"),
    ],
)
def test_what_an_editor_says_a_table_shows_is_told(
    stock: Book, new: str, said: str, words: str
) -> None:
    slug, detail, value = only(returned(stock, TITLE, new))
    assert (slug, value) == ("unknown-structure", words)
    assert detail.startswith(f"{said}, in “Executive summary”, behind “…")


def test_a_program_that_keeps_no_titles_of_tables_changes_nothing(stock: Book) -> None:
    assert read(returned(stock, TITLE, "")) == ([], [])


def test_a_draft_that_tells_of_no_titles_is_held_against_none(stock: Book) -> None:
    story = read_story(stock.docx.read_bytes())
    manifest = found_in(story.parts.values())
    assert manifest
    assert "Key figures" in (manifest.titles or ())
    old = replace(manifest, titles=None)
    assert edits_of(replace(story, parts={}), "returned/a.docx", old) == ([], [])


# Who changed it


def by(data: bytes, author: str, date: str = MOMENT) -> bytes:
    """Return a Word file whose changes of `AUTHOR` are another's."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as package,
        zipfile.ZipFile(target, "w") as fresh,
    ):
        for entry in package.namelist():
            text = package.read(entry)
            text = text.replace(AUTHOR.encode(), author.encode())
            fresh.writestr(entry, text.replace(MOMENT.encode(), date.encode()))
    return target.getvalue()


def test_all_who_changed_a_passage_are_named(stock: Book) -> None:
    data = stock.docx.read_bytes()
    steps = (
        ("march", "parade", "Ann", "2026-03-02"),
        ("Old", "New", "Bob", "2026-03-03"),
        ("12", "14", "Cy", "2026-03-01"),
    )
    for was, now, name, day in steps:
        data = revise(data, [Replace("_crc69974e481_0", was, now)], mode="tracked")
        data = by(data, name, f"{day}T09:30:00Z")
    (edit,), _ = read(data)
    assert edit.editor == "Ann, Bob and Cy"
    assert edit.date == "2026-03-03T09:30:00Z"


@pytest.mark.parametrize("mode", ["tracked", "untracked"])
def test_what_our_redline_marks_is_nobodys_who_edits_it(
    stock: Book, tmp_path: Path, mode: Mode
) -> None:
    root = copied(STOCK, tmp_path / "edition")
    (root / "old.docx").write_bytes(stock.docx.read_bytes())
    city = root / "submissions" / "sampleford.yaml"
    text = city.read_text("utf-8")
    city.write_text(text.replace("12 blocks", "20 blocks"), "utf-8")
    _, made = redline(Folders(root), root / "old.docx", quiet)
    assert made.path
    marked = made.path.read_bytes()
    assert read(marked) == ([], [])
    step = Replace("_crc69974e481_0", "march", "parade")
    data = by(revise(marked, [step], mode=mode), "Jane")
    (edit,), findings = read(data)
    assert findings == []
    assert edit.text == MARCHED.replace("march", "parade").replace("12", "20")
    saved = read_story(data).saved_by
    assert edit.editor == ("Jane" if mode == "tracked" else saved)
