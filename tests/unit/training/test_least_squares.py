"""The readout of a reservoir, fitted at once: its formula, its choice of ridge, and a whole run by it."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.linear_model import Ridge

from rnn_core.documents import Document
from rnn_core.experiments import experiment
from rnn_core.experiments.base import Task, Windows
from rnn_core.networks.keras import models
from rnn_core.networks.numpy.network import NumpyNetwork
from rnn_core.networks.spec import Dense, Dropout, Network, stack
from rnn_core.training import least_squares
from tests.helpers import TINY, queued_run, written_metrics
from tests.trained import trained


def made(cell="echo_state", rows=1100, outputs=2, radius=0.5, validation=True):
    """A task of random numbers, whose answers follow from the inputs."""
    rng = np.random.default_rng(1)
    layers = (*stack(cell, 2, 6, 0, radius=radius if cell == "echo_state" else None), Dense(units=outputs))
    inputs = rng.normal(size=(rows, 4, 3)).astype(np.float32)
    targets = (inputs[:, -1, :outputs] + 0.1 * rng.normal(size=(rows, outputs))).astype(np.float32)
    parts = [Windows(inputs[part], targets[part]) for part in (slice(0, rows - 100), slice(rows - 100, rows))]
    return Task(Network(timesteps=4, features=3, layers=layers), parts[0], parts[1] if validation else None, Document())


def read(model, task, examples):
    network = task.network.model_copy(update={"layers": task.network.layers[:-1]})
    return NumpyNetwork(network, models.weights(task.network, model)).predict(examples.inputs)


def test_it_is_ridge_regression_on_what_the_reservoir_says():
    task = made()
    model = models.build(task.network)
    found = least_squares.solve(model, task)
    states, wanted = read(model, task, task.training), task.training.targets
    states = states.astype(float)
    theirs = Ridge(alpha=found.ridge * (states**2).sum() / states.shape[1]).fit(states, wanted)
    weights = models.weights(task.network, model)
    np.testing.assert_allclose(weights["2/kernel"], theirs.coef_.T, rtol=1e-3, atol=1e-4)
    np.testing.assert_allclose(weights["2/bias"], theirs.intercept_, atol=1e-4)
    said = np.asarray(model(task.training.inputs))
    assert found.loss == pytest.approx(np.mean((said - wanted) ** 2), rel=1e-3)
    held_out = task.validation
    assert found.val_loss == pytest.approx(np.mean((np.asarray(model(held_out.inputs)) - held_out.targets) ** 2), rel=1e-3)


def test_the_validation_part_chooses_the_ridge():
    task = made(rows=120)  # 20 rows to learn from: large weights would learn them by heart
    losses = {}
    for ridge in least_squares.RIDGES:
        model = models.build(task.network)
        if not losses:
            values = model.get_weights()
        model.set_weights(values)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(least_squares, "RIDGES", (ridge,))
            losses[ridge] = least_squares.solve(model, task).val_loss
    model.set_weights(values)
    best = least_squares.solve(model, task)
    assert best.val_loss == min(losses.values())
    assert losses[best.ridge] == best.val_loss
    assert least_squares.solve(model, replace(task, validation=None)).ridge == 1e-5


def test_the_reservoir_stays_and_has_the_radius_asked_for():
    task = made(radius=0.7)
    model = models.build(task.network)
    before = models.weights(task.network, model)
    for layer in (0, 1):
        sizes = np.abs(np.linalg.eigvals(before[f"{layer}/recurrent_kernel"].astype(float)))
        np.testing.assert_allclose(sizes, 0.7, atol=1e-5)
    least_squares.solve(model, task)
    after = models.weights(task.network, model)
    assert {name for name in before if (before[name] != after[name]).any()} == {"2/kernel", "2/bias"}


def test_only_a_readout_alone_is_fitted_at_once():
    assert least_squares.possible(made())
    assert not least_squares.possible(made(cell="gru"))
    assert not least_squares.possible(replace(made(), loss="crossentropy"))
    task = made()
    dropped = task.network.model_copy(update={"layers": (task.network.layers[0], Dropout(rate=0.1), *task.network.layers[1:])})
    assert not least_squares.possible(replace(task, network=dropped))


def test_a_run_of_one_epoch():
    run = trained(queued_run(cell="echo_state", units=20, dropout=0.5, epochs=50))
    status, metrics = run.status(), written_metrics(run)
    assert (status.state, status.epoch, status.epochs) == ("finished", 1, 1)
    assert metrics["checkpoint"].startswith("least squares (ridge ")
    assert list(run.history()["epoch"]) == [1]
    assert metrics["loss"]["last"] == run.history()["loss"][0]
    assert not run.resumable()
    chosen = experiment("forecast")
    assert [sample.epoch for sample in run.samples(chosen.sample)] == [0, 1]
    assert metrics["judgement"]["numbers"]["skill"] > 0.2


def test_dropout_is_none_of_a_reservoirs():
    settings = experiment("forecast").settings
    assert settings.parse({**TINY, "cell": "echo_state", "dropout": 0.5}).own_dropout == 0
    assert settings.parse({**TINY, "cell": "gru", "dropout": 0.5}).own_dropout == 0.5
