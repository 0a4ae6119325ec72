"""A trained classifier asked about single texts and words: in the server, by NumPy."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from rnn_core.errors import UserError
from rnn_core.experiments.apply import trained
from rnn_core.experiments.classify.data import encoded
from rnn_core.experiments.classify.metrics import Preparation
from rnn_core.features.words import SPECIAL, UNKNOWN, Ids, WordVocabulary
from rnn_core.networks.numpy.network import NumpyNetwork
from rnn_core.networks.spec import Bag, Embedding
from rnn_core.runs import Run

Floats = NDArray[np.float32]
MOST_OCCLUDED = 200  # each word of a text costs one more pass of the network


@dataclass(frozen=True)
class Moved:
    """A word of a text. ``change``: the answer's probability with the word less that without it; 0 for unknown words."""

    word: str
    known: bool
    change: float


@dataclass(frozen=True)
class Projection:
    """Words as points of a plane, ``points`` (words, 2). ``explained``: the two axes' shares of the variance."""

    words: tuple[str, ...]
    points: Floats
    explained: tuple[float, float]


@dataclass(frozen=True, eq=False)
class Classifier:
    """A network that gives one logit a class, with the words it knows and the names of its classes."""

    network: NumpyNetwork
    vocabulary: WordVocabulary
    classes: tuple[str, ...]

    @classmethod
    def of(cls, run: Run) -> Self:
        """The one that a run kept. Raises UserError when there is none yet."""
        network = trained(run)
        preparation = run.preparation(Preparation)
        return cls(network, WordVocabulary(preparation.words, preparation.tokens), preparation.classes)

    @property
    def timesteps(self) -> int:
        """How many words of a text the network reads."""
        return self.network.network.timesteps

    def probabilities(self, text: str) -> Floats:
        """Of each class, ``(classes,)``."""
        return self.probabilities_of([text])[0]

    def probabilities_of(self, texts: Sequence[str]) -> Floats:
        """Of each class for each text, ``(texts, classes)``."""
        return self._chances(encoded(texts, self.vocabulary, self.timesteps))

    def occlusion(self, text: str, most: int = MOST_OCCLUDED) -> list[Moved]:
        """How much each of the first words moves the answer, the class that is likeliest for the whole text.

        Each known word is replaced by the unknown one, and the change of the answer's probability is taken (occlusion, after
        Zeiler and Fergus 2014). A bag of words only sees whether a word occurs: there it is replaced wherever it stands.
        """
        read = self.vocabulary.split(text, min(most, self.timesteps))
        if not read:
            return []
        ids = encoded([text], self.vocabulary, self.timesteps)[0]
        chances = self._chances(np.stack([ids, *(self._without(ids, place) for place in range(len(read)))]))
        answer = chances[0].argmax()
        known = ids[: len(read)] != UNKNOWN
        changes = np.where(known, chances[0, answer] - chances[1:, answer], 0)
        return [Moved(word, bool(one), float(change)) for word, one, change in zip(read, known, changes, strict=True)]

    def nearest(self, word: str, count: int = 10) -> list[tuple[str, float]]:
        """The words whose vectors point most nearly the same way: word and cosine, the nearest first.

        Raises UserError when the network has no vectors or does not know the word.
        """
        typed = self.vocabulary.split(word)
        if len(typed) != 1:
            raise UserError("Type one word, without spaces." if self.vocabulary.unit == "words" else "Type one character.")
        place = self.vocabulary.number(typed[0]) - SPECIAL
        if place < 0:
            raise UserError(
                f"The network does not know the word {typed[0]}: it is not among the {len(self.vocabulary.words):,} most "
                "frequent ones of the training part. Try another one."
            )
        cosines = self._directions @ self._directions[place]
        order = [at for at in np.argsort(-cosines, kind="stable") if at != place][:count]
        return [(self.vocabulary.words[at], float(cosines[at])) for at in order]

    def projected(self, count: int = 200) -> Projection:
        """The vectors of the most frequent words, seen along their two directions of largest variance.

        Principal component analysis (Pearson 1901) by the singular value decomposition of the centred vectors. Of each axis
        the end with its most extreme word is the positive one. Raises UserError when the network has no vectors.
        """
        vectors = self._vectors[:count].astype(np.float64)
        centred = vectors - vectors.mean(axis=0)
        _, sizes, axes = np.linalg.svd(centred, full_matrices=False)
        points = np.zeros((len(vectors), 2))
        found = centred @ axes[:2].T
        points[:, : found.shape[1]] = found
        ends = points[np.abs(points).argmax(axis=0), [0, 1]]
        shares = [*(sizes**2 / max((sizes**2).sum(), np.finfo(float).tiny)), 0.0]
        signed = (points * np.where(ends < 0, -1, 1)).astype(np.float32)
        return Projection(self.vocabulary.words[:count], signed, (float(shares[0]), float(shares[1])))

    @property
    def embeds(self) -> bool:
        """Whether words are vectors to this network."""
        return isinstance(self.network.network.layers[0], Embedding)

    @cached_property
    def _vectors(self) -> Floats:
        """(words, dimension), in the vocabulary's order."""
        if not self.embeds:
            raise UserError("This network has no word vectors: it only sees which words occur (one-hot).")
        return self.network.weights["0/embeddings"][SPECIAL : self.vocabulary.size]

    @cached_property
    def _directions(self) -> Floats:
        """The vectors with length 1; those of length 0 stay."""
        lengths = np.linalg.norm(self._vectors, axis=1, keepdims=True)
        return np.asarray(self._vectors / np.where(lengths > 0, lengths, 1), np.float32)

    def _without(self, ids: Ids, place: int) -> Ids:
        bag = isinstance(self.network.network.layers[0], Bag)
        gone = ids == ids[place] if bag else np.arange(len(ids)) == place
        return np.where(gone, np.int32(UNKNOWN), ids)

    def _chances(self, ids: NDArray[Any]) -> Floats:
        """Of each class, (texts, classes), for word numbers (texts, timesteps)."""
        if self.network.network.masked:  # what is passed over need not be computed
            ids = ids[:, : max(1, int(np.count_nonzero(ids, axis=1).max()))]
        from scipy.special import softmax

        return softmax(self.network.predict(ids), axis=1)
