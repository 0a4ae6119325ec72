"""Follow a path in the plane or in space: from the last points to the next one.

The ``ladybug`` preset is the network of a course on recurrent networks: a GRU of 200 units with relu over 20 points, 16 epochs of
batches of 512. Unlike there the best epoch is chosen on a validation part, and the network says the way to the next point, not
its place (``says``). How a trained network is measured stands in ``trajectory_result.py``.
"""

from collections.abc import Mapping
from typing import Any, Literal

from rnn_core.data.path import Path
from rnn_core.data.sources.synthetic_paths import ladybug
from rnn_core.experiments import windowed_series
from rnn_core.experiments.base import Experiment, Results, Score, Task
from rnn_core.experiments.forecast import windowed
from rnn_core.experiments.windowed_series import ColumnSelection, WindowedSeries, WindowSettings
from rnn_core.networks.numpy.network import NumpyNetwork
from rnn_core.networks.spec import Cell, Dense, Network, stack
from rnn_core.settings import changed, setting

MADE = "ladybug"  # the dataset that is made of the settings under Path
MOST_AHEAD = 500  # points of a free run
PATH = ("points", "waves", "speed", "noise", "path_seed")  # settings that only it needs


class TrajectorySettings(WindowSettings):
    """Settings of a trajectory. Defaults are the ``quick`` preset, article values the ``ladybug`` preset."""

    cell: Cell = changed("cell", "gru", article="gru")
    activation: Literal["tanh", "relu"] = setting(
        "tanh",
        "Activation",
        "What squashes a cell's state: tanh keeps it between -1 and 1, relu lets it grow without end. With relu a graphics card "
        "cannot use its fast kernel (cuDNN).",
        group="Network",
        article="relu",
        words={"tanh": "tanh", "relu": "relu"},
    )
    layers: int = changed("layers", 1, article=1)
    units: int = changed("units", 32, article=200)
    dropout: float = changed("dropout", 0.0, article=0.0)
    batch_size: int = changed("batch_size", 128, article=512)
    epochs: int = changed("epochs", 15, article=16)
    timesteps: int = changed("timesteps", 20, WindowSettings, article=20)
    scaling: Literal["min-max", "standard"] = changed("scaling", "standard", WindowSettings, article="standard")
    says: Literal["value", "change"] = changed(
        "says",
        "change",
        WindowSettings,
        article="change",
        title="Network says",
        help="The next place itself, or the way to it from the last one, which is far easier to learn well. The course has the "
        "network say the place.",
        words={"value": "the next place", "change": "the way to it"},
    )
    validation: float = changed("validation", 0.15, WindowSettings, article=0.15)
    ahead: int = setting(
        50,
        "Free-running steps",
        "How many points the network goes on by itself, reading its own outputs, when it is measured.",
        group="Data",
        article=50,
        ge=2,
        le=MOST_AHEAD,
    )
    points: int = setting(12_000, "Points", "Length of the path.", group="Path", article=12_000, ge=500, le=50_000)
    waves: int = setting(
        4, "Waves", "Sines that are added up, in each direction: the more, the more winding.", group="Path", article=4, ge=1, le=8
    )
    speed: float = setting(
        1.0, "Speed", "How fast the ladybug runs: a factor on all its waves.", group="Path", article=1.0, ge=0.1, le=3, step=0.1
    )
    noise: float = setting(
        0.0,
        "Noise",
        "Error of each measured point (standard deviation), where the path itself has about 1.",
        group="Path",
        article=0.0,
        ge=0,
        le=0.5,
        step=0.01,
    )
    path_seed: int = setting(1, "Path number", "Another number, another path.", group="Path", article=1, ge=0, le=100_000)


def generated(name: str, settings: TrajectorySettings) -> Path | None:
    """The path that the settings describe, when the dataset of this name is made of them."""
    if name != MADE:
        return None
    return ladybug(settings.points, settings.waves, settings.speed, settings.noise, settings.path_seed)


def arrange(path: Path, settings: TrajectorySettings) -> WindowedSeries:
    """Split in time; every coordinate is read and said. Raises UserError when the path does not allow these settings."""
    return windowed_series.arrange(path.as_series(), ColumnSelection(path.columns), settings)


def network(settings: TrajectorySettings, coordinates: int) -> Network:
    """Recurrent layers, each with dropout, then the next point, scaled."""
    layers = stack(settings.cell, settings.layers, settings.units, settings.dropout, activation=settings.activation)
    return Network(timesteps=settings.timesteps, features=coordinates, layers=(*layers, Dense(units=coordinates)))


def task(path: Path, settings: TrajectorySettings) -> Task:
    """Training and validation windows, and the network that learns them."""
    return windowed(arrange(path, settings), network(settings, len(path.columns)))


def evaluate(path: Path, settings: TrajectorySettings, trained: NumpyNetwork) -> Results:
    """Measure a trained network on the test part, once."""
    from rnn_core.experiments.trajectory.evaluate import measure

    return measure(arrange(path, settings), trained, settings.ahead, path.step)


def apply(path: Path, settings: TrajectorySettings, preparation: Mapping[str, Any], trained: NumpyNetwork) -> Results:
    """Measure a trained network on another path of as many coordinates; none of it is learned from. Raises UserError."""
    from rnn_core.experiments.trajectory.evaluate import measure

    other = path.renamed(tuple(preparation["columns"]))
    data = windowed_series.arrange_other(other.as_series(), ColumnSelection(other.columns), settings, preparation)
    return measure(data, trained, settings.ahead, path.step)


EXPERIMENT = Experiment(
    name="trajectory",
    title="Follow a path",
    data="path",
    settings=TrajectorySettings,
    presets={"quick": TrajectorySettings(), "ladybug": TrajectorySettings.article()},
    task=task,
    evaluate=evaluate,
    apply=apply,
    generated=generated,
    presets_help="Quick: a first picture in seconds. Ladybug: the network of the course.",
    loss_unit="mean squared error, scaled",
    score=Score(("skill",), "Skill", higher_is_better=True),
)
