"""See it learn: what the network says about the same few rows after each epoch, beside what happened there."""

from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from rnn_core.documents import Document, Measure, Words
from rnn_core.errors import UserError
from rnn_core.experiments.base import Weights
from rnn_core.experiments.forecast.data import Prepared
from rnn_core.experiments.forecast.evaluate import places_as_text
from rnn_core.metrics.errors import rmse
from rnn_core.networks.numpy.network import NumpyNetwork
from rnn_core.networks.spec import Network
from rnn_core.runs import Snapshot

ROWS = 60  # as many as a picture shows apart


class Said(Snapshot):
    """A row of ``samples.jsonl``: the first column one step ahead (rows,), in the data's units, and its RMSE there."""

    said: tuple[Measure, ...] = Field(max_length=ROWS)
    error: Measure


class Scene(Document):
    """What stands still: the same rows (rows,) as they were, in the data's units, and what "as the row before" says.

    ``part``: "validation", or "training" where nothing is kept for validation; never the test part. ``naive_error``: RMSE.
    """

    part: Literal["validation", "training"]
    target: Words
    unit: Words
    dates: tuple[str, ...]
    actual: tuple[float, ...]
    naive: tuple[float, ...]
    naive_error: float


def scene(prepared: Prepared) -> Scene:
    """The last rows of the validation part, or else of the training part."""
    data, rows = prepared.series, _rows(prepared)
    actual, naive = data.values[rows, 0], data.values[rows - 1, 0]
    return Scene(
        part="validation" if data.split.validation else "training",
        target=data.choice.targets[0],
        unit=data.unit,
        dates=tuple(places_as_text(data, data.dates[rows])),
        actual=tuple(actual.tolist()),
        naive=tuple(naive.tolist()),
        naive_error=rmse(actual, naive),
    )


class Camera:
    """Takes the snapshots of one training."""

    def __init__(self, prepared: Prepared, network: Network):
        rows = _rows(prepared)
        self.data, self.network = prepared.series, network
        self.past, self.actual = self.data.past(rows), self.data.values[rows, 0]

    def __call__(self, weights: Weights) -> list[dict[str, Any]]:
        """One row, without its epoch."""
        said = self.data.forecasts(NumpyNetwork(self.network, weights).predict(self.past), self.past)[:, 0, 0]
        digits = [float(f"{value:.5g}") if np.isfinite(value) else None for value in said]
        error = rmse(self.actual, said)
        return [{"said": digits, "error": error if np.isfinite(error) else None}]


def checked(prepared: Prepared, said: Said) -> Said:
    """A snapshot from elsewhere: its network is gone, so only its form can be looked at. Raises UserError."""
    if len(said.said) != len(_rows(prepared)):
        raise UserError("The snapshots of this run are not of its data: it was changed on its way. Train it again.")
    return said


def _rows(prepared: Prepared) -> NDArray[np.int64]:
    split = prepared.series.split
    last = split.validation_stop
    first = max(prepared.series.timesteps, split.train if split.validation else 0, last - ROWS)
    return np.arange(first, last)
