"""The process that trains one run folder and ends.

``python -m rnn_core.worker RUN_FOLDER`` trains at once. ``python -m rnn_core.worker --serve`` is the warm spare: it
loads TensorFlow, then waits for one request, a line of JSON on standard input: ``{"task": "train", "run": FOLDER}``.
It ends within a second when that pipe closes, so no server leaves a process behind.
"""

import json
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from filelock import Timeout

from rnn_core.errors import UserError
from rnn_core.progress import Reporter
from rnn_core.runs import Run, changed

CLAIM_SECONDS = 2.0
PARENT_GONE = 3


def train(folder: Path) -> None:
    """Claim a queued run and train it. A run that another process has claimed is left alone."""
    run = Run(folder)
    try:
        with run.lock().acquire(timeout=CLAIM_SECONDS):
            if run.written_status().state == "queued":
                work(run)
    except Timeout:
        print("Another process has claimed this run.", flush=True)


def work(run: Run) -> None:
    """Train a run whose lock this process holds, to a final state with a sentence."""
    status = run.written_status()
    reporter = Reporter(run, changed(status, state="running", phase="preparing", message="Getting ready."))
    reporter.update()
    try:
        message = _pipeline().train(run, reporter)
        reporter.close(state="stopped" if reporter.stop.is_set() else "finished", phase="", message=message)
    except UserError as error:
        reporter.close(state="failed", phase="", message=str(error))
    except Exception as error:  # whatever it is, the run ends in a true state with a sentence
        traceback.print_exc()
        reporter.close(state="failed", phase="", message=_sentence(error))


def _sentence(error: Exception) -> str:
    if isinstance(error, MemoryError) or type(error).__name__ == "ResourceExhaustedError":
        return "The memory of this machine did not suffice: use fewer units, fewer timesteps or a smaller batch size."
    if isinstance(error, OSError):
        return f"A file could not be written ({error.strerror or error}): check the disk and the folder's rights."
    first = (str(error).splitlines() or [""])[0][:200]
    return f"The training ended with an error ({type(error).__name__}: {first}). The whole of it is in log.txt."


def serve() -> None:
    """Warm up, take one request, carry it out."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's to handle; the pipe tells us
    if hasattr(os, "nice"):
        os.nice(5)  # the pages come first
    _pipeline().warm_up()
    line = sys.stdin.readline()
    if not line:
        return
    request = json.loads(line)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    folder = Path(request["run"])
    _log_to(folder / "log.txt")
    TASKS[request["task"]](folder)


def _pipeline() -> ModuleType:
    """Load TensorFlow, late and quietly: bad input is told before, and its own notices are not for users."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ["KERAS_BACKEND"] = "tensorflow"
    from rnn_core import pipeline

    return pipeline


def _end_with_parent() -> None:
    sys.stdin.read()
    os._exit(PARENT_GONE)


def _log_to(path: Path) -> None:
    log = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream in (1, 2):
        os.dup2(log, stream)


TASKS: dict[str, Callable[[Path], Any]] = {"train": train}


if __name__ == "__main__":
    if sys.argv[1:] == ["--serve"]:
        serve()
    else:
        train(Path(sys.argv[1]).absolute())
