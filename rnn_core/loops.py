"""The recurrences of LSTMs, GRU and SimpleRNN and their hand-written gradients, as loops that XLA compiles for CPUs.

Shapes: B rows, T steps, F features, u units, g gates (LSTM 4, with coupled gates 3, GRU 3, RNN 1).
LSTM: Hochreiter & Schmidhuber (1997) with the forget gate of Gers et al. (2000); with peepholes: Gers & Schmidhuber (2000); with
coupled gates: Greff et al. (2017); GRU: Cho et al. (2014), ``reset_after`` form;
gradients: BPTT (Werbos 1990), derived by hand from the forward formulas quoted at each loop. Only the worker loads this file.

``act`` in the formulas is the function that ``activation`` names, tanh or relu; act' is its slope, told by its result.
"""

from collections.abc import Callable, Sequence
from typing import Any

import tensorflow as tf
from tensorflow.compiler.tf2xla.python import xla

Tensor = Any  # a tf.Tensor, whose own types say too little
# by name: the function, and its slope where its result is y
ACTIVATIONS: dict[str, tuple[Callable, Callable]] = {
    "tanh": (tf.tanh, lambda y: 1 - y * y),
    "relu": (tf.nn.relu, lambda y: tf.cast(y > 0, y.dtype)),
}


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
    """Compile one loop: one XLA cluster per concrete shape and activation, shared by layers."""
    return tf.function(function, jit_compile=True, autograph=False)


def _previous(states: Tensor, first: Tensor) -> Tensor:
    """(B, T, u) -> the same one step later, ``first`` (B, u) at the first step."""
    return tf.concat([first[:, None, :], states[:, :-1]], axis=1)


@_kernel
def lstm_forward(activation: str, xz: Tensor, U: Tensor, b: Tensor, h0: Tensor, c0: Tensor) -> list[Tensor]:
    """xz (B,T,4u), U (u,4u), b (4u), h0, c0 (B,u) -> h (B,T,u), c (B,T,u), gates (B,T,4u).

    z = xz_t + h U + b; i,f,o = sigmoid, g = act (stored order i,f,g,o);
    c' = f c + i g;  h' = o act(c').
    """
    act, _ = ACTIVATIONS[activation]

    def body(t: Tensor, h: Tensor, c: Tensor) -> tuple:
        i, f, g, o = tf.split(xz[:, t] + b + tf.matmul(h, U), 4, axis=1)
        i, f, g, o = tf.sigmoid(i), tf.sigmoid(f), act(g), tf.sigmoid(o)
        c = f * c + i * g
        h = o * act(c)
        return (h, c), (h, c, tf.concat([i, f, g, o], 1))

    return _with_memory(body, xz, h0, c0)


def _with_memory(body: Callable, xz: Tensor, h0: Tensor, c0: Tensor) -> list[Tensor]:
    """Run an LSTM's ``body`` forward: h (B,T,u), c (B,T,u), gates (B,T,gu)."""
    space = tf.zeros_like(xz[:, :, : h0.shape[1]])
    buffers = (space, space, tf.zeros_like(xz))
    return _loop(body, tf.shape(xz)[1], (h0, c0), buffers)[1]


@_kernel
def lstm_backward(
    activation: str, dh_out: Tensor, Ut: Tensor, h0: Tensor, c0: Tensor, h: Tensor, c: Tensor, gates: Tensor
) -> tuple[Tensor, ...]:
    """dh_out (B,T,u), Ut (4u,u) -> dz (B,T,4u), previous h (B,T,u).

    dc += dh o act'(c);  dz_i = dc g i(1-i);  dz_f = dc c_prev f(1-f);
    dz_g = dc i act'(z_g);  dz_o = dh act(c) o(1-o);  then dc = dc f, dh = dz U'.
    The factors that do not depend on dh, dc are computed for all steps at once.
    """
    act, slope = ACTIVATIONS[activation]
    i, f, g, o = tf.split(gates, 4, axis=2)
    ac = act(c)
    factors = tf.concat([g * i * (1 - i), _previous(c, c0) * f * (1 - f), i * slope(g), ac * o * (1 - o)], 2)
    return _through_memory(dh_out, Ut, factors, o * slope(ac), f), _previous(h, h0)


