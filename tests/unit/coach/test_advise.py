"""The coach on curves of our own runs, and by hand.

``recorded_runs.json`` and ``recorded_class_runs.json`` hold real runs of the command line, four digits a number. Of long
runs every second to sixth epoch was kept, 40 at most, so their epochs are counted among those.
"""

import json
import re
from pathlib import Path

import numpy as np
import pytest

from rnn_core.coach.advise import LOST, Advice, advise, compare, smooth
from rnn_core.errors import UserError
from rnn_core.experiments import experiment
from rnn_core.settings import idle, shown

ROOT = Path(__file__).parents[3]
FILES = ("recorded_runs.json", "recorded_class_runs.json")
TEXTS = [(Path(__file__).parent / name).read_text(encoding="utf-8") for name in FILES]
RUNS = {name: run for text in TEXTS for name, run in json.loads(text).items()}

KINDS = {
    "good": (
        "sine_default sine_default_seed_2 sine_long sine_two_units sine_five_epochs hamlet_default "
        "hamlet_seed_2 hamlet_seed_3 hamlet_full"
    ),
    "too_short": "sine_one_epoch seasonal_stopped hamlet_one_epoch",
    "rate_high": (
        "sine_rate_half sine_rate_one seasonal_rate_half walk_rate_half sea_rate_half seattle_rate_half "
        "sine_sgd_one sine_simple_sgd_one hamlet_rate_one hamlet_rate_one_decaying hamlet_rate_02 "
        "hamlet_rate_noclip"
    ),
    "rate_low": "sine_rate_tiny sine_sgd_1e_5 seattle_rate_tiny hamlet_rate_tiny hamlet_rate_1e_4",
    "few_epochs": "sine_rate_1e_4 sine_one_unit sine_stopped hamlet_three",
    "no_better": "walk_default walk_seed_2 walk_seed_3 walk_long seasonal_default sea_default",
    "repeats": "sea_seed_3 seattle_default seattle_seed_2",
    "overfitting": "walk_overfit seasonal_overfit sea_overfit seattle_overfit",
    "mean_only": "noise_default noise_overfit seattle_dropout9",
    "plateau": "sine_one_unit_long seattle_one_unit sine_dropout9 hamlet_two_units hamlet_8_units",
    "no_validation": "walk_no_validation hamlet_article hamlet_article_long",
    "few_test_rows": "sine_few_test",
    "copies": "hamlet_overfit hamlet_memorised hamlet_a_fifth",
    "noise": "hamlet_noise",
}
CLASS_KINDS = {
    "good": "dna_gru dna_overfit",
    "too_short": "reviews_one_epoch",
    "rate_high": "reviews_rate_half party_rate_one",
    "rate_low": "reviews_slow reviews_rate_tiny party_sgd",
    "overfitting": "reviews_default reviews_mean reviews_overfit reviews_overfit_pooled speaker_long",
    "no_better": "dna_default dna_pooled speaker_dropout9_lstm",
    "worse": "reviews_word2vec party_two_units speaker_two_units speaker_dropout9",
    "no_clear": "party_default speaker_default party_mean party_pooled_balanced",
}
KINDS = {kind: f"{KINDS.get(kind, '')} {CLASS_KINDS.get(kind, '')}" for kind in {**KINDS, **CLASS_KINDS}}
EXPECTED = {run: kind for kind, runs in KINDS.items() for run in runs.split()}


def settings(name: str = "forecast", **changes) -> dict:
    return {**experiment(name).settings().model_dump(mode="json"), **changes}


def columns(history: dict) -> dict[str, list[float]]:
    """JSON knows no NaN; ``history.csv`` read back has one where a value is missing."""
    return {name: [np.nan if value is None else value for value in column] for name, column in history.items()}


def coached(name: str, history: dict | None = None, state: str = "", **metrics) -> Advice | None:
    """Advice on a recorded run, with other curves, another state or other metrics if given."""
    run = RUNS[name]
    return advise(
        run["experiment"],
        settings(run["experiment"], **run["settings"]),
        history or columns(run["history"]),
        {**run["metrics"], **metrics} if run["metrics"] else None,
        state or run["state"],
        run["message"],
    )


GOOD = {"skill": 0.5, "verdict": "better", "repeats": False, "lag": 0, "spread": 0.9}
BAD = {**GOOD, "skill": -0.5, "verdict": "no better than yesterday"}


