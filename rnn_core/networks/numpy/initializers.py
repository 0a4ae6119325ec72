"""The weights that a recurrent cell and its output layer start with, as Keras makes them, in NumPy.

Sources: Glorot and Bengio (2010) for ``glorot``; Saxe et al. (2013) for ``orthogonal``; Le et al. (2015) for ``identity``; Gers
et al. (2000) and Jozefowicz et al. (2015) for a forget gate's bias above 0.
"""

from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from rnn_core.networks.numpy.bptt import BLOCKS, Array

Start = Literal["orthogonal", "glorot", "identity"]
FORGET_BLOCK = {"lstm": 1, "lstm_peephole": 1, "lstm_coupled": 0}  # which block of the bias the forget gate has


def glorot(shape: tuple[int, int], rng: np.random.Generator) -> NDArray[np.float64]:
    """Even between -limit and limit, limit = sqrt(6 / (rows + columns)): Keras' usual start of a layer's input weights."""
    limit = np.sqrt(6 / sum(shape))
    return rng.uniform(-limit, limit, shape)


def orthogonal(shape: tuple[int, int], rng: np.random.Generator) -> NDArray[np.float64]:
    """Rows (or columns, of which there are fewer) of length 1 at right angles: Keras' usual start of the recurrent weights.

    A square one turns h without making it longer or shorter: all its eigenvalues have the size 1.
    """
    rows, columns = shape
    found, upper = np.linalg.qr(rng.standard_normal((max(shape), min(shape))))
    found = found * np.sign(np.diag(upper))
    return found.T if rows < columns else found


def start_cell(
    kind: str,
    features: int,
    units: int,
    rng: np.random.Generator,
    start: Start = "orthogonal",
    scale: float = 1.0,
    forget_bias: float = 1.0,
    dtype: Any = np.float64,
) -> dict[str, Array]:
    """Fresh weights of one cell, by name as in ``numpy_gradients``.

    ``start`` fills the recurrent weights, which ``scale`` then multiplies; ``identity`` puts 1 on the diagonal of every gate's
    block. Biases are 0 but the forget gate's. Peepholes start as small random numbers, as Keras would make such a matrix.
    """
    blocks = BLOCKS[kind]
    width = blocks * units
    kernel = glorot((features, width), rng)
    if start == "identity":
        recurrent = np.tile(np.eye(units), (1, blocks))
    else:
        recurrent = (orthogonal if start == "orthogonal" else glorot)((units, width), rng)
    bias = np.zeros((2, width) if kind == "gru" else width)
    if kind in FORGET_BLOCK:
        at = FORGET_BLOCK[kind] * units
        bias[at : at + units] = forget_bias
    found = {"kernel": kernel, "recurrent_kernel": scale * recurrent, "bias": bias}
    if kind == "lstm_peephole":
        found["peephole"] = glorot((3, units), rng)
    return {name: one.astype(dtype) for name, one in found.items()}


def radius(recurrent: Array) -> float | None:
    """The spectral radius of a square matrix: the size of its largest eigenvalue. None for one that is not square."""
    rows, columns = recurrent.shape
    return float(np.abs(np.linalg.eigvals(recurrent.astype(np.float64))).max()) if rows == columns else None
