"""The queue with its real worker processes, each training a tiny network."""

import os
import re
import signal
import threading
from collections.abc import Callable, Iterator

import pytest

from rnn_core import files, runs
from rnn_core.data import entry, keep
from rnn_core.experiments import experiment
from rnn_core.experiments.forecast.metrics import ForecastMetrics
from rnn_core.jobs.executors import LocalWorker, Start
from rnn_core.jobs.queue import Queue, recover
from rnn_core.jobs.settling import settle
from rnn_core.runs import Run, changed
from rnn_core.training import worker
from tests.helpers import TINY, ended, queued_run, trains, wait_until

LONG = {"seconds": 600}  # a training that lasts until it is ended
SOON = 180  # a worker takes seconds to warm up, more on a busy machine


@pytest.fixture
def queues() -> Iterator[Callable[[int], Queue]]:
    """Makes started queues; ends them all after the test."""
    made: list[Queue] = []

    def make(slots: int = 1, start: Start = LocalWorker) -> Queue:
        made.append(Queue(slots, start))
        made[-1].start()
        return made[-1]

    yield make
    for queue in made:
        queue.shutdown()


def counting() -> tuple[list[LocalWorker], Start]:
    """Workers of this machine, and all that were made."""
    made: list[LocalWorker] = []

    def start(warm: bool) -> LocalWorker:
        made.append(LocalWorker(warm))
        return made[-1]

    return made, start


def finished_whole(run: Run, epochs: int) -> None:
    """The run was trained once: as many rows and lines as epochs, each once."""
    assert run.status().state == "finished", run.status().message
    assert run.history()["epoch"] == list(range(1, epochs + 1))
    log = (run.folder / "log.txt").read_text()
    assert re.findall(r"^epoch (\d+) ", log, re.MULTILINE) == [str(number) for number in range(1, epochs + 1)]
    metrics = run.metrics(ForecastMetrics)
    assert metrics is not None
    assert metrics.epochs == epochs
    assert (run.folder / "model.safetensors").is_file()
    assert (run.folder / "model.keras").is_file()


# without any worker: the line itself


def test_the_place_in_line_counts_from_one():
    queue = Queue(1)
    first, second, stranger = queued_run(), queued_run(), queued_run()
    queue.submit(first)
    queue.submit(second)
    assert [queue.place(run) for run in (first, second, stranger)] == [1, 2, 0]


def test_a_run_stopped_while_it_waits_leaves_the_line():
    queue = Queue(1)
    first, second, third = queued_run(), queued_run(), queued_run()
    for run in (first, second, third):
        queue.submit(run)
    second.ask_to_stop()
    assert [queue.place(run) for run in (first, second, third)] == [1, 0, 2]


def test_two_clicks_with_one_ticket_make_one_run():
    queue = Queue(1)
    start = threading.Barrier(8)
    got: list[Run] = []

    def click() -> None:
        start.wait()
        got.append(queue.submit_once("ticket", queued_run))

    clicks = [threading.Thread(target=click) for _ in range(8)]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join()
    assert len(got) == 8
    assert len({run.id for run in got}) == 1
    assert [run.id for run in runs.runs()] == [got[0].id]
    assert queue.place(got[0]) == 1
    assert queue.submit_once("another ticket", queued_run).id != got[0].id
    assert len(list(runs.runs())) == 2


def test_a_run_that_could_not_be_made_leaves_its_ticket_unused():
    queue = Queue(1)

    def fail() -> Run:
        raise OSError("no space")

    with pytest.raises(OSError, match="no space"):
        queue.submit_once("ticket", fail)
    run = queue.submit_once("ticket", queued_run)
    assert queue.place(run) == 1


def test_what_an_earlier_server_left_is_taken_up_in_the_order_it_was_made():
    waiting = [queued_run() for _ in range(6)]
    torn = queued_run()
    torn.write_status(changed(torn.written_status(), state="running", phase="training", epoch=3))
    done = queued_run()
    done.write_status(changed(done.written_status(), state="finished", phase=""))
    assert [run.id for run in recover()] == [run.id for run in waiting]
    status = torn.written_status()
    assert (status.state, status.epoch) == ("interrupted", 3)
    assert status.message == "The server or the training process ended before the run did."
    assert done.written_status().state == "finished"


