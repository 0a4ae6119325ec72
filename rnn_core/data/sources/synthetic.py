"""Series computed from a formula, whose pattern is known exactly. Equal arguments give equal numbers."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from rnn_core.data.catalogue import Entry, at_hand, never_missing
from rnn_core.data.series import Series, in_order

SOURCE = "Computed by RNN Lab"
LICENCE = "Free of rights: computed from a formula"
SINE, SEASONAL, RANDOM_WALK = "Sine wave", "Trend and season", "Random walk"


def sine(points: int = 1000, *, period: float = 25.3, amplitude: float = 1.0, noise: float = 0.05, seed: int = 0) -> Series:
    """A sine wave; ``period`` in rows, ``noise`` the standard deviation of what is added to each row.

    With a period of whole rows and no noise the value of one period before is exact, and no network can be better.
    """
    values = amplitude * _wave(points, period) + _noise(points, noise, seed)
    return _series(values, SINE, round(period))


def seasonal(
    points: int = 1000,
    *,
    period: int = 50,
    slope: float = 0.02,
    amplitude: float = 5.0,
    noise: float = 0.5,
    seed: int = 0,
) -> Series:
    """A straight trend (``slope`` per row, from 20) with a season of ``period`` rows and noise of that deviation."""
    trend = 20.0 + slope * np.arange(points)
    values = trend + amplitude * _wave(points, period) + _noise(points, noise, seed)
    return _series(values, SEASONAL, period)


def random_walk(points: int = 1000, *, start: float = 100.0, sigma: float = 1.0, seed: int = 0) -> Series:
    """A walk from ``start`` whose steps are independent and normal with standard deviation ``sigma``."""
    steps = _noise(points, sigma, seed)
    steps[0] = start
    return _series(np.cumsum(steps), RANDOM_WALK, None)


def _wave(points: int, period: float) -> np.ndarray:
    return np.sin(2 * np.pi * np.arange(points) / period)


def _noise(points: int, deviation: float, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(0.0, deviation, points)


def _series(values: np.ndarray, title: str, season: int | None) -> Series:
    dates = pd.date_range("2020-01-01", periods=len(values), freq="D")
    frame = in_order(pd.DataFrame({"Value": values}, index=dates))[0]
    return Series(frame=frame, target="Value", title=title, source=SOURCE, licence=LICENCE, season=season)


def _entry(id: str, title: str, sentence: str, read: Callable[[], Series]) -> Entry:
    return Entry(
        id=id,
        title=title,
        sentence=sentence,
        source=SOURCE,
        licence=LICENCE,
        size="1,000 rows",
        period="January 2020 to September 2022",
        load=at_hand(read),
        missing=never_missing,
    )


ENTRIES = (
    _entry("sine", SINE, "A wave of 25.3 days with a little noise, which a network learns almost up to that noise.", sine),
    _entry("seasonal", SEASONAL, "A rising trend with a season of 50 days and some noise.", seasonal),
    _entry("random-walk", RANDOM_WALK, "Every step is pure chance, so no network can beat the last value.", random_walk),
)
