"""One step of a recurrent cell with every number on the way kept and named (float64): the step that the cell itself says."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rnn_core.errors import UserError
from rnn_core.networks.cells import CELLS, Cell
from rnn_core.networks.numpy.graph import OPERATIONS, Graph, Node, Place, graph

Floats = NDArray[np.float64]
Numbers = dict[str, Floats]

LARGEST = 1000.0  # of any number that is put in: no sum of theirs is too large to be shown
MOST_STEPS = 20


@dataclass(frozen=True)
class Steps:
    """What one step computed. ``x`` (features,) and the states ``before`` (units,) by letter are what came in.

    ``numbers``, each (units,): all that the cell says by name, a new state as ``c_new``. Of a gate also ``computed_f``, what
    would have come out without an override, and of whatever comes out of a function ``sum_f``, what stands inside it.
    ``values``: of every operation. ``looking``: rows of further weights that count.
    """

    kind: str
    weights: Mapping[str, Floats]
    x: Floats
    before: Mapping[str, Floats]
    looking: frozenset[str]
    overrides: Mapping[str, float]
    numbers: Numbers
    values: Mapping[Node, Floats]

    @property
    def cell(self) -> Cell:
        """All about the cell."""
        return CELLS[self.kind]

    @property
    def graph(self) -> Graph:
        """Of the cell's step."""
        return graph(self.cell, "tanh")

    @property
    def h(self) -> Floats:
        """What the cell said at the step before."""
        return self.before["h"]

    @property
    def units(self) -> int:
        """How many units the cell has."""
        return len(self.h)

    def weight(self, tensor: str, row: int, part: str, unit: int) -> float:
        """One number of ``kernel`` or ``recurrent_kernel``: from input or unit ``row`` into ``part`` of ``unit``."""
        columns = self.cell.seeing if tensor == "recurrent_kernel" else self.cell.columns
        return float(self.weights[tensor][row, columns.index(part) * self.units + unit])

    def bias(self, part: str, unit: int, recurrent: bool = False) -> float:
        """The bias of a part; some cells have a second one, ``recurrent``, beside the weights of h."""
        column = self.cell.columns.index(part) * self.units + unit
        return float(np.atleast_2d(self.weights["bias"])[int(recurrent), column])


def step(
    kind: str,
    weights: Mapping[str, ArrayLike],
    x: ArrayLike,
    *states: ArrayLike,
    looking: Collection[str] | None = None,
    overrides: Mapping[str, float] | None = None,
) -> Steps:
    """Read ``x`` (features,) with the states (units,) in the cell's order, 0 where left out; weights as networks have them.

    ``looking``: the rows of further weights that count, all where None. ``overrides``: gates whose value is given instead of
    computed, between 0 and 1. Raises UserError for numbers that are missing, too large or too many, and unknown gates.
    """
    cell, x_ = CELLS[kind], _checked("x", x)
    tensors = {name: _checked(name, values) for name, values in weights.items()}
    before = dict.fromkeys(cell.letters, np.zeros(tensors["kernel"].shape[1] // len(cell.columns)))
    before |= {letter: _checked(letter, values) for letter, values in zip(cell.letters, states, strict=False)}
    _check_shapes(cell, tensors, x_, before)
    held = dict(overrides or {})
    for gate, value in held.items():
        if gate not in cell.gates:
            raise UserError(f"This cell has no gate {gate}: those that can be set by hand are {', '.join(cell.gates) or 'none'}.")
        if not 0 <= value <= 1:
            raise UserError(f"The gate {gate} was set to {value:g}: a gate lies between 0 (shut) and 1 (open).")
    choosable = {row for one in cell.own if one.title for row in one.rows}
    counting = frozenset(choosable if looking is None else choosable & {*looking})
    found = graph(cell, "tanh")
    values = found.run(_leaves(cell, tensors, x_, before, counting), held)
    return Steps(kind, tensors, x_, before, counting, held, _named(cell, found, values), values)


def _leaves(
    cell: Cell, weights: Mapping[str, Floats], x: Floats, before: Mapping[str, Floats], looking: Collection[str]
) -> dict[Place, Floats]:
    of_x, of_h = cell.biases(weights)
    found: dict[Place, Floats] = {("state", letter): values for letter, values in before.items()}
    found |= {("x", letter): sums for letter, sums in cell.blocks(x @ weights["kernel"] + of_x).items()}
    if cell.seeing:
        sums = before["h"] @ weights["recurrent_kernel"] + of_h
        found |= {("h", letter): block for letter, block in cell.blocks(sums, cell.seeing).items()}
    for weight in cell.own:
        for row, values in cell.rows(weights)[weight.name].items():
            found["own", weight.name, row] = values if row in looking or not weight.title else np.zeros_like(values)
    return found


def _named(cell: Cell, found: Graph, values: Mapping[Node, Floats]) -> Numbers:
    numbers = Numbers()
    for name, node in found.results.items():
        numbers[f"{name}_new" if name in cell.letters else name] = values[node]
        if node.inputs:
            given = [values[one] for one in node.inputs]
            numbers[f"computed_{name}"] = OPERATIONS[node.operation][0](*given)
            if len(given) == 1:
                numbers[f"sum_{name}"] = given[0]
    return numbers


def sequence(
    kind: str,
    weights: Mapping[str, ArrayLike],
    xs: ArrayLike,
    *states: ArrayLike,
    looking: Collection[str] | None = None,
    overrides: Sequence[Mapping[str, float]] | None = None,
) -> list[Steps]:
    """Several steps, ``xs`` (steps, features), states carried from one to the next; ``overrides``: those of each step."""
    found: list[Steps] = []
    for number, x in enumerate(np.asarray(xs, np.float64)):
        found.append(step(kind, weights, x, *states, looking=looking, overrides=overrides[number] if overrides else None))
        states = tuple(found[-1].numbers[f"{letter}_new"] for letter in CELLS[kind].letters)
    return found


def _checked(name: str, values: ArrayLike) -> Floats:
    array = np.asarray(values, np.float64)
    if not np.isfinite(array).all():
        raise UserError(f"A number of {name} is missing: type one into each field, such as 0.5.")
    if array.size and np.abs(array).max() > LARGEST:
        largest = array.flat[np.abs(array).argmax()]
        raise UserError(f"{name} has the number {largest:g}: take one between -{LARGEST:g} and {LARGEST:g}.")
    return array


def _check_shapes(cell: Cell, tensors: Mapping[str, Floats], x: Floats, before: Mapping[str, Floats]) -> None:
    expected, found = cell.shapes(len(x), len(before["h"])), {name: values.shape for name, values in tensors.items()}
    wanted, states = before["h"].shape, {letter: values.shape for letter, values in before.items()}
    if found != expected or {*states.values()} != {wanted}:
        raise UserError(f"The weights have the shapes {found}, the states {states}: this cell needs {expected}, states {wanted}.")
