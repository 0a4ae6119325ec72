"""From a path to what the network learns from and is measured on."""

from dataclasses import dataclass

from rnn_core.data.path import Path
from rnn_core.data.sources.synthetic_paths import ladybug
from rnn_core.experiments import windowed_series
from rnn_core.experiments.trajectory.settings import TrajectorySettings
from rnn_core.experiments.windowed_series import ColumnSelection, Preparation, WindowedSeries

MADE = "ladybug"  # the dataset that is made of the settings under Path


@dataclass(frozen=True)
class Prepared:
    """A path cut and scaled as the settings say; every coordinate is read and said. ``step``: seconds between two points."""

    series: WindowedSeries
    settings: TrajectorySettings
    step: float


def generated(name: str, settings: TrajectorySettings) -> Path | None:
    """The path that the settings describe, when the dataset of this name is made of them."""
    if name != MADE:
        return None
    return ladybug(settings.points, settings.waves, settings.speed, settings.noise, settings.path_seed)


def prepare(path: Path, settings: TrajectorySettings) -> Prepared:
    """Split in time. Raises UserError when the path does not allow these settings."""
    data = windowed_series.arrange(path.as_series(), ColumnSelection(path.columns), settings)
    return Prepared(data, settings, path.step)


def prepare_other(path: Path, settings: TrajectorySettings, preparation: Preparation) -> Prepared:
    """Another path of as many coordinates, none of which is learned from. Raises UserError."""
    other = path.renamed(preparation.columns)
    data = windowed_series.arrange_other(other.as_series(), ColumnSelection(other.columns), settings, preparation)
    return Prepared(data, settings, path.step)
