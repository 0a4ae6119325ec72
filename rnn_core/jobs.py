"""The queue of runs and the processes that train them. Threads here only start, watch and end worker processes."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
import traceback
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rnn_core import files, runs
from rnn_core.config import config
from rnn_core.runs import Run, changed
from rnn_core.settings import Settings

LOOK_SECONDS = 0.1
PROBE_SECONDS = 30.0
STOP_GRACE_SECONDS = 5.0  # a worker that does not answer a stop is ended after this
MEASURE_GRACE_SECONDS = 60.0  # ... unless it is already measuring the stopped network
ROOT = Path(__file__).parent.parent


class LocalWorker:
    """A worker process on this machine, warmed up and waiting for one request. The seam for other executors."""

    def __init__(self) -> None:
        paths = [str(ROOT), os.environ.get("PYTHONPATH", "")]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "rnn_core.worker", "--serve"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))},
        )

    def request(self, task: str, **values: Any) -> None:
        """Hand over a request."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"task": task, **values}).encode() + b"\n")
        self.process.stdin.flush()

    def exit_code(self) -> int | None:
        """None while the process lives."""
        return self.process.poll()

    def end(self) -> None:
        """Kill the process and wait for its end."""
        self.process.kill()
        self.process.wait()
        if self.process.stdin is not None:
            with contextlib.suppress(OSError):
                self.process.stdin.close()


class Queue:
    """Trains queued runs, oldest first, several at once. One per server.

    Several queues on one home are safe: the worker claims a run under its lock, so none is trained twice.
    """

    def __init__(self, slots: int | None = None):
        self._slots = slots or config().runs_at_once
        self._waiting: list[Run] = []
        self._change = threading.Condition()
        self._tickets: dict[str, Run] = {}
        self._tickets_lock = threading.Lock()
        self._closing = False
        self._at_work: set[str] = set()
        self._spare: LocalWorker | None = None
        self._threads = [threading.Thread(target=self._serve, daemon=True) for _ in range(self._slots)]

    def start(self) -> None:
        """Take up what an earlier server left behind and begin to work."""
        left = recover()
        with self._change:
            self._waiting = left + self._waiting
        self._warm()
        for thread in self._threads:
            thread.start()

    def submit(self, run: Run) -> None:
        """Put a queued run at the end of the line."""
        with self._change:
            self._waiting.append(run)
            self._change.notify()

    def submit_once(self, ticket: str, make: Callable[[], Run]) -> Run:
        """Make and submit a run, or return the active one that this ticket made: a double click makes one run."""
        with self._tickets_lock:
            known = self._tickets.get(ticket)
            if known is None or not known.status().active:
                known = self._tickets[ticket] = make()
                self.submit(known)
            return known

    def place(self, run: Run) -> int:
        """How many runs are before this one, plus one; 0 when it does not wait."""
        with self._change:
            waiting = list(self._waiting)
        names = [one.id for one in waiting if _is_queued(one)]
        return names.index(run.id) + 1 if run.id in names else 0

    def estimate(self, experiment: str, data: str, settings: Settings) -> float | None:
        """Seconds that a training would take, by a short trial in the warm spare; None when there is none to ask, or when a
        training is under way, beside which the trial would be slow.

        ``data`` names a kept dataset.
        """
        folder = files.home() / "probes"
        folder.mkdir(exist_ok=True)
        answer = folder / f"{uuid.uuid4().hex}.json"
        asked = {"experiment": experiment, "data": data, "settings": settings.model_dump(mode="json"), "answer": str(answer)}
        with self._change:
            spare = self._spare
            if self._at_work or spare is None or spare.exit_code() is not None:
                return None
            with contextlib.suppress(OSError):  # it is dying: no answer comes
                spare.request("probe", **asked)  # under the lock: nobody takes the spare meanwhile
        try:
            return self._answered(spare, answer)
        finally:
            answer.unlink(missing_ok=True)

    def _answered(self, spare: LocalWorker, answer: Path) -> float | None:
        deadline = time.monotonic() + PROBE_SECONDS
        while time.monotonic() < deadline and spare.exit_code() is None:
            if answer.exists():
                return float(files.read_json(answer) or 0) or None
            time.sleep(LOOK_SECONDS)
        return None

    def shutdown(self) -> None:
        """End every worker and thread. Unfinished runs become interrupted, waiting ones stay queued."""
        with self._change:
            self._closing = True
            self._change.notify_all()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(timeout=10)
        with self._change:
            if self._spare:
                self._spare.end()
                self._spare = None

    def _serve(self) -> None:
        while (run := self._next()) is not None:
            try:
                self._train(run)
            except Exception:  # whatever happened to one run, the thread goes on with the next
                traceback.print_exc()
                with contextlib.suppress(Exception):
                    settle(run, 1)

    def _train(self, run: Run) -> None:
        worker = self._take()
        try:
            with self._change:
                self._at_work.add(run.id)
            self._drive(worker, run)
        finally:
            with self._change:
                self._at_work.discard(run.id)
            worker.end()

    def _next(self) -> Run | None:
        with self._change:
            self._change.wait_for(lambda: self._closing or self._waiting)
            while self._waiting and not self._closing:
                run = self._waiting.pop(0)
                if _is_queued(run):
                    return run
        return None if self._closing else self._next()

    def _take(self) -> LocalWorker:
        with self._change:
            worker, self._spare = self._spare, None
        if worker is not None and worker.exit_code() is None:
            return worker
        return LocalWorker()

    def _warm(self) -> None:
        with self._change:
            if not self._closing and (self._spare is None or self._spare.exit_code() is not None):
                self._spare = LocalWorker()

    def _drive(self, worker: LocalWorker, run: Run) -> None:
        with contextlib.suppress(OSError):  # it died meanwhile: its exit code tells
            worker.request("train", run=str(run.folder))
        while worker.exit_code() is None:
            if self._closing or _ignores_stop(run) or _lingers(run):
                worker.end()
                break
            if self._spare is None and _past_first_epoch(run):
                self._warm()  # not earlier: loading TensorFlow would slow the first epoch down
            time.sleep(LOOK_SECONDS)
        settle(run, worker.exit_code() or 0, self._closing)
        self._warm()


