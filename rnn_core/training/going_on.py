"""Where a training begins: at its start, at its checkpoint, or, when that is damaged, with the best weights that are left.

Only the worker loads this file.
"""

import math
from dataclasses import dataclass

import keras
import numpy as np
from safetensors.numpy import load

from rnn_core.experiments.base import Task
from rnn_core.networks.numpy.network import names
from rnn_core.runs import WEIGHTS, Run
from rnn_core.runs.checkpoint_file import Reached
from rnn_core.training import input_pipeline
from rnn_core.training.checkpoint import Best, Checkpoints

WITH_WEIGHTS = "Its checkpoint was damaged: it went on with the best weights that were kept, its optimizer began anew."
FROM_START = "Its checkpoint was damaged and no weights were left: it began again."


@dataclass
class Beginning:
    """``best``: the best weights so far; ``lost``: a sentence about what could not be taken up again, or nothing."""

    reached: Reached
    best: Best
    lost: str = ""


@dataclass(frozen=True)
class Part:
    """Epochs ``first`` to ``last``, counted from 0, to fit in one go; ``skipped``: batches of the first already learned from."""

    first: int
    last: int
    skipped: int = 0


def begin(run: Run, model: keras.Sequential, task: Task, batch_size: int) -> Beginning:
    """Put the compiled model where the training of the run was."""
    try:
        return Beginning(*Checkpoints(run).read(model, task.training.steps(batch_size)))
    except ValueError:
        return _with_best(run, model, task, batch_size)


def parts(reached: Reached, epochs: int) -> list[Part]:
    """What is left to fit of so many epochs: the rest of the one that was left off, then whole ones."""
    if reached.steps:
        rest = [Part(reached.epochs, reached.epochs + 1, reached.steps)]
        return [*rest, *parts(Reached(epochs=reached.epochs + 1), epochs)]
    return [Part(reached.epochs, epochs)] if reached.epochs < epochs else []


def _with_best(run: Run, model: keras.Sequential, task: Task, batch_size: int) -> Beginning:
    try:
        history, found = run.history(), load((run.folder / WEIGHTS).read_bytes())
        best = [found[name] for name in names(task.network)]
        model.set_weights(best)
    except Exception:  # missing, damaged, of another network: there is nothing to go on with
        return Beginning(Reached(), None, FROM_START)
    reached = Reached(epochs=len(history.get("epoch", ())), seconds=history.get("seconds", [0.0])[-1])
    chosen = "validation" if task.validation else "training"
    losses = np.array(history.get("val_loss" if task.validation else "loss", []))
    if not np.isfinite(losses).any():
        return Beginning(reached, None, WITH_WEIGHTS)
    loss = _loss(model, task, batch_size)
    epoch = int(np.nanargmin(losses if math.isnan(loss) else np.abs(losses - loss)))
    reached.best, reached.best_epoch, reached.kept_loss = float(losses[epoch]), epoch + 1, chosen  # type: ignore[assignment]
    reached.lowest, reached.waited = float(np.nanmin(losses)), len(losses) - 1 - int(np.nanargmin(losses))
    return Beginning(reached, best if task.validation or task.lowest else None, WITH_WEIGHTS)


def _loss(model: keras.Sequential, task: Task, batch_size: int) -> float:
    """On the validation part: it tells of which epoch the weights are. Not a number where nothing was held out."""
    if task.validation is None:
        return math.nan
    given = input_pipeline.validation(task.validation, batch_size)["validation_data"]
    return float(model.evaluate(given, verbose=0, return_dict=True)["loss"])
