"""Tables arranged otherwise than a row for each time: put into that form, or asked about."""

import datetime as dt

import pandas as pd
import pytest

from rnn_core.data import File
from rnn_core.data.questions import Unanswered
from rnn_core.data.readers.tables import Reading, examine
from rnn_core.errors import UserError

DAYS = [f"2024-01-{day:02}" for day in range(1, 13)]
SEVERAL = "date,close,name\n" + "".join(f"{day},{number},b\n{day},{-number},a\n" for number, day in enumerate(DAYS))


def reading(text: str, **answers: str) -> Reading:
    return examine(File(text.encode(), "data.csv"), answers={id.replace("_", "-"): answer for id, answer in answers.items()})


def refused(text: str, **answers: str) -> UserError:
    with pytest.raises(UserError) as caught:
        reading(text, **answers)
    return caught.value


def taken(read: Reading) -> dict[str, str]:
    return {question.id: question.taken for question in read.questions}


def table(read: Reading) -> dict[str, dict[str, float]]:
    """By date the row."""
    return {f"{date:%Y-%m-%d %H:%M}".removesuffix(" 00:00"): dict(row) for date, row in read.series.frame.iterrows()}


def test_a_table_of_numbers_has_its_rows_numbered():
    read = reading("x,y\n1.5,2\n3,4\n1,0\n")
    assert taken(read) == {"number-rows": "yes"}
    assert read.series.frame["x"].tolist() == [1.5, 3, 1]
    assert [str(date) for date in read.series.frame.index] == [f"1970-01-01 00:00:0{second}" for second in (1, 2, 3)]
    assert any("Without dates the rows were numbered" in note for note in read.series.notes)
    assert "no column of dates among x, y" in str(refused("x,y\n1.5,2\n3,4\n", number_rows="no"))


@pytest.mark.parametrize("text", ["Month,x\n1-01,3\n1-02,4\n1-03,1\n", "who,x\nann,3\nben,4\ncem,1\n"])
def test_dates_that_cannot_be_read_and_words_are_asked_about(text):
    error = refused(text)
    assert isinstance(error, Unanswered)
    assert [(question.id, question.taken) for question in error.questions] == [("number-rows", "")]
    assert "Or let the rows be numbered" in str(error)
    assert not isinstance(refused(text, number_rows="no"), Unanswered)
    assert reading(text, number_rows="yes").series.frame["x"].tolist() == [3, 4, 1]


def test_a_table_without_numbers_is_not_numbered():
    assert not isinstance(refused("who,what\nann,a\nben,b\n"), Unanswered)


def test_rows_are_numbered_whatever_dates_there_are():
    read = reading("Date,x\n2024-01-05,3\n2024-01-01,4\n", number_rows="yes")
    assert read.series.frame["x"].tolist() == [3, 4]


def test_of_several_series_one_is_asked_for():
    error = refused(SEVERAL)
    (question,) = error.questions
    assert isinstance(error, Unanswered)
    assert (question.id, [*question.options], question.taken) == ("series", ["b", "a", "every"], "")
    read = reading(SEVERAL, series="A")
    assert taken(read) == {"series": "a"}
    assert table(read)["2024-01-12"] == {"close": -11}
    assert "Of the 2 series of the column name a was taken." in read.series.notes
    assert str(refused(SEVERAL, series="c")) == "'c' is no answer to --series: expected b, a or every."


def test_several_series_side_by_side():
    read = reading(SEVERAL + "2024-01-13,99,a\n", series="every")
    assert [*read.series.frame.columns] == ["b", "a"]
    assert table(read)["2024-01-02"] == {"b": 1, "a": -1}
    last = read.series.frame.iloc[-1]
    assert (last["a"], pd.isna(last["b"])) == (99, True)
    wide = reading(SEVERAL.replace("close", "close,open").replace(",b\n", ",7,b\n").replace(",a\n", ",8,a\n"), series="every")
    assert [*wide.series.frame.columns] == ["close b", "open b", "close a", "open a"]


def test_two_columns_of_numbers_can_tell_series_apart():
    rows = [f"{day},{store},{item},{10 * store + item}.5" for day in DAYS for store in (1, 2) for item in (1, 2, 3)]
    text = "\n".join(["date,store,item,sales", *rows]) + "\n"
    assert [*refused(text).questions[0].options] == ["1 / 1", "1 / 2", "1 / 3", "2 / 1", "2 / 2", "2 / 3", "every"]
    varied = text.replace("2024-01-01,2,3,23.5", "2024-01-01,2,3,24")
    assert reading(varied, series="2 / 3").series.frame["sales"].tolist() == [24, *[23.5] * 11]


