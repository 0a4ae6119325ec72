"""Generate text: data and settings at the left, what the network writes in the middle."""

from pages.ui.text.views import VIEWS
from pages.ui.train.experiment_page import experiment_page
from rnn_core.experiments.text import EXPERIMENT

experiment_page(EXPERIMENT, VIEWS)
