"""How far a fit is, and when it ends: on Stop, on a spent time budget, on a lost loss. Only the worker loads this file."""

import math
import time
from typing import Any

import keras

from rnn_core.errors import UserError
from rnn_core.experiments.base import Task
from rnn_core.runs.checkpoint_file import Reached
from rnn_core.settings import TrainingSettings
from rnn_core.training.clock import Clock
from rnn_core.training.progress import Reporter
from rnn_core.wording import percent

LOWEST_RATE = 0.02  # of the learning rate, at the end of its decay
FORWARD_SHARE = 1 / 3  # of a training step's time, for the same number of examples: validation has no way back
CHECK_SHARE, CHECK_SECONDS = 0.25, 2.0  # of the time budget that a last validation may take beyond it, or so many seconds
CHECKING = "checking on the validation part"


class Stopped(Exception):
    """Ends ``fit`` in the middle of an epoch, without validating it."""


class Progress(keras.callbacks.Callback):
    """Reports after every block of steps and ends the training on Stop, on a spent time budget and on a lost loss.

    The clock begins with the end of the first block, which includes compiling. ``at``: batches done of the present epoch;
    ``spent``: whether the time budget has ended it; ``unchecked``: seconds that the validation would have taken which was then
    left out, 0 where none was; ``aside``: whether it was asked to leave off for now.
    """

    def __init__(self, reporter: Reporter, settings: TrainingSettings, task: Task, reached: Reached):
        super().__init__()
        self.reporter, self.settings, self.task = reporter, settings, task
        self.steps = task.training.steps(settings.batch_size)
        self.checks = task.validation.steps(settings.batch_size) if task.validation else 0
        self.clock = Clock(reached.seconds)
        self.epoch, self.at, self.loss = reached.epochs, reached.steps, reached.loss
        self.whole = reached.epochs  # epochs that were validated too, where there is something to validate on
        self.skipped, self.before = 0, 0.0  # batches of the epoch in an earlier part of the training, and their loss
        self.begun: tuple[float, float] | None = None  # of the blocks after the first: seconds of the clock, epochs
        self.check_seconds = 0.0  # of the last validation
        self.checking = 0.0
        self.spent, self.aside, self.unchecked = False, False, 0.0

    @property
    def done(self) -> float:
        """Epochs, also a part of one."""
        return self.epoch + 1 if self.at == self.steps else round(self.epoch + self.at / self.steps, 4)

    def seconds_of_epoch(self) -> float | None:
        """How long a whole one takes at the pace so far, without validation; None when that is not known."""
        if self.begun is None or self.epoch + self.at / self.steps <= self.begun[1]:
            return None
        return (self.clock.seconds() - self.begun[0]) / (self.epoch + self.at / self.steps - self.begun[1])

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        """``epoch`` counts from 0. One that was left off in its middle goes on there."""
        left_off = self.at if epoch == self.epoch and self.at < self.steps else 0
        self.epoch, self.at, self.skipped, self.before = epoch, left_off, left_off, self.loss

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        """``batch`` is the last step of the block, counted from 0."""
        self.clock.go()
        self.at = min(self.steps, self.skipped + batch + 1)
        if self.begun is None:
            self.begun = self.clock.seconds(), self.epoch + self.at / self.steps
        self.loss = self._mean((logs or {})["loss"])
        self.reporter.update(
            phase="training",
            epoch=self.epoch + 1,
            fraction=self.at / self.steps,
            seconds_left=self._left(),
        )
        if self.task.decay:  # also before a stop: a training that goes on takes up the rate
            self._slow_down()
        self._stop_if_asked()
        if self.settings.seconds is not None and self.clock.seconds() >= self.settings.seconds:
            self._end_of_budget(self.settings.seconds)

    def _mean(self, loss: float) -> float:
        """Of all batches of the epoch, given that of those since it was begun or taken up again."""
        return (self.skipped * self.before + (self.at - self.skipped) * float(loss)) / self.at

    def _slow_down(self) -> None:
        """The learning rate along a half cosine (Loshchilov and Hutter 2017, without restarts), over epochs or the budget."""
        budget = self.settings.seconds
        share = (self.epoch + self.at / self.steps) / self.settings.epochs if budget is None else self.clock.seconds() / budget
        rate = max(LOWEST_RATE, (1 + math.cos(math.pi * min(1.0, share))) / 2)
        self.model.optimizer.learning_rate = self.settings.learning_rate * rate

    def _end_of_budget(self, budget: float) -> None:
        """The epoch, whole or not, is validated if that does not take much longer than was granted."""
        self.spent = True
        expected = self.check_seconds or FORWARD_SHARE * (self.seconds_of_epoch() or 0.0) * self.checks / self.steps
        if self.checks and expected > max(CHECK_SECONDS, CHECK_SHARE * budget):
            self.unchecked = expected
            self._record({"loss": self.loss})
            raise Stopped
        self.model.stop_training = True

    def on_test_begin(self, logs: Any = None) -> None:
        """The first validation compiles, too."""
        if not self.check_seconds:
            self.clock.stand()
        self.checking = time.monotonic()
        self._tell_checking(0)

    def on_test_batch_end(self, batch: int, logs: Any = None) -> None:
        """Validation listens to Stop too. ``batch`` may lie beyond the last, where several are computed at once."""
        if not self.check_seconds:
            self.clock.go()
        self._tell_checking(min(self.checks, batch + 1))
        self._stop_if_asked()

    def on_test_end(self, logs: Any = None) -> None:
        """How long it took."""
        self.check_seconds = time.monotonic() - self.checking

    def _tell_checking(self, done: int) -> None:
        of = f" of {self.settings.epochs}" if self.settings.seconds is None else ""
        message = f"Epoch {self.epoch + 1}{of} · {CHECKING}, {percent(done / self.checks)}"
        self.reporter.update(phase="checking", message=message)

    def _stop_if_asked(self) -> None:
        stop = self.reporter.stop.is_set()
        self.aside = self.reporter.aside.is_set() and not (stop or self.reporter.stays)
        if stop or self.aside:
            self._record({"loss": self.loss})
            raise Stopped

    def on_epoch_end(self, epoch: int, logs: dict[str, Any]) -> None:
        """A row of the history; a loss that is not a number ends the run. All callbacks get the loss of the whole epoch."""
        logs["loss"] = self.loss = self._mean(logs["loss"]) if self.skipped else float(logs["loss"])
        self._record(logs)
        self.whole = self.epoch + (self.at == self.steps)

    def _record(self, logs: dict[str, Any]) -> None:
        losses = {name: float(value) for name, value in logs.items()}
        if not math.isfinite(losses["loss"]):
            raise UserError(
                f"The loss was no longer a number in epoch {self.epoch + 1}: the learning rate "
                f"{self.settings.learning_rate:g} is too high for this network. Try a tenth of it, or gradient clipping."
            )
        seconds = round(self.clock.seconds(), 3)
        self.reporter.epoch_done({"epoch": self.epoch + 1, "seconds": seconds, **losses})

    def _left(self) -> float | None:
        if self.settings.seconds is not None:
            return max(0.0, self.settings.seconds - self.clock.seconds())
        each = self.seconds_of_epoch()
        return None if each is None else each * (self.settings.epochs - self.epoch - self.at / self.steps)
