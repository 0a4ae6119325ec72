"""Studies asked for with certain settings: each a folder with what is known about it, and one process that finds the answer.

``<home>/studies/<name>-<digest of the settings>/`` holds ``settings.json``, ``progress.json`` (share done, words), then
``result.json`` or ``problem.json`` (a sentence); ``lock``, held while somebody computes; ``stop``, there when it should end.
"""

import contextlib
import hashlib
import json
import shutil
import subprocess
import sys
import threading
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from rnn_core import files
from rnn_core.config import check_can_train, child_environment
from rnn_core.settings import Settings
from rnn_core.teaching.studies import Study

MOST_KEPT = 200  # results; the oldest are forgotten
LOOK_SECONDS = 0.2
RESULT, PROBLEM, PROGRESS, STOP = "result.json", "problem.json", "progress.json", "stop"
ENDED = "The computation ended unexpectedly, perhaps because the memory of this machine did not suffice: try again with less."


@dataclass(frozen=True)
class StudyRun:
    """A study with its settings."""

    study: Study
    settings: Settings

    @property
    def folder(self) -> Path:
        """Equal settings share it."""
        digest = hashlib.sha256(self.settings.model_dump_json().encode()).hexdigest()[:16]
        return files.home() / "studies" / f"{self.study.name}-{digest}"

    def lock(self) -> FileLock:
        """Held by the process that computes."""
        return FileLock(self.folder / "lock")

    def result(self) -> dict[str, Any] | None:
        """None while there is none."""
        return self._read(RESULT)

    def problem(self) -> str:
        """The sentence with which it ended, or nothing."""
        return (self._read(PROBLEM) or {}).get("message", "")

    def progress(self) -> tuple[float, str]:
        """The share that is done, and what is being done."""
        found = self._read(PROGRESS) or {"fraction": 0.0, "words": "Starting."}
        return found["fraction"], found["words"]

    def computed_now(self) -> bool:
        """Whether a process, of whichever server, is at it."""
        if not self.folder.exists():
            return False
        try:
            with self.lock().acquire(timeout=0):
                return False
        except Timeout:
            return True

    def ask_to_stop(self) -> None:
        """Whoever computes it ends it."""
        files.write_text(self.folder / STOP, "")

    def prepare(self) -> None:
        """Write the settings; what an earlier attempt left goes."""
        _forget_oldest(self.folder.parent)
        files.write_text(self.folder / "settings.json", self.settings.model_dump_json())
        for name in (RESULT, PROBLEM, PROGRESS, STOP):
            (self.folder / name).unlink(missing_ok=True)

    def _read(self, name: str) -> dict[str, Any] | None:
        with contextlib.suppress(FileNotFoundError, ValueError):
            return dict(files.read_json(self.folder / name))
        return None


def _forget_oldest(folder: Path) -> None:
    if not folder.exists():
        return
    kept = sorted((one for one in folder.iterdir() if one.is_dir()), key=lambda one: one.stat().st_mtime, reverse=True)
    for one in kept[MOST_KEPT:]:
        shutil.rmtree(one, ignore_errors=True)


class StudyQueue:
    """The line of one server: one computation at a time, in the order in which they were asked for."""

    def __init__(self) -> None:
        self._change = threading.Condition()
        self._line: deque[StudyRun] = deque()
        self._now: StudyRun | None = None
        self._closed = False
        self._thread: threading.Thread | None = None

    def ask(self, study_run: StudyRun) -> None:
        """Put it in line, once; what was known about it is computed anew. Raises UserError where nothing can be trained."""
        check_can_train()
        with self._change:
            if self._closed or self.place(study_run) is not None or study_run.computed_now():
                return
            study_run.prepare()
            self._line.append(study_run)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, daemon=True)
                self._thread.start()

    def place(self, study_run: StudyRun) -> int | None:
        """How many are before it: 0 while it is computed; None when it is not in line here."""
        line = [self._now, *self._line]
        return line.index(study_run) if study_run in line else None

    def stop(self, study_run: StudyRun) -> None:
        """Out of the line, or end its computation."""
        with self._change:
            if study_run in self._line:
                self._line.remove(study_run)
            elif study_run == self._now or study_run.computed_now():
                study_run.ask_to_stop()

    def close(self) -> None:
        """End what is computed now; nothing new begins."""
        with self._change:
            self._closed = True
            self._line.clear()
            thread = self._thread
        if thread:
            thread.join()

    def _work(self) -> None:
        while (study_run := self._next()) is not None:
            try:
                self._compute(study_run)
            except OSError as error:
                with contextlib.suppress(OSError):
                    files.write_json(study_run.folder / PROBLEM, {"message": files.cannot_write(error)})

    def _next(self) -> StudyRun | None:
        with self._change:
            self._now = self._line.popleft() if self._line else None
            if self._now is None:
                self._thread = None
            return self._now

    def _compute(self, study_run: StudyRun) -> None:
        process = subprocess.Popen(
            [sys.executable, "-m", "rnn_core.jobs.study_process", study_run.study.name, str(study_run.folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=child_environment(),
        )
        stopped = False
        while process.poll() is None:
            if self._closed or (study_run.folder / STOP).exists():
                stopped = True
                process.kill()
                process.wait()
            threading.Event().wait(LOOK_SECONDS)
        if process.stdin:
            process.stdin.close()
        if not stopped and study_run.result() is None and not study_run.problem():
            files.write_json(study_run.folder / PROBLEM, {"message": ENDED})


def settings_of(study: Study, folder: Path) -> Settings:
    """Those that :meth:`StudyRun.prepare` wrote. Raises UserError when they are damaged."""
    return study.settings.parse(json.loads(files.read_text(folder / "settings.json")))
