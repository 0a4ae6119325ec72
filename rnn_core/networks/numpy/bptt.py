"""Back-propagation through time in NumPy, step by step, so that every step's gradient can be looked at.

Method: Werbos (1990), derived by hand from the forward formulas quoted at each cell. Kinds of cells: SimpleRNN (Elman 1990),
LSTM (Hochreiter and Schmidhuber 1997; Gers et al. 2000), LSTM with peepholes (Gers et al. 2002), LSTM with one gate for
forgetting and writing (Greff et al. 2017) and GRU (Cho et al. 2014, ``reset_after``). Shapes: T steps, B rows, F features, u
units, g gates. Time comes first; numbers stay in the precision of the weights.

``act`` is tanh or relu; act' is its slope, told by its result. The memory of a step is h, and in an LSTM c as well.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnn_core.errors import UserError
from rnn_core.networks.cells.steps import sigmoid

Array = NDArray[Any]
Weights = Mapping[str, Array]  # "kernel" (F,gu), "recurrent_kernel" (u,gu), "bias" ((gu) or GRU (2,3u)), and "peephole" (3,u)
BLOCKS = {"simple_rnn": 1, "gru": 3, "lstm": 4, "lstm_peephole": 4, "lstm_coupled": 3}
WITH_CELL = ("lstm", "lstm_peephole", "lstm_coupled")
SLOPES: Mapping[str, tuple[Callable[[Array], Array], Callable[[Array], Array]]] = {
    "tanh": (np.tanh, lambda y: 1 - y * y),
    "relu": (lambda x: np.maximum(x, 0), lambda y: (y > 0).astype(y.dtype)),
}


@dataclass(frozen=True)
class Passed:
    """One pass over sequences: what each step remembered.

    ``hidden`` (T+1,B,u) and, of LSTMs, ``cell`` (T+1,B,u): first those before the first step, which are 0. ``kept``: by step, the
    results inside the cell by name, (B,u) each: gates, candidate, and what the way back needs.
    """

    kind: str
    activation: str
    inputs: Array
    hidden: Array
    cell: Array | None
    kept: list[dict[str, Array]]

    def gate(self, name: str) -> Array:
        """One gate at every step, (T,B,u): ``"i"``, ``"f"``, ``"o"`` of LSTMs, ``"z"``, ``"r"`` of GRUs."""
        return np.stack([step[name] for step in self.kept])


@dataclass(frozen=True)
class Gradients:
    """How the loss changes with every number on the way.

    ``hidden`` (T,B,u): dL/dh of each step, through all steps after it. ``cell`` (T,B,u): dL/dc where c is made, so through that
    step's own h as well; None without one. ``sums`` (T,B,gu): d of x W. ``weights``: by name, summed over rows and steps.
    Steps before a truncation have 0.
    """

    hidden: Array
    cell: Array | None
    sums: Array
    weights: dict[str, Array]

    def inputs(self, weights: Weights) -> Array:
        """dL/dx of each step, (T,B,F)."""
        return np.asarray(self.sums @ weights["kernel"].T)


def forward(kind: str, weights: Weights, inputs: Array, activation: str = "tanh") -> Passed:
    """Read ``inputs`` (T,B,F) from zero states."""
    steps, rows, _ = inputs.shape
    units = len(weights["recurrent_kernel"])
    hidden = np.zeros((steps + 1, rows, units), inputs.dtype)
    cell = np.zeros_like(hidden) if kind in WITH_CELL else None
    bias, inner = (weights["bias"][0], weights["bias"][1]) if kind == "gru" else (weights["bias"], 0)
    projected = inputs @ weights["kernel"] + bias
    kept = []
    for step in range(steps):
        recurrent = hidden[step] @ weights["recurrent_kernel"] + inner
        before = hidden[step] if cell is None else cell[step]
        after, results = FORWARD[kind](projected[step], recurrent, before, activation, weights)
        hidden[step + 1] = results.pop("h") if cell is not None else after
        if cell is not None:
            cell[step + 1] = after
        kept.append(results)
    return Passed(kind, activation, inputs, hidden, cell, kept)


def backward(weights: Weights, passed: Passed, last: Array, steps: int | None = None) -> Gradients:
    """From dL/dh of the last step, ``last`` (B,u), back to the first; with ``steps`` through the last so many steps only.

    Truncated: what lies further back counts as given, so its gradient is 0. Raises UserError when ``steps`` is below 1.
    """
    if steps is not None and steps < 1:
        raise UserError(f"Truncated back-propagation goes back through at least 1 step, found {steps}: choose 1 or more.")
    total = len(passed.inputs)
    dh, dc = last, np.zeros_like(last)
    d_hidden = np.zeros_like(passed.hidden[1:])
    d_cell = None if passed.cell is None else np.zeros_like(d_hidden)
    width = weights["kernel"].shape[1]
    d_sums = np.zeros((total, len(last), width), last.dtype)
    d_recurrent = np.zeros_like(d_sums) if passed.kind == "gru" else d_sums
    back, transposed = BACKWARD[passed.kind], weights["recurrent_kernel"].T
    for step in range(total - 1, max(-1, total - 1 - (steps or total)), -1):
        d_hidden[step] = dh
        before = passed.hidden[step] if passed.cell is None else passed.cell[step]
        results = passed.kept[step]
        made, d_sums[step], inner, kept = back(dh, dc, before, results, passed.activation, weights)
        if d_cell is not None:
            d_cell[step], dc = made, kept
        if d_recurrent is not d_sums:
            d_recurrent[step] = inner
        dh = d_recurrent[step] @ transposed + (kept if passed.kind == "gru" else 0)
    return Gradients(d_hidden, d_cell, d_sums, _weights(passed, d_sums, d_recurrent))


def _weights(passed: Passed, d_sums: Array, d_recurrent: Array) -> dict[str, Array]:
    """Of all weights, from those of the sums (T,B,gu): one product each."""
    flat, inner = d_sums.reshape(-1, d_sums.shape[2]), d_recurrent.reshape(-1, d_sums.shape[2])
    read = passed.inputs.reshape(len(flat), -1)
    before = passed.hidden[:-1].reshape(len(flat), -1)
    bias = np.stack([flat.sum(0), inner.sum(0)]) if passed.kind == "gru" else flat.sum(0)
    changes = {"kernel": read.T @ flat, "recurrent_kernel": before.T @ inner, "bias": bias}
    if passed.kind == "lstm_peephole" and passed.cell is not None:
        i, f, _, o = np.split(d_sums, 4, axis=2)
        old, new = passed.cell[:-1], passed.cell[1:]
        changes["peephole"] = np.stack([(i * old).sum((0, 1)), (f * old).sum((0, 1)), (o * new).sum((0, 1))])
    return changes


def norm(arrays: Mapping[str, Array]) -> float:
    """Length of all numbers together: the root of the sum of their squares."""
    return float(np.sqrt(sum(float(np.square(one, dtype=np.float64).sum()) for one in arrays.values())))


def clipped(arrays: Mapping[str, Array], longest: float) -> dict[str, Array]:
    """The same direction, no longer than ``longest`` (Pascanu et al. 2013); 0 leaves all as it is."""
    length = norm(arrays)
    if not longest or not length > longest:
        return dict(arrays)
    return {name: (one * (longest / length)).astype(one.dtype) for name, one in arrays.items()}


# Each cell's forward step: (x W + b, h U (+ GRU: its bias), memory before (c, or h without one), activation, weights)
# -> (memory after, results by name; of LSTMs with "h").


def _simple_rnn(x: Array, recurrent: Array, before: Array, activation: str, weights: Weights) -> tuple[Array, dict[str, Array]]:
    """h' = act(x W + h U + b)."""
    after = SLOPES[activation][0](x + recurrent)
    return after, {"after": after}


