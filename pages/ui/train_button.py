"""Train: makes the run and puts it in line, once, however often it is clicked."""

import uuid

import streamlit as st

from pages.ui.live_panel import duration
from pages.ui.state import look_at, queue
from rnn_core import datasets, files, runs
from rnn_core.datasets import Series, Text, uploads
from rnn_core.errors import UserError
from rnn_core.experiments import Experiment
from rnn_core.runs import Run
from rnn_core.settings import Settings

LONG = 60.0  # seconds: beyond it a shorter way is named


def train_button(experiment: Experiment, name: str, data: Series | Text, settings: Settings, run: Run | None) -> None:
    """The button; off while the session's run is under way."""
    active = run is not None and run.status().active
    ticket = st.session_state.setdefault("ticket", uuid.uuid4().hex)
    title = "Training …" if active else "Train"
    clicked = st.button(title, type="primary", width="stretch", disabled=active, icon=":material/play_arrow:")
    if clicked and not active:
        look_at(queue().submit_once(ticket, lambda: _make(experiment, name, data, settings)))
        st.rerun()


def estimate(experiment: Experiment, data: Series | Text, settings: Settings) -> None:
    """How long it will take, tried out in the waiting training process when asked."""
    if not st.button("How long will it take?", icon=":material/timer:", width="stretch", type="tertiary"):
        return
    with st.spinner("Trying the first steps."):
        sha = datasets.keep(data)
        seconds = queue().estimate(experiment.name, sha, settings)
        name, first = next(iter(experiment.presets.items()))
        shorter = queue().estimate(experiment.name, sha, first) if seconds and seconds > LONG and settings != first else None
    if seconds is None:
        st.caption("It cannot be tried now: another training is running, or the computer is still getting ready.")
        return
    hint = f" {name.title()} would take about {duration(shorter)}." if shorter and shorter < LONG else ""
    st.caption(f"About {duration(seconds)} on this computer as it is now.{hint}")


def _make(experiment: Experiment, name: str, data: Series | Text, settings: Settings) -> Run:
    try:
        if name not in {entry.id for entry in datasets.entries()}:
            uploads.add(data, data.title)
        return runs.create(experiment.name, name, datasets.keep(data), data.title, settings)
    except OSError as error:
        raise UserError(files.cannot_write(error)) from error
