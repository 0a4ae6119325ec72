"""Studies asked for with certain settings: each a folder with what is known about it, and one process that finds the answer.

``<home>/studies/<name>-<digest of the settings>/`` holds ``settings.json``, ``progress.json`` (share done, words), then
``result.json`` or ``problem.json`` (a sentence); ``lock``, held while somebody computes; ``stop``, there when it should end.
"""

import contextlib
import hashlib
import json
import os
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
from rnn_core.jobs import ROOT
from rnn_core.settings import Settings
from rnn_core.studies import Study

MOST_KEPT = 200  # results; the oldest are forgotten
LOOK_SECONDS = 0.2
RESULT, PROBLEM, PROGRESS, STOP = "result.json", "problem.json", "progress.json", "stop"
ENDED = "The computation ended unexpectedly, perhaps because the memory of this machine did not suffice: try again with less."


@dataclass(frozen=True)
class Inquiry:
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


class Inquiries:
    """The line of one server: one computation at a time, in the order in which they were asked for."""

    def __init__(self) -> None:
        self._change = threading.Condition()
        self._line: deque[Inquiry] = deque()
        self._now: Inquiry | None = None
        self._closed = False
        self._thread: threading.Thread | None = None

    def ask(self, inquiry: Inquiry) -> None:
        """Put it in line, once; what was known about it is computed anew."""
        with self._change:
            if self._closed or self.place(inquiry) is not None or inquiry.computed_now():
                return
            inquiry.prepare()
            self._line.append(inquiry)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, daemon=True)
                self._thread.start()

    def place(self, inquiry: Inquiry) -> int | None:
        """How many are before it: 0 while it is computed; None when it is not in line here."""
        line = [self._now, *self._line]
        return line.index(inquiry) if inquiry in line else None

    def stop(self, inquiry: Inquiry) -> None:
        """Out of the line, or end its computation."""
        with self._change:
            if inquiry in self._line:
                self._line.remove(inquiry)
            elif inquiry == self._now or inquiry.computed_now():
                inquiry.ask_to_stop()

    def close(self) -> None:
        """End what is computed now; nothing new begins."""
        with self._change:
            self._closed = True
            self._line.clear()
            thread = self._thread
        if thread:
            thread.join()

    def _work(self) -> None:
        while (inquiry := self._next()) is not None:
            try:
                self._compute(inquiry)
            except OSError as error:
                with contextlib.suppress(OSError):
                    files.write_json(inquiry.folder / PROBLEM, {"message": files.cannot_write(error)})

    def _next(self) -> Inquiry | None:
        with self._change:
            self._now = self._line.popleft() if self._line else None
            if self._now is None:
                self._thread = None
            return self._now

    def _compute(self, inquiry: Inquiry) -> None:
        process = subprocess.Popen(
            [sys.executable, "-m", "rnn_core.inquiry_process", inquiry.study.name, str(inquiry.folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH", ""))))},
        )
        stopped = False
        while process.poll() is None:
            if self._closed or (inquiry.folder / STOP).exists():
                stopped = True
                process.kill()
                process.wait()
            threading.Event().wait(LOOK_SECONDS)
        if process.stdin:
            process.stdin.close()
        if not stopped and inquiry.result() is None and not inquiry.problem():
            files.write_json(inquiry.folder / PROBLEM, {"message": ENDED})


def settings_of(study: Study, folder: Path) -> Settings:
    """Those that :meth:`Inquiry.prepare` wrote. Raises UserError when they are damaged."""
    return study.settings.parse(json.loads(files.read_text(folder / "settings.json")))
