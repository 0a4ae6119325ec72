"""The calendar of gaps: which day is where, and how much of it is missing."""

import numpy as np
import pandas as pd

from rnn_core.experiments.forecast.weather_figures import gaps_calendar

NAN = np.nan


def three_hourly(start: str, days: int) -> pd.Series:
    dates = pd.date_range(start, periods=8 * days, freq="3h")
    return pd.Series(np.arange(len(dates), dtype=float), dates)


def test_a_row_a_month():
    values = three_hourly("2024-01-30", 5)
    values.iloc[8:10] = NAN  # two of eight on 31 January
    values.iloc[24:32] = NAN  # all of 2 February
    heat = gaps_calendar(values, "Temperature").data[0]
    assert heat.x == (1, 2, 3, 30, 31)
    assert heat.y == ("2024-01", "2024-02")
    np.testing.assert_array_equal(heat.z, [[NAN, NAN, NAN, 0, 25], [0, 100, 0, NAN, NAN]])
    assert heat.customdata[1].tolist() == ["2024-02-01", "2024-02-02", "2024-02-03", "", ""]
    assert (heat.zmin, heat.zmax) == (0, 100)


def test_a_day_without_any_row_is_missing():
    values = three_hourly("2024-03-01", 3)
    heat = gaps_calendar(pd.concat([values.iloc[:8], values.iloc[16:]]), "Temperature").data[0]
    np.testing.assert_array_equal(heat.z, [[0, 100, 0]])


def test_a_row_a_year_for_long_periods():
    values = three_hourly("2021-12-31", 1 + 2 * 365)
    values.iloc[8 * 2 : 8 * 2 + 4] = NAN  # half of 2 January 2022
    drawn = gaps_calendar(values, "Temperature")
    heat = drawn.data[0]
    assert heat.y == ("2021", "2022", "2023")
    assert heat.x[:2] == (1, 2)
    assert len(heat.x) == 365
    assert heat.xgap == 0  # or nothing would be left of cells of a pixel
    assert heat.z[0][-1] == 0
    assert np.isnan(heat.z[0][:-1]).all()
    assert heat.z[1][:3].tolist() == [0, 50, 0]
    assert drawn.layout.xaxis.ticktext[:2] == ("Jan", "Feb")


def test_a_name_is_no_markup():
    assert gaps_calendar(three_hourly("2024-03-01", 1), "<b>T").layout.title.text == "Missing values of &lt;b&gt;T"
