"""Dropout made visible: which units one draw switches off, and how far the predictions of many draws lie apart.

Dropout after Srivastava and others (2014), left on for predictions after Gal and Ghahramani (2016), "Monte Carlo dropout".
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnn_core.networks.numpy.network import NumpyNetwork
from rnn_core.networks.spec import Bag, Dense, Dropout, Embedding, Layer, Network, Pooling, Recurrent, operations, title
from rnn_core.wording import percent

Array = NDArray[np.float64]
Says = Callable[[NDArray, np.random.Generator | None], Array]  # inputs (rows, ...), perhaps with dropout, to numbers (rows,)

DRAWS = 200
BAND = (0.1, 0.9)
TOGETHER = 4e10  # operations that measuring the band may take, some 2 seconds
MOST_WINDOWS, FEWEST_WINDOWS, FEWEST_DRAWS = 100, 10, 30
NEAR = 0.1  # a share of hits so near to what is promised is about right


@dataclass(frozen=True)
class Place:
    """Where units are dropped: after the layer called ``after``, which gives ``units`` at each of ``steps`` (0: only once)."""

    after: str
    steps: int
    units: int
    rate: float


def trained_rate(network: Network) -> float:
    """The dropout that a network was trained with, 0 without any."""
    return max((layer.rate for layer in network.layers if isinstance(layer, Dropout)), default=0.0)


def with_rate(trained: NumpyNetwork, rate: float) -> NumpyNetwork:
    """The same network, same weights, with another dropout (0 to 0.9).

    Where it has no dropout layers they come where training would have put them: after each recurrent and each hidden dense
    layer; before the last layer where there are none of these.
    """
    layers, numbers = _layers(trained.network, rate)
    moved = {str(old): str(new) for old, new in numbers.items()}
    weights = {f"{moved[name.split('/')[0]]}/{name.split('/')[1]}": weight for name, weight in trained.weights.items()}
    return NumpyNetwork(trained.network.model_copy(update={"layers": tuple(layers)}), weights)


def _layers(network: Network, rate: float) -> tuple[list[Layer], dict[int, int]]:
    """The layers with this rate, and for each old place the new one."""
    last = len(network.layers) - 1
    if any(isinstance(layer, Dropout) for layer in network.layers):
        same = [Dropout(rate=rate) if isinstance(layer, Dropout) else layer for layer in network.layers]
        return same, {place: place for place in range(last + 1)}
    after = [place for place, layer in enumerate(network.layers[:-1]) if isinstance(layer, (Recurrent, Dense))] or [last - 1]
    layers: list[Layer] = []
    numbers = {}
    for place, layer in enumerate(network.layers):
        numbers[place] = len(layers)
        layers.append(layer)
        if place in after:
            layers.append(Dropout(rate=rate))
    return layers, numbers


def places(network: Network) -> list[Place]:
    """All of them, from the input to the output."""
    found: list[Place] = []
    steps, units, after = network.timesteps, network.features, "the input"
    for layer in network.layers:
        if isinstance(layer, Dropout):
            found.append(Place(after, steps, units, layer.rate))
            continue
        after = title(layer)
        if isinstance(layer, Bag):
            steps, units = 0, network.symbols
        elif isinstance(layer, Recurrent):
            steps, units = steps if layer.return_sequences else 0, layer.width
        elif isinstance(layer, Pooling):
            steps = 0
        elif isinstance(layer, (Dense, Embedding)):
            units = layer.units
    return found


def masks(network: Network, rows: int, rng: np.random.Generator) -> list[NDArray[np.bool_]]:
    """For each place which units one batch keeps: (rows, steps, units), or (rows, units) where there are no steps.

    The same that ``NumpyNetwork.predict(inputs, dropout=rng)`` draws for so many rows.
    """
    shapes = [(rows, place.steps, place.units) if place.steps else (rows, place.units) for place in places(network)]
    rates = [place.rate for place in places(network)]
    return [rng.random(shape, dtype=np.float32) >= rate for shape, rate in zip(shapes, rates, strict=True)]


@dataclass(frozen=True)
class Spread:
    """One question asked many times with dropout, ``draws`` (draws,), and once without."""

    without: float
    draws: Array

    @property
    def band(self) -> tuple[float, float]:
        """The edges of the middle 80 % of the draws."""
        low, high = np.quantile(self.draws, BAND)
        return float(low), float(high)


def spread(says: Says, inputs: NDArray, seed: int, draws: int = DRAWS) -> Spread:
    """Ask about one example, ``inputs`` (1, ...)."""
    found = says(np.repeat(inputs, draws, axis=0), np.random.default_rng(seed))
    return Spread(float(says(inputs, None)[0]), np.asarray(found, float))


@dataclass(frozen=True)
class Coverage:
    """How often what came lay within the middle 80 % of the draws."""

    windows: int
    draws: int
    share: float

    @property
    def sentence(self) -> str:
        """With a verdict on the band as a promise."""
        promised = BAND[1] - BAND[0]
        if abs(self.share - promised) <= NEAR:
            verdict = "here it comes close to what it would have to be as a forecast of uncertainty"
        else:
            verdict = f"as a forecast of uncertainty it is too {'narrow' if self.share < promised else 'wide'}"
        return (
            f"Over {self.windows} windows of the test part, the middle {percent(promised)} of {self.draws} draws held what came "
            f"in {percent(self.share)} of the cases: {verdict}."
        )


def affordable(network: Network, most: int) -> tuple[int, int]:
    """Of how many examples, ``most`` at most, the band can be measured in some seconds, and with how many draws of each."""
    asked = int(TOGETHER / operations(network))
    windows = int(np.clip(asked // DRAWS, FEWEST_WINDOWS, min(MOST_WINDOWS, most)))
    return windows, int(np.clip(asked // windows, FEWEST_DRAWS, DRAWS))


def coverage(said: Says, inputs: NDArray, actual: Array, draws: int, seed: int) -> Coverage:
    """Ask about many examples, ``inputs`` (windows, ...), to which ``actual`` (windows,) came."""
    rng = np.random.default_rng(seed)
    found = [said(np.repeat(one[None], draws, axis=0), rng) for one in inputs]
    low, high = np.quantile(found, BAND, axis=1)
    return Coverage(len(inputs), draws, float(np.mean((low <= actual) & (actual <= high))))
