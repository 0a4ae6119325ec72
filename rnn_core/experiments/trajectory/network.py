"""The network that follows a path, and the windows that it learns."""

from dataclasses import replace
from typing import Any

from rnn_core.experiments.base import Task
from rnn_core.experiments.trajectory.data import Prepared
from rnn_core.experiments.trajectory.settings import TrajectorySettings
from rnn_core.experiments.trajectory.snapshots import Camera
from rnn_core.experiments.windowed_series import windowed
from rnn_core.networks.spec import Dense, Network, stack


def network(settings: TrajectorySettings, coordinates: int) -> Network:
    """Recurrent layers, each with dropout, then the next point, scaled."""
    more: Any = {"activation": settings.activation, "radius": settings.radius}
    layers = stack(settings.cell, settings.layers, settings.units, settings.own_dropout, **more)
    return Network(timesteps=settings.timesteps, features=coordinates, layers=(*layers, Dense(units=coordinates)))


def task(prepared: Prepared) -> Task:
    """Training and validation windows, and the network that learns them."""
    chosen = network(prepared.settings, prepared.series.targets)
    return replace(windowed(prepared.series, chosen), samples=Camera(prepared, chosen))
