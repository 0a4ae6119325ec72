"""The window that the microscope shows a network that forecasts, by the date that it ends before."""

import numpy as np
import pandas as pd
import streamlit as st

from pages.ui.runs.opened_run import prepared_of
from rnn_core.experiments.forecast import explain
from rnn_core.experiments.windowed_series import WindowedSeries
from rnn_core.explain.inputs import Reading
from rnn_core.runs import Run


def chosen_window(run: Run) -> Reading:
    """The slider, and what it chooses. Raises UserError when the run's data are no longer here."""
    data: WindowedSeries = prepared_of(run).series
    first, last = data.split.validation_stop, data.split.rows - 1
    if data.numbered:
        rows = data.places
        number = st.slider("Window that ends before row", int(rows[first]), int(rows[last]), key="at", bind="query-params")
        return explain.of_window(data, int(np.clip(np.searchsorted(rows, number), first, last)))
    dates = data.dates
    begin, end = (dates[place].to_pydatetime() for place in (first, last))
    whole = bool((dates == dates.normalize()).all())
    form = "YYYY-MM-DD" if whole else "YYYY-MM-DD HH:mm"
    step = (dates[1:] - dates[:-1]).to_series().median().to_pytimedelta()
    chosen = st.slider("Window that ends before", begin, end, begin, step=step, format=form, key="at", bind="query-params")
    origin = int(np.clip(np.searchsorted(dates, pd.Timestamp(chosen)), first, last))
    return explain.of_window(data, origin)
