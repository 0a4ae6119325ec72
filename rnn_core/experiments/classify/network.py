"""The network that tells classes of texts apart, and the examples that it learns."""

from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnn_core.experiments.base import Floats, Padded, Task
from rnn_core.experiments.classify import vector_time
from rnn_core.experiments.classify.data import Part, Prepared, encoded, preparation
from rnn_core.experiments.classify.initial_vectors import initial
from rnn_core.experiments.classify.settings import MOST_TIMESTEPS, ClassifySettings
from rnn_core.experiments.classify.snapshots import Camera
from rnn_core.networks.spec import Bag, Dense, Dropout, Embedding, Layer, Network, Pooling, stack


def network(settings: ClassifySettings, symbols: int, classes: int, longest: int = MOST_TIMESTEPS) -> Network:
    """Words in, the chosen reader and memory, dense layers, and one logit a class out; no longer than the ``longest`` text."""
    hidden: list[Layer] = []
    for units in (settings.dense1, settings.dense2):
        if units:
            hidden += [Dense(units=units, activation="relu"), *_dropout(settings)]
    bag = settings.encoding == "onehot"
    body: tuple[Layer, ...] = (Bag(), *_dropout(settings)) if bag else (_embedding(settings), *_memory(settings))
    layers = (*body, *hidden, Dense(units=classes))
    timesteps = max(1, min(settings.timesteps, longest))
    return Network(timesteps=timesteps, features=1, symbols=symbols, masked=not bag, layers=layers)


def _embedding(settings: ClassifySettings) -> Embedding:
    return Embedding(units=settings.dimension, trainable=settings.encoding == "embedding" or settings.tune)


def _memory(settings: ClassifySettings) -> tuple[Layer, ...]:
    if settings.cell == "none":
        return (Pooling(), *_dropout(settings))
    mean, both = settings.summary == "mean", settings.bidirectional
    more: Any = {"sequences": mean, "bidirectional": both, "radius": settings.radius}
    cells = stack(settings.cell, settings.layers, settings.units, settings.dropout, **more)
    return (*_dropout(settings), *cells, *([Pooling()] if mean else []))


def _dropout(settings: ClassifySettings) -> tuple[Layer, ...]:
    return (Dropout(rate=settings.dropout),) if settings.dropout else ()


def weights_of(classes: NDArray[np.int32], count: int) -> Floats:
    """How much each text counts, ``(texts,)``, so that all classes weigh the same: texts / (classes * texts of its class)."""
    sizes = np.bincount(classes, minlength=count)
    return (len(classes) / (count * sizes[classes])).astype(np.float32)


def of(prepared: Prepared) -> Network:
    """The network of these texts."""
    return network(prepared.settings, prepared.vocabulary.size, len(prepared.names), prepared.longest)


def task(prepared: Prepared) -> Task:
    """Examples and the network that learns them."""
    settings, names = prepared.settings, prepared.names
    chosen = of(prepared)
    begin = initial(prepared)

    def examples(part: Part, weights: Floats | None = None) -> Padded:
        return Padded(encoded(part.texts, prepared.vocabulary, chosen.timesteps), part.classes, weights)

    return Task(
        network=chosen,
        training=examples(prepared.train, weights_of(prepared.train.classes, len(names)) if settings.balance else None),
        validation=examples(prepared.validation),
        preparation=preparation(prepared),
        loss="crossentropy",
        samples=Camera(prepared, chosen),
        accuracy=True,
        initial=begin,
        initial_seconds=partial(vector_time.seconds, prepared) if begin else None,
    )
