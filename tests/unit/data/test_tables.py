"""Uploaded tables: what is read, what is told in notes and what is refused with which words."""

import datetime as dt
import random
import zipfile
from io import BytesIO

import numpy as np
import pandas as pd
import pytest

from rnn_core.data import MAX_BYTES, File, Series, read_table
from rnn_core.data.readers import cells
from rnn_core.data.readers.cells import read_cells
from rnn_core.data.readers.dates import find_dates
from rnn_core.data.readers.tables import examine
from rnn_core.errors import UserError

PLAIN = b"Date,Open,Close\n2020-01-02,1.5,2\n2020-01-03,2.5,3\n2020-01-06,,4\n"


def read(text: str, **more) -> Series:
    return read_table(File(text.encode(), "data.csv"), **more)


def refused(content: bytes | str, **more) -> str:
    with pytest.raises(UserError) as caught:
        read_table(File(content.encode() if isinstance(content, str) else content, "data.csv"), **more)
    message = str(caught.value)
    assert message.endswith(".")
    assert "!" not in message
    return message


def days(series: Series) -> list[str]:
    return [f"{date:%Y-%m-%d}" for date in series.frame.index]


def test_a_plain_file():
    series = read_table(File(PLAIN, "data.csv"))
    assert days(series) == ["2020-01-02", "2020-01-03", "2020-01-06"]
    assert series.frame.index.name == "date"
    assert list(series.frame.columns) == ["Open", "Close"]
    assert (series.frame.dtypes == "float64").all()
    assert series.frame["Open"].tolist()[:2] == [1.5, 2.5]
    assert np.isnan(series.frame["Open"].iloc[2])
    assert (series.target, series.title, series.test, series.season, series.notes) == (
        "Open",
        "data.csv",
        None,
        None,
        (),
    )


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + PLAIN,
        PLAIN.replace(b",", b";"),
        PLAIN.replace(b",", b"\t"),
        PLAIN.replace(b"\n", b"\r\n"),
        PLAIN.replace(b"\n", b"\r"),
        b"\n\n" + PLAIN + b"\n,,\n\n",
        PLAIN.replace(b"1.5", b'" 1.5 "'),
    ],
    ids=["BOM", "semicolons", "tabs", "Windows lines", "old Mac lines", "empty rows", "quotes and blanks"],
)
def test_the_same_table_written_otherwise(content):
    series = read_table(File(content, "data.csv"))
    pd.testing.assert_frame_equal(series.frame, read_table(File(PLAIN, "data.csv")).frame)
    assert series.notes == ()


def test_numbers_keep_every_digit():
    values = [0.1, 1 / 3, 1e-300, 123456789.123456789, -0.0, 5e-324, 9.9e99]
    rows = "".join(f"2020-01-{day:02},{value!r}\n" for day, value in enumerate(values, start=1))
    assert read("Date,x\n" + rows).frame["x"].tolist() == values


def test_headers_are_taken_literally():
    series = read('Date, Open ,"a, b",Größe,naïve\n2020-01-01,1,2,3,4\n2020-01-02,2,3,4,5\n')
    assert list(series.frame.columns) == [" Open ", "a, b", "Größe", "naïve"]
    assert series.target == " Open "


def test_a_separator_inside_a_header_does_not_count():
    assert list(read("Date,Price; adjusted\n2020-01-01,1\n2020-01-02,2\n").frame.columns) == ["Price; adjusted"]


def test_western_text_is_read_and_noted():
    series = read_table(File("Date,Größe €\n2020-01-01,1\n2020-01-02,2\n".encode("cp1252"), "data.csv"))
    assert list(series.frame.columns) == ["Größe €"]
    assert series.notes == ("The file is not UTF-8; it was read as Western European text (cp1252).",)
    other = read_table(File(b"Date,\x81\xfc\n2020-01-01,1\n2020-01-02,2\n", "data.csv"))
    assert list(other.frame.columns) == ["\x81ü"]
    assert "latin-1" in other.notes[0]


