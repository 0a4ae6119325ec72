"""Back-propagation through time in NumPy, step by step, so that every step's gradient can be looked at.

Method: Werbos (1990). A step's own gradient follows from the cell's forward step (``graph.py``). Shapes: T steps, B rows,
F features, u units, g columns. Time comes first; numbers stay in the precision of the weights.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnn_core.errors import UserError
from rnn_core.networks.cells import CELLS, Cell
from rnn_core.networks.numpy.graph import OPERATIONS, Graph, Node, Place, graph

Array = NDArray[Any]
Weights = Mapping[str, Array]  # "kernel" (F,gu), "recurrent_kernel" (u,gu), "bias" ((gu) or (2,gu)), the cell's own (rows,u)


@dataclass(frozen=True)
class Passed:
    """One pass over sequences: what each step remembered.

    ``states``: by letter (T+1,B,u), first those before the first step, which are 0. ``values``: what each operation inside the
    cell gave at every step, (T,B,u).
    """

    cell: Cell
    graph: Graph
    inputs: Array
    states: dict[str, Array]
    values: dict[Node, Any]

    @property
    def hidden(self) -> Array:
        """h, (T+1,B,u)."""
        return self.states["h"]

    @property
    def alike(self) -> bool:
        """Whether x W and h U are only ever added up, so that the loss changes with both alike."""
        return self.cell.seeing == self.cell.columns and all(map(self.graph.added_up, self.cell.columns))

    def gate(self, letter: str) -> Array:
        """What the cell says by this letter at every step, (T,B,u): ``"f"``, ``"z"``."""
        return np.asarray(self.values[self.graph.results[letter]])


@dataclass(frozen=True)
class Gradients:
    """How the loss changes with every number on the way.

    ``states``: by letter (T,B,u), dL/dh of each step, through all steps after it; dL/dc where c is made, so through that step's
    own h as well. ``sums`` (T,B,gu): d of x W. ``weights``: by name, summed over rows and steps. Before a truncation all are 0.
    """

    states: dict[str, Array]
    sums: Array
    weights: dict[str, Array]

    @property
    def hidden(self) -> Array:
        """dL/dh, (T,B,u)."""
        return self.states["h"]

    def inputs(self, weights: Weights) -> Array:
        """dL/dx of each step, (T,B,F)."""
        return np.asarray(self.sums @ weights["kernel"].T)


def forward(kind: str, weights: Weights, inputs: Array, activation: str = "tanh") -> Passed:
    """Read ``inputs`` (T,B,F) from zero states."""
    cell = CELLS[kind]
    steps, rows, _ = inputs.shape
    projected = inputs @ weights["kernel"] + cell.biases(weights)[0]
    units = projected.shape[2] // len(cell.columns)
    states = {letter: np.zeros((steps + 1, rows, units), inputs.dtype) for letter in cell.letters}
    remembered = np.zeros((steps, rows, units * len(cell.seeing)), inputs.dtype)
    found = graph(cell, activation)
    values = _places(found, weights, cell, projected, remembered, states)
    turns = [
        (OPERATIONS[node.operation][0], [_by_step(values[one], steps) for one in node.inputs], list(values[node]))
        for node in found.nodes
        if node.inputs
    ]
    inner = cell.biases(weights)[1]
    for step in range(steps):
        if cell.seeing:
            np.matmul(states["h"][step], weights["recurrent_kernel"], out=remembered[step])
            remembered[step] += inner
        for function, given, made in turns:
            function(*[one[step] for one in given], out=made[step])
        for letter in cell.letters:
            states[letter][step + 1] = values[found.results[letter]][step]
    return Passed(cell, found, inputs, states, values)


def _places(
    found: Graph, weights: Weights, cell: Cell, projected: Array, remembered: Array, states: Mapping[str, Array]
) -> dict[Node, Any]:
    """Where each node's values stand, or will stand, (T,B,u)."""
    leaves: dict[Place, Any] = {
        **{("x", letter): block for letter, block in cell.blocks(projected).items()},
        **{("h", letter): block for letter, block in cell.blocks(remembered, cell.seeing).items()},
        **{("state", letter): values[:-1] for letter, values in states.items()},
        **{("own", name, row): one for name, rows in cell.rows(weights).items() for row, one in rows.items()},
    }
    empty = states["h"][1:]
    return {
        node: leaves[node.place] if node.place else node.value if node.operation == "constant" else np.empty_like(empty)
        for node in found.nodes
    }


def _by_step(values: Any, steps: int) -> list[Any]:
    """(T,B,u) step by step; of a number, or a row of weights, the same at each."""
    return list(values) if np.ndim(values) == 3 else [values] * steps