def by_hand(loss: list[float], val_loss: list[float] | None = None, metrics: dict | None = None, **changes) -> Advice | None:
    history = {"loss": loss, **({} if val_loss is None else {"val_loss": val_loss})}
    return advise("forecast", settings(**changes), history, metrics, "finished")


def test_every_recorded_run_is_looked_at():
    assert sorted(EXPECTED) == sorted(RUNS)
    assert max(len(run["history"]["loss"]) for run in RUNS.values()) <= 40


@pytest.mark.parametrize("run", RUNS)
def test_recorded_runs(run):
    advice = coached(run)
    assert advice
    assert advice.kind == EXPECTED[run], advice


@pytest.mark.parametrize("run", RUNS)
def test_the_scale_of_the_loss_does_not_matter(run):
    for factor in (0.001, 50):
        scaled = {name: [factor * value for value in column] for name, column in columns(RUNS[run]["history"]).items()}
        assert coached(run, scaled) == coached(run)


@pytest.mark.parametrize("run", RUNS)
def test_two_percent_of_noise_do_not_matter(run):
    for seed in range(5):
        rng = np.random.default_rng(seed)
        noisy = {
            name: list(np.array(column) * rng.uniform(0.98, 1.02, len(column)))
            for name, column in columns(RUNS[run]["history"]).items()
        }
        advice = coached(run, noisy)
        assert advice
        assert advice.kind == EXPECTED[run], (seed, advice)


@pytest.mark.parametrize("run", [run for run in RUNS if RUNS[run]["state"] == "finished"])
@pytest.mark.parametrize("epochs", [1, 2, 3])
def test_nothing_is_read_into_a_few_epochs(run, epochs):
    early = {name: column[:epochs] for name, column in columns(RUNS[run]["history"]).items()}
    advice = coached(run, early)
    assert advice
    assert advice.kind == "too_short"


@pytest.mark.parametrize("run", RUNS)
def test_one_finding_and_one_step_that_names_a_control(run):
    advice = coached(run)
    assert advice
    for sentence in (advice.finding, advice.step):
        assert re.fullmatch(r"[A-Z].*[.]", sentence)
        assert not re.search(r"[.] [A-Z]|\n|nan|None|e-0[1-4]", sentence)
    if RUNS[run]["state"] == "stopped":
        assert advice.step == "Press Go on and let it finish its 100 Epochs."
        return
    fields = experiment(RUNS[run]["experiment"]).settings.model_fields
    title, value = re.match(r"Set (.+?) to ([^ ,;]+?)[ ,.;]*(?: |$)", advice.step).groups()
    names = [name for name, field in fields.items() if field.title == title]
    assert len(names) == 1
    assert value != shown(names[0], RUNS[run]["settings"][names[0]])
    beside = settings(RUNS[run]["experiment"], **RUNS[run]["settings"])
    assert not idle(experiment(RUNS[run]["experiment"]).settings, names[0], beside)


