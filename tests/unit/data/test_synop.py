"""Weather observations in both published forms: recognised, read, made regular, and refused with a sentence."""

import random

import numpy as np
import pandas as pd
import pytest

from rnn_core.data import File, Series
from rnn_core.data.synop import series as synop
from rnn_core.data.synop.series import is_synop, read_synop, stations
from rnn_core.errors import UserError
from rnn_core.experiments.forecast.data import choice
from rnn_core.experiments.forecast.settings import ForecastSettings
from tests.synop import METEO_FRANCE, Row, meteo_france, open_data_soft, rows, without

CELSIUS, HUMIDITY = "Température (°C)", "Humidité"
NO_LINE = "Wind directions, codes, rain and extremes of several hours do not follow a straight line and are never filled."
NANTES = "NANTES-BOUGUENAIS"


def two_stations() -> list[Row]:
    return [*rows(20), *rows(12, "07222", nom=NANTES)]


def shuffled(chosen: list[Row]) -> list[Row]:
    return random.Random(0).sample(chosen, len(chosen))


def times(count: int, start: str = "2024-01-01") -> pd.DatetimeIndex:
    return pd.DatetimeIndex(pd.date_range(start, periods=count, freq="3h"), name="date", freq=None).as_unit("us")


def sentence(*arguments, **more) -> str:
    with pytest.raises(UserError) as caught:
        read_synop(*arguments, **more)
    assert "\n" not in str(caught.value)
    return str(caught.value)


# recognised by the first line


@pytest.mark.parametrize("end", [";", ""])
def test_both_forms_are_recognised(end):
    assert is_synop(meteo_france(rows(2), end=end))
    assert is_synop(open_data_soft(rows(2)))
    assert is_synop(open_data_soft(rows(2), bom=False))
    assert is_synop(open_data_soft(rows(2)).replace(b"\n", b"\r\n"))
    assert is_synop(b"\xef\xbb\xbf\nnumer_sta;date;t;\n")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"date,t\n2024-01-01,3\n",
        b"numer_sta;date;\n",
        b"numer_sta;t\n",
        b"PK\x03\x04",
        b"x" * 200_000,
        b'"' + b"x" * 200_000,
    ],
    ids=["nothing", "blank", "a table", "no measurement", "no date", "a zip", "a long line", "an open quote"],
)
def test_nothing_else_is(content):
    assert not is_synop(content)


def test_stations_have_five_digits_and_a_name():
    mixed = [*rows(2, "7149"), *rows(2, "07222"), *rows(1, "99999"), *rows(1, "07149")]
    assert stations(File(meteo_france(mixed), "x.csv")) == {"07149": "Orly", "07222": "Nantes-Bouguenais", "99999": "99999"}
    assert stations(File(open_data_soft(two_stations()), "x.csv")) == {"07149": "ORLY", "07222": NANTES}
    unnamed = [{**row, "nom": ""} for row in rows(2)]
    assert stations(File(open_data_soft(unnamed), "x.csv")) == {"07149": "Orly"}
    assert stations(File(open_data_soft([*unnamed, *rows(1)]), "x.csv")) == {"07149": "ORLY"}


# read


def test_the_form_of_meteo_france():
    read = read_synop([File(meteo_france(rows(20)), "synop.csv")])
    series = read.series
    pd.testing.assert_index_equal(series.frame.index, times(20))
    assert list(series.frame) == ["pmer", "dd", "ff", "t", "u", "ww", "rr3"]
    assert series.frame["t"].tolist() == [7.0 + number for number in range(20)]
    np.testing.assert_allclose(series.frame["pmer"], [1010 + number / 10 for number in range(20)], rtol=1e-15)
    assert series.frame["u"].tolist() == [50.0 + number for number in range(20)]
    assert (series.target, series.unit, series.title, series.season) == ("t", "°C", "Weather of Orly (07149)", None)
    assert (series.label("pmer"), series.unit_of("pmer")) == ("Sea-level pressure", "hPa")
    assert (series.label("ww"), series.unit_of("ww")) == ("Present weather", "")
    assert read.frequency is not None
    assert read.frequency.name == "one row every 3 hours"
    assert series.notes[-2:] == (
        "Temperatures were converted from kelvin to °C.",
        "Pressures were converted from pascals to hPa.",
    )
    assert series.notes[0].startswith("Columns that are empty, or that others hold in °C, are left out: tend, cod_tend, td, ")


