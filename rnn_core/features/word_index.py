"""The words of many texts as whole numbers, read once, so that questions about them are quick."""

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from rnn_core.features.stratified_split import Places
from rnn_core.features.words import words

MOST_READ = 2_000  # texts in which a telling word is looked for
RARE = 0.01  # of them, at least, must have it


@dataclass(frozen=True, eq=False)
class WordIndex:
    """Every word of the texts, one text after the other: 50,000 film reviews have ten million of them.

    ``numbers``: a number for each different word. ``ids`` (words,). ``starts`` (texts + 1,): where each text begins, and the end.
    """

    numbers: dict[str, int]
    ids: NDArray[np.int32]
    starts: NDArray[np.int64]

    @classmethod
    def of(cls, texts: Iterable[str], split: Callable[[str], Sequence[str]] = words) -> Self:
        """Read the texts: the only thing here that takes long."""
        numbers: defaultdict[str, int] = defaultdict()
        numbers.default_factory = numbers.__len__
        ids, starts = array("i"), array("q", [0])
        for text in texts:
            ids.extend(map(numbers.__getitem__, split(text)))
            starts.append(len(ids))
        return cls(dict(numbers), np.array(ids, np.int32), np.array(starts, np.int64))

    @property
    def lengths(self) -> NDArray[np.int64]:
        """How many words each text has, ``(texts,)``."""
        return np.diff(self.starts)

    def times(self, word: str) -> NDArray[np.int64]:
        """How often each text has a lower-cased word, ``(texts,)``."""
        found = np.flatnonzero(self.ids == self.numbers.get(word, -1))
        return np.bincount(np.searchsorted(self.starts, found, side="right") - 1, minlength=len(self.lengths))

    def counts(self, places: Places) -> dict[str, int]:
        """How often each word occurs in the texts at these places, as :func:`rnn_core.features.words.counted` says it."""
        found = np.bincount(self.ids[self._of(places)], minlength=len(self.numbers))
        return {word: int(found[number]) for word, number in self.numbers.items() if found[number]}

    def telling(self, places: Places, classes: NDArray[np.integer]) -> str:
        """A word that one class uses and another does not; empty where there are no words.

        That of the largest difference between two classes' shares of texts that have it, in standard deviations, among the first
        ``MOST_READ`` of ``places``, of words that one text in a hundred has. ``classes`` (places,), numbers from 0.
        """
        places, classes = places[:MOST_READ], classes[:MOST_READ]
        kinds = np.bincount(classes)
        there, ids = np.unique(self.ids[self._of(places)], return_inverse=True)  # few of the words are in these texts
        if not len(there):
            return ""
        having = np.zeros((len(kinds), len(there)))
        order = np.argsort(places)
        ends = np.cumsum(self.lengths[places[order]])[:-1]
        for kind, inside in zip(classes[order], np.split(ids, ends), strict=True):
            having[kind, np.unique(inside)] += 1
        shares = having[kinds > 0] / kinds[kinds > 0][:, None]
        whole = having.sum(axis=0) / max(1, len(places))
        spread = np.sqrt(np.maximum(whole * (1 - whole), 1e-12))
        usual = (whole >= RARE) & (whole < 1)
        differences = np.where(usual, (shares.max(axis=0) - shares.min(axis=0)) / spread, 0)
        return [*self.numbers][int(there[np.argmax(differences)])] if differences.any() else ""

    def _of(self, places: Places) -> NDArray[np.bool_]:
        """Which words belong to the texts at these places, ``(words,)``."""
        chosen = np.zeros(len(self.lengths), bool)
        chosen[places] = True
        return np.repeat(chosen, self.lengths)
