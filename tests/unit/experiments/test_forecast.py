"""From a series and settings to windows, and what is measured of a trained forecast."""

import numpy as np
import pandas as pd
import pytest

from rnn_core.data import Series
from rnn_core.data.sources.synthetic import sine
from rnn_core.data.steps import Step
from rnn_core.errors import UserError
from rnn_core.experiments import preset
from rnn_core.experiments.forecast import EXPERIMENT
from rnn_core.experiments.forecast import evaluate as measuring
from rnn_core.experiments.forecast.evaluate import dates_as_text
from rnn_core.experiments.forecast.network import network
from rnn_core.experiments.forecast.settings import ForecastSettings
from rnn_core.features.windows import Split
from rnn_core.networks.numpy.network import NumpyNetwork
from tests.asked import Asked

ASKED = Asked(EXPERIMENT)


def days(count: int, start: str = "2015-01-02") -> pd.DatetimeIndex:
    return pd.date_range(start, periods=count, freq="B", name="date")


def series(frame: pd.DataFrame, test: pd.DataFrame | None = None, **more) -> Series:
    return Series(frame, str(frame.columns[0]), "Made", test=test, **more)


def made(rows: int = 100) -> pd.DataFrame:
    rng = np.random.default_rng(0)
    values = {"Open": 50 + np.cumsum(rng.normal(size=rows)), "High": rng.normal(size=rows), "Low": rng.normal(size=rows)}
    return pd.DataFrame(values, index=days(rows))


def refused(data: Series, **values) -> str:
    with pytest.raises(UserError) as caught:
        ASKED.task(data, ForecastSettings.parse(values))
    return str(caught.value)


# arranging


def test_columns_are_found_in_other_capitals_too():
    settings = ForecastSettings.parse({"target": "open ", "also": ("HIGH",), "features": ("low",)})
    assert ASKED.arrange(series(made()), settings).columns == ("Open", "High", "Low")


@pytest.fixture
def tutorial_data() -> Series:
    """As many rows as the tutorial has: five years and the January after them."""
    frame, later = made(1258), made(21) + 3
    later.index = days(21, "2020-01-02")
    return series(frame, later)


def test_the_tutorials_windows(tutorial_data):
    settings = preset(EXPERIMENT, "tutorial")
    data = ASKED.arrange(tutorial_data, settings)
    assert data.split == Split(1258, 0, 21)
    inputs, targets = data.part(0, 1258)
    assert (inputs.shape, targets.shape) == ((1218, 40, 1), (1218, 1))
    train = tutorial_data.frame["Open"].to_numpy()
    low, high = train.min(), train.max()
    scaled = (train - low) / (high - low)
    np.testing.assert_allclose(inputs[0, :, 0], scaled[:40], atol=1e-6)
    np.testing.assert_allclose(targets[0, 0], scaled[40], atol=1e-6)
    np.testing.assert_allclose(targets[-1, 0], scaled[-1], atol=1e-6)
    assert (inputs.min(), inputs.max()) == (0, 1)

    inputs, targets = data.part(1258, data.split.rows)
    assert (inputs.shape, targets.shape) == ((21, 40, 1), (21, 1))
    np.testing.assert_allclose(inputs[0, :, 0], scaled[-40:], atol=1e-6)
    later = (tutorial_data.test["Open"].to_numpy() - low) / (high - low)
    np.testing.assert_allclose(targets[:, 0], later, atol=1e-6)
    np.testing.assert_allclose(inputs[1, :, 0], [*scaled[-39:], later[0]], atol=1e-6)


def test_the_tutorials_task(tutorial_data):
    found = ASKED.task(tutorial_data, preset(EXPERIMENT, "tutorial"))
    assert found.training.inputs.shape == (1218, 40, 1)
    assert found.validation is None
    assert [layer.kind for layer in found.network.layers] == ["lstm", "dropout"] * 4 + ["dense"]
    train = tutorial_data.frame["Open"]
    assert found.preparation.columns == ("Open",)
    assert found.preparation.scaling == "min-max"
    assert found.preparation.scaler.offset == (train.min(),)
    assert list(found.preparation.scaler.scale) == pytest.approx([train.max() - train.min()], rel=1e-12)


