"""Word files read as paragraphs: what programs write that Word itself would not."""

import io
import zipfile

import pytest

from citybook.story.file import Comment, Story, read_characters, read_story
from citybook.story.marks import marked_text
from citybook.story.model import Anchor, Fate, Paragraph, Spot

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_EXTENDED = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
_KINDS = {name: f"{_OFFICE}/{name}" for name in ("styles", "comments")}
_SPACES = (
    f'xmlns:w="{_MAIN}" xmlns:r="{_OFFICE}"'
    ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    ' xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
)


def story_of(body: str, **parts: str) -> Story:
    """Return what a Word file says that has this body and these parts."""
    buffer = io.BytesIO()
    kinds = _KINDS | {"commentsExtended": _EXTENDED}
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr(
            "_rels/.rels", _relations({"document": f"{_OFFICE}/officeDocument"})
        )
        package.writestr(
            "_rels/document.xml.rels", _relations({name: kinds[name] for name in parts})
        )
        body = f"<w:document {_SPACES}><w:body>{body}</w:body></w:document>"
        package.writestr("document.xml", body)
        for name, inner in parts.items():
            root = "w15:commentsEx" if name == "commentsExtended" else f"w:{name}"
            package.writestr(f"{name}.xml", f"<{root} {_SPACES}>{inner}</{root}>")
    story = read_story(buffer.getvalue())
    assert read_characters(story.paragraphs) == story.characters
    return story


def _relations(kinds: dict[str, str]) -> str:
    inner = "".join(
        f'<Relationship Id="{name}" Type="{kind}" Target="{name}.xml"/>'
        for name, kind in kinds.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}">{inner}</Relationships>'


