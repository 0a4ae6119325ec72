"""Who competes, and how large each may be: as many numbers for all."""

from collections.abc import Callable

from rnn_core.errors import UserError
from rnn_core.networks.cells import CELLS
from rnn_core.networks.spec import Network, Recurrent, describe

ATTENTION = "attention"
MOST_UNITS = 1024


def every() -> tuple[str, ...]:
    """All cells, and the layer that has no memory."""
    return (*CELLS, ATTENTION)


def title(rival: str) -> str:
    """As readers know it."""
    return CELLS[rival].title if rival in CELLS else "Attention"


def resized(network: Network, cell: str, units: int) -> Network:
    """The same with another cell in the place of its recurrent layers."""
    layers = [
        layer.model_copy(update={"kind": cell, "units": units}) if isinstance(layer, Recurrent) else layer
        for layer in network.layers
    ]
    return network.model_copy(update={"layers": tuple(layers)})


def numbers(network: Network) -> int:
    """Weights and biases of a network."""
    return sum(int(row["parameters"]) for row in describe(network))


def largest(most: int, count: Callable[[int], int], step: int = 1) -> int:
    """The most units, a multiple of ``step``, with which ``count`` of them is at most ``most``.

    Raises UserError where the fewest are too many.
    """
    low, high = 0, MOST_UNITS // step
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if count(middle * step) <= most else (low, middle - 1)
    if not low:
        raise UserError(f"{most:,} numbers are too few for these data: the smallest network has {count(step):,}. Give more.")
    return low * step
