"""How long the training will take, said before it begins, and the preset that would be quicker."""

import time
from collections.abc import Mapping

import streamlit as st

from pages.ui.live_panel import duration
from pages.ui.state import queue
from rnn_core.estimates import Estimates, Not, Question
from rnn_core.jobs import Queue
from rnn_core.settings import TrainingSettings, word

LONG = 60.0  # seconds: beyond it a shorter way is named
LOOK_SECONDS = 1.0
PATIENCE_SECONDS = 30.0  # how long the page looks for the answer to one question; the next click asks again
WORDS = {
    Not.YET: "Working out how long it will take …",
    Not.NOW: "How long it will take can be tried out when no training is under way on this computer.",
    Not.EVER: "",
}


@st.cache_resource(show_spinner=False, max_entries=1, hash_funcs={Queue: id})
def _estimates(jobs: Queue) -> Estimates:
    return Estimates(jobs)


def time_needed(who: str, question: Question, presets: Mapping[str, TrainingSettings]) -> None:
    """The answer as soon as it is there; the page is not kept waiting. ``who``: the session; ``presets``: those to name."""
    _, waits = _answer(who, question, presets)
    polls = waits and _asked_seconds(question) < PATIENCE_SECONDS

    @st.fragment(run_every=LOOK_SECONDS if polls else None)
    def answer() -> None:
        words, waits = _answer(who, question, presets)
        if words:
            st.caption(words)
        if polls and not (waits and _asked_seconds(question) < PATIENCE_SECONDS):
            st.rerun()  # only a run of the whole page ends the polling

    answer()


def _asked_seconds(question: Question) -> float:
    """How long ago this session asked it for the first time in a row."""
    asked, since = st.session_state.get("time-asked", (None, 0.0))
    if asked != question.key:
        since = time.monotonic()
        st.session_state["time-asked"] = question.key, since
    return time.monotonic() - since


def _answer(who: str, question: Question, presets: Mapping[str, TrainingSettings]) -> tuple[str, bool]:
    """In words, and whether there is more to come."""
    seconds = _estimates(queue()).ask(who, question)
    if isinstance(seconds, Not):
        late = seconds is Not.YET and _asked_seconds(question) >= PATIENCE_SECONDS
        return "How long it will take is not known yet." if late else WORDS[seconds], seconds is not Not.EVER
    hint, waits = _quicker(who, question, presets) if seconds > LONG else ("", False)
    return f"{_sentence(seconds, question.settings)}{hint}", waits


def _sentence(seconds: float, settings: TrainingSettings) -> str:
    most = "At most about" if settings.patience else "About"
    why = " on this computer as it is now" if settings.seconds is None else ", as the time budget says"
    return f"{most} {duration(max(1.0, seconds))}{why}."


def _quicker(who: str, question: Question, presets: Mapping[str, TrainingSettings]) -> tuple[str, bool]:
    """The first preset that takes less than a minute, in words, and whether one is still being tried."""
    for name, preset in presets.items():
        asked = Question(question.experiment, question.data, preset)
        seconds = _estimates(queue()).ask(who, asked, later=True)
        if seconds in (Not.YET, Not.NOW):
            return "", True
        if isinstance(seconds, float) and seconds < LONG:
            return f" The preset {word(name)} takes about {duration(max(1.0, seconds))}.", False
    return "", False
