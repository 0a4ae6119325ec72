"""Exponential smoothing as a model with states (ETS; Hyndman, Koehler, Ord and Snyder 2008), all of its parts added up."""

from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnn_core.metrics.rivals.fitting import Array, NoForecast, Watch, attempt, learned_rows, usable

MOST_STEPS = 100  # of the search for the best smoothing; those of the bundled series take fewer


@dataclass(frozen=True)
class Ets:
    """Fitted, and carried on over all rows with what was learned.

    After each row from ``first`` on: ``level`` (rows,), ``trend`` (rows,), and ``season`` (period + rows,), which begins with a
    season before the first row. ``damping``: what is left of the trend from row to row; ``period``: 1 without a season.
    """

    first: int
    level: Array
    trend: Array
    season: Array
    damping: float
    period: int

    def ahead(self, origins: NDArray[np.int64], steps: int) -> Array:
        """Of the ``steps`` rows from each of ``origins`` on, made from the rows before it: (origins, steps)."""
        rows, further = origins[:, None] - self.first, np.arange(1, steps + 1)
        damped = np.cumsum(self.damping**further)
        known = rows - 1 + further - self.period * -(-further // self.period)  # the last such row that has been
        return np.asarray(self.level[rows - 1] + damped * self.trend[rows - 1] + self.season[known + self.period])


def fitted(values: Array, train: int, season: int | None) -> Ets:
    """Fitted to the training rows of ``values`` (rows,): with a damped trend or without, with the season or without, as Akaike's
    criterion finds best. Raises NoForecast where that cannot be.
    """
    first = learned_rows(values, train)
    season, watch = usable(season, train - first), Watch()
    found = attempt(lambda: _best(values[first:train], season, watch))
    return attempt(lambda: _carried_on(found, values[first:], first))


def _best(values: Array, season: int | None, watch: Watch) -> Any:
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel  # large, and a server that measures nothing needs it not

    found = []
    for trend, seasonal in product((None, "add"), (None, "add") if season else (None,)):
        model = ETSModel(
            values,
            trend=trend,
            damped_trend=trend is not None,
            seasonal=seasonal,
            seasonal_periods=season if seasonal else None,
            initialization_method="heuristic",
        )
        found.append(model.fit(disp=False, maxiter=MOST_STEPS, callback=watch))
        watch()
    known = [one for one in found if np.isfinite(one.aic)]
    if not known:
        raise NoForecast("None of its forms fits the training part.")
    return min(known, key=lambda one: one.aic)


def _carried_on(found: Any, values: Array, first: int) -> Ets:
    """The states after every row, by the smoothing that was found."""
    period = found.seasonal_periods if found.has_seasonal else 1
    alpha, damping = float(found.alpha), float(found.phi) if found.damped_trend else 0.0
    beta, gamma = float(found.beta) if found.has_trend else 0.0, float(found.gamma) if found.has_seasonal else 0.0
    now = float(found.initial_level)
    slope = float(found.initial_trend) if found.has_trend else 0.0
    season = [float(one) for one in found.initial_seasonal] if found.has_seasonal else [0.0]
    level, trend = [], []
    for row, value in enumerate(values.tolist()):
        error = value - (now + damping * slope + season[row])
        now, slope = now + damping * slope + alpha * error, damping * slope + beta * error
        level.append(now)
        trend.append(slope)
        season.append(season[row] + gamma * error)
    states = np.array(level), np.array(trend), np.array(season)
    return Ets(first, *states, damping, period)
