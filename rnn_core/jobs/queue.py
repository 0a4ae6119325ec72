"""The queue of runs and the processes that train them. Threads here only start, watch and end worker processes."""

import contextlib
import math
import threading
import time
import traceback
import uuid
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from rnn_core import files, runs
from rnn_core.access import NOBODY
from rnn_core.config import can_train, config
from rnn_core.data import store
from rnn_core.errors import UserError
from rnn_core.jobs.executors import LocalWorker, Start, Worker
from rnn_core.jobs.fair_queue import FairQueue
from rnn_core.jobs.settling import settle
from rnn_core.jobs.waiting_time import Expected, Seconds, left, waiting_time, within_turn
from rnn_core.runs import STATUS, Run
from rnn_core.settings import Settings

LOOK_SECONDS = 0.1
MOST_USES = 20  # of one worker: each leaves some 20 MB behind in TensorFlow
PROBE_SECONDS = 120.0  # a spare that is just starting warms up first
STOP_GRACE_SECONDS = 5.0  # a worker that does not answer a stop is ended after this
MEASURE_GRACE_SECONDS = 60.0  # ... unless it is already measuring the stopped network
SEVERAL_SECONDS = 5.0  # a turn of who holds another slot, too
AROUND_SECONDS = 5.0  # between two looks for runs that wait in no server's line


