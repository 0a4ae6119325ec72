"""Runs that wait to be trained: their place in line, an earlier one and a way out of it for their owner."""

from collections.abc import Sequence

import streamlit as st

from pages.ui.common.messages import attempt
from pages.ui.common.owner import person
from pages.ui.common.state import queue
from pages.ui.train.live_panel import summary
from pages.ui.train.time_needed import estimates
from rnn_core.experiments.listing import Row
from rnn_core.runs.words import duration

SHOWN = 6


def waiting_runs(found: Sequence[Row]) -> None:
    """One's own in line, the next first; nothing while none waits."""
    places = queue().places()
    mine = [(places[row.run.id], row) for row in found if row.run.id in places and person().may_change(row.access)]
    if not mine:
        return
    st.markdown("##### In line")
    line = sorted(mine, key=lambda pair: pair[0])[:SHOWN]
    for number, (place, row) in enumerate(line):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            words = ", ".join([*summary(row.experiment, row.settings), f"seed {row.settings['seed']}"])
            wait = queue().wait(row.run, estimates(queue()).expected)
            begins = f", begins in about {duration(wait)}" if wait else ""
            st.text(f"{place}. {row.title or row.data}: {words}{begins}", width="content")
            before = [other for _, other in line[:number] if other.access.owner == row.access.owner]
            if before:
                asked = (queue().move, row.run, before[-1].run)
                st.button("Sooner", icon=":material/arrow_upward:", key=f"sooner-{row.run.id}", on_click=attempt, args=asked)
            st.button("Cancel", icon=":material/close:", key=f"cancel-{row.run.id}", on_click=_cancel, args=([row],))
    if len(mine) > SHOWN:
        st.text(f"And {len(mine) - SHOWN} more.")
    if len(mine) > 1:
        st.button(f"Cancel all {len(mine)}", key="cancel-all", on_click=_cancel, args=([row for _, row in mine],))


def _cancel(chosen: Sequence[Row]) -> None:
    """One that has begun meanwhile goes on."""
    waiting = [row for row in chosen if row.run.status().state == "queued"]
    names = waiting[0].title or waiting[0].data if len(waiting) == 1 else f"{len(waiting)} runs"
    for row in waiting:
        attempt(queue().cancel, row.run, done=f"Out of the line: {names}.")
