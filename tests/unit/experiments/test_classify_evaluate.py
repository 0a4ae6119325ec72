"""What a classifier is worth, in small numbers by hand."""

import numpy as np
import pytest

from rnn_core.experiments.classify.data import Part
from rnn_core.experiments.classify.evaluate import (
    calibration,
    cut,
    described,
    per_class,
    scores,
    tables,
    unknown,
    verdict,
)
from rnn_core.experiments.classify.sentences import verdict as sentence_of
from rnn_core.features.words import WordVocabulary
from rnn_core.wording import percent

TRUTH = np.array([0, 0, 0, 1, 1, 2])
ANSWERS = np.array([0, 0, 1, 1, 0, 0])


def test_precision_recall_and_f1_by_hand():
    assert [row.model_dump() for row in per_class(TRUTH, ANSWERS, ("a", "b", "c"))] == [
        {"class": "a", "texts": 3, "precision": 0.5, "recall": 0.666667, "f1": 0.571429},  # 2 of 4 answers, 2 of 3 texts, 4 / 7
        {"class": "b", "texts": 2, "precision": 0.5, "recall": 0.5, "f1": 0.5},
        {"class": "c", "texts": 1, "precision": 0.0, "recall": 0.0, "f1": 0.0},  # never answered
    ]


def test_scores_by_hand():
    assert scores(TRUTH, ANSWERS, 3).model_dump() == {"accuracy": 0.5, "macro_f1": 0.357143}


def test_a_class_that_is_neither_there_nor_answered_counts_as_0():
    assert scores(np.array([0, 0]), np.array([0, 0]), 2).model_dump() == {"accuracy": 1.0, "macro_f1": 0.5}


def chances(*sure):
    """Of two classes; the answer is always the first."""
    return np.array([[one, 1 - one] for one in sure], np.float32)


def test_calibration_by_hand():
    rows = calibration(np.array([0, 1, 0, 0]), chances(0.62, 0.66, 0.95, 1.0))
    assert [row.model_dump() for row in rows] == [
        {"confidence": 0.64, "accuracy": 0.5, "texts": 2},
        {"confidence": 0.975, "accuracy": 1.0, "texts": 2},
    ]


def part(classes, texts=None):
    return Part(texts or ("x",) * len(classes), np.array(classes, np.int32), np.arange(len(classes)) + 10)


def test_the_calibration_error_weighs_by_texts():
    found = described(part([0, 1, 0, 0]), chances(0.62, 0.66, 0.95, 1.0), ("a", "b"))
    assert found["calibration_error"] == pytest.approx((2 * 0.14 + 2 * 0.025) / 4, abs=1e-4)


def test_the_share_of_unknown_words_leaves_padding_out():
    assert unknown(part([0, 0], ("a b zz", "a")), WordVocabulary(("a", "b")), 10) == 0.25


def table(only, missed, both=10, neither=5):
    """Truth, the network's answers and the other's: ``only`` texts on which only the network is right, and so on."""
    network = np.array([0] * only + [1] * missed + [0] * both + [1] * neither)
    other = np.array([1] * only + [0] * missed + [0] * both + [1] * neither)
    return np.zeros(len(network), int), network, other


@pytest.mark.parametrize(
    ("only", "missed", "begin"),
    [
        (9, 1, "Better than the classical method"),  # exact McNemar test: p = 2 (1 + 10) / 1024 = 0.021
        (1, 9, "Worse than the classical method"),
        (8, 2, "No clear difference"),  # p = 2 (1 + 10 + 45) / 1024 = 0.109
        (6, 0, "Better than"),  # p = 2 / 64 = 0.031
        (5, 0, "No clear difference"),  # p = 2 / 32 = 0.0625
        (0, 0, "No clear difference"),
    ],
)
def test_a_difference_counts_when_the_mcnemar_test_says_so(only, missed, begin):
    truth, network, other = table(only, missed)
    assert sentence_of(verdict(truth, network, {"naive_bayes": other}, 0.1, 0.0)).startswith(begin)


def test_the_verdict_names_the_best_classical_method():
    truth, network, other = table(2, 1)
    worse = np.ones_like(truth)
    sentence = sentence_of(verdict(truth, network, {"tfidf_logistic_regression": worse, "naive_bayes": other}, 0.1, 0.0))
    assert sentence == "No clear difference: the network is right on 66.7\u202f% of the test texts, naive Bayes on 61.1\u202f%."


def test_the_most_frequent_class_is_asked_about_first():
    truth, network, other = table(9, 1)
    right = (truth == network).mean()
    found = verdict(truth, network, {"naive_bayes": other}, right, 0.97)
    assert found.kind == "one_class"
    assert sentence_of(found) == (
        f"No better than always naming the most frequent class: the network is right on {percent(right, 1)} of the test "
        f"texts, that on "
        f"{percent(right, 1)}. 97\u202f% of the words that it reads there are unknown to it."
    )


def test_texts_that_are_longer_than_the_network_reads():
    three, vocabulary = part([0, 0, 0], ("one two", "one, two, three", "one two three four")), WordVocabulary(("one",))
    assert [cut(three, vocabulary, most) for most in (2, 4)] == [0.666667, 0]
    assert [cut(three, WordVocabulary(("o",), "characters"), most) for most in (7, 15, 18)] == [0.666667, 0.333333, 0]


def test_the_tables_by_hand():
    found = tables(part([0, 1, 1]), chances(0.9, 0.6, 0.2), ("a", "b"))
    assert found["confusion"].to_dict("list") == {"class": ["a", "b"], "a": [1, 1], "b": [0, 1]}
    predictions = found["predictions"].set_index("place")
    assert predictions.loc[11].to_dict() == {
        "label": "b",
        "predicted": "a",
        "confidence": pytest.approx(0.6),
        "label_probability": pytest.approx(0.4),
    }
    assert predictions.loc[12, "confidence"] == pytest.approx(0.8)
