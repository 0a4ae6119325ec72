"""How good a trained forecast is: one step ahead, several steps ahead, free-running, and beyond the data."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rnn_core.experiments.base import Results
from rnn_core.experiments.free_running import FreeRun, next_dates
from rnn_core.experiments.windowed_series import WindowedSeries
from rnn_core.metrics import baselines, errors
from rnn_core.networks.numpy.network import NumpyNetwork
from rnn_core.networks.spec import Dropout, operations

Array = NDArray[np.float64]

FUTURE_ROWS = 20
ORIGINS = 8
SAMPLES = 50  # times the network is evaluation, dropout on, for the band
MOST_FREE_ROWS = 1000  # a free run takes a turn a row
MOST_STARTS = 2000  # of forecasts several rows ahead
# Operations that measuring may take, some 20 seconds each: of a turn for one window, and of many windows at once.
ALONE, TOGETHER = 1e11, 4e11
FEWEST_FREE_ROWS, FEWEST_SAMPLES, FEWEST_STARTS = 50, 10, 20
BAND = (0.1, 0.9)
WHY_NOT_FREE = (
    "Free-running is not possible with extra inputs: the network forecasts only {target}, "
    "and tomorrow's {others} would have to be known."
)


@dataclass(frozen=True)
class Predictions:
    """All that a network says about the test part and the rows after it, targets last, in data units.

    ``direct``: from each test row on (test rows, horizon, targets). ``free``: one run from the first test row on (rows, targets),
    None with extra inputs. ``starts``: test rows from which all of the horizon is measured; ``free_ahead``: free runs from
    them (starts, horizon, targets).
    """

    direct: Array
    free: Array | None
    starts: NDArray[np.int64]
    free_ahead: Array | None


@dataclass(frozen=True)
class Evaluation:
    """A network and the series that it is measured on."""

    data: WindowedSeries
    network: NumpyNetwork
    seed: int

    @property
    def first(self) -> int:
        """The first test row."""
        return self.data.split.validation_stop

    @cached_property
    def runner(self) -> FreeRun | None:
        """None where later rows would have to be known."""
        return None if self.data.choice.features else FreeRun(self.data, self.network)

    @cached_property
    def predictions(self) -> Predictions:
        """Computed once for all targets."""
        data, rows = self.data, self.data.split.rows
        direct = self._direct(np.arange(self.first, rows))
        starts = self._starts()
        if self.runner is None:
            return Predictions(direct, None, starts, None)
        free = self.runner.paths(np.array([self.first]), min(rows - self.first, _free_rows(self.network)))[0, 0]
        ahead = self.runner.paths(starts, data.choice.horizon)[:, 0]
        return Predictions(direct, free, starts, ahead)

    def _direct(self, origins: NDArray[np.int64]) -> Array:
        past = self.data.past(origins)
        return self.data.forecasts(self.network.predict(past), past)

    def _starts(self) -> NDArray[np.int64]:
        last = self.data.split.rows - self.data.choice.horizon
        if self.data.choice.horizon == 1:
            return np.arange(self.first, last + 1)
        affordable = int(TOGETHER / operations(self.network.network) / self.data.choice.horizon)
        count = min(last - self.first + 1, int(np.clip(affordable, FEWEST_STARTS, MOST_STARTS)))
        return np.unique(np.linspace(self.first, last, count).astype(int))

    @cached_property
    def future(self) -> tuple[pd.DatetimeIndex, Array]:
        """The rows after the data: their dates and (rows, targets, forecast, low, high, direct), NaN where there is none."""
        data, horizon = self.data, self.data.choice.horizon
        count = horizon if self.runner is None else max(FUTURE_ROWS, horizon)
        table = np.full((count, data.targets, 4), np.nan)
        last = np.array([data.split.rows])
        table[:horizon, :, 3] = self._direct(last)[0]
        table[:, :, 0] = table[:, :, 3] if self.runner is None else self.runner.paths(last, count)[0, 0]
        if self.banded:
            low, high = self._edges(last, count)
            table[:, :, 1], table[:, :, 2] = low[0], high[0]
        return next_dates(data.dates, count), table

    @property
    def banded(self) -> bool:
        """Whether there is dropout to make a band from."""
        return self.runner is not None and any(isinstance(layer, Dropout) for layer in self.network.network.layers)

    @cached_property
    def _random(self) -> np.random.Generator:
        return np.random.default_rng(self.seed)

    def _edges(self, starts: NDArray[np.int64], steps: int) -> tuple[Array, Array]:
        """The middle 80 % of free runs with dropout left on (Monte Carlo dropout, Gal and Ghahramani 2016).

        Returns its lower and upper edge, (starts, steps, targets) each.
        """
        if self.runner is None:
            raise ValueError("there are no free runs with extra inputs")
        paths = self.runner.paths(starts, steps, _samples_and_origins(self.network)[0], self._random)
        low, high = np.quantile(paths, BAND, axis=1)
        return low, high

    @cached_property
    def coverage(self) -> list[dict[str, Any] | None]:
        """For each target how often the same band, started at several rows of the test part, held the actual value."""
        if not self.banded:
            return [None] * self.data.targets
        rows = self.data.split.rows
        steps = min(FUTURE_ROWS, rows - self.first)
        samples, origins = _samples_and_origins(self.network)
        starts = np.unique(np.linspace(self.first, rows - steps, origins).astype(int))
        low, high = self._edges(starts, steps)
        actual = self.data.values[starts[:, None] + np.arange(steps), : self.data.targets]
        facts = {"nominal": BAND[1] - BAND[0], "samples": samples, "starts": len(starts), "rows": steps}
        return [
            {**facts, "coverage": errors.coverage(actual[..., place], low[..., place], high[..., place])}
            for place in range(self.data.targets)
        ]


def measure(data: WindowedSeries, network: NumpyNetwork, seed: int) -> Results:
    """Metrics and tables of a trained network (weights: see :class:`NumpyNetwork`) on the test part of ``data``.

    What stands at the top of ``metrics`` is about the first column to forecast; with several, ``targets`` holds the same about
    each of them, and the tables of the others are numbered from 2.
    """
    evaluation = Evaluation(data, network, seed)
    future, predictions = (
        evaluation.future,
        evaluation.predictions,
    )  # first the future, then its coverage: the order of the random numbers
    each = [_of_target(evaluation, place) for place in range(data.targets)]
    metrics = {
        "windows": _windows(data),
        "horizon": data.choice.horizon,
        "row_seconds": row_seconds(data),
        "free_rows": None if predictions.free is None else len(predictions.free),
        "parts": _parts(data),
        "notes": list(data.notes),
        **each[0],
    }
    if data.targets > 1:
        metrics["targets"] = dict(zip(data.choice.targets, each, strict=True))
    tables = {}
    for place in range(data.targets):
        number = f"_{place + 1}" if place else ""
        tables[f"forecast{number}"] = _forecast_table(evaluation, place)
        tables[f"future{number}"] = _future_table(future, place, data.choice.horizon)
    return Results(metrics, tables)


def _forecast_table(evaluation: Evaluation, place: int) -> pd.DataFrame:
    data, predictions = evaluation.data, evaluation.predictions
    free = np.full(len(predictions.direct), np.nan)
    if predictions.free is not None:
        free[: len(predictions.free)] = predictions.free[:, place]
    return pd.DataFrame(
        {
            "date": dates_as_text(data.dates[evaluation.first :]),
            "actual": data.values[evaluation.first :, place],
            "one_step": predictions.direct[:, 0, place],
            "free_running": free,
            "last_value": data.values[evaluation.first - 1 : -1, place],
        }
    )


def _future_table(future: tuple[pd.DatetimeIndex, Array], place: int, horizon: int) -> pd.DataFrame:
    dates, table = future
    names = ("forecast", "low", "high", "direct")[: 3 if horizon == 1 else 4]
    return pd.DataFrame({"date": dates_as_text(dates), **{name: table[:, place, at] for at, name in enumerate(names)}})


def _of_target(evaluation: Evaluation, place: int) -> dict[str, Any]:
    """What is measured about one column."""
    data, first, one_step = evaluation.data, evaluation.first, evaluation.predictions.direct[:, 0, place]
    target = data.values[:, place]
    rivals = baselines.baselines(target, data.dates, np.arange(first, len(target)), 1, data.split.train, data.season)
    judged = _judged(target, first, one_step, rivals["last_value"][:, 0], row_seconds(data))
    dates, table = evaluation.future
    return {
        **_scores(evaluation, place, rivals),
        **judged,
        "by_horizon": _by_horizon(evaluation, place),
        "spread": float(np.std(one_step) / np.std(target[first:])) if np.std(target[first:]) else float("nan"),
        "band": evaluation.coverage[place],
        "next": {"date": dates_as_text(dates)[0], "value": float(table[0, place, 0])},
        "target": data.choice.targets[place],
        "unit": data.units[place],
    }


def row_seconds(data: WindowedSeries) -> float:
    """Between two rows, usually."""
    return float((data.dates[1:] - data.dates[:-1]).median().total_seconds())


def _free_rows(network: NumpyNetwork) -> int:
    """How long a free run may be: a large network takes seconds a row."""
    return int(np.clip(ALONE / operations(network.network), FEWEST_FREE_ROWS, MOST_FREE_ROWS))


def _samples_and_origins(network: NumpyNetwork) -> tuple[int, int]:
    """Free runs that make a band, and bands that its coverage is measured with; fewer of a large network."""
    runs = int(TOGETHER / operations(network.network) / FUTURE_ROWS)
    samples = int(np.clip(runs // 2, FEWEST_SAMPLES, SAMPLES))
    return samples, int(np.clip(runs // samples - 1, 1, ORIGINS))


def _windows(data: WindowedSeries) -> dict[str, int]:
    split, more = data.split, data.choice.horizon - 1
    return {
        "train": split.train - data.timesteps - more,
        "validation": max(0, split.validation - more),
        "test": split.test,
        "timesteps": data.timesteps,
        "features": data.values.shape[1],
    }


def _parts(data: WindowedSeries) -> dict[str, list[str]]:
    """First and last date of each part."""
    edges = {
        "train": (0, data.split.train),
        "validation": (data.split.train, data.split.validation_stop),
        "test": (data.split.validation_stop, data.split.rows),
    }
    dates = dates_as_text(data.dates)
    return {name: [dates[first], dates[stop - 1]] for name, (first, stop) in edges.items() if stop > first}


def _usual_change(data: WindowedSeries, place: int) -> float:
    return float(np.mean(np.abs(np.diff(data.values[: data.split.train, place]))))


def _scores(evaluation: Evaluation, place: int, rivals: dict[str, Array]) -> dict[str, Any]:
    data, first = evaluation.data, evaluation.first
    target, usual = data.values[:, place], _usual_change(data, place)
    actual, before = target[first:], target[first - 1 : -1]
    scores: dict[str, Any] = {
        "one_step": errors.measures(actual, evaluation.predictions.direct[:, 0, place], before, before, usual),
        "free_running": None,
        "baselines": {name: errors.measures(actual, rival[:, 0], before, before, usual) for name, rival in rivals.items()},
    }
    if evaluation.predictions.free is None:
        others = ", ".join(data.choice.features)
        return {**scores, "free_running_why": WHY_NOT_FREE.format(target=", ".join(data.choice.targets), others=others)}
    free = evaluation.predictions.free[:, place]
    actual, before = actual[: len(free)], before[: len(free)]
    held = np.full(len(free), target[first - 1])
    own_before = np.concatenate([held[:1], free[:-1]])
    scores["free_running"] = errors.measures(actual, free, before, own_before, usual)
    scores["free_running_baselines"] = {"last_value": errors.measures(actual, held, before, held, usual)}
    return scores


def _by_horizon(evaluation: Evaluation, place: int) -> list[dict[str, Any]]:
    """For each step ahead the errors of the direct forecast and, from the same rows, of the free run and the naive forecasts."""
    data, predictions, starts = evaluation.data, evaluation.predictions, evaluation.predictions.starts
    target, usual, steps = data.values[:, place], _usual_change(data, place), data.choice.horizon
    rivals = baselines.baselines(target, data.dates, starts, steps, data.split.train, data.season)
    now = target[starts - 1]

    def measured(forecasts: Array, step: int) -> dict[str, float]:
        return errors.measures(target[starts + step], forecasts[:, step], now, now, usual)

    return [
        {
            "step": step + 1,
            **measured(predictions.direct[starts - evaluation.first, :, place], step),
            "free_running": None if predictions.free_ahead is None else measured(predictions.free_ahead[..., place], step),
            "baselines": {name: measured(rival, step) for name, rival in rivals.items()},
        }
        for step in range(steps)
    ]


def _judged(target: Array, first: int, one_step: Array, last_value: Array, seconds: float) -> dict[str, Any]:
    judgement = errors.judge(target[first:], one_step, last_value, seconds)
    shift = errors.lag(target, first, one_step)
    return {
        "skill": judgement.skill,
        "lag": shift,
        "repeats": errors.repeats(target, first, one_step, shift),
        "verdict": judgement.verdict,
        "verdict_sentence": judgement.sentence,
        "p_value": judgement.p_value,
    }


def dates_as_text(dates: pd.DatetimeIndex) -> list[str]:
    """ISO dates, with the time of day only where there is one."""
    whole_days = bool((dates == dates.normalize()).all())
    return list(dates.strftime("%Y-%m-%d" if whole_days else "%Y-%m-%d %H:%M:%S"))