def test_a_second_file_takes_the_place_of_the_test_share(tutorial_data):
    data = ASKED.arrange(tutorial_data, ForecastSettings(test=0.4, validation=0.1, timesteps=5))
    assert data.split == Split(1132, 126, 21)


def test_shares_of_one_file():
    data = ASKED.arrange(series(made(100)), ForecastSettings(timesteps=5))
    assert data.split == Split(70, 15, 15)
    found = ASKED.task(series(made(100)), ForecastSettings(timesteps=5))
    assert found.training.inputs.shape == (65, 5, 1)
    assert found.validation is not None
    assert found.validation.inputs.shape == (15, 5, 1)
    np.testing.assert_array_equal(found.validation.inputs[0, :, 0], data.scaled[65:70, 0].astype(np.float32))
    np.testing.assert_array_equal(found.validation.targets[:, 0], data.scaled[70:85, 0].astype(np.float32))


def test_extra_inputs_come_after_the_target():
    settings = ForecastSettings(target="High", features=("Low", "Open"), timesteps=5, dropout=0)
    data = ASKED.arrange(series(made()), settings)
    assert data.columns == ("High", "Low", "Open")
    np.testing.assert_array_equal(data.values, made()[["High", "Low", "Open"]].to_numpy())
    inputs, targets = data.part(0, 70)
    assert inputs.shape == (65, 5, 3)
    np.testing.assert_array_equal(targets[:, 0], data.scaled[5:70, 0].astype(np.float32))
    assert network(settings).features == 3


def test_without_a_chosen_column_it_is_the_series_own():
    assert ASKED.arrange(series(made()), ForecastSettings()).columns == ("Open",)


def test_missing_values_count_only_in_the_chosen_columns():
    frame = made(100)
    frame.iloc[[3, 50], 0] = np.nan  # Open
    frame.iloc[[3, 60, 90], 1] = np.nan  # High
    alone = ASKED.arrange(series(frame), ForecastSettings(timesteps=5))
    assert alone.split.rows == 98
    assert alone.notes == ("2 rows were left out because a value of Open is missing.",)
    both = ASKED.arrange(series(frame), ForecastSettings(timesteps=5, features=("High",)))
    assert both.split.rows == 96
    assert both.notes == ("4 rows were left out because a value of Open, High is missing.",)
    assert len(both.dates) == 96
    assert not set(frame.index[[3, 50, 60, 90]]) & set(both.dates)
    assert np.isfinite(both.values).all()
    other = ASKED.arrange(series(frame), ForecastSettings(timesteps=5, target="Low"))
    assert (other.split.rows, other.notes) == (100, ())


def test_one_missing_value_and_one_in_the_second_file():
    frame, later = made(100), made(10)
    later.index = days(10, "2020-01-02")
    frame.iloc[3, 0] = np.nan
    data = ASKED.arrange(series(frame), ForecastSettings(timesteps=5))
    assert data.notes == ("1 row was left out because a value of Open is missing.",)
    later.iloc[2, 0] = np.nan
    data = ASKED.arrange(series(frame, later), ForecastSettings(timesteps=5, validation=0))
    assert data.split == Split(99, 0, 9)
    assert data.notes == ("2 rows were left out because a value of Open is missing.",)


@pytest.mark.parametrize("timesteps", [61, 100, 250])
def test_too_few_rows_say_how_many_timesteps_would_do(timesteps):
    assert refused(series(made(100)), timesteps=timesteps) == (
        f"Too few rows: the training part has 70, but windows of {timesteps} timesteps need at least {timesteps + 10}: "
        "use at most 60 timesteps or more data."
    )


