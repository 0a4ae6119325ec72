"""What is true of each step, by hand."""

import numpy as np
import pandas as pd
import pytest

from rnn_core.explain import probe_features
from tests.helpers import marks, values


def test_quotations_and_brackets_begin_and_end():
    found = probe_features.of_text('a "b (c" d) “e” (')
    assert marks(found, "inside quotation marks") == "00111110000011000"
    assert marks(found, "inside brackets") == "00000111110000001"


def test_an_empty_line_ends_what_nobody_closed():
    found = probe_features.of_text('"a\nb\n\nc (d\n\ne')
    assert marks(found, "inside quotation marks") == "1111100000000"
    assert marks(found, "inside brackets") == "0000000011100"


def test_places_and_kinds_of_characters():
    found = probe_features.of_text("Ab c\né 1!")
    assert marks(found, "place in the line") == "123401234"
    assert marks(found, "place in the word") == "120101010"
    assert marks(found, "space or punctuation") == "001010101"
    assert marks(found, "capital letter") == "100000000"
    assert marks(found, "vowel") == "100001000"
    assert marks(found, "digit") == "000000010"


def test_a_text_without_lines_has_no_place_in_them():
    assert "place in the line" not in [one.name for one in probe_features.of_text("word " * 200)]


def test_slopes_are_those_of_straight_lines():
    np.testing.assert_allclose(probe_features.slopes(np.array([3.0, 5, 7, 9, 11, 13])), [0, 2, 2, 2, 2, 2])
    own = np.random.default_rng(1).normal(size=30)
    line = np.polyfit(np.arange(5), own[10:15], 1)
    assert probe_features.slopes(own)[14] == pytest.approx(line[0])


def hours(count, step="h"):
    return pd.date_range("2020-01-01", periods=count, freq=step)


def test_a_series_has_the_times_that_its_dates_allow():
    own = np.zeros((24 * 10, 1))
    names = [one.name for one in probe_features.of_series(own, ["t"], hours(240), season=24)]
    assert names == ["level", "trend of the last 5 rows", "hour of the day"]  # a season of a day is the hour
    daily = [one.name for one in probe_features.of_series(np.zeros((600, 1)), ["t"], hours(600, "D"), season=7)]
    assert daily[2:] == ["day of the year", "place in the season of 7 rows"]
    assert len(probe_features.of_series(np.zeros((100, 2)), ["t", "u"], hours(100, "D"), season=None)) == 4


def test_the_hour_is_a_point_on_a_circle():
    found = probe_features.of_series(np.zeros((240, 1)), ["t"], hours(240), season=None)
    np.testing.assert_allclose(values(found, "hour of the day")[[0, 6, 12]], [[0, 1], [1, 0], [0, -1]], atol=1e-12)


def test_a_path_turns_left_and_right():
    points = np.array([[0.0, 0], [1, 0], [1, 1], [2, 1], [2, 0.5]])  # east, north: left; east: right; south: right
    found = probe_features.of_path(points, ["x", "y"])
    assert marks(found, "turns left") == "00100"
    np.testing.assert_allclose(values(found, "speed"), [0, 1, 1, 1, 0.5])
    np.testing.assert_allclose(values(found, "direction of travel")[1:3], [[1, 0], [0, 1]])
    assert probe_features.of_path(np.zeros((3, 3)), ["x", "y", "z"])[-1].name == "direction of travel"
