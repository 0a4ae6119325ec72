"""Which past matters: what one prediction of a trained network rests on."""

import streamlit as st

from pages.ui.common.messages import tell
from pages.ui.runs.finished_run import finished_run
from pages.ui.understand.further_reading import further_reading
from pages.ui.understand.past_series import past_of_series
from pages.ui.understand.past_text import past_of_text
from pages.ui.understand.past_words import past_of_words
from rnn_core.errors import UserError

SHOW = {"forecast": past_of_series, "trajectory": past_of_series, "text": past_of_text, "classify": past_of_words}

st.title("Which past matters")
st.write(
    "A recurrent network reads a past, step by step, and then says something. Which of these steps did it need? Each in turn is "
    "replaced by something that says nothing, and the network is asked again: what changes then rests on that step."
)
run = finished_run(tuple(SHOW))
if run:
    try:
        SHOW[run.about().experiment](run)
    except UserError as error:
        tell(str(error))
further_reading("occlusion", "saliency", "saliency_words", "integrated_gradients")
