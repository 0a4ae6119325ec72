"""Which past matters: how much each earlier input moved one prediction of a trained network.

Each input in turn is replaced by something that says nothing new, and the change of the prediction is taken (occlusion, after
Zeiler and Fergus 2014); or it is pushed a little, and the slope is taken (gradient, after Simonyan and others 2013).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Floats = NDArray[np.float32]
Says = Callable[[Floats], Array]  # windows (windows, timesteps, columns) to the one number asked about, (windows,)

NINE_TENTHS = 0.9
WHOLE_WINDOW = 0.75  # of the steps: who needs more of them for nine tenths of the influence looks back through all


@dataclass(frozen=True)
class Influence:
    """What one prediction rests on: ``said``, and ``changes`` (timesteps,), what each step did to it, oldest step first."""

    said: float
    changes: Array


@dataclass(frozen=True)
class Trial:
    """What each step of a window is replaced by, one after the other, (timesteps, columns).

    Its influence is what the prediction is with ``up`` (None: the window as it is) less that with ``down``, times ``factor``.
    """

    down: Floats
    up: Floats | None = None
    factor: float = 1.0


def influence(said: Says, window: Floats, trial: Trial) -> Influence:
    """Try each step of ``window`` (timesteps, columns), all its columns together."""
    return Influence(float(said(window[None])[0]), changes(said, window, trial))


def of_columns(said: Says, window: Floats, trial: Trial) -> Array:
    """Try each column of each step alone: what it did to the prediction, (timesteps, columns)."""
    single = np.eye(window.shape[1], dtype=bool)
    return np.stack([changes(said, window, trial, one) for one in single], axis=1)


def changes(said: Says, window: Floats, trial: Trial, columns: NDArray[np.bool_] | bool = True) -> Array:
    """What each step did to the prediction, (timesteps,), where only these of its columns are replaced."""
    place = np.eye(len(window), dtype=bool)[:, :, None] & columns
    up = said(window[None] if trial.up is None else np.where(place, trial.up, window))
    return np.asarray(trial.factor * (up - said(np.where(place, trial.down, window))))


def last_steps(changes: Array, share: float = NINE_TENTHS) -> int:
    """How many of the last steps it takes for this share of all influence; 0 where there is none at all."""
    return _enough(np.abs(changes)[::-1], share)


def strongest(changes: Array, share: float = NINE_TENTHS) -> int:
    """How many steps it takes, the strongest first, for this share of all influence; 0 where there is none at all."""
    return _enough(np.sort(np.abs(changes))[::-1], share)


def _enough(sizes: Array, share: float) -> int:
    total = sizes.sum()
    if total <= 0:
        return 0
    return int(np.argmax(sizes.cumsum() >= share * total * (1 - 1e-9))) + 1


def reach_sentence(changes: Array, what: str = "steps") -> str:
    """How far back the influence reaches, in words: "Nine tenths of the influence come from the last 3 of 40 steps."."""
    steps, last = len(changes), last_steps(changes)
    if not last:
        return f"None of the {steps} {what} moves this prediction."
    if last == 1:
        return f"Nine tenths of the influence come from the last of {steps} {what} alone."
    sentence = f"Nine tenths of the influence come from the last {last} of {steps} {what}"
    return f"{sentence}: it reaches back through the whole window." if last > WHOLE_WINDOW * steps else f"{sentence}."


def strongest_sentence(names: Sequence[str], changes: Array) -> str:
    """How few words carry an answer: "Nine tenths of the influence come from 4 of 30 words, most from awful."."""
    count = strongest(changes)
    if not count:
        return f"None of the {len(names)} words moves this answer."
    most = names[int(np.abs(changes).argmax())]
    return f"Nine tenths of the influence come from {count} of {len(names)} words, most from the word {most}."
