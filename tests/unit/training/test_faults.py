"""What may go wrong around a training, done to real processes: each ends in a true state and a sentence."""

import os
import re
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from safetensors import safe_open
from safetensors.numpy import load_file, save_file

from rnn_core import runs
from rnn_core.config import ROOT
from rnn_core.data import Series, keep
from rnn_core.experiments import listing
from rnn_core.experiments.forecast import ForecastSettings
from rnn_core.jobs.queue import AROUND_SECONDS, STOP_GRACE_SECONDS, Queue, recover
from rnn_core.runs import CHECKPOINT, Run, changed
from rnn_core.training.worker import CANNOT_WRITE, LESS
from tests.helpers import TINY, ended, queued_run, trains, wait_until, written_metrics
from tests.unit.training.test_resume import text_run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="takes a process's memory and disk away by Linux' limits")

LONG = {"seconds": 600}  # a training that lasts until it is ended
SOON = 180  # a worker takes seconds to warm up, more on a busy machine
UNLIMITED = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
DAY = 86_400  # seconds
MIB = 2**20


@pytest.fixture
def queue() -> Iterator[Queue]:
    """Started; ended after the test."""
    made = Queue(2)
    made.start()
    yield made
    made.shutdown()


def command(run: Run) -> list[str]:
    return [sys.executable, "-m", "rnn_core.training.worker", str(run.folder)]


def started(run: Run) -> subprocess.Popen:
    return subprocess.Popen(command(run), cwd=ROOT, stdout=subprocess.DEVNULL)


def holder(run: Run) -> int:
    """The process that trains it: the one that has its lock open."""
    lock, own = str(run.folder / "lock"), str(os.getpid())
    for path in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            if path.parts[2] != own and os.readlink(path) == lock:
                return int(path.parts[2])
        except OSError:
            continue  # it ended while we looked
    raise AssertionError(f"nobody holds {run.id}")


def fill_disk(process: int = 0) -> None:
    """From now on the operating system refuses every byte that this process would write to a file."""
    resource.prlimit(process, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))


def processor_seconds(process: int) -> float:
    """That it has used until now."""
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def trained_once(run: Run, epochs: int) -> None:
    assert run.status().state == "finished", run.status().message
    assert run.history()["epoch"] == list(range(1, epochs + 1))
    log = (run.folder / "log.txt").read_text()
    assert re.findall(r"^epoch (\d+) ", log, re.MULTILINE) == [str(number) for number in range(1, epochs + 1)]


# a full disk


@pytest.mark.slow
def test_while_the_disk_is_full_a_run_goes_on_and_nothing_of_it_is_missing(queue):
    run = queued_run(**LONG)
    queue.submit(run)
    wait_until((run.folder / CHECKPOINT).exists, SOON)
    process = holder(run)
    fill_disk(process)
    begun, before = processor_seconds(process), len(run.history()["epoch"])
    wait_until(lambda: processor_seconds(process) > begun + 3, SOON)
    assert run.status().state == "running"
    resource.prlimit(process, resource.RLIMIT_FSIZE, UNLIMITED)
    wait_until(lambda: len(run.history()["epoch"]) > before + 1, SOON)
    run.ask_to_stop()
    wait_until(lambda: ended(run), SOON)
    assert run.status().state == "stopped"
    assert run.history()["epoch"] == list(range(1, len(run.history()["epoch"]) + 1))
    assert not list(run.folder.rglob(".*-*"))  # no half file is left behind


@pytest.mark.slow
def test_a_full_disk_at_the_end_is_told_and_with_room_the_run_goes_on(queue):
    run = queued_run(seconds=20)
    queue.submit(run)
    wait_until((run.folder / CHECKPOINT).exists, SOON)
    wait_until((run.folder / "model.safetensors").exists, SOON)
    fill_disk(holder(run))
    wait_until(lambda: ended(run), SOON)
    status = run.written_status()
    assert (status.state, status.phase) == ("failed", "")
    assert status.message == (
        "The training process could not write its files: check the disk and the rights of the folder "
        f"{run.folder.parent.parent}. What it had saved before is kept."
    )
    assert load_file(run.folder / "model.safetensors")
    before = run.history()["epoch"]
    assert not list(run.folder.rglob(".*-*"))
    run.resume()
    queue.submit(run)
    wait_until(lambda: len(run.history()["epoch"]) > len(before), SOON)
    run.ask_to_stop()
    wait_until(lambda: ended(run), SOON)
    assert run.status().state == "stopped"
    assert run.history()["epoch"] == list(range(1, len(run.history()["epoch"]) + 1))


