"""Unrolled in time: the loop of a recurrent network as one column a step, drawn from real settings."""

import streamlit as st

from pages.ui.common.messages import tell
from pages.ui.understand.further_reading import further_reading
from pages.ui.understand.unrolled.picture import picture_section, weights_section
from pages.ui.understand.unrolled.settings import chosen_network
from pages.ui.understand.unrolled.stepper import stepper_section
from rnn_core.errors import UserError

st.title("Unrolled in time")
st.write(
    "A recurrent network is one small network that is used again at every time step and hands its memory on to itself. Drawn "
    "once for each step, with the shapes of what goes along the arrows, it is **unrolled in time**."
)
try:
    chosen = chosen_network()
except UserError as error:
    chosen = None
    tell(str(error))
if chosen:
    picture_section(chosen)
    weights_section(chosen)
    stepper_section(chosen)
further_reading("elman", "bptt", "lstm", "gru", "sequence_to_sequence", "karpathy_blog", "olah_blog")
