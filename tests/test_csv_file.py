"""Tables in text files: their encodings, delimiters, quotes, and uneven rows."""

import codecs
from pathlib import Path

import pytest

from citybook.findings import Finding, as_text
from citybook.readers import read_submissions
from citybook.submission import Submission
from spreadsheets import FORM, answers

Read = tuple[tuple[Submission, ...], tuple[Finding, ...]]


def read(folder: Path, content: str | bytes, name: str = "t.csv") -> Read:
    data = content.encode() if isinstance(content, str) else content
    (folder / name).write_bytes(data)
    return read_submissions(folder, FORM)


def told(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(each.rule.slug, str(each.source)) for each in findings]


TABLE = "City,State,Story\nExampleton,Ohio,It rained.\nSampleville,Utah,It snowed.\n"


@pytest.mark.parametrize(
    "data",
    [
        TABLE.encode(),
        codecs.BOM_UTF8 + TABLE.encode(),
        codecs.BOM_UTF16_LE + TABLE.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TABLE.encode("utf-16-be"),
        TABLE.encode("utf-16-le"),
        TABLE.replace("\n", "\r\n").encode(),
        TABLE.replace("\n", "\r").encode(),
        TABLE.replace(",", ";").encode(),
        TABLE.replace(",", "\t").encode(),
        b"sep=;\r\n" + TABLE.replace(",", ";").encode(),
        b"\n\n" + TABLE.encode() + b"\n,,\n",
        TABLE.replace("\n", ",,,\n").encode(),
        TABLE.rstrip("\n").encode(),
    ],
)
def test_a_table_is_read_however_its_program_wrote_it(
    tmp_path: Path, data: bytes
) -> None:
    submissions, findings = read(tmp_path, data)
    assert not findings
    assert [answers(submission) for submission in submissions] == [
        {"city/name": name, "city/state": state, "city/story": story}
        for name, state, story in (
            ("Exampleton", "Ohio", "It rained."),
            ("Sampleville", "Utah", "It snowed."),
        )
    ]


def test_tabs_part_the_columns_of_a_tsv(tmp_path: Path) -> None:
    table = TABLE.replace(",", "\t").replace("It rained.", "Rain, then, more, rain")
    (submission, _), findings = read(tmp_path, table, "t.tsv")
    assert not findings
    assert submission.entry("city/story").value == "Rain, then, more, rain"


def test_commas_in_the_answers_of_a_semicolon_table_part_nothing(
    tmp_path: Path,
) -> None:
    table = (
        "City;State;Story\nExampleton;Ohio;One, two, three\nSampleville;Utah;One, two\n"
    )
    (submission, _), findings = read(tmp_path, table)
    assert not findings
    assert submission.entry("city/story").value == "One, two, three"


def test_a_cell_is_named_by_line_and_column(tmp_path: Path) -> None:
    table = (
        'City,State,Story\nExampleton,Ohio,"One\n\ntwo"\nSampleville,Utah,It snowed.'
    )
    (first, second), _ = read(tmp_path, table)
    assert first.entry("city/story").value == "One\n\ntwo"
    assert str(first.source) == "t.csv, line 2"
    assert str(second.source) == "t.csv, line 5"
    assert str(second.entry("city/story").source) == "t.csv, line 5, column C"


def test_a_line_break_in_a_field_ends_a_paragraph_as_in_a_cell(tmp_path: Path) -> None:
    (submission,), _ = read(tmp_path, 'City,State,Story\nExampleton,Ohio,"One\ntwo"\n')
    assert submission.entry("city/story").value == "One\n\ntwo"


def test_windows_text_is_read_with_a_warning_that_names_its_first_line(
    tmp_path: Path,
) -> None:
    table = TABLE.replace("Sampleville", "Peñasco")
    (_, second), (finding,) = read(tmp_path, table.encode("cp1252"))
    assert second.entry("city/name").value == "Peñasco"
    assert as_text(finding).startswith(
        "t.csv, line 3: warning: The text was saved as Windows text, not as UTF-8. "
        "It says “Peñasco,Utah,It snowed.”. [old-encoding]"
    )


def test_a_byte_that_means_nothing_in_windows_text_is_no_trouble(
    tmp_path: Path,
) -> None:
    submissions, findings = read(tmp_path, TABLE.encode() + b"A\x81\xe9,Ohio,No\n")
    assert submissions[2].entry("city/name").value == "A\x81é"
    assert told(findings) == [("old-encoding", "t.csv, line 4")]


