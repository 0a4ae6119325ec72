"""Questions about a training's length: their line and their memory, with trials that the test answers, then with real ones."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import keras
import numpy as np
import pandas as pd
import pytest

from rnn_core import files
from rnn_core.data import Labelled, Series, Text, entry, keep, kind_of, kinds, store
from rnn_core.data.kinds import MOST_NUMBERS
from rnn_core.experiments import experiment
from rnn_core.jobs import queue as jobs
from rnn_core.jobs import time_estimates as memory
from rnn_core.jobs.queue import Queue
from rnn_core.jobs.time_estimates import Estimates, Not, Question
from rnn_core.settings import TrainingSettings
from rnn_core.training import time_probe
from tests.helpers import TINY, ended, queued_run, trains, wait_until

SOON = 180  # a worker takes seconds to warm up, more on a busy machine


class Slow(Queue):
    """A queue whose trials end when the test says so, with as many seconds as the settings have units."""

    def __init__(self) -> None:
        super().__init__(1)
        self.training = self.unknown = False
        self.begun: list[int] = []
        self.places: list[Path] = []
        self.go = threading.Semaphore(0)

    def busy(self) -> bool:
        return self.training

    def estimate(self, experiment: str, data: str, settings: TrainingSettings, folder: Path | None = None) -> float | None:
        assert folder is not None
        assert isinstance(store.load_dataset(data, folder), Text)
        self.places.append(folder)
        self.begun.append(settings.units)
        assert self.go.acquire(timeout=60)
        return None if self.training or self.unknown else float(settings.units)


def about(units: int, text: str = "to be or not") -> Question:
    return Question("text", Text(text, "Some words"), experiment("text").settings.parse({"units": units}))


def asked(estimates: Estimates, who: str, question: Question, later: bool = False) -> float | Not:
    """The seconds that are answered, or why there are none."""
    found = estimates.ask(who, question, later)
    return found if isinstance(found, Not) else found.seconds


@pytest.fixture
def slow() -> Iterator[Slow]:
    queue = Slow()
    yield queue
    for _ in range(10):
        queue.go.release()


def test_an_answer_is_there_when_its_trial_has_ended_and_is_remembered(slow):
    estimates = Estimates(slow)
    assert asked(estimates, "ann", about(8)) is Not.YET
    wait_until(lambda: slow.begun == [8])
    assert asked(estimates, "ann", about(8)) is Not.YET  # once more changes nothing
    slow.go.release()
    wait_until(lambda: asked(estimates, "ann", about(8)) == 8.0)
    assert asked(estimates, "bob", about(8)) == 8.0
    assert slow.begun == [8]
    assert not slow.places[0].exists()  # data that were only tried are gone
    assert list(store.folder().glob("*")) == []


def test_a_newer_question_takes_the_place_of_an_older_one_that_waits(slow):
    estimates = Estimates(slow)
    asked(estimates, "ann", about(1))
    wait_until(lambda: slow.begun == [1])
    for who, units in (("ann", 2), ("bob", 3), ("ann", 4), ("ann", 5)):
        assert asked(estimates, who, about(units)) is Not.YET
    for _ in range(3):
        slow.go.release()
    wait_until(lambda: asked(estimates, "bob", about(3)) == 3.0)
    assert slow.begun == [1, 5, 3]


def test_what_may_come_later_waits_for_all_others(slow):
    estimates = Estimates(slow)
    asked(estimates, "ann", about(1))
    wait_until(lambda: slow.begun == [1])
    asked(estimates, "ann", about(2), later=True)
    asked(estimates, "bob", about(3))
    for _ in range(3):
        slow.go.release()
    wait_until(lambda: asked(estimates, "ann", about(2), later=True) == 2.0)
    assert slow.begun == [1, 3, 2]


def test_nothing_is_tried_beside_a_training(slow):
    estimates = Estimates(slow)
    asked(estimates, "ann", about(1))
    wait_until(lambda: slow.begun == [1])
    asked(estimates, "ann", about(2))
    slow.training = True
    slow.go.release()
    wait_until(lambda: estimates._thread is None)
    assert [asked(estimates, "ann", about(units)) for units in (1, 2)] == [Not.NOW, Not.NOW]
    slow.training = False
    assert asked(estimates, "ann", about(1)) is Not.YET  # the trial that was cut short has not counted
    slow.go.release()
    wait_until(lambda: asked(estimates, "ann", about(1)) == 1.0)
    assert slow.begun == [1, 1]
    slow.training = True
    assert asked(estimates, "ann", about(1)) == 1.0


def test_what_cannot_be_known_is_not_asked_again(slow):
    estimates, slow.unknown = Estimates(slow), True
    asked(estimates, "ann", about(1))
    slow.go.release()
    wait_until(lambda: asked(estimates, "ann", about(1)) is Not.EVER)
    assert slow.begun == [1]


def test_a_question_that_breaks_does_not_end_the_others(slow, capsys):
    estimates = Estimates(slow)
    asked(estimates, "ann", Question("text", Text("\ud800", "not to be written"), about(1).settings))
    asked(estimates, "bob", about(2))
    slow.go.release()
    wait_until(lambda: asked(estimates, "bob", about(2)) == 2.0)
    assert "UnicodeEncodeError" in capsys.readouterr().err
    assert slow.begun == [2]


def test_a_time_budget_is_known_without_a_trial(slow):
    settings = experiment("text").settings.parse({"seconds": 90})
    assert asked(Estimates(slow), "ann", Question("text", about(1).data, settings), later=True) == 90.0
    assert slow.begun == []


def with_rate(units: int, rate: float) -> Question:
    return Question("text", about(units).data, about(units).settings.model_copy(update={"learning_rate": rate}))


def test_what_is_known_is_built_all_the_same_once_for_each_who_asks(slow):
    estimates = Estimates(slow)
    budget = Question("text", about(7).data, experiment("text").settings.parse({"seconds": 90, "units": 7}))
    for _ in range(3):
        assert asked(estimates, "ann", budget) == 90.0
        slow.go.release()
        wait_until(lambda: slow.begun == [7] and estimates._thread is None)
    for who, rate in (("ann", 0.1), ("ann", 0.2), ("bob", 0.2), ("ann", 0.2)):  # the pace does not depend on the rate
        slow.go.release()
        asked(estimates, who, with_rate(8, rate))
        wait_until(lambda: estimates._thread is None)
        assert asked(estimates, who, with_rate(8, rate)) == 8.0
    assert slow.begun == [7, 8, 8]
    slow.training = True
    assert asked(estimates, "ann", with_rate(8, 0.3)) == 8.0
    slow.training = False
    assert asked(estimates, "ann", with_rate(8, 0.3)) == 8.0
    slow.go.release()
    wait_until(lambda: slow.begun == [7, 8, 8, 8] and estimates._thread is None)
    assert asked(estimates, "bob", with_rate(8, 0.2)) == 8.0  # another's has taken its place, and bob has been served
    assert slow.begun == [7, 8, 8, 8]


def test_the_answers_used_last_are_remembered(slow, monkeypatch):
    monkeypatch.setattr(memory, "REMEMBERED", 3)
    estimates = Estimates(slow)
    for units in (1, 2, 3, 4):
        slow.go.release()
        wait_until(lambda units=units: asked(estimates, "ann", about(units), later=True) == float(units))
        assert asked(estimates, "ann", about(1), later=True) == 1.0
    slow.begun.clear()
    assert asked(estimates, "ann", about(1), later=True) == 1.0
    assert asked(estimates, "ann", about(2), later=True) is Not.YET
    slow.go.release()
    wait_until(lambda: slow.begun == [2])


def series(rows: int, first: float = 0.0) -> Series:
    values = np.arange(float(rows))
    values[0] = first
    frame = pd.DataFrame({"value": values}, index=pd.date_range("2020", periods=rows, name="date", unit="us"))
    return Series(frame, "value", "Numbers")


def test_questions_are_equal_when_their_content_is():
    settings = experiment("forecast").settings()
    one, same, other = (Question("forecast", series(9, first), settings).key for first in (0, 0, 1))
    assert one == same
    assert one != other
    assert about(1).key != about(1, "to be or what").key
    assert about(1).key != about(2).key
    paces = [Question("forecast", series(9), settings.parse({"seed": seed, "learning_rate": seed / 9})).key for seed in (1, 2)]
    assert paces[0] == paces[1]


def test_a_very_large_series_is_not_tried(slow):
    big = series(9).frame.reindex(columns=range(MOST_NUMBERS // 9 + 1))
    question = Question("forecast", Series(big, "0", "Big"), experiment("forecast").settings())
    assert asked(Estimates(slow), "ann", question) is Not.EVER
    assert slow.begun == []


def test_of_very_many_texts_a_share_is_tried(monkeypatch):
    monkeypatch.setattr(kinds, "MOST_CHARACTERS", 1_000)
    labels = tuple("rare" if number % 100 == 0 else "ab"[number % 2] for number in range(3_000))
    data = Labelled(tuple(f"text{number:06}" for number in range(3_000)), labels, "Many", test=(("x", "y"), ("a", "b")))
    tried, times = kind_of(data).part(data)
    assert isinstance(tried, Labelled)
    assert tried.counts == {"a": 49, "b": 50, "rare": 20}  # of 1,470, 1,500 and 30: a thirtieth, but 20 at least
    assert times == 3_000 / 119
    assert tried.test == (("x",), ("a",))
    assert {*zip(tried.texts, tried.labels, strict=True)} <= {*zip(data.texts, labels, strict=True)}
    few = about(1).data
    assert kind_of(few).part(few) == (few, 1.0)


def test_the_answer_is_that_of_the_whole(monkeypatch):
    monkeypatch.setattr(kinds, "MOST_CHARACTERS", 1_000)
    monkeypatch.setattr(Queue, "busy", lambda self: False)
    half = lambda self, experiment, name, settings, folder: 0.5 * len(store.load_dataset(name, folder).texts)  # noqa: E731
    monkeypatch.setattr(Queue, "estimate", half)
    data = Labelled(tuple(f"text{number:06}" for number in range(1_000)), ("a", "b") * 500, "Many")
    estimates, question = Estimates(Queue(1)), Question("classify", data, experiment("classify").settings())
    wait_until(lambda: asked(estimates, "ann", question) == 500.0)


# what is only tried


def test_a_lent_copy_is_gone_after_the_block_and_kept_ones_stay():
    text = Text("to be or not", "Some words")
    name = keep(text)
    with store.temporary_copy(text) as (copied, folder):
        assert copied == name
        assert folder.parent == files.home() / "probes"
        assert store.load_dataset(copied, folder).text == text.text
    assert not folder.exists()
    assert store.load_dataset(name).text == text.text


def test_what_a_crash_left_is_removed_after_an_hour(monkeypatch):
    place = store.trials()
    (place / "old").mkdir()
    (place / "old" / "data.txt").write_text("old")
    (place / "old.json").write_text("1")
    store.trials()
    assert {path.name for path in place.iterdir()} == {"old", "old.json"}
    now = time.time()
    monkeypatch.setattr(store.time, "time", lambda: now + store.IDLE_SECONDS + 1)
    store.trials()
    assert list(place.iterdir()) == []


# with workers


@pytest.fixture
def started() -> Iterator[Queue]:
    queue = Queue(1)
    queue.start()
    yield queue
    queue.shutdown()


def sine(**settings) -> Question:
    chosen = experiment("forecast").settings.parse({**TINY, **settings})
    return Question("forecast", entry("sine").load(), chosen)


@pytest.mark.slow
def test_a_training_goes_before_trials_and_they_go_on_after_it(started):
    estimates, long = Estimates(started), sine(units=48, layers=4, timesteps=100, epochs=500)
    assert asked(estimates, "ann", long) is Not.YET
    run = queued_run(seconds=600)
    started.submit(run)
    assert asked(estimates, "ann", long) is Not.NOW
    wait_until(lambda: trains(run), SOON)
    assert asked(estimates, "ann", long) is Not.NOW
    run.ask_to_stop()
    wait_until(lambda: ended(run) and not started.busy(), SOON)
    wait_until(lambda: isinstance(asked(estimates, "ann", long), float), SOON)
    assert list((files.home() / "probes").iterdir()) == []


def test_after_the_queue_nothing_is_tried(started):
    estimates = Estimates(started)
    assert asked(estimates, "ann", sine()) is Not.YET
    started.shutdown()
    wait_until(lambda: estimates._thread is None)
    assert asked(estimates, "ann", sine()) is Not.NOW


@pytest.mark.slow
def test_a_spare_that_a_trial_ended_or_wore_out_is_replaced(started, monkeypatch):
    monkeypatch.setattr(jobs, "MOST_USES", 1)
    question, first = sine(), started._spares[-1]
    with store.temporary_copy(question.data) as (name, folder):
        assert started.estimate("forecast", name, question.settings, folder) is not None
        second = started._spares[-1]
        assert second is not first
        assert first.exit_code() is not None
        monkeypatch.setattr(jobs, "MOST_USES", 9)
        wait_until(lambda: second.process.poll() is None)
        killer = threading.Timer(0.2, second.process.kill)
        killer.start()
        assert started.estimate("forecast", name, question.settings, folder) is None
    third = started._spares[-1]
    assert third not in (first, second)
    assert third.exit_code() is None


def interrupts_after(looks: int) -> Callable[[], bool]:
    left = iter(range(looks))
    return lambda: next(left, None) is None


@pytest.mark.parametrize("looks", [0, 1, 2, 4])
def test_an_interrupted_trial_says_nothing(looks, monkeypatch):
    fitted: list[int] = []
    fit = keras.Sequential.fit
    monkeypatch.setattr(keras.Sequential, "fit", lambda *args, **values: fitted.append(1) or fit(*args, **values))
    question = sine(epochs=500)
    with store.temporary_copy(question.data) as (name, folder):
        found = time_probe.seconds("forecast", str(folder / name), question.settings.model_dump(), interrupts_after(looks))
    assert found is None
    assert fitted == ([1] if looks >= 2 else [])  # before that it does not even begin


def test_what_would_take_very_much_memory_is_not_tried():
    small, large = (sine(units=units, layers=4, timesteps=100, batch_size=1024) for units in (1, 512))
    chosen = experiment("forecast")
    networks = [chosen.network(chosen.prepare(one.data, one.settings)) for one in (small, large)]
    assert time_probe.memory(networks[0], 64) == 4 * 10 * 4 * 100 * 64
    with store.temporary_copy(large.data) as (name, folder):
        assert time_probe.seconds("forecast", str(folder / name), large.settings.model_dump(), lambda: False) is None
