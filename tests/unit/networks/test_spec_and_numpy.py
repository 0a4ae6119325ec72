"""Networks as data, and their NumPy twin beside Keras itself."""

import json

import numpy as np
import pytest
from pydantic import ValidationError

from rnn_core.bundle.archive import shapes
from rnn_core.networks.cells import CELLS
from rnn_core.networks.numpy.functions import sigmoid
from rnn_core.networks.numpy.network import NumpyNetwork
from rnn_core.networks.spec import Dense, Dropout, Network, Recurrent, describe, stack, title

ACTIVATIONS = ("tanh", "relu")


def network(
    cell: str, layers: int = 1, features: int = 1, units: int = 6, dropout: float = 0, activation: str = "tanh"
) -> Network:
    cells = stack(cell, layers, units, dropout, activation=activation)
    return Network(timesteps=7, features=features, layers=(*cells, Dense(units=2)))


def random_weights(model, seed: int = 0) -> None:
    """Every weight random, the biases too: Keras would begin with zeros."""
    rng = np.random.default_rng(seed)
    model.set_weights([rng.normal(0, 0.6, value.shape).astype(np.float32) for value in model.get_weights()])


@pytest.mark.parametrize("layers", [1, 2])
@pytest.mark.parametrize("features", [1, 3])
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("cell", CELLS)
def test_the_numpy_twin_equals_keras(cell, activation, features, layers):
    from rnn_core.networks.keras import models

    spec = network(cell, layers, features, dropout=0.3, activation=activation)
    model = models.build(spec)
    assert {layer.cell.activation.__name__ for layer in model.layers if hasattr(layer, "cell")} == {activation}
    random_weights(model)
    weights = models.weights(spec, model)
    biases = [value for name, value in weights.items() if name.endswith("/bias")]
    assert len(biases) == layers + 1
    assert all(np.abs(value).min() > 0 for value in biases)
    inputs = np.random.default_rng(1).normal(size=(5, 7, features)).astype(np.float32)
    expected = np.asarray(model(inputs))
    found = NumpyNetwork(spec, weights).predict(inputs)
    assert found.shape == (5, 2)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-5)
    assert np.ptp(expected) > 0.1


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("cell", CELLS)
def test_a_sequence_for_a_sequence_equals_keras(cell, activation):
    from rnn_core.networks.keras import models

    first = Recurrent(kind=cell, units=4, return_sequences=True, activation=activation)
    spec = Network(timesteps=5, features=2, layers=(first, Dense(units=3)))
    model = models.build(spec)
    random_weights(model)
    inputs = np.random.default_rng(1).normal(size=(2, 5, 2)).astype(np.float32)
    found = NumpyNetwork(spec, models.weights(spec, model)).predict(inputs)
    assert found.shape == (2, 5, 3)
    np.testing.assert_allclose(found, np.asarray(model(inputs)), rtol=0, atol=1e-5)


@pytest.mark.parametrize("layers", [1, 2, 4])
@pytest.mark.parametrize("cell", CELLS)
def test_the_number_of_parameters_is_that_of_keras(cell, layers):
    from rnn_core.networks.keras import models

    spec = network(cell, layers, features=3, units=5, dropout=0.2)
    model = models.build(spec)
    counts = [row["parameters"] for row in describe(spec)]
    assert counts == [layer.count_params() for layer in model.layers]
    assert sum(counts) == model.count_params()


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_saved_keras_file_is_the_same_network(tmp_path, activation):
    import keras

    from rnn_core.networks.keras import models

    spec = network("lstm", 2, features=2, dropout=0.2, activation=activation)
    model = models.build(spec)
    random_weights(model)
    weights = models.weights(spec, model)
    models.save(spec, weights, tmp_path / "model.keras")
    again = keras.models.load_model(tmp_path / "model.keras")
    inputs = np.random.default_rng(1).normal(size=(3, 7, 2)).astype(np.float32)
    np.testing.assert_allclose(np.asarray(again(inputs)), NumpyNetwork(spec, weights).predict(inputs), rtol=0, atol=1e-5)
    assert [type(layer).__module__.split(".")[0] for layer in again.layers] == ["keras"] * 5


