"""The process that trains one run folder and ends.

``python -m rnn_core.training.worker RUN_FOLDER`` trains at once. With ``--serve`` it is the warm spare: it loads TensorFlow and
trains a little of everything (``--serve-cold`` does not), then waits for requests, lines of JSON on standard input:
``{"task": "train", "run": FOLDER, "answer": FILE}``, and ``{"task": "probe", ...}``, which asks how long a training would take.
After a training it writes the file and waits for another, unless that training leaves the process no good for others.
It ends within a second when that pipe closes, so no server leaves a process behind.
"""

import contextlib
import json
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Queue
from types import ModuleType
from typing import Any

from filelock import Timeout

from rnn_core import files
from rnn_core.config import can_train
from rnn_core.errors import UserError
from rnn_core.runs import CHECKPOINT, SET_ASIDE, Run, changed
from rnn_core.training.progress import Reporter, SetAside

CLAIM_SECONDS = 2.0
PARENT_GONE = 3
CANNOT_WRITE = 4  # not even how the run ended
LESS = "use fewer units, fewer timesteps or a smaller batch size"


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
    """Train a run whose lock this process holds, to a final state with a sentence, or until it waits for its next turn."""
    status = run.written_status()
    reporter, more = Reporter(run, changed(status, state="running", phase="preparing", message="Getting ready.")), None
    reporter.update()
    try:
        if brought := run.brought():
            from rnn_core.training.measuring import measure

            measure(run, reporter)
            reporter.close(**dict(brought.status))
            return
        ending = _pipeline().train(run, reporter)
        state = "stopped" if ending.stopped else "finished"
        more, message = ending.more_seconds, f"{state.capitalize()} {ending.words}"
    except SetAside:
        reporter.close(state="queued", phase="waiting", fraction=0.0, seconds_left=None, message=SET_ASIDE)
        return
    except UserError as error:
        (run.folder / CHECKPOINT).unlink(missing_ok=True)  # going on would end in the same mistake
        state, message = "failed", str(error)
    except Exception as error:  # whatever it is, the run ends in a true state with a sentence
        state, message = "failed", _sentence(error)
    if state == "failed" and reporter.stop.is_set():
        state, message = "stopped", f"Stopped. It had also met a problem: {message}"
    reporter.close(state=state, phase="", seconds_left=None, message=message, more_seconds=more)


def _sentence(error: Exception) -> str:
    if isinstance(error, MemoryError) or type(error).__name__ == "ResourceExhaustedError":
        return f"The memory of this machine did not suffice: {LESS}."
    if isinstance(error, OSError):
        return files.cannot_write(error)
    with contextlib.suppress(OSError):  # the disk of the log may be full
        traceback.print_exc()
    first = (str(error).splitlines() or [""])[0][:200]
    return f"The training ended with an error ({type(error).__name__}: {first}). The whole of it is in log.txt."


def serve(warm: bool) -> None:
    """Warm up, then carry out what is asked for."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's to handle; the pipe tells us
    if hasattr(os, "nice"):
        os.nice(5)  # the pages come first
    requests: Queue[str] = Queue()
    threading.Thread(target=_read_pipe, args=(requests,), daemon=True).start()
    with contextlib.suppress(Exception):  # what is wrong comes again when the run begins, and is told there
        pipeline = _pipeline()
        for name in pipeline.warmed() if warm else ():
            if not any(json.loads(line)["task"] == "train" for line in tuple(requests.queue)):
                pipeline.warm_up(name)
    while True:
        request = json.loads(requests.get())
        if request["task"] == "probe":
            answer_probe(request, lambda: not requests.empty())
            continue
        code = trained(Path(request["run"]), log=True)
        if code or not (warm and _good_for_another(Run(Path(request["run"])))):
            os._exit(code)  # taking TensorFlow down in good order would keep the next run waiting for seconds
        files.write_json(Path(request["answer"]), True)


def trained(folder: Path, log: bool = False) -> int:
    """Train, with all that is said going to the run's ``log``. Returns the exit code; when nothing can be written, that is all
    we tell.
    """
    try:
        with _said_to(folder / "log.txt") if log else contextlib.nullcontext():
            train(folder)
            sys.stdout.flush()
    except OSError as error:
        with contextlib.suppress(OSError):
            print(files.cannot_write(error), file=sys.stderr, flush=True)
        return CANNOT_WRITE
    return 0


def _good_for_another(run: Run) -> bool:
    """Not after a fault, whatever it left behind; not with a GPU, which TensorFlow gives back with the process."""
    if not can_train():
        return False
    from rnn_core.training import devices, ready

    ready.forget()
    with contextlib.suppress(OSError):  # somebody has deleted it
        return run.written_status().state in ("finished", "stopped", "queued") and not devices.has_gpu()
    return False


def answer_probe(request: dict[str, Any], interrupted: Callable[[], bool]) -> None:
    """Write how many seconds the training asked about would take, null when that cannot be said, to the file ``answer``."""
    found = None
    with contextlib.suppress(Exception):  # what is wrong is told when the run is made
        _pipeline()
        from rnn_core.training import time_probe

        found = time_probe.seconds(request["experiment"], request["data"], request["settings"], interrupted)
    files.write_json(Path(request["answer"]), found)


def _read_pipe(requests: "Queue[str]") -> None:
    for line in sys.stdin:
        requests.put(line)
    os._exit(PARENT_GONE)


def _pipeline() -> ModuleType:
    """Load TensorFlow, late and quietly: bad input is told before, and its own notices are not for users."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ["KERAS_BACKEND"] = "tensorflow"
    with _without_stderr():
        from rnn_core.training import pipeline
    return pipeline


@contextlib.contextmanager
def _without_stderr() -> Iterator[None]:
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


@contextlib.contextmanager
def _said_to(path: Path) -> Iterator[None]:
    """All that is printed goes to a file, also what TensorFlow itself prints."""
    log = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    own = {stream: os.dup(stream) for stream in (1, 2)}
    try:
        for stream in own:
            os.dup2(log, stream)
        yield
    finally:
        for stream, kept in own.items():
            os.dup2(kept, stream)
            os.close(kept)
        os.close(log)


if __name__ == "__main__":
    os.umask(0o077)
    if sys.argv[1] in ("--serve", "--serve-cold"):
        serve(warm=sys.argv[1] == "--serve")
    else:
        code = trained(Path(sys.argv[1]).absolute())
        with contextlib.suppress(OSError):  # on a full disk Python's own end would give another code
            sys.stdout.flush()
        os._exit(code)
