"""Numbers of uploaded tables as people write them: what each column is read as, what is told and what is asked."""

import datetime as dt

import numpy as np
import pytest

from rnn_core.data import File, Series, read_table
from rnn_core.data.questions import Question
from rnn_core.data.readers.tables import Reading, examine


def table(*cells: str) -> bytes:
    rows = (f'{dt.date(2020, 1, day)};"{cell}"\n' for day, cell in enumerate(cells, start=1))
    return ("Date;x\n" + "".join(rows)).encode()


def column(*cells: str, **more) -> Series:
    return read_table(File(table(*cells), "data.csv"), **more)


def reading(text: str, **more) -> Reading:
    return examine(File(text.encode(), "data.csv"), **more)


@pytest.mark.parametrize(
    ("cells", "values", "note"),
    [
        (["1.234,56", "-3,5"], [1234.56, -3.5], "Numbers with a decimal comma were read as such (1.234,56 = 1234.56) in x."),
        (["1,234.56", "7", "-3.5"], [1234.56, 7, -3.5], "Marks between thousands were left out (1,234.56 = 1234.56) in x."),
        (["1 234,56", "7"], [1234.56, 7], "Numbers with a decimal comma were read as such (1 234,56 = 1234.56) in x."),
        (["1\u00a0234,5", "7"], [1234.5, 7], "Numbers with a decimal comma were read as such (1\u00a0234,5 = 1234.5) in x."),
        (["1\u2009234", "7"], [1234, 7], "Marks between thousands were left out (1\u2009234 = 1234) in x."),
        (["1\u202f234.5", "7"], [1234.5, 7], "Marks between thousands were left out (1\u202f234.5 = 1234.5) in x."),
        (["1'234.5", "1’000"], [1234.5, 1000], "Marks between thousands were left out (1'234.5 = 1234.5) in x."),
        (["1.234.567", "2.500"], [1234567, 2500], "Marks between thousands were left out (1.234.567 = 1234567) in x."),
        (["1,234,567", "2,500"], [1234567, 2500], "Marks between thousands were left out (1,234,567 = 1234567) in x."),
        (["0,123", "2,500"], [0.123, 2.5], "Numbers with a decimal comma were read as such (0,123 = 0.123) in x."),
        (["1234,567", "2,500"], [1234.567, 2.5], "Numbers with a decimal comma were read as such (1234,567 = 1234.567) in x."),
        (["1,234", "2,5"], [1.234, 2.5], "Numbers with a decimal comma were read as such (1,234 = 1.234) in x."),
        (["1,5E+03", ",5"], [1500, 0.5], "Numbers with a decimal comma were read as such (1,5E+03 = 1500) in x."),
    ],
)  # fmt: skip
def test_decimal_and_thousands_marks(cells, values, note):
    series = column(*cells)
    assert series.frame["x"].tolist() == values
    assert series.notes == (note,)


@pytest.mark.parametrize(
    ("cell", "value"),
    [("$5.5", 5.5), ("€ 5", 5), ("5 €", 5), ("5\u00a0€", 5), ("-$5", -5), ("$-5", -5), ("+£5", 5), ("12 %", 12), ("12.5%", 12.5)],
)
def test_signs_of_currency_and_percent(cell, value):
    series = column(cell, "7.25")
    assert series.frame["x"].tolist() == [value, 7.25]
    assert series.notes == (f"Signs of currency or percent were left out ({cell} = {value:g}) in x.",)


def test_signs_and_marks_at_once():
    series = column("1.234,50 €", "−3,5 €", "n/a", "9,25 €", "9,25 €")
    assert series.frame["x"].tolist() == [1234.5, -3.5, 9.25, 9.25]
    assert series.notes == (
        "Numbers with a decimal comma were read as such (1.234,50 € = 1234.5) in x.",
        "Signs of currency or percent were left out (1.234,50 € = 1234.5) in x.",
        "1 cell that is not a number counts as missing (row 4, column x: 'n/a').",
        "The file has one row a day.",
        "1 row without any number was left out.",
    )


