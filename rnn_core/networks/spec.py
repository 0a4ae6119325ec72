"""A network as data: a closed, bounded list of layers that ``network.json`` holds.

Each kind has one Keras builder (``keras/models.py``) and one NumPy twin (``numpy/network.py``).
"""

import math
from dataclasses import replace
from functools import cache
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Discriminator, Field, Tag, model_validator

from rnn_core.networks.cells import CELLS, Cell

MOST_CHARACTERS, MOST_SYMBOLS = 10_000, 50_000  # symbols can be words, too
Activation = Literal["tanh", "relu"]  # of a recurrent layer


def _known(name: str) -> str:
    if name not in CELLS:
        raise ValueError(f"there is no cell {name!r}: choose one of {', '.join(CELLS)}")
    return name


class _Layer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class OneHot(_Layer):
    """``(batch, timesteps)`` symbol numbers to ``(batch, timesteps, symbols)``: a 1 at the symbol's place, else 0."""

    kind: Literal["one_hot"] = "one_hot"


class Embedding(_Layer):
    """``(batch, timesteps)`` symbol numbers to ``(batch, timesteps, units)``: a learned list of numbers for each symbol."""

    kind: Literal["embedding"] = "embedding"
    units: int = Field(ge=1, le=1024)
    trainable: bool = True


class Bag(_Layer):
    """``(batch, timesteps)`` symbol numbers to ``(batch, symbols)``: a 1 for each that occurs (padding is a symbol, too)."""

    kind: Literal["bag"] = "bag"


class Recurrent(_Layer):
    """Reads ``(batch, timesteps, features)``; gives ``(batch, timesteps, units)`` or, last step only, ``(batch, units)``.

    A bidirectional one has a twin that reads from the end, and gives the outputs of both side by side, ``2 * units``.
    ``activation``: of what a step adds to the state and, in an LSTM, of the state that it gives; gates are always sigmoid.
    """

    kind: Annotated[str, AfterValidator(_known)]
    units: int = Field(ge=1, le=1024)
    return_sequences: bool
    bidirectional: bool = False
    # not written where it is tanh: such a network's file is as it was before there was a choice
    activation: Activation = Field(default="tanh", exclude_if=lambda value: value == "tanh")
    # the spectral radius with which recurrent weights begin that are not trained
    radius: float | None = Field(default=None, ge=0, le=2, exclude_if=lambda value: value is None)

    @property
    def width(self) -> int:
        """Numbers that it gives."""
        return 2 * self.units if self.bidirectional else self.units

    @property
    def cell(self) -> Cell:
        """All about its cell."""
        return CELLS[self.kind] if self.radius is None else _with_radius(self.kind, self.radius)

    @property
    def states(self) -> tuple[str, ...]:
        """What goes from step to step, ``units`` numbers each: h, which is its output, and c, the memory of an LSTM."""
        return self.cell.letters


@cache  # one cell for all layers of it, as what is made of a cell is kept by it
def _with_radius(kind: str, radius: float) -> Cell:
    cell = CELLS[kind]
    return replace(cell, recurrent_kernel=replace(cell.recurrent_kernel, scale=radius))


class Pooling(_Layer):
    """``(batch, timesteps, features)`` to ``(batch, features)``: the mean over the steps that are no padding."""

    kind: Literal["pooling"] = "pooling"


class Dropout(_Layer):
    """Switches a share of its inputs off while training; keeps the shape."""

    kind: Literal["dropout"] = "dropout"
    rate: float = Field(ge=0, le=0.9)


class Dense(_Layer):
    """``(batch, features)`` to ``(batch, units)``: a weighted sum with bias, and no less than 0 with ``relu``."""

    kind: Literal["dense"] = "dense"
    units: int = Field(ge=1, le=MOST_CHARACTERS)
    activation: Literal["linear", "relu"] = "linear"


RECURRENT = "recurrent"  # stands for the name of any cell


def _kind(value: Any) -> str:
    kind = value.get("kind") if isinstance(value, dict) else getattr(value, "kind", None)
    return RECURRENT if kind in CELLS else str(kind)


Layer = Annotated[
    Annotated[OneHot, Tag("one_hot")]
    | Annotated[Embedding, Tag("embedding")]
    | Annotated[Bag, Tag("bag")]
    | Annotated[Recurrent, Tag(RECURRENT)]
    | Annotated[Pooling, Tag("pooling")]
    | Annotated[Dropout, Tag("dropout")]
    | Annotated[Dense, Tag("dense")],
    Discriminator(_kind),
]
READERS = (OneHot, Embedding, Bag)