def test_the_form_of_open_data_soft():
    read = read_synop([File(open_data_soft(shuffled(rows(20)), offset=2), "ods.csv")], target=HUMIDITY)
    series = read.series
    pd.testing.assert_index_equal(series.frame.index, times(20))
    assert series.frame[CELSIUS].tolist() == [7.0 + number for number in range(20)]
    assert "Température" not in series.frame
    assert read.targets == {
        "Pression au niveau mer": "",
        "Direction du vent moyen 10 mn": "is a direction, where 359° and 1° are neighbours",
        "Vitesse du vent moyen 10 mn": "",
        "Température": f"is the same as {CELSIUS}, in kelvin",
        HUMIDITY: "",
        "Temps présent": "is a code that stands for words, not a quantity",
        "Précipitations dans les 3 dernières heures": "has the same value 0.2 in every row",
        CELSIUS: "",
        "Coordonnees": "is none of the measurements that are read here",
        "Altitude": "is none of the measurements that are read here",
    }
    assert (series.target, series.unit, series.label(CELSIUS)) == (HUMIDITY, "%", "Temperature")
    assert "The rows were not in time order and were sorted by date." in series.notes


def test_kelvin_stay_when_no_other_column_holds_them():
    series = read_synop([File(open_data_soft(without(rows(20), "tc"), bom=False), "ods.csv")]).series
    assert (series.target, series.frame["Température"].iloc[1]) == ("Température", 8.0)
    assert CELSIUS not in series.frame


@pytest.mark.parametrize(
    ("header", "line"), [(b"t;;", b"280.15"), (b"t", b"280.15;"), (b"t;", b"280,15"), (b"t", b"280.15;4;5")], ids=str
)
def test_what_stands_at_the_end_of_a_line_does_not_matter(header, line):
    lines = b"".join(b"07149;202401%02d000000;%s\n" % (day, line.replace(b"280", b"28%d" % (day % 3))) for day in range(1, 9))
    series = read_synop([File(b"numer_sta;date;" + header + b"\n\n" + lines, "x.csv")]).series
    assert series.frame["t"].tolist() == [8.0, 9.0, 7.0, 8.0, 9.0, 7.0, 8.0, 9.0]


def test_traces_are_no_negative_rain():
    drops = [{**row, "rr3": -0.1 if number % 2 else 1.5} for number, row in enumerate(rows(10))]
    series = read_synop([File(meteo_france(drops), "x.csv")]).series
    assert series.frame["rr3"].tolist() == [1.5, 0.0] * 5
    assert "Traces of rain or snow, written as less than nothing, count as 0." in series.notes


def test_cells_that_hold_no_number_count_as_missing():
    wrong = [{**row, "u": "wet" if number in (3, 4) else row["u"]} for number, row in enumerate(rows(10))]
    series = read_synop([File(meteo_france(wrong), "x.csv")], longest_gap=0).series
    assert series.frame["u"].isna().sum() == 2
    assert "2 cells that are not numbers count as missing (the first, row 5, column u: 'wet')." in series.notes


# times made regular, gaps filled


def test_rows_that_lack_are_inserted_and_filled():
    holes = rows(30)[:10] + rows(30)[13:]
    series = read_synop([File(meteo_france(holes), "x.csv")]).series
    pd.testing.assert_index_equal(series.frame.index, times(30))
    assert series.frame["t"].tolist() == [7.0 + number for number in range(30)]
    assert series.frame.index[series.frame["dd"].isna()].tolist() == times(30)[10:13].tolist()
    assert series.frame["rr3"].isna().sum() == 3
    assert series.notes[-5:] == (
        "3 rows lacked and were inserted as missing: now there is one row every 3 hours.",
        "12 missing values were filled by interpolation in time (in gaps of at most 8 rows).",  # of t, pmer, ff and u
        "9 missing values were left, in longer gaps or at an end.",  # of dd, ww and rr3
        "Temperature: 3 of 30 values were missing, 3 of them were filled.",
        NO_LINE,
    )


