"""Looking inside a classifier: texts of the test part, word by word."""

import numpy as np
from numpy.typing import NDArray

from rnn_core.errors import UserError
from rnn_core.experiments.base import Explain
from rnn_core.experiments.classify.data import Prepared, encoded
from rnn_core.explain import inputs, probe_features
from rnn_core.explain.inputs import ProbeData, Reading
from rnn_core.explain.mc_dropout import Says
from rnn_core.features.words import UNKNOWN, WordVocabulary
from rnn_core.networks.numpy.network import NumpyNetwork
from rnn_core.networks.spec import Network

Array = NDArray[np.float64]
MOST_WORDS = 200  # of a text that is looked at
SEED = 0


def of_words(text: str, vocabulary: WordVocabulary, timesteps: int) -> Reading:
    """A text as a network of so many timesteps reads it, at most 200 words. Raises UserError when it has none."""
    most = min(MOST_WORDS, timesteps)
    read = vocabulary.split(text, most)
    if not read:
        raise UserError("The text has no words: type some, of letters or digits.")
    count = len(vocabulary.split(text, timesteps))
    note = f"The first {most} of the {count:,} {vocabulary.unit} that the network reads are shown." if count > most else ""
    return Reading(encoded([text], vocabulary, len(read))[0], tuple(read), " " if vocabulary.unit == "words" else "", note=note)


def examples(prepared: Prepared) -> int:
    """The texts of the test part."""
    return len(prepared.test.texts)


def reading(prepared: Prepared, network: Network, place: int) -> Reading:
    """One of them. Raises UserError when it has no words."""
    return of_words(prepared.test.texts[place], prepared.vocabulary, network.timesteps)


def probe_data(prepared: Prepared, network: Network) -> ProbeData:
    """Texts of the test part, in an order drawn by chance, until there are enough words. Raises UserError when there are none."""
    texts, labels = prepared.test.texts, [prepared.names[number] for number in prepared.test.classes]
    most, total = inputs.affordable(network), 0
    chosen: list[tuple[int, list[str]]] = []
    for place in np.random.default_rng(SEED).permutation(len(texts)).tolist():
        read = prepared.vocabulary.split(texts[place], min(most, network.timesteps))
        if read and total < most:
            chosen.append((place, read))
            total += len(read)
    if not chosen:
        raise UserError("The test part has no text with words to look for telling units in.")
    lengths = np.array([len(read) for _, read in chosen])
    ids = encoded([texts[place] for place, _ in chosen], prepared.vocabulary, int(lengths.max()))
    counted = np.arange(ids.shape[1]) < lengths[:, None]
    known = [row[: len(read)] != UNKNOWN for row, (_, read) in zip(ids, chosen, strict=True)]
    found = probe_features.of_words([read for _, read in chosen], known, [labels[place] for place, _ in chosen])
    where = f"{len(chosen):,} texts of the test part, {lengths.sum():,} words"
    return ProbeData(ids, counted, found, where, np.repeat(np.arange(len(chosen)), lengths))


def chances(network: NumpyNetwork, answer: int) -> Says:
    """The probability that a classifier gives to class number ``answer``."""

    def said(ids: NDArray, dropout: np.random.Generator | None) -> Array:
        from scipy.special import softmax

        return np.asarray(softmax(network.predict(ids, dropout=dropout).astype(float), axis=1)[:, answer])

    return said


EXPLAIN = Explain(examples, reading, probe_data)
