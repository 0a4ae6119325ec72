"""What several test files need."""

import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from numpy.typing import NDArray

from rnn_core import runs
from rnn_core.data import entry, keep
from rnn_core.experiments.forecast import ForecastSettings
from rnn_core.explain.probing import Property
from rnn_core.runs import Run

TINY = {"units": 4, "timesteps": 5, "epochs": 2, "dropout": 0, "batch_size": 64, "device": "cpu"}


def wait_until(condition: Callable[[], object], seconds: float = 60) -> None:
    """Look again and again until ``condition`` holds; fail when it does not in time."""
    deadline = time.monotonic() + seconds
    pause = threading.Event()
    while not condition():
        assert time.monotonic() < deadline, f"{condition} did not hold within {seconds} seconds"
        pause.wait(0.05)


def queued_run(dataset: str = "sine", **settings) -> Run:
    """A queued run of a tiny network, in the present home."""
    data: Any = entry(dataset).load()
    chosen = ForecastSettings.parse({**TINY, **settings})
    return runs.create("forecast", dataset, keep(data), data.title, chosen)


def ended(run: Run) -> bool:
    return not run.written_status().active


def trains(run: Run) -> bool:
    return run.written_status().phase == "training"


def values(found: Sequence[Property], name: str) -> NDArray:
    """Of the property of this name."""
    return next(one.values for one in found if one.name == name)


def marks(found: Sequence[Property], name: str) -> str:
    """The same as a string: 1 where it is there."""
    return "".join(str(int(value)) for value in values(found, name))
