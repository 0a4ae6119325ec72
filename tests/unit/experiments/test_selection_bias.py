"""The experiment on choosing on the test part: its steps by hand, its outcome on texts without any meaning."""

import numpy as np
import pytest

from rnn_core.data import Labelled
from rnn_core.errors import UserError
from rnn_core.experiments.classify import selection_bias
from rnn_core.experiments.classify.selection_bias import _Part, _right, best_so_far, bias, study


@pytest.mark.parametrize(
    ("scores", "places"), [([0.5], [0]), ([0.5, 0.4, 0.6, 0.6, 0.7], [0, 0, 2, 2, 4]), ([3, 2, 1], [0, 0, 0]), ([1, 1], [0, 0])]
)
def test_the_best_so_far_is_the_first_of_the_highest(scores, places):
    assert best_so_far(np.array(scores, float)).tolist() == places


def test_one_classifier_that_is_right_on_half_gains_nothing_by_choosing():
    test = np.array([[True, False] * 4])
    found = bias(np.array([[True]]), test, seed=1)
    assert found.texts == 4
    assert found.there + found.elsewhere == pytest.approx(1)  # the two halves together have 4 of 8


def test_a_perfect_classifier_is_found_and_keeps_its_score():
    rights = np.vstack([np.zeros((4, 8), bool), np.ones((1, 8), bool)])
    found = bias(rights, rights, seed=1)
    assert (found.there[-1], found.elsewhere[-1], found.honest[-1]) == (1, 1, 1)
    assert found.there[0] == pytest.approx(found.elsewhere[0])


def test_choosing_among_coin_tossers_looks_good_only_where_it_was_done():
    rng = np.random.default_rng(0)
    found = bias(rng.random((200, 400)) < 0.5, rng.random((200, 400)) < 0.5, seed=0)
    assert found.there[-1] > 0.58
    assert abs(found.elsewhere[-1] - 0.5) < 0.03
    assert abs(found.honest[-1] - 0.5) < 0.03
    assert (np.diff(found.there) >= -1e-12).all()


def test_naive_bayes_by_hand(monkeypatch):
    monkeypatch.setattr(selection_bias, "CLASSIFIERS", 1)
    present = np.zeros((4, 3), bool)
    present[:2, 2] = True  # the one word (number 2) stands in both texts of class 0, in none of class 1
    train = _Part(present, np.array([0, 0, 1, 1]))
    held = _Part(np.array([[False, False, True], [False, False, False]]), np.array([0, 0]))
    # chances of the word: 3/4 and 1/4; so a text with it is of class 0, one without of class 1
    assert _right(train, held, 2, seed=1).tolist() == [[True, False]]


def labelled(count, test=None):
    rng = np.random.default_rng(2)
    texts = tuple(" ".join(rng.choice([f"word{number}" for number in range(60)], 8)) for _ in range(count))
    labels = tuple(["up", "down"] * (count // 2))
    return Labelled(texts, labels, "weather", test=test)


def test_the_study_is_the_same_each_time_and_another_with_another_seed():
    first, again, other = (study(labelled(400), 0.2, 0.2, seed) for seed in (1, 1, 2))
    assert first.there.tolist() == again.there.tolist()
    assert first.there.tolist() != other.there.tolist()
    assert (len(first.there), first.texts) == (200, 40)
    assert first.there[-1] > first.elsewhere[-1]


def test_a_test_file_takes_the_place_of_the_test_part():
    found = study(labelled(100, test=(("word1 word2",) * 20, ("up", "down") * 10)), 0.2, 0.2, 1)
    assert found.texts == 10


def test_too_few_texts_get_a_sentence():
    with pytest.raises(UserError, match="needs 8"):
        study(labelled(20), 0.1, 0.1, 1)
