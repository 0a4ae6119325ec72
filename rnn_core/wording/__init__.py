"""Numbers in words: one rounding and one way to write them, wherever they stand.

May import errors.
"""

from rnn_core.wording.numbers import MINUS, NARROW, by_chance, change, decimals, percent, rounded, times, typed

__all__ = ["MINUS", "NARROW", "by_chance", "change", "decimals", "percent", "rounded", "times", "typed"]