@pytest.mark.parametrize("cell", ["1,23,4", "1'23", "1.2.3", "5 5", "5 m", "$", "--5", "1,234 567", "01,234.5", "€5€ %"])
def test_what_is_no_number(cell):
    series = column(cell, "7.5", "8.5")
    assert series.frame["x"].tolist() == [7.5, 8.5]
    assert series.notes[0] == f"1 cell that is not a number counts as missing (row 2, column x: {cell!r})."


def test_most_cells_decide():
    assert column("1.5", "2.5", "3,5").frame["x"].tolist() == [1.5, 2.5]
    assert column("1,5", "2,5", "3.5").frame["x"].tolist() == [1.5, 2.5]


def test_plain_numbers_need_no_note():
    assert column("1.5", "1.234").notes == ()
    assert column("1234", "-7", "+8").notes == ()


def test_a_column_that_shows_nothing_is_thousands_and_asked_about():
    text = "Date;x;y\n2020-01-01;1,234;3\n2020-01-02;2,500;4\n"
    read = reading(text)
    assert read.series.frame["x"].tolist() == [1234, 2500]
    assert read.series.notes == ("The numbers of x could be read in two ways; 1,234 was taken as 1234, not as 1.234.",)
    words = "Is 1,234 (column x) 1.234 or 1234?"
    assert read.questions == (Question("decimal-comma", words, {"yes": "1.234", "no": "1234"}, "no", "1,234"),)
    answered = reading(text, answers={"decimal-comma": "yes"})
    assert answered.series.frame["x"].tolist() == [1.234, 2.5]
    assert answered.series.notes == ("Numbers with a decimal comma were read as such (1,234 = 1.234) in x.",)
    assert answered.questions == (Question("decimal-comma", words, {"yes": "1.234", "no": "1234"}, "yes", "1,234"),)
    other = reading(text, answers={"decimal-comma": "no"})
    assert other.series.frame["x"].tolist() == [1234, 2500]
    assert other.series.notes == ("Marks between thousands were left out (1,234 = 1234) in x.",)


def test_three_digits_after_every_point_are_asked_about():
    read = reading("Date;x\n2020-01-01;1.234\n2020-01-02;987\n")
    assert read.series.frame["x"].tolist() == [1.234, 987]
    assert read.series.notes == ("The numbers of x could be read in two ways; 1.234 was taken as 1.234, not as 1234.",)
    assert [question.text for question in read.questions] == ["Is 1.234 (column x) 1234 or 1.234?"]
    answered = reading("Date;x\n2020-01-01;1.234\n2020-01-02;987\n", answers={"decimal-comma": "yes"})
    assert answered.series.frame["x"].tolist() == [1234, 987]


def test_other_columns_answer_the_question():
    commas = reading("Date;x;y\n2020-01-01;1,5;1,234\n2020-01-02;2,5;2,345\n")
    assert commas.series.frame["y"].tolist() == [1.234, 2.345]
    assert commas.series.notes == ("Numbers with a decimal comma were read as such (1,5 = 1.5) in x, y.",)
    points = reading("Date;x;y\n2020-01-01;1.5;1,234\n2020-01-02;2.5;2,345\n")
    assert points.series.frame["y"].tolist() == [1234, 2345]
    assert points.series.notes == ("Marks between thousands were left out (1,234 = 1234) in y.",)
    assert commas.questions == points.questions == ()
    both = reading("Date;x;y;z\n2020-01-01;1.5;1,5;1,234\n2020-01-02;2.5;2,5;2,345\n")
    assert both.series.frame.iloc[0].tolist() == [1.5, 1.5, 1234]
    assert len(both.questions) == 1


