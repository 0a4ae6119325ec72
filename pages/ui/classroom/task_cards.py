"""The teacher's view of the tasks: who is there yet, the code, marks, and the picture of a class that is one experiment."""

import time
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode, urlsplit

import streamlit as st

from pages.ui.common.messages import attempt, plain
from pages.ui.stage.projector import LOCAL
from pages.ui.stage.qr_code import qr_code
from rnn_core.classroom import members, tasks
from rnn_core.classroom.figures import values_tried
from rnn_core.classroom.marks import marks
from rnn_core.classroom.members import Member
from rnn_core.classroom.sentences import values_verdict
from rnn_core.classroom.tasks import Task
from rnn_core.experiments.listing import Row, rows
from rnn_core.exports.spreadsheet import safe
from rnn_core.runs.words import duration

LOOK_SECONDS = 3.0
MOST_SHOWN = 5  # older ones are only in the zip


def task_cards() -> None:
    """The newest first."""
    found = tasks.tasks()[:MOST_SHOWN]
    if not found:
        st.caption("No task yet: open the page of an experiment, choose data and settings, and press “Task for the class” there.")
    for task in found:
        if task.open():
            _card(task)
        else:
            with st.expander(f"Task {task.code}, over", icon=":material/assignment_turned_in:"):
                st.text(task.question)
                _marks(task)


def _card(task: Task) -> None:
    @st.fragment(run_every=LOOK_SECONDS)
    def live() -> None:
        if not task.open():
            st.rerun()
        people, found = members.members(), rows()
        taking = tasks.joined(task)
        there = sum(one.reached for one in tasks.results(task, found).values())
        words = (f"{duration(task.until - time.time())} left", task.target_in_words(), "test" if task.alone else "")
        st.caption(" · ".join(filter(None, ("Task", *words))))
        st.progress(there / max(1, len(taking)), f"{there} of {len(taking)} are there")
        _table(task, people, found)

    with st.container(border=True):
        st.subheader(plain(task.question), anchor=False)
        live()
        _joining(task)
        st.button("End it", key=f"end-{task.code}", icon=":material/stop:", on_click=attempt, args=(_end, task))


def _joining(task: Task) -> None:
    """The code large, and as a QR code where others can reach this address."""
    st.caption("Join on the page Class with the code")
    st.title(f":material/key: {task.code}", anchor=False)
    here = urlsplit(st.context.url or "")
    if here.hostname not in LOCAL:
        address = here._replace(query=urlencode({"code": task.code}), fragment="").geturl()
        qr_code(f"qr-{task.code}", address, f"QR code of task {task.code}")
    else:
        st.caption("Others reach this computer by its address in the network: open this page by it, and a QR code stands here.")


def _table(task: Task, people: Mapping[str, Member], found: Sequence[Row]) -> None:
    if task.varied:
        tried = values_tried(task, found)
        if tried:
            st.text(values_verdict(task, found))
            st.plotly_chart(tried, key=f"values-{task.code}", alt=values_verdict(task, found))
    with st.expander("Marks", icon=":material/grading:"):
        _marks(task, people, found)


def _marks(task: Task, people: Mapping[str, Member] | None = None, found: Sequence[Row] | None = None) -> None:
    table = marks(task, members.members() if people is None else people, rows() if found is None else found)
    st.dataframe(table, hide_index=True)
    st.download_button(
        "As CSV", safe(table.to_csv(index=False)), f"task-{task.code}.csv", "text/csv", key=f"csv-{task.code}", on_click="ignore"
    )


def _end(task: Task) -> None:
    tasks.change(task, until=time.time())
