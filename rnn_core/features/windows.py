"""From a table of numbers to what a recurrent network reads: split in time, scale, cut windows.

The order matters: first split, then fit the scaler on the training rows only, then cut.
"""

from dataclasses import dataclass
from typing import Any, Literal, Self

import numpy as np
from numpy.typing import NDArray

from rnn_core.errors import UserError

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Split:
    """How many rows, in time order, are for training, validation and test."""

    train: int
    validation: int
    test: int

    @property
    def validation_stop(self) -> int:
        """The row after the last validation row, which is the first test row."""
        return self.train + self.validation

    @property
    def rows(self) -> int:
        """All rows."""
        return self.train + self.validation + self.test


def split_rows(rows: int, validation: float, test: float) -> Split:
    """Keep the last rows for the test and those before them for validation.

    ``validation`` and ``test`` below 1 are shares of ``rows``, otherwise numbers of rows.
    Raises UserError when nothing is left to train on.
    """
    counts = [round(part * rows) if part < 1 else int(part) for part in (validation, test)]
    train = rows - sum(counts)
    if train < 1:
        raise UserError(
            f"The data have {rows} rows, but {counts[0]} for validation and {counts[1]} for the test leave none "
            "to train on: keep fewer rows."
        )
    return Split(train, *counts)


@dataclass(frozen=True)
class Scaler:
    """``scaled = (value - offset) / scale``, column by column. ``offset`` and ``scale``: (features,)."""

    offset: Array
    scale: Array

    @classmethod
    def fit(cls, kind: Literal["min-max", "standard"], values: Array) -> Self:
        """Learn from the training rows ``(rows, features)``: to 0-1 (min-max), or mean 0 and deviation 1 (standard).

        The numbers are those of scikit-learn's MinMaxScaler and StandardScaler, which the server need not load; a constant
        column is only shifted to 0, as there.
        """
        if kind == "min-max":
            offset, scale = values.min(axis=0), np.ptp(values, axis=0)
        else:
            offset, scale = values.mean(axis=0), values.std(axis=0)
        return cls(offset, np.where(scale == 0, 1.0, scale))

    def transform(self, values: Array) -> Array:
        """Scale ``(rows, features)``."""
        return (values - self.offset) / self.scale

    def inverse(self, scaled: NDArray[np.floating], column: int = 0) -> Array:
        """Bring scaled values of one column, of any shape, back to the data's units."""
        return np.asarray(scaled, dtype=float) * self.scale[column] + self.offset[column]

    def as_json(self) -> dict[str, list[float]]:
        """Plain lists for ``preparation.json``."""
        return {"offset": self.offset.tolist(), "scale": self.scale.tolist()}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        """Back from :meth:`as_json`."""
        return cls(np.asarray(value["offset"], dtype=float), np.asarray(value["scale"], dtype=float))


def windows(
    values: Array, timesteps: int, first: int, stop: int, targets: int = 1, horizon: int = 1
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Cut the windows whose target rows all lie in ``[first, stop)``.

    Window i holds the ``timesteps`` rows before its first target row t: ``values[t - timesteps:t]`` with every column; its
    targets are the first ``targets`` columns of the ``horizon`` rows from t on, row after row. Rows before ``first`` are read
    as past, which bridges from one part into the next.

    Returns inputs ``(windows, timesteps, features)`` and targets ``(windows, horizon * targets)``, float32.
    """
    origins = np.arange(max(first, timesteps), stop - horizon + 1)
    ahead = values[origins[:, None] + np.arange(horizon), :targets]
    return inputs(values, timesteps, origins), ahead.reshape(len(origins), horizon * targets).astype(np.float32)


def inputs(values: Array, timesteps: int, origins: NDArray[np.int64]) -> NDArray[np.float32]:
    """The ``timesteps`` rows just before each of ``origins``: (origins, timesteps, features)."""
    return values[origins[:, None] + np.arange(-timesteps, 0)].astype(np.float32)
