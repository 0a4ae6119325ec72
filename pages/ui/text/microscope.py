"""The text that the microscope shows a network that writes: a passage that it has not learned from, or what somebody types."""

import streamlit as st

from pages.ui.runs.opened_run import prepared_of
from pages.ui.text.loaded_text import model_of
from rnn_core.errors import UserError
from rnn_core.experiments.text import explain
from rnn_core.experiments.text.data import Prepared
from rnn_core.explain.inputs import Reading
from rnn_core.runs import Run

PASSAGE = 160  # characters that are shown unasked
NO_TEXT = "The quick brown fox jumps over the lazy dog."


def chosen_characters(run: Run) -> Reading:
    """The controls, and what they choose. Raises UserError for a text of which the network knows nothing."""
    model = model_of(run)
    assert model is not None
    typed = st.text_area("Text that it reads", _usual(run), key="text", height=170, max_chars=2_000, bind="query-params")
    reading = explain.of_text(model, typed)
    if model.window is not None and len(reading.names) > model.window:
        st.text(f"In training it saw {model.window} characters at a time; what it remembers beyond that is untested ground.")
    return reading


def _usual(run: Run) -> str:
    try:
        prepared: Prepared = prepared_of(run)
    except UserError:
        return NO_TEXT
    return _passage(prepared.text, prepared.train if len(prepared.held_out) else 0)


def _passage(text: str, begin: int) -> str:
    """About so many characters from the first word after ``begin`` on."""
    space = text.find(" ", begin)
    begin = space + 1 if 0 <= space < begin + PASSAGE else begin
    return text[begin : begin + PASSAGE].strip() or text[:PASSAGE]
