"""What fitting a rival is held to: so many rows, so much time, numbers that are some."""

import time
import warnings
from collections.abc import Callable
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Fitted = TypeVar("Fitted")

MOST_ROWS = 5000  # of the training part, the last ones
FEWEST_ROWS = 10
LONGEST_SEASON = 400  # rows; each step keeps a number for each
SECONDS = 5.0  # for a fit that goes step by step; those of the bundled series take hundredths


class NoForecast(Exception):
    """A rival could not be fitted; its text is one sentence that says why."""


def attempt(fit: Callable[[], Fitted]) -> Fitted:
    """What ``fit`` gives. Raises NoForecast where it cannot, whatever the reason was."""
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            return fit()
    except (ValueError, ArithmeticError, np.linalg.LinAlgError, MemoryError) as error:
        raise NoForecast(f"It could not be fitted to the training part ({type(error).__name__}).") from error


def learned_rows(values: Array, train: int) -> int:
    """The first of the training rows ``values[:train]`` that is learned from. Raises NoForecast where there are too few."""
    if train < FEWEST_ROWS:
        raise NoForecast(f"It needs at least {FEWEST_ROWS} rows to learn from, and there are {train}.")
    if not np.isfinite(values[:train]).all():
        raise NoForecast("A value of the training part is no number.")
    return max(0, train - MOST_ROWS)


def usable(season: int | None, rows: int) -> int | None:
    """The season, in rows, where two of them lie in the rows to learn from and it is not too long to keep track of."""
    return season if season and 2 <= season <= LONGEST_SEASON and 2 * season <= rows else None


class Watch:
    """Ends a fit that takes too long: it is called after each of its steps."""

    def __init__(self, seconds: float = SECONDS):
        self._seconds, self._end = seconds, time.monotonic() + seconds

    def __call__(self, *_: object) -> None:
        """Raises NoForecast when the time is over."""
        if time.monotonic() > self._end:
            raise NoForecast(f"Fitting it took longer than the {self._seconds:g} seconds that it has.")