def test_names_that_are_missing_or_repeated_become_distinct():
    series = read(",Date,x,x\n0,2020-01-01,1,5\n1,2020-01-02,2,6\n")
    assert list(series.frame.columns) == ["column 1", "x", "x (2)"]
    assert series.notes == (
        "Column 1 of the file has no name; it is called 'column 1' here.",
        "Column 4 of the file is named 'x' as another is; it is called 'x (2)' here.",
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020-02-01", "2020-02-01"),
        ("2020-2-1", "2020-02-01"),
        ("2020/02/01", "2020-02-01"),
        ("2020.02.01", "2020-02-01"),
        ("20200201", "2020-02-01"),
        ("2020-02", "2020-02-01"),
        ("2020", "2020-01-01"),
        ("1.2.2020", "2020-02-01"),
        ("1-Feb-2020", "2020-02-01"),
        ("Feb 01, 2020", "2020-02-01"),
        ("2/13/2020", "2020-02-13"),
        ("13/2/2020", "2020-02-13"),
        ("13-02-2020", "2020-02-13"),
        ("2/13/20", "2020-02-13"),
        ("2/13/2020 3:45 PM", "2020-02-13 15:45"),
        ("2020-02-01 10:30", "2020-02-01 10:30"),
        ("2020-02-01T10:30:15.25", "2020-02-01 10:30:15.25"),
    ],
)
def test_dates_in_many_ways(text, expected):
    found = find_dates(read_cells(File(f'x,Date\n1,"{text}"\n'.encode(), "data.csv")))
    assert found.column == 1
    assert found.values.tolist() == [pd.Timestamp(expected)]
    assert found.notes == ()


def test_one_late_row_decides_between_day_and_month():
    series = read("Date,x\n01/02/2020,1\n05/02/2020,2\n13/02/2020,3\n")
    assert days(series) == ["2020-02-01", "2020-02-05", "2020-02-13"]
    assert series.notes == ()


def test_an_undecidable_reading_is_month_first_and_noted():
    series = read("Date,x\n01/01/2020,1\n01/02/2020,2\n")
    assert days(series) == ["2020-01-01", "2020-01-02"]
    assert series.notes == ("The dates of Date could be read in two ways; 01/02/2020 was taken as 2 January 2020.",)


def test_dates_equal_either_way_need_no_note():
    assert read("Date,x\n01/01/2020,1\n02/02/2020,2\n").notes == ()


def test_the_date_column_is_found_by_name_first():
    series = read("listed,x,Fecha\n2019-01-01,1,2020-01-01\n2019-01-02,2,2020-01-02\n")
    assert days(series) == ["2020-01-01", "2020-01-02"]
    assert series.notes == ("Columns without numbers are left out: listed.",)


def test_the_date_column_is_found_by_content():
    series = read("x,day,when\n1,30,2020-01-01\n2,31,2020-01-02\n3,1,2020-01-03\n")
    assert days(series) == ["2020-01-01", "2020-01-02", "2020-01-03"]
    assert list(series.frame.columns) == ["x", "day"]


def test_four_digits_are_a_year_only_under_such_a_name():
    series = read("Volume,Year\n1950,2001\n1960,2002\n")
    assert days(series) == ["2001-01-01", "2002-01-01"]
    assert "no column of dates" in refused("Volume,x\n1950,2001\n1960,2002\n", answers={"number-rows": "no"})


def test_time_zones_become_utc():
    series = read("time,x\n2020-01-01T00:30:00+02:00,1\n2020-01-01T00:30:00Z,2\n")
    assert [str(date) for date in series.frame.index] == ["2019-12-31 22:30:00", "2020-01-01 00:30:00"]
    assert series.frame.index.tz is None
    assert series.notes == ("The times of time have a time zone and were converted to UTC.",)