def _through_memory(dh_out: Tensor, Ut: Tensor, factors: Tensor, dc_dh: Tensor, kept: Tensor) -> Tensor:
    """Run an LSTM backward: dz (B,T,gu), of whose sums only the output gate's, the last, hang on dh, all others on dc.

    ``factors`` (B,T,gu): of dc and dh in dz; ``dc_dh`` (B,T,u): what a change of c does to h;
    ``kept`` (B,T,u): what a change of c does to the next c.
    """
    zero = tf.zeros_like(dh_out[:, 0])
    others = factors.shape[2] // Ut.shape[1] - 1

    def body(t: Tensor, dh: Tensor, dc: Tensor) -> tuple:
        dh = dh + dh_out[:, t]
        dc = dc + dh * dc_dh[:, t]
        dz = tf.concat([dc] * others + [dh], 1) * factors[:, t]
        return (tf.matmul(dz, Ut), dc * kept[:, t]), (dz,)

    return _loop(body, tf.shape(factors)[1], (zero, zero), (tf.zeros_like(factors),), True)[1][0]


@_kernel
def peephole_forward(activation: str, xz: Tensor, U: Tensor, b: Tensor, p: Tensor, h0: Tensor, c0: Tensor) -> list[Tensor]:
    """As :func:`lstm_forward`, and the peepholes p (3,u) of i, f and o.

    z = xz_t + h U + b; i = sigmoid(z_i + p_i c), f = sigmoid(z_f + p_f c), g = act(z_g);
    c' = f c + i g;  o = sigmoid(z_o + p_o c');  h' = o act(c').
    """
    act, _ = ACTIVATIONS[activation]

    def body(t: Tensor, h: Tensor, c: Tensor) -> tuple:
        i, f, g, o = tf.split(xz[:, t] + b + tf.matmul(h, U), 4, axis=1)
        i, f, g = tf.sigmoid(i + p[0] * c), tf.sigmoid(f + p[1] * c), act(g)
        c = f * c + i * g
        o = tf.sigmoid(o + p[2] * c)
        h = o * act(c)
        return (h, c), (h, c, tf.concat([i, f, g, o], 1))

    return _with_memory(body, xz, h0, c0)


@_kernel
def peephole_backward(
    activation: str, dh_out: Tensor, Ut: Tensor, p: Tensor, h0: Tensor, c0: Tensor, h: Tensor, c: Tensor, gates: Tensor
) -> tuple[Tensor, ...]:
    """dh_out (B,T,u), Ut (4u,u), p (3,u) -> dz (B,T,4u), previous h (B,T,u), dp at each step (B,T,3u).

    dz as in :func:`lstm_backward`, but dc also comes through the gates: dc += dh o act'(c) + dz_o p_o,
    and to the step before it goes on as dc f + dz_i p_i + dz_f p_f.  dp_i = dz_i c_prev;  dp_f = dz_f c_prev;  dp_o = dz_o c.
    """
    act, slope = ACTIVATIONS[activation]
    i, f, g, o = tf.split(gates, 4, axis=2)
    ac, c_prev = act(c), _previous(c, c0)
    to_i, to_f, to_o = g * i * (1 - i), c_prev * f * (1 - f), ac * o * (1 - o)
    factors = tf.concat([to_i, to_f, i * slope(g), to_o], 2)
    dz = _through_memory(dh_out, Ut, factors, o * slope(ac) + to_o * p[2], f + to_i * p[0] + to_f * p[1])
    dz_i, dz_f, _, dz_o = tf.split(dz, 4, axis=2)
    return dz, _previous(h, h0), tf.concat([dz_i * c_prev, dz_f * c_prev, dz_o * c], 2)


@_kernel
def coupled_forward(activation: str, xz: Tensor, U: Tensor, b: Tensor, h0: Tensor, c0: Tensor) -> list[Tensor]:
    """xz (B,T,3u), U (u,3u), b (3u), h0, c0 (B,u) -> h (B,T,u), c (B,T,u), gates (B,T,3u).

    z = xz_t + h U + b; f,o = sigmoid, g = act (stored order f,g,o);
    c' = f c + (1 - f) g;  h' = o act(c').
    """
    act, _ = ACTIVATIONS[activation]

    def body(t: Tensor, h: Tensor, c: Tensor) -> tuple:
        f, g, o = tf.split(xz[:, t] + b + tf.matmul(h, U), 3, axis=1)
        f, g, o = tf.sigmoid(f), act(g), tf.sigmoid(o)
        c = f * c + (1 - f) * g
        h = o * act(c)
        return (h, c), (h, c, tf.concat([f, g, o], 1))

    return _with_memory(body, xz, h0, c0)


