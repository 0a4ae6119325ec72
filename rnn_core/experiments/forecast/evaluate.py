"""How good a trained forecast is: one step ahead, several steps ahead, free-running, and beyond the data."""

from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rnn_core.data import row_numbers
from rnn_core.documents import Verdict
from rnn_core.experiments.base import Results
from rnn_core.experiments.forecast.bands import Bands, around
from rnn_core.experiments.forecast.data import Prepared
from rnn_core.experiments.forecast.metrics import Band, Errors, ForecastMeasures, Next, Step, TargetMeasures
from rnn_core.experiments.forecast.rivals import Rivals
from rnn_core.experiments.forecast.sentences import WHY_NOT_FREE
from rnn_core.experiments.free_running import FreeRun
from rnn_core.experiments.windowed_series import WindowedSeries
from rnn_core.metrics import errors, predictability
from rnn_core.networks.numpy.network import NumpyNetwork
from rnn_core.networks.numpy.told import Told, part, silent
from rnn_core.networks.spec import Dropout, operations

Array = NDArray[np.float64]

FUTURE_ROWS = 20
ORIGINS = 8
MOST_RUNS = 100  # free runs from which the width of a band is learned
SAMPLES = 50  # times the network is asked, dropout on, for the band
MOST_FREE_ROWS = 1000  # a free run takes a turn a row
MOST_STARTS = 2000  # of forecasts several rows ahead
# Operations that measuring may take, some 20 seconds each: of a turn for one window, and of many windows at once.
ALONE, TOGETHER = 1e11, 4e11
FEWEST_FREE_ROWS, FEWEST_SAMPLES, FEWEST_STARTS = 50, 10, 20
BAND = (0.1, 0.9)
FUTURE = ("forecast", "low", "high", "direct", "dropout_low", "dropout_high")  # of the rows after the data


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
    told: Told = silent  # of its parts in the order in which they are computed

    @property
    def first(self) -> int:
        """The first test row."""
        return self.data.split.validation_stop

    @cached_property
    def rivals(self) -> Rivals:
        """Fitted once for what is measured one step ahead and several."""
        return Rivals(self.data)

    @cached_property
    def bands(self) -> Bands:
        """As wide as the errors on the validation part."""
        steps = max(FUTURE_ROWS, self.data.choice.horizon)
        runs = int(np.clip(TOGETHER / operations(self.network.network) / steps / 4, FEWEST_STARTS, MOST_RUNS))
        return Bands(self.data, self._direct, self.runner, runs, steps)

    @cached_property
    def runner(self) -> FreeRun | None:
        """None where later rows would have to be known."""
        return None if self.data.choice.features else FreeRun(self.data, self.network)

    @cached_property
    def predictions(self) -> Predictions:
        """Computed once for all targets."""
        data, rows = self.data, self.data.split.rows
        direct = self._direct(np.arange(self.first, rows), part(self.told, 0.2, 0.4))
        starts = self._starts()
        if self.runner is None:
            return Predictions(direct, None, starts, None)
        free_rows = min(rows - self.first, _free_rows(self.network))
        free = self.runner.paths(np.array([self.first]), free_rows, told=part(self.told, 0.4, 0.6))[0, 0]
        ahead = self.runner.paths(starts, data.choice.horizon, told=part(self.told, 0.6, 0.7))[:, 0]
        return Predictions(direct, free, starts, ahead)

    def _direct(self, origins: NDArray[np.int64], told: Told = silent) -> Array:
        past = self.data.past(origins)
        return self.data.forecasts(self.network.predict(past, told=told), past)

    def _starts(self) -> NDArray[np.int64]:
        last = self.data.split.rows - self.data.choice.horizon
        if self.data.choice.horizon == 1:
            return np.arange(self.first, last + 1)
        affordable = int(TOGETHER / operations(self.network.network) / self.data.choice.horizon)
        count = min(last - self.first + 1, int(np.clip(affordable, FEWEST_STARTS, MOST_STARTS)))
        return np.unique(np.linspace(self.first, last, count).astype(int))

    @cached_property
    def future(self) -> tuple[pd.DatetimeIndex, Array]:
        """The rows after the data: their dates and (rows, targets, ``FUTURE``), NaN where there is none.

        ``low``, ``high``: the band learned from the validation part, else that of dropout.
        """
        data, horizon = self.data, self.data.choice.horizon
        count = horizon if self.runner is None else max(FUTURE_ROWS, horizon)
        table = np.full((count, data.targets, len(FUTURE)), np.nan)
        last = np.array([data.split.rows])
        table[:horizon, :, 3] = self._direct(last)[0]
        table[:, :, 0] = table[:, :, 3] if self.runner is None else self.runner.paths(last, count)[0, 0]
        if self.banded:
            low, high = self._edges(last, count, part(self.told, 0, 0.2))
            table[:, :, 1], table[:, :, 2] = table[:, :, 4], table[:, :, 5] = low[0], high[0]
        for place in range(data.targets):
            if np.isfinite(self.bands.half_width(place, 0)):
                table[:, place, 1:3] = around(table[:, place, 0], self._half_widths(place, count))
        return data.after(count), table

    def _half_widths(self, place: int, steps: int) -> Array:
        """Of the forecasts beyond the data, (steps,)."""
        if self.runner is None:
            return np.array([self.bands.half_width(place, step) for step in range(steps)])
        return self.bands.free_half_widths(place, steps)

    @property
    def banded(self) -> bool:
        """Whether there is dropout to make a band from."""
        return self.runner is not None and any(isinstance(layer, Dropout) for layer in self.network.network.layers)

    @cached_property
    def _random(self) -> np.random.Generator:
        return np.random.default_rng(self.seed)

    def _edges(self, starts: NDArray[np.int64], steps: int, told: Told) -> tuple[Array, Array]:
        """The middle 80 % of free runs with dropout left on (Monte Carlo dropout, Gal and Ghahramani 2016).

        Returns its lower and upper edge, (starts, steps, targets) each.
        """
        if self.runner is None:
            raise ValueError("there are no free runs with extra inputs")
        paths = self.runner.paths(starts, steps, _samples_and_origins(self.network)[0], self._random, told)
        low, high = np.quantile(paths, BAND, axis=1)
        return low, high

    @cached_property
    def coverage(self) -> list[Band | None]:
        """For each target how often the same band, started at several rows of the test part, held the actual value."""
        if not self.banded:
            return [None] * self.data.targets
        rows = self.data.split.rows
        steps = min(FUTURE_ROWS, rows - self.first)
        samples, origins = _samples_and_origins(self.network)
        starts = np.unique(np.linspace(self.first, rows - steps, origins).astype(int))
        low, high = self._edges(starts, steps, part(self.told, 0.7, 1))
        actual = self.data.values[starts[:, None] + np.arange(steps), : self.data.targets]
        held = [errors.coverage(actual[..., at], low[..., at], high[..., at]) for at in range(self.data.targets)]
        nominal = BAND[1] - BAND[0]
        return [Band(nominal=nominal, coverage=share, samples=samples, starts=len(starts), rows=steps) for share in held]


