"""A date as a city answers it: what is taken, what is told, what is refused."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citybook.form import read_form
from citybook.kinds import Asked, understand
from citybook.prose import plain
from told import Told, told

DAY_FIRST = Asked(date_order="day-first")


@pytest.mark.parametrize(
    ("typed", "printed", "said"),
    [
        ("4/4/2016", "April 4, 2016", ()),
        ("4/13/2016", "April 13, 2016", ()),
        ("Friday, July 8, 2016", "July 8, 2016", ()),
        ("July 8, 2016 (Fri.)", "July 8, 2016", ()),
        ("2016-07-18 00:00:00", "July 18, 2016", ()),
        ("7/18/2016 12:00 AM", "July 18, 2016", ()),
        ("Monday, July 8, 2016", "July 8, 2016",
         (("wrong-weekday", "July 8, 2016, is a Friday, and not a Monday."),)),
        ("Friday, July 2016", "July 2016",
         (("words-left-out", "“Friday” is not printed, only July 2016."),)),
        ("4/3/2016", "April 3, 2016",
         (("date-order", "4/3/2016 was read with the month first: April 3, 2016."),)),
        ("13/4/2016", "April 13, 2016",
         (("date-order", "13/4/2016 was read with the day first: April 13, 2016."),)),
        ("4/3/16", "April 3, 2016",
         (("date-order", "4/3/16 was read with the month first: April 3, 2016."),)),
        ("18-Jul-16", "July 18, 2016",
         (("taken-as", "“18-Jul-16” was read as July 18, 2016."),)),
        ("Septmber 2016", "September 2016",
         (("taken-as", "“Septmber 2016” was read as September 2016."),)),
        ("42569", "July 18, 2016",
         (("taken-as",
           "42569, a spreadsheet's number for a day, was read as July 18, 2016."),)),
        ("42569.75", "July 18, 2016",
         (("taken-as",
           ("42569.75, a spreadsheet's number for a day, was read as July 18, 2016; "
            "its time of day is not printed.")),)),
        ("July 18, 2016, 6-8 p.m.", "July 18, 2016",
         (("words-left-out", "“6-8 p.m.” is not printed, only July 18, 2016."),)),
        ("2016-07-18T10:30:00Z", "July 18, 2016",
         (("words-left-out", "“10:30:00Z” is not printed, only July 18, 2016."),)),
        ("early July 2016", "July 2016",
         (("words-left-out", "“early” is not printed, only July 2016."),)),
        ("Late summer of 2016", "2016",
         (("words-left-out", "“late” and “summer” are not printed, only 2016."),)),
        ("about July 8, 2016 (?)", "July 8, 2016",
         (("words-left-out", "“about” and “?” are not printed, only July 8, 2016."),)),
    ],
)  # fmt: skip
def test_a_date_is_printed_and_what_was_a_choice_is_told(
    typed: str, printed: str, said: Told
) -> None:
    reading = understand("date", typed, Asked())
    assert (plain(reading.prose), told(reading)) == (printed, said)


@pytest.mark.parametrize(
    ("typed", "printed", "order"),
    [
        ("3/4/2016", "April 3, 2016", "day first"),
        ("13/4/2016", "April 13, 2016", ""),
        ("4/13/2016", "April 13, 2016", "month first"),
        ("3.4.2016", "April 3, 2016", "day first"),
        ("4/4/2016", "April 4, 2016", ""),
    ],
)
def test_the_order_of_the_form_settles_what_two_numbers_mean(
    typed: str, printed: str, order: str
) -> None:
    reading = understand("date", typed, DAY_FIRST)
    said = f"{typed} was read with the {order}: {printed}."
    assert plain(reading.prose) == printed
    assert told(reading) == ((("date-order", said),) if order else ())


@pytest.mark.parametrize(
    "typed",
    [
        *("July 8-10, 2016", "July 8 to 10, 2016", "8-10 July 2016", "7/8-10/2016"),
        *("from July 8 to July 10, 2016", "7/8/2016 - 7/10/2016", "7/8-7/10/2016"),
        *("2016-07-08 to 2016-07-10", "July 8 and 10, 2016"),
        "July 8, 2016; July 10, 2016",
    ],
)
def test_two_dates_are_named_and_none_of_them_is_chosen(typed: str) -> None:
    (trouble,) = understand("date", typed, Asked()).troubles
    assert trouble.slug == "not-a-date"
    assert trouble.detail == "It names two dates: July 8, 2016; July 10, 2016."
    assert (
        trouble.remedy
        == "Type one, such as 2016-07-08; say the rest in another answer."
    )


@pytest.mark.parametrize(
    ("typed", "detail"),
    [
        ("2015-16", "It names two dates: 2015; 2016."),
        ("July–August 2016", "It names two dates: July 2016; August 2016."),
        ("Summer, July 2016", "It names a season and a month or a day."),
        ("8.7.2016", "It may be July 8, 2016, or Aug. 7, 2016."),
        ("Jul-16", "The year is missing."),
        ("02114", "It is a number, and no day."),
        ("since 2016", ""),
        ("FY 2016", ""),
        ("winter 2016", ""),
        ("every Tuesday", ""),
        ("July 8, 2016 and ongoing", ""),
    ],
)
def test_what_cannot_be_one_date_is_refused(typed: str, detail: str) -> None:
    reading = understand("date", typed, Asked())
    assert told(reading) == (("not-a-date", detail),)
    assert reading.value is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [("", "month-first"), ("date_order: day-first", "day-first")],
)
def test_a_form_may_declare_the_order_of_its_dates(
    tmp_path: Path, line: str, expected: str
) -> None:
    path = tmp_path / "form.yaml"
    path.write_text(FORM.format(line=line), encoding="utf-8")
    form, findings = read_form(path, "form.yaml")
    assert form
    assert not findings
    orders = [field.asked.date_order for field in form.sections[0].fields]
    assert orders == [expected, expected, expected, "month-first"]


def test_an_order_that_nobody_knows_is_told_at_its_line(tmp_path: Path) -> None:
    path = tmp_path / "form.yaml"
    path.write_text(FORM.format(line="date_order: year-first"), encoding="utf-8")
    form, (finding,) = read_form(path, "form.yaml")
    assert form is None
    orders = "“month-first” or “day-first”"
    assert finding.detail == f"“date_order” must be one of {orders}."


FORM = """\
key: sample
version: 1
title: A sample
{line}
sections:
  - key: city
    label: City
    fields:
      - {{key: name, label: City, kind: city, required: true}}
      - {{key: state, label: State, kind: state, required: true}}
      - {{key: date, label: Date, kind: date}}
      - {{key: held, label: Held, kind: date, date_order: month-first}}
"""

PIECES = [
    "July",
    "8",
    "2016",
    "-",
    " ",
    " to ",
    "/",
    "early",
    "Fri",
    "6 pm",
    "(",
    ",",
    "and",
]


@given(st.lists(st.sampled_from(PIECES), max_size=9))
def test_no_pieces_of_dates_make_the_reading_fail(pieces: list[str]) -> None:
    reading = understand("date", "".join(pieces), Asked())
    assert reading.is_blank or reading.prose or reading.is_refused
