"""Follow a path: data and settings at the left, the path and what the network makes of it in the middle."""

from pages.ui.train.experiment_page import experiment_page
from pages.ui.trajectory.views import VIEWS
from rnn_core.experiments.trajectory import EXPERIMENT

experiment_page(EXPERIMENT, VIEWS)
