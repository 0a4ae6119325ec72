"""Forecasts of several columns, several rows ahead, with the calendar: windows by hand, measures of networks that are known."""

import numpy as np
import pandas as pd
import pytest

from rnn_core.data import Series
from rnn_core.documents import Verdict
from rnn_core.errors import UserError
from rnn_core.experiments.forecast import EXPERIMENT
from rnn_core.experiments.forecast.network import network
from rnn_core.experiments.forecast.sentences import last_value_name, row_name, verdict
from rnn_core.experiments.forecast.settings import ForecastSettings
from rnn_core.experiments.free_running import FreeRun
from rnn_core.features.calendar import calendar
from rnn_core.metrics import errors
from rnn_core.networks.numpy.network import NumpyNetwork
from tests.asked import Asked

ASKED = Asked(EXPERIMENT)

SMALL = {"cell": "simple_rnn", "timesteps": 4, "dropout": 0}


def hourly(rows: int = 200, test: int = 0) -> Series:
    rng = np.random.default_rng(3)
    dates = pd.date_range("2021-03-01", periods=rows + test, freq="3h", name="date")
    frame = pd.DataFrame({"t": rng.normal(10, 3, rows + test), "u": np.arange(rows + test) * 1.0}, index=dates)
    frame["dd"] = rng.normal(size=rows + test)
    return Series(frame[:rows], "t", "Made weather", test=frame[rows:] if test else None, units={"t": "°C", "u": "%"})


def holding(settings: ForecastSettings) -> NumpyNetwork:
    """A network that says nearly the last value of every column that it forecasts, for all rows ahead."""
    spec = network(settings)
    targets, small = 1 + len(settings.also), 1e-3
    kernel = np.zeros((spec.features, settings.units), np.float32)
    out = np.zeros((settings.units, settings.horizon * targets), np.float32)
    for place in range(targets):
        kernel[place, place] = small
        out[place, place::targets] = 1 / small
    weights = {
        "0/kernel": kernel,
        "0/recurrent_kernel": np.zeros((settings.units, settings.units), np.float32),
        "0/bias": np.zeros(settings.units, np.float32),
        "1/kernel": out,
        "1/bias": np.zeros(out.shape[1], np.float32),
    }
    return NumpyNetwork(spec, weights)


def test_windows_of_two_columns_two_rows_ahead():
    data = ASKED.arrange(hourly(), ForecastSettings(**SMALL, target="u", also=("t",), horizon=2, validation=0, test=0.5))
    inputs, targets = data.part(0, 10)
    assert inputs.shape == (5, 4, 2)  # the first target row is 4, the last 8: its second row ahead is 9
    assert targets.shape == (5, 4)
    u, t = data.scaled[:, 0].astype(np.float32), data.scaled[:, 1].astype(np.float32)
    np.testing.assert_array_equal(inputs[0], np.column_stack([u, t])[:4])
    np.testing.assert_array_equal(targets[0], [u[4], t[4], u[5], t[5]])
    np.testing.assert_array_equal(targets[-1], [u[8], t[8], u[9], t[9]])


def test_no_part_learns_from_the_rows_of_another():
    settings = ForecastSettings(**SMALL, target="u", horizon=5, validation=20, test=30)
    found, data = ASKED.task(hourly(), settings), ASKED.arrange(hourly(), settings)
    unscaled = [part.targets * data.scaler.scale[0] + data.scaler.offset[0] for part in (found.training, found.validation)]
    assert [round(float(part.max())) for part in unscaled] == [149, 169]  # u is the number of the row
    assert round(float(unscaled[1].min())) == 150


def test_the_calendar_stands_in_four_columns_on_circles():
    dates = pd.DatetimeIndex(["2021-01-01 00:00", "2021-01-01 06:00", "2021-07-02 12:00"])
    found = calendar(dates)
    np.testing.assert_allclose(found[0], [0, 1, 0, 1], atol=1e-12)
    np.testing.assert_allclose(found[1, :2], [1, 0], atol=1e-12)
    np.testing.assert_allclose(found[2, :2], [0, -1], atol=1e-12)
    assert found[2, 3] == pytest.approx(-1, abs=1e-4)  # half a year later
    settings = ForecastSettings(**SMALL, features=("dd",), calendar=True)
    data = ASKED.arrange(hourly(), settings)
    assert data.columns == ("t", "dd", "hour, sine", "hour, cosine", "day of year, sine", "day of year, cosine")
    np.testing.assert_array_equal(data.values[:, 2:], calendar(data.dates))
    assert ASKED.task(hourly(), settings).training.inputs.shape[2] == network(settings).features == 6


