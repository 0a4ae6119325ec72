"""Bands of forecasts from the errors on the validation part: widths by hand, what they held, why not."""

import numpy as np
import pandas as pd
import pytest

from rnn_core.data import Series
from rnn_core.data.sources.synthetic import random_walk
from rnn_core.experiments.forecast import EXPERIMENT
from rnn_core.experiments.forecast.beyond import BY_DROPOUT, BY_VALIDATION, first_beyond
from rnn_core.experiments.forecast.metrics import ForecastMetrics
from rnn_core.experiments.forecast.sentences import band_held
from rnn_core.experiments.forecast.settings import ForecastSettings
from rnn_core.figures import charts
from rnn_core.metrics.conformal import half_width
from tests.asked import Asked
from tests.helpers import forecast_metrics
from tests.unit.experiments.test_forecast import last_value_network, random_network
from tests.unit.experiments.test_forecast_ahead import SMALL, holding, hourly

ASKED = Asked(EXPERIMENT)
REPEATS = ForecastSettings(cell="simple_rnn", units=2, timesteps=5, dropout=0)
NB = "\u202f"


def changes(values: np.ndarray, first: int, stop: int, steps: int = 1) -> np.ndarray:
    """Sizes of the errors of "as before" in rows first..stop, from a row ``steps`` before."""
    rows = np.arange(first, stop)
    return np.abs(values[rows] - values[rows - steps])


def test_who_repeats_the_last_value_has_a_band_of_the_usual_changes():
    data = random_walk(400)
    results = ASKED.evaluate(data, REPEATS, last_value_network(REPEATS))
    band, values = results.metrics.band, data.frame["Value"].to_numpy()  # 280 rows, 60 of validation, 60 of test
    known, later = changes(values, 280, 340), changes(values, 340, 400)
    width = half_width(known, 0.2)
    assert width == np.sort(known)[48]  # ⌈61 · 0.8⌉ = 49
    assert band.half_width == pytest.approx(width, abs=1e-2)
    assert (band.method, band.nominal, band.rows, band.calibrated) == ("conformal", 0.8, 60, 60)
    assert band.coverage == pytest.approx(np.mean(later <= width), abs=0.02)
    assert band.ratio == pytest.approx(np.median(later) / np.median(known), abs=0.02)
    rows = results.tables["forecast"]
    np.testing.assert_allclose(rows["high"] - rows["one_step"], band.half_width)
    np.testing.assert_allclose(rows["one_step"] - rows["low"], band.half_width)
    assert ((rows["actual"] >= rows["low"]) & (rows["actual"] <= rows["high"])).mean() == band.coverage
    inside = (rows["actual"] >= rows["learning_low"]) & (rows["actual"] <= rows["learning_high"])
    assert inside.mean() == pytest.approx(band.learning)
    assert rows["learning_low"].iloc[0] == rows["low"].iloc[0]  # before the first miss or hit they are the same


def test_each_step_ahead_has_its_own_width_and_share():
    settings = ForecastSettings(**SMALL, units=4, target="u", horizon=3)
    found = ASKED.evaluate(hourly(), settings, holding(settings)).metrics  # u grows by 1 a row
    assert [step.half_width for step in found.by_horizon] == pytest.approx([1, 2, 3], abs=0.1)
    for step in found.by_horizon:
        assert 0 <= step.coverage <= 1
        assert step.pinball == pytest.approx(0.1 * step.half_width, abs=0.06 * step.step)  # both edges a tenth of the width off


def test_free_runs_have_wider_bands_the_further_they_go():
    data = random_walk(1000)
    results = ASKED.evaluate(data, REPEATS, last_value_network(REPEATS))
    future, free = results.tables["future"], results.metrics.free_band
    width = (future["high"] - future["low"]) / 2
    assert width[0] == pytest.approx(results.metrics.band.half_width)
    assert width[16:].mean() > 2 * width[:2].mean()  # of a walk they grow as the root of the steps
    assert (free.method, free.starts, free.rows) == ("conformal", 50, 20)
    assert 0.5 < free.coverage <= 1


def test_with_extra_inputs_the_band_is_that_of_the_direct_forecast():
    settings = ForecastSettings(**SMALL, units=2, features=("dd",), horizon=4)
    results = ASKED.evaluate(hourly(), settings, holding(settings))
    assert results.metrics.free_band is None
    width = (results.tables["future"]["high"] - results.tables["future"]["low"]) / 2
    np.testing.assert_allclose(width, [step.half_width for step in results.metrics.by_horizon], rtol=1e-9)


