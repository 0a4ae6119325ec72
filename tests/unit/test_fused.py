"""The fused layers give Keras' numbers: outputs and every gradient to 1e-5, on odd shapes too."""

import numpy as np
import pytest

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
]


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


@pytest.mark.parametrize("case", CASES, ids=str)
def test_outputs_and_gradients_equal_those_of_keras(case):
    import keras

    from rnn_core import fused

    cell, batch, timesteps, features, units, sequences, rows = case
    rng = np.random.default_rng(units)
    stock = keras.Sequential([keras.Input((timesteps, features)), getattr(keras.layers, cell)(units, return_sequences=sequences)])
    stock.set_weights([value + 0.1 / units**0.5 * rng.normal(size=value.shape) for value in stock.get_weights()])
    fast = fused.accelerate(stock, rows)
    assert [weight.shape for weight in fast.weights] == [weight.shape for weight in stock.weights]
    inputs = rng.normal(size=(batch, timesteps, features)).astype(np.float32)
    weighting = rng.normal(size=(batch, timesteps, units) if sequences else (batch, units)).astype(np.float32)
    pairs = zip(outputs_and_gradients(fast, inputs, weighting), outputs_and_gradients(stock, inputs, weighting), strict=True)
    for ours, theirs in pairs:
        assert np.abs(ours - theirs).max() <= 1e-5 * np.abs(theirs).max()


def test_a_seeded_training_gives_the_curve_of_keras():
    """Without dropout, whose random numbers differ, both go the same way; the short last batch is one of them."""
    import keras

    from rnn_core import fused, networks
    from rnn_core.architecture import Dense, Network, stack

    network = Network(timesteps=12, features=1, layers=(*stack("lstm", 2, 9, 0.0), Dense(units=1)))
    rng = np.random.default_rng(1)
    inputs = rng.normal(size=(70, 12, 1)).astype(np.float32)
    targets = inputs.sum(axis=1)
    curves = []
    for accelerate in (False, True):
        keras.utils.set_random_seed(3)
        model = networks.build(network)
        model = fused.accelerate(model, 32) if accelerate else model
        model.compile("adam", "mse", jit_compile=False)
        curves.append(model.fit(inputs, targets, batch_size=32, epochs=5, shuffle=False, verbose=0).history["loss"])
    assert curves[1] == pytest.approx(curves[0], rel=1e-4)
    assert curves[0][-1] < curves[0][0]


def test_layers_that_the_loops_do_not_cover_are_computed_by_keras():
    import keras

    from rnn_core import fused

    stock = keras.Sequential([keras.Input((6, 2)), keras.layers.LSTM(3, activation="relu")])
    fast = fused.accelerate(stock, 8)
    inputs = np.random.default_rng(2).normal(size=(5, 6, 2)).astype(np.float32)
    np.testing.assert_allclose(fast.predict(inputs, verbose=0), stock.predict(inputs, verbose=0), rtol=1e-5, atol=1e-7)