def test_a_row_with_a_field_too_many_is_named_and_the_others_are_read(
    tmp_path: Path,
) -> None:
    table = (
        "City,State,Story\nExampleton,Ohio,It rained.\n\nSampleville,Utah,It snowed.\n"
        "Testburg,Iowa,It rained, a lot\nAston,Ohio,No\n"
    )
    submissions, (finding,) = read(tmp_path, table)
    assert [each.entry("city/name").value for each in submissions] == [
        "Exampleton", "Sampleville", "Testburg", "Aston"
    ]  # fmt: skip
    assert answers(submissions[2]) == {"city/name": "Testburg", "city/state": "Iowa"}
    assert finding.value == "Testburg | Iowa | It rained |  a lot"
    assert as_text(finding).startswith(
        "t.csv, line 5: error: The row has one field too many; it was not read."
    )


def test_a_row_that_was_not_read_names_its_city_only_where_that_is_plain(
    tmp_path: Path,
) -> None:
    table = "Mayor,City,State\nJo,Exampleton,Ohio\nLee, Jr.,Testburg,Iowa\n"
    submissions, _ = read(tmp_path, table)
    assert [each.entry("city/name").value for each in submissions] == ["Exampleton"]


def test_a_row_that_was_broken_in_two_is_named_twice(tmp_path: Path) -> None:
    table = TABLE + "Testburg,Iowa\nIt rained.\n" + "Aston,Ohio,No\n"
    submissions, findings = read(tmp_path, table)
    assert len(submissions) == 4
    assert told(findings) == [
        ("uneven-row", "t.csv, line 4"),
        ("uneven-row", "t.csv, line 5"),
    ]
    assert "one field too few" in findings[0].detail


def test_blank_fields_at_the_end_may_be_left_out_where_most_rows_do(
    tmp_path: Path,
) -> None:
    table = "City,State,Mayor,Story\nExampleton,Ohio,Jo\nTestburg,Iowa,Al\n"
    submissions, findings = read(tmp_path, table)
    assert len(submissions) == 2
    assert not findings


def test_a_row_may_lack_blank_fields_at_its_end_where_no_other_tells(
    tmp_path: Path,
) -> None:
    (submission,), findings = read(tmp_path, "City,State,Mayor\nExampleton,Ohio\n")
    assert not findings
    assert submission.entry("city/mayor").value == ""


def test_a_title_above_the_headings_is_no_row(tmp_path: Path) -> None:
    submissions, (told,) = read(tmp_path, f"Replies of 2016\n\n{TABLE}")
    assert len(submissions) == 2
    assert (told.rule.slug, told.value) == ("note-for-editors", "Replies of 2016")


def test_labels_beside_answers_are_read_from_a_text_file(tmp_path: Path) -> None:
    form = 'Your city\nCity,Exampleton\nState,Ohio\nStory,"Rain, rain"\n'
    (submission,), findings = read(tmp_path, form)
    assert not findings
    assert answers(submission)["city/story"] == "Rain, rain"


def test_a_quote_that_is_never_closed_costs_its_own_row_alone(tmp_path: Path) -> None:
    table = 'City,State,Story\nExampleton,Ohio,"It rained.\n'
    table += "Sampleville,Utah,It snowed.\nTestburg,Iowa,It did not.\n"
    submissions, (finding,) = read(tmp_path, table)
    assert [each.entry("city/name").value for each in submissions] == [
        "Exampleton", "Sampleville", "Testburg"
    ]  # fmt: skip
    assert answers(submissions[0]).keys() == {"city/name", "city/state"}
    assert str(finding.source) == "t.csv, line 2"
    assert finding.value == 'Exampleton,Ohio,"It rained.'
    assert "never closed" in finding.detail


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ('"=""02114"""', "02114"),
        ("'=1+1", "=1+1"),
        ("'617", "617"),
        ("'Tis so", "'Tis so"),
        ('"say ""yes"""', 'say "yes"'),
    ],
)
def test_marks_meant_for_excel_alone_are_taken_off(
    tmp_path: Path, field: str, value: str
) -> None:
    (submission,), _ = read(tmp_path, f"City,State,Story\nExampleton,Ohio,{field}\n")
    assert submission.entry("city/story").value == value


def test_a_very_long_field_is_read(tmp_path: Path) -> None:
    long = "word " * 60_000
    (submission,), _ = read(tmp_path, f"City,State,Story\nExampleton,Ohio,{long}\n")
    assert len(submission.entry("city/story").value) > 290_000


def test_a_zero_byte_loses_nothing(tmp_path: Path) -> None:
    (submission, _), _ = read(tmp_path, TABLE.replace("rained", "rai\0ned"))
    assert "rai" in submission.entry("city/story").value


def test_a_table_of_too_many_rows_is_refused(tmp_path: Path) -> None:
    submissions, findings = read(tmp_path, "City,State\n" + "A,Ohio\n" * 100_001)
    assert not submissions
    assert told(findings) == [("too-large", "t.csv")]


@pytest.mark.parametrize("text", ["a\tb\x0bc", "x" * 50, '"', '",', "sep=;", ";\n;"])
def test_an_odd_text_is_a_finding(tmp_path: Path, text: str) -> None:
    submissions, findings = read(tmp_path, text)
    assert not submissions
    assert findings
