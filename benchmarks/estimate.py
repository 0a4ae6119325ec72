"""Is the time said beforehand right? Estimates of the warm worker against what the trainings then take.

``python -m benchmarks.estimate``: prints the ratio for several settings; between 0.5 and 2 is the aim.
"""

import os
import tempfile
import threading
from typing import Any

from rnn_core import datasets, runs
from rnn_core.datasets import Messages
from rnn_core.experiments import experiment
from rnn_core.jobs import Queue

TRIALS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("forecast", "prices-msft", {}),
    ("forecast", "prices-msft", {"units": 45, "layers": 4, "timesteps": 40, "epochs": 20}),
    ("forecast", "sine", {"cell": "gru", "units": 128, "epochs": 40, "batch_size": 16}),
    ("text", "hamlet", {"epochs": 3}),
    ("text", "hamlet", {"units": 128, "objective": "next-character", "timesteps": 40, "share": 0.2, "epochs": 3}),
)


def main() -> None:
    """One after the other, on this machine as it is."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["RNN_LAB_HOME"] = home
        queue = Queue(1)
        queue.start()
        for kind, dataset, changed in TRIALS:
            estimated, taken = trial(queue, kind, dataset, changed)
            print(f"{kind} {changed or 'Quick'}: {estimated:.1f} s said, {taken:.1f} s taken, ratio {estimated / taken:.2f}")
        queue.shutdown()


def trial(queue: Queue, kind: str, dataset: str, changed: dict) -> tuple[float, float]:
    """Seconds said and seconds from the click to the end of fitting."""
    data, settings = datasets.entry(dataset).load(), experiment(kind).settings.parse(changed)
    assert not isinstance(data, Messages)
    sha, pause, estimated = datasets.keep(data), threading.Event(), None
    while estimated is None:  # the spare gets ready
        estimated = queue.estimate(kind, sha, settings)
        pause.wait(0.5)
    run = runs.create(kind, dataset, sha, data.title, settings)
    queue.submit(run)
    while run.written_status().active:
        pause.wait(0.1)
    metrics = run.metrics()
    assert metrics is not None, run.status().message
    return estimated, metrics["seconds"]


if __name__ == "__main__":
    main()
