"""Looking inside networks that read windows of a series: what they read, what their forecasts rest on, how dropout moves them."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from rnn_core.experiments.windowed_series import WindowedSeries
from rnn_core.explain import inputs, mc_dropout, occlusion
from rnn_core.explain.inputs import ProbeData, Reading
from rnn_core.explain.mc_dropout import Coverage
from rnn_core.explain.occlusion import Trial
from rnn_core.explain.probing import Property
from rnn_core.networks.numpy.network import NumpyNetwork
from rnn_core.networks.spec import Network, operations

Array = NDArray[np.float64]
Floats = NDArray[np.float32]

PUSH = 0.01  # standard deviations
TOGETHER = 1e11  # operations that an average may take, a few seconds
MOST_WINDOWS, FEWEST_WINDOWS = 100, 5


def of_window(data: WindowedSeries, origin: int, names: Sequence[str]) -> Reading:
    """The window from which row ``origin`` is forecast; ``names``: what its rows are called."""
    rows = slice(origin - data.timesteps, origin)
    curves = {name: data.values[rows, place] for place, name in enumerate(data.choice.targets)}
    units = {unit for unit in data.units if unit}
    unit = units.pop() if len(units) == 1 else ""
    return Reading(data.past(np.array([origin]))[0], tuple(names), None, curves, unit)


def probe_data(data: WindowedSeries, network: Network, properties: Callable[[slice], Sequence[Property]], what: str) -> ProbeData:
    """Rows of the validation and the test part; when those are few, rows before them, too.

    ``properties``: of such rows; ``what`` the rows are called.
    """
    warm, length = inputs.halves(data.timesteps)
    rows, held = data.split.rows, data.split.validation + data.split.test
    wanted = min(inputs.affordable(network), max(held, inputs.FEWEST_STEPS), rows - warm)
    values, counted, first = inputs.pieces(data.scaled.astype(np.float32), rows - wanted, rows, warm, length)
    steps = int(counted.sum())
    places = slice(max(0, first - inputs.CONTEXT), first + steps)
    found = inputs.later(properties(places), first - places.start)
    return ProbeData(values, counted, found, inputs.where(steps, min(steps, held), what))


def says(data: WindowedSeries, network: NumpyNetwork, row: int, target: int = 0, ahead: int = 0) -> occlusion.Says:
    """What a network forecasts from the window before ``row`` on: column ``target``, ``ahead`` rows later, in the data's units.

    Of a network that says a change only the change is asked: it always starts from the window's own last value.
    """
    start = data.past(np.array([row]))

    def said(windows: Floats) -> Array:
        return data.forecasts(network.predict(windows), np.repeat(start, len(windows), axis=0))[:, ahead, target]

    return said


def value_before(data: WindowedSeries, row: int) -> Trial:
    """Instead of each step of the window before ``row`` stand the values of the step before it.

    The first step takes those of the row before the window, where there is one.
    """
    rows = np.arange(row - data.timesteps, row) - 1
    return Trial(data.scaled[np.maximum(rows, 0)].astype(np.float32))


def training_mean(data: WindowedSeries, row: int) -> Trial:
    """Instead of each step stands each column's mean over the training part."""
    mean = data.scaled[: data.split.train].mean(axis=0)
    return Trial(np.tile(mean, (data.timesteps, 1)).astype(np.float32))


def push(data: WindowedSeries, row: int) -> Trial:
    """Each step pushed up and down by a little: the slope, times one standard deviation of each column's training part."""
    little = PUSH * data.scaled[: data.split.train].std(axis=0)
    window = data.past(np.array([row]))[0]
    return Trial((window - little).astype(np.float32), (window + little).astype(np.float32), 0.5 / PUSH)


TRIALS: dict[str, Callable[[WindowedSeries, int], Trial]] = {"before": value_before, "mean": training_mean, "push": push}


def average(
    data: WindowedSeries, network: NumpyNetwork, rows: NDArray[np.int64], way: str, target: int = 0, ahead: int = 0
) -> Array:
    """The mean size of each step's influence over the windows before many rows, tried as ``TRIALS[way]`` says: (timesteps,)."""
    found = []
    for row, window in zip(rows.tolist(), data.past(rows), strict=True):
        said = says(data, network, row, target, ahead)
        found.append(occlusion.changes(said, window, TRIALS[way](data, row)))
    return np.asarray(np.abs(found).mean(axis=0))


def average_rows(data: WindowedSeries, network: NumpyNetwork) -> NDArray[np.int64]:
    """Rows of the test part, evenly spaced, as many as :func:`average` can look at in a few seconds; none of a huge network."""
    first, last = data.split.validation_stop, data.split.rows - data.choice.horizon
    affordable = int(TOGETHER / operations(network.network) / data.timesteps)
    if affordable < FEWEST_WINDOWS:
        return np.arange(0)
    return np.unique(np.linspace(first, last, min(affordable, MOST_WINDOWS, last - first + 1)).astype(int))


def columns_affordable(data: WindowedSeries, network: NumpyNetwork) -> bool:
    """Whether :func:`rnn_core.explain.occlusion.of_columns` takes a few seconds at most."""
    return operations(network.network) * data.timesteps * len(data.columns) <= TOGETHER


def forecasts(data: WindowedSeries, network: NumpyNetwork, target: int, ahead: int) -> mc_dropout.Says:
    """What a network forecasts for column ``target``, ``ahead`` rows after the first, in the data's units."""

    def said(windows: NDArray, dropout: np.random.Generator | None) -> Array:
        return data.forecasts(network.predict(windows, dropout=dropout), windows)[:, ahead, target]

    return said


def coverage(data: WindowedSeries, network: NumpyNetwork, target: int, ahead: int, seed: int) -> Coverage:
    """Of windows evenly spaced in the test part, as many as can be asked in some seconds."""
    first, last = data.split.validation_stop, data.split.rows - data.choice.horizon
    windows, draws = mc_dropout.affordable(network.network, last - first + 1)
    rows = np.unique(np.linspace(first, last, windows).astype(int))
    said, actual = forecasts(data, network, target, ahead), data.values[rows + ahead, target]
    return mc_dropout.coverage(said, data.past(rows), actual, draws, seed)
