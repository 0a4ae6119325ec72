"""A study with the settings that a page has: a button, progress while it is computed, then its result."""

from typing import Any

import streamlit as st

from pages.ui.common.messages import attempt, tell
from rnn_core.jobs.study_queue import StudyQueue, StudyRun
from rnn_core.settings import Settings
from rnn_core.teaching.studies import Study

ASKED = "asked"  # the studies that this session began, which alone it may stop


@st.cache_resource(show_spinner=False)
def study_queue() -> StudyQueue:
    """The server's one line of studies."""
    return StudyQueue()


def study_panel(study: Study, settings: Settings, button: str = "Compute") -> dict[str, Any] | None:
    """The result, once there is one; before it the button, the progress and Stop. A result that varies can be asked for again."""
    study_run = StudyRun(study, settings)
    if _under_way(study_run):
        _progress(study_run)
        return None
    result, problem = study_run.result(), study_run.problem()
    if problem:
        tell(problem)
    if result is None or study.varies:
        st.button(
            button if result is None else f"{button} again",
            type="primary" if result is None else "secondary",
            icon=":material/play_arrow:" if result is None else ":material/refresh:",
            on_click=attempt,
            args=(_begin, study_run),
        )
    return result


def _begin(study_run: StudyRun) -> None:
    st.session_state.setdefault(ASKED, set()).add(study_run.folder.name)
    study_queue().ask(study_run)


def _under_way(study_run: StudyRun) -> bool:
    return study_queue().place(study_run) is not None or study_run.computed_now()


def _progress(study_run: StudyRun) -> None:
    @st.fragment(run_every=1.0)
    def live() -> None:
        if not _under_way(study_run):
            st.rerun()
        if place := study_queue().place(study_run):
            st.text(f"Waiting: {place} before it in line.")
            return
        fraction, words = study_run.progress()
        st.progress(fraction, words)

    live()
    if study_run.folder.name in st.session_state.get(ASKED, set()):
        st.button("Stop", icon=":material/stop_circle:", on_click=attempt, args=(study_queue().stop, study_run))
