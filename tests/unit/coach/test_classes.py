"""The coach on classifiers whose curves and results are made by hand."""

import pytest

from tests.unit.coach.recorded import advised, measured

LEVEL = [1.1, 0.9, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7]
HEART = [1.1, 0.9, 0.5, 0.4, 0.3, 0.2, 0.15, 0.1], [1.1, 0.9, 0.7, 0.6, 0.7, 0.8, 0.9, 1.0]  # training, validation
CLASSES = {
    "counts": {"test": [60, 60, 80]},
    "test": {"accuracy": 0.7},
    "baselines": {"tfidf_logistic_regression": {"accuracy": 0.72}, "naive_bayes": {"accuracy": 0.66}},
    "most_frequent": 0.4,
    "per_class": [{"class": name, "recall": 0.7} for name in "abc"],
    "judgement": {"kind": "no_clear"},
}
RECALLS = [{"class": name, "recall": found} for name, found in (("a", 0), ("b", 0.02), ("c", 1))]
ONE = {"test": {"accuracy": 0.41}, "per_class": RECALLS}


def classified(
    curves: tuple[list[float], list[float]] = (LEVEL, LEVEL), metrics: dict | None = None, **changes
) -> tuple[str, str, str]:
    history = {"loss": curves[0], "val_loss": curves[1]}
    found = advised("classify", history, measured("classify", **{**CLASSES, **(metrics or {})}), **changes)
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
        "Overfitting since epoch 4: the validation loss rose by 29\u202f% while the training loss fell on.",
        step,
    )


def test_one_answer_to_all_texts():
    kind, finding, step = classified(metrics=ONE)
    assert (kind, step) == ("one_class", "Set Balance the classes to on.")
    assert (
        finding
        == "The network names one class for nearly all texts: it finds 100\u202f% of that class, hardly any of the others."
    )
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
        finding == "The network is right on 70.0\u202f% of the test texts, TF-IDF with logistic regression on 72.0\u202f%: no "
        "clear difference."
    )


@pytest.mark.parametrize(
    ("cut", "changes", "step"),
    [
        (0.25, {"timesteps": 30}, "Set Maximum length to 60, as 25\u202f% of the test texts are longer than it reads now."),
        (0.25, {"timesteps": 700}, "Set Maximum length to 1000, as 25\u202f% of the test texts are longer than it reads now."),
        (0.25, {"timesteps": 1000}, "Set Encoding to GloVe, for vectors learned from far more text."),
        (0.15, {"timesteps": 30}, "Set Encoding to GloVe, for vectors learned from far more text."),
        (0.25, {"cell": "none"}, "Set Cell to LSTM, to see whether the order of the words says more."),
    ],
)
def test_more_is_to_be_read_only_where_many_texts_are_cut(cut, changes, step):
    assert classified(metrics={"cut_texts": cut}, **changes)[2] == step


def test_a_worse_network_reads_more_first_where_many_texts_are_cut():
    worse = {"judgement": {"kind": "worse"}, "test": {"accuracy": 0.6}}
    more = "Set Maximum length to 40, as 60\u202f% of the test texts are longer than it reads now."
    assert classified(metrics={**worse, "cut_texts": 0.6}, timesteps=20) == (
        "worse",
        "The network is right on 60.0\u202f% of the test texts, clearly less than TF-IDF with logistic regression (72.0\u202f%).",
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