RECOVER = "from rnn_core.jobs.queue import recover; print([run.id for run in recover()])"


@pytest.mark.slow
def test_while_nobody_can_write_a_lost_run_does_not_stay_running():
    run, waiting = queued_run(seconds=20), queued_run()
    process = started(run)
    wait_until((run.folder / CHECKPOINT).exists, SOON)
    fill_disk(process.pid)
    assert process.wait(SOON) == CANNOT_WRITE
    assert (run.written_status().state, run.status().state) == ("running", "interrupted")
    assert run.resumable()
    server = subprocess.run([sys.executable, "-c", RECOVER], cwd=ROOT, capture_output=True, text=True, preexec_fn=fill_disk)
    assert (server.returncode, server.stderr) == (0, "")
    assert server.stdout == f"['{waiting.id}']\n"
    assert (run.written_status().state, run.status().state) == ("running", "interrupted")
    recover()  # there is room again
    assert run.written_status().state == "interrupted"
    assert run.status().message == "The server or the training process ended before the run did."
    run.resume()
    assert run.status().state == "queued"


@pytest.mark.slow
def test_a_file_that_does_not_fit_is_told_with_its_reason():
    run = queued_run(units=32, epochs=50)

    def no_room_for_weights() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (8_000, 8_000))

    done = subprocess.run(command(run), cwd=ROOT, capture_output=True, text=True, preexec_fn=no_room_for_weights)
    assert done.returncode == 0
    assert run.status().state == "failed"
    assert run.status().message == (
        f"A file could not be written (File too large): check the disk and the rights of the folder {run.folder.parent.parent}."
    )


# a home where nothing can be written


def told(*arguments: str, home: Path, full: bool = False) -> str:
    """What the command line says of bad surroundings."""
    limit = fill_disk if full else None
    environment = {**os.environ, "RNN_LAB_HOME": str(home)}
    command = [sys.executable, "-m", "rnn_core", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, preexec_fn=limit)
    assert (done.returncode, done.stdout) == (2, "")
    return done.stderr


TRAIN = ("train", "forecast", "--dataset", "sine", "--epochs", "1")


def test_the_command_line_says_that_its_home_cannot_be_used(tmp_path):
    (tmp_path / "file").touch()
    below = tmp_path / "file" / "home"
    cannot = (
        f"The folder {below} cannot be created (Not a directory): set RNN_LAB_HOME to a folder where this account may write.\n"
    )
    assert told(*TRAIN, home=below) == cannot
    assert told("runs", home=below) == cannot
    assert re.fullmatch(
        r"A file could not be written \(.+\): check the disk and the rights of the folder /proc\.\n",
        told(*TRAIN, home=Path("/proc")),
    )
    assert told(*TRAIN, home=tmp_path, full=True) == (
        f"A file could not be written (File too large): check the disk and the rights of the folder {tmp_path}.\n"
    )
    assert list(runs.runs()) == []


def test_a_server_says_that_its_home_cannot_be_used(tmp_path):
    (tmp_path / "file").touch()
    log = tmp_path / "server.txt"
    environment = {**os.environ, "RNN_LAB_HOME": str(tmp_path / "file" / "home")}
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", "0"]
    with log.open("wb") as out:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out)
    try:
        wait_until(lambda: f"The folder {tmp_path / 'file' / 'home'} cannot be created" in log.read_text(), SOON)
        assert server.poll() is None
    finally:
        server.terminate()
        server.wait(30)
    assert "Traceback" not in log.read_text()


# memory


def short() -> str:
    """A kept series of 400 days."""
    days = pd.date_range("2020-01-01", periods=400, freq="D", name="date")
    frame = pd.DataFrame({"value": np.sin(np.arange(400) / 5)}, index=days)
    return keep(Series(frame, "value", "Short"))


