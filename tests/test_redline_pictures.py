"""Captions, and what pictures show, changed in the Word file."""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from books import PICTURED, TESTS, Book, built, copied
from citybook.findings import Finding
from citybook.manifest import Manifest, Span, found_in, load
from citybook.outcome import MANIFEST
from citybook.readers.redline import edits_of
from citybook.story.file import Story, read_story
from citybook.word_xml import heading_bookmark
from conformance.docx_package import open_docx
from editors import edit, step
from revising import (
    EDITOR,
    MODES,
    Delete,
    Describe,
    Insert,
    Mode,
    Move,
    Paste,
    Replace,
    Step,
    Swap,
    TakeOut,
    revise,
)

CAPTION = "The oak at the market"
OTHER = TESTS / "visual" / "shipped-cover.png"
OAK, TALL = "An oak in front of a brick house", "A tall house between two others"
DISK = "A disk, and beside it two bars"
LAST = "Kim Last"
SHOWS = "exampleton-ia/pictures/1/shows"

Told = tuple[str, str, str, str]
"""Of a finding: the rule, the detail, the value and the hint."""


def last(book: Book) -> Manifest:
    manifest = load((book.folders.output / MANIFEST).read_text("utf-8"))
    assert manifest
    return manifest


def returned(book: Book, steps: Iterable[Step], mode: Mode) -> Story:
    """Return what comes back, saved by somebody else than who tracked the changes."""
    story = read_story(revise(book.docx.read_bytes(), steps, mode=mode))
    return replace(story, saved_by=LAST, saved="2026-04-01T10:00:00Z")


def read(
    book: Book, steps: Iterable[Step], mode: Mode
) -> tuple[list[tuple[str, str, str, str]], list[Told]]:
    story = returned(book, steps, mode)
    edits, findings = edits_of(story, "returned/a.docx", last(book))
    told = [(each.key, each.text, each.editor, str(each.state)) for each in edits]
    return told, [of(finding) for finding in findings]


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {path: package.read(path) for path in package.namelist()}


