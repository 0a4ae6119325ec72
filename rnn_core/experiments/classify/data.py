"""From labelled texts to three parts of them, and words to numbers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnn_core.data import Labelled
from rnn_core.errors import UserError
from rnn_core.experiments.classify.metrics import Preparation
from rnn_core.experiments.classify.settings import ClassifySettings
from rnn_core.features.stratified_split import Parts, Places, stratified
from rnn_core.features.words import UNKNOWN, Ids, Unit, WordVocabulary, characters, counted, padded, words

MOSTLY_UNKNOWN = 0.5  # of the words: then characters tell more
MOST_LOOKED_AT = 2_000  # texts


@dataclass(frozen=True)
class Part:
    """Some of the texts. ``places``: where they stand in the data (in the test file, if that is the part)."""

    texts: tuple[str, ...]
    classes: NDArray[np.int32]  # (texts,), numbers of the class names
    places: Places


@dataclass(frozen=True)
class Prepared:
    """Texts made ready: three parts, the class names in their order, what of the training part has a number, its longest text."""

    train: Part
    validation: Part
    test: Part
    names: tuple[str, ...]
    vocabulary: WordVocabulary
    longest: int
    settings: ClassifySettings


def drawn(data: Labelled, settings: ClassifySettings) -> Parts:
    """The places of the texts in each part; a test file leaves that of the test empty. Raises UserError for too small a class."""
    return stratified(data.labels, settings.validation, 0 if data.test else settings.test, settings.seed)


def prepare(data: Labelled, settings: ClassifySettings) -> Prepared:
    """Draw the parts and number the words. Raises UserError when the texts do not allow these settings."""
    train, validation, test = parts_of(data, drawn(data, settings))
    counts = counted(train.texts)
    unit = unit_of(settings, counts, validation.texts)
    if unit == "characters":
        counts = counted(train.texts, characters)
    vocabulary = WordVocabulary.of(counts, settings.vocabulary, unit=unit)
    longest = max(len(vocabulary.split(text, settings.timesteps)) for text in train.texts)
    return Prepared(train, validation, test, data.classes, vocabulary, longest, settings)


def parts_of(data: Labelled, parts: Parts) -> tuple[Part, Part, Part]:
    """The texts of the training, validation and test part. Raises UserError for a strange class of a test file."""
    names = data.classes
    train, validation, test = (
        _part(data.texts, data.labels, places, names) for places in (parts.train, parts.validation, parts.test)
    )
    return train, validation, _part(*data.test, np.arange(len(data.test[0])), names) if data.test else test


def unit_of(settings: ClassifySettings, known: Collection[str], texts: Sequence[str]) -> Unit:
    """What texts are cut into: characters, unless it is set, where most words of other ``texts`` are not ``known``.

    Raises UserError for characters with vectors of words.
    """
    of_words = settings.encoding == "glove"
    if of_words and settings.tokens == "characters":
        raise UserError("A file has vectors of words, not of characters: read words as tokens, or take the encoding Embedding.")
    if settings.tokens != "auto" or of_words:
        return "characters" if settings.tokens == "characters" else "words"
    return "characters" if unknown_share(known, texts) > MOSTLY_UNKNOWN else "words"


def unknown_share(known: Collection[str], texts: Sequence[str]) -> float:
    """Of the words of the first texts; 1 where there are none."""
    read = [word for text in texts[:MOST_LOOKED_AT] for word in words(text)]
    return sum(word not in known for word in read) / len(read) if read else 1.0


def _part(texts: Sequence[str], labels: Sequence[str], places: Places, names: tuple[str, ...]) -> Part:
    number = {name: at for at, name in enumerate(names)}
    if strange := sorted({labels[place] for place in places} - number.keys()):
        raise UserError(
            f"The test file has the class {strange[0]}, which the texts to learn from do not have ({', '.join(names[:10])}): "
            "use the same labels in both."
        )
    classes = np.array([number[labels[place]] for place in places], np.int32)
    return Part(tuple(texts[place] for place in places), classes, places)


@dataclass(frozen=True)
class Other:
    """Texts that the network did not learn from, with the class names and the words that it knows."""

    part: Part
    names: tuple[str, ...]
    vocabulary: WordVocabulary


def prepare_other(data: Labelled, settings: ClassifySettings, preparation: Preparation) -> Other:
    """All of other texts, a test file's too. Raises UserError when they have a class that the network does not know."""
    more, names = data.test or ((), ()), preparation.classes
    texts, labels = (*data.texts, *more[0]), (*data.labels, *more[1])
    if strange := sorted({*labels} - {*names}):
        raise UserError(f"The texts have the class {strange[0]}, but the network knows only {', '.join(names[:10])}.")
    return Other(_part(texts, labels, np.arange(len(texts)), names), names, WordVocabulary(preparation.words, preparation.tokens))


def preparation(prepared: Prepared) -> Preparation:
    """What turns texts into the network's input, and its output into a class."""
    return Preparation(words=prepared.vocabulary.words, tokens=prepared.vocabulary.unit, classes=prepared.names)


def encoded(texts: Sequence[str], vocabulary: WordVocabulary, timesteps: int) -> Ids:
    """``(texts, timesteps)``; a text without a word reads as one unknown word."""
    found = [vocabulary.encode(text, timesteps) for text in texts]
    return padded([ids if len(ids) else np.array([UNKNOWN], np.int32) for ids in found], timesteps)
