"""The forecasts from one window with dropout left on, beside the one without, and how often they held what came."""

import numpy as np
import streamlit as st

from pages.ui.runs.opened_run import prepared_of, written
from pages.ui.understand.dropout_spread import histogram
from pages.ui.windowed.rows import RowName, chosen_ahead, chosen_row, chosen_target
from rnn_core.experiments import windowed_explain
from rnn_core.experiments.windowed_series import WindowedSeries
from rnn_core.explain import mc_dropout
from rnn_core.explain.mc_dropout import DRAWS, Coverage
from rnn_core.networks.numpy.network import NumpyNetwork
from rnn_core.runs import Run


def dropout_of_windows(run: Run, network: NumpyNetwork, seed: int, *, row_name: RowName) -> None:
    """Raises UserError when the run's data are no longer here."""
    data: WindowedSeries = prepared_of(run).series
    row = chosen_row(data)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        target, ahead = chosen_target(data), chosen_ahead(data)
    said = windowed_explain.forecasts(data, network, target, ahead)
    found = mc_dropout.spread(said, data.past(np.array([row])), seed)
    unit, actual = data.units[target], float(data.values[row + ahead, target])
    histogram(found, {"without dropout": found.without, "what came": actual}, unit or data.choice.targets[target])
    low, high = found.band
    where = "within" if low <= actual <= high else "outside"
    words = f" {unit}" if unit else ""
    st.text(
        f"{row_name(data, row + ahead)}: without dropout the network says {found.without:.5g}{words}. The middle 80\u202f% of "
        f"{DRAWS} draws lie between {low:.5g} and {high:.5g}; {actual:.5g} came, {where} them."
    )
    rate = mc_dropout.trained_rate(network.network)
    covered = _kept_coverage(str(run.folder), written(run), rate, data, network, target, ahead)
    st.text(covered.sentence)


@st.cache_data(show_spinner="Asking the network about many windows", max_entries=100)
def _kept_coverage(
    folder: str, written: int, rate: float, _data: WindowedSeries, _network: NumpyNetwork, target: int, ahead: int
) -> Coverage:
    return windowed_explain.coverage(_data, _network, target, ahead, seed=1)
