"""What tables have beside plain rows of plain numbers: totals, cells that are no numbers, values that stand out, holes."""

import datetime as dt
import io

import numpy as np
import openpyxl
import pandas as pd
import pytest

from rnn_core.data import File, Series
from rnn_core.data.readers.file import LargeFile
from rnn_core.data.readers.forms.odd import leaves_range
from rnn_core.data.readers.large_tables import cells_of, first_cells
from rnn_core.data.readers.tables import Reading, examine
from rnn_core.errors import UserError


def reading(text: str, **more) -> Reading:
    return examine(File(text.encode(), "data.csv"), **more)


def read(text: str, **more) -> Series:
    return reading(text, **more).series


def refused(text: str, **more) -> str:
    with pytest.raises(UserError) as caught:
        reading(text, **more)
    return str(caught.value)


def table(*cells: object) -> str:
    rows = (f"{dt.date(2020, 1, 1) + dt.timedelta(day)},{cell}\n" for day, cell in enumerate(cells))
    return "date,x\n" + "".join(rows)


@pytest.mark.parametrize("word", ["Total", "TOTALS:", "Summe", "Gesamt", "Total général", "合计"])
def test_a_row_of_totals_at_the_end_is_left_out(word):
    series = read(table(1, 2.5, 3, 4) + f"{word},10.5\n")
    assert series.frame["x"].tolist() == [1, 2.5, 3, 4]
    assert series.notes[0] == f"The last row (row 6, {word}) holds the sums of the rows above it and was left out."


def test_totals_without_a_word():
    series = read("date,x,y\n2020-01-01,1,2\n2020-01-02,2,3\n2020-01-03,3,4\n,6,9\n")
    assert series.frame["y"].tolist() == [2, 3, 4]
    assert series.notes[0] == "The last row (row 5) holds the sums of the rows above it and was left out."


@pytest.mark.parametrize("end", ["Average,2.5", ",4"])
def test_a_last_row_that_is_no_sum_is_not_left_out(end):
    assert refused(table(1, 2, 3, 4) + end).startswith("Row 6 of data.csv ")


def test_what_stands_below_the_rows_is_left_out():
    series = read(table(1, 2, 3, 5) + "Total,7\nSource: the office\n")
    assert series.frame["x"].tolist() == [1, 2, 3, 5]
    assert series.notes[0] == "Below the rows stood 'Total', 'Source: the office'; left out."


@pytest.mark.parametrize("foot", ["Milk a cow: pounds. Jan 62 ? Dec 75", '"Date downloaded 03/14/2024 10:11 pm"'])
def test_words_alone_below_the_rows_are_left_out(foot):
    rows = "".join(f"{1990 + at}-01,{at}\n" for at in range(9))
    found = read(f"Month,x\n{rows}\n{foot}\n")
    assert len(found.frame) == 9
    assert found.notes[0] == f"Below the rows stood {foot.strip(chr(34))!r}; left out."


def test_a_date_in_words_without_a_value_is_a_row():
    rows = "".join(f"{at} January 2024,{at}\n" for at in range(1, 9))
    assert len(read(f"day,x\n{rows}Tuesday 9 January 2024,9\n").frame) == 9


@pytest.mark.parametrize("form", ["%Y-%m-%d", "%Y"])
def test_a_series_called_total_is_none(form):
    days = [dt.date(1990 + n, 1, 1 + n % 9) for n in range(9)]
    rows = "".join(f"{name},{day.strftime(form)},{n}\n" for name in ("north", "total") for n, day in enumerate(days))
    assert len(read("region,year,x\n" + rows, answers={"series": "total"}).frame) == 9


def test_units_below_the_column_names_are_left_out():
    series = read("date,x\n,mm\n2020-01-01,1\n2020-01-02,2\n2020-01-03,4\n2020-01-04,3\n")
    assert series.frame["x"].tolist() == [1, 2, 4, 3]
    assert series.notes[0] == "Below the column names stood 'mm'; left out."


def test_a_last_row_that_happens_to_be_the_sum_is_data():
    assert read("date,x,y\n2020-01-01,1,5\n2020-01-02,2,4\n2020-01-03,3,7\n2020-01-04,6,\n").frame["x"].tolist() == [1, 2, 3, 6]


