"""Back-propagation through time: by written-out numbers, against differences, and against Keras."""

import numpy as np
import pytest

from rnn_core.errors import UserError
from rnn_core.networks.cells import CELLS
from rnn_core.networks.numpy.bptt import backward, clipped, forward, norm
from rnn_core.networks.numpy.initializers import radius, start_cell

STEPS, ROWS, FEATURES, UNITS = 4, 2, 3, 2


def one_unit(recurrent):
    """A SimpleRNN of one unit that adds its input to its memory times ``recurrent``."""
    return {"kernel": np.ones((1, 1)), "recurrent_kernel": np.full((1, 1), recurrent), "bias": np.zeros(1)}


def test_written_out():
    weights, inputs = one_unit(0.5), np.array([1.0, 0, 0]).reshape(3, 1, 1)
    passed = forward("simple_rnn", weights, inputs, "relu")
    assert passed.hidden.ravel().tolist() == [0, 1, 0.5, 0.25]
    found = backward(weights, passed, np.ones((1, 1)))
    assert found.hidden.ravel().tolist() == [0.25, 0.5, 1]
    assert found.inputs(weights).ravel().tolist() == [0.25, 0.5, 1]
    assert list(found.states) == ["h"]
    # h1 times d3, h1 times U times d2: 0.5 * 1 + 1 * 0.5
    assert {name: one.item() for name, one in found.weights.items()} == {"kernel": 0.25, "recurrent_kernel": 1, "bias": 1.75}


def test_truncated_written_out():
    weights, inputs = one_unit(0.5), np.array([1.0, 0, 0]).reshape(3, 1, 1)
    passed = forward("simple_rnn", weights, inputs, "relu")
    found = backward(weights, passed, np.ones((1, 1)), steps=1)
    assert found.hidden.ravel().tolist() == [0, 0, 1]
    assert {name: one.item() for name, one in found.weights.items()} == {"kernel": 0, "recurrent_kernel": 0.5, "bias": 1}
    whole, all_of_it = backward(weights, passed, np.ones((1, 1))), backward(weights, passed, np.ones((1, 1)), steps=3)
    assert np.array_equal(whole.hidden, all_of_it.hidden)


@pytest.mark.parametrize("kind", CELLS)
def test_truncation_leaves_the_last_steps_as_they_are(kind):
    weights, inputs, last = example(kind)
    passed = forward(kind, weights, inputs)
    whole, cut = backward(weights, passed, last), backward(weights, passed, last, steps=2)
    assert np.array_equal(cut.hidden[2:], whole.hidden[2:])
    assert not cut.hidden[:2].any()
    assert whole.hidden[:2].any()
    assert not cut.inputs(weights)[:2].any()


def test_truncation_needs_a_step():
    weights, inputs, last = example("lstm")
    with pytest.raises(UserError, match="at least 1 step, found 0"):
        backward(weights, forward("lstm", weights, inputs), last, steps=0)


def test_the_memory_of_an_lstm_is_multiplied_by_its_forget_gates():
    """Without recurrent weights there is no other way back: each dL/dc is the next one times f, here sigmoid(1) = 0.7311."""
    weights = start_cell("lstm", FEATURES, UNITS, np.random.default_rng(1), scale=0)
    weights["kernel"][:] = 0
    passed = forward("lstm", weights, np.ones((STEPS, ROWS, FEATURES)))
    cell = backward(weights, passed, np.ones((ROWS, UNITS))).states["c"]
    assert cell[:-1] / cell[1:] == pytest.approx(np.full((STEPS - 1, ROWS, UNITS), 0.7310585786), abs=1e-9)


