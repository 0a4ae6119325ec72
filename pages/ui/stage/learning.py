"""See it learn: what the network says, epoch by epoch."""

from collections.abc import Mapping, Sequence
from typing import Any

from pages.ui.common import read_once
from pages.ui.stage.component import component
from pages.ui.train.live_words import LiveWords
from rnn_core.runs import Run

LEARNING = ("plot.js", "scrubber.js", "beside.js", "learning.js")
STYLES = ("plot.css", "scrubber.css", "learning.css")
_learning = component("learning", (*LEARNING, "series.js"), STYLES)


def learning(key: str, run: Run | None, words: LiveWords, **picture: Any) -> None:
    """Lines over the same rows. ``picture``: ``labels``, ``actual``, ``naive``, its name for little room as ``naive_short``,
    and what :func:`shown` names.

    Without a run it is the picture to come.
    """
    _learning(key=key, data=shown(run, words, picture))


def shown(run: Run | None, words: LiveWords, picture: Mapping[str, Any]) -> dict[str, Any]:
    """What learning.js takes: ``picture`` with its ``epochs`` (each ``epoch``, ``said``, ``error``), ``naive_error``,
    ``naive_name``, ``error_name``, ``unit``, ``badge`` and ``look``, beside it how the run goes."""
    losses = losses_of(run) if run else {"epoch": [], "loss": [], "val_loss": []}
    now = {"title": words.title, "then": words.then, "live": words.live, "total": words.epochs}
    return {"id": run.id if run else "", "losses": losses, **now, **picture}


def losses_of(run: Run) -> dict[str, Sequence[float | None]]:
    """The curves of a run; an epoch that was not validated has None."""
    history = read_once.history(run)
    epochs = history.get("epoch", [])
    return {"epoch": epochs} | {name: [_number(one) for one in history.get(name, [])] for name in ("loss", "val_loss")}


def _number(value: float) -> float | None:
    return value if value == value else None  # not a number is not equal to itself
