"""A finished run opened up: its network and its data, made ready once and kept between page runs."""

from pathlib import Path
from typing import Any

import streamlit as st

from pages.ui.data.picker import load_dataset
from rnn_core.experiments import experiment
from rnn_core.experiments.apply import trained
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


def prepared_of(run: Run) -> Any:
    """The data of a run, made ready by its experiment. Raises UserError when they are no longer here."""
    return _prepared(str(run.folder))


@st.cache_resource(show_spinner=False, max_entries=8)
def _prepared(folder: str) -> Any:
    about = Run(Path(folder)).about()
    chosen = experiment(about.experiment)
    return chosen.prepare(load_dataset(about.data), chosen.settings.parse(about.settings))
