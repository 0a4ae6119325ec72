"""Which row of a series is forecast, which of its columns, and how far ahead: the controls that choose a window."""

from collections.abc import Callable

import streamlit as st

from rnn_core.experiments.windowed_series import WindowedSeries

RowName = Callable[[WindowedSeries, int], str]  # what a row is called


def chosen_row(data: WindowedSeries) -> int:
    """A slider over the rows of the test part, in the address as ``?row=``: the row that is forecast first.

    A path that goes over to another run keeps to the rows that there are.
    """
    first, last = data.split.validation_stop, data.split.rows - data.choice.horizon
    count = last - first + 1
    if st.session_state.get("row", 1) > count:
        st.session_state["row"] = count
    if count == 1:
        return first
    number = st.slider("Row of the test part", 1, count, (count + 1) // 2, key="row", bind="query-params")
    return first + number - 1


def chosen_target(data: WindowedSeries) -> int:
    """Which of several columns."""
    names = data.choice.targets
    if len(names) == 1:
        return 0
    return names.index(st.selectbox("Forecast of", names, key="column", bind="query-params"))


def chosen_ahead(data: WindowedSeries) -> int:
    """Which of several rows, counted from 0."""
    if data.choice.horizon == 1:
        return 0
    return st.slider("Rows ahead", 1, data.choice.horizon, 1, key="ahead", bind="query-params", width=240) - 1