def test_as_many_timesteps_as_the_advice_says_do():
    assert ASKED.task(series(made(100)), ForecastSettings(timesteps=60)).training.inputs.shape == (10, 60, 1)
    assert refused(series(made(16)), timesteps=5) == (
        "Too few rows: the training part has 12, but windows of 5 timesteps need at least 15: "
        "use at most 2 timesteps or more data."
    )
    assert refused(series(made(14)), timesteps=5).endswith(": use more data.")


def test_a_constant_column():
    frame = made()
    frame["Open"] = 7.5
    assert refused(series(frame), timesteps=5) == (
        "The column 'Open' is constant (7.5) in the training part, so there is nothing to learn: choose another column."
    )
    assert ASKED.task(series(frame), ForecastSettings(timesteps=5, target="High", features=("Open",))).training.inputs.shape == (
        65,
        5,
        2,
    )


def test_an_unknown_column_names_the_closest():
    known = "choose one of Open, High, Low."
    assert refused(series(made()), target="Opn") == f"There is no column 'Opn' with numbers (did you mean 'Open'?): {known}"
    assert refused(series(made()), features=["Hihg"]).startswith("There is no column 'Hihg' with numbers (did you mean 'High'?)")
    assert refused(series(made()), target="zzz") == f"There is no column 'zzz' with numbers: {known}"


@pytest.mark.parametrize("values", [{"features": ["Open"]}, {"features": ["High", "High"]}])
def test_a_column_named_twice(values):
    assert refused(series(made()), **values) == (
        "The columns to forecast and the extra inputs name a column twice: name each once."
    )


def test_a_second_file_without_the_column():
    later = made(10)[["High", "Low"]]
    later.index = days(10, "2020-01-02")
    assert refused(series(made(), later), timesteps=5) == (
        "The test file has no numbers for 'Open': it needs the same columns as the training file."
    )


def test_too_short_a_test_part():
    assert refused(series(made()), test=1) == "The test part has 1 rows: keep at least 2 for it."


def test_a_column_without_any_number_in_it():
    frame = made()
    frame["High"] = np.nan
    message = refused(series(frame), target="High", timesteps=5)
    assert message.endswith(".")
    assert "training" in message or "train on" in message


# measuring, with networks whose output is known


def last_value_network(settings: ForecastSettings) -> NumpyNetwork:
    """Weights under which the network says nearly the last value it saw: a straight part of tanh, and no memory."""
    spec = network(settings)
    small = 1e-3
    kernel = np.zeros((spec.features, settings.units), np.float32)
    kernel[0, 0] = small
    out = np.zeros((settings.units, 1), np.float32)
    out[0, 0] = 1 / small
    last = len(spec.layers) - 1
    return NumpyNetwork(
        spec,
        {
            "0/kernel": kernel,
            "0/recurrent_kernel": np.zeros((settings.units, settings.units), np.float32),
            "0/bias": np.zeros(settings.units, np.float32),
            f"{last}/kernel": out,
            f"{last}/bias": np.zeros(1, np.float32),
        },
    )


def random_network(settings: ForecastSettings) -> NumpyNetwork:
    shapes = {name: value.shape for name, value in last_value_network(settings).weights.items()}
    rng = np.random.default_rng(0)
    return NumpyNetwork(network(settings), {name: rng.normal(0, 0.5, shape).astype(np.float32) for name, shape in shapes.items()})


REPEATS = ForecastSettings(cell="simple_rnn", units=2, timesteps=5, dropout=0)


