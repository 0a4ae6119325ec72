"""The judge of learning curves, by hand."""

import numpy as np
import pytest

from rnn_core.metrics.learning_curves import Reading, curves, judge, sentence, smooth

NAN = float("nan")
FALLING = [1, 0.5, 0.4, 0.35, 0.3, 0.25, 0.2, 0.15]
TURNING = [1, 0.8, 0.6, 0.5, 0.6, 0.7, 0.8, 0.9]


def of(losses: list[float], held: list[float] | None = None, stopped_after: float | None = None):
    history = {"loss": losses, **({} if held is None else {"val_loss": held})}
    return curves(history, 0.1, stopped_after)


def test_the_running_median_by_hand():
    assert smooth(np.array([1, 9, 2, 3.0])).tolist() == [1, 9, 2, 3]  # too short
    assert smooth(np.array([5, 1, 9, 2, 3, 8, 4, 6.0])).tolist() == [5, 5, 2, 3, 3, 4, 6, 6]
    twenty = np.arange(20.0)
    assert smooth(twenty).tolist() == [2, 2, *range(2, 18), 17, 17]


def test_learning_by_heart_begins_after_the_lowest_validation_loss():
    found = judge(of(FALLING, TURNING))  # medians of three: 0.8 0.8 0.6 0.6 0.6 0.7 0.8 0.8 and, at 0.6, 0.4 to 0.2
    assert found == Reading("by_heart", epoch=4, rise=pytest.approx(0.8 / 0.6 - 1), fall=pytest.approx(0.5))
    assert sentence(of(FALLING, TURNING)) == (
        "Since epoch 4 the validation loss rises (by 33\u202f%) while the training loss falls (by 50\u202f%): from "
        "there on the network "
        "learns the training texts by heart (overfitting)."
    )


@pytest.mark.parametrize(
    ("losses", "held", "kind", "said"),
    [
        ([0.9, 0.8, 0.7], [0.9, 0.8, 0.9], "too_short", "After 3 epochs it is too early to tell"),
        ([0.9], [0.8], "too_short", "After 1 epoch it is too early"),
        ([0.9, 0.8, 0.7, 0.6], [0.9, 0.8, 0.7, 0.6], "level", "lowest in the last epoch"),  # a fall of 14\u202f%, 15\u202f% count
        ([0.9, 0.8, 0.7, 0.5], [0.9, 0.8, 0.7, 0.5], "improving", "still falls at the end"),
        ([0.9, 0.8, 0.7, 0.6], [0.9, 0.7, 0.8, 0.7], "level", "lowest in epoch 2 and has not"),  # of equal ones the first
        ([0.9, 0.8, 0.7, 0.6], [0.9, 0.7, 0.8, 0.8], "level", "lowest in epoch 2 and has not"),  # a rise of 14\u202f%
        (
            [0.9, 0.8, 0.7, 0.6],
            [0.9, 0.7, 0.8, 0.81],
            "by_heart",
            "rises (by 16\u202f%) while the training loss falls (by 25\u202f%)",
        ),
        ([0.9, 0.4, 0.5, 0.6], [0.9, 0.5, 0.7, 0.8], "unsteady", "the training loss does not clearly fall"),
        ([2.0, 1.5, 1.2, 1.0], [0.9, 0.5, 0.7, 0.8], "below", "still the lower of the two"),
        ([0.9, 0.8, 0.7, 0.6], [0.9, NAN, 0.7, 0.7], "lost", "no longer a number"),
        ([0.9, 0.8, 0.7, 0.6], None, "unvalidated", "Nothing was held out"),
        ([], None, "unvalidated", "Nothing was held out"),
    ],
)
def test_what_the_curves_say(losses, held, kind, said):
    assert judge(of(losses, held)).kind == kind
    assert said in sentence(of(losses, held))


def test_a_validation_loss_that_turned_and_falls_again_still_improves():
    again = [1, 0.5, 0.8, 1.2, 1.4, 1.5, 1.5, 1.4, 1.2, 1.0, 0.9, 0.8]
    assert judge(of([2.0**-epoch for epoch in range(12)], again)).kind == "improving"


def test_the_end_of_a_stopped_training_is_left_out():
    whole = of([1, 0.5, 0.4, 0.3], [1, 0.5, 0.6, 0.7])
    for losses, held, after in (
        ([1, 0.5, 0.4, 0.3, 0.1], [1, 0.5, 0.6, 0.7, NAN], 4.3),  # in the middle of the fifth epoch
        ([1, 0.5, 0.4, 0.3, 0.1], [1, 0.5, 0.6, 0.7, NAN], 5),  # before it was validated
        ([1, 0.5, 0.4, 0.3], [1, 0.5, 0.6, 0.7], 4),  # between two
    ):
        found = of(losses, held, after)
        assert (found.training.tolist(), found.validation.tolist()) == (whole.training.tolist(), whole.validation.tolist())
    assert of([1, 0.5], [NAN, NAN], np.inf).epochs == 0
    assert of([1, 0.5], None, 0.4).epochs == 0


def test_fewer_than_eight_epochs_need_a_clearer_change():
    assert [of([1.0] * epochs).real_change for epochs in (7, 8)] == [pytest.approx(0.15), 0.1]
