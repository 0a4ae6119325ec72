"""LSTM, GRU and SimpleRNN layers, and those of our own cells, with hand-written back-propagation for CPUs.

The layers hold the same weights as the Keras layers of the same name and give
the same numbers; only the order of the arithmetic differs:

* the input projection of every time step is one product before the loop;
* the recurrence and its gradient are one loop over time each, compiled by XLA.
  The compiled loops know nothing of the layer's input width, so all layers of
  one width share them;
* the weight gradients are one product each after the loop;
* the batch is cut into one shard per core, or more where it is large; shards
  are independent, so the graph executor runs them side by side;
* the batch is padded to a multiple of ``rows``, so the short last batch of an
  epoch does not bring a second compile.

The loops are in ``loops.py``. Shapes: B rows, T steps, F features, u units, g gates (LSTM 4, with coupled gates 3, GRU 3,
RNN 1).

Use: ``configure_threads()`` before TensorFlow runs anything; then compile and fit ``accelerate(model, batch_size)``, whose
``get_weights()`` are those of the plain model, in the same order. Only the worker loads this file.
"""

# mypy: disable-error-code="attr-defined,misc,arg-type"
# (a mixin of Keras layers, whose attributes mypy cannot know)

import os
from collections.abc import Callable, Sequence
from typing import Any

import keras
import tensorflow as tf

from rnn_core import loops
from rnn_core.cells import CoupledLSTMCell, PeepholeLSTMCell
from rnn_core.dropping import Dropout

Tensor = Any  # a tf.Tensor, whose own types say too little
MIN_SHARD_ROWS, MAX_SHARD_ROWS = 8, 128  # below, the loops' overhead dominates; above, a shard's states leave the cache
MOST_TABLE_ROWS = 1024
ACTIVATIONS = keras.activations.tanh, keras.activations.relu  # that the loops know, by their names
FAR_BELOW = -1e30  # a sum at which gates are closed and relu gives 0
# Without it XLA runs the backward loops of the shards one after the other (TensorFlow 2.21, measured).
SIDE_BY_SIDE = "--xla_cpu_enable_concurrency_optimized_scheduler=false"
_cores = 1


def configure_threads(cores: int | None = None) -> None:
    """Give each core one graph-executor thread; call before TensorFlow runs.

    Operations stay single-threaded: the parallelism is between the shards.
    """
    global _cores
    os.environ["XLA_FLAGS"] = f"{SIDE_BY_SIDE} {os.environ.get('XLA_FLAGS', '')}"  # read when XLA compiles first
    _cores = cores or os.cpu_count() or 1
    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(max(2, _cores))


class _Fused:
    """What the layers share; mixed in before the Keras layer."""

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
        U, b, *more = map(tf.convert_to_tensor, (cell.recurrent_kernel, cell.bias, *(getattr(cell, name) for name in self.more)))
        sequences, *memory = loops.run(self.kernels, cell.activation.__name__, projected, U, b, first, more, self.mixed)
        states = [sequences[:, -1], *memory]
        if self.return_sequences:
            return sequences, states
        if mask is None:
            return states[0], states
        return tf.gather(sequences, tf.maximum(lengths(mask), 1) - 1, batch_dims=1), states


def lengths(mask: Tensor) -> Tensor:
    """(B,T), true where a row is no padding -> (B), how long it is."""
    return tf.reduce_sum(tf.cast(mask, tf.int32), 1)


class LSTM(_Fused, keras.layers.LSTM):
    """keras.layers.LSTM, fused."""

    kernels = loops.LSTM
    state_count = 2


class PeepholeLSTM(_Fused, keras.layers.RNN):
    """keras.layers.RNN(PeepholeLSTMCell), fused."""

    kernels = loops.PEEPHOLE_LSTM
    state_count = 2
    more = ("peephole",)


class CoupledLSTM(_Fused, keras.layers.RNN):
    """keras.layers.RNN(CoupledLSTMCell), fused."""

    kernels = loops.COUPLED_LSTM
    state_count = 2


