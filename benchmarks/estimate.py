"""Is the time said beforehand right? Estimates of the warm worker against what the trainings then take.

``python -m benchmarks.estimate``: prints the ratio for several settings; between 0.5 and 2 is the aim.
"""

import os
import tempfile
import threading
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.results import metrics_of
from benchmarks.vectors import names
from rnn_core import runs
from rnn_core.data import Messages, entry, keep
from rnn_core.experiments import experiment
from rnn_core.features.words import counted
from rnn_core.jobs.queue import Queue

MADE = "made.txt"  # vectors of chance for the words of the reviews and 400,000 others, 350 MB
TRIALS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("forecast", "prices-msft", {}),
    ("forecast", "prices-msft", {"units": 45, "layers": 4, "timesteps": 40, "epochs": 20}),
    ("forecast", "sine", {"cell": "gru", "units": 128, "epochs": 40, "batch_size": 16}),
    ("text", "hamlet", {"epochs": 3}),
    ("text", "hamlet", {"units": 128, "objective": "next-character", "timesteps": 40, "share": 0.2, "epochs": 3}),
    ("classify", "rotten-tomatoes", {"epochs": 5, "patience": 0}),
    ("classify", "rotten-tomatoes", {"encoding": "word2vec", "cell": "none", "epochs": 5, "patience": 0}),
    ("classify", "rotten-tomatoes", {"encoding": "glove", "vectors": MADE, "dimension": 100, "epochs": 5, "patience": 0}),
)


def main() -> None:
    """One after the other, on this machine as it is."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["RNN_LAB_HOME"] = home
        make_vectors(Path(home) / "data" / MADE, 100)
        queue = Queue(1)
        queue.start()
        for kind, dataset, changed in TRIALS:
            estimated, taken = trial(queue, kind, dataset, changed)
            print(f"{kind} {changed or 'Quick'}: {estimated:.1f} s said, {taken:.1f} s taken, ratio {estimated / taken:.2f}")
        queue.shutdown()


def trial(queue: Queue, kind: str, dataset: str, changed: dict) -> tuple[float, float]:
    """Seconds said, and seconds of reading or learning vectors and of fitting."""
    data, settings = entry(dataset).load(), experiment(kind).settings.parse(changed)
    assert not isinstance(data, Messages)
    sha, pause, estimated = keep(data), threading.Event(), None
    while estimated is None:  # the spare gets ready
        estimated = queue.estimate(kind, sha, settings)
        pause.wait(0.5)
    run = runs.create(kind, dataset, sha, data.title, settings)
    queue.submit(run)
    while run.written_status().active:
        pause.wait(0.1)
    metrics = metrics_of(run)
    return estimated, metrics["seconds"] + metrics.get("vector_seconds", 0)


def make_vectors(path: Path, dimension: int) -> None:
    """A file in GloVe's form."""
    reviews: Any = entry("rotten-tomatoes").load()
    known = [word for word, _ in counted(reviews.texts).most_common()]
    rows = np.random.default_rng(0).normal(0, 0.4, (997, dimension))
    tails = [" ".join(f"{value:.5f}" for value in row) for row in rows]
    path.parent.mkdir()
    with path.open("w") as file:
        file.writelines(f"{word} {tails[place % len(tails)]}\n" for place, word in enumerate([*known, *names(400_000)]))


if __name__ == "__main__":
    main()
