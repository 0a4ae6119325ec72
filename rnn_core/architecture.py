"""A network as data: a closed, bounded list of layers that ``network.json`` holds.

Each kind has one Keras builder (``networks.py``) and one NumPy twin (``numpy_rnn.py``).
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class _Layer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Recurrent(_Layer):
    """Reads ``(batch, timesteps, features)``; gives ``(batch, timesteps, units)`` or, last step only, ``(batch, units)``."""

    kind: Literal["simple_rnn", "lstm", "gru"]
    units: int = Field(ge=1, le=1024)
    return_sequences: bool


class Dropout(_Layer):
    """Switches a share of its inputs off while training; keeps the shape."""

    kind: Literal["dropout"] = "dropout"
    rate: float = Field(ge=0, le=0.9)


class Dense(_Layer):
    """``(batch, features)`` to ``(batch, units)``: a weighted sum with bias."""

    kind: Literal["dense"] = "dense"
    units: int = Field(ge=1, le=1024)


Layer = Annotated[Recurrent | Dropout | Dense, Field(discriminator="kind")]


class Network(BaseModel):
    """Input ``(batch, timesteps, features)`` and the layers on top of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    timesteps: int = Field(ge=1, le=1000)
    features: int = Field(ge=1, le=1000)
    layers: tuple[Layer, ...] = Field(min_length=1, max_length=20)


GATES = {"simple_rnn": 1, "gru": 3, "lstm": 4}


def describe(network: Network) -> list[dict[str, str | int]]:
    """A row a layer: ``layer``, ``output`` shape as text, ``parameters`` (weights and biases).

    A recurrent layer has ``gates * units * (features + units + 1)`` parameters; a GRU has a second bias.
    """
    rows: list[dict[str, str | int]] = []
    shape: tuple[int, ...] = (network.timesteps, network.features)
    for layer in network.layers:
        count = 0
        if isinstance(layer, Recurrent):
            biases = 2 if layer.kind == "gru" else 1
            count = GATES[layer.kind] * layer.units * (shape[-1] + layer.units + biases)
            shape = (shape[0], layer.units) if layer.return_sequences else (layer.units,)
        elif isinstance(layer, Dense):
            count = (shape[-1] + 1) * layer.units
            shape = (*shape[:-1], layer.units)
        rows.append({"layer": title(layer), "output": f"(batch, {', '.join(map(str, shape))})", "parameters": count})
    return rows


def title(layer: Layer) -> str:
    """``LSTM(45)``, ``Dropout(0.2)``, ``Dense(1)``."""
    if isinstance(layer, Dropout):
        return f"Dropout({layer.rate:g})"
    return f"{CELL_TITLES.get(layer.kind, 'Dense')}({layer.units})"


CELL_TITLES = {"simple_rnn": "SimpleRNN", "lstm": "LSTM", "gru": "GRU"}


def stack(cell: Literal["simple_rnn", "lstm", "gru"], layers: int, units: int, dropout: float) -> tuple[Layer, ...]:
    """Recurrent layers, each followed by its dropout; all but the last hand on every step."""
    parts: list[Layer] = []
    for number in range(layers):
        parts.append(Recurrent(kind=cell, units=units, return_sequences=number < layers - 1))
        if dropout:
            parts.append(Dropout(rate=dropout))
    return tuple(parts)
