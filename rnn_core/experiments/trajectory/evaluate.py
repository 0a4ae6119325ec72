"""How well a network follows a path: distances one step ahead and free-running, beside going straight on."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rnn_core.experiments.base import Results
from rnn_core.experiments.free_running import FreeRun
from rnn_core.experiments.windowed_series import WindowedSeries
from rnn_core.metrics import errors as evaluation
from rnn_core.networks.numpy.network import NumpyNetwork
from rnn_core.networks.spec import operations

Array = NDArray[np.float64]

MOST_STARTS, FEWEST_STARTS = 100, 8  # of free runs
SHOWN = 8  # free runs that are drawn
TOGETHER = 4e11  # operations that all free runs may take, some 20 seconds


def measure(data: WindowedSeries, network: NumpyNetwork, ahead: int, step: float) -> Results:
    """Metrics and tables of a trained network on the test part of ``data``. ``ahead``: points of a free run; ``step``: seconds.

    Distances are Euclidean, in the path's own units, and means: over all test points one step ahead, and for each step of the
    free runs over their starts, evenly spaced in the test part.
    """
    first, points = data.split.validation_stop, data.values
    rows = np.arange(first, data.split.rows)
    past = data.past(rows)
    says = data.forecasts(network.predict(past), past)[:, 0]
    straight = _straight(points, rows, 1)[:, 0]
    errors, rivals = _distance(says, points[rows]), _distance(straight, points[rows])
    starts, steps = _starts(data, network, ahead)
    free = FreeRun(data, network).paths(starts, steps)[:, 0]
    actual = points[starts[:, None] + np.arange(steps)]
    on = _straight(points, starts, steps)
    metrics = {
        "windows": _windows(data),
        "distance": {"one_step": _mean(errors), "free_running": _by_step(free, actual)},
        "constant_velocity": {"one_step": _mean(rivals), "free_running": _by_step(on, actual)},
        "standing_still": {
            "one_step": _mean(_distance(points[rows - 1], points[rows])),
            "free_running": _by_step(np.repeat(points[starts - 1, None], steps, axis=1), actual),
        },
        "starts": len(starts),
        "step_seconds": step,
        **_judged(errors, rivals),
        "spread": float(np.sqrt(np.mean(np.var(says, axis=0)) / np.mean(np.var(points[rows], axis=0)))),
        "coordinates": list(data.choice.targets),
        "parts": {name: list(edges) for name, edges in _parts(data).items()},
        "notes": list(data.notes),
    }
    chosen = np.unique(np.linspace(0, len(starts) - 1, SHOWN).astype(int))
    tables = {
        "path": _table({"point": rows}, {"actual": points[rows], "one_step": says, "constant_velocity": straight}),
        "runs": _runs(starts[chosen], actual[chosen], free[chosen], on[chosen]),
    }
    return Results(metrics, tables)


def _straight(points: Array, starts: NDArray[np.int64], steps: int) -> Array:
    """Constant velocity: from the last known point on by the last known step, again and again; (starts, steps, coordinates)."""
    velocity = points[starts - 1] - points[starts - 2]
    return points[starts - 1, None] + np.arange(1, steps + 1)[:, None] * velocity[:, None]


def _distance(one: Array, other: Array) -> Array:
    return np.sqrt(np.sum((one - other) ** 2, axis=-1))


def _mean(distances: Array) -> float:
    return float(np.mean(distances))


def _by_step(paths: Array, actual: Array) -> list[float]:
    return [float(value) for value in _distance(paths, actual).mean(axis=0)]


def _starts(data: WindowedSeries, network: NumpyNetwork, ahead: int) -> tuple[NDArray[np.int64], int]:
    """Where free runs begin, and how long they are: as long as is wished where the test part allows it."""
    first, rows = data.split.validation_stop, data.split.rows
    steps = min(ahead, rows - first)
    affordable = int(np.clip(TOGETHER / operations(network.network) / steps, FEWEST_STARTS, MOST_STARTS))
    return np.unique(np.linspace(first, rows - steps, min(affordable, rows - steps - first + 1)).astype(int)), steps


def _judged(errors: Array, rivals: Array) -> dict[str, Any]:
    """Beside going straight on: skill = 1 - RMS distance / its RMS distance."""
    zero = np.zeros(len(errors))
    naive = evaluation.rmse(zero, rivals)
    skill = 1 - evaluation.rmse(zero, errors) / naive if naive else float("nan")
    p_value = evaluation.diebold_mariano(zero, errors, rivals)
    if skill > 0 and p_value < evaluation.SIGNIFICANT:
        verdict = "better"
        sentence = f"Better than going straight on: one step ahead its error is {skill:.0%} smaller, too clear to be chance."
    elif skill > 0:
        verdict = "no better"
        sentence = f"No better than going straight on: its error is {skill:.0%} smaller, which can be chance."
    else:
        verdict = "no better"
        worse = f"its error is {1 - skill:.1f} times as large" if np.isfinite(skill) else "the path is straight"
        sentence = f"No better than going straight on (constant velocity): {worse}."
    return {"skill": skill, "p_value": p_value, "verdict": verdict, "verdict_sentence": sentence}


def _windows(data: WindowedSeries) -> dict[str, int]:
    split = data.split
    return {
        "train": split.train - data.timesteps,
        "validation": split.validation,
        "test": split.test,
        "timesteps": data.timesteps,
        "features": data.targets,
    }


def _parts(data: WindowedSeries) -> dict[str, tuple[int, int]]:
    """First and last point of each part, counted from 1."""
    split = data.split
    edges = {
        "train": (1, split.train),
        "validation": (split.train + 1, split.validation_stop),
        "test": (split.validation_stop + 1, split.rows),
    }
    return {name: (first, last) for name, (first, last) in edges.items() if last >= first}


def _table(beginning: dict[str, Any], points: dict[str, Array]) -> pd.DataFrame:
    """Coordinates are numbered from 1, as their names may be any text."""
    columns = {f"{name}_{place + 1}": at[:, place] for name, at in points.items() for place in range(at.shape[1])}
    return pd.DataFrame({**beginning, **columns})


def _runs(starts: NDArray[np.int64], actual: Array, free: Array, straight: Array) -> pd.DataFrame:
    count, steps, coordinates = actual.shape
    flat = {"actual": actual, "free_running": free, "constant_velocity": straight}
    beginning = {"start": np.repeat(starts, steps), "step": np.tile(np.arange(1, steps + 1), count)}
    return _table(beginning, {name: one.reshape(-1, coordinates) for name, one in flat.items()})
