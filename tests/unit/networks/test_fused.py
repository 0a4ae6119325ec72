"""The fused layers give Keras' numbers: outputs and every gradient to 1e-5, on odd shapes too."""

import numpy as np
import pytest

from rnn_core.networks.cells import CELLS
from rnn_core.networks.spec import Dense, Network, stack

# cell, batch, timesteps, features, units, return_sequences, rows a batch is padded to
CASES = [
    ("LSTM", 32, 40, 1, 45, True, 32),
    ("LSTM", 2, 40, 45, 45, False, 32),
    ("LSTM", 1, 2, 1, 1, False, 32),
    ("LSTM", 7, 3, 20, 2, True, 5),
    ("GRU", 13, 20, 1, 32, False, 64),
    ("GRU", 9, 37, 20, 33, True, 8),
    ("GRU", 3, 2, 5, 1, True, 32),
    ("SimpleRNN", 11, 23, 4, 31, True, 32),
    ("SimpleRNN", 5, 30, 1, 16, False, 7),
    ("PeepholeLSTM", 9, 13, 4, 5, False, 5),
    ("CoupledLSTM", 9, 13, 4, 5, False, 5),
]


def layer_of(cell, units, activation, **options):
    """Keras' own layer, or Keras' RNN of one of our cells."""
    import keras

    from rnn_core.networks.keras.own_cells import keras_cell

    own = next((one for one in CELLS.values() if one.class_name == f"{cell}Cell" and not one.keras), None)
    if own:
        return keras.layers.RNN(keras_cell(own)(units, activation), **options)
    return getattr(keras.layers, cell)(units, activation, **options)


def outputs_and_gradients(model, inputs, weighting):
    import tensorflow as tf

    @tf.function
    def compute(x):
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = model(x, training=True)
            loss = tf.reduce_sum(weighting * y)
        return [y, *tape.gradient(loss, [x, *model.trainable_variables])]

    return [np.asarray(value) for value in compute(tf.convert_to_tensor(inputs))]


def same(fast, stock, inputs, weighting):
    """Outputs and all gradients, the inputs' among them."""
    pairs = zip(outputs_and_gradients(fast, inputs, weighting), outputs_and_gradients(stock, inputs, weighting), strict=True)
    for ours, theirs in pairs:
        assert np.isfinite(theirs).all()
        assert np.abs(ours - theirs).max() <= 1e-5 * np.abs(theirs).max()


@pytest.mark.parametrize("activation", ["tanh", "relu"])
@pytest.mark.parametrize("case", CASES, ids=str)
def test_outputs_and_gradients_equal_those_of_keras(case, activation):
    import keras

    from rnn_core.networks.keras import sharded

    cell, batch, timesteps, features, units, sequences, rows = case
    rng = np.random.default_rng(units)
    layer = layer_of(cell, units, activation, return_sequences=sequences)
    stock = keras.Sequential([keras.Input((timesteps, features)), layer])
    stock.set_weights([value + 0.1 / units**0.5 * rng.normal(size=value.shape) for value in stock.get_weights()])
    fast = sharded.accelerate(stock, rows)
    assert [weight.shape for weight in fast.weights] == [weight.shape for weight in stock.weights]
    inputs = rng.normal(size=(batch, timesteps, features)).astype(np.float32)
    weighting = rng.normal(size=(batch, timesteps, units) if sequences else (batch, units)).astype(np.float32)
    assert fast.layers[0].layers[0].usable(inputs, None, None, True)  # and not handed on to Keras
    same(fast, stock, inputs, weighting)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("every", [False, True])