@pytest.mark.parametrize(
    ("run", "finding", "step"),
    [
        (
            "sine_rate_half",
            "The training loss jumps up and down instead of falling: the learning rate 0.5 is too high.",
            "Set Learning rate to 0.005.",
        ),
        (
            "seasonal_rate_half",
            "The training loss turned up, to 1.5 times its lowest: the learning rate 0.5 is too high.",
            "Set Learning rate to 0.005.",
        ),
        (
            "walk_rate_half",
            "The forecast is no better than yesterday's value, and the learning rate 0.5 is 100 times the usual 0.005: too high.",
            "Set Learning rate to 0.005.",
        ),
        (
            "sine_sgd_one",
            "The loss grew until it was no longer a number: the learning rate 1 is too high.",
            "Set Learning rate to 0.005.",
        ),
        (
            "sine_rate_tiny",
            "The training loss hardly moved, by 7.6% in 30 epochs: the learning rate 1e-05 is too low.",
            "Set Learning rate to 0.005.",
        ),
        (
            "walk_overfit",
            "Overfitting since epoch 5: the validation loss rose by 322% while the training loss fell on.",
            "Set Dropout to 0.2.",
        ),
        (
            "sine_one_unit",
            "Still improving at the end: in the last quarter of the run the validation loss fell by another 25%.",
            "Set Epochs to 60.",
        ),
        (
            "sine_stopped",
            "Stopped while still improving: in the last quarter of the run the validation loss fell by another 64%.",
            "Press Go on and let it finish its 100 Epochs.",
        ),
        ("sine_one_epoch", "After 1 epoch it is too early to tell anything from the curves.", "Set Epochs to 30."),
        (
            "noise_default",
            "The forecasts vary only 2% as much as the actual values: the network says little more than the mean.",
            "Set Timesteps to 40.",
        ),
        (
            "seattle_dropout9",
            "The forecasts vary only 19% as much as the actual values: the network says little more than the mean.",
            "Set Dropout to 0.1.",
        ),
        (
            "sine_one_unit_long",
            "The forecast is no better than yesterday's value, and longer training would bring little: "
            "Units 1 with Dropout 0.1 may be too weak.",
            "Set Units to 4.",
        ),
        (
            "seattle_default",
            "The forecast is no better than yesterday's value: it mostly repeats what it has just seen.",
            "Set Units to 128.",
        ),
        (
            "walk_default",
            "The forecast is no better than yesterday's value (skill -5.37), and longer training would bring little.",
            "Set Timesteps to 40, to see further back; if that changes nothing, the past may simply not tell.",
        ),
        (
            "sine_default",
            "Better than yesterday's value: the error is 96% smaller, and the curves show nothing to mend.",
            "Set Cell to SimpleRNN, as an experiment, and see whether it does as well.",
        ),
        (
            "sine_few_test",
            "The forecast looks better than yesterday's value, but on so few test rows that can be chance.",
            "Set Kept for the test to 30 rows or more.",
        ),
        (
            "walk_no_validation",
            "There is no validation curve: a falling training loss alone may be learning by heart as well as learning.",
            "Set Kept for validation to 15%.",
        ),
        (
            "hamlet_noise",
            "Perplexity 29.8 among 56 characters: what it writes is still close to noise.",
            "Set Share of the text to 8%.",
        ),
        (
            "hamlet_memorised",
            "The validation loss is 104.6 times the training loss: the network learns the text by heart "
            "(its samples copy up to 50 characters in a row).",
            "Set Share of the text to 8%.",
        ),
        (
            "hamlet_full",
            "Perplexity 4.9 among 65 characters: it has learned words, and the curves show nothing to mend.",
            "Set Cell to GRU, as an experiment, and compare what they write.",
        ),
    ],
)
def test_what_is_said(run, finding, step):
    advice = coached(run)
    assert advice
    assert (advice.finding, advice.step) == (finding, step)


@pytest.mark.parametrize(
    ("run", "finding", "step"),
    [
        (
            "reviews_overfit",
            "Overfitting since epoch 1: the validation loss rose by 152% while the training loss fell on.",
            "Set Dropout to 0.2.",
        ),
        (
            "reviews_rate_half",
            "The network is right on 49.0% of the test texts, and the learning rate 0.5 is 250 times the usual 0.002: too high.",
            "Set Learning rate to 0.002.",
        ),
        (
            "party_sgd",
            "The training loss hardly moved, by 0.6% in 10 epochs: the learning rate 0.01 is too low.",
            "Set Optimizer to Adam.",
        ),
        (
            "reviews_word2vec",
            "The network is right on 54.7% of the test texts, clearly less than naive Bayes (76.6%).",
            "Set Fine-tune the vectors to on.",
        ),
        (
            "dna_pooled",
            "The network is right on 33.7% of the test texts, not surely more than the most frequent class alone (33.3%).",
            "Set Cell to LSTM, to see whether the order of the words says more.",
        ),
        (
            "dna_gru",
            "The network is right on 98.2% of the test texts, clearly more than naive Bayes (32.6%), and the curves show nothing "
            "to mend.",
            "Set Cell to LSTM, as an experiment, and see whether it does as well.",
        ),
        (
            "speaker_default",
            "The network is right on 48.8% of the test texts, TF-IDF with logistic regression on 51.8%: no clear difference.",
            "Set Encoding to GloVe, for vectors learned from far more text.",
        ),
    ],
)
def test_what_is_said_of_a_classifier(run, finding, step):
    test_what_is_said(run, finding, step)


