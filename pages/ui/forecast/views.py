"""How the page Forecast looks."""

from pages.ui.data.picker import Picked
from pages.ui.forecast.data import column_titles, data_section
from pages.ui.forecast.result import applied, numbers, picture, result_section
from pages.ui.forecast.stage import stage
from pages.ui.train.settings_form import Choices
from pages.ui.views import Views


def _choices(picked: Picked | None) -> Choices:
    """The columns of the series."""
    return Choices(columns=column_titles(picked.data), target=picked.data.target) if picked else Choices()


VIEWS = Views(
    title="Forecast a series",
    intro="The network reads the last rows and says the next one. Does it beat the simplest guess: tomorrow = today?",
    empty="Choose a dataset on the left, or upload a table with a date column.",
    choices=_choices,
    data=data_section,
    stage=stage,
    picture=picture,
    numbers=numbers,
    result=result_section,
    applied=applied,
    reading=("lstm", "forget_gate", "bptt", "adam", "gal_band", "diebold_mariano", "fama"),
)