@pytest.mark.slow
@pytest.mark.parametrize("enough", [pytest.param(True, id="for half"), pytest.param(False, id="not even for half")])
def test_too_little_memory_halves_the_batch_once(enough, monkeypatch):
    """Half a batch of 256 wants 250 MiB in one go; the worker gets 200 more than it has, then as much as it likes or no more."""
    monkeypatch.setenv("MALLOC_ARENA_MAX", "1")  # else each thread reserves memory of its own
    line = Queue(1)
    line.start()
    try:
        data, few = short(), ForecastSettings.parse(TINY)
        wait_until(lambda: line.estimate("forecast", data, few), SOON)  # all is loaded that a training needs
        large = ForecastSettings.parse({**TINY, "units": 512, "timesteps": 250, "batch_size": 256, "epochs": 1})
        run = runs.create("forecast", "short", data, "Short", large)
        worker = line._spares[-1].process.pid
        pages = int(Path(f"/proc/{worker}/statm").read_text().split()[0])
        most = pages * os.sysconf("SC_PAGE_SIZE") + 200 * MIB
        resource.prlimit(worker, resource.RLIMIT_AS, (most, resource.RLIM_INFINITY))
        line.submit(run)
        log = run.folder / "log.txt"
        wait_until(lambda: ended(run) or (log.exists() and "batch size of 128" in log.read_text()), SOON)
        if enough:
            resource.prlimit(worker, resource.RLIMIT_AS, UNLIMITED)
        wait_until(lambda: ended(run), SOON)
    finally:
        line.shutdown()
    status = run.written_status()
    if enough:
        assert "Memory did not suffice: trying again with a batch size of 128." in log.read_text()
        assert status.message.endswith(" Memory did not suffice for the batch size, so it was halved to 128.")
        assert (status.state, written_metrics(run)["epochs"]) == ("finished", 1)
    else:  # whether TensorFlow could say so, or had no memory left even for that
        assert status.state == "failed"
        assert LESS in status.message


def test_a_process_that_gave_up_for_memory_is_told_with_what_to_do(queue):
    """TensorFlow aborts when it gets no memory for a thread."""
    run = queued_run(**LONG)
    queue.submit(run)
    wait_until(lambda: trains(run), SOON)
    os.kill(holder(run), signal.SIGABRT)
    wait_until(lambda: ended(run), SOON)
    assert run.written_status().state == "failed"
    assert run.written_status().message == (
        f"The training process gave up (SIGABRT), most often because memory ran out: {LESS}. Other runs are not touched."
    )


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_worker_that_is_ended_alone_leaves_what_it_had_and_the_run_goes_on(how, queue):
    run = queued_run(**LONG)
    queue.submit(run)
    wait_until((run.folder / CHECKPOINT).exists, SOON)
    os.kill(holder(run), how)
    wait_until(lambda: ended(run), SOON)
    assert run.written_status().state == "failed"
    assert f"The training process was ended from outside ({how.name})" in run.written_status().message
    before = len(run.history()["epoch"])
    run.resume()
    queue.submit(run)
    wait_until(lambda: len(run.history()["epoch"]) > before + 1, SOON)
    run.ask_to_stop()
    wait_until(lambda: ended(run), SOON)
    assert run.history()["epoch"] == list(range(1, len(run.history()["epoch"]) + 1))


# a loss that is no number


def test_a_loss_that_is_no_number_ends_a_forecast():
    run = queued_run(optimizer="sgd", learning_rate=1, units=64, timesteps=50, cell="simple_rnn", epochs=100)
    assert started(run).wait(SOON) == 0
    lost(run, 1)


@pytest.mark.slow
def test_a_loss_that_is_no_number_ends_a_text():
    """No setting brings a text's loss so far; weights that were lost do."""
    run = text_run(epochs=500)
    process = started(run)
    wait_until((run.folder / CHECKPOINT).exists, SOON)
    process.kill()
    process.wait()
    path = run.folder / CHECKPOINT
    with safe_open(path, "numpy") as file:
        about = file.metadata()
    state = load_file(path)
    lost_weights = {name: np.full_like(values, np.nan) for name, values in state.items() if values.dtype == np.float32}
    save_file(state | lost_weights, path, about)
    run.resume()
    assert started(run).wait(SOON) == 0
    lost(run, run.about().settings["learning_rate"])


