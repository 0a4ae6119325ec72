"""Writing Python that people read. Values come in by ``repr`` only, so that no name of a column can become code."""

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from rnn_core.architecture import CELL_TITLES, Dropout, Embedding, Layer, Network, OneHot, Recurrent
from rnn_core.settings import TrainingSettings

WIDTH = 100
START = """\
{modules}from pathlib import Path

import keras
import numpy as np
import pandas as pd

# The folder of the data and the weights.
FOLDER = Path(__file__).parent if "__file__" in globals() else Path(".")

# False: use the weights that the run ended with.
# True: train again with the same settings. The numbers will be similar, not the same.
TRAIN = False
"""


def start(modules: Sequence[str]) -> str:
    """The imports, those of more standard modules among them, and the switch between using and training."""
    return START.format(modules="".join(f"import {module}\n" for module in modules))


def constant(name: str, value: Any, words: str) -> str:
    """``NAME = value`` under a comment. ``words`` are ours; ``value`` may be a user's: text, numbers, lists of these."""
    return f"{comment(words)}\n{name} = {value!r}\n"


def constants(settings: TrainingSettings, names: Sequence[str]) -> str:
    """One constant for each of these settings, with its title and help."""
    values: Mapping[str, Any] = settings.model_dump(mode="json")
    fields = type(settings).model_fields
    return "\n".join(constant(name.upper(), values[name], f"{fields[name].title}: {fields[name].description}") for name in names)


def comment(words: str) -> str:
    """Lines of a comment."""
    return "\n".join(f"# {line}" for line in textwrap.wrap(words, WIDTH))


def layers(network: Network, inputs: str, last: str, recurrent: str = "") -> str:
    """A list of Keras layers, one a line.

    ``inputs``: arguments of ``keras.Input``; ``last``: what the last layer gives, in words; ``recurrent``: more arguments of
    recurrent layers.
    """
    lines = [f"keras.Input({inputs}),", *(_layer(layer, network.symbols, last, recurrent) for layer in network.layers)]
    return "keras.Sequential(\n    [\n" + textwrap.indent("\n".join(lines), " " * 8) + "\n    ]\n)"


def _layer(layer: Layer, symbols: int, last: str, recurrent: str) -> str:
    if isinstance(layer, OneHot):
        return f"keras.layers.Lambda(lambda ids: keras.ops.one_hot(ids, {symbols})),  # a 1 at the symbol's place, else 0"
    if isinstance(layer, Embedding):
        return f"keras.layers.Embedding({symbols}, {layer.units}),  # {layer.units} learned numbers for each symbol"
    if isinstance(layer, Recurrent):
        every = ", return_sequences=True" if layer.return_sequences else ""
        handed = "hands on what it says after every step" if every else "hands on what it says after the last step"
        return f"keras.layers.{CELL_TITLES[layer.kind]}({layer.units}{every}{recurrent}),  # {handed}"
    if isinstance(layer, Dropout):
        return f"keras.layers.Dropout({layer.rate!r}),  # switches {100 * layer.rate:g} % off at random, while training only"
    return f"keras.layers.Dense({layer.units}),  # {last}"
