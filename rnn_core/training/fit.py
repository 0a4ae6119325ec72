"""One fit loop and its callbacks, the same for every experiment. Only the worker loads this file."""

import contextlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from rnn_core import files
from rnn_core.experiments.base import Task
from rnn_core.runs.checkpoint_file import Reached
from rnn_core.settings import TrainingSettings
from rnn_core.training import going_on, input_pipeline
from rnn_core.training.checkpoint import Checkpoints
from rnn_core.training.fit_progress import Progress, Stopped
from rnn_core.training.progress import Reporter
from rnn_core.training.snapshots import Snapshots

UNLIMITED_EPOCHS = 1_000_000
SAVE_SECONDS = 2.0


@dataclass(frozen=True)
class Fitted:
    """How a training went.

    ``seconds``: of fitting, ``now`` those of this go alone; ``epochs``: also a part of one; ``checkpoint``: which weights
    were kept. ``stopped``: by somebody; ``aside``: for now, so that others get their turn. ``budget``: the seconds of one go that
    were spent, None when something else ended it; ``epoch_seconds``: how long a whole epoch takes, None when not known;
    ``unchecked``: how long the last validation would have taken, 0 if it was not left out; ``lost``: a sentence about what a
    damaged checkpoint lost; ``ridge``: of a readout that was fitted at once, how strongly least squares held its weights small.
    """

    seconds: float
    epochs: float
    loss: dict[str, float]
    checkpoint: str
    now: float = 0.0
    stopped: bool = False
    aside: bool = False
    budget: float | None = None
    epoch_seconds: float | None = None
    unchecked: float = 0.0
    lost: str = ""
    ridge: float | None = None


def fit(
    model: keras.Sequential,
    task: Task,
    settings: TrainingSettings,
    reporter: Reporter,
    save: Callable[[], object],
    snapshots: Snapshots | None = None,
) -> Fitted:
    """Train the compiled ``model`` in place and leave in it the weights that were kept: lowest validation loss, else the last.

    ``save`` writes the model's present weights to the run folder; it is called now and then when they are the best.
    Raises UserError when the loss is no longer a number.
    """
    beginning = going_on.begin(reporter.run, model, task, settings.batch_size)
    reached, checkpoints = beginning.reached, Checkpoints(reporter.run)
    reached.budget = reached.budget or settings.seconds
    reporter.go_on(reached.epochs)
    before, keep = reached.seconds, KeepBest(save, task.lowest, reached, beginning.best)
    progress = Progress(reporter, settings, task, reached)
    keepers = [progress, keep, Patience(settings.patience, reached), SaveProgress(checkpoints, reached, keep, progress)]
    with contextlib.suppress(Stopped):
        _fit_parts(model, task, settings, [*keepers, *([snapshots] if snapshots else [])])
    SaveProgress(checkpoints, reached, keep, progress).write(model)
    if snapshots:
        snapshots.close(progress.done)
    losses = [row["loss"] for row in reporter.rows]
    stopped = reporter.stop.is_set()
    return Fitted(
        seconds=progress.clock.seconds(),
        epochs=progress.done,
        loss={"first": losses[0], "last": losses[-1], "best": min(losses)},
        checkpoint=keep.restore(model, progress.done),
        now=progress.clock.seconds() - before,
        stopped=stopped,
        aside=progress.aside and not stopped,
        budget=reached.budget if progress.spent and not stopped else None,
        epoch_seconds=progress.seconds_of_epoch(),
        unchecked=progress.unchecked,
        lost=beginning.lost,
    )


def _fit_parts(model: keras.Sequential, task: Task, settings: TrainingSettings, keepers: Sequence[Any]) -> None:
    """From where the training is to its end. An epoch that lacks its validation alone gets that first."""
    order, progress = input_pipeline.Order(settings.seed), keepers[0]
    forget, held_out = Forget(order), input_pipeline.validation(task.validation, settings.batch_size)
    model.stop_training = False
    if progress.at == progress.steps:
        logs = {"loss": progress.loss}
        if held_out:
            found = model.evaluate(held_out["validation_data"], callbacks=[forget, progress], verbose=0, return_dict=True)
            logs |= {f"val_{name}": value for name, value in found.items()}
        for keeper in keepers:
            keeper.set_model(model)
            keeper.on_epoch_end(progress.epoch, logs)
    left_off = Reached(epochs=progress.whole, steps=progress.at % progress.steps)
    for part in going_on.parts(left_off, settings.epochs if settings.seconds is None else UNLIMITED_EPOCHS):
        if model.stop_training:
            break
        order.skipped = part.skipped
        model.fit(
            **input_pipeline.training(task.training, settings.batch_size, order),
            **held_out,
            initial_epoch=part.first,
            epochs=part.last,
            callbacks=[forget, *keepers],
            verbose=0,
        )


