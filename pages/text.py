"""Generate text: data and settings on the left, samples and live writing on the right."""

import streamlit as st

from pages.ui.common.messages import tell
from pages.ui.common.state import current_run, restore
from pages.ui.data.message_picker import message_overview, message_picker
from pages.ui.data.picker import dataset_picker
from pages.ui.runs.other_data import other_data_section
from pages.ui.text.data import text_section
from pages.ui.text.loaded_text import prepared, text_of
from pages.ui.text.result import text_numbers
from pages.ui.text.samples import samples_section
from pages.ui.text.writing import writing_section
from pages.ui.train.coach_box import coach_box
from pages.ui.train.lesson import current_lesson
from pages.ui.train.live_panel import training_section
from pages.ui.train.settings_form import settings_form
from pages.ui.train.take_home import take_home
from pages.ui.train.train_button import Start, start_controls
from pages.ui.understand.further_reading import further_reading
from rnn_core.data import Messages, Text
from rnn_core.errors import UserError
from rnn_core.experiments.text import EXPERIMENT as TEXT
from rnn_core.experiments.text import TextSettings

st.title("Generate text")
st.write(
    "A recurrent network reads a text character by character and learns to guess the next one. Choose a text, press **Train**, "
    "and watch it go from noise to words; then let it write on."
)

run = current_run("text")
restore(TEXT, run)
lesson = current_lesson(TEXT)
text: Text | None = None
ready, problem = None, ""
with st.sidebar:
    try:
        if picked := dataset_picker("text", run):
            name, found = picked
            text = message_picker(found) if isinstance(found, Messages) else found
    except UserError as error:
        problem = str(error)
    button = st.container()
    values = settings_form(TEXT, locked=lesson.locked, hidden=lesson.hidden)
try:
    if text:
        settings = TextSettings.parse(values)
        ready = prepared(text, settings)
        start_controls(Start(TEXT, name, text, settings), run, lesson, button)
    elif not problem:
        st.info("Choose a text on the left, or upload one.")
except UserError as error:
    problem = str(error)
if problem:
    tell(problem)

if run:
    training_section(run)
    coach_box(run)
    metrics = None if run.status().active else run.metrics()  # a resumed run has still its earlier ones
    if metrics:
        st.subheader("Result")
        text_numbers(metrics)
    samples_section(run, text_of(run))
    writing_section(run)
    if metrics:
        other_data_section(run, lambda results: text_numbers(results.metrics, "these data"))
        with st.expander("Take it home", icon=":material/download:"):
            take_home(run)
    st.space("medium")
if text and ready:
    st.subheader("Text for the next training" if run else "Text")
    if isinstance(found, Messages):
        message_overview(found, text)
    text_section(text, ready, settings)
further_reading("elman", "lstm", "graves", "karpathy_blog", "visualizing", "sequence_to_sequence")