def test_only_gaps_up_to_the_longest_are_filled():
    holes = without(rows(40), "t", at=[5, 6, *range(20, 29)])
    for longest, left in ((0, 11), (1, 11), (2, 9), (8, 9), (9, 0)):
        series = read_synop([File(meteo_france(holes), "x.csv")], longest_gap=longest).series
        assert series.frame["t"].isna().sum() == left, longest
    assert "Temperature: 11 of 40 values were missing, 11 of them were filled." in series.notes


def test_rows_that_stay_empty_are_left_out():
    series = read_synop([File(meteo_france(rows(60)[:20] + rows(60)[40:]), "x.csv")]).series
    assert len(series.frame) == 40
    assert "20 rows without any number were left out." in series.notes


def test_repeated_rows_and_rows_between_the_usual_times():
    chosen = rows(20)
    between = {**chosen[4], "date": chosen[4]["date"].replace(minute=30)}  # type: ignore[attr-defined]
    series = read_synop([File(meteo_france([*chosen, chosen[3], {**chosen[3], "t": 300.15}, between]), "x.csv")]).series
    assert len(series.frame) == 20
    assert series.frame["t"].iloc[3] == 27.0
    assert "2 rows with a repeated date were left out; the last of each was kept." in series.notes
    assert "1 row was left out, as it lies between the usual times." in series.notes


def test_the_usual_step_is_that_of_the_station():
    read = read_synop([File(meteo_france(rows(30, hours=1)[:12] + rows(30, hours=1)[13:]), "x.csv")])
    assert read.frequency is not None
    assert read.frequency.name == "one row an hour"
    assert len(read.series.frame) == 30


def test_irregular_times_stay():
    chosen = rows(20)
    for number, row in enumerate(chosen):
        row["date"] = row["date"].replace(minute=number * 7 % 60)  # type: ignore[attr-defined]
    series = read_synop([File(meteo_france(chosen), "x.csv")]).series
    assert len(series.frame) == 20
    assert "The times are irregular and were left as they are." in series.notes


def test_a_time_far_away_makes_no_endless_table():
    far = [*rows(10), *rows(1, start="9999-01-01T00:00")]
    message = sentence([File(meteo_france(far), "x.csv")])
    assert message.startswith("x.csv reaches from 2024-01-01 to 9999-01-01, which makes 23,302,473 rows of 7 columns")


# the station


@pytest.mark.parametrize("asked", ["07222", "7222", NANTES, "nantes bouguenais", "Nantes-Bouguenais "])
def test_a_station_is_chosen_by_number_or_name(asked):
    series = read_synop([File(open_data_soft(two_stations()), "x.csv")], asked).series
    assert (series.title, len(series.frame)) == (f"Weather of {NANTES} (07222)", 12)
    assert series.notes[0] == f"Of the 2 stations of the file 07222 {NANTES} was taken."


def test_known_names_do_where_the_file_has_others():
    named = [{**row, "nom": "AEROPORT"} for row in rows(10)]
    assert read_synop([File(open_data_soft(named), "x.csv")], "orly").series.title == "Weather of AEROPORT (07149)"
    assert read_synop([File(meteo_france(rows(10, "7481")), "x.csv")], "lyon saint exupery").series.title.endswith("(07481)")


def test_a_number_without_a_name():
    assert read_synop([File(meteo_france(rows(10, "99999")), "x.csv")]).series.title == "Weather of station 99999"


def test_one_of_several_stations_must_be_chosen():
    content = open_data_soft(two_stations())
    listed = f"choose one of 07149 ORLY, 07222 {NANTES}."
    assert sentence([File(content, "x.csv")]) == f"x.csv holds 2 stations: {listed}"
    assert sentence([File(content, "x.csv")], "07005") == f"x.csv has no station 07005: {listed}"
    assert sentence([File(content, "x.csv")], "Paris") == f"x.csv has no station Paris: {listed}"


