"""What a trained classifier is worth: shares of right answers, classical methods beside it, calibration, a verdict."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rnn_core.documents import Verdict
from rnn_core.experiments.base import Floats, Results
from rnn_core.experiments.classify.data import Other, Part, Prepared, encoded
from rnn_core.experiments.classify.metrics import ClassifyMeasures, ClassScores, Confidence, Scores
from rnn_core.experiments.classify.sentences import numbers_of, one_class_does
from rnn_core.features.words import UNKNOWN, WordVocabulary, words
from rnn_core.networks.numpy.network import NumpyNetwork
from rnn_core.networks.numpy.told import Told, part, silent

RUN = 3  # characters side by side that the classical methods count at most
DIGITS = 6  # of shares: fewer would round twice what is shown with one
BINS = 10
SURE = 0.05  # p below which a difference counts


def evaluate(prepared: Prepared, trained: NumpyNetwork, told: Told = silent) -> Results:
    """``metrics.json`` and the tables of a run. The test part is looked at once, with the weights chosen on validation."""
    train, held, test = prepared.train, prepared.validation, prepared.test
    known = prepared.vocabulary
    chances = probabilities(trained, test, known, part(told, 0, 0.3))
    held_chances = probabilities(trained, held, known, part(told, 0.3, 0.6))
    answers = baselines(prepared)
    told(0.9)
    count = len(prepared.names)
    frequent = round(float((test.classes == np.bincount(train.classes).argmax()).mean()), DIGITS)
    read = read_share(test, known, trained.network.timesteps)
    parts: dict[str, Part] = {"train": train, "validation": held, "test": test}
    metrics = ClassifyMeasures(
        classes=prepared.names,
        tokens=prepared.vocabulary.unit,
        counts={name: tuple(np.bincount(part.classes, minlength=count).tolist()) for name, part in parts.items()},
        validation=scores(held.classes, held_chances.argmax(1), count),
        test=scores(test.classes, chances.argmax(1), count),
        baselines={name: scores(test.classes, answer, count) for name, answer in answers.items()},
        most_frequent=frequent,
        **described(test, chances, prepared.names),
        **read,
        judgement=verdict(test.classes, chances.argmax(1), answers, frequent, read["unknown_words"]),
    )
    return Results(metrics, tables(test, chances, prepared.names))


def apply(other: Other, trained: NumpyNetwork) -> Results:
    """The same of other texts, on which nothing else was trained."""
    part, names = other.part, other.names
    chances = probabilities(trained, part, other.vocabulary)
    found = scores(part.classes, chances.argmax(1), len(names))
    read = read_share(part, other.vocabulary, trained.network.timesteps)
    said = {"right": found.accuracy, "texts": float(len(part.classes)), "unknown": read["unknown_words"]}
    metrics = ClassifyMeasures(
        classes=names,
        tokens=other.vocabulary.unit,
        counts={"test": tuple(np.bincount(part.classes, minlength=len(names)).tolist())},
        test=found,
        **described(part, chances, names),
        **read,
        judgement=Verdict(kind="measured", numbers=said),
    )
    return Results(metrics, tables(part, chances, names))


def probabilities(trained: NumpyNetwork, part: Part, vocabulary: WordVocabulary, told: Told = silent) -> Floats:
    """Of each class, (texts, classes)."""
    from scipy.special import softmax

    return softmax(trained.predict(encoded(part.texts, vocabulary, trained.network.timesteps), told=told), axis=1)


def scores(truth: NDArray[np.integer], answers: NDArray[np.integer], count: int) -> Scores:
    """Of answers to texts of ``count`` classes."""
    f1 = [row.f1 for row in per_class(truth, answers, tuple(map(str, range(count))))]
    return Scores(accuracy=round(float((truth == answers).mean()), DIGITS), macro_f1=round(float(np.mean(f1)), DIGITS))


def per_class(truth: NDArray[np.integer], answers: NDArray[np.integer], names: tuple[str, ...]) -> tuple[ClassScores, ...]:
    """A row a class."""
    rows = []
    for number, name in enumerate(names):
        right = int(((truth == number) & (answers == number)).sum())
        said, there = int((answers == number).sum()), int((truth == number).sum())
        f1 = 2 * right / (said + there) if said + there else 0.0
        precision, recall = (right / total if total else 0.0 for total in (said, there))
        numbers = {"precision": precision, "recall": recall, "f1": f1}
        rows.append(ClassScores(name=name, texts=there, **{key: round(value, DIGITS) for key, value in numbers.items()}))
    return tuple(rows)


def calibration(truth: NDArray[np.integer], chances: Floats) -> tuple[Confidence, ...]:
    """A row for each tenth of confidence in which there are texts."""
    sure, right = chances.max(1), chances.argmax(1) == truth
    bins = np.minimum((sure * BINS).astype(int), BINS - 1)
    found = (bins == number for number in range(BINS))
    means = [(float(sure[here].mean()), float(right[here].mean()), int(here.sum())) for here in found if here.any()]
    return tuple(Confidence(confidence=round(one, DIGITS), accuracy=round(two, DIGITS), texts=count) for one, two, count in means)


def described(part: Part, chances: Floats, names: tuple[str, ...]) -> dict[str, Any]:
    """Precision and recall of each class, and calibration.

    ``calibration_error``: the mean distance of confidence and accuracy, weighed by texts (Naeini and others 2015).
    """
    bins = calibration(part.classes, chances)
    error = sum(row.texts * abs(row.confidence - row.accuracy) for row in bins) / max(1, len(part.classes))
    answers = chances.argmax(1)
    return {"per_class": per_class(part.classes, answers, names), "calibration": bins, "calibration_error": round(error, DIGITS)}


def read_share(part: Part, vocabulary: WordVocabulary, timesteps: int) -> dict[str, Any]:
    """What the network does not see: ``unknown_words`` (:func:`unknown`) and ``cut_texts`` (:func:`cut`)."""
    return {"unknown_words": unknown(part, vocabulary, timesteps), "cut_texts": cut(part, vocabulary, timesteps)}


def cut(part: Part, vocabulary: WordVocabulary, timesteps: int) -> float:
    """Share of the texts that have more words than the network reads."""
    longer = sum(len(vocabulary.split(text, timesteps + 1)) > timesteps for text in part.texts)
    return round(longer / max(1, len(part.texts)), DIGITS)


def unknown(part: Part, vocabulary: WordVocabulary, timesteps: int) -> float:
    """Share of the words read that the vocabulary does not have."""
    ids = encoded(part.texts, vocabulary, timesteps)
    return round(float((ids == UNKNOWN).sum() / max(1, np.count_nonzero(ids))), DIGITS)


def baselines(prepared: Prepared) -> dict[str, NDArray[np.integer]]:
    """Answers (texts,) of classical methods on the test part, learned from the same training part, as scikit-learn comes."""
    from sklearn.feature_extraction.text import TfidfTransformer
    from sklearn.linear_model import LogisticRegression
    from sklearn.naive_bayes import MultinomialNB

    counts, tested = _word_counts(prepared)
    frequencies = TfidfTransformer()
    regression = LogisticRegression(max_iter=1000).fit(frequencies.fit_transform(counts), prepared.train.classes)
    bayes = MultinomialNB().fit(counts, prepared.train.classes)
    return {
        "tfidf_logistic_regression": regression.predict(frequencies.transform(tested)),
        "naive_bayes": bayes.predict(tested),
    }


def _word_counts(prepared: Prepared) -> tuple[Any, Any]:
    """Sparse, (texts, words), of the training and the test part: all words, not only the network's; of characters up to three."""
    from sklearn.feature_extraction.text import CountVectorizer

    of_words = prepared.vocabulary.unit == "words"
    counter = CountVectorizer(analyzer=words) if of_words else CountVectorizer(analyzer="char", ngram_range=(1, RUN))
    return counter.fit_transform(prepared.train.texts), counter.transform(prepared.test.texts)


