"""Traces of cells beside Keras' own states, and by hand."""

import itertools

import numpy as np
import pytest

from rnn_core.networks.cells import CELLS
from rnn_core.networks.numpy.activations import trace, traces
from rnn_core.networks.numpy.functions import sigmoid
from rnn_core.networks.numpy.network import NumpyNetwork
from rnn_core.networks.numpy.stepping import Stepper
from rnn_core.networks.spec import Dense, Dropout, Embedding, Network, OneHot, Pooling, Recurrent, stack

UNITS, STEPS, FEATURES = 5, 7, 3
GATES = {
    "simple_rnn": (),
    "lstm": ("forget", "input", "candidate", "output"),
    "gru": ("update", "reset", "candidate"),
    "lstm_peephole": ("forget", "input", "candidate", "output"),
    "lstm_coupled": ("forget", "input", "candidate", "output"),
    "mingru": ("update", "candidate"),
    "slstm": ("forget", "input", "candidate", "output"),
}


def act(name):
    return {"tanh": np.tanh, "relu": lambda x: np.maximum(x, 0)}[name]


def recomputed(kind, gates, activation, hidden):
    """h and c of every step, (steps, units), from the gates that are shown alone."""
    h = c = n = np.zeros(UNITS)
    found = []
    for time in range(STEPS):
        now = {name: values[time] for name, values in gates.items()}
        if kind in ("gru", "mingru"):
            h = now["update"] * h + (1 - now["update"]) * now["candidate"]
        elif kind == "simple_rnn":
            h = hidden[time]  # it has no gates to compute it from
        else:
            c, n = now["forget"] * c + now["input"] * now["candidate"], now["forget"] * n + now["input"]
            h = now["output"] * (c / n if kind == "slstm" else act(activation)(c))
        found.append((h, c))
    return np.array(found).transpose(1, 0, 2)


def built(spec, seed=0):
    """A Keras model with random weights, and its twin."""
    from rnn_core.networks.keras import models

    model, rng = models.build(spec), np.random.default_rng(seed)
    model.set_weights([rng.normal(0, 0.6, value.shape).astype(np.float32) for value in model.get_weights()])
    return model, NumpyNetwork(spec, models.weights(spec, model))


def kerass_states(layer, inputs):
    """States (states, steps, units) by Keras' own layer, with return_state, on each beginning of the input."""
    import keras

    twin = type(layer).from_config({**layer.get_config(), "name": "again", "return_sequences": False, "return_state": True})
    twin.build((1, STEPS, FEATURES))
    twin.set_weights(layer.get_weights())
    after = [twin(inputs[None, : time + 1])[1:] for time in range(STEPS)]
    return np.array([[keras.ops.convert_to_numpy(state)[0] for state in states] for states in after]).transpose(1, 0, 2)


def one_layer(kind, activation="tanh", **more):
    layer = Recurrent(kind=kind, units=UNITS, return_sequences=True, activation=activation, **more)
    return Network(timesteps=STEPS, features=FEATURES, layers=(layer, Dense(units=2)))


def numbers(seed=1, steps=STEPS):
    return np.random.default_rng(seed).normal(size=(steps, FEATURES)).astype(np.float32)


@pytest.mark.parametrize("activation", ["tanh", "relu"])
@pytest.mark.parametrize("kind", ["simple_rnn", "lstm", "gru"])
def test_states_from_the_shown_gates_are_those_of_keras(kind, activation):
    model, twin = built(one_layer(kind, activation))
    inputs = numbers()
    (found,) = trace(twin, inputs)
    cell = next(layer for layer in model.layers if hasattr(layer, "return_sequences"))
    states = kerass_states(cell, inputs)
    assert tuple(found.gates) == GATES[kind]
    assert found.hidden.shape == (STEPS, UNITS)
    np.testing.assert_array_equal(found.inputs, inputs)
    hidden, memory = recomputed(kind, found.gates, activation, found.hidden)
    np.testing.assert_allclose(hidden, states[0], rtol=0, atol=1e-5)
    np.testing.assert_allclose(found.hidden, states[0], rtol=0, atol=1e-5)
    assert ("c" in found.states) == (kind == "lstm") == (len(states) == 2)
    if "c" in found.states:
        np.testing.assert_allclose(memory, states[1], rtol=0, atol=1e-5)
        np.testing.assert_allclose(found.states["c"], states[1], rtol=0, atol=1e-5)
        assert found.memory is found.states["c"]