LEVEL = [1.1, 0.9, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7]
HEART = [1.1, 0.9, 0.5, 0.4, 0.3, 0.2, 0.15, 0.1], [1.1, 0.9, 0.7, 0.6, 0.7, 0.8, 0.9, 1.0]  # training, validation
CLASSES = {
    "counts": {"test": [60, 60, 80]},
    "test": {"accuracy": 0.7},
    "baselines": {"tfidf_logistic_regression": {"accuracy": 0.72}, "naive_bayes": {"accuracy": 0.66}},
    "most_frequent": 0.4,
    "per_class": [{"class": name, "recall": 0.7} for name in "abc"],
    "verdict": "No clear difference: ...",
}
RECALLS = [{"class": name, "recall": found} for name, found in (("a", 0), ("b", 0.02), ("c", 1))]
ONE = {"test": {"accuracy": 0.41}, "per_class": RECALLS}


def classified(
    curves: tuple[list[float], list[float]] = (LEVEL, LEVEL), metrics: dict | None = None, **changes
) -> tuple[str, str, str]:
    history = {"loss": curves[0], "val_loss": curves[1]}
    found = advise("classify", settings("classify", **changes), history, {**CLASSES, **(metrics or {})}, "finished")
    assert found
    return found.kind, found.finding, found.step


@pytest.mark.parametrize(
    ("changes", "step"),
    [
        ({"dropout": 0.4}, "Set Dropout to 0.6."),
        ({"dropout": 0.5, "units": 63}, "Set Units to 32."),
        ({"dropout": 0.5, "encoding": "word2vec", "tune": True}, "Set Fine-tune the vectors to off."),
        ({"dropout": 0.5, "encoding": "word2vec", "units": 8}, "Set Units to 4."),
        ({"dropout": 0.5, "cell": "none", "dense1": 15}, "Set First dense layer to 8."),
        ({"dropout": 0.5, "encoding": "onehot", "dense1": 1, "patience": 0}, "Set Early stopping (patience) to 3."),
        (
            {"dropout": 0.5, "units": 1, "vocabulary": 9000},
            "Set Vocabulary to 4500, so that rare words are not learned by heart.",
        ),
    ],
)
def test_a_classifier_that_learns_by_heart(changes, step):
    assert classified(HEART, **changes) == (
        "overfitting",
        "Overfitting since epoch 4: the validation loss rose by 29% while the training loss fell on.",
        step,
    )


def test_one_answer_to_all_texts():
    kind, finding, step = classified(metrics=ONE)
    assert (kind, step) == ("one_class", "Set Balance the classes to on.")
    assert finding == "The network names one class for nearly all texts: it finds 100% of that class, hardly any of the others."
    assert classified(metrics=ONE, balance=True, patience=3)[2] == "Set Early stopping (patience) to 6."
    assert classified(metrics=ONE, balance=True, learning_rate=0.01)[2] == "Set Learning rate to 0.001."
    even = {**ONE, "most_frequent": 0.34, "test": {"accuracy": 0.33}}
    assert classified(metrics=even, cell="none")[2] == "Set Cell to LSTM, to see whether the order of the words says more."
    assert classified(metrics={**ONE, "test": {"accuracy": 0.7}})[0] == "no_clear"  # nearly all texts are of that class


@pytest.mark.parametrize(
    ("changes", "step"),
    [
        ({"timesteps": 600}, "Set Encoding to GloVe, for vectors learned from far more text."),
        ({"timesteps": 30}, "Set Encoding to GloVe, for vectors learned from far more text."),
        (
            {"timesteps": 600, "encoding": "glove"},
            "Set Cell to None (pooling); if that does as well, the order of the words matters little here.",
        ),
        ({"cell": "none"}, "Set Cell to LSTM, to see whether the order of the words says more."),
        ({"encoding": "onehot"}, "Set Encoding to Embedding, to give each word a list of numbers."),
    ],
)
def test_as_good_as_a_classical_method(changes, step):
    kind, finding, found = classified(**changes)
    assert (kind, found) == ("no_clear", step)
    assert (
        finding
        == "The network is right on 70.0% of the test texts, TF-IDF with logistic regression on 72.0%: no clear difference."
    )


@pytest.mark.parametrize(
    ("cut", "changes", "step"),
    [
        (0.25, {"timesteps": 30}, "Set Maximum length (words) to 60, as 25% of the test texts are longer than it reads now."),
        (0.25, {"timesteps": 700}, "Set Maximum length (words) to 1000, as 25% of the test texts are longer than it reads now."),
        (0.25, {"timesteps": 1000}, "Set Encoding to GloVe, for vectors learned from far more text."),
        (0.15, {"timesteps": 30}, "Set Encoding to GloVe, for vectors learned from far more text."),
        (0.25, {"cell": "none"}, "Set Cell to LSTM, to see whether the order of the words says more."),
    ],
)
def test_more_is_to_be_read_only_where_many_texts_are_cut(cut, changes, step):
    assert classified(metrics={"cut_texts": cut}, **changes)[2] == step


