"""What a stopped training needs to go on as if it had not stopped. Only the worker loads this file."""

import json
import time
from dataclasses import asdict, dataclass
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load, save

from rnn_core import files
from rnn_core.runs import CHECKPOINT, Run

SAVE_SECONDS = 0.5  # between two checkpoints
FAR = 1e30  # no loss is higher; JSON knows no infinity
COST = 20  # times as long as writing one took: a large network's checkpoints are rarer


@dataclass
class Reached:
    """How far a training is. ``best`` is the lowest loss so far, that of ``best_epoch``; epochs are whole, counted from 1."""

    epochs: int = 0
    seconds: float = 0.0
    best: float = FAR
    best_epoch: int = 0
    kept_loss: str = "validation"  # which loss chooses the weights
    lowest: float = FAR  # what patience compares with
    waited: int = 0  # epochs without a lower one


class Checkpoints:
    """The file ``checkpoint/state.safetensors`` of one run: every variable of model and optimizer, and the best weights."""

    def __init__(self, run: Run):
        self.path = run.folder / CHECKPOINT
        self._written, self._cost = 0.0, 0.0

    def due(self) -> bool:
        """Whether it is time for another one."""
        return time.monotonic() - self._written > max(SAVE_SECONDS, COST * self._cost)

    def write(self, model: keras.Model, reached: Reached, best: list[NDArray[np.float32]] | None) -> None:
        """After an epoch."""
        begin = time.monotonic()
        state = {f"state/{number}": np.asarray(variable.numpy()) for number, variable in enumerate(_variables(model))}
        state |= {f"best/{number}": values for number, values in enumerate(best or ())}
        files.write_bytes(self.path, save(state, {"reached": json.dumps(asdict(reached))}))
        self._written = time.monotonic()
        self._cost = self._written - begin

    def read(self, model: keras.Model) -> tuple[Reached, list[NDArray[np.float32]] | None]:
        """Put the compiled model where the training was. Returns a new :class:`Reached` when there is no checkpoint."""
        if not self.path.exists():
            return Reached(), None
        content = self.path.read_bytes()
        size = int.from_bytes(content[:8], "little")
        about: dict[str, Any] = json.loads(content[8 : 8 + size])["__metadata__"]
        state = load(content)
        model.optimizer.build(model.trainable_variables)
        for number, variable in enumerate(_variables(model)):
            variable.assign(state[f"state/{number}"])
        best = [state[f"best/{number}"] for number in range(sum(name.startswith("best/") for name in state))]
        return Reached(**json.loads(about["reached"])), best or None

    def forget(self) -> None:
        """The training has ended: nothing will go on from here."""
        self.path.unlink(missing_ok=True)


def _variables(model: keras.Model) -> list[keras.Variable]:
    """All that training changes: weights, the optimizer's moments and step, the random numbers of dropout."""
    return [*model.variables, *model.optimizer.variables]
