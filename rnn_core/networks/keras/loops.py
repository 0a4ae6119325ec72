"""The recurrences of LSTMs, GRU and SimpleRNN and their hand-written gradients, as loops that XLA compiles for CPUs.

Shapes: B rows, T steps, F features, u units, g gates (LSTM 4, with coupled gates 3, GRU 3, RNN 1).
LSTM: Hochreiter & Schmidhuber (1997) with the forget gate of Gers et al. (2000); with peepholes: Gers & Schmidhuber (2000); with
coupled gates: Greff et al. (2017); GRU: Cho et al. (2014), ``reset_after`` form;
gradients: BPTT (Werbos 1990), derived by hand from the forward formulas quoted at each loop. Only the worker loads this file.

Sums, gates, cell states and their gradients lie with time outermost, so that a step is one piece of memory: where products do not
dominate, moving numbers does. What comes from Keras or goes to it has rows outermost.

With ``mixed`` the factors of products are rounded to bfloat16 (8 bits of precision instead of 24) and summed in float32, for
which some processors have instructions. All else, the weights themselves among it, stays float32.

``act`` in the formulas is the function that ``activation`` names, tanh or relu; act' is its slope, told by its result.
"""

from collections.abc import Callable, Sequence
from typing import Any

import tensorflow as tf
from tensorflow.compiler.tf2xla.python import xla
from tensorflow.compiler.xla import xla_data_pb2

Tensor = Any  # a tf.Tensor, whose own types say too little
# by name: the function, and its slope where its result is y
ACTIVATIONS: dict[str, tuple[Callable, Callable]] = {
    "tanh": (tf.tanh, lambda y: 1 - y * y),
    "relu": (tf.nn.relu, lambda y: tf.cast(y > 0, y.dtype)),
}
ROWS_BY_COLUMNS = xla_data_pb2.DotDimensionNumbers(lhs_contracting_dimensions=[1], rhs_contracting_dimensions=[0])


def _loop(turn: Callable, steps: Tensor, state: Sequence[Tensor], reverse: bool = False) -> list[Tensor]:
    """The state after ``turn(t, *state)`` for each step t, which XLA does in place."""
    first, by = (steps - 1, -1) if reverse else (tf.zeros_like(steps), 1)
    done = tf.while_loop(
        lambda t, *_: t >= 0 if reverse else t < steps,
        lambda t, *now: (t + by, *turn(t, *now)),
        (first, *state),
    )
    return done[1:]


def _put(buffer: Tensor, t: Tensor, value: Tensor) -> Tensor:
    """buffer (T,B,n) with ``value`` (B,n) at step t."""
    return xla.dynamic_update_slice(buffer, value[None], tf.stack([t, 0, 0]))


def _put_rows(buffer: Tensor, t: Tensor, value: Tensor) -> Tensor:
    """buffer (B,T,n) with ``value`` (B,n) at step t."""
    return xla.dynamic_update_slice(buffer, value[:, None], tf.stack([0, t, 0]))


def _times(state: Tensor, U: Tensor) -> Tensor:
    """(B,n) x (n,m) -> (B,m), float32; ``U`` float32, or bfloat16, to which the state is rounded then."""
    if U.dtype == tf.float32:
        return tf.matmul(state, U)
    sums = xla.dot_general(tf.cast(state, U.dtype), U, ROWS_BY_COLUMNS, preferred_element_type=tf.float32)
    return tf.ensure_shape(sums, [state.shape[0], U.shape[1]])


def _kernel(function: Callable) -> Callable:
    """Compile one loop: one XLA cluster per concrete shape and activation, shared by layers."""
    return tf.function(function, jit_compile=True, autograph=False)


def _space(xz: Tensor, units: int) -> Tensor:
    """Zeros (T,B,units)."""
    return tf.zeros([*tf.unstack(tf.shape(xz)[:2]), units], xz.dtype)


def _previous(states: Tensor, first: Tensor) -> Tensor:
    """(B,T,u) -> (T,B,u+1): one step later, ``first`` (B,u) at the first step, and ones, whose product with sums adds them up."""
    before = tf.concat([first[None], turned(states[:, :-1])], 0)
    return tf.concat([before, tf.ones_like(before[:, :, :1])], 2)


def _gates(activation: str, z: Tensor, candidate: int) -> Tensor:
    """Sums z (B,gu) -> gates: act at ``candidate``, sigmoids else, as (1 + tanh(z/2)) / 2, so that one tanh does for all."""
    here = _at(z, candidate)
    scale = tf.where(here, 1.0, 0.5) if activation == "tanh" else 0.5
    gates = tf.tanh(z * scale) * scale + (1 - scale)
    return gates if activation == "tanh" else tf.where(here, ACTIVATIONS[activation][0](z), gates)


