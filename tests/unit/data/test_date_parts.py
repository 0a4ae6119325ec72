"""Dates in several columns as offices and programs write them: without names, hours in words, days of the year."""

import pandas as pd
import pytest

from rnn_core.data import File, Series, read_table
from rnn_core.data.readers.tables import examine

HOURS = range(48)


def read(text: str) -> Series:
    return read_table(File(text.encode(), "data.csv"))


def first_and_last(text: str) -> tuple[int, str, str]:
    dates = read(text).frame.index
    return len(dates), f"{dates[0]:%Y-%m-%d %H}", f"{dates[-1]:%Y-%m-%d %H}"


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Hour Ending", lambda hour: f"HE{hour + 1:02}"),
        ("Hora", lambda hour: f"H{hour + 1:02}"),
        ("Hour", lambda hour: f"{hour:02}-{hour + 1:02}"),
        ("Heure", lambda hour: f"{hour}h"),
        ("Hour", lambda hour: f"{hour:02}:00-{hour + 1:02}:00"),
    ],
)
def test_hours_in_words(name, form):
    rows = "".join(f"2022-01-{1 + hour // 24:02},{form(hour % 24)},{hour % 7}\n" for hour in HOURS)
    assert first_and_last(f"Date,{name},x\n{rows}") == (48, "2022-01-01 00", "2022-01-02 23")


def test_hours_beside_dates_without_names():
    rows = "".join(f"2022-01-{1 + hour // 24:02},{hour % 24},{hour % 7}.5,3.1\n" for hour in HOURS)
    assert first_and_last(rows) == (48, "2022-01-01 00", "2022-01-02 23")


def test_short_names_of_parts():
    rows = "".join(f"2022,1,{1 + hour // 24},{hour % 24},{hour % 7}\n" for hour in HOURS)
    assert first_and_last(f"YEAR,MO,DY,HR,T2M\n{rows}") == (48, "2022-01-01 00", "2022-01-02 23")


def test_days_of_the_year():
    rows = "".join(f"2020,{day},{day % 7}\n" for day in range(1, 367))
    assert first_and_last(f"YEAR,DOY,x\n{rows}") == (366, "2020-01-01 00", "2020-12-31 00")


def test_the_minute_is_not_the_month():
    rows = "".join(f"2022 01 01 {at // 2:02} {at % 2 * 30:02} {at % 7}.5\n" for at in range(40))
    series = read(f"#YY MM DD hh mm WTMP\n#yr mo dy hr mn degC\n{rows}")
    assert (series.target, series.frame.index[1]) == ("WTMP", pd.Timestamp("2022-01-01 00:30"))


@pytest.mark.parametrize("separator", [";", " "])
def test_years_and_months_without_names(separator):
    dates = pd.date_range("1749-01-01", periods=60, freq="MS")
    cells = [(f"{at:%Y}", f"{at:%m}", f"{at.year + (at.month - 0.5) / 12:.3f}", f"{9 + at.month % 5}.5", "-1") for at in dates]
    series = read("\n".join(separator.join(row) for row in cells))
    assert (len(series.frame), str(series.frame.index[-1].date()), series.target) == (60, "1753-12-01", "column 4")


def test_years_months_and_days_without_names_and_minus_one_for_no_value():
    dates = pd.date_range("1818-01-01", periods=90)
    rows = "\n".join(f"{at:%Y;%m;%d};{-1 if place % 9 == 4 else place % 30}" for place, at in enumerate(dates))
    read = examine(File(rows.encode(), "data.csv"))
    assert (len(read.series.frame), [one.id for one in read.questions]) == (90, ["no-value"])
    assert read.series.frame.iloc[4, 0] == -1  # only when it is said so
    answered = examine(File(rows.encode(), "data.csv"), answers={"no-value": "yes"})
    assert answered.series.frame.iloc[:, 0].isna().sum() == 10


def test_a_single_mark_far_below_all_others_is_asked_about():
    rows = "".join(f"2022-01-{day:02},{-999 if day == 9 else day % 7}\n" for day in range(1, 29))
    read = examine(File(f"date,x\n{rows}".encode(), "data.csv"))
    assert [one.id for one in read.questions] == ["no-value"]
    assert read.series.frame["x"].isna().sum() == 1


@pytest.mark.parametrize("names", ["# 1:Date 2:Time 3:Room\n", "# all of it made by hand\n# Date Time Room\n\n"])
def test_names_in_a_comment(names):
    rows = "".join(f"{1 + hour // 24:02}/01/2022 {hour % 24:02}:00 {hour % 7}.5\n" for hour in range(600))
    assert read(names + rows).target == "Room"
