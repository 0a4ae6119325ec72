"""Follow a path: data and settings on the left, the path and what the network makes of it on the right."""

import streamlit as st

from pages.ui.common.messages import tell
from pages.ui.common.state import current_run, restore
from pages.ui.data.picker import dataset_picker
from pages.ui.runs.other_data import other_data_section
from pages.ui.train.coach_box import coach_box
from pages.ui.train.lesson import current_lesson
from pages.ui.train.live_panel import training_section
from pages.ui.train.settings_form import settings_form
from pages.ui.train.train_button import Start, start_controls
from pages.ui.trajectory.data import data_section
from pages.ui.trajectory.result import applied, result_section
from pages.ui.understand.further_reading import further_reading
from rnn_core.errors import UserError
from rnn_core.experiments.trajectory import EXPERIMENT as TRAJECTORY
from rnn_core.experiments.trajectory import MADE, PATH, TrajectorySettings, arrange, network

st.title("Follow a path")
st.write(
    "A ladybug runs across a table. A network sees its last points and says the next one; then it closes its eyes and goes on by "
    "itself. Press **Train**, and see whether it beats going straight on."
)

run = current_run("trajectory")
restore(TRAJECTORY, run)
lesson = current_lesson(TRAJECTORY)
picked, data, problem = None, None, ""
with st.sidebar:
    try:
        picked = dataset_picker("path", run)
    except UserError as error:
        problem = str(error)
    button = st.container()
    others = () if picked and picked[0] == MADE else PATH
    values = settings_form(TRAJECTORY, locked=lesson.locked, hidden={*lesson.hidden, *others})
try:
    if picked:
        settings = TrajectorySettings.parse(values)
        name, path = picked[0], TRAJECTORY.generated(picked[0], settings) or picked[1]
        data = arrange(path, settings)
        start_controls(Start(TRAJECTORY, name, path, settings), run, lesson, button)
    elif not problem:
        st.info("Choose a path on the left, or upload a table with columns x and y.")
except UserError as error:
    problem = str(error)
if problem:
    tell(problem)

if run:
    training_section(run)
    coach_box(run)
    if (metrics := run.metrics()) and not run.status().active:  # a resumed run has still its earlier ones
        result_section(run, metrics)
        other_data_section(run, applied)
    st.space("medium")
if data:
    st.subheader("Path for the next training" if run else "Path")
    data_section(path, data, network(settings, len(path.columns)), settings)
further_reading("gru", "lstm", "graves", "scheduled_sampling", "irnn")