def test_a_network_that_repeats_the_last_value_is_seen_through():
    data = series(made(200))
    results = ASKED.evaluate(data, REPEATS, last_value_network(REPEATS))
    metrics, rows = results.document(), results.tables["forecast"]
    np.testing.assert_allclose(rows["one_step"], rows["last_value"], atol=1e-3)
    np.testing.assert_allclose(rows["free_running"], rows["last_value"].iloc[0], atol=1e-3)
    assert metrics["lag"] == 1
    assert metrics["verdict"] == "no better than yesterday"
    assert metrics["skill"] == pytest.approx(0, abs=1e-3)
    assert metrics["free_running"]["rmse"] == pytest.approx(metrics["free_running_baselines"]["last_value"]["rmse"], abs=1e-3)
    assert metrics["dropout_band"] is None
    assert metrics["windows"] == {"train": 135, "validation": 30, "test": 30, "timesteps": 5, "features": 1}
    dates = [f"{day:%Y-%m-%d}" for day in data.frame.index]
    assert metrics["parts"] == {
        "train": [dates[0], dates[139]],
        "validation": [dates[140], dates[169]],
        "test": [dates[170], dates[199]],
    }
    future = results.tables["future"]
    assert len(future) == 20
    np.testing.assert_allclose(future["forecast"], data.frame["Open"].iloc[-1], atol=1e-3)
    assert "dropout_low" not in future
    assert metrics["next"] == {"date": future["date"][0], "value": pytest.approx(future["forecast"][0])}


def test_mase_is_measured_by_the_training_part():
    frame = made(200)
    metrics = ASKED.evaluate(series(frame), REPEATS, last_value_network(REPEATS)).document()
    usual = np.abs(np.diff(frame["Open"].to_numpy()[:140])).mean()
    naive = metrics["baselines"]["last_value"]
    assert naive["mase"] == pytest.approx(naive["mae"] / usual, rel=1e-12)


def test_dropout_gives_a_band_around_the_forecast():
    settings = ForecastSettings(cell="simple_rnn", units=20, timesteps=5, dropout=0.2)
    trained = random_network(settings)
    results = ASKED.evaluate(series(made(200)), settings, trained)
    band, future = results.document()["dropout_band"], results.tables["future"]
    assert band["nominal"] == pytest.approx(0.8)
    assert 0 <= band["coverage"] <= 1
    assert (band["starts"], band["rows"]) == (8, 20)
    assert (future["dropout_low"] < future["dropout_high"]).all()
    assert future["dropout_low"].min() < future["forecast"].mean() < future["dropout_high"].max()
    again = ASKED.evaluate(series(made(200)), settings, trained)
    pd.testing.assert_frame_equal(again.tables["future"], future)
    assert again.document()["dropout_band"] == band


def test_extra_inputs_allow_one_step_only():
    settings = ForecastSettings(cell="simple_rnn", units=2, timesteps=5, dropout=0, features=("High", "Low"))
    results = ASKED.evaluate(series(made(200)), settings, last_value_network(settings))
    assert results.document()["free_running"] is None
    assert results.document()["free_running_why"] == (
        "Free-running is not possible with extra inputs: the network forecasts only Open, "
        "and tomorrow's High, Low would have to be known."
    )
    assert results.tables["forecast"]["free_running"].isna().all()
    assert len(results.tables["future"]) == 1


def test_a_season_adds_its_own_naive_forecast():
    metrics = ASKED.evaluate(sine(period=25, noise=0), REPEATS, last_value_network(REPEATS)).document()
    assert metrics["baselines"]["seasonal_last_value"]["rmse"] == pytest.approx(0, abs=1e-12)
    assert (
        "seasonal_last_value"
        not in ASKED.evaluate(series(made(200)), REPEATS, last_value_network(REPEATS)).document()["baselines"]
    )


def test_a_very_short_test_part_is_measured():
    settings = ForecastSettings(cell="simple_rnn", units=2, timesteps=5, dropout=0.2, test=2, validation=0)
    results = ASKED.evaluate(series(made(30)), settings, last_value_network(settings))
    assert len(results.tables["forecast"]) == 2
    assert results.document()["dropout_band"]["rows"] == 2
    assert results.document()["band"] is None
    assert results.document()["band_why"].startswith("Without a validation part there are no errors")
    assert results.tables["future"]["low"].equals(results.tables["future"]["dropout_low"])  # the band of dropout is the only one
    assert results.document()["verdict"] in ("too few days to tell", "no better than naive")


