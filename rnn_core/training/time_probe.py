"""How long a training will take, from a short trial of its first steps. Only the worker loads this file."""

import contextlib
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras

from rnn_core.data import load_dataset
from rnn_core.experiments import experiment
from rnn_core.experiments.base import Task
from rnn_core.networks.spec import Network, Recurrent
from rnn_core.settings import TrainingSettings
from rnn_core.training import devices, fit, input_pipeline, least_squares, ready
from rnn_core.training.fit_progress import FORWARD_SHARE, Stopped

TRIAL_SECONDS = 1.5
MOST_BYTES = 1e9  # of a trial, which nobody asked for: beyond it the machine might run out of memory
NUMBERS = 10  # that a training holds for each unit at each step of each example: gates, states and their gradients


def seconds(name: str, data: str, values: dict[str, Any], interrupted: Callable[[], bool]) -> float | None:
    """Of a training with these settings, which count epochs: from the click to the end of fitting.

    ``data`` is the path of a dataset's copy. None when there is a GPU, which is the run's own to choose, when the network is
    too large to be tried unasked, or when ``interrupted``. Raises UserError when data and settings do not go together.
    """
    if interrupted() or devices.has_gpu():
        return None
    chosen, copy, begin = experiment(name), Path(data), time.monotonic()
    settings = chosen.settings.parse(values)
    prepared = chosen.prepare(load_dataset(copy.name, copy.parent), settings)
    task = chosen.task(prepared)
    before = time.monotonic() - begin  # of many texts some seconds: their words become numbers
    if interrupted() or memory(task.network, settings.batch_size) > MOST_BYTES:
        return None
    vectors = task.initial_seconds(interrupted) if task.initial_seconds else 0.0
    if vectors is None:
        return None
    ready.forget()
    begin = time.monotonic()
    made = ready.make(prepared, task, settings, gpu=False)
    at_once = least_squares.possible(task)
    fitted = least_squares.expected(made.model, task) if at_once else _tried(made, settings, interrupted, begin)
    ready.keep(ready.key(name, copy.name, settings), made)
    return None if fitted is None else before + vectors + fitted


def memory(network: Network, batch_size: int) -> float:
    """Bytes that the examples of one batch take in the recurrent layers while they are learned from, about."""
    units = sum(layer.units for layer in network.layers if isinstance(layer, Recurrent))
    return 4.0 * NUMBERS * units * network.timesteps * batch_size


def _tried(made: ready.Ready, settings: TrainingSettings, interrupted: Callable[[], bool], begin: float) -> float | None:
    order, task = input_pipeline.Order(settings.seed), made.task
    trial = Trial(task.training.steps(made.rows), interrupted)
    held_out = input_pipeline.validation(task.validation, made.rows)
    feed = {**input_pipeline.training(task.training, made.rows, order), **held_out}
    with contextlib.suppress(Stopped):
        made.model.fit(**feed, epochs=settings.epochs, callbacks=[fit.Forget(order), trial], verbose=0)
    seconds = _whole(task, settings, trial, made.rows, begin)
    if held_out and made.model.test_function is None and not interrupted():
        made.model.evaluate(held_out["validation_data"], steps=1, verbose=0)  # the training will not wait for its compilation
    return None if interrupted() else seconds


class Trial(keras.callbacks.Callback):
    """Notes how far a training has come until it ends it. ``first``, ``last``: time and epochs done, as a fraction."""

    def __init__(self, steps: int, interrupted: Callable[[], bool]):
        super().__init__()
        self.steps, self.interrupted, self.epoch = steps, interrupted, 0
        self.first: tuple[float, float] | None = None
        self.last = (0.0, 0.0)

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        """``epoch`` counts from 0."""
        self.epoch = epoch

    def on_train_batch_begin(self, batch: int, logs: Any = None) -> None:
        """Compiling comes next, which cannot be interrupted."""
        self._end_if_wanted()

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        """The first block includes the compilation and only starts the clock."""
        self.last = time.monotonic(), self.epoch + min(1.0, (batch + 1) / self.steps)
        self.first = self.first or self.last
        self._end_if_wanted()
        if self.last[0] - self.first[0] > TRIAL_SECONDS:
            raise Stopped

    def on_test_batch_begin(self, batch: int, logs: Any = None) -> None:
        """As before the first training step."""
        self._end_if_wanted()

    def _end_if_wanted(self) -> None:
        if self.interrupted():
            raise Stopped


def _whole(task: Task, settings: TrainingSettings, trial: Trial, rows: int, begin: float) -> float | None:
    """Compilation, then epochs at the rate of the trial; validation is added where the trial has not met it."""
    if trial.first is None:
        return None
    (start, before), (end, done) = trial.first, trial.last
    if done <= before:
        return end - begin  # it was over with the first block
    each = (end - start) / (done - before)
    if task.validation and int(done - 1e-9) == int(before - 1e-9):
        each *= 1 + FORWARD_SHARE * task.validation.steps(rows) / task.training.steps(rows)
    return start - begin + each * max(0.0, settings.epochs - before)