class Queue:
    """Trains queued runs, several at once, each owner's in turn and the oldest first. One per server.

    Who trains for longer than a turn while others wait is set aside, and goes on when their turn comes again.

    Several queues on one home are safe: the worker claims a run under its lock, so none is trained twice.
    """

    def __init__(self, slots: int | None = None, start: Start = LocalWorker):
        """``start`` makes the workers: on this machine, or elsewhere."""
        self._start = start
        self._slots = slots or config().runs_at_once
        self.has_spare = config().warm_spare and can_train()  # without one nothing can be tried out
        self._waiting = FairQueue()
        self._change = threading.Condition()
        self._tickets: dict[str, Run] = {}
        self._tickets_lock = threading.Lock()
        self._closing = False
        self._at_work: dict[str, tuple[str, Run]] = {}  # with their owners
        self._leaving: set[str] = set()  # of them, those that were set aside
        self._spares: list[Worker] = []  # that wait for a training, the one used last at the end
        self._ended = threading.Event()
        work = [self._serve] * self._slots + [self._look_around]
        self._threads = [threading.Thread(target=target, daemon=True) for target in work]

    def start(self) -> None:
        """Take up what an earlier server left behind and begin to work."""
        left = recover()
        with self._change:
            for run in left:
                self._waiting.add(run)
        self._warm()
        for thread in self._threads:
            thread.start()

    def submit(self, run: Run) -> None:
        """Put a queued run into the line."""
        with self._change:
            self._waiting.add(run)
            self._change.notify()

    def submit_once(self, ticket: str, make: Callable[[], Run]) -> Run:
        """Make and submit a run, or return the active one that this ticket made: a double click makes one run."""
        with self._tickets_lock:
            known = self._tickets.get(ticket)
            if known is None or not known.folder.exists() or not known.status().active:
                known = self._tickets[ticket] = make()
                self.submit(known)
            return known

    def place(self, run: Run) -> int:
        """How many runs are before this one, plus one; 0 when it does not wait."""
        return self.places().get(run.id, 0)

    def places(self) -> dict[str, int]:
        """Those of all runs that wait, by their ids."""
        with self._change:
            waiting = list(self._waiting.order(self._owners()))
        return {one.id: place for place, one in enumerate(filter(_is_queued, waiting), start=1)}

    def wait(self, run: Run, expected: Expected) -> float | None:
        """Seconds until a run that waits begins, about; None when it does not wait, or one before it takes unknown time."""
        with self._change:
            line, busy, owners = list(self._waiting.order(self._owners())), list(self._at_work.values()), self._waiting.owners()
        line = [one for one in line if _is_queued(one)]
        if run not in line:
            return None
        own, turn = owners[run], 60 * config().turn_minutes

        def held(owner: str, seconds: Seconds) -> Seconds:
            return seconds if owner == own else within_turn(seconds, turn)

        before = [held(owners[one], expected(one)) for one in line[: line.index(run)]]
        return waiting_time([held(owner, left(one, expected)) for owner, one in busy], before, self._slots)

    def check_room(self, owner: str, more: int = 1) -> None:
        """Raises UserError where so many ``more`` runs of an owner would be more than may wait; nobody's have no limit."""
        waiting, most = len(self.waiting(owner)), config().most_waiting
        if owner != NOBODY and waiting + more > most:
            raise UserError(
                f"Of your runs {waiting} wait already, and {most} may: cancel one on the page Runs, or wait until one has begun."
            )

    def waiting(self, owner: str) -> list[Run]:
        """An owner's runs that wait here, in the order in which they will begin."""
        with self._change:
            own = self._waiting.of(owner)
        return [run for run in own if _is_queued(run)]

    def under_way(self, owner: str) -> list[Run]:
        """An owner's runs that are trained here now, then those that wait, in the order in which they will begin."""
        with self._change:
            busy = [run for one, run in self._at_work.values() if one == owner]
        return [run for run in busy if run.status().active] + self.waiting(owner)

    def move(self, run: Run, before: Run | None = None) -> None:
        """Let a waiting run begin before another one of its owner, or after all of them; others' turns stay as they are.

        Raises UserError when one of them does not wait any more, or when they have different owners.
        """
        with self._change:
            self._waiting.move(run, before)

    def cancel(self, run: Run) -> None:
        """Take a waiting run out of the line: it ends as stopped. One that has begun is asked to stop."""
        with self._change:
            self._waiting.remove(run)
        run.ask_to_stop()

    def busy(self) -> bool:
        """Whether nothing can be tried out now: a training is wanted or under way, or no spare process is there."""
        with self._change:
            idle = self._spares and not (self._at_work or self._waiting)
        return not idle

    def estimate(self, experiment: str, data: str, settings: Settings, folder: Path | None = None) -> float | None:
        """Seconds that a training would take, by a short trial in the warm spare; None when it cannot be tried, or when the
        queue is :meth:`busy`: beside a training the trial would be slow.

        ``data`` names a copy in ``folder``, that of the kept datasets when None.
        """
        answer = _answer()
        copy = (folder or store.folder()) / data
        asked = {"experiment": experiment, "data": str(copy), "settings": settings.model_dump(mode="json"), "answer": str(answer)}
        with self._change:
            spare = self._spares[-1] if self._spares else None
            if self._at_work or spare is None or spare.exit_code() is not None:
                return None
            with contextlib.suppress(OSError):  # it is dying: no answer comes
                spare.request("probe", **asked)  # under the lock: nobody takes the spare meanwhile
        try:
            return self._answered(spare, answer)
        finally:
            answer.unlink(missing_ok=True)
            self._replace_if_worn(spare)

    def _answered(self, spare: Worker, answer: Path) -> float | None:
        deadline = time.monotonic() + PROBE_SECONDS
        while time.monotonic() < deadline and spare.exit_code() is None:
            if answer.exists():
                return float(files.read_json(answer) or 0) or None
            time.sleep(LOOK_SECONDS)
        return None

    def _replace_if_worn(self, spare: Worker) -> None:
        """When a trial was too much for it, or there were many; not when a training has taken it."""
        with self._change:
            worn = spare in self._spares and _worn(spare)
            if worn:
                spare.end()
                self._spares.remove(spare)
        if worn:
            self._warm()

    def shutdown(self) -> None:
        """End every worker and thread. Unfinished runs become interrupted, waiting ones stay queued."""
        self._ended.set()
        with self._change:
            self._closing = True
            self._change.notify_all()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(timeout=10)
        with self._change:
            while self._spares:
                self._spares.pop().end()

    def _serve(self) -> None:
        while (run := self._next()) is not None:
            try:
                self._train(run)
            except Exception:  # whatever happened to one run, the thread goes on with the next
                traceback.print_exc()
                with contextlib.suppress(Exception):
                    settle(run, 1)

    def _look_around(self) -> None:
        """While a slot is free: take up runs that wait in no line, as those of a server that was killed.

        Only what was seen twice: a run that somebody has just made is theirs to submit.
        """
        seen: list[Run] = []
        while not self._ended.wait(AROUND_SECONDS):
            with self._change:
                free = not self._waiting and len(self._at_work) < self._slots
                busy = set(self._at_work)
            found = [run for run in waiting_on_disk() if run.id not in busy] if free else []
            for run in found:
                if run in seen:
                    self.submit(run)
            seen = found

    def _train(self, run: Run) -> None:
        worker, again = None, False
        try:
            worker = self._start(False) if run.about().settings.get("kernel") == "keras" else self._take()
            again = self._drive(worker, run)
        finally:
            with self._change:
                self._at_work.pop(run.id, None)
                again_later = run.id in self._leaving
                self._leaving.discard(run.id)
                if worker and again and self.has_spare and not (self._closing or _worn(worker)):
                    self._spares.append(worker)
                elif worker:
                    worker.end()
            self._warm()
        if again and again_later and _is_queued(run):
            self.submit(run)

    def _next(self) -> Run | None:
        with self._change:
            self._change.wait_for(lambda: self._closing or self._waiting)
            while self._waiting and not self._closing:
                owner, run = self._waiting.pop(self._owners())
                if _is_queued(run):
                    self._at_work[run.id] = owner, run
                    return run
        return None if self._closing else self._next()

    def _take(self) -> Worker:
        with self._change:
            while self._spares:
                worker = self._spares.pop()
                if worker.exit_code() is None:
                    return worker
        return self._start(True)

    def _warm(self) -> None:
        """Have a spare where a slot is free to use it."""
        with self._change:
            self._spares = [spare for spare in self._spares if spare.exit_code() is None]
            if self.has_spare and not (self._closing or self._spares) and len(self._at_work) < self._slots:
                with contextlib.suppress(OSError):  # no memory for another process now: the next run starts its own
                    self._spares.append(self._start(True))

    def _drive(self, worker: Worker, run: Run) -> bool:
        """Until the run has ended; whether the worker waits for another."""
        answer = _answer()
        with contextlib.suppress(OSError):  # it died meanwhile: its exit code tells
            worker.request("train", run=str(run.folder), answer=str(answer))
        silence, begun = Silence(run), time.monotonic()
        while worker.exit_code() is None and not answer.exists():
            if self._closing or silence.too_long():
                worker.end()
                break
            self._set_aside_after_turn(run, time.monotonic() - begun)
            if _past_first_epoch(run):
                self._warm()  # not earlier: loading TensorFlow would slow the first epoch down
            time.sleep(LOOK_SECONDS)
        answer.unlink(missing_ok=True)
        if worker.exit_code() is None:
            return True
        settle(run, worker.exit_code() or 0, self._closing)
        return False

    def _set_aside_after_turn(self, run: Run, seconds: float) -> None:
        """If it has trained so long, and more others wait than slots are free, or will be. Who holds several slots lets go of
        them sooner.
        """
        with self._change:
            owner = self._at_work[run.id][0]
            several = sum(one == owner for one, other in self._at_work.values() if other.id not in self._leaving) > 1
            turn = min(60 * config().turn_minutes, SEVERAL_SECONDS if several else math.inf)
            free = self._slots - len(self._at_work) + len(self._leaving)
            if seconds > turn and run.id not in self._leaving and self._waiting.others(owner) > free:
                self._leaving.add(run.id)
                run.ask_aside()

    def _owners(self) -> list[str]:
        """Of those at work."""
        return [owner for owner, _ in self._at_work.values()]


