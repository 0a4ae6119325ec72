"""Dates as people write them: words, parts of a year, spans, two digits of a year, numbers, time zones."""

import pandas as pd
import pytest

from rnn_core.data import File, Series, read_table
from rnn_core.data.questions import Unanswered
from rnn_core.data.readers.tables import examine
from rnn_core.data.times.forms import parse
from rnn_core.errors import UserError


def read(*dates: str, header: str = "Date", **more) -> Series:
    rows = "".join(f'"{date}",{number % 7}\n' for number, date in enumerate(dates))
    return read_table(File(f"{header},x\n{rows}".encode(), "data.csv"), **more)


def times(*dates: str, header: str = "Date") -> list[str]:
    return [str(date).removesuffix(" 00:00:00") for date in read(*dates, header=header).frame.index]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (("Jan 1949", "Feb 1949"), ("1949-01-01", "1949-02-01")),
        (("Jan-49", "Dec-60"), ("1949-01-01", "1960-12-01")),
        (("Jun-60", "Jun-61", "Jun-62", "Jun-63"), ("1960-06-01", "1961-06-01", "1962-06-01", "1963-06-01")),
        (("01/19", "02/19", "03/19", "04/19"), ("2019-01-01", "2019-02-01", "2019-03-01", "2019-04-01")),
        (("janv. 1949", "août 1949"), ("1949-01-01", "1949-08-01")),
        (("1. März 2019", "2. Mai 2019"), ("2019-03-01", "2019-05-02")),
        (("3 de enero de 2019", "4 de mayo de 2019"), ("2019-01-03", "2019-05-04")),
        (("9 ott 2019", "1 dicembre 2019"), ("2019-10-09", "2019-12-01")),
        (("1er janvier 2020", "2 janvier 2020"), ("2020-01-01", "2020-01-02")),
        (("Tue Jan 01 2019", "Wed Jan 02 2019"), ("2019-01-01", "2019-01-02")),
        (("Tuesday, January 1st, 2019", "Wednesday, January 2nd, 2019"), ("2019-01-01", "2019-01-02")),
        (("Di., 01.01.2019", "Mi., 02.01.2019"), ("2019-01-01", "2019-01-02")),
        (("mar 05/03/2019", "mer 13/03/2019"), ("2019-03-05", "2019-03-13")),
        (("mar. 5 mars 2019", "mer. 6 mars 2019"), ("2019-03-05", "2019-03-06")),
        (("Mar 05 2019", "Apr 05 2019"), ("2019-03-05", "2019-04-05")),
        (("2019年1月", "2019年2月"), ("2019-01-01", "2019-02-01")),
        (("2019年 1月 5日", "2019年 1月 6日"), ("2019-01-05", "2019-01-06")),
        (("2001Q1", "2001Q4"), ("2001-01-01", "2001-10-01")),
        (("Q2 2001", "Q3 2001"), ("2001-04-01", "2001-07-01")),
        (("2005M01", "2005M12"), ("2005-01-01", "2005-12-01")),
        (("2019-W05", "2019-W06"), ("2019-01-28", "2019-02-04")),
        (("01/2019", "02/2019"), ("2019-01-01", "2019-02-01")),
        (("13-01-19", "14-01-19"), ("2019-01-13", "2019-01-14")),
        (("19-01-01", "19-01-02", "19-02-01"), ("2019-01-01", "2019-01-02", "2019-02-01")),
        (("01JAN2019", "02JAN2019"), ("2019-01-01", "2019-01-02")),
        (("2021-01-05 10-PM", "2021-01-05 11-PM"), ("2021-01-05 22:00:00", "2021-01-05 23:00:00")),
        (("13/01/2019, 10:15", "13/01/2019, 10:30"), ("2019-01-13 10:15:00", "2019-01-13 10:30:00")),
        (("20190101T093000", "20190101T093100"), ("2019-01-01 09:30:00", "2019-01-01 09:31:00")),
        (("20190101 09:30:00", "20190101 09:31:00"), ("2019-01-01 09:30:00", "2019-01-01 09:31:00")),
        (("Tue, 01 Jan 2019 00:00:00 GMT", "Tue, 01 Jan 2019 01:00:00 GMT"), ("2019-01-01", "2019-01-01 01:00:00")),
    ],
)
def test_what_people_write(given, expected):
    assert times(*given) == list(expected)


