"""A forecast beside rivals that are fitted on the same training part: numbers, reasons, sentences."""

import math

import numpy as np
import pandas as pd
import pytest

from rnn_core.data import Series
from rnn_core.data.sources.synthetic import random_walk, sine
from rnn_core.documents import Verdict
from rnn_core.experiments.forecast import EXPERIMENT
from rnn_core.experiments.forecast.figures import error_by_step, errors_side_by_side
from rnn_core.experiments.forecast.metrics import ForecastMetrics
from rnn_core.experiments.forecast.rivals import Rivals
from rnn_core.experiments.forecast.sentences import FITTED, beside_best, headline, verdict
from rnn_core.experiments.forecast.settings import ForecastSettings
from rnn_core.metrics import baselines, errors
from rnn_core.metrics.rivals import ets, theta
from tests.asked import Asked
from tests.helpers import FACTS
from tests.unit.experiments.test_forecast import last_value_network
from tests.unit.experiments.test_forecast_ahead import SMALL, holding, hourly

ASKED = Asked(EXPERIMENT)
REPEATS = ForecastSettings(cell="simple_rnn", units=2, timesteps=5, dropout=0)


def measured(data: Series, settings: ForecastSettings = REPEATS) -> dict:
    return ASKED.evaluate(data, settings, last_value_network(settings)).document()


def test_on_a_wave_a_fitted_rival_is_best_and_the_verdict_says_so():
    data = sine()
    found = measured(data)
    assert set(FITTED) <= set(found["baselines"])
    assert found["baselines_why"] == {}
    best = found["best_baseline"]
    assert best == min(found["baselines"], key=lambda name: found["baselines"][name]["rmse"])
    assert best in FITTED
    assert found["judgement"]["numbers"]["best"] == best
    ours, theirs = found["one_step"]["rmse"], found["baselines"][best]["rmse"]
    assert found["judgement"]["numbers"]["best_skill"] == pytest.approx(1 - ours / theirs)
    assert "does better: beside it the network's error is" in found["verdict_sentence"]
    assert found["judgement"]["numbers"]["rival"] not in FITTED  # the verdict itself stays beside the best naive forecast
    values, split = data.frame["Value"].to_numpy(), ASKED.arrange(data, REPEATS).split
    rows = np.arange(split.validation_stop, split.rows)
    for name, rival in (("theta", theta), ("ets", ets)):
        forecast = rival.fitted(values, split.train, data.season).ahead(rows, 1)[:, 0]
        assert found["baselines"][name]["rmse"] == pytest.approx(errors.rmse(values[rows], forecast))


def test_on_a_walk_no_rival_is_clearly_better_than_the_last_value():
    found = measured(random_walk())
    naive = found["baselines"]["last_value"]["rmse"]
    assert [found["baselines"][name]["rmse"] for name in FITTED] == pytest.approx([naive] * 3, rel=0.03)


def test_a_rival_that_fails_is_none_and_says_why(monkeypatch):
    monkeypatch.setattr(ets.Watch, "__call__", lambda *_: (_ for _ in ()).throw(ets.NoForecast("It took too long.")))
    found = measured(random_walk())
    assert found["baselines"]["ets"] is None
    assert found["baselines_why"] == {"ets": "It took too long."}
    assert found["best_baseline"] != "ets"
    again = ForecastMetrics.model_validate({**found, **FACTS})
    assert "ets" not in again.rivals
    assert set(again.rivals) >= {"ridge", "theta", "last_value"}


def test_few_rows_leave_rivals_out_with_a_reason():
    values = pd.Series(np.arange(15.0) % 4, pd.date_range("2020-01-01", periods=15))
    found = measured(Series(values.to_frame("a"), "a", "Few"), REPEATS.model_copy(update={"timesteps": 2, "validation": 0}))
    assert found["windows"]["train"] == 11
    assert None not in found["baselines"].values()
    shorter = Rivals(ASKED.arrange(random_walk(60), REPEATS.model_copy(update={"timesteps": 31, "validation": 0})))
    assert shorter.why_not(0, {}).keys() == set(FITTED)


