"""Learning curves read: from which epoch on a network learns by heart."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

History = Mapping[str, Sequence[float]]


@dataclass(frozen=True)
class Turn:
    """Where the validation loss was lowest. ``losses`` and ``held``: training and validation loss there and in the last epoch."""

    epoch: int
    later: int  # epochs after it
    losses: tuple[float, float]
    held: tuple[float, float]

    @property
    def by_heart(self) -> bool:
        """Whether the training loss went on falling while the validation loss did not (overfitting)."""
        return self.later > 0 and self.losses[1] < self.losses[0]


def turn(history: History) -> Turn | None:
    """The last epoch with the lowest validation loss; None when there is none. ``history``: columns of ``history.csv``."""
    losses, held = history.get("loss", ()), history.get("val_loss", ())
    known = [place for place, value in enumerate(held) if math.isfinite(value)]
    if not known:
        return None
    lowest = min(held[place] for place in known)
    at = max(place for place in known if held[place] == lowest)
    end = known[-1]  # a training that was stopped has not validated its last epoch
    return Turn(int(history["epoch"][at]), end - at, (losses[at], losses[end]), (held[at], held[end]))


def sentence(history: History) -> str:
    """What the learning curves say about overfitting."""
    found = turn(history)
    if found is None:
        return "Nothing was held out for validation, so learning by heart (overfitting) cannot be seen."
    if not found.later:
        return (
            "The validation loss was lowest in the last epoch: no learning by heart (overfitting) is seen yet, and more epochs "
            "may still help."
        )
    rises = f"Since epoch {found.epoch} the validation loss rises ({found.held[0]:.3f} to {found.held[1]:.3f})"
    if not found.by_heart:
        return f"{rises}, but the training loss does not fall either: this is unsteady learning rather than learning by heart."
    falls = f"while the training loss falls ({found.losses[0]:.3f} to {found.losses[1]:.3f})"
    if found.later == 1:
        return f"{rises} {falls}. It may be the begin of learning by heart (overfitting); one epoch alone may be chance."
    return f"{rises} {falls}: from there on the network learns the training texts by heart (overfitting)."