def test_a_worse_network_reads_more_first_where_many_texts_are_cut():
    worse = {"verdict": "Worse than the classical method: ...", "test": {"accuracy": 0.6}}
    more = "Set Maximum length (words) to 40, as 60% of the test texts are longer than it reads now."
    assert classified(metrics={**worse, "cut_texts": 0.6}, timesteps=20) == (
        "worse",
        "The network is right on 60.0% of the test texts, clearly less than TF-IDF with logistic regression (72.0%).",
        more,
    )
    assert classified(metrics={**worse, "cut_texts": 0.01}, timesteps=20)[2] != more


@pytest.mark.parametrize(("accuracy", "kind"), [(0.46, "no_better"), (0.48, "no_clear")])
def test_better_than_the_most_frequent_class_by_two_standard_errors(accuracy, kind):
    assert classified(metrics={"test": {"accuracy": accuracy}})[0] == kind  # 0.4 and twice the root of 0.4 * 0.6 / 200


def test_one_class_only_in_the_test_part_is_no_mistake():
    assert classified(metrics={"most_frequent": 1.0, "test": {"accuracy": 1.0}})[0] == "no_better"


def test_a_loss_near_zero_may_be_rough():
    rough = [1.1, 0.3, 0.1, 0.02, 0.05, 0.01, 0.03, 0.008, 0.02, 0.03, 0.01, 0.03]
    level = [1.1, *[0.7] * 11]
    assert classified((rough, level))[0] == "no_clear"
    high = [value + 0.3 * (place % 2) for place, value in enumerate(level)]
    assert classified((high, level))[0] == "rate_high"


@pytest.mark.parametrize("state", ["queued", "running", "stopping", "interrupted"])
def test_silent_about_a_run_that_has_not_ended(state):
    assert coached("sine_default", state=state) is None


def test_a_failure_for_another_reason_is_not_the_learning_rate():
    assert advise("forecast", settings(), {"loss": [1.0, 0.5]}, None, "failed", "The disk is full.") is None
    assert advise("forecast", settings(), {}, None, "failed", "The disk is full.") is None


def test_a_lost_loss_before_the_first_epoch():
    advice = advise(
        "forecast", settings(learning_rate=0.2), {}, None, "failed", "The loss was no longer a number in epoch 1: ..."
    )
    assert advice
    assert advice.kind == "rate_high"
    assert advice.step == "Set Learning rate to 0.005."


def test_the_words_of_a_lost_loss_are_those_of_the_training():
    assert LOST in (ROOT / "rnn_core" / "training.py").read_text(encoding="utf-8")


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
    assert advice.finding == "Overfitting since epoch 4: the validation loss rose by 33% while the training loss fell on."
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
    assert advice.finding.endswith("the validation loss fell by another 75%.")  # 2^-10 against 2^-8
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
        chosen = settings(validation=0.15 if validation else 0)
        advice = advise("forecast", chosen, history, {**GOOD, "epochs": 5.3}, "stopped")
        assert advice
        assert advice.kind == ("good" if validation else "no_validation")
    advice = advise("forecast", settings(epochs=100), {"loss": [1.0]}, {**GOOD, "epochs": 0.4}, "stopped")
    assert advice == Advice(
        "too_short",
        "After 0 epochs it is too early to tell anything from the curves.",
        "Press Go on and let it finish its 100 Epochs.",
    )


def test_a_run_that_was_stopped_within_its_time_budget_goes_on():
    advice = advise("forecast", settings(seconds=180.0), {"loss": [1.0]}, {**GOOD, "epochs": 0.4}, "stopped")
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
    assert advice.finding == "Better than yesterday's value: the error is 96% smaller, and it still leans on the last value."


def test_a_held_out_part_that_was_too_short_for_a_curve():
    assert by_hand([1, 0.8, 0.6, 0.5], None, GOOD, validation=0.15).step == "Set Kept for validation to 30%."


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
        "loops", "At temperature 0.2 its text goes round in circles.", "Set Temperature to 0.8 when you let it write."
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
    chosen = settings("text", **{**run["settings"], "share": 1, "dropout": 0.1})
    advice = advise("text", chosen, run["history"], run["metrics"], "finished")
    assert advice
    assert advice.step == "Set Dropout to 0.3."


