"""The Theta method (Assimakopoulos and Nikolopoulos 2000): a smoothed level, and half of the slope of a straight line."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnn_core.metrics.rivals.fitting import Array, attempt, learned_rows, usable


@dataclass(frozen=True)
class Theta:
    """Fitted, and carried on over all rows with what was learned.

    ``level`` (rows from ``first`` on,): the smoothed level after each row, of values without their season. ``slope`` a row;
    ``weight``: how much a new value moves the level. ``season``: what stands for each row of a season, a factor where
    ``factors``.
    """

    first: int
    level: Array
    slope: float
    weight: float
    season: Array
    factors: bool

    def ahead(self, origins: NDArray[np.int64], steps: int) -> Array:
        """Of the ``steps`` rows from each of ``origins`` on, made from the rows before it: (origins, steps)."""
        rows = origins[:, None] - self.first
        along = np.arange(steps, dtype=float)
        if self.weight > 0:
            along = along + (1 - (1 - self.weight) ** rows) / self.weight
        forecast = self.level[rows - 1] + self.slope / 2 * along
        season = self.season[(rows + np.arange(steps)) % len(self.season)]
        return np.asarray(forecast * season if self.factors else forecast + season)


def fitted(values: Array, train: int, season: int | None) -> Theta:
    """Fitted to the training rows of ``values`` (rows,). Raises NoForecast where that cannot be."""
    first = learned_rows(values, train)
    season = usable(season, train - first)
    return attempt(lambda: _fitted(values[first:], train - first, season, first))


def _fitted(values: Array, train: int, season: int | None, first: int) -> Theta:
    from scipy.signal import lfilter  # both are large, and a server that measures nothing needs neither
    from statsmodels.tsa.forecasting.theta import ThetaModel

    model = ThetaModel(values[:train], period=season, deseasonalize=season is not None)
    found = model.fit()
    weight, slope = float(found.params["alpha"]), float(found.params["b0"])
    factors = season is not None and model.method.startswith("mul")
    after = found.forecast_components(season)["seasonal"].to_numpy() if season else np.zeros(1)
    parts = np.roll(after, train % len(after))  # the forecast begins at row ``train``
    each = np.resize(parts, len(values))
    plain = values / each if factors else values - each
    level, _ = lfilter([weight], [1, weight - 1], plain, zi=[(1 - weight) * plain[0]])
    return Theta(first, level, slope, weight, parts, factors)
