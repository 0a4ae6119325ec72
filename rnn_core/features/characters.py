"""Characters as whole numbers and back."""

from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

from rnn_core.errors import UserError
from rnn_core.networks.spec import MOST_CHARACTERS

Ids = NDArray[np.uint16]
RARE = "\ufffd"  # stands for every folded character
CODES = 0x110000  # of Unicode
ABSENT = np.uint16(65535)


@dataclass(frozen=True)
class Vocabulary:
    """The characters that a network knows, in the order of their numbers. ``folded``: rare ones that share one symbol."""

    symbols: str
    folded: int = 0

    @classmethod
    def fit(cls, text: str, rare: int = 0) -> Self:
        """The characters of ``text`` in the order of their codes; those that occur less than ``rare`` times become one.

        Raises UserError when there is nothing to choose among, or too much.
        """
        codes, counts = np.unique(_codes(text), return_counts=True)
        kept = codes[counts >= rare]
        folded = len(codes) - len(kept)
        symbols = "".join(map(chr, kept)) + (RARE if folded and RARE not in map(chr, kept) else "")
        if len(symbols) < 2:
            raise UserError(
                f"The text has {'one symbol' if symbols else 'no symbol'} to learn from: it needs at least two different ones."
            )
        if len(symbols) > MOST_CHARACTERS:
            raise UserError(
                f"The text has {len(symbols):,} different characters, more than {MOST_CHARACTERS:,}: "
                "fold those that occur rarely."
            )
        return cls(symbols, folded)

    @cached_property
    def _numbers(self) -> Ids:
        table = np.full(CODES, np.uint16(self.symbols.index(RARE)) if self.folded else ABSENT)
        table[_codes(self.symbols)] = np.arange(len(self.symbols), dtype=np.uint16)
        return table

    def encode(self, text: str) -> Ids:
        """Numbers of the characters, ``(characters,)``; unknown ones are left out, unless rare ones were folded."""
        ids = self._numbers[_codes(text)]
        return ids[ids != ABSENT]

    def decode(self, ids: NDArray[np.integer]) -> str:
        """The characters of these numbers."""
        return "".join(self.symbols[number] for number in ids)

    def unknown(self, text: str) -> str:
        """The different characters of ``text`` that have no number, in order."""
        return "" if self.folded else "".join(dict.fromkeys(one for one in text if one not in self.symbols))


def _codes(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def visible(symbol: str) -> str:
    """A character that can be seen, in the place of one that cannot."""
    return {" ": "␣", "\n": "↵", "\t": "⇥"}.get(symbol, symbol)
