"""See it learn: lines over the same rows, epoch by epoch."""

from collections.abc import Sequence
from typing import Any

from pages.ui.stage.component import component
from pages.ui.train.live_words import LiveWords
from rnn_core.runs import Run

STYLES = ("plot.css", "scrubber.css", "learning.css")
SCRIPTS = ("plot.js", "scrubber.js", "beside.js", "learning.js")

_lines = component("learning", (*SCRIPTS, "learning_lines.js"), STYLES)
_path = component("learning_path", (*SCRIPTS, "learning_path.js"), STYLES)


def learning(key: str, run: Run | None, words: LiveWords, **picture: Any) -> None:
    """``picture``: ``labels``, ``actual``, ``naive``, ``naive_error``, ``naive_name``, ``unit``, ``epochs``, ``badge``, ``look``.

    Without a run it is the picture to come.
    """
    _lines(key=key, data=_data(run, words, picture))


def learning_path(key: str, run: Run | None, words: LiveWords, **picture: Any) -> None:
    """The same in the plane, where a value is a point. Also ``known``, ``coordinates``; ``start``: the place of ``actual``."""
    _path(key=key, data=_data(run, words, picture))


def _data(run: Run | None, words: LiveWords, picture: dict[str, Any]) -> dict[str, Any]:
    losses = losses_of(run) if run else {"epoch": [], "loss": [], "val_loss": []}
    data = {"id": run.id if run else "", "losses": losses, "total": words.epochs, **picture}
    return {**data, "title": words.title, "then": words.then, "live": words.live}


def losses_of(run: Run) -> dict[str, Sequence[float | None]]:
    """The curves of a run; an epoch that was not validated has None."""
    history = run.history()
    epochs = history.get("epoch", [])
    return {"epoch": epochs} | {name: [_number(one) for one in history.get(name, [])] for name in ("loss", "val_loss")}


def _number(value: float) -> float | None:
    return value if value == value else None  # not a number is not equal to itself
