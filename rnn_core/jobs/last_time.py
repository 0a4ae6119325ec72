"""How long the last training took that was like another one: the best guess how long that one takes."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from rnn_core import runs
from rnn_core.experiments import experiment
from rnn_core.runs import METRICS, Run
from rnn_core.runs.words import budget, duration
from rnn_core.settings import LENGTH, TrainingSettings

UNIMPORTANT = {"seed", "optimizer", "learning_rate", "clipnorm", "patience"}  # settings on which the pace does not depend


@dataclass(frozen=True)
class Estimate:
    """Seconds of a training, about: ``preparing`` it, ``fitting``, ``measuring``; None where nobody knows.

    ``source``: a ``trial`` (``fitting`` is then all up to the end of fitting), the time ``budget``, the ``last`` run with these
    settings, or its ``pace`` when that was longer or shorter.
    """

    fitting: float
    preparing: float | None = None
    measuring: float | None = None
    source: Literal["trial", "budget", "last", "pace"] = "trial"

    @property
    def seconds(self) -> float:
        """From the beginning to the end, as far as it is known."""
        return self.fitting + (self.preparing or 0.0) + (self.measuring or 0.0)


@dataclass(frozen=True)
class Took:
    """What a run took, in seconds."""

    experiment: str
    data: str
    settings: TrainingSettings
    epochs: float
    fitting: float
    preparing: float
    measuring: float

    def estimate(self, settings: TrainingSettings) -> Estimate | None:
        """Of a training with these settings, which differ in nothing that its pace depends on; None where it tells nothing."""
        if settings.seconds is not None:
            return Estimate(settings.seconds, self.preparing, self.measuring, "budget")
        if self.epochs < 1:
            return None
        same = all(getattr(settings, name) == getattr(self.settings, name) for name in LENGTH)
        ended = self.epochs == settings.epochs or (same and settings.patience > 0 and self.epochs == int(self.epochs))
        if same and ended:
            return Estimate(self.fitting, self.preparing, self.measuring, "last")
        return Estimate(self.fitting / self.epochs * settings.epochs, self.preparing, self.measuring, "pace")


def pace_key(settings: TrainingSettings) -> str:
    """Equal for settings with which an epoch takes as long."""
    return settings.model_dump_json(exclude=UNIMPORTANT | LENGTH)


def last_time(name: str, data: str, settings: TrainingSettings) -> Estimate | None:
    """From the newest run of the experiment ``name`` on the copy ``data`` that tells it; None where there is none."""
    wanted = pace_key(settings)
    for took in _newest_first(name):
        if (took.experiment, took.data) == (name, data) and pace_key(took.settings) == wanted:
            found = took.estimate(settings)
            if found is not None:
                return found
    return None


def in_words(found: Estimate, settings: TrainingSettings) -> str:
    """What stands beside the button."""
    if settings.seconds is not None:
        beside = None if found.measuring is None else (found.preparing or 0.0) + found.measuring
        more = "some time more" if beside is None else duration(beside)
        return f"About {budget(settings.seconds)}, and {more} to prepare and measure."
    measure = "" if found.measuring is None else f", and {duration(found.measuring)} to measure"
    time = duration(found.fitting + (found.preparing or 0.0))
    if found.source == "last":
        return f"About {time}, as the last time with these settings{measure}."
    most = "At most about" if settings.patience else "About"
    if found.source == "pace":
        return f"{most} {time}, as fast as the last time{measure}."
    return f"{most} {time} on this computer as it is now."


def _newest_first(name: str) -> Iterator[Took]:
    """What has not changed since the last call is not read again."""
    with contextlib.suppress(OSError):  # deleted while we looked
        for path in sorted(runs.folder().glob(f"[!.]*-{name}-*/{METRICS}"), reverse=True):
            took = _took(path.parent.parent, path.stat().st_mtime_ns)
            if took is not None:
                yield took


@lru_cache(maxsize=10_000)
def _took(folder: Path, written: int) -> Took | None:
    """``written``: when its metrics were. None for a run that was brought from elsewhere, or is damaged."""
    run = Run(folder)
    with contextlib.suppress(Exception):  # whatever is wrong with it, others may tell
        about = run.about()
        chosen = experiment(about.experiment)
        facts = run.metrics(chosen.metrics)
        if facts is not None and facts.prepare_seconds is not None and facts.measure_seconds is not None:
            settings = chosen.settings.parse(about.settings).as_trained()
            times = facts.seconds, facts.prepare_seconds, facts.measure_seconds
            return Took(about.experiment, about.data, settings, facts.epochs, *times)
    return None
