"""What several test files need."""

import os
import shutil
import threading
import time
from collections.abc import Callable
from typing import Any

from rnn_core import runs
from rnn_core.data import entry, keep
from rnn_core.documents import Verdict
from rnn_core.experiments.forecast import ForecastMetrics, ForecastSettings
from rnn_core.experiments.forecast.metrics import Errors, Next
from rnn_core.experiments.windowed_series import WindowCounts
from rnn_core.files import read_json, write_json
from rnn_core.runs import SETTINGS, STATUS, Losses, Run
from rnn_core.runs.run_folder import MAKING_SECONDS

TINY = {"units": 4, "timesteps": 5, "epochs": 2, "dropout": 0, "batch_size": 64, "device": "cpu"}


def wait_until(condition: Callable[[], object], seconds: float = 60) -> None:
    """Look again and again until ``condition`` holds; fail when it does not in time."""
    deadline = time.monotonic() + seconds
    pause = threading.Event()
    while not condition():
        assert time.monotonic() < deadline, f"{condition} did not hold within {seconds} seconds"
        pause.wait(0.05)


def queued_run(dataset: str = "sine", **settings) -> Run:
    """A queued run of a tiny network, in the present home."""
    data: Any = entry(dataset).load()
    chosen = ForecastSettings.parse({**TINY, **settings})
    return runs.create("forecast", dataset, keep(data), data.title, chosen)


def measured(skill: float) -> ForecastMetrics:
    """What a run with this skill has measured; all else is made up."""
    errors = Errors(mae=1, rmse=1 - skill, smape=1, mase=1, direction=0.5)
    return ForecastMetrics(
        one_step=errors,
        free_running=errors,
        baselines={"last_value": errors},
        skill=skill,
        lag=0,
        repeats=False,
        p_value=0.01,
        judgement=Verdict(kind="better", numbers={"skill": skill}),
        band=None,
        next=Next(date="2020-01-01", value=1),
        target="Value",
        unit="",
        windows=WindowCounts(train=10, validation=5, test=5, timesteps=5, features=1),
        free_rows=5,
        parts={},
        loss=Losses(first=1, last=0.5, best=0.5),
        epochs=2,
        seconds=1,
        checkpoint="the last epoch",
        parameters=10,
        device="CPU",
        kernel="loop",
    )


def _emptied(run: Run) -> None:
    shutil.rmtree(run.folder)
    run.folder.mkdir()
    os.utime(run.folder, (time.time() - 2 * MAKING_SECONDS,) * 2)


DAMAGES: dict[str, Callable[[Run], object]] = {
    "status of another form": lambda run: write_json(run.folder / STATUS, []),
    "settings of another form": lambda run: write_json(run.folder / SETTINGS, {}),
    "no settings": lambda run: write_json(run.folder / SETTINGS, {**read_json(run.folder / SETTINGS), "settings": {}}),
    "nothing since long": _emptied,
}


def ended(run: Run) -> bool:
    return not run.written_status().active


def trains(run: Run) -> bool:
    return run.written_status().phase == "training"