def test_times_from_a_start_can_be_those_of_several_series():
    text = "trial,time,x\n" + "".join(f"{trial},{n / 10},{10 * trial + n % 3}\n" for trial in (1, 2) for n in range(20))
    assert [*refused(text).questions[0].options] == ["1", "2", "every"]
    read = reading(text, series="2")
    assert (read.series.frame["x"].tolist()[:4], len(read.series.frame)) == ([20, 21, 22, 20], 20)


def test_dates_in_the_header_are_turned():
    text = "place,lat," + ",".join(DAYS) + "\nhere,1," + ",".join(map(str, range(12))) + "\nthere,2," + ",".join("9" * 12) + "\n"
    error = refused(text)
    assert isinstance(error, Unanswered)
    assert [*error.questions[0].options] == ["here", "there", "every"]
    read = reading(text, series="here")
    assert table(read)["2024-01-03"] == {"here": 2}
    assert len(read.series.frame) == 12
    assert [*reading(text, series="every").series.frame.columns] == ["here", "there"]
    only = reading("place," + ",".join(DAYS) + "\nhere," + ",".join(map(str, range(12))) + "\n")
    assert (taken(only), only.series.target) == ({}, "here")


def test_years_in_the_header_are_turned():
    years = range(1990, 2000)
    read = reading("Country Name," + ",".join(map(str, years)) + "\nChad," + ",".join(str(year % 7) for year in years) + "\n")
    assert table(read)["1991-01-01"] == {"Chad": 3}


@pytest.mark.parametrize(
    "names",
    [
        [f"H{hour}" for hour in range(1, 25)],
        [str(hour) for hour in range(24)],
        [f"{hour:02}:00" for hour in range(24)],
        [f"{hour}:00" for hour in range(1, 25)],
        [f"{hour % 24}.00 Uhr" for hour in range(1, 25)],
    ],
)
def test_hours_in_the_header_become_rows(names):
    rows = [f"{day}," + ",".join(str(100 * number + hour) for hour in range(24)) for number, day in enumerate(DAYS)]
    text = "\n".join(["Date," + ",".join(names), *rows]) + "\n"
    read = reading(text)
    assert (taken(read), len(read.series.frame)) == ({"turn": "yes"}, 24 * 12)
    assert table(read)["2024-01-02 05:00"] == {"value": 105}
    assert len(reading(text, turn="no").series.frame) == 12


def test_months_in_the_header_become_rows():
    months = "Jan,Feb,Mar,Apr,May,Jun,Jul,Aug,Sep,Oct,Nov,Dec"
    rows = [f"{year}," + ",".join(str(month * (year - 2000)) for month in range(1, 13)) + ",7" for year in (2001, 2002)]
    read = reading("\n".join([f"Year,{months},Annual", *rows]) + "\n")
    assert table(read)["2002-03-01"] == {"value": 6}
    assert (len(read.series.frame), taken(read)) == (24, {"turn": "yes"})
    assert "Not used beside them: Annual." in read.series.notes


def test_numbered_columns_are_asked_about():
    names = ",".join(f"V{number}" for number in range(1, 10))
    few = reading(f"id,{names}\nW1," + ",".join(map(str, range(9))) + "\n")
    assert taken(few) == {"turn": "yes", "number-rows": "yes"}
    assert few.series.frame["W1"].tolist() == [*range(9)]
    many = f"{names}\n" + "".join(",".join(str(row * column % 7) for column in range(1, 10)) + "\n" for row in range(1, 13))
    assert [(one.id, one.taken) for one in refused(many).questions] == [("turn", "")]
    assert len(reading(many, turn="no").series.frame) == 12
    assert [one.id for one in refused(many, turn="yes").questions] == ["turn", "series"]


def test_rows_without_column_names_are_all_kept():
    read = reading("2020-01-01,1,5\n2020-01-02,2,6\n2020-01-03,4,7\n")
    assert [*read.series.frame.columns] == ["column 2", "column 3"]
    assert read.series.frame["column 2"].tolist() == [1, 2, 4]
    assert reading("1577836800000,1\n1577840400000,2\n1577844000000,4\n").series.frame["column 2"].tolist() == [1, 2, 4]
    assert reading("0.5\n0.7\n0.1\n").series.frame["column 1"].tolist() == [0.5, 0.7, 0.1]


AGAIN = "Date,x,y\n" + "".join(f"{day},{n},\n{day},{n + 4},1\n{day},{n + 4},1\n" for n, day in enumerate(DAYS))