def test_who_holds_the_last_value_is_as_good_as_the_naive_one_at_every_step():
    settings = ForecastSettings(**SMALL, units=4, target="t", also=("u",), horizon=6, calendar=True)
    results = ASKED.evaluate(hourly(), settings, holding(settings))
    metrics = results.document()
    assert [row["step"] for row in metrics["by_horizon"]] == [1, 2, 3, 4, 5, 6]
    assert list(metrics["targets"]) == ["t", "u"]
    for one in metrics["targets"].values():
        for row in one["by_horizon"]:
            assert row["rmse"] == pytest.approx(row["baselines"]["last_value"]["rmse"], abs=0.02)
            assert row["free_running"]["rmse"] == pytest.approx(row["rmse"], abs=0.02)
    steady = [row["baselines"]["last_value"] for row in metrics["targets"]["u"]["by_horizon"]]
    assert [row["mae"] for row in steady] == pytest.approx([1, 2, 3, 4, 5, 6])  # u grows by 1 a row
    assert [row["baselines"]["same_hour_yesterday"]["mae"] for row in metrics["targets"]["u"]["by_horizon"]] == [8] * 6
    assert {name: metrics[name] for name in ("target", "unit", "horizon", "row_seconds")} == {
        "target": "t",
        "unit": "°C",
        "horizon": 6,
        "row_seconds": 10800,
    }


def test_a_table_a_column_and_the_rows_after_the_data():
    settings = ForecastSettings(**SMALL, units=4, target="t", also=("u",), horizon=3)
    tables = ASKED.evaluate(hourly(), settings, holding(settings)).tables
    assert list(tables) == ["forecast", "future", "forecast_2", "future_2"]
    assert tables["forecast_2"]["actual"].tolist() == list(range(170, 200))
    future = tables["future_2"]
    assert list(future) == ["date", "forecast", "low", "high", "direct"]
    assert future["date"][0] == "2021-03-26 00:00:00"
    np.testing.assert_allclose(future["direct"][:3], 199, atol=0.1)
    assert future["direct"][3:].isna().all()
    np.testing.assert_allclose(future["forecast"], 199, atol=1)


def test_a_network_of_one_row_and_column_has_one_step():
    settings = ForecastSettings(**SMALL, units=2)
    metrics = ASKED.evaluate(hourly(), settings, holding(settings)).document()
    (only,) = metrics["by_horizon"]
    assert only["rmse"] == pytest.approx(metrics["one_step"]["rmse"], rel=1e-12)
    assert only["free_running"]["rmse"] == only["rmse"]
    assert metrics["targets"] == {}


def test_extra_inputs_allow_the_direct_forecast_only():
    settings = ForecastSettings(**SMALL, units=2, features=("dd",), horizon=4)
    results = ASKED.evaluate(hourly(), settings, holding(settings))
    assert results.document()["free_running"] is None
    assert [row["free_running"] for row in results.document()["by_horizon"]] == [None] * 4
    future = results.tables["future"]
    assert len(future) == 4
    assert future["forecast"].tolist() == future["direct"].tolist()


def test_a_free_run_knows_the_calendar_beyond_the_data():
    settings = ForecastSettings(**SMALL, units=4, calendar=True, test=2, validation=0)
    spec = network(settings)
    kernel = np.zeros((5, 4), np.float32)
    kernel[1, 0] = 1e-3  # reads the hour's sine, and says it
    weights = {**holding(settings).weights, "0/kernel": kernel}
    data = ASKED.arrange(hourly(), settings)
    path = FreeRun(data, NumpyNetwork(spec, weights)).paths(np.array([200]), 5)[0, 0, :, 0]
    hours = calendar(pd.date_range(data.dates[-1], periods=5, freq="3h"))[:, 0]  # of the row before each
    scaled = (hours - data.scaler.offset[1]) / data.scaler.scale[1]
    np.testing.assert_allclose(path, scaled * data.scaler.scale[0] + data.scaler.offset[0], atol=1e-3)


def test_by_horizon_are_the_errors_from_every_row_of_the_test_part_on():
    settings = ForecastSettings(**SMALL, units=2, target="t", horizon=3)
    data, trained = ASKED.arrange(hourly(), settings), holding(settings)
    row = ASKED.evaluate(hourly(), settings, trained).document()["by_horizon"][2]
    origins = np.arange(data.split.validation_stop, data.split.rows - 2)
    past = data.past(origins)
    said = data.forecasts(trained.predict(past), past)[:, 2, 0]
    assert row["rmse"] == pytest.approx(errors.rmse(data.values[origins + 2, 0], said), rel=1e-12)


def nothing(settings: ForecastSettings) -> NumpyNetwork:
    """A network that says 0."""
    known = holding(settings)
    return NumpyNetwork(known.network, {name: np.zeros_like(value) for name, value in known.weights.items()})


