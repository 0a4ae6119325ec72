"""The forecasts beside which a network stands: the naive ones, and those fitted on the same training part."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnn_core.experiments.forecast.sentences import FITTED
from rnn_core.experiments.windowed_series import WindowedSeries
from rnn_core.metrics import baselines
from rnn_core.metrics.rivals import ets, ridge, theta
from rnn_core.metrics.rivals.fitting import NoForecast

Array = NDArray[np.float64]
Ahead = Callable[[NDArray[np.int64], int], Array]  # origins, steps -> (origins, steps), data units


class Rivals:
    """Of one series, for all of its columns. Nothing is fitted where the training part is not at hand: on other data."""

    def __init__(self, data: WindowedSeries):
        self._data = data
        self._fitted: dict[int, dict[str, Ahead | str]] = {}

    def naive(self, place: int, origins: NDArray[np.int64], steps: int) -> dict[str, Array]:
        """What the naive forecasts say about a column from ``origins`` on, (origins, steps) each, data units."""
        data = self._data
        return baselines.baselines(data.values[:, place], data.dates, origins, steps, data.split.train, data.season)

    def fitted(self, place: int, origins: NDArray[np.int64], steps: int) -> dict[str, Array]:
        """The same of those that could be fitted."""
        forecasts = {name: one(origins, steps) for name, one in self._of(place).items() if not isinstance(one, str)}
        return {name: forecast for name, forecast in forecasts.items() if np.isfinite(forecast).all()}

    def why_not(self, place: int, known: Mapping[str, Any]) -> dict[str, str]:
        """Why each of those is missing that are not among ``known``, in a sentence."""
        missing = {name: one for name, one in self._of(place).items() if name not in known}
        return {name: one if isinstance(one, str) else BOUNDLESS for name, one in missing.items()}

    def _of(self, place: int) -> dict[str, Ahead | str]:
        if self._data.learned is not None:
            return {}
        if place not in self._fitted:
            self._fitted[place] = {name: _attempted(fit) for name, fit in zip(FITTED, self._fits(place), strict=True)}
        return self._fitted[place]

    def _fits(self, place: int) -> tuple[Callable[[], Ahead], ...]:
        data, values = self._data, self._data.values[:, place]
        season, train = baselines.season_of(data.dates, data.season), data.split.train
        return (
            lambda: self._on_windows(place),
            lambda: theta.fitted(values, train, season).ahead,
            lambda: ets.fitted(values, train, season).ahead,
        )

    def _on_windows(self, place: int) -> Ahead:
        found, data = self._ridge, self._data

        def ahead(origins: NDArray[np.int64], steps: int) -> Array:
            past = data.past(origins)
            changes = found.outputs(past).reshape(len(past), -1, data.targets)
            scaled = past[:, -1:, : data.targets] + changes
            return data.in_units(scaled)[:, :steps, place]

        return ahead

    @cached_property
    def _ridge(self) -> ridge.Ridge:
        """One for all columns, as the network is."""
        parts = self._data.split
        validation = self._examples(parts.train, parts.validation_stop) if parts.validation else None
        return ridge.fitted(self._examples(0, parts.train), validation)

    def _examples(self, first: int, stop: int) -> ridge.Examples:
        """The network's windows, and by how much the last values change: a ridge that finds nothing says the last value again."""
        data = self._data
        past, ahead = data.examples(first, stop)
        each = data.ahead(ahead, past) - past[:, -1:, : data.targets]
        return past, each.reshape(ahead.shape)


BOUNDLESS = "Its numbers grew beyond all bounds."


def _attempted(fit: Callable[[], Ahead]) -> Ahead | str:
    """The rival, or why there is none."""
    try:
        return fit()
    except NoForecast as reason:
        return str(reason)
