"""Cells for ``keras.layers.RNN``, made of the step that each cell says in ``networks/cells``. Only the worker loads this file.

``MemoryCell`` needs Keras alone, as exported programs have its text in them (``codegen/own_cells.py``).
"""

# mypy: disable-error-code="misc,no-untyped-call"
# (Keras' layers and decorators have no types)

from functools import cache

import keras

from rnn_core.networks.cells import Cell


class MemoryCell(keras.layers.Layer):
    """What the cells have in common: their weights, and that a step gets the sums of its columns.

    A column is a gate, or a candidate: what may be added to the memory. `seeing`: those that see h, all where None.
    """

    columns: tuple = ()
    states: tuple = ("h",)  # what goes from step to step: h is what the cell says
    seeing: tuple | None = None
    first_biases: dict = {}  # noqa: RUF012
    second_bias = False  # one beside the weights of h, too
    rows: dict = {}  # noqa: RUF012
    starts: dict = {  # noqa: RUF012
        "kernel": ("glorot", 1.0, True),
        "recurrent_kernel": ("orthogonal", 1.0, True),
        "bias": ("zeros", 1.0, True),
    }

    def __init__(self, units: int, activation: str = "tanh", **kwargs: object):
        super().__init__(**kwargs)
        self.units = self.output_size = units
        self.state_size = [units] * len(self.states)
        self.activation = keras.activations.get(activation)
        self.sees_h = self.columns if self.seeing is None else self.seeing

    def build(self, shape: tuple) -> None:
        """Make the weights for inputs (batch, features)."""
        columns = len(self.columns) * self.units
        shapes = {
            "kernel": (shape[-1], columns),
            "recurrent_kernel": (self.units, len(self.sees_h) * self.units),
            "bias": (2, columns) if self.second_bias else (columns,),
            **{name: (len(rows), self.units) for name, rows in self.rows.items()},
        }
        for name, (start, scale, trainable) in self.starts.items():
            first = self.first_bias if name == "bias" and start == "zeros" else started(start, scale)
            setattr(self, name, self.add_weight(shapes[name], first, name=name, trainable=trainable))

    def first_bias(self, shape: tuple, dtype: str | None = None) -> keras.KerasTensor:
        """A gate may begin open; a second bias is 0."""
        first = keras.ops.repeat(keras.ops.cast([self.first_biases.get(one, 0) for one in self.columns], dtype), self.units)
        return keras.ops.stack([first, keras.ops.zeros_like(first)]) if self.second_bias else first

    def call(self, inputs: keras.KerasTensor, states: list[keras.KerasTensor]) -> tuple:
        """One step: inputs (batch, features), states (batch, units) to h' and the new states."""
        bias, bias_of_h = (self.bias[0], self.bias[1]) if self.second_bias else (self.bias, 0)
        x = self.blocks(keras.ops.matmul(inputs, self.kernel) + bias, self.columns)
        h = {}
        if self.sees_h:
            h = self.blocks(keras.ops.matmul(states[0], self.recurrent_kernel) + bias_of_h, self.sees_h)
        own = {name: {row: getattr(self, name)[at] for at, row in enumerate(rows)} for name, rows in self.rows.items()}
        said = self.step(keras.ops, self.activation, x, h, dict(zip(self.states, states, strict=True)), own)
        return said["h"], [said[name] for name in self.states]

    def blocks(self, sums: keras.KerasTensor, columns: tuple) -> dict:
        """(batch, columns * units) to the sum of each column, (batch, units)."""
        return dict(zip(columns, keras.ops.split(sums, len(columns), axis=-1), strict=True))

    def get_config(self) -> dict:
        """What a saved model holds of it."""
        name = keras.activations.serialize(self.activation)
        return {**super().get_config(), "units": self.units, "activation": name}


def started(start: str, scale: float) -> object:
    """How Keras shall fill a tensor."""
    if start == "uniform":
        return keras.initializers.RandomUniform(-scale, scale)
    name = {"glorot": "glorot_uniform"}.get(start, start)
    if scale == 1:
        return name
    return lambda shape, dtype=None: scale * keras.initializers.get(name)(shape, dtype)


@cache
def keras_cell(cell: Cell) -> type:
    """The class of a cell."""
    said = {**cell.class_facts, "of": cell, "step": staticmethod(cell.step), "__module__": __name__, "__doc__": cell.step.__doc__}
    return keras.saving.register_keras_serializable("rnn_lab")(type(cell.class_name, (MemoryCell,), said))
