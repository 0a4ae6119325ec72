"""The recurrence of any cell and its gradient as loops that XLA compiles: both follow from the step that the cell says.

As ``loops.py``, but nothing is worked out by hand: going back, a step is computed once more from the states before it, and
TensorFlow differentiates it. Shapes: B rows, T steps, u units, n columns of the kernel, m of the recurrent kernel; time is
outermost. Only the worker loads this file.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import keras
import tensorflow as tf

from rnn_core.networks.cells import Cell
from rnn_core.networks.keras.loops import ACTIVATIONS, product, turned
from rnn_core.networks.keras.loops import _kernel as compiled
from rnn_core.networks.keras.loops import _loop as looped
from rnn_core.networks.keras.loops import _previous as previous
from rnn_core.networks.keras.loops import _put as put
from rnn_core.networks.keras.loops import _sums as sums_of
from rnn_core.networks.keras.loops import _times as times

Tensor = Any  # a tf.Tensor, whose own types say too little
States = tuple[Tensor, ...]  # (B,u) each, in the cell's order
Own = tuple[Tensor, ...]  # (rows,u) each, in the cell's order


def _step(cell: Cell, activation: str, x: Tensor, h: Tensor | None, states: States, own: Own) -> States:
    """From the parts of the sums, x (B,n) and h (B,m), to the new states."""
    of_h = {} if h is None else cell.blocks(h, cell.seeing)
    rows = cell.rows({one.name: tensor for one, tensor in zip(cell.own, own, strict=True)})
    before = dict(zip(cell.letters, states, strict=True))
    said = cell.step(keras.ops, ACTIVATIONS[activation][0], cell.blocks(x), of_h, before, rows)
    return tuple(said[letter] for letter in cell.letters)


@cache
def _forward(cell: Cell) -> Callable:
    """Compiled once for each shape and activation."""

    @compiled
    def forward(activation: str, xz: Tensor, U: Tensor | None, b: Tensor, own: Own, first: States) -> list[Tensor]:
        """xz (T,B,n), U (u,m), b (m) -> h U + b (T,B,m), 0 without U, and each state (T+1,B,u), from ``first`` on."""
        space = tf.zeros([*tf.unstack(tf.shape(xz)[:2]), first[0].shape[1]], xz.dtype)
        sums = tf.zeros([]) if U is None else tf.zeros([*tf.unstack(tf.shape(xz)[:2]), U.shape[1]], xz.dtype)

        def turn(t: Tensor, states: States, sums: Tensor, kept: States) -> tuple:
            h = None if U is None else times(states[0], U) + b
            states = _step(cell, activation, xz[t], h, states, own)
            kept = tuple(put(buffer, t + 1, state) for buffer, state in zip(kept, states, strict=True))
            return states, sums if h is None else put(sums, t, h), kept

        begun = tuple(tf.concat([state[None], space], 0) for state in first)
        _, sums, kept = looped(turn, tf.shape(xz)[0], (first, sums, begun))
        return [sums, *kept]

    return forward


@cache
def _backward(cell: Cell) -> Callable:
    """Compiled once for each shape and activation."""

    @compiled
    def backward(
        activation: str, dh_out: Tensor, xz: Tensor, Ut: Tensor | None, sums: Tensor, own: Own, kept: States
    ) -> tuple[Tensor, Tensor | None, Own]:
        """dh_out (B,T,u), Ut (m,u), sums and states as from forward -> d of xz (T,B,n), of sums, and of the further weights."""
        steps, zeros = tf.shape(xz)[0], tuple(tf.zeros_like(state[0]) for state in kept)

        def turn(t: Tensor, after: States, dx: Tensor, dz: Tensor, d_own: Own) -> tuple:
            x, before = xz[t], tuple(state[t] for state in kept)
            h = None if Ut is None else sums[t]
            given = [x, *([] if h is None else [h]), *before, *own]
            with tf.GradientTape() as tape:
                tape.watch(given)
                states = _step(cell, activation, x, h, before, own)
            after = (after[0] + dh_out[:, t], *after[1:])
            found = tape.gradient(states, given, after, unconnected_gradients=tf.UnconnectedGradients.ZERO)
            of_x, *others = found
            if Ut is not None:
                of_h, *others = others
                others[0] += times(of_h, Ut)
                dz = put(dz, t, of_h)
            d_own = tuple(total + one for total, one in zip(d_own, others[len(before) :], strict=True))
            return tuple(others[: len(before)]), put(dx, t, of_x), dz, d_own

        # one of them not of zeros, or XLA would copy it (see loops.py)
        begun = zeros, tf.zeros_like(xz), tf.ones_like(sums), tuple(map(tf.zeros_like, own))
        _, dx, dz, d_own = looped(turn, steps, begun, reverse=True)
        return dx, None if Ut is None else dz, d_own

    return backward


def run(
    cell: Cell, activation: str, xz: Tensor, weights: Mapping[str, Tensor], first: Sequence[Tensor], mixed: bool = False
) -> list[Tensor]:
    """xz (T,B,n), weights by name, first states (B,u) -> h (B,T,u), then the other states after the last step.

    Only h carries a gradient; none flows into the first states (truncated back-propagation through time).
    """
    forward, backward = _forward(cell), _backward(cell)
    of_x, of_h = cell.biases(weights)
    begun = tuple(tf.stop_gradient(state) for state in first)
    sees = bool(cell.seeing)

    @tf.custom_gradient
    def recurrence(xz: Tensor, U: Tensor, b: Tensor, *own: Tensor) -> tuple[list[Tensor], Callable]:
        near = tf.cast(U, tf.bfloat16) if mixed else U
        sums, *kept = forward(activation, xz, near if sees else None, b, own, begun)
        h = turned(kept[0][1:])

        def gradients(dh: Tensor, *_: Tensor) -> tuple[Tensor, ...]:
            dx, dz, d_own = backward(activation, dh, xz, tf.transpose(near) if sees else None, sums, own, tuple(kept))
            if dz is None:
                return dx, tf.zeros_like(U), tf.zeros_like(b), *d_own
            before = previous(h, begun[0])
            dU = product(before, dz, mixed, transpose_a=True)[:-1]
            return dx, dU, sums_of(dz) if cell.second_bias else tf.zeros_like(b), *d_own

        return [h, *(state[-1] for state in kept[1:])], gradients

    U = weights["recurrent_kernel"] if sees else tf.zeros([])
    b = of_h if cell.second_bias else tf.zeros([])
    return recurrence(xz + of_x, U, b, *(weights[one.name] for one in cell.own))