# how a worker that ended without a word is explained


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (-9, "The training process was ended from outside (SIGKILL), most often because memory ran out: use fewer"),
        (-11, "The training process crashed (SIGSEGV), most often because memory ran out: use fewer"),
        (-15, "The training process was ended from outside (SIGTERM). Other runs are not touched."),
        (1, "The training process ended unexpectedly (exit code 1). What it wrote last: the last line"),
    ],
)
def test_a_lost_worker_is_explained(code, sentence):
    run = queued_run()
    run.write_status(changed(run.written_status(), state="running", phase="training"))
    (run.folder / "log.txt").write_text("first line\nthe last line\n\n")
    settle(run, code)
    status = run.written_status()
    assert (status.state, status.phase, status.seconds_left) == ("failed", "", None)
    assert status.message.startswith(sentence)


def test_a_stop_wins_over_a_lost_worker():
    run = queued_run()
    run.write_status(changed(run.written_status(), state="running", phase="training"))
    run.ask_to_stop()
    settle(run, -9)
    assert run.written_status().state == "stopped"
    assert run.written_status().message == "Stopped before the first checkpoint: there is no model yet."


def test_a_run_that_another_process_works_on_is_not_settled():
    run = queued_run()
    running = changed(run.written_status(), state="running", phase="training")
    run.write_status(running)
    with run.lock():
        settle(run, 1)
    assert run.written_status().state == "running"


def test_a_final_state_is_not_settled_again():
    run = queued_run()
    run.write_status(changed(run.written_status(), state="finished", phase="", message="Finished."))
    settle(run, 1)
    assert (run.written_status().state, run.written_status().message) == ("finished", "Finished.")


# with workers


def test_a_worker_leaves_alone_what_another_has_claimed(capsys):
    run = queued_run()
    with run.lock():
        worker.train(run.folder)
    assert capsys.readouterr().out == "Another process has claimed this run.\n"
    assert run.status().state == "queued"
    done = changed(run.written_status(), state="finished", phase="", message="Finished.")
    run.write_status(done)
    worker.train(run.folder)
    assert (run.status().state, run.status().message, run.history()) == ("finished", "Finished.", {})


@pytest.mark.slow
def test_runs_are_trained_in_order_whatever_becomes_of_the_one_before(queues):
    made, start = counting()
    line = queues(start=start)
    long, waiting, killed = queued_run(**LONG), queued_run(), queued_run(**LONG)
    second, third = queued_run(epochs=2), queued_run(epochs=3)
    for run in (long, waiting, killed, second, third):
        line.submit(run)
    wait_until(lambda: trains(long), SOON)
    assert long.status().state == "running"
    assert [line.place(run) for run in (long, waiting, killed, second, third)] == [0, 1, 2, 3, 4]
    waiting.ask_to_stop()
    assert (waiting.status().state, waiting.status().message) == ("stopped", "Stopped before it began.")
    wait_until(lambda: len(long.history().get("epoch", ())) >= 2, SOON)

    long.ask_to_stop()
    wait_until(lambda: ended(long), SOON)
    stopped_with_a_model(long)

    wait_until(lambda: trains(killed), SOON)
    assert [one.used for one in made] == [2]  # the worker that trained the first
    os.kill(made[0].process.pid, signal.SIGKILL)
    wait_until(lambda: ended(killed), SOON)
    status = killed.status()
    assert (status.state, status.phase, status.seconds_left) == ("failed", "", None)
    assert status.message == (
        "The training process was ended from outside (SIGKILL), most often because memory ran out: use fewer units, fewer "
        "timesteps or a smaller batch size. Other runs are not touched."
    )

    wait_until(lambda: ended(third), SOON)
    finished_whole(second, 2)
    finished_whole(third, 3)
    ends = [run.written_status().heartbeat for run in (long, killed, second, third)]
    assert ends == sorted(ends)
    assert [line.place(run) for run in (long, waiting, killed, second, third)] == [0, 0, 0, 0, 0]
    assert [one.used for one in made] == [2, 2]
    assert waiting.status().state == "stopped"
    assert sorted(path.name for path in waiting.folder.iterdir() if path.name != "lock") == [
        "settings.json",
        "status.json",
        "stop",
    ]


def stopped_with_a_model(run: Run) -> None:
    status, metrics = run.status(), run.metrics(ForecastMetrics)
    assert status.state == "stopped"
    assert metrics is not None
    assert status.message.startswith(f"Stopped after {metrics.epochs:g} epochs; kept: lowest validation loss (epoch ")
    assert len(run.history()["epoch"]) == metrics.epochs
    assert (run.folder / "model.safetensors").is_file()
    assert (run.folder / "results" / "forecast.csv").is_file()


