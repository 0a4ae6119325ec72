"""Writing Python that people read. Values come in by ``repr`` only, so that no name of a column can become code."""

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from rnn_core.networks.spec import Bag, Dense, Dropout, Embedding, Layer, Network, OneHot, Pooling, Recurrent
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
    lines = [f"keras.Input({inputs}),", *(_layer(layer, network, last, recurrent) for layer in network.layers)]
    return "keras.Sequential(\n    [\n" + textwrap.indent("\n".join(lines), " " * 8) + "\n    ]\n)"


def _layer(layer: Layer, network: Network, last: str, recurrent: str) -> str:
    if isinstance(layer, OneHot):
        return f"keras.layers.Lambda(lambda ids: keras.ops.one_hot(ids, {network.symbols})),  # a 1 at the symbol's place, else 0"
    if isinstance(layer, Bag):
        return f'keras.layers.CategoryEncoding({network.symbols}, output_mode="multi_hot"),  # a 1 for each symbol that occurs'
    if isinstance(layer, Embedding):
        return _embedding(layer, network)
    if isinstance(layer, Recurrent):
        return _recurrent(layer, recurrent)
    if isinstance(layer, Pooling):
        return "keras.layers.GlobalAveragePooling1D(),  # the mean over all steps, padding left out"
    if isinstance(layer, Dropout):
        return f"keras.layers.Dropout({layer.rate!r}),  # switches {100 * layer.rate:g} % off at random, while training only"
    return _dense(layer, last)


def _embedding(layer: Embedding, network: Network) -> str:
    more = (", mask_zero=True" if network.masked else "") + ("" if layer.trainable else ", trainable=False")
    words = f"{layer.units} {'learned' if layer.trainable else 'frozen'} numbers for each symbol"
    padding = "; 0 is padding and is passed over" if network.masked else ""
    return f"keras.layers.Embedding({network.symbols}, {layer.units}{more}),  # {words}{padding}"


def _recurrent(layer: Recurrent, more: str) -> str:
    unusual = "" if layer.activation == "tanh" else f', activation="{layer.activation}"'
    every = ", return_sequences=True" if layer.return_sequences else ""
    if layer.cell.keras:
        cell = f"keras.layers.{layer.cell.keras}({layer.units}{unusual}{every}{more})"
    else:
        cell = f"keras.layers.RNN({layer.cell.class_name}({layer.units}{unusual}){every}{more})"
    handed = f"hands on what it says after {'every' if every else 'the last'} step"
    if layer.bidirectional:
        return f"keras.layers.Bidirectional({cell}),  # one reads from the start, one from the end; {handed}"
    return f"{cell},  # {handed}"


def _dense(layer: Dense, last: str) -> str:
    if layer.activation == "relu":
        return f'keras.layers.Dense({layer.units}, activation="relu"),  # weighted sums, none below 0'
    return f"keras.layers.Dense({layer.units}),  # {last}"
