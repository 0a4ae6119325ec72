"""Tell classes of texts apart: settings, words and network.

The ``webkb-exercise`` preset is the network of a well-known course exercise: pretrained GloVe vectors, a recurrent layer of 256
units, dense layers of 128 and 64, against overfitting dropout and early stopping. What is measured stands in
``classify_result.py``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from rnn_core.data import Labelled
from rnn_core.errors import UserError
from rnn_core.experiments.base import Experiment, Floats, Padded, Results, Score, Task
from rnn_core.features.stratified_split import Parts, Places, stratified
from rnn_core.features.words import UNKNOWN, Ids, WordVocabulary, padded, words
from rnn_core.networks.numpy.network import NumpyNetwork
from rnn_core.networks.spec import Bag, Cell, Dense, Dropout, Embedding, Layer, Network, Pooling, stack
from rnn_core.settings import OTHER_LSTMS, TrainingSettings, changed, setting

OF_VECTORS = {"encoding": ("embedding", "glove", "word2vec")}  # beside one-hot these settings have no effect
OF_CELLS = {**OF_VECTORS, "cell": get_args(Cell)}
OF_FILES = {"encoding": ("glove",)}
MOST_TIMESTEPS = 1000


class ClassifySettings(TrainingSettings):
    """Settings of text classification. Defaults are the ``reviews-embedding`` preset, article values the exercise's."""

    validation: float = setting(
        0.15,
        "Dataset for validation",
        "Share of the texts on which the best epoch is chosen. They are never learned from.",
        group="Data",
        ge=0.01,
        le=0.5,
        step=0.01,
    )
    test: float = setting(
        0.15,
        "Dataset for the test",
        "Share of the texts on which the finished network is measured, once. A test file takes its place.",
        group="Data",
        ge=0.01,
        le=0.5,
        step=0.01,
    )
    vocabulary: int = setting(
        10_000,
        "Vocabulary",
        "The most frequent words of the training part that get a number of their own; all others are the unknown word.",
        group="Data",
        article=10_000,
        ge=10,
        le=40_000,
    )
    timesteps: int = setting(
        300,
        "Maximum length (words)",
        "Longer texts are cut, shorter ones filled up at their end (padding), which the network passes over (masking).",
        group="Data",
        article=200,
        ge=2,
        le=MOST_TIMESTEPS,
    )
    encoding: Literal["onehot", "embedding", "glove", "word2vec"] = setting(
        "embedding",
        "Encoding",
        "How words become numbers. One-hot: which words occur (a bag of words; order and cell play no part). Embedding: "
        "a list of numbers a word, learned on this task (contextual). GloVe: vectors from a file, learned elsewhere (global). "
        "word2vec: vectors learned from the training part's word neighbourhoods first.",
        group="Words",
        article="glove",
    )
    dimension: int = setting(
        32,
        "Dimension of the vectors",
        "Numbers a word. GloVe has files with 50, 100, 200 and 300.",
        group="Words",
        article=100,
        ge=2,
        le=300,
        needs=OF_VECTORS,
    )
    vectors: str = setting(
        "",
        "Vectors file",
        "A file of word vectors. Empty: GloVe as downloaded (glove.6B).",
        group="Words",
        needs=OF_FILES,
    )
    stems: bool = setting(
        False,
        "Match vectors by stem",
        "For texts of word stems (comput, studi): each takes the mean of the vectors of all words that share the stem.",
        group="Words",
        article=True,
        needs=OF_FILES,
    )
    tune: bool = setting(
        False,
        "Fine-tune the vectors",
        "Let the training change vectors that were read from a file or learned before. Off: they stay as they are (frozen).",
        group="Words",
        article=False,
        needs={"encoding": ("glove", "word2vec")},
    )
    cell: Literal["none", Cell] = setting(  # type: ignore[assignment]
        "gru",
        "Cell",
        "What reads the words one after the other. None: the mean of their vectors (pooling), in which order is lost. "
        + OTHER_LSTMS,
        group="Network",
        article="lstm",
        needs=OF_VECTORS,
        words={"none": "None (pooling)"},
    )
    bidirectional: bool = setting(
        False,
        "Both directions",
        "A second layer reads the text from its end; both are used.",
        group="Network",
        article=False,
        needs=OF_CELLS,
    )
    summary: Literal["mean", "last"] = setting(
        "mean",
        "What the memory hands on",
        "Mean: the average of what it remembers after each word, which long texts need. Last: what it remembers at the end.",
        group="Network",
        article="last",
        needs=OF_CELLS,
    )
    layers: int = changed("layers", 1, article=1, le=2, needs=OF_CELLS)
    units: int = changed("units", 32, article=256, needs=OF_CELLS)
    dense1: int = setting(
        0,
        "First dense layer",
        "Units of a layer between memory and answer. 0 = none.",
        group="Network",
        article=128,
        ge=0,
        le=512,
    )
    dense2: int = setting(
        0, "Second dense layer", "Units of one more such layer. 0 = none.", group="Network", article=64, ge=0, le=512
    )
    dropout: float = changed("dropout", 0.6, article=0.4)
    learning_rate: float = changed("learning_rate", 0.002)
    clipnorm: float = changed("clipnorm", 1.0, article=1.0)
    batch_size: int = changed("batch_size", 64, article=32, help="Texts looked at before each change of the weights.")
    epochs: int = changed("epochs", 20, article=20)
    patience: int = changed("patience", 3, article=4)
    balance: bool = setting(
        False,
        "Balance the classes",
        "Let each text of a small class count more, so that all classes weigh the same (class weights).",
        group="Training",
        article=False,
    )


