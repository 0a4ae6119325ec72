"""A time budget: when its clock runs, how a run says that it was spent, and going on afterwards."""

import re

import pytest

from rnn_core.runs import CHECKPOINT, Run
from rnn_core.training import clock, fit_progress, worker
from rnn_core.training.clock import Clock
from rnn_core.training.ending import Ending, ending
from rnn_core.training.fit import Fitted
from tests.helpers import queued_run, written_metrics

LOSSES = {"first": 1.0, "last": 0.5, "best": 0.5}


def test_the_clock_stands_until_it_goes(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(clock.time, "monotonic", lambda: now[0])
    made = Clock(before=5.0)
    now[0] += 20  # compiling
    assert made.seconds() == 5.0
    made.go()
    now[0] += 3
    made.go()
    assert made.seconds() == 8.0
    made.stand()
    now[0] += 50
    assert made.seconds() == 8.0
    made.go()
    now[0] += 1
    assert made.seconds() == 9.0


def spent(run: Run) -> Run:
    worker.train(run.folder)
    status = run.status()
    assert status.state == "finished", status.message
    assert status.more_seconds is not None
    return run


def test_compiling_takes_nothing_from_the_budget_and_the_run_says_that_it_was_spent():
    run = spent(queued_run(seconds=0.5))  # compiling alone takes as long
    epochs, status = written_metrics(run)["epochs"], run.status()
    assert epochs > 1
    amount = f"{epochs:g} epochs" if epochs == int(epochs) else f"{epochs:.2f}".rstrip("0") + " epochs"
    assert status.message.startswith(f"Finished after its 0.5 s and {amount}; kept: lowest validation loss (epoch ")
    assert (status.more_seconds, status.seconds_left) == (0.5, None)
    assert run.history()["seconds"] == sorted(run.history()["seconds"])


def test_a_run_that_spent_its_budget_goes_on_for_as_long_again():
    run = spent(queued_run(seconds=0.5))
    rows, used = run.history()["epoch"], run.history()["seconds"][-1]
    assert run.resumable()
    assert (run.folder / CHECKPOINT).exists()
    run.resume()
    status = run.written_status()
    assert (status.state, status.message, status.more_seconds) == ("queued", "Waiting to go on.", None)
    longer = run.about().settings["seconds"]
    assert longer == max(0.5, round(used)) + 0.5
    spent(run)
    assert run.status().more_seconds == 0.5
    assert written_metrics(run)["seconds"] >= longer
    again = run.history()["epoch"]
    assert len(again) > len(rows)
    assert again == list(range(1, len(again) + 1))
    text = (run.folder / "history.csv").read_text()
    assert re.findall(r"^([^,]+),", text, re.MULTILINE)[1:] == [str(number) for number in range(1, len(again) + 1)]


def test_a_run_that_counts_epochs_is_over_with_them():
    run = queued_run(epochs=2)
    worker.train(run.folder)
    assert (run.status().state, run.status().more_seconds) == ("finished", None)
    assert not run.resumable()
    assert run.status().message.startswith("Finished after 2 epochs; kept: lowest validation loss (epoch ")


def test_an_epoch_that_was_left_off_in_its_middle_goes_on_there(monkeypatch):
    monkeypatch.setattr(fit_progress.Clock, "seconds", lambda self: 1e9)  # over with the first look
    run = spent(queued_run(seconds=10, batch_size=1, units=64, timesteps=60))
    first = written_metrics(run)["epochs"]
    assert 0 < first < 1
    assert re.fullmatch(
        r"Finished after its 10 s, with \d+\.\d.% of the first epoch; kept: lowest validation loss \(epoch 1, a part of it\)\.",
        run.status().message,
    )
    run.resume()
    spent(run)
    assert written_metrics(run)["epochs"] == pytest.approx(2 * first, abs=2e-4)
    assert run.history()["epoch"] == [1]


@pytest.mark.parametrize(
    ("fitted", "words"),
    [
        (
            Fitted(30.2, 12.4, LOSSES, "lowest validation loss (epoch 11)", budget=30),
            "its 30 s and 12.4 epochs; kept: lowest vali",
        ),
        (
            Fitted(30.2, 0.031, LOSSES, "the last weights", budget=30, epoch_seconds=1000, unchecked=240),
            "its 30 s, with 3.1\u202f% of the first epoch, as a whole one takes about 17 min here; kept: the last weights "
            "(not checked on the validation part, which would have taken 4 min more).",
        ),
        (Fitted(9.0, 1, LOSSES, "the last weights"), "1 epoch; kept: the last weights."),
        (Fitted(9.0, 2.5, LOSSES, "the last weights", stopped=True, lost="Lost."), "2.5 epochs; kept: the last weights. Lost."),
    ],
)
def test_the_sentence_of_an_end(fitted, words):
    found = ending(fitted, 30.0 if fitted.budget else None)
    assert found.words.startswith(f"after {words}")
    assert found == Ending(found.words, fitted.stopped, fitted.budget)


def test_a_last_validation_that_would_take_much_longer_than_the_budget_is_left_out(monkeypatch):
    monkeypatch.setattr(fit_progress, "CHECK_SHARE", 0.0)
    monkeypatch.setattr(fit_progress, "CHECK_SECONDS", 0.0)
    run = spent(queued_run(seconds=0.5, batch_size=1, units=64, timesteps=60))
    assert "(not checked on the validation part, which would have taken " in run.status().message
    assert run.history()["loss"][-1] > 0
    run.resume()
    spent(run)


def test_what_is_told_of_a_check_ends_with_the_whole_of_it(monkeypatch):
    told, tell = [], fit_progress.Progress._tell_checking

    def listened(progress, done):
        told.append(done / progress.checks)
        tell(progress, done)

    monkeypatch.setattr(fit_progress.Progress, "_tell_checking", listened)
    worker.train(queued_run(epochs=1).folder)
    assert (told[0], told[-1]) == (0, 1)
    assert told == sorted(told)
