"""Least squares from sums added up batch by batch: the numbers of NumPy and of scikit-learn."""

import numpy as np
import pytest
from sklearn.linear_model import Ridge

from rnn_core.networks.numpy.ridge import Rows


def data(rows=40):
    rng = np.random.default_rng(1)
    inputs = rng.normal(1, 1, (rows, 5))
    targets = inputs @ rng.normal(size=(5, 2)) + 3 + rng.normal(0, 0.1, (rows, 2))
    return inputs, targets


def added(inputs, targets, batch=7):
    rows = Rows(inputs.shape[1], targets.shape[1])
    for at in range(0, len(inputs), batch):
        rows.add(inputs[at : at + batch], targets[at : at + batch])
    assert rows.count == len(inputs)
    return rows


def test_written_out():
    rows = Rows(1, 1)
    rows.add(np.array([[0.0], [2.0]]), np.array([[1.0], [5.0]]))
    weights, bias = rows.fitted(1.0)  # around the means the inputs have the variance 1, so that a strength of 1 halves them
    assert (weights.tolist(), bias.tolist()) == ([[1.0]], [2.0])
    assert rows.loss(weights, bias) == 1
    assert rows.fitted(0.0)[0].tolist() == [[2.0]]
    assert rows.loss(*rows.fitted(0.0)) == 0


def test_without_a_strength_it_is_least_squares():
    inputs, targets = data()
    weights, bias = added(inputs, targets).fitted(0)
    expected, *_ = np.linalg.lstsq(np.c_[inputs, np.ones(len(inputs))], targets, rcond=None)
    assert np.vstack([weights, bias]) == pytest.approx(expected, abs=1e-10)


@pytest.mark.parametrize("strength", [1e-6, 0.01, 1.0])
def test_it_is_the_ridge_of_scikit_learn(strength):
    inputs, targets = data()
    rows = added(inputs, targets)
    weights, bias = rows.fitted(strength)
    theirs = Ridge(alpha=strength * len(inputs)).fit(inputs, targets)
    assert pytest.approx(theirs.coef_, abs=1e-9) == weights.T
    assert bias == pytest.approx(theirs.intercept_, abs=1e-9)
    assert rows.loss(weights, bias) == pytest.approx(np.mean((theirs.predict(inputs) - targets) ** 2), rel=1e-9)


def test_more_rows_later_change_the_fit():
    inputs, targets = data()
    rows = added(inputs[:20], targets[:20])
    before = rows.fitted(0.01)[0]
    rows.add(inputs[20:], targets[20:])
    assert not np.allclose(rows.fitted(0.01)[0], before)
    assert rows.fitted(0.01)[0] == pytest.approx(added(inputs, targets).fitted(0.01)[0])