class Network(BaseModel):
    """Input ``(batch, timesteps, features)`` and the layers on top of it.

    With ``symbols`` the input is ``(batch, timesteps)``, whole numbers below it, and the first layer is OneHot,
    Embedding or Bag; ``features`` is then 1. ``masked``: the symbol 0 fills up rows at their end, and all layers pass it over.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    timesteps: int = Field(ge=1, le=1000)
    features: int = Field(ge=1, le=1000)
    symbols: int = Field(default=0, ge=0, le=MOST_SYMBOLS)
    masked: bool = False
    layers: tuple[Layer, ...] = Field(min_length=1, max_length=20)

    @model_validator(mode="after")
    def _symbols_are_read_first(self) -> Self:
        places = [number for number, layer in enumerate(self.layers) if isinstance(layer, READERS)]
        if places != ([0] if self.symbols else []):
            raise ValueError("a network of symbols, and no other, begins with one layer that reads them")
        if self.masked and not isinstance(self.layers[0], Embedding):
            raise ValueError("a network that passes padding over begins with an embedding")
        return self


def describe(network: Network, learned: bool = False) -> list[dict[str, str | int]]:
    """A row a layer: ``layer``, ``output`` shape as text, ``parameters`` (weights and biases; with ``learned`` those that
    training changes).

    A recurrent layer has usually ``columns * units * (features + units + 1)`` parameters, a bidirectional one twice as many.
    """
    rows: list[dict[str, str | int]] = []
    shape: tuple[int, ...] = (network.timesteps, network.features)
    for layer in network.layers:
        count = 0
        if isinstance(layer, OneHot):
            shape = (network.timesteps, network.symbols)
        elif isinstance(layer, Embedding):
            count = network.symbols * layer.units if layer.trainable or not learned else 0
            shape = (network.timesteps, layer.units)
        elif isinstance(layer, Bag):
            shape = (network.symbols,)
        elif isinstance(layer, Recurrent):
            shapes = layer.cell.shapes(shape[-1], layer.units)
            counted = [one.name for one in layer.cell.weights if one.trainable or not learned]
            count = sum(math.prod(shapes[name]) for name in counted) * layer.width // layer.units
            shape = (shape[0], layer.width) if layer.return_sequences else (layer.width,)
        elif isinstance(layer, Pooling):
            shape = shape[1:]
        elif isinstance(layer, Dense):
            count = (shape[-1] + 1) * layer.units
            shape = (*shape[:-1], layer.units)
        rows.append({"layer": title(layer), "output": f"(batch, {', '.join(map(str, shape))})", "parameters": count})
    return rows


def title(layer: Layer) -> str:
    """``LSTM(45)``, ``Bidirectional(GRU(200, relu))``, ``Dropout(0.2)``, ``Dense(1)``."""
    if isinstance(layer, Dropout):
        return f"Dropout({layer.rate:g})"
    if isinstance(layer, (OneHot, Bag, Pooling)):
        return {"one_hot": "One-hot", "bag": "Bag of words", "pooling": "Average pooling"}[layer.kind]
    if isinstance(layer, Recurrent):
        unusual = "" if layer.activation == "tanh" else f", {layer.activation}"
        cell = f"{layer.cell.title}({layer.units}{unusual})"
        return f"Bidirectional({cell})" if layer.bidirectional else cell
    return f"{layer.kind.title()}({layer.units})"


def stack(
    cell: str,
    layers: int,
    units: int,
    dropout: float,
    sequences: bool = False,
    bidirectional: bool = False,
    activation: Activation = "tanh",
    radius: float | None = None,
) -> tuple[Layer, ...]:
    """Recurrent layers, each followed by its dropout; all but the last (with ``sequences`` all) hand on every step."""
    parts: list[Layer] = []
    for number in range(layers):
        on = sequences or number < layers - 1
        more: Any = {"bidirectional": bidirectional, "activation": activation, "radius": radius}
        parts.append(Recurrent(kind=cell, units=units, return_sequences=on, **more))
        if dropout:
            parts.append(Dropout(rate=dropout))
    return tuple(parts)


def parameters(network: Network, learned: bool = False) -> int:
    """Of all its layers; see :func:`describe`."""
    return sum(int(row["parameters"]) for row in describe(network, learned))


def learned_in_words(network: Network) -> str:
    """Where training does not change all weights: ", of which 33 are learned"."""
    learned = parameters(network, learned=True)
    return f", of which {learned:,} are learned" if learned < parameters(network) else ""


def operations(network: Network) -> float:
    """Floating point operations to compute the network on one window once."""
    count, features = 0.0, network.symbols or network.features
    for layer in network.layers:
        if isinstance(layer, Recurrent):
            columns, seeing = len(layer.cell.columns), len(layer.cell.seeing)
            count += 2 * network.timesteps * layer.width * (columns * features + seeing * layer.units)
        elif isinstance(layer, Dense):
            count += 2 * network.timesteps * layer.units * features
        if isinstance(layer, (Embedding, Recurrent, Dense)):
            features = layer.width if isinstance(layer, Recurrent) else layer.units
    return count
