"""What a stopped training needs to go on as if it had not stopped. Only the worker loads this file."""

import time

import keras
import numpy as np
from numpy.typing import NDArray

from rnn_core import files
from rnn_core.runs import CHECKPOINT, Run
from rnn_core.runs.checkpoint_file import Checkpoint, Reached, parsed

SAVE_SECONDS = 0.5  # between two checkpoints
COST = 20  # times as long as writing one took: a large network's checkpoints are rarer
Best = list[NDArray[np.float32]] | None


class Checkpoints:
    """The file ``checkpoint/state.safetensors`` of one run: every variable of model and optimizer, and the best weights."""

    def __init__(self, run: Run):
        self.path = run.folder / CHECKPOINT
        self._written, self._cost = 0.0, 0.0

    def due(self) -> bool:
        """Whether it is time for another one."""
        return time.monotonic() - self._written > max(SAVE_SECONDS, COST * self._cost)

    def write(self, model: keras.Model, reached: Reached, best: Best) -> None:
        """After an epoch, and where a training ends."""
        begin = time.monotonic()
        variables = [np.asarray(variable.numpy()) for variable in variables_of(model)]
        files.write_bytes(self.path, Checkpoint(reached, variables, best or []).bytes())
        self._written = time.monotonic()
        self._cost = self._written - begin

    def read(self, model: keras.Model, steps: int) -> tuple[Reached, Best]:
        """Put the compiled model where the training was, with so many ``steps`` an epoch.

        Returns a new :class:`Reached` when there is no checkpoint. Raises ValueError, with the model untouched, when it is
        damaged or of another training.
        """
        if not self.path.exists():
            return Reached(), None
        found = parsed(self.path.read_bytes())
        variables = variables_of(model)
        forms = [(tuple(variable.shape), np.dtype(variable.dtype)) for variable in variables]
        if found.reached.steps > steps or forms != [(values.shape, values.dtype) for values in found.variables]:
            raise ValueError("the checkpoint is of another training")
        if found.best and [values.shape for values in found.best] != [values.shape for values in model.get_weights()]:
            raise ValueError("the best weights are of another network")
        for variable, values in zip(variables, found.variables, strict=True):
            variable.assign(values)
        return found.reached, found.best or None

    def forget(self) -> None:
        """The training has ended: nothing will go on from here."""
        self.path.unlink(missing_ok=True)


def variables_of(model: keras.Model) -> list[keras.Variable]:
    """All that training changes: weights, the optimizer's moments and step, the random numbers of dropout."""
    return [*model.variables, *model.optimizer.variables]
