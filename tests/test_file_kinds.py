"""A file is told by its bytes; whatever name it has, it is read if it can be."""

import zipfile
from pathlib import Path

import pytest

from citybook.findings import as_text
from citybook.readers import read_submissions
from citybook.readers.file_kinds import Kind, kind_of
from office import converted, encrypted
from spreadsheets import FORM, answers, fill_in, troubles

TABLE = "City,State\nExampleton,Ohio\n"
YAML = "city: Exampleton\nstate: Ohio\nmayor: Jordan Example\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize("name", ["r.csv", "r.yaml", "r.xls", "r.txt", "r", "r.dat"])
def test_a_workbook_is_read_under_any_name(tmp_path: Path, name: str) -> None:
    fill_in(tmp_path / "r.xlsx", Form_B3="Exampleton").rename(tmp_path / name)
    (submission,), (finding,) = read_submissions(tmp_path, FORM)
    assert submission.entry("city/name").value == "Exampleton"
    assert finding.rule.slug == "other-ending"
    assert "it is an Excel workbook (.xlsx)." in finding.detail


@pytest.mark.parametrize("name", ["r.xlsx", "r.xls", "r.txt", "r", "r.yaml"])
def test_a_table_is_read_under_any_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(TABLE)
    (submission,), (finding,) = read_submissions(tmp_path, FORM)
    assert submission.entry("city/state").value == "Ohio"
    assert "it is a text file with a table (.csv)." in finding.detail


@pytest.mark.parametrize("name", ["r.xlsx", "r.csv", "r.txt", "r"])
def test_yaml_is_read_under_any_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(YAML)
    (submission,), (finding,) = read_submissions(tmp_path, FORM)
    assert submission.entry("city/mayor").value == "Jordan Example"
    assert "it is a YAML text file." in finding.detail


@pytest.mark.parametrize("name", ["r.xlsx", "r.csv"])
def test_an_old_workbook_is_read_under_any_name(tmp_path: Path, name: str) -> None:
    made = tmp_path / "made"
    made.mkdir()
    place = tmp_path / "in"
    place.mkdir()
    path = fill_in(made / "r.xlsx", Form_B3="Exampleton")
    converted(path, "xls").rename(place / name)
    (submission,), (finding,) = read_submissions(place, FORM)
    assert submission.entry("city/name").value == "Exampleton"
    assert finding.detail == (
        f"The file is named {Path(name).suffix}, but it is an Excel 97 workbook (.xls)."
    )


def test_a_file_with_its_own_ending_is_read_without_a_word(tmp_path: Path) -> None:
    (tmp_path / "a.CSV").write_text(TABLE)
    (tmp_path / "b.Yml").write_text(YAML)
    fill_in(tmp_path / "c.XLSM", Form_B3="Exampleton")
    submissions, findings = read_submissions(tmp_path, FORM)
    assert len(submissions) == 3
    assert not findings


@pytest.mark.parametrize("name", ["r.xlsx", "r.xls", "r.csv", "r"])
def test_a_file_with_a_password_is_told_so(tmp_path: Path, name: str) -> None:
    encrypted(tmp_path / name, "secret")
    _, (finding,) = read_submissions(tmp_path, FORM)
    assert as_text(finding) == (
        f"{name}: error: The file is protected by a password. [unreadable-file]\n"
        "  hint: Open it with its password, remove the password, and save it again."
    )


