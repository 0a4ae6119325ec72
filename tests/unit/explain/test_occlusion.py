"""Which past matters: predictions of which it is known."""

import numpy as np
import pytest

from rnn_core.explain import occlusion
from rnn_core.explain.occlusion import Trial

STEPS = 6


def only(step, column=0):
    """What ten times one number of the window says, and nothing else."""
    return lambda windows: 10.0 * windows[:, step, column].astype(float)


@pytest.fixture
def window():
    return np.arange(1, 2 * STEPS + 1, dtype=np.float32).reshape(STEPS, 2)


def test_only_the_step_that_matters_has_influence(window):
    found = occlusion.influence(only(4), window, Trial(np.zeros_like(window)))
    assert found.said == 90
    assert found.changes.tolist() == [0, 0, 0, 0, 90, 0]
    columns = occlusion.of_columns(only(4), window, Trial(np.zeros_like(window)))
    assert columns.tolist() == [[0, 0]] * 4 + [[90, 0], [0, 0]]


def test_a_change_is_the_prediction_less_that_without_the_step(window):
    def said(windows):
        return -windows[:, 1].sum(axis=1).astype(float)

    ones = Trial(np.ones_like(window))
    assert occlusion.influence(said, window, ones).changes.tolist() == [0, -(3 + 4 - 2), 0, 0, 0, 0]
    assert occlusion.of_columns(said, window, ones)[1].tolist() == [-2, -3]


def test_a_push_gives_the_slope(window):
    pushed = Trial(window - 0.5, window + 0.5, 1 / 2)
    assert occlusion.influence(only(3), window, pushed).changes.tolist() == [0, 0, 0, 5, 0, 0]


ALL = "it reaches back through the whole window"


@pytest.mark.parametrize(
    ("changes", "last", "strongest", "sentence"),
    [
        ([0, 0, 1, -8, 1], 2, 2, "Nine tenths of the influence come from the last 2 of 5 steps."),
        ([0, 0, 0, 0.5, -9.5], 1, 1, "Nine tenths of the influence come from the last of 5 steps alone."),
        (
            [-9, 0, 0, 0, 1],
            5,
            1,
            f"Nine tenths of the influence come from the last 5 of 5 steps: {ALL}.",
        ),
        ([0, 0, 0, 0, 0], 0, 0, "None of the 5 steps moves this prediction."),
        (
            [1, 1, 1, 1, 1],
            5,
            5,
            f"Nine tenths of the influence come from the last 5 of 5 steps: {ALL}.",
        ),
    ],
)
def test_how_far_back_the_influence_reaches(changes, last, strongest, sentence):
    found = np.array(changes, float)
    assert occlusion.last_steps(found) == last
    assert occlusion.strongest(found) == strongest
    assert occlusion.reach_sentence(found) == sentence


def test_which_words_carry_an_answer():
    words = ["a", "truly", "awful", "film"]
    changes = np.array([0.0, 0.03, -0.5, 0.02])
    assert occlusion.strongest_sentence(words, changes) == (
        "Nine tenths of the influence come from 1 of 4 words, most from the word awful."
    )
    assert occlusion.strongest_sentence(words, np.zeros(4)) == "None of the 4 words moves this answer."
