"""How well a network follows a path: distances one step ahead and free-running, beside going straight on."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rnn_core.documents import Verdict
from rnn_core.experiments.base import Results
from rnn_core.experiments.free_running import FreeRun
from rnn_core.experiments.trajectory.data import Prepared
from rnn_core.experiments.trajectory.metrics import Distances, TrajectoryMeasures
from rnn_core.experiments.windowed_series import WindowedSeries
from rnn_core.metrics import errors
from rnn_core.networks.numpy.network import NumpyNetwork
from rnn_core.networks.numpy.told import Told, part, silent
from rnn_core.networks.spec import operations

Array = NDArray[np.float64]

MOST_STARTS, FEWEST_STARTS = 100, 8  # of free runs
SHOWN = 8  # free runs that are drawn
TOGETHER = 4e11  # operations that all free runs may take, some 20 seconds


def evaluate(prepared: Prepared, network: NumpyNetwork, told: Told = silent) -> Results:
    """Metrics and tables of a trained network on the test part, looked at once.

    Distances are Euclidean, in the path's own units, and means: over all test points one step ahead, and for each step of the
    free runs over their starts, evenly spaced in the test part.
    """
    data = prepared.series
    first, points = data.split.validation_stop, data.values
    rows = np.arange(first, data.split.rows)
    past = data.past(rows)
    says = data.forecasts(network.predict(past, told=part(told, 0, 0.2)), past)[:, 0]
    straight = straight_on(points, rows, 1)[:, 0]
    misses, rivals = distance(says, points[rows]), distance(straight, points[rows])
    starts, steps = _starts(data, network, prepared.settings.ahead)
    free = FreeRun(data, network).paths(starts, steps, told=part(told, 0.2, 1))[:, 0]
    actual = points[starts[:, None] + np.arange(steps)]
    on, still = straight_on(points, starts, steps), np.repeat(points[starts - 1, None], steps, axis=1)
    still_misses = distance(points[rows - 1], points[rows])
    metrics = TrajectoryMeasures(
        windows=data.counts(),
        distance=_distances(misses, free, actual),
        constant_velocity=_distances(rivals, on, actual),
        standing_still=_distances(still_misses, still, actual),
        starts=len(starts),
        step_seconds=prepared.step,
        **_judged(misses, rivals),
        spread=float(np.sqrt(np.mean(np.var(says, axis=0)) / np.mean(np.var(points[rows], axis=0)))),
        coordinates=data.choice.targets,
        parts=_parts(data),
        notes=data.notes,
    )
    chosen = np.unique(np.linspace(0, len(starts) - 1, SHOWN).astype(int))
    tables = {
        "path": _table({"point": rows}, {"actual": points[rows], "one_step": says, "constant_velocity": straight}),
        "runs": _runs(starts[chosen], actual[chosen], free[chosen], on[chosen]),
    }
    return Results(metrics, tables)


def straight_on(points: Array, starts: NDArray[np.int64], steps: int) -> Array:
    """Constant velocity: from the last known point on by the last known step, again and again; (starts, steps, coordinates)."""
    velocity = points[starts - 1] - points[starts - 2]
    return points[starts - 1, None] + np.arange(1, steps + 1)[:, None] * velocity[:, None]


def distance(one: Array, other: Array) -> Array:
    """Euclidean, of points (..., coordinates)."""
    return np.sqrt(np.sum((one - other) ** 2, axis=-1))


def _distances(one_step: Array, paths: Array, actual: Array) -> Distances:
    """``one_step`` (points,) distances; ``paths`` and ``actual`` (starts, steps, coordinates)."""
    by_step = distance(paths, actual).mean(axis=0)
    return Distances(one_step=float(np.mean(one_step)), free_running=tuple(by_step.tolist()))


def _starts(data: WindowedSeries, network: NumpyNetwork, ahead: int) -> tuple[NDArray[np.int64], int]:
    """Where free runs begin, and how long they are: as long as is wished where the test part allows it."""
    first, rows = data.split.validation_stop, data.split.rows
    steps = min(ahead, rows - first)
    affordable = int(np.clip(TOGETHER / operations(network.network) / steps, FEWEST_STARTS, MOST_STARTS))
    return np.unique(np.linspace(first, rows - steps, min(affordable, rows - steps - first + 1)).astype(int)), steps


def _judged(misses: Array, rivals: Array) -> dict[str, Any]:
    """Beside going straight on: skill = 1 - RMS distance / its RMS distance."""
    zero = np.zeros(len(misses))
    naive = errors.rmse(zero, rivals)
    skill = 1 - errors.rmse(zero, misses) / naive if naive else float("nan")
    p_value = errors.diebold_mariano(zero, misses, rivals)
    clear = p_value < errors.SIGNIFICANT and np.isfinite(skill) and skill != 0
    kind = ("better" if skill > 0 else "worse") if clear else "no_better"
    return {"skill": skill, "p_value": p_value, "judgement": Verdict(kind=kind, numbers={"skill": skill})}


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
