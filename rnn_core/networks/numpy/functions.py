"""What a cell's step computes with in NumPy: the names are those of ``keras.ops``."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Activate = Callable[..., Floats]


def sigmoid(x: Any, out: Any = None) -> Any:
    """1 / (1 + exp(-x)), by tanh so that nothing overflows."""
    found = np.tanh(np.multiply(x, 0.5, out=out), out=out)
    found = np.add(found, 1, out=out)
    return np.multiply(found, 0.5, out=out)


def relu(x: Any, out: Any = None) -> Any:
    """max(0, x)."""
    return np.maximum(x, 0, out=out)


tanh, exp, log, maximum = np.tanh, np.exp, np.log, np.maximum
ACTIVATIONS: Mapping[str, Activate] = {"tanh": np.tanh, "relu": relu}
