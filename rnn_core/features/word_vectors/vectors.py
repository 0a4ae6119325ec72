"""Word vectors for the words of some texts: read from files, averaged over stems, or trained; and what they cover."""

import logging
import timeit
import zlib
from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnn_core.errors import UserError
from rnn_core.features.word_vectors.files import opened, parsed, rows
from rnn_core.features.word_vectors.streams import MOST_BYTES
from rnn_core.features.words import PADDING, UNKNOWN, WordVocabulary

Floats = NDArray[np.float32]
Progress = Callable[[float], object]
LONGEST_SENTENCE = 10_000  # words; gensim drops the rest of a longer one without a word
WINDOW = 5  # words on each side that word2vec looks at
PARSED = 50  # rows of numbers, to know how long one takes


@dataclass(frozen=True, eq=False)
class Vectors:
    """Some words and their vectors, ``(words, dimension)``."""

    words: tuple[str, ...]
    matrix: Floats

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        return int(self.matrix.shape[1])

    @cached_property
    def places(self) -> dict[str, int]:
        """The row of each word."""
        return {word: place for place, word in enumerate(self.words)}

    def __len__(self) -> int:
        return len(self.words)

    def __contains__(self, word: object) -> bool:
        return word in self.places

    def row(self, word: str) -> Floats:
        """The vector of a word, ``(dimension,)``. Raises KeyError for a word without one."""
        return self.matrix[self.places[word]]


@dataclass(frozen=True)
class Coverage:
    """How many words of some texts have a vector, as shares of 1."""

    distinct: float  # of the different words
    running: float  # of all words, each as often as it occurs


def read(
    path: Path,
    wanted: Collection[str],
    dimension: int | None = None,
    progress: Progress | None = None,
    most: int = MOST_BYTES,
) -> Vectors:
    """The vectors of the ``wanted`` words in a file (see :mod:`.files`), in the order of ``wanted``.

    Of a zip file with vectors of several dimensions the ones of ``dimension``; of a word that stands twice, the first.
    Only wanted words are kept, so memory grows by their matrix alone. ``most``: the bytes that the file may have.
    Raises UserError for another dimension, a broken file, and when it has none of the words.
    """
    words = tuple(dict.fromkeys(wanted))
    numbers = {word.encode("utf-8", "surrogatepass"): number for number, word in enumerate(words)}
    with opened(path, dimension, most) as (stream, form):
        matrix = np.empty((len(words), form.dimension), np.float32)
        here = np.zeros(len(words), bool)
        for number, row in rows(stream, form, numbers.get, progress):
            if not here[number]:
                matrix[number], here[number] = row, True
    return _found(words, matrix, here, path.name)


def by_stem(
    path: Path,
    wanted: Collection[str],
    stemmed: bool,
    dimension: int | None = None,
    progress: Progress | None = None,
) -> Vectors:
    """For each wanted word the mean of the vectors of all words of the file that have its stem, as Porter's rules cut them.

    With ``stemmed`` the wanted words are stems already, and they are not cut again: Porter's rules applied twice can give
    something else ("databas" becomes "databa"). Capitals do not matter. The whole file is read and every word of it cut.
    Raises UserError as :func:`read` does.
    """
    cut = stemmer()
    words = tuple(dict.fromkeys(wanted))
    stems = list(words) if stemmed else [cut(word) for word in words]
    numbers = {stem: number for number, stem in enumerate(dict.fromkeys(stems))}
    with opened(path, dimension) as (stream, form):
        sums = np.zeros((len(numbers), form.dimension))
        counts = np.zeros(len(numbers), int)
        for number, row in rows(stream, form, lambda word: numbers.get(cut(word.decode("utf-8", "replace"))), progress):
            sums[number] += row
            counts[number] += 1
    places = np.array([numbers[stem] for stem in stems], int)
    means = (sums / np.maximum(counts, 1)[:, None]).astype(np.float32)
    return _found(words, means[places], counts[places] > 0, path.name)


def stemmer() -> Callable[[str], str]:
    """Porter's rules as a function from a word to its stem, in lower case; what has other signs than letters stays whole.

    Porter, "An algorithm for suffix stripping", Program 14 (1980), with the few additions of nltk.
    """
    from nltk.stem.porter import PorterStemmer

    cut: Callable[[str], str] = PorterStemmer().stem
    return lambda word: cut(word) if word.isalpha() else word.lower()


def known(path: Path, wanted: Collection[str], cut: Callable[[str], str], dimension: int | None = None) -> set[str]:
    """Those of ``wanted`` that are a word of the file, as ``cut`` gives it. Takes no room for vectors.

    Raises UserError for another dimension or a broken file.
    """
    numbers = {word: number for number, word in enumerate(wanted)}
    words = list(numbers)
    with opened(path, dimension) as (stream, form):
        found = {number for number, _ in rows(stream, form, lambda word: numbers.get(cut(word.decode("utf-8", "replace"))), None)}
    return {words[number] for number in found}


