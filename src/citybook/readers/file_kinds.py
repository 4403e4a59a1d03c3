"""What a file is, told by its bytes; its name only settles what they leave open."""

import io
import re
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from enum import StrEnum
from pathlib import PurePath

from citybook.archive import BROKEN_ZIP, OddArchiveError, refuse_odd
from citybook.findings import Finding, found
from citybook.manifest import ROOT
from citybook.readers.plain_text import decoded, delimiter_of, is_like_yaml, is_text
from citybook.source import LINES, Source

SAVE_AS = "Open it in Excel and save it as “Excel Workbook (.xlsx)”."
EXPORT = "In Numbers, choose File > Export To > Excel."
UNPACK = "Unpack it and put the files in it here."
COPY = "Copy the answers into the blank form, output/form.xlsx."
EMPTY = "The file is empty."
SEND_AGAIN = "Ask the city to send it again."
UNLOCK = "Open it with its password, remove the password, and save it again."
LOCKED = "The file is protected by a password."


class Kind(StrEnum):
    """What a file can be, in words."""

    WORKBOOK = "an Excel workbook (.xlsx)"
    BINARY_WORKBOOK = "a binary Excel workbook (.xlsb)"
    OLD_WORKBOOK = "an Excel 97 workbook (.xls)"
    OPEN_SPREADSHEET = "an OpenDocument spreadsheet (.ods)"
    TABLE = "a text file with a table (.csv)"
    YAML = "a YAML text file"
    EMPTY = "empty"
    LOCKED = "protected by a password"
    WORD = "a Word document"
    OLD_WORD = "an old Word document (.doc)"
    POWERPOINT = "a PowerPoint presentation"
    OPEN_TEXT = "an OpenDocument text"
    OPEN_DOCUMENT = "an OpenDocument file"
    APPLE = "a file of an Apple program"
    OLD_OFFICE = "of an old Office format"
    MAIL = "a message saved by Outlook"
    PDF = "a PDF"
    RTF = "an RTF document"
    PICTURE = "a picture"
    ARCHIVE = "a zip archive"
    PACKED = "a packed archive"
    WEB_PAGE = "a web page"
    XML = "an XML file"
    TEXT = "a text file"
    UNKNOWN = "damaged, or of an unknown kind"