def _gru(x: Array, recurrent: Array, before: Array, activation: str, weights: Weights) -> tuple[Array, dict[str, Array]]:
    """z, r = sigmoid(sums); a = h U_h + b1_h; n = act(x W_h + b0_h + r a); h' = z h + (1 - z) n."""
    units = before.shape[1]
    gates = sigmoid(x[:, : 2 * units] + recurrent[:, : 2 * units])
    z, r, a = gates[:, :units], gates[:, units:], recurrent[:, 2 * units :]
    n = SLOPES[activation][0](x[:, 2 * units :] + r * a)
    return z * before + (1 - z) * n, {"z": z, "r": r, "a": a, "n": n}


def _lstm(x: Array, recurrent: Array, before: Array, activation: str, weights: Weights) -> tuple[Array, dict[str, Array]]:
    """i, f, o = sigmoid, g = act; c' = f c + i g; h' = o act(c'). Peepholes: i, f see c, o sees c'."""
    act = SLOPES[activation][0]
    sums = x + recurrent
    zi, zf, zg, zo = np.split(sums, 4, axis=1)
    eyes = weights.get("peephole")
    if eyes is not None:
        zi, zf = zi + eyes[0] * before, zf + eyes[1] * before
    i, f, g = sigmoid(zi), sigmoid(zf), act(zg)
    after = f * before + i * g
    o = sigmoid(zo if eyes is None else zo + eyes[2] * after)
    shown = act(after)
    return after, {"i": i, "f": f, "g": g, "o": o, "shown": shown, "h": o * shown}