def test_a_network_that_says_changes_learns_them_in_usual_changes():
    settings = ForecastSettings(
        **SMALL, target="u", also=("t",), horizon=2, target_transform="difference", validation=0, test=0.5
    )
    data = ASKED.arrange(hourly(), settings)
    inputs, targets = data.part(0, 100)
    u, t = data.values[:, 0], data.values[:, 1]
    usual = np.sqrt(np.mean(np.diff(t[:100]) ** 2))
    np.testing.assert_allclose(targets[:, 0], 1, rtol=1e-5)  # u grows by 1 a row, which is its usual change
    np.testing.assert_allclose(targets[:, 2], 2, rtol=1e-5)
    np.testing.assert_allclose(targets[0, [1, 3]], [(t[4] - t[3]) / usual, (t[5] - t[3]) / usual], rtol=1e-5)
    np.testing.assert_allclose(data.forecasts(targets, inputs)[:, 1], np.column_stack([u, t])[5:100], rtol=1e-5)


def test_who_says_no_change_says_the_last_value_directly_and_free_running():
    settings = ForecastSettings(**SMALL, units=2, horizon=3, target_transform="difference")
    results = ASKED.evaluate(hourly(), settings, nothing(settings))
    forecast, future = results.tables["forecast"], results.tables["future"]
    np.testing.assert_allclose(forecast["one_step"], forecast["last_value"], rtol=1e-5)
    np.testing.assert_allclose(forecast["free_running"], forecast["last_value"][0], rtol=1e-5)
    np.testing.assert_allclose(future["direct"][:3], hourly().frame["t"].iloc[-1], rtol=1e-5)


def test_other_data_are_read_with_the_usual_change_of_the_training():
    settings = ForecastSettings(**SMALL, units=2, target_transform="difference")
    preparation = ASKED.task(hourly(), settings).preparation
    known = nothing(settings)
    says_one = NumpyNetwork(known.network, {**known.weights, "1/bias": np.ones(1, np.float32)})
    other = hourly(60)
    other = Series(other.frame * 100, "t", "Larger")
    rows = ASKED.apply(other, settings, preparation, says_one).tables["forecast"]
    usual = preparation.change[0] * preparation.scaler.scale[0]
    np.testing.assert_allclose(rows["one_step"] - rows["last_value"], usual, rtol=1e-3)


def test_rows_of_less_than_a_day_are_no_days():
    settings = ForecastSettings(**SMALL, units=2, horizon=2)
    assert (
        "the mean of the last five values" in ASKED.evaluate(hourly(), settings, holding(settings)).document()["verdict_sentence"]
    )
    assert row_name(None) == row_name(86_400) == "day"
    assert row_name(3_600) == "row"


def test_rows_of_more_than_a_day_have_their_own_words():
    day = 86_400
    assert [last_value_name(days * day) for days in (1, 7, 31, 92, 365, 10)] == [
        "yesterday's value",
        "last week's value",
        "last month's value",
        "last quarter's value",
        "last year's value",
        "the last value",
    ]
    worse = Verdict(kind="no_better", numbers={"skill": -0.5, "rows": 40, "row_seconds": 31 * day})
    assert verdict(worse) == "No better than last month's value: its error is 50\u202f% larger."
    few = Verdict(kind="too_few", numbers={"skill": 0.1, "rows": 20, "row_seconds": 31 * day})
    assert verdict(few).startswith("Too few months to tell: the error is 10\u202f% smaller than that of last month's value")


def test_other_data_with_a_test_file():
    settings = ForecastSettings(**SMALL, units=4, also=("u",), horizon=2)
    data = hourly()
    preparation = ASKED.task(data, settings).preparation
    metrics = ASKED.apply(hourly(60, test=20), settings, preparation, holding(settings)).document()
    assert metrics["windows"]["test"] == 76
    assert len(metrics["by_horizon"]) == 2


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (
            {"horizon": 24, "validation": 10},
            "The validation part has 10 rows, but forecasts reach 24 rows ahead: keep at least 24 for it, or none.",
        ),
        ({"horizon": 24, "test": 20}, "The test part has 20 rows: keep at least 25 for it."),
        ({"also": ("t",)}, "The columns to forecast and the extra inputs name a column twice: name each once."),
        ({"also": ("x",)}, "There is no column 'x' with numbers: choose one of t, u, dd."),
        ({"also": tuple("abcdefgh")}, "9 columns are to be forecast: choose at most 8."),
        (
            {"horizon": 24, "validation": 0.42, "test": 0.4},
            "Too few rows: the training part has 36, but windows of 4 timesteps and forecasts 24 rows ahead need at least 37: "
            "use at most 3 timesteps or more data.",
        ),
    ],
)
def test_what_does_not_go_is_said(settings, message):
    with pytest.raises(UserError) as error:
        ASKED.arrange(hourly(), ForecastSettings(**SMALL, **settings))
    assert str(error.value) == message
