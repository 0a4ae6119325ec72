"""A layer that has no memory: at its last step it looks at all steps at once. The rival of the recurrent ones in the arena.

One block of a transformer (Vaswani et al. 2017), normalised before each part (Xiong et al. 2020): attention, then a layer of
twice the width. As only the last step's answer is wanted, which may look at all steps before it, no mask is needed. Only the
worker loads this file.
"""

# mypy: disable-error-code="misc,no-untyped-call"
# (Keras' layers have no types)

import keras
import numpy as np

from rnn_core.networks.spec import Network

HEADS = 2  # of half the width each
LONGEST_WAVE = 10_000  # steps, of those that tell places apart


class CausalAttention(keras.layers.Layer):
    """(B,T,F) -> (B,width): what the last step gathers from all steps. ``width`` is even."""

    def __init__(self, width: int, **kwargs: object):
        super().__init__(**kwargs)
        self.width = width
        self.read = keras.layers.Dense(width, name="read")
        self.norms = [keras.layers.LayerNormalization(name=f"norm_{at}") for at in range(2)]
        self.attention = keras.layers.MultiHeadAttention(HEADS, width // HEADS, name="attention")
        self.wide = keras.layers.Dense(2 * width, "relu", name="wide")
        self.narrow = keras.layers.Dense(width, name="narrow")

    def build(self, shape: tuple) -> None:
        """All weights."""
        inner = (shape[0], shape[1], self.width)
        last = (shape[0], 1, self.width)
        self.read.build(shape)
        for norm in self.norms:
            norm.build(inner)
        self.attention.build(last, inner)
        self.wide.build(last)
        self.narrow.build((*last[:2], 2 * self.width))

    def compute_output_shape(self, shape: tuple) -> tuple:
        """One row of numbers a sequence."""
        return (shape[0], self.width)

    def call(self, inputs: keras.KerasTensor) -> keras.KerasTensor:
        """The answer at the last step."""
        x = self.read(inputs) + places(inputs.shape[1], self.width)
        seen, last = self.norms[0](x), x[:, -1:]
        last = last + self.attention(seen[:, -1:], seen)
        last = last + self.narrow(self.wide(self.norms[1](last)))
        return last[:, 0]

    def get_config(self) -> dict:
        """What it is made of again."""
        return {**super().get_config(), "width": self.width}


def places(steps: int, width: int) -> np.ndarray:
    """(steps, width) sines and cosines of wavelengths from 2 pi to 10,000 steps, counted from the last step back."""
    back = np.arange(steps - 1, -1, -1)[:, None]
    angles = back / LONGEST_WAVE ** (np.arange(width // 2) / (width // 2))
    return np.concatenate([np.sin(angles), np.cos(angles)], axis=1).astype(np.float32)


def build(network: Network, width: int) -> keras.Sequential:
    """A network's layers with attention of ``width`` in the place of its recurrent ones, with fresh random weights."""
    shape = (network.timesteps,) if network.symbols else (network.timesteps, network.features)
    reader = [keras.layers.CategoryEncoding(num_tokens=network.symbols, output_mode="one_hot")] if network.symbols else []
    last = keras.layers.Dense(network.layers[-1].units)  # type: ignore[union-attr]
    return keras.Sequential(
        [keras.Input(shape, dtype="int32" if network.symbols else "float32"), *reader, CausalAttention(width), last]
    )


def count(network: Network, width: int) -> int:
    """The numbers that training changes in such a network."""
    read = (network.symbols or network.features) * width + width
    attention = 4 * (width * width + width)
    block = 2 * 2 * width + attention + (2 * width * width + 2 * width) + (2 * width * width + width)
    outputs = network.layers[-1].units  # type: ignore[union-attr]
    return read + block + width * outputs + outputs
