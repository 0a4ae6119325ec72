"""What a worker tells about its run while it works, and how it hears that it should stop."""

import contextlib
import math
import os
import threading
import time
from typing import Any

from rnn_core import files
from rnn_core.runs import Run, Status, changed

WRITE_SECONDS = 0.25
LOOK_SECONDS = 0.25
FITTING = ("training", "checking")  # phases that take turns, epoch after epoch


class SetAside(Exception):
    """Ends a go of training that others wait for; its checkpoint is written."""


class Reporter:
    """Writes ``status.json`` and ``history.csv`` of one run, not more often than readers can use.

    A thread writes what was last said if nothing more comes, and looks for the stop file. While the network is still being
    compiled, which cannot be interrupted, it ends the process itself; later the training loop asks :attr:`stop`.
    :attr:`aside` tells that it should leave off for now; ``stays``: it cannot. On a full disk the training goes on, and only its
    end needs room: see :meth:`close`.
    """

    def __init__(self, run: Run, status: Status):
        self.run = run
        self.status = status
        self.rows: list[dict[str, float]] = []
        self.stop, self.aside = threading.Event(), threading.Event()
        self.stays = False
        self._lock = threading.Lock()
        self._written = {"status": 0.0, "history": 0.0}
        self._unsaid = False
        run.forget_aside()
        threading.Thread(target=self._watch, daemon=True).start()

    def update(self, **values: Any) -> None:
        """Change some values of the status; a new state or phase is written at once."""
        with self._lock:
            before, self.status = self.status, changed(self.status, **values)
            turns = before.phase in FITTING and self.status.phase in FITTING
            important = before.state != self.status.state or (before.phase != self.status.phase and not turns)
            self._unsaid = True
            with files.later_when_full():
                self._say(important)

    def _say(self, important: bool = False) -> None:
        if self._unsaid and self._due("status", important):
            self.run.write_status(self.status)
            self._unsaid = False

    def epoch_done(self, row: dict[str, float]) -> None:
        """Add a row to the history and say so on standard output."""
        self.rows.append(row)
        if self._due("history", len(self.rows) == 1):
            with files.later_when_full():
                self.write_history()
        numbers = "  ".join(f"{name} {value:.6g}" for name, value in row.items() if name not in ("epoch", "seconds"))
        with files.later_when_full():
            print(f"epoch {row['epoch']:.0f}  {numbers}  {row['seconds']:.1f} s", flush=True)

    def write_history(self) -> None:
        """All epochs until now: a checkpoint goes on where the history ends."""
        if self.rows:
            self.run.write_history(self.rows)

    def measured(self, share: float) -> None:
        """How far measuring the network is, 0 to 1."""
        self.update(fraction=min(1.0, share))

    def go_on(self, epochs: int) -> None:
        """Take up the history of an earlier part of this training, of which ``epochs`` count."""
        history = self.run.history() if epochs else {}
        rows = [dict(zip(history, values, strict=True)) for values in zip(*history.values(), strict=True)]
        known = [{name: value for name, value in row.items() if not math.isnan(value)} for row in rows[:epochs]]
        self.rows = [{**row, "epoch": int(row["epoch"])} for row in known]

    def close(self, **values: Any) -> None:
        """Write everything, then the last status. Raises OSError where it cannot."""
        self.write_history()
        with self._lock:
            self.status = changed(self.status, **values)
            self.run.write_status(self.status)
            self._unsaid = False

    def _due(self, what: str, important: bool) -> bool:
        now = time.monotonic()
        if not important and now - self._written[what] < WRITE_SECONDS:
            return False
        self._written[what] = now
        return True

    def _watch(self) -> None:
        while not self.run.stop_asked():
            if not self.status.active:
                return
            if self.run.aside_asked():
                self.aside.set()
            threading.Event().wait(LOOK_SECONDS)
            with self._lock, contextlib.suppress(OSError):  # the loop that trains meets it, too
                self._say()
        self.stop.set()
        if self.status.phase == "preparing":
            message = self.run.stopped_early()
            self.close(state="stopped", phase="", message=message)
            print(message, self.run.folder, sep="\n", flush=True)
            os._exit(0)
