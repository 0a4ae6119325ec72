"""Which past matters of a forecast or a path: one window, what each of its steps did to the prediction, and the average."""

import numpy as np
import streamlit as st

from pages.ui.runs.opened_run import network_of, prepared_of, written
from pages.ui.windowed.rows import RowName, chosen_ahead, chosen_row, chosen_target
from rnn_core.experiments import windowed_explain
from rnn_core.experiments.windowed_explain import TRIALS
from rnn_core.experiments.windowed_series import WindowedSeries
from rnn_core.explain import figures, occlusion
from rnn_core.explain.occlusion import Says
from rnn_core.networks.numpy.network import NumpyNetwork
from rnn_core.runs import Run

TRIAL_WORDS = {"before": "Value before", "mean": "Mean", "push": "Gradient"}  # they stand in the address
RAISED = ("raised it", "lowered it")
SIGNS = {"before": RAISED, "mean": RAISED, "push": ("more would raise it", "more would lower it")}
DONE = {
    "before": "Each step in turn takes the values of the step before it, as if nothing new had happened (occlusion). A bar is "
    "the prediction less what it is then.",
    "mean": "Each step in turn takes the mean values of the training part, as if nothing were known of it (occlusion). A bar is "
    "the prediction less what it is then.",
    "push": "Each step in turn is pushed up and down by a hundredth of a standard deviation. A bar is the slope: what one whole "
    "deviation more would do to the prediction if it went on so (gradient).",
}


def past_of_windows(run: Run, *, row_name: RowName) -> None:
    """Raises UserError when the run's data are no longer here."""
    data: WindowedSeries = prepared_of(run).series
    row = chosen_row(data)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        target = chosen_target(data)
        ahead = chosen_ahead(data)
        way = st.segmented_control(
            "How each step is tried",
            list(TRIALS),
            default="before",
            required=True,
            format_func=TRIAL_WORDS.__getitem__,
            key="way",
            bind="query-params",
        )
    _one(run, data, row, target, ahead, way, row_name)
    _average(run, data, target, ahead, way)


def _one(run: Run, data: WindowedSeries, row: int, target: int, ahead: int, way: str, row_name: RowName) -> None:
    window = data.past(np.array([row]))[0]
    said = windowed_explain.says(data, network_of(run), row, target, ahead)
    found = occlusion.influence(said, window, TRIALS[way](data, row))
    values, unit = data.values[:, target], data.units[target]
    name, actual = row_name(data, row + ahead), float(values[row + ahead])
    last = f"the last value it saw was {values[row - 1]:.5g}"
    st.text(f"{name}: the network says {found.said:.5g}{f' {unit}' if unit else ''}, {actual:.5g} came; {last}.")
    steps = [row_name(data, at) for at in [*range(row - data.timesteps, row), row + ahead]]
    dots = {"the network says": found.said, "what came": actual}
    drawn = figures.past_of_series(values[row - data.timesteps : row], found.changes, steps, dots, unit, ahead, SIGNS[way])
    st.plotly_chart(drawn, key="past", alt="The window that the network read and the influence of each of its steps")
    st.text(occlusion.reach_sentence(found.changes))
    st.caption(
        f"{DONE[way]} What to look for: how soon the bars die away to the left: "
        "so far back this network looks here, however long its window is."
    )
    if data.changes:
        st.caption(
            "This network says the change from the last value. The bars show what moved the change; where it starts is given."
        )
    if len(data.columns) > 1:
        _columns(data, row, said, network_of(run), way, unit)


def _columns(data: WindowedSeries, row: int, said: Says, network: NumpyNetwork, way: str, unit: str) -> None:
    if not windowed_explain.columns_affordable(data, network):
        st.text("This network is so large that its columns are not tried one by one here.")
        return
    changes = occlusion.of_columns(said, data.past(np.array([row]))[0], TRIALS[way](data, row))
    drawn = figures.past_of_columns(changes, data.columns, unit)
    st.plotly_chart(drawn, key="columns", alt="The influence of each column at each step")
    st.caption(
        "The same with one column at a time. What to look for: rows without colour are columns that this network hardly "
        "uses; a column can matter at other steps than the one that is forecast."
    )


def _average(run: Run, data: WindowedSeries, target: int, ahead: int, way: str) -> None:
    st.subheader("On average")
    count, sizes = _kept_average(str(run.folder), written(run), run, data, target, ahead, way)
    if not count:
        st.text("This network is so large that it is not asked about many windows here.")
        return
    drawn = figures.past_on_average(sizes, data.units[target], "steps")
    st.plotly_chart(drawn, key="average", alt="The mean size of each step's influence")
    st.text(f"Over {count} windows of the test part. {occlusion.reach_sentence(sizes)}")
    repeats = "" if data.changes else " If nearly all lies on the last step, the network does little more than repeat it."
    st.caption(
        "The mean size of the bars above, whatever their direction. What to look for: one window can be an exception, this is "
        f"the rule.{repeats}"
    )


@st.cache_data(show_spinner="Asking the network about many windows", max_entries=50)
def _kept_average(
    folder: str, written: int, _run: Run, _data: WindowedSeries, target: int, ahead: int, way: str
) -> tuple[int, np.ndarray]:
    network = network_of(_run)
    rows = windowed_explain.average_rows(_data, network)
    return len(rows), windowed_explain.average(_data, network, rows, way, target, ahead) if len(rows) else np.zeros(0)