def zipped(parts: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for path, data in parts.items():
            package.writestr(path, data)
    return target.getvalue()


def of(finding: Finding) -> Told:
    return (finding.rule.slug, finding.detail, finding.value, finding.hint)


# Captions


@pytest.mark.parametrize("mode", MODES)
def test_each_part_of_a_caption_goes_to_its_own_answer(
    pictured: Book, mode: Mode
) -> None:
    steps: list[Step] = [
        Replace(CAPTION, "Class 4", "Class 5"),
        Insert(CAPTION, "Jordan", " B."),
    ]
    who = EDITOR if mode == "tracked" else LAST
    edits, findings = read(pictured, steps, mode)
    caption = "The oak at the **market**, planted by Class 5."
    assert edits == [
        ("exampleton-ia/pictures/1/caption", caption, who, "applied"),
        ("exampleton-ia/pictures/1/credit", "Jordan B. Specimen", who, "applied"),
    ]
    assert findings == []


@pytest.mark.parametrize("mode", MODES)
def test_the_label_of_a_credit_is_told(pictured: Book, mode: Mode) -> None:
    steps = [Replace(CAPTION, "· Photo", "and Picture by")]
    edits, findings = read(pictured, steps, mode)
    assert edits == []
    ((slug, detail, value, hint),) = findings
    assert (slug, value) == ("edit-outside-passage", "and Picture by")
    assert "“· Photo” was taken out." in detail
    assert "templates/flatplan.yaml" in hint


# What pictures show


@pytest.mark.parametrize("mode", MODES)
def test_what_a_picture_shows_is_an_answer_that_the_last_editor_changed(
    pictured: Book, mode: Mode
) -> None:
    state = "waiting" if mode == "bare" else "applied"  # whose it was is a guess
    steps = [Describe(OAK, "An *old* oak"), Describe("A house under", "Main Street")]
    assert read(pictured, steps, mode) == (
        [
            ("exampleton-ia/place/view-shows", "Main Street", LAST, state),
            (SHOWS, r"An \*old\* oak", LAST, state),
        ],
        [],
    )


@pytest.mark.parametrize("mode", MODES)
def test_what_a_picture_of_the_edition_shows_is_a_text_of_it(
    pictured: Book, mode: Mode
) -> None:
    state = "waiting" if mode == "bare" else "applied"  # whose it was is a guess
    steps = [Describe("A disk", "A disk"), Describe("Robin Example", "Robin")]
    assert read(pictured, steps, mode) == (
        [
            ("edition/logo/alternative", "A disk", LAST, state),
            ("edition/quotations/1/portrait/alternative", "Robin", LAST, state),
        ],
        [],
    )


@pytest.mark.parametrize("mode", MODES)
def test_a_picture_of_which_nothing_is_told_any_more_waits(
    pictured: Book, mode: Mode
) -> None:
    assert read(pictured, [Describe(OAK, "")], mode) == (
        [(SHOWS, "", LAST, "waiting")],
        [],
    )


@pytest.mark.parametrize("mode", ["tracked", "untracked"])
def test_a_picture_that_was_taken_out_is_told_with_what_it_shows(
    pictured: Book, mode: Mode
) -> None:
    edits, findings = read(pictured, [TakeOut(OAK), Describe(TALL, "A house")], mode)
    ((key, text, *_),) = edits
    assert (key, text) == ("exampleton-ia/pictures/2/shows", "A house")
    ((slug, detail, value, _),) = findings
    assert (slug, value) == ("changed-picture", "")
    assert detail == f"A picture was taken out, in “Exampleton”. It shows “{OAK}”."


def test_where_names_are_lost_what_is_unclear_is_told(pictured: Book) -> None:
    edits, findings = read(pictured, [TakeOut(OAK), Describe(TALL, "A house")], "bare")
    assert edits == []
    assert [(slug, value) for slug, _, value, _ in findings] == [
        ("changed-picture", value) for value in ("A house", "", "")
    ]
    gone = {detail.partition(". It shows ")[2] for _, detail, *_ in findings}
    assert gone == {"", f"“{OAK}”.", f"“{TALL}”."}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("words", ["Class 4 at the oak", ""])
def test_a_picture_that_was_added_is_told(
    pictured: Book, words: str, mode: Mode
) -> None:
    edits, findings = read(pictured, [Paste(CAPTION, words)], mode)
    assert edits == []
    ((slug, detail, value, _),) = findings
    assert (slug, value) == ("changed-picture", words)
    assert detail.startswith("A picture was added, in “Exampleton”, behind “…")


@pytest.mark.parametrize("mode", MODES)
def test_a_picture_in_the_place_of_another_is_told(pictured: Book, mode: Mode) -> None:
    edits, findings = read(pictured, [Swap(OAK, str(OTHER))], mode)
    assert edits == []
    ((slug, detail, value, _),) = findings
    assert (slug, value) == ("changed-picture", "")
    said = f"Another picture stands where one was that shows “{OAK}”"
    assert detail.startswith(f"{said}, in “Exampleton”, behind “…")


def test_a_figure_in_the_place_of_another_is_told_where_it_was(stock: Book) -> None:
    """Its title is a heading, too, behind the figures in numbers."""
    _, (finding,) = read(stock, [Swap("Bar chart of", str(OTHER))], "untracked")
    assert "in “Executive summary”, behind “…Efforts by kind”" in finding[1]


def test_a_picture_with_new_words_may_be_another_all_the_same(pictured: Book) -> None:
    steps: list[Step] = [Swap(OAK, str(OTHER)), Describe(OAK, "A market")]
    edits, findings = read(pictured, steps, "tracked")
    assert [(key, text) for key, text, *_ in edits] == [(SHOWS, "A market")]
    assert [slug for slug, *_ in findings] == ["changed-picture"]


def test_a_picture_that_a_program_wrote_anew_is_the_same(
    pictured: Book, tmp_path: Path
) -> None:
    """Word does so, too, with more than 220 dots an inch."""
    story = read_story(pictured.docx.read_bytes())
    images = {i.told: i.data for each in story.paragraphs for i in each.images}
    steps: list[Step] = []
    for told in (OAK, DISK):
        with Image.open(io.BytesIO(images[told])) as image:
            size = (image.width * 2 // 3, image.height * 2 // 3)
            path = tmp_path / f"{told}.{image.format}"
            image.resize(size).save(path, quality=60)
        assert path.read_bytes() != images[told]
        steps.append(Swap(told, str(path)))
    assert read(pictured, steps, "untracked") == ([], [])


def test_a_picture_that_is_shown_often_is_read_once(pictured: Book) -> None:
    """So no file can fill the memory by leading to one of its parts again and again."""
    steps = [Swap(OAK, str(OTHER)), Swap(TALL, str(OTHER))]
    data = revise(pictured.docx.read_bytes(), steps, mode="untracked")
    one = parts_of(data)
    links = "word/_rels/document.xml.rels"
    assert b"added90002.png" in one[links]
    one[links] = one[links].replace(b"added90002.png", b"added90001.png")
    story = read_story(zipped(one))
    images = {i.told: i.data for each in story.paragraphs for i in each.images}
    assert images[OAK] == OTHER.read_bytes()
    assert images[OAK] is images[TALL]


def test_a_damaged_picture_holds_up_no_edit(pictured: Book) -> None:
    data = revise(pictured.docx.read_bytes(), [Replace(CAPTION, "4", "5")], mode="bare")
    parts = parts_of(data)
    shown = max((path for path in parts if "/media/" in path), key=parts.__getitem__)
    damaged = zipped(parts)
    at = damaged.index(parts[shown]) + len(parts[shown]) // 2
    damaged = damaged[:at] + bytes([damaged[at] ^ 1]) + damaged[at + 1 :]
    edits, findings = edits_of(read_story(damaged), "returned/a.docx", last(pictured))
    assert [each.key for each in edits] == ["exampleton-ia/pictures/1/caption"]
    assert [each.rule.slug for each in findings] == ["changed-picture"]


def test_a_picture_is_known_at_another_place(pictured: Book) -> None:
    steps: list[Step] = [
        Move("_cr4136622922_0", "Main Street has"),
        Describe(OAK, "An oak"),
    ]
    edits, findings = read(pictured, steps, "untracked")
    assert [key for key, *_ in edits] == [SHOWS]
    assert [slug for slug, *_ in findings] == ["moved-passage", "moved-passage"]


def test_where_an_answer_tells_of_two_pictures_both_changes_are_told(
    pictured: Book,
) -> None:
    manifest = last(pictured)
    paragraphs = tuple(
        replace(each, images=tuple(replace(i, key=SHOWS) for i in each.images))
        for each in manifest.paragraphs
    )
    story = returned(pictured, [Describe(OAK, "1"), Describe(TALL, "2")], "untracked")
    story = replace(story, parts={})
    both = replace(manifest, paragraphs=paragraphs)
    edits, findings = edits_of(story, "returned/a.docx", both)
    assert [(each.key, each.text) for each in edits] == [(SHOWS, "1")]
    assert [(f.rule.slug, f.value) for f in findings] == [("unclear-edit", "2")]


def test_a_file_of_which_some_of_that_is_not_read_is_refused(pictured: Book) -> None:
    story = returned(pictured, [], "untracked")
    paragraphs = tuple(replace(each, images=()) for each in story.paragraphs)
    less = replace(story, paragraphs=paragraphs)
    _, findings = edits_of(less, "returned/a.docx", last(pictured))
    assert [each.rule.slug for each in findings] == ["unbalanced-edits"]


def test_the_manifest_tells_what_pictures_show(pictured: Book) -> None:
    manifest = last(pictured)
    images = [image for each in manifest.paragraphs for image in each.images]
    assert (images[3].name, images[3].key) == ("exampleton-ia/pictures/1/file", SHOWS)
    assert images[3].told == OAK
    assert load(manifest.dump()) == manifest
    old = replace(
        manifest,
        titles=None,
        paragraphs=tuple(
            replace(each, images=tuple(replace(i, look="") for i in each.images))
            for each in manifest.paragraphs
        ),
    )
    assert load(old.dump()) == old
    assert '"titles"' not in old.dump()
    assert f'"{SHOWS}", "{OAK}"]' in old.dump()
    assert manifest.sources[SHOWS] == "exampleton/form.yaml:14:12"


# Figures

NOTE = "One effort is not shown"
KIND = "templates/figures/efforts-by-kind.vl.yaml"
COLUMNS = (
    "Column chart of three cities in one state and Guam. The most cities, two, are in "
    "Iowa."
)
ONE = "One state or territory has one city."
IN = "of a figure was changed, in “{}”."
FIGURES: Sequence[tuple[Step, str, str, str]] = (
    (
        Replace(heading_bookmark("figure/map"), "Where", "There"),
        f"The title {IN} “Where” was taken out.",
        "There",
        "Change “title” in templates/figures/map.vl.yaml",
    ),
    (
        Replace(NOTE, "not shown", "left out"),
        f"The note {IN} “not shown:” was taken out.",
        "left out:",
        f"Change “notes” or “source” in {KIND}",
    ),
    (
        Insert(NOTE, "cities’ answers.", " All of them."),
        f"The note {IN}",
        "All of them.",
        f"Change “notes” or “source” in {KIND}",
    ),
    (
        Delete(heading_bookmark("figure/map"), " the cities"),
        f"The title {IN} “the cities” was taken out.",
        "",
        "Change “title” in templates/figures/map.vl.yaml",
    ),
    (
        Describe(ONE, f"{COLUMNS} It is."),
        f"The alternative text {IN} “{ONE}” was taken out.",
        "It is.",
        "Change “alternative” in templates/figures/cities-by-state.vl.yaml",
    ),
)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("case", range(len(FIGURES)))
def test_what_templates_say_of_a_figure_is_told_with_its_file(
    stock: Book, case: int, mode: Mode
) -> None:
    change, detail, value, hint = FIGURES[case]
    edits, findings = read(stock, [change], mode)
    assert edits == []
    place = "Participating cities" if ONE in detail else "Executive summary"
    detail = detail.format(place)
    expected = f"{hint}; what is counted in it stays."
    assert findings == [("edit-outside-passage", detail, value, expected)]


def test_a_manifest_that_names_no_part_of_a_figure_ends_nothing(stock: Book) -> None:
    manifest = last(stock)
    notes = "figure/efforts-by-kind/notes"
    paragraphs = tuple(
        replace(each, spans=(Span(0, len(each.text), "figure/odd"),))
        if notes in {span.key for span in each.spans}
        else each
        for each in manifest.paragraphs
    )
    story = returned(stock, [Replace(NOTE, "not shown", "left out")], "tracked")
    odd = replace(manifest, paragraphs=paragraphs)
    edits, findings = edits_of(replace(story, parts={}), "returned/a.docx", odd)
    assert edits == []
    (finding,) = findings
    assert finding.hint.startswith("Change it in templates/figures/odd.vl.yaml")


# The book


def test_the_next_book_has_what_was_changed(pictured: Book, tmp_path: Path) -> None:
    root = copied(PICTURED, tmp_path / "edition")
    steps: list[Step] = [
        Describe(OAK, "An oak, and a “house”"),
        Describe("A disk", "A disk & a bar"),
        Describe("Robin Example", "Robin Example, smiling"),
        Replace(CAPTION, "Class 4", "Class 5"),
    ]
    folder = root / "submissions" / "returned"
    folder.mkdir()
    draft = revise(pictured.docx.read_bytes(), steps, mode="tracked")
    (folder / "pat.docx").write_bytes(draft)
    book = built(root)
    slugs = [each.rule.slug for each in book.outcome.findings]
    assert slugs.count("edited-answer") == 4
    body = open_docx(book.docx).body()
    told = [node.get("descr") for node in body.iter("{*}docPr")]
    expected = {"An oak, and a “house”", "A disk & a bar", "Robin Example, smiling"}
    assert expected <= set(told)
    assert "planted by Class 5." in "".join(map(str, body.itertext()))
    # It is the base of the next round, and nothing of it comes back again.
    manifest = found_in(read_story(book.docx.read_bytes()).parts.values())
    assert manifest
    assert read(book, [], "untracked") == ([], [])


# LibreOffice


def test_libreoffice_keeps_what_pictures_show(pictured: Book, tmp_path: Path) -> None:
    for tracked in (True, False):
        path = tmp_path / f"{tracked}.docx"
        edit(pictured.docx, path, [], tracked=tracked, author="Ann Editor")
        story = read_story(path.read_bytes())
        assert edits_of(story, "returned/a.docx", None) == ([], [])


def test_what_an_editor_describes_in_libreoffice_is_an_edit(
    pictured: Book, stock: Book, tmp_path: Path
) -> None:
    told: list[object] = []
    for book, words in ((pictured, OAK), (stock, "Bar chart of")):
        path = tmp_path / "described.docx"
        steps = [step("describe", words=words, new="New words, all of them.")]
        edit(book.docx, path, steps, tracked=True, author="Ann Editor")
        story = read_story(path.read_bytes())
        edits, findings = edits_of(story, "returned/a.docx", None)
        told += [(each.key, each.text, each.editor) for each in edits]
        told += [(each.rule.slug, each.value) for each in findings]
    assert told == [
        (SHOWS, "New words, all of them.", "Ann Editor"),
        ("edit-outside-passage", "New words, all of them."),
    ]


def test_a_picture_that_an_editor_replaces_in_libreoffice_is_told(
    pictured: Book, tmp_path: Path
) -> None:
    path = tmp_path / "replaced.docx"
    steps = [step("swap", words=OAK, file=str(OTHER))]
    edit(pictured.docx, path, steps, tracked=True, author="Ann Editor")
    edits, (finding,) = edits_of(read_story(path.read_bytes()), "a.docx", None)
    assert (edits, finding.rule.slug) == ([], "changed-picture")
    assert f"Another picture stands where one was that shows “{OAK}”" in finding.detail
