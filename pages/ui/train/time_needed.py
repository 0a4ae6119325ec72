"""How long the training will take, said before it begins, and the preset that would be quicker."""

import time
from collections.abc import Mapping

import streamlit as st

from pages.ui.common.state import queue
from rnn_core.jobs.last_time import in_words
from rnn_core.jobs.queue import Queue
from rnn_core.jobs.time_estimates import Estimates, Not, Question
from rnn_core.runs.words import duration
from rnn_core.settings import TrainingSettings, word

LONG = 60.0  # seconds: beyond it a shorter way is named
LOOK_SECONDS = 1.0
PATIENCE_SECONDS = 90.0  # how long the page looks for the answer to one question; the next click asks again
WORDS = {
    Not.YET: "Working out how long it will take …",
    Not.NOW: "How long it will take can be tried out when no training is under way on this computer.",
}


@st.cache_resource(show_spinner=False, max_entries=1, hash_funcs={Queue: id})
def estimates(jobs: Queue) -> Estimates:
    """One for each queue."""
    return Estimates(jobs)


def time_needed(who: str, question: Question, presets: Mapping[str, TrainingSettings]) -> None:
    """The answer as soon as it is there; the page is not kept waiting. ``who``: the session; ``presets``: those to name."""
    _, polls = _answer(who, question, presets)

    @st.fragment(run_every=LOOK_SECONDS if polls else None)
    def answer() -> None:
        words, waits = _answer(who, question, presets)
        if words:
            st.caption(words)
        if polls and not waits:
            st.rerun()  # only a run of the whole page ends the polling

    answer()


def _answer(who: str, question: Question, presets: Mapping[str, TrainingSettings]) -> tuple[str, bool]:
    """In words, and whether it is worth looking for more."""
    found = estimates(queue()).ask(who, question)
    if found is Not.EVER:
        return "", False
    if isinstance(found, Not):
        patient = _patient(question, found)
        return WORDS[found] if patient or found is Not.NOW else "How long it will take is not known yet.", patient
    hint, why = _quicker(who, question, presets) if found.seconds > LONG else ("", None)
    return f"{in_words(found, question.settings)}{hint}", why is not None and _patient(question, why)


def _patient(question: Question, why: Not) -> bool:
    """Whether this session has not been told the same about the same question for too long: a training's end begins anew."""
    told, since = st.session_state.get("time-asked", (None, 0.0))
    if told != (question.key, why):
        since = time.monotonic()
        st.session_state["time-asked"] = (question.key, why), since
    return time.monotonic() - since < PATIENCE_SECONDS


def _quicker(who: str, question: Question, presets: Mapping[str, TrainingSettings]) -> tuple[str, Not | None]:
    """The first preset that takes less than a minute, in words, and why it is not known yet if it is being tried."""
    for name, preset in presets.items():
        asked = Question(question.experiment, question.data, preset)
        found = estimates(queue()).ask(who, asked, later=True)
        if found is Not.YET or found is Not.NOW:
            return "", found
        if not isinstance(found, Not) and found.seconds < LONG:
            return f" The preset {word(name)} takes about {duration(found.seconds)}.", None
    return "", None
