"""Small files without a fault, as PDF and as DOCX, for the tests of this package."""

import warnings
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import docx
import weasyprint
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.parser import parse_xml
from lxml import etree

NAMESPACES = " ".join(
    f'xmlns:{prefix}="http://schemas.openxmlformats.org/{path}"'
    for prefix, path in {
        "w": "wordprocessingml/2006/main",
        "r": "officeDocument/2006/relationships",
        "wp": "drawingml/2006/wordprocessingDrawing",
    }.items()
)

PAGE = """
    @page { size: 300pt 400pt; margin: 50pt;
            @top-center { content: "Running head" }
            @bottom-center { content: counter(page) } }
    @font-face { font-family: Book; src: url(FONT) }
    html { font-family: Book }
    aside { float: right; width: 80pt }
"""

CHAPTER = """
    <h1 id="albany">Albany</h1>
    <p>The city planted a <a href="#trees">thousand trees</a>; see
    <a href="https://example.org/trees">the count</a>.</p>
    <aside><p>Shade is a service.</p></aside>
    <h2 id="trees">Trees</h2>
    <ul><li>Oaks</li><li>Elms</li></ul>
"""

# The body of the sample DOCX: headings, a bookmark, links, fields, a list and a table.
BODY = """
    <w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>
      <w:bookmarkStart w:id="1" w:name="albany"/><w:r><w:t>Albany</w:t></w:r>
      <w:bookmarkEnd w:id="1"/></w:p>
    <w:p><w:r><w:t xml:space="preserve">Planted a </w:t></w:r>
      <w:hyperlink w:anchor="albany"><w:r><w:t>thousand trees</w:t></w:r></w:hyperlink>
      <w:r><w:t xml:space="preserve">, page </w:t></w:r>
      <w:fldSimple w:instr=" PAGEREF albany \\h "><w:r><w:t>7</w:t></w:r></w:fldSimple>
      <w:r><w:t xml:space="preserve"> by </w:t></w:r>
      <w:r><w:fldChar w:fldCharType="begin"/></w:r>
      <w:r><w:instrText> HYPERLINK \\l "albany" </w:instrText></w:r>
      <w:r><w:fldChar w:fldCharType="separate"/></w:r>
      <w:r><w:t>hand</w:t></w:r>
      <w:r><w:fldChar w:fldCharType="end"/></w:r>
      <w:r><w:t>.</w:t></w:r></w:p>
    <w:p><w:pPr><w:pStyle w:val="Heading2"/></w:pPr><w:r><w:t>Trees</w:t></w:r></w:p>
    <w:p><w:pPr><w:pStyle w:val="ListBullet"/></w:pPr><w:r><w:t>Oaks</w:t></w:r></w:p>
    <w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/></w:tblPr>
      <w:tblGrid><w:gridCol w:w="900"/><w:gridCol w:w="900"/></w:tblGrid>
      <w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p/></w:tc></w:tr>
      <w:tr><w:tc><w:p><w:r><w:t>Elms</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr>
    </w:tbl>
"""


def book_pdf(path: Path, *, chapter: str = CHAPTER, variant: str | None) -> Path:
    """A PDF of one chapter: tagged when it is of the variant pdf/ua-1 or pdf/a-2a."""
    font = _font_folder() / "SourceSerifPro-Regular.ttf"
    page = PAGE.replace("FONT", font.as_uri())
    head = f"<title>Trees of Albany</title><style>{page}</style>"
    html = f"<html lang=en><head>{head}</head><body>{chapter}</body></html>"
    with warnings.catch_warnings():
        # WeasyPrint 70 leaves the color profile of PDF/A open.
        warnings.simplefilter("ignore", ResourceWarning)
        weasyprint.HTML(string=html).write_pdf(path, pdf_variant=variant)
    return path


def _font_folder() -> Path:
    """The folder of a font that is always there: a machine's own may be any or none."""
    spec = find_spec("font_source_serif_pro")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "files"


def book_docx(
    path: Path,
    *,
    more: str = "",
    change: Callable[[Document], None] | None = None,
) -> Path:
    """The sample DOCX with more XML at the end of its body, and any other change."""
    document = docx.Document()
    section = document.element.body[-1]
    for element in xml(BODY + more):
        section.addprevious(element)
    if change is not None:
        change(document)
    document.save(str(path))
    return path


def xml(fragment: str) -> list[etree._Element]:
    """The elements of a fragment written with the usual prefixes."""
    return list(parse_xml(f"<fragment {NAMESPACES}>{fragment}</fragment>"))


def relate(document: Document, kind: str, target: str) -> str:
    """The id of a new relationship to something outside the file."""
    return document.part.relate_to(
        target, getattr(RELATIONSHIP_TYPE, kind), is_external=True
    )