def test_a_run_whose_data_are_gone_fails_with_a_sentence():
    run = queued_run()
    files.write_json(run.folder / "settings.json", {**run.about().model_dump(), "data": "0" * 64})
    worker.train(run.folder)
    assert run.status().state == "failed"
    assert run.status().message == "The kept dataset 000000000000 is no longer on this machine; load or upload the data again."


@pytest.mark.slow
def test_two_queues_on_one_home_train_every_run_once(queues):
    both = [queues(), queues()]
    made = [queued_run(epochs=3) for _ in range(2)]
    for run in made:
        for queue in both:
            queue.submit(run)
    wait_until(lambda: all(map(ended, made)), 2 * SOON)
    for run in made:
        finished_whole(run, 3)
    claims = [(run.folder / "log.txt").read_text().count("Another process has claimed this run.") for run in made]
    assert max(claims) <= 1


@pytest.mark.slow
def test_a_shutdown_interrupts_what_runs_and_a_restart_trains_what_waits(queues):
    first = queues(1)
    running, waiting = queued_run(**LONG), queued_run()
    first.submit(running)
    first.submit(waiting)
    wait_until(lambda: trains(running), SOON)
    worker_lock_held = running.held()
    first.shutdown()
    assert worker_lock_held
    assert not running.held()
    assert (running.status().state, running.written_status().state) == ("interrupted", "interrupted")
    assert waiting.status().state == "queued"
    queues(1)
    wait_until(lambda: ended(waiting), SOON)
    finished_whole(waiting, 2)
    assert running.status().state == "interrupted"


@pytest.mark.slow
def test_a_worker_ends_when_its_server_is_gone():
    idle, busy = LocalWorker(), LocalWorker()
    try:
        idle.process.stdin.close()
        run = queued_run(**LONG)
        busy.request("train", run=str(run.folder), answer=str(run.folder / "answer"))
        wait_until(lambda: trains(run), SOON)
        assert run.status().state == "running"
        busy.process.stdin.close()
        wait_until(lambda: busy.exit_code() is not None)
        assert busy.exit_code() == 3
        assert (run.status().state, run.written_status().state) == ("interrupted", "running")
        wait_until(lambda: idle.exit_code() is not None)
        assert idle.exit_code() == 3
    finally:
        idle.end()
        busy.end()


@pytest.mark.slow
def test_an_estimate_comes_from_the_spare_which_then_trains(queues):
    queue, settings = queues(1), experiment("forecast").settings
    data = keep(entry("sine").load())
    few, many = (settings.parse({**TINY, "epochs": epochs}) for epochs in (20, 500))
    found = [queue.estimate("forecast", data, chosen) for chosen in (few, many)]
    assert 0 < found[0] < found[1]
    assert queue.estimate("forecast", "0" * 64, few) is None  # no such data
    spare = queue._spares[-1]
    for used in (4, 5):
        run = queued_run()
        queue.submit(run)
        wait_until(lambda run=run: ended(run) and not queue.busy(), SOON)
        finished_whole(run, 2)
        assert queue._spares == [spare]
        assert spare.used == used
    assert list((files.home() / "probes").iterdir()) == []


@pytest.mark.slow
def test_a_worker_whose_run_failed_trains_no_other(queues):
    queue = queues(1)
    broken, good = queued_run(), queued_run()
    files.write_json(broken.folder / "settings.json", {**broken.about().model_dump(), "data": "0" * 64})
    first = queue._spares[-1]
    for run in (broken, good):
        queue.submit(run)
        wait_until(lambda run=run: ended(run), SOON)
    assert (broken.status().state, good.status().state) == ("failed", "finished")
    wait_until(lambda: not queue.busy(), SOON)
    assert first.exit_code() == 0
    assert queue._spares != [first]


@pytest.mark.slow
def test_without_a_warm_spare_nothing_waits_and_runs_are_trained_all_the_same(queues, monkeypatch):
    monkeypatch.setenv("RNN_LAB_WARM_SPARE", "0")
    made, start = counting()
    queue = queues(start=start)
    run = queued_run(epochs=1)
    assert made == []
    queue.submit(run)
    wait_until(lambda: ended(run))
    assert (run.status().state, len(made)) == ("finished", 1)


def test_no_estimate_without_a_spare():
    assert Queue(1).estimate("forecast", "0" * 64, experiment("forecast").settings()) is None
