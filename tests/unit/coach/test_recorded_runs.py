"""What the coach says of our own recorded runs. A test looks at all of them and names every one that breaks its rule."""

import re

import numpy as np

from rnn_core.experiments import experiment
from rnn_core.settings import idle, shown
from tests.unit.coach.recorded import RUNS, about, coached, columns

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
EXPECTED = {run: kind for kinds in (KINDS, CLASS_KINDS) for kind, runs in kinds.items() for run in runs.split()}

SAID = {  # of some of them: the finding and the next step
    "sine_rate_half": (
        "The training loss jumps up and down instead of falling: the learning rate 0.5 is too high.",
        "Set Learning rate to 0.005.",
    ),
    "seasonal_rate_half": (
        "The training loss turned up, to 1.5 times its lowest: the learning rate 0.5 is too high.",
        "Set Learning rate to 0.005.",
    ),
    "walk_rate_half": (
        "The forecast is no better than yesterday's value, and the learning rate 0.5 is 100 times the usual 0.005: too high.",
        "Set Learning rate to 0.005.",
    ),
    "sine_sgd_one": (
        "The loss grew until it was no longer a number: the learning rate 1 is too high.",
        "Set Learning rate to 0.005.",
    ),
    "sine_rate_tiny": (
        "The training loss hardly moved, by 7.6\u202f% in 30 epochs: the learning rate 1e-05 is too low.",
        "Set Learning rate to 0.005.",
    ),
    "walk_overfit": (
        "Overfitting since epoch 5: the validation loss rose by 322\u202f% while the training loss fell on.",
        "Set Dropout to 0.2.",
    ),
    "sine_one_unit": (
        "Still improving at the end: in the last quarter of the run the validation loss fell by another 25\u202f%.",
        "Set Epochs to 60.",
    ),
    "sine_stopped": (
        "Stopped after 9 of 100 epochs while still improving: in the last quarter of the run the validation loss fell by "
        "another 64\u202f%.",
        "Press Go on and let it finish its 100 Epochs.",
    ),
    "sine_one_epoch": ("After 1 epoch it is too early to tell anything from the curves.", "Set Epochs to 30."),
    "noise_default": (
        "The forecasts vary only 2\u202f% as much as the actual values: the network says little more than the mean.",
        "Set Timesteps to 40.",
    ),
    "seattle_dropout9": (
        "The forecasts vary only 19\u202f% as much as the actual values: the network says little more than the mean.",
        "Set Dropout to 0.1.",
    ),
    "sine_one_unit_long": (
        "The forecast is no better than yesterday's value, and longer training would bring little: "
        "Units 1 with Dropout 0.1 may be too weak.",
        "Set Units to 4.",
    ),
    "seattle_default": (
        "The forecast is no better than yesterday's value: it mostly repeats what it has just seen.",
        "Set Network says to Change.",
    ),
    "walk_default": (
        "The forecast is no better than yesterday's value (skill -5.37), and longer training would bring little.",
        "Set Timesteps to 40, to see further back; if that changes nothing, the past may simply not tell.",
    ),
    "sine_default": (
        "Better than yesterday's value: the error is 96\u202f% smaller, and the curves show nothing to mend.",
        "Set Cell to SimpleRNN, as an experiment, and see whether it does as well.",
    ),
    "sine_few_test": (
        "The forecast looks better than yesterday's value, but on so few test rows that can be chance.",
        "Set Kept for the test to 30 rows or more.",
    ),
    "walk_no_validation": (
        "There is no validation curve: a falling training loss alone may be learning by heart as well as learning.",
        "Set Kept for validation to 15\u202f%.",
    ),
    "hamlet_noise": (
        "As unsure as guessing among 30 of 56 characters: what it writes is still close to noise.",
        "Set Share of the text to 8\u202f%.",
    ),
    "hamlet_memorised": (
        "The validation loss is 104.6 times the training loss: the network learns the text by heart "
        "(its samples copy up to 50 characters in a row).",
        "Set Share of the text to 8\u202f%.",
    ),
    "hamlet_full": (
        "It has learned words, and the curves show nothing to mend.",
        "Set Cell to GRU, as an experiment, and compare what they write.",
    ),
    "reviews_overfit": (
        "Overfitting since epoch 1: the validation loss rose by 152\u202f% while the training loss fell on.",
        "Set Dropout to 0.2.",
    ),
    "reviews_rate_half": (
        "The network is right on 49.0\u202f% of the test texts, and the learning rate 0.5 is 250 times the usual 0.002: "
        "too high.",
        "Set Learning rate to 0.002.",
    ),
    "party_sgd": (
        "The training loss hardly moved, by 0.6\u202f% in 10 epochs: the learning rate 0.01 is too low.",
        "Set Optimizer to Adam.",
    ),
    "reviews_word2vec": (
        "The network is right on 54.7\u202f% of the test texts, clearly less than naive Bayes (76.6\u202f%).",
        "Set Fine-tune the vectors to on.",
    ),
    "dna_pooled": (
        "The network is right on 33.7\u202f% of the test texts, not surely more than the most frequent class alone "
        "(33.3\u202f%).",
        "Set Cell to LSTM, to see whether the order of the words says more.",
    ),
    "dna_gru": (
        "The network is right on 98.2\u202f% of the test texts, clearly more than naive Bayes (32.6\u202f%), and the "
        "curves show nothing "
        "to mend.",
        "Set Cell to LSTM, as an experiment, and see whether it does as well.",
    ),
    "speaker_default": (
        "The network is right on 48.8\u202f% of the test texts, TF-IDF with logistic regression on 51.8\u202f%: no "
        "clear difference.",
        "Set Encoding to GloVe, for vectors learned from far more text.",
    ),
}


