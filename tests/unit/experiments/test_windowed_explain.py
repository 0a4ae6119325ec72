"""Looking inside networks that read windows: what they are shown, on which rows a forecast rests, what dropout does to it."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from rnn_core.data import Series
from rnn_core.data.sources.synthetic_paths import ladybug
from rnn_core.experiments import forecast, trajectory, windowed_explain
from rnn_core.experiments.forecast import ForecastSettings
from rnn_core.experiments.trajectory import TrajectorySettings
from rnn_core.explain import mc_dropout, occlusion
from rnn_core.networks.numpy.network import NumpyNetwork
from rnn_core.networks.spec import Dense, Network, Recurrent, stack
from tests.helpers import values


def a_series(rows=1_000):
    dates = pd.date_range("2019-01-01", periods=rows, freq="D", name="date")
    return Series(pd.DataFrame({"v": np.arange(rows) + 100.0, "w": np.sin(np.arange(rows))}, index=dates), "v", "Made")


@pytest.mark.parametrize("timesteps", [5, 20])
def test_every_row_counts_once_and_as_the_second_half_of_its_window(timesteps):
    settings = ForecastSettings.parse({"timesteps": timesteps, "validation": 200, "test": 300, "also": ["w"]})
    prepared = forecast.data.prepare(a_series(), settings)
    data, found = prepared.series, forecast.explain.probe_data(prepared, forecast.network.network(settings))
    assert found.values.shape[1:] == (timesteps, 2)
    counted = data.scaler.inverse(found.values[found.counted][:, 0])
    np.testing.assert_allclose(counted, np.arange(1_000 - len(counted), 1_000) + 100, atol=1e-3)
    assert 500 - timesteps < len(counted) <= 500
    np.testing.assert_allclose(values(found.properties, "level of v"), found.values[found.counted][:, 0], atol=1e-6)
    assert np.ptp(values(found.properties, "trend of the last 5 rows of v")) < 1e-9  # rows before the first one are known


def test_a_window_is_the_one_of_that_date():
    data = forecast.data.prepare(a_series(), ForecastSettings.parse({"timesteps": 4})).series
    found = forecast.explain.of_window(data, 900)
    assert found.names == ("2021-06-15", "2021-06-16", "2021-06-17", "2021-06-18")
    assert data.dates[900] == pd.Timestamp("2021-06-19")
    np.testing.assert_allclose(found.curves["v"], [996, 997, 998, 999])
    np.testing.assert_allclose(data.scaler.inverse(found.values[:, 0]), found.curves["v"], atol=1e-3)
    assert trajectory.explain.of_window(data, 900).names[-1] == "point 899"


def test_dates_within_a_minute_stay_apart():
    series = a_series(200)
    series.frame.index = pd.date_range("2020-01-01", periods=200, freq="10s", name="date")
    data = forecast.data.prepare(series, ForecastSettings.parse({"timesteps": 8})).series
    names = forecast.explain.of_window(data, 150).names
    assert len({*names}) == 8


def test_the_examples_are_the_windows_of_the_test_part():
    settings = ForecastSettings.parse({"timesteps": 4, "test": 100})
    prepared = forecast.data.prepare(a_series(), settings)
    network = forecast.network.network(settings)
    assert forecast.explain.examples(prepared) == 100
    assert forecast.explain.reading(prepared, network, 0).names[-1] == f"{prepared.series.dates[899]:%Y-%m-%d}"
    assert forecast.explain.reading(prepared, network, 99).names[-1] == f"{prepared.series.dates[998]:%Y-%m-%d}"


def test_a_path_is_read_point_by_point():
    settings = TrajectorySettings.parse({"timesteps": 4, "test": 100})
    prepared = trajectory.data.prepare(ladybug(500), settings)
    network = trajectory.network.network(settings, 2)
    assert trajectory.explain.examples(prepared) == 100
    found = trajectory.explain.reading(prepared, network, 0)
    assert found.names == ("point 396", "point 397", "point 398", "point 399")
    np.testing.assert_allclose(found.curves["x"], prepared.series.values[396:400, 0])
    probe = trajectory.explain.probe_data(prepared, network)
    counted = prepared.series.values[-probe.counted.sum() :]
    np.testing.assert_allclose(values(probe.properties, "place along x"), counted[:, 0])
    steps = np.linalg.norm(np.diff(prepared.series.values, axis=0), axis=1)
    np.testing.assert_allclose(values(probe.properties, "speed"), steps[-len(counted) :])
    assert probe.where == f"{len(counted):,} points, 175 of which it did not learn from"


@pytest.fixture
def data():
    """Rows 0, 1, 4, 9, ...; the other column is 5 everywhere but in one row."""
    dates = pd.date_range("2020-01-01", periods=40, name="date")
    squares = np.arange(40.0) ** 2
    series = Series(pd.DataFrame({"squares": squares, "other": np.where(squares == 0, 6.0, 5.0)}, index=dates), "squares", "")
    settings = ForecastSettings(timesteps=3, validation=0, test=10, features=("other",), scaling="min-max")
    return forecast.data.prepare(series, settings).series


def in_units(data, scaled):
    return data.scaler.inverse(scaled[:, 0]).round(3).tolist()


def test_a_push_is_a_little_of_each_columns_deviation(data):
    trial = windowed_explain.push(data, 30)
    deviation = data.scaled[: data.split.train].std(axis=0)
    assert trial.factor * (trial.up - trial.down) == pytest.approx(np.tile(deviation, (3, 1)), rel=1e-4)


def test_the_value_before_is_the_row_before(data):
    assert in_units(data, data.past(np.array([30]))[0]) == [27**2, 28**2, 29**2]
    assert in_units(data, windowed_explain.value_before(data, 30).down) == [26**2, 27**2, 28**2]
    assert in_units(data, windowed_explain.value_before(data, 3).down) == [0, 0, 1], "the first row of all has none before it"


def test_the_mean_is_that_of_the_training_part(data):
    found = windowed_explain.training_mean(data, 30).down
    assert in_units(data, found) == [pytest.approx(np.mean(np.arange(30.0) ** 2), abs=1e-3)] * 3
    assert found.shape == (3, 2)
    assert found[:, 1] == pytest.approx([1 / 30] * 3)


@pytest.fixture
def repeats():
    """A network that says the first number of its last step: a relu cell hands on what it reads, h = relu(x)."""
    network = Network(
        timesteps=3,
        features=2,
        layers=(Recurrent(kind="simple_rnn", units=1, return_sequences=False, activation="relu"), Dense(units=1)),
    )
    weights = {"0/kernel": [[1], [0]], "0/recurrent_kernel": [[0]], "0/bias": [0], "1/kernel": [[1]], "1/bias": [0]}
    return NumpyNetwork(network, {name: np.array(value, np.float32) for name, value in weights.items()})


def test_a_network_that_says_the_last_value_rests_on_the_last_step(data, repeats):
    said = windowed_explain.says(data, repeats, 35)
    window, trial = data.past(np.array([35]))[0], windowed_explain.value_before(data, 35)
    found = occlusion.influence(said, window, trial)
    assert found.said == pytest.approx(34**2, rel=1e-5)
    assert found.changes.tolist() == [0, 0, pytest.approx(34**2 - 33**2, rel=1e-4)]
    assert occlusion.of_columns(said, window, trial)[2].tolist() == [pytest.approx(34**2 - 33**2, rel=1e-4), 0]


def test_the_average_is_that_of_the_sizes(data, repeats):
    rows = windowed_explain.average_rows(data, repeats)
    assert rows.tolist() == list(range(30, 40))
    sizes = windowed_explain.average(data, repeats, rows, "before")
    assert sizes.tolist() == [0, 0, pytest.approx(np.mean([(row - 1) ** 2 - (row - 2) ** 2 for row in rows]), rel=1e-4)]
    negative = NumpyNetwork(repeats.network, {**repeats.weights, "1/kernel": -repeats.weights["1/kernel"]})
    assert windowed_explain.average(data, negative, rows, "before") == pytest.approx(sizes)


def test_a_huge_network_is_asked_less(data, repeats, monkeypatch):
    assert windowed_explain.columns_affordable(data, repeats)
    monkeypatch.setattr(windowed_explain, "TOGETHER", 100)
    assert not windowed_explain.columns_affordable(data, repeats)
    assert windowed_explain.average_rows(data, repeats).tolist() == []


def test_of_a_network_that_says_changes_the_change_is_asked(data, repeats):
    """It says the last value as the change: the value it starts from is left as it is."""
    says_changes = replace(data, changes=True)
    change = says_changes.usual_change[0] * data.scaled[34, 0] * data.scaler.scale[0]
    said = windowed_explain.says(says_changes, repeats, 35)
    found = occlusion.influence(said, data.past(np.array([35]))[0], windowed_explain.value_before(data, 35))
    assert found.said == pytest.approx(34**2 + change, rel=1e-5)
    before = says_changes.usual_change[0] * data.scaled[33, 0] * data.scaler.scale[0]
    assert found.changes.tolist() == [0, 0, pytest.approx(change - before, rel=1e-4)]


@pytest.fixture
def in_turn():
    """50 rows to learn from, -1 and 1 in turn, so 0 on average; 30 of the test, of which 12 are 0 and the others 1."""
    dates = pd.date_range("2020-01-01", periods=80, name="date")
    values = np.concatenate([np.tile([-1.0, 1.0], 25), np.zeros(12), np.ones(18)])
    series = Series(pd.DataFrame({"value": values}, index=dates), "value", "")
    return forecast.data.prepare(series, ForecastSettings(timesteps=3, validation=0, test=30)).series


def test_what_came_is_counted_within_the_band(in_turn):
    """A network that says the mean whatever is dropped is right where the mean came; very wide draws hold everything.

    Its four units always say tanh(1), two of them for and two against what it says.
    """
    network = Network(timesteps=3, features=1, layers=(*stack("simple_rnn", 1, 4, 0.5), Dense(units=1)))
    weights = {"0/kernel": np.zeros((1, 4)), "0/recurrent_kernel": np.zeros((4, 4)), "0/bias": np.ones(4), "2/bias": np.zeros(1)}

    def saying(size):
        kernel = size * np.array([[1], [-1], [1], [-1]])
        tensors = {**weights, "2/kernel": kernel}
        return NumpyNetwork(network, {name: one.astype(np.float32) for name, one in tensors.items()})

    found = windowed_explain.coverage(in_turn, saying(0), 0, 0, seed=1)
    assert (found.windows, found.draws, found.share) == (30, mc_dropout.DRAWS, 0.4)
    assert "too narrow" in found.sentence
    assert windowed_explain.coverage(in_turn, saying(1_000), 0, 0, seed=1).share == 1