def test_an_unknown_experiment():
    with pytest.raises(UserError, match="no experiment 'forecasts'"):
        advise("forecasts", settings(), {}, None, "finished")


def test_the_running_median_by_hand():
    assert smooth(np.array([1, 9, 2, 3.0])).tolist() == [1, 9, 2, 3]  # too short
    assert smooth(np.array([5, 1, 9, 2, 3, 8, 4, 6.0])).tolist() == [5, 5, 2, 3, 3, 4, 6, 6]
    twenty = np.arange(20.0)
    assert smooth(twenty).tolist() == [2, 2, *range(2, 18), 17, 17]


def about(name: str = "forecast", metrics: dict | None = None, data: str = "a", **changes) -> dict:
    usual = {"skill": 0.02, "windows": {"test": 150}, "target": "Value", "parts": {"test": ["2022-01-01", "2022-05-30"]}}
    usual = usual if name == "forecast" else {"validation": {"nats": 1.8}} if name == "text" else {}
    return {"experiment": name, "data": data, "settings": settings(name, **changes), "metrics": {**usual, **(metrics or {})}}


def sorted_texts(accuracy: float, texts: int = 700, **changes) -> dict:
    counts = {"validation": [texts // 2, texts - texts // 2]}
    return about("classify", {"validation": {"accuracy": accuracy}, "counts": counts}, **changes)


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (0.74, "no more than chance makes"),  # two standard errors: 0.049
        (0.77, "a little better"),
        (0.82, "clearly better"),
        (0.55, "clearly worse"),
    ],
)
def test_classifiers_compared(after, words):
    found = compare(sorted_texts(0.7), sorted_texts(after, cell="lstm"))
    assert found == f"Cell GRU → LSTM: validation accuracy 70.0% → {after:.1%}, {words}."


def test_classifiers_that_cannot_be_compared():
    assert compare(sorted_texts(0.7, texts=20), sorted_texts(0.9, texts=20)).endswith("but 20 texts are too few to tell.")
    assert compare(sorted_texts(0.7, texts=700), sorted_texts(0.9, texts=600, test=0.3)).endswith("chosen on other texts.")
    assert compare(sorted_texts(0.7), sorted_texts(0.9, test=0.3)).endswith("clearly better.")  # as the test part is a file
    assert compare(sorted_texts(0.7, seed=1), sorted_texts(0.9, seed=2)).endswith("they were chosen on other texts.")
    assert compare(sorted_texts(0.7), sorted_texts(0.9, data="b")).endswith("not comparable, the data differ.")


def test_the_sentence_about_two_runs():
    found = compare(about(units=32), about(units=64, metrics={"skill": 0.05}))
    assert found == "Units 32 → 64: skill 0.02 → 0.05, a little better."


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (0.02, 0.04, "no more than chance makes"),
        (0.05, 0.02, "a little worse"),
        (0.02, 0.15, "clearly better"),
        (0.5, 0.3, "clearly worse"),
        (-0.07, -0.37, "no more than chance makes"),  # so much did a seed move the seasonal run
        (-5.4, 0.1, "clearly better"),
        (-0.1, 0.26, "a little better"),
    ],
)
def test_how_large_a_difference_is(before, after, words):
    found = compare(about(metrics={"skill": before}), about(metrics={"skill": after}, cell="gru"))
    assert found == f"Cell LSTM → GRU: skill {before:.2f} → {after:.2f}, {words}."


def test_two_seeds_differ_by_chance_however_much():
    found = compare(about(seed=1), about(seed=2, metrics={"skill": 0.6}))
    assert found == "Seed 1 → 2: skill 0.02 → 0.60, no more than chance makes."


@pytest.mark.parametrize(
    ("run", "other"),
    [
        ("sine_default", "sine_default_seed_2"),
        ("seattle_default", "seattle_seed_2"),
        ("walk_default", "walk_seed_3"),
        ("hamlet_default", "hamlet_seed_2"),
        ("hamlet_default", "hamlet_seed_3"),
    ],
)
def test_recorded_runs_of_other_seeds_are_within_chance(run, other):
    one, two = ({**RUNS[name], "settings": {**RUNS[name]["settings"], "seed": 1}} for name in (run, other))
    assert re.fullmatch(r"The same settings: .* → .*, no more than chance makes[.]", compare(one, two))


