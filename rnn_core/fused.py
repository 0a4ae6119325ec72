"""LSTM, GRU and SimpleRNN layers with hand-written back-propagation for CPUs.

The layers hold the same weights as the Keras layers of the same name and give
the same numbers; only the order of the arithmetic differs:

* the input projection of every time step is one product before the loop;
* the recurrence and its gradient are one loop over time each, compiled by XLA.
  The compiled loops know nothing of the layer's input width, so all layers of
  one width share them;
* the weight gradients are one product each after the loop;
* the batch is cut into one shard per core; shards are independent, so the
  graph executor runs them side by side;
* the batch is padded to a multiple of ``rows``, so the short last batch of an
  epoch does not bring a second compile.

Shapes: B rows, T steps, F features, u units, g gates (LSTM 4, GRU 3, RNN 1).
LSTM: Hochreiter & Schmidhuber (1997) with the forget gate of Gers et al.
(2000); GRU: Cho et al. (2014), ``reset_after`` form; gradients: BPTT (Werbos
1990), derived by hand from the forward formulas quoted at each loop.

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
from tensorflow.compiler.tf2xla.python import xla

Tensor = Any  # a tf.Tensor, whose own types say too little
MIN_SHARD_ROWS = 8
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


def _loop(body: Callable, steps: Tensor, carries: Sequence, buffers: Sequence, reverse: bool = False) -> tuple[list, list]:
    """Run ``body`` over time, collecting its outputs in (B, T, n) buffers.

    ``body(t, *carries)`` returns the new carries and the values to store at
    step t, each (B, n). The buffers are updated in place by XLA.
    """

    def turn(t: Tensor, state: list, stored: list) -> tuple:
        state, values = body(t, *state)
        stored = [xla.dynamic_update_slice(s, v[:, None, :], tf.stack([0, t, 0])) for s, v in zip(stored, values, strict=True)]
        return t + (-1 if reverse else 1), list(state), stored

    first = steps - 1 if reverse else tf.zeros_like(steps)
    _, state, stored = tf.while_loop(
        lambda t, *_: t >= 0 if reverse else t < steps,
        turn,
        (first, list(carries), list(buffers)),
    )
    return state, stored


def _kernel(function: Callable) -> Callable:
    """Compile one loop: one XLA cluster per concrete shape, shared by layers."""
    return tf.function(function, jit_compile=True, autograph=False)


def _previous(states: Tensor, first: Tensor) -> Tensor:
    """(B, T, u) -> the same one step later, ``first`` (B, u) at the first step."""
    return tf.concat([first[:, None, :], states[:, :-1]], axis=1)


@_kernel
def _lstm_forward(xz: Tensor, U: Tensor, b: Tensor, h0: Tensor, c0: Tensor) -> list[Tensor]:
    """xz (B,T,4u), U (u,4u), b (4u), h0, c0 (B,u) -> h (B,T,u), c (B,T,u), gates (B,T,4u).

    z = xz_t + h U + b; i,f,o = sigmoid, g = tanh (stored order i,f,g,o);
    c' = f c + i g;  h' = o tanh(c').
    """

    def body(t: Tensor, h: Tensor, c: Tensor) -> tuple:
        i, f, g, o = tf.split(xz[:, t] + b + tf.matmul(h, U), 4, axis=1)
        i, f, g, o = tf.sigmoid(i), tf.sigmoid(f), tf.tanh(g), tf.sigmoid(o)
        c = f * c + i * g
        h = o * tf.tanh(c)
        return (h, c), (h, c, tf.concat([i, f, g, o], 1))

    space = tf.zeros_like(xz[:, :, : U.shape[0]])
    buffers = (space, space, tf.zeros_like(xz))
    return _loop(body, tf.shape(xz)[1], (h0, c0), buffers)[1]


@_kernel
def _lstm_backward(dh_out: Tensor, Ut: Tensor, h0: Tensor, c0: Tensor, h: Tensor, c: Tensor, gates: Tensor) -> tuple[Tensor, ...]:
    """dh_out (B,T,u), Ut (4u,u) -> dz (B,T,4u), previous h (B,T,u).

    dc += dh o (1 - tanh(c)^2);  dz_i = dc g i(1-i);  dz_f = dc c_prev f(1-f);
    dz_g = dc i (1-g^2);  dz_o = dh tanh(c) o(1-o);  then dc = dc f, dh = dz U'.
    The factors that do not depend on dh, dc are computed for all steps at once.
    """
    i, f, g, o = tf.split(gates, 4, axis=2)
    tc = tf.tanh(c)
    dc_dh = o * (1 - tc * tc)
    factors = tf.concat([g * i * (1 - i), _previous(c, c0) * f * (1 - f), i * (1 - g * g), tc * o * (1 - o)], 2)
    zero = tf.zeros_like(dh_out[:, 0])

    def body(t: Tensor, dh: Tensor, dc: Tensor) -> tuple:
        dh = dh + dh_out[:, t]
        dc = dc + dh * dc_dh[:, t]
        dz = tf.concat([dc, dc, dc, dh], 1) * factors[:, t]
        return (tf.matmul(dz, Ut), dc * f[:, t]), (dz,)

    _, (dz,) = _loop(body, tf.shape(c)[1], (zero, zero), (tf.zeros_like(gates),), True)
    return dz, _previous(h, h0)


@_kernel
def _gru_forward(xz: Tensor, U: Tensor, b: Tensor, h0: Tensor) -> list[Tensor]:
    """xz (B,T,3u), U (u,3u), b (2,3u), h0 (B,u) -> h (B,T,u), (z, r, candidate, a) (B,T,4u).

    z, r = sigmoid(xz_t + h U + b);  a = h U_h + b_h;
    candidate = tanh(xz_h + r a);  h' = z h + (1 - z) candidate.
    """
    units = U.shape[0]

    def body(t: Tensor, h: Tensor) -> tuple:
        xz_z, xz_r, xz_h = tf.split(xz[:, t] + b[0], 3, axis=1)
        hz_z, hz_r, a = tf.split(tf.matmul(h, U) + b[1], 3, axis=1)
        z, r = tf.sigmoid(xz_z + hz_z), tf.sigmoid(xz_r + hz_r)
        candidate = tf.tanh(xz_h + r * a)
        h = z * h + (1 - z) * candidate
        return (h,), (h, tf.concat([z, r, candidate, a], 1))

    space = tf.zeros_like(xz[:, :, :units])
    buffers = (space, tf.concat([space] * 4, 2))
    return _loop(body, tf.shape(xz)[1], (h0,), buffers)[1]


@_kernel
def _gru_backward(dh_out: Tensor, Ut: Tensor, h0: Tensor, h: Tensor, gates: Tensor) -> tuple[Tensor, ...]:
    """dh_out (B,T,u), Ut (3u,u) -> dz of xz (B,T,3u), previous h, dz of h U.

    d_cand = dh (1-z)(1-cand^2);  d_z = dh (h_prev - cand) z(1-z);
    d_r = d_cand a r(1-r);  d_a = d_cand r;  dh = dh z + (d_z, d_r, d_a) U'.
    """
    z, r, candidate, a = tf.split(gates, 4, axis=2)
    h_prev = _previous(h, h0)
    slope = (1 - z) * (1 - candidate * candidate)
    factors = tf.concat([(h_prev - candidate) * z * (1 - z), slope * a * r * (1 - r), slope * r], 2)
    zero = tf.zeros_like(dh_out[:, 0])

    def body(t: Tensor, dh: Tensor) -> tuple:
        dh = dh + dh_out[:, t]
        dz = tf.concat([dh, dh, dh], 1) * factors[:, t]
        return (dh * z[:, t] + tf.matmul(dz, Ut),), (dz, dh * slope[:, t])

    space = (tf.zeros_like(factors), tf.zeros_like(dh_out))
    _, (dz_h, d_cand) = _loop(body, tf.shape(h)[1], (zero,), space, True)
    return tf.concat([dz_h[:, :, : 2 * Ut.shape[1]], d_cand], 2), h_prev, dz_h


@_kernel
def _rnn_forward(xz: Tensor, U: Tensor, b: Tensor, h0: Tensor) -> list[Tensor]:
    """xz (B,T,u), U (u,u), b (u), h0 (B,u) -> h (B,T,u): h' = tanh(xz_t + h U + b)."""

    def body(t: Tensor, h: Tensor) -> tuple:
        h = tf.tanh(xz[:, t] + b + tf.matmul(h, U))
        return (h,), (h,)

    return _loop(body, tf.shape(xz)[1], (h0,), (tf.zeros_like(xz),))[1]


@_kernel
def _rnn_backward(dh_out: Tensor, Ut: Tensor, h0: Tensor, h: Tensor) -> tuple[Tensor, ...]:
    """dh_out (B,T,u), Ut (u,u) -> dz (B,T,u), previous h: dz = dh (1 - h^2)."""

    def body(t: Tensor, dh: Tensor) -> tuple:
        dz = (dh + dh_out[:, t]) * (1 - h[:, t] * h[:, t])
        return (tf.matmul(dz, Ut),), (dz,)

    zero = tf.zeros_like(h)
    _, (dz,) = _loop(body, tf.shape(h)[1], (zero[:, 0],), (zero,), True)
    return dz, _previous(h, h0)


def _product(a: Tensor, b: Tensor, **kwargs: bool) -> Tensor:
    """Matrix product over the last axis of a, or over (B, T) of both if 3-D."""
    flat = [tf.reshape(m, [-1, m.shape[-1]]) for m in (a, b)]
    return tf.matmul(*flat, **kwargs)


def _like(rows: Tensor, reference: Tensor, width: int) -> Tensor:
    """(B*T, width) -> (B, T, width), B and T those of the reference."""
    shape = tf.shape(reference)
    out = tf.reshape(rows, [shape[0], shape[1], width])
    return tf.ensure_shape(out, [None, reference.shape[1], width])


def _sums(dz: Tensor) -> Tensor:
    """(B,T,n) -> (n): the sum over rows and steps, as a product, which is several times as fast as ``reduce_sum``."""
    return _product(tf.ones_like(dz[:, :, :1]), dz, transpose_a=True)[0]


def _run(kernels: tuple[Callable, Callable], xz: Tensor, U: Tensor, b: Tensor, first: Sequence[Tensor]) -> list[Tensor]:
    """xz (B,T,gu), weights U (u,gu), b, first states (B,u) -> all states (B,T,u), h first.

    Only h carries a gradient; none flows into the first states (truncated back-propagation through time).
    """
    forward, backward = kernels
    first = [tf.stop_gradient(state) for state in first]

    @tf.custom_gradient
    def recurrence(xz: Tensor, U: Tensor, b: Tensor) -> tuple[list[Tensor], Callable]:
        saved = list(forward(xz, U, b, *first))

        def gradients(dh: Tensor, *_: Tensor) -> tuple[Tensor, ...]:
            dz, h_prev, *dz_h = backward(dh, tf.transpose(U), *first, *saved)
            db = tf.stack([_sums(one) for one in (dz, *dz_h)]) if dz_h else _sums(dz)
            return dz, _product(h_prev, (dz_h or [dz])[0], transpose_a=True), db

        return saved[: len(first)], gradients

    return recurrence(xz, U, b)


@tf.custom_gradient
def _rows(table: Tensor, ids: Tensor) -> tuple[Tensor, Callable]:
    """table (n,w), ids (B,T) -> (B,T,w), with a dense gradient, which for small tables is faster than a sparse one.

    Adam then also moves rows that a batch does not have, by their momentum; with Keras' sparse gradients it leaves them.
    """

    def gradients(d: Tensor) -> tuple[Tensor, None]:
        return tf.math.unsorted_segment_sum(d, ids, table.shape[0]), None

    return tf.gather(table, ids), gradients


class _Fused:
    """What the three layers share; mixed in before the Keras layer."""

    kernels: tuple[Callable, Callable]
    state_count = 1

    def usable(self, sequences: Tensor, initial_state: Any, mask: Any, training: bool) -> bool:
        """True where the loops give what the Keras layer would."""
        cell, own = self.cell, keras.activations
        gate = getattr(cell, "recurrent_activation", own.sigmoid)
        usual = cell.activation is own.tanh and gate is own.sigmoid and cell.use_bias
        options = self.stateful or self.go_backwards or self.return_state or self.unroll
        dropout = training and (cell.dropout or cell.recurrent_dropout)
        floats = sequences.dtype == tf.float32 and self.compute_dtype == "float32"
        return (
            floats
            and usual
            and getattr(cell, "reset_after", True)
            and initial_state is None
            and mask is None
            and not options
            and not dropout
            and not tf.config.get_visible_devices("GPU")
        )

    def call(self, sequences: Tensor, initial_state: Any = None, mask: Any = None, training: bool = False) -> Tensor:
        """sequences (B,T,F) -> (B,T,u), or (B,u) without return_sequences."""
        if not self.usable(sequences, initial_state, mask, training):
            return super().call(sequences, initial_state, mask, training=training)
        return self.carry(self.project(sequences), self.zeros(tf.shape(sequences)[0]))[0]

    def zeros(self, rows: Tensor) -> list[Tensor]:
        """The states (B,u) before the first step: h, and c of an LSTM."""
        return [tf.zeros([rows, self.units])] * self.state_count

    def project(self, sequences: Tensor) -> Tensor:
        """(B,T,F) -> (B,T,gu): the input's part of the sums, of all steps at once."""
        W = tf.convert_to_tensor(self.cell.kernel)
        return _like(_product(sequences, W), sequences, W.shape[1])

    def carry(self, projected: Tensor, first: Sequence[Tensor]) -> tuple[Tensor, list[Tensor]]:
        """From what :meth:`project` gives and states to the layer's output and the last states."""
        U, b = (tf.convert_to_tensor(weight) for weight in (self.cell.recurrent_kernel, self.cell.bias))
        states = _run(self.kernels, projected, U, b, first)
        outputs = states[0] if self.return_sequences else states[0][:, -1]
        return outputs, [state[:, -1] for state in states]


class LSTM(_Fused, keras.layers.LSTM):
    """keras.layers.LSTM, fused."""

    kernels = (_lstm_forward, _lstm_backward)
    state_count = 2


class GRU(_Fused, keras.layers.GRU):
    """keras.layers.GRU (reset_after=True), fused."""

    kernels = (_gru_forward, _gru_backward)


class SimpleRNN(_Fused, keras.layers.SimpleRNN):
    """keras.layers.SimpleRNN, fused."""

    kernels = (_rnn_forward, _rnn_backward)


class Sharded(keras.layers.Layer):
    """A chain of layers applied to shards of the batch side by side.

    The batch is cut into one shard per core; each shard passes through the whole chain, so nothing waits between the
    layers. Unless states are carried, the batch is padded to a multiple of ``rows`` first; padded rows are cut off again and
    carry no gradient.

    With ``carry`` the recurrent layers go on from where the batch before left them, row by row; each batch then has
    ``rows`` rows. Call :meth:`reset_states` before the first batch of a pass.
    """

    def __init__(self, layers: Sequence[keras.Layer], rows: int = 32, carry: bool = False, **kwargs: Any):
        super().__init__(**kwargs)
        self.layers, self.rows, self.carry = list(layers), rows, carry
        self.supports_jit = False  # the loops are compiled, not the whole step
        units = [layer.units for layer in self.layers if isinstance(layer, _Fused) for _ in range(layer.state_count)]
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
        shards = max(1, min(_cores, self.rows // MIN_SHARD_ROWS))
        if self.carry:
            return self._carried(x, shards, training)
        rows = -(-self.rows // shards) * shards
        batch = tf.shape(x)[0]
        x = tf.pad(x, [[0, -batch % rows]] + [[0, 0]] * (len(x.shape) - 1))
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
        table = None
        if isinstance(reader, keras.layers.Embedding) and not reader.mask_zero and reader.input_dim <= MOST_TABLE_ROWS:
            table = others[0].project(tf.convert_to_tensor(reader.embeddings)[None])
        elif isinstance(reader, keras.layers.CategoryEncoding) and reader.num_tokens <= MOST_TABLE_ROWS:
            table = tf.convert_to_tensor(others[0].cell.kernel)[None]
        return table[0] if table is not None and others[0].usable(table, None, None, training) else None

    def _chain(
        self, x: Tensor, table: Tensor | None, training: bool, first: Sequence[Tensor] = ()
    ) -> tuple[Tensor, list[Tensor]]:
        left, last = list(first), []
        projected = None if table is None else _rows(table, x)
        for layer in self.layers if table is None else self.layers[1:]:
            if isinstance(layer, _Fused) and (left or projected is not None):
                projected = layer.project(x) if projected is None else projected
                states = [left.pop(0) for _ in range(layer.state_count)] if left else layer.zeros(tf.shape(projected)[0])
                x, states = layer.carry(projected, states)
                projected = None
                last += states
            else:
                x = layer(x, training=training) if _trains(layer) else layer(x)
        return x, last


def _trains(layer: keras.Layer) -> bool:
    """True where the layer behaves differently in training."""
    return isinstance(layer, (_Fused, keras.layers.Dropout))


FUSED: dict[type, type] = {keras.layers.LSTM: LSTM, keras.layers.GRU: GRU, keras.layers.SimpleRNN: SimpleRNN}


def accelerate(model: keras.Sequential, batch_size: int = 32, carry: bool = False) -> keras.Sequential:
    """The same Sequential network and weights as one :class:`Sharded` layer, to be fitted with ``batch_size``."""
    layers = [FUSED.get(type(layer), type(layer)).from_config(layer.get_config()) for layer in model.layers]
    whole = Sharded(layers, batch_size, carry)
    shape = (batch_size, *model.input_shape[1:]) if carry else (None, *model.input_shape[1:])
    fast = keras.Sequential([keras.Input(batch_shape=shape, dtype=model.inputs[0].dtype), whole])
    fast.set_weights(model.get_weights())
    return fast
