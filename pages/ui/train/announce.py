"""A run in the browser's tab while it is under way and when it has ended, and its end in a toast and, if wanted, a sound."""

from textwrap import shorten

import streamlit as st

from pages.ui.common.messages import plain
from pages.ui.common.state import queue
from pages.ui.common.tab import sound
from pages.ui.common.tab_icons import running
from pages.ui.train.live_words import live_words
from rnn_core.errors import UserError
from rnn_core.experiments import experiment
from rnn_core.runs import Run, Status, find, words

STATES = {"better": "Better", "even": "No better", "worse": "Clearly worse"}
MARKS = {"better": ":material/check:", "even": ":material/equal:", "worse": ":material/arrow_downward:"}
ENDED, SOUND = "ended", "sound"  # in the session: the run whose end was just seen; whether it is to be heard
LONGEST = 40  # letters of a name


def tab_words(run: Run, status: Status) -> tuple[str, str]:
    """The tab's title, state first ("Epoch 12 of 30 · Sine", "Better · Sine"), and its icon."""
    name = shorten(run.title(), LONGEST, placeholder=" …")
    if status.state == "queued":
        place = queue().place(run)
        return f"{f'{place} in line' if place else 'Starting'} · {name}", running(0)
    if not status.active:
        state = _state(run, status)
        return f"{STATES.get(state, status.state.title())} · {name}", state if state in STATES else _sign(status)
    share = words.share(status, run.about().settings.get("seconds"))
    title = "Stopping" if status.state == "stopping" else live_words(status).title
    return f"{title} · {name}", running(1 if status.phase == "evaluating" else share)


def _sign(status: Status) -> str:
    return "worse" if status.state == "failed" else "plain"


def _state(run: Run, status: Status) -> str:
    """That of the verdict; "" where there is none."""
    try:
        metrics = run.metrics(experiment(run.about().experiment).metrics)
    except ValueError:  # damaged: the page says so
        return ""
    return metrics.headline.state if metrics and metrics.headline and status.state != "failed" else ""


def has_ended(run: Run) -> None:
    """The end was seen: the next run of the page announces it."""
    st.session_state[ENDED] = run.id


def announce() -> None:
    """What has ended since the page was drawn last."""
    try:
        run = find(st.session_state.pop(ENDED, ""))
    except UserError:  # none, or deleted meanwhile
        return
    title, icon = tab_words(run, run.status())
    st.toast(plain(title), icon=MARKS.get(icon, ":material/info:"))
    if st.session_state.get(SOUND):
        sound(run.id)


def sound_toggle() -> None:
    """Beside a run that is under way."""
    st.toggle("Sound at the end", key=SOUND, persist_state="session")