def evaluate(prepared: Prepared, network: NumpyNetwork, told: Told = silent) -> Results:
    """Metrics and tables of a trained network on the test part, looked at once.

    What stands at the top of the metrics is about the first column to forecast; with several, ``targets`` holds the same about
    each of them, and the tables of the others are numbered from 2.
    """
    data = prepared.series
    evaluation = Evaluation(data, network, prepared.settings.seed, told)
    future, predictions = evaluation.future, evaluation.predictions  # the future first: the order of the random numbers
    each = [_of_target(evaluation, place) for place in range(data.targets)]
    metrics = ForecastMeasures(
        **dict(each[0]),
        windows=data.counts(),
        horizon=data.choice.horizon,
        row_seconds=row_seconds(data),
        numbered=data.numbered,
        free_rows=None if predictions.free is None else len(predictions.free),
        parts=_parts(data),
        notes=data.notes,
        targets=dict(zip(data.choice.targets, each, strict=True)) if data.targets > 1 else {},
    )
    tables = {}
    for place in range(data.targets):
        number = f"_{place + 1}" if place else ""
        tables[f"forecast{number}"] = _forecast_table(evaluation, place)
        tables[f"future{number}"] = _future_table(data, future, place)
    return Results(metrics, tables)


def _forecast_table(evaluation: Evaluation, place: int) -> pd.DataFrame:
    data, predictions = evaluation.data, evaluation.predictions
    free = np.full(len(predictions.direct), np.nan)
    if predictions.free is not None:
        free[: len(predictions.free)] = predictions.free[:, place]
    actual, one_step = data.values[evaluation.first :, place], predictions.direct[:, 0, place]
    return pd.DataFrame(
        {
            **_places(data, data.dates[evaluation.first :]),
            "actual": actual,
            "one_step": one_step,
            "free_running": free,
            "last_value": data.values[evaluation.first - 1 : -1, place],
            **evaluation.bands.columns(place, actual, one_step),
        }
    )


