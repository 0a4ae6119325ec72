"""Dropout made visible: the very draws that the network computes with, and what follows from them."""

import numpy as np
import pytest

from rnn_core.explain import mc_dropout
from rnn_core.explain.mc_dropout import Coverage, Place
from rnn_core.networks.numpy.network import NumpyNetwork, names
from rnn_core.networks.spec import Bag, Dense, Dropout, Embedding, Network, Pooling, Recurrent, stack
from rnn_core.wording import percent

SHAPES = {"kernel": lambda f, u, g: (f, g * u), "recurrent_kernel": lambda f, u, g: (u, g * u), "bias": lambda f, u, g: (g * u,)}


def recurrent(rate, layers=2, units=4):
    """Steps of 1 number, 2 layers of 4 units, random weights."""
    network = Network(timesteps=3, features=1, layers=(*stack("simple_rnn", layers, units, rate), Dense(units=1)))
    rng, features, weights = np.random.default_rng(7), 1, {}
    for number, layer in enumerate(network.layers):
        if isinstance(layer, Dropout):
            continue
        for name in names(network):
            if name.startswith(f"{number}/"):
                shape = SHAPES[name.split("/")[1]](features, layer.units, 1)
                weights[name] = rng.normal(size=shape).astype(np.float32)
        features = layer.units
    return NumpyNetwork(network, weights)


@pytest.fixture
def window():
    return np.array([[[0.5], [-1.0], [2.0]]], np.float32)


def test_where_units_are_dropped():
    assert mc_dropout.places(recurrent(0.2).network) == [
        Place("SimpleRNN(4)", 3, 4, 0.2),
        Place("SimpleRNN(4)", 0, 4, 0.2),
    ]
    classifier = (Embedding(units=5), Dropout(rate=0.1), Pooling(), Dropout(rate=0.1), Dense(units=3, activation="relu"))
    network = Network(timesteps=7, features=1, symbols=9, masked=True, layers=(*classifier, Dropout(rate=0.1), Dense(units=2)))
    assert [(place.steps, place.units) for place in mc_dropout.places(network)] == [(7, 5), (0, 5), (0, 3)]
    bag = Network(timesteps=7, features=1, symbols=9, layers=(Bag(), Dropout(rate=0.5), Dense(units=2)))
    assert mc_dropout.places(bag) == [Place("Bag of words", 0, 9, 0.5)]
    both = Recurrent(kind="gru", units=3, return_sequences=True, bidirectional=True)
    wide = Network(timesteps=4, features=2, layers=(both, Dropout(rate=0.3), Pooling(), Dense(units=1)))
    assert [(place.steps, place.units) for place in mc_dropout.places(wide)] == [(4, 6)]


def test_the_units_shown_are_those_that_the_network_drops(window):
    made = recurrent(0.5)
    first, second = mc_dropout.masks(made.network, 6, np.random.default_rng(3))
    assert (first.shape, second.shape) == ((6, 3, 4), (6, 4))
    weights = made.weights
    inputs = np.repeat(window, 6, axis=0)
    values = inputs
    for number, mask in ((0, first), (2, second)):
        state, outputs = np.zeros((6, 4), np.float32), []
        for step in range(3):
            state = np.tanh(
                values[:, step] @ weights[f"{number}/kernel"]
                + state @ weights[f"{number}/recurrent_kernel"]
                + weights[f"{number}/bias"]
            )
            outputs.append(state)
        values = np.stack(outputs, axis=1) if number == 0 else state
        values = values * mask / 0.5
    by_hand = values @ weights["4/kernel"] + weights["4/bias"]
    assert made.predict(inputs, dropout=np.random.default_rng(3)) == pytest.approx(by_hand, abs=1e-6)


def test_about_as_many_are_dropped_as_the_rate_says():
    (first, second) = mc_dropout.masks(recurrent(0.3, units=50).network, 100, np.random.default_rng(1))
    assert 1 - first.mean() == pytest.approx(0.3, abs=0.02)
    assert 1 - second.mean() == pytest.approx(0.3, abs=0.03)


