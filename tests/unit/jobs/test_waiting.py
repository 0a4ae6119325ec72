"""The line of waiting runs: its order, an owner's own order in it, and how long one waits."""

from collections.abc import Sequence

import pytest

from rnn_core.access import Access
from rnn_core.errors import UserError
from rnn_core.jobs.queue import Queue
from rnn_core.jobs.waiting_time import waiting_time
from rnn_core.runs import Run, changed
from tests.helpers import queued_run


def of(owner: str) -> Run:
    run = queued_run()
    run.set_access(Access(owner))
    return run


def line(queue: Queue, runs: Sequence[Run]) -> list[int]:
    """The places of these runs."""
    return [queue.place(run) for run in runs]


@pytest.fixture
def waiting() -> tuple[Queue, dict[str, Run]]:
    """Three runs of ann and two of bob in line, in turns."""
    queue, runs = Queue(1), {name: of(name[:3]) for name in ("ann1", "ann2", "ann3", "bob1", "bob2")}
    for run in runs.values():
        queue.submit(run)
    return queue, runs


def places(queue: Queue, runs: dict[str, Run]) -> str:
    """Names in the order of the line."""
    return " ".join(sorted(runs, key=lambda name: queue.place(runs[name])))


def test_one_owner_may_have_several_runs_in_line(waiting):
    queue, runs = waiting
    assert places(queue, runs) == "ann1 bob1 ann2 bob2 ann3"
    assert queue.waiting("ann") == [runs["ann1"], runs["ann2"], runs["ann3"]]


@pytest.mark.parametrize(
    ("run", "before", "order"),
    [
        ("ann3", "ann1", "ann3 bob1 ann1 bob2 ann2"),
        ("ann3", "ann2", "ann1 bob1 ann3 bob2 ann2"),
        ("ann1", None, "ann2 bob1 ann3 bob2 ann1"),
        ("ann2", "ann2", "ann1 bob1 ann2 bob2 ann3"),
        ("bob2", "bob1", "ann1 bob2 ann2 bob1 ann3"),
    ],
)
def test_a_waiting_run_is_moved_within_the_turns_of_its_owner(waiting, run, before, order):
    queue, runs = waiting
    queue.move(runs[run], before and runs[before])
    assert places(queue, runs) == order


@pytest.mark.parametrize(("run", "before"), [("ann1", "bob1"), ("gone", "ann1"), ("ann1", "gone"), ("gone", None)])
def test_only_before_a_waiting_run_of_the_same_owner(waiting, run, before):
    queue, runs = waiting
    order, others = places(queue, runs), {**runs, "gone": of("ann")}
    with pytest.raises(UserError, match="Only a run that waits can be moved, before or behind another one of the same owner"):
        queue.move(others[run], before and others[before])
    assert places(queue, runs) == order


def test_who_has_one_at_work_goes_after_those_who_have_none(waiting):
    queue, runs = waiting
    begun = of("ann")
    queue._at_work[begun.id] = ("ann", begun)
    assert places(queue, runs) == "bob1 ann1 bob2 ann2 ann3"
    assert queue._waiting.pop(["ann"]) == ("bob", runs["bob1"])
    assert queue._waiting.pop(["bob"]) == ("ann", runs["ann1"])


def test_what_an_owner_has_under_way_are_the_runs_in_line(waiting):
    queue, runs = waiting
    assert queue.under_way("bob") == [runs["bob1"], runs["bob2"]]
    queue.cancel(runs["bob1"])
    assert queue.under_way("bob") == [runs["bob2"]]
    assert queue.under_way("eve") == []


def test_a_cancelled_run_leaves_the_line(waiting):
    queue, runs = waiting
    queue.cancel(runs["ann2"])
    assert (runs["ann2"].status().state, runs["ann2"].status().message) == ("stopped", "Stopped before it began.")
    assert line(queue, list(runs.values())) == [1, 0, 3, 2, 4]
    assert queue.waiting("ann") == [runs["ann1"], runs["ann3"]]


@pytest.mark.parametrize(
    ("busy", "before", "slots", "seconds"),
    [
        ([], [], 1, 0),
        ([30.0], [], 1, 30),
        ([30.0], [10.0, 20.0], 1, 60),
        ([30.0], [10.0, 20.0], 2, 30),
        ([30.0, 5.0], [10.0], 2, 15),
        ([None], [], 1, None),
        ([None], [], 2, 0),
        ([30.0], [None], 1, None),
        ([], [None, 20.0], 2, None),
    ],
)
def test_how_long_one_waits(busy, before, slots, seconds):
    assert waiting_time(busy, before, slots) == seconds


def test_a_wait_is_the_time_of_those_before(waiting):
    queue, runs = waiting
    taking = {runs["ann1"].id: 20.0, runs["bob1"].id: 5.0}
    expected = lambda run: taking.get(run.id)  # noqa: E731
    assert [queue.wait(runs[name], expected) for name in ("ann1", "bob1", "ann2", "bob2")] == [0, 20, 25, 625]
    begun = of("cleo")
    assert queue.wait(begun, expected) is None
    queue._at_work[begun.id] = ("cleo", begun)
    begun.write_status(changed(begun.written_status(), state="running", phase="training", seconds_left=7.0))
    assert queue.wait(runs["bob1"], expected) == 27
    begun.write_status(changed(begun.written_status(), phase="evaluating", seconds_left=None))
    assert queue.wait(runs["bob1"], expected) == 20