class Forget(keras.callbacks.Callback):
    """Before each pass over the data, layers that carry their state forget it, and training takes a new order."""

    def __init__(self, order: input_pipeline.Order):
        super().__init__()
        self.order = order

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        """Before training."""
        self.order.epoch = epoch
        self._forget()

    def on_test_begin(self, logs: Any = None) -> None:
        """Before validation."""
        self._forget()

    def _forget(self) -> None:
        for layer in self.model.layers:
            if hasattr(layer, "reset_states"):
                layer.reset_states()


class KeepBest(keras.callbacks.Callback):
    """Keeps the weights with the lowest validation loss; without a validation part those of the last epoch, or (``lowest``)
    of the lowest training loss.

    They are saved at most every two seconds, so that a killed process leaves a model behind.
    """

    def __init__(
        self, save: Callable[[], object], lowest: bool, reached: Reached, weights: list[NDArray[np.float32]] | None = None
    ):
        super().__init__()
        self.save, self.lowest, self.reached, self.weights = save, lowest, reached, weights
        self.saved = time.monotonic()

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """Compare with the best so far."""
        values, reached = logs or {}, self.reached
        loss = values.get("val_loss")
        if loss is None and self.lowest:
            loss, reached.kept_loss = values["loss"], "training"
        if loss is not None:
            if not loss < reached.best:  # not a number is no best
                return
            reached.best, reached.best_epoch, self.weights = float(loss), epoch + 1, self.model.get_weights()
        if time.monotonic() - self.saved > SAVE_SECONDS:
            with files.later_when_full():
                self.save()
                self.saved = time.monotonic()

    def restore(self, model: keras.Sequential, done: float) -> str:
        """Put the kept weights back into the model and say in words which ones they are; ``done``: epochs."""
        if self.weights is None:
            return "the last weights"
        model.set_weights(self.weights)
        epoch = self.reached.best_epoch
        return f"lowest {self.reached.kept_loss} loss (epoch {epoch}{', a part of it' if epoch > done else ''})"


class Patience(keras.callbacks.Callback):
    """Stops when the validation loss (the training loss, without a validation part) has not improved for some epochs."""

    def __init__(self, epochs: int, reached: Reached):
        super().__init__()
        self.epochs, self.reached = epochs, reached

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """Count the epochs without a new lowest loss."""
        values, reached = logs or {}, self.reached
        loss = values.get("val_loss", values["loss"])
        reached.waited = 0 if loss < reached.lowest else reached.waited + 1
        reached.lowest = min(reached.lowest, float(loss))
        if self.epochs and reached.waited >= self.epochs:
            self.model.stop_training = True


class SaveProgress(keras.callbacks.Callback):
    """Writes a checkpoint after an epoch, now and then, and at the end."""

    def __init__(self, checkpoints: Checkpoints, reached: Reached, keep: KeepBest, progress: Progress):
        super().__init__()
        self.checkpoints, self.reached, self.keep, self.progress = checkpoints, reached, keep, progress

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """After the others have compared."""
        if self.checkpoints.due() and not self.model.stop_training:
            self.write(self.model)

    def write(self, model: keras.Sequential) -> None:
        """Where the training is now, also in the middle of an epoch; on a full disk the last one stays."""
        reached, progress = self.reached, self.progress
        reached.epochs, reached.seconds, reached.loss = progress.whole, progress.clock.seconds(), progress.loss
        reached.steps = 0 if progress.whole > progress.epoch else progress.at
        with files.later_when_full():
            progress.reporter.write_history()
            self.checkpoints.write(model, reached, self.keep.weights)
