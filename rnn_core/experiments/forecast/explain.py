"""Looking inside a network that forecasts: windows whose rows have dates."""

from rnn_core.experiments import windowed_explain
from rnn_core.experiments.base import Explain
from rnn_core.experiments.forecast.data import Prepared
from rnn_core.experiments.windowed_series import WindowedSeries
from rnn_core.explain import probe_features
from rnn_core.explain.inputs import ProbeData, Reading
from rnn_core.explain.probing import Property
from rnn_core.networks.spec import Network

MOST_COLUMNS = 3  # whose level and trend are looked for


def of_window(data: WindowedSeries, origin: int) -> Reading:
    """The window from which row ``origin`` is forecast."""
    return windowed_explain.of_window(data, origin, _names(data, slice(origin - data.timesteps, origin)))


def _names(data: WindowedSeries, rows: slice) -> tuple[str, ...]:
    """Their dates as short as they stay apart, or their numbers."""
    if data.numbered:
        return tuple(map(str, data.places[rows]))
    dates = data.dates[rows]
    found = (tuple(dates.strftime(form)) for form in ("%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S.%f"))
    return next(names for names in found if len({*names}) == len(dates))


def examples(prepared: Prepared) -> int:
    """The windows from which the rows of the test part are forecast."""
    return prepared.series.split.test


def reading(prepared: Prepared, network: Network, place: int) -> Reading:
    """One of them."""
    return of_window(prepared.series, prepared.series.split.validation_stop + place)


def probe_data(prepared: Prepared, network: Network) -> ProbeData:
    """Rows that the network did not learn from, with what is true of the first columns that it forecasts, and of their dates."""
    data = prepared.series
    shown = min(data.targets, MOST_COLUMNS)

    def properties(rows: slice) -> list[Property]:
        dates = data.dates[rows] if not data.numbered else data.dates[:0]
        return probe_features.of_series(data.scaled[rows, :shown], data.columns[:shown], dates, data.season)

    return windowed_explain.probe_data(data, network, properties, "rows")


EXPLAIN = Explain(examples, reading, probe_data)
