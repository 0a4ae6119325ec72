"""A trained network read one symbol at a time, its states carried, in NumPy: for live text, without Keras.

The same formulas as ``network.py``, arranged for speed: the first layer's input product is a table with a row a
symbol, and an LSTM's gates are computed by one tanh, since sigmoid(x) = (tanh(x / 2) + 1) / 2. ``activate``
is tanh or relu.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnn_core.networks.cells.steps import ACTIVATIONS, Activate, sigmoid
from rnn_core.networks.numpy.network import cell_tensors
from rnn_core.networks.spec import Dense, Embedding, Network, Recurrent

Floats = NDArray[np.float32]
State = tuple[Floats, ...]


class Stepper:
    """Reads ``rows`` symbols, or points, at once and gives the network's outputs: of symbols the logits of the next ones."""

    def __init__(self, network: Network, weights: Mapping[str, Floats]):
        self.network = network
        recurrent = [(number, layer) for number, layer in enumerate(network.layers) if isinstance(layer, Recurrent)]
        self._cells = [
            CELLS[layer.kind](*(weights[f"{number}/{name}"] for name in cell_tensors(layer.kind)), ACTIVATIONS[layer.activation])
            for number, layer in recurrent
        ]
        first = self._cells[0]
        reader = network.layers[0]
        # an embedded symbol is a row of its table; a one-hot symbol picks a row of the kernel
        self._table = first.project(weights["0/embeddings"]) if isinstance(reader, Embedding) else first.project(None)
        last = next(number for number, layer in enumerate(network.layers) if isinstance(layer, Dense))
        self._output = weights[f"{last}/kernel"], weights[f"{last}/bias"]

    def symbols(self, ids: NDArray[np.integer]) -> Floats:
        """The part that symbols ``(rows,)`` have in the first layer's sums."""
        return self._table[ids]

    def start(self, rows: int = 1) -> list[State]:
        """The states before the first symbol, one tuple of ``(rows, units)`` a layer."""
        return [cell.start(rows) for cell in self._cells]

    def step(self, ids: NDArray[np.integer], states: list[State]) -> tuple[Floats, list[State]]:
        """Read one symbol a row, ``(rows,)``. Returns the last layer's output ``(rows, units)`` and the new states."""
        return self.advance(self.symbols(ids), states)

    def project(self, rows: Floats) -> Floats:
        """The part that numbers ``(rows, features)`` have in the first layer's sums, as symbols have theirs in a table."""
        return np.asarray(self._cells[0].project(rows))

    def advance(self, projected: Floats, states: list[State]) -> tuple[Floats, list[State]]:
        """As :meth:`step`, of what is projected already."""
        after: list[State] = []
        for number, cell in enumerate(self._cells):
            if number:
                projected = cell.project(after[-1][0])
            after.append(cell.step(projected, states[number]))
        return after[-1][0], after

    def logits(self, output: Floats) -> Floats:
        """``(..., units)`` to ``(..., symbols)``."""
        kernel, bias = self._output
        return output @ kernel + bias

    def read(self, ids: NDArray[np.integer], states: list[State]) -> tuple[Floats, list[State]]:
        """Read ``(rows, symbols)`` ids one after the other; the logits after the last, ``(rows, symbols)``."""
        output = states[-1][0]
        for column in ids.T:
            output, states = self.step(column, states)
        return self.logits(output), states


class _Cell:
    """One recurrent layer. Kernels: (features, gates * units), (units, gates * units), bias."""

    def __init__(self, kernel: Floats, recurrent: Floats, bias: Floats, activate: Activate):
        self.kernel, self.recurrent, self.bias, self.activate = kernel, recurrent, bias, activate
        self.units = len(recurrent)

    def start(self, rows: int) -> State:
        return (np.zeros((rows, self.units), np.float32),)

    def project(self, inputs: Floats | None) -> Floats:
        """The input's part of the sums; None stands for the identity matrix."""
        return (self.kernel if inputs is None else inputs @ self.kernel) + self.bias


class _SimpleRNN(_Cell):
    def step(self, projected: Floats, state: State) -> State:
        return (self.activate(projected + state[0] @ self.recurrent),)


