"""Dropout whose random numbers are made where they are used: one pass that XLA compiles. Only the worker loads this file.

Keras draws them with Philox (Salmon et al. 2011), which is made for simulations and takes a tenth of the time of a training
step (LSTM(256), measured). To drop units a hash of each unit's place and the layer's seed is random enough: "lowbias32"
(Wellons 2018).
"""

# mypy: disable-error-code="misc"
# (a subclass of a Keras layer, whose types mypy cannot know)

from collections.abc import Callable
from typing import Any

import keras
import tensorflow as tf

Tensor = Any  # a tf.Tensor, whose own types say too little


class Dropout(keras.layers.Dropout):
    """keras.layers.Dropout with other random numbers, of the same seed generator."""

    def call(self, inputs: Tensor, training: bool = False) -> Tensor:
        """The same shape; in training each number is 0 with probability ``rate``, else divided by 1 - rate."""
        if not training or not 0 < self.rate < 1 or self.noise_shape is not None or self.compute_dtype != "float32":
            return super().call(inputs, training=training)
        key, count = tf.unstack(tf.cast(self.seed_generator.next(), tf.uint32))
        return dropped(inputs, _mixed(key ^ _mixed(count)), self.rate)


def dropped(x: Tensor, key: Tensor, rate: float) -> Tensor:
    """x with a share ``rate`` of its numbers at 0, which ones is up to the uint32 ``key``; the others divided by 1 - rate."""

    @tf.custom_gradient
    def drop(x: Tensor) -> tuple[Tensor, Callable]:
        return _drop(x, key, rate), lambda d: _drop(d, key, rate)

    return drop(x)


@tf.function(jit_compile=True, autograph=False)
def _drop(x: Tensor, key: Tensor, rate: float) -> Tensor:
    bits = _mixed(tf.bitcast(tf.range(tf.size(x)), tf.uint32) ^ key)
    few = tf.constant(round(rate * 2**32), tf.uint32)
    return tf.reshape(tf.where(bits < few, 0.0, tf.reshape(x, [-1]) * (1 / (1 - rate))), tf.shape(x))


def _mixed(x: Tensor) -> Tensor:
    """The uint32 numbers ``x``, each of them sent to another."""
    for shift, factor in ((16, 0x7FEB352D), (15, 0x846CA68B)):
        x = (x ^ tf.bitwise.right_shift(x, tf.constant(shift, tf.uint32))) * tf.constant(factor, tf.uint32)
    return x ^ tf.bitwise.right_shift(x, tf.constant(16, tf.uint32))