def test_rows_are_sorted_and_repeated_dates_keep_the_last():
    rows = [f"2020-{number // 28 + 1:02}-{number % 28 + 1:02},{number % 5}\n" for number in range(60)]
    series = read(f"Date,x\n{''.join(rows[1:])}{rows[0]}2020-01-03,9\n")
    assert (days(series)[:3], len(series.frame)) == (["2020-01-01", "2020-01-02", "2020-01-03"], 60)
    assert series.frame["x"].tolist()[:4] == [0, 1, 9, 3]
    assert series.notes[:2] == (
        "The rows were not in time order and were sorted by date.",
        "1 row with a repeated date was left out; the last of each was kept.",
    )


def test_cells_that_are_not_numbers_count_as_missing():
    series = read("Date,x,y\n2020-01-01,1,1\n2020-01-02,null,2\n2020-01-03,3,inf\n2020-01-04,,4\n")
    assert series.frame["x"].isna().tolist() == [False, True, False, True]
    assert series.frame["y"].isna().tolist() == [False, False, True, False]
    assert series.notes == ("2 cells that are not numbers count as missing (the first, row 3, column x: 'null').",)


def test_rows_without_any_number_are_counted():
    series = read("Date,x\n2020-01-01,1\n2020-01-02,-\n2020-01-03,\n2020-01-04,2\n")
    assert series.frame["x"].tolist() == [1, 2]
    assert series.notes == (
        "1 cell that is not a number counts as missing (row 3, column x: '-').",
        "2 rows without any number were left out.",
    )


def test_columns_without_numbers_are_named():
    series = read("Date,weather,x,city\n2020-01-01,rain,1,Bonn\n2020-01-02,sun,2,Bonn\n")
    assert list(series.frame.columns) == ["x"]
    assert series.notes == ("Columns without numbers are left out: weather, city.",)


def test_which_columns_can_be_forecast():
    rows = "2020-01-01,rain,1,7,,2\n2020-01-02,sun,2,7,,\n"
    reading = examine(File(f"Date,weather,x,level,empty,once\n{rows}".encode(), "data.csv"))
    assert reading.targets == {
        "weather": "holds no numbers but 'rain' in row 2",
        "x": "",
        "level": "has the same value 7 in every row",
        "empty": "is empty",
        "once": "has the same value 2 in every row",
    }
    assert list(reading.series.frame.columns) == ["x", "level", "once"]
    assert reading.series.target == "x"
    assert reading.questions == ()


def test_examining_keeps_the_rows_without_any_number():
    content = b"Date,x\n2020-01-01,1\n2020-01-02,\n2020-01-03,3\n2020-01-03,\n2020-01-04,\n"
    reading = examine(File(content, "data.csv"))
    assert days(reading.series) == ["2020-01-01", "2020-01-02", "2020-01-03"]  # what comes next is the 4th
    assert reading.series.frame["x"].isna().tolist() == [False, True, False]
    assert reading.series.frame["x"].iloc[2] == 3
    repeated = "1 row with a repeated date was left out; the last of each was kept."
    assert reading.series.notes == (repeated, "1 row without any number at the ends was left out.")
    assert days(read_table(File(content, "data.csv"))) == ["2020-01-01", "2020-01-03"]


def test_the_usual_targets():
    rows = "2020-01-01,1,5,8\n2020-01-02,2,6,9\n"
    assert read("Date,x,Close,Open\n" + rows).target == "Open"
    assert read("Date,x,Close,y\n" + rows).target == "Close"
    assert read("Date,x,y,z\n" + rows).target == "x"
    assert read("Date,x,y,z\n" + rows, target="z").target == "z"


ZIP = BytesIO()
with zipfile.ZipFile(ZIP, "w") as archive:
    archive.writestr("notes.txt", "none")