def lost(run: Run, rate: float) -> None:
    assert run.status().state == "failed"
    assert re.fullmatch(
        rf"The loss was no longer a number in epoch \d+: the learning rate {rate:g} is too high for this network\. "
        r"Try a tenth of it, or gradient clipping\.",
        run.status().message,
    )
    assert not run.resumable()  # it would end in the same way
    assert all(np.isfinite(run.history().get("loss", [])))


# a clock that jumps


@pytest.mark.slow
def test_a_worker_that_does_not_answer_is_ended_after_the_grace_whatever_the_clock_says(queue):
    made = {queued_run(**LONG): DAY, queued_run(**LONG): -DAY}  # by how much the clock jumps after Stop
    for run in made:
        queue.submit(run)
    for run, jump in made.items():
        wait_until(lambda run=run: trains(run), SOON)
        process = holder(run)
        os.kill(process, signal.SIGSTOP)
        run.ask_to_stop()
        stat = (run.folder / "stop").stat()
        os.utime(run.folder / "stop", (stat.st_atime, stat.st_mtime - jump))
    with pytest.raises(AssertionError):
        wait_until(lambda: any(map(ended, made)), STOP_GRACE_SECONDS - 2)
    for run in made:
        wait_until(lambda run=run: ended(run), 3 * STOP_GRACE_SECONDS)
        assert run.written_status().state == "stopped"


@pytest.mark.slow
def test_runs_of_a_time_to_come_are_listed_and_trained(queue):
    """The clock was wrong when they were made and has gone back since."""
    late, usual = queued_run(), queued_run()
    moved = Run(late.folder.rename(late.folder.with_name(late.id.replace(late.id[:4], "2999", 1))))
    moved.write_status(changed(moved.written_status(), heartbeat=32_503_680_000.0))
    for path in moved.folder.iterdir():
        os.utime(path, (32_503_680_000, 32_503_680_000))
    assert [run.id for run in runs.runs()] == [moved.id, usual.id]
    assert [row.run.id for row in listing.rows()] == [moved.id, usual.id]
    assert [run.id for run in recover()] == [usual.id, moved.id]
    queue.submit(moved)
    wait_until(lambda: ended(moved), SOON)
    trained_once(moved, 2)


# two servers


SERVER = """
import sys
from rnn_core.jobs.queue import Queue
from rnn_core.runs import find
queue = Queue(1)
queue.start()
print("up", flush=True)
for line in sys.stdin:
    queue.submit(find(line.strip()))
"""


@pytest.fixture
def server() -> Iterator[Callable[[], subprocess.Popen]]:
    """Starts processes with a queue; kills them all after the test."""
    made: list[subprocess.Popen] = []

    def start() -> subprocess.Popen:
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        made.append(subprocess.Popen([sys.executable, "-c", SERVER], cwd=ROOT, **pipes))
        assert made[-1].stdout.readline() == "up\n"
        return made[-1]

    yield start
    for process in made:
        process.kill()
        process.communicate()


@pytest.mark.slow
def test_what_a_killed_server_had_in_line_the_other_one_trains_once(server):
    first, running = server(), queued_run(**LONG)
    tell(first, running)
    wait_until((running.folder / CHECKPOINT).exists, SOON)
    second = server()  # not before: while the first one is slow to begin, another would take the run up
    waiting = queued_run(epochs=3)
    tell(first, waiting)
    first.kill()
    first.wait()
    wait_until(lambda: running.status().state == "interrupted")
    wait_until(lambda: ended(waiting), SOON + 2 * AROUND_SECONDS)
    trained_once(waiting, 3)
    assert second.poll() is None
    assert running.status().state == "interrupted"
    assert running.resumable()


@pytest.mark.slow
def test_two_servers_train_each_waiting_run_once(server):
    made = [queued_run(epochs=3) for _ in range(3)]
    both = [server(), server()]
    wait_until(lambda: all(map(ended, made)), 2 * SOON)
    for run in made:
        trained_once(run, 3)
    assert [one.poll() for one in both] == [None, None]


def tell(process: subprocess.Popen, run: Run) -> None:
    process.stdin.write(f"{run.id}\n")
    process.stdin.flush()
