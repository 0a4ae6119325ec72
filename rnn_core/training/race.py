"""A network trained for so many seconds, beside others that get just as many. Only a study's process loads this file."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from rnn_core.experiments.base import Task
from rnn_core.networks.keras import attention, sharded
from rnn_core.training import input_pipeline, kernel_plan, least_squares
from rnn_core.training.ready import LOSSES

LOOKS = 12  # at the validation part
LEARNING_RATE, LONGEST_STEP = 0.003, 1.0  # Adam's, and to how long a gradient is shortened: the same for all


@dataclass(frozen=True)
class Racer:
    """``model``: compiled; ``rows``: of a batch."""

    task: Task
    model: keras.Sequential
    rows: int

    @cached_property
    def numbers(self) -> int:
        """Weights and biases, those that stay as they are too."""
        return int(self.model.count_params())

    def predict(self, inputs: NDArray) -> NDArray[np.float32]:
        """(rows, outputs)."""
        parts = range(0, len(inputs), self.rows)
        return np.concatenate([np.asarray(self.model(inputs[at : at + self.rows], training=False)) for at in parts])


def cell(task: Task, rows: int, seed: int) -> Racer:
    """The task's own network."""
    keras.utils.set_random_seed(seed)
    plan, model, rows = kernel_plan.prepare(task, rows, gpu=False)
    return _compiled(task, model, rows, plan.steps_per_execution)


def attention_of(task: Task, width: int, rows: int, seed: int) -> Racer:
    """One layer of attention in the place of the task's recurrent ones, on all cores as well."""
    keras.utils.set_random_seed(seed)
    steps = kernel_plan.plan(task.network, rows, task.training.steps(rows), gpu=False).steps_per_execution
    return _compiled(task, sharded.accelerate(attention.build(task.network, width), rows), rows, steps)


def _compiled(task: Task, model: keras.Sequential, rows: int, steps: int) -> Racer:
    optimizer = keras.optimizers.Adam(LEARNING_RATE, clipnorm=LONGEST_STEP)
    metrics = ["accuracy"] if task.accuracy else None
    model.compile(optimizer, LOSSES[task.loss](), metrics=metrics, jit_compile=False, steps_per_execution=steps)
    optimizer.build(model.trainable_variables)
    return Racer(task, model, rows)


@dataclass(frozen=True)
class Raced:
    """``curve``: pairs of seconds and validation loss; ``loss`` the lowest of them, whose weights the model has now.

    ``accuracy``: at that moment, where the task counts right answers. ``steps``: changes of the weights.
    """

    curve: list[tuple[float, float]]
    loss: float
    accuracy: float | None
    steps: int


def race(
    racer: Racer, seconds: float, seed: int, enough: float = 1.1, tell: Callable[[float], None] = lambda share: None
) -> Raced:
    """Train for so many seconds from the first batch on; those of looking at the validation part are not counted.

    Ends earlier where the share of right answers is ``enough``, and at once where least squares are the way.
    """
    if least_squares.possible(racer.task):
        return _at_once(racer)
    clock = Clock(racer, seconds, enough, tell)
    batches = input_pipeline.training(racer.task.training, racer.rows, Turning(seed))["x"].repeat()
    racer.model.fit(batches, steps_per_epoch=2**31, callbacks=[clock], shuffle=False, verbose=0)
    racer.model.set_weights(clock.weights)
    return Raced(clock.curve, clock.loss, clock.accuracy, clock.steps)


def _at_once(racer: Racer) -> Raced:
    begin = time.monotonic()
    solved = least_squares.solve(racer.model, racer.task)
    loss = solved.loss if solved.val_loss is None else solved.val_loss
    return Raced([(round(time.monotonic() - begin, 3), loss)], loss, None, 1)


class Turning(input_pipeline.Order):
    """An order anew at each turn."""

    def rng(self) -> np.random.Generator:
        """Of the turn that begins."""
        found = super().rng()
        self.epoch += 1
        return found


class Clock(keras.callbacks.Callback):
    """Ends the training in time, and keeps the best weights."""

    def __init__(self, racer: Racer, seconds: float, enough: float, tell: Callable[[float], None]):
        super().__init__()
        self.racer, self.seconds, self.enough, self.tell = racer, seconds, enough, tell
        self.held_out = input_pipeline.validation(racer.task.validation, racer.rows)["validation_data"]
        self.curve: list[tuple[float, float]] = []
        self.loss, self.accuracy, self.steps = np.inf, None, 0
        self.weights = racer.model.get_weights()
        self.begun = self.away = 0.0

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        """Look now and then."""
        now = time.monotonic()
        self.begun, self.steps = self.begun or now, batch + 1
        spent = now - self.begun - self.away
        if spent >= self.seconds * (len(self.curve) + 1) / LOOKS:
            self._look(spent)
            self.away += time.monotonic() - now
        if spent >= self.seconds or (self.accuracy or 0) >= self.enough or not np.isfinite(logs["loss"]):
            self.model.stop_training = True

    def _look(self, spent: float) -> None:
        found = self.model.evaluate(self.held_out, verbose=0, return_dict=True)
        self.curve.append((round(spent, 3), float(found["loss"])))
        if found["loss"] < self.loss:
            self.loss, self.accuracy, self.weights = float(found["loss"]), found.get("accuracy"), self.model.get_weights()
        self.tell(min(1.0, spent / self.seconds))


def numbers_of_attention(task: Task, width: int) -> int:
    """As :attr:`Racer.numbers`, without making it."""
    return attention.count(task.network, width)


def forget() -> None:
    """Let go of the networks made before."""
    keras.backend.clear_session()
