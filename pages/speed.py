"""CPU against GPU: the same training step on every device of this machine, by batch size and units."""

import streamlit as st

from pages.ui.understand.further_reading import further_reading
from pages.ui.understand.speed_result import speed_result
from pages.ui.understand.study_panel import study_panel
from rnn_core.settings import choice_word
from rnn_core.teaching.studies.speed import STUDY, SpeedSettings

FIELDS = SpeedSettings.model_fields
CELLS = {choice_word(FIELDS["cell"], cell): cell for cell in ("lstm", "gru", "simple_rnn")}  # the words stand in the address

st.title("CPU against GPU")
st.write(
    "Is a graphics card (GPU) faster? For a small recurrent network often not. Measure it on the machine that RNN Lab runs on: "
    "real training steps, small and large, on every device there is."
)
with st.container(horizontal=True, vertical_alignment="bottom"):
    cell = st.segmented_control("Cell", list(CELLS), default="LSTM", required=True, key="cell", bind="query-params")
    timesteps = st.slider(
        "Timesteps", 5, 100, 20, 5, key="timesteps", bind="query-params", width=320, help=FIELDS["timesteps"].description
    )
result = study_panel(STUDY, SpeedSettings.parse({"cell": CELLS[cell], "timesteps": timesteps}), "Measure")
if result:
    speed_result(result)
else:
    st.caption("It takes about a minute. A training that is under way makes both sides slower, so measure when there is none.")
further_reading("cudnn", "gpu_rnn")