def _coupled(x: Array, recurrent: Array, before: Array, activation: str, weights: Weights) -> tuple[Array, dict[str, Array]]:
    """f, o = sigmoid, g = act; c' = f c + (1 - f) g; h' = o act(c')."""
    act = SLOPES[activation][0]
    zf, zg, zo = np.split(x + recurrent, 3, axis=1)
    f, g, o = sigmoid(zf), act(zg), sigmoid(zo)
    after = f * before + (1 - f) * g
    shown = act(after)
    return after, {"f": f, "g": g, "o": o, "shown": shown, "h": o * shown}


# And back: (dL/dh, dL/dc from the step after, memory before, results, activation, weights)
# -> (dL/dc, d of x W (B,gu), d of h U where it differs (GRU), what goes back to the memory before, past the sums).
_Back = tuple[Any, Array, Any, Any]


def _simple_rnn_back(dh: Array, dc: Array, before: Array, kept: dict[str, Array], activation: str, weights: Weights) -> _Back:
    """d_sum = dh act'; then dh = d_sum U'."""
    return None, dh * SLOPES[activation][1](kept["after"]), None, None


def _gru_back(dh: Array, dc: Array, before: Array, kept: dict[str, Array], activation: str, weights: Weights) -> _Back:
    """d_n = dh (1-z) act'; d_z = dh (h - n) z(1-z); d_r = d_n a r(1-r); d_a = d_n r; then dh = dh z + (d_z, d_r, d_a) U'."""
    z, r, a, n = (kept[name] for name in "zran")
    dn = dh * (1 - z) * SLOPES[activation][1](n)
    dz, dr = dh * (before - n) * z * (1 - z), dn * a * r * (1 - r)
    return None, np.concatenate([dz, dr, dn], 1), np.concatenate([dz, dr, dn * r], 1), dh * z


def _lstm_back(dh: Array, dc: Array, before: Array, kept: dict[str, Array], activation: str, weights: Weights) -> _Back:
    """d_o = dh act(c') o(1-o); dc += dh o act' (+ p_o d_o); d_i = dc g i(1-i); d_f = dc c f(1-f); d_g = dc i act'; then dc f."""
    slope = SLOPES[activation][1]
    i, f, g, o, shown = (kept[name] for name in ("i", "f", "g", "o", "shown"))
    do = dh * shown * o * (1 - o)
    dc = dc + dh * o * slope(shown)
    eyes = weights.get("peephole")
    if eyes is not None:
        dc = dc + eyes[2] * do
    di, df, dg = dc * g * i * (1 - i), dc * before * f * (1 - f), dc * i * slope(g)
    kept_on = dc * f if eyes is None else dc * f + eyes[0] * di + eyes[1] * df
    return dc, np.concatenate([di, df, dg, do], 1), None, kept_on


def _coupled_back(dh: Array, dc: Array, before: Array, kept: dict[str, Array], activation: str, weights: Weights) -> _Back:
    """As the LSTM's with i = 1 - f: d_f = dc (c - g) f(1-f); d_g = dc (1-f) act'."""
    slope = SLOPES[activation][1]
    f, g, o, shown = (kept[name] for name in ("f", "g", "o", "shown"))
    dc = dc + dh * o * slope(shown)
    df, dg, do = dc * (before - g) * f * (1 - f), dc * (1 - f) * slope(g), dh * shown * o * (1 - o)
    return dc, np.concatenate([df, dg, do], 1), None, dc * f


FORWARD = {"simple_rnn": _simple_rnn, "gru": _gru, "lstm": _lstm, "lstm_peephole": _lstm, "lstm_coupled": _coupled}
BACKWARD = {
    "simple_rnn": _simple_rnn_back,
    "gru": _gru_back,
    "lstm": _lstm_back,
    "lstm_peephole": _lstm_back,
    "lstm_coupled": _coupled_back,
}
