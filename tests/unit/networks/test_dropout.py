"""Dropout by hashed places: how much, which, and what the gradient sees."""

import numpy as np
import pytest

RATE = 0.25


@pytest.fixture
def layer():
    from rnn_core.networks.keras.dropout import Dropout

    return Dropout(RATE, seed=5)


def masks(layer, times, shape=(40, 50, 10)):
    return [np.asarray(layer(np.ones(shape, np.float32), training=True)) for _ in range(times)]


def test_the_rate_is_dropped_and_the_rest_scaled_up(layer):
    found = np.stack(masks(layer, 10))
    assert set(np.unique(found)) == {0, np.float32(1 / (1 - RATE))}
    deviation = (RATE * (1 - RATE) / found.size) ** 0.5
    assert abs((found == 0).mean() - RATE) < 4 * deviation


def test_every_pass_drops_others(layer):
    first, second = (mask == 0 for mask in masks(layer, 2))
    assert abs((first & second).mean() - RATE**2) < 0.01
    along = first[:, :, 1:] & first[:, :, :-1]  # neither do neighbours know of each other
    assert abs(along.mean() - RATE**2) < 0.01


def test_no_unit_is_dropped_more_often_than_chance_allows(layer):
    often = np.mean([mask == 0 for mask in masks(layer, 400, (10, 20))], axis=0)
    assert np.abs(often - RATE).max() < 5 * (RATE * (1 - RATE) / 400) ** 0.5


def test_the_same_seed_drops_the_same_units():
    from rnn_core.networks.keras.dropout import Dropout

    one, same, other = (masks(Dropout(RATE, seed=seed), 3) for seed in (5, 5, 6))
    np.testing.assert_array_equal(one, same)
    assert (np.array(one) != other).any()


def test_the_gradient_goes_through_the_kept_units_only(layer):
    import tensorflow as tf

    inputs, weighting = (tf.constant(np.random.default_rng(n).normal(size=(6, 7)).astype(np.float32)) for n in (1, 2))
    with tf.GradientTape() as tape:
        tape.watch(inputs)
        outputs = layer(inputs, training=True)
        total = tf.reduce_sum(weighting * outputs)
    factor = np.where(np.asarray(outputs) == 0, 0, 1 / (1 - RATE))
    np.testing.assert_allclose(tape.gradient(total, inputs), weighting * factor, rtol=1e-6)


@pytest.mark.parametrize(("rate", "training"), [(RATE, False), (0.0, True)])
def test_nothing_is_dropped_without_training_or_rate(rate, training):
    from rnn_core.networks.keras.dropout import Dropout

    inputs = np.random.default_rng(0).normal(size=(5, 6)).astype(np.float32)
    np.testing.assert_array_equal(Dropout(rate, seed=1)(inputs, training=training), inputs)