class GRU(_Fused, keras.layers.GRU):
    """keras.layers.GRU (reset_after=True), fused."""

    kernels = loops.GRU


class SimpleRNN(_Fused, keras.layers.SimpleRNN):
    """keras.layers.SimpleRNN, fused."""

    kernels = loops.SIMPLE_RNN


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


class Sharded(keras.layers.Layer):
    """A chain of layers applied to shards of the batch side by side.

    The batch is cut into shards; each passes through the whole chain, so nothing waits between the layers. Unless states are
    carried, the batch is padded to a multiple of ``rows`` first; padded rows are cut off again and carry no gradient.

    With ``carry`` the recurrent layers go on from where the batch before left them, row by row; each batch then has
    ``rows`` rows. Call :meth:`reset_states` before the first batch of a pass.
    """

    def __init__(self, layers: Sequence[keras.Layer], rows: int = 32, carry: bool = False, **kwargs: Any):
        super().__init__(**kwargs)
        self.layers, self.rows, self.carry = list(layers), rows, carry
        self.supports_jit = False  # the loops are compiled, not the whole step
        units = [layer.cell.units for layer in self.layers if isinstance(layer, _Fused) for _ in range(layer.state_count)]
        self.memory = [tf.Variable(tf.zeros([rows, n]), trainable=False) for n in units] if carry else []

    def reset_states(self) -> None:
        """Forget what was read."""
        for state in self.memory:
            state.assign(tf.zeros_like(state))

    def build(self, shape: tuple) -> None:
        """Build the chain."""
        for layer in self.layers:
            layer.build(shape)
            shape = layer.compute_output_shape(shape)

    def compute_output_shape(self, shape: tuple) -> tuple:
        """Of the whole chain."""
        for layer in self.layers:
            shape = layer.compute_output_shape(shape)
        return shape

    def call(self, x: Tensor, training: bool = False) -> Tensor:
        """(B, ...) -> (B, ...) through the chain."""
        shards = _shards(self.rows)
        if self.carry:
            return self._carried(x, shards, training)
        rows = -(-self.rows // shards) * shards
        batch = tf.shape(x)[0]
        # copies of a row, as zeros would be no row: a text of nothing but padding has no mean, and relu could grow without end
        x = tf.concat([x, tf.repeat(x[-1:], -batch % rows, axis=0)], 0)
        table = self._table(training)
        return tf.concat([self._chain(part, table, training)[0] for part in tf.split(x, shards)], 0)[:batch]

    def _carried(self, x: Tensor, shards: int, training: bool) -> Tensor:
        """All shards but the last have the same number of rows."""
        size = -(-self.rows // shards)
        cuts = [slice(first, first + size) for first in range(0, self.rows, size)]
        table = self._table(training)
        done = [self._chain(x[cut], table, training, [state.value()[cut] for state in self.memory]) for cut in cuts]
        for number, state in enumerate(self.memory):
            state.assign(tf.concat([states[number] for _, states in done], 0))
        return tf.concat([outputs for outputs, _ in done], 0)

    def _table(self, training: bool) -> Tensor | None:
        """Each symbol's part of the first recurrent layer's sums, (symbols,gu): a look-up then stands for two products."""
        reader, *others = self.layers
        if not others or not isinstance(others[0], _Fused):
            return None
        W, table = tf.convert_to_tensor(others[0].cell.kernel), None
        if isinstance(reader, keras.layers.Embedding) and not reader.mask_zero and reader.input_dim <= MOST_TABLE_ROWS:
            table = loops.product(tf.convert_to_tensor(reader.embeddings), W)
        elif isinstance(reader, keras.layers.CategoryEncoding) and reader.num_tokens <= MOST_TABLE_ROWS:
            table = W
        return table if table is not None and others[0].usable(table, None, None, training) else None

    def _chain(
        self, x: Tensor, table: Tensor | None, training: bool, first: Sequence[Tensor] = ()
    ) -> tuple[Tensor, list[Tensor]]:
        left, last = list(first), []
        projected = None if table is None else loops.rows(table, loops.turned(x))
        for layer in self.layers if table is None else self.layers[1:]:
            if isinstance(layer, _Fused) and (left or projected is not None):
                projected = layer.project(x) if projected is None else projected
                states = [left.pop(0) for _ in range(layer.state_count)] if left else layer.zeros(tf.shape(projected)[1])
                x, states = layer.carry(projected, states)
                projected = None
                last += states
            else:
                x = layer(x, training=training) if _trains(layer) else layer(x)
        return x, last


def _shards(rows: int) -> int:
    """Into how many a batch is cut: one for each core, or a multiple of that where they would be large."""
    each = -(-rows // (MAX_SHARD_ROWS * _cores))
    return max(1, min(each * _cores, rows // MIN_SHARD_ROWS))


def _trains(layer: keras.Layer) -> bool:
    """True where the layer behaves differently in training."""
    return isinstance(layer, (_Fused, Both, keras.layers.Dropout))


class Crossentropy(keras.losses.SparseCategoricalCrossentropy):
    """Of logits, in nats; each core does a part of the batch."""

    def __init__(self) -> None:
        super().__init__(from_logits=True)

    def call(self, y_true: Tensor, y_pred: Tensor) -> Tensor:
        """y_true (B, ...) whole numbers, y_pred (B, ..., classes) -> (B, ...)."""
        each, rows = super().call, tf.shape(y_pred)[0]
        bounds = tf.minimum(tf.range(_cores + 1) * -(-rows // _cores), rows)
        shards = [tf.split(y, bounds[1:] - bounds[:-1], num=_cores) for y in (y_true, y_pred)]
        return tf.concat([each(*shard) for shard in zip(*shards, strict=True)], 0)


FUSED: dict[type, type] = {  # by layer, or by the cell of a plain keras.layers.RNN
    keras.layers.LSTM: LSTM,
    keras.layers.GRU: GRU,
    keras.layers.SimpleRNN: SimpleRNN,
    PeepholeLSTMCell: PeepholeLSTM,
    CoupledLSTMCell: CoupledLSTM,
    keras.layers.Dropout: Dropout,
}


def accelerate(model: keras.Sequential, batch_size: int = 32, carry: bool = False, mixed: bool = False) -> keras.Sequential:
    """The same Sequential network and weights as one :class:`Sharded` layer, to be fitted with ``batch_size``.

    With ``mixed`` the products of recurrent layers are of numbers rounded to bfloat16 (see ``loops.py``).
    """
    layers = [_fused(layer, mixed) for layer in model.layers]
    whole = Sharded(layers, batch_size, carry)
    shape = (batch_size, *model.input_shape[1:]) if carry else (None, *model.input_shape[1:])
    fast = keras.Sequential([keras.Input(batch_shape=shape, dtype=model.inputs[0].dtype), whole])
    fast.set_weights(model.get_weights())
    return fast


def _fused(layer: keras.Layer, mixed: bool) -> keras.Layer:
    if isinstance(layer, keras.layers.Bidirectional):
        twin = {**layer.backward_layer.get_config(), "go_backwards": False}  # rows are turned round for it
        return Both(_fused(layer.forward_layer, mixed), _made(_kind(layer.backward_layer), twin, mixed))
    return _made(_kind(layer), layer.get_config(), mixed)


def _made(kind: type, config: dict[str, Any], mixed: bool) -> keras.Layer:
    made = kind.from_config(config)
    if isinstance(made, _Fused):
        made.mixed = mixed
    return made


def _kind(layer: keras.Layer) -> type:
    """The fused layer's class; the layer's own where there is none."""
    own = type(layer)
    return FUSED.get(type(layer.cell) if own is keras.layers.RNN else own, own)
