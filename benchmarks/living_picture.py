"""What the living picture costs: the same training with and without snapshots, by turns.

``python -m benchmarks.living_picture [--rounds 5] [--only forecast]``

Seconds of fitting and CPU seconds of all, medians over the rounds; beside them what the snapshots took by their own clock,
the first and the last included, which are always made. A single training is noise of a few percent on a shared machine.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, replace
from io import StringIO
from statistics import median

from rnn_core import runs
from rnn_core.data import KINDS, Messages, entry, keep
from rnn_core.experiments import experiment, experiments
from rnn_core.training import worker

EPOCHS = {"forecast": 90, "text": 6, "classify": 20, "trajectory": 40}  # some ten seconds each


@dataclass(frozen=True)
class Took:
    """Seconds: of ``fitting``, of the processor in the whole training, of the snapshots."""

    fitting: float
    processor: float
    snapshots: float


def main() -> None:
    """Every experiment, or one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", choices=list(EPOCHS))
    chosen = parser.parse_args()
    for name in [chosen.only] if chosen.only else EPOCHS:
        measure(name, chosen.rounds)
    print(f"load of the last minute: {os.getloadavg()[0]:.1f}")


def measure(name: str, rounds: int) -> None:
    """Train by turns and print one line."""
    living, blind = [], []
    with tempfile.TemporaryDirectory() as home:
        os.environ["RNN_LAB_HOME"] = home
        trained(name)  # what the first training of a process loads is no part of it
        for number in range(rounds):
            for alive in (number % 2 == 0, number % 2 == 1):
                if alive:
                    living.append(trained(name))
                else:
                    with without_snapshots(name):
                        blind.append(trained(name))
    seconds, less = median(one.fitting for one in living), median(one.fitting for one in blind)
    processor = median(one.processor for one in living) / median(one.processor for one in blind) - 1
    own = median(one.snapshots / one.fitting for one in living)
    print(
        f"{name}: {seconds:.2f} s with, {less:.2f} s without snapshots ({seconds / less - 1:+.1%}; processor {processor:+.1%}); "
        f"by their own clock {own:.2%}",
        flush=True,
    )


def trained(name: str) -> Took:
    """One training of the first preset on the first dataset; it never stops early."""
    chosen = experiment(name)
    dataset = chosen.quick_dataset or KINDS[chosen.data].first
    data = entry(dataset).load()
    assert not isinstance(data, Messages)
    first = next(iter(chosen.presets.values()))
    settings = first.model_copy(update={"epochs": EPOCHS[name], "seconds": None, "patience": 0, "device": "cpu"})
    run = runs.create(name, dataset, keep(data), data.title, settings)
    begun = time.process_time()
    with redirect_stdout(StringIO()):  # its epochs
        worker.train(run.folder)
    processor, metrics = time.process_time() - begun, run.metrics(chosen.metrics)
    assert metrics, run.status().message
    return Took(metrics.seconds, processor, metrics.sampling_seconds or 0.0)


@contextmanager
def without_snapshots(name: str) -> Iterator[None]:
    """The same experiment, whose training makes none."""
    whole = experiment(name)
    experiments()[name] = replace(whole, task=lambda prepared: replace(whole.task(prepared), samples=None))
    try:
        yield
    finally:
        experiments()[name] = whole


if __name__ == "__main__":
    main()
