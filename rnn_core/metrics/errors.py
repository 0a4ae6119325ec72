"""Is a forecast any good? Error measures, and a verdict that needs evidence."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

LONGEST_LAG = 10
ENOUGH_ROWS = 30  # below this a missing difference says little
SIGNIFICANT = 0.05


def measures(actual: Array, forecast: Array, before: Array, forecast_before: Array, naive_error: float) -> dict[str, float]:
    """Errors of one forecast, all in 1-D arrays of the same length, in the data's units.

    ``before`` is the actual value one row earlier and ``forecast_before`` what the forecast took it for (free-running:
    its own last output); ``naive_error`` is the mean absolute one-row change in the training part.
    ``mae``, ``rmse``: data units. ``smape``: percent, 0-200. ``mase``: MAE / ``naive_error`` (Hyndman and Koehler 2006).
    ``direction``: share of rows, among those where the value changed, whose direction of change was forecast.
    """
    error = forecast - actual
    size = (np.abs(actual) + np.abs(forecast)) / 2
    moved = actual != before
    hits = np.sign(forecast - forecast_before) == np.sign(actual - before)
    return {
        "mae": float(np.mean(np.abs(error))),
        "rmse": rmse(actual, forecast),
        "smape": float(100 * np.mean(np.divide(np.abs(error), size, out=np.zeros_like(error), where=size > 0))),
        "mase": float(np.mean(np.abs(error)) / naive_error) if naive_error else float("nan"),
        "direction": float(np.mean(hits[moved])) if moved.any() else float("nan"),
    }


def rmse(actual: Array, forecast: Array) -> float:
    """Root of the mean squared error, in the data's units."""
    return float(np.sqrt(np.mean((forecast - actual) ** 2)))


def lag(values: Array, first: int, forecast: Array) -> int:
    """The shift, 0 to 10 rows back, at which ``forecast`` of ``values[first:]`` fits the actual values best.

    1 means: the forecast is closest to yesterday's value, so it mostly repeats what it has just seen.
    """
    rows = np.arange(first, len(values))
    return min(range(min(LONGEST_LAG, first) + 1), key=lambda shift: rmse(values[rows - shift], forecast))


def repeats(values: Array, first: int, forecast: Array, shift: int) -> bool:
    """Whether the forecast mostly says again what it has just seen: ``shift`` rows back it fits clearly better (a tenth)."""
    if not 0 < shift < LONGEST_LAG:
        return False
    rows = np.arange(first, len(values))
    return rmse(values[rows - shift], forecast) < 0.9 * rmse(values[rows], forecast)


def diebold_mariano(actual: Array, forecast: Array, rival: Array) -> float:
    """Two-sided p-value of equal accuracy (squared error) of two one-step forecasts.

    Diebold and Mariano (1995) with the small-sample correction of Harvey, Leybourne and Newbold (1997), t distribution
    with n - 1 degrees of freedom. 1.0 for fewer than three rows or equal forecasts.
    """
    difference = (rival - actual) ** 2 - (forecast - actual) ** 2
    rows = len(difference)
    if rows < 3 or not np.any(difference):
        return 1.0
    spread = float(np.sqrt(np.var(difference) / rows))
    if spread == 0:
        return 0.0
    statistic = float(np.mean(difference)) / spread * np.sqrt((rows - 1) / rows)
    from scipy import stats  # 40 MB that the server does not need

    return float(2 * stats.t.sf(abs(statistic), rows - 1))


@dataclass(frozen=True)
class Judgement:
    """A one-step forecast beside the best of the naive ones, ``rival``: a code, and what it rests on.

    ``skill`` = 1 - RMSE / RMSE(rival): 0 is as good, 1 is perfect, below 0 is worse; not a number where the rival makes no error.
    ``p_value``: see :func:`diebold_mariano`. ``rows``: forecast.
    """

    kind: Literal["better", "no_better", "too_few", "worse"]
    rival: str
    skill: float
    p_value: float
    rows: int


def judge(actual: Array, forecast: Array, rivals: Mapping[str, Array]) -> Judgement:
    """Compare a one-step forecast with that of the naive ones which has the smallest RMSE on the same rows."""
    rival = best(actual, rivals)
    skill, rows = skill_beside(actual, forecast, rivals[rival]), len(actual)
    p_value = diebold_mariano(actual, forecast, rivals[rival])
    if p_value < SIGNIFICANT and skill != 0 and np.isfinite(skill):
        return Judgement("better" if skill > 0 else "worse", rival, skill, p_value, rows)
    return Judgement("too_few" if skill > 0 and rows < ENOUGH_ROWS else "no_better", rival, skill, p_value, rows)


def best(actual: Array, forecasts: Mapping[str, Array]) -> str:
    """The name of the forecast with the smallest RMSE, the first of several."""
    return min(forecasts, key=lambda name: rmse(actual, forecasts[name]))


def skill_beside(actual: Array, forecast: Array, rival: Array) -> float:
    """1 - RMSE / RMSE(rival), not a number where the rival makes no error."""
    naive = rmse(actual, rival)
    return 1 - rmse(actual, forecast) / naive if naive else float("nan")


def coverage(actual: Array, low: Array, high: Array) -> float:
    """Share of the actual values that lie inside the band."""
    return float(np.mean((actual >= low) & (actual <= high)))
