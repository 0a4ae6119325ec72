"""How long it takes to read or to learn the vectors with which a classifier begins, from a short trial."""

import contextlib
import time
from collections.abc import Callable
from pathlib import Path

from rnn_core.experiments.classify import initial_vectors
from rnn_core.experiments.classify.data import Prepared
from rnn_core.features.word_vectors import vectors

READ_SECONDS = 1.0
LEARNED_CHARACTERS = 200_000  # of the texts that a trial learns from


def seconds(prepared: Prepared, interrupted: Callable[[], bool]) -> float | None:
    """Of reading the file that the settings name, or of learning from the training part; None when ``interrupted``.

    Raises UserError for a file that cannot be read.
    """
    if interrupted():
        return None
    settings = prepared.settings
    if settings.encoding == "word2vec":
        return _learning(prepared)
    return _reading(initial_vectors.source(settings.vectors, settings.dimension), prepared, interrupted)


class Pace:
    """Hears how much of a file was read, as a fraction, until that says how long the whole will take."""

    def __init__(self, interrupted: Callable[[], bool], clock: Callable[[], float] = time.monotonic):
        self._interrupted, self._clock, self._begin = interrupted, clock, clock()
        self._heard: list[tuple[float, float]] = []

    def __call__(self, fraction: float) -> None:
        """Raises Enough when it has heard enough: the clock counts from the first word on, which libraries come before."""
        self._heard.append((self._clock(), fraction))
        if self._heard[-1][0] - self._heard[0][0] > READ_SECONDS or self._interrupted():
            raise Enough

    def whole(self) -> float:
        """Seconds of the whole file, what comes before its first word included."""
        (start, before), (end, done) = self._heard[0], self._heard[-1]
        return end - self._begin + (1 - done) * (end - start) / max(done - before, 1e-6)


class Enough(Exception):
    """Ends a trial."""


def _reading(path: Path, prepared: Prepared, interrupted: Callable[[], bool]) -> float | None:
    """Going through the file, and the numbers of the wanted words, which often stand at its beginning, as if it had all."""
    pace, settings = Pace(interrupted), prepared.settings
    with contextlib.suppress(Enough):
        vectors.skim(path, settings.stems, settings.dimension, pace)
    wanted = len(prepared.vocabulary.words) * vectors.parsing_seconds(path, settings.dimension)
    return None if interrupted() else pace.whole() + wanted


def _learning(prepared: Prepared) -> float:
    """From some texts, in proportion to their characters. The training part's texts stand in random order."""
    from gensim.models import Word2Vec  # noqa: F401 - loaded before the clock starts

    texts, some, characters = prepared.train.texts, 0, 0
    while some < len(texts) and characters < LEARNED_CHARACTERS:
        characters += len(texts[some])
        some += 1
    begin = time.monotonic()
    initial_vectors.learned(texts[:some], prepared.settings)
    return (time.monotonic() - begin) * sum(map(len, texts)) / characters