def zipped(path: Path, **parts: str) -> bytes:
    with zipfile.ZipFile(path, "w") as package:
        for name, text in parts.items():
            package.writestr(name.replace("__", "/").replace("_", "."), text)
    data = path.read_bytes()
    path.unlink()
    return data


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"%PDF-1.7\n", Kind.PDF),
        (b"\x89PNG\r\n\x1a\n\0\0", Kind.PICTURE),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", Kind.PICTURE),
        (b"RIFF\0\0\0\0WEBPVP8 ", Kind.PICTURE),
        (b"\0\0\0\x18ftypheic\0\0\0\0", Kind.PICTURE),
        (b"{\\rtf1\\ansi", Kind.RTF),
        (b"Rar!\x1a\x07\0", Kind.PACKED),
        (OLE + "WordDocument".encode("utf-16-le"), Kind.OLD_WORD),
        (OLE + "Workbook".encode("utf-16-le"), Kind.OLD_WORKBOOK),
        (OLE + "__substg1.0_0037001F".encode("utf-16-le"), Kind.MAIL),
        (b"<html><table><tr><td>City", Kind.WEB_PAGE),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE HTML>", Kind.WEB_PAGE),
        (b'<?xml version="1.0"?><Workbook>', Kind.XML),
        (b"\x00\x01\x02\x03" * 9, Kind.UNKNOWN),
        (b"Dear all,\nour answers follow.", Kind.TEXT),
        (b"BMW, Audi and Ford gave money.", Kind.TEXT),
        (b"\xef\xbb\xbf\r\n", Kind.EMPTY),
    ],
)
def test_a_kind_is_told_by_its_first_bytes(start: bytes, kind: Kind) -> None:
    assert kind_of(start, ".xlsx") is kind


@pytest.mark.parametrize("sign", ["\x07", "\x1f", "\x0b"])
def test_a_sign_that_cannot_be_seen_leaves_a_text_what_it_is(sign: str) -> None:
    assert kind_of(f"city: Pi{sign}qua\nstate: Ohio".encode(), ".yaml") is Kind.YAML
    assert kind_of(f"City,State\nPi{sign}qua,Ohio".encode(), ".csv") is Kind.TABLE


@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        ({"word__document_xml": ""}, Kind.WORD),
        ({"ppt__presentation_xml": ""}, Kind.POWERPOINT),
        ({"xl__workbook_bin": ""}, Kind.BINARY_WORKBOOK),
        ({"Index__Document_iwa": ""}, Kind.APPLE),
        ({"notes_txt": ""}, Kind.ARCHIVE),
        ({"mimetype": "application/vnd.oasis.opendocument.text"}, Kind.OPEN_TEXT),
        (
            {
                "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
                "META-INF__manifest_xml": "<manifest:encryption-data/>",
            },
            Kind.LOCKED,
        ),
    ],
)
def test_a_package_is_told_by_its_parts(
    tmp_path: Path, parts: dict[str, str], kind: Kind
) -> None:
    assert kind_of(zipped(tmp_path / "a.zip", **parts), ".xlsx") is kind


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("r.xlsx", "The file is no workbook; it is a PDF."),
        ("r.csv", "The file is named .csv, but it is a PDF."),
        ("r.pdf", "Such files cannot be read; this is a PDF."),
        ("r", "Such files cannot be read; this is a PDF."),
    ],
)
def test_a_file_that_cannot_be_read_is_told_by_what_it_is(
    tmp_path: Path, name: str, told: str
) -> None:
    (tmp_path / name).write_bytes(b"%PDF-1.7\n\x00")
    _, (finding,) = read_submissions(tmp_path, FORM)
    assert finding.detail == told
    assert finding.hint == "Copy the answers into the blank form, output/form.xlsx."


@pytest.mark.parametrize(
    "name",
    ["r (conflicted copy 2016-08-01).xlsx", "r (Jo's conflicted copy 2016-08-01).xlsx",
     "r-DESKTOP-AB12C.xlsx", "r (1).xlsx", "r(2).xlsx", "Copy of r.xlsx",
     "r - Copy.xlsx", "r copy.xlsx", "r.sync-conflict-20160801-101010-ABCDEFG.xlsx"],
)  # fmt: skip
def test_a_second_version_of_a_file_is_read_and_named(
    tmp_path: Path, name: str
) -> None:
    fill_in(tmp_path / "r.xlsx", Form_B3="Exampleton")
    fill_in(tmp_path / name, Form_B3="Sampleville")
    submissions, (finding,) = read_submissions(tmp_path, FORM)
    assert len(submissions) == 2
    assert (finding.rule.slug, finding.source.file) == ("copy-beside", name)
    assert finding.detail == "It is another version of r.xlsx, which is beside it."


