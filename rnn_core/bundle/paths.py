"""What the preparation and the tables of a bundled trajectory may hold, which go by its data and its settings."""

from rnn_core.bundle.classes import PREPARATION
from rnn_core.bundle.metrics import TrajectoryMetrics
from rnn_core.bundle.series import Preparation, goes_with
from rnn_core.bundle.shapes import refused, shaped
from rnn_core.bundle.tables import columns
from rnn_core.data import Path
from rnn_core.experiments import trajectory
from rnn_core.networks import spec

PATH, RUNS = "results/path.csv", "results/runs.csv"
TABLES = {
    PATH: (["point"], ("actual", "one_step", "constant_velocity")),
    RUNS: (["start", "step"], ("actual", "free_running", "constant_velocity")),
}


def network(settings: trajectory.TrajectorySettings, content: bytes, data: Path, _: int) -> spec.Network:
    """The one that settings, preparation and data describe."""
    found = shaped(Preparation, content, PREPARATION)
    if not goes_with(found, [*data.columns], len(data.columns), settings):
        raise refused(f"{PREPARATION} does not go with its settings")
    return trajectory.network(settings, len(data.columns))


def check(parts: dict[str, bytes], metrics: TrajectoryMetrics | None, data: Path) -> None:
    """Metrics and tables are about the coordinates of the data."""
    if metrics and metrics.coordinates != [*data.columns]:
        raise refused("results/metrics.json is about other coordinates")
    for name in parts.keys() & TABLES.keys():
        beginning, points = TABLES[name]
        numbered = [f"{one}_{place}" for one in points for place in range(1, len(data.columns) + 1)]
        if columns(parts[name], name) != [*beginning, *numbered]:
            raise refused(f"{name} has other columns")
