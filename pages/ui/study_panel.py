"""A study with the settings that a page has: a button, progress while it is computed, then its result."""

from typing import Any

import streamlit as st

from pages.ui.words import attempt, tell
from rnn_core.inquiries import Inquiries, Inquiry
from rnn_core.settings import Settings
from rnn_core.studies import Study

ASKED = "asked"  # the studies that this session began, which alone it may stop


@st.cache_resource(show_spinner=False)
def inquiries() -> Inquiries:
    """The server's one line of studies."""
    return Inquiries()


def study_panel(study: Study, settings: Settings, button: str = "Compute") -> dict[str, Any] | None:
    """The result, once there is one; before it the button, the progress and Stop. A result that varies can be asked for again."""
    inquiry = Inquiry(study, settings)
    if _under_way(inquiry):
        _progress(inquiry)
        return None
    result, problem = inquiry.result(), inquiry.problem()
    if problem:
        tell(problem)
    if result is None or study.varies:
        st.button(
            button if result is None else f"{button} again",
            type="primary" if result is None else "secondary",
            icon=":material/play_arrow:" if result is None else ":material/refresh:",
            on_click=attempt,
            args=(_begin, inquiry),
        )
    return result


def _begin(inquiry: Inquiry) -> None:
    st.session_state.setdefault(ASKED, set()).add(inquiry.folder.name)
    inquiries().ask(inquiry)


def _under_way(inquiry: Inquiry) -> bool:
    return inquiries().place(inquiry) is not None or inquiry.computed_now()


def _progress(inquiry: Inquiry) -> None:
    @st.fragment(run_every=1.0)
    def live() -> None:
        if not _under_way(inquiry):
            st.rerun()
        if place := inquiries().place(inquiry):
            st.text(f"Waiting: {place} before it in line.")
            return
        fraction, words = inquiry.progress()
        st.progress(fraction, words)

    live()
    if inquiry.folder.name in st.session_state.get(ASKED, set()):
        st.button("Stop", icon=":material/stop_circle:", on_click=attempt, args=(inquiries().stop, inquiry))