def test_a_gru_resets_what_it_says():
    """The reset gate is in no state, only in the candidate: that one is computed here from the weights."""
    _, twin = built(one_layer("gru"))
    inputs = numbers()
    (found,) = trace(twin, inputs)
    kernel, recurrent, bias = (twin.weights[f"0/{name}"] for name in ("kernel", "recurrent_kernel", "bias"))
    before = np.vstack([np.zeros(UNITS), found.hidden[:-1]])
    own, sums = inputs @ kernel + bias[0], before @ recurrent + bias[1]
    reset = 1 / (1 + np.exp(-(own + sums)[:, UNITS : 2 * UNITS]))
    np.testing.assert_allclose(found.gates["reset"], reset, atol=1e-6)
    candidate = np.tanh(own[:, 2 * UNITS :] + reset * sums[:, 2 * UNITS :])
    np.testing.assert_allclose(found.gates["candidate"], candidate, atol=1e-6)


@pytest.mark.parametrize("kind", GATES)
def test_an_output_of_the_twin_is_the_hidden_state(kind):
    """Also of the kinds that Keras does not have."""
    network = one_layer(kind)
    twin = NumpyNetwork(network, made_weights(kind))
    (found,) = trace(twin, numbers())
    last = twin.weights["1/kernel"]
    np.testing.assert_allclose(found.hidden @ last + twin.weights["1/bias"], twin.predict(numbers()[None])[0], atol=1e-5)
    hidden, memory = recomputed(kind, found.gates, "tanh", found.hidden)
    np.testing.assert_allclose(hidden, found.hidden, atol=1e-6)
    if "c" in found.states:
        np.testing.assert_allclose(memory, found.states["c"], atol=1e-6)


def made_weights(kind, seed=3):
    rng = np.random.default_rng(seed)
    gates = len(CELLS[kind].columns)
    shapes = {
        "0/kernel": (FEATURES, gates * UNITS),
        "0/recurrent_kernel": (UNITS, gates * UNITS),
        "0/bias": (2, 3 * UNITS) if kind == "gru" else (gates * UNITS,),
        "0/peephole": (3, UNITS),
        "1/kernel": (UNITS, 2),
        "1/bias": (2,),
    }
    return {name: rng.normal(0, 0.6, shape).astype(np.float32) for name, shape in shapes.items()}


def test_peepholes_look_at_the_cell_state():
    """Gers and Schmidhuber (2000): input and forget gate see the old c, the output gate the new one."""
    weights = made_weights("lstm_peephole")
    (found,) = trace(NumpyNetwork(one_layer("lstm_peephole"), weights), numbers())
    peephole, before = weights["0/peephole"], np.vstack([np.zeros(UNITS), found.states["c"][:-1]])
    previous = np.vstack([np.zeros(UNITS), found.hidden[:-1]])
    sums = numbers() @ weights["0/kernel"] + weights["0/bias"] + previous @ weights["0/recurrent_kernel"]
    inputs, forget, _, output = np.split(sums, 4, axis=1)
    np.testing.assert_allclose(found.gates["input"], sigmoid(inputs + peephole[0] * before), atol=1e-5)
    np.testing.assert_allclose(found.gates["forget"], sigmoid(forget + peephole[1] * before), atol=1e-5)
    np.testing.assert_allclose(found.gates["output"], sigmoid(output + peephole[2] * found.states["c"]), atol=1e-5)


def test_coupled_gates_let_in_what_they_forget():
    (found,) = trace(NumpyNetwork(one_layer("lstm_coupled"), made_weights("lstm_coupled")), numbers())
    np.testing.assert_allclose(found.gates["input"] + found.gates["forget"], 1, atol=1e-6)
    assert np.ptp(found.gates["forget"]) > 0.1


@pytest.mark.parametrize("kind", ["simple_rnn", "lstm", "gru"])
def test_both_directions_of_two_layers_are_those_of_keras(kind):
    import keras

    cells = stack(kind, 2, UNITS, 0.2, sequences=True, bidirectional=True)
    spec = Network(timesteps=STEPS, features=FEATURES, layers=(*cells, Dense(units=2)))
    model, twin = built(spec)
    found = trace(twin, numbers())
    assert [(each.layer, each.direction) for each in found] == [(0, "forward"), (0, "backward"), (2, "forward"), (2, "backward")]
    both = [layer for layer in model.layers if isinstance(layer, keras.layers.Bidirectional)]
    outputs = [keras.Model(model.inputs[0], layer.output)(numbers()[None]).numpy()[0] for layer in both]
    np.testing.assert_allclose(np.hstack([found[0].hidden, found[1].hidden]), outputs[0], atol=1e-5)
    np.testing.assert_allclose(np.hstack([found[2].hidden, found[3].hidden]), outputs[1], atol=1e-5)
    np.testing.assert_allclose(found[2].inputs, outputs[0], atol=1e-5)