def test_dates_that_come_again_are_asked_about():
    error = refused(AGAIN)
    assert isinstance(error, Unanswered)
    assert "36 of the 36 rows of data.csv share their date with another (rows 2 and 3: 2024-01-01)" in str(error)
    expected = {"last": (4, 1), "first": (0, None), "mean": (8 / 3, 1), "sum": (8, 2)}
    for way, (x, y) in expected.items():
        read = reading(AGAIN, repeated=way)
        first = table(read)["2024-01-01"]
        assert (len(read.series.frame), first["x"], None if pd.isna(first["y"]) else first["y"]) == (12, x, y)
        assert taken(read) == {"repeated": way}


def test_of_the_same_row_twice_one_is_taken_unless_they_shall_be_summed():
    text = "Date,x\n" + "".join(f"{day},{number}\n" * 2 for number, day in enumerate(DAYS))
    read = reading(text)
    assert (taken(read), read.series.frame["x"].tolist()) == ({"repeated": "last"}, [*range(12)])
    assert reading(text, repeated="sum").series.frame["x"].tolist() == [2 * number for number in range(12)]


def test_irregular_times_can_be_put_on_a_grid():
    minutes = [0, 7, 13, 29, 33, 41, 58, 66, 69, 70, 88]
    text = "time stamp,x\n" + "".join(f"2024-01-01 {m // 60:02}:{m % 60:02},{m}\n" for m in minutes)
    read = reading(text)
    assert (taken(read), len(read.series.frame)) == ({"grid": "no"}, 11)
    even = reading(text, grid="yes")
    assert [f"{date:%H:%M}" for date in even.series.frame.index] == [f"{m // 60:02}:{m % 60:02}" for m in range(0, 90, 10)]
    assert even.series.frame["x"].tolist()[:4] == [3.5, 13, 29, 33]
    assert "11 rows were put on a grid of 10 minutes: 9 steps, 0 of them empty." in even.series.notes


def test_two_forms_of_dates_are_named():
    error = refused("Date,x\n11-01-2019,1\n12-01-2019,2\n01/13/2019,3\n01/14/2019,4\n")
    assert "mixes two forms of dates: 11-01-2019 in row 2 and 01/13/2019 in row 4" in str(error)


def test_notes_and_questions_stand_beside_an_error():
    text = "A title\n" + SEVERAL.replace("2024-01-03", "2024-13-03")
    error = refused(text, series="a")
    assert "2024-13-03" in str(error)
    assert [question.id for question in error.questions] == ["series"]
    assert any("line above the column names was left out" in note for note in error.notes)
    assert "Of the 2 series of the column name a was taken." in error.notes


def test_notes_stand_beside_a_refused_column_and_a_refused_test_file():
    text = SEVERAL.replace("close", "close,same").replace(",a\n", ",7,a\n").replace(",b\n", ",7,b\n")
    with pytest.raises(UserError, match="has the same value 7 in every row") as caught:
        examine(File(text.encode(), "data.csv"), target="same", answers={"series": "a"})
    assert [question.id for question in caught.value.questions] == ["series"]
    assert any("a was taken" in note for note in caught.value.notes)
    early = File(b"date,x\n2020-01-01,1\n2020-01-02,2\n", "test.csv")
    with pytest.raises(UserError, match="a test file must begin after that") as caught:
        examine(File(b"date,x\n2024-01-02,1\n2024-01-01,2\n", "data.csv"), test=early)
    assert "The rows were not in time order and were sorted by date." in caught.value.notes


def test_weeks_beside_years_are_joined():
    read = reading("year,week,cases\n" + "".join(f"{year},{week},{week % 7}\n" for year in (2018, 2019) for week in range(1, 53)))
    assert (f"{read.series.frame.index[0]:%Y-%m-%d}", len(read.series.frame)) == ("2018-01-01", 104)
    assert "The columns year and week were joined into one date." in read.series.notes


def test_years_with_months_in_a_first_column_without_a_name_are_dates():
    read = reading(",ret\n" + "".join(f"{1990 + n // 12}{n % 12 + 1:02},{n % 5}\n" for n in range(30)))
    assert f"{read.series.frame.index[-1]:%Y-%m-%d}" == "1992-06-01"


def test_the_unit_of_times_from_a_start_is_asked_for():
    text = "timestamp,x\n" + "".join(f"{20 * n},{n % 3}\n" for n in range(90))
    read = reading(text)
    assert taken(read) == {"time-unit": "milliseconds"}
    assert str(read.series.frame.index[1]) == "1970-01-01 00:00:00.020000"
    assert str(reading(text, time_unit="minutes").series.frame.index[1]) == "1970-01-01 00:20:00"
    assert reading(text.replace("timestamp", "seconds")).questions == ()


