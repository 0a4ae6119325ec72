"""Train: makes the run and puts it in line, once, however often it is clicked."""

import uuid

import streamlit as st

from pages.ui.state import look_at, queue
from rnn_core import datasets, files, runs
from rnn_core.datasets import Series, Text, uploads
from rnn_core.errors import UserError
from rnn_core.experiments import Experiment
from rnn_core.runs import Run
from rnn_core.settings import Settings


def train_button(experiment: Experiment, name: str, data: Series | Text, settings: Settings, run: Run | None) -> None:
    """The button; off while the session's run is under way."""
    active = run is not None and run.status().active
    ticket = st.session_state.setdefault("ticket", uuid.uuid4().hex)
    title = "Training …" if active else "Train"
    clicked = st.button(title, type="primary", width="stretch", disabled=active, icon=":material/play_arrow:")
    if clicked and not active:
        look_at(queue().submit_once(ticket, lambda: _make(experiment, name, data, settings)))
        st.rerun()


def _make(experiment: Experiment, name: str, data: Series | Text, settings: Settings) -> Run:
    try:
        if name not in {entry.id for entry in datasets.entries()}:
            uploads.add(data, data.title)
        return runs.create(experiment.name, name, datasets.keep(data), data.title, settings)
    except OSError as error:
        raise UserError(files.cannot_write(error)) from error
