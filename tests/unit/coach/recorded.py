"""Real runs, recorded, and what the coach takes of a run.

``recorded_runs.json`` and ``recorded_class_runs.json`` hold real runs of the command line, four digits a number. Of long
runs every second to sixth epoch was kept, 40 at most, so their epochs are counted among those. They were made by earlier
versions and hold no more than the coach looks at: what their documents have beside that is filled with neutral values here.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np

from rnn_core.coach.advise import advise
from rnn_core.experiments import experiment
from rnn_core.experiments.advice import Advice
from rnn_core.experiments.text.metrics import Sample
from rnn_core.runs import About, Status, TrainingFacts

FILES = ("recorded_runs.json", "recorded_class_runs.json")
TEXTS = [(Path(__file__).parent / name).read_text(encoding="utf-8") for name in FILES]
RUNS: dict[str, Any] = {name: run for text in TEXTS for name, run in json.loads(text).items()}

LOSS = {"first": 1.0, "last": 0.5, "best": 0.5}
FACTS = {"loss": LOSS, "epochs": 1, "seconds": 1, "checkpoint": "", "parameters": 1, "device": "", "kernel": ""}
ERRORS = {"mae": 1, "rmse": 1, "smape": 1, "mase": 1, "direction": 0.5}
DISTANCES = {"one_step": 1, "free_running": [1, 1]}
NEUTRAL: dict[str, dict[str, Any]] = {  # where the coach does not look, or where a test says nothing else
    "forecast": {
        **FACTS,
        "one_step": ERRORS,
        "free_running": None,
        "baselines": {},
        "lag": 0,
        "p_value": 0.5,
        "repeats": False,
        "band": None,
        "next": {"date": "2022-10-01", "value": 0},
        "unit": "",
        "target": "Value",
        "windows": {"train": 1, "validation": 1, "test": 150, "timesteps": 20, "features": 1},
        "free_rows": None,
        "parts": {"test": ["2022-01-01", "2022-05-30"]},
    },
    "trajectory": {
        **FACTS,
        "windows": {"train": 1, "validation": 1, "test": 150, "timesteps": 20, "features": 2},
        "distance": DISTANCES,
        "constant_velocity": DISTANCES,
        "standing_still": DISTANCES,
        "starts": 1,
        "step_seconds": 1,
        "p_value": 0.5,
        "coordinates": ["x", "y"],
        "parts": {"test": [1001, 1150]},
    },
    "text": {
        **FACTS,
        "characters": {"train": 1, "validation": 1, "unseen": 0},
        "vocabulary": 64,
        "folded": 0,
        "objective": "every-character",
        "validation": {"nats": 1.8, "bits_per_character": 1, "perplexity": 1},
    },
    "classify": {
        **FACTS,
        "classes": ["a", "b", "c"],
        "counts": {"train": [60, 60, 80], "validation": [60, 60, 80], "test": [60, 60, 80]},
        "validation": {"accuracy": 0.7, "macro_f1": 0.7},
        "test": {"accuracy": 0.7, "macro_f1": 0.7},
        "most_frequent": 0.4,
        "calibration": [],
        "calibration_error": 0,
        "unknown_words": 0,
    },
}
ROW = {"texts": 1, "precision": 0.5, "f1": 0.5}  # of a class, beside its name and recall


def filled(usual: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """``given``, and of ``usual`` what it lacks, also within its dictionaries."""
    pairs = ((name, usual.get(name), given.get(name)) for name in {**usual, **given})
    both = {name: filled(one, other) for name, one, other in pairs if isinstance(one, dict) and isinstance(other, dict)}
    return {**usual, **given, **both}


def measured(name: str, **given: Any) -> TrainingFacts:
    """``metrics.json`` of an experiment."""
    values = filled(NEUTRAL[name], given)
    if name == "classify":
        values["per_class"] = [{**ROW, **row} for row in values["per_class"]]
        values["baselines"] = {method: {"macro_f1": 0.5, **scores} for method, scores in values["baselines"].items()}
    return experiment(name).metrics.model_validate(values)


def about(name: str = "forecast", data: str = "a", **settings: Any) -> About:
    """``settings.json``; a setting that is not given has its default."""
    return About(
        experiment=name,
        dataset="sine",
        data=hashlib.sha256(data.encode()).hexdigest(),
        title="Sine",
        settings={**experiment(name).settings().model_dump(mode="json"), **settings},
        versions={},
        created="2022-01-01T00:00:00+00:00",
    )


def advised(
    name: str, history: dict, metrics: TrainingFacts | None, state: str = "finished", message: str = "", samples=(), **settings
) -> Advice | None:
    """What the coach says."""
    return advise(about(name, **settings), history, metrics, Status(state=state, message=message), samples)


def columns(history: dict) -> dict[str, list[float]]:
    """JSON knows no NaN; ``history.csv`` read back has one where a value is missing."""
    return {name: [np.nan if value is None else value for value in column] for name, column in history.items()}


def recorded(name: str, **changes: Any) -> tuple[About, TrainingFacts | None]:
    """What a recorded run is of and what was measured, some of it changed."""
    run = RUNS[name]
    metrics = {key: value for key, value in (run["metrics"] or {}).items() if key != "samples"} | changes
    return about(run["experiment"], run["data"], **run["settings"]), measured(run["experiment"], **metrics) if metrics else None


def coached(name: str, history: dict | None = None, state: str = "", samples: Any = None, **changes: Any) -> Advice | None:
    """Advice on a recorded run, with other curves, another state, other samples or other metrics if given."""
    run, (of, metrics) = RUNS[name], recorded(name, **changes)
    written = (run["metrics"] or {}).get("samples", ()) if samples is None else samples
    status = Status(state=state or run["state"], message=run["message"])
    rows = [Sample.model_validate({"epoch": 1, "prompt": "", **row}) for row in written]
    return advise(of, history or columns(run["history"]), metrics, status, rows)