def test_the_test_file_is_read_as_the_training_file_is():
    later = File(b"Date;x\n2020-02-01;1,234\n2020-02-02;2,345\n", "test.csv")
    commas = reading("Date;x\n2020-01-01;1,5\n2020-01-02;2,5\n", test=later)
    assert commas.series.test["x"].tolist() == [1.234, 2.345]
    assert commas.questions == ()
    whole = "Date;x\n2020-01-01;1\n2020-01-02;2\n"
    asked = reading(whole, test=later)
    assert asked.series.test["x"].tolist() == [1234, 2345]
    assert asked.series.notes == ("test.csv: The numbers of x could be read in two ways; 1,234 was taken as 1234, not as 1.234.",)
    assert [question.id for question in asked.questions] == ["decimal-comma"]
    assert reading(whole, test=later, answers={"decimal-comma": "yes"}).series.test["x"].tolist() == [1.234, 2.345]


def test_numbers_of_any_size_stay_finite():
    series = column("1,5", "1e400", "-1e400", "9" * 120, "2,5")
    assert np.isfinite(series.frame.to_numpy()).all()
    assert series.frame["x"].tolist() == [1.5, 2.5]


@pytest.mark.parametrize(
    ("cells", "values", "words"),
    [
        (["(930)", "90", "7.5"], [-930, 90, 7.5], "or with a minus behind them, were read as negative ((930) = -930)"),
        (["930.5-", "90"], [-930.5, 90], "were read as negative (930.5- = -930.5)"),
        (["($1,234.50)", "$5"], [-1234.5, 5], "were read as negative (($1,234.50) = -1234.5)"),
        (["(1,2 %)", "12,5 %"], [-1.2, 12.5], "were read as negative ((1,2 %) = -1.2)"),
        (["1.005K", "3.4M", "5.6B", "7"], [1005, 3.4e6, 5.6e9, 7], "were multiplied out (1.005K = 1005)"),
        (["1.2k", "3.4m", "5.6bn"], [1200, 3.4e6, 5.6e9], "were multiplied out (5.6bn = 5600000000)"),
        (["3,5 Mio.", "1,5 Mrd."], [3.5e6, 1.5e9], "were multiplied out (3,5 Mio. = 3500000)"),
        (["1.5万", "2亿"], [15_000, 2e8], "were multiplied out (1.5万 = 15000)"),
        (["5m", "7.5m"], [5, 7.5], "Units were left out (7.5m = 7.5)"),
        (["293 K", "295 K"], [293, 295], "Units were left out (293 K = 293)"),
        (["20 °C", "-3.5°C"], [20, -3.5], "Units were left out (-3.5°C = -3.5)"),
        (["USD 1,234.50", "USD 7"], [1234.5, 7], "Units were left out (USD 1,234.50 = 1234.5)"),
        (["12.5W", "13W"], [12.5, 13], "Units were left out (12.5W = 12.5)"),
        (["12.5N", "3°S"], [12.5, -3], "south and west as negative (12.5N = 12.5)"),
        (["12,34,567", "1,23,45,678.5"], [1_234_567, 12_345_678.5], "thousands were left out (1,23,45,678.5 = 12345678.5)"),
    ],
)  # fmt: skip
def test_what_stands_around_numbers(cells, values, words):
    series = column(*cells)
    assert series.frame["x"].tolist() == values
    assert sum(f"{words} in x." in note for note in series.notes) == 1


def test_letters_of_the_compass_by_the_columns_name():
    text = "Date;longitude;power\n2020-01-01;12.5W;12.5W\n2020-01-02;13.5W;13.5W\n"
    assert reading(text).series.frame.iloc[0].tolist() == [-12.5, 12.5]


def test_units_that_differ_are_not_mixed():
    series = column("5 kg", "6 kg", "500 g", "7 kg")
    assert series.frame["x"].tolist() == [5, 6, 7]
    assert "1 cell that is not a number counts as missing (row 4, column x: '500 g')." in series.notes


def test_brackets_are_told_of_even_where_the_marks_are_asked_about():
    read = reading("Date;x\n2020-01-01;1,340\n2020-01-02;(930)\n")
    assert read.series.frame["x"].tolist() == [1340, -930]
    assert [question.id for question in read.questions] == ["decimal-comma"]
    assert "Numbers in brackets, or with a minus behind them, were read as negative ((930) = -930) in x." in read.series.notes
