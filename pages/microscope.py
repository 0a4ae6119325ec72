"""Memory microscope: what the cells of a trained network remember, step by step."""

import streamlit as st

from pages.ui.common.messages import tell
from pages.ui.runs.finished_run import finished_run
from pages.ui.understand.further_reading import further_reading
from pages.ui.understand.microscope_view import microscope
from rnn_core.errors import UserError
from rnn_core.experiments import experiments

st.title("Memory microscope")
st.write(
    "What a trained network remembers while it reads: every unit's state and gates at every step, computed from its own weights. "
    "Some units turn out to follow something that we have a word for."
)
run = finished_run([name for name, one in experiments().items() if one.explain])
if run:
    try:
        microscope(run)
    except UserError as error:
        tell(str(error))
further_reading("visualizing", "sentiment_unit", "lstmvis", "lstm", "gru")
