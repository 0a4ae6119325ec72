"""Words as whole numbers and back."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Literal, Self

import numpy as np
from numpy.typing import NDArray

from rnn_core.errors import UserError

Ids = NDArray[np.int32]
Unit = Literal["words", "characters"]  # what a text is split into
PADDING = 0
UNKNOWN = 1
SPECIAL = 2  # numbers that stand for no word of the list
UNKNOWN_WORD = "<unknown>"
WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


def words(text: str, most: int | None = None) -> list[str]:
    """The words of a text, or its first ``most`` ones, lower-cased and in order.

    A word is a run of letters and digits of any script, with apostrophes inside ("don't"; the curly one counts as the straight
    one). All else parts words and is left out, so a line of stems ("studi comput scienc") stays as it is. A language written
    without spaces is not cut.
    """
    plain = unicodedata.normalize("NFC", text.lower()).replace("\u2019", "'")
    return WORD.findall(plain) if most is None else [found[0] for found in islice(WORD.finditer(plain), most)]


def characters(text: str, most: int | None = None) -> list[str]:
    """The characters of a text, or its first ``most`` ones, lower-cased and in order; of blanks side by side one."""
    plain = " ".join(unicodedata.normalize("NFC", text.lower()).split())
    return list(plain if most is None else plain[:most])


SPLITS: Mapping[Unit, Callable[..., list[str]]] = {"words": words, "characters": characters}


def counted(texts: Iterable[str], split: Callable[[str], Iterable[str]] = words) -> Counter[str]:
    """How often each word, or what else a text is ``split`` into, occurs in all the texts together."""
    found: Counter[str] = Counter()
    for text in texts:
        found.update(split(text))
    return found


@dataclass(frozen=True)
class WordVocabulary:
    """The words that a network knows, each with a number; JSON holds them as ``list(vocabulary.words)``.

    The first word has the number 2: 0 fills up short texts (padding), 1 stands for every other word. With the ``unit``
    "characters" each of them is one.
    """

    words: tuple[str, ...]
    unit: Unit = "words"

    @classmethod
    def fit(cls, texts: Iterable[str], most: int, fewest: int = 1) -> Self:
        """The ``most`` frequent words of the texts, see :meth:`of`."""
        return cls.of(counted(texts), most, fewest)

    @classmethod
    def of(cls, counts: Mapping[str, int], most: int, fewest: int = 1, unit: Unit = "words") -> Self:
        """The ``most`` frequent words, most frequent first, those of one count in alphabetical order.

        Words that occur less than ``fewest`` times are left out. Raises UserError when none is left.
        """
        kept = sorted((word for word, count in counts.items() if count >= fewest), key=lambda word: (-counts[word], word))
        if not kept or most < 1:
            often = f"{len(counts):,} different words, none of them {fewest:,} times" if counts else "no words"
            raise UserError(f"The texts hold {often}: choose texts with words, or let rarer words in.")
        return cls(tuple(kept[:most]), unit)

    @property
    def size(self) -> int:
        """How many numbers there are: the words, padding and the unknown word."""
        return len(self.words) + SPECIAL

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {word: number for number, word in enumerate(self.words, start=SPECIAL)}

    def split(self, text: str, most: int | None = None) -> list[str]:
        """The words or characters of a text, or its first ``most`` ones."""
        return SPLITS[self.unit](text, most)

    def number(self, word: str) -> int:
        """The number of a lower-cased word, 1 when it is not in the list."""
        return self._numbers.get(word, UNKNOWN)

    def encode(self, text: str, most: int | None = None) -> Ids:
        """The numbers of a text's words, or of its first ``most`` ones, ``(words,)``."""
        numbers = self._numbers
        return np.array([numbers.get(word, UNKNOWN) for word in self.split(text, most)], dtype=np.int32)

    def decode(self, ids: Iterable[int]) -> list[str]:
        """The words of these numbers, "<unknown>" for 1; padding is left out."""
        names = ("", UNKNOWN_WORD, *self.words)
        return [names[number] for number in ids if number != PADDING]


def padded(ids: Sequence[Sequence[int] | Ids], length: int) -> Ids:
    """Texts of one length, ``(texts, length)``: each cut to its first words, a shorter one filled up with 0 at its end."""
    table = np.full((len(ids), length), PADDING, dtype=np.int32)
    for row, numbers in zip(table, ids, strict=True):
        kept = numbers[:length]
        row[: len(kept)] = kept
    return table
