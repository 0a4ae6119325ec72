"""From the click to the first batch: ``python -m benchmarks.first_batch [--against CHECKOUT] [--rounds 5] [--clicks 30]``.

Three parts, each with both sides by turns:

* a cold training in a process that has TensorFlow loaded and has compiled nothing, against that of another checkout of this
  program: preparing, building, tracing, compiling and the first block of batches;
* the same in the warm worker, when the settings have been tried out before the click, against when they have not;
* so many clicks within a minute, when a worker trains one run after another, against one worker for each run: how long each
  waits from the click to its first batch.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from benchmarks.results import metrics_of, processor
from rnn_core import runs
from rnn_core.config import ROOT
from rnn_core.data import Messages, entry, keep
from rnn_core.experiments import experiment
from rnn_core.jobs import queue as jobs
from rnn_core.jobs.queue import Queue
from rnn_core.runs import Run

CASES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "Tutorial, 4 × LSTM(45)": (
        "forecast",
        "prices-msft",
        {"units": 45, "layers": 4, "timesteps": 40, "dropout": 0.2, "batch_size": 32},
    ),
    "characters, LSTM(128)": (
        "text",
        "hamlet",
        {"units": 128, "objective": "next-character", "timesteps": 40, "batch_size": 128, "dropout": 0, "seconds": None},
    ),
    "Quick": ("forecast", "sine", {}),
}
MINUTE = 60.0


def main() -> None:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--against", type=Path, help="the folder of another checkout")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--clicks", type=int, default=30)
    chosen = parser.parse_args()
    print(processor())
    with tempfile.TemporaryDirectory() as home:
        os.environ["RNN_LAB_HOME"] = home
        for name in CASES:
            if chosen.against:
                here, there = partial(cold, name, ROOT), partial(cold, name, chosen.against.absolute())
                compared(f"{name}, cold", chosen.rounds, {"here": here, "there": there})
            queue = started()
            tried, untried = partial(warm, queue, name, True), partial(warm, queue, name, False)
            compared(f"{name}, warm", chosen.rounds, {"tried": tried, "not": untried})
            queue.shutdown()
        for uses in (jobs.MOST_USES, 1):
            crowd(chosen.clicks, uses)


def compared(what: str, rounds: int, sides: dict[str, Callable[[], float]]) -> None:
    """Each side by turns: medians and their ratio."""
    found: dict[str, list[float]] = {side: [] for side in sides}
    for _ in range(rounds):
        for side, measure in sides.items():
            found[side].append(measure())
    (one, first), (other, second) = ((side, median(times)) for side, times in found.items())
    print(f"{what}: {one} {first:.2f} s, {other} {second:.2f} s: {first / second:.2f} of it", flush=True)


def made(name: str, **changes: Any) -> Run:
    """A queued run of a case, of one epoch."""
    kind, dataset, settings = CASES[name]
    data, chosen = entry(dataset).load(), experiment(kind).settings.parse({**settings, "epochs": 1, **changes})
    assert not isinstance(data, Messages)
    return runs.create(kind, dataset, keep(data), data.title, chosen)


def cold(name: str, at: Path) -> float:
    """In a process of its own, by the code of a checkout; loading TensorFlow is not counted."""
    run = made(name)
    subprocess.run([sys.executable, "-m", "rnn_core.training.worker", str(run.folder)], cwd=at, check=True, capture_output=True)
    return metrics_of(run)["prepare_seconds"]


def started() -> Queue:
    """A queue with one worker, warmed up."""
    queue = Queue(1)
    queue.start()
    run = made("Quick")
    while queue.estimate("forecast", run.about().data, experiment("forecast").settings.parse({"units": 3})) is None:
        time.sleep(0.2)
    run.ask_to_stop()
    return queue


def warm(queue: Queue, name: str, tried: bool) -> float:
    """From the click to the first batch; another network was trained or tried before."""
    kind = CASES[name][0]
    run = made(name)
    about = run.about()
    other = made(name, units=21)
    queue.submit(other)
    ended(queue, other)
    if tried:
        queue.estimate(kind, about.data, experiment(kind).settings.parse(about.settings))
    begin = time.monotonic()
    queue.submit(run)
    seconds = first_batch(run) - begin
    ended(queue, run)
    return seconds


def ended(queue: Queue, run: Run) -> None:
    """Wait for the end of a run and until the worker waits again."""
    while run.written_status().active or queue.busy():
        time.sleep(0.02)


def first_batch(run: Run) -> float:
    """The time at which its first batch was done."""
    while run.written_status().phase not in ("training", "checking", "evaluating") and run.written_status().active:
        time.sleep(0.02)
    return time.monotonic()


def crowd(clicks: int, uses: int) -> None:
    """So many in a minute, each another's run with units of its own."""
    jobs.MOST_USES = uses
    queue, waits = started(), [0.0] * clicks

    def click(number: int) -> None:
        run = made("Quick", units=8 + number % 8, epochs=10)
        begin = time.monotonic()
        queue.submit(run)
        waits[number] = first_batch(run) - begin

    threads = [threading.Timer(number * MINUTE / clicks, click, [number]) for number in range(clicks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    queue.shutdown()
    last = quantiles(waits, n=20)[-1]
    print(
        f"{clicks} clicks in a minute, {uses} uses of a worker: {median(waits):.1f} s to the first batch, p95 {last:.1f} s",
        flush=True,
    )


if __name__ == "__main__":
    main()