def _future_table(data: WindowedSeries, future: tuple[pd.DatetimeIndex, Array], place: int) -> pd.DataFrame:
    dates, table = future
    columns = {name: table[:, place, at] for at, name in enumerate(FUTURE)}
    if data.choice.horizon == 1:
        del columns["direct"]
    if np.isnan(table[:, place, 4]).all():
        del columns["dropout_low"], columns["dropout_high"]
    return pd.DataFrame({**_places(data, dates), **columns})


def _of_target(evaluation: Evaluation, place: int) -> TargetMeasures:
    """What is measured about one column."""
    data, first, one_step = evaluation.data, evaluation.first, evaluation.predictions.direct[:, 0, place]
    target, measured = data.values[:, place], partial(_measured, _usual_change(data, place))
    actual, before = target[first:], target[first - 1 : -1]
    naive = _first_step(evaluation.rivals.naive(place, np.arange(first, len(target)), 1))
    fitted = _first_step(evaluation.rivals.fitted(place, np.arange(first, len(target)), 1))
    last_value, rivals, missing = naive["last_value"], naive | fitted, evaluation.rivals.why_not(place, fitted)
    skill = errors.skill_beside(actual, one_step, last_value)
    shift = errors.lag(target, first, one_step)
    dates, table = evaluation.future
    return TargetMeasures(
        one_step=measured(actual, one_step, before, before),
        baselines={name: measured(actual, rival, before, before) for name, rival in rivals.items()} | dict.fromkeys(missing),
        baselines_why=missing,
        best_baseline=errors.best(actual, rivals),
        **_free_running(evaluation, place),
        skill=skill,
        linear=predictability.linear_skill(target, first),
        lag=shift,
        repeats=errors.repeats(target, first, one_step, shift),
        p_value=errors.diebold_mariano(actual, one_step, last_value),
        judgement=_judged(data, actual, one_step, naive, fitted),
        by_horizon=_by_horizon(evaluation, place),
        spread=float(np.std(one_step) / np.std(actual)) if np.std(actual) else None,
        band=evaluation.bands.band(place, actual, one_step),
        band_why=evaluation.bands.why_not(place),
        free_band=evaluation.bands.free_band(place),
        dropout_band=evaluation.coverage[place],
        next=Next(date=places_as_text(data, dates)[0], value=float(table[0, place, 0])),
        target=data.choice.targets[place],
        unit=data.units[place],
    )


def _first_step(forecasts: dict[str, Array]) -> dict[str, Array]:
    return {name: forecast[:, 0] for name, forecast in forecasts.items()}


def _judged(data: WindowedSeries, actual: Array, one_step: Array, naive: dict[str, Array], fitted: dict[str, Array]) -> Verdict:
    """Beside the best naive forecast; and the numbers beside the best rival of all, where that is a fitted one."""
    found = errors.judge(actual, one_step, naive)
    numbers: dict[str, float | str] = {"rival": found.rival, "skill": found.skill, "rows": found.rows, "p_value": found.p_value}
    numbers |= {"last": errors.skill_beside(actual, one_step, naive["last_value"]), "row_seconds": row_seconds(data)}
    numbers |= {"season": data.season} if data.season else {}
    best = errors.best(actual, naive | fitted)
    if best in fitted:
        beside = {"best_skill": errors.skill_beside(actual, one_step, fitted[best])}
        numbers |= {"best": best, **beside, "best_p": errors.diebold_mariano(actual, one_step, fitted[best])}
    return Verdict(kind=found.kind, numbers=numbers)


