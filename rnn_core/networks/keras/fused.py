"""LSTM, GRU and SimpleRNN layers, and those of our own cells, with hand-written back-propagation for CPUs.

The layers hold the same weights as the Keras layers of the same name and give
the same numbers; only the order of the arithmetic differs:

* the input projection of every time step is one product before the loop;
* the recurrence and its gradient are one loop over time each, compiled by XLA.
  The compiled loops know nothing of the layer's input width, so all layers of
  one width share them;
* the weight gradients are one product each after the loop.

The loops are in ``loops.py``; what runs such layers on all cores is in ``sharded.py``. Shapes: B rows, T steps, F features,
u units, g gates (LSTM 4, with coupled gates 3, GRU 3, RNN 1). Only the worker loads this file.
"""

# mypy: disable-error-code="attr-defined,misc,arg-type"
# (a mixin of Keras layers, whose attributes mypy cannot know)

from collections.abc import Callable, Sequence
from typing import Any

import keras
import tensorflow as tf

from rnn_core.networks.cells import CELLS
from rnn_core.networks.keras import derived_loops, loops
from rnn_core.networks.keras.dropout import Dropout
from rnn_core.networks.keras.own_cells import MemoryCell, keras_cell

Tensor = Any  # a tf.Tensor, whose own types say too little
ACTIVATIONS = keras.activations.tanh, keras.activations.relu  # that the loops know, by their names
FAR_BELOW = -1e30  # a sum at which gates are closed and relu gives 0


class Fused:
    """What the layers share; mixed in before the Keras layer."""

    cell: Any  # of the Keras layer
    kernels: tuple[Callable, Callable]
    state_count = 1
    more: tuple[str, ...] = ()  # weights beside kernel, recurrent_kernel and bias
    mixed = False  # products of numbers rounded to bfloat16

    def usable(self, sequences: Tensor, initial_state: Any, mask: Any, training: bool) -> bool:
        """True where the loops give what the Keras layer would. A mask may only say where rows are padded at their end."""
        cell, own = self.cell, keras.activations
        gate = getattr(cell, "recurrent_activation", own.sigmoid)
        usual = cell.activation in ACTIVATIONS and gate is own.sigmoid and getattr(cell, "use_bias", True)
        options = self.stateful or self.go_backwards or self.return_state or self.unroll
        dropout = training and (getattr(cell, "dropout", 0) or getattr(cell, "recurrent_dropout", 0))
        floats = sequences.dtype == tf.float32 and self.compute_dtype == "float32"
        return (
            floats
            and usual
            and getattr(cell, "reset_after", True)
            and initial_state is None
            and not options
            and not dropout
            and not tf.config.get_visible_devices("GPU")
        )

    def call(self, sequences: Tensor, initial_state: Any = None, mask: Any = None, training: bool = False) -> Tensor:
        """sequences (B,T,F) -> (B,T,u), or (B,u) without return_sequences."""
        if not self.usable(sequences, initial_state, mask, training):
            return super().call(sequences, initial_state, mask, training=training)
        return self.carry(self.project(sequences), self.zeros(tf.shape(sequences)[0]), mask)[0]

    def zeros(self, rows: Tensor) -> list[Tensor]:
        """The states (B,u) before the first step: h, and c of an LSTM."""
        return [tf.zeros([rows, self.cell.units])] * self.state_count

    def project(self, sequences: Tensor) -> Tensor:
        """(B,T,F) -> (T,B,gu): the input's part of the sums, of all steps at once."""
        return loops.project(sequences, tf.convert_to_tensor(self.cell.kernel), self.mixed)

    def carry(self, projected: Tensor, first: Sequence[Tensor], mask: Any = None) -> tuple[Tensor, list[Tensor]]:
        """From what :meth:`project` gives and states to the layer's output and the states after the last step.

        Steps that are padding, all at the end, are computed and not used: the last output is that before them.
        """
        cell = self.cell
        if mask is not None and cell.activation is keras.activations.relu:
            # unlike tanh it has no upper bound: in the padding a state could grow without end, and 0 times infinity is no number
            projected = tf.where(loops.turned(mask)[:, :, None], projected, FAR_BELOW)
        sequences, *memory = self.run(projected, first)
        states = [sequences[:, -1], *memory]
        if self.return_sequences:
            return sequences, states
        if mask is None:
            return states[0], states
        return tf.gather(sequences, tf.maximum(lengths(mask), 1) - 1, batch_dims=1), states

    def run(self, projected: Tensor, first: Sequence[Tensor]) -> list[Tensor]:
        """What the cell says at every step (B,T,u), and its other states (B,u) after the last."""
        cell = self.cell
        U, b, *more = map(tf.convert_to_tensor, (cell.recurrent_kernel, cell.bias, *(getattr(cell, name) for name in self.more)))
        return loops.run(self.kernels, cell.activation.__name__, projected, U, b, first, more, self.mixed)


