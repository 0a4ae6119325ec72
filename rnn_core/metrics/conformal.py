"""Bands that hold what they promise: as wide as the errors on rows that were set aside (split conformal prediction)."""

import math
from bisect import bisect_left, insort
from collections import deque
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

RATE = 0.05  # by which a miss moves the level
ROUNDING = 1e-9  # 0.8 and 1 - 0.2 are not the same number


def rank(count: int, miscoverage: float) -> int:
    """Which of ``count`` errors, counted from the smallest as 1, is the half width: ⌈(count + 1)(1 - miscoverage)⌉.

    Above ``count`` there are too few errors to promise that much, 0 and below nothing need be held.
    """
    return math.ceil((count + 1) * (1 - miscoverage) - ROUNDING)


def half_width(errors: Array, miscoverage: float) -> float:
    """Half of the width of a band that holds a new value in at least 1 - ``miscoverage`` of cases.

    ``errors`` (count,): sizes of errors of the same forecast on rows that it was not fitted to, exchangeable with the new one
    (Vovk, Gammerman and Shafer 2005; of each step ahead by itself: Stankevičiūtė, Alaa and van der Schaar 2021). Infinite with
    too few of them.
    """
    return _of_sorted(np.sort(errors), miscoverage)


def fewest(miscoverage: float) -> int:
    """How many errors a band needs for its promise."""
    return math.ceil(1 / miscoverage - 1 - ROUNDING)


def _of_sorted(errors: Array | list[float], miscoverage: float) -> float:
    place = rank(len(errors), miscoverage)
    return math.inf if place > len(errors) else float(errors[place - 1]) if place > 0 else 0.0


@dataclass(frozen=True)
class Adapted:
    """``half_widths`` (rows,) and the ``levels`` (rows,), shares to miss, that they were made with."""

    half_widths: Array
    levels: Array


def adaptive(known: Array, errors: Array, miscoverage: float, rate: float = RATE) -> Adapted:
    """A band that learns from its misses (adaptive conformal inference, Gibbs and Candès 2021), row after row.

    ``known`` (count,): sizes of earlier errors; ``errors`` (rows,): those of the rows to come, each of which is known after its
    row. A row's half width is made of the last ``count`` known ones at its level. A miss lowers the level by ``rate`` times
    1 - ``miscoverage``, a hit raises it by ``rate`` times ``miscoverage``.
    """
    ordered, window = sorted(known.tolist()), deque(known.tolist())
    level, widths, levels = miscoverage, [], []
    for error in errors.tolist():
        width = _of_sorted(ordered, level)
        widths.append(width)
        levels.append(level)
        level += rate * (miscoverage - (error > width))
        if window:
            del ordered[bisect_left(ordered, window.popleft())]
            window.append(error)
            insort(ordered, error)
    return Adapted(np.array(widths), np.array(levels))


def pinball(actual: Array, forecast: Array, share: float) -> float:
    """Mean pinball loss, data units, of a forecast that ``share`` of the values should lie below: smaller is better."""
    over = actual - forecast
    return float(np.mean(np.maximum(share * over, (share - 1) * over)))