# the dates after the data


def test_weekdays_are_followed_by_weekdays():
    friday = pd.date_range("2020-01-20", "2020-01-31", freq="B")
    assert dates_as_text(Step(friday).after(3)) == ["2020-02-03", "2020-02-04", "2020-02-05"]


def test_days_are_followed_by_days():
    friday = pd.date_range("2020-01-18", "2020-01-31", freq="D")
    assert dates_as_text(Step(friday).after(3)) == ["2020-02-01", "2020-02-02", "2020-02-03"]


def test_half_hours_are_followed_by_half_hours():
    times = pd.date_range("2020-01-31 12:00", "2020-01-31 23:00", freq="30min")
    assert dates_as_text(Step(times).after(3)) == ["2020-01-31 23:30:00", "2020-02-01 00:00:00", "2020-02-01 00:30:00"]


def test_weeks_with_a_gap_are_followed_by_weeks():
    weeks = pd.DatetimeIndex(["2020-01-06", "2020-01-13", "2020-02-03", "2020-02-10", "2020-02-17"])
    assert dates_as_text(Step(weeks).after(2)) == ["2020-02-24", "2020-03-02"]


def test_months_are_followed_by_months():
    months = pd.date_range("2019-01-01", "2020-12-01", freq="MS")
    assert [date[:7] for date in dates_as_text(Step(months).after(14))] == [
        f"{day:%Y-%m}" for day in pd.date_range("2021-01-01", periods=14, freq="MS")
    ]


def test_a_season_stands_beside_the_network_where_the_training_part_holds_two():
    months = pd.DataFrame({"x": np.arange(60) % 7.0}, pd.date_range("2015-01-01", periods=60, freq="MS", name="date"))
    settings = ForecastSettings(timesteps=4, units=2)
    assert ASKED.arrange(series(months, season=12), settings).season == 12
    assert ASKED.arrange(series(months[:28], season=12), settings).season is None


def test_measuring_a_large_network_takes_fewer_turns():
    small, large = (NumpyNetwork(network(ForecastSettings(timesteps=250, layers=4, units=units)), {}) for units in (1, 512))
    assert measuring._free_rows(small) == 1000
    assert measuring._samples_and_origins(small) == (50, 8)
    assert measuring._free_rows(large) == 50
    assert measuring._samples_and_origins(large) == (10, 1)


@pytest.mark.parametrize("horizon", [1, 3])
def test_no_window_that_is_learned_from_lies_across_a_hole(horizon):
    frame = made(100)
    frame.index = pd.DatetimeIndex([*frame.index[:40], *(frame.index[40:] + pd.Timedelta(days=60))], name="date")
    settings = ForecastSettings(timesteps=5, horizon=horizon, validation=20, test=20)
    data, task = ASKED.arrange(series(frame), settings), ASKED.task(series(frame), settings)
    usual = ASKED.task(series(made(100)), settings)
    across = {row for row in range(5, 60) if row - 5 < 40 <= row + horizon - 1}
    assert len(across) == 5 + horizon - 1
    kept = [row for row in range(5, 60 - horizon + 1) if row not in across]
    assert len(task.training.inputs) == len(kept) == data.counts().train == len(usual.training.inputs) - len(across)
    np.testing.assert_array_equal(task.training.inputs, data.past(np.array(kept)))
    assert len(task.validation.inputs) == data.counts().validation == 20 - horizon + 1


def test_too_few_windows_between_holes_are_told():
    frame = made(200)
    shift = pd.to_timedelta(np.searchsorted([25, 50, 75, 100, 125], np.arange(200), side="right") * 60, unit="D")
    frame.index = pd.DatetimeIndex(frame.index + shift, name="date")
    assert "Too few windows: 0 of 30 timesteps lie across no hole" in refused(series(frame), timesteps=30)
