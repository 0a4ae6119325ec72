"""What comes of choosing on the test part: a small experiment with many weak classifiers.

Each is a naive Bayes classifier (McCallum and Nigam 1998, the multivariate Bernoulli model) that sees only a handful of random
words. None is any good; but the best of many looks good on the texts on which it was found to be the best.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnn_core.data import Labelled
from rnn_core.errors import UserError
from rnn_core.features.stratified_split import stratified
from rnn_core.features.words import WordVocabulary

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
CLASSIFIERS, WORDS = 200, 10
CANDIDATES = 1_000  # the most frequent words, of which each classifier gets some
DRAWS = 100  # random halvings, over which everything is averaged
MOST_TRAINING, MOST_HELD, MOST_WORDS = 4_000, 1_000, 200  # texts of a part, words of a text: so that it takes a moment
FEWEST = 8


@dataclass(frozen=True)
class Bias:
    """Mean accuracies of the best of 1, 2, 3 ... classifiers, ``(classifiers,)`` each.

    ``there``: chosen on one half of the test part, measured on that half; ``elsewhere``: the same ones on the other half.
    ``honest``: chosen on the validation part, measured on that other half.
    """

    there: Floats
    elsewhere: Floats
    honest: Floats
    texts: int  # of half a test part


@dataclass(frozen=True)
class _Part:
    """``present`` (texts, words): which of the candidate words occur; ``classes`` (texts,)."""

    present: Bools
    classes: NDArray[np.int64]


def study(data: Labelled, validation: float, test: float, seed: int) -> Bias:
    """The experiment on the parts of a run with these settings. Raises UserError when there are too few texts."""
    drawn = stratified(data.labels, validation, 0 if data.test else test, seed)
    texts, labels = data.test or (data.texts, data.labels)
    tested = np.random.default_rng(seed).permutation(len(texts)) if data.test else drawn.test
    learned = [data.texts[place] for place in drawn.train[:MOST_TRAINING]]
    vocabulary = WordVocabulary.fit(learned, CANDIDATES)
    parts = [
        _part(of[0], of[1], places[:most], vocabulary, data.classes)
        for of, places, most in (
            ((data.texts, data.labels), drawn.train, MOST_TRAINING),
            ((data.texts, data.labels), drawn.validation, MOST_HELD),
            ((texts, labels), tested, MOST_HELD),
        )
    ]
    train, *held = parts
    on_validation, on_test = (_right(train, part, len(data.classes), seed) for part in held)
    return bias(on_validation, on_test, seed)


def bias(validation: Bools, test: Bools, seed: int) -> Bias:
    """From which classifier is right on which text, ``(classifiers, texts)`` of the two parts.

    The classifiers are tried one after the other, in ``DRAWS`` random orders; of equally good ones the first is the best.
    """
    if test.shape[1] < FEWEST:
        raise UserError(f"The test part has {test.shape[1]} texts; this experiment needs {FEWEST}: keep more for the test.")
    rng, half = np.random.default_rng(seed), test.shape[1] // 2
    sums = np.zeros((3, len(test)))
    for _ in range(DRAWS):
        order, texts = rng.permutation(len(test)), rng.permutation(test.shape[1])
        one, other = (test[order][:, places].mean(axis=1) for places in (texts[:half], texts[half:]))
        chosen, careful = best_so_far(one), best_so_far(validation[order].mean(axis=1))
        sums += one[chosen], other[chosen], other[careful]
    there, elsewhere, honest = sums / DRAWS
    return Bias(there, elsewhere, honest, half)


def best_so_far(scores: Floats) -> NDArray[np.int64]:
    """The place of the first highest score among the first 1, 2, 3 ... of ``scores`` (classifiers,)."""
    record = np.r_[True, scores[1:] > np.maximum.accumulate(scores)[:-1]]
    return np.maximum.accumulate(np.where(record, np.arange(len(scores)), 0))


def _part(
    texts: Sequence[str], labels: Sequence[str], places: NDArray[np.int64], vocabulary: WordVocabulary, names: tuple[str, ...]
) -> _Part:
    number = {name: at for at, name in enumerate(names)}
    present = np.zeros((len(places), vocabulary.size), bool)
    for row, place in zip(present, places, strict=True):
        row[vocabulary.encode(texts[place], MOST_WORDS)] = True
    return _Part(present, np.array([number[labels[place]] for place in places], np.int64))


def _right(train: _Part, held: _Part, count: int, seed: int) -> Bools:
    """Which classifier is right on which text, (classifiers, texts)."""
    rng, sizes = np.random.default_rng(seed), np.bincount(train.classes, minlength=count)
    inside = np.stack([train.present[train.classes == name].sum(axis=0) for name in range(count)])
    chances = (inside + 1) / (sizes[:, None] + 2)  # (classes, words), Laplace's rule
    there, absent = np.log(chances), np.log1p(-chances)
    rows = []
    for _ in range(CLASSIFIERS):
        some = rng.choice(np.arange(2, train.present.shape[1]), min(WORDS, train.present.shape[1] - 2), replace=False)
        seen = held.present[:, some].astype(float)
        logits = np.log(sizes) + seen @ there[:, some].T + (1 - seen) @ absent[:, some].T
        rows.append(logits.argmax(axis=1) == held.classes)
    return np.stack(rows)
