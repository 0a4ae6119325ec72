"""A forecast as a page on which it moves with its last inputs."""

from pathlib import Path

from rnn_core.data import Series
from rnn_core.experiments.forecast.data import prepare
from rnn_core.experiments.forecast.metrics import ForecastMetrics
from rnn_core.experiments.forecast.settings import ForecastSettings
from rnn_core.experiments.take_home import Alive, Measured
from rnn_core.experiments.windowed_series import READS_ROWS, in_the_browser


def alive(run: Measured[Series, ForecastSettings, ForecastMetrics]) -> Alive:
    """The last rows of the data, and what turns them into the network's input."""
    series = prepare(run.data, run.settings).series
    return Alive((READS_ROWS, Path(__file__).with_suffix(".js")), in_the_browser(series))
