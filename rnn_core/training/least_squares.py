"""A readout fitted at once: ridge regression in the place of an epoch after another. Only the worker loads this file.

Where only the last layer is trained and the loss is the squared error, the best weights have a formula (Hoerl and Kennard 1970).
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController  # comes with scikit-learn

from rnn_core.experiments.base import Task, Windows
from rnn_core.networks.keras import models
from rnn_core.networks.numpy.network import NumpyNetwork, names
from rnn_core.networks.numpy.told import Told, silent
from rnn_core.networks.spec import Dense, Recurrent
from rnn_core.settings import TrainingSettings
from rnn_core.training.fit import Fitted
from rnn_core.training.progress import Reporter
from rnn_core.training.snapshots import Snapshots

Floats = NDArray[np.float64]
RIDGES = (1e-9, 1e-7, 1e-5, 1e-3, 1e-1)  # times the mean square of what is read; the middle one where nothing chooses
CHUNK = 512  # windows computed at once


@dataclass(frozen=True)
class Solved:
    """The ``ridge`` that was chosen, the loss of the training part and, if there is one, of the validation part."""

    ridge: float
    loss: float
    val_loss: float | None


def possible(task: Task) -> bool:
    """Whether nothing but the last layer is trained, a plain one, by the squared error."""
    *others, last = task.network.layers
    still = all(isinstance(one, Recurrent) and not any(weight.trainable for weight in one.cell.weights) for one in others)
    return still and isinstance(last, Dense) and last.activation == "linear" and task.loss == "squared"


def solve(model: keras.Sequential, task: Task, told: Told = silent) -> Solved:
    """Put the fitted readout into the model; the validation part chooses how strongly large weights are held down."""
    with ThreadpoolController().limit(limits=1, user_api="blas"):  # several that share small products wait for one another
        return _solve(model, task, told)


def _solve(model: keras.Sequential, task: Task, told: Told) -> Solved:
    network, weights = task.network, models.weights(task.network, model)
    reservoir = NumpyNetwork(network.model_copy(update={"layers": network.layers[:-1]}), weights)
    squares, products, energy = _sums(reservoir, task.training, told)
    size = float(np.trace(squares[:-1, :-1]) / max(1, len(squares) - 1))
    found = {ridge: _ridge(squares, products, ridge * size) for ridge in RIDGES}
    chosen, val_loss = RIDGES[len(RIDGES) // 2], None
    if task.validation is not None:
        held_out: Any = task.validation
        read, wanted = _with_ones(reservoir.predict(held_out.inputs)), held_out.targets
        losses = {ridge: float(np.mean((read @ one - wanted) ** 2)) for ridge, one in found.items()}
        chosen = min(losses, key=lambda ridge: losses[ridge])
        val_loss = losses[chosen]
    best, last = found[chosen], len(network.layers) - 1
    weights = {**weights, f"{last}/kernel": best[:-1].astype(np.float32), f"{last}/bias": best[-1].astype(np.float32)}
    model.set_weights([weights[name] for name in names(network)])
    left = energy - 2 * float(np.sum(best * products)) + float(np.sum(best * (squares @ best)))
    return Solved(chosen, max(0.0, left) / (squares[-1, -1] * products.shape[1]), val_loss)


def _sums(reservoir: NumpyNetwork, examples: Any, told: Told) -> tuple[Floats, Floats, float]:
    """Of what is read, with ones at its end, and of what is wanted: (n, n) and (n, outputs) sums of products; sum of squares."""
    squares = products = np.zeros(())
    energy = 0.0
    for at in range(0, len(examples.inputs), CHUNK):
        read = _with_ones(reservoir.predict(examples.inputs[at : at + CHUNK]))
        wanted = examples.targets[at : at + CHUNK].astype(np.float64)
        squares, products = squares + read.T @ read, products + read.T @ wanted
        energy += float(np.sum(wanted**2))
        told(min(1.0, (at + CHUNK) / len(examples.inputs)))
    return squares, products, energy


def _with_ones(read: NDArray) -> Floats:
    return np.hstack([read.astype(np.float64), np.ones((len(read), 1))])


def _ridge(squares: Floats, products: Floats, strength: float) -> Floats:
    """The weights, the bias last, which is not held down."""
    held = np.diag([*[strength] * (len(squares) - 1), 0.0])
    return np.asarray(np.linalg.lstsq(squares + held, products, rcond=None)[0])


def fit(
    model: keras.Sequential,
    task: Task,
    settings: TrainingSettings,
    reporter: Reporter,
    save: Callable[[], object],
    snapshots: Snapshots | None = None,
) -> Fitted:
    """As :func:`rnn_core.training.fit.fit`, in a single epoch."""
    reporter.update(phase="training", epoch=1, epochs=1, fraction=0.0)
    if snapshots:
        snapshots.set_model(model)
        snapshots.on_train_begin()
    begin = time.monotonic()
    solved = solve(model, task, lambda share: reporter.update(fraction=share))
    seconds = time.monotonic() - begin
    losses = {"loss": solved.loss} | ({} if solved.val_loss is None else {"val_loss": solved.val_loss})
    reporter.epoch_done({"epoch": 1, "seconds": round(seconds, 3), **losses})
    if snapshots:
        snapshots.close(1)
    by = "" if solved.val_loss is None else f", of {len(RIDGES)} the best on the validation part"
    losses = dict.fromkeys(("first", "last", "best"), solved.loss)
    return Fitted(seconds, 1, losses, f"least squares (ridge {solved.ridge:g}{by})", now=seconds)


def expected(model: keras.Sequential, task: Task) -> float:
    """Seconds that :func:`solve` will take, from its first windows."""
    training: Any = task.training
    some = Task(task.network, Windows(training.inputs[:CHUNK], training.targets[:CHUNK]), None, task.preparation)
    begin, values = time.monotonic(), model.get_weights()
    solve(model, some)
    model.set_weights(values)
    return (time.monotonic() - begin) * task.training.steps(CHUNK)
