"""What a run is doing and how long that takes, in words and as a share of a bar."""

from rnn_core.runs.status import Status
from rnn_core.wording import percent

MINUTES = 90  # seconds: from here on they are said in minutes, and as many minutes in hours


def count(number: float, what: str) -> str:
    """As people say it: "1 epoch", "2 epochs", "0.03 epochs"."""
    return f"{number:{',' if isinstance(number, int) else 'g'}} {what}{'' if number == 1 else 's'}"


def duration(seconds: float) -> str:
    """In the unit that people would use, never nothing: "less than a second", "52 s", "17 min", "3 h"."""
    if seconds < 0.5:
        return "less than a second"
    if seconds < MINUTES:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 60 * MINUTES else f"{seconds / 3600:.0f} h"


def budget(seconds: float) -> str:
    """A time that somebody chose, exactly: "0.5 s", "100 s", "3 min"."""
    return f"{seconds:g} s" if seconds % 60 else f"{seconds / 60:g} min"


def progress(status: Status) -> str:
    """What an active run is at: the epoch with what is left of the training, else what its worker says."""
    if status.phase != "training":
        return status.message
    of = f" of {status.epochs}" if status.epochs else ""
    left = f" · about {duration(status.seconds_left)} left" if status.seconds_left and status.seconds_left >= 0.5 else ""
    return f"Epoch {status.epoch}{of} · {percent(status.fraction)} of its batches{left}"


def share(status: Status, most: float | None) -> float:
    """Of the training that is done, 0 to 1, of an active run with a budget of ``most`` seconds, if any; then of measuring."""
    if status.phase == "evaluating":
        return status.fraction
    if most and status.seconds_left is not None:
        return min(1.0, max(0.0, 1 - status.seconds_left / most))
    if not status.epochs or not status.epoch:
        return 0.0
    return min(1.0, (status.epoch - 1 + status.fraction) / status.epochs)


def go_on(status: Status) -> str:
    """What the button says with which a run goes on."""
    return "Go on" if status.more_seconds is None else f"Go on: another {budget(status.more_seconds)}"