def paragraph(inner: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def run(text: str, properties: str = "") -> str:
    kept = f'<w:t xml:space="preserve">{text}</w:t>'
    return f"<w:r><w:rPr>{properties}</w:rPr>{kept}</w:r>"


def start(number: int, name: str) -> str:
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'


def end(number: int) -> str:
    return f'<w:bookmarkEnd w:id="{number}"/>'


def anchors(paragraphs: tuple[Paragraph, ...]) -> list[list[str]]:
    return [[anchor.name for anchor in each.anchors] for each in paragraphs]


def test_a_bookmark_over_paragraphs_stands_in_each_of_them() -> None:
    story = story_of(
        paragraph(run("Lead ") + start(1, "a") + run("one"))
        + paragraph(run("two"))
        + paragraph(run("three") + end(1) + run(" tail"))
        + paragraph(run("four"))
    )
    assert [each.anchors for each in story.paragraphs] == [
        (Anchor("a", 5, 8),),
        (Anchor("a", 0, 3),),
        (Anchor("a", 0, 5),),
        (),
    ]


def test_a_bookmark_that_begins_twice_and_ends_once_ends_there() -> None:
    # LibreOffice 7.4, where a paragraph with a bookmark was split
    story = story_of(
        paragraph(start(1, "a") + run("One."))
        + paragraph(run("Two."))
        + paragraph(start(2, "a") + run("Three.") + end(2))
        + paragraph(start(3, "b") + run("Four.") + end(3))
    )
    assert anchors(story.paragraphs) == [["a"], ["a"], ["a"], ["b"]]


def test_a_bookmark_that_never_ends_ends_with_its_paragraph() -> None:
    # LibreOffice 7.4, where a tracked move was accepted
    story = story_of(
        paragraph(start(1, "a") + start(2, "a") + run("One.")) + paragraph(run("Two."))
    )
    assert anchors(story.paragraphs) == [["a"], []]


TABLE_STYLE = """<w:style w:type="table" w:styleId="t"><w:name w:val="t"/>
<w:tblStylePr w:type="firstCol"><w:rPr><w:b/></w:rPr></w:tblStylePr>
<w:tblStylePr w:type="lastRow"><w:rPr><w:i/></w:rPr></w:tblStylePr></w:style>"""


def table(look: str, cells: list[list[str]]) -> str:
    rows = "".join(
        f"<w:tr>{''.join(f'<w:tc>{paragraph(cell)}</w:tc>' for cell in row)}</w:tr>"
        for row in cells
    )
    style = f'<w:tblStyle w:val="t"/><w:tblLook {look}/>'
    return f"<w:tbl><w:tblPr>{style}</w:tblPr>{rows}</w:tbl>"


@pytest.mark.parametrize(
    "look",
    ['w:firstColumn="1" w:lastRow="1"', 'w:val="00C0"', 'w:val="0" w:firstColumn="1"'],
)
def test_what_a_tables_style_makes_bold_is_no_look_of_its_own(look: str) -> None:
    # LibreOffice writes the look of the style into each run.
    written = [[run("a"), run("b")], [run("c"), run("d", "<w:b/>")]]
    saved = [[run("a", "<w:b/>"), run("b")], [run("c", "<w:b/>"), run("d", "<w:b/>")]]
    expected = ["a", "b", "c", "**d**"]
    for cells in (written, saved):
        story = story_of(table(look, cells), styles=TABLE_STYLE)
        assert [marked_text(each.runs) for each in story.paragraphs] == expected


def test_a_table_may_leave_the_parts_of_its_style_undressed() -> None:
    cells = [[run("a", "<w:b/>"), run("b")], [run("c"), run("d", "<w:i/>")]]
    story = story_of(table('w:val="0000"', cells), styles=TABLE_STYLE)
    expected = ["**a**", "b", "c", "*d*"]
    assert [marked_text(each.runs) for each in story.paragraphs] == expected


def test_comments_stand_on_words_or_at_a_place() -> None:
    point = '<w:r><w:commentReference w:id="{}"/></w:r>'
    begun, ended = '<w:commentRangeStart w:id="7"/>', '<w:commentRangeEnd w:id="7"/>'
    story = story_of(
        paragraph(run("One ") + begun + run("two"))
        + paragraph(run("three") + ended + point.format(7) + point.format(8))
    )
    assert [each.comments for each in story.paragraphs] == [
        (Anchor("7", 4, 7),),
        (Anchor("7", 0, 5), Anchor("8", 5, 5)),
    ]


def test_comments_tell_whom_they_answer_and_whether_they_are_resolved() -> None:
    notes = "".join(
        f'<w:comment w:id="{number}" w:author="{author}" w:date="d">'
        f"<w:p><w:r><w:t>One</w:t></w:r></w:p>"
        f'<w:p w14:paraId="{mark}"><w:r><w:t>two</w:t></w:r></w:p></w:comment>'
        for number, author, mark in ((1, "Ann", "A"), (2, "Bob", "B"), (3, "Cy", "C"))
    )
    threads = (
        '<w15:commentEx w15:paraId="A" w15:done="1"/>'
        '<w15:commentEx w15:paraId="B" w15:paraIdParent="A" w15:done="0"/>'
    )
    story = story_of(paragraph(run("x")), comments=notes, commentsExtended=threads)
    assert story.comments == (
        Comment("1", "Ann", "d", "One\ntwo", is_resolved=True),
        Comment("2", "Bob", "d", "One\ntwo", answers="1"),
        Comment("3", "Cy", "d", "One\ntwo"),
    )


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("https://a.example", "https://a.example/"),
        ("https://a.example?q=1", "https://a.example/?q=1"),
        ("https://a.example/%c3%a9%20b/", "https://a.example/é b/"),
        ("mailto:clerk@a.example", "mailto:clerk@a.example"),
    ],
)
def test_an_address_is_the_same_however_a_program_spells_it(
    ours: str, theirs: str
) -> None:
    texts = []
    for typed in (ours, theirs):
        begun = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        code = f'<w:r><w:instrText>HYPERLINK "{typed}"</w:instrText></w:r>'
        parted = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        ended = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        story = story_of(paragraph(begun + code + parted + run("it") + ended))
        texts.append(marked_text(story.paragraphs[0].runs))
    assert texts[0] == texts[1]
    assert " " not in texts[0]