def test_many_cells_that_are_no_numbers_are_refused_and_two_are_named():
    assert refused(table(*range(20), "rain", 21, "a lot")) == (
        "The column x of data.csv holds 2 cells that are not numbers, such as 'rain' in row 22 and 'a lot' in row 24; expected "
        "numbers written like 1234.5 or 1.234,5: mend or empty these cells, or choose another column."
    )
    assert len(read(table(*range(97), "rain", "rain", 99)).frame) == 100  # no more than 2\u202f% are told in a note


@pytest.mark.parametrize("word", ["?", ".", "NA", "n/a", "null", "-", "NaN", "#N/A", "None"])
def test_usual_words_for_no_value_are_no_reason_to_refuse(word):
    series = read(table(1, word, 2, word, word, 3))
    assert series.frame["x"].isna().sum() == 3
    assert series.notes[0].startswith("3 cells that are not numbers count as missing (the first, row 3, column x")


def test_a_column_of_words_with_a_few_numbers_is_not_the_usual_target():
    found = reading("date,note,x\n2020-01-01,sun,1\n2020-01-02,5,2\n2020-01-03,rain,3\n2020-01-04,6,4\n2020-01-05,fog,4\n")
    assert found.series.target == "x"
    assert found.targets == {"note": "holds 3 cells that are not numbers, such as 'sun' in row 2 and 'rain' in row 4", "x": ""}


def test_a_test_file_with_cells_that_are_no_numbers_is_refused():
    later = File(b"date,x\n2021-01-01,1\n2021-01-02,a\n2021-01-03,b\n", "test.csv")
    assert "of test.csv holds 2 cells that are not numbers, such as 'a' in row 3 and 'b' in row 4" in refused(
        table(1, 2), test=later
    )


def test_values_that_may_mean_that_there_is_none_are_asked_about():
    found = examine(File(table(*range(12), -200, 5, "-200").encode(), "data.csv"))
    words = "-200 in 2 rows of x (the first, row 14), far from all others (0 to 11)"
    assert [(one.id, one.text, one.taken) for one in found.questions] == [
        ("no-value", f"Does {words} mean that there is no value?", "yes")
    ]
    assert found.series.frame["x"].dropna().tolist() == [*range(12), 5]
    assert found.series.notes[0] == f"{words}, counts as missing."
    kept = read(table(*range(12), -200, 5, "-200"), answers={"no-value": "no"})
    assert kept.frame["x"].tolist() == [*range(12), -200, 5, -200]
    assert kept.notes[0] == f"{words}, was read as a number."


@pytest.mark.parametrize("cells", [[*range(12), -200], [*range(-300, 0, 10), -200], [*range(900, 1100, 3), 999, 999]])
def test_values_that_happen_to_be_such(cells):
    assert [note for note in read(table(*cells)).notes if note.startswith("The value")] == []


def test_one_value_a_thousand_times_all_others_is_told():
    assert read(table(*range(1, 13), 999999, 5)).notes[0] == (
        "The value 999999 of x in row 14 is 83,333 times as large as all others; check it."
    )
    assert "in row 14 (and 1 more) is 1,000 times" in read(table(*range(1, 13), -20_000, 12_000)).notes[0]
    assert not any("times as large" in note for note in read(table(*(3**power for power in range(40)))).notes)


def test_an_end_that_never_changes_is_told():
    assert "The last 12 values of x are all 7, so a test on them alone shows little." in read(table(*range(30), *[7] * 12)).notes
    assert not any("The last" in note for note in read(table(*range(30), 7, 7, 7)).notes)


def test_a_hole_is_told():
    days = [*range(20), *range(110, 130)]
    rows = "".join(f"{dt.date(2020, 1, 1) + dt.timedelta(day)},{np.sin(day)}\n" for day in days)
    lacking = "There is a hole: 90 days lack, 2020-01-21 to 2020-04-19. No window that is learned from lies across it."
    assert lacking in read("date,x\n" + rows).notes


def test_nights_and_weekends_are_no_holes():
    start = dt.datetime(2020, 1, 6, 9)
    open_hours = [start + dt.timedelta(days=day, hours=hour) for day in range(40) if day % 7 < 5 for hour in range(7)]
    series = read("date,x\n" + "".join(f"{at},{place}\n" for place, at in enumerate(open_hours)))
    assert series.notes == ("The file has one row an hour, weekends missing.",)