@_kernel
def coupled_backward(
    activation: str, dh_out: Tensor, Ut: Tensor, h0: Tensor, c0: Tensor, h: Tensor, c: Tensor, gates: Tensor
) -> tuple[Tensor, ...]:
    """dh_out (B,T,u), Ut (3u,u) -> dz (B,T,3u), previous h (B,T,u).

    dc += dh o act'(c);  dz_f = dc (c_prev - g) f(1-f);  dz_g = dc (1-f) act'(z_g);
    dz_o = dh act(c) o(1-o);  then dc = dc f, dh = dz U'.
    """
    act, slope = ACTIVATIONS[activation]
    f, g, o = tf.split(gates, 3, axis=2)
    ac = act(c)
    factors = tf.concat([(_previous(c, c0) - g) * f * (1 - f), (1 - f) * slope(g), ac * o * (1 - o)], 2)
    return _through_memory(dh_out, Ut, factors, o * slope(ac), f), _previous(h, h0)


@_kernel
def gru_forward(activation: str, xz: Tensor, U: Tensor, b: Tensor, h0: Tensor) -> list[Tensor]:
    """xz (B,T,3u), U (u,3u), b (2,3u), h0 (B,u) -> h (B,T,u), (z, r, candidate, a) (B,T,4u).

    z, r = sigmoid(xz_t + h U + b);  a = h U_h + b_h;
    candidate = act(xz_h + r a);  h' = z h + (1 - z) candidate.
    """
    act, _ = ACTIVATIONS[activation]
    units = U.shape[0]

    def body(t: Tensor, h: Tensor) -> tuple:
        xz_z, xz_r, xz_h = tf.split(xz[:, t] + b[0], 3, axis=1)
        hz_z, hz_r, a = tf.split(tf.matmul(h, U) + b[1], 3, axis=1)
        z, r = tf.sigmoid(xz_z + hz_z), tf.sigmoid(xz_r + hz_r)
        candidate = act(xz_h + r * a)
        h = z * h + (1 - z) * candidate
        return (h,), (h, tf.concat([z, r, candidate, a], 1))

    space = tf.zeros_like(xz[:, :, :units])
    buffers = (space, tf.concat([space] * 4, 2))
    return _loop(body, tf.shape(xz)[1], (h0,), buffers)[1]


@_kernel
def gru_backward(activation: str, dh_out: Tensor, Ut: Tensor, h0: Tensor, h: Tensor, gates: Tensor) -> tuple[Tensor, ...]:
    """dh_out (B,T,u), Ut (3u,u) -> dz of xz (B,T,3u), previous h, dz of h U.

    d_cand = dh (1-z) act'(xz_h + r a);  d_z = dh (h_prev - cand) z(1-z);
    d_r = d_cand a r(1-r);  d_a = d_cand r;  dh = dh z + (d_z, d_r, d_a) U'.
    """
    _, slope = ACTIVATIONS[activation]
    z, r, candidate, a = tf.split(gates, 4, axis=2)
    h_prev = _previous(h, h0)
    rise = (1 - z) * slope(candidate)
    factors = tf.concat([(h_prev - candidate) * z * (1 - z), rise * a * r * (1 - r), rise * r], 2)
    zero = tf.zeros_like(dh_out[:, 0])

    def body(t: Tensor, dh: Tensor) -> tuple:
        dh = dh + dh_out[:, t]
        dz = tf.concat([dh, dh, dh], 1) * factors[:, t]
        return (dh * z[:, t] + tf.matmul(dz, Ut),), (dz, dh * rise[:, t])

    space = (tf.zeros_like(factors), tf.zeros_like(dh_out))
    _, (dz_h, d_cand) = _loop(body, tf.shape(h)[1], (zero,), space, True)
    return tf.concat([dz_h[:, :, : 2 * Ut.shape[1]], d_cand], 2), h_prev, dz_h


