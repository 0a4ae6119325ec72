"""What several test files need."""

import os
import shutil
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from numpy.typing import NDArray

from rnn_core import files, runs
from rnn_core.data import entry, keep
from rnn_core.experiments.classify.metrics import ClassifyMetrics
from rnn_core.experiments.forecast import ForecastSettings
from rnn_core.experiments.forecast.metrics import ForecastMetrics
from rnn_core.explain.probing import Property
from rnn_core.runs import SETTINGS, STATUS, Run
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


def _emptied(run: Run) -> None:
    shutil.rmtree(run.folder)
    run.folder.mkdir()
    os.utime(run.folder, (time.time() - 2 * MAKING_SECONDS,) * 2)


DAMAGES: dict[str, Callable[[Run], object]] = {
    "status of another form": lambda run: files.write_json(run.folder / STATUS, []),
    "settings of another form": lambda run: files.write_json(run.folder / SETTINGS, {}),
    "no settings": lambda run: files.write_json(run.folder / SETTINGS, {**run.about().model_dump(), "settings": {}}),
    "nothing since long": _emptied,
}


def ended(run: Run) -> bool:
    return not run.written_status().active


def trains(run: Run) -> bool:
    return run.written_status().phase == "training"


FACTS = {
    "loss": {"first": 1.0, "last": 0.5, "best": 0.5},
    "epochs": 2,
    "seconds": 1.0,
    "checkpoint": "the last weights",
    "parameters": 10,
    "device": "CPU",
    "kernel": "fused loop",
}  # of a training


def written_metrics(run: Run) -> dict[str, Any]:
    """``metrics.json`` as whoever opens the file sees it."""
    return dict(files.read_json(run.folder / "results" / "metrics.json"))


def forecast_metrics(skill: float | None = 0.5, kind: str = "better", **values: Any) -> ForecastMetrics:
    """A forecast's ``metrics.json`` of made numbers."""
    errors = {"mae": 1.0, "rmse": 1.0, "smape": 1.0, "mase": 1.0, "direction": 0.5}
    numbers = {"skill": skill, "rows": 100.0, "row_seconds": 86400.0}
    made: dict[str, Any] = {
        **FACTS,
        "one_step": errors,
        "free_running": errors,
        "free_running_baselines": {"last_value": errors},
        "baselines": {"last_value": errors},
        "skill": skill,
        "lag": 0,
        "repeats": False,
        "p_value": 0.01,
        "judgement": {"kind": kind, "numbers": numbers},
        "band": None,
        "next": {"date": "2020-01-01", "value": 1.0},
        "target": "Value",
        "unit": "",
        "windows": {"train": 100, "validation": 20, "test": 100, "timesteps": 5, "features": 1},
        "free_rows": 20,
        "parts": {"train": ("2019-01-01", "2019-06-01"), "test": ("2019-06-02", "2020-01-01")},
    }
    return ForecastMetrics.model_validate({**made, **values})


def classify_metrics(accuracy: float) -> ClassifyMetrics:
    """A classifier's ``metrics.json`` of made numbers: so good on validation as on the test."""
    scores = {"accuracy": accuracy, "macro_f1": accuracy}
    made = {
        **FACTS,
        "classes": ("a", "b"),
        "counts": {"train": (10, 10), "validation": (5, 5), "test": (5, 5)},
        "validation": scores,
        "test": scores,
        "baselines": {"tfidf_logistic_regression": scores, "naive_bayes": scores},
        "most_frequent": 0.5,
        "per_class": (),
        "calibration": (),
        "calibration_error": 0.0,
        "unknown_words": 0.0,
        "cut_texts": 0.0,
        "judgement": {"kind": "no_clear", "numbers": {"right": accuracy, "method": "naive_bayes", "best": accuracy}},
    }
    return ClassifyMetrics.model_validate(made)


def values(found: Sequence[Property], name: str) -> NDArray:
    """Of the property of this name."""
    return next(one.values for one in found if one.name == name)


def marks(found: Sequence[Property], name: str) -> str:
    """The same as a string: 1 where it is there."""
    return "".join(str(int(value)) for value in values(found, name))
