"""A finished run opened up: its network and its series, made ready once and kept between page runs."""

from pathlib import Path

import streamlit as st

from pages.ui.data.picker import load_dataset
from rnn_core.experiments import forecast, trajectory
from rnn_core.experiments.apply import trained
from rnn_core.experiments.forecast import ForecastSettings
from rnn_core.experiments.trajectory import TrajectorySettings
from rnn_core.experiments.windowed_series import WindowedSeries
from rnn_core.networks.numpy.network import NumpyNetwork
from rnn_core.runs import Run


def network_of(run: Run) -> NumpyNetwork:
    """The network that a run kept. Raises UserError when there is none."""
    return _network(str(run.folder), written(run))


def written(run: Run) -> int:
    """When the run's network was written: what is computed from it is kept as long as this stays."""
    path = run.folder / "model.safetensors"
    return path.stat().st_mtime_ns if path.exists() else 0


@st.cache_resource(show_spinner=False, max_entries=8)
def _network(folder: str, written: int) -> NumpyNetwork:
    return trained(Run(Path(folder)))


def arranged_of(run: Run) -> WindowedSeries:
    """The series or path of a run, ready for its network. Raises UserError when its data are no longer here."""
    return _arranged(str(run.folder))


@st.cache_resource(show_spinner=False, max_entries=8)
def _arranged(folder: str) -> WindowedSeries:
    about = Run(Path(folder)).about()
    data = load_dataset(about.data)
    if about.experiment == "trajectory":
        return trajectory.arrange(data, TrajectorySettings.parse(about.settings))
    return forecast.arrange(data, ForecastSettings.parse(about.settings))


def row_name(run: Run, data: WindowedSeries, row: int) -> str:
    """What a row is called: its date, of a path the number of its point."""
    if run.about().experiment == "trajectory":
        return f"point {row + 1:,}"
    whole_days = bool((data.dates == data.dates.normalize()).all())
    return str(data.dates[row].strftime("%Y-%m-%d" if whole_days else "%Y-%m-%d %H:%M"))


def chosen_row(run: Run, data: WindowedSeries, key: str = "row") -> int:
    """A slider over the rows of the test part, in the address as ``?row=``: the row that is forecast first.

    A path that goes over to another run keeps to the rows that there are.
    """
    first, last = data.split.validation_stop, data.split.rows - data.choice.horizon
    count = last - first + 1
    if st.session_state.get(key, 1) > count:
        st.session_state[key] = count
    if count == 1:
        return first
    number = st.slider("Row of the test part", 1, count, (count + 1) // 2, key=key, bind="query-params")
    return first + number - 1
