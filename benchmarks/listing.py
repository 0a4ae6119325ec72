"""How long the page Runs needs to know 2,000 runs: ``python -m benchmarks.listing``.

The first time a new server lists them, and every time after it.
"""

import os
import shutil
import tempfile
import time
from pathlib import Path

from rnn_core import runs
from rnn_core.data import keep
from rnn_core.data.sources.synthetic import sine
from rnn_core.experiments import experiments
from rnn_core.experiments.forecast import ForecastSettings
from rnn_core.experiments.listing import rows
from rnn_core.training import worker

COUNT, EPOCHS = 2_000, 100


def main() -> None:
    """Make the runs in a home of their own, list them, print."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["RNN_LAB_HOME"] = home
        make(COUNT)
        experiments()  # a server has loaded them
        seconds = []
        for _ in range(4):
            begin = time.perf_counter()
            assert len(rows()) == COUNT
            seconds.append(time.perf_counter() - begin)
    print(f"{COUNT:,} runs of {EPOCHS} epochs: {seconds[0]:.2f} s the first time, then {min(seconds[1:]):.2f} s")


def make(count: int) -> None:
    """One finished run, copied."""
    data = sine()
    settings = ForecastSettings(units=2, timesteps=2, epochs=1)
    first = runs.create("forecast", "sine", keep(data), data.title, settings)
    worker.train(first.folder)
    first.write_history(
        [{"epoch": epoch, "seconds": epoch, "loss": 1 / epoch, "val_loss": 1 / epoch} for epoch in range(1, EPOCHS)]
    )
    for number in range(1, count):
        shutil.copytree(first.folder, Path(f"{first.folder.parent}/{first.id[:-8]}{number:08x}"))


if __name__ == "__main__":
    main()
