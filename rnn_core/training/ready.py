"""A network ready to be trained: data prepared, layers built, compiled by Keras. Only the worker loads this file.

What was tried out to say how long a training takes is kept. When just this training is wanted next, it begins at once: what
Keras and XLA have made of it stays, and every number is put back to where it was before the trial.
"""

import random
from dataclasses import dataclass
from functools import partial
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from rnn_core.experiments.base import Task
from rnn_core.settings import LENGTH, TrainingSettings
from rnn_core.training import kernel_plan
from rnn_core.training.checkpoint import variables_of

LOSSES = {
    "squared": keras.losses.MeanSquaredError,
    "crossentropy": partial(keras.losses.SparseCategoricalCrossentropy, from_logits=True),
}
OPTIMIZERS = {"adam": keras.optimizers.Adam, "rmsprop": keras.optimizers.RMSprop, "sgd": keras.optimizers.SGD}

Key = tuple[str, str, str]


@dataclass(frozen=True)
class Ready:
    """``prepared`` is the experiment's, ``task`` made of it; ``rows`` are those of a batch; the rest is how it began."""

    prepared: Any
    task: Task
    plan: kernel_plan.Plan
    model: keras.Sequential
    rows: int
    values: list[NDArray]  # of all variables
    chance: tuple[Any, Any]  # states of Python's and NumPy's random numbers

    def begin_again(self) -> None:
        """As if nothing had been trained."""
        for variable, value in zip(variables_of(self.model), self.values, strict=True):
            variable.assign(value)
        random.setstate(self.chance[0])
        np.random.set_state(self.chance[1])
        self.model._eval_epoch_iterator = None  # of a validation that was broken off (Keras 3.15 would go on with it)


def make(prepared: Any, task: Task, settings: TrainingSettings, gpu: bool) -> Ready:
    """Build and compile the network of a task; sets TensorFlow's threads.

    The optimizer's variables are made at once: made in the first step, that step would be traced twice.
    """
    keras.utils.set_random_seed(settings.seed)
    plan, model, rows = kernel_plan.prepare(task, settings.batch_size, gpu, settings.kernel)
    optimizer = OPTIMIZERS[settings.optimizer](settings.learning_rate, clipnorm=settings.clipnorm or None)
    metrics = ["accuracy"] if task.accuracy else None
    steps = plan.steps_per_execution
    model.compile(optimizer, LOSSES[task.loss](), metrics=metrics, jit_compile=False, steps_per_execution=steps)
    optimizer.build(model.trainable_variables)
    values = [np.array(variable.numpy()) for variable in variables_of(model)]
    return Ready(prepared, task, plan, model, rows, values, (random.getstate(), np.random.get_state()))


def key(name: str, data: str, settings: TrainingSettings) -> Key:
    """Equal for trainings of an experiment, with the data of a hash, that differ in nothing but when they end."""
    return name, data, settings.model_dump_json(exclude=LENGTH)


_kept: dict[Key, Ready] = {}  # one at most


def keep(of: Key, one: Ready) -> None:
    """For the training that comes next, maybe."""
    forget()
    _kept[of] = one


def take(of: Key) -> Ready | None:
    """The network kept for just this training, at its beginning; None where another or none was kept."""
    found = _kept.pop(of, None)
    if found:
        found.begin_again()
    else:
        forget()
    return found


def forget() -> None:
    """Let go of what was kept: a process that waits would grow with each."""
    _kept.clear()
    keras.backend.clear_session()
