"""Looking inside a network that follows a path: windows whose rows are points."""

from rnn_core.experiments import windowed_explain
from rnn_core.experiments.base import Explain
from rnn_core.experiments.trajectory.data import Prepared
from rnn_core.experiments.windowed_series import WindowedSeries
from rnn_core.explain import probe_features
from rnn_core.explain.inputs import ProbeData, Reading
from rnn_core.explain.probing import Property
from rnn_core.networks.spec import Network


def of_window(data: WindowedSeries, origin: int) -> Reading:
    """The window after which point ``origin`` comes."""
    return windowed_explain.of_window(data, origin, [f"point {place}" for place in range(origin - data.timesteps, origin)])


def examples(prepared: Prepared) -> int:
    """The windows after which the points of the test part come."""
    return prepared.series.split.test


def reading(prepared: Prepared, network: Network, place: int) -> Reading:
    """One of them."""
    return of_window(prepared.series, prepared.series.split.validation_stop + place)


def probe_data(prepared: Prepared, network: Network) -> ProbeData:
    """Points that the network did not learn from, with where they lie and how the path runs there."""
    data = prepared.series

    def properties(rows: slice) -> list[Property]:
        return probe_features.of_path(data.values[rows], data.columns)

    return windowed_explain.probe_data(data, network, properties, "points")


EXPLAIN = Explain(examples, reading, probe_data)
