"""What the checkpoint of a bundled run may hold: with it a run that was stopped elsewhere goes on here.

Only its bounds are checked here. Whether its variables are those of the model the worker finds, which makes that model.
"""

import math

import numpy as np
from numpy.typing import NDArray

from rnn_core.bundle.schema import refused
from rnn_core.runs import CHECKPOINT
from rnn_core.runs.checkpoint_file import Checkpoint, parsed

Shapes = list[tuple[int, ...]]

COPIES = 4  # of all weights: themselves, the best, two moments of the optimizer
MOST_STATES = 20_000_000  # bytes of what a network carries from batch to batch, and of the rest
TYPES = ("float32", "int32", "int64", "uint32")
SINGLE = 20  # variables that are no weights: steps, rates, random numbers
DIMENSIONS = 3


def check_checkpoint(content: bytes, weights: Shapes, epochs: int) -> None:
    """``weights``: their shapes, in order; ``epochs``: rows of the history. Raises UserError."""
    if len(content) > COPIES * 4 * sum(map(math.prod, weights)) + MOST_STATES:
        raise refused(f"{CHECKPOINT} is larger than its network")
    try:
        found = parsed(content)
    except ValueError as error:
        raise refused(f"{CHECKPOINT} is damaged") from error
    if len(found.variables) > COPIES * len(weights) + SINGLE or not all(map(_usual, found.variables)):
        raise refused(f"{CHECKPOINT} has variables that no training has")
    if found.best and ([one.shape for one in found.best] != weights or not all(one.dtype == np.float32 for one in found.best)):
        raise refused(f"{CHECKPOINT} has other weights than its network")
    if not all(map(_finite, [*found.variables, *found.best])):
        raise refused(f"the numbers of {CHECKPOINT} are not all numbers")
    _check_reached(found, epochs)


def _usual(values: NDArray) -> bool:
    return values.dtype.name in TYPES and values.ndim <= DIMENSIONS


def _finite(values: NDArray) -> bool:
    return bool(np.isfinite(values).all())


def _check_reached(found: Checkpoint, epochs: int) -> None:
    reached = found.reached
    if reached.epochs + (reached.steps > 0) > epochs or reached.best_epoch > epochs or not math.isfinite(reached.seconds):
        raise refused(f"{CHECKPOINT} is further than its history")
