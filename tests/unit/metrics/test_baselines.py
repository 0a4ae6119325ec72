"""The naive forecasts, by hand."""

import numpy as np
import pandas as pd
import pytest

from rnn_core.metrics.baselines import baselines, climatology, several_a_day


def days(count: int, step: str = "1D") -> pd.DatetimeIndex:
    return pd.date_range("2020-01-01", periods=count, freq=step)


def naive(values, first, train, season=None, steps=1, step="1D"):
    values = np.asarray(values, dtype=float)
    return baselines(values, days(len(values), step), np.arange(first, len(values) - steps + 1), steps, train, season)


def test_one_step_by_hand():
    found = naive([1, 3, 2, 4, 9, 6, 8], first=5, train=4, season=3)
    assert set(found) == {"last_value", "drift", "moving_average", "seasonal_last_value"}
    assert found["last_value"].tolist() == [[9], [6]]
    assert found["drift"].tolist() == [[10], [7]]  # (4 - 1) / 3 a row
    np.testing.assert_allclose(found["moving_average"], [[19 / 5], [24 / 5]], rtol=1e-15)
    assert found["seasonal_last_value"].tolist() == [[2], [4]]


def test_several_steps_by_hand():
    found = naive([1, 3, 2, 4, 9, 6, 8, 5, 7], first=4, train=4, season=2, steps=3)
    assert found["last_value"][0].tolist() == [4, 4, 4]
    assert found["drift"][0].tolist() == [5, 6, 7]
    assert found["moving_average"][0].tolist() == [2.5, 2.5, 2.5]
    assert found["seasonal_last_value"].tolist() == [[2, 4, 2], [4, 9, 4], [9, 6, 9]]  # the third step: two seasons before


def test_little_past():
    found = naive([1, 3, 2, 4], first=2, train=2, season=3)
    assert set(found) == {"last_value", "drift", "moving_average"}
    assert found["moving_average"].ravel().tolist() == [2, 2.5]  # the mean of the last two
    assert "seasonal_last_value" not in naive([1, 3, 2, 4], first=2, train=2)


def test_the_same_hour_yesterday_is_found_by_its_date():
    dates = days(10, "8h").delete(4)  # 16 o'clock of the second day is missing
    values = np.array([0, 1, 2, 10, 12, 20, 21, 22, 30.0])
    found = baselines(values, dates, np.array([5]), 4, 3, None)["same_hour_yesterday"]
    # from 0:00 of the third day on: yesterday's 0:00, a gap at 8:00 (so the last value), yesterday's 16:00, and two days before
    assert found.tolist() == [[10, 12, 12, 10]]


def test_rows_a_day_apart_have_no_hour():
    assert not several_a_day(days(30))
    assert not several_a_day(days(30, "7h"))  # at other times every day
    assert several_a_day(days(30, "3h"))


def test_climatology_is_the_mean_of_a_fortnight_at_the_same_hour():
    dates = days(2 * 730, "12h")
    values = np.asarray(np.where(dates.hour == 0, 0.0, 100.0) + dates.day_of_year)
    usual = climatology(values[:1400], dates[:1400], dates)
    asked = dates.get_loc(pd.Timestamp("2021-06-15 12:00"))
    assert usual[asked] == pytest.approx(100 + dates[asked].day_of_year, abs=0.2)  # both years' days around it lie even
    assert usual[asked - 1] == pytest.approx(dates[asked].day_of_year, abs=0.2)


def test_climatology_needs_a_year():
    assert climatology(np.ones(365), days(365), days(400)) is None
    assert climatology(np.ones(366), days(366), days(400)).tolist() == [1] * 400


def test_nothing_is_known_of_their_own_rows():
    values = np.random.default_rng(0).normal(size=800)
    changed = values.copy()
    changed[790:] = 1e9
    dates, origins = days(800), np.array([788, 789, 790])
    before, after = (baselines(table, dates, origins, 10, 500, 365) for table in (values, changed))
    assert set(before) == {"last_value", "drift", "moving_average", "seasonal_last_value", "climatology"}
    for name, forecast in before.items():
        np.testing.assert_array_equal(forecast, after[name])
