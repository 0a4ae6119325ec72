"""The window that the microscope shows a network that follows a path, by the point that it ends before."""

import streamlit as st

from pages.ui.runs.opened_run import prepared_of
from rnn_core.experiments.trajectory import explain
from rnn_core.experiments.windowed_series import WindowedSeries
from rnn_core.explain.inputs import Reading
from rnn_core.runs import Run


def chosen_window(run: Run) -> Reading:
    """The slider, and what it chooses. Raises UserError when the run's data are no longer here."""
    data: WindowedSeries = prepared_of(run).series
    first, last = data.split.validation_stop, data.split.rows - 1
    point = st.slider("Window that ends before point", first, last, first, key="at", bind="query-params")
    return explain.of_window(data, int(point))
