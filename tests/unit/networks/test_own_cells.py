"""The text of our own cells in exported programs: it needs Keras alone, and opens ``model.keras``."""

import numpy as np
import pytest

from rnn_core.codegen import source
from rnn_core.codegen.own_cells import own_cells
from rnn_core.networks.cells import CELLS
from rnn_core.networks.numpy.network import NumpyNetwork
from rnn_core.networks.spec import Dense, Network, stack

OWN = [name for name, cell in CELLS.items() if not cell.keras]


@pytest.fixture
def registered(monkeypatch):
    """What Keras knows by name, put back afterwards."""
    import keras

    from rnn_core.networks.keras.own_cells import keras_cell

    known = keras.saving.get_custom_objects()
    for cell in OWN:
        monkeypatch.setitem(known, f"rnn_lab>{CELLS[cell].class_name}", keras_cell(CELLS[cell]))


@pytest.mark.usefixtures("registered")
@pytest.mark.parametrize("cell", OWN)
def test_a_program_defines_the_cell(cell, tmp_path):
    import keras

    from rnn_core.networks.keras import models

    spec = Network(timesteps=4, features=2, layers=(*stack(cell, 2, 3, 0.1, bidirectional=True), Dense(units=2)))
    (section,) = own_cells(spec)
    assert "rnn_core" not in section.code
    names = {"keras": keras, "__name__": "elsewhere"}
    exec(f"{section.code}\n\nnetwork = {source.layers(spec, 'shape=(4, 2)', 'two numbers')}", names)
    network, inputs = names["network"], np.random.default_rng(1).normal(size=(3, 4, 2)).astype(np.float32)
    network.set_weights([np.random.default_rng(2).normal(0, 0.5, value.shape) for value in network.get_weights()])
    weights = models.weights(spec, network)
    found = NumpyNetwork(spec, weights).predict(inputs)
    np.testing.assert_allclose(found, network(inputs), rtol=0, atol=1e-5)
    assert np.ptp(found) > 0.1
    network.save(tmp_path / "theirs.keras")
    models.save(spec, weights, tmp_path / "ours.keras")  # by the names that are known now
    for name in ("theirs", "ours"):
        again = keras.models.load_model(tmp_path / f"{name}.keras")
        assert type(again.layers[0].forward_layer.cell) is names[CELLS[cell].class_name]
        np.testing.assert_allclose(again(inputs), found, rtol=0, atol=1e-5)


def test_cells_that_keras_has_are_not_defined_again():
    for cell in ("simple_rnn", "lstm", "gru"):
        assert own_cells(Network(timesteps=4, features=2, layers=stack(cell, 1, 3, 0))) == ()
