"""The coach on curves and results by hand."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from rnn_core.coach.advise import advise
from rnn_core.coach.compare import compare
from rnn_core.errors import UserError
from rnn_core.experiments import experiment, experiments
from rnn_core.experiments.advice import Advice, Step
from rnn_core.experiments.curve_rules import LOST
from rnn_core.runs import Status
from tests.unit.coach.recorded import ERRORS, RUNS, about, advised, coached, columns, measured, recorded

ROOT = Path(__file__).parents[3]
GOOD = {"skill": 0.5, "judgement": {"kind": "better"}, "spread": 0.9}
BAD = {"skill": -0.5, "judgement": {"kind": "no_better"}, "spread": 0.9}


def by_hand(loss: list[float], val_loss: list[float] | None = None, result: dict | None = None, **changes) -> Advice | None:
    history = {"loss": loss, **({} if val_loss is None else {"val_loss": val_loss})}
    return advised("forecast", history, measured("forecast", **result) if result else None, **changes)


@pytest.mark.parametrize("state", ["queued", "running", "stopping", "interrupted"])
def test_silent_about_a_run_that_has_not_ended(state):
    assert coached("sine_default", state=state) is None


def test_an_experiment_without_advice_has_nothing_to_say(monkeypatch):
    monkeypatch.setitem(experiments(), "forecast", replace(experiment("forecast"), advice=None))
    assert coached("sine_default") is None
    assert compare(recorded("sine_rate_half"), recorded("sine_default")) is None


def test_a_failure_for_another_reason_is_not_the_learning_rate():
    assert advised("forecast", {"loss": [1.0, 0.5]}, None, "failed", "The disk is full.") is None
    assert advised("forecast", {}, None, "failed", "The disk is full.") is None


def test_a_lost_loss_before_the_first_epoch():
    advice = advised("forecast", {}, None, "failed", "The loss was no longer a number in epoch 1: ...", learning_rate=0.2)
    assert advice
    assert advice.kind == "rate_high"
    assert advice.step == "Set Learning rate to 0.005."


def test_the_words_of_a_lost_loss_are_those_of_the_training():
    assert LOST in (ROOT / "rnn_core" / "training" / "fit.py").read_text(encoding="utf-8")


def test_curves_that_blow_up():
    for loss, validation in (([1, 2, 30.0], None), ([1, 0.5, 0.4], [1, np.inf, np.nan]), ([np.nan] * 5, None)):
        advice = by_hand(loss, validation)
        assert advice
        assert advice.kind == "rate_high"


@pytest.mark.parametrize(
    ("rate", "tried"), [(0.02, "0.002"), (0.004, "0.0002"), (0.05, "0.005"), (1, "0.005"), (0.00002, "1e-05")]
)
def test_a_lower_learning_rate_stands_on_the_slider(rate, tried):
    advice = by_hand([1, 100], learning_rate=rate)
    assert advice
    assert advice.step == f"Set Learning rate to {tried}."


def test_overfitting_by_hand():
    training = [1, 0.5, 0.4, 0.35, 0.3, 0.25, 0.2, 0.15]
    validation = [1, 0.8, 0.6, 0.5, 0.6, 0.7, 0.8, 0.9]  # running median of three: lowest 0.6, at the end 0.8
    advice = by_hand(training, validation, GOOD)
    assert advice
    assert advice.finding == "Overfitting since epoch 4: the validation loss rose by 33\u202f% while the training loss fell on."
    assert advice.step == "Set Dropout to 0.3."
    for dropout, step in ((0.45, "Set Dropout to 0.65."), (0.5, "Set Units to 16.")):
        assert by_hand(training, validation, GOOD, dropout=dropout).step == step


def test_a_validation_loss_that_rises_with_the_training_loss_is_no_overfitting():
    advice = by_hand([1, 0.5, 0.4, 0.4, 0.42, 0.42, 0.42, 0.42], [1, 0.8, 0.6, 0.5, 0.6, 0.7, 0.8, 0.9], GOOD)
    assert advice
    assert advice.kind == "good"


def test_still_improving_by_hand():
    halved = [2.0**-epoch for epoch in range(12)]  # the last quarter is three epochs; the median of the last three is the middle
    advice = by_hand(halved, halved, GOOD)
    assert advice
    assert advice.finding.endswith("the validation loss fell by another 75\u202f%.")  # 2^-10 against 2^-8
    level = [*halved[:6], *halved[5:6] * 6]
    assert by_hand(halved, level, GOOD).kind == "good"
    assert by_hand(level, halved, GOOD).kind == "good"


@pytest.mark.parametrize(
    ("changes", "step"),
    [
        ({"epochs": 12}, "Set Epochs to 24."),
        ({"epochs": 300}, "Set Epochs to 500."),
        ({"epochs": 500}, "Epochs is already at its end, 500: try other data."),
        ({"seconds": 15.0}, "Set Time budget (seconds) to 30."),
        ({"epochs": 100, "patience": 3}, "Set Early stopping (patience) to 6."),
    ],
)
def test_how_to_train_longer(changes, step):
    halved = [2.0**-epoch for epoch in range(12)]
    assert by_hand(halved, halved, GOOD, **changes).step == step


def test_a_very_good_forecast_may_go_on_improving():
    halved = [2.0**-epoch for epoch in range(12)]
    assert by_hand(halved, halved, {**GOOD, "skill": 0.79}).kind == "few_epochs"
    assert by_hand(halved, halved, {**GOOD, "skill": 0.8}).kind == "good"


def test_the_unfinished_epoch_of_a_stopped_run_is_left_out():
    whole = [1, 0.5, 0.4, 0.38, 0.38]
    for validation in ([1, 0.5, 0.4, 0.38, 0.38, np.nan], None):
        history = {"loss": [*whole, 400.0], **({} if validation is None else {"val_loss": validation})}
        stopped = measured("forecast", **GOOD, epochs=5.3)
        advice = advised("forecast", history, stopped, "stopped", validation=0.15 if validation else 0)
        assert advice
        assert advice.kind == ("good" if validation else "no_validation")
    advice = advised("forecast", {"loss": [1.0]}, measured("forecast", **GOOD, epochs=0.4), "stopped", epochs=100)
    assert advice == Advice(
        "too_short",
        "Stopped within the first epoch: it is too early to tell anything from the curves.",
        Step("Press Go on and let it finish its 100 Epochs."),
    )


def test_a_run_that_was_stopped_within_its_time_budget_goes_on():
    advice = advised("forecast", {"loss": [1.0]}, measured("forecast", **GOOD, epochs=0.4), "stopped", seconds=180.0)
    assert advice
    assert advice.step == "Press Go on and let it use its 180 seconds."


def test_a_slow_optimizer():
    level = [1 - epoch / 1000 for epoch in range(10)]
    advice = by_hand(level, level, BAD, optimizer="sgd", learning_rate=0.005)
    assert advice
    assert (advice.kind, advice.step) == ("rate_low", "Set Optimizer to Adam.")
    assert by_hand(level, level, BAD, optimizer="adam", learning_rate=0.005).kind == "no_better"


def test_a_level_curve_at_a_low_rate_is_a_low_rate_only_with_a_poor_result():
    falling = [0.98**epoch for epoch in range(30)]
    assert by_hand(falling, falling, BAD, learning_rate=0.0005).kind == "rate_low"
    assert by_hand(falling, falling, GOOD, learning_rate=0.0005).kind == "few_epochs"
    assert by_hand(falling, falling, BAD, learning_rate=0.001).kind == "few_epochs"


def test_without_the_spread_the_mean_is_not_recognised():
    assert coached("noise_default", spread=None).kind == "overfitting"


def test_a_better_forecast_that_still_leans_on_the_last_value():
    advice = coached("sine_default", repeats=True)
    assert advice
    assert (
        advice.finding == "Better than yesterday's value: the error is 96\u202f% smaller, and it still leans on the last value."
    )


def test_a_held_out_part_that_was_too_short_for_a_curve():
    assert by_hand([1, 0.8, 0.6, 0.5], None, GOOD, validation=0.15).step == "Set Kept for validation to 30\u202f%."


def test_without_metrics_only_the_curves_speak():
    level = [1, 0.5, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4]
    assert by_hand(level, level) is None
    assert by_hand([1, 2, 50.0]).kind == "rate_high"


def test_samples_that_go_round_in_circles():
    rows = [
        {"temperature": heat, "longest_copy": 12, "text": text}
        for heat, text in ((0.2, "so the " * 20), (1.0, "Enter the king."))
    ]
    assert coached("hamlet_full", samples=rows) == Advice(
        "loops", "At temperature 0.2 its text goes round in circles.", Step("Set Temperature to 0.8 when you let it write.")
    )
    rows[1]["text"] = "and so " * 20
    assert coached("hamlet_full", samples=rows).step == "Set Temperature to 1.3 when you let it write."


def test_copies_are_quoted_from_30_characters_on():
    for longest, words in ((29, "by heart."), (30, "by heart (its samples copy up to 30 characters in a row).")):
        advice = coached("hamlet_overfit", samples=[{"temperature": 0.5, "longest_copy": longest, "text": ""}])
        assert advice
        assert advice.finding.endswith(words)


def test_all_of_a_text_that_is_learned_by_heart():
    run = RUNS["hamlet_overfit"]
    chosen = {**run["settings"], "share": 1, "dropout": 0.1}
    advice = advised("text", columns(run["history"]), recorded("hamlet_overfit")[1], **chosen)
    assert advice
    assert advice.step == "Set Dropout to 0.3."


def test_an_unknown_experiment():
    unknown = about().model_copy(update={"experiment": "forecasts"})
    with pytest.raises(UserError, match="no experiment 'forecasts'"):
        advise(unknown, {}, None, Status(state="finished"))


def ahead(*errors: float) -> list[dict]:
    """Steps with these errors beside naive ones of 1 and 2."""
    rivals = {"last_value": {**ERRORS, "rmse": 2.0}, "climatology": {**ERRORS, "rmse": 1.0}}
    return [
        {**ERRORS, "step": place, "rmse": error, "free_running": None, "baselines": rivals}
        for place, error in enumerate(errors, start=1)
    ]


@pytest.mark.parametrize(
    ("errors", "kind", "words"),
    [
        ((0.5, 0.9, 0.99), "good", "the curves show nothing to mend"),
        ((0.5, 0.9, 1.0), "ahead_lost", "From step 3 of 3 on a naive forecast does as well or better"),
        ((1.5, 0.9, 0.9), "ahead_lost", "At the first step already another naive forecast does as well or better"),
        ((1.5,), "good", "the curves show nothing to mend"),  # one step: its verdict says it
    ],
)
def test_several_rows_ahead_a_naive_forecast_may_win(errors, kind, words):
    level = [1.0, 0.6, 0.5, 0.45, *[0.44] * 16]
    advice = by_hand(level, level, {**GOOD, "by_horizon": ahead(*errors)})
    assert (advice.kind, words in advice.finding) == (kind, True), advice


@pytest.mark.parametrize(("skill", "kind"), [(0.4, "good"), (-2.0, "no_better")])
@pytest.mark.parametrize("says", ["level", "difference"])
def test_a_followed_path(skill, kind, says):
    level = [1.0, 0.6, 0.5, 0.45, *[0.44] * 16]
    result = measured("trajectory", skill=skill, judgement={"kind": "better" if kind == "good" else kind}, spread=1.0)
    chosen = {**experiment("trajectory").presets["ladybug"].model_dump(mode="json"), "target_transform": says}
    advice = advised("trajectory", {"loss": level, "val_loss": level}, result, **chosen)
    assert advice
    assert (advice.kind, "going straight on" in advice.finding) == (kind, True)
    steps = {
        ("good", "level"): "Set Network says to the way to it, as an experiment, and compare the distances.",
        ("good", "difference"): "Set Network says to the next place, as an experiment, and compare the distances.",
        ("no_better", "level"): "Set Network says to the way to it.",
        ("no_better", "difference"): "Set Timesteps to 40; if that changes nothing, the way so far may simply not tell.",
    }
    assert advice.step == steps[kind, says]
