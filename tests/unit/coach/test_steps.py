"""The coach's one step as data, and where it sends whom: what can be known, what was stopped."""

import numpy as np
import pytest

from rnn_core.coach.advise import advise
from rnn_core.data import entry
from rnn_core.experiments import experiment
from rnn_core.experiments.advice import Advice
from rnn_core.experiments.forecast.settings import ForecastSettings
from rnn_core.networks.numpy.network import NumpyNetwork
from rnn_core.runs import Status
from tests.unit.coach.recorded import about, advised, coached, measured

LEVEL = {"loss": [1.0, 0.5, 0.4, *[0.4] * 9], "val_loss": [1.0, 0.5, 0.4, *[0.41] * 9]}
POOR = {"skill": -0.1, "judgement": {"kind": "no_better", "numbers": {"skill": -0.1}}, "spread": 0.9}
REPEATS = {**POOR, "repeats": True}


def forecast(result: dict, state: str = "finished", others: tuple[str, ...] = (), **settings) -> Advice:
    of = about(**settings)
    found = advise(of, LEVEL, measured("forecast", **result), Status(state=state), others=others)
    assert found
    return found


def test_twice_of_a_number_is_called_so():
    advice = forecast(POOR)
    assert (advice.next.change, advice.next.dataset, advice.next.label) == ({"timesteps": 40}, "", "Twice the timesteps: 40")


def test_a_choice_is_called_by_its_words():
    advice = coached("sine_default")
    assert (advice.next.change, advice.next.label) == ({"cell": "simple_rnn"}, "Cell: SimpleRNN")


def test_a_setting_at_its_end_is_no_change():
    advice = forecast(POOR, timesteps=250)
    assert advice.step == "Timesteps is already at its end, 250: try other data."
    assert (advice.next.change, advice.next.label) == (None, "")


@pytest.mark.parametrize("result", [POOR, REPEATS])
def test_where_the_past_tells_nothing_other_data_are_named(result):
    advice = forecast({**result, "linear": 0.01}, others=("High", "Low"))
    assert advice.kind == "unforeseeable"
    assert advice.finding == (
        "The forecast is no better than yesterday's value, and neither is a straight rule: the past of these data tells as good "
        "as nothing."
    )
    assert advice.step == "Train on Sine wave, where there is something to learn."
    assert (advice.next.change, advice.next.dataset, advice.next.label) == ({}, "sine", "Take Sine wave")
    assert forecast({**result, "linear": 0.02}).kind != "unforeseeable"


def test_other_data_have_other_columns_and_not_as_many_rows():
    advice = forecast({**POOR, "linear": -0.1}, target="Open", features=("High",), test=5000, validation=0.2)
    assert advice.next.change == {"target": "", "features": (), "test": 0.15}


def test_longer_training_does_not_help_either_where_the_past_tells_nothing():
    falling = {"loss": list(0.5 ** np.arange(12.0)), "val_loss": list(0.5 ** np.arange(12.0))}
    assert advised("forecast", falling, measured("forecast", **POOR)).kind == "few_epochs"
    assert advised("forecast", falling, measured("forecast", **POOR, linear=0.0)).kind == "unforeseeable"


def test_what_the_season_tells_can_be_known():
    numbers = {"skill": -0.1, "rival": "seasonal_last_value", "season": 12}
    assert forecast({**POOR, "linear": 0.0, "judgement": {"kind": "no_better", "numbers": numbers}}).kind == "no_better"


def test_noise_has_no_more_than_its_mean():
    better = {"skill": 0.29, "linear": 0.3, "spread": 0.05, "judgement": {"kind": "better", "numbers": {"skill": 0.29}}}
    advice = forecast(better)
    assert advice.finding == (
        "The forecasts vary only 5\u202f% as much as the actual values, and a straight rule knows no more: beyond the "
        "mean these data "
        "tell as good as nothing."
    )
    assert advice.next.dataset == "sine"
    assert forecast({**better, "skill": 0.0}).kind == "mean_only"  # the rule knows more than the network
    assert forecast(better, dropout=0.9).next.change == {"dropout": 0.1}