EXPECTED = (
    "expected a CSV text file or an Excel workbook (.xlsx) with a row of column names, a column of dates and columns of numbers"
)
SAVE = f"{EXPECTED}, so save or export the table as CSV (UTF-8) first."
READABLE = "expected dates like 2020-01-31, 31/01/2020 or 20200131"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", f"data.csv is empty; {EXPECTED}."),
        (b"\xef\xbb\xbf\r\n \r\n", f"data.csv is empty; {EXPECTED}."),
        (b"Date,Open\n", f"data.csv has a header but no rows below it; {EXPECTED}."),
        (b"Date,Open\n,\n\n", f"data.csv has a header but no rows below it; {EXPECTED}."),
        (b"Date,x\n2020-01-01,\x00\x01", f"data.csv is a binary file or UTF-16 text; {SAVE}"),
        (b"%PDF-1.7\n1 0 obj\n", f"data.csv is a PDF document; {SAVE}"),
        (ZIP.getvalue(), f"data.csv is an Excel workbook or zip file; {SAVE}"),
        (b"<!DOCTYPE html>\n<title>404</title>", f"data.csv is a web page; {SAVE}"),
        (
            b"Date,x\n2020-01-01,1\n2020-02-30,2\n",
            "Row 3 of data.csv holds '2020-02-30' where a date was expected (column Date); "
            f"{READABLE} in every row.",
        ),
        (
            b"\nDate,x\n2020-01-01,1\n\n2020-01-02,2\nTotal,3\n",
            f"Row 6 of data.csv holds 'Total' where a date was expected (column Date); {READABLE} in every row.",
        ),
        (
            b"time,x\n1577836800,1\n1599999999,2\nlater,3\n",
            f"Row 4 of data.csv holds 'later' where a date was expected (column time); {READABLE} in every row.",
        ),
        (
            b"Date,x\n2020-01-01,1\n,2\n2020-01-03,3\n",
            f"Row 3 of data.csv has no date (column Date); {READABLE} in every row.",
        ),
        (
            b"Date,x,y\n2020-01-01,,\n2020-01-02,,rain\n",
            "data.csv has no column of numbers beside the dates (x is empty; y holds no numbers but 'rain' in row 3); "
            "expected at least one, with numbers written like 1234.5 or 1.234,5.",
        ),
        (
            b"Date\n2020-01-01\n2020-01-02\n",
            "data.csv has no column of numbers beside the dates; "
            "expected at least one, with numbers written like 1234.5 or 1.234,5.",
        ),
        (
            b"Date,x\n2020-01-01,7\n2020-01-02,7\n",
            "The column x of data.csv has the same value 7 in every row, so there is nothing to forecast; "
            "choose another column.",
        ),
        (
            b"Date,x\n2020-01-01,1\n2020-01-02,2,5\n",
            "data.csv has 3 values in row 3, but 2 columns in its first row; "
            "check the separators and the quotes there.",
        ),
        (
            b'Date,x\n2020-01-01,1\n2020-01-02,"2\n',
            "data.csv has a quote that is never closed, or a row that cannot be split into cells; "
            "check the separators and the quotes there.",
        ),
    ],
)  # fmt: skip
def test_what_is_refused_and_how(content, message):
    assert refused(content) == message


def test_a_target_that_is_not_there():
    content = "Date,Open,Close,Note\n2020-01-01,1,2,a\n2020-01-02,2,3,b\n"
    assert refused(content, target="Opan") == (
        "data.csv has no column Opan (did you mean Open?); its columns of numbers are Open, Close."
    )
    assert refused(content, target="zzz") == "data.csv has no column zzz; its columns of numbers are Open, Close."
    assert refused(content, target="Note") == "The column Note of data.csv holds no numbers; choose one of Open, Close."


def test_blanks_and_capitals_of_a_target_are_forgiven():
    content = "Date, Open ,low,LOW\n2020-01-01,1,2,3\n2020-01-02,2,3,4\n"
    assert read(content, target="open").target == " Open "
    assert read(content, target="LOW ").target == "LOW"
    assert refused(content, target="Low").startswith("data.csv has no column Low ")
    assert [read(content).column(name) for name in ("open", "LOW", "Low", "high")] == [" Open ", "LOW", "Low", "high"]
    later = File(b"Date,OPEN\n2020-02-01,5\n2020-02-02,6\n", "test.csv")
    assert read(content, target="open", test=later).test[" Open "].tolist() == [5, 6]


