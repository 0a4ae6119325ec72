"""Learning curves read: the one judge of whether a network still improves or learns by heart, and since which epoch.

Thresholds are ratios, so that the scale of the loss and a little noise do not matter. The numbers in their reasons were
measured: some 100 runs on the sine wave, the random walk, a season, sea and Seattle temperatures, Hamlet, film reviews,
debates and invented DNA.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from rnn_core.wording import percent

Array = NDArray[np.float64]
History = Mapping[str, Sequence[float]]

FEWEST_EPOCHS = 4  # with fewer there is no last quarter, and a curve says nothing
ENOUGH_EPOCHS = 8  # with fewer a median would swallow the curve and a single jump be a large share
MANY_EPOCHS = 20  # from here on the median takes five epochs instead of three
UNSMOOTHED = 1.5  # times a real change counts where no median calms the curve

RISES, FALLS = "Since epoch {epoch} the validation loss rises (by {rise})", "while the training loss falls (by {fall})"
SENTENCES = {  # by the kind of a reading
    "lost": "The loss was no longer a number: nothing can be said about learning by heart (overfitting).",
    "unvalidated": "Nothing was held out for validation, so learning by heart (overfitting) cannot be seen.",
    "too_short": "After {epochs} it is too early to tell learning by heart (overfitting) from chance.",
    "improving": "The validation loss still falls at the end: no learning by heart (overfitting) is seen yet, and more epochs "
    "may still help.",
    "by_heart": f"{RISES} {FALLS}: from there on the network learns the training texts by heart (overfitting).",
    "unsteady": f"{RISES}, but the training loss does not clearly fall: that is no learning by heart (overfitting).",
    "below": f"{RISES} {FALLS}, but it is still the lower of the two: that is no learning by heart (overfitting).",
    "level": "The validation loss was lowest in epoch {epoch} and has not clearly and lastingly risen since: no learning by "
    "heart (overfitting) is seen.",
    "lowest_at_the_end": "The validation loss was lowest in the last epoch: no learning by heart (overfitting) is seen yet, and "
    "more epochs may still help.",
}


@dataclass(frozen=True)
class Curves:
    """Losses of whole epochs: ``training`` (epochs,), ``validation`` (epochs,), or (0,) where nothing was held out.

    ``wandering``: the share of its loss by which a smoothed level curve of this experiment wanders.
    """

    training: Array
    validation: Array
    wandering: float

    @property
    def epochs(self) -> int:
        """Whole ones."""
        return len(self.training)

    @property
    def quarter(self) -> int:
        """Epochs that make a quarter of the run."""
        return max(1, round(self.epochs / 4))

    @property
    def real_change(self) -> float:
        """Share of a loss that is more than its wandering."""
        return self.wandering * (UNSMOOTHED if self.epochs < ENOUGH_EPOCHS else 1)

    @property
    def finite(self) -> bool:
        """Whether every loss is a number."""
        return bool(np.isfinite([*self.training, *self.validation]).all())

    @property
    def lowest(self) -> int:
        """The epoch, counted from 1, with the lowest validation loss, the first of equal ones; there must be one."""
        return int(np.argmin(self.validation)) + 1

    def gain(self, losses: Array) -> float:
        """By which share one of the losses fell in the last quarter."""
        level = smooth(losses)
        return float(1 - level[-1] / level[-1 - self.quarter])


def curves(history: History, wandering: float, stopped_after: float | None = None) -> Curves:
    """From the columns of ``history.csv``.

    ``stopped_after``: epochs, also a part of one, after which the training was stopped. Such a run ends in a part of an epoch, or
    in one that was not validated: both are left out.
    """
    training, validation = (np.asarray(history.get(name, ()), float) for name in ("loss", "val_loss"))
    whole = len(training)
    if stopped_after is not None:
        whole = int(min(whole, stopped_after))
        while len(validation) and whole and np.isnan(validation[whole - 1]):
            whole -= 1
    return Curves(training[:whole], validation[:whole], wandering)


def smooth(losses: Array) -> Array:
    """Running median over 3 epochs, 5 from 20 epochs on, none below 8; the first and last windows are whole too. (epochs,)."""
    width = 1 if len(losses) < ENOUGH_EPOCHS else 3 if len(losses) < MANY_EPOCHS else 5
    first = np.clip(np.arange(len(losses)) - width // 2, 0, len(losses) - width)
    return np.asarray(np.median(losses[first[:, None] + np.arange(width)], axis=1))


@dataclass(frozen=True)
class Reading:
    """What curves say about overfitting.

    ``lost``: not every loss is a number. ``unvalidated``: nothing was held out. ``too_short``: to tell. ``improving``: both
    losses still fall. ``by_heart``: since ``epoch`` the validation loss rose for good while the training loss fell on.
    ``unsteady``: it rose, but the training loss did not fall. ``below``: it rose, but not above the training loss. ``level``:
    none of these. ``epoch``: with the lowest validation loss. ``rise`` of the validation and ``fall`` of the training loss since
    the smoothed validation loss was lowest, as shares.
    """

    kind: Literal["lost", "unvalidated", "too_short", "improving", "by_heart", "unsteady", "below", "level"]
    epoch: int = 0
    rise: float = 0.0
    fall: float = 0.0


def judge(found: Curves) -> Reading:
    """Read the curves of a run that has ended."""
    if not found.finite:
        return Reading("lost")
    if not len(found.validation):
        return Reading("unvalidated")
    if found.epochs < FEWEST_EPOCHS:
        return Reading("too_short", found.lowest)
    if min(found.gain(found.validation), found.gain(found.training)) >= found.real_change:
        return Reading("improving", found.lowest)
    training, validation, change = smooth(found.training), smooth(found.validation), found.real_change
    lowest = int(np.argmin(validation))
    if validation[-found.quarter :].min() < (1 + change) * validation[lowest]:
        return Reading("level", found.lowest)
    rise, fall = validation[-1] / validation[lowest] - 1, 1 - training[-1] / training[lowest]
    fell, above = training[-1] <= (1 - change / 2) * training[lowest], validation[-1] > training[-1]
    kind: Literal["by_heart", "below", "unsteady"] = "unsteady" if not fell else "by_heart" if above else "below"
    return Reading(kind, found.lowest, float(rise), float(fall))


def sentence(found: Curves) -> str:
    """What the curves say about overfitting."""
    reading = judge(found)
    kind = "lowest_at_the_end" if reading.kind == "level" and reading.epoch == found.epochs else reading.kind
    epochs = f"{found.epochs} epoch{'' if found.epochs == 1 else 's'}"
    return SENTENCES[kind].format(epochs=epochs, epoch=reading.epoch, rise=percent(reading.rise), fall=percent(reading.fall))
