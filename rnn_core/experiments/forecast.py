"""Forecast a series from its past: settings, windows and network.

The ``tutorial`` preset is the network of the stock price tutorial: four LSTM(45) layers with dropout 0.2 over 40 opening
prices, trained for 100 epochs. How a trained network is measured stands in ``forecast_result.py``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rnn_core.architecture import Dense, Network, stack
from rnn_core.datasets import Series
from rnn_core.errors import UserError
from rnn_core.experiments.base import Experiment, Results, Score, Task, Windows
from rnn_core.numpy_rnn import NumpyNetwork
from rnn_core.sequences import Scaler, Split, split_rows, windows
from rnn_core.settings import TrainingSettings, close, setting

FEWEST_WINDOWS = 10
FEWEST_TEST_ROWS = 2
NAMES = {  # of the forecasts that are compared
    "one_step": "Network, one step ahead",
    "free_running": "Network, free-running",
    "held": "Last known value, held",
    "last_value": "Tomorrow = today",
    "drift": "Today + usual change",
    "moving_average": "Mean of the last 5",
    "seasonal_last_value": "Same time last season",
}
STILL = ("last_value", "held")  # they forecast no change
SAMPLES = 50  # times the network is asked, dropout on, for the band


class ForecastSettings(TrainingSettings):
    """Settings of a forecast. Defaults are the ``quick`` preset, article values the ``tutorial`` preset."""

    target: str = setting("", "Column to forecast", "The values that the network learns to continue.", group="Data")
    features: tuple[str, ...] = setting((), "Extra inputs", "Other columns that the network may look at as well.", group="Data")
    timesteps: int = setting(
        20,
        "Timesteps",
        "How many past rows the network sees before each forecast.",
        group="Data",
        article=40,
        ge=2,
        le=250,
    )
    scaling: Literal["min-max", "standard"] = setting(
        "standard",
        "Scaling",
        "Brings the values near 0, learned from the training part only: to 0-1 (min-max), or to mean 0 and "
        "standard deviation 1 (standard).",
        group="Data",
        article="min-max",
    )
    validation: float = setting(
        0.15,
        "Kept for validation",
        "Part of the rows, just before the test, on which the best epoch is chosen. Below 1 a share, else rows.",
        group="Data",
        article=0.0,
        ge=0,
        le=100_000,
    )
    test: float = setting(
        0.15,
        "Kept for the test",
        "The last part of the rows, never used in training. Below 1 a share, else rows. "
        "A second file as test period replaces it.",
        group="Data",
        gt=0,
        le=100_000,
    )


@dataclass(frozen=True)
class Arranged:
    """A series made ready: chosen columns, target first, all parts in time order.

    ``values``: (rows, 1 + extra inputs), data units; ``unit`` that of the target, "" if unknown. ``notes``: what was left
    out, in sentences.
    """

    dates: pd.DatetimeIndex
    values: NDArray[np.float64]
    columns: tuple[str, ...]
    split: Split
    timesteps: int
    scaling: Literal["min-max", "standard"]
    season: int | None
    unit: str
    notes: tuple[str, ...]
    learned: Scaler | None = None  # of an earlier training, on other data

    @cached_property
    def scaler(self) -> Scaler:
        """Learned from the training rows only."""
        return self.learned or Scaler.fit(self.scaling, self.values[: self.split.train])

    @cached_property
    def scaled(self) -> NDArray[np.float64]:
        """All values as the network sees them, (rows, columns)."""
        return self.scaler.transform(self.values)

    def part(self, first: int, stop: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Windows whose target row lies in ``[first, stop)``, scaled."""
        return windows(self.scaled, self.timesteps, first, stop)


def arrange(series: Series, settings: ForecastSettings) -> Arranged:
    """Choose the columns and split in time. Raises UserError when the data do not allow these settings."""
    columns = (settings.target or series.target, *settings.features)
    _check_columns(series, columns)
    frame, test = series.frame[list(columns)], series.test
    parts = [frame] if test is None else [frame, test[list(columns)]]
    kept = [part.dropna() for part in parts]
    if test is None:
        split = split_rows(len(kept[0]), settings.validation, settings.test)
    else:
        training = split_rows(len(kept[0]), settings.validation, 0)
        split = Split(training.train, training.validation, len(kept[1]))
    _check_rows(split, settings.timesteps)
    table = pd.concat(kept)
    values = table.to_numpy(dtype=float)
    _check_varied(columns[0], values[: split.train, 0])
    return Arranged(
        dates=pd.DatetimeIndex(table.index),
        values=values,
        columns=columns,
        split=split,
        timesteps=settings.timesteps,
        scaling=settings.scaling,
        season=series.season,
        unit=series.unit if columns[0] == series.target else "",
        notes=_left_out(sum(map(len, parts)) - len(table), columns),
    )


