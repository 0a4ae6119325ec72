"""What becomes of a run whose worker has ended without a word."""

import contextlib
import signal

from rnn_core import files, runs
from rnn_core.runs import Run, changed
from rnn_core.training.worker import CANNOT_WRITE, LESS


def settle(run: Run, code: int, closing: bool = False) -> None:
    """Give a run whose worker has ended without a word a true final state.

    A stop wins over whatever else happened. A run that another process has claimed meanwhile is left alone. On a full disk
    nothing is written: readers see without it that nobody works on the run.
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
    with contextlib.suppress(OSError):
        run.settle(status.state, final)


def _kept(run: Run) -> str:
    if (run.folder / "model.safetensors").exists():
        return "Stopped: the process did not answer in time and was ended. The best model until then is kept."
    return "Stopped before the first checkpoint: there is no model yet."


def _why(code: int, run: Run) -> str:
    if code < 0:
        known = {one.value: one.name for one in signal.Signals}
        name = known.get(-code, f"signal {-code}")
        own = {"SIGABRT": "gave up", "SIGSEGV": "crashed"}  # TensorFlow's answers to too little memory
        how = own.get(name, "was ended from outside")
        likely = f", most often because memory ran out: {LESS}" if name in (*own, "SIGKILL") else ""
        return f"The training process {how} ({name}){likely}. Other runs are not touched."
    if code == CANNOT_WRITE:
        return f"The training process could not write its files: {files.check_disk()}. What it had saved before is kept."
    return f"The training process ended unexpectedly (exit code {code}). What it wrote last: {_last_line(run)}"


def _last_line(run: Run) -> str:
    try:
        lines = (run.folder / "log.txt").read_text(encoding="utf-8", errors="replace").split("\n")
    except FileNotFoundError:
        return "nothing."
    return next((line.strip()[:200] for line in reversed(lines) if line.strip()), "nothing.")