def test_several_columns_and_steps_have_their_rivals():
    settings = ForecastSettings(**SMALL, units=4, target="t", also=("u",), horizon=3)
    found = ASKED.evaluate(hourly(400), settings, holding(settings)).metrics
    for one in found.targets.values():
        assert set(FITTED) <= set(one.rivals)
        for step in one.by_horizon:
            assert set(FITTED) <= set(step.baselines)
    u = found.targets["u"].by_horizon  # it grows by 1 a row: every fitted rival finds that out, but Theta halves the slope
    assert [step.baselines["ets"].rmse for step in u] == pytest.approx([0] * 3, abs=0.2)
    assert [step.baselines["ridge"].rmse for step in u] == pytest.approx([0] * 3, abs=0.5)


def test_on_other_data_nothing_is_fitted():
    preparation = ASKED.arrange(sine(), REPEATS).preparation()
    found = ASKED.apply(random_walk(200), REPEATS, preparation, last_value_network(REPEATS)).document()
    assert not set(FITTED) & set(found["baselines"])
    assert found["baselines_why"] == {}


def test_rows_of_an_hour_have_a_season_of_a_day():
    hours = pd.date_range("2020-01-01", periods=100, freq="3h")
    assert baselines.season_of(hours, None) == 8
    assert baselines.season_of(hours, 56) == 56
    assert baselines.season_of(pd.date_range("2020-01-01", periods=100), None) is None


# in words


def judged(skill: float, chance: float, best: str = "ridge") -> Verdict:
    numbers = {"skill": 0.4, "p_value": 1e-9, "rows": 200.0, "row_seconds": 86_400.0}
    return Verdict(kind="better", numbers={**numbers, "best": best, "best_skill": skill, "best_p": chance})


def test_the_best_rival_in_words():
    ridge = "The best rival, ridge regression on the same windows,"
    assert beside_best(judged(0.1, 0.01)) == f"{ridge} is beaten too: beside it the network's error is 10\u202f% smaller."
    assert beside_best(judged(-0.1, 0.01)) == f"{ridge} does better: beside it the network's error is 10\u202f% larger."
    even = f"{ridge} does about as well: beside it the network's error is 10\u202f% larger, which can be chance."
    assert beside_best(judged(-0.1, 0.3)) == even
    assert beside_best(judged(0.1, 0.01, "theta")).startswith("The best rival, the Theta method, is beaten too")
    assert verdict(judged(-0.1, 0.3)).endswith(f"too clear to be chance. {even}")
    assert headline(judged(-0.1, 0.3), 0.5).sentence.endswith(even)


def test_without_a_fitted_rival_nothing_is_added():
    assert beside_best(Verdict(kind="better", numbers={"skill": 0.4})) == ""
    assert beside_best(judged(math.nan, 0.3)) == ""
    assert beside_best(judged(0.1, 0.3, "<b>")) == ""


# in pictures


def test_a_bar_for_each_with_the_smallest_error_on_top():
    found = ASKED.evaluate(sine(), REPEATS, last_value_network(REPEATS)).metrics
    (bars,) = errors_side_by_side(found.one_step, found.rivals, "a<b").data
    assert list(bars.x) == sorted(bars.x)
    assert len(bars.y) == len(found.rivals) + 1
    assert bars.marker.color.count("#219d91") == 1


def test_of_several_steps_only_the_best_of_the_rare_ones_is_drawn():
    settings = ForecastSettings(**SMALL, units=4, target="u", horizon=3)
    steps = ASKED.evaluate(hourly(400), settings, holding(settings)).metrics.by_horizon
    names = [one.name for one in error_by_step(steps, "%", "3 hours").data]
    assert "ridge regression" in names
    assert len({"Theta method", "exponential smoothing", "last value + usual change", "mean of the last 5"} & set(names)) <= 1