@pytest.mark.parametrize(
    ("given", "expected", "note"),
    [
        (
            ("13.01.2020 00:00 - 13.01.2020 01:00", "13.01.2020 01:00 - 13.01.2020 02:00"),
            ["2020-01-13", "2020-01-13 01:00:00"],
            "Of spans of time the beginning counts (column Date).",
        ),
        (
            ("13.01.2020 23:00", "13.01.2020 24:00"),
            ["2020-01-13 23:00:00", "2020-01-14"],
            "24:00 is the beginning of the next day (column Date).",
        ),
        (
            ("01-Jan-60", "01-Feb-68", "01-Mar-72"),
            ["1960-01-01", "1968-02-01", "1972-03-01"],
            "The years of Date have two digits and were taken as 1960 to 1972, so that none lies in the future.",
        ),
        (("43466", "43467.5"), ["2019-01-01", "2019-01-02 12:00:00"], "days as Excel counts them; 43466 is 2019-01-01."),
    ],
)
def test_what_is_told(given, expected, note):
    series = read(*given)
    assert [str(date).removesuffix(" 00:00:00") for date in series.frame.index] == expected
    assert series.notes[0].endswith(note)


def test_years_of_two_digits_stay_together_and_never_lie_in_the_future():
    assert [date.year for date in parse(pd.Series(["1-Jan-97", "1-Jul-99", "1-Jan-05"]), "%d-%b-%y")] == [1997, 1999, 2005]
    this = pd.Timestamp.today().year
    given = pd.Series([f"01/01/{year % 100:02}" for year in (this - 1, this)])
    assert [date.year for date in parse(given, "%d/%m/%y")] == [this - 1, this]
    later = pd.Series([f"01/01/{year % 100:02}" for year in (this, this + 1)])
    assert [date.year for date in parse(later, "%d/%m/%y")] == [this - 100, this - 99]


def test_days_of_a_month_are_no_years():
    with pytest.raises(UserError, match="holds 'Jan-01' where a date was expected"):
        read("Jan-01", "Jan-02", "Jan-03", "Jan-04")
    with pytest.raises(UserError, match="holds '1-01' where a date was expected"):
        read("1-01", "1-02", "1-03", header="Month")


def test_years_and_their_fractions():
    assert times("1949.000", "1949.083", "1949.167", header="year")[1:] == ["1949-02-01", "1949-03-01"]
    assert times("1990.00", "1990.25", "1990.5", header="time") == ["1990-01-01", "1990-04-01", "1990-07-01"]
    assert times("1749.042", "1749.123", "1749.204", header="date") == ["1749-01-01", "1749-02-01", "1749-03-01"]
    assert times("2001.0000", "2001.0027", "2001.0055", header="date") == ["2001-01-01", "2001-01-02", "2001-01-03"]
    assert times("2001.01", "2001.02", "2001.12", header="date") == ["2001-01-01", "2001-02-01", "2001-12-01"]


@pytest.mark.parametrize("digits", ["", "000", "000000", "000000000", ".0"])
def test_clocks_of_every_unit(digits):
    assert times(f"1735603200{digits}", f"1735606800{digits}", header="open_time") == ["2024-12-31", "2024-12-31 01:00:00"]


def test_other_numbers_are_no_dates():
    for first in ("43466", "100101"):
        with pytest.raises(UserError, match="where a date was expected"):
            read(first, "240000", header="time")
    assert times("201901", "201902", header="month") == ["2019-01-01", "2019-02-01"]
    assert times("190131", "190201", "190202") == ["2019-01-31", "2019-02-01", "2019-02-02"]


def test_the_local_clock_is_kept():
    series = read("2019-01-01 00:00:00+09:00", "2019-01-02 00:00:00+09:00")
    assert [str(date) for date in series.frame.index] == ["2019-01-01 00:00:00", "2019-01-02 00:00:00"]
    assert series.notes == ("The times of Date have a time zone (+09:00); those of the local clock were kept.",)
    assert read("2019-01-01T00:00:00Z", "2019-01-02T00:00:00Z").notes == ("The times of Date are in UTC.",)


def test_changes_of_the_clock_are_told():
    forward = read("2015-03-29 01:00:00+01:00", "2015-03-29 03:00:00+02:00")
    assert [date.hour for date in forward.frame.index] == [1, 3]
    assert forward.notes[1] == "The clock was set forward on 2015-03-29: an hour lacks there."
    back = read("2015-10-25 02:00:00+02:00", "2015-10-25 02:00:00+01:00", "2015-10-25 03:00:00+01:00")
    assert back.frame["x"].tolist() == [0, 2]
    assert back.notes[1] == "Where the clock was set back an hour came twice: its first rows were kept, 1 row was left out."