def example(kind, seed=3):
    """Weights large enough that every path counts, inputs (T,B,F) and dL/dh of the last step (B,u), in float64."""
    rng = np.random.default_rng(seed)
    weights = start_cell(kind, FEATURES, UNITS, rng)
    weights = {name: rng.normal(0, 0.8, one.shape) for name, one in weights.items()}
    return weights, rng.normal(0, 1, (STEPS, ROWS, FEATURES)), rng.normal(0, 1, (ROWS, UNITS))


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def step(kind, weights, x, h, c, act, nudge_c):
    """One step after the textbook; ``nudge_c`` is added to the cell state where it is made."""
    W, b = weights["kernel"], weights["bias"]
    u = h.shape[1]
    if kind == "mingru":
        z, g = np.split(x @ W + b, 2, axis=1)
        return sigmoid(z) * h + (1 - sigmoid(z)) * g, c
    U = weights["recurrent_kernel"]
    if kind in ("simple_rnn", "echo_state"):
        return act(x @ W + h @ U + b), c
    if kind == "gru":
        part = [slice(at * u, (at + 1) * u) for at in range(3)]
        z, r = (sigmoid(x @ W[:, one] + h @ U[:, one] + b[0, one] + b[1, one]) for one in part[:2])
        n = act(x @ W[:, part[2]] + b[0, part[2]] + r * (h @ U[:, part[2]] + b[1, part[2]]))
        return z * h + (1 - z) * n, c
    sums = np.split(x @ W + h @ U + b, len(CELLS[kind].columns), axis=1)
    if kind == "lstm_coupled":
        f, g, o = sigmoid(sums[0]), act(sums[1]), sigmoid(sums[2])
        c = f * c + (1 - f) * g + nudge_c
        return o * act(c), c
    if kind == "slstm":
        i, f, g, o = sums
        c, n, m = c
        most = np.maximum(np.log(sigmoid(f)) + m, i)
        keep, take = np.exp(np.log(sigmoid(f)) + m - most), np.exp(i - most)
        c, n = keep * c + take * act(g) + nudge_c, keep * n + take
        return sigmoid(o) * c / n, (c, n, most)
    eyes = weights.get("peephole", np.zeros((3, u)))
    i, f, g = sigmoid(sums[0] + eyes[0] * c), sigmoid(sums[1] + eyes[1] * c), act(sums[2])
    c = f * c + i * g + nudge_c
    return sigmoid(sums[3] + eyes[2] * c) * act(c), c


def loss(kind, weights, inputs, last, activation, nudges):
    """Sum of the last h times ``last``; ``nudges`` (T,B,u) are added to h and c where they are made."""
    act = np.tanh if activation == "tanh" else lambda x: np.maximum(x, 0)
    h, c = np.zeros(last.shape), np.zeros(last.shape)
    c = (c, c, c) if kind == "slstm" else c
    for x, nudge_h, nudge_c in zip(inputs, nudges["h"], nudges["c"], strict=True):
        h, c = step(kind, weights, x, h, c, act, nudge_c)
        h = h + nudge_h
    return float((h * last).sum())


def differences(function, array, size=1e-6):
    """The slope of ``function`` () with respect to every number of ``array``, which is moved in place."""
    found = np.empty(array.shape)
    for place in np.ndindex(array.shape):
        before = array[place]
        array[place] = before + size
        above = function()
        array[place] = before - size
        found[place] = (above - function()) / (2 * size)
        array[place] = before
    return found


@pytest.mark.parametrize("activation", ["tanh", "relu"])
@pytest.mark.parametrize("kind", CELLS)
def test_against_differences(kind, activation):
    weights, inputs, last = example(kind)
    passed = forward(kind, weights, inputs, activation)
    found = backward(weights, passed, last)
    nudges = {name: np.zeros((STEPS, ROWS, UNITS)) for name in ("h", "c")}

    def asked():
        return loss(kind, weights, inputs, last, activation, nudges)

    assert (passed.hidden[-1] * last).sum() == pytest.approx(asked(), abs=1e-12)
    assert set(found.weights) == set(weights)
    for name, one in weights.items():
        assert found.weights[name] == pytest.approx(differences(asked, one), abs=1e-7), name
    assert found.inputs(weights) == pytest.approx(differences(asked, inputs), abs=1e-7)
    assert found.hidden == pytest.approx(differences(asked, nudges["h"]), abs=1e-7)
    if "c" in found.states:
        smooth = (
            passed.states["c"][1:] != 0 if activation == "relu" else np.full(found.hidden.shape, True)
        )  # relu has an edge at 0
        assert smooth.sum() > 5
        assert found.states["c"][smooth] == pytest.approx(differences(asked, nudges["c"])[smooth], abs=1e-7)