def test_a_running_index_without_a_name_is_no_target():
    content = ",Date,x\n2,2020-01-03,5\n1,2020-01-02,6\n0,2020-01-01,7\n"
    reading = examine(File(content.encode(), "data.csv"))
    assert reading.series.target == "x"
    assert reading.targets == {"column 1": "only counts the rows", "x": ""}
    assert "column 1 of data.csv only counts the rows, so there is nothing to forecast" in refused(content, target="column 1")


def test_limits(monkeypatch):
    assert refused(b"x" * (MAX_BYTES + 1)) == "data.csv is larger than 50 MB; upload fewer rows or columns."
    wide = "Date," + ",".join(f"c{number}" for number in range(1000))
    assert refused(wide) == "data.csv has 1,001 columns, more than 1,000; leave out those you do not need."
    monkeypatch.setattr(cells, "MAX_ROWS", 2)
    assert refused(PLAIN) == "data.csv has 3 rows, more than 2; upload a shorter period."


def test_a_first_row_that_is_one_endless_cell():
    assert refused(b"x" * 200_000) == f"The first row of data.csv is not a row of column names; {EXPECTED}."


def test_a_second_file_is_the_test_period():
    later = b"Open,Extra,Date\n9,1,2020-02-03\n8,1,2020-02-04\n"
    series = read_table(File(PLAIN, "data.csv"), test=File(later, "test.csv"))
    assert series.test is not None
    assert list(series.test.columns) == ["Open", "Close"]
    assert series.test["Open"].tolist() == [9, 8]
    assert series.test["Close"].isna().all()
    assert series.notes == ("test.csv: It has no numbers for Close, which count as missing.",)


def test_the_test_file_reads_its_dates_as_the_training_file_does():
    training = "Date,x\n30/01/2020,1\n31/01/2020,2\n"
    series = read(training, test=File(b"Date,x\n01/02/2020,3\n02/02/2020,4\n", "test.csv"))
    assert series.test is not None
    assert series.test.index.tolist() == [pd.Timestamp(dt.date(2020, 2, 1)), pd.Timestamp(dt.date(2020, 2, 2))]
    assert series.notes == ()


def test_a_test_file_may_follow_empty_rows():
    training = "Date,x\n2020-01-01,1\n2020-01-02,2\n2020-02-01,\n"
    series = read(training, test=File(b"Date,x\n2020-01-03,\n2020-01-04,4\n", "test.csv"))
    assert series.test is not None
    assert (days(series), series.test["x"].tolist()) == (["2020-01-01", "2020-01-02"], [4])


def test_a_test_file_must_fit():
    assert refused(PLAIN, test=File(b"Date,Open\n2020-01-06,1\n2020-01-07,2\n", "test.csv")) == (
        "test.csv begins on 2020-01-06, but the training file ends on 2020-01-06; a test file must begin after that."
    )
    assert refused(PLAIN, test=File(b"Date,Close\n2020-02-01,1\n", "test.csv")) == (
        "test.csv has no column Open; its columns of numbers are Close."
    )
    assert refused(PLAIN, test=File(b"", "test.csv")).startswith("test.csv is empty")


def test_whatever_the_bytes_the_answer_is_a_series_or_a_sentence():
    draw = random.Random(0)
    pieces = [
        b",",
        b";",
        b"\t",
        b'"',
        b"\n",
        b"\r",
        b" ",
        b"Date",
        b"2020-01-0",
        b"1",
        b"2",
        b"x",
        b"\xff",
        b"-",
        b"1/2/20",
        b"1.234,5",
        b"1577836800",
        b"1e400",
    ]
    for _ in range(200):
        content = bytearray(PLAIN if draw.random() < 0.5 else b"")
        for _ in range(draw.randrange(1, 15)):
            place = draw.randrange(len(content) + 1)
            content[place : place + draw.randrange(3)] = draw.choice(pieces)
        try:
            frame = read_table(File(bytes(content), "data.csv")).frame
        except UserError:
            continue
        assert frame.index.is_unique
        assert frame.index.is_monotonic_increasing
        assert len(frame)
