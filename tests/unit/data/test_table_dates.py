"""Dates of uploaded tables: numbers as dates, day and month asked for, and how often there is a row."""

import pandas as pd
import pytest

from rnn_core.data import File, Series, read_table
from rnn_core.data.questions import Question
from rnn_core.data.readers.cells import read_cells
from rnn_core.data.readers.dates import find_dates
from rnn_core.data.readers.frequency import frequency
from rnn_core.data.readers.tables import Reading, examine
from rnn_core.errors import UserError


def read(text: str, **more) -> Series:
    return read_table(File(text.encode(), "data.csv"), **more)


def reading(text: str, **more) -> Reading:
    return examine(File(text.encode(), "data.csv"), **more)


def times(series: Series) -> list[str]:
    return [str(date) for date in series.frame.index]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20250101000000", "2025-01-01"),
        ("20250101133059", "2025-01-01 13:30:59"),
        ("202501011330", "2025-01-01 13:30"),
        ("20250101", "2025-01-01"),
        ("2025年1月31日", "2025-01-31"),
    ],
)
def test_dates_without_marks(text, expected):
    for header in ("Date", "nameless"):
        found = find_dates(read_cells(File(f"x,{header}\n1,{text}\n".encode(), "data.csv")))
        assert (found.column, found.values.tolist(), found.notes) == (1, [pd.Timestamp(expected)], ())


@pytest.mark.parametrize(
    ("cells", "expected", "note"),
    [
        (
            ("1577836800", "1577923199"),
            ["2020-01-01 00:00:00", "2020-01-01 23:59:59"],
            "seconds since 1970; 1577836800 is 2020-01-01 00:00:00 UTC",
        ),
        (
            ("978307200.0", "1577836800.25"),
            ["2001-01-01 00:00:00", "2020-01-01 00:00:00.250000"],
            "seconds since 1970; 978307200.0 is 2001-01-01 00:00:00 UTC",
        ),
        (
            ("946684800000", "1577836800001"),
            ["2000-01-01 00:00:00", "2020-01-01 00:00:00.001000"],
            "milliseconds since 1970; 946684800000 is 2000-01-01 00:00:00 UTC",
        ),
    ],
)
def test_seconds_and_milliseconds(cells, expected, note):
    series = read(f"timestamp,x\n{cells[0]},1\n{cells[1]},2\n")
    assert times(series) == expected
    assert series.notes == (f"The numbers of timestamp were read as {note}.",)


def test_a_nameless_column_is_a_clock_only_when_it_goes_on():
    assert times(read("x,a\n5,1577836800\n6,1577836860\n")) == ["2020-01-01 00:00:00", "2020-01-01 00:01:00"]
    assert list(read("sold,when\n1577836800,2020-01-01\n1577836860,2020-01-02\n").frame.columns) == ["sold"]
    assert times(read("x,a\n5,1577836860\n6,1577836800\n")) == ["2020-01-01 00:00:00", "2020-01-01 00:01:00"]
    turning = "1577836800,1\n1577836860,2\n1577836830,3\n"
    for rows in (turning, "1577836800,1\n1577836800,2\n", "1577836800,1\n", "1577836800,1\nx,2\n"):
        with pytest.raises(UserError, match="has no column of dates among a, b"):
            read("a,b\n" + rows, answers={"number-rows": "no"})


def test_a_clock_by_its_name_comes_after_real_dates():
    turning = "1577836860,{}1\n1577836800,{}2\n1577836830,{}3\n"
    assert times(read("Unix time,x\n" + turning.format("", "", "")))[0] == "2020-01-01 00:00:00"
    assert times(read("epoch,x\n" + turning.format("", "", "")))[0] == "2020-01-01 00:00:00"
    dated = read("unix,start,x\n" + turning.format("2021-01-01,", "2021-01-02,", "2021-01-03,"))
    assert times(dated)[0] == "2021-01-01 00:00:00"


def test_hours_without_marks():
    assert times(read("time,x\n2025010100,1\n2025010123,2\n")) == ["2025-01-01 00:00:00", "2025-01-01 23:00:00"]


def test_numbers_that_are_no_dates():
    for number in ("20251301", "2025010124", "202501012460", "20250230000000", "12345", "99999999999", "1577836800x"):
        with pytest.raises(UserError, match=rf"Row 2 of data\.csv holds '{number}' where a date was expected"):
            read(f"time,x\n{number},1\n{number},2\n")
    with pytest.raises(UserError, match=r"Row 3 of data\.csv holds '202501012460' where"):
        read("time,x\n202501012300,1\n202501012460,2\n202501020000,2\n")


AMBIGUOUS = "Date,x\n03/03/2025,1\n03/04/2025,2\n05/04/2025,3\n"
ASKED = "Is 03/04/2025 (column Date) 3 April 2025 or 4 March 2025?"


def test_day_and_month_are_asked_for():
    open_ = reading(AMBIGUOUS)
    assert times(open_.series) == ["2025-03-03 00:00:00", "2025-03-04 00:00:00", "2025-05-04 00:00:00"]
    question = Question("day-first", ASKED, {"yes": "3 April 2025", "no": "4 March 2025"}, "no", "03/04/2025")
    assert open_.questions == (question,)
    assert open_.series.notes == ("The dates of Date could be read in two ways; 03/04/2025 was taken as 4 March 2025.",)


