"""A forecast that goes on by itself: the network reads its own outputs as if they were values."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnn_core.experiments.windowed_series import WindowedSeries
from rnn_core.features import calendar
from rnn_core.networks.numpy.network import NumpyNetwork
from rnn_core.networks.numpy.sliding import SlidingWindows
from rnn_core.networks.numpy.stepping import Stepper
from rnn_core.networks.numpy.told import Told, silent

Array = NDArray[np.float64]


@dataclass(frozen=True)
class FreeRun:
    """A trained network and the series on which it starts. Only the calendar may be known beside what it forecasts."""

    data: WindowedSeries
    network: NumpyNetwork

    def paths(
        self,
        starts: NDArray[np.int64],
        steps: int,
        samples: int = 1,
        dropout: np.random.Generator | None = None,
        told: Told = silent,
    ) -> Array:
        """What it says about the ``steps`` rows from each of ``starts`` on: (starts, samples, steps, targets), data units.

        Samples differ only with ``dropout``. Of a network that says several rows at once the first is taken.
        """
        targets = self.data.targets
        known = np.repeat(self._calendar(starts, steps), samples, axis=0).astype(np.float32)
        window = np.repeat(self.data.past(starts), samples, axis=0)
        outputs = np.empty((len(window), steps, targets), np.float32)
        for step in range(steps):
            outputs[:, step] = self.data.ahead(self.network.predict(window, dropout=dropout), window)[:, 0]
            row = np.concatenate([outputs[:, step], known[:, step]], axis=1)
            window = np.concatenate([window[:, 1:], row[:, None]], axis=1)
            told((step + 1) / steps)
        return self.data.in_units(outputs.reshape(len(starts), samples, steps, targets))

    def _calendar(self, starts: NDArray[np.int64], steps: int) -> Array:
        """The columns that are no forecasts in the rows to come, scaled: (starts, steps, columns - targets)."""
        data = self.data
        if not data.choice.calendar:
            return np.empty((len(starts), steps, 0))
        missing = max(0, int(starts.max()) + steps - len(data.dates))
        later = calendar.calendar(data.after(missing)) if missing else np.empty((0, len(calendar.NAMES)))
        scaler = data.scaler
        scaled = (later - scaler.offset[data.targets :]) / scaler.scale[data.targets :]
        known = np.vstack([data.scaled[:, data.targets :], scaled])
        return known[starts[:, None] + np.arange(steps)]


def one_path(data: WindowedSeries, stepper: Stepper, start: int, steps: int) -> Array:
    """As :meth:`FreeRun.paths` from one start, without a calendar, in far less time: (steps, targets), data units."""
    sliding, window = SlidingWindows(stepper), data.past(np.array([start]))
    outputs = np.empty((steps, data.targets), np.float32)
    for point in window[0, :-1]:
        sliding.read(stepper.project(point[None]))
    last = window[:, -1:]
    for step in range(steps):
        outputs[step] = data.ahead(sliding.read(stepper.project(last[0])), last)[0, 0]
        last = outputs[None, step, None]
    return data.in_units(outputs)
