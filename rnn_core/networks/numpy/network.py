"""A trained network in NumPy: the same numbers as Keras to 1e-5, without Keras.

The formulas of the cells stand in ``cells/``.
"""

from collections.abc import Iterator, Mapping
from functools import partial

import numpy as np
from numpy.typing import NDArray

from rnn_core.networks.cells import CELLS, Cell
from rnn_core.networks.numpy import functions
from rnn_core.networks.numpy.functions import ACTIVATIONS, Floats, relu
from rnn_core.networks.numpy.told import Told, silent
from rnn_core.networks.spec import Bag, Dense, Dropout, Embedding, Layer, Network, Pooling, Recurrent

MOST_ROWS, MOST_NUMBERS = 512, 20_000_000  # computed at once, which bounds the memory
FAR_BELOW = np.float32(-1e30)  # a sum at which gates are closed and relu gives 0


class NumpyNetwork:
    """A network and its weights, named ``"0/kernel"``, ``"0/recurrent_kernel"``, ``"0/bias"``: layer number / tensor."""

    def __init__(self, network: Network, weights: Mapping[str, Floats]):
        self.network = network
        self.weights = weights

    def predict(self, inputs: NDArray, dropout: np.random.Generator | None = None, told: Told = silent) -> Floats:
        """Outputs ``(batch, outputs)`` for ``(batch, timesteps, features)`` or symbols ``(batch, timesteps)``.

        With a random generator as ``dropout`` the dropout layers stay active (Monte Carlo dropout).
        """
        values = np.asarray(inputs, dtype=np.int64 if self.network.symbols else np.float32)
        rows, outputs = self._rows(), []
        for at in range(0, len(values), rows):
            outputs.append(self._forward(values[at : at + rows], dropout))
            told(min(1.0, (at + rows) / len(values)))
        return np.concatenate(outputs)

    def _rows(self) -> int:
        """How many to compute at once: the widest layer needs most room."""
        widest = max(_numbers(layer) for layer in self.network.layers)
        return max(1, min(MOST_ROWS, MOST_NUMBERS // (self.network.timesteps * widest)))

    def _forward(self, values: NDArray, dropout: np.random.Generator | None) -> Floats:
        lengths = np.count_nonzero(values, axis=1) if self.network.masked else np.full(len(values), values.shape[1])
        for number, layer in enumerate(self.network.layers):
            if isinstance(layer, Embedding):
                values = self.weights[f"{number}/embeddings"][values]
            elif isinstance(layer, Bag):
                values = _bag(values, self.network.symbols)
            elif isinstance(layer, Recurrent):
                values = self._recurrent(number, layer, values, lengths)
            elif isinstance(layer, Pooling):
                values = _mean(values, lengths)
            elif isinstance(layer, Dense):
                values = values @ self.weights[f"{number}/kernel"] + self.weights[f"{number}/bias"]
                values = relu(values) if layer.activation == "relu" else values
            elif isinstance(layer, Dropout) and dropout is not None:
                kept = dropout.random(values.shape, dtype=np.float32) >= layer.rate
                values = values * kept / np.float32(1 - layer.rate)
        return values

    def _recurrent(self, number: int, layer: Recurrent, inputs: Floats, lengths: NDArray[np.int64]) -> Floats:
        """Of rows that are as long as ``lengths`` (batch,) says and padded behind that; what stands there means nothing."""
        outputs = self._pass(f"{number}/", layer, inputs, lengths)
        last = np.arange(len(inputs)), np.maximum(lengths, 1) - 1
        if not layer.bidirectional:
            return outputs if layer.return_sequences else outputs[last]
        backwards = self._pass(f"{number}/backward_", layer, _reversed(inputs, lengths), lengths)
        if layer.return_sequences:
            return np.concatenate([outputs, _reversed(backwards, lengths)], axis=-1)
        return np.concatenate([outputs[last], backwards[last]], axis=-1)

    def _pass(self, prefix: str, layer: Recurrent, inputs: Floats, lengths: NDArray[np.int64]) -> Floats:
        """Once over all steps: (batch, timesteps, features) to (batch, timesteps, units)."""
        weights = {name: self.weights[f"{prefix}{name}"] for name in cell_tensors(layer.kind)}
        batch, timesteps, _ = inputs.shape
        projected = inputs.transpose(1, 0, 2) @ weights["kernel"] + layer.cell.biases(weights)[0]
        if layer.activation == "relu":  # unlike tanh it has no upper bound: in the padding a state could grow without end
            projected[np.arange(timesteps)[:, None] >= lengths] = FAR_BELOW
        outputs = np.empty((timesteps, batch, layer.units), np.float32)
        for time, said in enumerate(steps(layer, weights, projected)):
            outputs[time] = said["h"]
        return outputs.transpose(1, 0, 2)


def steps(layer: Recurrent, weights: Mapping[str, Floats], projected: Floats) -> Iterator[dict[str, Floats]]:
    """All that the cell says at each step from states of zeros, by name, (batch, units) each.

    ``weights`` of one direction by their own names; ``projected``: the input's part of the sums, (timesteps, batch, columns).
    """
    cell, activate = layer.cell, ACTIVATIONS[layer.activation]
    columns, own = cell.blocks(projected), cell.rows(weights)
    said = {letter: np.zeros((projected.shape[1], layer.units), np.float32) for letter in cell.letters}
    remembered = partial(memory_sums, cell, weights)
    for time in range(len(projected)):
        x = {letter: block[time] for letter, block in columns.items()}
        said = cell.step(functions, activate, x, remembered(said["h"]), said, own)
        yield said


def memory_sums(cell: Cell, weights: Mapping[str, Floats], h: Floats) -> Mapping[str, Floats]:
    """The memory's part of the sums, by column, of h (batch, units)."""
    if not cell.seeing:
        return {}
    return cell.blocks(h @ weights["recurrent_kernel"] + cell.biases(weights)[1], cell.seeing)


def _numbers(layer: Layer) -> int:
    """That a layer computes for each step."""
    return layer.units * len(layer.cell.columns) if isinstance(layer, Recurrent) else getattr(layer, "units", 1)


def _bag(ids: NDArray[np.int64], symbols: int) -> Floats:
    found = np.zeros((len(ids), symbols), np.float32)
    found[np.arange(len(ids))[:, None], ids] = 1
    return found


def _mean(values: Floats, lengths: NDArray[np.int64]) -> Floats:
    """Over the first ``lengths`` (batch,) steps."""
    inside = np.arange(values.shape[1]) < lengths[:, None]
    return (values * inside[:, :, None]).sum(axis=1) / np.maximum(lengths, 1)[:, None].astype(np.float32)


def _reversed(values: Floats, lengths: NDArray[np.int64]) -> Floats:
    """Each row read from its end, its padding left where it is."""
    steps = np.arange(values.shape[1])
    order = np.where(steps < lengths[:, None], lengths[:, None] - 1 - steps, steps)
    return np.take_along_axis(values, order[:, :, None], axis=1)


TENSORS = {"dense": ("kernel", "bias"), "embedding": ("embeddings",)}


def cell_tensors(kind: str) -> tuple[str, ...]:
    """Names of the weights of a recurrent layer that reads in one direction, in Keras' order."""
    return tuple(weight.name for weight in CELLS[kind].weights)


def names(network: Network) -> list[str]:
    """Names of all weights, in Keras' order."""
    return [f"{number}/{name}" for number, layer in enumerate(network.layers) for name in _tensors(layer)]


def _tensors(layer: Layer) -> tuple[str, ...]:
    if not isinstance(layer, Recurrent):
        return TENSORS.get(layer.kind, ())
    own = cell_tensors(layer.kind)
    return (*own, *(f"backward_{name}" for name in own)) if layer.bidirectional else own