def skim(path: Path, stems: bool, dimension: int, progress: Progress | None = None) -> None:
    """Read a file as :func:`read` does, or with ``stems`` :func:`by_stem`, but want none of its words.

    To see how long that takes, and whether the file is whole. Raises UserError for another dimension or a broken file.
    """
    cut = stemmer() if stems else None
    with opened(path, dimension) as (stream, form):
        nobody: dict[object, int] = {}
        which = (lambda word: nobody.get(cut(word.decode("utf-8", "replace")))) if cut else nobody.get
        for _ in rows(stream, form, which, progress):
            pass


def parsing_seconds(path: Path, dimension: int) -> float:
    """How long it takes to read the numbers of one wanted word. Raises UserError as :func:`skim` does."""
    with opened(path, dimension) as (_, form):
        numbers = b" 0.12345" * form.dimension
        times = [] if form.binary else timeit.repeat(lambda: parsed(numbers, 1, path.name), number=1, repeat=PARSED)
    return median(times) if times else 0.0


def coverage(counts: Mapping[str, int], vectors: Container[str]) -> Coverage:
    """Which share of the words in ``counts`` (:func:`rnn_core.features.words.counted`) has a vector; 0 of no words."""
    here = [count for word, count in counts.items() if word in vectors]
    return Coverage(len(here) / max(1, len(counts)), sum(here) / max(1, sum(counts.values())))


def matrix(vocabulary: WordVocabulary, vectors: Vectors, seed: int) -> Floats:
    """A row for each number of the vocabulary, ``(vocabulary.size, dimension)``.

    Padding is zeros. The unknown word, which stands for many, is the mean of the vectors found. A known word without a vector is
    drawn as if it were one of them, from a normal distribution with their mean and standard deviation in each dimension: so it
    is a word of its own even where rows are frozen, and no larger or smaller than the others, which Kim, "Convolutional neural
    networks for sentence classification" (2014), found a little better than another spread. Raises UserError when the two share
    no word.
    """
    numbers = [vocabulary.number(word) for word in vectors.words]
    known = np.array(numbers, int) != UNKNOWN
    if not known.any():
        raise UserError("No word of the texts has one of these vectors; choose vectors of the language of the texts.")
    found = vectors.matrix[known]
    center, spread = found.mean(axis=0), found.std(axis=0)
    table = np.random.default_rng(seed).normal(center, spread, (vocabulary.size, vectors.dimension)).astype(np.float32)
    table[PADDING], table[UNKNOWN] = 0, center
    table[np.array(numbers, int)[known]] = found
    return table


def train_word2vec(
    texts: Iterable[Sequence[str]],
    dimension: int,
    seed: int,
    epochs: int = 10,
    fewest: int = 1,
    progress: Progress | None = None,
) -> Vectors:
    """Vectors of the words of some texts (:func:`rnn_core.features.words.words`), learned by predicting each word's neighbours.

    Skip-gram with negative sampling, by gensim: Mikolov and others, "Distributed representations of words and phrases and their
    compositionality" (2013). The same texts and seed give the same vectors. Words that occur less than ``fewest`` times have
    none. Give the training part only. Raises UserError when no word is left.
    """
    from gensim.models import Word2Vec

    logging.getLogger("gensim").setLevel(logging.ERROR)  # it would find fault with the size of small texts
    pieces = [list(text[at : at + LONGEST_SENTENCE]) for text in texts for at in range(0, len(text), LONGEST_SENTENCE)]
    model: Any = Word2Vec(
        vector_size=dimension,
        window=WINDOW,
        min_count=fewest,
        sg=1,
        workers=1,  # several would update the same rows in an order of chance
        seed=seed % 2**32,
        hashfxn=_hash,
    )
    model.build_vocab(pieces)
    if not len(model.wv):
        raise UserError(f"The texts hold no word that occurs {fewest:,} times; learn vectors of rarer words too.")
    model.train(pieces, total_examples=len(pieces), epochs=epochs, callbacks=_telling(progress, epochs))
    return Vectors(tuple(model.wv.index_to_key), np.array(model.wv.vectors, np.float32))


def _telling(progress: Progress | None, epochs: int) -> list[Any]:
    """A callback for gensim that tells the fraction of the epochs."""
    from gensim.models.callbacks import CallbackAny2Vec

    class UnitProbe(CallbackAny2Vec):
        done = 0

        def on_epoch_end(self, model: object) -> None:
            self.done += 1
            if progress:
                progress(self.done / epochs)

    return [UnitProbe()]


def _hash(word: str) -> int:
    """A number that is the same in every process, as Python's own hash is not."""
    return zlib.crc32(word.encode("utf-8", "surrogatepass"))


def _found(words: Sequence[str], matrix: Floats, here: NDArray[np.bool_], name: str) -> Vectors:
    """The words that were found. Raises UserError when there are none."""
    if not here.any():
        raise UserError(
            f"{name} has a vector for none of the {len(words):,} words of the texts; choose vectors of their language."
        )
    return Vectors(tuple(word for word, one in zip(words, here, strict=True) if one), matrix[here])