def _slopes(activation: str, gates: Tensor, candidate: int) -> Tensor:
    """gates y (B,gu) of :func:`_gates` -> slopes: of a sigmoid y(1-y), of tanh (1+y)(1-y)."""
    here = _at(gates, candidate)
    if activation == "tanh":
        return (gates + tf.where(here, 1.0, 0.0)) * (1 - gates)
    return tf.where(here, ACTIVATIONS[activation][1](gates), gates * (1 - gates))


def _at(gates: Tensor, candidate: int) -> Tensor:
    """(gu,), true where the candidate stands, the last gate but one."""
    count = candidate + 2
    return tf.repeat(tf.range(count) == candidate, gates.shape[1] // count)


@_kernel
def lstm_forward(activation: str, xz: Tensor, U: Tensor, b: Tensor, h0: Tensor, c0: Tensor) -> list[Tensor]:
    """xz (T,B,4u), U (u,4u), b (4u), h0, c0 (B,u) -> h (B,T,u), c (T+1,B,u) from c0 on, gates (T,B,4u).

    z = xz_t + h U + b; i,f,o = sigmoid, g = act (stored order i,f,g,o);
    c' = f c + i g;  h' = o act(c').
    """
    act, _ = ACTIVATIONS[activation]

    def step(z: Tensor, c: Tensor) -> tuple:
        gates = _gates(activation, z, 2)
        i, f, g, o = tf.split(gates, 4, axis=1)
        c = f * c + i * g
        return o * act(c), c, gates

    return _with_memory(step, xz, U, b, h0, c0)


def _with_memory(step: Callable, xz: Tensor, U: Tensor, b: Tensor, h0: Tensor, c0: Tensor) -> list[Tensor]:
    """Run an LSTM forward, ``step`` from sums z (B,gu) and c (B,u) to h, c, gates: h (B,T,u), c (T+1,B,u), gates (T,B,gu)."""
    space = _space(xz, U.shape[0])
    memory = tf.concat([c0[None], space], 0)

    def turn(t: Tensor, h: Tensor, c: Tensor, states: Tensor, memory: Tensor, gates: Tensor) -> tuple:
        h, c, now = step(xz[t] + b + _times(h, U), c)
        return h, c, _put_rows(states, t, h), _put(memory, t + 1, c), _put(gates, t, now)

    return _loop(turn, tf.shape(xz)[0], (h0, c0, turned(space), memory, tf.zeros_like(xz)))[2:]


@_kernel
def lstm_backward(
    activation: str, dh_out: Tensor, Ut: Tensor, h0: Tensor, h: Tensor, c: Tensor, gates: Tensor
) -> tuple[Tensor, ...]:
    """dh_out (B,T,u), Ut (4u,u), h, c and gates as from :func:`lstm_forward` -> dz (T,B,4u), previous h and ones (T,B,u+1).

    dc += dh o act'(c);  dz_i = dc g i(1-i);  dz_f = dc c_prev f(1-f);
    dz_g = dc i act'(z_g);  dz_o = dh act(c) o(1-o);  then dc = dc f, dh = dz U'.
    """
    act, slope = ACTIVATIONS[activation]

    def step(gates: Tensor, c_prev: Tensor, c: Tensor, dh: Tensor, dc: Tensor) -> tuple:
        i, f, g, o = tf.split(gates, 4, axis=1)
        ac = act(c)
        dc = dc + dh * (o * slope(ac))
        return tf.concat([dc, dc, dc, dh], 1) * tf.concat([g, c_prev, i, ac], 1) * _slopes(activation, gates, 2), dc * f

    return _through_memory(step, dh_out, Ut, c, gates), _previous(h, h0)


def _through_memory(step: Callable, dh_out: Tensor, Ut: Tensor, c: Tensor, gates: Tensor) -> Tensor:
    """Run an LSTM backward: dz (T,B,gu). ``step`` from gates, c_prev, c, dh, dc to dz (B,gu) and dc (B,u) of the step before."""
    zero = tf.zeros_like(dh_out[:, 0])

    def turn(t: Tensor, dh: Tensor, dc: Tensor, dz: Tensor) -> tuple:
        now, dc = step(gates[t], c[t], c[t + 1], dh + dh_out[:, t], dc)
        return _times(now, Ut), dc, _put(dz, t, now)

    return _loop(turn, tf.shape(gates)[0], (zero, zero, tf.zeros_like(gates)), True)[2]


@_kernel
def peephole_forward(activation: str, xz: Tensor, U: Tensor, b: Tensor, p: Tensor, h0: Tensor, c0: Tensor) -> list[Tensor]:
    """As :func:`lstm_forward`, and the peepholes p (3,u) of i, f and o.

    z = xz_t + h U + b; i = sigmoid(z_i + p_i c), f = sigmoid(z_f + p_f c), g = act(z_g);
    c' = f c + i g;  o = sigmoid(z_o + p_o c');  h' = o act(c').
    """
    act, _ = ACTIVATIONS[activation]

    def step(z: Tensor, c: Tensor) -> tuple:
        i, f, g, o = tf.split(z, 4, axis=1)
        i, f, g = tf.sigmoid(i + p[0] * c), tf.sigmoid(f + p[1] * c), act(g)
        c = f * c + i * g
        o = tf.sigmoid(o + p[2] * c)
        return o * act(c), c, tf.concat([i, f, g, o], 1)

    return _with_memory(step, xz, U, b, h0, c0)


@_kernel
def peephole_backward(
    activation: str, dh_out: Tensor, Ut: Tensor, p: Tensor, h0: Tensor, h: Tensor, c: Tensor, gates: Tensor
) -> tuple[Tensor, ...]:
    """As :func:`lstm_backward`, and p (3,u) -> also dp at each step (T,B,3u).

    dz as there, but dc also comes through the gates: dc += dh o act'(c) + dz_o p_o,
    and to the step before it goes on as dc f + dz_i p_i + dz_f p_f.  dp_i = dz_i c_prev;  dp_f = dz_f c_prev;  dp_o = dz_o c.
    """
    act, slope = ACTIVATIONS[activation]

    def step(gates: Tensor, c_prev: Tensor, c: Tensor, dh: Tensor, dc: Tensor) -> tuple:
        i, f, g, o = tf.split(gates, 4, axis=1)
        ac = act(c)
        dz_o = dh * ac * (o * (1 - o))
        dc = dc + dh * (o * slope(ac)) + dz_o * p[2]
        dz = tf.concat([dc, dc, dc, dh], 1) * tf.concat([g, c_prev, i, ac], 1) * _slopes(activation, gates, 2)
        dz_i, dz_f, *_ = tf.split(dz, 4, axis=1)
        return dz, dc * f + dz_i * p[0] + dz_f * p[1]

    dz = _through_memory(step, dh_out, Ut, c, gates)
    dz_i, dz_f, _, dz_o = tf.split(dz, 4, axis=2)
    return dz, _previous(h, h0), tf.concat([dz_i * c[:-1], dz_f * c[:-1], dz_o * c[1:]], 2)


@_kernel
def coupled_forward(activation: str, xz: Tensor, U: Tensor, b: Tensor, h0: Tensor, c0: Tensor) -> list[Tensor]:
    """xz (T,B,3u), U (u,3u), b (3u), h0, c0 (B,u) -> h (B,T,u), c (T+1,B,u) from c0 on, gates (T,B,3u).

    z = xz_t + h U + b; f,o = sigmoid, g = act (stored order f,g,o);
    c' = f c + (1 - f) g;  h' = o act(c').
    """
    act, _ = ACTIVATIONS[activation]

    def step(z: Tensor, c: Tensor) -> tuple:
        gates = _gates(activation, z, 1)
        f, g, o = tf.split(gates, 3, axis=1)
        c = f * c + (1 - f) * g
        return o * act(c), c, gates

    return _with_memory(step, xz, U, b, h0, c0)


@_kernel
def coupled_backward(
    activation: str, dh_out: Tensor, Ut: Tensor, h0: Tensor, h: Tensor, c: Tensor, gates: Tensor
) -> tuple[Tensor, ...]:
    """As :func:`lstm_backward`, of :func:`coupled_forward`: dz (T,B,3u), previous h and ones (T,B,u+1).

    dc += dh o act'(c);  dz_f = dc (c_prev - g) f(1-f);  dz_g = dc (1-f) act'(z_g);
    dz_o = dh act(c) o(1-o);  then dc = dc f, dh = dz U'.
    """
    act, slope = ACTIVATIONS[activation]

    def step(gates: Tensor, c_prev: Tensor, c: Tensor, dh: Tensor, dc: Tensor) -> tuple:
        f, g, o = tf.split(gates, 3, axis=1)
        ac = act(c)
        dc = dc + dh * (o * slope(ac))
        return tf.concat([dc, dc, dh], 1) * tf.concat([c_prev - g, 1 - f, ac], 1) * _slopes(activation, gates, 1), dc * f

    return _through_memory(step, dh_out, Ut, c, gates), _previous(h, h0)


@_kernel
def gru_forward(activation: str, xz: Tensor, U: Tensor, b: Tensor, h0: Tensor) -> list[Tensor]:
    """xz (T,B,3u), U (u,3u), b (2,3u), h0 (B,u) -> h (B,T,u), (z, r, candidate, a) (T,B,4u).

    z, r = sigmoid(xz_t + h U + b);  a = h U_h + b_h;
    candidate = act(xz_h + r a);  h' = z h + (1 - z) candidate.
    """
    act, _ = ACTIVATIONS[activation]
    units = U.shape[0]

    def turn(t: Tensor, h: Tensor, states: Tensor, gates: Tensor) -> tuple:
        (xz_zr, xz_h), (hz_zr, a) = (tf.split(sums, [2 * units, units], 1) for sums in (xz[t] + b[0], _times(h, U) + b[1]))
        zr = tf.sigmoid(xz_zr + hz_zr)
        z, r = tf.split(zr, 2, axis=1)
        candidate = act(xz_h + r * a)
        h = z * h + (1 - z) * candidate
        return h, _put_rows(states, t, h), _put(gates, t, tf.concat([zr, candidate, a], 1))

    return _loop(turn, tf.shape(xz)[0], (h0, turned(_space(xz, units)), _space(xz, 4 * units)))[1:]


@_kernel
def gru_backward(activation: str, dh_out: Tensor, Ut: Tensor, h0: Tensor, h: Tensor, gates: Tensor) -> tuple[Tensor, ...]:
    """dh_out (B,T,u), Ut (3u,u), h and gates as from :func:`gru_forward` -> dz of xz (T,B,3u), previous h and ones, dz of h U.

    d_cand = dh (1-z) act'(xz_h + r a);  d_z = dh (h_prev - cand) z(1-z);
    d_r = d_cand a r(1-r);  d_a = d_cand r;  dh = dh z + (d_z, d_r, d_a) U'.
    """
    _, slope = ACTIVATIONS[activation]
    previous, zero, units = _previous(h, h0), tf.zeros_like(dh_out[:, 0]), Ut.shape[1]

    def turn(t: Tensor, dh: Tensor, dz: Tensor, dz_h: Tensor) -> tuple:
        now = gates[t]
        zr, candidate, a = tf.split(now, [2 * units, units, units], axis=1)
        z, r = tf.split(zr, 2, axis=1)
        dh = dh + dh_out[:, t]
        d_cand = dh * ((1 - z) * slope(candidate))
        d_zr = tf.concat([dh, d_cand], 1) * tf.concat([previous[t][:, :units] - candidate, a], 1) * (zr * (1 - zr))
        d_h = tf.concat([d_zr, d_cand * r], 1)
        return dh * z + _times(d_h, Ut), _put(dz, t, tf.concat([d_zr, d_cand], 1)), _put(dz_h, t, d_h)

    space = _space(previous, Ut.shape[0])
    # one of them not of zeros: XLA would copy the other, in TensorFlow's one thread for operations, and stay there with the loop
    spaces = space, tf.ones_like(space)
    _, dz, dz_h = _loop(turn, tf.shape(previous)[0], (zero, *spaces), True)
    return dz, previous, dz_h


@_kernel
def rnn_forward(activation: str, xz: Tensor, U: Tensor, b: Tensor, h0: Tensor) -> list[Tensor]:
    """xz (T,B,u), U (u,u), b (u), h0 (B,u) -> h (B,T,u): h' = act(xz_t + h U + b)."""
    act, _ = ACTIVATIONS[activation]

    def turn(t: Tensor, h: Tensor, states: Tensor) -> tuple:
        h = act(xz[t] + b + _times(h, U))
        return h, _put_rows(states, t, h)

    return _loop(turn, tf.shape(xz)[0], (h0, turned(_space(xz, U.shape[0]))))[1:]


@_kernel
def rnn_backward(activation: str, dh_out: Tensor, Ut: Tensor, h0: Tensor, h: Tensor) -> tuple[Tensor, ...]:
    """dh_out (B,T,u), Ut (u,u) -> dz (T,B,u), previous h and ones: dz = dh act'(xz_t + h U + b)."""
    _, slope = ACTIVATIONS[activation]
    previous, zero = _previous(h, h0), tf.zeros_like(h[:, 0])

    def turn(t: Tensor, dh: Tensor, dz: Tensor) -> tuple:
        now = (dh + dh_out[:, t]) * slope(h[:, t])
        return _times(now, Ut), _put(dz, t, now)

    return _loop(turn, tf.shape(previous)[0], (zero, _space(previous, Ut.shape[0])), True)[1], previous


def turned(batch: Tensor) -> Tensor:
    """(B,T,...) -> (T,B,...) and back."""
    return tf.transpose(batch, (1, 0, *range(2, len(batch.shape))))


def product(a: Tensor, b: Tensor, mixed: bool = False, **kwargs: bool) -> Tensor:
    """Matrix product over the last axis of a, or over (T,B) of both if 3-D."""
    flat = [tf.cast(tf.reshape(m, [-1, m.shape[-1]]), tf.bfloat16 if mixed else m.dtype) for m in (a, b)]
    return tf.cast(tf.matmul(*flat, **kwargs), a.dtype)


def project(batch: Tensor, W: Tensor, mixed: bool = False) -> Tensor:
    """batch (B,T,F), W (F,n) -> (T,B,n): the input's part of the sums, of all steps at once."""
    batch = turned(batch)
    out = tf.reshape(product(batch, W, mixed), [*tf.unstack(tf.shape(batch)[:2]), W.shape[1]])
    return tf.ensure_shape(out, [batch.shape[0], None, W.shape[1]])


def _sums(dz: Tensor) -> Tensor:
    """(T,B,n) -> (n): the sum over steps and rows, as a product, which is several times as fast as ``reduce_sum``."""
    return product(tf.ones_like(dz[:, :, :1]), dz, transpose_a=True)[0]


def run(
    kernels: tuple[Callable, Callable],
    activation: str,
    xz: Tensor,
    U: Tensor,
    b: Tensor,
    first: Sequence[Tensor],
    peephole: Sequence[Tensor] = (),
    mixed: bool = False,
) -> list[Tensor]:
    """xz (T,B,gu), weights U (u,gu), b, maybe a ``peephole`` (3,u), first states (B,u) -> h (B,T,u), then of an LSTM the last c.

    Only h carries a gradient; none flows into the first states (truncated back-propagation through time).
    """
    forward, backward = kernels
    first = [tf.stop_gradient(state) for state in first]

    @tf.custom_gradient
    def recurrence(xz: Tensor, U: Tensor, b: Tensor, *peephole: Tensor) -> tuple[list[Tensor], Callable]:
        near = tf.cast(U, tf.bfloat16) if mixed else U
        h, *memory = saved = list(forward(activation, xz, near, b, *peephole, *first))
        h = tf.ensure_shape(h, [None, xz.shape[0], None])  # so that layers above share one compiled loop

        def gradients(dh: Tensor, *_: Tensor) -> tuple[Tensor, ...]:
            dz, h_prev, *dz_h = backward(activation, dh, tf.transpose(near), *peephole, first[0], *saved)
            dp = [tf.reshape(_sums(dz_h.pop()), weights.shape) for weights in peephole]
            dU, db = tf.split(product(h_prev, (dz_h or [dz])[0], mixed, transpose_a=True), [h_prev.shape[2] - 1, 1])
            return dz, dU, tf.stack([_sums(dz), db[0]]) if dz_h else db[0], *dp

        return [h, *(c[-1] for c in memory[: len(first) - 1])], gradients

    return recurrence(xz, U, b, *peephole)


@tf.custom_gradient
def rows(table: Tensor, ids: Tensor) -> tuple[Tensor, Callable]:
    """table (n,w), ids (T,B) -> (T,B,w), with a dense gradient, which for small tables is faster than a sparse one.

    Adam then also moves rows that a batch does not have, by their momentum; with Keras' sparse gradients it leaves them.
    """

    def gradients(d: Tensor) -> tuple[Tensor, None]:
        return tf.scatter_nd(tf.reshape(ids, [-1, 1]), tf.reshape(d, [-1, table.shape[1]]), table.shape), None

    return tf.gather(table, ids), gradients


LSTM = lstm_forward, lstm_backward
PEEPHOLE_LSTM = peephole_forward, peephole_backward
COUPLED_LSTM = coupled_forward, coupled_backward
GRU = gru_forward, gru_backward
SIMPLE_RNN = rnn_forward, rnn_backward
