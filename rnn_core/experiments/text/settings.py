"""How a text is learned: the settings of text generation and their presets.

The ``article`` preset is the network of the well-known chat-log tutorial: LSTM(128) on one-hot windows of 40 characters, every
third one, RMSprop at 0.01, 15 epochs.
"""

from typing import Literal

from rnn_core.settings import TrainingSettings, changed, setting

EMBEDDING_UNITS = 64


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
        "Kept for validation",
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


PRESETS = {
    "fast": TextSettings(),
    "article": TextSettings.article(),
    "thorough": TextSettings(timesteps=24, units=384, dropout=0.2, learning_rate=0.007, seconds=180),
}