_ENDINGS: Mapping[Kind, frozenset[str]] = {
    Kind.WORKBOOK: frozenset({".xlsx", ".xlsm", ".xltx", ".xltm"}),
    Kind.BINARY_WORKBOOK: frozenset({".xlsb"}),
    Kind.OLD_WORKBOOK: frozenset({".xls", ".xlt"}),
    Kind.OPEN_SPREADSHEET: frozenset({".ods", ".ots"}),
    Kind.TABLE: frozenset({".csv", ".tsv", ".tab"}),
    Kind.YAML: frozenset({".yaml", ".yml"}),
}
"""What the files that are read are usually named."""
PICTURES = frozenset(
    {".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".heic", ".webp"}
)
TEXTS = _ENDINGS[Kind.TABLE] | _ENDINGS[Kind.YAML]
ENDINGS = frozenset[str]().union(*_ENDINGS.values())
WORKBOOKS = ENDINGS - TEXTS

_REMEDIES: Mapping[Kind, str] = {
    **dict.fromkeys((Kind.WEB_PAGE, Kind.XML, Kind.TEXT, Kind.UNKNOWN), SAVE_AS),
    **dict.fromkeys((Kind.OPEN_DOCUMENT, Kind.OLD_OFFICE), SAVE_AS),
    **dict.fromkeys((Kind.WORD, Kind.OLD_WORD, Kind.POWERPOINT, Kind.MAIL), COPY),
    **dict.fromkeys((Kind.OPEN_TEXT, Kind.PDF, Kind.RTF, Kind.PICTURE), COPY),
    **dict.fromkeys((Kind.ARCHIVE, Kind.PACKED), UNPACK),
    Kind.APPLE: EXPORT,
    Kind.LOCKED: UNLOCK,
}
_BY_ENDING: Mapping[str, str] = {
    **dict.fromkeys((".fods",), SAVE_AS),
    **dict.fromkeys((".numbers",), EXPORT),
    **dict.fromkeys((".zip", ".7z", ".rar", ".tar", ".gz", ".tgz"), UNPACK),
    **dict.fromkeys((".doc", ".docx", ".odt", ".rtf", ".pages", ".pdf"), COPY),
    **dict.fromkeys((".ppt", ".pptx", ".txt", ".md", ".htm", ".html"), COPY),
    **dict.fromkeys((".eml", ".msg", *sorted(PICTURES)), COPY),
}
"""Remedies for files whose name says more than their bytes."""

_STARTS = (
    (b"%PDF", Kind.PDF),
    (b"{\\rtf", Kind.RTF),
    (b"\x89PNG", Kind.PICTURE),
    (b"\xff\xd8\xff", Kind.PICTURE),
    (b"GIF8", Kind.PICTURE),
    (b"BM", Kind.PICTURE),
    (b"II*\0", Kind.PICTURE),
    (b"MM\0*", Kind.PICTURE),
    (b"7z\xbc\xaf\x27\x1c", Kind.PACKED),
    (b"Rar!", Kind.PACKED),
    (b"\x1f\x8b", Kind.PACKED),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# [MS-CFB] 2.6.1: the names of an OLE file's streams stand in UTF-16 in its directory.
_STREAMS = (
    ("EncryptedPackage", Kind.LOCKED),  # [MS-OFFCRYPTO] 2.3
    ("WordDocument", Kind.OLD_WORD),
    ("PowerPoint Document", Kind.POWERPOINT),
    ("__substg1.0_", Kind.MAIL),
    ("Workbook", Kind.OLD_WORKBOOK),
    ("Book", Kind.OLD_WORKBOOK),
)
_PARTS = (
    ("word/document.xml", Kind.WORD),
    ("ppt/presentation.xml", Kind.POWERPOINT),
    ("xl/workbook.bin", Kind.BINARY_WORKBOOK),
    ("xl/workbook.xml", Kind.WORKBOOK),
    ("Index/Document.iwa", Kind.APPLE),
    ("Index.zip", Kind.APPLE),
    ("[Content_Types].xml", Kind.WORKBOOK),
)
_OPEN = "application/vnd.oasis.opendocument."
_ENDING = re.compile(r"\.\w+")
"""“City of St. Paul” has none."""


def ending_of(name: str) -> str:
    """Return the ending of a file's name in small letters, if it has one."""
    suffix = PurePath(name).suffix.lower()
    return suffix if _ENDING.fullmatch(suffix) else ""


def kind_of(data: bytes, ending: str) -> Kind:
    """Return what a file is; the ending of its name settles what a text may be."""
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        return Kind.EMPTY
    if data.startswith(b"PK"):
        return _zipped(data, ending)
    if data.startswith(_OLE):
        streams = (kind for name, kind in _STREAMS if name.encode("utf-16-le") in data)
        return next(streams, Kind.OLD_OFFICE)
    for start, kind in _STARTS:
        if data.startswith(start) and not (kind is Kind.PICTURE and is_text(data)):
            return kind
    if data[4:12] in (b"ftypheic", b"ftypmif1") or data[8:12] == b"WEBP":
        return Kind.PICTURE
    return _text(data, ending) if is_text(data) else Kind.UNKNOWN


def _zipped(data: bytes, ending: str) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = frozenset(package.namelist())
            if "mimetype" in names or "content.xml" in names:
                return _open_document(package, names)
    except BROKEN_ZIP:
        # Whoever reads workbooks tells that only a part of it arrived.
        return Kind.WORKBOOK if ending in WORKBOOKS else Kind.UNKNOWN
    parts = (kind for name, kind in _PARTS if name in names)
    return next(parts, Kind.ARCHIVE)


def _open_document(package: zipfile.ZipFile, names: frozenset[str]) -> Kind:
    # OpenDocument 1.2 part 3, 3.3 and 4.8.1: what it is, and whether it is encrypted.
    declared = _start(package, "mimetype") if "mimetype" in names else ""
    manifest = "META-INF/manifest.xml"
    if manifest in names and "encryption-data" in _start(package, manifest):
        return Kind.LOCKED
    if declared.startswith(f"{_OPEN}spreadsheet"):
        return Kind.OPEN_SPREADSHEET
    if declared.startswith(f"{_OPEN}text"):
        return Kind.OPEN_TEXT
    return Kind.OPEN_DOCUMENT if "content.xml" in names else Kind.ARCHIVE


def _start(package: zipfile.ZipFile, name: str) -> str:
    with package.open(name) as part:
        return part.read(100_000).decode("utf-8", "replace").strip()


def _text(data: bytes, ending: str) -> Kind:
    text = decoded(data[:80_000]).text.lstrip("\ufeff")
    opening = text[:1_000].lstrip().lower()
    if opening.startswith(("<!doctype html", "<html", "<table", "<head")):
        return Kind.WEB_PAGE
    if opening.startswith(("<?xml", "<")):
        return Kind.WEB_PAGE if "<html" in opening else Kind.XML
    if ending in _ENDINGS[Kind.TABLE]:
        return Kind.YAML if is_like_yaml(text) else Kind.TABLE
    if ending in _ENDINGS[Kind.YAML]:
        return Kind.TABLE if _is_table(text) else Kind.YAML
    if ending in WORKBOOKS or ending in ("", ".txt"):
        has_lines = len(text.strip().splitlines()) > 1
        if has_lines and is_like_yaml(text):
            return Kind.YAML
        return Kind.TABLE if _is_table(text) else Kind.TEXT
    return Kind.TEXT


def _is_table(text: str) -> bool:
    """Tell whether a text is a table beyond doubt, and no list of keys."""
    first, *others = text.strip().splitlines()
    delimiter = delimiter_of(text)
    is_parted = bool(delimiter) and (delimiter in first or first.startswith("sep="))
    return bool(others) and is_parted and ":" not in first and not is_like_yaml(text)


def misnamed(kind: Kind, source: Source) -> tuple[Finding, ...]:
    """Return a note for a file that is read but has the name of another kind."""
    ending = ending_of(source.file)
    if ending in _ENDINGS[kind]:
        return ()
    named = f"The file is named {ending}" if ending else "The file's name has no ending"
    return (found("other-ending", source, f"{named}, but it is {kind}."),)


def unread(kind: Kind, source: Source, data: bytes = b"") -> Finding:
    """Return a finding for a file that no reader takes, saying what it is."""
    ending = ending_of(source.file)
    if kind is Kind.UNKNOWN and ending in TEXTS and b"\0" in data:
        return _with_zeros(source, data)
    if kind is Kind.EMPTY:
        slug = "no-answers" if ending in TEXTS else "unreadable-file"
        return found(slug, source, EMPTY, remedy=SEND_AGAIN)
    if kind is Kind.LOCKED:
        return found("unreadable-file", source, LOCKED, remedy=UNLOCK)
    if kind is Kind.WORD and _is_draft(data):
        return found("misplaced-draft", source)
    remedy = _REMEDIES.get(kind, "")
    if ending in WORKBOOKS:
        detail = f"The file is no workbook; it is {kind}."
        return found("unreadable-file", source, detail, remedy=remedy)
    if kind in (Kind.TEXT, Kind.UNKNOWN) and not ending:
        detail = "The file's name has no ending."
        remedy = "Add .xlsx if it is a workbook, or .yaml if it is such a text file."
    elif kind in (Kind.TEXT, Kind.UNKNOWN):
        detail = f"“{PurePath(source.file).suffix}” files cannot be read."
        remedy = _BY_ENDING.get(ending, "")
    elif ending in TEXTS:
        detail = f"The file is named {ending}, but it is {kind}."
    else:
        detail = f"Such files cannot be read; this is {kind}."
    return found("unknown-file-kind", source, detail, remedy=remedy)


def _is_draft(data: bytes) -> bool:
    """Tell whether a Word file bears the mark of a book of ours."""
    with (
        suppress(*BROKEN_ZIP, OddArchiveError),
        zipfile.ZipFile(io.BytesIO(data)) as package,
    ):
        refuse_odd(package)
        names = (name for name in package.namelist() if name.startswith("customXml/"))
        return any(ROOT.encode() in package.read(name) for name in names)
    return False


def _with_zeros(source: Source, data: bytes) -> Finding:
    """Return a finding for a text that is damaged, and names the first line that is."""
    line = data[: data.index(b"\0")].count(b"\n") + 1
    zeros = data.count(b"\0")
    count = "a zero byte" if zeros == 1 else f"{zeros:,} zero bytes, the first"
    detail = f"The file holds {count} on this line; no text has any. It is damaged."
    remedy = f"{SEND_AGAIN} Or open it in Excel, look at this line, and save it anew."
    is_table = ending_of(source.file) in _ENDINGS[Kind.TABLE]
    place = Source(source.file, LINES if is_table else "", line)
    return found("unreadable-file", place, detail, remedy=remedy)
