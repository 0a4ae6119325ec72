"""How the page Forecast looks."""

from pages.ui.data.picker import Picked
from pages.ui.forecast.data import column_titles, data_section
from pages.ui.forecast.result import applied, result_section
from pages.ui.train.settings_form import Choices
from pages.ui.views import Views


def _choices(picked: Picked | None) -> Choices:
    """The columns of the series."""
    return Choices(columns=column_titles(picked.data), target=picked.data.target) if picked else Choices()


VIEWS = Views(
    title="Forecast a series",
    intro="A recurrent network reads the last rows of a series and says the next one. Choose data, move the sliders, press "
    "**Train**, and see whether it beats the simplest forecast there is: tomorrow = today.",
    empty="Choose a dataset on the left, or upload a table with a date column.",
    choices=_choices,
    data=data_section,
    result=result_section,
    applied=applied,
    take_home=False,
    reading=("lstm", "forget_gate", "bptt", "adam", "gal_band", "diebold_mariano", "fama"),
)
