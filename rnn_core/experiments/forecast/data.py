"""From a series to what the network learns from and is measured on."""

from dataclasses import dataclass

from rnn_core.data import Series
from rnn_core.data.series import column_named
from rnn_core.errors import UserError
from rnn_core.experiments import windowed_series
from rnn_core.experiments.forecast.settings import MOST_TARGETS, ForecastSettings
from rnn_core.experiments.windowed_series import ColumnSelection, Preparation, WindowedSeries


@dataclass(frozen=True)
class Prepared:
    """A series cut and scaled as the settings say."""

    series: WindowedSeries
    settings: ForecastSettings


def choice(series: Series, settings: ForecastSettings) -> ColumnSelection:
    """The columns that the settings name, the series' usual one where they leave it open. Raises UserError for too many."""
    targets = tuple(map(series.column, (settings.target or series.target, *settings.also)))
    if len(targets) > MOST_TARGETS:
        raise UserError(f"{len(targets)} columns are to be forecast: choose at most {MOST_TARGETS}.")
    features = tuple(map(series.column, settings.features))
    return ColumnSelection(targets, features, settings.horizon, settings.calendar)


def prepare(series: Series, settings: ForecastSettings) -> Prepared:
    """Choose the columns and split in time. Raises UserError when the data do not allow these settings."""
    return Prepared(windowed_series.arrange(series, choice(series, settings), settings), settings)


def prepare_other(series: Series, settings: ForecastSettings, preparation: Preparation) -> Prepared:
    """Data that the network did not learn from: every row after its first window is a test row.

    ``preparation`` is that of the training, whose scaler is used. Raises UserError when the data lack a column that the
    network reads or are too short.
    """
    known = preparation.columns  # as the training's data have them; the first may have been their usual target
    also, features = ([column_named(one, known) or one for one in names] for names in (settings.also, settings.features))
    chosen = ColumnSelection((known[0], *also), tuple(features), settings.horizon, settings.calendar)
    return Prepared(windowed_series.arrange_other(series, chosen, settings, preparation), settings)