@pytest.mark.parametrize("rows", [1, 9, 24, 30])
def test_a_step_of_shards_is_that_of_keras(monkeypatch, rows, every, weighted):
    """Three shards, some of them of padding alone: loss, accuracy, and the weights after a step of plain descent."""
    import keras

    from rnn_core.networks.keras import sharded

    monkeypatch.setattr(sharded, "_cores", 3)
    rng = np.random.default_rng(rows)
    layers = keras.layers.LSTM(5, return_sequences=every), keras.layers.Dense(4)
    stock = keras.Sequential([keras.Input((6, 3)), *layers])
    fast = sharded.accelerate(stock, 24)
    batch = rng.normal(size=(rows, 6, 3)).astype(np.float32), rng.integers(0, 4, (rows, 6) if every else rows)
    weights = (rng.uniform(0.5, 2, batch[1].shape).astype(np.float32),) if weighted else ()
    for model in (stock, fast):
        loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        model.compile(keras.optimizers.SGD(1.0), loss, metrics=["accuracy"], jit_compile=False)
    before = stock.get_weights()
    for way in ("test_on_batch", "train_on_batch"):
        told, expected = (getattr(model, way)(*batch, *weights) for model in (fast, stock))
        assert told == pytest.approx(expected, rel=1e-5)
    for ours, theirs, first in zip(fast.get_weights(), stock.get_weights(), before, strict=True):
        assert np.abs(theirs - first).max() > 1e-4
        np.testing.assert_allclose(ours, theirs, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("cell", ["LSTM", "GRU", "SimpleRNN", "PeepholeLSTM", "CoupledLSTM"])
def test_mixed_products_are_near_those_of_keras(cell):
    """bfloat16 has 8 bits: each factor is off by up to 1/256, outputs and gradients by a little more, weights by nothing."""
    import keras

    from rnn_core.networks.keras import sharded

    rng = np.random.default_rng(4)
    stock = keras.Sequential([keras.Input((15, 6)), *(layer_of(cell, 24, "tanh", return_sequences=True) for _ in "ab")])
    fast = sharded.accelerate(stock, 8, mixed=True)
    for ours, theirs in zip(fast.get_weights(), stock.get_weights(), strict=True):
        np.testing.assert_array_equal(ours, theirs)
    inputs, weighting = (rng.normal(size=(11, 15, n)).astype(np.float32) for n in (6, 24))
    pairs = zip(outputs_and_gradients(fast, inputs, weighting), outputs_and_gradients(stock, inputs, weighting), strict=True)
    off = [np.abs(ours - theirs).max() / np.abs(theirs).max() for ours, theirs in pairs]
    assert max(off) < 0.03
    assert min(off) > 1e-5  # rounded indeed, everywhere


@pytest.mark.parametrize("cell", ["LSTM", "GRU", "SimpleRNN", "PeepholeLSTM", "CoupledLSTM"])
def test_mixed_rounds_the_products_with_states(cell):
    import keras

    from rnn_core.networks.keras import sharded

    rng = np.random.default_rng(4)
    stock = keras.Sequential([keras.Input((15, 6)), layer_of(cell, 24, "tanh", return_sequences=True)])
    stock.set_weights([rng.normal(scale=0.3, size=weights.shape) for weights in stock.get_weights()])
    nothing = np.zeros((8, 15, 6), np.float32)  # so that the products with inputs are exact
    off = np.abs(np.asarray(sharded.accelerate(stock, 8, mixed=True)(nothing)) - stock(nothing)).max()
    assert 1e-5 < off < 0.03


@pytest.mark.parametrize("activation", ["tanh", "relu"])
@pytest.mark.parametrize("cell", ["PeepholeLSTM", "CoupledLSTM"])
def test_states_go_in_and_come_out_as_in_keras(cell, activation):
    """From states that are not zero to those after the last step, and the gradients of all weights on the way."""
    import tensorflow as tf

    from rnn_core.networks.keras import fused

    rng = np.random.default_rng(3)
    layer = layer_of(cell, 4, activation, return_sequences=True, return_state=True)
    inputs = rng.normal(size=(3, 6, 2)).astype(np.float32)
    layer.build(inputs.shape)
    layer.set_weights([rng.normal(0, 0.5, value.shape) for value in layer.get_weights()])
    first = [rng.normal(0, 0.5, (3, 4)).astype(np.float32) for _ in "hc"]
    fast = getattr(fused, cell).from_config({**layer.get_config(), "return_state": False})
    fast.build(inputs.shape)
    fast.set_weights(layer.get_weights())

    def stock(x):
        outputs, *last = layer(x, initial_state=[tf.constant(state) for state in first])
        return outputs, last

    @tf.function
    def compute(call, owner):
        with tf.GradientTape() as tape:
            outputs, last = call(tf.constant(inputs))
            loss = tf.reduce_sum(outputs * inputs[:, :, :1])
        return [outputs, *last, *tape.gradient(loss, owner.trainable_variables)]

    def ours(x):
        return fast.carry(fast.project(x), [tf.constant(state) for state in first])

    pairs = zip(compute(ours, fast), compute(stock, layer), strict=True)
    for found, expected in ((np.asarray(one), np.asarray(other)) for one, other in pairs):
        assert np.abs(found - expected).max() <= 1e-5 * np.abs(expected).max()
    assert np.ptp(expected) > 0.01


def test_a_padded_row_cannot_grow_without_end():
    """Rows that fill up a batch carry no gradient; with relu a state of theirs that became infinite would make it no number."""
    import keras

    from rnn_core.networks.keras import sharded

    stock = keras.Sequential([keras.Input((200, 1)), keras.layers.SimpleRNN(2, "relu")])
    weights = [[-2, 0.5]], [[3, 0], [0, 0.5]], [1.5, 0.1]  # the first unit grows on inputs of 0, and is 0 on inputs of 1
    stock.set_weights([np.array(value, np.float32) for value in weights])
    same(sharded.accelerate(stock, 8), stock, np.ones((5, 200, 1), np.float32), np.ones((5, 2), np.float32))


def test_layers_share_the_loops_of_their_shape_and_activation():
    import keras

    from rnn_core.networks.keras import loops, sharded

    counts = []
    for activation in ("tanh", "tanh", "relu", "relu"):
        stock = keras.Sequential([keras.Input((5, 3)), keras.layers.GRU(17, activation)])
        sharded.accelerate(stock, 4).predict(np.zeros((4, 5, 3), np.float32), verbose=0)
        counts.append(loops.gru_forward.experimental_get_tracing_count())
    first, again, other, other_again = counts
    assert (first, other) == (again, other_again)
    assert other == first + 1


@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_a_seeded_training_gives_the_curve_of_keras(activation):
    """Without dropout, whose random numbers differ, both go the same way; the short last batch is one of them."""
    import keras

    from rnn_core.networks.keras import models, sharded

    network = Network(timesteps=12, features=1, layers=(*stack("lstm", 2, 9, 0.0, activation=activation), Dense(units=1)))
    rng = np.random.default_rng(1)
    inputs = rng.normal(size=(70, 12, 1)).astype(np.float32)
    targets = inputs.sum(axis=1)
    curves = []
    for accelerate in (False, True):
        keras.utils.set_random_seed(3)
        model = models.build(network)
        model = sharded.accelerate(model, 32) if accelerate else model
        model.compile("adam", "mse", jit_compile=False)
        curves.append(model.fit(inputs, targets, batch_size=32, epochs=5, shuffle=False, verbose=0).history["loss"])
    assert curves[1] == pytest.approx(curves[0], rel=1e-4)
    assert curves[0][-1] < curves[0][0]


def test_layers_that_the_loops_do_not_cover_are_computed_by_keras():
    import keras

    from rnn_core.networks.keras import sharded

    stock = keras.Sequential([keras.Input((6, 2)), keras.layers.LSTM(3, activation="elu")])
    fast = sharded.accelerate(stock, 8)
    inputs = np.random.default_rng(2).normal(size=(5, 6, 2)).astype(np.float32)
    np.testing.assert_allclose(fast.predict(inputs, verbose=0), stock.predict(inputs, verbose=0), rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize(
    ("layers", "kernel"),
    [
        (stack("lstm", 2, 3, 0.1), "cuDNN"),
        (stack("gru", 1, 3, 0, bidirectional=True), "cuDNN"),
        (stack("gru", 1, 3, 0, activation="relu"), "loop"),
        (stack("lstm", 2, 3, 0, bidirectional=True, activation="relu"), "loop"),
        (stack("simple_rnn", 1, 3, 0), "loop"),
        (stack("lstm_peephole", 1, 3, 0), "loop"),
        (stack("lstm_coupled", 1, 3, 0, bidirectional=True), "loop"),
    ],
)
def test_the_plan_says_what_keras_computes_on_a_gpu(layers, kernel, monkeypatch):
    """Keras marks the layers for which it would call cuDNN, so that nobody compiles them in another way."""
    import keras
    import tensorflow as tf

    from rnn_core.networks.keras import models
    from rnn_core.training import kernel_plan

    network = Network(timesteps=4, features=2, layers=layers)
    assert kernel_plan.plan(network, 8, 10, gpu=True).kernel == kernel
    monkeypatch.setattr(tf.config, "list_logical_devices", lambda kind: [kind])
    built = [getattr(layer, "forward_layer", layer) for layer in models.build(network).layers]
    found = [not layer.supports_jit for layer in built if isinstance(layer, keras.layers.RNN)]
    assert found == [kernel == "cuDNN"] * len(found)
    assert found
