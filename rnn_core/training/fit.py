"""One fit loop and its callbacks, the same for every experiment. Only the worker loads this file."""

import contextlib
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from rnn_core.errors import UserError
from rnn_core.experiments.base import Task
from rnn_core.settings import TrainingSettings
from rnn_core.training import input_pipeline, kernel_plan
from rnn_core.training.checkpoint import Checkpoints, Reached
from rnn_core.training.progress import Reporter
from rnn_core.training.snapshots import Snapshots

UNLIMITED_EPOCHS = 1_000_000
SAVE_SECONDS = 2.0
LOSSES = {
    "squared": keras.losses.MeanSquaredError,
    "crossentropy": partial(keras.losses.SparseCategoricalCrossentropy, from_logits=True),
}
LOWEST_RATE = 0.02  # of the learning rate, at the end of its decay
OPTIMIZERS = {"adam": keras.optimizers.Adam, "rmsprop": keras.optimizers.RMSprop, "sgd": keras.optimizers.SGD}


@dataclass(frozen=True)
class Fitted:
    """How a training went. ``seconds``: of fitting; ``epochs``: also a part of one; ``checkpoint``: which weights were kept."""

    seconds: float
    epochs: float
    loss: dict[str, float]
    checkpoint: str


def fit(
    model: keras.Sequential,
    task: Task,
    settings: TrainingSettings,
    reporter: Reporter,
    plan: kernel_plan.Plan,
    save: Callable[[], object],
    snapshots: Snapshots | None = None,
) -> Fitted:
    """Train ``model`` in place and leave in it the weights that were kept: lowest validation loss, else the last.

    ``save`` writes the model's present weights to the run folder; it is called now and then when they are the best.
    Raises UserError when the loss is no longer a number.
    """
    optimizer = OPTIMIZERS[settings.optimizer](settings.learning_rate, clipnorm=settings.clipnorm or None)
    metrics = ["accuracy"] if task.accuracy else None
    steps = plan.steps_per_execution
    model.compile(optimizer, LOSSES[task.loss](), metrics=metrics, jit_compile=False, steps_per_execution=steps)
    checkpoints = Checkpoints(reporter.run)
    reached, best = checkpoints.read(model)
    reporter.go_on(reached.epochs)
    order = input_pipeline.Order(settings.seed)
    keep = KeepBest(save, task.lowest, reached, best)
    progress = Progress(reporter, settings, task.training.steps(settings.batch_size), task.decay, reached.seconds)
    keepers = [keep, Patience(settings.patience, reached), SaveProgress(checkpoints, reached, keep, progress)]
    with contextlib.suppress(Stopped):
        model.fit(
            **input_pipeline.training(task.training, settings.batch_size, order),
            **input_pipeline.validation(task.validation, settings.batch_size),
            initial_epoch=reached.epochs,
            epochs=settings.epochs if settings.seconds is None else UNLIMITED_EPOCHS,
            callbacks=[Forget(order), progress, *keepers, *([snapshots] if snapshots else [])],
            verbose=0,
        )
    if snapshots:
        snapshots.close()
    losses = [row["loss"] for row in reporter.rows]
    return Fitted(
        seconds=progress.seconds(),
        epochs=progress.done,
        loss={"first": losses[0], "last": losses[-1], "best": min(losses)},
        checkpoint=keep.restore(model),
    )


class Stopped(Exception):
    """Ends ``fit`` in the middle of an epoch, without validating it."""


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


class Progress(keras.callbacks.Callback):
    """Reports after every block of steps and ends the training on Stop, on a spent time budget and on a lost loss."""

    def __init__(self, reporter: Reporter, settings: TrainingSettings, steps: int, decay: bool = False, before: float = 0.0):
        super().__init__()
        self.reporter, self.settings, self.steps, self.decay = reporter, settings, steps, decay
        self.before = before  # seconds, of an earlier part of this training
        self.start = self.first_block = time.monotonic()
        self.blocks_from = 0.0
        self.loss = math.nan
        self.epoch = 0
        self.done: float = 0

    def on_train_begin(self, logs: Any = None) -> None:
        """The clock of ``seconds`` starts: compiling counts."""
        self.start = time.monotonic() - self.before

    def seconds(self) -> float:
        """Of fitting, those before an interruption included."""
        return time.monotonic() - self.start

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        """Remember the epoch, counted from 0."""
        self.epoch = epoch

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        """``batch`` is the last step of the block, counted from 0."""
        fraction = min(1.0, (batch + 1) / self.steps)
        done = self.epoch + fraction
        self.done = round(done, 2) if fraction < 1 else self.epoch + 1
        if not self.blocks_from:
            self.first_block, self.blocks_from = time.monotonic(), done
        self.reporter.update(
            phase="training",
            epoch=self.epoch + 1,
            fraction=fraction,
            seconds_left=self._left(done),
        )
        self.loss = (logs or {})["loss"]
        self._stop_if_asked()
        if self.decay:
            self._slow_down(done)
        if self._spent():
            self.model.stop_training = True

    def _slow_down(self, done: float) -> None:
        """The learning rate along a half cosine (Loshchilov and Hutter 2017, without restarts), over epochs or the budget."""
        budget = self.settings.seconds
        share = done / self.settings.epochs if budget is None else self.seconds() / budget
        rate = max(LOWEST_RATE, (1 + math.cos(math.pi * min(1.0, share))) / 2)
        self.model.optimizer.learning_rate = self.settings.learning_rate * rate

    def on_test_batch_end(self, batch: int, logs: Any = None) -> None:
        """Validation listens to Stop too."""
        self._stop_if_asked()

    def _stop_if_asked(self) -> None:
        if self.reporter.stop.is_set():
            self._record({"loss": self.loss})
            raise Stopped

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """A row of the history; a loss that is not a number ends the run."""
        self._record(logs or {})

    def _record(self, logs: dict[str, Any]) -> None:
        losses = {name: float(value) for name, value in logs.items()}
        if not math.isfinite(losses["loss"]):
            raise UserError(
                f"The loss was no longer a number in epoch {self.epoch + 1}: the learning rate "
                f"{self.settings.learning_rate:g} is too high for this network. Try a tenth of it, or gradient clipping."
            )
        seconds = round(self.seconds(), 3)
        self.reporter.epoch_done({"epoch": self.epoch + 1, "seconds": seconds, **losses})

    def _spent(self) -> bool:
        return self.settings.seconds is not None and self.seconds() >= self.settings.seconds

    def _left(self, done: float) -> float | None:
        if self.settings.seconds is not None:
            return max(0.0, self.settings.seconds - self.seconds())
        if done <= self.blocks_from:
            return None
        return (time.monotonic() - self.first_block) / (done - self.blocks_from) * (self.settings.epochs - done)


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
            self.save()
            self.saved = time.monotonic()

    def restore(self, model: keras.Sequential) -> str:
        """Put the kept weights back into the model and say in words which ones they are."""
        if self.weights is None:
            return "the last weights"
        model.set_weights(self.weights)
        return f"lowest {self.reached.kept_loss} loss (epoch {self.reached.best_epoch})"


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
    """Writes a checkpoint after an epoch, now and then."""

    def __init__(self, checkpoints: Checkpoints, reached: Reached, keep: KeepBest, progress: Progress):
        super().__init__()
        self.checkpoints, self.reached, self.keep, self.progress = checkpoints, reached, keep, progress

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """After the others have compared."""
        if self.checkpoints.due() and not self.model.stop_training:
            self.reached.epochs, self.reached.seconds = epoch + 1, self.progress.seconds()
            self.checkpoints.write(self.model, self.reached, self.keep.weights)