def test_changes_are_told_by_run_and_by_paragraphs_end() -> None:
    by = 'w:id="1" w:author="Ann" w:date="d"'
    inserted = f"<w:ins {by}>{run('new ')}</w:ins>"
    gone = f"<w:moveFrom {by}>{run('old ')}</w:moveFrom>"
    passing = f"<w:ins {by}><w:del {by}>{run('brief ')}</w:del></w:ins>"
    story = story_of(
        paragraph(run("a"), f"<w:rPr><w:ins {by}/></w:rPr>")
        + paragraph(inserted + gone + passing + run("b"))
    )
    first, second = story.paragraphs
    assert (first.end, second.end) == (Fate.INSERTED, Fate.KEPT)
    fates = [Fate.INSERTED, Fate.DELETED, Fate.PASSING, Fate.KEPT]
    assert [each.fate for each in second.runs] == fates
    assert {each.author for each in (*first.everyone, *second.everyone)} == {"Ann"}


# Pictures, cells


_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_DRAWN = (
    f'xmlns:wp="{_DRAWING}/wordprocessingDrawing" xmlns:a="{_DRAWING}/main"'
    f' xmlns:pic="{_DRAWING}/picture"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
_PICTURE = "<a:graphic><a:graphicData><pic:pic/></a:graphicData></a:graphic>"


def drawn(told: str = "", inner: str = _PICTURE, *, title: str = "") -> str:
    told = f'<wp:docPr id="1" name="n" title="{title}" descr="{told}"/>'
    return f"<w:drawing {_DRAWN}><wp:inline>{told}{inner}</wp:inline></w:drawing>"


def boxed(inner: str) -> str:
    return f"<a:graphic><w:txbxContent>{inner}</w:txbxContent></a:graphic>"


def test_a_picture_tells_what_it_shows_and_what_became_of_it() -> None:
    gone = f"<w:del w:id='1'><w:r>{drawn('An elm')}</w:r></w:del>"
    titled = drawn(" in&#10;May ", title="Oak")
    new = f"<w:ins w:id='2'><w:r>{titled}</w:r></w:ins>"
    silent = f"<w:r>{drawn()}</w:r>"
    (read,) = story_of(paragraph(gone + new + silent)).paragraphs
    assert [(each.told, each.fate) for each in read.images] == [
        ("An elm", Fate.DELETED),
        ("Oak in\nMay", Fate.INSERTED),
        ("", Fate.KEPT),
    ]


def test_a_drawing_is_told_of_only_where_words_tell_of_it() -> None:
    shape = "<a:graphic><a:graphicData/></a:graphic>"
    inner = f"<w:r>{drawn('', shape)}{drawn('An arrow', shape)}</w:r>"
    (read,) = story_of(paragraph(inner)).paragraphs
    assert [each.told for each in read.images] == ["An arrow"]


def test_a_picture_in_a_text_box_or_in_two_forms_is_told_of_once() -> None:
    inside = paragraph(f"<w:r>{drawn('Inside')}</w:r>")
    outside = f"<w:r>{drawn('Outside', boxed(inside))}</w:r>"
    choice = f"<mc:Choice>{drawn('Twice')}</mc:Choice>"
    fallback = f"<mc:Fallback>{drawn('Twice')}</mc:Fallback>"
    both = f"<mc:AlternateContent {_DRAWN}>{choice}{fallback}</mc:AlternateContent>"
    story = story_of(paragraph(f"{outside}<w:r>{both}</w:r>"))
    told = [[each.told for each in read.images] for read in story.paragraphs]
    assert told == [["Inside"], ["Outside", "Twice"]]


def test_a_paragraph_of_a_table_knows_its_cell() -> None:
    def cell(inner: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"

    def row(*cells: str, mark: str = "") -> str:
        return f"<w:tr><w:trPr>{mark}</w:trPr>{''.join(cells)}</w:tr>"

    words = paragraph(run("x"))
    wide = cell(words, '<w:gridSpan w:val="2"/>')
    gone = cell(words, '<w:cellDel w:id="1"/>')
    nested = cell(f"<w:tbl>{row(cell(words))}</w:tbl>{words}")
    rows = row(wide, gone) + row(cell(words * 2), mark='<w:del w:id="2"/>')
    story = story_of(f"<w:tbl>{rows}{row(nested)}</w:tbl>{words}")
    spots = [each.spot for each in story.paragraphs]
    assert spots == [
        Spot(1, 0, 0),
        Spot(1, 0, 2, stays=False),
        Spot(1, 1, 0, stays=False),
        Spot(1, 1, 0, stays=False),
        Spot(2, 0, 0),
        Spot(1, 2, 0),
        None,
    ]
