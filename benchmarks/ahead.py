"""Several series at once, further ahead, and paths: the figures of docs/measured.md.

``python -m benchmarks.ahead`` prints: seconds to read 14 years of one made-up weather station, and of an epoch over them with the
preset ``weather``; seconds of the ladybug preset, and its distances beside constant velocity.
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

from benchmarks.results import metrics_of
from rnn_core import runs
from rnn_core.data import File, keep
from rnn_core.data.sources import synthetic_paths
from rnn_core.data.store import Dataset
from rnn_core.data.synop.series import read_synop
from rnn_core.experiments import experiment
from rnn_core.jobs.executors import LocalWorker
from rnn_core.runs import Run
from tests.synop import meteo_france, years

YEARS, ROUNDS = 14, 3
WARM_SECONDS = 25.0  # a worker that has just started warms up


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
        series = read_synop([File(content, "synop.csv")]).series
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
    """The preset as it is: in a worker that was waiting for it, as after a click, and as a command of its own."""
    chosen = experiment("trajectory")
    settings = chosen.presets["ladybug"]
    path, values = (
        synthetic_paths.ladybug(settings.points, settings.waves, settings.speed, settings.noise, settings.path_seed),
        settings.model_dump(),
    )
    taken = []
    for _ in range(ROUNDS):
        clicked = after_click("trajectory", path, values)
        _, metrics, seconds = trained("trajectory", path, values)
        taken.append((clicked, metrics["seconds"], seconds))
    mine, straight = metrics["distance"], metrics["constant_velocity"]
    click, fit, whole = (median(seconds) for seconds in zip(*taken, strict=True))
    print(
        f"ladybug preset: {click:.1f} s from the click to the result (aim: 30); as a command {fit:.1f} s of fitting, "
        f"{whole:.1f} s from the start of the process to its end; one step {mine['one_step']:.4f} beside "
        f"{straight['one_step']:.4f} of going straight on: {mine['one_step'] / straight['one_step']:.2f} (aim: 0.5)",
        flush=True,
    )


def after_click(kind: str, data: Dataset, values: dict[str, Any]) -> float:
    """Seconds from a request to a worker that was waiting for it until its run has ended."""
    worker = LocalWorker()
    time.sleep(WARM_SECONDS)
    run = created(kind, data, values)
    start = time.monotonic()
    worker.request("train", run=str(run.folder))
    worker.process.wait()
    seconds = time.monotonic() - start
    worker.end()
    metrics_of(run)
    return seconds


def trained(kind: str, data: Dataset, values: dict[str, Any]) -> tuple[Run, dict, float]:
    """A finished run in a process of its own, its metrics, and the seconds that it took from start to end."""
    run = created(kind, data, values)
    start = time.monotonic()
    subprocess.run(
        [sys.executable, "-m", "rnn_core.training.worker", str(run.folder)], check=True, capture_output=True, cwd=Path.cwd()
    )
    seconds = time.monotonic() - start
    return run, metrics_of(run), seconds


def created(kind: str, data: Dataset, values: dict[str, Any]) -> Run:
    """A run in line."""
    settings = experiment(kind).settings.parse({**values, "device": "cpu"})
    return runs.create(kind, "made", keep(data), data.title, settings)


if __name__ == "__main__":
    main()
