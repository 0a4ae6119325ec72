"""What a trained network can be shown: one input to look at closely, or thousands of steps to look for what its units follow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from rnn_core.explain.probing import Property
from rnn_core.networks.spec import Network, Recurrent, operations

Array = NDArray[np.float64]
MOST_STEPS, FEWEST_STEPS = 4_000, 400
AFFORDED, KEPT = 2e10, 2_500_000  # operations, and numbers of one state, for looking at many steps: about a second
CONTEXT = 5_000  # steps before the first one that counts, at which its properties may begin, such as a quotation


@dataclass(frozen=True, eq=False)
class Reading:
    """One input. ``values``: (steps, features) or symbols (steps,); ``names``: what each step is called, as text.

    ``between``: what stands between the steps when they are written one after the other, None where they are no text. ``curves``:
    of a series, what it is in the data's units, (steps,) each. ``note``: what was left out, a sentence.
    """

    values: NDArray
    names: tuple[str, ...]
    between: str | None = None
    curves: Mapping[str, Array] = field(default_factory=dict)
    unit: str = ""
    note: str = ""


@dataclass(frozen=True, eq=False)
class ProbeData:
    """Many inputs side by side, in order of time. ``values``: (rows, steps, features) or symbols (rows, steps).

    ``counted``: (rows, steps), the steps of which ``properties`` tell something, row after row; those before them only fill the
    memory. ``where``: what they are, in words. ``blocks``: (counted steps,), which of them belong together, None where all follow
    each other.
    """

    values: NDArray
    counted: NDArray[np.bool_]
    properties: Sequence[Property]
    where: str
    blocks: NDArray[np.int64] | None = None


def affordable(network: Network) -> int:
    """How many steps to look at, so that it takes about a second."""
    widest = max((layer.units for layer in network.layers if isinstance(layer, Recurrent)), default=1)
    each = operations(network) / network.timesteps
    return int(np.clip(min(AFFORDED / max(each, 1), KEPT / widest), FEWEST_STEPS, MOST_STEPS))


def halves(timesteps: int) -> tuple[int, int]:
    """Of a window the first half fills the memory and the second counts."""
    return timesteps // 2, timesteps - timesteps // 2


def pieces(values: NDArray, first: int, stop: int, warm: int, length: int) -> tuple[NDArray, NDArray[np.bool_], int]:
    """Pieces that together hold the steps from about ``first`` to before ``stop`` once, each after ``warm`` steps before it.

    Returns (rows, warm + length, ...), which of these steps count, and the first of those.
    """
    length = min(length, stop - max(first, warm))
    count = max(1, (stop - max(first, warm)) // length)
    begin = stop - count * length
    places = begin - warm + np.arange(count)[:, None] * length + np.arange(warm + length)
    counted = np.tile(np.arange(warm + length) >= warm, (count, 1))
    return values[places], counted, begin


def later(properties: Sequence[Property], first: int) -> list[Property]:
    """From that step on."""
    return [Property(one.name, one.values[first:]) for one in properties]


def where(steps: int, held: int, what: str) -> str:
    """In words: so many steps, ``held`` of which the network did not learn from."""
    if held >= steps:
        return f"{steps:,} {what} that the network did not learn from"
    return f"{steps:,} {what}, {held:,} of which it did not learn from"
