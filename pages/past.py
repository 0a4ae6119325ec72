"""Which past matters: what one prediction of a trained network rests on."""

import streamlit as st

from pages.ui.common.messages import tell
from pages.ui.inside_views import inside_views
from pages.ui.runs.finished_run import finished_run
from pages.ui.understand.further_reading import further_reading
from rnn_core.errors import UserError
from rnn_core.experiments import experiments

SHOW = {name: show for name in experiments() if (show := inside_views(name).past)}

st.title("Which past matters")
st.write(
    "A recurrent network reads a past, step by step, and then says something. Which of these steps did it need? Each in turn is "
    "replaced by something that says nothing, and the network is asked again: what changes then rests on that step."
)
run = finished_run(SHOW)
if run:
    try:
        SHOW[run.about().experiment](run)
    except UserError as error:
        tell(str(error))
further_reading("occlusion", "saliency", "saliency_words", "integrated_gradients")
