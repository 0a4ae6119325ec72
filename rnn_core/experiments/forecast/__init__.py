"""Forecast a series from its past: settings, windows and network.

The ``tutorial`` preset is the network of the stock price tutorial: four LSTM(45) layers with dropout 0.2 over 40 opening
prices, trained for 100 epochs. How a trained network is measured stands in ``forecast_result.py``.
"""

from collections.abc import Mapping
from typing import Any

from rnn_core.data import Series
from rnn_core.errors import UserError
from rnn_core.experiments import windowed_series
from rnn_core.experiments.base import Experiment, Results, Score, Task, Windows
from rnn_core.experiments.windowed_series import ColumnSelection, WindowedSeries, WindowSettings
from rnn_core.features import calendar as calendar_inputs
from rnn_core.networks.numpy.network import NumpyNetwork
from rnn_core.networks.spec import Dense, Network, stack
from rnn_core.settings import TrainingSettings, setting

NAMES = {  # of the forecasts that are compared
    "one_step": "Network, one step ahead",
    "free_running": "Network, free-running",
    "held": "Last known value, held",
    "last_value": "Tomorrow = today",
    "drift": "Today + usual change",
    "moving_average": "Mean of the last 5",
    "seasonal_last_value": "Same time last season",
    "same_hour_yesterday": "Same hour yesterday",
    "climatology": "Usual for the hour and the season (climatology)",
}
STILL = ("last_value", "held")  # they forecast no change
MOST_AHEAD = 24  # rows
MOST_TARGETS = 8


class ColumnSettings(TrainingSettings):
    """What is forecast from what."""

    target: str = setting("", "Column to forecast", "The values that the network learns to continue.", group="Data")
    also: tuple[str, ...] = setting(
        (), "Forecast as well", "Other columns that the same network forecasts, and looks at.", group="Data"
    )
    features: tuple[str, ...] = setting(
        (), "Extra inputs", "Other columns that the network looks at without forecasting them.", group="Data"
    )
    calendar: bool = setting(
        False,
        "Hour and day of the year",
        "Tells the network the hour and the day of the year, each as sine and cosine (points on a circle).",
        group="Data",
        article=False,
    )
    horizon: int = setting(
        1,
        "Steps ahead",
        "How many rows after the last known one are forecast at once (directly).",
        group="Data",
        article=1,
        ge=1,
        le=MOST_AHEAD,
    )


# Bases from right to left: the form shows the columns before the windows.
class ForecastSettings(WindowSettings, ColumnSettings):
    """Settings of a forecast. Defaults are the ``quick`` preset, article values the ``tutorial`` preset."""


WEATHER = ForecastSettings(calendar=True, horizon=8, timesteps=24, batch_size=128, epochs=20, patience=4)


def choice(series: Series, settings: ForecastSettings) -> ColumnSelection:
    """The columns that the settings name, the series' usual one where they leave it open. Raises UserError for too many."""
    targets = (settings.target or series.target, *settings.also)
    if len(targets) > MOST_TARGETS:
        raise UserError(f"{len(targets)} columns are to be forecast: choose at most {MOST_TARGETS}.")
    return ColumnSelection(targets, settings.features, settings.horizon, settings.calendar)


def arrange(series: Series, settings: ForecastSettings) -> WindowedSeries:
    """Choose the columns and split in time. Raises UserError when the data do not allow these settings."""
    return windowed_series.arrange(series, choice(series, settings), settings)


def network(settings: ForecastSettings) -> Network:
    """Recurrent layers, each with dropout, then the next values of every column that is forecast, scaled, row after row."""
    targets = 1 + len(settings.also)
    inputs = targets + len(settings.features) + (len(calendar_inputs.NAMES) if settings.calendar else 0)
    layers = (*stack(settings.cell, settings.layers, settings.units, settings.dropout), Dense(units=settings.horizon * targets))
    return Network(timesteps=settings.timesteps, features=inputs, layers=layers)


def task(series: Series, settings: ForecastSettings) -> Task:
    """Training and validation windows, and the network that learns them."""
    return windowed(arrange(series, settings), network(settings))


def windowed(data: WindowedSeries, network: Network) -> Task:
    """The task of learning the windows of a series."""
    training = Windows(*data.part(0, data.split.train))
    validation = Windows(*data.part(data.split.train, data.split.validation_stop)) if data.split.validation else None
    return Task(network, training, validation, data.preparation())


def evaluate(series: Series, settings: ForecastSettings, trained: NumpyNetwork) -> Results:
    """Measure a trained network on the test part, once."""
    from rnn_core.experiments.forecast.evaluate import measure

    return measure(arrange(series, settings), trained, settings.seed)


def apply(series: Series, settings: ForecastSettings, preparation: Mapping[str, Any], trained: NumpyNetwork) -> Results:
    """Measure a trained network on other data: every row after its first window is a test row, none is learned from.

    ``preparation`` is that of the training, whose scaler is used. Raises UserError when the data lack a column that the
    network reads or are too short.
    """
    from rnn_core.experiments.forecast.evaluate import measure

    targets = (preparation["columns"][0], *settings.also)  # the first may have been the usual one of the training's data
    known = ColumnSelection(targets, settings.features, settings.horizon, settings.calendar)
    return measure(windowed_series.arrange_other(series, known, settings, preparation), trained, settings.seed)


EXPERIMENT = Experiment(
    name="forecast",
    title="Forecast a series",
    data="series",
    settings=ForecastSettings,
    presets={"quick": ForecastSettings(), "tutorial": ForecastSettings.article(), "weather": WEATHER},
    task=task,
    evaluate=evaluate,
    apply=apply,
    presets_help="Quick: a first picture in seconds. Tutorial: exactly the network of the article. Weather: for rows of "
    "an hour or several, with hour and season, up to 8 rows ahead.",
    loss_unit="mean squared error, scaled",
    score=Score(("skill",), "Skill", higher_is_better=True),
)