def test_the_answer_decides():
    day = reading(AMBIGUOUS, answers={"day-first": "yes"})
    assert times(day.series) == ["2025-03-03 00:00:00", "2025-04-03 00:00:00", "2025-04-05 00:00:00"]
    assert [(question.text, question.taken) for question in day.questions] == [(ASKED, "yes")]
    month = reading(AMBIGUOUS, answers={"day-first": "no"})
    assert times(month.series) == times(reading(AMBIGUOUS).series)
    assert day.series.notes == month.series.notes == ()
    assert times(read(AMBIGUOUS, answers={"day-first": "yes"})) == times(day.series)


@pytest.mark.parametrize("answers", [{}, {"day-first": "yes"}, {"day-first": "no"}])
def test_the_file_decides_before_the_answer(answers):
    for text in (
        "Date,x\n13/02/2025,1\n14/02/2025,2\n",
        "Date,x\n02/13/2025,1\n02/14/2025,2\n",
        "Date,x\n2025-02-13,1\n2025-02-14,2\n",
    ):
        read = reading(text, answers=answers)
        assert times(read.series) == ["2025-02-13 00:00:00", "2025-02-14 00:00:00"]
        assert (read.questions, read.series.notes) == ((), ())


def test_times_and_short_years_are_asked_for_too():
    text = "Date,x\n1/2/25 10:30,1\n1/3/25 10:30,2\n"
    assert [question.text for question in reading(text).questions] == [
        "Is 1/2/25 10:30 (column Date) 1 February 2025 or 2 January 2025?"
    ]
    assert times(read(text, answers={"day-first": "yes"})) == ["2025-02-01 10:30:00", "2025-03-01 10:30:00"]


def test_the_test_file_can_ask():
    later = File(b"Date,x\n03/04/2025,3\n04/04/2025,4\n", "test.csv")
    training = "Date,x\n2025-01-01,1\n2025-01-02,2\n"
    read = reading(training, test=later)
    assert [question.text for question in read.questions] == [ASKED]
    assert read.series.test is not None
    assert read.series.test.index[0] == pd.Timestamp("2025-03-04")
    answered = reading(training, test=later, answers={"day-first": "yes"}).series
    assert answered.test is not None
    assert answered.test.index[0] == pd.Timestamp("2025-04-03")
    assert answered.notes == ()


def test_the_training_file_answers_for_the_test_file():
    read = reading("Date,x\n13/01/2025,1\n14/01/2025,2\n", test=File(b"Date,x\n03/04/2025,3\n04/04/2025,4\n", "test.csv"))
    assert read.questions == ()
    assert read.series.test is not None
    assert read.series.test.index[0] == pd.Timestamp("2025-04-03")


@pytest.mark.parametrize(
    ("rule", "count", "name"),
    [
        ("D", 30, "one row a day"),
        ("B", 30, "one row a day, weekends missing"),
        ("B", 5, "one row a day"),  # one week from Monday to Friday: no weekend to miss
        ("W", 10, "one row a week"),
        ("2W", 10, "one row every 14 days"),
        ("MS", 24, "one row a month"),
        ("ME", 24, "one row a month"),
        ("QS", 12, "one row a quarter"),
        ("6MS", 8, "one row a half year"),
        ("YS", 8, "one row a year"),
        ("h", 30, "one row an hour"),
        ("3h", 30, "one row every 3 hours"),
        ("90min", 30, "one row every 90 minutes"),
        ("10min", 30, "one row every 10 minutes"),
        ("min", 30, "one row a minute"),
        ("s", 30, "one row a second"),
        ("500ms", 30, "one row every 0.5 seconds"),
        ("2D", 30, "one row every 2 days"),
    ],
)
def test_how_often(rule, count, name):
    dates = pd.date_range("2024-01-01", periods=count, freq=rule)
    found = frequency(dates)
    assert found is not None
    assert found.name == name
    assert found.step == (dates[1:] - dates[:-1]).median()


def test_a_few_absent_rows_change_nothing():
    dates = pd.date_range("2024-01-01", periods=30, freq="D").delete([3, 4, 20])
    found = frequency(dates)
    assert found is not None
    assert found.name == "one row a day"


def test_irregular_times():
    dates = pd.DatetimeIndex(["2024-01-01", "2024-01-02", "2024-01-04 12:00", "2024-01-07", "2024-01-19", "2024-02-19"])
    found = frequency(dates)
    assert found is not None
    assert found.name == "rows at irregular times, often about 2.5 days apart"
    assert frequency(dates[:4]) is None


def test_how_often_is_told():
    rows = "".join(f"{day:%Y-%m-%d},{number}\n" for number, day in enumerate(pd.bdate_range("2024-01-01", periods=12)))
    read = reading("Date,x\n" + rows)
    assert read.series.notes == ("The file has one row a day, weekends missing.",)
    assert read.frequency is not None
    assert read.frequency.step == pd.Timedelta(days=1)
