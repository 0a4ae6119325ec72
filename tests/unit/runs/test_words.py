"""What a run is doing, in words."""

import pytest

from rnn_core.runs import Status
from rnn_core.runs.words import budget, count, duration, go_on, progress, share


def test_counts_and_times():
    assert [count(number, "epoch") for number in (1, 2, 1.0, 12.4, 0.03, 1200)] == [
        *("1 epoch", "2 epochs", "1 epoch", "12.4 epochs", "0.03 epochs", "1,200 epochs"),
    ]
    assert [duration(seconds) for seconds in (0, 0.4, 0.6, 52, 89, 1000, 7200)] == [
        *("less than a second", "less than a second", "1 s", "52 s", "89 s", "17 min", "2 h"),
    ]
    assert [budget(seconds) for seconds in (0.5, 30, 60, 100, 180)] == ["0.5 s", "30 s", "1 min", "100 s", "3 min"]


@pytest.mark.parametrize(
    ("left", "words"),
    [(12.0, " · about 12 s left"), (0.2, ""), (0.0, ""), (None, "")],  # never that 0 s are left
)
def test_the_progress_of_a_training(left, words):
    status = Status(state="running", phase="training", epoch=3, epochs=30, fraction=0.5, seconds_left=left)
    assert progress(status) == f"Epoch 3 of 30 · 50\u202f% of its batches{words}"
    assert share(status, None) == pytest.approx(2.5 / 30)


def test_other_phases_say_what_they_do_and_measuring_has_a_bar_of_its_own():
    checking = Status(state="running", phase="checking", epoch=3, fraction=1, seconds_left=6, message="Epoch 3 · checking, 40%")
    assert (progress(checking), share(checking, 30)) == ("Epoch 3 · checking, 40%", 0.8)
    measuring = Status(state="running", phase="evaluating", fraction=0.4, message="Measuring.")
    assert (progress(measuring), share(measuring, 30)) == ("Measuring.", 0.4)
    assert share(Status(state="running", phase="preparing"), None) == 0


def test_going_on_after_a_spent_budget_says_for_how_long():
    assert go_on(Status(state="stopped")) == "Go on"
    assert go_on(Status(state="finished", more_seconds=30)) == "Go on: another 30 s"