@pytest.mark.parametrize("cell", [cell for cell in CELLS if not CELLS[cell].keras])
def test_a_saved_file_with_our_own_cell_is_the_same_network(tmp_path, cell):
    import keras

    from rnn_core.networks.keras import models

    layers = (*stack(cell, 2, 3, 0, bidirectional=True, activation="relu"), Dense(units=2))
    spec = Network(timesteps=4, features=2, layers=layers)
    model = models.build(spec)
    random_weights(model)
    models.save(spec, models.weights(spec, model), tmp_path / "model.keras")
    inputs = np.random.default_rng(1).normal(size=(3, 4, 2)).astype(np.float32)
    np.testing.assert_allclose(keras.models.load_model(tmp_path / "model.keras")(inputs), model(inputs), rtol=0, atol=1e-6)


def test_the_tutorials_network_has_the_articles_parameters():
    spec = Network(timesteps=40, features=1, layers=(*stack("lstm", 4, 45, 0.2), Dense(units=1)))
    assert describe(spec) == [
        {"layer": "LSTM(45)", "output": "(batch, 40, 45)", "parameters": 8460},  # 4 * 45 * (1 + 45 + 1)
        {"layer": "Dropout(0.2)", "output": "(batch, 40, 45)", "parameters": 0},
        {"layer": "LSTM(45)", "output": "(batch, 40, 45)", "parameters": 16380},  # 4 * 45 * (45 + 45 + 1)
        {"layer": "Dropout(0.2)", "output": "(batch, 40, 45)", "parameters": 0},
        {"layer": "LSTM(45)", "output": "(batch, 40, 45)", "parameters": 16380},
        {"layer": "Dropout(0.2)", "output": "(batch, 40, 45)", "parameters": 0},
        {"layer": "LSTM(45)", "output": "(batch, 45)", "parameters": 16380},
        {"layer": "Dropout(0.2)", "output": "(batch, 45)", "parameters": 0},
        {"layer": "Dense(1)", "output": "(batch, 1)", "parameters": 46},
    ]


def test_an_elman_cell_by_hand():
    spec = Network(timesteps=2, features=1, layers=(Recurrent(kind="simple_rnn", units=1, return_sequences=False),))
    weights = {"0/kernel": [[2.0]], "0/recurrent_kernel": [[3.0]], "0/bias": [0.5]}
    twin = NumpyNetwork(spec, {name: np.array(value, np.float32) for name, value in weights.items()})
    first = np.tanh(2 * 0.1 + 0.5)
    second = np.tanh(2 * -0.2 + 3 * first + 0.5)
    found = twin.predict(np.array([[[0.1], [-0.2]]]))
    assert found.item() == pytest.approx(second, abs=1e-6)


def test_cells_with_relu_by_hand():
    """One unit, one step from a state of 0: all weights are 1 and all biases 0, so that every sum is the input, 2 or -2."""
    half = 1 / (1 + np.exp(-2))  # a gate
    expected = {"simple_rnn": 2, "lstm": half * half * 2, "gru": (1 - half) * 2}
    for kind, answer in expected.items():
        first = Recurrent(kind=kind, units=1, return_sequences=False, activation="relu")
        ones, zeros = np.ones((1, len(CELLS[kind].columns)), np.float32), np.zeros(len(CELLS[kind].columns), np.float32)
        weights = {"0/kernel": ones, "0/recurrent_kernel": ones, "0/bias": np.stack([zeros] * 2) if kind == "gru" else zeros}
        found = NumpyNetwork(Network(timesteps=1, features=1, layers=(first,)), weights).predict(np.array([[[2]], [[-2]]]))
        assert found.ravel() == pytest.approx([answer, 0], abs=1e-6)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_an_lstm_with_peepholes_by_hand(activation):
    """Two steps of one unit, whose input and forget gates see no memory at the first one."""
    weights = {"0/kernel": [[0, 0, 1, 0]], "0/recurrent_kernel": [[0, 0, 0, 2]], "0/bias": [0, 0, 0, 0.5]}
    weights["0/peephole"] = [[3], [-2], [4]]
    act = {"tanh": np.tanh, "relu": abs}[activation]  # all numbers are positive here
    c1 = act(0.5) * open_by(0)
    h1 = open_by(0.5 + 4 * c1) * act(c1)
    c2 = open_by(-2 * c1) * c1 + open_by(3 * c1) * act(0.25)
    h2 = open_by(2 * h1 + 0.5 + 4 * c2) * act(c2)
    assert steps_of("lstm_peephole", activation, weights, [0.5, 0.25]) == pytest.approx([h1, h2], abs=1e-6)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_an_lstm_with_coupled_gates_by_hand(activation):
    """Two steps of one unit, of which a quarter of the memory is kept: the gates' sum is log(1/3)."""
    weights = {"0/kernel": [[0, 1, 0]], "0/recurrent_kernel": [[0, 2, 0]], "0/bias": [np.log(1 / 3), 0, 0]}
    act = {"tanh": np.tanh, "relu": abs}[activation]
    c1 = 0.75 * act(0.5)
    h1 = 0.5 * act(c1)
    c2 = 0.25 * c1 + 0.75 * act(0.25 + 2 * h1)
    assert steps_of("lstm_coupled", activation, weights, [0.5, 0.25]) == pytest.approx([h1, 0.5 * act(c2)], abs=1e-6)


