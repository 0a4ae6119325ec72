"""Snapshots while a network trains: what it says after each epoch. Only the worker loads this file."""

import json
import time
from collections.abc import Callable
from typing import Any

import keras
from threadpoolctl import ThreadpoolController  # comes with scikit-learn

from rnn_core import files
from rnn_core.experiments.base import Weights
from rnn_core.networks.keras import models
from rnn_core.networks.spec import Network
from rnn_core.runs import SAMPLES, Run

SHARE = 0.01  # of the training time that snapshots may cost, beside the first and the last
SHORTEST_WAIT, LONGEST_WAIT = 0.5, 10.0  # seconds between two; the longest only within a long epoch
FIRST_EPOCHS = 3  # which come as soon as they are paid for: that is when the picture changes most
MOST_EPOCHS = 240  # that are kept; with more every second one goes

Make = Callable[[Weights], list[dict[str, Any]]]  # rows without their epoch


class Snapshots(keras.callbacks.Callback):
    """Adds rows to ``results/samples.jsonl``: before the training, after each epoch, now and then within a long one.

    At most twice a second, and where they cost more than a hundredth of the time fewer; the one after the last epoch is always
    there (:meth:`close`), made by ``make_last`` where it is another.
    """

    def __init__(self, run: Run, make: Make, network: Network, make_last: Make | None = None):
        super().__init__()
        self.path = run.folder / SAMPLES
        self.make, self.make_last, self.network = make, make_last or make, network
        self.threads = ThreadpoolController()  # several that share small products wait for one another, long on a busy machine
        self.lines = self._read()  # by the epochs that are behind the network
        self.newest_by = self.make_last  # an earlier part of this training was closed
        self.epoch = 0
        self.start = self.last = time.monotonic()
        self.cost = self.total = 0.0

    def _read(self) -> dict[float, str]:
        """Those of an earlier part of this training."""
        found: dict[float, str] = {}
        if self.path.exists():
            for line in filter(None, files.read_text(self.path).split("\n")):
                epoch = json.loads(line)["epoch"]
                found[epoch] = found.get(epoch, "") + line + "\n"
        return found

    def on_train_begin(self, logs: Any = None) -> None:
        """The untrained network. A training that goes on has it already."""
        if not self.lines:
            self._take(0, self.make)
            self.start, self.cost = time.monotonic(), 0.0

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        """``epoch`` counts from 0. Snapshots of epochs that are trained again are not kept."""
        self.epoch = epoch
        self.lines = {done: line for done, line in self.lines.items() if done <= epoch}

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        """Within a long epoch."""
        steps = self.params["steps"]
        if time.monotonic() - self.last > LONGEST_WAIT and self._affordable() and batch + 1 < steps:
            self._take(round(self.epoch + (batch + 1) / steps, 2), self.make)

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """What the epoch has brought."""
        waited = time.monotonic() - self.last
        if self._affordable() and (waited > SHORTEST_WAIT or epoch < FIRST_EPOCHS):
            self._take(epoch + 1, self.make)

    def close(self, done: float) -> None:
        """After the training, however it ended: what it has brought after ``done`` epochs is there, and on disk."""
        if done not in self.lines or self.newest_by is not self.make_last:
            self._take(done, self.make_last)

    def _affordable(self) -> bool:
        return self.cost <= SHARE * (time.monotonic() - self.start)

    def _take(self, epoch: float, make: Make) -> None:
        begin = time.monotonic()
        with self.threads.limit(limits=1, user_api="blas"):
            rows = make(models.weights(self.network, self.model))
        self.newest_by = make
        self.lines[epoch] = "".join(json.dumps({"epoch": epoch, **row}, ensure_ascii=False) + "\n" for row in rows)
        if len(self.lines) > MOST_EPOCHS:
            first, *others = self.lines
            self.lines = {kept: self.lines[kept] for kept in (first, *others[1::2])}
        with files.later_when_full():
            files.write_text(self.path, "".join(self.lines.values()))
        self.last = time.monotonic()
        self.cost += self.last - begin
        self.total += self.last - begin