class _WithMemory(_Cell):
    """An LSTM, whatever its gates: the candidate comes last, and the sums of the gates are halved beforehand."""

    def __init__(self, kernel: Floats, recurrent: Floats, bias: Floats, activate: Activate):
        *before, candidate, output = np.split(np.arange(len(bias)), len(bias) // len(recurrent))
        order = np.concatenate([*before, output, candidate])
        halved = np.where(np.isin(order, candidate), 1, 0.5).astype(np.float32)
        kernel, recurrent, bias = (np.ascontiguousarray(part[..., order] * halved) for part in (kernel, recurrent, bias))
        super().__init__(kernel, recurrent, bias, activate)

    def start(self, rows: int) -> State:
        return super().start(rows) * 2


class _LSTM(_WithMemory):
    """Sums in the order input, forget, output, candidate."""

    def step(self, projected: Floats, state: State) -> State:
        h, c = state
        units = self.units
        sums = h @ self.recurrent
        sums += projected
        gates, candidate = sums[:, : 3 * units], sums[:, 3 * units :]
        _opened(gates)
        self.activate(candidate, out=candidate)
        c = gates[:, units : 2 * units] * c
        c += gates[:, :units] * candidate
        h = self.activate(c)
        h *= gates[:, 2 * units :]
        return h, c


class _PeepholeLSTM(_WithMemory):
    """Sums in the order input, forget, output, candidate. ``peephole`` (3, units): of input, forget and output gate."""

    def __init__(self, kernel: Floats, recurrent: Floats, bias: Floats, peephole: Floats, activate: Activate):
        super().__init__(kernel, recurrent, bias, activate)
        self.peephole = np.float32(0.5) * peephole

    def step(self, projected: Floats, state: State) -> State:
        h, c = state
        units = self.units
        sums = h @ self.recurrent
        sums += projected
        gates, output, candidate = sums[:, : 2 * units], sums[:, 2 * units : 3 * units], sums[:, 3 * units :]
        gates[:, :units] += self.peephole[0] * c
        gates[:, units:] += self.peephole[1] * c
        _opened(gates)
        self.activate(candidate, out=candidate)
        c = gates[:, units:] * c
        c += gates[:, :units] * candidate
        output += self.peephole[2] * c
        h = self.activate(c)
        h *= _opened(output)
        return h, c


class _CoupledLSTM(_WithMemory):
    """Sums in the order forget, output, candidate; what a unit does not forget it does not take in."""

    def step(self, projected: Floats, state: State) -> State:
        h, c = state
        units = self.units
        sums = h @ self.recurrent
        sums += projected
        gates, candidate = _opened(sums[:, : 2 * units]), sums[:, 2 * units :]
        self.activate(candidate, out=candidate)
        c = candidate + gates[:, :units] * (c - candidate)
        h = self.activate(c)
        h *= gates[:, units:]
        return h, c


class _GRU(_Cell):
    """The variant that resets after the product, with two biases, as cuDNN and Keras compute it."""

    def __init__(self, kernel: Floats, recurrent: Floats, bias: Floats, activate: Activate):
        super().__init__(kernel, recurrent, bias[0], activate)
        self.recurrent_bias = bias[1]

    def step(self, projected: Floats, state: State) -> State:
        (h,) = state
        units = self.units
        sums = h @ self.recurrent + self.recurrent_bias
        gates = sigmoid(projected[:, : 2 * units] + sums[:, : 2 * units])
        update, reset = gates[:, :units], gates[:, units:]
        candidate = self.activate(projected[:, 2 * units :] + reset * sums[:, 2 * units :])
        return (update * h + (1 - update) * candidate,)


def _opened(halves: Floats) -> Floats:
    """The sigmoid of twice these numbers, in their place."""
    np.tanh(halves, out=halves)
    halves += 1
    halves *= 0.5
    return halves


CELLS: Mapping[str, Callable[..., Any]] = {
    "simple_rnn": _SimpleRNN,
    "lstm": _LSTM,
    "gru": _GRU,
    "lstm_peephole": _PeepholeLSTM,
    "lstm_coupled": _CoupledLSTM,
}
