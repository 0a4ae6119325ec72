"""A network whose batches are cut into shards, one for each core or more, that are computed and learnt from side by side.

Shards are independent, so the graph executor runs them at the same time; nothing waits for another shard between the layers or
for the loss, only the sum of all gradients does. The batch is padded to a multiple of ``rows``, so the short last batch of an
epoch does not bring a second compile.

Use: ``configure_threads()`` before TensorFlow runs anything; then compile and fit ``accelerate(model, batch_size)``, whose
``get_weights()`` are those of the plain model, in the same order. Only the worker loads this file.
"""

import os
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import keras
import tensorflow as tf

from rnn_core.networks.keras import loops
from rnn_core.networks.keras.fused import Both, Fused, fuse

Tensor = Any  # a tf.Tensor, whose own types say too little
MIN_SHARD_ROWS, MAX_SHARD_ROWS = 8, 128  # below, the loops' overhead dominates; above, a shard's states leave the cache
MOST_TABLE_ROWS = 1024
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


class Sharded(keras.layers.Layer):
    """A chain of layers applied to shards of the batch side by side.

    The batch is cut into shards; each passes through the whole chain, so nothing waits between the layers. Unless states are
    carried, the batch is padded to a multiple of ``rows`` first; padded rows are cut off again and carry no gradient.

    With ``carry`` the recurrent layers go on from where the batch before left them, row by row; each batch then has
    ``rows`` rows. Call :meth:`reset_states` before the first batch of a pass.
    """

    def __init__(self, layers: Sequence[keras.Layer], rows: int = 32, carry: bool = False, **kwargs: Any):
        super().__init__(**kwargs)
        self.layers, self.carry = list(layers), carry
        self.size = -(-rows // _shards(rows))  # of a shard
        self.count = -(-rows // self.size)
        self.supports_jit = False  # the loops are compiled, not the whole step
        units = [layer.cell.units for layer in self.layers if isinstance(layer, Fused) for _ in range(layer.state_count)]
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
        return tf.concat(self.shards(x, training), 0)

    def cuts(self, x: Tensor) -> list[slice]:
        """Which rows of a batch (B, ...) each shard computes: none of a short batch, maybe."""
        batch = tf.shape(x)[0]
        size = -(-batch // (self.count * self.size)) * self.size
        bounds = [tf.minimum(number * size, batch) for number in range(self.count + 1)]
        return [slice(*ends) for ends in pairwise(bounds)]

    def shards(self, x: Tensor, training: bool) -> list[Tensor]:
        """As :meth:`call`, but the outputs of each shard, whose rows :meth:`cuts` tells."""
        table, cuts = self._table(training), self.cuts(x)
        if self.carry:
            return self._carried([x[cut] for cut in cuts], table, training)
        # copies of a row, as zeros would be no row: a text of nothing but padding has no mean, and relu could grow without end
        padding = tf.repeat(x[-1:], -tf.shape(x)[0] % (self.count * self.size), axis=0)
        parts = zip(tf.split(tf.concat([x, padding], 0), self.count), cuts, strict=True)
        return [self._chain(part, table, training)[0][: cut.stop - cut.start] for part, cut in parts]

    def _carried(self, parts: list[Tensor], table: Tensor | None, training: bool) -> list[Tensor]:
        states = zip(*(tf.split(state.value(), [part.shape[0] for part in parts]) for state in self.memory), strict=True)
        done = [self._chain(part, table, training, first) for part, first in zip(parts, states, strict=True)]
        for state, *last in zip(self.memory, *(states for _, states in done), strict=True):
            state.assign(tf.concat(last, 0))
        return [outputs for outputs, _ in done]

    def _table(self, training: bool) -> Tensor | None:
        """Each symbol's part of the first recurrent layer's sums, (symbols,gu): a look-up then stands for two products."""
        reader, *others = self.layers
        if not others or not isinstance(others[0], Fused):
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
            if isinstance(layer, Fused) and (left or projected is not None):
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
    return isinstance(layer, (Fused, Both, keras.layers.Dropout))


class SideBySide(keras.Sequential):
    """A network of one :class:`Sharded` layer; each shard computes its loss too."""

    def train_step(self, data: tuple) -> dict[str, Tensor]:
        """Keras' own, but for the shards."""
        with tf.GradientTape() as tape:
            loss, outputs = self._shards(data, training=True)
        self.optimizer.apply(tape.gradient(loss, self.trainable_weights), self.trainable_weights)
        return self._counted(data, loss, outputs)

    def test_step(self, data: tuple) -> dict[str, Tensor]:
        """Keras' own, but for the shards."""
        return self._counted(data, *self._shards(data, training=False))

    def _shards(self, data: tuple, training: bool) -> tuple[Tensor, list[Tensor]]:
        """The loss, a mean over the whole batch, and the outputs of each shard."""
        x, *told = (values for values in data if values is not None)  # targets, and weights where there are any
        whole = self.layers[0]
        outputs, cuts = whole.shards(x, training), whole.cuts(x)
        parts = [(output, *(values[cut] for values in told)) for output, cut in zip(outputs, cuts, strict=True)]
        # of a shard of padding alone, which has no rows, Keras' loss is empty or no number
        losses = [tf.reduce_sum(self.compute_loss(x, y, output, *weights)) for output, y, *weights in parts]
        shares = [(cut.stop - cut.start) / tf.shape(x)[0] for cut in cuts]
        return tf.reduce_sum(tf.math.multiply_no_nan(tf.stack(losses), tf.cast(shares, tf.float32))), outputs

    def _counted(self, data: tuple, loss: Tensor, outputs: list[Tensor]) -> dict[str, Tensor]:
        """The metrics with this batch."""
        x, y, weights = keras.utils.unpack_x_y_sample_weight(data)
        self.metrics[0].update_state(loss, sample_weight=tf.shape(x)[0])
        return self.compute_metrics(x, y, tf.concat(outputs, 0), weights)


def accelerate(model: keras.Sequential, batch_size: int = 32, carry: bool = False, mixed: bool = False) -> keras.Sequential:
    """The same Sequential network and weights as one :class:`Sharded` layer, to be fitted with ``batch_size``.

    With ``mixed`` the products of recurrent layers are of numbers rounded to bfloat16 (see ``loops.py``).
    """
    layers = [fuse(layer, mixed) for layer in model.layers]
    whole = Sharded(layers, batch_size, carry)
    shape = (batch_size, *model.input_shape[1:]) if carry else (None, *model.input_shape[1:])
    fast = SideBySide([keras.Input(batch_shape=shape, dtype=model.inputs[0].dtype), whole])
    fast.set_weights(model.get_weights())
    return fast