def test_who_repeats_is_given_the_other_columns():
    advice = forecast(REPEATS, others=("rain", "wind"), features=("light",))
    assert (advice.step, advice.next.label) == ("Add rain and wind to Extra inputs.", "Add rain and wind")
    assert advice.next.change == {"features": ("light", "rain", "wind")}
    assert forecast(REPEATS, others=tuple("abcdef")).next.label == "Add a, b, c and d"
    assert forecast(POOR, others=("rain",)).next.label == "Add rain"


def test_who_repeats_and_has_no_other_columns_says_the_change():
    assert forecast(REPEATS).next.change == {"target_transform": "difference"}
    assert forecast(REPEATS, target_transform="difference").next.change == {"timesteps": 40}


def test_a_poor_result_of_a_stopped_run_is_not_judged():
    advice = forecast({**POOR, "epochs": 12.4}, "stopped", epochs=30)
    assert advice.finding == "Stopped after 12 of 30 epochs, so it cannot be judged yet."
    assert (advice.step, advice.next.change) == ("Press Go on and let it finish its 30 Epochs.", None)
    assert forecast({**POOR, "epochs": 15.0}, "stopped", epochs=30).kind == "no_better"


def test_within_a_time_budget_time_counts():
    early = forecast({**POOR, "epochs": 12.0, "seconds": 4.0}, "stopped", seconds=10.0)
    assert early.finding == "Stopped after 12 epochs, so it cannot be judged yet."
    assert early.step == "Press Go on and let it use its 10 seconds."
    assert forecast({**POOR, "epochs": 12.0, "seconds": 6.0}, "stopped", seconds=10.0).kind == "no_better"


def test_of_a_stopped_run_it_is_said_whatever_was_found():
    good = {"skill": 0.5, "judgement": {"kind": "better", "numbers": {"skill": 0.5}}, "spread": 0.9}
    advice = forecast({**good, "epochs": 12.0}, "stopped", epochs=30)
    assert advice.finding.startswith("Stopped after 12 of 30 epochs: better than yesterday's value: ")
    assert forecast(good).finding.startswith("Better than")


def test_share_prices_are_never_sent_to_more_units():
    small = {"cell": "simple_rnn", "units": 1, "dropout": 0.0, "target_transform": "difference"}
    chosen, settings = experiment("forecast"), ForecastSettings.parse(small)
    prepared = chosen.prepare(entry("prices-aapl").load(), settings)
    shapes = {"0/kernel": (1, 1), "0/recurrent_kernel": (1, 1), "0/bias": (1,), "1/kernel": (1, 1), "1/bias": (1,)}
    still = {name: np.zeros(shape, np.float32) for name, shape in shapes.items()}  # says no change: the last value
    metrics = chosen.evaluate(prepared, NumpyNetwork(chosen.network(prepared), still)).metrics
    advice = forecast(metrics.model_dump(mode="json"), **small)
    assert (advice.kind, advice.next.dataset) == ("unforeseeable", "sine")


def test_a_reservoir_is_not_told_to_train_longer():
    """Its readout was fitted at once: one epoch is all there is."""
    once = {"loss": [0.1], "val_loss": [0.1]}

    def of(kind: str, linear: float, units: int = 32) -> Advice:
        result = measured("forecast", skill=0.3, linear=linear, spread=0.9, judgement={"kind": kind, "numbers": {"skill": 0.3}})
        found = advise(about(cell="echo_state", units=units), once, result, Status(state="finished"))
        assert found
        return found

    assert (of("better", 0.5).kind, of("better", 0.5).next.change) == ("reservoir_good", {"cell": "lstm"})
    assert (of("no_better", 0.5).kind, of("no_better", 0.5).next.change) == ("reservoir_poor", {"units": 64})
    assert of("no_better", 0.5, units=512).next.change is None
    assert of("no_better", 0.0).kind == "unforeseeable"
