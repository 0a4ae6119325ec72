"""What the page "Unrolled in time" draws: the network of its sliders, or that of a finished run."""

from dataclasses import dataclass

import streamlit as st

from pages.ui.runs.finished_run import finished_run
from rnn_core.experiments import experiments
from rnn_core.experiments.apply import trained
from rnn_core.networks.cells import CELLS
from rnn_core.networks.spec import Network
from rnn_core.teaching.unrolled.tasks import KINDS, Sliders, kind_of, network

TIMELESS = "one-to-one"


@dataclass(frozen=True)
class Chosen:
    """A network, the way it works (one of ``KINDS``) and how many examples it reads at once."""

    network: Network
    kind: str
    batch: int
    by_sliders: bool = False


def chosen_network() -> Chosen | None:
    """The controls and what they choose; None while there is no run yet."""
    if st.toggle("Draw the network of a finished run", value="run" in st.query_params, key="of_run"):
        return _of_run()
    if "run" in st.query_params:
        del st.query_params["run"]
    return _of_sliders()


def _of_run() -> Chosen | None:
    run = finished_run(experiments())
    if run is None:
        return None
    found = trained(run).network
    return Chosen(found, kind_of(found), int(run.about().settings["batch_size"]))


def _of_sliders() -> Chosen:
    with st.container(border=True):
        kind = st.segmented_control(
            "What it reads and says", list(KINDS), default="many-to-one", required=True, key="task", bind="query-params"
        )
        first, second, third = st.columns(3)
        with first:
            cell = _cell(without=kind == TIMELESS)
            timesteps = _slider("Timesteps", "timesteps", 250, 20, "Rows of a window.", without=kind == TIMELESS)
        with second:
            layers = _slider("Layers", "layers", 3, 1, "Layers on top of each other.")
            features = _slider("Features", "features", 64, 8, "Numbers in each row.")
        with third:
            units = _slider("Units", "units", 256, 18, "Numbers that each layer remembers.")
            batch = _slider("Batch size", "batch", 512, 32, "Windows read side by side.")
    return Chosen(network(kind, Sliders(cell, layers, units, timesteps, features)), kind, batch, by_sliders=True)


def _cell(without: bool) -> str:
    return st.selectbox(
        "Cell",
        list(CELLS),
        index=1,
        format_func=lambda name: CELLS[name].title,
        key="cell",
        bind="query-params",
        disabled=without,
    )


def _slider(label: str, key: str, most: int, usual: int, help: str, without: bool = False) -> int:
    """From 1 to ``most``; ``without``: it has no effect on this kind of network."""
    return int(st.slider(label, 1, most, usual, key=key, bind="query-params", help=help, disabled=without))
