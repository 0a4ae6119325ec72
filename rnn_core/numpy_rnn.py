"""A trained network in NumPy: the same numbers as Keras to 1e-5, without Keras.

Formulas: SimpleRNN after Elman (1990); LSTM after Hochreiter and Schmidhuber (1997) with the forget gate of Gers et al.
(2000); GRU after Cho et al. (2014) in the variant that resets after the product, as cuDNN and Keras compute it.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from rnn_core.architecture import Dense, Dropout, Network, Recurrent

Floats = NDArray[np.float32]
MOST_ROWS = 512  # computed at once, which bounds the memory


class NumpyNetwork:
    """A network and its weights, named ``"0/kernel"``, ``"0/recurrent_kernel"``, ``"0/bias"``: layer number / tensor."""

    def __init__(self, network: Network, weights: Mapping[str, Floats]):
        self.network = network
        self.weights = weights

    def predict(self, inputs: Floats, dropout: np.random.Generator | None = None) -> Floats:
        """Outputs ``(batch, outputs)`` for ``(batch, timesteps, features)``.

        With a random generator as ``dropout`` the dropout layers stay active (Monte Carlo dropout).
        """
        values = np.asarray(inputs, dtype=np.float32)
        parts = range(0, len(values), MOST_ROWS)
        return np.concatenate([self._forward(values[first : first + MOST_ROWS], dropout) for first in parts])

    def _forward(self, values: Floats, dropout: np.random.Generator | None) -> Floats:
        for number, layer in enumerate(self.network.layers):
            if isinstance(layer, Recurrent):
                values = self._recurrent(number, layer, values)
            elif isinstance(layer, Dense):
                values = values @ self.weights[f"{number}/kernel"] + self.weights[f"{number}/bias"]
            elif isinstance(layer, Dropout) and dropout is not None:
                kept = dropout.random(values.shape, dtype=np.float32) >= layer.rate
                values = values * kept / np.float32(1 - layer.rate)
        return values

    def _recurrent(self, number: int, layer: Recurrent, inputs: Floats) -> Floats:
        kernel, recurrent, bias = (self.weights[f"{number}/{name}"] for name in TENSORS["recurrent"])
        batch, timesteps, _ = inputs.shape
        input_bias, recurrent_bias = bias if layer.kind == "gru" else (bias, np.float32(0))
        projected = inputs.transpose(1, 0, 2) @ kernel + input_bias
        state = {name: np.zeros((batch, layer.units), np.float32) for name in ("h", "c")}
        outputs = np.empty((timesteps, batch, layer.units), np.float32)
        for time in range(timesteps):
            state = STEPS[layer.kind](projected[time], state["h"] @ recurrent + recurrent_bias, state)
            outputs[time] = state["h"]
        return outputs.transpose(1, 0, 2) if layer.return_sequences else outputs[-1]


def _simple_rnn(x: Floats, recurrent: Floats, state: dict[str, Floats]) -> dict[str, Floats]:
    return {**state, "h": np.tanh(x + recurrent)}


def _lstm(x: Floats, recurrent: Floats, state: dict[str, Floats]) -> dict[str, Floats]:
    inputs, forget, candidate, output = np.split(x + recurrent, 4, axis=-1)
    cell = sigmoid(forget) * state["c"] + sigmoid(inputs) * np.tanh(candidate)
    return {"h": sigmoid(output) * np.tanh(cell), "c": cell}


def _gru(x: Floats, recurrent: Floats, state: dict[str, Floats]) -> dict[str, Floats]:
    x_update, x_reset, x_candidate = np.split(x, 3, axis=-1)
    r_update, r_reset, r_candidate = np.split(recurrent, 3, axis=-1)
    update = sigmoid(x_update + r_update)
    candidate = np.tanh(x_candidate + sigmoid(x_reset + r_reset) * r_candidate)
    return {**state, "h": update * state["h"] + (1 - update) * candidate}


def sigmoid(x: Floats) -> Floats:
    """1 / (1 + exp(-x)), by tanh so that nothing overflows."""
    return np.float32(0.5) * (np.tanh(np.float32(0.5) * x) + np.float32(1))


STEPS = {"simple_rnn": _simple_rnn, "lstm": _lstm, "gru": _gru}
TENSORS = {"recurrent": ("kernel", "recurrent_kernel", "bias"), "dense": ("kernel", "bias"), "embedding": ("embeddings",)}


def names(network: Network) -> list[str]:
    """Names of all weights, in Keras' order."""
    kinds = ["recurrent" if isinstance(layer, Recurrent) else layer.kind for layer in network.layers]
    return [f"{number}/{name}" for number, kind in enumerate(kinds) for name in TENSORS.get(kind, ())]