@pytest.mark.parametrize("newest_first", [False, True])
def test_an_hour_that_comes_twice_without_time_zones(newest_first):
    hours = [f"2015-10-25 0{hour}:{minute}" for hour in (1, 2, 2, 3) for minute in ("00", "30")]
    series = read(*(hours[::-1] if newest_first else hours))
    assert series.frame["x"].tolist() == ([0, 6, 5, 4, 1, 0] if newest_first else [0, 1, 2, 3, 6, 0])
    assert "Where the clock was set back an hour came twice: its first rows were kept, 2 rows were left out." in series.notes


def test_other_repeated_times_are_no_changed_clock():
    for twice in ("2015-10-26 02:00", "2015-10-25 12:00"):
        with pytest.raises(Unanswered, match="2 of the 4 rows of data"):
            read("2015-10-25 01:00", twice, twice, "2015-10-27 01:00")


def test_short_years_of_either_order_are_asked_for():
    rows = "Date,x\n01-02-19,1\n01-03-19,2\n"
    read = examine(File(rows.encode(), "data.csv"))
    assert [question.text for question in read.questions] == ["Is 01-02-19 (column Date) 1 February 2019 or 2 January 2019?"]


@pytest.mark.parametrize(
    ("name", "expected", "unit"),
    [
        ("time", "1970-01-01 00:00:00.040000", "seconds"),
        ("t (ms)", "1970-01-01 00:00:00.000040", "milliseconds"),
        ("time_min", "1970-01-01 00:00:02.400000", "minutes"),
    ],
)
def test_times_from_a_start(name, expected, unit):
    series = read("0.00", "0.02", "0.04", header=name)
    assert str(series.frame.index[-1]) == expected
    assert series.notes == (f"The numbers of {name} were read as {unit} from a start, which stands at 1970-01-01 here.",)


def test_other_counts_are_no_times_from_a_start():
    for given, name in ((("5", "6"), "time"), (("0", "2", "1"), "time"), (("0", "1", "2"), "place")):
        with pytest.raises(UserError):
            read(*given, header=name, answers={"number-rows": "no"})


@pytest.mark.parametrize(
    ("dates", "first"),
    [
        ([f"01/{month:02}/{year}" for year in (2021, 2022) for month in range(1, 13)], "2021-02-01"),  # a day of each month
        ([f"{month:02}/01/{year}" for year in (2021, 2022) for month in range(1, 13)], "2021-02-01"),
        ([f"{day:02}/04/2024 {hour:02}:00" for day in range(1, 10) for hour in range(24)], "2024-04-01 01:00"),
        (["08/01/2024", "05/02/2024", "12/02/2024", "11/03/2024"], "2024-02-05"),
    ],
)
def test_the_order_of_day_and_month_with_fewer_holes_is_likelier(dates, first):
    series = read(*dates)
    assert f"{series.frame.index[1]:%Y-%m-%d %H:%M}".removesuffix(" 00:00") == first
    assert not any("hole" in note or "sorted" in note for note in series.notes)