def test_a_mingru_by_hand():
    """Two steps of one unit, of which three quarters are kept: the gate's sum is log(3)."""
    weights = {"0/kernel": [[0, 1]], "0/bias": [np.log(3), 0]}
    assert steps_of("mingru", "tanh", weights, [0.5, 0.25]) == pytest.approx([0.125, 0.75 * 0.125 + 0.25 * 0.25], abs=1e-6)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("far", [0, 60])
def test_an_slstm_by_hand(activation, far):
    """Two steps of one unit by the formulas without the largest exponent, which changes nothing: nor do exponents near 60."""
    weights = {"0/kernel": [[1, 0, 1, 0]], "0/recurrent_kernel": [[0, 0, 2, 0]], "0/bias": [far, 0, 0, 0]}
    act = {"tanh": np.tanh, "relu": abs}[activation]
    c1, n1 = np.exp(0.5) * act(0.5), np.exp(0.5)
    h1 = 0.5 * c1 / n1
    c2, n2 = 0.5 * c1 + np.exp(0.25) * act(0.25 + 2 * h1), 0.5 * n1 + np.exp(0.25)
    assert steps_of("slstm", activation, weights, [0.5, 0.25]) == pytest.approx([h1, 0.5 * c2 / n2], abs=1e-5)


def test_an_slstm_survives_sums_of_any_size():
    weights = {"0/kernel": [[1000, 1000, 1, 0]], "0/recurrent_kernel": [[0, 0, 0, 0]], "0/bias": [0, 0, 0, 0]}
    assert np.isfinite(steps_of("slstm", "tanh", weights, [1, -1, 1, -1, -1, 0.5])).all()


def open_by(total: float) -> float:
    """How far a gate is open."""
    return 1 / (1 + np.exp(-total))


def steps_of(kind: str, activation: str, weights: dict, inputs: list[float]) -> list[float]:
    """What one unit says after each step."""
    layer = Recurrent(kind=kind, units=1, return_sequences=True, activation=activation)
    spec = Network(timesteps=len(inputs), features=1, layers=(layer,))
    twin = NumpyNetwork(spec, {name: np.array(value, np.float32) for name, value in weights.items()})
    return twin.predict(np.array(inputs)[None, :, None]).ravel().tolist()


def test_without_peepholes_it_is_the_usual_lstm():
    rng = np.random.default_rng(4)
    inputs = rng.normal(size=(3, 7, 2))
    weights = {name: rng.normal(size=shape) for name, shape in shapes(network("lstm", features=2)).items()}
    found = NumpyNetwork(network("lstm_peephole", features=2), {**weights, "0/peephole": np.zeros((3, 6))}).predict(inputs)
    np.testing.assert_allclose(found, NumpyNetwork(network("lstm", features=2), weights).predict(inputs), rtol=1e-6)


@pytest.mark.parametrize("cell", [name for name, cell in CELLS.items() if cell.bias.start == "zeros"])
def test_a_cell_begins_with_remembering(cell):
    """The forget gate's bias is 1, all others 0; peepholes begin at 0, as if there were none."""
    from rnn_core.networks.keras import models

    spec = network(cell, units=3)
    weights = models.weights(spec, models.build(spec))
    ones = {"lstm_coupled": slice(0, 3)}.get(cell, slice(3, 6) if "lstm" in cell else slice(0))
    expected = np.zeros_like(weights["0/bias"])
    expected[ones] = 1
    np.testing.assert_array_equal(weights["0/bias"], expected)
    np.testing.assert_array_equal(weights.get("0/peephole", 0), 0)
    if CELLS[cell].seeing:
        recurrent = weights["0/recurrent_kernel"]
        np.testing.assert_allclose(
            recurrent @ recurrent.T, CELLS[cell].recurrent_kernel.scale ** 2 * np.eye(3), atol=1e-6
        )  # orthogonal
    states = {"slstm": 4}.get(cell, 1 + ("lstm" in cell))
    assert len(Recurrent(kind=cell, units=3, return_sequences=False).states) == states


