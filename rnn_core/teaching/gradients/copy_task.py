"""A task whose answer lies a chosen number of steps back: remember the first sign through distractors, then name it.

Made by formula from a seed, after the "latching" problem of Bengio et al. (1994). Each sequence has ``distance + 1`` steps: one
of ``SIGNS`` signs, ``distance - 1`` random distractors, and a question mark, after which the sign must be named. Every symbol
is a one-hot row: a 1 at its place, else 0.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

SIGNS, DISTRACTORS = 4, 4
FEATURES = SIGNS + DISTRACTORS + 1
NAMES = "ABCDuvwx?"  # of the symbols, in the order of the features
CHANCE = 1 / SIGNS


@dataclass(frozen=True)
class CopyTask:
    """``inputs`` (distance + 1, rows, FEATURES), time first; ``answers`` (rows,), whole numbers below SIGNS."""

    inputs: NDArray[Any]
    answers: NDArray[np.int64]


def recall(distance: int, rows: int, rng: np.random.Generator, dtype: Any = np.float32) -> CopyTask:
    """``rows`` random sequences whose sign stands ``distance`` (at least 1) steps before the question."""
    answers = rng.integers(SIGNS, size=rows)
    between = rng.integers(SIGNS, SIGNS + DISTRACTORS, size=(distance - 1, rows))
    symbols = np.concatenate([answers[None], between, np.full((1, rows), FEATURES - 1)])
    return CopyTask(np.eye(FEATURES, dtype=dtype)[symbols], answers)


def written(inputs: NDArray[Any], row: int = 0) -> str:
    """One sequence as letters: ``A u w x ?``."""
    return " ".join(NAMES[symbol] for symbol in inputs[:, row].argmax(axis=1))