@pytest.mark.parametrize("kind", ["simple_rnn", "gru", "lstm"])
def test_against_keras(kind):
    import keras
    import tensorflow as tf

    weights, inputs, last = example(kind)
    cells = {"simple_rnn": keras.layers.SimpleRNNCell, "gru": keras.layers.GRUCell, "lstm": keras.layers.LSTMCell}
    cell = cells[kind](UNITS, dtype="float64")
    cell.build((ROWS, FEATURES))
    cell.set_weights([weights[name] for name in ("kernel", "recurrent_kernel", "bias")])
    states, hidden, memory = [tf.zeros((ROWS, UNITS), tf.float64)] * (2 if kind == "lstm" else 1), [], []
    read = tf.constant(inputs)
    with tf.GradientTape() as tape:
        tape.watch(read)
        for at in range(STEPS):
            _, states = cell(read[at], states)
            hidden.append(states[0])
            memory.append(states[-1])
        total = tf.reduce_sum(states[0] * last)
    by_hidden, by_memory, by_weights, by_input = tape.gradient(total, [hidden, memory, cell.trainable_weights, read])
    found = backward(weights, forward(kind, weights, inputs), last)
    assert found.hidden == pytest.approx(np.stack(by_hidden), abs=1e-12)
    assert found.inputs(weights) == pytest.approx(by_input.numpy(), abs=1e-12)
    for name, expected in zip(("kernel", "recurrent_kernel", "bias"), by_weights, strict=True):
        assert found.weights[name] == pytest.approx(expected.numpy(), abs=1e-12), name
    if kind == "lstm":
        assert found.states["c"] == pytest.approx(np.stack(by_memory), abs=1e-12)


def test_clipping():
    arrays = {"a": np.array([3.0]), "b": np.array([[4.0]])}
    assert norm(arrays) == 5
    shortened = clipped(arrays, 1)
    assert shortened["a"].tolist() == pytest.approx([0.6])
    assert shortened["b"].tolist() == [pytest.approx([0.8])]
    assert clipped(arrays, 5) == arrays  # not longer
    assert clipped(arrays, 0) == arrays  # off


def test_precision_is_kept():
    weights = start_cell("lstm", FEATURES, UNITS, np.random.default_rng(1), dtype=np.float32)
    passed = forward("lstm", weights, np.ones((STEPS, ROWS, FEATURES), np.float32))
    found = backward(weights, passed, np.ones((ROWS, UNITS), np.float32))
    arrays = [*passed.states.values(), *found.states.values(), *clipped(found.weights, 0.001).values()]
    assert {one.dtype for one in arrays} == {np.dtype(np.float32)}


@pytest.mark.parametrize("kind", ["simple_rnn", "gru", "lstm"])
def test_a_start_is_made_as_keras_makes_it(kind):
    import keras

    layer = {"simple_rnn": keras.layers.SimpleRNN, "gru": keras.layers.GRU, "lstm": keras.layers.LSTM}[kind](32)
    layer.build((None, 9, 9))
    ours = start_cell(kind, 9, 32, np.random.default_rng(1))
    kernel, recurrent, bias = layer.get_weights()
    assert [one.shape for one in (kernel, recurrent, bias)] == [one.shape for one in ours.values()]
    assert np.array_equal(ours["bias"], bias)  # 1 where a forget gate is
    for matrix in (recurrent, ours["recurrent_kernel"]):  # rows of length 1 at right angles
        assert matrix @ matrix.T == pytest.approx(np.eye(32), abs=1e-5)
    limit = np.sqrt(6 / sum(kernel.shape))  # each is even between the limits
    for matrix in (kernel, ours["kernel"]):
        assert 0.95 * limit < np.abs(matrix).max() <= limit


def test_the_scale_is_the_spectral_radius():
    for scale in (0.5, 1, 1.5):
        weights = start_cell("simple_rnn", 9, 16, np.random.default_rng(2), scale=scale)
        assert radius(weights["recurrent_kernel"]) == pytest.approx(scale)
    assert radius(start_cell("lstm", 9, 16, np.random.default_rng(2))["recurrent_kernel"]) is None


def test_identity_start_and_forget_bias():
    weights = start_cell("lstm_coupled", 2, 2, np.random.default_rng(1), "identity", 0.5, forget_bias=3)
    assert weights["recurrent_kernel"].tolist() == [[0.5, 0, 0.5, 0, 0.5, 0], [0, 0.5, 0, 0.5, 0, 0.5]]
    assert weights["bias"].tolist() == [3, 3, 0, 0, 0, 0]
    assert start_cell("lstm", 2, 2, np.random.default_rng(1), forget_bias=3)["bias"].tolist() == [0, 0, 3, 3, 0, 0, 0, 0]
