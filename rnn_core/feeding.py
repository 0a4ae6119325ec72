"""From examples to what Keras' ``fit`` takes. Only the worker loads this file."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from rnn_core.experiments.base import Cuts, Examples, Streams, Windows

AHEAD = 4  # batches made ready while one is computed
Batch = tuple[NDArray[np.int32], NDArray[np.int32]]


def training(examples: Examples, batch_size: int, rng: np.random.Generator) -> dict[str, Any]:
    """Arguments of ``fit``: the examples in a new random order each epoch."""
    if isinstance(examples, Windows):
        return {"x": examples.inputs, "y": examples.targets, "batch_size": batch_size}
    return {"x": _batched(examples, batch_size, rng), "shuffle": False}


def validation(examples: Examples | None, batch_size: int) -> dict[str, Any]:
    """Arguments of ``fit``: the examples in their own order."""
    if isinstance(examples, Windows):
        return {"validation_data": (examples.inputs, examples.targets), "validation_batch_size": batch_size}
    return {"validation_data": _batched(examples, batch_size, None)} if examples else {}


def _batched(examples: Cuts | Streams, batch_size: int, rng: np.random.Generator | None) -> tf.data.Dataset:
    return _cuts(examples, batch_size, rng) if isinstance(examples, Cuts) else _streams(examples, rng)


def _cuts(examples: Cuts, batch_size: int, rng: np.random.Generator | None) -> tf.data.Dataset:
    steps = examples.steps(batch_size)
    offsets = np.arange(examples.timesteps)

    def batches() -> Iterator[Batch]:
        starts = examples.starts if rng is None else rng.permutation(examples.starts)
        for number in range(steps):
            first = starts[number * batch_size : (number + 1) * batch_size]
            yield (
                examples.ids[first[:, None] + offsets].astype(np.int32),
                examples.ids[first + examples.timesteps].astype(np.int32),
            )

    return _dataset(batches, steps, (None, examples.timesteps), (None,))


def _streams(examples: Streams, rng: np.random.Generator | None) -> tf.data.Dataset:
    rows, length, timesteps = examples.rows, examples.length, examples.timesteps
    steps = examples.steps(rows)
    inputs = examples.ids[: rows * length].reshape(rows, length)
    targets = examples.ids[1 : rows * length + 1].reshape(rows, length)

    def batches() -> Iterator[Batch]:
        offset = 0 if rng is None else int(rng.integers(length - steps * timesteps + 1))
        for first in range(offset, offset + steps * timesteps, timesteps):
            piece = slice(first, first + timesteps)
            yield inputs[:, piece].astype(np.int32), targets[:, piece].astype(np.int32)

    return _dataset(batches, steps, (rows, timesteps), (rows, timesteps))


def _dataset(batches: Callable[[], Iterator[Batch]], steps: int, inputs: tuple, targets: tuple) -> tf.data.Dataset:
    signature = tf.TensorSpec(inputs, tf.int32), tf.TensorSpec(targets, tf.int32)
    made = tf.data.Dataset.from_generator(batches, output_signature=signature)
    return made.apply(tf.data.experimental.assert_cardinality(steps)).prefetch(AHEAD)
