"""Train: makes the run and puts it in line, once, however often it is clicked; beside it how long it will take."""

import contextlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.ui.lesson import Lesson, lesson_link
from pages.ui.live_panel import duration
from pages.ui.state import look_at, queue
from rnn_core import datasets, files, runs
from rnn_core.datasets import Series, Text, uploads
from rnn_core.errors import UserError
from rnn_core.experiments import Experiment
from rnn_core.runs import Run
from rnn_core.settings import Settings

LONG = 60.0  # seconds: beyond it a shorter way is named


@dataclass(frozen=True)
class Start:
    """What a training would be made of. ``name`` is the dataset's id, or that of an uploaded file."""

    experiment: Experiment
    name: str
    data: Series | Text
    settings: Settings


def start_controls(start: Start, run: Run | None, lesson: Lesson, at: DeltaGenerator) -> None:
    """Train and its time, in the container ``at``; the lesson link at the end of the sidebar. Raises UserError."""
    with at:
        _train_button(start, run)
        _estimate(start)
    with st.sidebar:
        lesson_link(start.experiment, start.name, start.settings, lesson)


def _train_button(start: Start, run: Run | None) -> None:
    """Off while the session's run is under way."""
    active = run is not None and run.status().active
    ticket = st.session_state.setdefault("ticket", uuid.uuid4().hex)
    title = "Training …" if active else "Train"
    clicked = st.button(title, type="primary", width="stretch", disabled=active, icon=":material/play_arrow:")
    if clicked and not active:
        look_at(queue().submit_once(ticket, lambda: _make(start)))
        st.rerun()


def _estimate(start: Start) -> None:
    """How long it will take, tried out in the waiting training process when asked."""
    if not st.button("How long will it take?", icon=":material/timer:", width="stretch", type="tertiary"):
        return
    kind, settings = start.experiment, start.settings
    with st.spinner("Trying the first steps."), _disk_told():
        sha = datasets.keep(start.data)
        seconds = queue().estimate(kind.name, sha, settings)
        name, first = next(iter(kind.presets.items()))
        shorter = queue().estimate(kind.name, sha, first) if seconds and seconds > LONG and settings != first else None
    if seconds is None:
        st.caption("It cannot be tried now: another training is running, or the computer is still getting ready.")
        return
    hint = f" {name.title()} would take about {duration(shorter)}." if shorter and shorter < LONG else ""
    st.caption(f"About {duration(seconds)} on this computer as it is now.{hint}")


def _make(start: Start) -> Run:
    with _disk_told():
        if start.name not in {entry.id for entry in datasets.entries()}:
            uploads.add(start.data, start.data.title)
        return runs.create(start.experiment.name, start.name, datasets.keep(start.data), start.data.title, start.settings)


@contextlib.contextmanager
def _disk_told() -> Iterator[None]:
    """A full disk and the like, as a sentence."""
    try:
        yield
    except OSError as error:
        raise UserError(files.cannot_write(error)) from error
