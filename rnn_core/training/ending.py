"""The sentence with which a training ends. Only the worker loads this file."""

from dataclasses import dataclass

from rnn_core.runs.words import budget, count, duration
from rnn_core.training.fit import Fitted
from rnn_core.wording import percent

NOTHING_LEFT = "Its readout was fitted at once: there is nothing to go on with."


@dataclass(frozen=True)
class Ending:
    """``words``: the end of the sentence; ``stopped``: somebody stopped the training; ``more_seconds``: see ``Status``."""

    words: str
    stopped: bool
    more_seconds: float | None


def ending(fitted: Fitted, total: float | None) -> Ending:
    """Of a training with a time budget of ``total`` seconds, or with so many epochs when None."""
    amount = count(int(fitted.epochs) if fitted.epochs == int(fitted.epochs) else round(fitted.epochs, 2), "epoch")
    after = amount if fitted.budget is None or total is None else _spent(fitted, total, amount)
    unchecked = f" (not checked on the validation part, which would have taken {duration(fitted.unchecked)} more)"
    kept = f"kept: {fitted.checkpoint}{unchecked if fitted.unchecked else ''}"
    words = " ".join(filter(None, (f"after {after}; {kept}.", fitted.lost, NOTHING_LEFT if fitted.ridge is not None else "")))
    return Ending(words, fitted.stopped, fitted.budget)


def _spent(fitted: Fitted, total: float, amount: str) -> str:
    time = f"its {budget(total)}"
    if fitted.epochs >= 1:
        return f"{time} and {amount}"
    whole = f", as a whole one takes about {duration(fitted.epoch_seconds)} here" if fitted.epoch_seconds else ""
    return f"{time}, with {percent(fitted.epochs, 1)} of the first epoch{whole}"
