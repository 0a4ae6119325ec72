"""The time that a training takes, as the last one like it."""

from typing import Any

import pytest

from rnn_core import runs
from rnn_core.data import Dataset, Text, entry, keep, store
from rnn_core.experiments import experiment
from rnn_core.files import write_json
from rnn_core.jobs.last_time import Estimate, in_words, last_time
from rnn_core.jobs.queue import Queue
from rnn_core.jobs.time_estimates import Estimates, Not, Question
from rnn_core.runs import METRICS, Run
from rnn_core.settings import TrainingSettings
from rnn_core.training import worker
from tests.helpers import TINY, forecast_metrics, queued_run, wait_until, written_metrics

TOOK = {"epochs": 10, "seconds": 40.0, "prepare_seconds": 12.0, "measure_seconds": 10.0}


def settings(**values: Any) -> TrainingSettings:
    return experiment("forecast").settings.parse({**TINY, "epochs": 10, **values})


def measured(values: dict[str, Any], **chosen: Any) -> Run:
    """A run that took so long."""
    run = queued_run(**{"epochs": 10, **chosen})
    write_json(run.folder / METRICS, forecast_metrics(**{**TOOK, **values}).model_dump(mode="json"))
    return run


def sine() -> str:
    return keep(entry("sine").load())


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({}, Estimate(40, 12, 10, "last")),
        ({"seed": 7, "learning_rate": 0.1}, Estimate(40, 12, 10, "last")),
        ({"epochs": 25}, Estimate(100, 12, 10, "pace")),
        ({"patience": 3}, Estimate(40, 12, 10, "pace")),
        ({"seconds": 30}, Estimate(30, 12, 10, "budget")),
        ({"units": 5}, None),
        ({"timesteps": 6}, None),
    ],
)
def test_what_the_last_run_says_of_the_next(chosen, found):
    measured({})
    assert last_time("forecast", sine(), settings(**chosen)) == found


def test_only_runs_on_the_same_data_that_were_trained_here_count():
    measured({"prepare_seconds": None, "measure_seconds": None})  # brought from elsewhere
    assert last_time("forecast", sine(), settings()) is None
    measured({})
    assert last_time("forecast", "0" * 64, settings()) is None
    assert last_time("text", sine(), settings()) is None


def test_the_newest_run_that_tells_it_counts():
    measured({})
    measured({"seconds": 20.0})
    measured({"seconds": 3.0, "epochs": 0.4})  # stopped within its first epoch
    assert last_time("forecast", sine(), settings()) == Estimate(20, 12, 10, "last")
    assert last_time("forecast", sine(), settings(seconds=5)) == Estimate(5, 12, 10, "budget")


def test_a_stopped_run_tells_its_pace_and_early_stopping_how_far_one_comes():
    measured({"epochs": 2.5}, patience=4)
    assert last_time("forecast", sine(), settings(patience=4)) == Estimate(160, 12, 10, "pace")
    measured({"epochs": 8}, patience=4)
    assert last_time("forecast", sine(), settings(patience=4)) == Estimate(40, 12, 10, "last")


@pytest.mark.parametrize(
    ("found", "chosen", "words"),
    [
        (Estimate(40, 12, 10, "last"), {}, "About 52 s, as the last time with these settings, and 10 s to measure."),
        (Estimate(40, 12, 0.2, "pace"), {}, "About 52 s, as fast as the last time, and less than a second to measure."),
        (Estimate(40, 12, 10, "pace"), {"patience": 3}, "At most about 52 s, as fast as the last time, and 10 s to measure."),
        (Estimate(30, 2, 8, "budget"), {"seconds": 30}, "About 30 s, and 10 s to prepare and measure."),
        (Estimate(30, source="budget"), {"seconds": 30}, "About 30 s, and some time more to prepare and measure."),
        (Estimate(0.2), {}, "About less than a second on this computer as it is now."),
        (Estimate(600), {"patience": 3}, "At most about 10 min on this computer as it is now."),
    ],
)
def test_what_stands_beside_the_button(found, chosen, words):
    assert in_words(found, settings(**chosen)) == words


def test_a_run_just_made_is_what_the_next_answer_learns_from():
    """Without a spare process nothing can be tried: what is known is known from runs."""
    estimates = Estimates(Queue(1))
    question = Question("forecast", entry("sine").load(), settings(epochs=2))
    assert isinstance(estimates.ask("ann", question), Not)
    run = queued_run(epochs=2)
    worker.train(run.folder)
    facts = written_metrics(run)
    wait_until(lambda: not isinstance(estimates.ask("ann", question), Not))
    found = estimates.ask("ann", question)
    assert found == Estimate(facts["seconds"], facts["prepare_seconds"], facts["measure_seconds"], "last")
    assert facts["prepare_seconds"] > 0
    assert facts["measure_seconds"] > 0


def test_how_long_a_waiting_run_will_take():
    estimates = Estimates(Queue(1))
    waiting, budgeted, unknown = queued_run(epochs=10), queued_run(seconds=30), queued_run(units=9)
    measured({})
    assert [estimates.expected(run) for run in (waiting, budgeted, unknown)] == [62, 52, None]


def test_a_trial_says_how_long_a_waiting_run_will_take(monkeypatch):
    monkeypatch.setattr(Queue, "busy", lambda self: False)
    monkeypatch.setattr(Queue, "estimate", lambda self, experiment, name, settings, folder: 7.0)
    estimates, text = Estimates(Queue(1)), Text("to be or not to be, that is the question. " * 50, "Words")
    chosen = experiment("text").settings.parse({"units": 8})
    run = runs.create("text", "words", keep(text), "Words", chosen)
    assert estimates.expected(run) is None
    wait_until(lambda: estimates.ask("ann", Question("text", text, chosen)) == Estimate(7.0))
    wait_until(lambda: estimates.expected(run) == 7.0)


def test_data_that_cannot_be_named_are_asked_for_once(monkeypatch, capsys):
    asked: list[Dataset] = []

    def failing(data: Dataset) -> str:
        asked.append(data)
        raise ValueError("no name")

    monkeypatch.setattr(store, "sha_of", failing)
    estimates = Estimates(Queue(1))
    question = Question("text", Text("words", "Words"), experiment("text").settings.parse({"seconds": 5}))
    wait_until(lambda: estimates.ask("ann", question) == Estimate(5, source="budget") and estimates._thread is None)
    estimates.ask("ann", question)
    wait_until(lambda: estimates._thread is None)
    assert len(asked) == 1
    assert "no name" in capsys.readouterr().err
