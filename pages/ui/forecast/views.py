"""How the page Forecast looks."""

import streamlit as st

from pages.ui.data.picker import Picked
from pages.ui.forecast.data import column_titles, data_section
from pages.ui.forecast.result import applied, numbers, picture, result_section
from pages.ui.forecast.stage import stage
from pages.ui.train.settings_form import Choices
from pages.ui.views import Views
from rnn_core.data import Series

OTHERS = ("also", "features")  # settings that take further columns


def _choices(picked: Picked | None) -> Choices:
    """The columns of the series, and what its dates have a use for; what is on although it has none can be switched off."""
    if picked is None:
        return Choices()
    data: Series = picked.data
    hidden = [*(OTHERS if len(data.frame.columns) == 1 else ()), *(["calendar"] if data.numbered else [])]
    whole_days = not data.numbered and bool((data.frame.index == data.frame.index.normalize()).all())
    return Choices(
        columns=column_titles(data),
        target=data.target,
        hidden=[name for name in hidden if name in OTHERS or not st.session_state.get(f"forecast.{name}")],
        titles={"calendar": "Day of the year"} if whole_days else {},
    )


VIEWS = Views(
    title="Forecast a series",
    intro="The network reads the last rows and says the next one. Does it beat the simplest guess: tomorrow = today?",
    empty="Choose a dataset among the settings, or upload a table with a date column.",
    choices=_choices,
    data=data_section,
    stage=stage,
    picture=picture,
    numbers=numbers,
    result=result_section,
    applied=applied,
    reading=("lstm", "forget_gate", "bptt", "adam", "gal_band", "diebold_mariano", "fama"),
)
