"""Learn a text character by character and write on: settings, characters and network.

The ``article`` preset is the network of the well-known chat-log tutorial: LSTM(128) on one-hot windows of 40 characters, every
third one, RMSprop at 0.01, 15 epochs. What is measured stands in ``text_result.py``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from rnn_core.data import Text
from rnn_core.errors import UserError
from rnn_core.experiments.base import Cuts, Examples, Experiment, Results, Score, Streams, Task, Weights
from rnn_core.features.characters import Ids, Vocabulary
from rnn_core.networks.numpy.network import NumpyNetwork
from rnn_core.networks.spec import Dense, Embedding, Network, OneHot, stack
from rnn_core.settings import TrainingSettings, changed, setting

EMBEDDING_UNITS = 64
FEWEST_PIECES = 4  # pieces of ``timesteps`` that each stream should have, if the text is long enough for more than one


class TextSettings(TrainingSettings):
    """Settings of text generation. Defaults are the ``fast`` preset, article values the ``article`` preset."""

    share: float = setting(
        1.0,
        "Share of the text",
        "How much of the text to use, from its beginning. The article used a fifth.",
        group="Data",
        gt=0,
        le=1,
        step=0.05,
    )
    lowercase: bool = setting(
        False,
        "Lower case",
        "Turn capitals into small letters: fewer characters to learn. The article did so.",
        group="Data",
    )
    rare: int = setting(
        0,
        "Fold rare characters",
        "Characters that occur less often than this in the training part share one symbol (\ufffd). 0 = none.",
        group="Data",
        ge=0,
        le=1000,
    )
    objective: Literal["every-character", "next-character"] = setting(
        "every-character",
        "Objective",
        "Every character: the network reads on and on and guesses after each character (series to series). "
        "Next character: it sees one window and guesses the one character after it (series to vector).",
        group="Data",
        article="next-character",
    )
    timesteps: int = setting(
        16,
        "Timesteps",
        "Next character: the length of the window. Every character: how far back errors are traced; the memory reaches further.",
        group="Data",
        article=40,
        ge=2,
        le=400,
    )
    step: int = setting(
        3,
        "Step",
        "Next character only: the next window starts so many characters later.",
        group="Data",
        article=3,
        ge=1,
        le=100,
    )
    validation: float = setting(
        0.1,
        "Dataset for validation",
        "The last part of the text, never learned from, on which the best epoch is chosen.",
        group="Data",
        article=0.0,
        ge=0,
        le=0.5,
        step=0.05,
    )
    encoding: Literal["embedding", "one-hot"] = setting(
        "embedding",
        "Encoding",
        f"How a character becomes numbers. Embedding: {EMBEDDING_UNITS} learned ones; one-hot: a single 1 at its place.",
        group="Network",
        article="one-hot",
    )
    layers: int = changed("layers", 1, article=1, le=3)
    units: int = changed("units", 256, article=128, le=1024)
    dropout: float = changed("dropout", 0.1, article=0.0)
    optimizer: Literal["adam", "rmsprop", "sgd"] = changed("optimizer", "adam", article="rmsprop")
    learning_rate: float = changed("learning_rate", 0.015, article=0.01)
    decay: Literal["cosine", "none"] = setting(
        "cosine",
        "Learning-rate decay",
        "Cosine: the learning rate falls to nearly nothing towards the last epoch, or the end of the time budget.",
        group="Training",
        article="none",
    )
    clipnorm: float = changed("clipnorm", 1.0)
    batch_size: int = changed(
        "batch_size",
        64,
        article=128,
        help="Windows, or streams of text side by side, before each change of the weights.",
    )
    epochs: int = changed("epochs", 15, article=15)


@dataclass(frozen=True)
class Prepared:
    """A text made ready. ``text``: what is used of it; ``train`` its first characters, the rest is held out."""

    text: str
    train: int
    vocabulary: Vocabulary
    ids: Ids  # of the training part
    held_out: Ids  # of the rest, without characters that the training part does not have

    @property
    def unseen(self) -> int:
        """Characters of the held-out part that the training part does not have; they are left out."""
        return len(self.text) - self.train - len(self.held_out)


def prepare(text: Text, settings: TextSettings) -> Prepared:
    """Cut, split, number. Raises UserError when the text does not allow these settings."""
    used = text.text[: max(1, round(settings.share * len(text.text)))]
    used = used.lower() if settings.lowercase else used
    train = len(used) - round(settings.validation * len(used))
    vocabulary = Vocabulary.fit(used[:train], settings.rare)
    if train < 2 * settings.timesteps:
        raise UserError(
            f"The text is too short: its training part has {train:,} characters, but two windows of {settings.timesteps} need "
            f"{2 * settings.timesteps}: use more text or fewer timesteps."
        )
    prepared = Prepared(used, train, vocabulary, vocabulary.encode(used[:train]), vocabulary.encode(used[train:]))
    if settings.validation and len(prepared.held_out) < 2:
        raise UserError("The held-out part of the text is too short to measure anything on it: hold out more, or nothing.")
    return prepared


def network(settings: TextSettings, symbols: int) -> Network:
    """Characters in, recurrent layers, each with dropout, and one logit a character out: after each step or the last."""
    every = settings.objective == "every-character"
    reader = OneHot() if settings.encoding == "one-hot" else Embedding(units=EMBEDDING_UNITS)
    layers = stack(settings.cell, settings.layers, settings.units, settings.dropout, sequences=every)
    return Network(timesteps=settings.timesteps, features=1, symbols=symbols, layers=(reader, *layers, Dense(units=symbols)))


def examples(prepared: Prepared, settings: TextSettings) -> tuple[Examples, Examples | None]:
    """What the network learns from, and what its best epoch is chosen on."""
    if settings.objective == "every-character":
        rows = max(1, min(settings.batch_size, len(prepared.ids) // (FEWEST_PIECES * settings.timesteps)))
        streams = Streams(prepared.held_out, rows, max(1, min(settings.timesteps, (len(prepared.held_out) - 1) // rows)))
        return Streams(prepared.ids, rows, settings.timesteps), streams if streams.length > 0 else None
    whole = np.concatenate([prepared.ids, prepared.held_out])
    window, bound = settings.timesteps, len(prepared.ids)
    held_out_starts = np.arange(bound - window, len(whole) - window, settings.step)
    held_out = Cuts(whole, held_out_starts, window) if len(prepared.held_out) else None
    return Cuts(prepared.ids, np.arange(0, bound - window, settings.step), window), held_out


def preparation(prepared: Prepared, settings: TextSettings) -> dict[str, Any]:
    """What turns a text into the network's input, for ``preparation.json``."""
    return {
        "symbols": prepared.vocabulary.symbols,
        "folded": prepared.vocabulary.folded,
        "lowercase": settings.lowercase,
        "objective": settings.objective,
    }


