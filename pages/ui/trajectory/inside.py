"""Looking inside a network that follows a path: the rows that it reads are points."""

from functools import partial

from pages.ui.inside_views import InsideViews
from pages.ui.trajectory.microscope import chosen_window
from pages.ui.windowed.dropout import dropout_of_windows
from pages.ui.windowed.past import past_of_windows
from rnn_core.experiments.windowed_series import WindowedSeries


def point(data: WindowedSeries, row: int) -> str:
    """Its number, from 1 on."""
    return f"point {row + 1:,}"


INSIDE = InsideViews(
    microscope=chosen_window,
    past=partial(past_of_windows, row_name=point),
    dropout=partial(dropout_of_windows, row_name=point),
)