def test_a_copy_that_is_the_same_is_left_alone(tmp_path: Path) -> None:
    for name in ("r.yaml", "r (1).yaml"):
        (tmp_path / name).write_text(YAML)
    (submission,), (finding,) = read_submissions(tmp_path, FORM)
    assert submission.source.file == "r.yaml"
    assert (finding.rule.slug, finding.source.file) == ("ignored-file", "r (1).yaml")


def test_a_name_that_looks_like_a_copy_is_none_without_its_original(
    tmp_path: Path,
) -> None:
    for name in ("r (1).yaml", "Winston-Salem.yaml", "Copy of b.yaml"):
        (tmp_path / name).write_text(YAML)
    _, findings = read_submissions(tmp_path, FORM)
    assert not findings


@pytest.mark.parametrize(
    "name",
    ["r.xlsx.crdownload", "r.xlsx.part", "r.csv.tmp", "Unconfirmed 1.crdownload"],
)
def test_an_unfinished_download_is_told_so(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"PK\x03\x04")
    _, (finding,) = read_submissions(tmp_path, FORM)
    assert troubles((finding,)) == [("unreadable-file", name)]
    assert "unfinished download" in finding.detail


def test_an_unfinished_download_is_a_note_where_the_whole_file_came(
    tmp_path: Path,
) -> None:
    (tmp_path / "r.yaml").write_text(YAML)
    (tmp_path / "r.yaml.part").write_text(YAML[:20])
    submissions, findings = read_submissions(tmp_path, FORM)
    assert len(submissions) == 1
    assert troubles(findings) == [("ignored-file", "r.yaml.part")]


@pytest.mark.parametrize("name", ["r.ods", "r.csv", "r.xls"])
def test_a_table_that_is_open_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(TABLE)
    (tmp_path / f".~lock.{name}#").write_bytes(b"\0")
    _, findings = read_submissions(tmp_path, FORM)
    assert ("open-file", name) in troubles(findings)


@pytest.mark.parametrize("name", ["x.csv", "x.ods", "x.xls", "x.numbers"])
def test_a_folder_with_the_name_of_a_file_is_told_so(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    _, (finding,) = read_submissions(tmp_path, FORM)
    assert finding.detail == "It has the name of a file, but is a folder."


def test_a_link_to_a_table_of_the_folder_is_a_note(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text(TABLE)
    (tmp_path / "s.csv").symlink_to("r.csv")
    (submission,), findings = read_submissions(tmp_path, FORM)
    assert answers(submission)["city/name"] == "Exampleton"
    assert troubles(findings) == [("ignored-file", "s.csv")]


@pytest.mark.parametrize(
    ("name", "zeros", "told"),
    [
        ("r.csv", 1, "r.csv, line 2: error: The file holds a zero byte on this line;"),
        ("r.csv", 9, "r.csv, line 2: error: The file holds 9 zero bytes, the first on"),
        ("r.yaml", 9, "r.yaml:2: error: The file holds 9 zero bytes, the first on"),
    ],
)
def test_a_text_with_zero_bytes_is_said_to_be_damaged(
    tmp_path: Path, name: str, zeros: int, told: str
) -> None:
    text = (TABLE if name == "r.csv" else YAML).encode()
    (tmp_path / name).write_bytes(text.replace(b"Ohio", b"Oh" + bytes(zeros) + b"io"))
    submissions, (finding,) = read_submissions(tmp_path, FORM)
    assert not submissions
    assert as_text(finding).startswith(told)
    assert "Ask the city to send it again." in finding.hint


def test_wide_letters_without_a_mark_are_read_though_one_is_zero(
    tmp_path: Path,
) -> None:
    text = TABLE.replace("Ohio\n", "Ohio\nNewton,Te\0xas\n")
    (tmp_path / "r.csv").write_bytes(text.encode("utf-16-le"))
    (first, second), _ = read_submissions(tmp_path, FORM)
    assert first.entry("city/state").value == "Ohio"
    assert second.entry("city/name").value == "Newton"
