"""Arena: every cell on the same data, with as many numbers and as many seconds."""

import streamlit as st

from pages.ui.understand.arena_result import arena_result
from pages.ui.understand.further_reading import further_reading
from pages.ui.understand.study_panel import study_panel
from rnn_core.runs.words import duration
from rnn_core.teaching.arena.far import LENGTHS
from rnn_core.teaching.arena.grounds import GROUNDS
from rnn_core.teaching.arena.rivals import every
from rnn_core.teaching.studies.arena import STUDY, ArenaSettings

FIELDS = ArenaSettings.model_fields
TITLES = {ground.title: name for name, ground in GROUNDS.items()}  # the words stand in the address
PREPARING = 2.5  # seconds of each training, about

st.title("Arena")
st.write(
    "Which cell is best? Here all of them learn the same data with as many numbers to train and as many seconds, and then longer "
    "and longer sequences whose first sign they must name at the end. Beside them attention, the layer of today's language "
    "models, which remembers nothing and looks at all steps at once."
)
with st.container(horizontal=True, vertical_alignment="bottom"):
    ground = st.segmented_control(
        "Data", list(TITLES), default=next(iter(TITLES)), required=True, key="data", bind="query-params"
    )
    values = {
        name: st.slider(
            str(FIELDS[name].title), low, high, FIELDS[name].default, step, key=name, bind="query-params", width=200,
            help=FIELDS[name].description,
        )
        for name, low, high, step in (("numbers", 1000, 50_000, 1000), ("seconds", 1, 60, 1), ("seeds", 1, 5, 1))
    }  # fmt: skip
settings = ArenaSettings.parse({"ground": TITLES[str(ground)], **values})
result = study_panel(STUDY, settings, "Let them compete")
if result:
    arena_result(result, settings)
else:
    longest = len(every()) * (settings.seeds + len(LENGTHS)) * (settings.seconds + PREPARING)
    st.caption(
        f"It takes {duration(longest)} at most. A training that is under way takes time from some and not from others: start "
        "when there is none."
    )
further_reading("lstm", "gru", "echo_state", "mingru", "slstm", "transformer")
