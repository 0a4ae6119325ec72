"""The weights that a recurrent cell and its output layer start with, as Keras makes them, in NumPy.

Sources: Glorot and Bengio (2010) for ``glorot``; Saxe et al. (2013) for ``orthogonal``; Le et al. (2015) for ``identity``; Gers
et al. (2000) and Jozefowicz et al. (2015) for a forget gate's bias above 0.
"""

from collections.abc import Callable, Mapping
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from rnn_core.networks.cells import CELLS, Cell
from rnn_core.networks.numpy.bptt import Array

Start = Literal["orthogonal", "glorot", "identity"]


def glorot(shape: tuple[int, ...], rng: np.random.Generator) -> NDArray[np.float64]:
    """Even between -limit and limit, limit = sqrt(6 / (rows + columns)): Keras' usual start of a layer's input weights."""
    limit = np.sqrt(6 / sum(shape))
    return rng.uniform(-limit, limit, shape)


def orthogonal(shape: tuple[int, ...], rng: np.random.Generator) -> NDArray[np.float64]:
    """Rows (or columns, of which there are fewer) of length 1 at right angles: Keras' usual start of the recurrent weights.

    A square one turns h without making it longer or shorter: all its eigenvalues have the size 1.
    """
    rows, columns = shape
    found, upper = np.linalg.qr(rng.standard_normal((max(shape), min(shape))))
    found = found * np.sign(np.diag(upper))
    return found.T if rows < columns else found


STARTS: Mapping[str, Callable[..., NDArray[np.float64]]] = {
    "glorot": glorot,
    "orthogonal": orthogonal,
    "uniform": lambda shape, rng: rng.uniform(-1, 1, shape),
    "zeros": lambda shape, rng: np.zeros(shape),
}


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
    """Fresh weights of one cell, by name as in ``bptt.py``.

    ``start`` fills the recurrent weights, which ``scale`` then multiplies; ``identity`` puts 1 on the diagonal of every gate's
    block. Biases are 0 but those of gates that begin open, which get ``forget_bias``.
    """
    cell, found = CELLS[kind], {}
    for weight in cell.weights:
        shape = cell.shapes(features, units)[weight.name]
        if weight is cell.bias and weight.start == "zeros":
            found[weight.name] = _bias(cell, units, shape, forget_bias)
        elif weight is cell.recurrent_kernel and start == "identity":
            found[weight.name] = scale * np.tile(np.eye(units), (1, len(cell.seeing)))
        elif weight is cell.recurrent_kernel:
            found[weight.name] = scale * weight.scale * STARTS[start](shape, rng)
        else:
            found[weight.name] = weight.scale * STARTS[weight.start](shape, rng)
    return {name: one.astype(dtype) for name, one in found.items()}


def _bias(cell: Cell, units: int, shape: tuple[int, ...], forget_bias: float) -> Array:
    """A second bias is 0."""
    first = {one: cell.part(one).first_bias for one in cell.columns}
    if first.get(cell.keeper):
        first[cell.keeper] = forget_bias
    found = np.zeros(shape)
    np.atleast_2d(found)[0] = np.repeat([*first.values()], units)
    return found


def radius(recurrent: Array) -> float | None:
    """The spectral radius of a square matrix: the size of its largest eigenvalue. None for one that is not square."""
    rows, columns = recurrent.shape
    return float(np.abs(np.linalg.eigvals(recurrent.astype(np.float64))).max()) if rows == columns else None
