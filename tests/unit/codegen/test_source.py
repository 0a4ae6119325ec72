"""Layers that are written as Keras code are those of the network."""

import numpy as np
import pytest

from rnn_core.codegen.source import layers
from rnn_core.networks.cells import CELLS
from rnn_core.networks.spec import Bag, Dense, Embedding, Network, Pooling, stack


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("both", [True, False])
def test_written_layers_are_those_of_the_network(cell, both):
    import keras

    from rnn_core.networks.keras import models
    from rnn_core.networks.keras.own_cells import keras_cell

    dense = Dense(units=3, activation="relu"), Dense(units=2)
    for body, masked in (
        ((Embedding(units=3, trainable=both), *stack(cell, 2, 4, 0.1, bidirectional=both)), True),
        ((Embedding(units=3), *stack(cell, 2, 4, 0, bidirectional=both, activation="relu")), True),
        ((Embedding(units=3), Pooling()), both),
        ((Bag(),), False),
    ):
        spec = Network(timesteps=5, features=1, symbols=9, masked=masked, layers=(*body, *dense))
        names = {"keras": keras, CELLS[cell].class_name: keras_cell(CELLS[cell])}
        code = layers(spec, 'shape=(5,), dtype="int32"', "a logit")
        exec(f"written = {code}", names)
        built, ids = models.build(spec), np.array([[3, 1, 8, 0, 0], [1, 2, 3, 4, 5]])
        names["written"].set_weights(built.get_weights())
        np.testing.assert_allclose(names["written"](ids), built(ids), atol=1e-6)
        assert len(names["written"].trainable_weights) == len(built.trainable_weights)