def task(text: Text, settings: TextSettings) -> Task:
    """Examples, the network that learns them, and its samples."""
    prepared = prepare(text, settings)
    training, validation = examples(prepared, settings)
    chosen = network(settings, len(prepared.vocabulary.symbols))

    def samples(weights: Weights) -> list[dict[str, Any]]:
        from rnn_core.experiments.text.evaluate import samples

        return samples(prepared, settings, NumpyNetwork(chosen, weights))

    return Task(
        network=chosen,
        training=training,
        validation=validation,
        preparation=preparation(prepared, settings),
        loss="crossentropy",
        decay=settings.decay == "cosine",
        lowest=True,
        samples=samples,
    )


def evaluate(text: Text, settings: TextSettings, trained: NumpyNetwork) -> Results:
    """Measure a trained network on the held-out part."""
    from rnn_core.experiments.text.evaluate import measure

    return measure(prepare(text, settings), settings, trained)


def apply(text: Text, settings: TextSettings, preparation: Mapping[str, Any], trained: NumpyNetwork) -> Results:
    """Measure a trained network on another text, all of it; characters that it does not know are left out and counted.

    Raises UserError when too few are left.
    """
    from rnn_core.experiments.text.evaluate import measure

    vocabulary = Vocabulary(preparation["symbols"], preparation["folded"])
    used = text.text.lower() if settings.lowercase else text.text
    ids = vocabulary.encode(used)
    if len(ids) <= settings.timesteps:
        raise UserError(
            f"The text has {len(ids)} characters that this network knows; it needs more than "
            f"{settings.timesteps}: use a longer text in the same script."
        )
    return measure(Prepared(used, 1, vocabulary, ids[:1], ids[1:]), settings, trained)  # the first has nothing before it


EXPERIMENT = Experiment(
    name="text",
    title="Generate text",
    data="text",
    settings=TextSettings,
    presets={
        "fast": TextSettings(),
        "article": TextSettings.article(),
        "thorough": TextSettings(timesteps=24, units=384, dropout=0.2, learning_rate=0.007, seconds=180),
    },
    task=task,
    evaluate=evaluate,
    apply=apply,
    presets_help="Fast: readable words soon. Article: exactly its network and training; your choice of the text stays. "
    "Thorough: a larger network and three minutes, for texts of a million characters.",
    loss_unit="nats a character",
    score=Score(("validation", "nats"), "Nats a character", higher_is_better=False),
)
