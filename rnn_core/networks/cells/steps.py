"""One step of each cell in NumPy, with every gate: what ``numpy/network.py`` runs and ``numpy/activations.py`` shows.

SimpleRNN after Elman (1990); LSTM after Hochreiter and Schmidhuber (1997) with the forget gate of Gers et al. (2000); with
peepholes after Gers and Schmidhuber (2000); with coupled gates after Greff et al. (2017); GRU after Cho et al. (2014) in the
variant that resets after the product, as cuDNN and Keras compute it.

A step takes the input's and the state's part of the sums, (batch, gates * units) each, the state before it, the layer's
activation and its further weights; it gives ``h``, ``c`` where there is one, and the gates by name, (batch, units) each.
"""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Activate = Callable[..., Floats]
Parts = dict[str, Floats]


def sigmoid(x: Floats) -> Floats:
    """1 / (1 + exp(-x)), by tanh so that nothing overflows."""
    return np.float32(0.5) * (np.tanh(np.float32(0.5) * x) + np.float32(1))


def relu(x: Floats, out: Floats | None = None) -> Floats:
    """max(0, x)."""
    return np.maximum(x, 0, out=out)


def _simple_rnn(x: Floats, recurrent: Floats, state: Parts, activate: Activate) -> Parts:
    return {"h": activate(x + recurrent)}


def _lstm(x: Floats, recurrent: Floats, state: Parts, activate: Activate) -> Parts:
    inputs, forget, candidate, output = np.split(x + recurrent, 4, axis=-1)
    gates = {"forget": sigmoid(forget), "input": sigmoid(inputs), "candidate": activate(candidate)}
    cell = _remembered(gates, state)
    return _given(sigmoid(output), cell, gates, activate)


def _lstm_peephole(x: Floats, recurrent: Floats, state: Parts, activate: Activate, peephole: Floats) -> Parts:
    """``peephole`` (3, units): of the input and the forget gate, which see c, and of the output gate, which sees the new c."""
    inputs, forget, candidate, output = np.split(x + recurrent, 4, axis=-1)
    kept, let_in = sigmoid(forget + peephole[1] * state["c"]), sigmoid(inputs + peephole[0] * state["c"])
    gates = {"forget": kept, "input": let_in, "candidate": activate(candidate)}
    cell = _remembered(gates, state)
    return _given(sigmoid(output + peephole[2] * cell), cell, gates, activate)


def _lstm_coupled(x: Floats, recurrent: Floats, state: Parts, activate: Activate) -> Parts:
    forget, candidate, output = np.split(x + recurrent, 3, axis=-1)
    kept = sigmoid(forget)
    gates = {"forget": kept, "input": 1 - kept, "candidate": activate(candidate)}
    return _given(sigmoid(output), _remembered(gates, state), gates, activate)


def _remembered(gates: Parts, state: Parts) -> Floats:
    """c' = forget * c + input * candidate, as in every LSTM."""
    return gates["forget"] * state["c"] + gates["input"] * gates["candidate"]


def _given(output: Floats, cell: Floats, gates: Parts, activate: Activate) -> Parts:
    """h' = output * act(c'), as in every LSTM."""
    return {"h": output * activate(cell), "c": cell, **gates, "output": output}


def _gru(x: Floats, recurrent: Floats, state: Parts, activate: Activate) -> Parts:
    x_update, x_reset, x_candidate = np.split(x, 3, axis=-1)
    r_update, r_reset, r_candidate = np.split(recurrent, 3, axis=-1)
    update, reset = sigmoid(x_update + r_update), sigmoid(x_reset + r_reset)
    candidate = activate(x_candidate + reset * r_candidate)
    return {"h": update * state["h"] + (1 - update) * candidate, "update": update, "reset": reset, "candidate": candidate}


ACTIVATIONS: Mapping[str, Activate] = {"tanh": np.tanh, "relu": relu}
STEPS: Mapping[str, Callable[..., Parts]] = {
    "simple_rnn": _simple_rnn,
    "lstm": _lstm,
    "gru": _gru,
    "lstm_peephole": _lstm_peephole,
    "lstm_coupled": _lstm_coupled,
}
