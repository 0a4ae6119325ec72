"""Looking inside a network that forecasts: the rows that it reads have dates."""

from functools import partial

from pages.ui.forecast.microscope import chosen_window
from pages.ui.inside_views import InsideViews
from pages.ui.windowed.dropout import dropout_of_windows
from pages.ui.windowed.past import past_of_windows
from rnn_core.experiments.windowed_series import WindowedSeries


def date(data: WindowedSeries, row: int) -> str:
    """The row's, with the time of day only where there is one; its number where it has no date."""
    if data.numbered:
        return f"row {data.places[row]}"
    whole_days = bool((data.dates == data.dates.normalize()).all())
    return str(data.dates[row].strftime("%Y-%m-%d" if whole_days else "%Y-%m-%d %H:%M"))


INSIDE = InsideViews(
    microscope=chosen_window,
    past=partial(past_of_windows, row_name=date),
    dropout=partial(dropout_of_windows, row_name=date),
)