def test_recorded_runs_compared():
    found = compare(RUNS["sine_rate_half"], RUNS["sine_default"])
    assert found == "Learning rate 0.5 → 0.005: skill 0.44 → 0.96, clearly better."
    found = compare(RUNS["hamlet_8_units"], RUNS["hamlet_two_units"])
    assert found == "Units 8 → 2, Epochs 25 → 20: held-out loss 2.253 → 2.794 nats, clearly worse."
    found = compare(RUNS["sine_default"], RUNS["walk_default"])
    assert found == "The same settings: not comparable, the data differ."
    found = compare(RUNS["hamlet_default"], RUNS["hamlet_full"])
    assert found.endswith(": not comparable, they were measured on other characters.")
    assert compare(RUNS["sine_default"], RUNS["sine_sgd_one"]).endswith("not comparable, one of the two runs has no result.")


@pytest.mark.parametrize(
    ("metrics", "reason"),
    [
        ({"parts": {"test": ["2022-02-01", "2022-05-30"]}}, "their test parts differ"),
        ({"target": "Low"}, "their test parts differ"),
        ({"skill": None}, "there is no score"),
    ],
)
def test_forecasts_that_cannot_be_compared(metrics, reason):
    assert compare(about(), about(metrics=metrics)) == f"The same settings: not comparable, {reason}."


def test_texts_that_cannot_be_compared():
    reason = "not comparable, nothing was held out to measure both on"
    assert compare(about("text"), about("text", metrics={"validation": None})) == f"The same settings: {reason}."
    found = compare(about("text"), about("text", lowercase=True, metrics={"validation": {"nats": 1.5}}))
    assert found == "Lower case off → on: not comparable, they were measured on other characters."


def test_too_few_test_rows_to_compare():
    few = {"windows": {"test": 29}, "skill": 0.9}
    assert compare(about(), about(metrics=few, layers=2)).endswith(": skill 0.02 → 0.90, but 29 test rows are too few to tell.")


def test_texts_compared():
    found = compare(about("text"), about("text", objective="next-character", metrics={"validation": {"nats": 1.7}}))
    assert found == "Objective Every-character → Next-character: held-out loss 1.800 → 1.700 nats, a little better."


def test_a_run_from_before_a_setting_existed_had_its_default():
    before = about()
    del before["settings"]["clipnorm"]
    assert compare(before, about(clipnorm=1)).startswith("Gradient clipping (norm) 0 → 1: ")


def test_at_most_four_changes_are_named():
    found = compare(about(), about(cell="gru", units=1, layers=2, epochs=7, timesteps=9, optimizer="sgd"))
    assert found.startswith("Cell LSTM → GRU, Layers 1 → 2, Units 32 → 1, Optimizer Adam → SGD and 2 more: ")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("validation", 0.15, "15%"),
        ("validation", 200, "200"),
        ("share", 1, "100%"),
        ("dropout", 0.25, "0.25"),
        ("seconds", None, "none"),
        ("features", ["High", "Low"], "High, Low"),
        ("features", (), "none"),
        ("target", "open", "open"),
        ("lowercase", True, "on"),
        ("cell", "simple_rnn", "SimpleRNN"),
        ("decay", "cosine", "Cosine"),
    ],
)
def test_values_as_the_form_shows_them(name, value, words):
    assert shown(name, value) == words


def ahead(*errors: float) -> list[dict]:
    """Steps with these errors beside naive ones of 1 and 2."""
    rivals = {"last_value": {"rmse": 2.0}, "climatology": {"rmse": 1.0}}
    return [{"step": place, "rmse": error, "baselines": rivals} for place, error in enumerate(errors, start=1)]


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


@pytest.mark.parametrize(("verdict", "kind"), [("better", "good"), ("no better", "no_better")])
def test_a_followed_path(verdict, kind):
    level = [1.0, 0.6, 0.5, 0.45, *[0.44] * 16]
    chosen = experiment("trajectory").presets["ladybug"].model_dump(mode="json")
    metrics = {"skill": 0.4 if kind == "good" else -2.0, "verdict": verdict, "spread": 1.0}
    advice = advise("trajectory", chosen, {"loss": level, "val_loss": level}, metrics, "finished")
    assert advice.kind == kind
    assert "going straight on" in advice.finding
    assert "Network says" in advice.step or "Timesteps" in advice.step
