"""One's training under way, as a quiet line on every page but its own."""

import contextlib

import streamlit as st

from pages.ui.common.messages import plain
from pages.ui.common.owner import person
from pages.ui.common.state import queue
from pages.ui.train.announce import has_ended, tab_words
from pages.ui.views import page_of
from rnn_core.errors import UserError
from rnn_core.runs import Run

LOOK_SECONDS = 2.0


def under_way_line(here: str) -> None:
    """``here``: the address of the page. The first of one's runs, looked at again and again; its end is announced."""
    with contextlib.suppress(UserError, OSError):  # no queue: the pages say why
        mine = queue().under_way(person().id)
        if mine and not _is_looked_at(mine[0], here):
            _line(mine[0], len(mine) - 1)


def _is_looked_at(run: Run, here: str) -> bool:
    """The page of an experiment shows the run of the address, else the session's own."""
    shown = st.query_params.get("run") or st.session_state.get("run")
    return here == run.about().experiment and shown == run.id


def _line(run: Run, more: int) -> None:
    @st.fragment(run_every=LOOK_SECONDS)
    def line() -> None:
        status = run.status()
        if not status.active:
            has_ended(run)
            st.rerun()
        state, _, name = tab_words(run, status)[0].partition(" · ")
        state = f"{state[0].lower()}{state[1:]}"
        name = f"{name}, {more} more in line" if more else name
        page = page_of(run.about().experiment)
        if page:
            label = f"Your training: {state}, open ({plain(name)})"
            st.page_link(page, label=label, icon=":material/timelapse:", query_params={"run": run.id})
        else:
            st.text(f"Your training: {state} ({name})")

    with st.container(key="under-way"):
        line()
