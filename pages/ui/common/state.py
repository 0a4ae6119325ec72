"""What all sessions share, and the run that a session looks at."""

from textwrap import shorten

import streamlit as st

from pages.ui.common.messages import tell
from pages.ui.common.owner import person
from pages.ui.data.picker import choose_data_of
from pages.ui.train.settings_form import fill, key
from rnn_core.errors import UserError
from rnn_core.experiments import Experiment
from rnn_core.jobs.queue import Queue
from rnn_core.runs import Run, find


@st.cache_resource(show_spinner=False)
def queue() -> Queue:
    """The server's one job queue, started. The body stays as small as this: changing it would make a second queue."""
    jobs = Queue()
    jobs.start()
    return jobs


def current_run(experiment: str) -> Run | None:
    """The run named in the address (``?run=ID``), else the session's own while it is under way."""
    asked = st.query_params.get("run", "")
    run = _run(asked, experiment)
    if run and not person().may_see(run.access()):
        tell("This run belongs to somebody else and is not shared: its owner can share it on the page Runs.")
        return None
    if asked and run is None:
        tell(f"There is no run {shorten(asked, 60)} of this kind on this computer: the page Runs lists those there are.")
    if run is None:
        run = _run(st.session_state.get("run", ""), experiment)
        if run is None or not run.status().active or not person().may_see(run.access()):
            return None
    look_at(run)
    return run


def _run(name: str, experiment: str) -> Run | None:
    if "/" in name or "\\" in name:
        return None
    try:
        run = find(name)
    except UserError:
        return None
    return run if run.about().experiment == experiment else None


def look_at(run: Run) -> None:
    """Put the run into the address, so that a reload, another tab or tomorrow finds it again."""
    st.session_state["run"] = run.id
    if st.query_params.get("run") != run.id:
        st.query_params["run"] = run.id


def restore(experiment: Experiment, run: Run | None) -> None:
    """After a reload or in another tab: show the dataset and settings of the run in the address."""
    if run is None or st.session_state.get("restored") == run.id:
        return
    st.session_state["restored"] = run.id
    if key(experiment, "preset") in st.session_state:
        return  # this session has made its own choices
    fill(experiment, run.about().settings)
    choose_data_of(run)
