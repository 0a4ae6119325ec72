"""Train: makes the run and puts it in line, once, however often it is clicked; beside it how long it will take."""

import contextlib
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.ui.common.messages import attempt
from pages.ui.common.owner import person
from pages.ui.common.state import look_at, queue
from pages.ui.train.lesson import Lesson
from pages.ui.train.time_needed import time_needed
from rnn_core import files, runs
from rnn_core.data import entries, keep, uploads
from rnn_core.errors import UserError
from rnn_core.experiments import Experiment
from rnn_core.experiments.base import Chosen, Data
from rnn_core.experiments.room import check_room
from rnn_core.jobs.time_estimates import Question
from rnn_core.runs import Run
from rnn_core.settings import TrainingSettings


@dataclass(frozen=True)
class Start(Generic[Data, Chosen]):
    """What a training would be made of. ``name`` is the dataset's id, or that of an uploaded file."""

    experiment: Experiment[Data, Chosen, Any]
    name: str
    data: Data
    settings: Chosen


@dataclass(frozen=True)
class Go:
    """Where the buttons are that begin and end a training: ``bar``, at the lower edge of a narrow page, and what is ``below``."""

    bar: DeltaGenerator
    below: DeltaGenerator


def start_controls(start: Start, run: Run | None, lesson: Lesson, at: Go, at_once: bool = False) -> None:
    """Train and its time; while the session's own run is under way a place in line. Raises UserError.

    ``at_once``: as if Train had been pressed.
    """
    active = run is not None and run.status().active and person().may_change(run.access())
    if active:
        with at.below:
            _next_in_line(start)
        return
    ticket = st.session_state.setdefault(f"ticket.{start.experiment.name}", uuid.uuid4().hex)
    with at.bar:
        _train_button(start, ticket, at_once)
    with at.below:
        whole_form = not (lesson.locked or lesson.hidden)  # else no preset can be chosen
        question = Question(start.experiment.name, start.data, start.settings.as_trained())
        time_needed(ticket, question, start.experiment.presets if whole_form else {})


def _train_button(start: Start, ticket: str, at_once: bool) -> None:
    """Beside somebody else's run one of one's own can begin."""
    if st.button("Train", type="primary", width="stretch", icon=":material/play_arrow:", key="train") or at_once:
        look_at(queue().submit_once(ticket, lambda: make(start, [start.settings])[0]))
        st.rerun()


def _next_in_line(start: Start) -> None:
    """The training that is chosen now begins after those under way; each only once, for it would give the same result."""
    mine = queue().under_way(person().id)
    wanted = start.settings.model_dump(mode="json")
    same = (start.experiment.name, start.name, start.data.title, wanted)
    there = [(about.experiment, about.dataset, about.title, about.settings) for about in (run.about() for run in mine)]
    ticket = f"{st.session_state.setdefault('line', uuid.uuid4().hex)} {same}"
    st.button(
        "Train this next",
        icon=":material/playlist_add:",
        width="stretch",
        key="train-next",
        disabled=same in there,
        help="It waits until your other trainings have ended. What is under way or in line already is not taken twice.",
        on_click=attempt,
        args=(_put_in_line, start, ticket),
    )
    if waiting := queue().waiting(person().id):
        st.page_link("runs.py", label=f"{len(waiting)} in line", icon=":material/history:")


def _put_in_line(start: Start, ticket: str) -> None:
    run = queue().submit_once(ticket, lambda: make(start, [start.settings])[0])
    place = queue().place(run)
    st.toast(f"In line: place {place}" if place else "It begins now", icon=":material/playlist_add:")


def make(start: Start, wanted: Sequence[TrainingSettings]) -> list[Run]:
    """Queued runs of who clicks, one for each of the settings; the data are kept once, uploaded ones by name.

    Raises UserError, also when nothing can be written.
    """
    owner = person().id
    queue().check_room(owner, len(wanted))
    with _disk_told():
        check_room(owner)
        if start.name not in {entry.id for entry in entries()}:
            check_room(owner, sum(map(len, start.data.files().values())))
            sha = uploads.add(start.data, start.data.title, owner).id
        else:
            sha = keep(start.data)
        return [runs.create(start.experiment.name, start.name, sha, start.data.title, one, owner) for one in wanted]


@contextlib.contextmanager
def _disk_told() -> Iterator[None]:
    """A full disk and the like, as a sentence."""
    try:
        yield
    except OSError as error:
        raise UserError(files.cannot_write(error)) from error
