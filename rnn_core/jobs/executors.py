"""Where trainings run: workers that take one request at a time. Another place to train is another ``Start``."""

import contextlib
import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any, Protocol

from rnn_core.config import child_environment


class Worker(Protocol):
    """Something that waits for requests and carries them out. ``used``: how many trials and trainings."""

    used: int

    def request(self, task: str, **values: Any) -> None:
        """Hand over a request."""

    def exit_code(self) -> int | None:
        """None while it lives."""

    def end(self) -> None:
        """End it at once and wait for that."""


Start = Callable[[bool], Worker]
"""Makes a worker. False: one that sets nothing up before the request says for what, as TensorFlow's threads are set once."""


class LocalWorker:
    """A worker process on this machine, warmed up."""

    def __init__(self, warm: bool = True) -> None:
        self.used = 0
        self.process = subprocess.Popen(
            [sys.executable, "-m", "rnn_core.training.worker", "--serve" if warm else "--serve-cold"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=child_environment(),
        )

    def request(self, task: str, **values: Any) -> None:
        """Hand over a request."""
        self.used += 1
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
