"""How the page Path looks."""

from pages.ui.data.picker import Picked
from pages.ui.train.settings_form import Choices
from pages.ui.trajectory.data import data_section
from pages.ui.trajectory.result import applied, numbers, picture, result_section
from pages.ui.trajectory.stage import stage
from pages.ui.views import Views
from rnn_core.experiments.trajectory.data import MADE
from rnn_core.experiments.trajectory.settings import PATH


def _choices(picked: Picked | None) -> Choices:
    """The settings of the path itself only where it is made of them."""
    return Choices(hidden=() if picked and picked.name == MADE else PATH)


VIEWS = Views(
    title="Follow a path",
    intro="The network sees the last points and says the next one; then it closes its eyes and goes on by itself. Does it beat "
    "going straight on?",
    empty="Choose a path among the settings, or upload a table with columns x and y.",
    data_title="Path",
    choices=_choices,
    data=data_section,
    stage=stage,
    picture=picture,
    numbers=numbers,
    result=result_section,
    applied=applied,
    reading=("gru", "lstm", "graves", "scheduled_sampling", "irnn"),
)
