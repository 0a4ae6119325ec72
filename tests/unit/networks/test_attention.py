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
    w = {one.path.split("causal_attention/")[-1]: one.numpy() for one in layer.weights}
    assert len(w) == 18, "each by a name of its own"
    names = sorted(w)
    x = inputs @ w["dense/kernel"] + w["dense/bias"] + places(5, 4)
    seen = normal(x) * w["layer_normalization/gamma"] + w["layer_normalization/beta"]
    part = {
        one: np.einsum("btw,whd->bthd", seen, w[f"multi_head_attention/{one}/kernel"]) + w[f"multi_head_attention/{one}/bias"]
        for one in ("query", "key", "value")
    }
    scores = np.einsum("bhd,bthd->bht", part["query"][:, -1], part["key"]) / np.sqrt(2)
    shares = np.exp(scores) / np.exp(scores).sum(-1, keepdims=True)
    gathered = np.einsum("bht,bthd->bhd", shares, part["value"])
    out = "multi_head_attention/attention_output"
    last = x[:, -1] + np.einsum("bhd,hdw->bw", gathered, w[f"{out}/kernel"]) + w[f"{out}/bias"]
    wide = (normal(last) * w["layer_normalization_1/gamma"] + w["layer_normalization_1/beta"]) @ w["dense_1/kernel"]
    last = last + np.maximum(wide + w["dense_1/bias"], 0) @ w["dense_2/kernel"] + w["dense_2/bias"]
    np.testing.assert_allclose(np.asarray(layer(inputs)), last, atol=1e-5, err_msg=str(names))


@pytest.mark.parametrize("symbols", [0, 9])
def test_its_numbers_are_counted_without_making_it(symbols):
    layers = (*([OneHot()] if symbols else []), *stack("lstm", 1, 3, 0), Dense(units=4))
    network = Network(timesteps=5, features=1 if symbols else 2, symbols=symbols, layers=layers)
    assert count(network, 6) == build(network, 6).count_params()
