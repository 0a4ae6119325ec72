"""Splitting in time, scaling by the training rows, cutting windows: all by hand."""

import numpy as np
import pandas as pd
import pytest
from sklearn.preprocessing import MinMaxScaler, StandardScaler

from rnn_core.data import Series
from rnn_core.errors import UserError
from rnn_core.experiments.forecast.data import prepare
from rnn_core.experiments.forecast.settings import ForecastSettings
from rnn_core.features.windows import Scaler, Split, split_rows, windows

VALUES = np.column_stack([np.arange(10.0), 100 + np.arange(10.0)])  # 0..9 and 100..109
SKLEARN = {"min-max": MinMaxScaler, "standard": StandardScaler}


def test_windows_by_hand():
    inputs, targets = windows(VALUES, 3, 0, 6)
    assert inputs.shape == (3, 3, 2)
    assert inputs.tolist() == [
        [[0, 100], [1, 101], [2, 102]],
        [[1, 101], [2, 102], [3, 103]],
        [[2, 102], [3, 103], [4, 104]],
    ]
    assert targets.tolist() == [[3], [4], [5]]
    assert (inputs.dtype, targets.dtype) == (np.float32, np.float32)


def test_test_windows_bridge_into_the_rows_before():
    inputs, targets = windows(VALUES, 3, 7, 10)
    assert inputs[:, :, 0].tolist() == [[4, 5, 6], [5, 6, 7], [6, 7, 8]]
    assert inputs[:, :, 1].tolist() == [[104, 105, 106], [105, 106, 107], [106, 107, 108]]
    assert targets.tolist() == [[7], [8], [9]]


def test_parts_share_no_target_and_leave_none_out():
    parts = [windows(VALUES, 3, first, stop)[1] for first, stop in ((0, 5), (5, 7), (7, 10))]
    assert [part.ravel().tolist() for part in parts] == [[3, 4], [5, 6], [7, 8, 9]]


def test_windows_that_do_not_fit():
    inputs, targets = windows(VALUES, 3, 0, 3)
    assert inputs.shape == (0, 3, 2)
    assert targets.shape == (0, 1)
    assert windows(VALUES, 9, 0, 10)[1].tolist() == [[9]]


@pytest.mark.parametrize(
    ("parts", "split"),
    [
        ((0.15, 0.15), Split(70, 15, 15)),
        ((0, 0.2), Split(80, 0, 20)),
        ((10, 21), Split(69, 10, 21)),
        ((0.1, 1), Split(89, 10, 1)),
        ((49, 50), Split(1, 49, 50)),
    ],
)
def test_shares_and_numbers_of_rows(parts, split):
    assert split_rows(100, *parts) == split
    assert split.rows == 100
    assert split.validation_stop == 100 - split.test


def test_shares_are_rounded():
    assert split_rows(196, 0.15, 0.15) == Split(138, 29, 29)  # 29.4 rows


@pytest.mark.parametrize("parts", [(50, 50), (0.5, 0.5), (0, 200)])
def test_nothing_left_to_train_on(parts):
    with pytest.raises(UserError) as caught:
        split_rows(100, *parts)
    message = str(caught.value)
    assert message.startswith("The data have 100 rows, but ")
    assert message.endswith(" leave none to train on: keep fewer rows.")


def test_the_scaler_by_hand():
    low_high = Scaler.fit("min-max", np.array([[2.0], [4.0], [10.0]]))
    assert low_high.transform(np.array([[2.0], [10.0], [6.0], [18.0]])).ravel().tolist() == [0, 1, 0.5, 2]
    standard = Scaler.fit("standard", np.array([[1.0], [3.0]]))  # mean 2, deviation 1
    assert standard.transform(np.array([[1.0], [2.0], [5.0]])).ravel().tolist() == [-1, 0, 3]
    assert (standard.offset.tolist(), standard.scale.tolist()) == ([2], [1])


@pytest.mark.parametrize("kind", ["min-max", "standard"])
def test_the_scaler_equals_scikit_learns(kind):
    rows = np.random.default_rng(3).normal([5, -200], [1, 40], (50, 2))
    fitted = SKLEARN[kind]().fit(rows[:30])
    ours = Scaler.fit(kind, rows[:30])
    np.testing.assert_allclose(ours.transform(rows), fitted.transform(rows), rtol=0, atol=1e-12)
    scaled = ours.transform(rows)
    for column in (0, 1):
        np.testing.assert_allclose(ours.inverse(scaled[:, column], column), rows[:, column], rtol=1e-13)
    np.testing.assert_allclose(ours.inverse(scaled[:, 0].reshape(5, 10)), rows[:, 0].reshape(5, 10), rtol=1e-13)


@pytest.mark.parametrize("kind", ["min-max", "standard"])
def test_a_constant_column_is_only_shifted(kind):
    rows = np.column_stack([np.arange(5.0), np.full(5, 7.0)])
    scaled = Scaler.fit(kind, rows).transform(rows)
    assert scaled[:, 1].tolist() == [0, 0, 0, 0, 0]
    np.testing.assert_array_equal(scaled, SKLEARN[kind]().fit_transform(rows))


def test_the_scaler_survives_json():
    scaler = Scaler.fit("standard", VALUES[:7])
    again = Scaler.from_json(scaler.as_json())
    np.testing.assert_array_equal(again.transform(VALUES), scaler.transform(VALUES))
    assert scaler.as_json()["offset"] == [3, 103]


def series(values: np.ndarray) -> Series:
    dates = pd.date_range("2020-01-01", periods=len(values), name="date")
    return Series(pd.DataFrame({"Value": values}, index=dates), "Value", "Made")


@pytest.mark.parametrize("kind", ["min-max", "standard"])
def test_later_values_change_nothing_in_the_training_part(kind):
    values = np.random.default_rng(1).normal(size=100)
    other = values.copy()
    other[70:] = 1e6 * np.arange(1, 31)  # validation and test
    settings = ForecastSettings(timesteps=5, scaling=kind)
    one, two = (prepare(series(table), settings).series for table in (values, other))
    assert (one.split, two.split) == (Split(70, 15, 15), Split(70, 15, 15))
    np.testing.assert_array_equal(one.scaled[:70], two.scaled[:70])
    for before, after in zip(one.part(0, 70), two.part(0, 70), strict=True):
        np.testing.assert_array_equal(before, after)
    assert not np.array_equal(one.scaled[70:], two.scaled[70:])
