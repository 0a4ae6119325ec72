"""Ridge regression (Hoerl and Kennard 1970) on the very windows that the network reads: the cheapest honest rival."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnn_core.metrics.rivals.fitting import FEWEST_ROWS, Array, NoForecast
from rnn_core.networks.numpy.ridge import USUAL_STRENGTH, Rows

# Beside the mean squared error, of inputs of deviation 1: to choose from.
STRENGTHS = tuple(10.0**power for power in range(-7, 3))
MOST_INPUTS = 2000  # numbers in a window
WORK = 1e10  # multiplications that adding up the windows may take, a second or so
CHUNK = 2048  # windows at once

Windows = NDArray[np.floating]  # (windows, timesteps, features)
Examples = tuple[Windows, NDArray[np.floating]]  # and targets (windows, outputs)


@dataclass(frozen=True)
class Ridge:
    """``weights`` (inputs, outputs) of windows laid flat, ``bias`` (outputs,), and the strength taken for each output."""

    weights: Array
    bias: Array
    strengths: Array

    def outputs(self, windows: Windows) -> Array:
        """What it says to windows: (windows, outputs)."""
        said = [_flat(windows[at : at + CHUNK]) @ self.weights + self.bias for at in range(0, len(windows), CHUNK)]
        return np.concatenate(said) if said else np.empty((0, len(self.bias)))


def fitted(training: Examples, validation: Examples | None) -> Ridge:
    """Fitted to the training windows; the validation windows choose how strongly large weights are held down, for each output.

    Of very many or very large windows the last ones are taken. Raises NoForecast where that cannot be.
    """
    count, inputs = len(training[0]), int(np.prod(training[0].shape[1:]))
    if inputs > MOST_INPUTS:
        raise NoForecast(f"A window holds {inputs:,} numbers, and it has time for {MOST_INPUTS:,}.")
    if count < FEWEST_ROWS:
        raise NoForecast(f"It needs at least {FEWEST_ROWS} windows to learn from, and there are {count}.")
    kept = int(max(FEWEST_ROWS, min(count, WORK / inputs**2)))
    windows, targets = training[0][-kept:], training[1][-kept:]
    mean, spread = _flat(windows).mean(axis=0), _flat(windows).std(axis=0)
    spread = np.where(spread == 0, 1.0, spread)
    rows = _added(windows, targets, mean, spread)
    return _chosen(rows, validation, mean, spread)


def _flat(windows: Windows) -> Array:
    return windows.reshape(len(windows), -1).astype(np.float64)


def _added(windows: Windows, targets: NDArray[np.floating], mean: Array, spread: Array) -> Rows:
    rows = Rows(len(mean), targets.shape[1])
    for at in range(0, len(windows), CHUNK):
        rows.add((_flat(windows[at : at + CHUNK]) - mean) / spread, targets[at : at + CHUNK])
    return rows


def _chosen(rows: Rows, validation: Examples | None, mean: Array, spread: Array) -> Ridge:
    """Of each output the one, in the windows' own units, that forecasts the validation part best."""
    if validation is None or not len(validation[0]):
        return _in_own_units(*rows.fitted(USUAL_STRENGTH), USUAL_STRENGTH, mean, spread)
    found = [_in_own_units(*rows.fitted(strength), strength, mean, spread) for strength in STRENGTHS]
    losses = [np.mean((one.outputs(validation[0]) - validation[1]) ** 2, axis=0) for one in found]
    best, each = np.argmin(losses, axis=0), np.arange(len(losses[0]))
    weights, biases, strengths = (np.array([getattr(one, name) for one in found]) for name in ("weights", "bias", "strengths"))
    return Ridge(weights[best, :, each].T, biases[best, each], strengths[best, each])


def _in_own_units(weights: Array, bias: Array, strength: float, mean: Array, spread: Array) -> Ridge:
    own = weights / spread[:, None]
    if not (np.isfinite(own).all() and np.isfinite(bias).all()):
        raise NoForecast("Its numbers grew beyond all bounds.")
    return Ridge(own, bias - mean @ own, np.full(len(bias), strength))
