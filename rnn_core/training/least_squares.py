"""A readout fitted at once: ridge regression in the place of an epoch after another. Only the worker loads this file.

Where only the last layer is trained and the loss is the squared error, the best weights have a formula (Hoerl and Kennard 1970).
What the layers before it say is added up batch by batch (``ridge.py``); NumPy computes all of it.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits  # comes with scikit-learn

from rnn_core.errors import UserError
from rnn_core.experiments.base import Task, Windows
from rnn_core.networks.keras import models
from rnn_core.networks.numpy.network import NumpyNetwork, names
from rnn_core.networks.numpy.ridge import STRENGTHS, USUAL_STRENGTH, Rows
from rnn_core.networks.numpy.told import Told, silent
from rnn_core.networks.spec import Dense, Recurrent
from rnn_core.settings import TrainingSettings
from rnn_core.training.fit import Fitted
from rnn_core.training.progress import Reporter
from rnn_core.training.snapshots import Snapshots

Floats = NDArray[np.float32]
Readout = tuple[Floats, Floats]  # weights (n, m), bias (m,)
RIDGES = STRENGTHS  # to choose from
CHUNK = 512  # windows computed at once
FITTING = "Fitting the readout by least squares."


@dataclass(frozen=True)
class Solved:
    """The ``ridge`` that was taken, the loss of the training part and, where it chose, of the validation part; the ``share`` of
    the training part that was read, below 1 after a stop.
    """

    ridge: float
    loss: float
    val_loss: float | None
    share: float = 1.0


def possible(task: Task) -> bool:
    """Whether nothing but the last layer is trained, a plain one, by the squared error."""
    *others, last = task.network.layers
    still = all(isinstance(one, Recurrent) and not any(weight.trainable for weight in one.cell.weights) for one in others)
    return still and isinstance(last, Dense) and last.activation == "linear" and task.loss == "squared"


def solve(model: keras.Sequential, task: Task, told: Told = silent, stopped: Callable[[], bool] = lambda: False) -> Solved:
    """Put the fitted readout into the model; the validation part chooses how strongly large weights are held down.

    Stopped in between, it is fitted to what was read by then. Raises UserError when the numbers grow beyond all bounds.
    """
    weights, last = models.weights(task.network, model), len(task.network.layers) - 1
    rows, whole, losses = Rows(*weights[f"{last}/kernel"].shape), _count(task), dict[float, float]()
    with threadpool_limits(1, user_api="blas"), np.errstate(over="ignore", invalid="ignore"):  # several wait for one another
        for read, wanted in _read(task, task.training, weights):
            rows.add(read, wanted)
            told(rows.count / whole)
            if stopped():
                break
        if task.validation is not None and not stopped():
            losses = _losses(rows, _read(task, task.validation, weights))
    ridge = min(losses, key=losses.__getitem__) if losses else USUAL_STRENGTH
    kernel, bias = _readout(rows, ridge)
    weights = {**weights, f"{last}/kernel": kernel, f"{last}/bias": bias}
    model.set_weights([weights[name] for name in names(task.network)])
    training: Any = task.training
    return Solved(ridge, rows.loss(kernel, bias), losses.get(ridge), rows.count / len(training.inputs))


def _count(task: Task) -> int:
    return sum(len(part.inputs) for part in (task.training, task.validation) if isinstance(part, Windows))


def _read(task: Task, examples: Any, weights: dict[str, Floats]) -> Iterator[tuple[Floats, Floats]]:
    """What the layers before the last say, and what is wanted, batch by batch."""
    before = NumpyNetwork(task.network.model_copy(update={"layers": task.network.layers[:-1]}), weights)
    for at in range(0, len(examples.inputs), CHUNK):
        yield before.predict(examples.inputs[at : at + CHUNK]), examples.targets[at : at + CHUNK]


def _losses(rows: Rows, held_out: Iterator[tuple[Floats, Floats]]) -> dict[float, float]:
    """Mean squared errors by ridge, with the weights as they would be kept."""
    tried, count = {ridge: _readout(rows, ridge) for ridge in RIDGES}, 0
    sums = dict.fromkeys(RIDGES, 0.0)
    for read, wanted in held_out:
        for ridge, (kernel, bias) in tried.items():
            sums[ridge] += float(np.sum((read @ kernel + bias - wanted) ** 2, dtype=np.float64))
        count += wanted.size
    return {ridge: one / count for ridge, one in sums.items()}


def _readout(rows: Rows, ridge: float) -> Readout:
    if not rows.finite:
        raise UserError(
            "The numbers of the network grew beyond all bounds before anything was fitted: set the spectral radius below 1, or "
            "the activation to tanh."
        )
    kernel, bias = rows.fitted(ridge)
    return kernel.astype(np.float32), bias.astype(np.float32)


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
    solved = solve(model, task, lambda share: reporter.update(fraction=share), reporter.stop.is_set)
    seconds = time.monotonic() - begin
    losses = {"loss": solved.loss} | ({} if solved.val_loss is None else {"val_loss": solved.val_loss})
    reporter.epoch_done({"epoch": 1, "seconds": round(seconds, 3), **losses})
    done = 1 if solved.share == 1 else round(solved.share, 4)
    if snapshots:
        snapshots.close(done)
    by = "" if solved.val_loss is None else f", of {len(RIDGES)} the best on the validation part"
    losses = dict.fromkeys(("first", "last", "best"), solved.loss)
    kept = f"least squares (ridge {solved.ridge:g}{by})"
    return Fitted(seconds, done, losses, kept, now=seconds, stopped=reporter.stop.is_set(), ridge=solved.ridge)


def expected(model: keras.Sequential, task: Task) -> float:
    """Seconds that :func:`solve` will take, from its first windows."""
    training: Any = task.training
    some = Task(task.network, Windows(training.inputs[:CHUNK], training.targets[:CHUNK]), None, task.preparation)
    begin, values = time.monotonic(), model.get_weights()
    solve(model, some)
    model.set_weights(values)
    return (time.monotonic() - begin) * _count(task) / len(some.training.inputs)  # type: ignore[union-attr]
