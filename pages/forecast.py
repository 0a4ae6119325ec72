"""Forecast a series: data and settings on the left, pictures on the right."""

import streamlit as st

from pages.ui.common.messages import tell
from pages.ui.common.state import current_run, restore
from pages.ui.data.picker import dataset_picker
from pages.ui.forecast.data import column_titles, data_section
from pages.ui.forecast.result import applied, result_section
from pages.ui.runs.other_data import other_data_section
from pages.ui.train.coach_box import coach_box
from pages.ui.train.lesson import current_lesson
from pages.ui.train.live_panel import training_section
from pages.ui.train.settings_form import settings_form
from pages.ui.train.train_button import Start, start_controls
from pages.ui.understand.further_reading import further_reading
from rnn_core.errors import UserError
from rnn_core.experiments.forecast import EXPERIMENT as FORECAST
from rnn_core.experiments.forecast import ForecastSettings, arrange, network

st.title("Forecast a series")
st.write(
    "A recurrent network reads the last rows of a series and says the next one. Choose data, move the sliders, press "
    "**Train**, and see whether it beats the simplest forecast there is: tomorrow = today."
)

run = current_run("forecast")
restore(FORECAST, run)
lesson = current_lesson(FORECAST)
picked, data, problem = None, None, ""
with st.sidebar:
    try:
        picked = dataset_picker("series", run)
    except UserError as error:
        problem = str(error)
    button = st.container()
    columns = column_titles(picked[1]) if picked else {}
    target = picked[1].target if picked else ""
    values = settings_form(FORECAST, columns, target, locked=lesson.locked, hidden=lesson.hidden)
try:
    if picked:
        name, series = picked
        settings = ForecastSettings.parse(values)
        data = arrange(series, settings)
        start_controls(Start(FORECAST, name, series, settings), run, lesson, button)
    elif not problem:
        st.info("Choose a dataset on the left, or upload a table with a date column.")
except UserError as error:
    problem = str(error)
if problem:
    tell(problem)

if run:  # first, so that the click on Train is seen to do something
    training_section(run)
    coach_box(run)
    if (metrics := run.metrics()) and not run.status().active:  # a resumed run has still its earlier ones
        result_section(run, metrics)
        other_data_section(run, applied)
    st.space("medium")
if data:
    st.subheader("Data for the next training" if run else "Data")
    data_section(name, series, data, network(settings), settings.batch_size)
further_reading("lstm", "forget_gate", "bptt", "adam", "gal_band", "diebold_mariano", "fama")