@pytest.mark.parametrize(("kind", "activation"), [*itertools.product(["lstm", "gru"], ["tanh", "relu"])])
def test_padding_is_passed_over_both_ways(kind, activation):
    cells = stack(kind, 1, UNITS, 0, sequences=True, bidirectional=True, activation=activation)
    spec = Network(
        timesteps=9, features=1, symbols=8, masked=True, layers=(Embedding(units=4), *cells, Pooling(), Dense(units=2))
    )
    _, twin = built(spec)
    alone = trace(twin, np.array([3, 1, 5, 2]))
    filled = trace(twin, np.array([3, 1, 5, 2, 0, 0, 0, 0, 0]))
    batch = list(traces(twin, np.array([[3, 1, 5, 2, 0, 0], [7, 7, 7, 1, 1, 2]])))
    for one, other, many in zip(alone, filled, batch, strict=True):
        assert other.hidden.shape == (4, UNITS)
        np.testing.assert_allclose(one.hidden, other.hidden, atol=1e-6)
        np.testing.assert_allclose(one.hidden, many.row(0, 4).hidden, atol=1e-6)
    mean = np.hstack([each.hidden.mean(axis=0) for each in alone])
    answer = mean @ twin.weights["3/kernel"] + twin.weights["3/bias"]
    np.testing.assert_allclose(answer, twin.predict(np.array([[3, 1, 5, 2, 0, 0, 0, 0, 0]]))[0], atol=1e-5)


@pytest.mark.parametrize("reader", [OneHot(), Embedding(units=4)])
def test_a_text_may_be_longer_than_the_windows_of_the_training(reader):
    """The states are carried on, as in live writing."""
    cells = (Recurrent(kind="lstm", units=UNITS, return_sequences=True), Dropout(rate=0.1))
    more = Recurrent(kind="lstm", units=4, return_sequences=True)
    spec = Network(timesteps=6, features=1, symbols=9, layers=(reader, *cells, more, Dense(units=9)))
    _, twin = built(spec)
    ids = np.random.default_rng(2).integers(0, 9, 40)
    found = trace(twin, ids)
    stepper = Stepper(spec, dict(twin.weights))
    states = stepper.start()
    for time, one in enumerate(ids):
        output, states = stepper.step(np.array([one]), states)
        np.testing.assert_allclose(found[1].hidden[time], output[0], atol=1e-5)
        np.testing.assert_allclose(found[0].states["c"][time], states[0][1][0], atol=1e-5)
    assert found[0].inputs.shape == ((40,) if reader.kind == "one_hot" else (40, 4))


def test_a_network_without_memory_has_nothing_to_trace():
    spec = Network(timesteps=4, features=1, symbols=5, masked=True, layers=(Embedding(units=3), Pooling(), Dense(units=2)))
    _, twin = built(spec)
    assert trace(twin, np.array([1, 2, 3, 4])) == []


def test_nothing_grows_without_end_in_the_padding():
    cell = Recurrent(kind="simple_rnn", units=2, return_sequences=True, activation="relu")
    spec = Network(
        timesteps=500, features=1, symbols=3, masked=True, layers=(Embedding(units=1), cell, Pooling(), Dense(units=1))
    )
    weights = {
        "0/embeddings": [[1.0], [1], [1]],
        "1/kernel": [[1.0, 1]],
        "1/recurrent_kernel": [[3.0, 0], [0, 3]],
        "1/bias": [0, 0],
    }
    twin = NumpyNetwork(spec, {name: np.array(values, np.float32) for name, values in weights.items()})
    short = np.array([[1, 2] + 398 * [0], 400 * [0]])
    short[1, :3] = 1
    (found,) = traces(twin, short)
    np.testing.assert_array_equal(found.row(0, 2).hidden[:, 0], [1, 4])
    np.testing.assert_array_equal(found.row(1, 3).hidden[:, 0], [1, 4, 13])
    assert np.isfinite(found.hidden).all()