def test_another_rate_changes_nothing_without_dropout(window):
    made = recurrent(0.2)
    other = mc_dropout.with_rate(made, 0.6)
    assert [layer.rate for layer in other.network.layers if isinstance(layer, Dropout)] == [0.6, 0.6]
    assert other.predict(window).tolist() == made.predict(window).tolist()
    assert mc_dropout.trained_rate(made.network) == 0.2
    assert mc_dropout.trained_rate(other.network) == 0.6


def test_a_network_without_dropout_gets_it_where_training_would_have_put_it(window):
    made = recurrent(0)
    assert mc_dropout.trained_rate(made.network) == 0
    other = mc_dropout.with_rate(made, 0.5)
    assert [layer.kind for layer in other.network.layers] == ["simple_rnn", "dropout", "simple_rnn", "dropout", "dense"]
    assert other.predict(window).tolist() == made.predict(window).tolist()
    drawn = other.predict(np.repeat(window, 50, axis=0), dropout=np.random.default_rng(1))
    assert len(np.unique(drawn)) > 5


def test_a_pooled_network_gets_it_before_its_last_layer():
    network = Network(timesteps=3, features=1, symbols=4, masked=True, layers=(Embedding(units=2), Pooling(), Dense(units=2)))
    weights = {"0/embeddings": np.eye(4, 2), "2/kernel": np.eye(2), "2/bias": np.zeros(2)}
    made = NumpyNetwork(network, {name: one.astype(np.float32) for name, one in weights.items()})
    other = mc_dropout.with_rate(made, 0.5)
    assert [layer.kind for layer in other.network.layers] == ["embedding", "pooling", "dropout", "dense"]
    ids = np.array([[1, 2, 0]])
    assert other.predict(ids).tolist() == made.predict(ids).tolist()


def test_the_spread_of_draws(window):
    """A number that is doubled or gone: half of the draws 0, half 8, while without dropout it is 4."""

    def says(inputs, rng):
        kept = np.ones(len(inputs)) if rng is None else 2.0 * (rng.random(len(inputs)) >= 0.5)
        return 2 * inputs[:, 2, 0] * kept

    found = mc_dropout.spread(says, window, seed=4, draws=100)
    assert found.without == 4
    assert set(found.draws.tolist()) == {0.0, 8.0}
    assert found.band == (0.0, 8.0)
    assert found.draws.tolist() == mc_dropout.spread(says, window, seed=4, draws=100).draws.tolist()
    assert found.draws.tolist() != mc_dropout.spread(says, window, seed=5, draws=100).draws.tolist()


def test_what_came_is_counted_within_the_band():
    """Draws of each example lie between its number and twice that, so 1.5 times lies within and 3 times outside."""

    def says(inputs, rng):
        return inputs[:, 0] * (1 + rng.random(len(inputs)))

    numbers = np.array([[1.0], [2.0], [3.0], [4.0]])
    found = mc_dropout.coverage(says, numbers, np.array([1.5, 3.0, 9.0, 6.0]), draws=500, seed=1)
    assert (found.windows, found.draws, found.share) == (4, 500, 0.75)


def test_a_huge_network_is_asked_less(monkeypatch):
    small = recurrent(0.5).network
    assert mc_dropout.affordable(small, 1_000) == (mc_dropout.MOST_WINDOWS, mc_dropout.DRAWS)
    assert mc_dropout.affordable(small, 4) == (4, mc_dropout.DRAWS)
    monkeypatch.setattr(mc_dropout, "TOGETHER", 100)
    assert mc_dropout.affordable(small, 1_000) == (mc_dropout.FEWEST_WINDOWS, mc_dropout.FEWEST_DRAWS)


@pytest.mark.parametrize(("share", "verdict"), [(0.5, "too narrow"), (0.75, "comes close"), (0.95, "too wide")])
def test_a_band_is_judged_by_its_promise(share, verdict):
    sentence = Coverage(60, 200, share).sentence
    assert verdict in sentence
    assert sentence.startswith(
        f"Over 60 windows of the test part, the middle 80\u202f% of 200 draws held what came in {percent(share)}"
    )