@dataclass(frozen=True)
class Part:
    """Some of the texts. ``places``: where they stand in the data (in the test file, if that is the part)."""

    texts: tuple[str, ...]
    classes: NDArray[np.int32]  # (texts,), numbers of the class names
    places: Places


@dataclass(frozen=True)
class Prepared:
    """Texts made ready: three parts, the class names in their order, the words of the training part and its longest text."""

    train: Part
    validation: Part
    test: Part
    names: tuple[str, ...]
    vocabulary: WordVocabulary
    longest: int


def drawn(data: Labelled, settings: ClassifySettings) -> Parts:
    """The places of the texts in each part; a test file leaves that of the test empty. Raises UserError for too small a class."""
    return stratified(data.labels, settings.validation, 0 if data.test else settings.test, settings.seed)


def prepare(data: Labelled, settings: ClassifySettings) -> Prepared:
    """Draw the parts and number the words. Raises UserError when the texts do not allow these settings."""
    names = data.classes
    parts = drawn(data, settings)
    train, validation, test = (
        _part(data.texts, data.labels, places, names) for places in (parts.train, parts.validation, parts.test)
    )
    if data.test:
        test = _part(*data.test, np.arange(len(data.test[0])), names)
    vocabulary = WordVocabulary.fit(train.texts, settings.vocabulary)
    longest = max(len(words(text, settings.timesteps)) for text in train.texts)
    return Prepared(train, validation, test, names, vocabulary, longest)


def _part(texts: Sequence[str], labels: Sequence[str], places: Places, names: tuple[str, ...]) -> Part:
    number = {name: at for at, name in enumerate(names)}
    if strange := sorted({labels[place] for place in places} - number.keys()):
        raise UserError(
            f"The test file has the class {strange[0]}, which the texts to learn from do not have ({', '.join(names[:10])}): "
            "use the same labels in both."
        )
    classes = np.array([number[labels[place]] for place in places], np.int32)
    return Part(tuple(texts[place] for place in places), classes, places)


def encoded(texts: Sequence[str], vocabulary: WordVocabulary, timesteps: int) -> Ids:
    """``(texts, timesteps)``; a text without a word reads as one unknown word."""
    found = [vocabulary.encode(text, timesteps) for text in texts]
    return padded([ids if len(ids) else np.array([UNKNOWN], np.int32) for ids in found], timesteps)


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
    cells = stack(settings.cell, settings.layers, settings.units, settings.dropout, sequences=mean, bidirectional=both)
    return (*_dropout(settings), *cells, *([Pooling()] if mean else []))


def _dropout(settings: ClassifySettings) -> tuple[Layer, ...]:
    return (Dropout(rate=settings.dropout),) if settings.dropout else ()


def weights_of(classes: NDArray[np.int32], count: int) -> Floats:
    """How much each text counts, ``(texts,)``, so that all classes weigh the same: texts / (classes * texts of its class)."""
    sizes = np.bincount(classes, minlength=count)
    return (len(classes) / (count * sizes[classes])).astype(np.float32)


def task(data: Labelled, settings: ClassifySettings) -> Task:
    """Examples and the network that learns them."""
    prepared = prepare(data, settings)
    chosen = network(settings, prepared.vocabulary.size, len(prepared.names), prepared.longest)
    weights = weights_of(prepared.train.classes, len(prepared.names)) if settings.balance else None
    train, validation = (
        Padded(encoded(part.texts, prepared.vocabulary, chosen.timesteps), part.classes, weighed)
        for part, weighed in ((prepared.train, weights), (prepared.validation, None))
    )
    from rnn_core.experiments.classify.initial_vectors import initial
    from rnn_core.experiments.classify.vector_time import seconds

    begin = initial(prepared, settings)
    return Task(
        network=chosen,
        training=train,
        validation=validation,
        preparation={"words": list(prepared.vocabulary.words), "classes": list(prepared.names)},
        loss="crossentropy",
        accuracy=True,
        initial=begin,
        initial_seconds=partial(seconds, prepared, settings) if begin else None,
    )


def evaluate(data: Labelled, settings: ClassifySettings, trained: NumpyNetwork) -> Results:
    """Measure a trained network on the validation part and, once, on the test part, beside classical methods."""
    from rnn_core.experiments.classify.evaluate import measure

    return measure(prepare(data, settings), trained)


def apply(data: Labelled, settings: ClassifySettings, preparation: Mapping[str, Any], trained: NumpyNetwork) -> Results:
    """Measure a trained network on other texts, all of them, a test file's too.

    Raises UserError when they have a class that it does not know.
    """
    from rnn_core.experiments.classify.evaluate import measure_on

    more = data.test or ((), ())
    texts, labels, names = (*data.texts, *more[0]), (*data.labels, *more[1]), tuple(preparation["classes"])
    if strange := sorted({*labels} - {*names}):
        raise UserError(f"The texts have the class {strange[0]}, but the network knows only {', '.join(names[:10])}.")
    part = _part(texts, labels, np.arange(len(texts)), names)
    return measure_on(part, names, WordVocabulary(tuple(preparation["words"])), trained)


EXPERIMENT = Experiment(
    name="classify",
    title="Classify texts",
    data="labelled",
    settings=ClassifySettings,
    presets={
        "reviews-embedding": ClassifySettings(),
        "reviews-one-hot": ClassifySettings(encoding="onehot", cell="none", dense1=16),
        "webkb-exercise": ClassifySettings.article(),
    },
    task=task,
    evaluate=evaluate,
    apply=apply,
    presets_help="Reviews: short texts, with an embedding and a GRU, or as bags of words. WebKB exercise: exactly its network.",
    loss_unit="nats a text",
    score=Score(("validation", "accuracy"), "Validation accuracy", higher_is_better=True),
)
