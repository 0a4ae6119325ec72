"""What a run is doing just now, in a few words."""

from dataclasses import dataclass

from rnn_core.runs import Status
from rnn_core.runs.words import duration


@dataclass(frozen=True)
class LiveWords:
    """``title``: "Epoch 12 of 30"; ``then``: what is to come; ``epochs``: how many there will be, None where time counts."""

    title: str
    then: str
    live: bool
    epochs: int | None


def live_words(status: Status, place: int = 0) -> LiveWords:
    """``place``: in the line, 0 while nobody is before."""
    if status.state == "queued":
        title = f"Waiting: place {place} in line" if place else "Starting"
        then = f"{status.message} You can close this page and come back to its address later.".strip()
        return LiveWords(title, then, True, None)
    if not status.active:
        return LiveWords(status.state.title(), status.message, False, status.epochs)
    of = f" of {status.epochs}" if status.epochs else ""
    if status.phase == "training":
        left = status.seconds_left
        then = "" if left is None or left < 1 else f"about {duration(left)} to go, then it is measured"
        return LiveWords(f"Epoch {status.epoch}{of}", then, True, status.epochs)
    if status.phase == "checking":
        return LiveWords(f"Epoch {status.epoch}{of}", "checking on the validation part", True, status.epochs)
    title = "Measuring" if status.phase == "evaluating" else "Getting ready"
    return LiveWords(title, status.message, True, status.epochs)
