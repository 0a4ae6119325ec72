"""A trained network read one symbol at a time, its states carried, in NumPy: for live text, without Keras.

The same steps as ``network.py``; the first layer's input product is a table with a row a symbol. An LSTM's gates are computed by
one tanh, since sigmoid(x) = (tanh(x / 2) + 1) / 2.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from rnn_core.networks.numpy import functions
from rnn_core.networks.numpy.functions import ACTIVATIONS
from rnn_core.networks.numpy.network import cell_tensors, memory_sums
from rnn_core.networks.spec import Dense, Embedding, Network, Recurrent

Floats = NDArray[np.float32]
State = tuple[Floats, ...]


class Stepper:
    """Reads ``rows`` symbols, or points, at once and gives the network's outputs: of symbols the logits of the next ones."""

    def __init__(self, network: Network, weights: Mapping[str, Floats]):
        self.network = network
        recurrent = [(number, layer) for number, layer in enumerate(network.layers) if isinstance(layer, Recurrent)]
        self._cells = [
            FASTER.get(layer.kind, Steps)(layer, {name: weights[f"{number}/{name}"] for name in cell_tensors(layer.kind)})
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


class Steps:
    """One recurrent layer, step by step. Kernels: (features, columns * units), (units, columns * units), bias."""

    def __init__(self, layer: Recurrent, weights: Mapping[str, Floats]):
        self.layer, self.weights, self.cell = layer, weights, layer.cell
        self.activate = ACTIVATIONS[layer.activation]
        self.own = self.cell.rows(weights)
        self.kernel, self.bias = weights["kernel"], self.cell.biases(weights)[0]

    def start(self, rows: int) -> State:
        """States of zeros, (rows, units) each."""
        return tuple(np.zeros((rows, self.layer.units), np.float32) for _ in self.cell.states)

    def project(self, inputs: Floats | None) -> Floats:
        """The input's part of the sums; None stands for the identity matrix."""
        return (self.kernel if inputs is None else inputs @ self.kernel) + self.bias

    def step(self, projected: Floats, state: State) -> State:
        """The states after a step."""
        before = dict(zip(self.cell.letters, state, strict=True))
        remembered = memory_sums(self.cell, self.weights, state[0])
        said = self.cell.step(functions, self.activate, self.cell.blocks(projected), remembered, before, self.own)
        return tuple(said[letter] for letter in self.cell.letters)


class LSTMSteps(Steps):
    """An LSTM whose gates are computed by one tanh: sums in the order input, forget, output, candidate, those of gates halved."""

    def __init__(self, layer: Recurrent, weights: Mapping[str, Floats]):
        super().__init__(layer, weights)
        i, f, g, o = np.split(np.arange(len(self.bias)), 4)
        order = np.concatenate([i, f, o, g])
        halved = np.where(np.isin(order, g), 1, 0.5).astype(np.float32)
        tensors = (self.kernel, weights["recurrent_kernel"], self.bias)
        self.kernel, self.recurrent, self.bias = (np.ascontiguousarray(part[..., order] * halved) for part in tensors)

    def step(self, projected: Floats, state: State) -> State:
        """As :meth:`Steps.step`."""
        h, c = state
        units = self.layer.units
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


def _opened(halves: Floats) -> Floats:
    """The sigmoid of twice these numbers, in their place."""
    np.tanh(halves, out=halves)
    halves += 1
    halves *= 0.5
    return halves


FASTER: Mapping[str, type[Steps]] = {"lstm": LSTMSteps}  # the same numbers to 1e-5, by the cell's name