def _check_columns(series: Series, columns: tuple[str, ...]) -> None:
    known = [str(name) for name in series.frame.columns]
    for name in columns:
        if name not in known:
            raise UserError(f"There is no column '{name}' with numbers{close(name, known)}: choose one of {', '.join(known)}.")
    if len(set(columns)) < len(columns):
        raise UserError("The column to forecast and the extra inputs name a column twice: name each once.")
    if series.test is not None:
        for name in columns:
            if name not in series.test.columns or series.test[name].isna().all():
                raise UserError(f"The test file has no numbers for '{name}': it needs the same columns as the training file.")


def _check_rows(split: Split, timesteps: int) -> None:
    if split.train - timesteps < FEWEST_WINDOWS:
        most = split.train - FEWEST_WINDOWS
        advice = f"use at most {most} timesteps or more data" if most >= 2 else "use more data"
        raise UserError(
            f"Too few rows: the training part has {split.train}, but windows of {timesteps} timesteps need at least "
            f"{timesteps + FEWEST_WINDOWS}: {advice}."
        )
    if split.test < FEWEST_TEST_ROWS:
        raise UserError(f"The test part has {split.test} rows: keep at least {FEWEST_TEST_ROWS} for it.")


def _check_varied(name: str, values: NDArray[np.float64]) -> None:
    if np.ptp(values) == 0:
        raise UserError(
            f"The column '{name}' is constant ({values[0]:g}) in the training part, so there is nothing to learn: "
            "choose another column."
        )


def _left_out(count: int, columns: tuple[str, ...]) -> tuple[str, ...]:
    if not count:
        return ()
    rows = "1 row was" if count == 1 else f"{count} rows were"
    return (f"{rows} left out because a value of {', '.join(columns)} is missing.",)


def network(settings: ForecastSettings) -> Network:
    """Recurrent layers, each with dropout, then one number out: the target's next value, scaled."""
    layers = stack(settings.cell, settings.layers, settings.units, settings.dropout)
    return Network(timesteps=settings.timesteps, features=1 + len(settings.features), layers=(*layers, Dense(units=1)))


def task(series: Series, settings: ForecastSettings) -> Task:
    """Training and validation windows, and the network that learns them."""
    data = arrange(series, settings)
    training = Windows(*data.part(0, data.split.train))
    validation = Windows(*data.part(data.split.train, data.split.validation_stop)) if data.split.validation else None
    preparation = {"columns": list(data.columns), "scaling": data.scaling, "scaler": data.scaler.as_json()}
    return Task(network(settings), training, validation, preparation)


def evaluate(series: Series, settings: ForecastSettings, trained: NumpyNetwork) -> Results:
    """Measure a trained network on the test part, once."""
    from rnn_core.experiments.forecast_result import measure

    return measure(arrange(series, settings), trained, settings.seed)


def apply(series: Series, settings: ForecastSettings, preparation: Mapping[str, Any], trained: NumpyNetwork) -> Results:
    """Measure a trained network on other data: every row after its first window is a test row, none is learned from.

    ``preparation`` is that of the training, whose scaler is used. Raises UserError when the data lack a column that the
    network reads or are too short.
    """
    from rnn_core.experiments.forecast_result import measure

    return measure(arrange_other(series, settings, preparation), trained, settings.seed)


def arrange_other(series: Series, settings: ForecastSettings, preparation: Mapping[str, Any]) -> Arranged:
    """As :func:`arrange`, of data that the network was not trained on. A network of one column reads any series."""
    columns, scaler = tuple(preparation["columns"]), Scaler.from_json(preparation["scaler"])
    replaced: tuple[str, ...] = ()
    if len(columns) == 1 and columns[0] not in series.frame.columns:
        replaced = (f"These data have no column {columns[0]}, which the network learned: {series.target} was taken.",)
        columns = (series.target,)
    _check_columns(series, columns)
    table = pd.concat([part[list(columns)] for part in (series.frame, series.test) if part is not None])
    known, needed = table.dropna(), settings.timesteps + FEWEST_TEST_ROWS
    if len(known) < needed:
        raise UserError(
            f"Too few rows: the data have {len(known)} without gaps, but this network reads {settings.timesteps} before each "
            f"forecast and needs at least {needed}: use more data."
        )
    values = known.to_numpy(dtype=float)
    return Arranged(
        dates=pd.DatetimeIndex(known.index),
        values=values,
        columns=columns,
        split=Split(settings.timesteps, 0, len(values) - settings.timesteps),
        timesteps=settings.timesteps,
        scaling=settings.scaling,
        season=series.season,
        unit=series.unit if columns[0] == series.target else "",
        notes=(*replaced, *_left_out(len(table) - len(known), columns)),
        learned=scaler,
    )


EXPERIMENT = Experiment(
    name="forecast",
    title="Forecast a series",
    data="series",
    settings=ForecastSettings,
    presets={"quick": ForecastSettings(), "tutorial": ForecastSettings.article()},
    task=task,
    evaluate=evaluate,
    apply=apply,
    presets_help="Quick: a first picture in seconds. Tutorial: exactly the network of the article.",
    loss_unit="mean squared error, scaled",
    score=Score(("skill",), "Skill", higher_is_better=True),
)
