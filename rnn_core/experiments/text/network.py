"""The network that reads characters, and the examples that it learns."""

from functools import partial
from typing import Any

import numpy as np

from rnn_core.experiments.base import Cuts, Examples, Streams, Task, Weights
from rnn_core.experiments.text.data import Prepared, preparation
from rnn_core.experiments.text.evaluate import SAMPLE_CHARACTERS, glimpse, samples
from rnn_core.experiments.text.settings import EMBEDDING_UNITS, TextSettings
from rnn_core.networks.numpy.network import NumpyNetwork
from rnn_core.networks.spec import Dense, Embedding, Network, OneHot, stack

FEWEST_PIECES = 4  # pieces of ``timesteps`` that each stream should have, if the text is long enough for more than one


def network(settings: TextSettings, symbols: int) -> Network:
    """Characters in, recurrent layers, each with dropout, and one logit a character out: after each step or the last."""
    every = settings.objective == "every-character"
    reader = OneHot() if settings.encoding == "one-hot" else Embedding(units=EMBEDDING_UNITS)
    layers = stack(settings.cell, settings.layers, settings.units, settings.dropout, sequences=every, radius=settings.radius)
    return Network(timesteps=settings.timesteps, features=1, symbols=symbols, layers=(reader, *layers, Dense(units=symbols)))


def examples(prepared: Prepared) -> tuple[Examples, Examples | None]:
    """What the network learns from, and what its best epoch is chosen on."""
    settings = prepared.settings
    if settings.objective == "every-character":
        rows = max(1, min(settings.batch_size, len(prepared.ids) // (FEWEST_PIECES * settings.timesteps)))
        streams = Streams(prepared.held_out, rows, max(1, min(settings.timesteps, (len(prepared.held_out) - 1) // rows)))
        return Streams(prepared.ids, rows, settings.timesteps), streams if streams.length > 0 else None
    whole = np.concatenate([prepared.ids, prepared.held_out])
    window, bound = settings.timesteps, len(prepared.ids)
    held_out_starts = np.arange(bound - window, len(whole) - window, settings.step)
    held_out = Cuts(whole, held_out_starts, window) if len(prepared.held_out) else None
    return Cuts(prepared.ids, np.arange(0, bound - window, settings.step), window), held_out


def task(prepared: Prepared) -> Task:
    """Examples, the network that learns them, and its samples."""
    training, validation = examples(prepared)
    chosen = network(prepared.settings, len(prepared.vocabulary.symbols))

    def sampled(characters: int, weights: Weights) -> list[dict[str, Any]]:
        return samples(prepared, NumpyNetwork(chosen, weights), characters)

    return Task(
        network=chosen,
        training=training,
        validation=validation,
        preparation=preparation(prepared),
        loss="crossentropy",
        decay=prepared.settings.decay == "cosine",
        lowest=True,
        samples=partial(sampled, glimpse(prepared, chosen)),
        last_samples=partial(sampled, SAMPLE_CHARACTERS),
    )
