"""Classify texts: data and settings on the left, training, result and the texts themselves on the right."""

import streamlit as st

from pages.ui.classify.compare import compare_section
from pages.ui.classify.data import class_data
from pages.ui.classify.loaded_texts import ready
from pages.ui.classify.result import class_applied, class_result
from pages.ui.classify.try_it import try_section
from pages.ui.classify.vectors_box import vector_options, vectors_box, vectors_missing
from pages.ui.common.messages import tell
from pages.ui.common.state import current_run, restore
from pages.ui.data.picker import dataset_picker
from pages.ui.runs.other_data import other_data_section
from pages.ui.train.coach_box import coach_box
from pages.ui.train.lesson import current_lesson
from pages.ui.train.live_panel import training_section
from pages.ui.train.settings_form import settings_form
from pages.ui.train.take_home import take_home
from pages.ui.train.train_button import Start, start_controls
from pages.ui.understand.further_reading import further_reading
from rnn_core.errors import UserError
from rnn_core.experiments.classify import EXPERIMENT as CLASSIFY
from rnn_core.experiments.classify import ClassifySettings

st.title("Classify texts")
st.write(
    "A network reads a text word by word and says to which class it belongs: is the review good or bad, who said it? Choose "
    "texts, press **Train**, and see whether it beats methods that only count words."
)

run = current_run("classify")
restore(CLASSIFY, run)
lesson = current_lesson(CLASSIFY)
picked, made, start, problem = None, None, None, ""
with st.sidebar:
    try:
        picked = dataset_picker("labelled", run)
    except UserError as error:
        problem = str(error)
    button = st.container()
    values = settings_form(CLASSIFY, locked=lesson.locked, hidden=lesson.hidden, options=vector_options())
try:
    if picked:
        name, data = picked
        settings = ClassifySettings.parse(values)
        made = ready(data, settings)
        if vectors_missing(settings):
            button.info("The vectors are still missing: see the right side.", icon=":material/public:")
        else:
            start = Start(CLASSIFY, name, data, settings)
            start_controls(start, run, lesson, button)
    elif not problem:
        st.info("Choose texts on the left, or upload your own with a label each.")
except UserError as error:
    problem = str(error)
if problem:
    tell(problem)
if made:
    vectors_box(data, settings)

if run:
    training_section(run)
    coach_box(run)
    if (metrics := run.metrics()) and not run.status().active:  # a resumed run has still its earlier ones
        class_result(run, metrics)
        try_section(run)
        other_data_section(run, class_applied)
        with st.expander("Take it home", icon=":material/download:"):
            take_home(run)
    compare_section(run, start)
if made:
    st.subheader("Texts for the next training" if run else "Texts")
    class_data(data, made, settings)
if not run:  # before the first training the texts come first
    compare_section(run, start)
further_reading("lstm", "gru", "bidirectional", "word2vec", "glove", "dropout", "saliency_words")
