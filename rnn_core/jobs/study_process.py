"""The process that computes one study: ``python -m rnn_core.jobs.study_process NAME FOLDER``. It ends when its pipe closes."""

import os
import sys
import threading
import time
from pathlib import Path

from filelock import FileLock, Timeout

from rnn_core import files
from rnn_core.errors import UserError
from rnn_core.jobs.study_queue import PROBLEM, PROGRESS, RESULT, settings_of
from rnn_core.teaching.studies import Study, studies

WRITE_SECONDS = 0.2


class Progress:
    """Tells the folder how far it is, not more often than readers can use."""

    def __init__(self, folder: Path):
        self._folder, self._written = folder, 0.0

    def __call__(self, fraction: float, words: str) -> None:
        """The share that is done, 0 to 1, and what is being done."""
        if time.monotonic() - self._written >= WRITE_SECONDS:
            files.write_json(self._folder / PROGRESS, {"fraction": min(1.0, max(0.0, fraction)), "words": words})
            self._written = time.monotonic()


def compute(study: Study, folder: Path) -> None:
    """Find the result, or the sentence that says why there is none. A study that another process computes is left alone."""
    try:
        with FileLock(folder / "lock").acquire(timeout=2):  # a reader may be trying it just now
            try:
                files.write_json(folder / RESULT, study.work(settings_of(study, folder), Progress(folder)))
            except UserError as error:
                files.write_json(folder / PROBLEM, {"message": str(error)})
            except MemoryError:
                files.write_json(
                    folder / PROBLEM, {"message": "The memory of this machine did not suffice: try again with less."}
                )
            except Exception as error:  # whatever it is, the page says so
                words = f"The computation ended with an error ({type(error).__name__}: {str(error)[:200]})."
                files.write_json(folder / PROBLEM, {"message": words})
    except Timeout:
        pass


def _end_with_the_pipe() -> None:
    sys.stdin.read()
    os._exit(3)


if __name__ == "__main__":
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ["KERAS_BACKEND"] = "tensorflow"
    if hasattr(os, "nice"):
        os.nice(5)  # the pages come first
    threading.Thread(target=_end_with_the_pipe, daemon=True).start()
    compute(studies()[sys.argv[1]], Path(sys.argv[2]))
    os._exit(0)
