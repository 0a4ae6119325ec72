"""One step by hand: a cell of one or two units, every number to be seen and changed, lit stage by stage."""

import streamlit as st

from pages.ui.common.messages import tell
from pages.ui.understand.further_reading import further_reading
from pages.ui.understand.one_step.choices import chosen, held_gates, looking
from pages.ui.understand.one_step.history import history, step_controls
from pages.ui.understand.one_step.more_cells import more_cells
from pages.ui.understand.one_step.numbers import edited
from pages.ui.understand.one_step.picture import picture, stage_controls
from rnn_core.errors import UserError
from rnn_core.teaching.one_step.cell import sequence

st.title("One step by hand")
st.write(
    "The smallest network there is, and every number in it. Press **Next stage** to follow one step from the input to the memory "
    "that goes on to the next; change any number below and see what becomes of it."
)
choice = chosen()
stage = stage_controls(choice.kind)
above = st.container()
st.subheader("The numbers")
counting = looking(choice.kind)
held = held_gates(choice.kind)
try:
    given = edited(choice)
    run = sequence(choice.kind, given.weights, given.xs, *given.states, looking=counting, overrides=[held] * len(given.xs))
except UserError as error:
    run = []
    with above:
        tell(str(error))
if run:
    with above:
        now = step_controls(len(run))
        picture(run[now - 1], stage)
    st.subheader("Step by step")
    history(run, now, given.xs)
more_cells()
further_reading(
    "elman",
    "lstm",
    "forget_gate",
    "peephole",
    "timing",
    "gru",
    "odyssey",
    "depth_gated",
    "clockwork",
    "mingru",
    "slstm",
    "olah_blog",
)