def verdict(
    truth: NDArray[np.integer],
    answers: NDArray[np.integer],
    others: Mapping[str, NDArray[np.integer]],
    frequent: float,
    unknown: float,
) -> Verdict:
    """The network beside always the most frequent class, and beside the best classical method, on the same test texts.

    ``frequent`` is the share of that class, ``unknown`` that of unknown words. A difference from the classical method counts when
    the exact McNemar test (1947) says so: among the texts on which exactly one of them is right.
    """
    right = truth == answers
    numbers = numbers_of(float(right.mean()), {name: float((truth == other).mean()) for name, other in others.items()})
    numbers |= {"frequent": frequent, "unknown": unknown}
    if one_class_does(float(right.mean()), frequent, len(right)):
        return Verdict(kind="one_class", numbers=numbers)
    best = truth == others[str(numbers["method"])]
    only, missed = int((right & ~best).sum()), int((~right & best).sum())
    p_value, clear = difference_by_chance(only, missed), "better" if only > missed else "worse"
    return Verdict(kind=clear if p_value < SURE else "no_clear", numbers=numbers | {"p_value": p_value})


def difference_by_chance(only: int, missed: int) -> float:
    """The p-value where ``only`` texts are right by one method alone and ``missed`` by the other alone."""
    from scipy.stats import binomtest

    return float(binomtest(only, only + missed).pvalue) if only + missed else 1.0


def tables(part: Part, chances: Floats, names: tuple[str, ...]) -> dict[str, pd.DataFrame]:
    """``predictions.csv``: a row a text, by its place in the data; ``confusion.csv``: a row a class, a column an answer."""
    answers = chances.argmax(1)
    predictions = pd.DataFrame(
        {
            "place": part.places,
            "label": [names[number] for number in part.classes],
            "predicted": [names[number] for number in answers],
            "confidence": chances.max(1).round(4),
            "label_probability": chances[np.arange(len(answers)), part.classes].round(4),
        }
    )
    counts = np.zeros((len(names), len(names)), np.int64)
    np.add.at(counts, (part.classes, answers), 1)
    confusion = pd.DataFrame(counts, columns=list(names))
    confusion.insert(0, "class", list(names), allow_duplicates=True)
    return {"predictions": predictions, "confusion": confusion}
