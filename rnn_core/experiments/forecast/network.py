"""The network of a forecast, and the windows that it learns."""

from dataclasses import replace

from rnn_core.experiments.base import Task
from rnn_core.experiments.forecast.data import Prepared
from rnn_core.experiments.forecast.settings import ForecastSettings
from rnn_core.experiments.forecast.snapshots import Camera
from rnn_core.experiments.windowed_series import windowed
from rnn_core.features.calendar import NAMES
from rnn_core.networks.spec import Dense, Network, stack


def network(settings: ForecastSettings) -> Network:
    """Recurrent layers, each with dropout, then the next values of every column that is forecast, scaled, row after row."""
    targets = 1 + len(settings.also)
    inputs = targets + len(settings.features) + (len(NAMES) if settings.calendar else 0)
    recurrent = stack(settings.cell, settings.layers, settings.units, settings.own_dropout, radius=settings.radius)
    return Network(timesteps=settings.timesteps, features=inputs, layers=(*recurrent, Dense(units=settings.horizon * targets)))


def task(prepared: Prepared) -> Task:
    """Training and validation windows, and the network that learns them."""
    chosen = network(prepared.settings)
    return replace(windowed(prepared.series, chosen), samples=Camera(prepared, chosen))
