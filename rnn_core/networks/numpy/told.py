"""How far a long computation with a network is: whoever asks for it may be told."""

from collections.abc import Callable

Told = Callable[[float], None]
"""Is given the share that is done, 0 to 1, again and again."""


def silent(share: float) -> None:
    """Nobody asks."""


def part(told: Told, first: float, last: float) -> Told:
    """For a part of the whole, which begins and ends at these shares of it."""
    return lambda share: told(first + share * (last - first))
