"""Joining a task by its code, typed or brought by the address of a QR code."""

import streamlit as st

from pages.ui.common.messages import tell
from pages.ui.common.owner import person
from pages.ui.views import page_of
from rnn_core.classroom import members, tasks
from rnn_core.classroom.tasks import Task
from rnn_core.errors import UserError
from rnn_core.experiments import experiment

CODE, GUESS = "code", "task-guess"


def join_box() -> None:
    """The code, for a task in which everybody tries another value a guess, then the task's page."""
    st.subheader("Join a task")
    with st.form("join", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input("Code", max_chars=12, key=CODE, bind="query-params", width=160)
        st.form_submit_button("Join", type="primary")
    if typed := str(st.session_state.get(CODE) or ""):
        try:
            _found(tasks.find(typed))
        except UserError as error:
            tell(str(error))


def _found(task: Task) -> None:
    st.text(task.question)
    guess = ""
    if task.varied:
        field = experiment(task.experiment).settings.model_fields[task.varied]
        st.text(f"Everybody tries another value of {field.title}. Say first what you expect.")
        guess = st.segmented_control("Which value will be best?", task.values, key=GUESS) or ""
    if st.button("Go to the task", icon=":material/arrow_forward:", disabled=bool(task.varied and not guess)):
        me = person().id
        members.seen(me)
        place = tasks.join(task, me, str(guess))
        st.switch_page(page_of(task.experiment), query_params=tasks.query_of(task, place))
