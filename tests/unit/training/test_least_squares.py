"""The readout of a reservoir, fitted at once: its formula, its choice of ridge, and a whole run by it."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.linear_model import Ridge

from rnn_core.documents import Document
from rnn_core.errors import UserError
from rnn_core.experiments import experiment
from rnn_core.experiments.base import Task, Windows
from rnn_core.networks.keras import models
from rnn_core.networks.numpy.network import NumpyNetwork
from rnn_core.networks.numpy.ridge import USUAL_STRENGTH
from rnn_core.networks.spec import Dense, Dropout, Network, learned_in_words, parameters, stack
from rnn_core.training import least_squares
from rnn_core.training.ending import ending
from rnn_core.training.fit import Fitted
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
    theirs = Ridge(alpha=found.ridge * len(states)).fit(states, wanted)
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
    assert least_squares.solve(model, replace(task, validation=None)).ridge == USUAL_STRENGTH


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


def test_stopped_in_between_the_readout_is_that_of_the_windows_so_far():
    task = made()
    model = models.build(task.network)
    found = least_squares.solve(model, task, stopped=lambda: True)
    assert (found.ridge, found.share, found.val_loss) == (USUAL_STRENGTH, 0.512, None)
    states = read(model, task, task.training)[:512].astype(float)
    theirs = Ridge(alpha=USUAL_STRENGTH * 512).fit(states, task.training.targets[:512])
    np.testing.assert_allclose(models.weights(task.network, model)["2/kernel"], theirs.coef_.T, rtol=1e-3, atol=1e-4)


def test_numbers_beyond_all_bounds_are_told():
    """Of a reservoir with relu that doubles at every step."""
    layers = (*stack("echo_state", 1, 20, 0, activation="relu", radius=2.0), Dense(units=1))
    windows = Windows(np.ones((20, 1000, 1), np.float32), np.ones((20, 1), np.float32))
    task = Task(Network(timesteps=1000, features=1, layers=layers), windows, None, Document())
    with pytest.raises(UserError, match="grew beyond all bounds"):
        least_squares.solve(models.build(task.network), task)


def test_a_stopped_fit_has_nothing_to_go_on_with():
    fitted = Fitted(0.1, 0.4, {}, "least squares (ridge 0.0001)", stopped=True, ridge=1e-4)
    assert ending(fitted, 30).words == (
        "after 0.4 epochs; kept: least squares (ridge 0.0001). Its readout was fitted at once: there is nothing to go on with."
    )


def test_a_fit_at_once_is_one_epoch_whatever_was_asked_for():
    settings = experiment("forecast").settings
    at_once = settings.parse({**TINY, "cell": "echo_state", "seconds": 60, "patience": 3}).as_trained()
    assert (at_once.epochs, at_once.seconds, at_once.patience) == (1, None, 0)
    assert settings.parse({**TINY, "cell": "gru", "seconds": 60}).as_trained().seconds == 60
    assert experiment("text").settings.parse({"cell": "echo_state", "epochs": 7}).as_trained().epochs == 7


def test_of_how_many_weights_is_told_that_they_are_learned():
    network = made().network
    assert parameters(network) == 6 * (3 + 6 + 1) + 6 * (6 + 6 + 1) + 2 * 7
    assert learned_in_words(network) == ", of which 14 are learned"
    assert learned_in_words(made(cell="gru").network) == ""


def test_a_run_of_one_epoch():
    run = trained(queued_run(cell="echo_state", units=20, dropout=0.5, epochs=50))
    status, metrics = run.status(), written_metrics(run)
    assert (status.state, status.epoch, status.epochs) == ("finished", 1, 1)
    assert metrics["checkpoint"].startswith("least squares (ridge ")
    assert (metrics["kernel"], metrics["device"]) == ("NumPy", "CPU")
    assert status.message == (
        f"Finished after 1 epoch; kept: {metrics['checkpoint']}. Its readout was fitted at once: there is nothing to go on with."
    )
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