def test_blanks_can_separate_numbers():
    rows = "".join(f"{1990 + n // 12} {n % 12 + 1:>4}   {n % 5 / 4:.3f}\n" for n in range(36))
    read = reading("# a table\nyear month   x\n" + rows)
    assert (len(read.series.frame), read.series.target) == (36, "x")
    assert f"{read.series.frame.index[-1]:%Y-%m-%d}" == "1992-12-01"
    assert reading("".join(f"{n}  {n % 7 / 4}\n" for n in range(30))).series.target == "column 2"
    timed = reading("".join(f"2024-01-{1 + n // 24:02} {n % 24:02}:00 {n % 7}.5\n" for n in range(48)))
    assert (len(timed.series.frame), timed.series.season) == (48, 24)


def test_years_in_a_header_below_lines_of_a_title():
    years = ",".join(f'"{year}"' for year in range(1990, 2010))
    rows = "".join(f'"{name}","{name[:2]}",' + ",".join(f'"{n % 7}"' for n in range(20)) + ",\n" for name in ("Aruba", "Chad"))
    text = f'"Data Source","Indicators",\n\n"Last Updated","2023-05-10",\n\n"Country Name","Code",{years},\n{rows}'
    read = reading(text, series="Chad / Ch")
    assert table(read)["1993-01-01"] == {"Chad / Ch": 3}
    assert len(read.series.frame) == 20


def test_names_that_meet_are_made_distinct():
    hours = ",".join(f"H{hour}" for hour in range(1, 25))
    rows = "".join(f"here,{day} 00:00:00,{','.join(str(hour * n) for hour in range(24))}\n" for n, day in enumerate(DAYS))
    for name in ("site", "value"):
        assert len(reading(f"{name},date,{hours}\n{rows}").series.frame) == 24 * 12
    assert reading(f"place,{','.join(DAYS)}\ndate,{','.join(map(str, range(12)))}\n").series.target == "date (2)"
    pairs = "".join(f"{day},{n},{n + 1},{who}\n" for n, day in enumerate(DAYS) for who in ("b c", "c"))
    assert [*reading(f"date,a,a b,who\n{pairs}", series="every").series.frame.columns] == ["a b c", "a b b c", "a c", "a b c (2)"]


def test_a_series_can_be_called_every():
    text = SEVERAL.replace(",a\n", ",every\n")
    assert table(reading(text, series="every"))["2024-01-12"] == {"close": -11}


def test_times_that_reach_too_far_ask_for_another_unit():
    text = "time,x\n" + "".join(f"{n * 10**11},{n % 3}\n" for n in range(9))
    error = refused(text)
    assert "take another unit" in str(error)
    assert [question.id for question in error.questions] == ["time-unit"]
    assert str(reading(text, time_unit="nanoseconds").series.frame.index[1]) == "1970-01-01 00:01:40"


def test_a_numbered_test_file_goes_on_where_the_first_ends():
    first, later = (File(f"x\n{rows}".encode(), "data.csv") for rows in ("1.5\n2\n4\n", "3.5\n1\n2\n"))
    series = examine(first, test=later).series
    assert [str(date)[-2:] for date in series.test.index] == ["04", "05", "06"]


def test_sensors_that_take_turns_are_several_series():
    rows = "".join(f"2024-01-01 00:{n:02}:{'00' if n % 2 else '37'},{('cellar', 'kitchen')[n % 2]},{n}\n" for n in range(40))
    assert [*refused("time,sensor,value\n" + rows).questions[0].options] == ["cellar", "kitchen", "every"]
    assert len(reading("time,sensor,value\n" + rows, series="kitchen").series.frame) == 20


def test_quarters_as_numbers_behind_the_year():
    read = reading("Quartal;BIP\n" + "".join(f"{2015 + n // 4}/{n % 4 + 1};{n % 5},5\n" for n in range(16)))
    assert [f"{date:%Y-%m}" for date in read.series.frame.index[:5]] == ["2015-01", "2015-04", "2015-07", "2015-10", "2016-01"]
    assert read.series.season == 4


def test_months_down_and_years_across():
    months = [dt.date(2020, month, 1).strftime("%B") for month in range(1, 13)]
    rows = "".join(f"{name},{n},{n + 20},{n + 40},{n + 60},{'' if n > 5 else n + 80}\n" for n, name in enumerate(months))
    read = reading(f"Month,2015,2016,2017,2018,2019\n{rows}")
    assert (len(read.series.frame), table(read)["2016-03-01"], table(read)["2019-06-01"]) == (54, {"value": 22}, {"value": 85})


def test_numbered_periods_beside_a_year_are_months():
    rows = "".join(f"{year},M{month:02},{month * 2}\n" for year in (2015, 2016) for month in range(1, 14))
    read = reading(f"Year,Period,Value\n{rows}")
    assert (len(read.series.frame), table(read)["2016-12-01"]) == (24, {"Value": 24})
    assert "Rows of M13, the annual mean, were left out." in read.series.notes
