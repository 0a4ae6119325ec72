"""The layer without memory: its formula, its places, its numbers."""

import numpy as np
import pytest

from rnn_core.networks.keras.attention import CausalAttention, build, count, places
from rnn_core.networks.spec import Dense, Network, OneHot, stack


def test_places_are_counted_from_the_last_step_back():
    found = places(3, 4)
    assert found[2].tolist() == [0, 0, 1, 1]
    np.testing.assert_allclose(found[0], [np.sin(2), np.sin(0.02), np.cos(2), np.cos(0.02)], rtol=1e-6)


def normal(x):
    return (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + 1e-3)


def test_it_says_what_the_formula_says():
    layer, rng = CausalAttention(4), np.random.default_rng(0)
    inputs = rng.normal(size=(2, 5, 3)).astype(np.float32)
    layer(inputs)
    layer.set_weights([rng.normal(size=one.shape) * 0.5 for one in layer.weights])
    w = {one.path.split("/", 1)[1]: one.numpy() for one in layer.weights}
    assert len(w) == 18, "each by a name of its own"
    x = inputs @ w["read/kernel"] + w["read/bias"] + places(5, 4)
    seen = normal(x) * w["norm_0/gamma"] + w["norm_0/beta"]
    part = {
        one: np.einsum("btw,whd->bthd", seen, w[f"attention/{one}/kernel"]) + w[f"attention/{one}/bias"]
        for one in ("query", "key", "value")
    }
    scores = np.einsum("bhd,bthd->bht", part["query"][:, -1], part["key"]) / np.sqrt(2)
    shares = np.exp(scores) / np.exp(scores).sum(-1, keepdims=True)
    gathered = np.einsum("bht,bthd->bhd", shares, part["value"])
    out = "attention/attention_output"
    last = x[:, -1] + np.einsum("bhd,hdw->bw", gathered, w[f"{out}/kernel"]) + w[f"{out}/bias"]
    wide = (normal(last) * w["norm_1/gamma"] + w["norm_1/beta"]) @ w["wide/kernel"]
    last = last + np.maximum(wide + w["wide/bias"], 0) @ w["narrow/kernel"] + w["narrow/bias"]
    np.testing.assert_allclose(np.asarray(layer(inputs)), last, atol=1e-5)


@pytest.mark.parametrize("symbols", [0, 9])
def test_its_numbers_are_counted_without_making_it(symbols):
    layers = (*([OneHot()] if symbols else []), *stack("lstm", 1, 3, 0), Dense(units=4))
    network = Network(timesteps=5, features=1 if symbols else 2, symbols=symbols, layers=layers)
    assert count(network, 6) == build(network, 6).count_params()
