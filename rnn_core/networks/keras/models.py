"""From a network as data to Keras layers and back to plain arrays. Only the worker loads this file."""

from pathlib import Path

import keras
import numpy as np
from numpy.typing import NDArray

from rnn_core.networks.keras.own_cells import keras_cell
from rnn_core.networks.numpy.network import names
from rnn_core.networks.spec import Bag, Dropout, Embedding, Layer, Network, OneHot, Pooling, Recurrent


def build(network: Network, rows: int | None = None) -> keras.Sequential:
    """A Keras model of plain Keras layers, cells that Keras does not have excepted (``own_cells.py``), with fresh random weights.

    With ``rows`` it reads batches of so many streams and carries its state from batch to batch.
    """
    layers = [_layer(layer, network, rows is not None) for layer in network.layers]
    shape = (None,) if network.symbols else (network.timesteps, network.features)  # texts are read in pieces of any length
    return keras.Sequential([keras.Input(batch_shape=(rows, *shape), dtype="int32" if network.symbols else "float32"), *layers])


def _layer(layer: Layer, network: Network, carry: bool) -> keras.Layer:
    if isinstance(layer, (OneHot, Bag)):
        mode = "one_hot" if isinstance(layer, OneHot) else "multi_hot"
        return keras.layers.CategoryEncoding(num_tokens=network.symbols, output_mode=mode)
    if isinstance(layer, Embedding):
        return keras.layers.Embedding(network.symbols, layer.units, mask_zero=network.masked, trainable=layer.trainable)
    if isinstance(layer, Recurrent):
        return _recurrent(layer, carry)
    if isinstance(layer, Pooling):
        return keras.layers.GlobalAveragePooling1D()
    if isinstance(layer, Dropout):
        return keras.layers.Dropout(layer.rate)
    return keras.layers.Dense(layer.units, layer.activation)


def _recurrent(layer: Recurrent, carry: bool) -> keras.Layer:
    options = {"return_sequences": layer.return_sequences, "stateful": carry}
    if layer.cell.keras:
        one = getattr(keras.layers, layer.cell.keras)(layer.units, layer.activation, **options)
    else:
        one = keras.layers.RNN(keras_cell(layer.cell)(layer.units, layer.activation), **options)
    return keras.layers.Bidirectional(one) if layer.bidirectional else one


def weights(network: Network, model: keras.Sequential) -> dict[str, NDArray[np.float32]]:
    """The model's weights by ``"layer number/tensor"``, as ``NumpyNetwork`` and ``model.safetensors`` name them."""
    return dict(zip(names(network), model.get_weights(), strict=True))


def save(network: Network, values: dict[str, NDArray[np.float32]], path: Path) -> None:
    """Write ``model.keras`` in Keras' own format, for download: a plain model, which needs nothing of ours but our own cells."""
    model = build(network)
    model.set_weights([values[name] for name in names(network)])
    part = path.with_name(f".part-{path.name}")
    model.save(part)
    part.replace(path)