ROWS = "2020-01-01,1,5\n2020-01-02,2,6\n2020-01-03,4,7\n"
PLAIN = read("date,x,y\n" + ROWS)


@pytest.mark.parametrize(
    ("above", "note"),
    [
        ("https://www.example.com\n", "The line above the column names was left out: 'https://www.example.com'."),
        ("Weather, Bonn\n\n# made by hand\n", "The 2 lines above the column names were left out (the first: 'Weather, Bonn')."),
        (
            "\n# one, two, three\n# 4, 5, 6\n",
            "The 2 lines above the column names were left out (the first: '# one, two, three').",
        ),
        ("My table,,\n,,\n", "The 2 lines above the column names were left out (the first: 'My table,,')."),
        ("".join(f"line {number}\n" for number in range(30)), "The 30 lines above the column names were left out"),
    ],
)
def test_lines_above_the_column_names(above, note):
    series = read(above + "date,x,y\n" + ROWS)
    assert series.frame.equals(PLAIN.frame)
    assert series.notes[0].startswith(note)
    words = refused(above + "date,x,y\n" + ROWS + "soon,1,2\n")
    assert words.startswith(f"Row {above.count(chr(10)) + 5} of data.csv holds 'soon' ")


def test_lines_above_a_table_with_decimal_commas():
    series = read("Klima, Bonn\nTag;a;b;c\n2020-01-01;1,5;2,5;3,5\n2020-01-02;2,5;3,5;4,5\n")
    assert series.frame["a"].tolist() == [1.5, 2.5]


@pytest.mark.parametrize("text", ["#date,x,y\n" + ROWS, "date,2000,y\n" + ROWS, "date,1. open,2m temp\n" + ROWS])
def test_what_is_no_line_above(text):
    series = read(text)
    assert series.frame.iloc[:, 0].tolist() == [1, 2, 4]
    assert series.notes == ()


def test_column_names_in_several_rows():
    one = read("Price,Close,Open\nTicker,7203.T,7203.T\nDate,,\n" + ROWS)
    assert list(one.frame.columns) == ["Close", "Open"]
    assert one.frame["Close"].tolist() == [1, 2, 4]
    assert one.notes == ("The first 3 rows were read as column names (7203.T stands over every column).",)
    two = read("Price,Close,Open\nTicker,AAPL,MSFT\nDate,,\n" + ROWS)
    assert list(two.frame.columns) == ["Close AAPL", "Open MSFT"]
    assert two.notes == ("The first 3 rows were read as column names.",)
    assert list(read(",Close,Open\nDate,,\n" + ROWS).frame.columns) == ["Close", "Open"]


def test_pipes_between_cells():
    assert read(("date,x,y\n" + ROWS).replace(",", "|")).frame.equals(PLAIN.frame)


def test_a_workbook_with_a_title():
    book = openpyxl.Workbook()
    for row in (["Sales of 2020"], [], ["Date", "x"], [dt.datetime(2020, 1, 1), 1.5], [dt.datetime(2020, 1, 2), 2.5]):
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    series = examine(File(content.getvalue(), "a.xlsx")).series
    assert series.frame["x"].tolist() == [1.5, 2.5]
    assert series.notes == ("The line above the column names was left out: 'Sales of 2020'.",)


def test_a_large_file_starts_as_a_small_one_does(own_home):
    text = "# made by hand\nPrice,Close,Open\nTicker,A,A\nDate,,\n" + ROWS + "soon,1,2\n"
    path = own_home / "large.csv"
    path.write_text(text)
    file = LargeFile.at(path)
    assert first_cells(file).header == ["Date", "Close", "Open"]
    cells = cells_of(file, [0, 2])
    assert (cells.header, list(cells.rows.index)) == (["Date", "Open"], [5, 6, 7, 8])
    assert cells.notes == (
        "The line above the column names was left out: '# made by hand'.",
        "The first 3 rows were read as column names (A stands over every column).",
    )


def test_a_range_that_is_left_is_told_in_numbers_that_are_written_out():
    before, after = pd.Series([1.5, 999_999], name="x"), pd.Series([1e6, 1, 2, 3], name="x")
    assert leaves_range(before, after).startswith(
        "50\u202f% of the last 4 values of x lie outside the range of those before (1.5 to 999,999). Networks are poor"
    )
    assert leaves_range(before, before) == ""
