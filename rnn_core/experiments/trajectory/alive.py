"""A path as a page on which it goes on with closed eyes."""

from pathlib import Path as FilePath

from rnn_core.data.path import Path
from rnn_core.experiments.take_home import Alive, Measured
from rnn_core.experiments.trajectory.data import prepare
from rnn_core.experiments.trajectory.metrics import TrajectoryMetrics
from rnn_core.experiments.trajectory.settings import TrajectorySettings
from rnn_core.experiments.windowed_series import READS_ROWS, in_the_browser


def alive(run: Measured[Path, TrajectorySettings, TrajectoryMetrics]) -> Alive:
    """The last points of the path, and what turns them into the network's input."""
    series = prepare(run.data, run.settings).series
    return Alive((READS_ROWS, FilePath(__file__).with_suffix(".js")), in_the_browser(series))
