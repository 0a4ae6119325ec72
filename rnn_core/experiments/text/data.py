"""From a text to numbered characters."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from rnn_core.data import Text
from rnn_core.errors import UserError
from rnn_core.experiments.text.metrics import Preparation
from rnn_core.experiments.text.settings import TextSettings
from rnn_core.features.characters import Ids, Vocabulary


@dataclass(frozen=True)
class Prepared:
    """A text made ready. ``text``: what is used of it; ``train`` its first characters, the rest is held out."""

    text: str
    train: int
    vocabulary: Vocabulary
    ids: Ids  # of the training part
    held_out: Ids  # of the rest, without characters that the training part does not have
    settings: TextSettings

    @cached_property
    def counts(self) -> NDArray[np.int64]:
        """How often each symbol occurs in the training part, (symbols,)."""
        return np.bincount(self.ids, minlength=len(self.vocabulary.symbols)).astype(np.int64)

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
    prepared = Prepared(used, train, vocabulary, vocabulary.encode(used[:train]), vocabulary.encode(used[train:]), settings)
    if settings.validation and len(prepared.held_out) < 2:
        raise UserError("The held-out part of the text is too short to measure anything on it: hold out more, or nothing.")
    return prepared


def prepare_other(text: Text, settings: TextSettings, preparation: Preparation) -> Prepared:
    """Another text, all of it held out but its first character, which has nothing before it.

    Characters that the network does not know are left out and counted. Raises UserError when too few are left.
    """
    vocabulary = Vocabulary(preparation.symbols, preparation.folded)
    used = text.text.lower() if settings.lowercase else text.text
    ids = vocabulary.encode(used)
    if len(ids) <= settings.timesteps:
        raise UserError(
            f"The text has {len(ids)} characters that this network knows; it needs more than "
            f"{settings.timesteps}: use a longer text in the same script."
        )
    return Prepared(used, 1, vocabulary, ids[:1], ids[1:], settings)


def preparation(prepared: Prepared) -> Preparation:
    """What turns a text into the network's input."""
    known, settings = prepared.vocabulary, prepared.settings
    return Preparation(symbols=known.symbols, folded=known.folded, lowercase=settings.lowercase, objective=settings.objective)
