"""Vanishing gradients: how much of a correction arrives many steps back, measured, and what helps."""

import streamlit as st

from pages.ui.common.messages import tell
from pages.ui.understand.further_reading import further_reading
from pages.ui.understand.gradients.controls import chosen
from pages.ui.understand.gradients.examples import examples
from pages.ui.understand.gradients.flow import gradient_section, task_explained
from pages.ui.understand.gradients.study import study_section
from rnn_core.errors import UserError

st.title("Vanishing gradients")
st.write(
    "A network learns from a mistake by sending a correction (the gradient) back through its steps. At every step it is "
    "multiplied, so on a long way it can shrink to nothing (vanish) or grow beyond all bounds (explode). Every curve here is "
    "measured by back-propagation through time."
)
choice = chosen()
task_explained(choice)
examples()
try:
    if choice.shown:
        gradient_section(choice)
    else:
        st.info("Choose at least one cell on the left to see its gradient.")
    study_section(choice)
except UserError as error:
    tell(str(error))
further_reading("hochreiter", "bengio", "lstm", "forget_gate", "echo_state", "pascanu", "orthogonal", "irnn", "exploration")