def dropped(rate: float) -> NumpyNetwork:
    spec = Network(timesteps=1, features=1, layers=(Dropout(rate=rate),))
    return NumpyNetwork(spec, {})


def test_dropout_is_only_active_with_a_random_generator():
    ones = np.ones((100, 1, 50), np.float32)
    twin = dropped(0.25)
    np.testing.assert_array_equal(twin.predict(ones), ones)
    found = twin.predict(ones, dropout=np.random.default_rng(0))
    assert set(np.unique(found)) == {0, np.float32(1) / np.float32(0.75)}
    assert np.mean(found == 0) == pytest.approx(0.25, abs=0.02)  # of 5,000
    np.testing.assert_array_equal(found, twin.predict(ones, dropout=np.random.default_rng(0)))
    assert not np.array_equal(found, twin.predict(ones, dropout=np.random.default_rng(1)))


def test_a_rate_of_zero_drops_nothing():
    ones = np.ones((10, 1, 5), np.float32)
    np.testing.assert_array_equal(dropped(0).predict(ones, dropout=np.random.default_rng(0)), ones)


def test_sigmoid_by_hand_and_far_out():
    x = np.array([0, 1, -1, 1000, -1000], np.float32)
    with np.errstate(over="raise"):
        found = sigmoid(x)
    np.testing.assert_allclose(found, [0.5, 1 / (1 + np.exp(-1)), 1 / (1 + np.e), 1, 0], rtol=0, atol=1e-7)


def test_a_stack_hands_on_every_step_but_the_last():
    found = stack("gru", 3, 8, 0.1)
    assert [title(layer) for layer in found] == ["GRU(8)", "Dropout(0.1)"] * 3
    assert [layer.return_sequences for layer in found[::2]] == [True, True, False]
    assert stack("simple_rnn", 1, 8, 0) == (Recurrent(kind="simple_rnn", units=8, return_sequences=False),)


def test_a_title_names_what_is_unusual():
    assert [title(layer) for layer in stack("gru", 2, 200, 0, activation="relu")] == ["GRU(200, relu)"] * 2
    (both,) = stack("simple_rnn", 1, 8, 0, bidirectional=True, activation="relu")
    assert title(both) == "Bidirectional(SimpleRNN(8, relu))"
    assert title(Dense(units=3, activation="relu")) == "Dense(3)"


def test_a_layer_with_tanh_is_written_as_before_there_was_a_choice():
    written = {"kind": "lstm", "units": 5, "return_sequences": False, "bidirectional": False}
    old = Recurrent.model_validate(written)
    assert old == Recurrent(kind="lstm", units=5, return_sequences=False, activation="tanh")
    assert network("lstm", units=5).model_dump(mode="json")["layers"][0] == written
    other = network("lstm", units=5, activation="relu")
    assert other.model_dump(mode="json")["layers"][0] == {**written, "activation": "relu"}
    assert other != network("lstm", units=5)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("cell", CELLS)
def test_a_network_survives_json(cell, activation):
    spec = network(cell, 2, features=3, dropout=0.2, activation=activation)
    text = json.dumps(spec.model_dump(mode="json"))
    assert Network.model_validate(json.loads(text)) == spec
    assert Network.model_validate_json(text) == spec


GOOD = {"timesteps": 5, "features": 1, "layers": [{"kind": "dense", "units": 1}]}


@pytest.mark.parametrize(
    "change",
    [
        {"code": "import os"},
        {"timesteps": 0},
        {"timesteps": 1001},
        {"features": 1001},
        {"layers": []},
        {"layers": [{"kind": "dense", "units": 1}] * 21},
        {"layers": [{"kind": "dense", "units": 10_001}]},
        {"layers": [{"kind": "dense", "units": 0}]},
        {"layers": [{"kind": "dense", "units": 1, "activation": "tanh"}]},
        {"layers": [{"kind": "lambda", "function": "x"}]},
        {"layers": [{"kind": "lstm", "units": 5000, "return_sequences": False}]},
        {"layers": [{"kind": "lstm", "units": 5}]},
        {"layers": [{"kind": "lstm", "units": 5, "return_sequences": False, "activation": "linear"}]},
        {"layers": [{"kind": "dropout", "rate": 1}]},
        {"layers": [{"kind": "dropout", "rate": float("nan")}]},
        {"layers": [{"units": 1}]},
    ],
    ids=str,
)
def test_whatever_is_not_a_bounded_network_is_refused(change):
    assert Network.model_validate(GOOD).features == 1
    with pytest.raises(ValidationError):
        Network.model_validate({**GOOD, **change})