def test_many_stations_are_not_all_listed():
    many = [row for number in range(70_000, 70_025) for row in rows(1, str(number))]
    assert sentence([File(meteo_france(many), "x.csv")]).endswith(" 70019 and 5 more.")


# several files


def test_files_of_several_months_are_joined():
    months = [rows(248), rows(232, start="2024-02-01T00:00"), rows(248, start="2024-03-01T00:00")]
    files = [File(meteo_france([*month, *rows(3, "07222")]), f"{number}.csv") for number, month in enumerate(months, start=1)]
    series = read_synop(files[::-1], station="Orly").series
    pd.testing.assert_index_equal(series.frame.index, times(728))
    assert series.frame["t"].iloc[[0, 248, 480]].tolist() == [7.0, 7.0, 7.0]
    assert sentence(files) == ("1.csv with 2 more holds 2 stations: choose one of 07149 Orly, 07222 Nantes-Bouguenais.")


def test_a_station_may_lack_in_one_of_the_files():
    files = [File(meteo_france(rows(10)), "1.csv"), File(meteo_france(rows(10, "07222")), "2.csv")]
    assert len(read_synop(files, station="07222").series.frame) == 10


def test_files_that_are_too_large_together(monkeypatch):
    content = meteo_france(rows(10))
    monkeypatch.setattr(synop, "MAX_TOGETHER", 2 * len(content))
    assert len(read_synop([File(content, "1.csv"), File(content, "2.csv")]).series.frame) == 10
    assert "larger than" in sentence([File(content, "1.csv")] * 3)


def test_a_second_file_is_the_test_period():
    later = [*rows(16, start="2024-01-10T00:00"), *rows(16, "07222", start="2024-01-10T00:00")]
    later = [*without(later, "t", at=[5]), later[3]]
    found = read_synop([File(meteo_france(rows(40)), "x.csv")], test=File(meteo_france(later), "y.csv")).series
    assert found.test is not None
    pd.testing.assert_index_equal(found.test.index, times(16, "2024-01-10"))
    assert found.test["t"].tolist() == [7.0 + number for number in range(16)]
    assert list(found.test) == list(found.frame)
    assert "y.csv: 1 row with a repeated date was left out; the last of each was kept." in found.notes


def test_a_test_period_lacks_some_columns():
    later = meteo_france(without(rows(16, start="2024-01-10T00:00"), "u", "ff"))
    found = read_synop([File(meteo_france(rows(40)), "x.csv")], test=File(later, "y.csv")).series
    assert found.test is not None
    assert found.test["u"].isna().all()
    assert "y.csv has no numbers for ff, u, which count as missing." in found.notes


def test_a_test_period_of_another_place_or_time():
    content = meteo_france(rows(40))
    assert sentence([File(content, "x.csv")], test=File(meteo_france(rows(9, "07222")), "y.csv")) == (
        "y.csv has no station 07149: choose one of 07222 Nantes-Bouguenais."
    )
    assert sentence([File(content, "x.csv")], test=File(content, "y.csv")) == (
        "y.csv begins on 2024-01-01 00:00, but the training file ends on 2024-01-05 21:00; a test file must begin after that."
    )


# what can be forecast


def test_columns_that_nobody_chose_never_refuse_a_run():
    bare = [{name: row[name] for name in ("numer_sta", "date", "t")} for row in rows(20)]
    read = read_synop([File(meteo_france(bare), "x.csv")])
    assert list(read.series.frame) == ["t"]
    assert (read.targets["t"], read.targets["u"], read.targets["sw"]) == (
        "",
        "is empty",
        "is none of the measurements that are read here",
    )
    assert set(read.targets) == {*METEO_FRANCE} - {"numer_sta", "date"}