def _measured(usual: float, actual: Array, forecast: Array, before: Array, forecast_before: Array) -> Errors:
    return Errors(**errors.measures(actual, forecast, before, forecast_before, usual))


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


def _parts(data: WindowedSeries) -> dict[str, tuple[str, str]]:
    """First and last date, or row, of each part."""
    edges = {
        "train": (0, data.split.train),
        "validation": (data.split.train, data.split.validation_stop),
        "test": (data.split.validation_stop, data.split.rows),
    }
    dates = places_as_text(data, data.dates)
    return {name: (dates[first], dates[stop - 1]) for name, (first, stop) in edges.items() if stop > first}


def _usual_change(data: WindowedSeries, place: int) -> float:
    return float(np.mean(np.abs(np.diff(data.values[: data.split.train, place]))))


def _free_running(evaluation: Evaluation, place: int) -> dict[str, Any]:
    """The fields of the free run, beside the last value held all the time, or why there is none."""
    data, first = evaluation.data, evaluation.first
    if evaluation.predictions.free is None:
        others = ", ".join(data.choice.features)
        why = WHY_NOT_FREE.format(target=", ".join(data.choice.targets), others=others)
        return {"free_running": None, "free_running_why": why}
    target, free, usual = data.values[:, place], evaluation.predictions.free[:, place], _usual_change(data, place)
    actual, before = target[first:][: len(free)], target[first - 1 : -1][: len(free)]
    held = np.full(len(free), target[first - 1])
    return {
        "free_running": _measured(usual, actual, free, before, np.concatenate([held[:1], free[:-1]])),
        "free_running_baselines": {"last_value": _measured(usual, actual, held, before, held)},
    }


def _by_horizon(evaluation: Evaluation, place: int) -> tuple[Step, ...]:
    """For each step ahead the errors of the direct forecast and, from the same rows, of the free run and the rivals."""
    data, predictions, starts = evaluation.data, evaluation.predictions, evaluation.predictions.starts
    target, steps = data.values[:, place], data.choice.horizon
    rivals = evaluation.rivals.naive(place, starts, steps) | evaluation.rivals.fitted(place, starts, steps)
    usual, now = _usual_change(data, place), target[starts - 1]
    direct = predictions.direct[starts - evaluation.first, :, place]

    def measured(forecasts: Array, step: int) -> Errors:
        return _measured(usual, target[starts + step], forecasts[:, step], now, now)

    return tuple(
        Step(
            **dict(measured(direct, step)),
            step=step + 1,
            **evaluation.bands.measured(place, step, target[starts + step], direct[:, step]),
            free_running=None if predictions.free_ahead is None else measured(predictions.free_ahead[..., place], step),
            baselines={name: measured(rival, step) for name, rival in rivals.items()},
        )
        for step in range(steps)
    )


def _places(data: WindowedSeries, dates: pd.DatetimeIndex) -> dict[str, Any]:
    """The first column of a table: the dates, or the numbers of rows that have none."""
    return {"row": row_numbers(dates)} if data.numbered else {"date": dates_as_text(dates)}


def places_as_text(data: WindowedSeries, dates: pd.DatetimeIndex) -> list[str]:
    """Dates, or "row 12" of rows that have none."""
    return [f"row {number}" for number in row_numbers(dates)] if data.numbered else dates_as_text(dates)


def dates_as_text(dates: pd.DatetimeIndex) -> list[str]:
    """ISO dates, with the time of day only where there is one."""
    whole_days = bool((dates == dates.normalize()).all())
    return list(dates.strftime("%Y-%m-%d" if whole_days else "%Y-%m-%d %H:%M:%S"))