def backward(weights: Weights, passed: Passed, last: Array, steps: int | None = None) -> Gradients:
    """From dL/dh of the last step, ``last`` (B,u), back to the first; with ``steps`` through the last so many steps only.

    Truncated: what lies further back counts as given, so its gradient is 0. Raises UserError when ``steps`` is below 1.
    """
    if steps is not None and steps < 1:
        raise UserError(f"Truncated back-propagation goes back through at least 1 step, found {steps}: choose 1 or more.")
    total, cell, graph = len(passed.inputs), passed.cell, passed.graph
    sums = _columns(passed, len(cell.columns))
    recurrent = sums if passed.alike else _columns(passed, len(cell.seeing))
    states = {letter: np.zeros_like(passed.hidden[1:]) for letter in cell.letters}
    wanted = _wanted(passed, sums, recurrent)
    turns, transposed = _turns(passed), weights["recurrent_kernel"].T if cell.seeing else None
    after: dict[str, Array] = {letter: np.zeros_like(last) for letter in cell.letters} | {"h": last}
    for step in range(total - 1, max(-1, total - 1 - (steps or total)), -1):
        found = _step_back(turns, {graph.results[letter]: after[letter] for letter in cell.letters}, step)
        for letter in cell.letters:
            states[letter][step] = found[graph.results[letter]]
        for node, gradients in wanted.items():
            gradients[step] = found[node]
        after = {letter: found[leaf] if leaf in found else np.zeros_like(last) for letter, leaf in graph.before.items()}
        if transposed is not None:
            after["h"] = after["h"] + recurrent[step] @ transposed
    own = {node.place: gradients.sum((0, 1)) for node, gradients in wanted.items() if node.place[0] == "own"}
    return Gradients(states, sums, _weights(passed, weights, (sums, recurrent), own))


def _columns(passed: Passed, count: int) -> Array:
    """Zeros (T,B,columns)."""
    steps, rows, units = passed.hidden[1:].shape
    return np.zeros((steps, rows, count * units), passed.hidden.dtype)


def _wanted(passed: Passed, sums: Array, recurrent: Array) -> dict[Node, Array]:
    """Where the gradients of leaves go, (T,B,u)."""
    cell, leaves = passed.cell, passed.graph.leaves
    places: dict[Place, Array] = {("x", letter): block for letter, block in cell.blocks(sums).items()}
    if recurrent is not sums:
        places |= {("h", letter): block for letter, block in cell.blocks(recurrent, cell.seeing).items()}
    places |= {("own", one.name, row): np.zeros_like(passed.hidden[1:]) for one in cell.own for row in one.rows}
    return {leaves[place]: gradients for place, gradients in places.items()}


Turn = tuple[Node, list[tuple[Node, Any]]]  # an operation, its inputs and the slopes by them: (T,B,u), or 1 or -1


def _turns(passed: Passed) -> list[Turn]:
    """From the last operation of a step to the first. Slopes follow from the values alone, so those of all steps come at once."""
    found: list[Turn] = []
    for node in reversed(passed.graph.nodes):
        if node.inputs:
            given = [passed.values[one] for one in node.inputs]
            slopes = OPERATIONS[node.operation][1](passed.values[node], *given)
            found.append((node, [pair for pair in zip(node.inputs, slopes, strict=True) if pair[0].operation != "constant"]))
    return found


def _step_back(turns: list[Turn], found: dict[Node, Array], step: int) -> dict[Node, Array]:
    """The gradients of all nodes of a step from those of its results, ``found``."""
    for node, ways in turns:
        gradient = found.get(node)
        if gradient is None:
            continue
        for one, slope in ways:
            if isinstance(slope, float):
                through = gradient if slope == 1 else gradient * slope
            else:
                through = gradient * (slope[step] if slope.ndim == 3 else slope)
            found[one] = found[one] + through if one in found else through
    return found


def _weights(passed: Passed, weights: Weights, sums: tuple[Array, Array], own: Mapping[Place, Array]) -> dict[str, Array]:
    """Of all weights, from those of the sums (T,B,gu): one product each."""
    flat, inner = (one.reshape(len(one) * one.shape[1], -1) for one in sums)
    read, before = passed.inputs.reshape(len(flat), -1), passed.hidden[:-1].reshape(len(flat), -1)
    changes = {
        "kernel": read.T @ flat,
        "recurrent_kernel": before.T @ inner,
        "bias": np.stack([flat.sum(0), inner.sum(0)]) if passed.cell.second_bias else flat.sum(0),
        **{one.name: np.stack([own["own", one.name, row] for row in one.rows]) for one in passed.cell.own},
    }
    return {weight.name: changes[weight.name] for weight in passed.cell.weights}


def norm(arrays: Mapping[str, Array]) -> float:
    """Length of all numbers together: the root of the sum of their squares."""
    return float(np.sqrt(sum(float(np.square(one, dtype=np.float64).sum()) for one in arrays.values())))


def clipped(arrays: Mapping[str, Array], longest: float) -> dict[str, Array]:
    """The same direction, no longer than ``longest`` (Pascanu et al. 2013); 0 leaves all as it is."""
    length = norm(arrays)
    if not longest or not length > longest:
        return dict(arrays)
    return {name: (one * (longest / length)).astype(one.dtype) for name, one in arrays.items()}
