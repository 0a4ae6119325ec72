"""Samples while a network trains: what it can do after each epoch. Only the worker loads this file."""

import json
import time
from collections.abc import Callable
from typing import Any

import keras

from rnn_core import files
from rnn_core.experiments.base import Weights
from rnn_core.networks.keras import models
from rnn_core.networks.spec import Network
from rnn_core.runs import Run

SHARE = 0.01  # of the training time that samples may cost, beside the first and the last
LONGEST_WAIT = 10.0  # seconds between samples within a long epoch


class Sampler(keras.callbacks.Callback):
    """Adds rows to ``results/samples.jsonl``: before the training, after each epoch, now and then within a long one.

    When samples cost more than a hundredth of the time, some are left out; the one after the last epoch never is.
    """

    def __init__(self, run: Run, make: Callable[[Weights], list[dict[str, Any]]], network: Network):
        super().__init__()
        self.path = run.folder / "results" / "samples.jsonl"
        self.make, self.network = make, network
        self.rows: list[dict[str, Any]] = []
        self.epoch = 0
        self.start = self.last = time.monotonic()
        self.cost = self.total = 0.0

    def on_train_begin(self, logs: Any = None) -> None:
        """The untrained network: noise. A training that goes on has it already."""
        if self.path.exists():
            self.rows = [json.loads(line) for line in files.read_text(self.path).split("\n") if line]
        else:
            self._sample(0)
        self.start, self.cost = time.monotonic(), 0.0

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        """``epoch`` counts from 0. Samples of epochs that are trained again are not kept."""
        self.epoch = epoch
        self.rows = [row for row in self.rows if row["epoch"] <= epoch]

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        """Within a long epoch."""
        steps = self.params["steps"]
        if time.monotonic() - self.last > LONGEST_WAIT and self._affordable() and batch + 1 < steps:
            self._sample(round(self.epoch + (batch + 1) / steps, 2))

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """What the epoch has brought."""
        if self._affordable():
            self._sample(epoch + 1)

    def on_train_end(self, logs: Any = None) -> None:
        """The last epoch is always there."""
        if self.rows[-1]["epoch"] != self.epoch + 1:
            self._sample(self.epoch + 1)

    def _affordable(self) -> bool:
        return self.cost <= SHARE * (time.monotonic() - self.start)

    def _sample(self, epoch: float) -> None:
        begin = time.monotonic()
        weights = models.weights(self.network, self.model)
        self.rows += [{"epoch": epoch, **row} for row in self.make(weights)]
        files.write_text(self.path, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in self.rows))
        self.last = time.monotonic()
        self.cost += self.last - begin
        self.total += self.last - begin
