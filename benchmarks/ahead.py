"""Several series at once, further ahead, and paths: the figures that the README quotes.

``python -m benchmarks.ahead`` prints: seconds to read 14 years of one made-up weather station, and of an epoch over them with the
preset ``weather``; seconds of the ladybug preset from start to end, and its distances beside constant velocity.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from rnn_core import datasets, runs
from rnn_core.datasets.store import Kept
from rnn_core.datasets.synop import read_synop
from rnn_core.experiments import experiment
from rnn_core.runs import Run
from tests.synop import meteo_france, years

YEARS, ROUNDS = 14, 3


def main() -> None:
    """All of them, in a home of their own."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["RNN_LAB_HOME"] = home
        weather()
        ladybug()


def weather() -> None:
    """Read a file of 14 years, then train the preset on it for a few epochs."""
    content = meteo_france(years(YEARS))
    taken = []
    for _ in range(ROUNDS):
        start = time.monotonic()
        series = read_synop(content, "synop.csv").series
        taken.append(time.monotonic() - start)
    print(
        f"{YEARS} years of one station ({len(series.frame):,} rows, {len(content) / 1e6:.1f} MB): read in {median(taken):.2f} s "
        f"(aim: 2)",
        flush=True,
    )
    chosen = experiment("forecast").presets["weather"].model_dump() | {"epochs": 4, "also": ("u",)}
    run, _, seconds = trained("forecast", series, chosen)
    epochs = np.diff(run.history()["seconds"])
    print(
        f"... an epoch of the preset weather, two columns: {median(epochs):.1f} s (aim: 15); the whole: {seconds:.0f} s",
        flush=True,
    )


def ladybug() -> None:
    """The preset as it is."""
    chosen = experiment("trajectory")
    settings = chosen.presets["ladybug"]
    taken = []
    for _ in range(ROUNDS):
        _, metrics, seconds = trained("trajectory", chosen.generated("ladybug", settings), settings.model_dump())
        taken.append((metrics["seconds"], seconds))
    mine, straight = metrics["distance"], metrics["constant_velocity"]
    print(
        f"ladybug preset: {median(fit for fit, _ in taken):.1f} s of fitting, {median(whole for _, whole in taken):.1f} s from "
        f"the start of a process to its end (aim: 30); one step {mine['one_step']:.4f} beside {straight['one_step']:.4f} of "
        f"going straight on: {mine['one_step'] / straight['one_step']:.2f} (aim: 0.5)",
        flush=True,
    )


def trained(kind: str, data: Kept, values: dict[str, Any]) -> tuple[Run, dict, float]:
    """A finished run in a process of its own, its metrics, and the seconds that it took from start to end."""
    settings = experiment(kind).settings.parse({**values, "device": "cpu"})
    run = runs.create(kind, "made", datasets.keep(data), data.title, settings)
    start = time.monotonic()
    subprocess.run([sys.executable, "-m", "rnn_core.worker", str(run.folder)], check=True, capture_output=True, cwd=Path.cwd())
    metrics = run.metrics()
    if metrics is None:
        raise SystemExit(run.status().message)
    return run, metrics, time.monotonic() - start


if __name__ == "__main__":
    main()
