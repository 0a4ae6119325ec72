"""Generate text: data and settings on the left, samples and live writing on the right."""

from pages.ui.text.views import VIEWS
from pages.ui.train.experiment_page import experiment_page
from rnn_core.experiments.text import EXPERIMENT

experiment_page(EXPERIMENT, VIEWS)