def history(run: str) -> dict[str, list[float]]:
    return columns(RUNS[run]["history"])


def kind(run: str, changed: dict[str, list[float]] | None = None) -> str:
    advice = coached(run, changed)
    return advice.kind if advice else ""


def test_every_recorded_run_is_looked_at():
    assert sorted(EXPECTED) == sorted(RUNS)
    assert max(len(run["history"]["loss"]) for run in RUNS.values()) <= 40


def test_the_kind_of_advice():
    assert {run: kind(run) for run in RUNS} == EXPECTED


def test_what_is_said():
    said = {run: coached(run) for run in SAID}
    assert {run: advice and (advice.finding, advice.step) for run, advice in said.items()} == SAID


def test_the_scale_of_the_loss_does_not_matter():
    deviations = {}
    for run in RUNS:
        for factor in (0.001, 50):
            scaled = {name: [factor * value for value in column] for name, column in history(run).items()}
            if coached(run, scaled) != coached(run):
                deviations[run, factor] = coached(run, scaled)
    assert deviations == {}


def test_two_percent_of_noise_do_not_matter():
    deviations = {}
    for run in RUNS:
        for seed in range(5):
            rng = np.random.default_rng(seed)
            noisy = {name: list(np.array(column) * rng.uniform(0.98, 1.02, len(column))) for name, column in history(run).items()}
            if kind(run, noisy) != EXPECTED[run]:
                deviations[run, seed] = coached(run, noisy)
    assert deviations == {}


def test_nothing_is_read_into_a_few_epochs():
    finished = [run for run in RUNS if RUNS[run]["state"] == "finished"]
    assert len(finished) > 50
    early = {
        (run, epochs): kind(run, {name: column[:epochs] for name, column in history(run).items()})
        for run in finished
        for epochs in (1, 2, 3)
    }
    assert {case: found for case, found in early.items() if found != "too_short"} == {}


def test_finding_and_step_are_a_sentence_each():
    said = {run: [advice.finding, advice.step] for run in RUNS if (advice := coached(run))}
    assert said.keys() == RUNS.keys()
    assert {run: both for run, both in said.items() if not all(map(is_a_sentence, both))} == {}


def is_a_sentence(text: str) -> bool:
    return bool(re.fullmatch(r"[A-Z].*[.]", text)) and not re.search(r"[.] [A-Z]|\n|nan|None|e-0[1-4]", text)


def test_the_step_names_a_control_in_use_and_another_value():
    stopped = {run for run in RUNS if RUNS[run]["state"] == "stopped"}
    steps = {run: advice.step for run in RUNS if (advice := coached(run))}
    assert {steps[run] for run in stopped} == {"Press Go on and let it finish its 100 Epochs."}
    assert {run: step for run, step in steps.items() if run not in stopped and not changes_a_setting(run, step)} == {}


def test_the_change_is_what_the_step_says():
    for run in RUNS:
        advice, of = coached(run), about(RUNS[run]["experiment"], **RUNS[run]["settings"])
        if advice.next.change is None:
            assert (advice.step[:11], advice.next.label) == ("Press Go on", ""), run
            continue
        form = experiment(of.experiment).settings
        before, after = form.parse(of.settings), form.parse({**of.settings, **advice.next.change})
        ((name, value),) = advice.next.change.items()
        assert getattr(before, name) != getattr(after, name) == value, run
        assert form.model_fields[name].title.lower() in advice.next.label.lower(), run
        assert len(advice.next.label) <= 40, run


def changes_a_setting(run: str, step: str) -> bool:
    """Whether the step sets one setting, which has an effect beside the others, to a value that it has not yet."""
    of = about(RUNS[run]["experiment"], **RUNS[run]["settings"])
    form, found = experiment(of.experiment).settings, re.match(r"Set (.+?) to ([^ ,;]+?)[ ,.;]*(?: |$)", step)
    names = [name for name, field in form.model_fields.items() if found and field.title == found[1]]
    if not found or len(names) != 1:
        return False
    return found[2] != shown(names[0], of.settings[names[0]]) and not idle(form, names[0], of.settings)