def _is_queued(run: Run) -> bool:
    with contextlib.suppress(FileNotFoundError):
        return run.written_status().state == "queued"
    return False


def _past_first_epoch(run: Run) -> bool:
    status = run.written_status()
    return status.epoch > 1 or status.phase == "evaluating"


def _lingers(run: Run) -> bool:
    """Whether the run has long ended, but its process has not."""
    status = run.written_status()
    return not status.active and time.time() - status.heartbeat > STOP_GRACE_SECONDS


def _ignores_stop(run: Run) -> bool:
    age = run.stop_age()
    if age < STOP_GRACE_SECONDS:
        return False
    return age > MEASURE_GRACE_SECONDS or run.written_status().phase != "evaluating"


def settle(run: Run, code: int, closing: bool = False) -> None:
    """Give a run whose worker has ended without a word a true final state.

    A stop wins over whatever else happened. A run that another process has claimed meanwhile is left alone.
    """
    status = run.written_status()
    if not status.active:
        return
    if run.stop_asked():
        final = changed(status, state="stopped", phase="", seconds_left=None, message=_kept(run))
    elif closing:
        if status.state == "queued":
            return
        final = runs.interrupted(status)
    else:
        final = changed(status, state="failed", phase="", seconds_left=None, message=_why(code, run))
    run.settle(status.state, final)


def _kept(run: Run) -> str:
    if (run.folder / "model.safetensors").exists():
        return "Stopped: the process did not answer in time and was ended. The best model until then is kept."
    return "Stopped before the first checkpoint: there is no model yet."


def _why(code: int, run: Run) -> str:
    if code < 0:
        known = {one.value: one.name for one in signal.Signals}
        name = known.get(-code, f"signal {-code}")
        likely = ", most often because memory ran out" if name == "SIGKILL" else ""
        return f"The training process was ended from outside ({name}){likely}. Other runs are not touched."
    return f"The training process ended unexpectedly (exit code {code}). What it wrote last: {_last_line(run)}"


def _last_line(run: Run) -> str:
    try:
        lines = (run.folder / "log.txt").read_text(encoding="utf-8", errors="replace").split("\n")
    except FileNotFoundError:
        return "nothing."
    return next((line.strip()[:200] for line in reversed(lines) if line.strip()), "nothing.")


def recover() -> list[Run]:
    """After a start: runs whose worker is gone get a true final state. Returns the queued ones, oldest first."""
    queued = []
    for run in runs.runs():
        status = run.written_status()
        if status.state == "running":
            settle(run, 0, closing=True)
        elif status.state == "queued":
            queued.append(run)
    return queued[::-1]