@_kernel
def rnn_forward(activation: str, xz: Tensor, U: Tensor, b: Tensor, h0: Tensor) -> list[Tensor]:
    """xz (B,T,u), U (u,u), b (u), h0 (B,u) -> h (B,T,u): h' = act(xz_t + h U + b)."""
    act, _ = ACTIVATIONS[activation]

    def body(t: Tensor, h: Tensor) -> tuple:
        h = act(xz[:, t] + b + tf.matmul(h, U))
        return (h,), (h,)

    return _loop(body, tf.shape(xz)[1], (h0,), (tf.zeros_like(xz),))[1]


@_kernel
def rnn_backward(activation: str, dh_out: Tensor, Ut: Tensor, h0: Tensor, h: Tensor) -> tuple[Tensor, ...]:
    """dh_out (B,T,u), Ut (u,u) -> dz (B,T,u), previous h: dz = dh act'(xz_t + h U + b)."""
    _, slope = ACTIVATIONS[activation]

    def body(t: Tensor, dh: Tensor) -> tuple:
        dz = (dh + dh_out[:, t]) * slope(h[:, t])
        return (tf.matmul(dz, Ut),), (dz,)

    zero = tf.zeros_like(h)
    _, (dz,) = _loop(body, tf.shape(h)[1], (zero[:, 0],), (zero,), True)
    return dz, _previous(h, h0)


def product(a: Tensor, b: Tensor, **kwargs: bool) -> Tensor:
    """Matrix product over the last axis of a, or over (B, T) of both if 3-D."""
    flat = [tf.reshape(m, [-1, m.shape[-1]]) for m in (a, b)]
    return tf.matmul(*flat, **kwargs)


def like(rows: Tensor, reference: Tensor, width: int) -> Tensor:
    """(B*T, width) -> (B, T, width), B and T those of the reference."""
    shape = tf.shape(reference)
    out = tf.reshape(rows, [shape[0], shape[1], width])
    return tf.ensure_shape(out, [None, reference.shape[1], width])


def _sums(dz: Tensor) -> Tensor:
    """(B,T,n) -> (n): the sum over rows and steps, as a product, which is several times as fast as ``reduce_sum``."""
    return product(tf.ones_like(dz[:, :, :1]), dz, transpose_a=True)[0]


def run(
    kernels: tuple[Callable, Callable],
    activation: str,
    xz: Tensor,
    U: Tensor,
    b: Tensor,
    first: Sequence[Tensor],
    peephole: Sequence[Tensor] = (),
) -> list[Tensor]:
    """xz (B,T,gu), weights U (u,gu), b, maybe a ``peephole`` (3,u), first states (B,u) -> all states (B,T,u), h first.

    Only h carries a gradient; none flows into the first states (truncated back-propagation through time).
    """
    forward, backward = kernels
    first = [tf.stop_gradient(state) for state in first]

    @tf.custom_gradient
    def recurrence(xz: Tensor, U: Tensor, b: Tensor, *peephole: Tensor) -> tuple[list[Tensor], Callable]:
        saved = list(forward(activation, xz, U, b, *peephole, *first))

        def gradients(dh: Tensor, *_: Tensor) -> tuple[Tensor, ...]:
            dz, h_prev, *dz_h = backward(activation, dh, tf.transpose(U), *peephole, *first, *saved)
            dp = [tf.reshape(_sums(dz_h.pop()), weights.shape) for weights in peephole]
            db = tf.stack([_sums(one) for one in (dz, *dz_h)]) if dz_h else _sums(dz)
            return dz, product(h_prev, (dz_h or [dz])[0], transpose_a=True), db, *dp

        return saved[: len(first)], gradients

    return recurrence(xz, U, b, *peephole)


@tf.custom_gradient
def rows(table: Tensor, ids: Tensor) -> tuple[Tensor, Callable]:
    """table (n,w), ids (B,T) -> (B,T,w), with a dense gradient, which for small tables is faster than a sparse one.

    Adam then also moves rows that a batch does not have, by their momentum; with Keras' sparse gradients it leaves them.
    """

    def gradients(d: Tensor) -> tuple[Tensor, None]:
        return tf.math.unsorted_segment_sum(d, ids, table.shape[0]), None

    return tf.gather(table, ids), gradients


LSTM = lstm_forward, lstm_backward
PEEPHOLE_LSTM = peephole_forward, peephole_backward
COUPLED_LSTM = coupled_forward, coupled_backward
GRU = gru_forward, gru_backward
SIMPLE_RNN = rnn_forward, rnn_backward
