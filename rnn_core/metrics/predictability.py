"""How much of a series its own past tells a straight rule: what the coach looks at before it sends anybody on."""

import numpy as np
from numpy.typing import NDArray

from rnn_core.metrics.errors import skill_beside

Array = NDArray[np.float64]

LAGS = 10  # changes that the rule looks at
ROWS_A_NUMBER = 3  # to learn from, for each number that the rule learns, at least


def linear_skill(values: Array, first: int) -> float:
    """A linear rule beside "tomorrow = today", one row ahead of ``values`` (rows,) from row ``first`` on: 1 - RMSE / its RMSE.

    The rule says each change from the last value and the last ten changes, by least squares on the rows before ``first``. About
    0 and below where the past tells nothing, as in a random walk; not a number where there are too few rows.
    """
    changes = np.diff(values)
    rows = np.arange(LAGS, len(changes))  # change r leads to row r + 1
    seen = np.column_stack([values[rows], *(changes[rows - lag] for lag in range(1, LAGS + 1))])
    learned = rows + 1 < first
    if learned.sum() < ROWS_A_NUMBER * (LAGS + 2) or learned.all():
        return float("nan")
    mean, spread = seen[learned].mean(axis=0), seen[learned].std(axis=0)
    scaled = np.column_stack([(seen - mean) / np.where(spread == 0, 1.0, spread), np.ones(len(seen))])
    rule, *_ = np.linalg.lstsq(scaled[learned], changes[rows][learned], rcond=None)
    tested = rows[~learned]
    return float(skill_beside(values[tested + 1], values[tested] + scaled[~learned] @ rule, values[tested]))
