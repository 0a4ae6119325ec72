"""Missing values: counted, and filled where a gap is short."""

import numpy as np
import pandas as pd

from rnn_core.data import Series
from rnn_core.data.readers.gaps import fill, missing

NAN = np.nan


def series(dates: list[str], test: pd.DataFrame | None = None, **columns: list[float]) -> Series:
    return Series(frame(dates, **columns), next(iter(columns)), "T", test=test, notes=("Before.",))


def frame(dates: list[str], **columns: list[float]) -> pd.DataFrame:
    return pd.DataFrame(columns, pd.DatetimeIndex(dates, name="date").as_unit("us"), dtype="float64")


def january(*days: int) -> list[str]:
    return [f"2020-01-{day:02}" for day in days]


HOLES = series(
    january(1, 2, 3, 4, 5, 6, 7, 8),
    x=[NAN, 1, NAN, 3, NAN, NAN, 9, NAN],
    y=[1, 2, 3, 4, 5, 6, 7, 8],
)


def test_counting():
    table = missing(HOLES)
    assert table.index.tolist() == ["x", "y"]
    assert table["missing"].tolist() == [5, 0]
    assert table["longest gap"].tolist() == [2, 0]


def test_counting_with_a_test_period():
    table = missing(series(january(1, 2), test=frame(january(3, 4, 5), x=[NAN, NAN, 1], y=[1, 1, NAN]), x=[1, NAN], y=[1, 1]))
    assert table.to_dict("list") == {"missing": [3, 1], "longest gap": [2, 1]}


def test_short_gaps_are_filled():
    filled = fill(HOLES, 1)
    np.testing.assert_array_equal(filled.frame["x"], [NAN, 1, 2, 3, NAN, NAN, 9, NAN])
    assert filled.frame["y"].tolist() == [1, 2, 3, 4, 5, 6, 7, 8]
    assert filled.notes == (
        "Before.",
        "1 missing value was filled by interpolation in time (in gaps of at most 1 row).",
        "4 missing values were left, in longer gaps or at an end.",
    )
    assert HOLES.frame["x"].isna().sum() == 5


def test_the_limit_is_the_longest_gap_filled():
    filled = fill(HOLES, 2)
    np.testing.assert_array_equal(filled.frame["x"], [NAN, 1, 2, 3, 5, 7, 9, NAN])
    assert filled.notes[1:] == (
        "3 missing values were filled by interpolation in time (in gaps of at most 2 rows).",
        "2 missing values were left, in longer gaps or at an end.",
    )


def test_time_counts_and_not_rows():
    filled = fill(series([*january(1, 2), "2020-01-02 12:00", *january(5)], x=[10, NAN, NAN, 50]), 2)
    assert filled.frame["x"].tolist() == [10, 20, 25, 50]
    assert filled.notes[1:] == ("2 missing values were filled by interpolation in time (in gaps of at most 2 rows).",)


def test_rows_that_stay_empty_are_left_out():
    filled = fill(series(january(1, 2, 3, 4, 5, 6), x=[1, NAN, 3, NAN, NAN, 6]), 1)
    assert filled.frame["x"].tolist() == [1, 2, 3, 6]
    assert filled.frame.index[-1] == pd.Timestamp("2020-01-06")
    assert filled.notes[1:] == (
        "1 missing value was filled by interpolation in time (in gaps of at most 1 row).",
        "2 rows without any number were left out.",
    )


def test_without_a_limit_only_empty_rows_go():
    filled = fill(series(january(1, 2, 3), x=[1, NAN, NAN], y=[1, 2, NAN]), 0)
    np.testing.assert_array_equal(filled.frame["x"], [1, NAN])
    assert filled.notes == ("Before.", "1 row without any number was left out.")


def test_a_test_period_is_filled_from_its_own_values():
    later = frame(january(4, 5, 6, 7), x=[NAN, 5, NAN, 9], y=[1, 2, 3, 4])
    filled = fill(series(january(1, 2, 3), test=later, x=[1, NAN, 3], y=[1, 2, 3]), 3)
    assert filled.test is not None
    np.testing.assert_array_equal(filled.test["x"], [NAN, 5, 7, 9])
    assert filled.frame["x"].tolist() == [1, 2, 3]
    assert filled.notes[1:] == (
        "2 missing values were filled by interpolation in time (in gaps of at most 3 rows).",
        "1 missing value was left, in longer gaps or at an end.",
    )


def test_a_whole_series_stays_as_it_is():
    whole = series(january(1, 2), x=[1, 2])
    filled = fill(whole, 5)
    pd.testing.assert_frame_equal(filled.frame, whole.frame)
    assert filled.notes == ("Before.",)


def test_some_columns_can_be_left_as_they_are():
    both = series(january(1, 2, 3), x=[1, NAN, 3], y=[10, NAN, 350])
    filled = fill(both, 1, ["y"])
    assert filled.frame["x"].tolist() == [1, 2, 3]
    np.testing.assert_array_equal(filled.frame["y"], [10, NAN, 350])
    assert filled.notes[1:] == (
        "1 missing value was filled by interpolation in time (in gaps of at most 1 row).",
        "1 missing value was left, in longer gaps or at an end.",
    )
