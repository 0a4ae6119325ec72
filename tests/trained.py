"""Finished runs for tests that only look at them: the same training is done once, and its files are copied from then on."""

import atexit
import json
import shutil
import tempfile
from pathlib import Path

from rnn_core.runs import SETTINGS, Run
from rnn_core.training import worker

OWN = (SETTINGS, "*.lock", "access.json")  # of each run, copied or not
_done: dict[str, Path] = {}


def trained(run: Run) -> Run:
    """The queued run, finished. A seeded training on the same data gives the same files again."""
    about = run.about()
    training = json.dumps([about.experiment, about.data, about.settings], sort_keys=True)
    if training in _done:
        shutil.copytree(_done[training], run.folder, ignore=shutil.ignore_patterns(*OWN), dirs_exist_ok=True)
        return run
    worker.train(run.folder)
    assert run.status().state == "finished", run.status().message
    _done[training] = _place() / str(len(_done))
    shutil.copytree(run.folder, _done[training])
    return run


def _place() -> Path:
    if not _done:
        folder = Path(tempfile.mkdtemp(prefix="rnn-lab-tests-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        return folder
    return next(iter(_done.values())).parent