def test_october_shortened_by_a_program_of_tables():
    found = times("2000.08", "2000.09", "2000.1", "2000.11", "2000.12", "2001.01")
    assert found == [f"2000-{month:02}-01" for month in range(8, 13)] + ["2001-01-01"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (("2022年1月1日 星期六", "2022年1月2日 星期日"), ("2022-01-01", "2022-01-02")),
        (("2022/1/1(土)", "2022/1/2(日)"), ("2022-01-01", "2022-01-02")),
        (("2022년 1월 1일", "2022년 1월 2일"), ("2022-01-01", "2022-01-02")),
        (("2022. 1. 1.", "2022. 1. 2."), ("2022-01-01", "2022-01-02")),
        (("1 января 2022", "2 марта 2022 г."), ("2022-01-01", "2022-03-02")),
        (("1 stycznia 2022", "2 maja 2022"), ("2022-01-01", "2022-05-02")),
        (("segunda-feira, 3 de janeiro de 2022", "terça-feira, 4 de janeiro de 2022"), ("2022-01-03", "2022-01-04")),
        (("za 1 januari 2022", "di 1 maart 2022"), ("2022-01-01", "2022-03-01")),
        (("Sat Jan  1 00:00:00 UTC 2022", "Sun Jan  2 00:00:00 UTC 2022"), ("2022-01-01", "2022-01-02")),
        (("2022-001", "2022-032"), ("2022-01-01", "2022-02-01")),
        (("1Q90", "2Q90"), ("1990-01-01", "1990-04-01")),
        (("1990 I", "1990 IV"), ("1990-01-01", "1990-10-01")),
        (("1990K1", "1990K2"), ("1990-01-01", "1990-04-01")),
        (("1990:1", "1990:2", "1990:12"), ("1990-01-01", "1990-02-01", "1990-12-01")),
        (("1/1/2022 12:30:00 a. m.", "1/1/2022 01:30:00 p. m."), ("2022-01-01 00:30:00", "2022-01-01 13:30:00")),
        (("2022/1/1 上午 12:30", "2022/1/1 下午1:30"), ("2022-01-01 00:30:00", "2022-01-01 13:30:00")),
        (("20240304 09:30:00 US/Eastern", "20240304 09:35:00 US/Eastern"), ("2024-03-04 09:30:00", "2024-03-04 09:35:00")),
        (("2022-01-01T01:00:00+01:00[Europe/Paris]", "2022-01-01T02:00:00+01:00[Europe/Paris]"),
         ("2022-01-01 01:00:00", "2022-01-01 02:00:00")),
        (("[01/Jan/2022:01:00:00 +0000]", "[01/Jan/2022:02:00:00 +0000]"), ("2022-01-01 01:00:00", "2022-01-01 02:00:00")),
        (("2022-01-01 01:00:00,250", "2022-01-01 02:00:00,250"), ("2022-01-01 01:00:00.250000", "2022-01-01 02:00:00.250000")),
        (("20240107 170000", "20240107 170100"), ("2024-01-07 17:00:00", "2024-01-07 17:01:00")),
        (("20050801 0000", "20050801 0600"), ("2005-08-01", "2005-08-01 06:00:00")),
        (("220101 0100", "220101 0200"), ("2022-01-01 01:00:00", "2022-01-01 02:00:00")),
    ],
)  # fmt: skip
def test_what_programs_and_other_languages_write(given, expected):
    assert times(*given) == list(expected)


def test_years_and_their_weeks_as_one_number():
    assert times("201801", "201802", "201852", header="yearweek") == ["2018-01-01", "2018-01-08", "2018-12-24"]


def test_six_digits_and_a_time_as_one_number():
    assert times("220101010000", "220101020000", header="time") == ["2022-01-01 01:00:00", "2022-01-01 02:00:00"]


def test_a_first_day_of_a_month_in_french_is_no_row_of_details():
    days = ["samedi 1er janvier 2022", "dimanche 2 janvier 2022", "lundi 3 janvier 2022"]
    assert times(*days)[0] == "2022-01-01"


def test_a_first_row_with_a_date_and_its_time_in_digits_is_no_row_of_names():
    rows = "".join(f"20240107 17{minute:02}00;{minute % 7}\n" for minute in range(30))
    assert len(read_table(File(rows.encode(), "data.csv")).frame) == 30


def test_a_week_53_that_iso_does_not_know_makes_weeks_of_sundays():
    rows = "".join(f"{year},{week},{week % 7}\n" for year, last in ((2013, 52), (2014, 53)) for week in range(1, last + 1))
    series = read_table(File(f"year,week,x\n{rows}".encode(), "data.csv"))
    assert [str(date.date()) for date in series.frame.index[[0, -1]]] == ["2012-12-30", "2014-12-28"]


@pytest.mark.parametrize("mark", [":", "."])
def test_parts_that_go_round_from_1_to_4_are_quarters(mark):
    given = [f"{year}{mark}{part}" for year in (1990, 1991) for part in (1, 2, 3, 4)]
    assert times(*given, header="period") == [f"{year}-{month:02}-01" for year in (1990, 1991) for month in (1, 4, 7, 10)]


@pytest.mark.parametrize(("first", "told"), [(0, True), (9, False)])
def test_an_hour_that_is_skipped_is_told_only_where_rows_would_have_stood_in_it(first, told):
    days = pd.date_range("2024-03-30", periods=2)
    stamps = [
        f"{day:%Y-%m-%d} {hour:02}:00:00+0{1 + (day.day == 31 and hour > 2)}:00" for day in days for hour in range(first, 16)
    ]
    notes = read(*(stamp for stamp in stamps if stamp != "2024-03-31 02:00:00+01:00")).notes
    assert any("set forward" in note for note in notes) == told