def _answer() -> Path:
    """The file that a worker is to write when it has done what it was asked for."""
    return store.trials() / f"{uuid.uuid4().hex}.json"


def _worn(worker: Worker) -> bool:
    return worker.used >= MOST_USES or worker.exit_code() is not None


def _is_queued(run: Run) -> bool:
    when = files.written(run.folder / STATUS)[0]  # of one that has not changed nothing is read
    return bool(when) and _waits(run.folder, when)


def _past_first_epoch(run: Run) -> bool:
    status = run.written_status()
    return status.epoch > 1 or status.phase == "evaluating"


class Silence:
    """How long a worker has left something unanswered, by the clock of this process: that of the computer may jump."""

    def __init__(self, run: Run):
        self._run = run
        self._since: dict[str, float] = {}

    def too_long(self) -> bool:
        """Whether it has not answered a stop, or has not ended after its run, for longer than is granted."""
        status = self._run.written_status()
        grace = MEASURE_GRACE_SECONDS if status.phase == "evaluating" else STOP_GRACE_SECONDS
        return self._age("stop", self._run.stop_asked()) > grace or self._age("end", not status.active) > STOP_GRACE_SECONDS

    def _age(self, what: str, holds: bool) -> float:
        """Seconds since ``what`` was first seen to hold."""
        return time.monotonic() - self._since.setdefault(what, time.monotonic()) if holds else 0.0


def waiting_on_disk() -> list[Run]:
    """All queued runs, oldest first. Of runs that have not changed since the last call nothing is read."""
    found = []
    with contextlib.suppress(OSError, UserError):  # the home is gone for now, or a run was deleted while we looked
        for path in sorted(runs.folder().glob(f"[!.]*/{STATUS}")):
            if _waits(path.parent, path.stat().st_mtime_ns):
                found.append(Run(path.parent))
    return found


@lru_cache(maxsize=10_000)
def _waits(folder: Path, written: int) -> bool:
    """``written``: when its status was, so that a changed run is read anew."""
    with contextlib.suppress(OSError, ValueError, TypeError):  # a damaged folder is no run
        return bool(Run(folder).about()) and Run(folder).written_status().state == "queued"
    return False


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