def lengths(mask: Tensor) -> Tensor:
    """(B,T), true where a row is no padding -> (B), how long it is."""
    return tf.reduce_sum(tf.cast(mask, tf.int32), 1)


class LSTM(Fused, keras.layers.LSTM):
    """keras.layers.LSTM, fused."""

    kernels = loops.LSTM
    state_count = 2


class PeepholeLSTM(Fused, keras.layers.RNN):
    """keras.layers.RNN of an LSTM with peepholes, fused."""

    kernels = loops.PEEPHOLE_LSTM
    state_count = 2
    more = ("peephole",)


class CoupledLSTM(Fused, keras.layers.RNN):
    """keras.layers.RNN of an LSTM with coupled gates, fused."""

    kernels = loops.COUPLED_LSTM
    state_count = 2


class GRU(Fused, keras.layers.GRU):
    """keras.layers.GRU (reset_after=True), fused."""

    kernels = loops.GRU


class SimpleRNN(Fused, keras.layers.SimpleRNN):
    """keras.layers.SimpleRNN, fused."""

    kernels = loops.SIMPLE_RNN


class Derived(Fused, keras.layers.RNN):
    """keras.layers.RNN of a cell for which nobody has written loops: they follow from its step."""

    @property
    def state_count(self) -> int:  # type: ignore[override]
        """How many states go from step to step."""
        return len(self.cell.states)

    def run(self, projected: Tensor, first: Sequence[Tensor]) -> list[Tensor]:
        """As :meth:`Fused.run`."""
        weights = {name: tf.convert_to_tensor(getattr(self.cell, name)) for name in self.cell.starts}
        return derived_loops.run(self.cell.of, self.cell.activation.__name__, projected, weights, first, self.mixed)


class Both(keras.layers.Layer):
    """keras.layers.Bidirectional, fused: a layer beside its twin that reads from the end, their outputs side by side."""

    def __init__(self, ahead: keras.layers.RNN, back: keras.layers.RNN, **kwargs: Any):
        super().__init__(**kwargs)
        self.ahead, self.back = ahead, back
        self.supports_masking = True

    def build(self, shape: tuple) -> None:
        """Build both."""
        self.ahead.build(shape)
        self.back.build(shape)

    def compute_output_shape(self, shape: tuple) -> tuple:
        """Twice as wide as one."""
        *outer, width = self.ahead.compute_output_shape(shape)
        return (*outer, 2 * width)

    def compute_mask(self, sequences: Tensor, mask: Any = None) -> Any:
        """Handed on with all steps."""
        return mask if self.ahead.return_sequences else None

    def call(self, sequences: Tensor, mask: Any = None, training: bool = False) -> Tensor:
        """sequences (B,T,F) -> (B,T,2u), or (B,2u) without return_sequences."""
        whole = tf.ones(tf.shape(sequences)[:2], tf.bool) if mask is None else mask
        turned = tf.reverse_sequence(sequences, lengths(whole), seq_axis=1)
        ahead = self.ahead(sequences, mask=mask, training=training)
        back = self.back(turned, mask=mask, training=training)
        if self.ahead.return_sequences:
            back = tf.reverse_sequence(back, lengths(whole), seq_axis=1)
        return tf.concat([ahead, back], -1)


FUSED: dict[type, type] = {  # by layer, or by the cell of a plain keras.layers.RNN
    keras.layers.LSTM: LSTM,
    keras.layers.GRU: GRU,
    keras.layers.SimpleRNN: SimpleRNN,
    keras_cell(CELLS["lstm_peephole"]): PeepholeLSTM,
    keras_cell(CELLS["lstm_coupled"]): CoupledLSTM,
    keras.layers.Dropout: Dropout,
}


def fuse(layer: keras.Layer, mixed: bool) -> keras.Layer:
    """The layer that gives the same on loops, with weights of its own; itself anew where the loops have none for it.

    With ``mixed`` the products of recurrent layers are of numbers rounded to bfloat16 (see ``loops.py``).
    """
    if isinstance(layer, keras.layers.Bidirectional):
        twin = {**layer.backward_layer.get_config(), "go_backwards": False}  # rows are turned round for it
        return Both(fuse(layer.forward_layer, mixed), _made(_kind(layer.backward_layer), twin, mixed))
    return _made(_kind(layer), layer.get_config(), mixed)


def _made(kind: type, config: dict[str, Any], mixed: bool) -> keras.Layer:
    made = kind.from_config(config)
    if isinstance(made, Fused):
        made.mixed = mixed
    return made


def _kind(layer: keras.Layer) -> type:
    """The fused layer's class; the layer's own where there is none."""
    own = type(layer)
    if own is keras.layers.RNN:
        return FUSED.get(type(layer.cell), Derived if isinstance(layer.cell, MemoryCell) else own)
    return FUSED.get(own, own)
