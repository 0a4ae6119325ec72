"""Who trains for long lets others have their turn, and goes on after it as if nothing had been."""

from collections.abc import Iterator

import pytest

from rnn_core.access import Access
from rnn_core.jobs import queue as jobs
from rnn_core.jobs.queue import Queue
from rnn_core.runs import SET_ASIDE, Run
from tests.helpers import ended, queued_run, trains, wait_until

SOON = 180  # a worker takes seconds to warm up, more on a busy machine


def of(owner: str, **settings) -> Run:
    run = queued_run(**settings)
    run.set_access(Access(owner))
    return run


@pytest.fixture
def queue(monkeypatch) -> Iterator[Queue]:
    """Of one slot, with turns of a second."""
    monkeypatch.setenv("RNN_LAB_TURN_MINUTES", "0.016")
    made = Queue(1)
    made.start()
    yield made
    made.shutdown()


@pytest.mark.slow
def test_a_long_training_lets_others_have_their_turn_and_goes_on_after_it(queue):
    long = of("ann", seconds=600)
    queue.submit(long)
    wait_until(lambda: len(long.history().get("epoch", ())) > 1, SOON)
    queue.submit(own := of("ann"))
    short = of("bob")
    queue.submit(short)
    wait_until(lambda: long.written_status().message == SET_ASIDE, SOON)
    assert long.status().state == "queued"
    before = len(long.history()["epoch"])
    wait_until(lambda: ended(short), SOON)
    assert short.status().state == "finished"
    wait_until(lambda: ended(own), SOON)  # of one owner the older one in line is first
    wait_until(lambda: len(long.history()["epoch"]) > before + 1, SOON)
    queue.cancel(long)
    wait_until(lambda: ended(long), SOON)
    assert long.status().state == "stopped"
    assert long.history()["epoch"] == list(range(1, len(long.history()["epoch"]) + 1))


@pytest.mark.slow
def test_nobody_is_set_aside_for_runs_of_their_own(queue):
    long, own = of("ann", seconds=6), of("ann")
    queue.submit(long)
    queue.submit(own)
    wait_until(lambda: trains(long), SOON)
    wait_until(lambda: ended(own), SOON)
    assert [long.status().state, own.status().state] == ["finished", "finished"]
    assert long.written_status().message.startswith("Finished after its 6 s")
    assert not long.aside_asked()


@pytest.mark.slow
def test_who_holds_several_slots_lets_go_of_one_for_somebody_who_has_none(monkeypatch):
    monkeypatch.setattr(jobs, "SEVERAL_SECONDS", 1.0)
    queue = Queue(2)
    queue.start()
    try:
        long = [of("ann", seconds=600), of("ann", seconds=600)]
        for run in long:
            queue.submit(run)
        wait_until(lambda: all(trains(run) for run in long), SOON)
        queue.submit(short := of("bob"))
        wait_until(lambda: ended(short), SOON)
        assert short.status().state == "finished"
        wait_until(lambda: all(trains(run) for run in long), SOON)
    finally:
        for run in long:
            queue.cancel(run)
        queue.shutdown()
