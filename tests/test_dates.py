"""Dates as people write them."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citybook.dates import MONTHS, NoDate, PartialDate, parse_date, read_date


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("2016-07-18", "July 18, 2016"),
        ("2016-7-8", "July 8, 2016"),
        ("2016-07-18 00:00:00", "July 18, 2016"),
        ("2016-07-18T00:00:00", "July 18, 2016"),
        ("2016-07", "July 2016"),
        ("2016", "2016"),
        ("7/18/2016", "July 18, 2016"),
        ("07.18.2016", "July 18, 2016"),
        ("18.7.2016", "July 18, 2016"),
        ("7.7.2016", "July 7, 2016"),
        ("7.2016", "July 2016"),
        ("7-18-2016", "July 18, 2016"),
        ("2016/7/8", "July 8, 2016"),
        ("2016-07-18t00:00", "July 18, 2016"),
        ("Friday, July 8, 2016", "July 8, 2016"),
        ("Fri. 7/8/2016", "July 8, 2016"),
        ("Thurs July 7 2016", "July 7, 2016"),
        ("July 18,2016", "July 18, 2016"),
        ("18-Jul-2016", "July 18, 2016"),
        ("7/2016", "July 2016"),
        ("July 18, 2016", "July 18, 2016"),
        ("july 18 2016", "July 18, 2016"),
        ("Aug. 10, 2016", "Aug. 10, 2016"),
        ("August 10th, 2016", "Aug. 10, 2016"),
        ("Sept. 3, 2016", "Sept. 3, 2016"),
        ("Sep 3 2016", "Sept. 3, 2016"),
        ("September 2016", "September 2016"),
        ("18 July 2016", "July 18, 2016"),
        ("3rd Feb. 2016", "Feb. 3, 2016"),
        ("Feb. 29, 2016", "Feb. 29, 2016"),
        ("  January   1,  2017 ", "Jan. 1, 2017"),
        ("13/1/2016", "Jan. 13, 2016"),
        ("7 / 18 / 2016", "July 18, 2016"),
        ("07–18–2016", "July 18, 2016"),
        ("20160718", "July 18, 2016"),
        ("2016 July 18", "July 18, 2016"),
        ("the 8th of July 2016", "July 8, 2016"),
        ("On July 8, 2016.", "July 8, 2016"),
        ("July18, 2016", "July 18, 2016"),
        ("July, 2016", "July 2016"),
        ("Jul-2016", "July 2016"),
        ("8 de julio de 2016", "July 8, 2016"),
        ("7/18/16", "July 18, 2016"),
        ("July 18, '16", "July 18, 2016"),
        ("July '16", "July 2016"),
        ("18-Jul-98", "July 18, 1998"),
        ("Febuary 3, 2016", "Feb. 3, 2016"),
    ],
)
def test_a_date_is_printed_as_the_associated_press_does(
    typed: str, printed: str
) -> None:
    assert str(parse_date(typed)) == printed


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "yesterday",
        "2016-13-01",
        "2016-02-30",
        "2015-02-29",
        "2016-00-01",
        "2016-07-00",
        "0000",
        "7/32/2016",
        "Juli 18, 2016",
        "Ju 18, 2016",
        "July 18",
        "18 2016",
        "July 2016 to August 2016",
        "99999-01-01",
        "8.7.2016",
        "2016-7/8",
        "Someday, July 8, 2016",
    ],
)
def test_what_is_no_date_is_none(typed: str) -> None:
    assert parse_date(typed) is None


ONE = "Type one date only, or July 2016; or leave it blank and say it in the text."


@pytest.mark.parametrize(
    ("typed", "detail", "remedy"),
    [
        ("June 31, 2016", "June has 30 days.", ""),
        ("2/30/2016", "February 2016 has 29 days.", ""),
        ("2015-02-29", "February 2015 has 28 days.", ""),
        ("2016-07-00", "July has 31 days.", ""),
        ("2016-13-01", "There is no month 13.", "Type 2016-01-13, if that is meant."),
        ("31/31/2016", "There is no month 31.", ""),
        ("2016-00-01", "There is no month 0.", ""),
        ("0000", "There is no year 0.", ""),
        ("18/7/16", "The year needs four digits.", ""),
        ("16-07-18", "The year needs four digits.", ""),
        ("42569", "It is a number, and no day.", "Type the date itself."),
        ("July 18", "The year is missing.", ""),
        ("18th Sept.", "The year is missing.", ""),
        ("7/18", "The year is missing.", ""),
        ("May", "The year is missing.", ""),
        ("8.7.2016", "It may be July 8, 2016, or Aug. 7, 2016.",
         "Type 2016-07-08 or 2016-08-07."),
        ("July 18 to 20, 2016", "", ONE),
        ("last spring", "", ONE),
        ("summer 2016", "", ONE),
        ("", "", ONE),
    ],
)  # fmt: skip
def test_what_is_no_date_is_told_why(typed: str, detail: str, remedy: str) -> None:
    assert read_date(typed) == NoDate(detail, remedy)


@given(st.dates(min_value=datetime.date(1, 1, 1)))
def test_every_day_is_read_back_from_each_way_to_write_it(day: datetime.date) -> None:
    date = PartialDate(day.year, day.month, day.day)
    month = MONTHS[day.month - 1]
    spellings = {date.iso()}
    if day.year > 999:
        spellings |= {str(date), f"{day.day} {month} {day.year}"}
        spellings |= {f"{day.month}/{day.day}/{day.year}"}
    assert {parse_date(text) for text in spellings} == {date}
    assert date.earliest() == date.latest() == day


def test_a_partial_date_knows_the_days_that_it_can_mean() -> None:
    assert PartialDate(2016).earliest() == datetime.date(2016, 1, 1)
    assert PartialDate(2016).latest() == datetime.date(2016, 12, 31)
    assert PartialDate(2016, 2).latest() == datetime.date(2016, 2, 29)


def test_a_month_without_a_day_is_written_in_full() -> None:
    assert [str(PartialDate(2016, month)) for month in range(1, 13)] == [
        f"{month} 2016" for month in MONTHS
    ]


@given(st.text())
def test_no_text_makes_the_reading_of_a_date_fail(typed: str) -> None:
    parse_date(typed)
