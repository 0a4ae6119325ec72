"""One step of a recurrent cell with every number on the way kept and named, in plain NumPy (float64).

Formulas and the order of the weights are those of ``cells/steps.py``: SimpleRNN after Elman (1990); LSTM after Hochreiter and
Schmidhuber (1997) with the forget gate of Gers, Schmidhuber and Cummins (2000); peepholes after Gers and Schmidhuber (2000);
input and forget gate coupled as in Greff et al. (2017); GRU after Cho et al. (2014), reset after the product.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rnn_core.errors import UserError

Floats = NDArray[np.float64]
Numbers = dict[str, Floats]

PARTS: Mapping[str, tuple[str, ...]] = {  # in the order in which their columns stand in a kernel
    "simple_rnn": ("h",),
    "lstm": ("i", "f", "g", "o"),
    "gru": ("z", "r", "g"),
    "lstm_peephole": ("i", "f", "g", "o"),
    "lstm_coupled": ("f", "g", "o"),
}
GATES: Mapping[str, tuple[str, ...]] = {kind: tuple(one for one in parts if one not in "gh") for kind, parts in PARTS.items()}
WITH_CELL_STATE = ("lstm", "lstm_peephole", "lstm_coupled")
PEEPHOLES = ("i", "f", "o")  # rows of the tensor ``peephole``
LARGEST = 1000.0  # of any number that is put in: no sum of theirs is too large to be shown
MOST_STEPS = 20


@dataclass(frozen=True)
class Steps:
    """What one step computed. ``x`` (features,), ``h`` and ``c`` (units,) are what came in.

    ``numbers``, each (units,): ``sum_f`` and so on, what stands inside the sigmoid or tanh of a part; ``f``, what comes out of
    it, or the overriding number where there is one, and ``computed_f``, what would have come out; ``kept`` = f c (GRU: z h),
    ``written`` = i g (GRU: (1 - z) g), ``c_new``, ``squashed`` = tanh(c_new), ``h_new``. A coupled cell has ``i`` = 1 - f.
    A GRU has ``a``, the candidate's part from h, ``ra`` = r a and ``from_x``; a SimpleRNN ``from_x`` and ``from_h`` without bias.
    """

    kind: str
    weights: Mapping[str, Floats]
    x: Floats
    h: Floats
    c: Floats
    peepholes: frozenset[str]
    overrides: Mapping[str, float]
    numbers: Numbers

    @property
    def units(self) -> int:
        """How many units the cell has."""
        return len(self.h)

    def weight(self, tensor: str, row: int, part: str, unit: int) -> float:
        """One number of ``kernel`` or ``recurrent_kernel``: from input or unit ``row`` into ``part`` of ``unit``."""
        return float(self.weights[tensor][row, self._column(part, unit)])

    def bias(self, part: str, unit: int, recurrent: bool = False) -> float:
        """The bias of a part; a GRU has a second one, ``recurrent``, beside the weights of h."""
        bias = self.weights["bias"]
        return float((bias[int(recurrent)] if bias.ndim == 2 else bias)[self._column(part, unit)])

    def peephole(self, part: str, unit: int) -> float:
        """The weight with which the gate looks at the cell state; 0 where it does not."""
        return float(self.weights["peephole"][PEEPHOLES.index(part), unit]) if part in self.peepholes else 0.0

    def _column(self, part: str, unit: int) -> int:
        return PARTS[self.kind].index(part) * self.units + unit


def step(
    kind: str,
    weights: Mapping[str, ArrayLike],
    x: ArrayLike,
    h: ArrayLike,
    c: ArrayLike | None = None,
    peepholes: Collection[str] = PEEPHOLES,
    overrides: Mapping[str, float] | None = None,
) -> Steps:
    """Read ``x`` (features,) with the memory ``h`` and ``c`` (units,), weights as ``numpy_rnn`` has them.

    ``peepholes``: the gates of ``lstm_peephole`` that look at the cell state. ``overrides``: gates whose value is given instead
    of computed, between 0 and 1. Raises UserError for numbers that are missing, too large or too many, and unknown gates.
    """
    x_, h_ = _checked("x", x), _checked("h", h)
    c_ = _checked("c", np.zeros_like(h_) if c is None else c)
    tensors = {name: _checked(name, values) for name, values in weights.items()}
    _check_shapes(kind, tensors, x_, h_, c_)
    held = dict(overrides or {})
    for gate, value in held.items():
        if gate not in GATES[kind]:
            raise UserError(
                f"This cell has no gate {gate}: those that can be set by hand are {', '.join(GATES[kind]) or 'none'}."
            )
        if not 0 <= value <= 1:
            raise UserError(f"The gate {gate} was set to {value:g}: a gate lies between 0 (shut) and 1 (open).")
    looking = frozenset(peepholes) if kind == "lstm_peephole" else frozenset()
    before = Steps(kind, tensors, x_, h_, c_, looking, held, {})
    numbers = {"simple_rnn": _simple_rnn, "gru": _gru}.get(kind, _lstm)(before)
    return Steps(kind, tensors, x_, h_, c_, looking, held, numbers)


def sequence(
    kind: str,
    weights: Mapping[str, ArrayLike],
    xs: ArrayLike,
    h: ArrayLike,
    c: ArrayLike | None = None,
    peepholes: Collection[str] = PEEPHOLES,
    overrides: Sequence[Mapping[str, float]] | None = None,
) -> list[Steps]:
    """Several steps, ``xs`` (steps, features), h and c carried from one to the next; ``overrides``: those of each step."""
    found: list[Steps] = []
    for number, x in enumerate(np.asarray(xs, np.float64)):
        found.append(step(kind, weights, x, h, c, peepholes, overrides[number] if overrides else None))
        h, c = found[-1].numbers["h_new"], found[-1].numbers.get("c_new")
    return found


def sigmoid(x: Floats) -> Floats:
    """1 / (1 + exp(-x)), by tanh so that nothing overflows."""
    return 0.5 * (np.tanh(0.5 * x) + 1)


def _checked(name: str, values: ArrayLike) -> Floats:
    array = np.asarray(values, np.float64)
    if not np.isfinite(array).all():
        raise UserError(f"A number of {name} is missing: type one into each field, such as 0.5.")
    if array.size and np.abs(array).max() > LARGEST:
        largest = array.flat[np.abs(array).argmax()]
        raise UserError(f"{name} has the number {largest:g}: take one between -{LARGEST:g} and {LARGEST:g}.")
    return array


def _check_shapes(kind: str, tensors: Mapping[str, Floats], x: Floats, h: Floats, c: Floats) -> None:
    columns = len(PARTS[kind]) * len(h)
    expected: dict[str, tuple[int, ...]] = {
        "kernel": (len(x), columns),
        "recurrent_kernel": (len(h), columns),
        "bias": (2, columns) if kind == "gru" else (columns,),
    }
    if kind == "lstm_peephole":
        expected["peephole"] = (len(PEEPHOLES), len(h))
    found = {name: values.shape for name, values in tensors.items()}
    if found != expected or c.shape != h.shape:
        raise UserError(f"The weights have the shapes {found}, c {c.shape}: this cell needs {expected} and c {h.shape}.")


def _sums(given: Steps) -> Numbers:
    """x W + h U + b for each part (of a GRU's candidate, which adds them otherwise, none)."""
    bias = given.weights["bias"]
    total = given.x @ given.weights["kernel"] + given.h @ given.weights["recurrent_kernel"]
    total = total + (bias.sum(axis=0) if bias.ndim == 2 else bias)
    return dict(zip(PARTS[given.kind], np.split(total, len(PARTS[given.kind])), strict=True))


def _gate(given: Steps, part: str, total: Floats, numbers: Numbers) -> Floats:
    """Keep a gate's sum and what comes of it; give the value that counts."""
    numbers[f"sum_{part}"] = total
    numbers[f"computed_{part}"] = sigmoid(total)
    held = given.overrides.get(part)
    numbers[part] = numbers[f"computed_{part}"] if held is None else np.full(given.units, float(held))
    return numbers[part]


def _simple_rnn(given: Steps) -> Numbers:
    total = _sums(given)["h"]
    parts = {"from_x": given.x @ given.weights["kernel"], "from_h": given.h @ given.weights["recurrent_kernel"]}
    return {**parts, "sum_h": total, "h_new": np.tanh(total)}


def _lstm(given: Steps) -> Numbers:
    sums, numbers = _sums(given), Numbers()
    looks = {part: given.weights["peephole"][PEEPHOLES.index(part)] for part in given.peepholes}
    nothing = np.zeros(given.units)
    forget = _gate(given, "f", sums["f"] + looks.get("f", nothing) * given.c, numbers)
    if given.kind == "lstm_coupled":
        numbers["i"] = 1 - forget
    else:
        _gate(given, "i", sums["i"] + looks.get("i", nothing) * given.c, numbers)
    numbers["sum_g"] = sums["g"]
    numbers["g"] = np.tanh(sums["g"])
    numbers["kept"] = forget * given.c
    numbers["written"] = numbers["i"] * numbers["g"]
    numbers["c_new"] = numbers["kept"] + numbers["written"]
    output = _gate(given, "o", sums["o"] + looks.get("o", nothing) * numbers["c_new"], numbers)
    numbers["squashed"] = np.tanh(numbers["c_new"])
    numbers["h_new"] = output * numbers["squashed"]
    return numbers


def _gru(given: Steps) -> Numbers:
    sums, numbers, units = _sums(given), Numbers(), given.units
    update = _gate(given, "z", sums["z"], numbers)
    reset = _gate(given, "r", sums["r"], numbers)
    last = slice(2 * units, 3 * units)
    bias = given.weights["bias"]
    numbers["from_x"] = given.x @ given.weights["kernel"][:, last] + bias[0, last]
    numbers["a"] = given.h @ given.weights["recurrent_kernel"][:, last] + bias[1, last]
    numbers["ra"] = reset * numbers["a"]
    numbers["sum_g"] = numbers["from_x"] + numbers["ra"]
    numbers["g"] = np.tanh(numbers["sum_g"])
    numbers["kept"] = update * given.h
    numbers["written"] = (1 - update) * numbers["g"]
    numbers["h_new"] = numbers["kept"] + numbers["written"]
    return numbers
