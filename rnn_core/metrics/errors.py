"""Is a forecast any good? Error measures, and a verdict that needs evidence."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

LONGEST_LAG = 10
DAY = 86_400.0  # seconds
ENOUGH_ROWS = 30  # below this a missing difference says little
SIGNIFICANT = 0.05

Verdict = Literal["better", "no better than yesterday", "too few days to tell"]


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
    """``verdict`` in a word or two, the ``sentence`` a page shows, the p-value and the skill behind them.

    ``skill`` = 1 - RMSE / RMSE(last value): 0 is yesterday's value, 1 is perfect, below 0 is worse than yesterday.
    """

    verdict: Verdict
    sentence: str
    p_value: float
    skill: float


def row_name(seconds: float | None) -> str:
    """What a row is called in sentences: "day" (rows without their distance were days), or "row" where it is shorter."""
    return "day" if seconds is None or seconds >= DAY else "row"


def last_value_name(seconds: float | None) -> str:
    """What the last known value is called in sentences."""
    return "yesterday's value" if row_name(seconds) == "day" else "the last value"


def judge(actual: Array, forecast: Array, last_value: Array, row_seconds: float | None = None) -> Judgement:
    """Compare a one-step forecast with "tomorrow = today". ``row_seconds``: between two rows."""
    last, rows = last_value_name(row_seconds), f"{row_name(row_seconds)}s"
    naive = rmse(actual, last_value)
    skill = 1 - rmse(actual, forecast) / naive if naive else float("nan")
    p_value = diebold_mariano(actual, forecast, last_value)
    if skill > 0 and p_value < SIGNIFICANT:
        verdict: Verdict = "better"
        sentence = f"Better than {last}: its error is {skill:.0%} smaller, too clear to be chance."
    elif skill > 0 and len(actual) < ENOUGH_ROWS:
        verdict = "too few days to tell"
        sentence = (
            f"Too few {rows} to tell: the error is {skill:.0%} smaller than that of {last}, "
            f"but on {len(actual)} test rows that can be chance."
        )
    else:
        verdict = "no better than yesterday"
        sentence = f"No better than {last}: {_how_much(skill)}."
    return Judgement(verdict, sentence, p_value, skill)


def _how_much(skill: float) -> str:
    if not np.isfinite(skill):
        return "the values of the test part never change"
    if skill > 0:
        return f"its error is {skill:.0%} smaller, which can be chance"
    if skill > -1:
        return f"its error is {-skill:.0%} larger than that of saying 'tomorrow = today'"
    return f"its error is {1 - skill:.1f} times that of saying 'tomorrow = today'"


def coverage(actual: Array, low: Array, high: Array) -> float:
    """Share of the actual values that lie inside the band."""
    return float(np.mean((actual >= low) & (actual <= high)))
