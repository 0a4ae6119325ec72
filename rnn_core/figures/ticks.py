"""Where an axis has its ticks and what stands at them: numbers, powers of ten, dates."""

import math
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Ticks = list[tuple[float, str]]  # a place on the axis, and its words

MOST = 6
# How far apart dates may be, and how they are written then.
STEPS = (
    *((f"{count}s", "%H:%M:%S") for count in (1, 5, 15)),
    *((f"{count}min", "%H:%M") for count in (1, 5, 15)),
    *((f"{count}h", "%d %b %H:%M") for count in (1, 6)),
    *((f"{count}D", "%d %b %Y") for count in (1, 2, 7, 14)),
    *((f"{count}MS", "%b %Y") for count in (1, 3, 6)),
    *((f"{count}YS", "%Y") for count in (1, 2, 5, 10, 25, 50, 100, 500)),
)


def numbers(low: float, high: float, whole: bool = False) -> Ticks:
    """At round numbers, 1, 2 or 5 of a power of ten apart; ``whole``: at no fraction, as of epochs."""
    step = max(next_round((high - low) / MOST), float(whole))
    digits = max(0, -math.floor(math.log10(step) + 1e-9))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [(place * step, f"{place * step:,.{digits}f}") for place in range(first, last + 1)]


def next_round(step: float) -> float:
    """The least of 1, 2 and 5 times a power of ten that is not below ``step``; 1 where that is no distance."""
    if not step > 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(step))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= step * (1 - 1e-9))


def powers(low: float, high: float) -> Ticks:
    """Of a logarithmic axis, ``low`` and ``high`` powers of ten: at 1, 2 and 5 times each power, or at the powers alone."""
    factors = (1, 2, 5) if high - low < MOST / 3 else (1,)
    every = max(1, math.ceil((high - low) / MOST))
    found = [factor * 10.0**power for power in range(math.floor(low), math.ceil(high) + 1, every) for factor in factors]
    return [(math.log10(one), f"{one:g}") for one in found if low <= math.log10(one) <= high]


def dates(low: float, high: float) -> Ticks:
    """Of an axis in seconds since 1970: at whole seconds, hours, days, months or years."""
    begin, end = pd.to_datetime([low, high], unit="s")
    far = (end - begin).total_seconds() / MOST
    step, form = next((one for one in STEPS if _long(one[0]) >= far), STEPS[-1])
    found = [one for one in pd.date_range(begin.normalize(), end, freq=step) if one >= begin]
    return [(place, f"{one:{form}}") for one, place in zip(found, dates_to_seconds(found), strict=True)]


def _long(step: str) -> float:
    """Seconds of a step of ``STEPS``, roughly."""
    unit = step.lstrip("0123456789")
    return (
        int(step.removesuffix(unit))
        * {"s": 1, "min": 60, "h": 3600, "D": 86_400, "MS": 30.4 * 86_400, "YS": 365.2 * 86_400}[unit]
    )


def dates_to_seconds(some: Any) -> NDArray[np.float64]:
    """Since 1970."""
    return ((pd.DatetimeIndex(some) - pd.Timestamp(0)) / pd.Timedelta(seconds=1)).to_numpy(float)