def test_nothing_of_the_test_part_makes_a_width():
    settings = ForecastSettings(**SMALL, units=4, target="t", horizon=3)
    data = hourly()
    before = ASKED.evaluate(data, settings, holding(settings)).metrics
    frame = data.frame.copy()
    frame.iloc[-30:] *= 100
    after = ASKED.evaluate(Series(frame, "t", "Made weather"), settings, holding(settings)).metrics
    assert [step.half_width for step in after.by_horizon] == [step.half_width for step in before.by_horizon]
    assert after.band.coverage < 0.2 < before.band.coverage
    assert after.band.ratio > 10


@pytest.mark.parametrize(
    ("validation", "why"),
    [
        (0, "Without a validation part there are no errors to learn the width of a band from: keep one."),
        (3, f"The validation part has 3 rows, but a band of 80{' '}% needs at least 4: keep more for it."),
    ],
)
def test_without_enough_to_learn_from_there_is_no_band_but_a_reason(validation, why):
    settings = REPEATS.model_copy(update={"validation": validation})
    results = ASKED.evaluate(random_walk(100), settings, last_value_network(settings))
    assert (results.metrics.band, results.metrics.band_why, results.metrics.free_band) == (None, why, None)
    assert "low" not in results.tables["forecast"]
    assert results.tables["future"]["low"].isna().all()


def test_four_rows_of_validation_are_enough():
    settings = REPEATS.model_copy(update={"validation": 4})
    found = ASKED.evaluate(random_walk(100), settings, last_value_network(settings)).metrics
    assert (found.band.calibrated, found.band_why) == (4, "")


def test_the_band_of_dropout_stays_beside_it():
    settings = ForecastSettings(cell="simple_rnn", units=20, timesteps=5, dropout=0.2)
    results = ASKED.evaluate(random_walk(200), settings, random_network(settings))
    assert results.metrics.dropout_band.method == "dropout"
    future = results.tables["future"]
    names = [trace.name for trace in charts.beyond([], [], future, "", True, (0, 0)).data]
    assert names.count("80 % band") == 1
    assert names.count("band of dropout") == 2
    assert first_beyond(results.metrics, results.tables["forecast"], future).kind == BY_VALIDATION


def test_few_rows_of_validation_tell_the_first_steps_only():
    settings = REPEATS.model_copy(update={"validation": 8})
    results = ASKED.evaluate(random_walk(120), settings, last_value_network(settings))
    future = results.tables["future"]
    assert future["low"].notna().tolist() == [True] * 5 + [False] * 15  # the sixth step was seen three times
    assert results.metrics.free_band is None
    assert "80 % band" in [trace.name for trace in charts.beyond([], [], future, "", True, (0, 0)).data]


def test_a_run_of_before_has_the_band_of_dropout_alone():
    band = {"nominal": 0.8, "coverage": 0.4, "samples": 50, "starts": 8, "rows": 20}
    found = forecast_metrics(band=band)
    assert found.band is None
    assert (found.dropout_band.method, found.dropout_band.coverage) == ("dropout", 0.4)
    again = ForecastMetrics.model_validate_json(found.model_dump_json())
    assert again == found
    forecast = pd.DataFrame({"date": ["2020-01-01"], "actual": [1.0], "one_step": [1.0]})
    future = pd.DataFrame({"date": ["2020-01-02"], "forecast": [1.0], "low": [0.5], "high": [1.5]})
    assert first_beyond(found, forecast, future).kind == BY_DROPOUT


# in words


def test_a_promise_that_was_held():
    assert band_held(0.8, 0.79, 219, 1.1) == f"It promises to hold 80{NB}% of the values and held 79{NB}%, on 219 test rows."


def test_few_rows_may_miss_by_chance():
    assert band_held(0.8, 0.7, 29, 1.1).endswith("On so few rows the difference can be chance.")
    assert "chance" not in band_held(0.8, 0.7, 290, 1.1)


@pytest.mark.parametrize(("held", "ratio", "size"), [(0.46, 1.81, "1.8"), (0.95, 0.5, "0.5")])
def test_a_series_that_has_changed(held, ratio, size):
    ending = f"here its usual error is {size} times as large: the series, or its noise, has changed."
    assert band_held(0.8, held, 490, ratio).endswith(ending)


def test_errors_of_another_kind():
    assert band_held(0.8, 0.6, 490, 0.9).endswith("here its errors are spread in another way.")
    assert band_held(0.8, 0.6, 490, None).endswith("here its errors are spread in another way.")