def test_too_few_numbers_are_no_series():
    rare = [row if number % 4 == 0 else without([row], "u")[0] for number, row in enumerate(rows(40))]
    read = read_synop([File(meteo_france(rare), "x.csv")], longest_gap=2)
    assert read.targets["u"] == "has numbers in only 25.0\u202f% of the rows"
    assert read.series.frame["u"].count() == 10
    assert read_synop([File(meteo_france(rare), "x.csv")], longest_gap=3).targets["u"] == ""


def test_another_column_is_forecast_where_there_is_no_temperature():
    series = read_synop([File(meteo_france(without(rows(20), "t")), "x.csv")]).series
    assert (series.target, series.unit) == ("pmer", "hPa")


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        (
            "ww",
            "The column ww of these observations is a code that stands for words, not a quantity; choose one of t, pmer, ff, u.",
        ),
        ("rr3", "The column rr3 of these observations has the same value 0.2 in every row; choose one of "),
        ("td", "The column td of these observations is empty; choose one of "),
        ("tt", "The observations have no column tt (did you mean t?); choose one of "),
        ("humidity", "The observations have no column humidity; choose one of t, pmer, ff, u."),
    ],
)
def test_a_target_that_cannot_be_forecast(target, reason):
    assert sentence([File(meteo_france(rows(20)), "x.csv")], target=target).startswith(reason)


def test_nothing_to_forecast():
    still = [{**row, "t": 280.15, "pmer": 100_000, "ff": 3, "u": 60} for row in rows(20)]
    assert sentence([File(meteo_france(still), "x.csv")]) == (
        "Weather of Orly (07149): no measurement can be forecast, as t has the same value 7 in every row; take more rows."
    )
    empty = [{name: row[name] for name in ("numer_sta", "date")} for row in rows(20)]
    assert (
        sentence([File(meteo_france(empty), "x.csv")])
        == "x.csv has no measurements of station 07149; choose another station or file."
    )


# what is no such file


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"numer_sta;date;t\n", "x.csv has a header but no rows below it"),
        (b"date;t\n2024-01-01;3\n", "x.csv has no columns of a station, a date and measurements"),
        (b"<!DOCTYPE html>", "x.csv is a web page"),
        (
            b"numer_sta;date;t\n07149;20240101000000;280\n07149;yesterday;281\n07149;20240101030000;1\n",
            "Row 3 of x.csv holds 'yesterday' where a time",
        ),
        (
            b"numer_sta;date;t\n07149;20240101000000;280\n\n07149;;281\n07149;20240101030000;1\n",
            "Row 4 of x.csv has no time (column date)",
        ),
        (b"numer_sta;date;t\nOrly;20240101000000;280\n", "Row 2 of x.csv holds 'Orly' in the column numer_sta"),
        (b"numer_sta;date;t\n07149;20240101000000;280\n;20240101030000;280\n", "Row 3 of x.csv is empty in the column numer_sta"),
        (b'numer_sta;date;t\n07149;"20240101000000;280\n', "x.csv has a quote that is never closed"),
    ],
)
def test_broken_files_get_a_sentence(content, message):
    assert sentence([File(content, "x.csv")]).startswith(message)


def test_the_series_is_kept_as_any_other():
    series = read_synop([File(open_data_soft(without(rows(30), "tc", at=[4])), "x.csv")]).series
    again = Series.of_files(series.files())
    pd.testing.assert_frame_equal(again.frame, series.frame, check_exact=True)
    assert (again.labels, again.units, again.notes) == (series.labels, series.units, series.notes)


def test_short_names_mean_the_columns_of_both_forms():
    for content in (meteo_france(rows(60)), open_data_soft(rows(60))):
        series = read_synop([File(content, "x.csv")], target="t").series
        assert series.label(series.target) == "Temperature"
        settings = ForecastSettings.parse({"target": "t", "also": ["u"], "timesteps": 4})
        chosen = choice(series, settings).targets
        assert [series.label(name) for name in chosen] == ["Temperature", "Relative humidity"]
        again = type(series).of_files(series.files())
        assert choice(again, settings).targets == chosen
