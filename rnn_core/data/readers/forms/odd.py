"""Numbers that stand out so far that they may be no values: told, never changed.

The frames' index is the row in the file.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

NINES = ("99", "999", "9999", "99999", "999999", "9999999", "99.9", "99.99", "999.9", "999.99", "9999.9", "999.25")
MARKS = {-200.0, -888.0, -32768.0, 32767.0, 65535.0, *(sign * float(one) for one in NINES for sign in (-1, 1))}
TIMES = 1000  # as large as any other: more than real values differ
MOST_ODD = 3  # values of a column that stand out
FEWEST = 10  # values that tell what is usual


@dataclass(frozen=True)
class Mark:
    """A value that may stand for a missing one: it repeats, far outside of all others, which reach from ``low`` to ``high``."""

    column: str
    value: float
    count: int
    row: int  # the first
    low: float
    high: float

    def note(self) -> str:
        """A sentence."""
        return (
            f"The value {self.value:g} stands in {self.count:,} rows of {self.column} (the first, row {self.row}), far from all "
            f"others ({self.low:g} to {self.high:g}); it was read as a number. If it means that there is none, empty these cells."
        )


def marks(frame: pd.DataFrame) -> list[Mark]:
    """Those of every column."""
    return [mark for name in frame.columns for mark in _marks(str(name), frame[name].dropna())]


def outliers(frame: pd.DataFrame) -> list[str]:
    """Notes on single values that are a thousand times as large as all others of their column."""
    return [note for name in frame.columns if (note := _outlier(str(name), frame[name].dropna()))]


def unchanging_end(values: pd.Series) -> str:
    """A note when the last tenth or more of ``values``, in time order, are all the same, else ""."""
    known = values.dropna()
    if not len(known):
        return ""
    same = int((known.iloc[::-1] == known.iloc[-1]).cumprod().sum())
    if same < FEWEST or same * 10 < len(known) or same == len(known):
        return ""
    return f"The last {same:,} values of {values.name} are all {known.iloc[-1]:g}, so a test on them alone shows little."


def _marks(name: str, values: pd.Series) -> list[Mark]:
    like = values[values.isin(MARKS)]
    others = values.drop(like.index)
    if like.empty or len(others) < FEWEST:
        return []
    low, high = others.min(), others.max()
    counts = like.value_counts(sort=False)
    far = [value for value in counts.index[counts > 1] if _is_far(value, low, high)]
    return [Mark(name, value, int(counts[value]), int((like == value).idxmax()), low, high) for value in far]


def _is_far(value: float, low: float, high: float) -> bool:
    """Farther outside than the others differ, or the only negative one."""
    wide = high - low
    return value < low - wide or value > high + wide or (value < 0 <= low)


def _outlier(name: str, values: pd.Series) -> str:
    if len(values) < FEWEST:
        return ""
    sizes = values.abs()
    most = np.sort(sizes.nlargest(MOST_ODD + 1).to_numpy())[::-1]
    odd = next((place for place in range(MOST_ODD, 0, -1) if 0 < most[place] * TIMES <= most[place - 1]), 0)
    if not odd:
        return ""
    row = sizes.idxmax()
    more = f" (and {odd - 1} more)" if odd > 1 else ""
    times = most[odd - 1] / most[odd]
    return f"The value {values[row]:g} of {name} in row {row}{more} is {times:,.0f} times as large as all others; check it."
