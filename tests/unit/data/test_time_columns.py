"""Dates and times that stand in several columns."""

import pytest

from rnn_core.data import File, Series, read_table
from rnn_core.data.readers.tables import examine
from rnn_core.errors import UserError


def read(text: str) -> Series:
    return read_table(File(text.encode(), "data.csv"))


def times(series: Series) -> list[str]:
    return [str(date).removesuffix(" 00:00:00") for date in series.frame.index]


@pytest.mark.parametrize(
    ("name", "first", "last", "expected"),
    [
        ("Time", "17:00", "24:00", "2006-12-17"),
        ("Time", "17:00:00", "17:24:30", "2006-12-16 17:24:30"),
        ("Time", "17.00.00", "17.24.30", "2006-12-16 17:24:30"),
        ("Time", "170000", "172430", "2006-12-16 17:24:30"),
        ("Time", "1700", "1724", "2006-12-16 17:24:00"),
        ("Time", "5:00 PM", "5:24 PM", "2006-12-16 17:24:00"),
        ("Hour", "17", "23", "2006-12-16 23:00:00"),
        ("begin", "17:00", "18:00", "2006-12-16 18:00:00"),
    ],
)
def test_a_date_and_a_time(name, first, last, expected):
    series = read(f"Date;{name};x\n16/12/2006;{first};1\n16/12/2006;{last};2\n")
    assert times(series) == ["2006-12-16 17:00:00", expected]
    assert f"The columns Date and {name} were joined into one date." in series.notes
    assert list(series.frame.columns) == ["x"]


def test_hours_from_1_to_24_begin_at_midnight():
    rows = "".join(f"2019-01-0{day},{hour},{day * hour}\n" for day in (1, 2) for hour in range(1, 25))
    series = read(f"Date,Hour,x\n{rows}")
    assert (times(series)[0], times(series)[23], times(series)[-1]) == (
        "2019-01-01",
        "2019-01-01 23:00:00",
        "2019-01-02 23:00:00",
    )
    assert series.notes[1] == "The hours of Hour are counted from 1: hour 1 begins at midnight."


def test_dates_of_which_each_comes_once_are_not_joined():
    series = read("Date,Time,x\n2019-01-01,16:00,1\n2019-01-02,16:00,2\n")
    assert times(series) == ["2019-01-01", "2019-01-02"]
    again = "Date,hour,x\n2019-01-01,3,1\n2019-01-01,3,2\n2019-01-02,3,5\n"
    assert read_table(File(again.encode(), "data.csv"), answers={"repeated": "last"}).frame["x"].tolist() == [2, 5]


def test_the_order_of_day_and_month_is_still_asked_for():
    read = examine(File(b"Date,Time,x\n01/02/2019,10:00,1\n01/02/2019,11:00,2\n", "data.csv"))
    assert [question.id for question in read.questions] == ["day-first"]


def test_year_month_day_and_hour():
    series = read("No,year,month,day,hour,t\n1,2010,1,2,0,5\n2,2010,1,2,1,7\n3,2010,1,2,2,6\n")
    assert times(series) == ["2010-01-02", "2010-01-02 01:00:00", "2010-01-02 02:00:00"]
    assert series.notes[0] == "The columns year, month, day and hour were joined into one date."
    assert (list(series.frame.columns), series.target) == (["No", "t"], "t")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Year,Month,x\n2019,1,3\n2019,2,4\n", ["2019-01-01", "2019-02-01"]),
        ("x,month,year\n3,Jan,2019\n4,Feb,2019\n", ["2019-01-01", "2019-02-01"]),
        ("Jahr,Monat,Tag,x\n2019,1,30,3\n2019,1,31,4\n", ["2019-01-30", "2019-01-31"]),
        ("yr,mo,x\n2019,1,3\n2019,2,4\n", ["2019-01-01", "2019-02-01"]),
        ("Year,Quarter,x\n2019,Q1,3\n2019,Q2,4\n", ["2019-01-01", "2019-04-01"]),
        ("year,month,day,hour,minute,x\n2019,1,2,3,15,3\n2019,1,2,3,30,4\n", ["2019-01-02 03:15:00", "2019-01-02 03:30:00"]),
    ],
)
def test_parts_of_a_date(text, expected):
    assert times(read(text)) == expected


def test_a_year_alone_stays_a_year():
    series = read("year,month,x\n2019,rain,3\n2020,snow,4\n")
    assert times(series) == ["2019-01-01", "2020-01-01"]


def periods(*counts: int) -> str:
    """Days from the 30th of March 2019 on with as many half hours as given; x goes on counting."""
    rows = [(day, number) for day, count in enumerate(counts) for number in range(1, count + 1)]
    dates = ("2019-03-30", "2019-03-31", "2019-04-01")
    return "SETTLEMENT_DATE,SETTLEMENT_PERIOD,ND\n" + "".join(
        f"{dates[day]},{number},{place**2}\n" for place, (day, number) in enumerate(rows)
    )


def test_settlement_periods():
    series = read(periods(48, 48, 48))
    assert len(series.frame) == 144
    assert times(series)[:2] == ["2019-03-30", "2019-03-30 00:30:00"]
    assert series.notes[1] == "The numbers of SETTLEMENT_PERIOD count periods of 30 minutes from midnight on."


def test_settlement_periods_of_days_with_a_changed_clock():
    forward = read(periods(48, 46, 48))
    assert len(forward.frame) == 142
    assert times(forward)[48:52] == ["2019-03-31", "2019-03-31 00:30:00", "2019-03-31 02:00:00", "2019-03-31 02:30:00"]
    back = read(periods(48, 50, 48))
    assert len(back.frame) == 144
    assert back.frame["ND"].tolist()[50:53] == [50**2, 51**2, 54**2]  # 1:00 and 1:30 once
    assert back.notes[2] == "Where the clock was set back an hour came twice: its first rows were kept, 2 rows were left out."


def test_a_last_day_that_ends_early_is_no_changed_clock():
    assert times(read(periods(48, 46)))[50] == "2019-03-31 01:00:00"


def test_a_time_that_lacks_is_refused():
    with pytest.raises(UserError, match=r"Row 3 of data\.csv holds '2019-01-14 without time' where a date was expected"):
        read("Date,Time,x\n2019-01-14,10:00,1\n2019-01-14,,2\n2019-01-14,12:00,3\n")
