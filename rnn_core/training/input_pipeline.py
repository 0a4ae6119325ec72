"""From examples to what Keras' ``fit`` takes. Only the worker loads this file."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from rnn_core.experiments.base import Cuts, Examples, Padded, Streams, Windows

AHEAD = 4  # batches made ready while one is computed
Tensor = Any  # a tf.Tensor, whose own types say too little


@dataclass
class Order:
    """In which order an epoch goes through the examples: it depends on the seed and the epoch alone, so that a training that
    goes on tomorrow meets the examples as if it had never stopped. ``epoch`` is set when one begins, counted from 0; ``skipped``
    batches at the beginning of each are left out.
    """

    seed: int
    epoch: int = 0
    skipped: int = 0

    def rng(self) -> np.random.Generator:
        """The random numbers of the present epoch."""
        return np.random.default_rng((self.seed, self.epoch))


def training(examples: Examples, batch_size: int, order: Order) -> dict[str, Any]:
    """Arguments of ``fit``: the examples in a new random order each epoch."""
    return {"x": _batches(examples, batch_size, order), "shuffle": False}


def validation(examples: Examples | None, batch_size: int) -> dict[str, Any]:
    """Arguments of ``fit``: the examples in their own order."""
    return {"validation_data": _batches(examples, batch_size, None)} if examples else {}


def _batches(examples: Examples, batch_size: int, order: Order | None) -> tf.data.Dataset:
    if isinstance(examples, Windows):
        return _windows(examples, batch_size, order)
    if isinstance(examples, Cuts):
        return _cuts(examples, batch_size, order)
    if isinstance(examples, Padded):
        return _padded(examples, batch_size, order)
    return _streams(examples, order)


def _windows(examples: Windows, batch_size: int, order: Order | None) -> tf.data.Dataset:
    return _rows((examples.inputs, examples.targets), batch_size, order)


def _padded(examples: Padded, batch_size: int, order: Order | None) -> tf.data.Dataset:
    weights = () if examples.weights is None else (examples.weights,)
    return _rows((examples.ids, examples.classes, *weights), batch_size, order)


def _rows(arrays: Sequence[NDArray], batch_size: int, order: Order | None) -> tf.data.Dataset:
    """Batches of the same rows of all arrays."""
    constants, count = [tf.constant(array) for array in arrays], len(arrays[0])

    def places() -> NDArray[np.int64]:
        return np.arange(count) if order is None else order.rng().permutation(count)

    return _dataset(places, batch_size, lambda rows: tuple(tf.gather(constant, rows) for constant in constants), count, order)


def _cuts(examples: Cuts, batch_size: int, order: Order | None) -> tf.data.Dataset:
    ids, offsets = tf.constant(examples.ids), tf.range(examples.timesteps, dtype=tf.int64)

    def places() -> NDArray[np.int64]:
        return examples.starts if order is None else order.rng().permutation(examples.starts)

    def cut(starts: Tensor) -> tuple[Tensor, Tensor]:
        return _symbols(tf.gather(ids, starts[:, None] + offsets)), _symbols(tf.gather(ids, starts + examples.timesteps))

    return _dataset(places, batch_size, cut, len(examples.starts), order)


def _streams(examples: Streams, order: Order | None) -> tf.data.Dataset:
    rows, length, timesteps = examples.rows, examples.length, examples.timesteps
    steps = examples.steps(rows)
    inputs = tf.constant(examples.ids[: rows * length].reshape(rows, length))
    targets = tf.constant(examples.ids[1 : rows * length + 1].reshape(rows, length))

    def places() -> NDArray[np.int64]:
        offset = 0 if order is None else int(order.rng().integers(length - steps * timesteps + 1))
        return offset + timesteps * np.arange(steps)

    def piece(first: Tensor) -> tuple[Tensor, Tensor]:
        cut = (slice(None), slice(first[0], first[0] + timesteps))
        pair = _symbols(inputs[cut]), _symbols(targets[cut])
        return tf.ensure_shape(pair[0], (rows, timesteps)), tf.ensure_shape(pair[1], (rows, timesteps))

    return _dataset(places, 1, piece, steps, order)


def _symbols(ids: Tensor) -> Tensor:
    return tf.cast(ids, tf.int32)


def _dataset(
    places: Callable[[], NDArray[np.int64]],
    batch_size: int,
    take: Callable[[Tensor], tuple[Tensor, ...]],
    count: int,
    order: Order | None,
) -> tf.data.Dataset:
    """``places`` is asked once an epoch for the places of its ``count`` examples; ``take`` fetches those of a batch."""
    skipped = order.skipped if order else 0

    def once() -> Iterator[NDArray[np.int64]]:
        yield places()[skipped * batch_size :]

    made = tf.data.Dataset.from_generator(once, output_signature=tf.TensorSpec((None,), tf.int64))
    made = made.flat_map(tf.data.Dataset.from_tensor_slices).batch(batch_size).map(take)
    made = made.apply(tf.data.experimental.assert_cardinality(-(-count // batch_size) - skipped)).prefetch(AHEAD)
    options = tf.data.Options()
    options.autotune.enabled = False  # its thread delays the end of an epoch by up to a second (TensorFlow 2.21, measured)
    return made.with_options(options)
