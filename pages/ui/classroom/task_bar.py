"""The task that one has joined, as a bar on every page until it is over."""

import contextlib
import time

import streamlit as st

from pages.ui.common.messages import plain
from pages.ui.common.owner import person
from pages.ui.views import page_of
from rnn_core.access import has_class_password
from rnn_core.classroom import tasks
from rnn_core.classroom.tasks import Task
from rnn_core.errors import UserError
from rnn_core.experiments.listing import rows
from rnn_core.runs.words import duration

LOOK_SECONDS = 5.0


def task_bar() -> None:
    """The newest one that goes on."""
    me = person()
    if not has_class_password() or me.teacher:
        return
    with contextlib.suppress(UserError, OSError):  # no home: the pages say why
        task = next((one for one in tasks.going_on() if me.id in tasks.joined(one)), None)
        if task:
            _bar(task, me.id)


def _bar(task: Task, owner: str) -> None:
    place = tasks.joined(task)[owner]

    @st.fragment(run_every=LOOK_SECONDS)
    def live() -> None:
        if not task.open():
            st.rerun()
        with st.container(border=True, key="task", horizontal=True, vertical_alignment="center"):
            st.page_link(
                page_of(task.experiment),
                label=f"Task: {plain(task.question)}",
                icon=":material/assignment:",
                query_params=tasks.query_of(task, place),
            )
            st.caption(" · ".join(filter(None, (task.target_in_words(), _standing(task, owner), _left(task)))))

    live()


def _standing(task: Task, owner: str) -> str:
    now = tasks.standing(task, rows(person()), owner)
    if now.row is None:
        return "no result yet"
    if task.target is None:
        return "answered"
    return "reached" if now.reached else f"best so far {now.row.score:.3g}"


def _left(task: Task) -> str:
    return f"{duration(max(0.0, task.until - time.time()))} left"
