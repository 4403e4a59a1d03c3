"""Finds the faults in a PDF that veraPDF passes over and a reader would meet.

Dictionaries and keys are those of ISO 32000-1 (PDF 1.7).
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pikepdf
from pikepdf import Array, Dictionary, Name, NameTree, NumberTree, Object, Pdf, String

SCHEMES = frozenset({"http", "https", "mailto"})
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
SUBSET = re.compile(r"/[A-Z]{6}\+.+")

# Actions that do more than move the reader, within the book or to a web page (12.6.4).
FORBIDDEN_ACTIONS = frozenset(
    {
        *("/GoToR", "/GoToE", "/Launch", "/JavaScript", "/ImportData", "/SubmitForm"),
        *("/ResetForm", "/Named", "/Hide", "/Thread", "/SetOCGState", "/Trans"),
        *("/Sound", "/Movie", "/Rendition", "/RichMediaExecute", "/GoTo3DView"),
    }
)
FORBIDDEN_KEYS = ("/JS", "/AA", "/EF", "/AF", "/AcroForm", "/XFA")


def lint(pdf: Path) -> tuple[str, ...]:
    """One line for each fault in the PDF."""
    with Pdf.open(pdf) as opened:
        return tuple(fault for rule in RULES for fault in rule(opened))


def syntax_is_sound(pdf: Pdf) -> Iterator[str]:
    """What `qpdf --check` says, and that no password is asked for."""
    yield from pdf.check_pdf_syntax()
    if pdf.is_encrypted:
        yield "the file is encrypted"


def title_and_language_are_set(pdf: Pdf) -> Iterator[str]:
    """The window shows the title, and speech knows the language (14.3.2, 14.9.2, 12.2).

    PDF/UA-1, 7.1 and 7.2; WCAG 2.2, 2.4.2 and 3.1.1.
    """
    if not str(pdf.open_metadata().get("dc:title", "")).strip():
        yield "the metadata has no title"
    language = str(pdf.Root.get("/Lang", ""))
    if not LANGUAGE.fullmatch(language):
        yield f'the language is "{language}", which is no language tag'
    preferences = pdf.Root.get("/ViewerPreferences", Dictionary())
    if not preferences.get("/DisplayDocTitle"):
        yield "DisplayDocTitle is not set: a window would show the file's name"


def is_tagged(pdf: Pdf) -> Iterator[str]:
    """The file says that it is tagged, and has tags (14.7.2, 14.8.1)."""
    if not pdf.Root.get("/MarkInfo", Dictionary()).get("/Marked"):
        yield "the file is not marked as tagged"
    if not pdf.Root.get("/StructTreeRoot", Dictionary()).get("/K"):
        yield "the file has no structure tree"


def fonts_are_embedded_subsets(pdf: Pdf) -> Iterator[str]:
    """Each font program is in the file, and only the glyphs used (9.9, 9.6.4)."""
    for font in _dictionaries(pdf):
        kind = font.get("/Subtype")
        # A Type0 font's program is its descendant's; a Type3 font is drawn by the page.
        if font.get("/Type") != Name.Font or kind in {Name.Type0, Name.Type3}:
            continue
        name = str(font.get("/BaseFont", ""))
        programs = {"/FontFile", "/FontFile2", "/FontFile3"}
        if not programs & set(font.get("/FontDescriptor", Dictionary()).keys()):
            yield f"the font {name} is not embedded"
        elif not SUBSET.fullmatch(name):
            yield f"the font {name} is embedded whole"


def outline_leads_to_pages(pdf: Pdf) -> Iterator[str]:
    """There are bookmarks, each with a title and a page (12.3.3)."""
    items = list(_outline(pdf.Root.get("/Outlines", Dictionary())))
    if not items:
        yield "the file has no outline"
    exists = _destinations(pdf)
    for item in items:
        title = str(item.get("/Title", "")).strip()
        if not title:
            yield "an outline item has no title"
        fault = _leads_astray(item, exists)
        if fault:
            yield f'the outline item "{title}" {fault}'


def links_lead_somewhere(pdf: Pdf) -> Iterator[str]:
    """A link's destination exists, or its address is one of the web (12.3.2, 12.6.4.7).

    PDF/UA-1 asks only that a link is tagged and described.
    """
    exists = _destinations(pdf)
    for place, annotation in _annotations(pdf):
        if annotation.get("/Subtype") != Name.Link:
            yield f"{place}: a {annotation.get('/Subtype')} annotation, not a link"
            continue
        fault = _leads_astray(annotation, exists)
        if fault:
            yield f"{place}: a link {fault}"


def links_are_described(pdf: Pdf) -> Iterator[str]:
    """A link has Contents and a Link tag that holds it (PDF/UA-1, 7.18.5)."""
    tags = dict(_link_tags(pdf))
    tree = pdf.Root.get("/StructTreeRoot", Dictionary()).get("/ParentTree")
    parents = dict(NumberTree(tree).items()) if tree is not None else {}
    for place, link in _annotations(pdf):
        if link.get("/Subtype") != Name.Link:
            continue
        if not str(link.get("/Contents", "")).strip():
            yield f"{place}: a link has no Contents"
        parent = parents.get(int(link.get("/StructParent", -1)))
        if parent is None or tags.get(link.objgen) != parent.objgen:
            yield f"{place}: a link is not in the structure tree"


def nothing_runs(pdf: Pdf) -> Iterator[str]:
    """No script, no program, no form, no file inside (12.6.4, 7.11.4)."""
    names = pdf.Root.get("/Names", Dictionary())
    for name in ("/JavaScript", "/EmbeddedFiles"):
        if name in names:
            yield f"the file has {name} in its name tree"
    for dictionary in _dictionaries(pdf):
        action = str(dictionary.get("/S", ""))
        # The S of a tag is its role; a tag always has a parent P.
        if action in FORBIDDEN_ACTIONS and "/P" not in dictionary:
            yield f"the file has a {action} action"
        for key in FORBIDDEN_KEYS:
            if key in dictionary:
                yield f"the file has a dictionary with {key}"


RULES: tuple[Callable[[Pdf], Iterator[str]], ...] = (
    syntax_is_sound,
    title_and_language_are_set,
    is_tagged,
    fonts_are_embedded_subsets,
    outline_leads_to_pages,
    links_lead_somewhere,
    links_are_described,
    nothing_runs,
)


def _dictionaries(pdf: Pdf) -> Iterator[Object]:
    """Each dictionary of the file once, those of streams too."""
    for found in pdf.objects:
        yield from _dictionaries_inside(found)


def _dictionaries_inside(found: object) -> Iterator[Object]:
    if isinstance(found, pikepdf.Stream):
        found = found.stream_dict
    if isinstance(found, Dictionary):
        yield found
        parts = [part for _, part in found.items()]
    elif isinstance(found, Array):
        parts = list(found)
    else:
        return
    for part in parts:
        if isinstance(part, Dictionary | Array) and not part.is_indirect:
            yield from _dictionaries_inside(part)


def _annotations(pdf: Pdf) -> Iterator[tuple[str, Object]]:
    for number, page in enumerate(pdf.pages, 1):
        for annotation in page.get("/Annots", Array()):
            yield f"page {number}", annotation


def _outline(item: Object) -> Iterator[Object]:
    """The items below one item of the outline, in order."""
    child = item.get("/First")
    while child is not None:
        yield child
        yield from _outline(child)
        child = child.get("/Next")


Exists = Callable[[object], bool]


def _destinations(pdf: Pdf) -> Exists:
    """A function that says whether a destination is a page of the file (12.3.2)."""
    pages = {page.obj.objgen for page in pdf.pages}
    tree = pdf.Root.get("/Names", Dictionary()).get("/Dests")
    named = dict(NameTree(tree).items()) if tree is not None else {}
    older = pdf.Root.get("/Dests", Dictionary())

    def exists(destination: object) -> bool:
        match destination:
            case String() | str():
                return exists(named.get(str(destination)))
            case Name():
                return exists(older.get(destination))
            case Dictionary():
                return exists(destination.get("/D"))
            case Array() if len(destination):
                page = destination[0]
                return isinstance(page, Dictionary) and page.objgen in pages
        return False

    return exists


def _leads_astray(item: Object, exists: Exists) -> str:
    """What is wrong with where a link or an outline item leads, if anything."""
    action = item.get("/A", Dictionary())
    if action.get("/S") == Name.URI:
        return _bad_address(str(action.get("/URI", "")))
    if action and action.get("/S") != Name.GoTo:
        return f"has a {action.get('/S')} action"
    destination = action.get("/D") if action else item.get("/Dest")
    if destination is None:
        return "leads nowhere"
    if not exists(destination):
        if isinstance(destination, String):
            return f'leads to "{destination!s}", which is not in the file'
        return "leads to a page that is not in the file"
    return ""


def _bad_address(address: str) -> str:
    """What is wrong with a web address: its scheme, or a name before the host."""
    parts = urlsplit(address)
    if parts.scheme.lower() not in SCHEMES or "@" in parts.netloc:
        return f'leads to the address "{address}"'
    if not parts.netloc and not parts.path:
        return f'leads to the empty address "{address}"'
    return ""


def _link_tags(pdf: Pdf) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Each annotation that a Link tag holds by an OBJR, with that tag (14.7.4.3)."""
    root = pdf.Root.get("/StructTreeRoot", Dictionary())
    roles = root.get("/RoleMap", Dictionary())
    waiting = [root]
    while waiting:
        tag = waiting.pop()
        kids = tag.get("/K", Array())
        for kid in kids if isinstance(kids, Array) else [kids]:
            if not isinstance(kid, Dictionary):
                continue
            if "/Obj" not in kid:
                waiting.append(kid)
            elif Name.Link in {tag.S, roles.get(str(tag.S))}:
                yield kid.Obj.objgen, tag.objgen
