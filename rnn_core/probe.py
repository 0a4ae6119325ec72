"""How long a training will take, from a short trial of its first steps. Only the worker loads this file."""

import contextlib
import time
from collections.abc import Callable
from typing import Any

import keras
import tensorflow as tf

from rnn_core import feeding, kernels, training
from rnn_core.datasets import kept
from rnn_core.experiments import experiment
from rnn_core.experiments.base import Task
from rnn_core.settings import TrainingSettings

TRIAL_SECONDS = 1.5
FORWARD_SHARE = 1 / 3  # of a training step's time, for the same number of examples: validation has no way back


def seconds(name: str, data: str, values: dict[str, Any], interrupted: Callable[[], bool]) -> float | None:
    """Of a training with these settings, from the click to the end of fitting.

    ``data`` names a kept dataset. None when there is a GPU, which is the run's own to choose, or when ``interrupted``.
    Raises UserError when data and settings do not go together.
    """
    chosen = experiment(name)
    settings = chosen.settings.parse(values)
    task = chosen.task(kept(data), settings)
    if tf.config.list_physical_devices("GPU"):
        return None
    begin = time.monotonic()
    plan, model, rows = kernels.prepare(task, settings.batch_size, gpu=False)
    model.compile("adam", training.LOSSES[task.loss](), jit_compile=False, steps_per_execution=plan.steps_per_execution)
    order = feeding.Order(settings.seed)
    trial = Trial(task.training.steps(rows), interrupted)
    feed = feeding.training(task.training, rows, order), feeding.validation(task.validation, rows)
    with contextlib.suppress(training.Stopped):
        model.fit(**feed[0], **feed[1], epochs=settings.epochs, callbacks=[training.Forget(order), trial], verbose=0)
    return None if interrupted() else _whole(task, settings, trial, rows, begin)


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

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        """The first block includes the compilation and only starts the clock."""
        self.last = time.monotonic(), self.epoch + min(1.0, (batch + 1) / self.steps)
        self.first = self.first or self.last
        if self.interrupted() or self.last[0] - self.first[0] > TRIAL_SECONDS:
            raise training.Stopped


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
    left = each * max(0.0, settings.epochs - before)
    return start - begin + (left if settings.seconds is None else settings.seconds)
