"""See it learn: where the network goes with closed eyes from the same point after each epoch, beside the true path."""

from typing import Annotated, Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from rnn_core.documents import Document, Measure, Words
from rnn_core.errors import UserError
from rnn_core.experiments.base import Weights
from rnn_core.experiments.free_running import one_path
from rnn_core.experiments.trajectory.data import Prepared
from rnn_core.experiments.trajectory.evaluate import distance, straight_on
from rnn_core.networks.numpy.stepping import Stepper
from rnn_core.networks.spec import Network
from rnn_core.runs import Snapshot

STEPS = 40  # as many as cost a few milliseconds
FINE = 1e-4  # of the picture: what is rounded off

Point = tuple[float, ...]


class Said(Snapshot):
    """A row of ``samples.jsonl``: the points (steps, coordinates) of a free run, in the path's units, None for no number.

    ``distance``: the mean one from the true points.
    """

    path: Annotated[tuple[tuple[Measure, ...], ...], Field(max_length=STEPS)]
    distance: Measure


class Scene(Document):
    """What stands still: the points that the network knows (timesteps, coordinates), in the path's units, and the true next ones.

    ``part``: "validation", or "training" where nothing is kept for validation; never the test part. ``start``: the place in the
    path of the first of ``actual``, counted from 0. ``actual`` and ``straight`` (going on by the last known step):
    (steps, coordinates); ``straight_distance``: the mean one between them.
    """

    part: Literal["validation", "training"]
    coordinates: tuple[Words, ...]
    start: int
    known: tuple[Point, ...]
    actual: tuple[Point, ...]
    straight: tuple[Point, ...]
    straight_distance: float


def scene(prepared: Prepared) -> Scene:
    """The first points of the validation part, or else the last ones of the training part."""
    data = prepared.series
    start, steps = _stretch(prepared)
    actual, straight = data.values[start : start + steps], straight_on(data.values, np.array([start]), steps)[0]
    return Scene(
        part="validation" if data.split.validation else "training",
        coordinates=data.choice.targets,
        start=start,
        known=_points(data.values[start - data.timesteps : start]),
        actual=_points(actual),
        straight=_points(straight),
        straight_distance=float(distance(straight, actual).mean()),
    )


class Camera:
    """Takes the snapshots of one training."""

    def __init__(self, prepared: Prepared, network: Network):
        self.data, self.network = prepared.series, network
        self.start, self.steps = _stretch(prepared)
        self.actual = self.data.values[self.start : self.start + self.steps]
        shown = self.data.values[self.start - self.data.timesteps : self.start + self.steps]
        size = FINE * float(np.ptp(shown, axis=0).max())
        self.decimals = int(np.clip(np.ceil(-np.log10(size)), 0, 12)) if size else 12

    def __call__(self, weights: Weights) -> list[dict[str, Any]]:
        """One row, without its epoch."""
        path = one_path(self.data, Stepper(self.network, weights), self.start, self.steps).round(self.decimals)
        points = [[value if np.isfinite(value) else None for value in point] for point in path.tolist()]
        return [{"path": points, "distance": _mean_distance(path, self.actual)}]


def checked(prepared: Prepared, said: Said) -> Said:
    """A snapshot from elsewhere: its network is gone, so its form is looked at and its distance taken again. Raises UserError."""
    start, steps = _stretch(prepared)
    actual = prepared.series.values[start : start + steps]
    if [len(point) for point in said.path] != [actual.shape[1]] * steps:
        raise UserError("The snapshots of this run are not of its path: it was changed on its way. Train it again.")
    return said.model_copy(update={"distance": _mean_distance(np.array(said.path, dtype=float), actual)})


def _stretch(prepared: Prepared) -> tuple[int, int]:
    """Where the free run begins, and how many points it has."""
    split, most = prepared.series.split, min(prepared.settings.ahead, STEPS)
    if split.validation:
        return split.train, min(most, split.validation)
    steps = min(most, split.train - prepared.series.timesteps)
    return split.train - steps, steps


def _points(values: NDArray[np.float64]) -> tuple[Point, ...]:
    return tuple(map(tuple, values.tolist()))


def _mean_distance(path: NDArray[np.float64], actual: NDArray[np.float64]) -> float | None:
    mean = float(distance(path, actual).mean())
    return mean if np.isfinite(mean) else None
