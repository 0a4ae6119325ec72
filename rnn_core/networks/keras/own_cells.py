"""Recurrent cells that Keras does not have, for ``keras.layers.RNN``. Only the worker loads this file.

The classes need Keras alone, as exported programs have their text in them (``exports/own_cells.py``).
"""

# mypy: disable-error-code="misc,no-untyped-call"
# (Keras' layers and decorators have no types)

import keras


class MemoryCell(keras.layers.Layer):
    """What the cells have in common: two states a unit, h (what it says) and c (its memory), and the weights of the sums.

    The sums are those of `parts`, in this order: gates, and the candidate, which is what may be added to the memory.
    """

    parts: tuple[str, ...] = ()

    def __init__(self, units: int, activation: str = "tanh", **kwargs: object):
        super().__init__(**kwargs)
        self.units = self.output_size = units
        self.state_size = [units, units]
        self.activation = keras.activations.get(activation)

    def build(self, shape: tuple) -> None:
        """Make the weights for inputs (batch, features); the forget gate begins open, with a bias of 1."""
        columns = len(self.parts) * self.units
        self.kernel = self.add_weight((shape[-1], columns), "glorot_uniform", name="kernel")
        self.recurrent_kernel = self.add_weight((self.units, columns), "orthogonal", name="recurrent_kernel")
        self.bias = self.add_weight((columns,), self.first_bias, name="bias")

    def first_bias(self, shape: tuple, dtype: str | None = None) -> keras.KerasTensor:
        """1 for each unit's forget gate, else 0."""
        return keras.ops.repeat(keras.ops.cast([part == "forget" for part in self.parts], dtype), self.units)

    def sums(self, inputs: keras.KerasTensor, h: keras.KerasTensor) -> list[keras.KerasTensor]:
        """x W + h U + b of each part, (batch, units)."""
        whole = keras.ops.matmul(inputs, self.kernel) + keras.ops.matmul(h, self.recurrent_kernel) + self.bias
        return keras.ops.split(whole, len(self.parts), axis=-1)

    def get_config(self) -> dict:
        """What a saved model holds of it."""
        name = keras.activations.serialize(self.activation)
        return {**super().get_config(), "units": self.units, "activation": name}


@keras.saving.register_keras_serializable("rnn_lab")
class PeepholeLSTMCell(MemoryCell):
    """An LSTM whose gates look at the memory, too, each through one weight a unit, its peephole (Gers and Schmidhuber 2000).

    i = sigmoid(z_i + p_i c);  f = sigmoid(z_f + p_f c);  c' = f c + i act(z_g);
    o = sigmoid(z_o + p_o c');  h' = o act(c'), where z = x W + h U + b.
    """

    parts = ("input", "forget", "candidate", "output")

    def build(self, shape: tuple) -> None:
        """The peepholes of input, forget and output gate begin at 0: then it is the usual LSTM."""
        super().build(shape)
        self.peephole = self.add_weight((3, self.units), "zeros", name="peephole")

    def call(self, inputs: keras.KerasTensor, states: list[keras.KerasTensor]) -> tuple:
        """One step: inputs (batch, features), states h and c (batch, units) to h' and [h', c']."""
        h, c = states
        i, f, g, o = self.sums(inputs, h)
        i = keras.ops.sigmoid(i + self.peephole[0] * c)
        f = keras.ops.sigmoid(f + self.peephole[1] * c)
        c = f * c + i * self.activation(g)
        h = keras.ops.sigmoid(o + self.peephole[2] * c) * self.activation(c)
        return h, [h, c]


@keras.saving.register_keras_serializable("rnn_lab")
class CoupledLSTMCell(MemoryCell):
    """An LSTM that takes in just as much as it forgets: its input gate is 1 - f (Greff et al. 2017).

    f = sigmoid(z_f);  c' = f c + (1 - f) act(z_g);  h' = sigmoid(z_o) act(c'), where z = x W + h U + b.
    """

    parts = ("forget", "candidate", "output")

    def call(self, inputs: keras.KerasTensor, states: list[keras.KerasTensor]) -> tuple:
        """One step: inputs (batch, features), states h and c (batch, units) to h' and [h', c']."""
        h, c = states
        f, g, o = self.sums(inputs, h)
        f = keras.ops.sigmoid(f)
        c = f * c + (1 - f) * self.activation(g)
        h = keras.ops.sigmoid(o) * self.activation(c)
        return h, [h, c]
